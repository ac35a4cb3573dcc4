use crate::domain::session::rules::Feedback;
use crate::state::sitting::Sitting;
use crate::view::components::answering::Answering;
use crate::view::components::blanks::stem_with_gaps;
use crate::view::components::draft::Draft;
use crate::view::components::page_bar::PageBar;
use crate::view::components::report::ReportButton;
use crate::view::components::revised::{REVISED, change};
use crate::view::components::verdict::Verdict;
use crate::view::lean::{live, when};
use crate::view::route::{Part, Route};
use leptos::prelude::*;

/// 回看: every question of a finished session with what was answered, or only those that went wrong.
#[component]
pub fn ReviewPart() -> impl IntoView {
    let sitting = Sitting::expect();
    let share = move |item: usize| {
        sitting.with_untracked(|session| session.slot(item)?.answer.as_ref().map(|answer| answer.share))
    };
    let is_wrong = move |item: usize| !share(item).is_some_and(|share| share.is_right());
    // Where nobody goes back, what comes after the end was never asked.
    let n_asked = if sitting.rules.goes_back() {
        sitting.n_items
    } else {
        (sitting.here.get_untracked() + 1).min(sitting.n_items)
    };
    let n_wrong = (0..n_asked).filter(|item| is_wrong(*item)).count();
    let scored = sitting.feedback != Feedback::Beforehand;
    let only_wrong = RwSignal::new(scored && n_wrong > 0);
    let choice = move |label: String, wrong: bool, testid: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="filter" checked=when(move || only_wrong.get() == wrong) on:change=move |_| only_wrong.set(wrong) data-testid=testid/>
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <PageBar title="逐题回看".to_owned() up=Route::Session(sitting.id, Part::Result)/>
        <div class="page page--sitting" data-testid="review-page">
            {scored.then(|| view! {
                <div class="choices" role="group" aria-label="看哪些题">
                    {choice(format!("没答对的（{n_wrong}）"), true, "filter-wrong")}
                    {choice(format!("全部（{n_asked}）"), false, "filter-all")}
                </div>
            })}
            {live(move || {
                let items = (0..n_asked).filter(|item| !only_wrong.get() || is_wrong(*item));
                items.map(|item| view! { <Reviewed item/> }).collect_view()
            })}
            {live(move || (only_wrong.get() && n_wrong == 0).then(|| view! { <p class="card">"没有答错的题。"</p> }))}
        </div>
    }
}

#[component]
fn Reviewed(item: usize) -> impl IntoView {
    let sitting = Sitting::expect();
    let Some(question) = sitting.with_untracked(|session| session.question(item).cloned()) else {
        return view! { <p class="card">{format!("第{}题已经不在题库里。", item + 1)}</p> }.into_any();
    };
    let answer = sitting.with_untracked(|session| session.slot(item).and_then(|slot| slot.answer.clone()));
    let revised = sitting.with_untracked(|session| session.is_revised(item));
    let orders = sitting.with_untracked(|session| session.shown_orders(item));
    let Some(reference) = sitting.reference(item) else { return ().into_any() };
    let share = answer.as_ref().map(|answer| answer.share);
    let given = answer.filter(|_| !revised).map(|answer| answer.given);
    // A question as it was answered, with right and wrong marked.
    let draft = Draft::of(&question.body, given.as_ref());
    view! {
        <article class="card card__gap" data-testid="reviewed">
            <div class="tags">
                <span class="tag">{format!("第{}题 · {}", item + 1, question.kind().label())}</span>
                {(!question.topic.is_empty()).then(|| view! { <span class="tag tag--plain">{question.topic.clone()}</span> })}
            </div>
            {change(&question, revised.then_some(REVISED))}
            <h2 class="stem">{stem_with_gaps(&question.stem)}</h2>
            <Answering question=question.clone() bank=reference.bank.clone() orders draft revealed=true revised on_change=Callback::new(|()| ())/>
            <Verdict question bank=reference.bank.clone() share beforehand={sitting.feedback == Feedback::Beforehand} revised/>
            <div><ReportButton question=reference/></div>
        </article>
    }
    .into_any()
}
