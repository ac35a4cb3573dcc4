use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Date, Document};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::{DocumentId, PointId};
use crate::domain::bank::question::cite_line;
use crate::domain::bank::revise_sources::Entry;
use crate::platform::clock;
use crate::view::components::act::Act;
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;

/// What the bank offers around one of its questions.
#[derive(Clone, Copy)]
pub struct Around {
    pub topics: Signal<Vec<String>>,
    pub documents: Signal<Vec<Document>>,
    /// Points by title.
    pub points: Signal<Vec<(PointId, String)>>,
    /// Enters a document into the bank.
    pub enter: Callback<Entry, DocumentId>,
}

const NONE: &str = "";
const NEW: &str = "+";

/// 出处: a document of the bank, and where in it. And the 知识点, where the bank has some.
#[component]
pub fn SourceFields(
    draft: RwSignal<Draft>,
    around: Around,
    /// Nothing is saved without one.
    #[prop(optional)]
    needed: bool,
) -> impl IntoView {
    let known = draft.with_untracked(|draft| draft.citation.clone());
    let typed = RwSignal::new(known.as_ref().map(|citation| citation.place.as_typed()).unwrap_or_default());
    let chosen = RwSignal::new(known.map_or(NONE.to_owned(), |citation| citation.document.to_string()));
    let note = move || {
        let of = chosen.get_untracked();
        let citation = (of != NONE && of != NEW)
            .then(|| Citation { document: DocumentId::new(of), place: Place::typed(&typed.read_untracked()) });
        draft.update(|draft| draft.citation = citation);
    };
    let choose = move |of: String| {
        chosen.set(of);
        note();
    };
    let shown = move || {
        let documents = around.documents.get();
        let citation = draft.with(|draft| draft.citation.clone())?;
        let document = documents.iter().find(|document| document.id == citation.document);
        Some(cite_line(&citation, document))
    };
    let cited = Memo::new(move |_| chosen.read().as_str() != NONE && chosen.read().as_str() != NEW);
    view! {
        <fieldset class="card__gap">
            <legend>{if needed { "出处" } else { "出处（可不写）" }}</legend>
            {live(move || {
                let documents = around.documents.get();
                let of = chosen.get();
                view! {
                    <label class="gap">
                        <span>"文件"</span>
                        <select class="field" id="item-document" data-testid="item-document"
                            on:change:target=move |event| choose(event.target().value())>
                            <option value=NONE selected=of == NONE>{if needed { "请选择文件" } else { "不写出处" }}</option>
                            {documents.into_iter().map(|document| {
                                let here = document.id.as_str() == of;
                                view! { <option value=document.id.to_string() selected=here>{document.title}</option> }
                            }).collect_view()}
                            <option value=NEW selected=of == NEW>"登记一个新文件……"</option>
                        </select>
                    </label>
                }
            })}
            {live(move || (chosen.read().as_str() == NEW).then(|| view! { <DocumentForm done=Callback::new(move |new| choose(around.enter.run(new).to_string()))/> }))}
            {live(move || cited.get().then(|| view! {
                <label class="gap">
                    <span>"第几条或哪一节"</span>
                    <input class="field" id="item-place" autocomplete="off" value=typed.get_untracked() data-testid="item-place"
                        on:input:target=move |event| {
                            typed.set(event.target().value());
                            note();
                        }/>
                    <span class="tiny">"写11，或者11、14，或者第三章；不写就是全文"</span>
                </label>
            }))}
            <p class="tiny" data-testid="item-cite">{text(move || shown().map(|line| format!("会显示为：{line}")).unwrap_or_default())}</p>
            {live(move || {
                let points = around.points.get();
                (!points.is_empty()).then(|| point_field(draft, points))
            })}
        </fieldset>
    }
}

fn point_field(draft: RwSignal<Draft>, points: Vec<(PointId, String)>) -> AnyView {
    let known = draft.with_untracked(|draft| draft.point.clone());
    view! {
        <label class="gap">
            <span>"知识点（可不选）"</span>
            <select class="field" data-testid="item-point"
                on:change:target=move |event| {
                    let of = event.target().value();
                    draft.update(|draft| draft.point = (!of.is_empty()).then(|| PointId::new(of)));
                }>
                <option value="" selected=known.is_none()>"不选"</option>
                {points.into_iter().map(|(id, title)| {
                    let here = known.as_ref() == Some(&id);
                    view! { <option value=id.to_string() selected=here>{title}</option> }
                }).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// A document that questions rest on: a new one, or one that the bank has.
#[component]
pub fn DocumentForm(
    #[prop(optional)] known: Option<Entry>,
    done: Callback<Entry>,
    /// Beside the way on, the way back.
    #[prop(optional)]
    back: Option<Callback<()>>,
) -> impl IntoView {
    let today = clock::now().wall.day().date();
    let is_new = known.is_none();
    let first =
        known.unwrap_or(Entry { title: String::new(), issuer: None, edition: None, effective: None, checked: today });
    let entry = RwSignal::new(first.clone());
    let missing = Signal::derive(move || entry.read().title.trim().is_empty());
    let written = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let enter = move || done.run(entry.get_untracked());
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let has_more = first.issuer.is_some() || first.effective.is_some();
    view! {
        <div class="item__part card__gap" data-testid="document-form">
            <label class="gap">
                <span>"文件名称（不用写书名号）"</span>
                <input class="field" autocomplete="off" value=first.title data-testid="document-title"
                    on:input:target=move |event| entry.update(|entry| entry.title = event.target().value())/>
            </label>
            <div class="org-pair">
                <label class="gap">
                    <span>"哪一年的版本（可不写）"</span>
                    <input class="field" inputmode="numeric" autocomplete="off" placeholder="2018" value=first.edition.unwrap_or_default() data-testid="document-edition"
                        on:input:target=move |event| {
                            let edition = event.target().value().trim().trim_end_matches(['年', '版']).to_owned();
                            entry.update(|entry| entry.edition = written(edition));
                        }/>
                </label>
                <label class="gap">
                    <span>"核对日期"</span>
                    <input class="field" type="date" value=first.checked.to_string() data-testid="document-checked"
                        on:input:target=move |event| if let Some(date) = Date::parse(&event.target().value()) { entry.update(|entry| entry.checked = date) }/>
                </label>
            </div>
            <details open=has_more>
                <summary>"发文机关、施行日期（可不写）"</summary>
                <div class="org-pair">
                    <label class="gap">
                        <span>"发文机关"</span>
                        <input class="field" autocomplete="off" placeholder="中共中央" value=first.issuer.unwrap_or_default() data-testid="document-issuer"
                            on:input:target=move |event| entry.update(|entry| entry.issuer = written(event.target().value()))/>
                    </label>
                    <label class="gap">
                        <span>"施行日期"</span>
                        <input class="field" type="date" value=date(first.effective) data-testid="document-effective"
                            on:input:target=move |event| entry.update(|entry| entry.effective = Date::parse(&event.target().value()))/>
                    </label>
                </div>
            </details>
            <Act label={if is_new { "登记这个文件" } else { "改好了" }} look="act--quiet" testid="document-add" disabled=missing press=tap(enter)/>
            {back.map(|back| view! { <Act label="放弃改动" look="act--plain" testid="document-back" press=tap(move || back.run(()))/> })}
        </div>
    }
}
