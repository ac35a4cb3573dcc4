//! How much of a question's points an answer earns. The rule is data and stands in the session's first event.

/// A share of a question's points in thousandths, rounded down; 1000 is all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Share(u16);

impl Share {
    pub const NONE: Self = Self(0);
    pub const FULL: Self = Self(1000);

    /// `part` of `whole`; nothing of nothing is nothing, and more than all is all.
    pub const fn of(part: usize, whole: usize) -> Self {
        if whole == 0 {
            Self::NONE
        } else if part >= whole {
            Self::FULL
        } else {
            // part < whole, so the quotient is below 1000.
            Self((part * 1000 / whole) as u16)
        }
    }

    /// The mean of several, rounded down; all of them full is full.
    pub fn mean(shares: impl Iterator<Item = Self>) -> Self {
        let (sum, n) = shares.fold((0, 0), |(sum, n), share| (sum + usize::from(share.0), n + 1));
        Self::of(sum, n * 1000)
    }

    pub const fn when(right: bool) -> Self {
        if right { Self::FULL } else { Self::NONE }
    }

    pub const fn from_thousandths(thousandths: u16) -> Option<Self> {
        if thousandths <= 1000 { Some(Self(thousandths)) } else { None }
    }

    pub const fn thousandths(self) -> u16 {
        self.0
    }

    /// Part marks count as wrong wherever only right and wrong are told apart.
    pub const fn is_right(self) -> bool {
        self.0 == 1000
    }

    /// The part of `points` that this share earns, rounded down.
    pub const fn of_points(self, points: Points) -> Points {
        Points((points.0 as u64 * self.0 as u64 / 1000) as u32)
    }
}

/// Points of a paper in thousandths, so that sums and ties are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(pub u32);

impl Points {
    pub const fn whole(points: u32) -> Self {
        Self(points.saturating_mul(1000))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self(points.fold(0, |sum, points| sum.saturating_add(points.0)))
    }
}

impl std::fmt::Display for Points {
    /// At most three decimals and no idle zero: `2`, `0.5`, `3.333`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{rest:03}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

/// The rules that contests differ in. The default is the commonest: all or nothing, each blank for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marking {
    pub multiple: MultipleRule,
    pub order: OrderRule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MultipleRule {
    /// 多选、少选、错选均不得分.
    #[default]
    AllOrNothing,
    /// Half for a true subset, nothing with any wrong option: 少选得一半，错选不得分.
    HalfForSubset,
    /// A share per right option, nothing with any wrong option.
    PerOption,
    /// A share per right option less one per wrong option, never below nothing.
    MinusForWrong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderRule {
    #[default]
    AllOrNothing,
    /// The share of neighbouring pairs that follow each other as they should.
    NeighbouringPairs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_round_down_and_stay_between_nothing_and_all() {
        assert_eq!(Share::of(1, 3).thousandths(), 333);
        assert_eq!(Share::of(2, 3).thousandths(), 666);
        assert_eq!(Share::of(3, 3), Share::FULL);
        assert_eq!(Share::of(7, 3), Share::FULL);
        assert_eq!(Share::of(0, 0), Share::NONE);
        assert_eq!(Share::of(1, 3).of_points(Points::whole(2)), Points(666));
        assert_eq!(Share::FULL.of_points(Points(500)), Points(500));
        assert!(!Share::of(999, 1000).is_right());
        assert_eq!(Share::mean([Share::FULL, Share::FULL].into_iter()), Share::FULL);
        assert_eq!(Share::mean([Share::FULL, Share::of(1, 3), Share::NONE].into_iter()).thousandths(), 444);
        assert_eq!(Share::mean(std::iter::empty()), Share::NONE);
    }

    #[test]
    fn points_show_no_idle_zero() {
        for (points, expected) in
            [(0, "0"), (2000, "2"), (500, "0.5"), (3333, "3.333"), (1010, "1.01"), (100_000, "100")]
        {
            assert_eq!(Points(points).to_string(), expected);
        }
    }
}
