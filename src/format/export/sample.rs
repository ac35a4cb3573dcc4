//! Small banks for the tests of the exporters.
use crate::domain::bank::bank::Bank;
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::id::{BankId, DocumentId, PointId, QuestionId};
use crate::domain::bank::kind::{Blank, Body, Judge, Matching, Multiple, Order, Part, Scenario, Single};
use crate::domain::bank::level::Level;
use crate::domain::bank::question::Question;

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub fn single(options: &[&str], answer: u8) -> Body {
    Body::Single(Single { options: texts(options), answer, shuffle: true })
}

pub fn multiple(options: &[&str], answer: &[u8]) -> Body {
    Body::Multiple(Multiple { options: texts(options), answer: answer.to_vec(), shuffle: true })
}

pub fn judge(answer: bool) -> Body {
    Body::Judge(Judge { answer })
}

pub fn blank(gaps: &[&[&str]]) -> Body {
    Body::Blank(Blank { gaps: gaps.iter().map(|gap| texts(gap)).collect(), any_order: false })
}

pub fn order(items: &[&str]) -> Body {
    Body::Order(Order { items: texts(items) })
}

pub fn matching(pairs: &[[&str; 2]], extra: &[&str]) -> Body {
    Body::Match(Matching::new(pairs.iter().map(|pair| pair.map(str::to_owned)).collect(), texts(extra)))
}

pub fn scenario(parts: &[(&str, Body)]) -> Body {
    let part =
        |(stem, body): &(&str, Body)| Part { stem: (*stem).to_owned(), body: body.clone(), explain: String::new() };
    Body::Scenario(Scenario { parts: parts.iter().map(part).collect() })
}

pub fn question(id: &str, body: Body) -> Question {
    Question {
        id: QuestionId::new(id),
        point: Some(PointId::new("p")),
        topic: "组织生活".to_owned(),
        level: Level::Basic,
        posts: Vec::new(),
        citation: Some(Citation { document: DocumentId::new("d"), place: Place::Articles(vec![11]) }),
        stem: "题干".to_owned(),
        body,
        explain: "解析".to_owned(),
        family: None,
        rev: 1,
        retired: false,
        same: Vec::new(),
    }
}

pub fn bank(questions: Vec<Question>) -> Bank {
    Bank {
        id: BankId::new("b"),
        title: "某题库".to_owned(),
        document: None,
        reviews: Vec::new(),
        documents: Vec::new(),
        points: Vec::new(),
        questions,
    }
}
