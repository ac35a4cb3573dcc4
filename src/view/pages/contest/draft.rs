use leptos::prelude::*;

#[component]
pub fn DraftPage(name: String) -> impl IntoView {
    let _ = name;
    view! { <div class="page"></div> }
}
