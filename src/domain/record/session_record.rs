//! One session as the log holds it, and what of its answers counts.
use super::event::{Event, EventId, What};
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::marking::{Points, Share};
use crate::domain::session::rules::{Feedback, Purpose, Started};
use crate::domain::session::session::Finish;
use crate::domain::session::stand::Stand;
use crate::domain::session::step::{Answer, Ending, Step};
use crate::domain::time::UtcMillis;

#[derive(Debug, Clone, PartialEq)]
pub struct SessionRecord {
    pub id: EventId,
    pub started: Started,
    /// Steps with their times, in the log's order, without answers that came too late or twice.
    pub steps: Vec<(UtcMillis, Step)>,
    /// The share earned by the last answer to each item, `None` while there is none.
    pub shares: Vec<Option<Share>>,
    pub here: u16,
    /// See [`Stand::since`].
    since: UtcMillis,
    pub last_at: UtcMillis,
    pub finished: Option<Finish>,
}

/// What a step adds to the standings of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    Answer { question: QuestionRef, at: UtcMillis, edition: Edition, share: Share, guessed: bool },
    Guess { question: QuestionRef, at: UtcMillis, on: bool },
}

impl SessionRecord {
    pub fn new(id: EventId, started: Started) -> Self {
        let (shares, last_at) = (vec![None; started.items.len()], started.at);
        Self { id, started, steps: Vec::new(), shares, here: 0, since: last_at, last_at, finished: None }
    }

    /// The session of this id among events in the log's order, also when it is long over.
    pub fn find<'a>(id: EventId, events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut found: Option<Self> = None;
        for event in events {
            match (&event.what, &mut found) {
                (What::Started(started), None) if event.id == id => found = Some(Self::new(id, (**started).clone())),
                (What::Stepped { session, step }, Some(found)) if *session == id => {
                    found.take(event.at, step);
                }
                _ => {}
            }
        }
        found
    }

    /// Takes a step up. After the end nothing changes any more.
    pub fn take(&mut self, at: UtcMillis, step: &Step) -> Vec<Counted> {
        if self.finished.is_some() {
            return Vec::new();
        }
        self.last_at = self.last_at.max(at);
        let at_once = self.started.rules.feedback == Feedback::AtOnce;
        if let Step::Answered(answer) = step
            && !self.takes_answer(answer.item, at)
        {
            return Vec::new();
        }
        self.steps.push((at, step.clone()));
        match step {
            Step::Answered(answer) => {
                let Some(question) = self.question(answer.item) else { return Vec::new() };
                self.shares[usize::from(answer.item)] = (!answer.given.is_empty()).then_some(answer.share);
                if self.here != answer.item || at_once {
                    self.since = at;
                }
                self.here = answer.item;
                if at_once {
                    let Answer { edition, share, guessed, .. } = *answer;
                    return vec![Counted::Answer { question, at, edition, share, guessed }];
                }
            }
            Step::Guessed { item, on } if at_once => {
                let right = self.share(*item).is_some_and(Share::is_right);
                if let (true, Some(question)) = (right, self.question(*item)) {
                    return vec![Counted::Guess { question, at, on: *on }];
                }
            }
            Step::Moved { item } => {
                let item = usize::from(*item).min(self.shares.len().saturating_sub(1));
                if item != usize::from(self.here) && self.stand(|stand| stand.takes_move(item)) {
                    (self.here, self.since) = (item as u16, at);
                }
            }
            Step::Finished(ending) => {
                let at = self.stand(|stand| stand.over_since()).map_or(at, |since| since.min(at));
                self.finished = Some(Finish { at, ending: *ending });
                // What is kept back must not show in the wrong book either.
                if !at_once && self.started.rules.hidden_until.is_none() {
                    return self.last_answers();
                }
            }
            Step::Guessed { .. } | Step::Flagged { .. } | Step::ClockSetBack | Step::Left => {}
        }
        Vec::new()
    }

    /// An exam's answers may change until its end, so only the last of each counts, as of when it was given.
    fn last_answers(&self) -> Vec<Counted> {
        let mut last: Vec<Option<(UtcMillis, Edition, Share, bool)>> = vec![None; self.started.items.len()];
        for (at, step) in &self.steps {
            match step {
                Step::Answered(answer) => {
                    if let Some(last) = last.get_mut(usize::from(answer.item)) {
                        let Answer { given, edition, share, guessed, .. } = answer;
                        *last = (!given.is_empty()).then_some((*at, *edition, *share, *guessed));
                    }
                }
                Step::Guessed { item, on } => {
                    if let Some(Some((.., guessed))) = last.get_mut(usize::from(*item)) {
                        *guessed = *on;
                    }
                }
                _ => {}
            }
        }
        let answers = self.started.items.iter().zip(last);
        let counted = answers.filter_map(|(item, answer)| {
            let (at, edition, share, guessed) = answer?;
            Some(Counted::Answer { question: item.question.clone(), at, edition, share, guessed })
        });
        counted.collect()
    }

    /// Takes an answer up; whether it came too late to count.
    pub fn take_late(&mut self, at: UtcMillis, answer: &Answer) -> bool {
        let again = self.started.rules.feedback == Feedback::AtOnce && self.share(answer.item).is_some();
        let late = !again && !self.takes_answer(answer.item, at);
        self.take(at, &Step::Answered(answer.clone()));
        late
    }

    /// Whether an answer at this moment counts.
    fn takes_answer(&self, item: u16, at: UtcMillis) -> bool {
        self.finished.is_none()
            && usize::from(item) < self.shares.len()
            && self.stand(|stand| stand.takes_answer(usize::from(item), at))
    }

    /// How the session ended while nobody looked, and when, if by now it has.
    pub fn ended(&self, now: UtcMillis) -> Option<(UtcMillis, Ending)> {
        if self.finished.is_some() {
            return None;
        }
        self.stand(|stand| stand.ended(now))
    }

    fn stand<T>(&self, of: impl FnOnce(Stand) -> T) -> T {
        let share = |item: usize| self.shares.get(item).copied().flatten();
        of(Stand { started: &self.started, here: usize::from(self.here), since: self.since, share: &share })
    }

    fn question(&self, item: u16) -> Option<QuestionRef> {
        self.started.items.get(usize::from(item)).map(|item| item.question.clone())
    }

    pub fn share(&self, item: u16) -> Option<Share> {
        self.shares.get(usize::from(item)).copied().flatten()
    }

    pub fn n_answered(&self) -> usize {
        self.shares.iter().flatten().count()
    }
}

/// What the lists of past exams, contests and challenges show. The exam itself is found in the log again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastExam {
    pub id: EventId,
    pub at: UtcMillis,
    pub title: String,
    pub earned: Points,
    pub total: Points,
    pub banks: Vec<BankId>,
    pub purpose: Purpose,
    pub n_right: u32,
}

impl PastExam {
    pub fn of(session: &SessionRecord) -> Self {
        let items = session.started.items.iter().zip(&session.shares);
        Self {
            id: session.id,
            at: session.started.at,
            title: session.started.title.clone(),
            earned: items.filter_map(|(item, share)| share.map(|share| share.of_points(item.points))).sum(),
            total: session.started.total(),
            banks: session.started.banks.iter().map(|of| of.id.clone()).collect(),
            purpose: session.started.purpose,
            n_right: session.shares.iter().flatten().filter(|share| share.is_right()).count() as u32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::Writer;
    use super::*;
    use crate::domain::session::session::Session;
    use crate::domain::session::session::tests::{any_rules, any_step, session};
    use proptest::prelude::*;

    proptest! {
        /// Steps in any order, as several tabs and lost events may bring them about: the record, which knows no questions,
        /// comes to the same as the session, and both say the same of how it ends.
        #[test]
        fn the_record_comes_to_the_same_as_the_session(
            rules in any_rules(),
            steps in proptest::collection::vec((any_step(), 0..60_000i64), 0..30),
            wait in 0..2_000_000i64,
        ) {
            let mut live = session(rules, 5);
            let mut record = SessionRecord::new(EventId { writer: Writer(1), seq: 0 }, live.started().clone());
            let mut now = live.started().at;
            for (step, after) in steps {
                now = UtcMillis(now.0 + after);
                live.apply(now, &step);
                record.take(now, &step);
                let shares: Vec<_> = live.slots().iter().map(|slot| slot.answer.as_ref().map(|of| of.share)).collect();
                prop_assert_eq!(&record.shares, &shares);
                prop_assert_eq!((usize::from(record.here), record.finished), (live.here(), live.finished()));
            }
            let kept = record.steps.iter().map(|(at, step)| (*at, step));
            let questions = (0..5).map(|idx| live.question(idx).cloned()).collect();
            prop_assert_eq!(&Session::resume(live.started().clone(), questions, kept), &live);
            // A verdict that ends a session stays until it was read; for the record it is over.
            let verdict = live.over_since().is_some();
            let ended = record.ended(UtcMillis(now.0 + wait));
            while let Some((at, step)) = live.due(UtcMillis(now.0 + wait)) {
                live.apply(at, &step);
            }
            match live.finished() {
                Some(finish) if record.finished.is_none() => prop_assert_eq!(ended, Some((finish.at, finish.ending))),
                _ => prop_assert_eq!(ended.is_some(), verdict && record.finished.is_none()),
            }
        }
    }
}
