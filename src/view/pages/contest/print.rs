use leptos::prelude::*;

#[component]
pub fn PrintPage(what: String) -> impl IntoView {
    let _ = what;
    view! { <div class="page"></div> }
}
