//! A contest from its publishing to its ranking through the public interface, without a browser: published, drawn,
//! sat, killed and gone on with, handed in through a chat, marked anew and ranked.
#![allow(clippy::unwrap_used)]
use std::collections::HashSet;
use std::sync::Arc;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points};
use xueliansai::domain::bank::question::Given;
use xueliansai::domain::contest::desk::{Decision, Desk, Standing};
use xueliansai::domain::contest::flag::Flag;
use xueliansai::domain::contest::marked::{Marked, Unfit};
use xueliansai::domain::contest::papers::{Paper, Papers};
use xueliansai::domain::contest::ranking::rank;
use xueliansai::domain::contest::receipt::{DeviceKey, Receipt, ReceiptId};
use xueliansai::domain::contest::terms::{
    Attempts, BankTerm, Counts, NumberAsked, PaperPlan, Reveal, Terms, UnitScore, Units, Window,
};
use xueliansai::domain::paper::blueprint::{Blueprint, Section};
use xueliansai::domain::record::event::{Event, EventId, LearnerId, What, Writer};
use xueliansai::domain::session::entry::{Entry, Unit};
use xueliansai::domain::session::rules::{BankUse, Purpose, Started};
use xueliansai::domain::session::session::Session;
use xueliansai::domain::session::step::Step;
use xueliansai::domain::time::{Millis, UtcMillis};
use xueliansai::format::intake::{Intake, Marker, Outcome, Refused};
use xueliansai::format::pack::{self, Pack, Read};
use xueliansai::format::receipt::{self as written, NoReceipt};
use xueliansai::format::signed::SecretKey;
use xueliansai::format::{bank_json, qr, save};

/// 2026-12-01 09:00 at +08:00.
const OPENS: UtcMillis = UtcMillis(1_796_086_800_000);
const HOUR: u64 = 3_600_000;

/// Twelve single choices, of which two are one family, and two of every other kind.
fn bank() -> Arc<Bank> {
    let mut questions = Vec::new();
    for n in 0..12 {
        let family = if n < 2 { r#","family":"f""# } else { "" };
        questions.push(format!(
            r#"{{"id":"s{n:02}","kind":"single","stem":"单选{n}","options":["甲","乙","丙","丁"],"answer":[{}],"explain":"因为"{family}}}"#,
            n % 4
        ));
    }
    for n in 0..2 {
        questions.extend([
            format!(r#"{{"id":"m{n}","kind":"multiple","stem":"多选{n}","options":["甲","乙","丙","丁"],"answer":[0,2],"explain":"因为"}}"#),
            format!(r#"{{"id":"j{n}","kind":"judge","stem":"判断{n}","answer":{},"explain":"因为"}}"#, n == 0),
            format!(r#"{{"id":"b{n}","kind":"blank","stem":"每____开一次{n}","answer":[["季度","季"]],"explain":"因为"}}"#),
            format!(r#"{{"id":"o{n}","kind":"order","stem":"排序{n}","items":["甲","乙","丙"],"explain":"因为"}}"#),
            format!(r#"{{"id":"p{n}","kind":"match","stem":"配对{n}","pairs":[["甲","1"],["乙","2"],["丙","1"]],"extra":["3"],"explain":"因为"}}"#),
            format!(
                r#"{{"id":"c{n}","kind":"scenario","material":"材料{n}","explain":"因为","part":[{{"kind":"judge","stem":"对吗","answer":true}},{{"kind":"single","stem":"哪个","options":["甲","乙","丙"],"answer":[2]}}]}}"#
            ),
        ]);
    }
    read(&format!(
        r#"{{"format":"xueliansai-bank","version":1,"bank":{{"id":"b","title":"题库"}},"questions":[{}]}}"#,
        questions.join(",")
    ))
}

/// As many single choices of four as `n`.
fn singles(n: usize) -> Arc<Bank> {
    let question = |n| {
        format!(
            r#"{{"id":"s{n:03}","kind":"single","stem":"单选{n}","options":["甲","乙","丙","丁"],"answer":[3],"explain":"因为"}}"#
        )
    };
    let questions: Vec<String> = (0..n).map(question).collect();
    read(&format!(
        r#"{{"format":"xueliansai-bank","version":1,"bank":{{"id":"b","title":"题库"}},"questions":[{}]}}"#,
        questions.join(",")
    ))
}

fn read(json: &str) -> Arc<Bank> {
    let (bank, problems) = bank_json::read(json).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    Arc::new(bank)
}

fn terms(bank: &Bank, sections: &[(Kind, u16, u32)]) -> Terms {
    let mut hash = [0; 16];
    hash.copy_from_slice(&bank.hash().bytes()[..16]);
    let section = |(kind, n, points): &(Kind, u16, u32)| Section::any(*kind, *n, Points::whole(*points));
    Terms {
        title: "知识竞赛".into(),
        organiser: "主办单位".into(),
        note: String::new(),
        banks: vec![BankTerm { id: bank.id.clone(), hash, asset: [0; 5] }],
        paper: PaperPlan::Drawn(Blueprint { sections: sections.iter().map(section).collect() }),
        per_entrant: true,
        shuffles: true,
        limit: Some(Millis::minutes(30)),
        per_question: None,
        misses: None,
        may_go_back: true,
        marking: Marking { multiple: MultipleRule::HalfForSubset, order: OrderRule::NeighbouringPairs },
        pass: None,
        window: Window { opens: OPENS, closes: OPENS.plus(Millis(HOUR)) },
        attempts: Attempts { n: 1, daily: false, counts: Counts::Best },
        rehearsal: false,
        units: Units::List(vec!["办公室".into(), "财务处".into()]),
        number: NumberAsked::None,
        reveal: Reveal::AfterClose,
        watch: true,
        extra_time: true,
        unit_score: UnitScore::Mean,
        seed: [7; 32],
    }
}

const SECTIONS: [(Kind, u16, u32); 7] = [
    (Kind::Single, 4, 10),
    (Kind::Multiple, 1, 10),
    (Kind::Judge, 1, 10),
    (Kind::Blank, 1, 10),
    (Kind::Order, 1, 10),
    (Kind::Match, 1, 10),
    (Kind::Scenario, 1, 10),
];

/// A contest as everybody has it: out of the text that was handed round.
struct Contest {
    pack: Pack,
    papers: Papers,
    bank: Arc<Bank>,
}

impl Contest {
    fn new(bank: Arc<Bank>, terms: &Terms) -> Self {
        let published = pack::publish(terms, Vec::new(), &SecretKey::from_bytes([3; 32])).unwrap();
        let message = format!("请点开：http://10.0.0.8/xls/#/contest/{}\n谢谢", pack::to_text(&published.bytes));
        let Read::Open(pack) = pack::from_text(&message).unwrap() else { panic!("it is not sealed") };
        assert_eq!(pack.terms, *terms);
        let papers = Papers::new(&pack.terms, std::slice::from_ref(&bank)).unwrap();
        Self { pack: *pack, papers, bank }
    }

    fn entry(&self, name: &str, attempt: u16) -> Entry {
        let contest = self.pack.contest;
        Entry { contest, name: name.into(), unit: Unit::Listed(1), number: String::new(), attempt, time_percent: 100 }
    }

    fn paper(&self, entry: &Entry) -> Paper {
        self.papers.of(&self.pack.terms, entry).unwrap()
    }

    fn started(&self, entry: &Entry, at: UtcMillis) -> (Started, Paper) {
        let paper = self.paper(entry);
        let started = Started {
            at,
            purpose: Purpose::Contest,
            title: self.pack.terms.title.clone(),
            rules: self.pack.terms.rules(entry),
            seed: paper.seed,
            banks: vec![BankUse { id: self.bank.id.clone(), hash: Some(self.bank.hash()), source: None }],
            items: paper.items.clone(),
            entry: Some(entry.clone()),
        };
        (started, paper)
    }

    /// Sits a paper: right on the first `n_right` questions, nothing on the others. `kill` takes the app away after so
    /// many steps, and only what was saved remains.
    fn sit(&self, entry: &Entry, at: UtcMillis, n_right: usize, kill: Option<usize>) -> Receipt {
        let (started, paper) = self.started(entry, at);
        let questions = || paper.questions.iter().cloned().map(Some).collect::<Vec<_>>();
        let mut session = Session::new(started.clone(), questions());
        let writer = Writer(5);
        let event = |seq: u32, at, what| {
            let event = Event {
                id: EventId { writer, seq },
                lamport: u64::from(seq) + 1,
                at,
                learner: LearnerId::first(),
                what,
            };
            save::to_bytes(&event)
        };
        let mut saved = vec![event(0, at, What::Started(Box::new(started)))];
        let mut now = at;
        let mut n_steps = 0;
        let mut take = |session: &mut Session, now: UtcMillis, step: Step| {
            saved.push(event(
                saved.len() as u32,
                now,
                What::Stepped { session: EventId { writer, seq: 0 }, step: step.clone() },
            ));
            session.apply(now, &step);
            n_steps += 1;
            if kill == Some(n_steps) {
                let events: Vec<Event> =
                    saved.iter().map(|bytes| save::from_bytes(bytes, &LearnerId::first()).unwrap()).collect();
                let What::Started(started) = &events[0].what else { panic!("the first is the start") };
                let steps = events[1..].iter().map(|event| match &event.what {
                    What::Stepped { step, .. } => (event.at, step),
                    _ => panic!("the others are steps"),
                });
                *session = Session::resume((**started).clone(), questions(), steps);
            }
        };
        for (item, question) in paper.questions.iter().enumerate() {
            if item > 0 {
                let step = session.go_to(item).unwrap();
                take(&mut session, now, step);
            }
            now = now.plus(Millis(11_500));
            if item < n_right {
                let step = session.answer(question.body.key(), false, Millis(11_500), now).unwrap();
                take(&mut session, now, step);
            }
        }
        let step = session.finish().unwrap();
        take(&mut session, now, step);
        Receipt::of(&session, &paper, DeviceKey(device(entry).public())).unwrap()
    }

    fn mark(&self, bytes: &[u8]) -> Result<Marked, Refused> {
        self.marker().mark(bytes)
    }

    fn marker(&self) -> Marker<'_> {
        Marker { terms: &self.pack.terms, papers: &self.papers, contest: self.pack.contest }
    }
}

/// Everybody has a device of her own.
fn device(entry: &Entry) -> SecretKey {
    let mut bytes = [1; 32];
    bytes.iter_mut().zip(entry.name.bytes()).for_each(|(to, from)| *to = from);
    SecretKey::from_bytes(bytes)
}

fn signed(receipt: &Receipt) -> Vec<u8> {
    written::to_bytes(receipt, &device(&receipt.entry))
}

fn contest() -> Contest {
    let bank = bank();
    let terms = terms(&bank, &SECTIONS);
    Contest::new(bank, &terms)
}

#[test]
fn papers_of_three_seeds_and_three_entrants_are_what_they_were() {
    let bank = bank();
    let mut papers = Vec::new();
    for seed in [7, 8, 9] {
        let contest = Contest::new(bank.clone(), &Terms { seed: [seed; 32], ..terms(&bank, &SECTIONS) });
        for name in ["参赛者甲", "参赛者乙", "参赛者丙"] {
            let paper = contest.paper(&contest.entry(name, 1));
            let ids: Vec<&str> = paper.items.iter().map(|item| item.question.question.as_str()).collect();
            let hash: String = paper.hash().0.iter().map(|byte| format!("{byte:02x}")).collect();
            papers.push(format!("{} {hash}", ids.join(" ")));
        }
    }
    // Golden vectors: they change only if papers change, and then their version must.
    assert_eq!(papers, GOLDEN);
    assert_eq!(papers.iter().collect::<HashSet<_>>().len(), 9);
}

const GOLDEN: [&str; 9] = [
    "s06 s01 s03 s11 m1 j1 b0 o1 p0 c1 0a67cf989df111ac",
    "s02 s07 s06 s04 m0 j0 b1 o1 p0 c1 90ba636ce7918d8d",
    "s04 s09 s10 s00 m0 j1 b0 o1 p1 c0 bb4651755f41f29a",
    "s01 s11 s02 s08 m1 j1 b0 o0 p1 c0 3140d3046bbce00c",
    "s00 s05 s11 s08 m1 j0 b1 o0 p0 c0 a37110f6e33efa6e",
    "s11 s02 s04 s03 m1 j1 b1 o1 p0 c0 d6957370ac628f8f",
    "s03 s08 s05 s09 m0 j0 b1 o1 p0 c0 4e43106a7df42f2f",
    "s05 s10 s03 s07 m0 j0 b0 o0 p1 c1 34c1cc3d96034542",
    "s06 s03 s05 s01 m1 j0 b1 o0 p0 c1 f72224c577643bde",
];

#[test]
fn a_contest_goes_from_its_link_through_the_chat_to_its_ranking() {
    let contest = contest();
    let sat = [("参赛者甲", 7), ("参赛者乙", 10), ("参赛者丙", 4)];
    let chat: Vec<String> = sat
        .iter()
        .map(|(name, n_right)| {
            let receipt = contest.sit(&contest.entry(name, 1), OPENS.plus(Millis(60_000)), *n_right, None);
            format!("{name} 09:40\n我的答卷：{}\n", written::to_text(&signed(&receipt)))
        })
        .collect();
    // Forwarded twice, with talk between.
    let mut intake = Intake::new(HashSet::new());
    intake.add("群聊".into(), chat.concat());
    intake.add("单聊".into(), format!("大家都交了吗？\n{}", chat[1]));
    let mut marked = Vec::new();
    let mut n_again = 0;
    while let Some((_, outcome)) = intake.step(contest.marker()) {
        match outcome {
            Outcome::New(one, _) => marked.push(*one),
            Outcome::Known(..) => n_again += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((marked.len(), n_again), (3, 1));
    let filed = Desk::default().file(&contest.pack.terms, &marked);
    let ranked = rank(&contest.pack.terms, &filed);
    let places: Vec<_> = ranked.iter().map(|it| (it.place, it.name, it.score, it.took.whole_seconds())).collect();
    let points = Points::whole;
    assert_eq!(
        places,
        [(1, "参赛者乙", points(100), 115), (2, "参赛者甲", points(70), 115), (3, "参赛者丙", points(40), 115),]
    );
}

#[test]
fn an_app_killed_at_any_step_hands_in_the_same_receipt() {
    let contest = contest();
    let entry = contest.entry("参赛者甲", 1);
    let at = OPENS.plus(Millis(1_234));
    let whole = signed(&contest.sit(&entry, at, 8, None));
    for kill in 1..18 {
        assert_eq!(signed(&contest.sit(&entry, at, 8, Some(kill))), whole, "killed after step {kill}");
    }
}

#[test]
fn a_late_receipt_and_a_second_attempt_wait_for_the_organiser() {
    let contest = contest();
    let on_time = contest.sit(&contest.entry("参赛者甲", 1), OPENS.plus(Millis(60_000)), 5, None);
    let late = contest.sit(&contest.entry("参赛者乙", 1), OPENS.plus(Millis(HOUR - 30_000)), 9, None);
    let second = contest.sit(&contest.entry("参赛者甲", 2), OPENS.plus(Millis(600_000)), 10, None);
    let marked = [on_time, late, second].map(|receipt| contest.mark(&signed(&receipt)).unwrap());
    let mut desk = Desk::default();
    let filed = desk.file(&contest.pack.terms, &marked);
    let standings: Vec<Standing> = filed.iter().map(|filed| filed.standing).collect();
    assert_eq!(standings, [Standing::Counts, Standing::Waits, Standing::Waits]);
    assert_eq!(filed[1].flags, [Flag::Late(Millis(85_000))]);
    assert_eq!(filed[2].flags, [Flag::Beyond(2)]);
    assert_eq!(rank(&contest.pack.terms, &filed)[0].score, Points::whole(50));
    desk.decisions.insert(marked[2].id, Decision::Counts);
    let filed = desk.file(&contest.pack.terms, &marked);
    assert_eq!(rank(&contest.pack.terms, &filed)[0].score, Points::whole(100), "she may let it count");
}

#[test]
fn every_flipped_bit_of_a_receipt_is_refused() {
    let contest = contest();
    let bytes = signed(&contest.sit(&contest.entry("参赛者甲", 1), OPENS, 5, None));
    assert!(contest.mark(&bytes).is_ok());
    for bit in 0..bytes.len() * 8 {
        let mut forged = bytes.clone();
        forged[bit / 8] ^= 1 << (bit % 8);
        let refused = contest.mark(&forged).unwrap_err();
        assert!(matches!(refused, Refused::Unreadable(_)), "bit {bit}: {refused:?}");
        if bit >= 24 {
            assert_eq!(refused, Refused::Unreadable(NoReceipt::BadSignature), "bit {bit}");
        }
    }
}

#[test]
fn a_receipt_carries_answers_and_never_a_score() {
    let contest = contest();
    let entry = contest.entry("参赛者甲", 1);
    let honest = contest.sit(&entry, OPENS, 3, None);
    // The same receipt whatever share the phone's own session gave: only answers travel.
    let (started, paper) = contest.started(&entry, OPENS);
    let mut session = Session::new(started, paper.questions.iter().cloned().map(Some).collect());
    let mut now = OPENS;
    for item in 0..10 {
        if item > 0 {
            let step = session.go_to(item).unwrap();
            session.apply(now, &step);
        }
        now = now.plus(Millis(11_500));
        if item < 3 {
            let key = paper.questions[item].body.key();
            let Step::Answered(mut answer) = session.answer(key, false, Millis(11_500), now).unwrap() else {
                panic!("an answer is an answer")
            };
            answer.share = xueliansai::domain::bank::marking::Share::NONE;
            session.apply(now, &Step::Answered(answer));
        }
    }
    let step = session.finish().unwrap();
    session.apply(now, &step);
    let forged = Receipt::of(&session, &paper, honest.device).unwrap();
    assert_eq!(forged, honest);
    assert_eq!(contest.mark(&signed(&forged)).unwrap().score, Points::whole(30));
}

#[test]
fn answers_to_a_paper_of_ones_own_choosing_are_refused() {
    let contest = contest();
    let mut receipt = contest.sit(&contest.entry("参赛者甲", 1), OPENS, 10, None);
    // Somebody else's paper under her own name, properly signed.
    receipt.entry.name = "参赛者乙".into();
    match contest.mark(&signed(&receipt)) {
        Err(Refused::Unfit(why, of)) => assert_eq!((why, &of.entry.name[..]), (Unfit::OtherPaper, "参赛者乙")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn fifty_choices_are_a_short_text_and_a_small_code() {
    let sizes: Vec<(usize, usize, i32)> = [50u16, 100]
        .into_iter()
        .map(|n| {
            let bank = singles(usize::from(n));
            let terms = terms(&bank, &[(Kind::Single, n, 2)]);
            let contest = Contest::new(bank, &terms);
            let receipt = contest.sit(&contest.entry("参赛者甲", 1), OPENS, usize::from(n) - 3, None);
            let text = written::to_text(&signed(&receipt));
            // Versions are four squares apart; the quiet zone is four wide.
            let version = (qr::draw(&text).unwrap().side - 8 - 17) / 4;
            (usize::from(n), text.len(), version)
        })
        .collect();
    for (n, length, version) in &sizes {
        println!("{n} choices: {length} characters, code of version {version}");
    }
    assert!(sizes[0].1 <= 400 && sizes[0].2 <= 12, "{sizes:?}");
    assert!(sizes[1].1 <= 500 && sizes[1].2 <= 15, "{sizes:?}");
}

#[test]
fn identical_wrong_answers_are_shown_to_the_organiser() {
    let bank = bank();
    let terms = Terms { per_entrant: false, ..terms(&bank, &[(Kind::Single, 8, 10)]) };
    let contest = Contest::new(bank, &terms);
    let wrong = |name: &str| {
        let mut receipt = contest.sit(&contest.entry(name, 1), OPENS, 0, None);
        let paper = contest.paper(&receipt.entry);
        let given: Vec<Option<Given>> = paper
            .questions
            .iter()
            .map(|question| {
                let Given::Options(key) = question.body.key() else { panic!("all are choices") };
                Some(Given::options([(key[0] + 1) % 4]))
            })
            .collect();
        receipt.answers = xueliansai::domain::contest::packing::pack(&paper.questions, &given);
        contest.mark(&signed(&receipt)).unwrap()
    };
    let marked = [wrong("参赛者甲"), wrong("参赛者乙")];
    let filed = Desk::default().file(&contest.pack.terms, &marked);
    assert_eq!(filed[0].flags, [Flag::SameWrong("参赛者乙（财务处）".into(), 8)]);
    assert_eq!(filed[0].standing, Standing::Counts, "a likeness decides nothing");
    assert_ne!(marked[0].id, ReceiptId([0; 10]));
}
