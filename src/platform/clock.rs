//! The only place where clocks are read.
use crate::domain::time::{Millis, Moment, UtcMillis};

pub fn now() -> Moment {
    let steady = web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now());
    Moment { wall: UtcMillis(js_sys::Date::now() as i64), steady: Millis(steady as u64) }
}
