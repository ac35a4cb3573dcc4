use leptos::prelude::*;

#[component]
pub fn EnterPage(id: String) -> impl IntoView {
    let _ = id;
    view! { <div class="page"></div> }
}
