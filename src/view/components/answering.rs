use super::blanks::{Blanks, stem_with_gaps};
use super::draft::Draft;
use super::options::Options;
use super::pairs::Pairs;
use super::revised::shows_key;
use super::verdict::Verdict;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use crate::domain::session::rules::Feedback;
use crate::state::sitting::Sitting;
use crate::view::lean::live;
use leptos::prelude::*;
use std::sync::Arc;

/// Where a question is answered, whatever its kind.
#[component]
pub fn Answering(
    question: Arc<Question>,
    bank: BankId,
    /// As [`crate::domain::paper::shown::shown_orders`] gives them.
    orders: Vec<Vec<u8>>,
    draft: Draft,
    #[prop(into)] revealed: Signal<bool>,
    /// The answer was given to an earlier edition and is not shown.
    revised: bool,
    /// Something was chosen, or the learner pauses in writing.
    on_change: Callback<()>,
) -> impl IntoView {
    if question.body.parts().is_empty() {
        let order = orders.into_iter().next().unwrap_or_default();
        return one(question, order, draft, revealed, revised, on_change);
    }
    let sitting = Sitting::expect();
    let marking = sitting.with_untracked(|session| session.started().rules.marking);
    let beforehand = sitting.feedback == Feedback::Beforehand;
    let drafts = draft.parts.get_value();
    let parts = question.body.parts().iter().zip(orders).zip(drafts).enumerate().map(|(idx, ((part, order), draft))| {
        let (part, bank) = (Arc::new(question.part(part)), bank.clone());
        let asked = part.clone();
        let verdict = move || {
            revealed.get().then(|| {
                let given = draft.given(&part.body);
                let share = (!given.is_empty()).then(|| part.body.mark(&given, &marking));
                view! { <Verdict question=part.clone() bank=bank.clone() share beforehand revised part=true/> }
            })
        };
        view! {
            <section class="part" data-testid="part">
                <div class="tags"><span class="tag tag--plain">{format!("第{}问 · {}", idx + 1, asked.kind().label())}</span></div>
                <h3 class="stem" data-testid="part-stem">{stem_with_gaps(&asked.stem)}</h3>
                {one(asked, order, draft, revealed, revised, on_change)}
                {live(verdict)}
            </section>
        }
    });
    parts.collect_view().into_any()
}

/// A question that is no scenario, or one part of a scenario.
fn one(
    question: Arc<Question>,
    order: Vec<u8>,
    draft: Draft,
    revealed: Signal<bool>,
    revised: bool,
    on_change: Callback<()>,
) -> AnyView {
    if revised && !shows_key(&question.body) {
        return ().into_any();
    }
    if let Body::Blank(blank) = question.body.clone() {
        return view! { <Blanks blank draft revealed on_pause=on_change/> }.into_any();
    }
    if let Body::Match(_) = &question.body {
        return view! { <Pairs question order draft revealed on_change/> }.into_any();
    }
    view! { <Options question order draft revealed on_change/> }.into_any()
}
