use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use crate::view::components::answering::Answering;
use crate::view::components::blanks::stem_with_gaps;
use crate::view::components::draft::Draft as Given;
use crate::view::components::verdict::Verdict;
use leptos::prelude::*;
use std::sync::Arc;

/// A question as the learner reads it, with its key and its explanation.
pub fn preview(question: Question, bank: BankId) -> AnyView {
    let question = Arc::new(question);
    let one = |asked: &Arc<Question>| {
        let n = asked.body.options().len();
        let orders = vec![(0..n).map(|idx| idx as u8).collect()];
        let draft = Given::of(&asked.body, None);
        view! { <Answering question=asked.clone() bank=bank.clone() orders draft revealed=true revised=false on_change=Callback::new(|()| ())/> }
    };
    let asked = if question.body.parts().is_empty() {
        one(&question).into_any()
    } else {
        let part = |(idx, part)| {
            let part = Arc::new(question.part(part));
            view! {
                <section class="part" data-testid="part">
                    <div class="tags"><span class="tag tag--plain">{format!("第{}问 · {}", idx + 1, part.kind().label())}</span></div>
                    <h4 class="stem">{stem_with_gaps(&part.stem)}</h4>
                    {one(&part)}
                    <Verdict question=part bank=bank.clone() share=None beforehand=true part=true/>
                </section>
            }
        };
        question.body.parts().iter().enumerate().map(part).collect_view().into_any()
    };
    // Options show their own key; only what needs words has a verdict.
    let told = !question.explain.is_empty()
        || question.citation.is_some()
        || matches!(question.body, Body::Blank(_) | Body::Order(_));
    let topic = question.topic.clone();
    view! {
        <div class="item__preview card__gap" data-testid="preview">
            <div class="tags">
                <span class="tag">{question.kind().label()}</span>
                {(!topic.is_empty()).then(|| view! { <span class="tag tag--plain">{topic}</span> })}
            </div>
            <h3 class="stem">{stem_with_gaps(&question.stem)}</h3>
            {asked}
            {told.then(|| view! { <Verdict question bank=bank.clone() share=None beforehand=true/> })}
        </div>
    }
    .into_any()
}
