//! 双人、四人对战: who has the same code answers the same paper, on another phone, on the same one passed round, or some
//! other day against herself. A duel is a contest that its code alone lays down, so receipts, marking and ranking are
//! those of contests.
use super::terms::{Attempts, BankTerm, Counts, NumberAsked, PaperPlan, Reveal, Terms, UnitScore, Units, Window};
use crate::domain::bank::catalog::Catalog;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::{Marking, Points};
use crate::domain::paper::blueprint::{Blueprint, Section};
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::domain::time::{Millis, UtcMillis};

/// Everything that lays a duel down, in forty bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duel {
    pub length: Length,
    pub pace: PerQuestion,
    /// Which bank asks, by its place in the catalog; `None` is all of them.
    pub bank: Option<u8>,
    /// 31 bits of chance.
    pub chance: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Length {
    Five,
    Ten,
    Twenty,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PerQuestion {
    Seconds20,
    Seconds40,
    /// For whoever reads slowly: the score alone decides, then the time taken.
    Unlimited,
}

/// How many may play on one phone.
pub const MOST_PLAYERS: usize = 4;

const N_CHANCE: u32 = 31;
const N_BANK: u32 = 5;

/// What ids of duels begin with. No contest has such an id but by a chance of one in 2^64.
const MARK: &[u8; 8] = b"xls-duel";

impl Length {
    pub const ALL: [Self; 3] = [Self::Five, Self::Ten, Self::Twenty];

    pub const fn n(self) -> u16 {
        match self {
            Self::Five => 5,
            Self::Ten => 10,
            Self::Twenty => 20,
        }
    }

    /// Questions by kind; they add up to [`Length::n`].
    const fn kinds(self) -> [(Kind, u16); 3] {
        match self {
            Self::Five => [(Kind::Single, 3), (Kind::Multiple, 1), (Kind::Judge, 1)],
            Self::Ten => [(Kind::Single, 6), (Kind::Multiple, 2), (Kind::Judge, 2)],
            Self::Twenty => [(Kind::Single, 12), (Kind::Multiple, 4), (Kind::Judge, 4)],
        }
    }
}

impl PerQuestion {
    pub const ALL: [Self; 3] = [Self::Seconds20, Self::Seconds40, Self::Unlimited];

    pub const fn limit(self) -> Option<Millis> {
        match self {
            Self::Seconds20 => Some(Millis(20_000)),
            Self::Seconds40 => Some(Millis(40_000)),
            Self::Unlimited => None,
        }
    }
}

impl Duel {
    pub fn new(length: Length, pace: PerQuestion, bank: Option<u8>, chance: u32) -> Self {
        Self { length, pace, bank: bank.filter(|idx| *idx < (1 << N_BANK) - 1), chance: chance & (u32::MAX >> 1) }
    }

    /// Two bits of length, two of pace, five of bank (0 is all), the chance.
    pub fn code(self) -> [u8; 5] {
        let bank = self.bank.map_or(0, |idx| u64::from(idx) + 1);
        let settings = (self.length as u64) << (2 + N_BANK) | (self.pace as u64) << N_BANK | bank;
        let bits = settings << N_CHANCE | u64::from(self.chance);
        let [_, _, _, code @ ..] = bits.to_be_bytes();
        code
    }

    /// `None` where no duel has this code.
    pub fn of_code(code: [u8; 5]) -> Option<Self> {
        let [a, b, c, d, e] = code;
        let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
        let part = |shift: u32, width: u32| (bits >> shift & ((1 << width) - 1)) as usize;
        Some(Self {
            length: *Length::ALL.get(part(N_CHANCE + N_BANK + 2, 2))?,
            pace: *PerQuestion::ALL.get(part(N_CHANCE + N_BANK, 2))?,
            bank: part(N_CHANCE, N_BANK).checked_sub(1).map(|idx| idx as u8),
            chance: part(0, N_CHANCE) as u32,
        })
    }

    pub fn contest(self) -> ContestId {
        let mut id = [0; 16];
        id[..8].copy_from_slice(MARK);
        id[8..13].copy_from_slice(&self.code());
        ContestId(id)
    }

    /// The duel that sessions of this id belong to.
    pub fn of_contest(contest: ContestId) -> Option<Self> {
        let [mark @ .., a, b, c, d, e, 0, 0, 0] = contest.0 else { return None };
        if mark == *MARK { Self::of_code([a, b, c, d, e]) } else { None }
    }

    /// `None` where the catalog has no such bank.
    pub fn terms(self, catalog: &Catalog) -> Option<Terms> {
        let entries = match self.bank {
            None => catalog.entries.as_slice(),
            Some(idx) => std::slice::from_ref(catalog.entries.get(usize::from(idx))?),
        };
        let bank = |entry: &crate::domain::bank::catalog::Entry| {
            let mut hash = [0; 16];
            hash.copy_from_slice(&entry.hash.bytes()[..16]);
            BankTerm { id: entry.id.clone(), hash, asset: [0; 5] }
        };
        let sections = self.length.kinds().map(|(kind, n)| Section::any(kind, n, Points::whole(1)));
        let mut seed = [0; 32];
        seed[..5].copy_from_slice(&self.code());
        Some(Terms {
            title: "对战".into(),
            organiser: String::new(),
            note: String::new(),
            banks: entries.iter().map(bank).collect(),
            paper: PaperPlan::Drawn(Blueprint { sections: sections.to_vec() }),
            per_entrant: false,
            shuffles: true,
            limit: None,
            per_question: self.pace.limit(),
            misses: None,
            may_go_back: false,
            marking: Marking::default(),
            pass: None,
            window: Window { opens: UtcMillis(i64::MIN), closes: UtcMillis(i64::MAX) },
            attempts: Attempts { n: 0, daily: false, counts: Counts::Best },
            rehearsal: false,
            units: Units::None,
            number: NumberAsked::None,
            reveal: Reveal::AfterEach,
            watch: false,
            extra_time: false,
            unit_score: UnitScore::Sum,
            seed,
        })
    }

    pub fn entry(self, name: String, attempt: u16) -> Entry {
        Entry { contest: self.contest(), name, unit: Unit::None, number: String::new(), attempt, time_percent: 100 }
    }
}

#[cfg(test)]
mod tests {
    use super::super::papers::Papers;
    use super::*;
    use crate::domain::bank::catalog::Entry as Listed;
    use crate::domain::bank::document::Date;
    use crate::domain::bank::kind::{Body, Judge, Multiple};
    use crate::domain::bank::question::Question;
    use crate::domain::contest::papers::tests::bank;
    use crate::domain::session::session::tests::question;
    use std::sync::Arc;

    #[test]
    fn a_code_says_everything_and_reads_back() {
        for length in Length::ALL {
            assert_eq!(length.kinds().iter().map(|(_, n)| n).sum::<u16>(), length.n());
            for pace in PerQuestion::ALL {
                for bank in [None, Some(0), Some(15), Some(30)] {
                    let duel = Duel::new(length, pace, bank, 0x7fff_1234);
                    assert_eq!(Duel::of_code(duel.code()), Some(duel));
                    assert_eq!(Duel::of_contest(duel.contest()), Some(duel));
                }
            }
        }
        assert_eq!(Duel::new(Length::Five, PerQuestion::Unlimited, Some(31), u32::MAX).bank, None);
        assert_eq!(Duel::of_code([0xff; 5]), None);
        assert_eq!(Duel::of_contest(ContestId([9; 16])), None);
    }

    #[test]
    fn the_same_code_is_the_same_paper_whoever_plays() {
        let mut bank = bank();
        let body = |idx: usize| match idx % 3 {
            0 => None,
            1 => Some(Body::Judge(Judge { answer: true })),
            _ => Some(Body::Multiple(Multiple {
                options: vec!["甲".into(), "乙".into(), "丙".into()],
                answer: vec![0, 1],
                shuffle: true,
            })),
        };
        bank.questions.extend((0..60).map(|idx| {
            let plain = question(&format!("r{idx:02}"));
            Question { body: body(idx).unwrap_or_else(|| plain.body.clone()), ..plain }
        }));
        let entry = Listed {
            id: bank.id.clone(),
            title: bank.title.clone(),
            digest: String::new(),
            cards_digest: String::new(),
            hash: bank.hash(),
            checked: Date { year: 2026, month: 11, day: 22 },
            n_points: 0,
            n_questions: Vec::new(),
        };
        let catalog = Catalog { entries: vec![entry] };
        let paper = |duel: Duel, name: &str| {
            let terms = duel.terms(&catalog).unwrap();
            assert_eq!(terms.flaws().len(), 1, "it has no organiser and needs none");
            Papers::new(&terms, &[Arc::new(bank.clone())]).unwrap().of(&terms, &duel.entry(name.into(), 1)).unwrap()
        };
        let duel = Duel::new(Length::Ten, PerQuestion::Seconds20, None, 5);
        assert_eq!(paper(duel, "甲"), paper(duel, "乙"));
        assert_ne!(paper(duel, "甲"), paper(Duel { chance: 6, ..duel }, "甲"));
        assert_eq!(Duel::new(Length::Ten, PerQuestion::Seconds20, Some(1), 5).terms(&catalog), None);
    }
}
