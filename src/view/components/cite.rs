use crate::domain::bank::citation::Citation;
use crate::domain::bank::document::Document;
use crate::domain::bank::question::cite_line;
use leptos::prelude::*;

/// Where a fact stands, in which edition, and until when that was checked.
#[component]
pub fn Cite(citation: Citation, document: Option<Document>) -> impl IntoView {
    let checked = document.as_ref().map(|document| format!("核对至{}", document.checked));
    view! {
        <p class="cite" data-testid="cite">
            <span>"依据"</span>
            <span>{cite_line(&citation, document.as_ref())}{checked.map(|checked| view! { "，"<span class="whole">{checked}</span> })}</span>
        </p>
    }
}
