//! One clock out of two: the wall clock, which people set, and a steady one, which only lives as long as the page.
use crate::domain::time::{Millis, Moment, UtcMillis};

/// A clock set back is flagged and never rewarded; time spent asleep, in which a steady clock may stop, still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard {
    base: UtcMillis,
    base_steady: Millis,
    latest: UtcMillis,
}

/// How far the wall clock may lag before it counts as set back: clocks are trimmed by network time.
const TOLERANCE: Millis = Millis(3000);

impl Guard {
    /// `known` is the latest moment on record: it has passed, whatever the wall clock says now.
    pub fn new(now: Moment, known: UtcMillis) -> Self {
        let base = now.wall.max(known);
        Self { base, base_steady: now.steady, latest: base }
    }

    /// The time now, and whether the wall clock has been set back.
    pub fn read(&mut self, now: Moment) -> (UtcMillis, bool) {
        let by_steady = self.base.plus(Millis(now.steady.0.saturating_sub(self.base_steady.0)));
        self.latest = self.latest.max(now.wall).max(by_steady);
        (self.latest, by_steady.since(now.wall) > TOLERANCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: i64, steady: u64) -> Moment {
        Moment { wall: UtcMillis(wall), steady: Millis(steady) }
    }

    #[test]
    fn setting_the_clock_back_gains_no_time_and_is_told() {
        let mut guard = Guard::new(at(100_000, 0), UtcMillis(0));
        assert_eq!(guard.read(at(101_000, 1000)), (UtcMillis(101_000), false));
        assert_eq!(guard.read(at(50_000, 5000)), (UtcMillis(105_000), true));
        assert_eq!(guard.read(at(106_000, 6000)), (UtcMillis(106_000), false));
    }

    #[test]
    fn a_clock_set_back_before_a_reload_is_caught_by_the_record() {
        let mut guard = Guard::new(at(50_000, 0), UtcMillis(100_000));
        assert_eq!(guard.read(at(50_500, 500)), (UtcMillis(100_500), true));
    }

    #[test]
    fn sleep_counts_and_small_trims_do_not_matter() {
        let mut guard = Guard::new(at(100_000, 0), UtcMillis(0));
        assert_eq!(guard.read(at(400_000, 10)), (UtcMillis(400_000), false));
        let mut guard = Guard::new(at(100_000, 0), UtcMillis(0));
        assert_eq!(guard.read(at(99_000, 1000)), (UtcMillis(101_000), false));
    }
}
