//! One clock out of two: the wall clock, which people set, and a steady one, which only lives as long as the page.
use crate::domain::time::{Millis, UtcMillis};

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
    pub fn new(wall: UtcMillis, steady: Millis, known: UtcMillis) -> Self {
        let base = wall.max(known);
        Self { base, base_steady: steady, latest: base }
    }

    /// The time now, and whether the wall clock has been set back.
    pub fn read(&mut self, wall: UtcMillis, steady: Millis) -> (UtcMillis, bool) {
        let by_steady = self.base.plus(Millis(steady.0.saturating_sub(self.base_steady.0)));
        self.latest = self.latest.max(wall).max(by_steady);
        (self.latest, by_steady.since(wall) > TOLERANCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_the_clock_back_gains_no_time_and_is_told() {
        let mut guard = Guard::new(UtcMillis(100_000), Millis(0), UtcMillis(0));
        assert_eq!(guard.read(UtcMillis(101_000), Millis(1000)), (UtcMillis(101_000), false));
        assert_eq!(guard.read(UtcMillis(50_000), Millis(5000)), (UtcMillis(105_000), true));
        assert_eq!(guard.read(UtcMillis(106_000), Millis(6000)), (UtcMillis(106_000), false));
    }

    #[test]
    fn a_clock_set_back_before_a_reload_is_caught_by_the_record() {
        let mut guard = Guard::new(UtcMillis(50_000), Millis(0), UtcMillis(100_000));
        assert_eq!(guard.read(UtcMillis(50_500), Millis(500)), (UtcMillis(100_500), true));
    }

    #[test]
    fn sleep_counts_and_small_trims_do_not_matter() {
        let mut guard = Guard::new(UtcMillis(100_000), Millis(0), UtcMillis(0));
        assert_eq!(guard.read(UtcMillis(400_000), Millis(10)), (UtcMillis(400_000), false));
        let mut guard = Guard::new(UtcMillis(100_000), Millis(0), UtcMillis(0));
        assert_eq!(guard.read(UtcMillis(99_000), Millis(1000)), (UtcMillis(101_000), false));
    }
}
