//! The catalog of bundled banks, which stands in the page itself and is therefore short: lists by position, no keys.
use crate::domain::bank::catalog::{Catalog, Entry};
use crate::domain::bank::document::Date;
use crate::domain::bank::hash::BankHash;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The page and the app are built together, so there is one version and nothing to convert.
const VERSION: u32 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACatalog;

#[derive(Deserialize, Serialize)]
struct RawCatalog {
    version: u32,
    banks: Vec<RawEntry>,
}

/// Id, title, asset, hash, day checked, points, and live questions by kind in the order of [`Kind::ALL`].
#[derive(Deserialize, Serialize)]
struct RawEntry(String, String, String, String, String, usize, Vec<usize>);

pub fn write(catalog: &Catalog) -> String {
    let banks = catalog.entries.iter().map(to_raw).collect();
    serde_json::to_string(&RawCatalog { version: VERSION, banks }).expect("texts, numbers and lists have a JSON form")
}

pub fn read(text: &str) -> Result<Catalog, NotACatalog> {
    let raw: RawCatalog = serde_json::from_str(text).map_err(|_| NotACatalog)?;
    if raw.version != VERSION {
        return Err(NotACatalog);
    }
    let entries = raw.banks.into_iter().map(from_raw).collect::<Option<_>>().ok_or(NotACatalog)?;
    Ok(Catalog { entries })
}

fn to_raw(entry: &Entry) -> RawEntry {
    RawEntry(
        entry.id.to_string(),
        entry.title.clone(),
        entry.asset.clone(),
        entry.hash.to_string(),
        entry.checked.to_string(),
        entry.n_points,
        Kind::ALL.map(|kind| entry.n_of(kind)).to_vec(),
    )
}

fn from_raw(RawEntry(id, title, asset, hash, checked, n_points, n_questions): RawEntry) -> Option<Entry> {
    Some(Entry {
        id: BankId::new(id),
        title,
        asset,
        hash: BankHash::parse(&hash)?,
        checked: Date::parse(&checked)?,
        n_points,
        n_questions: Kind::ALL.into_iter().zip(n_questions).filter(|(_, n)| *n > 0).collect(),
    })
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
            asset: format!("dangyuan-jiaoyu-{n}.0123456789.json"),
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
        for text in ["", "{}", r#"{"version":2,"banks":[]}"#, r#"{"version":1,"banks":[["a"]]}"#] {
            assert_eq!(read(text), Err(NotACatalog), "{text}");
        }
        assert_eq!(NotACatalog.to_string(), "题库目录读不懂，网页和程序可能不是同一版，请刷新网页");
    }
}
