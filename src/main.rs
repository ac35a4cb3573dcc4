use leptos::prelude::*;
use xueliansai::platform::{panic, shelf};
use xueliansai::state::learners::read_roll;
use xueliansai::state::record::Opened;
use xueliansai::view::app::App;

fn main() {
    panic::install();
    wasm_bindgen_futures::spawn_local(async {
        let shelf = shelf::open();
        let roll = read_roll(&*shelf).await;
        let opened = Opened::read(shelf.clone(), roll.current().id.clone()).await;
        leptos::mount::mount_to_body(move || view! { <App shelf roll opened/> });
    });
}
