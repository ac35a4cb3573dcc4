//! Bank JSON, version 1: banks by link, of authors and in contests; our own assets are [`super::bank_bytes`]. It is read
//! tolerantly: what cannot be asked is left out and reported, and the rest stands.
use super::bank_from_json;
use super::bank_from_raw::{self, Read, Reading};
use super::bank_raw::{RawBank, RawDocument, RawPoint, RawQuestion, RawReview};
use super::bank_to_raw;
use super::json::{self, Fields};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::{BankId, DocumentId, PointId};
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::lint::problem::{Problem, Subject};
use crate::domain::bank::point::Point;
use crate::domain::bank::question::Question;
use crate::domain::sort::sort_by;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt;

pub const FORMAT: &str = "xueliansai-bank";
pub const VERSION: u32 = 1;

/// Why a text is no bank at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    NotJson { line: usize, column: usize },
    NotABank,
    Newer(u32),
    Nameless,
}

/// A bank without its questions, ready to read them one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub bank: Bank,
    /// Positions of the bank's points in the order of their ids.
    by_id: Vec<usize>,
}

/// The parts of a file, cut but not yet read, so that a mistake in one of them does not hide the others.
#[derive(Default)]
struct Cut<'a> {
    format: Option<&'a str>,
    version: Option<&'a str>,
    bank: Option<&'a str>,
    reviews: Option<&'a str>,
    documents: Option<&'a str>,
    points: Option<&'a str>,
    questions: Option<&'a str>,
}

#[derive(Serialize)]
struct Whole {
    format: &'static str,
    version: u32,
    bank: RawBank,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reviews: Vec<RawReview>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    documents: Vec<RawDocument>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    points: Vec<RawPoint>,
    questions: Vec<RawQuestion>,
}

/// Compact: defaults, and what a question shares with its point, are left out.
pub fn write(bank: &Bank) -> String {
    let document = bank.document.as_ref();
    let whole = Whole {
        format: FORMAT,
        version: VERSION,
        bank: bank_to_raw::bank(bank),
        reviews: bank.reviews.iter().map(bank_to_raw::review).collect(),
        documents: bank.documents.iter().map(bank_to_raw::document).collect(),
        points: bank.points.iter().map(|point| bank_to_raw::point(point, document)).collect(),
        questions: bank
            .questions
            .iter()
            .map(|question| {
                let point = question.point.as_ref().and_then(|id| bank.point(id));
                bank_to_raw::question(question, point, document)
            })
            .collect(),
    };
    serde_json::to_string(&whole).expect("texts, numbers and lists always have a JSON form")
}

pub fn read(text: &str) -> Result<(Bank, Vec<Problem>), Unreadable> {
    let cut = cut(text)?;
    let questions = cut.questions.filter(|text| text.starts_with('[')).ok_or(Unreadable::NotABank)?;
    let questions = json::parts(questions);
    let (mut header, mut problems) = header(&cut)?;
    let mut seen = HashSet::with_capacity(questions.len());
    let mut good = Vec::with_capacity(questions.len());
    for (idx, question) in questions.into_iter().enumerate() {
        let (id, (question, faults)) = question_parts(question, &header, idx + 1);
        let report = |fault| header.problem(Subject::Question, id.as_deref(), fault);
        problems.extend(faults.into_iter().map(report));
        match question {
            Some(question) if !seen.insert(question.id.clone()) => problems.push(report(Fault::DuplicateId)),
            Some(question) => good.push(question),
            None => {}
        }
    }
    header.bank.questions = good;
    Ok((header.bank, problems))
}

/// Reads a bank whose `questions` are missing or not to be read yet.
pub fn read_header(text: &str) -> Result<(Header, Vec<Problem>), Unreadable> {
    header(&cut(text)?)
}

/// Reads one question's object cut out of its file. Whether its id is its own the caller has to know.
pub fn read_question(text: &str, header: &Header) -> Result<Question, Problem> {
    let (id, (question, faults)) = question_parts(text, header, 1);
    question.ok_or_else(|| {
        let worst = faults.into_iter().find(Fault::is_unusable).unwrap_or(Fault::NoId { nth: 1 });
        header.problem(Subject::Question, id.as_deref(), worst)
    })
}

impl Header {
    fn new(bank: Bank) -> Self {
        let mut by_id: Vec<usize> = (0..bank.points.len()).collect();
        sort_by(&mut by_id, |a, b| bank.points[*a].id.cmp(&bank.points[*b].id));
        Self { bank, by_id }
    }

    fn point(&self, id: &PointId) -> Option<&Point> {
        let found = self.by_id.binary_search_by(|idx| self.bank.points[*idx].id.cmp(id)).ok()?;
        self.bank.points.get(self.by_id[found])
    }

    /// A file by link has no name of its own; the bank's id stands for it.
    fn problem(&self, subject: Subject, id: Option<&str>, fault: Fault) -> Problem {
        Problem::new(self.bank.id.as_str(), subject, id, fault)
    }
}

fn cut(text: &str) -> Result<Cut<'_>, Unreadable> {
    // Windows editors put an invisible mark at the start of a file.
    let text = text.trim_start_matches('\u{FEFF}');
    if let Some((line, column)) = json::broken_at(text) {
        return Err(Unreadable::NotJson { line, column });
    }
    let mut cut = Cut::default();
    if !text.trim_ascii_start().starts_with('{') {
        return Err(Unreadable::NotABank);
    }
    for part in json::parts(text) {
        let Some((key, value)) = json::member(part) else { continue };
        let slot = match key {
            "format" => &mut cut.format,
            "version" => &mut cut.version,
            "bank" => &mut cut.bank,
            "reviews" => &mut cut.reviews,
            "documents" => &mut cut.documents,
            "points" => &mut cut.points,
            "questions" => &mut cut.questions,
            _ => continue,
        };
        if slot.is_some() {
            return Err(Unreadable::NotABank);
        }
        *slot = Some(value).filter(|value| *value != "null");
    }
    let is_ours = cut.format.is_some_and(|format| format.trim_matches('"') == FORMAT);
    let version = cut.version.and_then(|version| version.parse::<u32>().ok());
    match version {
        Some(VERSION) if is_ours => Ok(cut),
        Some(newer) if is_ours && newer > VERSION => Err(Unreadable::Newer(newer)),
        _ => Err(Unreadable::NotABank),
    }
}

fn header(cut: &Cut) -> Result<(Header, Vec<Problem>), Unreadable> {
    let raw = bank_from_json::bank(cut.bank.ok_or(Unreadable::NotABank)?).map_err(|_| Unreadable::NotABank)?;
    let id = raw.id.filter(|id| !id.0.trim().is_empty()).ok_or(Unreadable::Nameless)?.0;
    let document = raw.document.map(|document| DocumentId::new(document.0));
    let mut problems = Vec::new();
    let mut report = |subject, found: Option<&str>, fault| problems.push(Problem::new(&id, subject, found, fault));
    let (mut reviews, mut documents, mut points) = (Vec::new(), Vec::new(), Vec::new());
    each(cut.reviews, "表RawReview", Subject::File, &mut report, &mut |fields| {
        let (review, faults) = bank_from_raw::review(bank_from_json::review(fields)?);
        reviews.extend(review);
        Ok(faults)
    });
    each(cut.documents, "表RawDocument", Subject::Document, &mut report, &mut |fields| {
        let (document, faults) = bank_from_raw::document(bank_from_json::document(fields)?, Reading::Tolerant);
        documents.extend(document);
        Ok(faults)
    });
    each(cut.points, "表RawPoint", Subject::Point, &mut report, &mut |fields| {
        let raw = bank_from_json::point(fields)?;
        let (point, faults) = bank_from_raw::point(raw, document.as_ref(), Reading::Tolerant);
        points.extend(point);
        Ok(faults)
    });
    let mut seen = HashSet::with_capacity(points.len());
    points.retain(|point: &Point| {
        let first = seen.insert(point.id.clone());
        if !first {
            report(Subject::Point, Some(point.id.as_str()), Fault::DuplicateId);
        }
        first
    });
    let title = raw.title.unwrap_or_else(|| id.clone());
    let bank =
        Bank { id: BankId::new(id.as_str()), title, document, reviews, documents, points, questions: Vec::new() };
    Ok((Header::new(bank), problems))
}

/// Reads the elements of a list one by one; a list of another type is empty and reported once. What `keep` finds wrong
/// with an element it returns: its faults, or why it could not be read at all.
fn each(
    list: Option<&str>,
    expected: &str,
    subject: Subject,
    report: &mut dyn FnMut(Subject, Option<&str>, Fault),
    keep: &mut dyn FnMut(Fields) -> Result<Vec<Fault>, String>,
) {
    let Some(list) = list else { return };
    if !list.starts_with('[') {
        let found = json::value(list).unwrap_or_default();
        return report(subject, None, wrong_type(json::wrong_type(&found, "列表")));
    }
    for (idx, element) in json::parts(list).into_iter().enumerate() {
        let (id, faults) = match Fields::parse(element, expected) {
            Ok(fields) => (id_of(&fields), keep(fields)),
            Err(why) => (None, Err(why)),
        };
        if id.is_none() && subject != Subject::File {
            report(subject, None, Fault::NoId { nth: idx + 1 });
        }
        let faults = faults.unwrap_or_else(|why| vec![wrong_type(why)]);
        faults.into_iter().for_each(|fault| report(subject, id.as_deref(), fault));
    }
}

/// The id of a question's object, and the question or what is wrong with it.
fn question_parts(text: &str, header: &Header, nth: usize) -> (Option<String>, Read<Question>) {
    let fields = match Fields::parse(text, "表RawQuestion") {
        Ok(fields) => fields,
        Err(why) => return (None, (None, vec![wrong_type(why)])),
    };
    let id = id_of(&fields);
    let raw = match bank_from_json::question(fields) {
        Ok(raw) => raw,
        Err(why) => return (id, (None, vec![wrong_type(why)])),
    };
    let point = raw.point.as_ref().and_then(|point| header.point(&PointId::new(point.0.as_str())));
    let (question, mut faults) = bank_from_raw::question(raw, point, header.bank.document.as_ref(), Reading::Tolerant);
    if id.is_none() {
        faults.push(Fault::NoId { nth });
    }
    (id, (question, faults))
}

/// The id of an object whose other keys may be of any type.
fn id_of(fields: &Fields) -> Option<String> {
    fields.peek_word("id").filter(|id| !id.trim().is_empty())
}

fn wrong_type(detail: String) -> Fault {
    Fault::WrongType { line: None, detail }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { line, column } => {
                write!(f, "这不是完整的JSON文件（第{line}行第{column}字节读不下去），请重新下载或者重新导出题库")
            }
            Self::NotABank => {
                write!(f, "这不是学练赛题库文件，请换一个开头写有\"format\":\"{FORMAT}\"的JSON文件")
            }
            Self::Newer(version) => {
                write!(f, "这个题库是第{version}版格式，本程序只读得懂第{VERSION}版，请刷新网页换上新程序再打开")
            }
            Self::Nameless => f.write_str("题库没有id，成绩无处可记，请题库作者在bank里补上id"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::hash::Edition;
    use crate::domain::bank::kind::Kind;
    use crate::domain::bank::level::Level;

    fn bank_with(questions: &str) -> String {
        format!(
            r#"{{"format":"xueliansai-bank","version":1,"bank":{{"id":"b","title":"题库","document":"d"}},
            "points":[{{"id":"p","title":"标题","text":"正文","cite":{{"article":3}},"topic":"会议","level":"advanced"}}],
            "questions":[{questions}]}}"#
        )
    }

    #[track_caller]
    fn check(questions: &str, good: &[&str], problems: &[&str]) {
        let (bank, found) = read(&bank_with(questions)).unwrap();
        assert_eq!(bank.questions.iter().map(|question| question.id.as_str()).collect::<Vec<_>>(), good);
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), problems);
    }

    const JUDGE: &str = r#"{"id":"q","kind":"judge","stem":"对吗","answer":true}"#;

    #[test]
    fn a_bank_by_link_needs_no_points_documents_or_explanations() {
        let text =
            format!(r#"{{"format":"xueliansai-bank","version":1,"bank":{{"id":7}},"extra":1,"questions":[{JUDGE}]}}"#);
        let (bank, problems) = read(&format!("\u{FEFF}{text}")).unwrap();
        assert_eq!(problems, []);
        assert_eq!((bank.id.as_str(), bank.title.as_str(), bank.points.len()), ("7", "7", 0));
        let question = &bank.questions[0];
        assert_eq!((question.kind(), question.level, question.explain.as_str()), (Kind::Judge, Level::Basic, ""));
        assert_eq!((&question.point, &question.citation, question.rev), (&None, &None, 1));
    }

    #[test]
    fn a_question_takes_from_its_point_what_it_does_not_say() {
        let (bank, _) = read(&bank_with(
            r#"{"id":1,"point":"p","kind":"judge","stem":"对吗","answer":true},
               {"id":2,"point":"p","kind":"judge","stem":"是吗","answer":true,"topic":"党费","level":"applied","cite":{"whole":true}}"#,
        ))
        .unwrap();
        let [plain, own] = &bank.questions[..] else { panic!("two questions") };
        assert_eq!((plain.id.as_str(), plain.topic.as_str(), plain.level), ("1", "会议", Level::Advanced));
        assert_eq!(plain.citation.as_ref().unwrap().place.to_string(), "第三条");
        assert_eq!((own.topic.as_str(), own.level), ("党费", Level::Applied));
        assert_eq!(own.citation.as_ref().unwrap().place.to_string(), "全文");
    }

    #[test]
    fn a_question_that_cannot_be_asked_is_left_out_and_reported() {
        check(
            &format!(r#"{{"id":"x","kind":"single","stem":"哪个","options":["甲","乙"],"answer":[0,1]}},{JUDGE}"#),
            &["q"],
            &["b 题 x：单选题要有1个答案，这里有2个，请改答案或者改成多选题"],
        );
        check(
            &format!(r#"{{"id":"x","kind":"essay","stem":"谈谈","answer":"随便"}},{JUDGE}"#),
            &["q"],
            &["b 题 x：写法不对（这里写的是文字\"随便\"，应当是true、false或者列表），请对照同类题改正"],
        );
        check(
            &format!(r#"{{"id":"x","stem":5}},"不是题",{JUDGE}"#),
            &["q"],
            &[
                "b 题 x：写法不对（这里写的是整数`5`，应当是文字），请对照同类题改正",
                "b：写法不对（这里写的是文字\"不是题\"，应当是表RawQuestion），请对照同类题改正",
            ],
        );
        check(r#"{"kind":"judge","stem":"对吗","answer":true}"#, &[], &["b：第1个没有id，请补上一个今后不再改动的id"]);
    }

    #[test]
    fn of_two_questions_with_one_id_the_later_is_left_out() {
        check(&format!("{JUDGE},{JUDGE}"), &["q"], &["b 题 q：id用了不止一次，请给后面的换一个新id"]);
    }

    #[test]
    fn a_strange_word_takes_its_default_and_is_reported() {
        check(
            r#"{"id":"q","kind":"judge","stem":"对吗","answer":true,"level":"hard"}"#,
            &["q"],
            &["b 题 q：“level”里的“hard”不认识，请改用basic、advanced、applied"],
        );
    }

    #[test]
    fn a_bank_by_link_may_say_which_editions_meant_the_same() {
        let said = r#"{"id":"q","kind":"judge","stem":"对吗","answer":true,"same":["0123456789abcdef","错"]}"#;
        check(said, &["q"], &["b 题 q：“same”里的“错”不认识，请改用16位十六进制数字"]);
        let (bank, _) = read(&bank_with(said)).unwrap();
        assert_eq!(bank.questions[0].same, [Edition(0x0123_4567_89ab_cdef)]);
        assert!(!write(&read(&bank_with(JUDGE)).unwrap().0).contains("same"), "and says nothing where there are none");
    }

    #[test]
    fn every_fault_of_an_unusable_question_comes_back() {
        check(
            r#"{"id":"q","kind":"single","stem":"","options":["甲",""],"answer":[4]}"#,
            &[],
            &[
                "b 题 q：题干是空的，请补上",
                "b 题 q：答案位置4不存在，选项共2个，从0数起",
                "b 题 q：位置1的选项是空的，请补上",
                "b 题 q：解析是空的，请补上",
            ],
        );
    }

    #[test]
    fn a_matching_and_a_scenario_are_read_with_what_is_wrong_in_them() {
        check(
            r#"{"id":"m","kind":"match","stem":"配对","pairs":[["党课","每季"],["主题党日","每月"],["党员大会","每季"]],"extra":["每年"]},
               {"id":"x","kind":"match","stem":"配对","pairs":[["党课","每季"],["主题党日"]]},
               {"id":"y","kind":"match","stem":"配对","options":["甲"]},
               {"id":"z","kind":"match","stem":"配对","pairs":[["党课",1]]}"#,
            &["m"],
            &[
                "b 题 x：“pairs”里每一项都要是两段文字，请写成[[\"甲\", \"乙\"], [\"丙\", \"丁\"]]的样子",
                "b 题 y：缺少“pairs”，请补上",
                "b 题 z：写法不对（这里写的是整数`1`，应当是文字），请对照同类题改正",
            ],
        );
        let scenario = |parts: &str| format!(r#"{{"id":"s","kind":"scenario","material":"某支部","part":[{parts}]}}"#);
        let judge = r#"{"kind":"judge","stem":"对吗","answer":true}"#;
        check(&scenario(judge), &["s"], &[]);
        for (parts, problem) in [
            ("", "情景题有0个小问，请写2至4个"),
            (r#"{"kind":"judge","stem":"对吗"}"#, "第1小问：缺少“answer”，请补上"),
            (
                r#"{"kind":"scenario","material":"又一","part":[]}"#,
                "第1小问：“kind”里的“scenario”不认识，请改用single、multiple、judge、blank、order、match",
            ),
            (r#"{"stem":"对吗","answer":true}"#, "第1小问：缺少“kind”，请补上"),
            (r#"{"kind":"judge","stem":"","answer":true}"#, "第1小问：题干是空的，请补上"),
        ] {
            let (bank, found) = read(&bank_with(&scenario(parts))).unwrap();
            assert_eq!(bank.questions, [], "{parts}");
            assert!(found.iter().any(|found| found.to_string() == format!("b 题 s：{problem}")), "{found:?}");
        }
        check(&scenario("5"), &[], &["b 题 s：写法不对（这里写的是整数`5`，应当是表RawQuestion），请对照同类题改正"]);
        let (bank, _) = read(&bank_with(&scenario(&[judge; 2].join(",")))).unwrap();
        assert_eq!((bank.questions[0].stem.as_str(), bank.questions[0].body.parts().len()), ("某支部", 2));
    }

    #[test]
    fn a_header_reads_questions_one_by_one_as_the_whole_file_does() {
        let question = r#"{"id":"q","point":"p","kind":"judge","stem":"对吗","answer":true}"#;
        let (bank, _) = read(&bank_with(question)).unwrap();
        let (header, problems) = read_header(&bank_with("").replace(",\n            \"questions\":[]", "")).unwrap();
        assert_eq!(problems, []);
        assert_eq!(read_question(question, &header).as_ref(), Ok(&bank.questions[0]));
        let problem = read_question(r#"{"id":"q","kind":"judge","stem":"对吗"}"#, &header).unwrap_err();
        assert_eq!(problem.to_string(), "b 题 q：缺少“answer”，请补上");
        let problem = read_question(r#"{"kind":"judge","stem":"对吗","answer":true}"#, &header).unwrap_err();
        assert_eq!(problem.fault, Fault::NoId { nth: 1 });
        assert!(read_question("[", &header).is_err());
    }

    #[test]
    fn a_text_that_is_no_bank_says_what_to_do_about_it() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let unreadable = read(text).unwrap_err();
            assert_eq!(unreadable.to_string(), expected);
        }
        check("{\"format\":", "这不是完整的JSON文件（第1行第10字节读不下去），请重新下载或者重新导出题库");
        let not_a_bank = "这不是学练赛题库文件，请换一个开头写有\"format\":\"xueliansai-bank\"的JSON文件";
        for text in [
            "[1]",
            "{}",
            r#"{"format":"xueliansai-bank","version":"1"}"#,
            r#"{"format":"other","version":1,"bank":{"id":"b"},"questions":[]}"#,
            r#"{"format":"xueliansai-bank","version":1,"bank":{"id":"b"}}"#,
            r#"{"format":"xueliansai-bank","version":1,"bank":{"id":"b"},"questions":{}}"#,
        ] {
            check(text, not_a_bank);
        }
        check(
            r#"{"format":"xueliansai-bank","version":2,"items":[]}"#,
            "这个题库是第2版格式，本程序只读得懂第1版，请刷新网页换上新程序再打开",
        );
        check(
            r#"{"format":"xueliansai-bank","version":1,"bank":{},"questions":[]}"#,
            "题库没有id，成绩无处可记，请题库作者在bank里补上id",
        );
    }

    #[test]
    fn points_that_cannot_be_read_are_reported_one_by_one() {
        let text = r#"{"format":"xueliansai-bank","version":1,"bank":{"id":"b"},"points":[
            {"id":"p","cite":{"article":1}},{"id":"r","cite":{"document":"d","article":1}},{"id":"r","cite":{"document":"d","whole":true}},
            {"text":5},{"cite":{"document":"d","whole":true}}],"documents":{},"questions":[]}"#;
        let (bank, problems) = read(text).unwrap();
        assert_eq!(bank.points.iter().map(|point| point.id.as_str()).collect::<Vec<_>>(), ["r"]);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "b：写法不对（这里写的是表，应当是列表），请对照同类题改正",
                "b 知识点 p：cite没有写document，题库也没有写，请补上其中一处",
                "b：第4个没有id，请补上一个今后不再改动的id",
                "b：写法不对（这里写的是整数`5`，应当是文字），请对照同类题改正",
                "b：第5个没有id，请补上一个今后不再改动的id",
                "b 知识点 r：id用了不止一次，请给后面的换一个新id",
            ]
        );
    }

    mod round_trip {
        use super::super::*;
        use crate::domain::bank::bank::Review;
        use crate::domain::bank::citation::{Citation, Place};
        use crate::domain::bank::document::{Date, Document, Nature};
        use crate::domain::bank::hash::Edition;
        use crate::domain::bank::id::QuestionId;
        use crate::domain::bank::kind::{Blank, Body, Judge, Matching, Multiple, Order, Part, Scenario, Single};
        use crate::domain::bank::level::Level;
        use crate::domain::bank::point::{Basis, Post};
        use proptest::collection::{btree_set, vec};
        use proptest::option::of;
        use proptest::prelude::*;
        use proptest::sample::{select, subsequence};

        const TEXTS: [&str; 6] = ["党员大会", "\"引号\"与\\", "1次\n换行", "</script>", "一", "Ａ b"];

        fn text() -> impl Strategy<Value = String> {
            select(&TEXTS[..]).prop_map(str::to_owned)
        }

        fn date() -> impl Strategy<Value = Date> {
            (1990u16..2030, 1u8..13, 1u8..29).prop_map(|(year, month, day)| Date { year, month, day })
        }

        fn citation() -> impl Strategy<Value = Citation> {
            let place = prop_oneof![
                btree_set(1u16..200, 1..4).prop_map(|articles| Place::Articles(articles.into_iter().collect())),
                text().prop_map(Place::Section),
                Just(Place::Whole),
            ];
            ("[de]", place).prop_map(|(document, place)| Citation { document: DocumentId::new(document), place })
        }

        fn posts() -> impl Strategy<Value = Vec<Post>> {
            subsequence(&Post::ALL[..], 0..3)
        }

        fn point() -> impl Strategy<Value = Point> {
            let contrast = vec([text(), text()], 0..4);
            let facts = (text(), text(), citation(), select(&Basis::ALL[..]));
            (facts, "议?", select(&Level::ALL[..]), posts(), contrast).prop_map(
                |((title, text, citation, basis), topic, level, posts, contrast)| Point {
                    id: PointId::new(""),
                    title,
                    text,
                    citation,
                    basis,
                    topic,
                    level,
                    posts,
                    contrast,
                },
            )
        }

        fn document() -> impl Strategy<Value = Document> {
            let nature = select(&[Nature::Regulation, Nature::Study][..]);
            (text(), nature, of(text()), of("2[0-9]{3}"), of(date()), date(), of("[de]")).prop_map(
                |(title, nature, issuer, edition, effective, checked, superseded_by)| Document {
                    id: DocumentId::new(""),
                    title,
                    nature,
                    issuer,
                    edition,
                    effective,
                    checked,
                    superseded_by: superseded_by.map(DocumentId::new),
                },
            )
        }

        fn body() -> impl Strategy<Value = (String, Body)> {
            let part = (plain_body(), "解?").prop_map(|((stem, body), explain)| Part { stem, body, explain });
            let scenario = vec(part, 1..4).prop_map(|parts| ("材料".to_owned(), Body::Scenario(Scenario { parts })));
            prop_oneof![4 => plain_body(), 1 => scenario]
        }

        /// A sound body, and the stem with its gaps.
        fn plain_body() -> impl Strategy<Value = (String, Body)> {
            let options =
                || subsequence(&TEXTS[..], 3..6).prop_map(|texts| texts.into_iter().map(str::to_owned).collect());
            let plain = |body| ("题干".to_owned(), body);
            prop_oneof![
                (options(), 0u8..3, any::<bool>())
                    .prop_map(|(options, answer, shuffle)| Body::Single(Single { options, answer, shuffle }))
                    .prop_map(plain),
                (options(), subsequence(&[0u8, 1, 2][..], 1..4), any::<bool>())
                    .prop_map(|(options, answer, shuffle)| Body::Multiple(Multiple { options, answer, shuffle }))
                    .prop_map(plain),
                any::<bool>().prop_map(|answer| Body::Judge(Judge { answer })).prop_map(plain),
                options().prop_map(|items| Body::Order(Order { items })).prop_map(plain),
                (subsequence(&TEXTS[..], 2..5), vec(0..6usize, 2..5), subsequence(&["多", "余"][..], 0..3)).prop_map(
                    move |(lefts, rights, extra)| {
                        let mut pairs: Vec<[String; 2]> = lefts
                            .iter()
                            .zip(&rights)
                            .map(|(left, right)| [*left, TEXTS[*right]].map(str::to_owned))
                            .collect();
                        // At least two different texts on the right.
                        pairs.push(["另".to_owned(), "外".to_owned()]);
                        let extra = extra.into_iter().map(str::to_owned).collect();
                        plain(Body::Match(Matching::new(pairs, extra)))
                    },
                ),
                (vec(vec(text(), 1..3), 1..4), any::<bool>()).prop_map(|(gaps, any_order)| {
                    let stem = vec!["____"; gaps.len()].join("，");
                    (stem, Body::Blank(Blank { gaps, any_order }))
                }),
            ]
        }

        /// Some keys are the question's own and some its point's; `4` is a point that is not there.
        fn question() -> impl Strategy<Value = Question> {
            let own = (of("题?"), of(select(&Level::ALL[..])), of(posts()), of(citation()));
            let same = vec(any::<u64>().prop_map(Edition), 0..3);
            let rest = (of(0usize..5), "解?", of(text()), 1u32..4, any::<bool>(), same);
            (body(), own, rest).prop_map(
                |((stem, body), (topic, level, posts, citation), (point, explain, family, rev, retired, same))| {
                    Question {
                        id: QuestionId::new(""),
                        point: point.map(|point| PointId::new(point.to_string())),
                        // What is not the question's own is filled in from the point by `bank`.
                        topic: topic.unwrap_or_else(|| "?".to_owned()),
                        level: level.unwrap_or(Level::Basic),
                        posts: posts.unwrap_or_default(),
                        citation,
                        stem,
                        body,
                        explain,
                        family,
                        rev,
                        retired,
                        same,
                    }
                },
            )
        }

        fn bank() -> impl Strategy<Value = Bank> {
            let reviews = vec((date(), text()).prop_map(|(on, note)| Review { on, note }), 0..3);
            (text(), of("[de]"), reviews, vec(document(), 0..3), vec(point(), 0..4), vec(question(), 0..8)).prop_map(
                |(title, document, reviews, mut documents, mut points, mut questions)| {
                    documents.iter_mut().zip(["d", "e"]).for_each(|(document, id)| document.id = DocumentId::new(id));
                    (0..).zip(&mut points).for_each(|(n, point): (u32, _)| point.id = PointId::new(n.to_string()));
                    for (n, question) in (0..).zip(&mut questions) {
                        let n: u32 = n;
                        question.id = QuestionId::new(format!("q-{n}"));
                        let point = points.iter().find(|point| Some(&point.id) == question.point.as_ref());
                        let Some(point) = point else { continue };
                        if question.topic == "?" {
                            question.topic = point.topic.clone();
                        }
                        // A question with a point always has a citation, because the point has one.
                        question.citation.get_or_insert_with(|| point.citation.clone());
                    }
                    let document = document.map(DocumentId::new);
                    Bank { id: BankId::new("b"), title, document, reviews, documents, points, questions }
                },
            )
        }

        proptest! {
            #[test]
            fn a_bank_reads_back_as_it_was_written(bank in bank()) {
                let (read, problems) = read(&write(&bank)).unwrap();
                prop_assert_eq!(problems, vec![]);
                prop_assert_eq!(read, bank);
            }
        }
    }
}
