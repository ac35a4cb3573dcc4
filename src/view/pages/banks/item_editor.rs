use crate::domain::bank::draft::Draft;
use leptos::prelude::*;

/// Everything of one question, to be typed. What is amiss stands under it as it arises.
#[component]
pub fn ItemEditor(draft: RwSignal<Draft>) -> impl IntoView {
    view! { <p>{move || draft.read().stem.clone()}</p> }
}
