use super::bulletin::BulletinPrint;
use super::certificates::CertificatesPrint;
use leptos::prelude::*;

/// Something of a contest for paper, as `id/what`.
#[component]
pub fn PrintPage(what: String) -> impl IntoView {
    match what.split_once('/') {
        Some((id, "bulletin")) => view! { <BulletinPrint id=id.to_owned()/> }.into_any(),
        Some((id, "certificates")) => view! { <CertificatesPrint id=id.to_owned()/> }.into_any(),
        _ => view! { <div class="page"></div> }.into_any(),
    }
}
