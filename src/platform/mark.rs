//! A mark that a record was kept on this device. It is a cookie, which browsers clear at other times than their stores,
//! so that an empty store that meets the mark can be told from a new learner.
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Document;

const NAME: &str = "xls";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Sets the mark, or notes that there is nothing to look for.
pub fn set(kept: bool) {
    if let Some(document) = document() {
        // Without a path a cookie belongs to the folder of the app. 34,560,000 seconds are the 400 days that browsers
        // allow. Where cookies are refused there is no mark.
        let cookie = format!("{NAME}={}; max-age=34560000; samesite=lax", u8::from(kept));
        let _ = Reflect::set(&document, &JsValue::from("cookie"), &JsValue::from(cookie));
    }
}

/// Whether there should be a record. An app on the home screen was put there by somebody who uses it.
pub fn is_there() -> bool {
    let cookies = document().and_then(|document| Reflect::get(&document, &JsValue::from("cookie")).ok()?.as_string());
    let cookies = cookies.unwrap_or_default();
    let value = cookies.split("; ").find_map(|cookie| cookie.strip_prefix(NAME)?.strip_prefix('='));
    value.map_or_else(is_installed, |value| value == "1")
}

fn is_installed() -> bool {
    let query = web_sys::window().and_then(|window| window.match_media("(display-mode: standalone)").ok().flatten());
    query.is_some_and(|query| query.matches())
}
