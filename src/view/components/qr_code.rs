use crate::format::qr;
use leptos::prelude::*;

/// A text as a code to scan from the screen.
#[component]
pub fn QrCode(
    drawing: qr::Drawing,
    label: &'static str,
    #[prop(default = "qr")] testid: &'static str,
) -> impl IntoView {
    let qr::Drawing { side, path } = drawing;
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label data-testid=testid>
            <path d=path></path>
        </svg>
    }
}
