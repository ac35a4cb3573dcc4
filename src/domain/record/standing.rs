//! How a learner stands with one question, and when it is in the wrong book 错题本.
use crate::domain::time::{Day, UtcMillis};

/// How many days 近30天 counts, today included. Of a question nothing older is told apart by days.
pub const LATELY: i32 = 30;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    pub n_answered: u32,
    pub n_right: u32,
    /// Per day on which it was answered, ascending; of the last days before the latest answer only.
    pub days: Vec<DayCount>,
    pub last_at: UtcMillis,
    /// Present while the question is in the wrong book.
    pub wrong: Option<Wrong>,
    /// How `wrong` stood before the last answer was owned up to as 蒙的.
    pub before_guess: Option<Option<Wrong>>,
    pub starred: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    pub day: Day,
    pub n_answered: u32,
    pub n_right: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub since: UtcMillis,
    pub n_misses: u32,
    /// The day of the first right answer since the last miss.
    pub right_on: Option<Day>,
}

impl Standing {
    /// A miss or a 蒙的 puts a question into the wrong book; two right answers on two different days, with no miss
    /// between them, take it out.
    pub fn answered(&mut self, at: UtcMillis, right: bool, guessed: bool) {
        let day = at.day();
        self.n_answered += 1;
        self.n_right += u32::from(right);
        self.last_at = self.last_at.max(at);
        match self.days.iter_mut().rev().find(|count| count.day == day) {
            Some(count) => {
                count.n_answered += 1;
                count.n_right += u32::from(right);
            }
            None => {
                let place = self.days.partition_point(|count| count.day < day);
                self.days.insert(place, DayCount { day, n_answered: 1, n_right: u32::from(right) });
            }
        }
        if let Some(last) = self.days.last().map(|count| count.day) {
            self.days.retain(|count| count.day > last.minus(LATELY));
        }
        self.before_guess = None;
        if !right {
            self.missed(at);
        } else if let Some(wrong) = &mut self.wrong {
            match wrong.right_on {
                None => wrong.right_on = Some(day),
                Some(first) if first != day => self.wrong = None,
                Some(_) => {}
            }
        }
        if right && guessed {
            self.guess(at, true);
        }
    }

    /// The last answer was right and 蒙的, or that is taken back.
    pub fn guess(&mut self, at: UtcMillis, on: bool) {
        if on && self.before_guess.is_none() {
            self.before_guess = Some(self.wrong.clone());
            self.missed(at);
        } else if !on && let Some(before) = self.before_guess.take() {
            self.wrong = before;
        }
    }

    fn missed(&mut self, at: UtcMillis) {
        let wrong = self.wrong.get_or_insert(Wrong { since: at, n_misses: 0, right_on: None });
        wrong.n_misses += 1;
        wrong.right_on = None;
    }

    /// Answers on `day` or later.
    pub fn since(&self, day: Day) -> (u32, u32) {
        let recent = self.days.iter().filter(|count| count.day >= day);
        recent.fold((0, 0), |(answered, right), count| (answered + count.n_answered, right + count.n_right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    #[track_caller]
    fn check(answers: &[(i64, bool, bool)], in_book: bool) {
        let mut standing = Standing::default();
        for (at, right, guessed) in answers {
            standing.answered(UtcMillis(*at), *right, *guessed);
        }
        assert_eq!(standing.wrong.is_some(), in_book, "{answers:?}");
    }

    #[test]
    fn a_miss_or_a_guess_enters_and_two_right_days_leave() {
        check(&[(0, true, false)], false);
        check(&[(0, false, false)], true);
        check(&[(0, true, true)], true);
        check(&[(0, false, false), (1, true, false)], true);
        check(&[(0, false, false), (1, true, false), (2, true, false)], true);
        check(&[(0, false, false), (1, true, false), (DAY, true, false)], false);
        check(&[(0, false, false), (1, true, false), (DAY, false, false), (2 * DAY, true, false)], true);
        check(&[(0, false, false), (DAY, true, false), (2 * DAY, true, true), (3 * DAY, true, false)], true);
    }

    #[test]
    fn a_guess_taken_back_leaves_no_trace() {
        let mut standing = Standing::default();
        standing.answered(UtcMillis(0), true, false);
        for on in [true, true, false] {
            standing.guess(UtcMillis(1), on);
        }
        assert_eq!(standing.wrong, None);
        standing.answered(UtcMillis(2), false, false);
        standing.answered(UtcMillis(3), true, true);
        standing.guess(UtcMillis(4), false);
        assert_eq!(standing.wrong.map(|wrong| (wrong.n_misses, wrong.right_on.is_some())), Some((1, true)));
    }

    #[test]
    fn figures_of_the_last_days_count_days_and_not_hours() {
        let mut standing = Standing::default();
        for at in [0, 1, 3 * DAY, 3 * DAY + 5] {
            standing.answered(UtcMillis(at), at != 1, false);
        }
        assert_eq!((standing.n_answered, standing.n_right), (4, 3));
        assert_eq!(standing.since(UtcMillis(3 * DAY).day()), (2, 2));
        assert_eq!(standing.days.len(), 2);
    }
}
