//! Whole runs through the public interface on the real banks, without a browser.
#![allow(clippy::unwrap_used)]
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::id::{QuestionId, QuestionRef};
use xueliansai::domain::bank::kind::{Body, Judge, Kind, Part};
use xueliansai::domain::bank::lint::lint;
use xueliansai::domain::bank::marking::{Marking, Points};
use xueliansai::domain::bank::question::{Given, Question};
use xueliansai::domain::paper::blueprint::{Blueprint, Section};
use xueliansai::domain::paper::draw::{Item, draw, sample};
use xueliansai::domain::paper::scope::Scope;
use xueliansai::domain::paper::seed::Seed;
use xueliansai::domain::record::accuracy::{accuracy, outdated};
use xueliansai::domain::record::event::{EventId, LearnerId, What, Writer};
use xueliansai::domain::record::log::{Log, Pen};
use xueliansai::domain::record::standings::Standings;
use xueliansai::domain::session::result::SessionResult;
use xueliansai::domain::session::rules::{BankUse, Purpose, Rules, Started};
use xueliansai::domain::session::session::Session;
use xueliansai::domain::session::step::{Ending, Step};
use xueliansai::domain::time::{Millis, UtcMillis};
use xueliansai::format::editions_lock::{Edited, Lock};
use xueliansai::format::{bank_json, bank_toml, save};

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
        let (purpose, title) = (Purpose::Practice, "一组".into());
        let started = Started { at, purpose, title, rules, seed, banks, items, entry: None };
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
        Given::Match(chosen) => Given::Match(chosen.into_iter().map(|_| None).collect()),
        Given::Parts(parts) => Given::Parts(parts.into_iter().map(|_| Given::options([])).collect()),
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
    let sections = sections.map(|(kind, n, points)| Section::any(kind, n, Points::whole(points))).to_vec();
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

/// Two editions of one bank: `q-1` loses a slip, `q-2` changes its meaning, `q-3` retires, `q-4` stays, `q-5` is new.
fn edition(n: u8) -> Bank {
    let question = |id: &str, stem: &str, answer: bool, rev: u32, more: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\npoint = \"p\"\nkind = \"judge\"\nstem = \"{stem}\"\nanswer = {answer}\nexplain = \"讲解。\"\nrev = {rev}\n{more}"
        )
    };
    let head = "[bank]\nid = \"b\"\ntitle = \"某题库\"\ndocument = \"d\"\n[[point]]\nid = \"p\"\ntitle = \"一点\"\ntext = \"正文。\"\ncite = { whole = true }\nbasis = \"one-source\"\ntopic = \"会议\"\nlevel = \"basic\"\n";
    let questions = match n {
        1 => [
            question("q-1", "党员大会一般美季度召开一次。", true, 1, ""),
            question("q-2", "党小组会一般每月召开一次。", true, 1, ""),
            question("q-3", "党课一般每月一次。", false, 1, ""),
            question("q-4", "民主评议党员每年开展一次。", true, 1, ""),
        ]
        .concat(),
        _ => [
            question("q-1", "党员大会一般每季度召开一次。", true, 1, "typo = true\n"),
            question("q-2", "党小组会一般每半年召开一次。", false, 2, ""),
            question("q-3", "党课一般每月一次。", false, 1, "retired = true\n"),
            question("q-4", "民主评议党员每年开展一次。", true, 1, ""),
            question("q-5", "组织生活会每年至少召开一次。", true, 1, ""),
        ]
        .concat(),
    };
    let text = format!("{head}{questions}");
    let documents = "[[document]]\nid = \"d\"\ntitle = \"某条例\"\nissuer = \"某机关\"\nchecked = \"2026-11-21\"\n";
    let (documents, _) = bank_toml::parse_documents("documents.toml", documents);
    let (bank, problems) = bank_toml::parse("b.toml", &text, &documents);
    assert!(problems.is_empty(), "{problems:?}");
    bank.unwrap()
}

/// Both editions on their way to the phone: locked one after the other, told by the lock, and read from their assets.
fn published() -> [Bank; 2] {
    let mut lock = Lock::default();
    [1, 2].map(|n| {
        let mut bank = edition(n);
        let typos = BTreeSet::from([QuestionId::new("q-1")]);
        let (typos, unread) = (if n == 1 { BTreeSet::new() } else { typos }, HashSet::new());
        lock = lock.update(&[Edited { file: "b.toml", bank: &bank, typos: &typos, unread: &unread }]).unwrap();
        lock.tell(&mut bank);
        bank_json::read(&bank_json::write(&bank)).unwrap().0
    })
}

/// What the learner finds of each question: whether it counts as seen, is to be asked again, is in the wrong book.
fn found(bank: &Bank, log: &Log) -> Vec<(String, [bool; 3])> {
    let standings = Standings::of(log);
    let of = |question: &Question| {
        let reference = QuestionRef { bank: bank.id.clone(), question: question.id.clone() };
        let standing = standings.question(&reference).cloned().unwrap_or_default();
        let said = [!standing.counts(question).is_empty(), standing.is_outdated(question), standing.is_wrong(question)];
        (question.id.to_string(), said)
    };
    bank.questions.iter().map(of).collect()
}

fn said(id: &str, seen: bool, again: bool, wrong: bool) -> (String, [bool; 3]) {
    (id.to_owned(), [seen, again, wrong])
}

#[test]
fn over_an_update_a_typo_is_not_asked_again_and_a_changed_meaning_is() {
    let [first, second] = published();
    let mut learner = Learner::start(&first, Rules::PRACTICE, items(&first, 4), MORNING);
    // All answered wrongly but the last, which stays open.
    for item in 0..3 {
        learner.answer(item, false);
    }
    assert_eq!(found(&first, &learner.log)[..2], [said("q-1", true, false, true), said("q-2", true, false, true)]);
    let now = [
        said("q-1", true, false, true),
        said("q-2", false, true, false),
        said("q-3", true, false, false),
        said("q-4", false, false, false),
        said("q-5", false, false, false),
    ];
    assert_eq!(found(&second, &learner.log), now);
    let standings = Standings::of(&learner.log);
    let today = MORNING.day();
    let figures = accuracy(&second, &standings, today);
    assert_eq!((figures.n_questions, figures.n_seen, figures.n_outdated), (4, 1, 1));
    assert_eq!(figures.n_answered, 2, "the typo and what retired; not what changed");
    assert_eq!(standings.n_answers(), 3, "and the history holds all");
    assert_eq!(standings.open_sessions()[0].steps.len(), 6);
    let again = outdated(&second, &standings);
    assert_eq!(again, [QuestionRef::new("b", "q-2")]);
    let pool = Scope::default().candidates(&second);
    for byte in 0..8 {
        let drawn = sample(Seed::from_bytes([byte; 32]), 2, pool.clone(), &again);
        assert_eq!(drawn[0], again[0], "what changed is drawn first");
    }

    // The practice left open goes on over the update.
    let record = standings.open_sessions()[0].clone();
    let steps = record.steps.iter().map(|(at, step)| (*at, step));
    let session = Session::resume(record.started.clone(), questions(&second, &record.started.items), steps);
    assert_eq!([0, 1, 2, 3].map(|item| session.is_revised(item)), [false, true, false, false]);
    assert_eq!(session.next_open(), Some(3), "what was answered keeps its result");

    // Answered anew and right, it is no mistake, on the first day already.
    let retry = vec![Item { question: again[0].clone(), points: Points::whole(1) }];
    let at = UtcMillis(MORNING.0 + 3_600_000);
    let mut learner = Learner::go_on_with(learner.log, &second, Rules::PRACTICE, retry, at);
    learner.answer(0, true);
    assert_eq!(found(&second, &learner.log)[1], said("q-2", true, false, false));
    assert_eq!(accuracy(&second, &Standings::of(&learner.log), today).n_right, 1);
}

#[test]
fn without_a_lock_a_bank_by_link_asks_again_whatever_changed_unless_it_says_that_it_meant_the_same() {
    let [first, second] = published();
    let mut learner = Learner::start(&first, Rules::PRACTICE, items(&first, 4), MORNING);
    for item in 0..4 {
        learner.answer(item, false);
    }
    // Read one by one as from a file on another host.
    let read = |bank: &Bank| {
        let text = bank_json::write(bank);
        let (header, _) = bank_json::read_header(&text).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let questions = value["questions"].as_array().unwrap();
        let questions = questions.iter().map(|one| bank_json::read_question(&one.to_string(), &header).unwrap());
        Bank { questions: questions.collect(), ..header.bank.clone() }
    };
    let outdated = |bank: &Bank| -> Vec<String> {
        found(bank, &learner.log).into_iter().filter(|(_, [_, again, _])| *again).map(|(id, _)| id).collect()
    };
    assert_eq!(outdated(&read(&second)), ["q-2"], "made by `bank build`, it carries what its lock knows");
    let mut unlocked = second.clone();
    unlocked.questions.iter_mut().for_each(|question| question.same.clear());
    assert_eq!(outdated(&read(&unlocked)), ["q-1", "q-2"]);
    assert_eq!(outdated(&read(&first)), [""; 0], "and nothing where nothing changed");
}

#[test]
fn an_exam_over_an_update_counts_each_answer_for_what_was_asked() {
    let [first, second] = published();
    let rules = Rules::mock_exam(Millis::minutes(30), Points::whole(2), Marking::default());
    let mut learner = Learner::start(&first, rules, items(&first, 4), MORNING);
    learner.answer(0, true);
    learner.answer(1, true);
    // The app is opened anew, with the second edition.
    let record = Standings::of(&learner.log).open_sessions()[0].clone();
    let steps = record.steps.iter().map(|(at, step)| (*at, step));
    let items = &record.started.items;
    learner.session = Session::resume(record.started.clone(), questions(&second, items), steps);
    assert!(learner.session.is_revised(1));
    learner.answer(3, true);
    learner.finish();
    let result = SessionResult::of(&learner.session);
    assert_eq!((result.all.n_right, result.all.n_answered), (3, 3), "the old answer keeps what it earned");
    let now = found(&second, &learner.log);
    assert_eq!(now[0], said("q-1", true, false, false));
    assert_eq!(now[1], said("q-2", false, true, false));
    assert_eq!(now[3], said("q-4", true, false, false));
}

/// A question of each of the two kinds that are marked by their parts, as an author writes them.
fn matching_and_scenario() -> Bank {
    let text = r#"
[bank]
id = "b"
title = "某题库"
document = "d"
[[point]]
id = "p"
title = "一点"
text = "正文。"
cite = { whole = true }
basis = "one-source"
topic = "会议"
level = "basic"
contrast = [["应到会", "全体有表决权的党员"], ["实到会", "当天到会的"]]
[[question]]
id = "q-1"
point = "p"
kind = "match"
stem = "请把会议和**一般**召开的次数配起来"
pairs = [["支委会会议", "每月"], ["党小组会", "每月"], ["党员大会", "每季度"]]
extra = ["每年"]
explain = "讲解。"
[[question]]
id = "q-2"
point = "p"
kind = "scenario"
material = "某机关党支部有正式党员三十名，准备召开党员大会接收预备党员，当天到会的有二十四名。"
explain = "讲解。"
[[question.part]]
kind = "single"
stem = "至少要多少名正式党员到会？"
options = ["16名", "20名", "24名"]
answer = [0]
shuffle = false
[[question.part]]
kind = "match"
stem = "谁做什么"
pairs = [["支部书记", "主持"], ["申请人", "宣读志愿书"], ["介绍人", "介绍情况"]]
[[question.part]]
kind = "blank"
stem = "赞成的要超过____数"
answer = [["半"]]
explain = "讲解。"
"#;
    let documents = "[[document]]\nid = \"d\"\ntitle = \"某条例\"\nissuer = \"某机关\"\nchecked = \"2026-11-21\"\n";
    let (documents, _) = bank_toml::parse_documents("documents.toml", documents);
    let (bank, problems) = bank_toml::parse("b.toml", text, &documents);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(lint("b.toml", bank.as_ref().unwrap()), []);
    bank.unwrap()
}

/// Two of three pairs, and of the parts the first, two of three pairs of the second, and not the last.
fn partly() -> [Given; 2] {
    let two = Given::Match(vec![Some(0), Some(0), None]);
    let parts =
        vec![Given::options([0]), Given::Match(vec![Some(0), Some(1), Some(0)]), Given::Blanks(vec!["全".into()])];
    [two, Given::Parts(parts)]
}

#[test]
fn pairs_and_parts_earn_part_marks_which_count_as_wrong_and_survive_a_kill() {
    let bank = matching_and_scenario();
    assert_eq!(bank_json::read(&bank_json::write(&bank)).unwrap().0, bank, "the phone reads what the author wrote");
    let rules = Rules::mock_exam(Millis::minutes(30), Points::whole(5), Marking::default());
    let blueprint = |n| Blueprint {
        sections: [Kind::Match, Kind::Scenario].map(|kind| Section::any(kind, n, Points::whole(3))).to_vec(),
    };
    let seed = Seed::of_paper(&[bank.hash()], b"kinds", None);
    let pool = Scope::default().candidates(&bank);
    assert_eq!(draw(&blueprint(2), seed, pool.clone()).unwrap_err().kind, Kind::Match);
    let mut learner = Learner::start(&bank, rules, draw(&blueprint(1), seed, pool).unwrap(), MORNING);
    for (item, given) in partly().into_iter().enumerate() {
        learner.take(learner.session.go_to(item).unwrap());
        learner.take(learner.session.answer(given, false, Millis(900), learner.now).unwrap());
    }
    // What was kept is all that the app has when it is opened again.
    let mut log = Log::default();
    for event in learner.log.iter() {
        log.take(save::from_text(&save::to_text(event), &LearnerId::first()).unwrap());
    }
    let record = Standings::of(&log).open_sessions()[0].clone();
    let steps = record.steps.iter().map(|(at, step)| (*at, step));
    let again = Session::resume(record.started.clone(), questions(&bank, &record.started.items), steps);
    assert_eq!(again, learner.session);
    assert_eq!(again.slots().iter().map(|slot| slot.answer.clone().unwrap().given).collect::<Vec<_>>(), partly());
    assert_eq!(again.shown_orders(1).iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 0], "each part by itself");
    learner.finish();

    let result = SessionResult::of(&learner.session);
    // 2/3 of 3 points, and (1 + 2/3 + 0) / 3 of 3 points, in thousandths rounded down.
    let earned: Vec<(Kind, Points)> = result.by_kind.iter().map(|(kind, part)| (*kind, part.earned)).collect();
    assert_eq!(earned, [(Kind::Match, Points(1998)), (Kind::Scenario, Points(1665))]);
    assert_eq!((result.all.n_answered, result.all.n_right), (2, 0));
    assert_eq!(Standings::of(&learner.log).wrong_book().len(), 2);
}

#[test]
fn a_changed_pair_or_part_changes_the_meaning_and_an_explanation_does_not() {
    let bank = matching_and_scenario();
    let [matching, scenario] = &bank.questions[..] else { panic!("two questions") };
    let change = |question: &Question, change: fn(&mut Body)| {
        let mut changed = question.clone();
        change(&mut changed.body);
        changed.hash() != question.hash()
    };
    fn part(body: &mut Body, idx: usize) -> &mut Part {
        match body {
            Body::Scenario(scenario) => &mut scenario.parts[idx],
            body => panic!("{body:?}"),
        }
    }
    assert!(change(matching, |body| {
        let Body::Match(matching) = body else { panic!("{body:?}") };
        matching.answer[1] = 1;
    }));
    assert!(change(scenario, |body| part(body, 2).stem.push('？')));
    assert!(change(scenario, |body| part(body, 0).body = Body::Judge(Judge { answer: true })));
    assert!(!change(scenario, |body| part(body, 2).explain.clear()));
}
