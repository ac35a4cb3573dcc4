//! Sessions long over, found again in the whole log: what standings no longer hold, for whoever takes the record away.
use super::event::{Event, EventId, What};
use super::session_record::SessionRecord;
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::question::Given;
use crate::domain::session::rules::Feedback;
use crate::domain::session::step::{Answer, Step};
use crate::domain::time::{Millis, UtcMillis};
use std::collections::HashMap;

/// What was answered when a question last went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub at: UtcMillis,
    pub given: Given,
    pub edition: Edition,
}

/// Every session, in the order they were started, of events in the log's order. What was set to nought is left out.
pub fn sessions<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<SessionRecord> {
    let mut sessions: Vec<SessionRecord> = Vec::new();
    let mut places: HashMap<EventId, usize> = HashMap::new();
    for event in events {
        match &event.what {
            What::Started(started) => {
                places.insert(event.id, sessions.len());
                sessions.push(SessionRecord::new(event.id, (**started).clone()));
            }
            What::Stepped { session, step } => {
                if let Some(place) = places.get(session) {
                    sessions[*place].take(event.at, step);
                }
            }
            What::Cleared { bank } => {
                let in_scope = |of: &BankId| bank.as_ref().is_none_or(|bank| bank == of);
                sessions.retain(|session| !session.started.banks.iter().all(|of| in_scope(&of.id)));
                places = sessions.iter().enumerate().map(|(place, session)| (session.id, place)).collect();
            }
            What::Starred { .. } | What::Reported { .. } | What::Withdrawn { .. } => {}
        }
    }
    sessions
}

/// For each question the last answer that was not right.
pub fn last_mistakes(sessions: &[SessionRecord]) -> HashMap<QuestionRef, Mistake> {
    let mut mistakes: HashMap<QuestionRef, Mistake> = HashMap::new();
    for session in sessions {
        for (item, (at, answer)) in
            session.started.items.iter().zip(counted(session)).filter_map(|(item, of)| Some((item, of?)))
        {
            let known = mistakes.get(&item.question);
            if !answer.share.is_right() && known.is_none_or(|known| known.at <= at) {
                let Answer { given, edition, .. } = answer.clone();
                mistakes.insert(item.question.clone(), Mistake { at, given, edition });
            }
        }
    }
    mistakes
}

/// The answers that count, by item: in practice the first, in an exam at its end the last in time.
fn counted(session: &SessionRecord) -> Vec<Option<(UtcMillis, &Answer)>> {
    let mut counted = vec![None; session.started.items.len()];
    let at_once = session.started.rules.feedback == Feedback::AtOnce;
    let deadline = session.started.deadline();
    for (at, step) in &session.steps {
        if let Step::Answered(answer) = step
            && (at_once || session.finished.is_some())
            && deadline.is_none_or(|deadline| *at <= deadline)
            && let Some(slot) = counted.get_mut(usize::from(answer.item))
            && !(at_once && slot.is_some())
        {
            *slot = (!answer.given.is_empty()).then_some((*at, answer));
        }
    }
    counted
}

impl SessionRecord {
    /// The time spent before the answers that count: of a practice left and taken up again, the time that was practised.
    pub fn spent(&self) -> Millis {
        Millis(counted(self).into_iter().flatten().map(|(_, answer)| answer.spent.0).fold(0, u64::saturating_add))
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::{LearnerId, Writer};
    use super::super::log::{Log, Pen};
    use super::super::session_record::PastExam;
    use super::super::standings::Standings;
    use super::*;
    use crate::domain::bank::marking::Share;
    use crate::domain::session::rules::{BankUse, Rules};
    use crate::domain::session::session::tests::{exam, session};
    use crate::domain::session::step::Ending;

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

        fn start(&mut self, bank: &str, rules: Rules) -> EventId {
            let mut started = session(rules, 3).started().clone();
            started.banks = vec![BankUse { id: BankId::new(bank), hash: None, source: None }];
            self.write(1_000_000, What::Started(Box::new(started)))
        }

        fn answer(&mut self, session: EventId, at: i64, item: u16, option: u8) {
            let (given, share) = (Given::options([option]), Share::when(option == 1));
            let answer = Answer { item, given, edition: Edition(7), share, spent: Millis(1500), guessed: false };
            self.write(at, What::Stepped { session, step: Step::Answered(answer) });
        }

        fn finish(&mut self, session: EventId, at: i64) {
            self.write(at, What::Stepped { session, step: Step::Finished(Ending::HandedIn) });
        }

        fn mistakes(&self) -> HashMap<QuestionRef, Mistake> {
            last_mistakes(&sessions(self.log.iter()))
        }
    }

    fn q(n: u8) -> QuestionRef {
        QuestionRef::new("b", format!("q{n}"))
    }

    #[test]
    fn the_last_wrong_answer_is_found_and_a_right_one_after_it_hides_nothing() {
        let mut diary = Diary::new();
        let first = diary.start("b", Rules::PRACTICE);
        diary.answer(first, 1_000_001, 0, 0);
        // In practice the first answer is final.
        diary.answer(first, 1_000_002, 0, 2);
        diary.answer(first, 1_000_003, 1, 1);
        let second = diary.start("b", Rules::PRACTICE);
        diary.answer(second, 1_000_004, 0, 1);
        let expected = Mistake { at: UtcMillis(1_000_001), given: Given::options([0]), edition: Edition(7) };
        assert_eq!(diary.mistakes(), HashMap::from([(q(0), expected)]));
        let third = diary.start("b", Rules::PRACTICE);
        diary.answer(third, 1_000_005, 0, 2);
        assert_eq!(diary.mistakes()[&q(0)].given, Given::options([2]));
    }

    #[test]
    fn an_exam_tells_its_last_answers_and_only_at_its_end() {
        let mut diary = Diary::new();
        let id = diary.start("b", exam());
        diary.answer(id, 1_000_001, 0, 0);
        diary.answer(id, 1_000_002, 0, 2);
        diary.answer(id, 1_000_003, 1, 0);
        diary.answer(id, 1_000_004, 1, 1);
        assert_eq!(diary.mistakes(), HashMap::new());
        diary.finish(id, 1_000_009);
        let mistakes = diary.mistakes();
        assert_eq!((mistakes.len(), &mistakes[&q(0)].given), (1, &Given::options([2])));
        assert_eq!(sessions(diary.log.iter())[0].spent(), Millis(3000));
    }

    #[test]
    fn what_was_set_to_nought_is_left_out_as_in_the_list_of_exams() {
        let mut diary = Diary::new();
        for bank in ["b", "other"] {
            let id = diary.start(bank, exam());
            diary.answer(id, 1_000_001, 0, 0);
            diary.finish(id, 1_000_002);
        }
        diary.write(1_000_003, What::Cleared { bank: Some(BankId::new("b")) });
        let late = diary.start("b", exam());
        diary.finish(late, 1_000_005);
        let found: Vec<_> = sessions(diary.log.iter()).iter().map(PastExam::of).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(found, Standings::of(&diary.log).exams());
    }
}
