//! A bank is read by two ways, strictly from TOML for its authors and tolerantly from JSON on the phone. Both come to
//! the same for the same keys.
#![allow(clippy::unwrap_used)]

use serde_json::{Map, json};
use std::fs;
use std::path::{Path, PathBuf};
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::document::Document;
use xueliansai::domain::bank::lint::fault::Fault;
use xueliansai::domain::bank::lint::problem::Problem;
use xueliansai::format::{bank_json, bank_toml};

fn folder(dir: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)
}

fn text(dir: &str, file: &str) -> String {
    fs::read_to_string(folder(dir).join(file)).unwrap()
}

fn documents(dir: &str) -> Vec<Document> {
    let (documents, problems) = bank_toml::parse_documents("documents.toml", &text(dir, "documents.toml"));
    assert_eq!(problems, []);
    documents
}

/// Key by key what the author wrote, without any of our types in between.
fn as_json(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(elements) => elements.iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect::<Map<_, _>>().into()
        }
    }
}

fn read_as_json(dir: &str, file: &str) -> (Bank, Vec<Problem>) {
    let bank: toml::Table = text(dir, file).parse().unwrap();
    let documents: toml::Table = text(dir, "documents.toml").parse().unwrap();
    let list = |table: &toml::Table, key| table.get(key).map_or(json!([]), as_json);
    let whole = json!({
        "format": bank_json::FORMAT,
        "version": bank_json::VERSION,
        "bank": as_json(&bank["bank"]),
        "reviews": list(&bank, "review"),
        "documents": list(&documents, "document"),
        "points": list(&bank, "point"),
        "questions": list(&bank, "question"),
    });
    bank_json::read(&whole.to_string()).unwrap()
}

#[test]
fn every_bank_is_the_same_by_either_way() {
    let mut n_banks = 0;
    for entry in fs::read_dir(folder("questions")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if !file.ends_with(".toml") || ["documents.toml", "courses.toml"].contains(&file.as_str()) {
            continue;
        }
        n_banks += 1;
        let documents = documents("questions");
        let (bank, problems) = bank_toml::parse(&file, &text("questions", &file), &documents);
        assert_eq!(problems, []);
        let (read, problems) = read_as_json("questions", &file);
        assert_eq!(problems, []);
        assert_eq!(read.documents, documents);
        // The author's way keeps of all documents those that the bank uses.
        let bank = Bank { documents, ..bank.unwrap() };
        assert_eq!(read, bank);
    }
    assert!(n_banks >= 3, "{n_banks}");
}

#[test]
fn a_broken_bank_has_the_same_faults_by_either_way_but_for_keys_that_only_an_author_is_asked_about() {
    let dir = "tests/fixtures/broken";
    let (bank, by_toml) = bank_toml::parse("broken.toml", &text(dir, "broken.toml"), &documents(dir));
    let (read, by_json) = read_as_json(dir, "broken.toml");
    let faults = |problems: Vec<Problem>| {
        let asked = problems.into_iter().filter(|problem| !matches!(problem.fault, Fault::UnknownKey { .. }));
        asked.map(|problem| (problem.place.id, problem.fault)).collect::<Vec<_>>()
    };
    let (by_toml, by_json) = (faults(by_toml), faults(by_json));
    assert!(by_toml.len() >= 3, "{by_toml:?}");
    assert_eq!(by_json, by_toml);
    assert_eq!(read.questions, bank.unwrap().questions);
}
