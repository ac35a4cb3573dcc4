use leptos::prelude::*;

#[component]
pub fn OrganisePage() -> impl IntoView {
    view! { <div class="page"></div> }
}
