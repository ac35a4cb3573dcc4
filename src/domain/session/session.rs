//! A session as the fold of its steps: whatever prefix of them was kept, it goes on at the same question, with the
//! same option order and the same clock.
use super::rules::{Feedback, Started};
use super::stand::Stand;
use super::step::{Answer, Ending, Step};
use crate::domain::bank::marking::Share;
use crate::domain::bank::question::{Given, Question};
use crate::domain::paper::shown::{authored_orders, shown_orders};
use crate::domain::time::{Millis, UtcMillis};
use std::fmt;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    started: Started,
    /// One per item; `None` where the bank no longer has the question.
    questions: Vec<Option<Arc<Question>>>,
    slots: Vec<Slot>,
    here: usize,
    /// See [`Stand::since`].
    since: UtcMillis,
    n_left: u16,
    clock_set_back: bool,
    finished: Option<Finish>,
}

/// What is known of one item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slot {
    pub answer: Option<Answer>,
    pub flagged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finish {
    pub at: UtcMillis,
    pub ending: Ending,
}

/// Where the item now looked at stands. A verdict exists only after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Asking,
    Answered(Share),
    /// The answer stands beside the question, which is not to be answered.
    Shown,
    /// The bank no longer has this question.
    Missing,
    Finished,
}

/// Why an action is not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    NothingChosen,
    /// The answer is final, or none is asked for.
    NotAsking,
    TimeIsUp,
    NoSuchItem,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NothingChosen => "还没有作答，请先选择或填写",
            Self::NotAsking => "这道题现在不能作答",
            Self::TimeIsUp => "时间已到，刚才的作答没有算上",
            Self::NoSuchItem => "没有这道题",
        })
    }
}

impl Session {
    /// `questions` stand in the order of the items.
    pub fn new(started: Started, questions: Vec<Option<Arc<Question>>>) -> Self {
        let n_items = started.items.len();
        let mut questions = questions;
        questions.resize(n_items, None);
        let slots = vec![Slot::default(); n_items];
        let since = started.at;
        Self { started, questions, slots, here: 0, since, n_left: 0, clock_set_back: false, finished: None }
    }

    pub fn resume<'a>(
        started: Started,
        questions: Vec<Option<Arc<Question>>>,
        steps: impl IntoIterator<Item = (UtcMillis, &'a Step)>,
    ) -> Self {
        let mut session = Self::new(started, questions);
        for (at, step) in steps {
            session.apply(at, step);
        }
        session
    }

    /// Takes a step that was allowed when it was made. What no longer fits, such as a step after the end that
    /// another tab wrote, changes nothing.
    pub fn apply(&mut self, at: UtcMillis, step: &Step) {
        if self.finished.is_some() {
            return;
        }
        match step {
            Step::Answered(answer) => {
                let item = usize::from(answer.item);
                let taken = self.stand(|stand| stand.takes_answer(item, at));
                if let (true, Some(slot)) = (taken, self.slots.get_mut(item)) {
                    slot.answer = (!answer.given.is_empty()).then(|| answer.clone());
                    if self.here != item || self.started.rules.feedback == Feedback::AtOnce {
                        self.since = at;
                    }
                    self.here = item;
                }
            }
            Step::Guessed { item, on } => {
                if let Some(answer) = self.slots.get_mut(usize::from(*item)).and_then(|slot| slot.answer.as_mut()) {
                    answer.guessed = *on;
                }
            }
            Step::Flagged { item, on } => {
                if let Some(slot) = self.slots.get_mut(usize::from(*item)) {
                    slot.flagged = *on;
                }
            }
            Step::Moved { item } => {
                let item = usize::from(*item).min(self.slots.len().saturating_sub(1));
                if item != self.here && self.stand(|stand| stand.takes_move(item)) {
                    (self.here, self.since) = (item, at);
                }
            }
            Step::ClockSetBack => self.clock_set_back = true,
            Step::Finished(ending) => {
                // However long the last verdict was read.
                let at = self.over_since().map_or(at, |since| since.min(at));
                self.finished = Some(Finish { at, ending: *ending });
            }
            Step::Left => self.n_left = self.n_left.saturating_add(u16::from(self.started.rules.watch)),
        }
    }

    pub fn answer(&self, given: Given, guessed: bool, spent: Millis, now: UtcMillis) -> Result<Step, Refused> {
        if self.stand(|stand| stand.deadline()).is_some_and(|deadline| deadline < now) {
            return Err(Refused::TimeIsUp);
        }
        let asking = match self.phase() {
            Phase::Asking => self.over_since().is_none(),
            // Until the hand-in an answer may be changed.
            Phase::Answered(_) => self.started.rules.feedback == Feedback::AtEnd && self.over_since().is_none(),
            Phase::Shown | Phase::Missing | Phase::Finished => false,
        };
        let (true, Some(question)) = (asking, self.question(self.here)) else {
            return Err(Refused::NotAsking);
        };
        // Until the hand-in an answer may also be taken back.
        if given.is_empty() && self.started.rules.feedback != Feedback::AtEnd {
            return Err(Refused::NothingChosen);
        }
        let share = question.mark(&given, &self.started.rules.marking);
        let edition = question.hash().edition();
        Ok(Step::Answered(Answer { item: self.here as u16, given, edition, share, spent, guessed }))
    }

    pub fn go_to(&self, item: usize) -> Result<Step, Refused> {
        if self.finished.is_some() || item >= self.slots.len() || !self.stand(|stand| stand.takes_move(item)) {
            return Err(Refused::NoSuchItem);
        }
        // Each question in its turn: one that was jumped over could never be answered.
        if item > self.here + 1 && !self.started.rules.goes_back() {
            return Err(Refused::NoSuchItem);
        }
        Ok(Step::Moved { item: item as u16 })
    }

    pub fn guess(&self, on: bool) -> Result<Step, Refused> {
        match self.slot(self.here).and_then(|slot| slot.answer.as_ref()) {
            Some(_) if self.finished.is_none() => Ok(Step::Guessed { item: self.here as u16, on }),
            _ => Err(Refused::NotAsking),
        }
    }

    pub fn flag(&self, on: bool) -> Result<Step, Refused> {
        if self.finished.is_some() || self.slots.is_empty() {
            return Err(Refused::NotAsking);
        }
        Ok(Step::Flagged { item: self.here as u16, on })
    }

    pub fn finish(&self) -> Result<Step, Refused> {
        if self.finished.is_some() {
            return Err(Refused::NotAsking);
        }
        let ending = match self.started.rules.feedback {
            Feedback::AtEnd => Ending::HandedIn,
            Feedback::AtOnce | Feedback::Beforehand => Ending::Completed,
        };
        Ok(Step::Finished(ending))
    }

    /// That the page was left, where it is counted.
    pub fn leave(&self) -> Result<Step, Refused> {
        if self.finished.is_some() || !self.started.rules.watch {
            return Err(Refused::NotAsking);
        }
        Ok(Step::Left)
    }

    /// The step that clocks and misses alone bring about, with the moment it was due: the paper's time over means
    /// handed in, a question's the next question. To be asked again until there is none.
    pub fn due(&self, now: UtcMillis) -> Option<(UtcMillis, Step)> {
        if self.finished.is_some() {
            return None;
        }
        self.stand(|stand| stand.due(now))
    }

    /// Time left for the paper, if that has a clock.
    pub fn left(&self, now: UtcMillis) -> Option<Millis> {
        self.started.deadline().map(|deadline| deadline.since(now))
    }

    /// Time left for the question now looked at, while its clock runs.
    pub fn question_left(&self, now: UtcMillis) -> Option<Millis> {
        let deadline = self.stand(|stand| stand.question_deadline()).filter(|_| self.finished.is_none())?;
        Some(deadline.since(now))
    }

    /// Since when there have been too many misses to go on.
    pub fn over_since(&self) -> Option<UtcMillis> {
        self.stand(|stand| stand.over_since())
    }

    fn stand<T>(&self, of: impl FnOnce(Stand) -> T) -> T {
        let share = |item: usize| Some(self.slot(item)?.answer.as_ref()?.share);
        of(Stand { started: &self.started, here: self.here, since: self.since, share: &share })
    }

    /// Where going on leads; `None` at the end. Where there is a way back, what was passed over comes again before it.
    pub fn next(&self) -> Option<usize> {
        let next = Some(self.here + 1).filter(|next| *next < self.n_items());
        if self.over_since().is_some() {
            return None;
        }
        match self.started.rules.feedback {
            Feedback::AtOnce if self.started.rules.goes_back() => self.next_open().map(|open| next.unwrap_or(open)),
            _ => next,
        }
    }

    pub fn phase(&self) -> Phase {
        if self.finished.is_some() {
            return Phase::Finished;
        }
        match (self.question(self.here), self.slot(self.here).and_then(|slot| slot.answer.as_ref())) {
            (None, _) => Phase::Missing,
            _ if self.started.rules.feedback == Feedback::Beforehand => Phase::Shown,
            (Some(_), Some(answer)) => Phase::Answered(answer.share),
            (Some(_), None) => Phase::Asking,
        }
    }

    /// Whether verdict and explanation of `item` may be seen.
    pub fn reveals(&self, item: usize) -> bool {
        let answered = self.slot(item).is_some_and(|slot| slot.answer.is_some());
        match self.started.rules.feedback {
            Feedback::Beforehand => true,
            Feedback::AtOnce => answered || self.finished.is_some(),
            Feedback::AtEnd => self.finished.is_some(),
        }
    }

    /// The next item after `here` that can be and is not answered, from the start again after the last.
    pub fn next_open(&self) -> Option<usize> {
        let n = self.slots.len();
        (1..=n)
            .map(|step| (self.here + step) % n)
            .find(|idx| self.slots[*idx].answer.is_none() && self.question(*idx).is_some())
    }

    /// Whether `item` was answered when its question meant something else: then the positions chosen say nothing of the
    /// question as it is now, and the result stays what it was.
    pub fn is_revised(&self, item: usize) -> bool {
        let edition = self.slot(item).and_then(|slot| slot.answer.as_ref()).map(|answer| answer.edition);
        edition.zip(self.question(item)).is_some_and(|(edition, question)| !question.means_the_same(edition))
    }

    /// See [`shown_orders`].
    pub fn shown_orders(&self, item: usize) -> Vec<Vec<u8>> {
        match (self.started.items.get(item), self.question(item)) {
            (Some(of), Some(question)) if self.started.rules.shuffles => {
                shown_orders(self.started.seed, &of.question, &question.body)
            }
            (Some(_), Some(question)) => authored_orders(&question.body),
            _ => Vec::new(),
        }
    }

    pub fn question(&self, item: usize) -> Option<&Arc<Question>> {
        self.questions.get(item)?.as_ref()
    }

    pub fn slot(&self, item: usize) -> Option<&Slot> {
        self.slots.get(item)
    }

    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub fn started(&self) -> &Started {
        &self.started
    }

    pub const fn here(&self) -> usize {
        self.here
    }

    pub fn n_items(&self) -> usize {
        self.slots.len()
    }

    pub fn n_answered(&self) -> usize {
        self.slots.iter().filter(|slot| slot.answer.is_some()).count()
    }

    pub const fn finished(&self) -> Option<Finish> {
        self.finished
    }

    /// How often the page was left, where that is counted.
    pub const fn n_left(&self) -> u16 {
        self.n_left
    }

    pub const fn clock_was_set_back(&self) -> bool {
        self.clock_set_back
    }
}

#[cfg(test)]
pub mod tests;
