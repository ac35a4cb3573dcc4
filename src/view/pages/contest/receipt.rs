use leptos::prelude::*;

#[component]
pub fn ReceiptPage(session: String) -> impl IntoView {
    let _ = session;
    view! { <div class="page"></div> }
}
