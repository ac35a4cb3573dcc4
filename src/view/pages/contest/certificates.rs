use leptos::prelude::*;

#[component]
pub fn CertificatesPrint(id: String) -> impl IntoView {
    let _ = id;
    view! { <div class="page"></div> }
}
