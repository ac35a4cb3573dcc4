use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Date, Document};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::{DocumentId, PointId};
use crate::domain::bank::question::cite_line;
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
    pub add_document: Callback<NewDocument, DocumentId>,
}

pub struct NewDocument {
    pub title: String,
    pub edition: Option<String>,
    pub checked: Date,
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
            {live(move || (chosen.read().as_str() == NEW).then(|| view! { <DocumentForm done=Callback::new(move |new| choose(around.add_document.run(new).to_string()))/> }))}
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

/// A document that questions rest on, to be entered into the bank.
#[component]
pub fn DocumentForm(done: Callback<NewDocument>) -> impl IntoView {
    let (title, edition) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let today = clock::now().wall.day().date();
    let checked = RwSignal::new(today);
    let missing = Signal::derive(move || title.read().trim().is_empty());
    let enter = move || {
        let edition = edition.get_untracked().trim().trim_end_matches(['年', '版']).to_owned();
        done.run(NewDocument {
            title: title.get_untracked(),
            edition: (!edition.is_empty()).then_some(edition),
            checked: checked.get_untracked(),
        });
    };
    view! {
        <div class="item__part card__gap" data-testid="document-form">
            <label class="gap">
                <span>"文件名称（不用写书名号）"</span>
                <input class="field" autocomplete="off" data-testid="document-title" on:input:target=move |event| title.set(event.target().value())/>
            </label>
            <div class="org-pair">
                <label class="gap">
                    <span>"哪一年的版本（可不写）"</span>
                    <input class="field" inputmode="numeric" autocomplete="off" placeholder="2018" data-testid="document-edition" on:input:target=move |event| edition.set(event.target().value())/>
                </label>
                <label class="gap">
                    <span>"核对日期"</span>
                    <input class="field" type="date" value=today.to_string() data-testid="document-checked"
                        on:input:target=move |event| if let Some(date) = Date::parse(&event.target().value()) { checked.set(date) }/>
                </label>
            </div>
            <Act label="登记这个文件" look="act--quiet" testid="document-add" disabled=missing press=tap(enter)/>
        </div>
    }
}
