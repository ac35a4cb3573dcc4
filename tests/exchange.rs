//! Banks out into other programs' formats and in again: what a format carries comes back as it was, without a note.
//! The files of our own banks are left for the independent readers, see `tests/independent/exchange.py`.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::document::Document;
use xueliansai::domain::bank::draft::Draft;
use xueliansai::domain::bank::id::{BankId, QuestionId};
use xueliansai::domain::bank::kind::{Blank, Body, Judge, Kind, Matching, Multiple, Order, Part, Scenario, Single};
use xueliansai::domain::bank::level::Level;
use xueliansai::domain::bank::question::Question;
use xueliansai::domain::bank::text::plain;
use xueliansai::format::bank_toml;
use xueliansai::format::export::left_out::LeftOut;
use xueliansai::format::export::{aiken, gift, moodle_xml, qti};
use xueliansai::format::import;
use xueliansai::format::import::found::Found;
use xueliansai::format::import::pace::{Headlong, at_once};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Format {
    Gift,
    MoodleXml,
    Qti,
}

const FORMATS: [Format; 3] = [Format::Gift, Format::MoodleXml, Format::Qti];

impl Format {
    fn out_and_in(self, bank: &Bank) -> Vec<Found> {
        let found = match self {
            Self::Gift => at_once(import::gift::read(&gift::write(bank), &Headlong)),
            Self::MoodleXml => at_once(import::moodle_xml::read(&moodle_xml::write(bank), &Headlong)),
            Self::Qti => at_once(import::qti::read(&qti::write(bank), &Headlong)),
        };
        found.unwrap_or_default()
    }

    fn left_out(self, bank: &Bank) -> Vec<LeftOut> {
        match self {
            Self::Gift => gift::left_out(bank),
            Self::MoodleXml => moodle_xml::left_out(bank),
            Self::Qti => qti::left_out(bank),
        }
    }

    /// What must come back of a question, if it goes out at all.
    fn carried(self, question: &Question) -> Option<Draft> {
        let draft = Draft { posts: vec![], point: None, citation: None, family: None, ..Draft::of(question) };
        match (self, draft.kind) {
            (_, Kind::Scenario) | (Self::Gift | Self::MoodleXml, Kind::Order) => None,
            (Self::Gift | Self::MoodleXml, Kind::Blank) if draft.gaps.len() != 1 => None,
            (Self::Gift, Kind::Blank) if draft.gaps[0].iter().any(|text| text.contains("->")) => None,
            (Self::Gift, _) => Some(Draft { shuffle: true, any_order: false, ..draft }),
            (Self::MoodleXml, _) => Some(Draft { any_order: false, ..draft }),
            (Self::Qti, _) => Some(Draft { level: Level::Basic, any_order: false, ..draft }),
        }
    }
}

/// How many questions came back.
#[track_caller]
fn check(format: Format, bank: &Bank) -> usize {
    let found = format.out_and_in(bank);
    let expected: Vec<Draft> = bank.live().filter_map(|question| format.carried(question)).collect();
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!((&found.draft, &found.notes[..]), (expected, &[][..]), "{format:?}");
    }
    assert_eq!(found.len(), expected.len(), "{format:?}");
    let lost = bank.live().filter(|question| format.carried(question).is_none());
    let lost: Vec<&QuestionId> = lost.map(|question| &question.id).collect();
    let told = format.left_out(bank);
    let mut told: Vec<&QuestionId> = told.iter().filter(|told| told.is_whole()).flat_map(|told| &told.ids).collect();
    told.sort_by_key(|id| bank.questions.iter().position(|question| question.id == **id));
    assert_eq!(told, lost, "{format:?}: what does not go out is told");
    expected.len()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("questions")
}

fn documents() -> Vec<Document> {
    bank_toml::parse_documents("d.toml", &fs::read_to_string(folder().join("documents.toml")).unwrap()).0
}

fn banks() -> Vec<Bank> {
    let documents = documents();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".toml") && !["documents.toml", "courses.toml"].contains(&&*name)
    });
    paths.sort();
    let read = |path: &PathBuf| bank_toml::parse("b.toml", &fs::read_to_string(path).unwrap(), &documents).0.unwrap();
    paths.iter().map(read).collect()
}

#[test]
fn our_own_banks_come_back_as_they_went_out() {
    let banks = banks();
    assert!(banks.len() >= 16);
    for format in FORMATS {
        let n_back: usize = banks.iter().map(|bank| check(format, bank)).sum();
        let n_live: usize = banks.iter().map(|bank| bank.live().count()).sum();
        println!("{format:?}: {n_back} of {n_live}");
        assert!(n_back * 10 > n_live * 8, "{format:?} carries most of them: {n_back} of {n_live}");
    }
}

/// Aiken as Moodle reads it: the text up to the first option is asked, then options in order, then the answer.
fn read_aiken(text: &str) -> Vec<(String, Vec<String>, usize)> {
    let (mut read, mut stem, mut options) = (Vec::new(), String::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut chars = line.chars();
        let (first, second) = (chars.next().unwrap(), chars.next());
        if let Some(key) = line.strip_prefix("ANSWER:") {
            let key = key.trim().bytes().next().unwrap() - b'A';
            read.push((std::mem::take(&mut stem), std::mem::take(&mut options), usize::from(key)));
        } else if first.is_ascii_uppercase() && matches!(second, Some('.' | ')')) {
            assert_eq!(usize::from(first as u8 - b'A'), options.len(), "{line}");
            options.push(line[2..].trim().to_owned());
        } else {
            assert!(stem.is_empty() && options.is_empty(), "a stem in one line: {line}");
            stem = line.to_owned();
        }
    }
    assert!(stem.is_empty() && options.is_empty(), "an answer for all");
    read
}

#[test]
fn single_choices_and_judgements_come_back_from_aiken() {
    let mut n_back = 0;
    for bank in banks() {
        let expected = bank.live().filter_map(|question| match &question.body {
            Body::Single(single) => Some((plain(&question.stem), single.options.clone(), usize::from(single.answer))),
            Body::Judge(judge) => {
                Some((plain(&question.stem), vec!["对".to_owned(), "错".to_owned()], usize::from(!judge.answer)))
            }
            _ => None,
        });
        let expected: Vec<_> = expected.collect();
        assert_eq!(read_aiken(&aiken::write(&bank)), expected);
        let whole: usize =
            aiken::left_out(&bank).iter().filter(|told| told.is_whole()).map(|told| told.ids.len()).sum();
        assert_eq!(whole + expected.len(), bank.live().count());
        n_back += expected.len();
    }
    println!("Aiken: {n_back}");
    assert!(n_back > 800);
}

fn asked(id: usize, stem: &str, body: Body, explain: &str, topic: &str) -> Question {
    Question {
        id: QuestionId::new(format!("q-{id}")),
        point: None,
        topic: topic.to_owned(),
        level: Level::ALL[id % 3],
        posts: vec![],
        citation: None,
        stem: stem.to_owned(),
        body,
        explain: explain.to_owned(),
        family: None,
        rev: 1,
        retired: false,
        same: vec![],
    }
}

fn bank_of(questions: Vec<Question>) -> Bank {
    Bank {
        id: BankId::new("b"),
        title: "甲/乙 题库".to_owned(),
        document: None,
        reviews: vec![],
        documents: vec![],
        points: vec![],
        questions,
    }
}

/// A question of each kind, all from the same few texts.
fn one_of_each(texts: &[String; 6], topic: &str) -> Bank {
    let [stem, one, two, three, four, explain] = texts;
    // No two options are alike.
    let apart = [(one, "一"), (two, "二"), (three, "三"), (four, "四")].map(|(text, end)| format!("{text}{end}"));
    let [one, two, three, four] = &apart;
    let strings = |texts: &[&String]| texts.iter().map(|text| (*text).clone()).collect::<Vec<_>>();
    let pairs = [[one, three], [two, four], [three, three]].map(|pair| pair.map(Clone::clone)).to_vec();
    let judge = || Body::Judge(Judge { answer: stem.len() % 2 == 0 });
    let part = |body| Part { stem: one.clone(), body, explain: two.clone() };
    let blank = |gaps: Vec<Vec<String>>| Body::Blank(Blank { gaps, any_order: false });
    let options = strings(&[one, two, three, four]);
    let bodies = [
        (stem.clone(), Body::Single(Single { options: options.clone(), answer: 2, shuffle: true })),
        (stem.clone(), Body::Single(Single { options: options.clone(), answer: 0, shuffle: false })),
        (stem.clone(), Body::Multiple(Multiple { options: options.clone(), answer: vec![0, 1, 3], shuffle: true })),
        (format!("党**{one}**章"), Body::Multiple(Multiple { options, answer: vec![1], shuffle: false })),
        (stem.clone(), judge()),
        (format!("{stem}____{one}"), blank(vec![strings(&[two, three])])),
        (format!("{stem}____"), blank(vec![strings(&[four])])),
        (format!("____{stem}____"), blank(vec![strings(&[one]), strings(&[two, three])])),
        (stem.clone(), Body::Order(Order { items: strings(&[three, one, two]) })),
        (stem.clone(), Body::Match(Matching::new(pairs, strings(&[two])))),
        (stem.clone(), Body::Scenario(Scenario { parts: vec![part(judge()), part(judge())] })),
    ];
    let questions = bodies.into_iter().enumerate();
    bank_of(questions.map(|(id, (stem, body))| asked(id, &stem, body, explain, topic)).collect())
}

#[test]
fn marks_of_the_formats_are_text_in_a_bank() {
    for texts in [
        ["党的性质", "先锋队", "领导核心", "桥梁纽带", "执政党", "见党章总纲"],
        ["a=b~c{d}e#f:g\\h", "=甲", "~乙", "%50%丙", "->丁", "####戊"],
        ["<b>不</b>&nbsp;&amp;", "<!--", "]]>", "&lt;", "a<b", "<script>alert(1)</script>"],
        ["[html]党", "[plain]甲", "[moodle]乙", "//丙", "T", "FALSE"],
        ["第一行\n第二行", "\"甲\"", "'乙'", "5 * 3", "两  个  空格", "\\n不是换行\\"],
        ["::名::党", "对", "错", "{对}", "$CATEGORY: x", "ANSWER: A"],
        ["｛＝甲～乙｝党", "＝", "～", "＃", "％50％", "：：名：："],
        ["…。", "3", "3.0", "1..5", "3:2", "#3"],
    ] {
        for topic in ["", "组织/生活", "三会一课"] {
            let bank = one_of_each(&texts.map(str::to_owned), topic);
            for (format, n_back) in [(Format::Gift, 7), (Format::MoodleXml, 8), (Format::Qti, 10)] {
                assert!(check(format, &bank) >= n_back, "{format:?}");
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    let tokens = proptest::sample::select(vec![
        "=",
        "~",
        "{",
        "}",
        "#",
        ":",
        "::",
        "\\",
        "%50%",
        "<b>",
        "</p>",
        "&amp;",
        "&",
        "->",
        "//",
        "\"",
        "'",
        "*",
        "[html]",
        "T",
        "\\n",
        "\n",
        " ",
        "  ",
        "]]>",
        "<![CDATA[",
        "$",
        "3",
        "；",
        "｛",
        "～",
        "＝",
        "\u{3000}",
        "####",
    ]);
    // Outer white space is trimmed and empty lines go, so every mark has a character beside it.
    (proptest::collection::vec(tokens, 0..6), "[a-z党章]")
        .prop_map(|(tokens, last)| tokens.join("党") + &last)
        .prop_map(|text| text.trim().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_a_bank_says_comes_back(texts in proptest::array::uniform6(text())) {
        let bank = one_of_each(&texts, "主题");
        for format in FORMATS {
            check(format, &bank);
        }
    }
}

fn told(question: &Question) -> Value {
    let Draft { options, keys, judged, gaps, pairs, extra, .. } = Draft::of(question);
    json!({
        "id": question.id.as_str(), "kind": question.kind().key(), "stem": question.stem, "explain": question.explain,
        "topic": question.topic, "level": question.level.label(), "options": options, "keys": keys, "judged": judged,
        "gaps": gaps, "pairs": pairs, "extra": extra,
    })
}

/// Not a check of its own: it leaves what the readers in `tests/independent` and `tests/browser` are given.
#[test]
fn files_are_left_for_the_independent_readers() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exchange");
    fs::create_dir_all(&folder).unwrap();
    for bank in banks() {
        let write = |end: &str, bytes: &[u8]| {
            fs::write(folder.join(format!("{}.{end}", bank.id.as_str())), bytes).unwrap();
        };
        write("gift", gift::write(&bank).as_bytes());
        write("moodle.xml", moodle_xml::write(&bank).as_bytes());
        write("aiken.txt", aiken::write(&bank).as_bytes());
        write("qti.zip", &qti::write(&bank));
        let questions: Vec<Value> = bank.live().map(told).collect();
        write("expected.json", serde_json::to_string(&questions).unwrap().as_bytes());
        assert!(!questions.is_empty());
    }
}
