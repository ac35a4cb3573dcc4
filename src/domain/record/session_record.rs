//! One session as the log holds it, and what of its answers counts.
use super::event::{Event, EventId, What};
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::marking::{Points, Share};
use crate::domain::session::rules::{Feedback, Started};
use crate::domain::session::session::Finish;
use crate::domain::session::step::{Answer, Step};
use crate::domain::time::UtcMillis;

#[derive(Debug, Clone, PartialEq)]
pub struct SessionRecord {
    pub id: EventId,
    pub started: Started,
    /// Steps with their times, in the log's order.
    pub steps: Vec<(UtcMillis, Step)>,
    /// The share earned by the last answer to each item, `None` while there is none.
    pub shares: Vec<Option<Share>>,
    pub here: u16,
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
        Self { id, started, steps: Vec::new(), shares, here: 0, last_at, finished: None }
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
        self.steps.push((at, step.clone()));
        self.last_at = self.last_at.max(at);
        let at_once = self.started.rules.feedback == Feedback::AtOnce;
        match step {
            Step::Answered(answer) => {
                let final_already = at_once && self.share(answer.item).is_some();
                let late = self.started.deadline().is_some_and(|deadline| deadline < at);
                let (false, Some(question)) = (final_already || late, self.question(answer.item)) else {
                    return Vec::new();
                };
                self.shares[usize::from(answer.item)] = (!answer.given.is_empty()).then_some(answer.share);
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
            Step::Moved { item } => self.here = *item,
            Step::Finished(ending) => {
                self.finished = Some(Finish { at, ending: *ending });
                if !at_once {
                    return self.last_answers();
                }
            }
            Step::Guessed { .. } | Step::Flagged { .. } | Step::ClockSetBack => {}
        }
        Vec::new()
    }

    /// An exam's answers may change until its end, so only the last of each counts, as of when it was given.
    fn last_answers(&self) -> Vec<Counted> {
        let mut last: Vec<Option<(UtcMillis, Edition, Share, bool)>> = vec![None; self.started.items.len()];
        let deadline = self.started.deadline();
        for (at, step) in &self.steps {
            match step {
                Step::Answered(answer) if deadline.is_none_or(|deadline| *at <= deadline) => {
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

/// What the list of past exams shows. The exam itself is found in the log again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastExam {
    pub id: EventId,
    pub at: UtcMillis,
    pub title: String,
    pub earned: Points,
    pub total: Points,
    pub banks: Vec<BankId>,
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
        }
    }
}
