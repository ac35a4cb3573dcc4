//! Everything shown of a log: standings per question, sessions, reports. Taken up event by event, so one more answer
//! costs one step and not the whole log.
use super::event::{Event, EventId, What};
use super::log::Log;
use super::session_record::{Counted, PastExam, SessionRecord};
use super::standing::Standing;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::session::rules::{Feedback, Purpose};
use crate::domain::session::step::Step;
use crate::domain::sort::{sort, sort_by};
use crate::domain::time::{Day, UtcMillis};
use std::collections::HashMap;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standings {
    questions: HashMap<QuestionRef, Standing>,
    /// Sessions that are not at their end, in the order they were started.
    open: Vec<SessionRecord>,
    /// Exams, contests and challenges at their end, in the order they ended. Of practices nothing but the answers is shown afterwards.
    exams: Vec<PastExam>,
    reports: Vec<(EventId, Report)>,
    n_answers: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub question: QuestionRef,
    pub note: String,
    pub at: UtcMillis,
}

impl Standings {
    pub fn of(log: &Log) -> Self {
        let mut standings = Self::default();
        for event in log.iter() {
            standings.take(event);
        }
        standings
    }

    /// Of parts as the getters give them: questions, open sessions, exams, reports.
    pub fn from_parts(
        questions: impl IntoIterator<Item = (QuestionRef, Standing)>,
        open: Vec<SessionRecord>,
        exams: Vec<PastExam>,
        reports: Vec<(EventId, Report)>,
    ) -> Self {
        let questions: HashMap<_, _> = questions.into_iter().collect();
        let n_answers = count_answers(&questions);
        Self { questions, open, exams, reports, n_answers }
    }

    /// `event` comes after all events taken before, in the log's order.
    pub fn take(&mut self, event: &Event) {
        match &event.what {
            What::Started(started) => self.open.push(SessionRecord::new(event.id, (**started).clone())),
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
        let Some(place) = self.open.iter().rposition(|session| session.id == id) else { return };
        let counted = self.open[place].take(at, step);
        for answer in counted {
            match answer {
                Counted::Answer { question, at, edition, share, guessed } => {
                    self.n_answers += 1;
                    self.standing(&question).answered(at, edition, share.is_right(), guessed);
                }
                Counted::Guess { question, at, on } => self.standing(&question).guess(at, on),
            }
        }
        if self.open[place].finished.is_some() {
            let session = self.open.remove(place);
            let practice = matches!(session.started.purpose, Purpose::Practice | Purpose::Recite);
            if !practice || session.started.rules.feedback == Feedback::AtEnd {
                self.exams.push(PastExam::of(&session));
            }
        }
    }

    fn standing(&mut self, question: &QuestionRef) -> &mut Standing {
        self.questions.entry(question.clone()).or_default()
    }

    fn clear(&mut self, bank: Option<&BankId>) {
        let in_scope = |of: &BankId| bank.is_none_or(|bank| bank == of);
        for (question, standing) in &mut self.questions {
            if in_scope(&question.bank) {
                *standing = Standing { starred: standing.starred, ..Standing::default() };
            }
        }
        self.open.retain(|session| !session.started.banks.iter().all(|of| in_scope(&of.id)));
        self.exams.retain(|exam| !exam.banks.iter().all(in_scope));
        self.n_answers = count_answers(&self.questions);
    }

    pub fn question(&self, question: &QuestionRef) -> Option<&Standing> {
        self.questions.get(question)
    }

    pub fn questions(&self) -> impl Iterator<Item = (&QuestionRef, &Standing)> {
        self.questions.iter()
    }

    /// Whether any question of the bank was ever answered.
    pub fn has_answers_in(&self, bank: &BankId) -> bool {
        self.questions.iter().any(|(of, standing)| of.bank == *bank && standing.n_answered > 0)
    }

    /// A session that is not at its end.
    pub fn session(&self, id: EventId) -> Option<&SessionRecord> {
        self.open.iter().rev().find(|session| session.id == id)
    }

    /// Sessions that are not at their end, in the order they were started.
    pub fn started_sessions(&self) -> &[SessionRecord] {
        &self.open
    }

    /// Sessions that are not at their end, the one last worked on first.
    pub fn open_sessions(&self) -> Vec<&SessionRecord> {
        let mut open: Vec<_> = self.open.iter().collect();
        sort_by(&mut open, |a, b| b.last_at.cmp(&a.last_at));
        open
    }

    /// Exams, contests and challenges at their end, in the order they ended.
    pub fn exams(&self) -> &[PastExam] {
        &self.exams
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

    /// Answers given on `day` and how many of them were right.
    pub fn on(&self, day: Day) -> (u32, u32) {
        let counts = self.questions.values().flat_map(|standing| &standing.days).filter(|count| count.day == day);
        counts.fold((0, 0), |(answered, right), count| (answered + count.n_answered, right + count.n_right))
    }
}

fn count_answers(questions: &HashMap<QuestionRef, Standing>) -> u32 {
    questions.values().map(|standing| standing.n_answered).sum()
}

#[cfg(test)]
mod tests {
    use super::super::event::{LearnerId, Writer};
    use super::super::log::Pen;
    use super::*;
    use crate::domain::bank::hash::Edition;
    use crate::domain::bank::marking::Share;
    use crate::domain::bank::question::Given;
    use crate::domain::session::rules::{BankUse, Rules};
    use crate::domain::session::session::tests::{exam, session};
    use crate::domain::session::step::{Answer, Ending};
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
            let event = self.pen.write(self.log.next_lamport(), UtcMillis(at), what);
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
        assert_eq!(standings.exams().len(), 1);
    }

    #[test]
    fn an_exam_whose_key_is_kept_back_tells_the_wrong_book_nothing() {
        let mut diary = Diary::new();
        let id = diary.start(Rules { hidden_until: Some(UtcMillis(2_000_000)), ..exam() });
        diary.answer(id, 1_000_001, 0, false);
        diary.write(1_000_004, What::Stepped { session: id, step: Step::Finished(Ending::HandedIn) });
        let standings = Standings::of(&diary.log);
        assert_eq!((standings.n_answers(), standings.wrong_book().len(), standings.exams().len()), (0, 0, 1));
    }

    #[test]
    fn a_challenge_counts_its_answers_at_once_and_is_listed_with_how_many_were_right() {
        let mut diary = Diary::new();
        let rules = Rules { misses: Some(1), ..Rules::PRACTICE };
        let mut started = session(rules, 3).started().clone();
        started.purpose = Purpose::Challenge;
        let id = diary.write(1_000_000, What::Started(Box::new(started)));
        diary.answer(id, 1_000_001, 0, true);
        diary.write(1_000_002, What::Stepped { session: id, step: Step::Moved { item: 1 } });
        diary.answer(id, 1_000_003, 1, false);
        let standings = Standings::of(&diary.log);
        assert_eq!((standings.n_answers(), standings.wrong_book()), (2, vec![&q(1)]));
        assert_eq!(standings.session(id).unwrap().ended(UtcMillis(9)), Some((UtcMillis(1_000_003), Ending::Completed)));
        diary.write(1_000_900, What::Stepped { session: id, step: Step::Finished(Ending::Completed) });
        let standings = Standings::of(&diary.log);
        let [past] = standings.exams() else { panic!("one") };
        assert_eq!((past.purpose, past.n_right), (Purpose::Challenge, 1));
    }

    #[test]
    fn an_answer_after_its_questions_time_counts_nowhere() {
        let mut diary = Diary::new();
        let id = diary.start(Rules { per_question: Some(Millis(1000)), ..exam() });
        diary.answer(id, 1_000_900, 0, true);
        diary.answer(id, 1_001_001, 0, false);
        diary.write(1_001_001, What::Stepped { session: id, step: Step::Finished(Ending::HandedIn) });
        let standings = Standings::of(&diary.log);
        assert_eq!((standings.n_answers(), standings.wrong_book().len()), (1, 0));
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
