//! What a session does, mode by mode, and that it is the fold of its steps.
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
            options: vec!["甲".into(), "乙".into(), "丙".into()], answer: 1, shuffle: true
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
    let items = (0..n).map(|idx| Item { question: QuestionRef::new("b", format!("q{idx}")), points: Points::whole(2) });
    let started = Started {
        at: UtcMillis(1_000_000),
        purpose: Purpose::Practice,
        title: "练习".into(),
        rules,
        seed: Seed::from_bytes([5; 32]),
        banks: Vec::new(),
        items: items.collect(),
        entry: None,
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
    Leave,
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..4u8).prop_map(Act::Answer),
        3 => (0..6usize).prop_map(Act::Go),
        1 => any::<bool>().prop_map(Act::Flag),
        1 => any::<bool>().prop_map(Act::Guess),
        1 => Just(Act::Finish),
        1 => Just(Act::Leave),
        2 => (0..200_000i64).prop_map(Act::Wait),
    ]
}

proptest! {
    /// Whatever is done, the steps that were kept so far give back the session as it stood: question, option
    /// order, clock and sheet.
    #[test]
    fn any_prefix_of_steps_resumes_to_the_same_session(
        mode in 0..6usize,
        acts in proptest::collection::vec(act(), 0..40),
    ) {
        let both = Rules { misses: Some(2), watch: true, limit: Some(Millis::minutes(4)), ..clocked(Feedback::AtEnd) };
        let rules = [Rules::PRACTICE, Rules::RECITE, exam(), challenge(), clocked(Feedback::AtOnce), both][mode];
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
                Act::Leave => live.leave().ok(),
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
            prop_assert_eq!(again.question_left(now), live.question_left(now));
            prop_assert_eq!((again.due(now), again.next(), again.n_left()), (live.due(now), live.next(), live.n_left()));
            prop_assert_eq!(again.shown_orders(again.here()), live.shown_orders(live.here()));
        }
    }
}

/// A minute for each question.
fn clocked(feedback: Feedback) -> Rules {
    Rules { feedback, per_question: Some(Millis::minutes(1)), ..Rules::PRACTICE }
}

fn challenge() -> Rules {
    Rules::challenge(Millis(45_000))
}

fn at(after: i64) -> UtcMillis {
    UtcMillis(1_000_000 + after)
}

/// Lets the clocks do all that is due by then.
fn wait(session: &mut Session, after: i64) -> Vec<(i64, Step)> {
    let mut taken = Vec::new();
    while let Some((at, step)) = session.due(self::at(after)) {
        session.apply(at, &step);
        taken.push((at.0 - 1_000_000, step));
    }
    taken
}

#[test]
fn a_questions_time_over_brings_the_next_and_after_the_last_the_end() {
    let mut session = session(clocked(Feedback::AtEnd), 3);
    assert_eq!(session.question_left(at(20_000)), Some(Millis(40_000)));
    assert_eq!(wait(&mut session, 59_999), []);
    assert_eq!(wait(&mut session, 60_000), [(60_000, Step::Moved { item: 1 })]);
    // The app was closed for long: everything that ran out meanwhile did so at its own moment.
    let (over, end) = (Step::Moved { item: 2 }, Step::Finished(Ending::TimeOver));
    assert_eq!(wait(&mut session, 999_000), [(120_000, over), (180_000, end)]);
    assert_eq!(session.finished(), Some(Finish { at: at(180_000), ending: Ending::TimeOver }));
    assert_eq!(session.question_left(at(999_000)), None);
}

#[test]
fn an_answer_after_its_questions_time_is_refused_and_changes_nothing() {
    let mut session = session(clocked(Feedback::AtEnd), 2);
    answer(&mut session, 0, 59_000).unwrap();
    let late = answer(&mut session.clone(), 1, 60_000).unwrap();
    assert_eq!(answer(&mut session, 1, 60_001), Err(Refused::TimeIsUp));
    session.apply(at(60_001), &late);
    assert_eq!(session.slot(0).unwrap().answer.as_ref().unwrap().share, Share::NONE);
    wait(&mut session, 60_001);
    session.apply(at(60_002), &late);
    assert_eq!((session.here(), session.slot(0).unwrap().answer.as_ref().unwrap().share), (1, Share::NONE));
}

#[test]
fn a_final_answer_stops_its_questions_clock_and_going_on_starts_the_next() {
    let mut session = session(clocked(Feedback::AtOnce), 3);
    answer(&mut session, 0, 30_000).unwrap();
    assert_eq!((session.question_left(at(30_000)), session.due(at(999_000))), (None, None));
    session.apply(at(500_000), &session.go_to(1).unwrap());
    assert_eq!(session.question_left(at(510_000)), Some(Millis(50_000)));
    assert_eq!(session.next(), Some(2), "what was missed does not come again");
}

#[test]
fn of_two_clocks_the_earlier_counts() {
    let rules = Rules { limit: Some(Millis(90_000)), ..clocked(Feedback::AtEnd) };
    let mut session = session(rules, 3);
    let (next, end) = (Step::Moved { item: 1 }, Step::Finished(Ending::TimeOver));
    assert_eq!(wait(&mut session, 999_000), [(60_000, next), (90_000, end)]);
}

#[test]
fn with_a_clock_for_each_question_or_misses_there_is_no_way_back_whatever_the_rules_say() {
    assert!(!challenge().goes_back() && Rules::PRACTICE.goes_back() && exam().goes_back());
    for rules in [clocked(Feedback::AtEnd), Rules { misses: Some(3), ..exam() }] {
        let mut session = session(Rules { may_go_back: true, ..rules }, 4);
        assert_eq!(session.go_to(2), Err(Refused::NoSuchItem), "nor can any be jumped over");
        go(&mut session, 1);
        assert_eq!(session.go_to(0), Err(Refused::NoSuchItem));
        session.apply(at(1), &Step::Moved { item: 0 });
        assert_eq!(session.here(), 1);
    }
}

#[test]
fn the_first_miss_ends_a_challenge_once_its_verdict_was_read() {
    let mut session = session(challenge(), 5);
    answer(&mut session, 1, 10_000).unwrap();
    session.apply(at(12_000), &session.go_to(1).unwrap());
    answer(&mut session, 0, 20_000).unwrap();
    assert_eq!((session.phase(), session.reveals(1)), (Phase::Answered(Share::NONE), true));
    assert_eq!((session.next(), session.go_to(2)), (None, Err(Refused::NoSuchItem)));
    assert_eq!(session.due(at(999_000)), None, "nobody takes the explanation away");
    let end = session.finish().unwrap();
    session.apply(at(80_000), &end);
    assert_eq!(session.finished(), Some(Finish { at: at(20_000), ending: Ending::Completed }), "reading is no time");
}

#[test]
fn a_question_passed_over_or_out_of_time_is_a_miss() {
    let mut passed = session(challenge(), 3);
    passed.apply(at(5000), &passed.go_to(1).unwrap());
    assert_eq!(wait(&mut passed, 5000), [(5000, Step::Finished(Ending::Completed))]);
    let mut late = session(challenge(), 3);
    assert_eq!(wait(&mut late, 99_000), [(45_000, Step::Finished(Ending::TimeOver))]);
    let mut second = session(Rules { misses: Some(2), ..challenge() }, 4);
    assert_eq!(wait(&mut second, 45_000), [(45_000, Step::Moved { item: 1 })]);
    answer(&mut second, 1, 50_000).unwrap();
    second.apply(at(60_000), &second.go_to(2).unwrap());
    assert_eq!(wait(&mut second, 999_000), [(105_000, Step::Finished(Ending::TimeOver))]);
}

#[test]
fn misses_of_a_paper_count_when_their_answers_can_no_longer_change() {
    let mut session = session(Rules { misses: Some(1), ..exam() }, 3);
    answer(&mut session, 0, 1000).unwrap();
    answer(&mut session, 1, 2000).unwrap();
    session.apply(at(3000), &session.go_to(1).unwrap());
    answer(&mut session, 0, 4000).unwrap();
    assert_eq!(session.due(at(5000)), None);
    session.apply(at(6000), &session.go_to(2).unwrap());
    assert_eq!(wait(&mut session, 9000), [(6000, Step::Finished(Ending::Completed))]);
}

#[test]
fn leaving_is_counted_where_the_rules_watch_and_only_until_the_end() {
    let mut watched = session(Rules { watch: true, ..exam() }, 2);
    watched.apply(at(1), &watched.leave().unwrap());
    watched.apply(at(2), &Step::Left);
    watched.apply(at(3), &watched.finish().unwrap());
    assert_eq!(watched.leave(), Err(Refused::NotAsking));
    watched.apply(at(4), &Step::Left);
    assert_eq!(watched.n_left(), 2);
    let mut free = session(exam(), 2);
    assert_eq!(free.leave(), Err(Refused::NotAsking));
    free.apply(at(1), &Step::Left);
    assert_eq!(free.n_left(), 0);
}

/// Rules of every make.
pub fn any_rules() -> impl Strategy<Value = Rules> {
    let span = || proptest::option::of((1..300_000u64).prop_map(Millis));
    (0..3usize, span(), span(), proptest::option::of(1..4u16), any::<bool>(), any::<bool>()).prop_map(
        |(feedback, limit, per_question, misses, watch, may_go_back)| {
            let feedback = [Feedback::AtOnce, Feedback::AtEnd, Feedback::Beforehand][feedback];
            Rules { feedback, limit, per_question, misses, watch, may_go_back, ..Rules::PRACTICE }
        },
    )
}

/// Steps as forged or lost events may bring them about.
pub fn any_step() -> impl Strategy<Value = Step> {
    let answer = (0..6u16, 0..3u8).prop_map(|(item, option)| {
        let share = Share::when(option == 1);
        let (given, edition) = (Given::options([option]), crate::domain::bank::hash::Edition(0));
        Step::Answered(Answer { item, given, edition, share, spent: Millis(1), guessed: false })
    });
    prop_oneof![
        5 => answer,
        5 => (0..7u16).prop_map(|item| Step::Moved { item }),
        1 => Just(Step::Left),
        1 => Just(Step::Finished(Ending::HandedIn)),
    ]
}
