//! A receipt marked anew from its answers. Whatever a phone showed counts for nothing.
use super::packing::unpack;
use super::papers::{NoPaper, Paper, Papers};
use super::receipt::{Receipt, ReceiptId};
use super::terms::{NumberAsked, Terms};
use crate::domain::bank::marking::{Points, Share};
use crate::domain::bank::question::Given;
use crate::domain::bank::text::fold;
use crate::domain::session::entry::{ContestId, Unit};
use std::fmt;

#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    pub id: ReceiptId,
    pub receipt: Receipt,
    pub paper: Paper,
    pub given: Vec<Option<Given>>,
    pub shares: Vec<Share>,
    pub score: Points,
    pub n_right: usize,
}

/// Who sat, however the name was typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    Numbered(String),
    Named(String, Unit),
}

/// Why a receipt whose signature holds is no receipt of this contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    OtherContest,
    /// The paper it answers is not the one this entrant was to get.
    OtherPaper,
    Answers,
    NoPaper(NoPaper),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherContest => f.write_str("这是另一场竞赛的答卷"),
            Self::OtherPaper => f.write_str("答卷对应的试卷与这位参赛者应得的不同，可能用了别的题库版本或被改动过"),
            Self::Answers => f.write_str("答卷里的作答与试卷的题对不上"),
            Self::NoPaper(why) => why.fmt(f),
        }
    }
}

impl Marked {
    pub fn of(
        terms: &Terms,
        papers: &Papers,
        contest: ContestId,
        id: ReceiptId,
        receipt: Receipt,
    ) -> Result<Self, Unfit> {
        if receipt.entry.contest != contest {
            return Err(Unfit::OtherContest);
        }
        let paper = papers.of(terms, &receipt.entry).map_err(Unfit::NoPaper)?;
        if papers.hash(&paper) != receipt.paper {
            return Err(Unfit::OtherPaper);
        }
        let given = unpack(&paper.questions, &receipt.answers).ok_or(Unfit::Answers)?;
        if receipt.paces.len() != paper.items.len() {
            return Err(Unfit::Answers);
        }
        let answered = given.iter().zip(&paper.questions);
        let shares = answered
            .map(|(given, question)| given.as_ref().map_or(Share::NONE, |given| question.mark(given, &terms.marking)));
        let shares: Vec<Share> = shares.collect();
        let score = paper.items.iter().zip(&shares).map(|(item, share)| share.of_points(item.points)).sum();
        let n_right = shares.iter().filter(|share| share.is_right()).count();
        Ok(Self { id, receipt, paper, given, shares, score, n_right })
    }

    pub fn person(&self, terms: &Terms) -> Person {
        let entry = &self.receipt.entry;
        match terms.number {
            NumberAsked::Roster => Person::Numbered(fold(&entry.number)),
            NumberAsked::PhoneTail => {
                Person::Named(format!("{} {}", fold(&entry.name), fold(&entry.number)), folded(&entry.unit))
            }
            NumberAsked::None => Person::Named(fold(&entry.name), folded(&entry.unit)),
        }
    }

    /// Marks of the questions that were answered and not fully right, by question and what was given: two people who
    /// share many of these may have shared more.
    pub fn wrong(&self) -> impl Iterator<Item = (usize, &Given)> {
        self.given.iter().zip(&self.shares).enumerate().filter_map(|(idx, (given, share))| {
            let given = given.as_ref()?;
            (!share.is_right()).then_some((idx, given))
        })
    }
}

fn folded(unit: &Unit) -> Unit {
    match unit {
        Unit::Written(name) => Unit::Written(fold(name)),
        other => other.clone(),
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::pace::Pace;
    use super::super::packing::pack;
    use super::super::papers::tests::contest;
    use super::super::receipt::{DeviceKey, End};
    use super::super::terms::tests::{OPENS, entry};
    use super::*;
    use crate::domain::session::entry::Entry;
    use crate::domain::time::{Millis, UtcMillis};

    /// Somebody who sat: the first `n_right` answers are right, the others the first wrong option.
    #[derive(Debug, Clone)]
    pub struct Sat {
        pub name: &'static str,
        pub unit: u16,
        pub attempt: u16,
        pub n_right: usize,
        /// Seconds after the window opened, and from then on.
        pub after: i64,
        pub seconds: u64,
        pub device: u8,
    }

    impl Default for Sat {
        fn default() -> Self {
            Self { name: "甲", unit: 0, attempt: 1, n_right: 6, after: 60, seconds: 300, device: 0 }
        }
    }

    pub fn receipt(terms: &Terms, papers: &Papers, sat: &Sat) -> Receipt {
        let entry = Entry { attempt: sat.attempt, ..entry(sat.name, sat.unit) };
        let paper = papers.of(terms, &entry).unwrap();
        // The key of these questions is option 1.
        let given: Vec<_> = (0..paper.items.len())
            .map(|idx| Some(Given::options([if idx < sat.n_right { 1 } else { idx as u8 % 2 * 2 }])))
            .collect();
        // Everybody has a device of her own unless one is named.
        let mut device = [sat.device; 32];
        if sat.device == 0 {
            device.iter_mut().zip(sat.name.bytes()).for_each(|(to, from)| *to = from);
        }
        Receipt {
            entry,
            paper: paper.hash(),
            started_at: UtcMillis(OPENS + sat.after * 1000),
            took: Millis(sat.seconds * 1000),
            end: End::HandedIn,
            n_left: 0,
            clock_set_back: false,
            answers: pack(&paper.questions, &given),
            paces: vec![Pace::of(Millis(12_000)); given.len()],
            device: DeviceKey(device),
        }
    }

    pub fn marked(terms: &Terms, papers: &Papers, sat: Sat) -> Marked {
        let receipt = receipt(terms, papers, &sat);
        let mut id = [0; 10];
        id.iter_mut().zip(format!("{}{}{}", sat.name, sat.attempt, sat.after).bytes()).for_each(|(to, it)| *to = it);
        id[9] = sat.n_right as u8;
        Marked::of(terms, papers, ContestId([9; 16]), ReceiptId(id), receipt).unwrap()
    }

    #[test]
    fn the_score_comes_from_the_answers() {
        let (terms, papers) = contest();
        let marked = marked(&terms, &papers, Sat { n_right: 7, ..Sat::default() });
        assert_eq!((marked.score, marked.n_right), (Points::whole(70), 7));
        assert_eq!(marked.wrong().count(), 3);
    }

    #[test]
    fn a_receipt_of_another_contest_paper_or_answers_is_refused() {
        let (terms, papers) = contest();
        let receipt = receipt(&terms, &papers, &Sat::default());
        let refused = |contest: u8, receipt: Receipt| {
            Marked::of(&terms, &papers, ContestId([contest; 16]), ReceiptId([0; 10]), receipt).unwrap_err()
        };
        assert_eq!(refused(8, receipt.clone()), Unfit::OtherContest);
        let mut other = receipt.clone();
        other.entry.name = "乙".into();
        assert_eq!(refused(9, other), Unfit::OtherPaper, "the paper hangs on the name");
        let mut other = receipt.clone();
        other.answers.push(0);
        assert_eq!(refused(9, other), Unfit::Answers);
        let mut other = receipt;
        other.paces.pop();
        assert_eq!(refused(9, other), Unfit::Answers);
        for why in [Unfit::OtherContest, Unfit::OtherPaper, Unfit::Answers] {
            assert!(!why.to_string().is_empty() && !why.to_string().ends_with('。'));
        }
    }
}
