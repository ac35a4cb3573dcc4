//! What the browser can do for the app as a whole: keep it offline, bring a new version, put it on the home screen,
//! promise to keep its data. The page's first script (`public/start.js`) does it, because it must stand before the app.
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Does the thing named, if it is one it knows, and answers with what holds now, as words between spaces.
    #[wasm_bindgen(js_name = device)]
    fn ask(what: &str) -> String;
}

/// The event of the window after which [`words`] may answer otherwise.
pub const CHANGED: &str = "device";

/// What holds now. The first call also lets the page's copy be kept, once the app is at rest.
pub fn words() -> String {
    ask("")
}

/// Loads the new version; the page comes back by itself.
pub fn update() {
    ask("update");
}

/// Shows the browser's own question whether to put the app on the home screen.
pub fn install() {
    ask("install");
}

/// Asks the browser never to clear the data by itself. Some ask the learner; most decide without a word.
pub fn ask_to_persist() {
    ask("persist");
}
