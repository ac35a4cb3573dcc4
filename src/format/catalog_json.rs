//! The catalog of bundled banks, which stands in the page itself and is therefore short: lists by position, no keys.
use super::json;
use crate::domain::bank::catalog::{Catalog, Entry};
use crate::domain::bank::document::Date;
use crate::domain::bank::hash::BankHash;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;
use serde_json::{Value, json};
use std::fmt;

/// The page and the app are built together, so there is one version and nothing to convert.
const VERSION: u64 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACatalog;

/// An entry is a list of id, title, digests of the bank's file and of its cards', hash, day checked, points, and live
/// questions by kind in the order of [`Kind::ALL`], up to the last kind that occurs.
pub fn write(catalog: &Catalog) -> String {
    let entry = |entry: &Entry| {
        let (hash, checked) = (entry.hash.to_string(), entry.checked.to_string());
        let n_questions = Kind::ALL.map(|kind| entry.n_of(kind));
        let n_kinds = n_questions.iter().rposition(|n| *n > 0).map_or(0, |last| last + 1);
        let n_questions = &n_questions[..n_kinds];
        let (digest, cards) = (&entry.digest, &entry.cards_digest);
        json!([entry.id.as_str(), entry.title, digest, cards, hash, checked, entry.n_points, n_questions])
    };
    let banks: Vec<Value> = catalog.entries.iter().map(entry).collect();
    json!({ "version": VERSION, "banks": banks }).to_string()
}

pub fn read(text: &str) -> Result<Catalog, NotACatalog> {
    let raw = json::value(text).ok_or(NotACatalog)?;
    if raw["version"].as_u64() != Some(VERSION) {
        return Err(NotACatalog);
    }
    let banks = raw["banks"].as_array().ok_or(NotACatalog)?;
    let entries = banks.iter().map(entry).collect::<Option<_>>().ok_or(NotACatalog)?;
    Ok(Catalog { entries })
}

fn entry(raw: &Value) -> Option<Entry> {
    let [id, title, digest, cards, hash, checked, n_points, n_questions] = raw.as_array()?.as_slice() else {
        return None;
    };
    let mut by_kind = Vec::with_capacity(Kind::ALL.len());
    for (kind, n) in Kind::ALL.into_iter().zip(n_questions.as_array()?) {
        let n = count(n)?;
        if n > 0 {
            by_kind.push((kind, n));
        }
    }
    Some(Entry {
        id: BankId::new(id.as_str()?),
        title: title.as_str()?.to_owned(),
        digest: digest.as_str()?.to_owned(),
        cards_digest: cards.as_str()?.to_owned(),
        hash: BankHash::parse(hash.as_str()?)?,
        checked: Date::parse(checked.as_str()?)?,
        n_points: count(n_points)?,
        n_questions: by_kind,
    })
}

fn count(raw: &Value) -> Option<usize> {
    usize::try_from(raw.as_u64()?).ok()
}

impl fmt::Display for NotACatalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("题库目录读不懂，网页和程序可能不是同一版，请刷新网页")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(n_banks: usize) -> Catalog {
        let entry = |n: usize| Entry {
            id: BankId::new(format!("dangyuan-jiaoyu-{n}")),
            title: "党员教育管理工作条例".to_owned(),
            digest: "0123456789".to_owned(),
            cards_digest: "9876543210".to_owned(),
            hash: BankHash::of(std::iter::empty()),
            checked: Date { year: 2026, month: 11, day: 21 },
            n_points: 62,
            n_questions: vec![(Kind::Single, 61), (Kind::Judge, 20)],
        };
        Catalog { entries: (0..n_banks).map(entry).collect() }
    }

    #[test]
    fn a_catalog_reads_back_as_it_was() {
        let catalog = catalog(3);
        assert_eq!(read(&write(&catalog)), Ok(catalog));
        assert_eq!(read(&write(&Catalog::default())), Ok(Catalog::default()));
    }

    #[test]
    fn sixteen_banks_take_at_most_three_kilobytes() {
        let n_bytes = write(&catalog(16)).len();
        assert!(n_bytes <= 3 * 1024, "{n_bytes} bytes");
    }

    #[test]
    fn what_is_no_catalog_says_what_to_do() {
        for text in ["", "{}", r#"{"version":1,"banks":[]}"#, r#"{"version":2,"banks":[["a"]]}"#] {
            assert_eq!(read(text), Err(NotACatalog), "{text}");
        }
        assert_eq!(NotACatalog.to_string(), "题库目录读不懂，网页和程序可能不是同一版，请刷新网页");
    }
}
