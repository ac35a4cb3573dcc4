use super::edit::Desk;
use super::item_source::{Around, SourceFields};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::PointId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::point::{Basis, Point};
use crate::domain::bank::revise_sources::{Entry, enter_document, fresh_point_id, put_point, remove_point};
use crate::view::components::act::Act;
use crate::view::components::fields::{LongField, TextField};
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;

/// Points of one page of the list.
const PAGE: usize = 20;

/// 知识点 of the bank: cards to learn, which questions ask about.
#[component]
pub fn PointsCard(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    // The point in the form, `None` within for a new one.
    let open = RwSignal::new(None::<Option<PointId>>);
    let shown = RwSignal::new(PAGE);
    let title = move || match editing.bank.read().points.len() {
        0 => "知识点".to_owned(),
        n => format!("知识点（{n}个）"),
    };
    let list = move || {
        let bank = editing.bank.get();
        let row = |point: &Point| {
            let id = point.id.clone();
            let label = format!("编辑知识点“{}”", point.title);
            let (gone, title) = (point.id.clone(), point.title.clone());
            let n_asked = bank.questions.iter().filter(|question| question.point.as_ref() == Some(&point.id)).count();
            let removal = match n_asked {
                0 => format!("删除知识点“{title}”"),
                n => format!("删除知识点“{title}”，考它的{n}道题还在"),
            };
            let remove =
                tap(move || editing.apply(format!("删除知识点“{title}”"), |bank| remove_point(bank, &gone)));
            let asked = if n_asked > 0 { format!("有{n_asked}道题考它") } else { String::new() };
            view! {
                <li data-testid="point">
                    <p class="card__title">{point.title.clone()}</p>
                    <p class="tiny">{point.text.clone()}</p>
                    <p class="tiny">{asked}</p>
                    <div class="import-acts">
                        <button type="button" class="text-act" aria-label=label on:click=tap(move || open.set(Some(Some(id.clone())))) data-testid="point-edit">"编辑"</button>
                        <button type="button" class="text-act" aria-label=removal on:click=remove data-testid="point-remove">"删除"</button>
                    </div>
                </li>
            }
        };
        let n_more = bank.points.len().saturating_sub(shown.get());
        view! {
            <ul class="bank-samples">{bank.points.iter().take(shown.get()).map(row).collect_view()}</ul>
            {(n_more > 0).then(|| view! { <Act label=format!("更多（还有{n_more}个）") look="act--plain" press=tap(move || shown.update(|shown| *shown += PAGE))/> })}
            <Act label="新增一个知识点" look="act--quiet" testid="point-new" press=tap(move || open.set(Some(None)))/>
        }
    };
    view! {
        <details class="card" data-testid="points">
            <summary class="card__title">{text(title)}</summary>
            <div class="card__gap">
                <p class="muted">"知识点是学习卡片，一张说清一件事；编辑题目时可以选它考哪个知识点。不写也能出题。"</p>
                {live(move || match open.get() {
                    Some(of) => view! { <PointForm desk of open/> }.into_any(),
                    None => list().into_any(),
                })}
            </div>
        </details>
    }
}

/// Typed as a question is, with the title for its stem and the text for its explanation: both cite alike.
#[component]
fn PointForm(desk: Desk, of: Option<PointId>, open: RwSignal<Option<Option<PointId>>>) -> impl IntoView {
    let editing = desk.editing;
    let bank = editing.get();
    let known = of.as_ref().and_then(|id| bank.point(id)).cloned();
    let first = match &known {
        Some(point) => Draft {
            stem: point.title.clone(),
            explain: point.text.clone(),
            topic: point.topic.clone(),
            level: point.level,
            citation: Some(point.citation.clone()),
            ..Draft::new(Kind::Judge)
        },
        None => Draft::new(Kind::Judge),
    };
    let draft = RwSignal::new(first.clone());
    let around = Around {
        topics: Signal::derive(Vec::new),
        documents: Signal::derive(move || editing.bank.read().documents.clone()),
        points: Signal::derive(Vec::new),
        enter: Callback::new(move |entry: Entry| {
            editing.apply(format!("登记《{}》", entry.title.trim()), |bank| enter_document(bank, entry))
        }),
    };
    let refused = RwSignal::new(false);
    let save = move || {
        let typed = draft.get_untracked();
        let (Some(citation), false, false) =
            (typed.citation, typed.stem.trim().is_empty(), typed.explain.trim().is_empty())
        else {
            refused.set(true);
            return;
        };
        let known = known.clone();
        editing.apply("改知识点", |bank| {
            let (id, basis, posts, contrast) = match known {
                Some(known) => (known.id, known.basis, known.posts, known.contrast),
                None => (fresh_point_id(bank), Basis::OneSource, Vec::new(), Vec::new()),
            };
            let (title, text) = (typed.stem.trim().to_owned(), typed.explain.trim().to_owned());
            let (topic, level) = (typed.topic.trim().to_owned(), typed.level);
            put_point(bank, Point { id, title, text, citation, basis, topic, level, posts, contrast });
        });
        open.set(None);
    };
    view! {
        <div class="item card__gap" data-testid="point-form">
            <TextField label="标题" id="point-title" value=first.stem change=Callback::new(move |text| draft.update(|draft| draft.stem = text))/>
            <LongField label="内容" id="point-text" value=first.explain hint="用自己的话，一两句说清"
                change=Callback::new(move |text| draft.update(|draft| draft.explain = text))/>
            <div class="org-pair">
                <TextField label="主题（可不写）" id="point-topic" value=first.topic change=Callback::new(move |text| draft.update(|draft| draft.topic = text))/>
                <label class="gap">
                    <span>"难度"</span>
                    <select class="field" data-testid="point-level"
                        on:change:target=move |event| if let Some(level) = Level::from_key(&event.target().value()) { draft.update(|draft| draft.level = level) }>
                        {Level::ALL.map(|level| view! { <option value=level.key() selected=level == first.level>{level.label()}</option> })}
                    </select>
                </label>
            </div>
            <SourceFields draft around needed=true/>
            {live(move || refused.get().then(|| view! { <p class="org-problem" role="alert" data-testid="point-refused">"标题、内容和出处都要写，才能保存。"</p> }))}
            <div class="pair">
                <Act label="保存知识点" testid="point-save" press=tap(save)/>
                <Act label="放弃" look="act--plain" testid="point-discard" press=tap(move || open.set(None))/>
            </div>
        </div>
    }
}
