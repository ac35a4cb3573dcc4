use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::{Body, Kind};
use crate::domain::bank::marking::Share;
use crate::domain::bank::question::Question;
use crate::state::library::Library;
use crate::view::components::cite::Cite;
use crate::view::lean::live;
use leptos::prelude::*;
use std::sync::Arc;

/// What an answer came to, why, and where it stands.
#[component]
pub fn Verdict(
    question: Arc<Question>,
    bank: BankId,
    /// `None` where nothing was answered.
    share: Option<Share>,
    /// 背题 shows the answer without judging.
    #[prop(optional)]
    beforehand: bool,
    /// The answer was given to an earlier edition and is not shown.
    #[prop(optional)]
    revised: bool,
    /// Of one part of a scenario; the verdict of the whole follows.
    #[prop(optional)]
    part: bool,
) -> impl IntoView {
    let library = Library::expect();
    let right = share.is_some_and(Share::is_right);
    let some = share.filter(|share| !share.is_right() && *share != Share::NONE);
    let head = match (share, some) {
        // What was answered to an earlier edition is judged as a whole alone.
        _ if part && (beforehand || revised) => String::new(),
        (None, _) if part => "✕ 这一问没有作答".to_owned(),
        (_, Some(some)) if part => format!("这一问答对一部分，得{}%", some.thousandths() / 10),
        _ if part && right => "✓ 这一问答对了".to_owned(),
        _ if part => "✕ 这一问没答对".to_owned(),
        _ if beforehand => "记住这一条".to_owned(),
        (None, _) => "没有作答".to_owned(),
        (_, Some(some)) => format!("答对一部分，得这题的{}%", some.thousandths() / 10),
        _ if right => "答对了".to_owned(),
        _ => "没答对，记住这一条".to_owned(),
    };
    // Options show their own verdict; gaps and orders, and what was shown beforehand, need the answer in words.
    let spelled = (!right || beforehand || revised) && matches!(question.body, Body::Blank(_) | Body::Order(_));
    let key = spelled.then(|| {
        let name = if question.kind() == Kind::Order { "正确顺序" } else { "应填" };
        view! { <p data-testid="key">{format!("{name}：{}", question.body.key_in_words())}</p> }
    });
    let explain =
        (!question.explain.is_empty()).then(|| view! { <p data-testid="explain">{question.explain.clone()}</p> });
    if part && head.is_empty() && key.is_none() && explain.is_none() {
        return ().into_any();
    }
    let judged = !head.is_empty() && !beforehand;
    let head = (!head.is_empty()).then(|| {
        view! { <p class="verdict__head" class:verdict__head--right=right && judged class:verdict__head--wrong=!right && judged>{head}</p> }
    });
    let citation = question.citation.clone();
    let cite = move || {
        let citation = citation.clone()?;
        let document = library.document(&bank, &citation.document);
        Some(view! { <Cite citation document/> })
    };
    view! {
        <section
            class="verdict"
            class:verdict--right=right && judged
            class:verdict--wrong=!right && judged
            role=(!part).then_some("status")
            data-testid=if part { "part-feedback" } else { "feedback" }
            data-right=if right { "true" } else { "false" }
        >
            {head}
            {key}
            {explain}
            {live(cite)}
        </section>
    }
    .into_any()
}
