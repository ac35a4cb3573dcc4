//! A bank as authors of `questions/` write it, ready to be contributed. Everything goes out, also what is retired.
use crate::domain::bank::bank::Bank;
use crate::format::bank_raw::{RawBank, RawDocument, RawPoint, RawQuestion, RawReview};
use crate::format::bank_to_raw;
use serde::Serialize;

#[derive(Serialize)]
struct Whole {
    bank: RawBank,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    review: Vec<RawReview>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    document: Vec<RawDocument>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    point: Vec<RawPoint>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    question: Vec<RawQuestion>,
}

pub fn write(bank: &Bank) -> String {
    let document = bank.document.as_ref();
    let question = |question| {
        let question: &crate::domain::bank::question::Question = question;
        let point = question.point.as_ref().and_then(|id| bank.point(id));
        bank_to_raw::question(question, point, document)
    };
    let whole = Whole {
        bank: bank_to_raw::bank(bank),
        review: bank.reviews.iter().map(bank_to_raw::review).collect(),
        document: bank.documents.iter().map(bank_to_raw::document).collect(),
        point: bank.points.iter().map(|point| bank_to_raw::point(point, document)).collect(),
        question: bank.questions.iter().map(question).collect(),
    };
    toml::to_string(&whole).expect("texts, numbers and lists always have a TOML form")
}
