//! Banks as authors write them, read strictly: every mistake comes back at once, and the good questions beside them.
//! A bank read here still has to pass `lint`; a question left out here has all its faults reported here.
use super::bank_detail::in_chinese;
use super::bank_from_raw::{self, Read, Reading};
use super::bank_raw::{RawBank, RawDocument, RawPoint, RawQuestion};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::document::Document;
use crate::domain::bank::id::{BankId, DocumentId, QuestionId};
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::lint::problem::{Problem, Subject};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::collections::{BTreeSet, HashMap, HashSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

type Value<'a> = Spanned<DeValue<'a>>;

/// `documents` are those of `documents.toml`; the bank keeps the ones it uses. No bank comes back where the syntax
/// breaks or the bank has no id.
pub fn parse(file: &str, text: &str, documents: &[Document]) -> (Option<Bank>, Vec<Problem>) {
    let mut source = Source { file, text, problems: Vec::new() };
    let Some(mut table) = source.table() else {
        return (None, source.problems);
    };
    let head = match table.remove("bank") {
        Some(value) => source.read::<RawBank>(value, Subject::File, None).unwrap_or_default(),
        None => {
            source.report(Subject::File, None, Fault::MissingKey { key: "bank" });
            RawBank { id: None, title: Some(String::new()), document: None }
        }
    };
    let id = head.id.map(|id| id.0).filter(|id| !id.trim().is_empty());
    if id.is_none() {
        source.report(Subject::File, None, Fault::MissingKey { key: "id" });
    }
    if head.title.is_none() {
        source.report(Subject::File, None, Fault::MissingKey { key: "title" });
    }
    let document = head.document.map(|id| DocumentId::new(id.0));
    let reviews = source.list(table.remove("review"), "review", Subject::File, bank_from_raw::review);
    let points = source.list(table.remove("point"), "point", Subject::Point, |raw: RawPoint| {
        bank_from_raw::point(raw, document.as_ref(), Reading::Strict)
    });
    let by_id: HashMap<&str, _> = points.iter().map(|point| (point.id.as_str(), point)).collect();
    let questions = source.list(table.remove("question"), "question", Subject::Question, |raw: RawQuestion| {
        let point = raw.point.as_ref().and_then(|id| by_id.get(id.0.as_str()).copied());
        bank_from_raw::question(raw, point, document.as_ref(), Reading::Strict)
    });
    source.leftover(&table);
    let bank = id.map(|id| {
        let title = head.title.unwrap_or_default();
        let mut bank = Bank { id: BankId::new(id), title, document, reviews, documents: vec![], points, questions };
        bank.documents = used(&bank, documents);
        bank
    });
    (bank, source.problems)
}

pub fn parse_documents(file: &str, text: &str) -> (Vec<Document>, Vec<Problem>) {
    let mut source = Source { file, text, problems: Vec::new() };
    let Some(mut table) = source.table() else {
        return (Vec::new(), source.problems);
    };
    let documents = source.list(table.remove("document"), "document", Subject::Document, |raw: RawDocument| {
        bank_from_raw::document(raw, Reading::Strict)
    });
    source.leftover(&table);
    let mut seen = HashSet::new();
    for document in &documents {
        let id = Some(document.id.as_str());
        if !seen.insert(&document.id) {
            source.report(Subject::Document, id, Fault::DuplicateId);
        }
        let unknown = document.superseded_by.iter().find(|by| !documents.iter().any(|other| other.id == **by));
        if let Some(unknown) = unknown {
            source.report(Subject::Document, id, Fault::UnknownDocument { document: unknown.to_string() });
        }
    }
    (documents, source.problems)
}

/// The questions of a bank's text whose author says that only a slip of the pen was mended; for `editions_lock`.
pub fn typos(text: &str) -> BTreeSet<QuestionId> {
    let mut source = Source { file: "", text, problems: Vec::new() };
    let questions = source.table().and_then(|mut table| table.remove("question"));
    let typos = source.list(questions, "question", Subject::Question, |raw: RawQuestion| {
        let id = raw.id.filter(|_| raw.typo == Some(true));
        (id.map(|id| QuestionId::new(id.0)), Vec::new())
    });
    typos.into_iter().collect()
}

/// The documents that the bank names, and those that superseded them.
fn used(bank: &Bank, documents: &[Document]) -> Vec<Document> {
    let of_points = bank.points.iter().map(|point| &point.citation.document);
    let of_questions = bank.questions.iter().filter_map(|question| Some(&question.citation.as_ref()?.document));
    let mut used: HashSet<&DocumentId> = bank.document.iter().chain(of_points).chain(of_questions).collect();
    loop {
        let n_used = used.len();
        let newer = documents.iter().filter(|document| used.contains(&document.id));
        let newer: Vec<&DocumentId> = newer.filter_map(|document| document.superseded_by.as_ref()).collect();
        used.extend(newer);
        if used.len() == n_used {
            break;
        }
    }
    documents.iter().filter(|document| used.contains(&document.id)).cloned().collect()
}

/// A file being read, and what was found wrong with it so far.
struct Source<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Source<'a> {
    fn report(&mut self, subject: Subject, id: Option<&str>, fault: Fault) {
        self.problems.push(Problem::new(self.file, subject, id, fault));
    }

    /// `None` where the syntax breaks: what follows a broken line cannot be trusted.
    fn table(&mut self) -> Option<DeTable<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let line = self.line(error.span().map_or(0, |span| span.start));
            self.report(Subject::File, None, Fault::Syntax { line, detail: in_chinese(error.message()) });
        }
        errors.is_empty().then(|| table.into_inner())
    }

    /// Reads each table of `[[key]]` by itself, so that one mistake does not hide the others.
    fn list<R: Deserialize<'a>, T>(
        &mut self,
        list: Option<Value<'a>>,
        key: &str,
        subject: Subject,
        convert: impl Fn(R) -> Read<T>,
    ) -> Vec<T> {
        let Some(list) = list else { return Vec::new() };
        let line = self.line(list.span().start);
        let DeValue::Array(elements) = list.into_inner() else {
            let detail = format!("应当写成[[{key}]]，用双重方括号");
            self.report(subject, None, Fault::WrongType { line: Some(line), detail });
            return Vec::new();
        };
        let mut good = Vec::new();
        for (idx, element) in elements.into_iter().enumerate() {
            let id = id_of(element.get_ref());
            if id.is_none() && subject != Subject::File {
                self.report(subject, None, Fault::NoId { nth: idx + 1 });
            }
            if let Some(raw) = self.read(element, subject, id.as_deref()) {
                let (value, faults) = convert(raw);
                faults.into_iter().for_each(|fault| self.report(subject, id.as_deref(), fault));
                good.extend(value);
            }
        }
        good
    }

    /// Unknown keys are reported and do not hinder; a value of the wrong type does.
    fn read<R: Deserialize<'a>>(&mut self, mut value: Value<'a>, subject: Subject, id: Option<&str>) -> Option<R> {
        dates_as_text(value.get_mut());
        let start = value.span().start;
        let mut unknown = Vec::new();
        let read = serde_ignored::deserialize(value.into_deserializer(), |path| {
            unknown.push(path.to_string().replace(".?", "").replace("?.", ""));
        });
        for key in unknown {
            self.report(subject, id, Fault::UnknownKey { key });
        }
        read.map_err(|error: toml::de::Error| {
            let line = Some(self.line(error.span().map_or(start, |span| span.start)));
            self.report(subject, id, Fault::WrongType { line, detail: in_chinese(error.message()) });
        })
        .ok()
    }

    fn leftover(&mut self, table: &DeTable) {
        for key in table.keys() {
            self.report(Subject::File, None, Fault::UnknownKey { key: key.get_ref().to_string() });
        }
    }

    /// Counted from 1.
    fn line(&self, offset: usize) -> usize {
        let before = self.text.as_bytes().iter().take(offset);
        1 + before.filter(|byte| **byte == b'\n').count()
    }
}

fn id_of(value: &DeValue) -> Option<String> {
    let id = value.get("id")?.get_ref();
    let text = id.as_str().or_else(|| Some(id.as_integer()?.as_str()))?;
    Some(text.to_owned()).filter(|id| !id.trim().is_empty())
}

/// TOML has dates of its own, and authors also write them as texts: both mean the same.
fn dates_as_text(value: &mut DeValue) {
    match value {
        DeValue::Datetime(date) => *value = DeValue::String(date.to_string().into()),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, value)| dates_as_text(value.get_mut())),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Body, Kind};
    use crate::domain::bank::level::Level;
    use crate::domain::bank::lint::lint;
    use crate::domain::bank::point::{Basis, Post};
    use crate::domain::bank::question::Given;

    const DOCUMENTS: &str = r#"
[[document]]
id = "d"
title = "某条例"
issuer = "中共中央"
edition = 2018
effective = 2018-10-28
checked = "2026-11-21"
"#;

    const HEAD: &str = r#"
[bank]
id = "b"
title = "某题库"
document = "d"

[[review]]
on = 2026-11-22
note = "初稿自查"

[[point]]
id = "b-1-p"
title = "标题"
text = "正文"
cite = { articles = [14, 11] }
basis = "two-sources"
topic = "会议"
level = "advanced"
posts = ["branch-secretary"]
contrast = [["应到会", "全体"], ["实到会", "当天到会的"]]
"#;

    fn read(questions: &str) -> (Option<Bank>, Vec<String>) {
        let (documents, problems) = parse_documents("documents.toml", DOCUMENTS);
        assert_eq!(problems, []);
        let (bank, problems) = parse("b.toml", &format!("{HEAD}{questions}"), &documents);
        (bank, problems.iter().map(ToString::to_string).collect())
    }

    #[track_caller]
    fn check(questions: &str, good: &[&str], problems: &[&str]) {
        let (bank, found) = read(questions);
        assert_eq!(found, problems);
        assert_eq!(bank.unwrap().questions.iter().map(|question| question.id.as_str()).collect::<Vec<_>>(), good);
    }

    const JUDGE: &str = r#"
[[question]]
id = "b-9"
point = "b-1-p"
kind = "judge"
stem = "对吗"
answer = false
explain = "解析"
"#;

    #[test]
    fn every_kind_of_question_is_read() {
        let (bank, problems) = read(&format!(
            r#"{JUDGE}
[[question]]
id = "b-1"
point = "b-1-p"
kind = "single"
stem = "哪个"
options = ["甲", "乙"]
answer = [1]
explain = "解析"
shuffle = false
level = "applied"
rev = 2
family = "f"
[[question]]
id = "b-2"
point = "b-1-p"
kind = "multiple"
stem = "哪些"
options = ["甲", "乙", "丙"]
answer = [2, 0]
explain = "解析"
cite = {{ section = "二（一）", document = "d" }}
[[question]]
id = "b-3"
point = "b-1-p"
kind = "blank"
stem = "每____，过____"
answer = [["季度", "季"], ["半数"]]
any_order = true
explain = "解析"
[[question]]
id = "b-4"
point = "b-1-p"
kind = "order"
stem = "先后"
items = ["一", "二", "三"]
explain = "解析"
retired = true
[[question]]
id = "b-5"
point = "b-1-p"
kind = "match"
stem = "请配对"
pairs = [["党课", "每季度"], ["主题党日", "每月"], ["党员大会", "每季度"]]
extra = ["每年"]
explain = "解析"
[[question]]
id = "b-6"
point = "b-1-p"
kind = "scenario"
material = "某机关党支部有正式党员三十名，准备召开党员大会接收预备党员，当天有四人出差。"
explain = "解析"
[[question.part]]
kind = "single"
stem = "要多少人到会"
options = ["16人", "20人"]
answer = [0]
explain = "过半数。"
[[question.part]]
kind = "blank"
stem = "会议由____召集"
answer = [["支委会"]]
"#
        ));
        assert_eq!(problems, [""; 0]);
        let bank = bank.unwrap();
        let kinds: Vec<Kind> = bank.questions.iter().map(|question| question.kind()).collect();
        let first = [Kind::Judge, Kind::Single, Kind::Multiple, Kind::Blank, Kind::Order];
        assert_eq!(kinds, [&first[..], &[Kind::Match, Kind::Scenario]].concat());
        let [judge, single, multiple, blank, order, matching, scenario] = &bank.questions[..] else {
            panic!("seven questions")
        };
        assert_eq!(matching.body.options(), ["每季度", "每月", "每年"]);
        assert_eq!(matching.body.key(), Given::Match(vec![Some(0), Some(1), Some(0)]));
        assert!(scenario.stem.starts_with("某机关党支部"));
        let [choice, gap] = scenario.body.parts() else { panic!("two parts") };
        assert_eq!((choice.stem.as_str(), choice.explain.as_str()), ("要多少人到会", "过半数。"));
        assert_eq!((gap.body.kind(), gap.explain.as_str()), (Kind::Blank, ""));
        assert_eq!(bank.points[0].contrast, [["应到会", "全体"], ["实到会", "当天到会的"]]);
        assert_eq!(
            (judge.topic.as_str(), judge.level, &judge.posts[..]),
            ("会议", Level::Advanced, &[Post::BranchSecretary][..])
        );
        assert_eq!(judge.citation.as_ref().unwrap().place.to_string(), "第十一条、第十四条");
        assert_eq!((single.level, single.rev, single.family.as_deref()), (Level::Applied, 2, Some("f")));
        assert!(!single.body.shuffles() && order.retired);
        assert_eq!(multiple.citation.as_ref().unwrap().place.to_string(), "二（一）部分");
        assert!(matches!(&multiple.body, Body::Multiple(multiple) if multiple.answer == [0, 2]));
        assert!(matches!(&blank.body, Body::Blank(blank) if blank.any_order && blank.gaps[0] == ["季度", "季"]));
        assert_eq!((bank.points[0].basis, bank.reviews.len()), (Basis::TwoSources, 1));
        let document = &bank.documents[0];
        assert_eq!(document.effective.map(|date| date.to_string()).as_deref(), Some("2018-10-28"));
        assert_eq!(document.checked.to_string(), "2026-11-21");
        assert_eq!(document.edition.as_deref(), Some("2018"));
        assert_eq!(lint("b.toml", &bank), []);
    }

    #[test]
    fn a_broken_syntax_is_reported_with_its_line() {
        let (bank, problems) = parse("b.toml", "[bank]\nid = \"b\ntitle = \"题库\"\n", &[]);
        assert_eq!(bank, None);
        assert!(problems[0].to_string().starts_with("b.toml：第2行不合TOML语法（"), "{}", problems[0]);
    }

    #[test]
    fn unknown_keys_are_reported_wherever_they_stand() {
        let text = format!("{JUDGE}hint = 1\ncite = {{ artcle = 3 }}\n[[questions]]\nid = 1\n");
        check(
            &text,
            &["b-9"],
            &[
                "b.toml 题 b-9：不认识“cite.artcle”，请改正拼写或者删去",
                "b.toml 题 b-9：不认识“hint”，请改正拼写或者删去",
                "b.toml 题 b-9：cite没有写清出处，请写且只写article、articles、section、whole = true之一",
                "b.toml：不认识“questions”，请改正拼写或者删去",
            ],
        );
    }

    #[test]
    fn a_part_has_the_keys_of_its_kind_and_its_faults_are_named_by_their_place() {
        check(
            r#"
[[question]]
id = "b-1"
point = "b-1-p"
kind = "scenario"
stem = "没有题干"
explain = "解析"
[[question.part]]
kind = "judge"
stem = "对吗"
answer = true
items = ["甲"]
[[question.part]]
kind = "single"
topic = "会议"
stem = "哪个"
options = ["甲", "乙"]
answer = [3]
hint = "提示"
"#,
            &[],
            &[
                "b.toml 题 b-1：不认识“part.1.hint”，请改正拼写或者删去",
                "b.toml 题 b-1：情景题不用“stem”，请删去或者改题型",
                "b.toml 题 b-1：第1小问：判断题不用“items”，请删去或者改题型",
                "b.toml 题 b-1：第2小问：不认识“topic”，请改正拼写或者删去",
                "b.toml 题 b-1：材料是空的，请补上",
                "b.toml 题 b-1：第2小问：答案位置3不存在，选项共2个，从0数起",
            ],
        );
    }

    #[test]
    fn a_contrast_card_is_rows_of_two_texts() {
        let (documents, _) = parse_documents("documents.toml", DOCUMENTS);
        let text = HEAD.replace("[\"应到会\", \"全体\"]", "[\"应到会\"]");
        let (bank, problems) = parse("b.toml", &text, &documents);
        let said =
            "b.toml 知识点 b-1-p：“contrast”里每一项都要是两段文字，请写成[[\"甲\", \"乙\"], [\"丙\", \"丁\"]]的样子";
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [said]);
        assert_eq!(bank.unwrap().points[0].contrast, Vec::<[String; 2]>::new());
    }

    #[test]
    fn what_meant_the_same_is_for_the_lock_to_say() {
        let text = format!("{JUDGE}same = [\"0123456789abcdef\"]\n");
        check(&text, &["b-9"], &["b.toml 题 b-9：不认识“same”，请改正拼写或者删去"]);
    }

    #[test]
    fn a_type_error_does_not_hide_the_other_questions() {
        check(
            &format!("[[question]]\nid = \"b-1\"\nstem = 5\n{JUDGE}"),
            &["b-9"],
            &["b.toml 题 b-1：第23行写法不对（这里写的是整数`5`，应当是文字），请对照同类题改正"],
        );
    }

    #[test]
    fn a_key_of_another_kind_is_a_problem() {
        check(
            &format!("{JUDGE}options = [\"对\", \"错\"]\nshuffle = false\n"),
            &["b-9"],
            &[
                "b.toml 题 b-9：判断题不用“options”，请删去或者改题型",
                "b.toml 题 b-9：判断题不用“shuffle”，请删去或者改题型",
            ],
        );
        check(
            "[[question]]\nid = \"b-1\"\nkind = \"order\"\nstem = \"先后\"\nitems = [\"一\", \"二\", \"三\"]\nanswer = [0]\n",
            &["b-1"],
            &["b.toml 题 b-1：排序题不用“answer”，请删去或者改题型"],
        );
    }

    #[test]
    fn questions_that_cannot_be_asked_are_reported_and_left_out() {
        check(
            r#"
[[question]]
id = "b-1"
kind = "single"
stem = "哪个"
options = ["甲", "乙"]
answer = [4]
explain = "解析"
[[question]]
kind = "essay"
[[question]]
id = "b-3"
kind = "single"
stem = "哪个"
options = ["甲", "乙"]
answer = true
[[question]]
id = "b-4"
kind = "blank"
stem = "没有空"
answer = []
explain = "解析"
[[question]]
id = "b-5"
kind = "single"
options = ["甲", "乙"]
answer = [300]
"#,
            &[],
            &[
                "b.toml 题 b-1：答案位置4不存在，选项共2个，从0数起",
                "b.toml：第2个没有id，请补上一个今后不再改动的id",
                "b.toml：“kind”里的“essay”不认识，请改用single、multiple、judge、blank、order、match、scenario",
                "b.toml 题 b-3：单选题的answer写法不对，请写成[1]，即答案的位置，从0数起",
                "b.toml 题 b-4：题干有0个空（____），答案有0个，请改成一样多，至少1个",
                "b.toml 题 b-5：答案位置300不存在，选项共2个，从0数起",
            ],
        );
    }

    #[test]
    fn a_point_with_mistakes_does_not_drag_its_questions_along() {
        let (documents, _) = parse_documents("documents.toml", DOCUMENTS);
        let text = format!(
            "[bank]\nid = \"b\"\ntitle = \"题库\"\ndocument = \"d\"\n[[point]]\nid = \"B 1\"\ntitle = \"标题\"\ntext = \"正文\"\nbasis = \"memory\"\nposts = [\"chair\"]\ncite = {{ article = 1, whole = true }}\n{}",
            JUDGE.replace("b-1-p", "B 1")
        );
        let (bank, problems) = parse("b.toml", &text, &documents);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "b.toml 知识点 B 1：id含有不能用的字符，请只用小写字母、数字和连字符",
                "b.toml 知识点 B 1：缺少“topic”，请补上",
                "b.toml 知识点 B 1：缺少“level”，请补上",
                "b.toml 知识点 B 1：“basis”里的“memory”不认识，请改用one-source、two-sources",
                "b.toml 知识点 B 1：“posts”里的“chair”不认识，请改用branch-secretary、committee-member、organizer、discipline-member、org-secretary、party-group",
                "b.toml 知识点 B 1：cite没有写清出处，请写且只写article、articles、section、whole = true之一",
            ]
        );
        assert_eq!(lint("b.toml", &bank.unwrap()), []);
    }

    #[test]
    fn a_bank_without_an_id_or_in_single_brackets_is_reported() {
        let (bank, problems) = parse("b.toml", "[question]\nid = \"q\"\n", &[]);
        assert_eq!(bank, None);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "b.toml：缺少“bank”，请补上",
                "b.toml：缺少“id”，请补上",
                "b.toml：第1行写法不对（应当写成[[question]]，用双重方括号），请对照同类题改正",
            ]
        );
    }

    #[test]
    fn documents_are_dated_unique_and_superseded_by_known_ones() {
        let text = r#"
[[document]]
id = "a"
title = "甲"
checked = 2026-11-21
superseded_by = "z"
[[document]]
id = "a"
title = "乙"
checked = "2026-02-30"
[[document]]
id = "a"
kind = "law"
title = "丙"
checked = 2026-11-21
[[document]]
id = "c"
"#;
        let (documents, problems) = parse_documents("documents.toml", text);
        assert_eq!(documents.len(), 2);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "documents.toml 文件 a：“checked”的“2026-02-30”不是日期，请写成2018-10-28的样子",
                "documents.toml 文件 a：“kind”里的“law”不认识，请改用regulation、study",
                "documents.toml 文件 c：缺少“title”，请补上",
                "documents.toml 文件 c：缺少“checked”，请补上",
                "documents.toml 文件 a：文件“z”没有登记，请改正或者写进documents.toml",
                "documents.toml 文件 a：id用了不止一次，请给后面的换一个新id",
            ]
        );
    }

    #[test]
    fn a_bank_carries_the_documents_it_uses_and_their_successors() {
        let documents = r#"
[[document]]
id = "d"
title = "旧"
checked = 2026-11-21
superseded_by = "e"
[[document]]
id = "e"
title = "新"
checked = 2026-11-21
[[document]]
id = "f"
title = "无关"
checked = 2026-11-21
"#;
        let (documents, _) = parse_documents("documents.toml", documents);
        let (bank, _) = parse("b.toml", &format!("{HEAD}{JUDGE}"), &documents);
        let bank = bank.unwrap();
        assert_eq!(bank.documents.iter().map(|document| document.id.as_str()).collect::<Vec<_>>(), ["d", "e"]);
        assert_eq!(lint("b.toml", &bank)[0].fault, Fault::Superseded { document: "d".into(), by: "e".into() });
    }

    #[test]
    fn typos_are_the_questions_marked_so() {
        let text = format!("{HEAD}{JUDGE}typo = true\n{}typo = false\n", JUDGE.replace("b-9", "b-8"));
        assert_eq!(typos(&text).into_iter().collect::<Vec<_>>(), [QuestionId::new("b-9")]);
    }
}
