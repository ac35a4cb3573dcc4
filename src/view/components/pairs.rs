use super::draft::{Draft, OPEN};
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use crate::view::lean::{attr, live, text, when};
use leptos::prelude::*;
use std::sync::Arc;

/// A row for each left, in which its right is chosen from a list of the phone's own. Over the list lies what was
/// chosen, because a closed list cuts long texts off.
#[component]
pub fn Pairs(
    question: Arc<Question>,
    /// Authored positions of the rights in the order shown.
    order: Vec<u8>,
    draft: Draft,
    /// Whether right and wrong may be seen; nothing can be chosen then.
    revealed: Signal<bool>,
    on_change: Callback<()>,
) -> impl IntoView {
    let Body::Match(matching) = &question.body else { return ().into_any() };
    let row = |(idx, (left, answer)): (usize, (&String, &u8))| {
        let (question, answer, order) = (question.clone(), *answer, order.clone());
        let chosen = move || draft.picked.read().get(idx).copied().unwrap_or(OPEN);
        let right = move || chosen() == answer;
        let named = move |position: u8| question.body.options().get(usize::from(position)).cloned();
        let (shown, key) = (named.clone(), named(answer).unwrap_or_default());
        let note = move || {
            let (look, said) = match chosen() {
                _ if !revealed.get() => return None,
                _ if right() => ("option__note option__note--right", "✓ 配对了".to_owned()),
                OPEN if draft.picked.read().iter().all(|right| *right == OPEN) => {
                    ("option__note", format!("应配：{key}"))
                }
                OPEN => ("option__note option__note--wrong", format!("✕ 没有选，应配：{key}")),
                _ => ("option__note option__note--wrong", format!("✕ 应配：{key}")),
            };
            Some(view! { <span class=look data-testid="pair-note">{said}</span> })
        };
        let list = move || {
            (!revealed.get()).then(|| {
                let known = untrack(chosen);
                let choice = |position: u8, text: String| {
                    view! { <option value=position.to_string() selected={position == known}>{text}</option> }
                };
                let rights = order.iter().map(|position| choice(*position, named(*position).unwrap_or_default()));
                view! {
                    <select
                        on:change:target=move |event| {
                            draft.pair(idx, event.target().value().parse().unwrap_or(OPEN));
                            on_change.run(());
                        }
                        data-testid="pair"
                    >
                        {choice(OPEN, "请选择".to_owned())}
                        {rights.collect_view()}
                    </select>
                }
            })
        };
        view! {
            <label class="pairing">
                <span>{left.clone()}</span>
                <span
                    class="field pick"
                    class:pick--open=when(move || chosen() == OPEN)
                    class:field--right=when(move || revealed.get() && right())
                    class:field--wrong=when(move || revealed.get() && !right())
                >
                    <span aria-hidden=attr(move || (!revealed.get()).then_some("true")) data-testid="chosen">
                        {text(move || shown(chosen()).unwrap_or_else(|| if revealed.get() { "没有选" } else { "请选择" }.to_owned()))}
                    </span>
                    {live(list)}
                </span>
                {live(note)}
            </label>
        }
    };
    let rows = matching.lefts.iter().zip(&matching.answer).enumerate().map(row);
    view! { <div class="gaps">{rows.collect_view()}</div> }.into_any()
}
