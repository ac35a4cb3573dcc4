use leptos::prelude::*;
use xueliansai::platform::{page, shelf};
use xueliansai::state::learners::read_roll;
use xueliansai::state::record::Opened;
use xueliansai::view::app::App;
use xueliansai::view::later;
use xueliansai::view::route::Route;

fn main() {
    // A release build has no words for it: a panic ends the module, and `public/start.js` draws the last screen.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| leptos::logging::error!("{info}")));
    wasm_bindgen_futures::spawn_local(async {
        let shelf = shelf::open();
        let roll = read_roll(&*shelf).await;
        // The page's own code comes while the record is being read. Behind a PIN there is one page only.
        let is_locked = roll.current().pin.is_some();
        let first = if is_locked { Route::Learners } else { Route::parse(&page::hash()) };
        wasm_bindgen_futures::spawn_local(later::bring(first));
        let opened = Opened::read(shelf.clone(), roll.current().id.clone()).await;
        leptos::mount::mount_to_body(move || view! { <App shelf roll opened/> });
    });
}
