use leptos::prelude::*;

#[component]
pub fn HeldPage(id: String) -> impl IntoView {
    let _ = id;
    view! { <div class="page"></div> }
}
