//! The list of banks by link. What cannot be read is an empty list: the record names its sources itself.
use crate::domain::bank::id::BankId;
use crate::domain::time::UtcMillis;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub bank: BankId,
    pub source: String,
    pub title: String,
    pub n_questions: usize,
    /// When it was last opened.
    pub at: UtcMillis,
}

#[derive(Serialize, Deserialize)]
struct RawLink(String, String, String, usize, i64);

pub fn read(text: &str) -> Vec<Link> {
    let raw: Vec<RawLink> = serde_json::from_str(text).unwrap_or_default();
    raw.into_iter()
        .map(|RawLink(bank, source, title, n_questions, at)| Link {
            bank: BankId::new(bank),
            source,
            title,
            n_questions,
            at: UtcMillis(at),
        })
        .collect()
}

pub fn write(links: &[Link]) -> String {
    let raw = links.iter().map(|link| {
        RawLink(link.bank.to_string(), link.source.clone(), link.title.clone(), link.n_questions, link.at.0)
    });
    serde_json::to_string(&raw.collect::<Vec<_>>()).expect("texts and numbers always serialise")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_read_back_and_damage_is_an_empty_list() {
        let link = Link {
            bank: BankId::new("b"),
            source: "/b.json".into(),
            title: "题库".into(),
            n_questions: 3,
            at: UtcMillis(5),
        };
        assert_eq!(read(&write(std::slice::from_ref(&link))), [link]);
        assert!(read("{").is_empty());
    }
}
