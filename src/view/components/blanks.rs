use super::draft::Draft;
use crate::domain::bank::kind::{Blank, GAP};
use crate::domain::bank::text::emphasis;
use crate::view::lean::{text, when};
use leptos::prelude::*;
use std::time::Duration;

/// One field per gap. Outside practice what is written is handed on when the learner pauses or leaves the field.
#[component]
pub fn Blanks(
    blank: Blank,
    draft: Draft,
    #[prop(into)] revealed: Signal<bool>,
    on_pause: Callback<()>,
) -> impl IntoView {
    let n_gaps = blank.gaps.len();
    let blank = StoredValue::new(blank);
    let verdicts =
        move || if revealed.get() { blank.with_value(|blank| blank.verdicts(&draft.texts.read())) } else { Vec::new() };
    let pause = StoredValue::new_local(debounce(Duration::from_millis(500), move |()| paused(on_pause)));
    let field = move |idx: usize| {
        let label = if n_gaps == 1 { "填空".to_owned() } else { format!("第{}空", idx + 1) };
        let verdict = move || verdicts().get(idx).copied();
        view! {
            <label class="gap">
                <span class="muted">
                    {label}
                    {text(move || verdict().map_or("", |right| if right { "　✓ 填对了" } else { "　✕ 没填对" }))}
                </span>
                <input
                    class="field"
                    class:field--right=when(move || verdict() == Some(true))
                    class:field--wrong=when(move || verdict() == Some(false))
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    enterkeyhint="done"
                    prop:value=text(move || draft.texts.read().get(idx).cloned().unwrap_or_default())
                    readonly=revealed
                    on:input:target=move |event| {
                        let text = event.target().value();
                        draft.texts.try_update(|texts| if let Some(known) = texts.get_mut(idx) { *known = text });
                        pause.try_update_value(|pause| pause(()));
                    }
                    on:change=move |_| paused(on_pause)
                    data-testid="gap"
                />
            </label>
        }
    };
    view! { <div class="gaps">{(0..n_gaps).map(field).collect_view()}</div> }
}

/// A browser says that a field changed also when the field goes with its question; then there is nobody to tell.
fn paused(on_pause: Callback<()>) {
    let _ = on_pause.try_run(());
}

/// A stem with its emphasis, and its gaps drawn as numbered lines, which a screen reader says as 第1空.
pub fn stem_with_gaps(stem: &str) -> Vec<AnyView> {
    let n_gaps = stem.matches(GAP).count();
    let (mut shown, mut n_shown) = (Vec::new(), 0);
    for (piece, strong) in emphasis(stem) {
        for (idx, part) in piece.split(GAP).enumerate() {
            if idx > 0 {
                n_shown += 1;
                let label = if n_gaps == 1 { "填空".to_owned() } else { format!("第{n_shown}空") };
                shown.push(view! { <span class="stem__gap">{label}</span> }.into_any());
            }
            let part = part.to_owned();
            shown.push(if strong { view! { <strong>{part}</strong> }.into_any() } else { part.into_any() });
        }
    }
    shown
}
