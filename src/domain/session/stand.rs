//! Where a session stands: what its clocks, its misses and its order still allow. It knows no questions, so that the
//! record, which has none, comes to the same as the session itself.
use super::rules::{Feedback, Started};
use super::step::{Ending, Step};
use crate::domain::bank::marking::Share;
use crate::domain::time::UtcMillis;

/// Made for one look; the session and its record keep `here` and `since`.
#[derive(Clone, Copy)]
pub struct Stand<'a> {
    pub started: &'a Started,
    pub here: usize,
    /// When the learner came to this item or answered it for good, whichever is later.
    pub since: UtcMillis,
    /// What the answer to an item earned, if there is one.
    pub share: &'a dyn Fn(usize) -> Option<Share>,
}

impl Stand<'_> {
    /// When the paper's or the question's time is over, whichever comes first.
    pub fn deadline(&self) -> Option<UtcMillis> {
        [self.started.deadline(), self.question_deadline()].into_iter().flatten().min()
    }

    /// When the time of the question now looked at is over; an answer that is final stops its clock.
    pub fn question_deadline(&self) -> Option<UtcMillis> {
        let running = !self.is_settled() && self.over_since().is_none();
        self.started.rules.per_question.filter(|_| running).map(|span| self.since.plus(span))
    }

    /// Since when there have been too many misses to go on.
    pub fn over_since(&self) -> Option<UtcMillis> {
        let most = self.started.rules.misses?;
        (self.n_missed() >= usize::from(most.max(1))).then_some(self.since)
    }

    /// Items passed by that are not fully right, and the one looked at if its answer is final.
    fn n_missed(&self) -> usize {
        let n_passed = (0..self.here).filter(|item| !self.is_right(*item)).count();
        n_passed + usize::from(self.is_settled() && !self.is_right(self.here))
    }

    fn is_right(&self, item: usize) -> bool {
        (self.share)(item).is_some_and(Share::is_right)
    }

    /// Whether the question now looked at has its final answer.
    fn is_settled(&self) -> bool {
        self.started.rules.feedback == Feedback::AtOnce && (self.share)(self.here).is_some()
    }

    /// Whether an answer to `item` at this moment counts.
    pub fn takes_answer(&self, item: usize, at: UtcMillis) -> bool {
        let is_final = self.started.rules.feedback == Feedback::AtOnce && (self.share)(item).is_some();
        // One that was passed by is closed where nobody goes back. One further on was gone to by a step that got lost.
        let passed = item < self.here && !self.started.rules.goes_back();
        let deadline = if item == self.here { self.deadline() } else { self.started.deadline() };
        !is_final && !passed && self.over_since().is_none() && deadline.is_none_or(|deadline| at <= deadline)
    }

    /// Whether the learner may look at `item` now.
    pub fn takes_move(&self, item: usize) -> bool {
        self.over_since().is_none() && (self.started.rules.goes_back() || item >= self.here)
    }

    /// The step that the clocks and the misses alone bring about, with the moment it was due. A verdict that ends the
    /// session can be read as long as the learner likes: she ends it herself.
    pub fn due(&self, now: UtcMillis) -> Option<(UtcMillis, Step)> {
        if let Some(since) = self.over_since() {
            return (!self.is_settled()).then_some((since, Step::Finished(Ending::Completed)));
        }
        let deadline = self.deadline().filter(|deadline| *deadline <= now)?;
        let of_paper = self.started.deadline().is_some_and(|paper| paper <= deadline);
        let step = if of_paper || self.ends_with(self.here, self.n_missed()) {
            Step::Finished(Ending::TimeOver)
        } else {
            Step::Moved { item: self.here as u16 + 1 }
        };
        Some((deadline, step))
    }

    /// How the session ended while nobody looked, and when, if by now it has.
    pub fn ended(&self, now: UtcMillis) -> Option<(UtcMillis, Ending)> {
        if let Some(since) = self.over_since() {
            return Some((since, Ending::Completed));
        }
        let by_questions = self.started.rules.per_question.zip(self.question_deadline()).map(|(span, first)| {
            let (mut item, mut n_missed, mut at) = (self.here, self.n_missed(), first);
            while !self.ends_with(item, n_missed) {
                n_missed += usize::from(!self.is_right(item));
                item += 1;
                at = at.plus(span);
            }
            at
        });
        let end = [self.started.deadline(), by_questions].into_iter().flatten().min()?;
        (end <= now).then_some((end, Ending::TimeOver))
    }

    /// Whether the session is at its end when the time of `item` is, `n_missed` before it.
    fn ends_with(&self, item: usize, n_missed: usize) -> bool {
        let last = item + 1 >= self.started.items.len();
        let most = self.started.rules.misses.map(|most| usize::from(most.max(1)));
        last || most.is_some_and(|most| n_missed + usize::from(!self.is_right(item)) >= most)
    }
}
