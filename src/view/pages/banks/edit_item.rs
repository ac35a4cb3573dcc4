use super::edit::Desk;
use super::item_editor::{ItemEditor, amiss};
use super::item_source::Around;
use super::preview::preview;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::revise::{self, Meaning};
use crate::domain::bank::revise_sources::{Entry, enter_document};
use crate::format::question_draft::{HalfTyped, Spot};
use crate::platform::page;
use crate::view::components::act::Act;
use crate::view::components::dialog::Dialog;
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;

/// The form of one question, over the list until it is saved or given up.
#[component]
pub fn ItemCard(desk: Desk) -> impl IntoView {
    let editing = desk.editing;
    let Some(spot) = desk.open.get_untracked() else { return ().into_any() };
    let around = Around {
        topics: Signal::derive(move || editing.bank.read().topics().into_iter().map(str::to_owned).collect()),
        documents: Signal::derive(move || editing.bank.read().documents.clone()),
        points: Signal::derive(move || {
            editing.bank.read().points.iter().map(|point| (point.id.clone(), point.title.clone())).collect()
        }),
        enter: Callback::new(move |entry: Entry| {
            editing.apply(format!("登记《{}》", entry.title.trim()), |bank| enter_document(bank, entry))
        }),
    };
    let place = spot.clone();
    Effect::new(move |first: Option<()>| {
        desk.draft.track();
        if first.is_some() {
            editing.note_half(&HalfTyped { place: place.clone(), draft: desk.draft.get_untracked() });
        }
    });
    let asking = RwSignal::new(false);
    let giving_up = RwSignal::new(false);
    let refused = RwSignal::new(String::new());
    // After it is saved, another like it.
    let again = StoredValue::new(false);
    let title = match &spot {
        Spot::Of(id) => place_of(desk, id).map_or("改一题".to_owned(), |place| format!("改第{}题", place + 1)),
        Spot::New(_) => "写一道新题".to_owned(),
    };
    let known = match &spot {
        Spot::Of(id) => editing.get().question(id).cloned(),
        Spot::New(_) => None,
    };
    let spot = StoredValue::new(spot);
    let done = move |id: QuestionId| {
        if again.get_value() {
            let kind = desk.draft.with_untracked(|draft| draft.kind);
            editing.forget_half();
            desk.open.set(None);
            // Drawn anew in the next round, as another form.
            request_animation_frame(move || desk.add(kind, Some(id)));
        } else {
            desk.close(Some(id));
        }
    };
    let commit = move |meaning: Meaning| {
        let draft = desk.draft.with_untracked(crate::domain::bank::draft::Draft::trimmed);
        let gone = known_gone(desk, &spot.get_value());
        let saved = match spot.get_value() {
            Spot::Of(id) if !gone => {
                let said = place_of(desk, &id).map_or("改题".to_owned(), |place| format!("改第{}题", place + 1));
                editing.change(said, |bank| revise::replace(bank, &id, &draft, meaning).map(|()| id.clone()))
            }
            Spot::New(Some(behind)) => {
                let place = place_of(desk, &behind).map_or(usize::MAX, |place| place + 1);
                editing.change("新增一题", |bank| revise::add(bank, &draft, place))
            }
            Spot::New(None) | Spot::Of(_) => {
                editing.change("新增一题", |bank| revise::add(bank, &draft, usize::MAX))
            }
        };
        match saved {
            Ok(id) => done(id),
            Err(_) => refused.set("还不能保存，请看上面还差什么。".to_owned()),
        }
    };
    let save = move |more: bool| {
        again.set_value(more);
        refused.set(String::new());
        let draft = desk.draft.with_untracked(crate::domain::bank::draft::Draft::trimmed);
        let (bad, _) = amiss(&draft);
        if let Some(bad) = bad.first() {
            refused.set(format!("还不能保存：{bad}。"));
            return;
        }
        let asks = known.as_ref().is_some_and(|known| revise::changes_meaning(known, &draft));
        if asks && !known_gone(desk, &spot.get_value()) {
            asking.set(true);
        } else {
            commit(Meaning::Kept);
        }
    };
    let save = StoredValue::new_local(save);
    let press = move |more: bool| tap(move || save.with_value(|save| save(more)));
    let leave = move || {
        let to = match spot.get_value() {
            Spot::Of(id) => Some(id),
            Spot::New(behind) => behind,
        };
        desk.close(to);
    };
    let give_up = move || {
        if desk.first.with_value(|first| desk.draft.with_untracked(|draft| draft == first)) {
            leave();
        } else {
            giving_up.set(true);
        }
    };
    let decide = move |meaning: Meaning| {
        tap(move || {
            asking.set(false);
            commit(meaning);
        })
    };
    let is_new = spot.with_value(|spot| matches!(spot, Spot::New(_)));
    let bank = editing.get().id.clone();
    let shown = Memo::new(move |_| desk.draft.with(|draft| draft.trimmed().question(&QuestionId::new("q")).0));
    view! {
        <div class="form-columns" data-testid="item-card">
            <section class="card card__gap">
                <h2 class="card__title">{title}</h2>
                <ItemEditor draft=desk.draft around save=Callback::new(move |()| save.with_value(|save| save(false)))/>
                {live(move || (!refused.read().is_empty()).then(|| view! { <p class="org-problem" role="alert" data-testid="item-refused">{refused.get()}</p> }))}
                <div class="pair item__end">
                    <Act label="保存" testid="item-save" press=press(false)/>
                    {is_new.then(|| view! { <Act label="保存，再写一题" look="act--quiet" testid="item-save-more" press=press(true)/> })}
                    <Act label="放弃" look="act--plain" testid="item-discard" press=tap(give_up)/>
                </div>
                <p class="tiny">"按Ctrl+回车也能保存。没写完也会自动留着，关掉页面回来还在。"</p>
            </section>
            <section class="card card__gap bank-beside" aria-label="预览">
                <h2 class="card__title">"学习者看到的样子"</h2>
                {live(move || match shown.get() {
                    Some(question) => preview(question, bank.clone()),
                    None => view! { <p class="muted">"写全了就在这里显示。"</p> }.into_any(),
                })}
            </section>
        </div>
        <Dialog open=asking title="这次改动，题意变了吗？" testid="meaning-dialog">
            <p>"题干、选项或答案改了。以前答过这题的人，要不要重新答？"</p>
            <Act label="题意变了（答过的人要重答）" testid="meaning-changed" press=decide(Meaning::Changed)/>
            <Act label="只是改错别字（答过的仍然算）" look="act--quiet" testid="meaning-kept" press=decide(Meaning::Kept)/>
            <Act label="先不保存" look="act--plain" testid="meaning-back" press=tap(move || asking.set(false))/>
        </Dialog>
        <Dialog open=giving_up title="放弃没保存的改动？" testid="discard-dialog">
            <p>{text(move || if is_new { "这道新题还没有保存，放弃后就没有了。" } else { "这题会回到改之前的样子。" })}</p>
            <Act label="放弃" testid="discard-yes" press=tap(move || { giving_up.set(false); leave(); })/>
            <Act label="接着写" look="act--plain" testid="discard-no" press=tap(move || { giving_up.set(false); page::focus("#item-stem"); })/>
        </Dialog>
    }
    .into_any()
}

fn place_of(desk: Desk, id: &QuestionId) -> Option<usize> {
    desk.editing.get().questions.iter().position(|question| question.id == *id)
}

/// Whether the question that was to be changed is not in the bank any more; what was typed then becomes a new one.
fn known_gone(desk: Desk, spot: &Spot) -> bool {
    matches!(spot, Spot::Of(id) if place_of(desk, id).is_none())
}
