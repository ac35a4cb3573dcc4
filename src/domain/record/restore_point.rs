//! Places in the log that the learner can go back to, fewer the older they are.
use crate::domain::time::{Day, UtcMillis};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestorePoint {
    pub at: UtcMillis,
    /// The place in the archive of the last entry that belongs to it.
    pub upto: u64,
    pub n_events: u64,
}

/// These stay however close together they are.
const N_RECENT: usize = 2;
/// For so many days one a day stays, and then one a week.
const DAYS: i32 = 7;
const WEEKS: i32 = 8;

/// What is left of points, which stand in the order they were made.
pub fn thinned(points: &[RestorePoint], today: Day) -> Vec<RestorePoint> {
    let mut kept: Vec<RestorePoint> = Vec::new();
    let mut last_slot = None;
    for (n_newer, point) in points.iter().rev().enumerate() {
        let day = point.at.day();
        let slot = match today.0.saturating_sub(day.0) {
            age if age < DAYS => (0, day.0),
            // Weeks of the calendar, so that a point does not wander from one to the next as time goes by.
            age if age < DAYS + 7 * WEEKS => (1, day.0.div_euclid(7)),
            _ => (2, 0),
        };
        if n_newer < N_RECENT || (slot.0 < 2 && last_slot != Some(slot)) {
            kept.insert(0, *point);
        }
        last_slot = Some(slot);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;
    const TODAY: i64 = 20_790;

    fn point(day: i64, hour: i64) -> RestorePoint {
        RestorePoint { at: UtcMillis(day * DAY + hour * 3_600_000), upto: day as u64, n_events: 1 }
    }

    #[track_caller]
    fn check(ages: &[(i64, i64)], expected: &[(i64, i64)]) {
        let made: Vec<_> = ages.iter().map(|(age, hour)| point(TODAY - age, *hour)).collect();
        let expected: Vec<_> = expected.iter().map(|(age, hour)| point(TODAY - age, *hour)).collect();
        assert_eq!(thinned(&made, Day(TODAY as i32)), expected);
    }

    #[test]
    fn the_two_last_stay_then_one_a_day_then_one_a_week() {
        check(&[], &[]);
        check(&[(0, 1), (0, 2)], &[(0, 1), (0, 2)]);
        check(&[(0, 1), (0, 2), (0, 3)], &[(0, 2), (0, 3)]);
        check(&[(3, 1), (3, 2), (2, 1), (0, 2), (0, 3)], &[(3, 2), (2, 1), (0, 2), (0, 3)]);
        // Day 20783 begins a week of the calendar.
        check(&[(13, 1), (12, 1), (8, 1), (7, 1), (1, 1), (0, 1)], &[(8, 1), (7, 1), (1, 1), (0, 1)]);
        check(&[(300, 1), (200, 1)], &[(300, 1), (200, 1)]);
        check(&[(300, 1), (200, 1), (100, 1)], &[(200, 1), (100, 1)]);
        check(&[(80, 1), (1, 1), (0, 1)], &[(1, 1), (0, 1)]);
    }

    #[test]
    fn a_year_of_daily_use_leaves_a_handful_that_reach_two_months_back() {
        let mut points = Vec::new();
        for day in 0..365 {
            points.push(point(day, 1));
            points = thinned(&points, Day(day as i32));
        }
        assert!((14..=18).contains(&points.len()), "{}", points.len());
        assert!(points[0].at.day().0 <= 364 - 50);
    }
}
