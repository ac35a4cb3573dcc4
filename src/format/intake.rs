//! From texts that came in to receipts marked anew, one receipt a step, so that a page can work through ten thousand in
//! slices and the author's tool on several cores.
//!
//! - [`Marker`] is what one receipt is marked by. It is `Copy` and its `mark` changes nothing: threads may share it.
//! - [`Intake`] is the stepper: an iterator over texts (whole chats, links, files of many) that yields an [`Outcome`]
//!   for every receipt it finds, in the order found. It passes over what `seen` holds and adds what it yields.
//! - Nothing is dropped: every mark in a text gives one outcome, and a text without any is told by [`Step::Nothing`].
use super::receipt::{self as written, Found, NoReceipt};
use crate::domain::contest::marked::{Marked, Unfit};
use crate::domain::contest::papers::Papers;
use crate::domain::contest::receipt::{Receipt, ReceiptId};
use crate::domain::contest::terms::Terms;
use crate::domain::session::entry::ContestId;
use std::collections::HashSet;
use std::fmt;

#[derive(Clone, Copy)]
pub struct Marker<'a> {
    pub terms: &'a Terms,
    pub papers: &'a Papers,
    pub contest: ContestId,
}

/// What became of one receipt.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// With the bytes as they travelled, to be kept.
    Marked(Box<Marked>, Vec<u8>),
    /// The very bytes came before.
    Again(ReceiptId),
    Refused(Refused),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    Unreadable(NoReceipt),
    /// The signature holds, so it can be said whose it is.
    Unfit(Unfit, Box<Receipt>),
}

/// One step through the texts: the position of the text, and what was there.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Found(usize, Outcome),
    /// No receipt in the whole text.
    Nothing(usize),
}

pub struct Intake<'a, Texts> {
    marker: Marker<'a>,
    texts: Texts,
    /// Of the text at hand.
    found: std::vec::IntoIter<Found>,
    n_texts: usize,
    seen: HashSet<ReceiptId>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => why.fmt(f),
            Self::Unfit(why, _) => why.fmt(f),
        }
    }
}

impl Marker<'_> {
    pub fn mark(&self, bytes: &[u8]) -> Result<Marked, Refused> {
        let receipt = written::from_bytes(bytes).map_err(Refused::Unreadable)?;
        let id = written::id(bytes);
        Marked::of(self.terms, self.papers, self.contest, id, receipt.clone())
            .map_err(|why| Refused::Unfit(why, Box::new(receipt)))
    }
}

impl<'a, Texts: Iterator<Item = String>> Intake<'a, Texts> {
    pub fn new(marker: Marker<'a>, texts: Texts, seen: HashSet<ReceiptId>) -> Self {
        Self { marker, texts, found: Vec::new().into_iter(), n_texts: 0, seen }
    }

    fn outcome(&mut self, found: Found) -> Outcome {
        let bytes = match found.bytes {
            Ok(bytes) => bytes,
            Err(why) => return Outcome::Refused(Refused::Unreadable(why)),
        };
        let id = written::id(&bytes);
        if self.seen.contains(&id) {
            return Outcome::Again(id);
        }
        match self.marker.mark(&bytes) {
            Ok(marked) => {
                self.seen.insert(id);
                Outcome::Marked(Box::new(marked), bytes)
            }
            Err(why) => Outcome::Refused(why),
        }
    }
}

impl<Texts: Iterator<Item = String>> Iterator for Intake<'_, Texts> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if let Some(found) = self.found.next() {
            return Some(Step::Found(self.n_texts - 1, self.outcome(found)));
        }
        let text = self.texts.next()?;
        self.n_texts += 1;
        self.found = written::find(&text).into_iter();
        match self.found.next() {
            Some(found) => Some(Step::Found(self.n_texts - 1, self.outcome(found))),
            None => Some(Step::Nothing(self.n_texts - 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::receipt::tests::key;
    use super::*;
    use crate::domain::contest::marked::tests::{Sat, receipt};
    use crate::domain::contest::papers::tests::contest;

    #[test]
    fn every_receipt_of_every_text_has_one_outcome() {
        let (terms, papers) = contest();
        let text = |sat: &Sat| written::to_text(&written::to_bytes(&receipt(&terms, &papers, sat), &key()));
        let one = text(&Sat::default());
        let two = text(&Sat { name: "乙", ..Sat::default() });
        let mut foreign = receipt(&terms, &papers, &Sat::default());
        foreign.entry.contest = ContestId([1; 16]);
        let foreign = written::to_text(&written::to_bytes(&foreign, &key()));
        let texts =
            vec![format!("甲：{one}\n乙：{two}"), "大家好".to_owned(), format!("{one} {foreign} {}", &two[..60])];
        let marker = Marker { terms: &terms, papers: &papers, contest: ContestId([9; 16]) };
        let seen = HashSet::new();
        let steps: Vec<String> = Intake::new(marker, texts.into_iter(), seen)
            .map(|step| match step {
                Step::Found(text, Outcome::Marked(marked, _)) => format!("{text} {}", marked.receipt.entry.name),
                Step::Found(text, Outcome::Again(_)) => format!("{text} again"),
                Step::Found(text, Outcome::Refused(Refused::Unfit(why, _))) => format!("{text} {why}"),
                Step::Found(text, Outcome::Refused(why)) => format!("{text} {}", &why.to_string()[..15]),
                Step::Nothing(text) => format!("{text} nothing"),
            })
            .collect();
        assert_eq!(steps, ["0 甲", "0 乙", "1 nothing", "2 again", "2 这是另一场竞赛的答卷", "2 答卷不完整"],);
    }
}
