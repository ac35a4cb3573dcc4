use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use leptos::prelude::*;

/// Of a question that means something else than when it was answered.
pub const UPDATED: &str = "题目已更新，请重做";

/// Of an answer in this session that was given to another meaning.
pub const REVISED: &str =
    "这道题后来有修订，下面是现在的题目。你当时答的是旧题，对错按当时算；原来的选择对不上，不再标出。";

/// The same as long as the answer may be changed.
pub const REVISED_IN_EXAM: &str =
    "这道题后来有修订，下面是现在的题目。你答的是旧题：不改就按当时的算，改了就按现在的题目算。";

const RETIRED: &str = "这道题已停用，以前的作答都留着。";

/// What a learner must know of a question besides what it asks.
pub fn change(question: &Question, said: Option<&'static str>) -> AnyView {
    let look = if said == Some(UPDATED) { "tag" } else { "muted" };
    let mut said = said.unwrap_or_default().to_owned();
    if question.retired {
        said.push_str(RETIRED);
    }
    (!said.is_empty()).then(|| view! { <p class=look data-testid="changed">{said}</p> }).into_any()
}

/// Whether the key can be read off the options when nothing is marked as chosen; of others the verdict spells it.
pub const fn shows_key(body: &Body) -> bool {
    !matches!(body, Body::Blank(_) | Body::Order(_))
}
