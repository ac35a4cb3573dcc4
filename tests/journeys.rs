//! Whole runs through the public interface on the real banks, without a browser.
#![allow(clippy::unwrap_used)]
use std::fs;
use std::path::Path;
use std::sync::Arc;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::id::QuestionRef;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::domain::bank::marking::{Marking, Points};
use xueliansai::domain::bank::question::{Given, Question};
use xueliansai::domain::paper::blueprint::{Blueprint, Section};
use xueliansai::domain::paper::draw::{Item, draw};
use xueliansai::domain::paper::scope::Scope;
use xueliansai::domain::paper::seed::Seed;
use xueliansai::domain::record::event::{EventId, LearnerId, What, Writer};
use xueliansai::domain::record::log::{Log, Pen};
use xueliansai::domain::record::standings::Standings;
use xueliansai::domain::session::result::SessionResult;
use xueliansai::domain::session::rules::{BankUse, Purpose, Rules, Started};
use xueliansai::domain::session::session::Session;
use xueliansai::domain::session::step::{Ending, Step};
use xueliansai::domain::time::{Millis, UtcMillis};
use xueliansai::format::bank_toml;
use xueliansai::format::save;

const MORNING: UtcMillis = UtcMillis(1_795_305_600_000);
const DAY: i64 = 86_400_000;

fn bank(id: &str) -> Bank {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions");
    let (documents, _) =
        bank_toml::parse_documents("documents.toml", &fs::read_to_string(dir.join("documents.toml")).unwrap());
    let file = format!("{id}.toml");
    let (bank, problems) = bank_toml::parse(&file, &fs::read_to_string(dir.join(&file)).unwrap(), &documents);
    assert!(problems.is_empty(), "{problems:?}");
    bank.unwrap()
}

/// A learner with her record, and the session she sits.
struct Learner {
    log: Log,
    pen: Pen,
    session: Session,
    id: EventId,
    now: UtcMillis,
}

impl Learner {
    fn start(bank: &Bank, rules: Rules, items: Vec<Item>, at: UtcMillis) -> Self {
        Self::go_on_with(Log::default(), bank, rules, items, at)
    }

    fn go_on_with(mut log: Log, bank: &Bank, rules: Rules, items: Vec<Item>, at: UtcMillis) -> Self {
        let questions = questions(bank, &items);
        let banks = vec![BankUse { id: bank.id.clone(), hash: Some(bank.hash()), source: None }];
        let seed = Seed::of_paper(&[bank.hash()], b"journey", None);
        let started = Started { at, purpose: Purpose::Practice, title: "一组".into(), rules, seed, banks, items };
        let mut pen = Pen::new(LearnerId::first(), Writer(log.len() as u64 + 1));
        let event = pen.write(log.next_lamport(), at, What::Started(Box::new(started.clone())));
        let id = event.id;
        log.take(event);
        Self { log, pen, session: Session::new(started, questions), id, now: at }
    }

    fn take(&mut self, step: Step) {
        self.now = UtcMillis(self.now.0 + 1000);
        let event =
            self.pen.write(self.log.next_lamport(), self.now, What::Stepped { session: self.id, step: step.clone() });
        self.log.take(event);
        self.session.apply(self.now, &step);
    }

    fn answer(&mut self, item: usize, right: bool) {
        let step = self.session.go_to(item).unwrap();
        self.take(step);
        let question = self.session.question(item).unwrap().clone();
        let given = if right { question.body.key() } else { a_miss(&question) };
        let step = self.session.answer(given, false, Millis(900), self.now).unwrap();
        self.take(step);
    }

    fn finish(&mut self) {
        let step = self.session.finish().unwrap();
        self.take(step);
    }
}

fn questions(bank: &Bank, items: &[Item]) -> Vec<Option<Arc<Question>>> {
    items.iter().map(|item| bank.question(&item.question.question).cloned().map(Arc::new)).collect()
}

fn a_miss(question: &Question) -> Given {
    match question.body.key() {
        Given::Options(key) => Given::options([if key.contains(&0) && key.len() == 1 { 1 } else { 0 }]),
        Given::Judge(said) => Given::Judge(!said),
        Given::Blanks(texts) => Given::Blanks(texts.iter().map(|_| "不知道".to_owned()).collect()),
        Given::Order(positions) => Given::Order(positions.into_iter().rev().collect()),
    }
}

fn items(bank: &Bank, n: usize) -> Vec<Item> {
    let candidates = Scope::default().candidates(bank).into_iter().take(n);
    candidates.map(|candidate| Item { question: candidate.question, points: Points::whole(1) }).collect()
}

#[test]
fn every_question_of_every_bank_pays_for_its_key_and_not_for_a_miss() {
    for id in ["zhibu-gongzuo", "jiguan-jiceng-zuzhi", "jiguan-dangjian-shijian"] {
        let bank = bank(id);
        for question in &bank.questions {
            let marking = Marking::default();
            assert!(question.mark(&question.body.key(), &marking).is_right(), "{}", question.id);
            assert!(!question.mark(&a_miss(question), &marking).is_right(), "{}", question.id);
        }
    }
}

#[test]
fn a_killed_practice_goes_on_from_what_was_kept() {
    let bank = bank("zhibu-gongzuo");
    let mut learner = Learner::start(&bank, Rules::PRACTICE, items(&bank, 10), MORNING);
    for item in 0..4 {
        learner.answer(item, item % 2 == 0);
    }
    // What lies in the store is text; the app that opens again has nothing else.
    let texts: Vec<String> = learner.log.iter().map(save::to_text).collect();
    let mut log = Log::default();
    for text in texts {
        log.take(save::from_text(&text, &LearnerId::first()).unwrap());
    }
    assert_eq!(log, learner.log);
    let standings = Standings::of(&log);
    let record = standings.open_sessions()[0].clone();
    let steps = record.steps.iter().map(|(at, step)| (*at, step));
    let again = Session::resume(record.started.clone(), questions(&bank, &record.started.items), steps);
    assert_eq!(again, learner.session);
    assert_eq!((again.here(), again.n_answered()), (3, 4));
}

#[test]
fn the_wrong_book_empties_after_right_answers_on_two_days() {
    let bank = bank("zhibu-gongzuo");
    let mut learner = Learner::start(&bank, Rules::PRACTICE, items(&bank, 5), MORNING);
    for item in 0..5 {
        learner.answer(item, item != 2);
    }
    learner.finish();
    let missed = learner.session.started().items[2].clone();
    let in_book = |log: &Log| Standings::of(log).wrong_book().into_iter().cloned().collect::<Vec<QuestionRef>>();
    assert_eq!(in_book(&learner.log), std::slice::from_ref(&missed.question));
    let mut log = learner.log;
    for (day, left) in [(0, 1), (0, 1), (1, 0)] {
        let at = UtcMillis(MORNING.0 + day * DAY + 3_600_000);
        let mut drill = Learner::go_on_with(log, &bank, Rules::PRACTICE, vec![missed.clone()], at);
        drill.answer(0, true);
        drill.finish();
        log = drill.log;
        assert_eq!(in_book(&log).len(), left, "day {day}");
    }
}

#[test]
fn a_mock_exam_over_a_real_bank_is_marked_when_its_time_is_over() {
    let bank = bank("jiguan-dangjian-shijian");
    let sections = [(Kind::Single, 20, 2), (Kind::Multiple, 10, 4), (Kind::Judge, 10, 2)];
    let sections = sections.map(|(kind, n, points)| Section { kind, n, points: Points::whole(points) }).to_vec();
    let blueprint = Blueprint { sections };
    let seed = Seed::of_paper(&[bank.hash()], b"exam", None);
    let paper = draw(&blueprint, seed, Scope::default().candidates(&bank)).unwrap();
    assert_eq!(paper, draw(&blueprint, seed, Scope::default().candidates(&bank)).unwrap());
    let rules = Rules::mock_exam(Millis::minutes(30), Points::whole(80), Marking::default());
    let mut learner = Learner::start(&bank, rules, paper, MORNING);
    for item in 0..35 {
        learner.answer(item, true);
    }
    assert_eq!(Standings::of(&learner.log).n_answers(), 0, "nothing counts before the hand-in");
    let (due, step) = learner.session.due(UtcMillis(MORNING.0 + 30 * 60_000)).unwrap();
    assert_eq!(step, Step::Finished(Ending::TimeOver));
    learner.now = UtcMillis(due.0 - 1000);
    learner.take(step);
    let result = SessionResult::of(&learner.session);
    assert_eq!((result.all.n_items, result.all.n_answered, result.all.n_right), (40, 35, 35));
    assert_eq!((result.all.earned, result.all.total), (Points::whole(90), Points::whole(100)));
    assert_eq!((result.passed, result.took), (Some(true), Some(Millis::minutes(30))));
    assert_eq!(Standings::of(&learner.log).n_answers(), 35);
}
