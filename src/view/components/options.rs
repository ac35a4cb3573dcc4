use super::draft::Draft;
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use crate::view::lean::{self, attr, flag, live, tap, when};
use leptos::prelude::*;
use std::sync::Arc;

const LABELS: [&str; 10] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];

/// The options of a choice, a judgement or an order. Labels stay in place whatever is shown under them.
#[component]
pub fn Options(
    question: Arc<Question>,
    /// Authored positions in the order shown.
    order: Vec<u8>,
    draft: Draft,
    /// Whether right and wrong may be seen; nothing can be chosen then.
    #[prop(into)]
    revealed: Signal<bool>,
    on_change: Callback<()>,
) -> impl IntoView {
    let (role, label) = match &question.body {
        Body::Single(_) | Body::Judge(_) => ("radiogroup", "选项，选一项"),
        Body::Multiple(_) => ("group", "选项，可选多项"),
        _ => ("group", "按先后依次点选"),
    };
    let order = if matches!(question.body, Body::Judge(_)) { vec![0, 1] } else { order };
    let options = order.into_iter().enumerate().map(|(shown, position)| {
        view! { <OptionButton question=question.clone() shown position draft revealed on_change/> }
    });
    view! {
        <div class="options" role=role aria-label=label>
            {options.collect_view()}
        </div>
    }
}

#[component]
fn OptionButton(
    question: Arc<Question>,
    shown: usize,
    position: u8,
    draft: Draft,
    revealed: Signal<bool>,
    on_change: Callback<()>,
) -> impl IntoView {
    let at = usize::from(position);
    let text = match &question.body {
        Body::Judge(_) => ["对", "错"][at.min(1)].to_owned(),
        body => body.options().get(at).cloned().unwrap_or_default(),
    };
    let many = matches!(question.body, Body::Multiple(_));
    let is_order = matches!(question.body, Body::Order(_));
    let role = if is_order {
        "button"
    } else if many {
        "checkbox"
    } else {
        "radio"
    };
    let is_key = match &question.body {
        Body::Single(single) => single.answer == position,
        Body::Multiple(multiple) => multiple.answer.contains(&position),
        Body::Judge(judge) => judge.answer == (position == 0),
        _ => false,
    };
    let pick = move || {
        if !revealed.get_untracked() {
            draft.pick(&question.body, position);
            on_change.run(());
        }
    };
    let place = lean::memo(move || draft.picked.read().iter().position(|known| *known == position));
    let picked = move || place.get().is_some();
    let in_place = move || place.get() == Some(at);
    // An item of an order is right where it stands where it belongs.
    let right = move || revealed.get() && if is_order { in_place() } else { is_key };
    let wrong = move || revealed.get() && picked() && !right();
    let note = move || match (right(), wrong(), picked()) {
        _ if is_order && right() => Some("✓ 排对了".to_owned()),
        _ if is_order && revealed.get() => Some(format!("✕ 应为第{}", at + 1)),
        (true, _, true) => Some("✓ 你选对了".to_owned()),
        (true, _, false) => Some(if many { "✓ 应选，漏了" } else { "✓ 正确" }.to_owned()),
        (_, true, _) => Some("✕ 你选的".to_owned()),
        _ => None,
    };
    let key = move || match (is_order, place.get()) {
        (true, Some(place)) => (place + 1).to_string(),
        (true, None) => "·".to_owned(),
        (false, _) => LABELS.get(shown).copied().unwrap_or("·").to_owned(),
    };
    let checked = move || (!is_order).then(|| if picked() { "true" } else { "false" });
    view! {
        <button
            type="button"
            class="option"
            class:option--many=many
            class:option--picked=when(move || is_order && picked() && !revealed.get())
            class:option--right=when(right)
            class:option--wrong=when(wrong)
            class:option--idle=revealed
            role=role
            aria-checked=attr(checked)
            aria-pressed=attr(move || is_order.then(|| flag(picked())))
            aria-disabled=attr(move || revealed.get().then_some("true"))
            on:click=tap(pick)
            data-testid="option"
            data-position=position
        >
            <span class="option__key" aria-hidden=is_order.then_some("false")>{lean::text(key)}</span>
            <span class="option__text">{text}</span>
            {live(move || note().map(|note| view! { <span class="option__note">{note}</span> }))}
        </button>
    }
}
