use xueliansai::platform::panic;
use xueliansai::view::app::App;

fn main() {
    panic::install();
    leptos::mount::mount_to_body(App);
}
