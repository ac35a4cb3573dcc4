use crate::domain::time::Millis;
use crate::platform::{clock, timer};
use crate::state::sitting::Sitting;
use crate::view::lean::text;
use leptos::prelude::*;

/// No clock, or one that stands still.
const NONE: u64 = u64::MAX;

/// The time left, shown every second and said aloud only as often as somebody can listen: every minute, every ten
/// seconds in the last minute, every second in the last ten.
#[component]
pub fn Countdown() -> impl IntoView {
    let sitting = Sitting::expect();
    let read = move || {
        let (paper, question) = sitting.tick(clock::now());
        [paper, question].map(|left| left.map_or(NONE, Millis::whole_seconds))
    };
    let left = read().map(RwSignal::new);
    let every = StoredValue::new_local(timer::Every::new(250, move || {
        for (left, seconds) in left.into_iter().zip(read()) {
            if left.try_get_untracked().is_some_and(|shown| shown != seconds) {
                left.set(seconds);
            }
        }
    }));
    on_cleanup(move || every.set_value(None));
    let clock = move |of_question: bool| {
        let left = left[usize::from(of_question)];
        let said = Memo::new(move |before: Option<&u64>| {
            let seconds = left.get();
            // A question's clock begins again and again: half a minute and ten seconds are enough.
            let due = seconds == NONE
                || if of_question {
                    seconds == 30 || seconds == 10
                } else {
                    seconds.is_multiple_of(60) || seconds < 60 && seconds.is_multiple_of(10) || seconds < 10
                };
            if due { seconds } else { before.copied().unwrap_or(seconds) }
        });
        let name = if of_question { "本题\n" } else { "" };
        view! {
            <span class="figure" role="timer" aria-live="off" data-testid=if of_question { "question-clock" } else { "clock" }>
                {text(move || match left.get() {
                    NONE => String::new(),
                    left => format!("{name}{:02}:{:02}", left / 60, left % 60),
                })}
            </span>
            <span class="hidden" role="status">
                {text(move || match said.get() {
                    NONE => String::new(),
                    said => format!("{name}还剩{}", Millis(said * 1000)),
                })}
            </span>
        }
        .into_any()
    };
    let rules = sitting.rules;
    view! { <span class="clocks">{rules.per_question.map(|_| clock(true))}{rules.limit.map(|_| clock(false))}</span> }
}
