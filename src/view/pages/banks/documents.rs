use super::edit::Desk;
use super::item_source::DocumentForm;
use crate::domain::bank::document::Document;
use crate::domain::bank::id::DocumentId;
use crate::domain::bank::revise_sources::{Entry, enter_document, mend_document, n_uses, remove_document};
use crate::view::components::act::Act;
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;

/// 出处文件 of the bank: what its questions rest on, and until when each was held against its source.
#[component]
pub fn DocumentsCard(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    // The document in the form, `None` within for a new one.
    let open = RwSignal::new(None::<Option<DocumentId>>);
    let title = move || match editing.bank.read().documents.len() {
        0 => "出处文件".to_owned(),
        n => format!("出处文件（{n}个）"),
    };
    let list = move || {
        let bank = editing.bank.get();
        let row = |document: &Document| {
            let n_uses = n_uses(&bank, &document.id);
            let used = if n_uses > 0 { format!("{n_uses}处用到") } else { "还没有题用到".to_owned() };
            let standing = format!("{} · 核对至{} · {used}", document.standing(), document.checked);
            let edit = document.id.clone();
            let label = format!("编辑《{}》", document.title);
            view! {
                <li data-testid="document">
                    <p class="card__title">{format!("《{}》", document.title)}</p>
                    <p class="tiny">{standing}</p>
                    <div class="import-acts">
                        <button type="button" class="text-act" aria-label=label on:click=tap(move || open.set(Some(Some(edit.clone())))) data-testid="document-edit">"编辑"</button>
                        {(n_uses == 0).then(|| {
                            let (gone, said) = (document.id.clone(), format!("删除《{}》", document.title));
                            let label = said.clone();
                            // Nothing named it a moment ago, when this was drawn.
                            let remove = tap(move || {
                                let _ = editing.change(said.clone(), |bank| remove_document(bank, &gone));
                            });
                            view! { <button type="button" class="text-act" aria-label=label on:click=remove data-testid="document-remove">"删除"</button> }
                        })}
                    </div>
                </li>
            }
        };
        view! {
            <ul class="bank-samples">{bank.documents.iter().map(row).collect_view()}</ul>
            <Act label="登记一个文件" look="act--quiet" testid="document-new" press=tap(move || open.set(Some(None)))/>
        }
    };
    let form = move |of: Option<DocumentId>| {
        let known = of.as_ref().and_then(|id| editing.get().document(id).map(Entry::of));
        let done = Callback::new(move |entry: Entry| {
            let title = entry.title.trim().to_owned();
            match &of {
                Some(id) => editing.apply(format!("改《{title}》"), |bank| mend_document(bank, id, entry)),
                None => drop(editing.apply(format!("登记《{title}》"), |bank| enter_document(bank, entry))),
            }
            open.set(None);
        });
        let back = Callback::new(move |()| open.set(None));
        match known {
            Some(known) => view! { <DocumentForm known done back/> }.into_any(),
            None => view! { <DocumentForm done back/> }.into_any(),
        }
    };
    view! {
        <details class="card" data-testid="documents">
            <summary class="card__title">{text(title)}</summary>
            <div class="card__gap">
                <p class="muted">"题目的出处都从这里选。文件修订后，在这里改版本和核对日期，用到它的题一起跟着变。"</p>
                {live(move || match open.get() {
                    Some(of) => form(of),
                    None => list().into_any(),
                })}
            </div>
        </details>
    }
}
