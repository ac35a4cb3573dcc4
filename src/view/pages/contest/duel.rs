use leptos::prelude::*;

#[component]
pub fn DuelPage(about: String) -> impl IntoView {
    let _ = about;
    view! { <div class="page"></div> }
}
