use leptos::prelude::*;

#[component]
pub fn DeskPage(id: String) -> impl IntoView {
    let _ = id;
    view! { <div class="page"></div> }
}
