use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use leptos::prelude::*;

/// Said wherever a question is to be asked again because it means something else now.
pub const UPDATED: &str = "题目已更新，请重做";

/// What a learner must know of a question that is out of use, or that she answered when it meant something else
/// (`revised`); `open` until the hand-in, as long as she may answer it anew.
pub fn changes(question: &Question, revised: bool, open: bool) -> AnyView {
    let mut said = String::new();
    if revised {
        said.push_str("这道题后来有修订，下面是现在的题目。");
        said.push_str(if open {
            "你答的是旧题：不改就按当时的算，改了就按现在的题目算。"
        } else {
            "你当时答的是旧题，对错按当时算；原来的选择对不上，不再标出。"
        });
    }
    if question.retired {
        said.push_str("这道题已停用，以前的作答都留着。");
    }
    (!said.is_empty()).then(|| view! { <p class="muted" data-testid="changed">{said}</p> }).into_any()
}

/// Whether the key can be read off the options when nothing is marked as chosen; of others the verdict spells it.
pub const fn shows_key(body: &Body) -> bool {
    matches!(body, Body::Single(_) | Body::Multiple(_) | Body::Judge(_))
}
