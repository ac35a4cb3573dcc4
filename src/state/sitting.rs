//! The session in front of the learner: every step is kept in the record before it shows.
use super::record::Record;
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::question::{Given, Question};
use crate::domain::record::event::{EventId, What};
use crate::domain::session::rules::{Feedback, Rules};
use crate::domain::session::session::{Phase, Refused, Session, Slot};
use crate::domain::session::step::Step;
use crate::domain::time::{Millis, Moment, UtcMillis};
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct Sitting {
    pub id: EventId,
    session: RwSignal<Session>,
    record: Record,
    /// The steady clock when the question now looked at appeared.
    shown_at: StoredValue<Millis>,
    pub refused: RwSignal<Option<Refused>>,
    pub here: Memo<usize>,
    pub phase: Memo<Phase>,
    /// The item whose time ran out just before, counted from 1, until something is done; 0 for none.
    pub ran_out: RwSignal<u64>,
    pub n_items: usize,
    pub feedback: Feedback,
    pub rules: Rules,
}

impl Sitting {
    pub fn new(record: Record, id: EventId, session: Session, now: Moment) -> Self {
        let (n_items, rules) = (session.n_items(), session.started().rules);
        let session = RwSignal::new(session);
        Self {
            id,
            session,
            record,
            shown_at: StoredValue::new(now.steady),
            refused: RwSignal::new(None),
            here: Memo::new(move |_| session.read().here()),
            phase: Memo::new(move |_| session.read().phase()),
            ran_out: RwSignal::new(0),
            n_items,
            feedback: rules.feedback,
            rules,
        }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn with<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.session.with(read)
    }

    pub fn with_untracked<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.session.with_untracked(read)
    }

    pub fn question(self, item: usize) -> Option<Arc<Question>> {
        self.session.with(|session| session.question(item).cloned())
    }

    pub fn reference(self, item: usize) -> Option<QuestionRef> {
        self.session.with_untracked(|session| session.started().items.get(item).map(|item| item.question.clone()))
    }

    pub fn slot(self, item: usize) -> Slot {
        self.session.with(|session| session.slot(item).cloned().unwrap_or_default())
    }

    /// Answers the question now looked at; whether the answer was taken.
    pub fn answer(self, given: Given, guessed: bool, now: Moment) -> bool {
        let spent = Millis(now.steady.0.saturating_sub(self.shown_at.get_value().0));
        self.step(now, |session, at| session.answer(given, guessed, spent, at))
    }

    pub fn guess(self, on: bool, now: Moment) {
        self.step(now, |session, _| session.guess(on));
    }

    pub fn flag(self, on: bool, now: Moment) {
        self.step(now, |session, _| session.flag(on));
    }

    pub fn go_to(self, item: usize, now: Moment) {
        if self.here.get_untracked() != item && self.step(now, |session, _| session.go_to(item)) {
            self.shown_at.set_value(now.steady);
        }
    }

    pub fn finish(self, now: Moment) -> bool {
        self.step(now, |session, _| session.finish())
    }

    /// Lets the clocks do what is due; time left for the paper and for the question, where they have clocks.
    pub fn tick(self, now: Moment) -> (Option<Millis>, Option<Millis>) {
        let at = self.read_clock(now);
        while let Some((due, step)) = self.session.with_untracked(|session| session.due(at)) {
            if let Step::Moved { .. } = step {
                self.ran_out.set(self.here.get_untracked() as u64 + 1);
                self.shown_at.set_value(now.steady);
            }
            self.take(due, step);
        }
        self.session.with_untracked(|session| (session.left(at), session.question_left(at)))
    }

    /// The page was left, which some rules count.
    pub fn leave(self, now: Moment) {
        // At the very end the app goes with it.
        if self.session.is_disposed() {
            return;
        }
        self.tick(now);
        let at = self.read_clock(now);
        if let Ok(step) = self.session.with_untracked(Session::leave) {
            self.take(at, step);
        }
    }

    /// Whether what was right is kept back at this moment, though the paper is handed in.
    pub fn hides(self, now: Moment) -> bool {
        self.rules.hides(self.record.read_clock(now).0)
    }

    fn step(self, now: Moment, decide: impl FnOnce(&Session, UtcMillis) -> Result<Step, Refused>) -> bool {
        let here = self.here.get_untracked();
        self.tick(now);
        let at = self.read_clock(now);
        // What was meant for a question must not hit the next, which the clock has just brought.
        let decided = self.session.with_untracked(|session| {
            if session.here() == here { decide(session, at) } else { Err(Refused::TimeIsUp) }
        });
        if self.refused.get_untracked() != decided.as_ref().err().copied() {
            self.refused.set(decided.as_ref().err().copied());
        }
        match decided {
            Ok(step) => {
                self.ran_out.set(0);
                self.take(at, step);
                true
            }
            Err(_) => false,
        }
    }

    fn take(self, at: UtcMillis, step: Step) {
        self.record.write(at, What::Stepped { session: self.id, step: step.clone() });
        self.session.update(|session| session.apply(at, &step));
    }

    fn read_clock(self, now: Moment) -> UtcMillis {
        let (at, set_back) = self.record.read_clock(now);
        let timed = |session: &Session| session.started().rules.ends_itself() && session.finished().is_none();
        if set_back && self.session.with_untracked(|session| timed(session) && !session.clock_was_set_back()) {
            self.take(at, Step::ClockSetBack);
        }
        at
    }
}
