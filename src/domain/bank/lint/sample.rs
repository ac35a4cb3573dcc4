//! Small questions and banks for tests: the linter's, and what exporters begin with.
use crate::domain::bank::bank::Bank;
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Date, Document, Nature};
use crate::domain::bank::id::{BankId, DocumentId, PointId, QuestionId};
use crate::domain::bank::kind::{Blank, Body, Judge, Matching, Multiple, Order, Part, Scenario, Single};
use crate::domain::bank::level::Level;
use crate::domain::bank::point::{Basis, Point};
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

/// A sound question about the point and document of [`bank`].
pub fn question(id: &str, body: Body) -> Question {
    Question {
        id: QuestionId::new(id),
        point: Some(PointId::new("p")),
        topic: "组织生活".to_owned(),
        level: Level::Basic,
        posts: Vec::new(),
        citation: Some(citation()),
        stem: format!("题干{id}"),
        body,
        explain: "解析".to_owned(),
        family: None,
        rev: 1,
        retired: false,
        same: Vec::new(),
    }
}

pub fn citation() -> Citation {
    Citation { document: DocumentId::new("d"), place: Place::Articles(vec![11]) }
}

pub fn bank(questions: Vec<Question>) -> Bank {
    Bank {
        id: BankId::new("b"),
        title: "某题库".to_owned(),
        document: Some(DocumentId::new("d")),
        reviews: Vec::new(),
        documents: vec![Document {
            id: DocumentId::new("d"),
            title: "某条例".to_owned(),
            nature: Nature::Regulation,
            issuer: None,
            edition: Some("2018".to_owned()),
            effective: None,
            checked: Date { year: 2026, month: 11, day: 21 },
            superseded_by: None,
        }],
        points: vec![Point {
            id: PointId::new("p"),
            title: "某知识点".to_owned(),
            text: "正文".to_owned(),
            citation: citation(),
            basis: Basis::TwoSources,
            topic: "组织生活".to_owned(),
            level: Level::Basic,
            posts: Vec::new(),
            contrast: Vec::new(),
        }],
        questions,
    }
}
