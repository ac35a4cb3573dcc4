use crate::domain::contest::rules_in_words::rules_in_words;
use crate::domain::contest::terms::Terms;
use leptos::prelude::*;

/// The rules of a contest, as entrants read them.
#[component]
pub fn RuleList(terms: Terms) -> impl IntoView {
    let rules = rules_in_words(&terms).into_iter();
    let rows = rules.map(|rule| view! { <div><dt>{rule.about}</dt><dd>{rule.words}</dd></div> });
    view! { <div class="contrast"><dl data-testid="rules">{rows.collect_view()}</dl></div> }
}
