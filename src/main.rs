use leptos::prelude::*;
use xueliansai::domain::record::event::LearnerId;
use xueliansai::platform::{panic, shelf};
use xueliansai::state::record::Opened;
use xueliansai::view::app::App;

fn main() {
    panic::install();
    wasm_bindgen_futures::spawn_local(async {
        let shelf = shelf::open();
        let opened = Opened::read(shelf.clone(), LearnerId::first()).await;
        leptos::mount::mount_to_body(move || view! { <App shelf opened/> });
    });
}
