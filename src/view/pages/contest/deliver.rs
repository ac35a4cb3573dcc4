use leptos::prelude::*;

#[component]
pub fn DeliverPage(text: String) -> impl IntoView {
    let _ = text;
    view! { <div class="page"></div> }
}
