use leptos::prelude::*;

#[component]
pub fn BulletinPrint(id: String) -> impl IntoView {
    let _ = id;
    view! { <div class="page"></div> }
}
