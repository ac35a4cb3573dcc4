//! From domain values to the serde twins. Defaults, and what a question shares with its point, are left out.
use super::bank_raw::{RawAnswer, RawBank, RawCite, RawDocument, RawPoint, RawQuestion, RawReview, Word};
use crate::domain::bank::bank::{Bank, Review};
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Document, Nature};
use crate::domain::bank::id::DocumentId;
use crate::domain::bank::kind::{Body, Kind};
use crate::domain::bank::level::Level;
use crate::domain::bank::point::{Basis, Point, Post};
use crate::domain::bank::question::Question;

pub fn bank(bank: &Bank) -> RawBank {
    RawBank {
        id: Some(word(bank.id.as_str())),
        title: Some(bank.title.clone()),
        document: bank.document.as_ref().map(|id| word(id.as_str())),
    }
}

pub fn review(review: &Review) -> RawReview {
    RawReview { on: Some(Word(review.on.to_string())), note: Some(review.note.clone()) }
}

pub fn document(document: &Document) -> RawDocument {
    RawDocument {
        id: Some(word(document.id.as_str())),
        kind: (document.nature != Nature::Regulation).then(|| document.nature.key().to_owned()),
        title: Some(document.title.clone()),
        issuer: document.issuer.clone(),
        edition: document.edition.as_deref().map(word),
        effective: document.effective.map(|date| Word(date.to_string())),
        checked: Some(Word(document.checked.to_string())),
        superseded_by: document.superseded_by.as_ref().map(|id| word(id.as_str())),
    }
}

/// `document` is the bank's own; citations of it do not repeat its name.
pub fn point(point: &Point, document: Option<&DocumentId>) -> RawPoint {
    RawPoint {
        id: Some(word(point.id.as_str())),
        title: (!point.title.is_empty()).then(|| point.title.clone()),
        text: (!point.text.is_empty()).then(|| point.text.clone()),
        cite: Some(cite(&point.citation, document)),
        basis: (point.basis != Basis::OneSource).then(|| point.basis.key().to_owned()),
        topic: (!point.topic.is_empty()).then(|| point.topic.clone()),
        level: (point.level != Level::Basic).then(|| point.level.key().to_owned()),
        posts: (!point.posts.is_empty()).then(|| posts(&point.posts)),
        contrast: (!point.contrast.is_empty()).then(|| point.contrast.iter().map(|row| row.to_vec()).collect()),
    }
}

/// `point` is the one the question asks about, if the bank has it.
pub fn question(question: &Question, point: Option<&Point>, document: Option<&DocumentId>) -> RawQuestion {
    let topic = point.map_or("", |point| &point.topic);
    let level = point.map_or(Level::Basic, |point| point.level);
    let point_posts = point.map_or(&[][..], |point| &point.posts);
    let citation = question.citation.as_ref().filter(|citation| point.is_none_or(|point| point.citation != **citation));
    let mut raw = RawQuestion {
        id: Some(word(question.id.as_str())),
        point: question.point.as_ref().map(|id| word(id.as_str())),
        topic: (question.topic != topic).then(|| question.topic.clone()),
        level: (question.level != level).then(|| question.level.key().to_owned()),
        posts: (question.posts != point_posts).then(|| posts(&question.posts)),
        cite: citation.map(|citation| cite(citation, document)),
        family: question.family.clone(),
        rev: (question.rev != 1).then_some(question.rev),
        retired: question.retired.then_some(true),
        same: (!question.same.is_empty()).then(|| question.same.iter().map(ToString::to_string).collect()),
        ..asked(&question.stem, &question.body, &question.explain)
    };
    if question.kind() == Kind::Scenario {
        raw.material = raw.stem.take();
    }
    raw
}

/// What a question and a part of a scenario have in common.
fn asked(stem: &str, body: &Body, explain: &str) -> RawQuestion {
    let mut raw = RawQuestion {
        kind: Some(body.kind().key().to_owned()),
        stem: Some(stem.to_owned()),
        explain: (!explain.is_empty()).then(|| explain.to_owned()),
        ..RawQuestion::default()
    };
    match body {
        Body::Single(single) => {
            raw.options = Some(single.options.clone());
            raw.answer = Some(RawAnswer::Positions(vec![i64::from(single.answer)]));
            raw.shuffle = (!single.shuffle).then_some(false);
        }
        Body::Multiple(multiple) => {
            raw.options = Some(multiple.options.clone());
            raw.answer = Some(RawAnswer::Positions(multiple.answer.iter().map(|key| i64::from(*key)).collect()));
            raw.shuffle = (!multiple.shuffle).then_some(false);
        }
        Body::Judge(judge) => raw.answer = Some(RawAnswer::Judge(judge.answer)),
        Body::Blank(blank) => {
            raw.answer = Some(RawAnswer::Gaps(blank.gaps.clone()));
            raw.any_order = blank.any_order.then_some(true);
        }
        Body::Order(order) => raw.items = Some(order.items.clone()),
        Body::Match(matching) => {
            let pairs = matching.pairs().map(|(left, right)| vec![left.to_owned(), right.to_owned()]);
            raw.pairs = Some(pairs.collect());
            raw.extra = Some(matching.extra().to_vec()).filter(|extra| !extra.is_empty());
        }
        Body::Scenario(scenario) => {
            raw.part = Some(scenario.parts.iter().map(|part| asked(&part.stem, &part.body, &part.explain)).collect());
        }
    }
    raw
}

fn cite(citation: &Citation, document: Option<&DocumentId>) -> RawCite {
    let mut cite = RawCite {
        document: (document != Some(&citation.document)).then(|| word(citation.document.as_str())),
        ..RawCite::default()
    };
    match &citation.place {
        Place::Articles(articles) => match articles.as_slice() {
            [article] => cite.article = Some(*article),
            _ => cite.articles = Some(articles.clone()),
        },
        Place::Section(section) => cite.section = Some(section.clone()),
        Place::Whole => cite.whole = Some(true),
    }
    cite
}

fn posts(posts: &[Post]) -> Vec<String> {
    posts.iter().map(|post| post.key().to_owned()).collect()
}

fn word(text: &str) -> Word {
    Word(text.to_owned())
}
