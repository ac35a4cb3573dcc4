use crate::domain::time::Millis;
use crate::platform::{clock, timer};
use crate::state::sitting::Sitting;
use crate::view::lean::text;
use leptos::prelude::*;

/// The time left, shown every second and said aloud only as often as somebody can listen: every minute, every ten
/// seconds in the last minute, every second in the last ten.
#[component]
pub fn Countdown() -> impl IntoView {
    let sitting = Sitting::expect();
    let left = RwSignal::new(sitting.tick(clock::now()).map_or(0, Millis::whole_seconds));
    let every = StoredValue::new_local(timer::Every::new(250, move || {
        let seconds = sitting.tick(clock::now()).map_or(0, Millis::whole_seconds);
        if left.try_get_untracked().is_some_and(|shown| shown != seconds) {
            left.set(seconds);
        }
    }));
    on_cleanup(move || every.set_value(None));
    let said = Memo::new(move |before: Option<&u64>| {
        let seconds = left.get();
        let due = seconds.is_multiple_of(60) || seconds < 60 && seconds.is_multiple_of(10) || seconds < 10;
        if due { seconds } else { before.copied().unwrap_or(seconds) }
    });
    view! {
        <span class="figure" role="timer" aria-live="off" data-testid="clock">
            {text(move || format!("{:02}:{:02}", left.get() / 60, left.get() % 60))}
        </span>
        <span class="hidden" role="status">{text(move || format!("还剩{}", Millis(said.get() * 1000)))}</span>
    }
}
