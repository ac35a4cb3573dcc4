//! Banks in the app's own formats. They bring their ids, points and documents along, so that a bank that comes back is
//! the bank it was.
use super::found::{Found, Place};
use super::limits::MAX_QUESTIONS;
use super::refused::Refused;
use super::remark::Remark;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::draft::Draft;
use crate::format::bank_json::{self, FORMAT, VERSION};
use serde_json::{Map, Value};

#[derive(Debug, Clone, PartialEq)]
pub struct Ours {
    /// As it was; its n-th question is the n-th that was found.
    pub bank: Bank,
    pub found: Vec<Found>,
    pub remarks: Vec<Remark>,
}

pub fn json(text: &str) -> Result<Ours, Refused> {
    let (bank, problems) = bank_json::read(text).map_err(|why| Refused::NotOurs { why: why.to_string() })?;
    if bank.questions.len() > MAX_QUESTIONS {
        return Err(Refused::TOO_MANY_QUESTIONS);
    }
    let found = (1..).zip(&bank.questions).map(|(nth, question)| Found {
        place: Place::Nth(nth),
        draft: Draft::of(question),
        notes: Vec::new(),
    });
    let found = found.collect();
    let remarks = problems.iter().map(|problem| Remark::Problem { sentence: problem.to_string() }).collect();
    Ok(Ours { bank, found, remarks })
}

/// A bank as authors write it: the same keys in another notation.
pub fn toml(text: &str) -> Result<Ours, Refused> {
    let mut file: Map<String, Value> = toml::from_str(text).map_err(|why| {
        let line = why.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        Refused::NotOurs { why: format!("第{line}行不合TOML的写法，请改好再导入") }
    })?;
    let mut whole = Map::new();
    whole.insert("format".to_owned(), FORMAT.into());
    whole.insert("version".to_owned(), VERSION.into());
    for (ours, theirs) in [
        ("bank", "bank"),
        ("documents", "document"),
        ("points", "point"),
        ("questions", "question"),
        ("reviews", "review"),
    ] {
        if let Some(mut value) = file.remove(theirs) {
            plain_dates(&mut value);
            whole.insert(ours.to_owned(), value);
        }
    }
    whole.entry("questions").or_insert_with(|| Value::Array(Vec::new()));
    json(&Value::Object(whole).to_string())
}

/// Dates come out of TOML as tables with one key of their own.
fn plain_dates(value: &mut Value) {
    match value {
        Value::Object(map) => match map.get("$__toml_private_datetime") {
            Some(date) => *value = date.clone(),
            None => map.values_mut().for_each(plain_dates),
        },
        Value::Array(values) => values.iter_mut().for_each(plain_dates),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::export::bank_toml;
    use std::fs;

    #[test]
    fn a_bank_that_goes_out_comes_back_as_it_was() {
        for entry in fs::read_dir("questions").unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            if !text.contains("[[question]]") {
                continue;
            }
            let Ours { bank, found, remarks } = toml(&text).unwrap();
            assert_eq!((remarks, found.len()), (Vec::new(), bank.questions.len()), "{}", path.display());
            assert!(bank.questions.len() > 40, "{}", path.display());
            assert_eq!(json(&bank_json::write(&bank)).unwrap().bank, bank);
            assert_eq!(toml(&bank_toml::write(&bank)).unwrap().bank, bank, "{}", path.display());
        }
    }

    #[test]
    fn what_is_no_bank_says_why() {
        for (outcome, words) in [
            (json("{"), "请重新下载或者重新导出题库"),
            (json("[]"), "请换一个"),
            (toml("[[question]\n"), "第1行不合TOML的写法"),
            (toml("[bank]\ntitle = \"甲\"\n"), "没有id"),
        ] {
            let why = outcome.unwrap_err().to_string();
            assert!(why.contains(words), "{why}");
        }
    }

    #[test]
    fn a_question_that_cannot_be_asked_is_told_and_the_rest_stands() {
        let text = r#"{"format":"xueliansai-bank","version":1,"bank":{"id":"b"},"questions":[
            {"id":"1","kind":"judge","stem":"对吗","answer":true},{"id":"2","kind":"judge","stem":"缺答案"}]}"#;
        let ours = json(text).unwrap();
        assert_eq!((ours.found.len(), ours.remarks.len()), (1, 1));
        assert!(ours.remarks[0].to_string().contains("题 2"), "{}", ours.remarks[0]);
    }
}
