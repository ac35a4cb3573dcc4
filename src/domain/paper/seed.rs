//! The seed of a paper: SHA-256 over length-prefixed, versioned fields, so that anybody can redo it.
use crate::domain::bank::hash::{BankHash, FieldHasher};
use crate::domain::bank::id::QuestionRef;
use crate::domain::sort::sort;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seed([u8; 32]);

impl Seed {
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Fields: `xueliansai paper 1`, the number of banks, each bank's hash in ascending order, `chance` (what the
    /// device or the organiser threw), and the entrant where papers differ by person.
    pub fn of_paper(banks: &[BankHash], chance: &[u8], entrant: Option<&str>) -> Self {
        let mut banks = banks.to_vec();
        sort(&mut banks);
        let mut hasher = FieldHasher::new("xueliansai paper 1");
        hasher.number(banks.len() as u64);
        for bank in &banks {
            hasher.field(bank.bytes());
        }
        hasher.field(chance);
        if let Some(entrant) = entrant {
            hasher.field(entrant.as_bytes());
        }
        Self(hasher.finish())
    }

    /// The seed of one question's option order. It hangs on the question and not on its place in the paper, so a
    /// bank that loses a question leaves all other orders as they were.
    pub fn of_options(&self, question: &QuestionRef, part: Option<usize>) -> Self {
        let mut hasher = FieldHasher::new("xueliansai options 1");
        hasher.field(&self.0);
        hasher.field(question.bank.as_str().as_bytes());
        hasher.field(question.question.as_str().as_bytes());
        // A part of a scenario, counted from 0, has an order of its own.
        if let Some(part) = part {
            hasher.number(part as u64);
        }
        Self(hasher.finish())
    }
}
