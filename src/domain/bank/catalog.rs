//! What is known of every bundled bank before it is loaded.
use super::document::Date;
use super::hash::BankHash;
use super::id::BankId;
use super::kind::Kind;

/// Between the bank and the digest in the name of a file of cards.
pub const CARDS: &str = ".cards.";

/// How the names of banks and cards end.
pub const ASSET: &str = ".bank";

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: BankId,
    pub title: String,
    /// Parts of the names of the bank's two files beside the app; they change with what is in each.
    pub digest: String,
    pub cards_digest: String,
    pub hash: BankHash,
    /// Earliest day that any of its documents was checked.
    pub checked: Date,
    pub n_points: usize,
    /// Live questions per kind.
    pub n_questions: Vec<(Kind, usize)>,
}

impl Entry {
    /// The file of the bank without its cards, which is all that questions need.
    pub fn asset(&self) -> String {
        format!("{}.{}{ASSET}", self.id, self.digest)
    }

    /// The file of the cards.
    pub fn cards_asset(&self) -> String {
        format!("{}{CARDS}{}{ASSET}", self.id, self.cards_digest)
    }

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
