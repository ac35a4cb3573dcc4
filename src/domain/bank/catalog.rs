//! What is known of every bundled bank before it is loaded.
use super::document::Date;
use super::hash::BankHash;
use super::id::BankId;
use super::kind::Kind;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: BankId,
    pub title: String,
    /// The file of the bank beside the app; its name changes with its content.
    pub asset: String,
    pub hash: BankHash,
    /// Earliest day that any of its documents was checked.
    pub checked: Date,
    pub n_points: usize,
    /// Live questions per kind.
    pub n_questions: Vec<(Kind, usize)>,
}

impl Entry {
    pub fn n_of(&self, kind: Kind) -> usize {
        self.n_questions.iter().filter(|(of, _)| *of == kind).map(|(_, n)| n).sum()
    }

    pub fn n_total(&self) -> usize {
        self.n_questions.iter().map(|(_, n)| n).sum()
    }
}

impl Catalog {
    pub fn entry(&self, id: &BankId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == *id)
    }
}
