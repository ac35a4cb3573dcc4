//! The serde twins of a bank's parts, named as the files name them. Every key is optional here, so that one missing
//! key never hides the rest; what must be there is said in `bank_from_raw`. By serde they are read and written in the
//! author's tool alone: the phone reads them by `bank_from_json`.
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A short text that others write as a number: ids, years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word(pub String);

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct RawBank {
    pub id: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Word>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct RawReview {
    pub on: Option<Word>,
    pub note: Option<String>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct RawDocument {
    pub id: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<Word>,
    pub checked: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<Word>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct RawPoint {
    pub id: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub cite: Option<RawCite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posts: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contrast: Option<Vec<Vec<String>>>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct RawCite {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<Vec<u16>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<bool>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct RawQuestion {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Word>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<Word>,
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stem: Option<String>,
    /// A scenario's, in place of a stem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Vec<Vec<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<RawAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_order: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shuffle: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posts: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cite: Option<RawCite>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rev: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retired: Option<bool>,
    /// Of a scenario: questions that have no more than their kind's keys, `stem` and `explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Vec<RawQuestion>>,
    /// Editions in hexadecimal figures; `bank build` takes them from `editions_lock`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<Vec<String>>,
    /// An author's word to `editions_lock`: only a slip of the pen was mended.
    #[serde(skip_serializing)]
    pub typo: Option<bool>,
}

/// What stands under `answer`; the kind of question decides which is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawAnswer {
    Judge(bool),
    Positions(Vec<i64>),
    Gaps(Vec<Vec<String>>),
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordVisitor;
        impl Visitor<'_> for WordVisitor {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("文字")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Word, E> {
                Ok(Word(text.to_owned()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }
        }
        deserializer.deserialize_any(WordVisitor)
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RawAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnswerVisitor;
        impl<'de> Visitor<'de> for AnswerVisitor {
            type Value = RawAnswer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true、false或者列表")
            }

            fn visit_bool<E: Error>(self, answer: bool) -> Result<RawAnswer, E> {
                Ok(RawAnswer::Judge(answer))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawAnswer, A::Error> {
                let (mut positions, mut gaps) = (Vec::new(), Vec::new());
                while let Some(element) = seq.next_element()? {
                    match element {
                        Element::Position(position) => positions.push(position),
                        Element::Gap(gap) => gaps.push(gap),
                    }
                }
                match (positions.is_empty(), gaps.is_empty()) {
                    (_, true) => Ok(RawAnswer::Positions(positions)),
                    (true, false) => Ok(RawAnswer::Gaps(gaps)),
                    (false, false) => Err(A::Error::custom("answer里混写了位置和文字")),
                }
            }
        }
        deserializer.deserialize_any(AnswerVisitor)
    }
}

/// One element of an answer's list.
enum Element {
    Position(i64),
    Gap(Vec<String>),
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ElementVisitor;
        impl<'de> Visitor<'de> for ElementVisitor {
            type Value = Element;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("位置或者一组文字")
            }

            fn visit_i64<E: Error>(self, position: i64) -> Result<Element, E> {
                Ok(Element::Position(position))
            }

            fn visit_u64<E: Error>(self, position: u64) -> Result<Element, E> {
                Ok(Element::Position(i64::try_from(position).unwrap_or(i64::MAX)))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Element, A::Error> {
                let mut gap = Vec::new();
                while let Some(accepted) = seq.next_element()? {
                    gap.push(accepted);
                }
                Ok(Element::Gap(gap))
            }
        }
        deserializer.deserialize_any(ElementVisitor)
    }
}

impl Serialize for RawAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Judge(answer) => serializer.serialize_bool(*answer),
            Self::Positions(positions) => positions.serialize(serializer),
            Self::Gaps(gaps) => gaps.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<RawAnswer>) {
        assert_eq!(serde_json::from_str::<RawAnswer>(json).ok(), expected, "{json}");
    }

    #[test]
    fn an_answer_is_a_verdict_positions_or_gaps() {
        check("true", Some(RawAnswer::Judge(true)));
        check("[1,-2]", Some(RawAnswer::Positions(vec![1, -2])));
        check("[]", Some(RawAnswer::Positions(vec![])));
        check(r#"[["季度","季"],[]]"#, Some(RawAnswer::Gaps(vec![vec!["季度".into(), "季".into()], vec![]])));
        for json in ["1", "\"A\"", "[\"A\"]", "[1,[\"季度\"]]", "{}", "[1.5]"] {
            check(json, None);
        }
    }

    #[test]
    fn an_id_may_be_a_number() {
        for (json, expected) in [("\"a\"", Some("a")), ("7", Some("7")), ("-7", Some("-7")), ("[]", None)] {
            let word = serde_json::from_str::<Word>(json).ok();
            assert_eq!(word.as_ref().map(|word| word.0.as_str()), expected);
        }
    }
}
