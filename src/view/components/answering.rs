use super::blanks::{Blanks, stem_with_gaps};
use super::draft::Draft;
use super::options::Options;
use super::pairs::Pairs;
use super::revised::shows_key;
use super::verdict::Verdict;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::{Body, Kind};
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
    view! {
        {hint(&question.body, revealed)}
        {parts.collect_view()}
    }
    .into_any()
}

/// How to answer, as long as that is to be done.
fn hint(body: &Body, revealed: Signal<bool>) -> AnyView {
    let text = match body.kind() {
        Kind::Multiple => "可选多项，选全才得分",
        Kind::Order => "按先后依次点，再点一下可取消",
        Kind::Blank => "数字写成3或三都行",
        Kind::Match => "每行选一项；同一项可以用在几行，也可能有用不上的",
        Kind::Scenario => "先看材料，再逐问作答，各问分别计分",
        Kind::Single | Kind::Judge => return ().into_any(),
    };
    live(move || (!revealed.get()).then(|| view! { <p class="tiny">{text}</p> })).into_any()
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
    let hint = hint(&question.body, revealed);
    let fields = match question.body.clone() {
        Body::Blank(blank) => view! { <Blanks blank draft revealed on_pause=on_change/> }.into_any(),
        Body::Match(_) => view! { <Pairs question order draft revealed on_change/> }.into_any(),
        _ => view! { <Options question order draft revealed on_change/> }.into_any(),
    };
    view! { {fields} {hint} }.into_any()
}
