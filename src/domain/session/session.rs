//! A session as the fold of its steps: whatever prefix of them was kept, it goes on at the same question, with the
//! same option order and the same clock.
use super::rules::{Feedback, Started};
use super::step::{Answer, Ending, Step};
use crate::domain::bank::marking::Share;
use crate::domain::bank::question::{Given, Question};
use crate::domain::paper::shown::shown_orders;
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
            Self::TimeIsUp => "时间已到，已自动交卷",
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
        Self { started, questions, slots, here: 0, clock_set_back: false, finished: None }
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
                let final_already = self.started.rules.feedback == Feedback::AtOnce;
                let late = self.started.deadline().is_some_and(|deadline| deadline < at);
                if let Some(slot) = self.slots.get_mut(usize::from(answer.item))
                    && !(late || final_already && slot.answer.is_some())
                {
                    slot.answer = (!answer.given.is_empty()).then(|| answer.clone());
                    self.here = usize::from(answer.item);
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
            Step::Moved { item } => self.here = usize::from(*item).min(self.slots.len().saturating_sub(1)),
            Step::ClockSetBack => self.clock_set_back = true,
            Step::Finished(ending) => self.finished = Some(Finish { at, ending: *ending }),
        }
    }

    pub fn answer(&self, given: Given, guessed: bool, spent: Millis, now: UtcMillis) -> Result<Step, Refused> {
        if self.started.deadline().is_some_and(|deadline| deadline < now) {
            return Err(Refused::TimeIsUp);
        }
        let asking = match self.phase() {
            Phase::Asking => true,
            // Until the hand-in an answer may be changed.
            Phase::Answered(_) => self.started.rules.feedback == Feedback::AtEnd,
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
        if self.finished.is_some() || item >= self.slots.len() || !self.started.rules.may_go_back && item < self.here {
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

    /// The step that the clock alone brings about, with the moment it was due: time over means handed in.
    pub fn due(&self, now: UtcMillis) -> Option<(UtcMillis, Step)> {
        let deadline = self.started.deadline().filter(|deadline| *deadline <= now && self.finished.is_none())?;
        Some((deadline, Step::Finished(Ending::TimeOver)))
    }

    /// Time left on the clock, if there is one.
    pub fn left(&self, now: UtcMillis) -> Option<Millis> {
        self.started.deadline().map(|deadline| deadline.since(now))
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
            (Some(of), Some(question)) => shown_orders(self.started.seed, &of.question, &question.body),
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

    pub const fn clock_was_set_back(&self) -> bool {
        self.clock_set_back
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::rules::{Purpose, Rules};
    use super::*;
    use crate::domain::bank::id::{QuestionId, QuestionRef};
    use crate::domain::bank::kind::{Body, Single};
    use crate::domain::bank::level::Level;
    use crate::domain::bank::marking::{Marking, Points};
    use crate::domain::paper::draw::Item;
    use crate::domain::paper::seed::Seed;
    use proptest::prelude::*;

    pub fn question(id: &str) -> Question {
        Question {
            id: QuestionId::new(id),
            point: None,
            topic: "组织生活".into(),
            level: Level::Basic,
            posts: Vec::new(),
            citation: None,
            stem: format!("题{id}"),
            body: Body::Single(Single {
                options: vec!["甲".into(), "乙".into(), "丙".into()],
                answer: 1,
                shuffle: true,
            }),
            explain: "讲解".into(),
            family: None,
            rev: 1,
            retired: false,
            same: Vec::new(),
        }
    }

    pub fn exam() -> Rules {
        Rules::mock_exam(Millis::minutes(10), Points::whole(6), Marking::default())
    }

    pub fn session(rules: Rules, n: usize) -> Session {
        let items =
            (0..n).map(|idx| Item { question: QuestionRef::new("b", format!("q{idx}")), points: Points::whole(2) });
        let started = Started {
            at: UtcMillis(1_000_000),
            purpose: Purpose::Practice,
            title: "练习".into(),
            rules,
            seed: Seed::from_bytes([5; 32]),
            banks: Vec::new(),
            items: items.collect(),
        };
        let questions = (0..n).map(|idx| Some(Arc::new(question(&format!("q{idx}"))))).collect();
        Session::new(started, questions)
    }

    pub fn answer(session: &mut Session, option: u8, at: i64) -> Result<Step, Refused> {
        let now = UtcMillis(1_000_000 + at);
        let step = session.answer(Given::options([option]), false, Millis(500), now)?;
        session.apply(now, &step);
        Ok(step)
    }

    fn go(session: &mut Session, item: usize) {
        let step = session.go_to(item).unwrap();
        session.apply(UtcMillis(1_000_000), &step);
    }

    #[test]
    fn in_practice_an_answer_is_final_and_revealed_at_once() {
        let mut session = session(Rules::PRACTICE, 3);
        assert_eq!(session.phase(), Phase::Asking);
        assert!(!session.reveals(0));
        answer(&mut session, 0, 1).unwrap();
        assert_eq!(session.phase(), Phase::Answered(Share::NONE));
        assert!(session.reveals(0));
        assert_eq!(answer(&mut session, 1, 2), Err(Refused::NotAsking));
        assert_eq!(session.next_open(), Some(1));
    }

    #[test]
    fn in_an_exam_answers_change_until_the_hand_in_and_reveal_nothing_before() {
        let mut session = session(exam(), 3);
        answer(&mut session, 0, 1).unwrap();
        answer(&mut session, 1, 2).unwrap();
        assert!(!session.reveals(0));
        let nothing = session.answer(Given::options([]), false, Millis(1), UtcMillis(1_000_002)).unwrap();
        let mut taken_back = session.clone();
        taken_back.apply(UtcMillis(1_000_002), &nothing);
        assert_eq!(taken_back.n_answered(), 0);
        assert_eq!(session.slot(0).unwrap().answer.as_ref().unwrap().share, Share::FULL);
        let step = session.finish().unwrap();
        assert_eq!(step, Step::Finished(Ending::HandedIn));
        session.apply(UtcMillis(1_000_003), &step);
        assert!(session.reveals(0));
        assert_eq!(answer(&mut session, 0, 4), Err(Refused::NotAsking));
        assert_eq!(session.go_to(1), Err(Refused::NoSuchItem));
    }

    #[test]
    fn what_is_shown_beforehand_is_not_answered() {
        let mut session = session(Rules::RECITE, 2);
        assert_eq!(session.phase(), Phase::Shown);
        assert_eq!(answer(&mut session, 1, 1), Err(Refused::NotAsking));
    }

    #[test]
    fn an_answer_after_the_deadline_is_refused_and_time_over_means_handed_in() {
        let mut session = session(exam(), 2);
        answer(&mut session, 1, 600_000).unwrap();
        go(&mut session, 1);
        assert_eq!(answer(&mut session, 1, 600_001), Err(Refused::TimeIsUp));
        assert_eq!(session.due(UtcMillis(1_599_999)), None);
        let (at, step) = session.due(UtcMillis(9_999_999)).unwrap();
        assert_eq!((at, &step), (UtcMillis(1_600_000), &Step::Finished(Ending::TimeOver)));
        session.apply(at, &step);
        assert_eq!(session.phase(), Phase::Finished);
        assert_eq!(session.due(UtcMillis(9_999_999)), None);
    }

    #[test]
    fn nothing_chosen_is_refused() {
        let session = session(Rules::PRACTICE, 1);
        let refused = session.answer(Given::options([]), false, Millis(0), UtcMillis(1_000_000));
        assert_eq!(refused, Err(Refused::NothingChosen));
    }

    #[test]
    fn a_question_that_left_its_bank_is_said_to_be_missing() {
        let whole = session(Rules::PRACTICE, 2);
        let session = Session::new(whole.started().clone(), vec![None]);
        assert_eq!(session.phase(), Phase::Missing);
        assert_eq!(session.n_items(), 2);
    }

    #[test]
    fn over_an_update_an_answer_keeps_its_result_and_an_open_question_is_asked_as_it_is_now() {
        let mut before = session(Rules::PRACTICE, 3);
        let answered = [answer(&mut before, 1, 1).unwrap(), Step::Moved { item: 1 }];
        let typo = before.question(2).unwrap().hash().edition();
        // The key moved, the second got a new wording, the third lost a slip.
        let mut changed = question("q0");
        changed.body = Body::Single(Single { options: vec!["乙".into(), "甲".into()], answer: 0, shuffle: true });
        let reworded = Question { stem: "新题".into(), ..question("q1") };
        let mended = Question { stem: "题q2。".into(), same: vec![typo], ..question("q2") };
        let questions = [changed, reworded, mended].map(|question| Some(Arc::new(question)));
        let steps = answered.iter().map(|step| (UtcMillis(1_000_001), step));
        let mut after = Session::resume(before.started().clone(), questions.to_vec(), steps);
        assert_eq!(after.slot(0).unwrap().answer.as_ref().unwrap().share, Share::FULL, "as it was marked then");
        assert_eq!([0, 1, 2].map(|item| after.is_revised(item)), [true, false, false]);
        assert_eq!((after.here(), after.phase()), (1, Phase::Asking));
        answer(&mut after, 1, 2).unwrap();
        assert!(!after.is_revised(1), "asked and marked in its new form");
        let Step::Answered(mut old) = answered[0].clone() else { panic!("an answer") };
        (old.item, old.edition) = (2, typo);
        after.apply(UtcMillis(1_000_003), &Step::Answered(old));
        assert!(!after.is_revised(2), "a typo makes no other question of it");
    }

    #[test]
    fn a_lucky_guess_can_be_owned_up_to() {
        let mut session = session(Rules::PRACTICE, 1);
        assert_eq!(session.guess(true), Err(Refused::NotAsking));
        answer(&mut session, 1, 1).unwrap();
        let step = session.guess(true).unwrap();
        session.apply(UtcMillis(1_000_002), &step);
        assert!(session.slot(0).unwrap().answer.as_ref().unwrap().guessed);
    }

    #[test]
    fn every_refusal_reads_as_a_sentence() {
        for refused in [Refused::NothingChosen, Refused::NotAsking, Refused::TimeIsUp, Refused::NoSuchItem] {
            let text = refused.to_string();
            assert!(text.chars().count() > 4 && !text.ends_with('。'), "{text}");
        }
    }

    #[derive(Debug, Clone)]
    enum Act {
        Answer(u8),
        Go(usize),
        Flag(bool),
        Guess(bool),
        Finish,
        Wait(i64),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            4 => (0..4u8).prop_map(Act::Answer),
            3 => (0..6usize).prop_map(Act::Go),
            1 => any::<bool>().prop_map(Act::Flag),
            1 => any::<bool>().prop_map(Act::Guess),
            1 => Just(Act::Finish),
            2 => (0..200_000i64).prop_map(Act::Wait),
        ]
    }

    proptest! {
        /// Whatever is done, the steps that were kept so far give back the session as it stood: question, option
        /// order, clock and sheet.
        #[test]
        fn any_prefix_of_steps_resumes_to_the_same_session(
            mode in 0..3usize,
            acts in proptest::collection::vec(act(), 0..40),
        ) {
            let rules = [Rules::PRACTICE, Rules::RECITE, exam()][mode];
            let mut live = session(rules, 5);
            let questions: Vec<_> = (0..5).map(|idx| live.question(idx).cloned()).collect();
            let mut steps: Vec<(UtcMillis, Step)> = Vec::new();
            let mut now = live.started().at;
            for act in acts {
                let step = match act {
                    Act::Answer(option) => live.answer(Given::options([option]), false, Millis(1), now).ok(),
                    Act::Go(item) => live.go_to(item).ok(),
                    Act::Flag(on) => live.flag(on).ok(),
                    Act::Guess(on) => live.guess(on).ok(),
                    Act::Finish => live.finish().ok(),
                    Act::Wait(span) => {
                        now = UtcMillis(now.0 + span);
                        None
                    }
                };
                if let Some((at, step)) = live.due(now) {
                    live.apply(at, &step);
                    steps.push((at, step));
                } else if let Some(step) = step {
                    live.apply(now, &step);
                    steps.push((now, step));
                }
                let again = Session::resume(
                    live.started().clone(), questions.clone(), steps.iter().map(|(at, step)| (*at, step)),
                );
                prop_assert_eq!(&again, &live);
                prop_assert_eq!(again.phase(), live.phase());
                prop_assert_eq!(again.left(now), live.left(now));
                prop_assert_eq!(again.shown_orders(again.here()), live.shown_orders(live.here()));
            }
        }
    }
}
