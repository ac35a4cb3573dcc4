//! Everything shown of a log: standings per question, sessions, reports. Taken up event by event, so one more answer
//! costs one step and not the whole log.
use super::event::{Event, EventId, What};
use super::log::Log;
use super::standing::Standing;
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::marking::Share;
use crate::domain::session::rules::{Feedback, Started};
use crate::domain::session::session::Finish;
use crate::domain::session::step::{Answer, Step};
use crate::domain::sort::{sort, sort_by};
use crate::domain::time::UtcMillis;
use std::collections::HashMap;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standings {
    questions: HashMap<QuestionRef, Standing>,
    /// In the order they were started.
    sessions: Vec<SessionRecord>,
    reports: Vec<(EventId, Report)>,
    n_answers: u32,
}

/// A session as the log holds it.
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub question: QuestionRef,
    pub note: String,
    pub at: UtcMillis,
}

impl SessionRecord {
    pub fn share(&self, item: u16) -> Option<Share> {
        self.shares.get(usize::from(item)).copied().flatten()
    }

    pub fn n_answered(&self) -> usize {
        self.shares.iter().flatten().count()
    }
}

impl Standings {
    pub fn of(log: &Log) -> Self {
        let mut standings = Self::default();
        for event in log.iter() {
            standings.take(event);
        }
        standings
    }

    /// `event` comes after all events taken before, in the log's order.
    pub fn take(&mut self, event: &Event) {
        match &event.what {
            What::Started(started) => {
                let record = SessionRecord {
                    id: event.id,
                    started: (**started).clone(),
                    steps: Vec::new(),
                    shares: vec![None; started.items.len()],
                    here: 0,
                    last_at: event.at,
                    finished: None,
                };
                self.sessions.push(record);
            }
            What::Stepped { session, step } => self.step(*session, event.at, step),
            What::Starred { question, on } => self.standing(question).starred = *on,
            What::Reported { question, note } => {
                let report = Report { question: question.clone(), note: note.clone(), at: event.at };
                self.reports.push((event.id, report));
            }
            What::Withdrawn { report } => {
                self.reports.retain(|(id, _)| id != report);
            }
            What::Cleared { bank } => self.clear(bank.as_ref()),
        }
    }

    fn step(&mut self, id: EventId, at: UtcMillis, step: &Step) {
        let Some(session) =
            self.sessions.iter_mut().rev().find(|session| session.id == id && session.finished.is_none())
        else {
            return;
        };
        session.steps.push((at, step.clone()));
        session.last_at = session.last_at.max(at);
        let at_once = session.started.rules.feedback == Feedback::AtOnce;
        let question_of = |item: u16| session.started.items.get(usize::from(item)).map(|item| item.question.clone());
        match step {
            Step::Answered(answer) => {
                let final_already = at_once && session.share(answer.item).is_some();
                let late = session.started.deadline().is_some_and(|deadline| deadline < at);
                let (false, Some(question)) = (final_already || late, question_of(answer.item)) else {
                    return;
                };
                session.shares[usize::from(answer.item)] = (!answer.given.is_empty()).then_some(answer.share);
                session.here = answer.item;
                if at_once {
                    self.count(&question, at, answer.edition, answer.share, answer.guessed);
                }
            }
            Step::Guessed { item, on } if at_once => {
                let right = session.share(*item).is_some_and(Share::is_right);
                if let (true, Some(question)) = (right, question_of(*item)) {
                    self.standing(&question).guess(at, *on);
                }
            }
            Step::Moved { item } => session.here = *item,
            Step::Finished(ending) => {
                session.finished = Some(Finish { at, ending: *ending });
                if !at_once {
                    self.count_exam(id);
                }
            }
            Step::Guessed { .. } | Step::Flagged { .. } | Step::ClockSetBack => {}
        }
    }

    /// An exam's answers may change until its end, so only the last of each counts, as of when it was given.
    fn count_exam(&mut self, id: EventId) {
        let Some(session) = self.session(id) else { return };
        let mut last: Vec<Option<(UtcMillis, Edition, Share, bool)>> = vec![None; session.started.items.len()];
        let deadline = session.started.deadline();
        for (at, step) in &session.steps {
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
        let items = &session.started.items;
        let counted: Vec<_> =
            items.iter().zip(last).filter_map(|(item, answer)| Some((item.question.clone(), answer?))).collect();
        for (question, (at, edition, share, guessed)) in counted {
            self.count(&question, at, edition, share, guessed);
        }
    }

    fn count(&mut self, question: &QuestionRef, at: UtcMillis, edition: Edition, share: Share, guessed: bool) {
        self.n_answers += 1;
        self.standing(question).answered(at, edition, share.is_right(), guessed);
    }

    fn standing(&mut self, question: &QuestionRef) -> &mut Standing {
        if !self.questions.contains_key(question) {
            self.questions.insert(question.clone(), Standing::default());
        }
        self.questions.entry(question.clone()).or_default()
    }

    /// Stars and reports stay: they are the learner's marks and no figures.
    fn clear(&mut self, bank: Option<&BankId>) {
        let in_scope = |of: &BankId| bank.is_none_or(|bank| bank == of);
        for (question, standing) in &mut self.questions {
            if in_scope(&question.bank) {
                *standing = Standing { starred: standing.starred, ..Standing::default() };
            }
        }
        self.sessions.retain(|session| !session.started.banks.iter().all(|of| in_scope(&of.id)));
        self.n_answers = self.questions.values().map(|standing| standing.n_answered).sum();
    }

    pub fn question(&self, question: &QuestionRef) -> Option<&Standing> {
        self.questions.get(question)
    }

    pub fn questions(&self) -> impl Iterator<Item = (&QuestionRef, &Standing)> {
        self.questions.iter()
    }

    pub fn session(&self, id: EventId) -> Option<&SessionRecord> {
        self.sessions.iter().rev().find(|session| session.id == id)
    }

    /// Sessions that are not at their end, the one last worked on first.
    pub fn open_sessions(&self) -> Vec<&SessionRecord> {
        let mut open: Vec<_> = self.sessions.iter().filter(|session| session.finished.is_none()).collect();
        sort_by(&mut open, |a, b| b.last_at.cmp(&a.last_at));
        open
    }

    /// Sessions at their end, the latest first.
    pub fn past_sessions(&self) -> Vec<&SessionRecord> {
        let mut past: Vec<_> = self.sessions.iter().filter(|session| session.finished.is_some()).collect();
        sort_by(&mut past, |a, b| b.last_at.cmp(&a.last_at));
        past
    }

    /// Questions in the wrong book, the ones missed most first; [`Standing::is_wrong`] says whether a question that
    /// changed belongs there still.
    pub fn wrong_book(&self) -> Vec<&QuestionRef> {
        let mut wrong: Vec<_> = self.questions.iter().filter_map(|(of, it)| Some((it.wrong.as_ref()?, of))).collect();
        sort_by(&mut wrong, |(a, of_a), (b, of_b)| b.n_misses.cmp(&a.n_misses).then(of_a.cmp(of_b)));
        wrong.into_iter().map(|(_, question)| question).collect()
    }

    pub fn starred(&self) -> Vec<&QuestionRef> {
        let mut starred: Vec<_> = self.questions.iter().filter(|(_, it)| it.starred).map(|(of, _)| of).collect();
        sort(&mut starred);
        starred
    }

    /// Reports in the order they were made.
    pub fn reports(&self) -> Vec<(EventId, &Report)> {
        self.reports.iter().map(|(id, report)| (*id, report)).collect()
    }

    pub const fn n_answers(&self) -> u32 {
        self.n_answers
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::{LearnerId, Writer};
    use super::super::log::Pen;
    use super::*;
    use crate::domain::bank::question::Given;
    use crate::domain::session::rules::{BankUse, Rules};
    use crate::domain::session::session::tests::{exam, session};
    use crate::domain::session::step::Ending;
    use crate::domain::time::Millis;

    struct Diary {
        log: Log,
        pen: Pen,
    }

    impl Diary {
        fn new() -> Self {
            Self { log: Log::default(), pen: Pen::new(LearnerId::first(), Writer(1)) }
        }

        fn write(&mut self, at: i64, what: What) -> EventId {
            let event = self.pen.write(&self.log, UtcMillis(at), what);
            let id = event.id;
            self.log.take(event);
            id
        }

        fn start(&mut self, rules: Rules) -> EventId {
            let mut started = session(rules, 3).started().clone();
            started.banks = vec![BankUse { id: BankId::new("b"), hash: None, source: None }];
            self.write(1_000_000, What::Started(Box::new(started)))
        }

        fn answer(&mut self, id: EventId, at: i64, item: u16, right: bool) {
            let given = Given::options([if right { 1 } else { 0 }]);
            let share = Share::when(right);
            let answer = Answer { item, given, edition: Edition(0), share, spent: Millis(1), guessed: false };
            self.write(at, What::Stepped { session: id, step: Step::Answered(answer) });
        }
    }

    fn q(n: u8) -> QuestionRef {
        QuestionRef::new("b", format!("q{n}"))
    }

    #[test]
    fn practice_counts_each_answer_once_and_at_once() {
        let mut diary = Diary::new();
        let id = diary.start(Rules::PRACTICE);
        diary.answer(id, 1_000_001, 0, false);
        diary.answer(id, 1_000_002, 0, true);
        diary.answer(id, 1_000_003, 1, true);
        let standings = Standings::of(&diary.log);
        assert_eq!(standings.n_answers(), 2);
        assert_eq!(standings.wrong_book(), [&q(0)]);
        assert_eq!(standings.open_sessions()[0].here, 1);
    }

    #[test]
    fn an_exam_counts_the_last_answers_when_it_is_over() {
        let mut diary = Diary::new();
        let id = diary.start(exam());
        diary.answer(id, 1_000_001, 0, false);
        diary.answer(id, 1_000_002, 0, true);
        diary.answer(id, 1_000_003, 1, false);
        assert_eq!(Standings::of(&diary.log).n_answers(), 0);
        diary.write(1_000_004, What::Stepped { session: id, step: Step::Finished(Ending::HandedIn) });
        diary.answer(id, 1_000_005, 2, false);
        let standings = Standings::of(&diary.log);
        assert_eq!(standings.n_answers(), 2);
        assert_eq!(standings.wrong_book(), [&q(1)]);
        assert_eq!(standings.past_sessions().len(), 1);
    }

    #[test]
    fn a_guess_owned_up_to_enters_the_wrong_book() {
        let mut diary = Diary::new();
        let id = diary.start(Rules::PRACTICE);
        diary.answer(id, 1_000_001, 0, true);
        diary.write(1_000_002, What::Stepped { session: id, step: Step::Guessed { item: 0, on: true } });
        assert_eq!(Standings::of(&diary.log).wrong_book(), [&q(0)]);
    }

    #[test]
    fn clearing_one_bank_keeps_the_stars_and_the_other_banks() {
        let mut diary = Diary::new();
        let id = diary.start(Rules::PRACTICE);
        diary.answer(id, 1_000_001, 0, false);
        diary.write(1_000_002, What::Starred { question: q(0), on: true });
        diary.write(1_000_003, What::Cleared { bank: Some(BankId::new("other")) });
        assert_eq!(Standings::of(&diary.log).n_answers(), 1);
        diary.write(1_000_004, What::Cleared { bank: Some(BankId::new("b")) });
        let standings = Standings::of(&diary.log);
        assert_eq!((standings.n_answers(), standings.wrong_book().len(), standings.starred().len()), (0, 0, 1));
        assert!(standings.open_sessions().is_empty());
    }

    #[test]
    fn a_report_is_listed_until_it_is_withdrawn() {
        let mut diary = Diary::new();
        let report = diary.write(5, What::Reported { question: q(0), note: "选项有误".into() });
        assert_eq!(Standings::of(&diary.log).reports().len(), 1);
        diary.write(6, What::Withdrawn { report });
        assert!(Standings::of(&diary.log).reports().is_empty());
    }
}
