use leptos::prelude::*;

#[component]
pub fn JoinPage(text: String) -> impl IntoView {
    let _ = text;
    view! { <div class="page"></div> }
}
