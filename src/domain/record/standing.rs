//! How a learner stands with one question, and when it is in the wrong book 错题本.
use crate::domain::bank::hash::Edition;
use crate::domain::bank::question::Question;
use crate::domain::time::{Day, UtcMillis};

/// How many days 近30天 counts, today included.
pub const LATELY: i32 = 30;

/// The day of counts that are no longer told apart by days.
pub const LONG_AGO: Day = Day(i32::MIN);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    pub n_answered: u32,
    pub n_right: u32,
    /// Per day and edition in which it was answered, days ascending. What is long past is added up in one count.
    pub days: Vec<DayCount>,
    /// The question as it was at the last answer.
    pub edition: Option<Edition>,
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
    /// What an edition meant only its bank knows, so answers to different ones are never added up here.
    pub edition: Edition,
    pub n_answered: u32,
    pub n_right: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub since: UtcMillis,
    pub n_misses: u32,
    /// The question as it was at the last miss.
    pub edition: Edition,
    /// The day of the first right answer since the last miss.
    pub right_on: Option<Day>,
}

impl Standing {
    /// A miss or a 蒙的 puts a question into the wrong book; two right answers on two different days, with no miss
    /// between them, take it out.
    pub fn answered(&mut self, at: UtcMillis, edition: Edition, right: bool, guessed: bool) {
        let day = at.day();
        self.n_answered += 1;
        self.n_right += u32::from(right);
        self.last_at = self.last_at.max(at);
        self.edition = Some(edition);
        match self.days.iter_mut().rev().find(|count| count.day == day && count.edition == edition) {
            Some(count) => {
                count.n_answered += 1;
                count.n_right += u32::from(right);
            }
            None => {
                let place = self.days.partition_point(|count| count.day < day);
                self.days.insert(place, DayCount { day, edition, n_answered: 1, n_right: u32::from(right) });
            }
        }
        self.add_up_what_is_long_past();
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

    fn add_up_what_is_long_past(&mut self) {
        let Some(last) = self.days.last().map(|count| count.day) else { return };
        let n_past = self.days.partition_point(|count| count.day <= last.minus(LATELY));
        let past: Vec<_> = self.days.drain(..n_past).collect();
        let mut sums: Vec<DayCount> = Vec::new();
        for count in past {
            match sums.iter_mut().find(|sum| sum.edition == count.edition) {
                Some(sum) => {
                    sum.n_answered += count.n_answered;
                    sum.n_right += count.n_right;
                }
                None => sums.push(DayCount { day: LONG_AGO, ..count }),
            }
        }
        self.days.splice(..0, sums);
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
        let Some(edition) = self.edition else { return };
        let wrong = self.wrong.get_or_insert(Wrong { since: at, n_misses: 0, edition, right_on: None });
        wrong.n_misses += 1;
        wrong.edition = edition;
        wrong.right_on = None;
    }

    /// The answers to `question` as it stands: in this edition or in one that meant the same.
    pub fn counts(&self, question: &Question) -> Vec<DayCount> {
        // Hashed once for all days, and not at all for what was only starred.
        let now = (!self.days.is_empty()).then(|| question.hash().edition());
        let counts = |count: &&DayCount| now == Some(count.edition) || question.same.contains(&count.edition);
        self.days.iter().filter(counts).copied().collect()
    }

    /// Answered before, and its meaning changed since: to be asked again.
    pub fn is_outdated(&self, question: &Question) -> bool {
        !question.retired && !self.days.is_empty() && self.counts(question).is_empty()
    }

    /// In the wrong book, and for a miss of what the question means now.
    pub fn is_wrong(&self, question: &Question) -> bool {
        !question.retired && self.wrong.as_ref().is_some_and(|wrong| question.means_the_same(wrong.edition))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::session::tests::question;

    const DAY: i64 = 86_400_000;

    /// Some edition; most rules do not ask which.
    const E: Edition = Edition(1);

    #[track_caller]
    fn check(answers: &[(i64, bool, bool)], in_book: bool) {
        let mut standing = Standing::default();
        for (at, right, guessed) in answers {
            standing.answered(UtcMillis(*at), E, *right, *guessed);
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
        standing.answered(UtcMillis(0), E, true, false);
        for on in [true, true, false] {
            standing.guess(UtcMillis(1), on);
        }
        assert_eq!(standing.wrong, None);
        standing.answered(UtcMillis(2), E, false, false);
        standing.answered(UtcMillis(3), E, true, true);
        standing.guess(UtcMillis(4), false);
        assert_eq!(standing.wrong.map(|wrong| (wrong.n_misses, wrong.right_on.is_some())), Some((1, true)));
    }

    /// The question in two wordings: `OLD` is what it was, `TYPO` the same with a slip, `NOW` what it is.
    const OLD: Edition = Edition(10);
    const TYPO: Edition = Edition(11);

    fn now() -> Question {
        Question { same: vec![TYPO], ..question("q") }
    }

    /// Answers as (edition, right), one a day: whether it is to be asked again, whether it is a mistake, and how many
    /// answers and right ones count.
    #[track_caller]
    fn check_editions(answers: &[(Edition, bool)], outdated: bool, wrong: bool, n: (u32, u32)) {
        let mut standing = Standing::default();
        for (day, (edition, right)) in (0..).zip(answers) {
            standing.answered(UtcMillis(day * DAY), *edition, *right, false);
        }
        let counts = standing.counts(&now());
        let n_counted = counts.iter().map(|count| count.n_answered).sum();
        let n_right = counts.iter().map(|count| count.n_right).sum();
        let said = (standing.is_outdated(&now()), standing.is_wrong(&now()), (n_counted, n_right));
        assert_eq!(said, (outdated, wrong, n), "{answers:?}");
        let retired = Question { retired: true, ..now() };
        assert!(!standing.is_outdated(&retired) && !standing.is_wrong(&retired), "nobody is asked what is retired");
    }

    #[test]
    fn what_was_answered_in_another_meaning_is_neither_seen_nor_wrong() {
        let current = now().hash().edition();
        check_editions(&[], false, false, (0, 0));
        check_editions(&[(current, true)], false, false, (1, 1));
        check_editions(&[(current, false)], false, true, (1, 0));
        check_editions(&[(OLD, true)], true, false, (0, 0));
        check_editions(&[(OLD, false)], true, false, (0, 0));
    }

    #[test]
    fn a_typo_changes_nothing() {
        let current = now().hash().edition();
        check_editions(&[(TYPO, true)], false, false, (1, 1));
        check_editions(&[(TYPO, false)], false, true, (1, 0));
        check_editions(&[(TYPO, false), (current, true)], false, true, (2, 1));
        check_editions(&[(TYPO, false), (TYPO, true), (current, true)], false, false, (3, 2));
    }

    #[test]
    fn once_answered_anew_only_the_new_meaning_counts() {
        let current = now().hash().edition();
        check_editions(&[(OLD, false), (current, true)], false, false, (1, 1));
        check_editions(&[(OLD, false), (OLD, true), (current, false)], false, true, (1, 0));
        check_editions(&[(OLD, false), (current, false), (current, true)], false, true, (2, 1));
        // Another tab still had the old bank.
        check_editions(&[(current, true), (OLD, false)], false, false, (1, 1));
    }

    #[test]
    fn a_guess_owned_up_to_is_a_miss_of_what_was_answered() {
        let mut standing = Standing::default();
        standing.guess(UtcMillis(0), true);
        assert_eq!(standing.wrong, None, "nothing was answered");
        standing.answered(UtcMillis(0), OLD, true, true);
        assert_eq!(standing.wrong.as_ref().map(|wrong| wrong.edition), Some(OLD));
        assert!(!standing.is_wrong(&now()));
    }

    #[test]
    fn answers_are_counted_by_day_and_not_by_hour() {
        let mut standing = Standing::default();
        for at in [0, 1, 3 * DAY, 3 * DAY + 5] {
            standing.answered(UtcMillis(at), E, at != 1, false);
        }
        assert_eq!((standing.n_answered, standing.n_right), (4, 3));
        assert_eq!(standing.days.iter().map(|count| count.n_answered).collect::<Vec<_>>(), [2, 2]);
    }
}
