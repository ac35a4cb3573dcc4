//! How long a question took, coarsely: half a byte is enough to tell reading from guessing.
use crate::domain::time::Millis;

/// One of sixteen spans; see [`Pace::seconds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pace(u8);

/// From how many whole seconds on each pace is; the last is open.
const FROM: [u64; 16] = [0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 30, 45, 60, 90, 150, 300];

impl Pace {
    pub fn of(spent: Millis) -> Self {
        let n = FROM.iter().take_while(|from| **from <= spent.whole_seconds()).count();
        Self(n.saturating_sub(1) as u8)
    }

    pub const fn from_code(code: u8) -> Option<Self> {
        if code < 16 { Some(Self(code)) } else { None }
    }

    pub const fn code(self) -> u8 {
        self.0
    }

    /// The least time in it.
    pub fn seconds(self) -> u64 {
        FROM[usize::from(self.0)]
    }

    /// From this many seconds on it is no longer this pace.
    pub fn until(self) -> Option<u64> {
        FROM.get(usize::from(self.0) + 1).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_falls_into_the_pace_that_begins_at_or_below_it() {
        for (millis, seconds, until) in
            [(0, 0, Some(1)), (999, 0, Some(1)), (1_000, 1, Some(2)), (5_900, 4, Some(6)), (3_000_000, 300, None)]
        {
            let pace = Pace::of(Millis(millis));
            assert_eq!((pace.seconds(), pace.until()), (seconds, until), "{millis}");
            assert_eq!(Pace::from_code(pace.code()), Some(pace));
        }
        assert_eq!(Pace::from_code(16), None);
    }
}
