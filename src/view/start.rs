//! Beginning a session from what the learner chose.
use super::place;
use super::route::{Part, Route};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::marking::{Marking, Points};
use crate::domain::paper::blueprint::Blueprint;
use crate::domain::paper::draw::{Candidate, Item, Short, draw, sample};
use crate::domain::paper::scope::Scope;
use crate::domain::paper::seed::Seed;
use crate::domain::record::accuracy::outdated;
use crate::domain::record::event::EventId;
use crate::domain::session::rules::{Purpose, Rules, Started};
use crate::domain::sort::sort;
use crate::domain::time::Millis;
use crate::platform::{chance, clock};
use crate::state::library::Library;
use crate::state::record::Record;
use leptos::prelude::*;
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct Starter {
    record: Record,
    library: Library,
}

/// How many questions of a linked bank or of the wrong book make one sitting.
pub const SITTING: usize = 50;
/// Questions of one challenge at most: nobody gets so far, and all of them stand in the record.
const CHALLENGE: usize = 200;
const PER_QUESTION: Millis = Millis(45_000);

impl Starter {
    pub fn expect() -> Self {
        Self { record: Record::expect(), library: Library::expect() }
    }

    /// All questions in scope, in the bank's order. A practice or 背题 of the same name that is still open goes on.
    pub fn in_order(self, bank: &Bank, title: String, scope: &Scope, purpose: Purpose) {
        let open = self.record.standings.with_untracked(|standings| {
            let mut open = standings.open_sessions().into_iter();
            open.find(|session| {
                session.started.purpose == purpose
                    && session.started.title == title
                    && session.started.banks.iter().any(|of| of.id == bank.id)
            })
            .map(|session| session.id)
        });
        if let Some(id) = open {
            place::go(&Route::Session(id, Part::Question));
            return;
        }
        let rules = if purpose == Purpose::Recite { Rules::RECITE } else { Rules::PRACTICE };
        let questions = scope.candidates(bank).into_iter().map(|candidate| candidate.question).collect();
        self.begin(purpose, title, rules, questions);
    }

    /// `n` questions drawn from all in scope; those whose meaning changed since they were answered come first.
    pub fn random(self, banks: &[Arc<Bank>], title: String, scope: &Scope, n: usize) {
        let pool = banks.iter().flat_map(|bank| scope.candidates(bank)).collect();
        let mut again: Vec<QuestionRef> = Vec::new();
        self.record.standings.with_untracked(|standings| {
            banks.iter().for_each(|bank| again.append(&mut outdated(bank, standings)));
        });
        let questions = sample(self.seed(banks), n, pool, &again);
        self.begin(Purpose::Practice, title, Rules::PRACTICE, questions);
    }

    /// These questions as they stand.
    pub fn these(self, title: String, questions: Vec<QuestionRef>) {
        self.begin(Purpose::Practice, title, Rules::PRACTICE, questions);
    }

    /// A timed paper. Nothing begins if the banks cannot fill it.
    pub fn exam(
        self,
        banks: &[Arc<Bank>],
        title: String,
        blueprint: &Blueprint,
        limit: Millis,
        pass: Points,
        marking: Marking,
    ) -> Result<(), Short> {
        let pool: Vec<Candidate> = banks.iter().flat_map(|bank| Scope::default().candidates(bank)).collect();
        let seed = self.seed(banks);
        let items = draw(blueprint, seed, pool)?;
        self.open(Purpose::MockExam, title, Rules::mock_exam(limit, pass, marking), seed, items);
        Ok(())
    }

    /// 挑战: questions from all of these banks until the first miss.
    pub fn challenge(self, banks: &[Arc<Bank>], title: String) {
        let pool = banks.iter().flat_map(|bank| Scope::default().candidates(bank)).collect();
        let questions = sample(self.seed(banks), CHALLENGE, pool, &[]);
        self.begin(Purpose::Challenge, title, Rules::challenge(PER_QUESTION), questions);
    }

    fn seed(self, banks: &[Arc<Bank>]) -> Seed {
        let hashes: Vec<_> = self.library.catalog.with_value(|catalog| {
            banks.iter().filter_map(|bank| catalog.entry(&bank.id)).map(|entry| entry.hash).collect()
        });
        Seed::of_paper(&hashes, &chance::bytes::<32>(), None)
    }

    fn begin(self, purpose: Purpose, title: String, rules: Rules, questions: Vec<QuestionRef>) {
        if questions.is_empty() {
            return;
        }
        let items = questions.into_iter().map(|question| Item { question, points: Points::whole(1) }).collect();
        self.open(purpose, title, rules, self.seed(&[]), items);
    }

    fn open(self, purpose: Purpose, title: String, rules: Rules, seed: Seed, items: Vec<Item>) {
        let mut banks: Vec<BankId> = items.iter().map(|item| item.question.bank.clone()).collect();
        sort(&mut banks);
        banks.dedup();
        let banks = banks.iter().map(|id| self.library.bank_use(id)).collect();
        let at = clock::now().wall.max(self.record.latest_at());
        let started = Started { at, purpose, title, rules, seed, banks, items, entry: None };
        let id: EventId = self.record.start(started);
        place::go(&Route::Session(id, Part::Question));
    }
}
