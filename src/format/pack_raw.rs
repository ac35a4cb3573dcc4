//! The raw twins of a contest's terms, written by postcard in this order. What is new makes a new version of the pack.
use super::short_code;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points};
use crate::domain::contest::terms::{
    Attempts, BankTerm, Counts, NumberAsked, PaperPlan, Reveal, Terms, UnitScore, Units, Window,
};
use crate::domain::paper::blueprint::{Blueprint, Section, Stratum};
use crate::domain::paper::draw::Item;
use crate::domain::time::{Millis, UtcMillis};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct RawPack {
    pub terms: RawTerms,
    /// Banks that are not bundled with the app, each as bank JSON.
    pub carried: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawCover {
    pub contest: [u8; 16],
    pub title: String,
    pub organiser: String,
    pub opens: i64,
    pub closes: i64,
    /// SHA-256 of the seed: no other can be put in its place later.
    pub seed_hash: [u8; 32],
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawTerms {
    title: String,
    organiser: String,
    note: String,
    banks: Vec<(String, [u8; 16], [u8; 5])>,
    paper: RawPaper,
    per_entrant: bool,
    shuffles: bool,
    limit: Option<u64>,
    per_question: Option<u64>,
    misses: Option<u16>,
    may_go_back: bool,
    multiple: RawMultiple,
    pairs: bool,
    pass: Option<u32>,
    opens: i64,
    closes: i64,
    attempts: u16,
    daily: bool,
    counts: RawCounts,
    rehearsal: bool,
    units: RawUnits,
    number: RawNumber,
    reveal: RawReveal,
    watch: bool,
    extra_time: bool,
    unit_score: RawUnitScore,
    seed: [u8; 32],
}

#[derive(Serialize, Deserialize)]
enum RawPaper {
    Drawn(Vec<RawSection>),
    /// Position in `banks`, question, thousandths of a point.
    Picked(Vec<(u16, String, u32)>),
}

#[derive(Serialize, Deserialize)]
struct RawSection {
    /// Position in [`Kind::ALL`].
    kind: u8,
    n: u16,
    points: u32,
    /// Position in `banks`.
    bank: Option<u16>,
    topic: Option<String>,
    /// Position in [`Level::ALL`].
    level: Option<u8>,
}

#[derive(Serialize, Deserialize)]
enum RawUnits {
    None,
    List(Vec<String>),
    Free,
}

macro_rules! twin {
    ($raw:ident of $name:ident { $($variant:ident),+ }) => {
        #[derive(Serialize, Deserialize)]
        enum $raw {
            $($variant),+
        }

        impl $raw {
            const fn of(value: $name) -> Self {
                match value {
                    $($name::$variant => Self::$variant),+
                }
            }

            const fn read(self) -> $name {
                match self {
                    $(Self::$variant => $name::$variant),+
                }
            }
        }
    };
}

twin!(RawMultiple of MultipleRule { AllOrNothing, HalfForSubset, PerOption, MinusForWrong });
twin!(RawCounts of Counts { First, Best, Last, BestOfDay });
twin!(RawNumber of NumberAsked { None, Roster, PhoneTail });
twin!(RawReveal of Reveal { AfterEach, AfterHandIn, AfterClose, Never });

#[derive(Serialize, Deserialize)]
enum RawUnitScore {
    Sum,
    Mean,
    Top(u16),
    Participation,
}

impl RawTerms {
    /// `None` where an item or a section names a bank that the terms do not.
    pub(super) fn of(terms: &Terms) -> Option<Self> {
        let place = |id: &BankId| terms.banks.iter().position(|bank| bank.id == *id).map(|idx| idx as u16);
        let paper = match &terms.paper {
            PaperPlan::Drawn(blueprint) => {
                let section = |section: &Section| {
                    let Stratum { bank, topic, level } = &section.stratum;
                    Some(RawSection {
                        kind: Kind::ALL.iter().position(|kind| *kind == section.kind)? as u8,
                        n: section.n,
                        points: section.points.0,
                        bank: bank.as_ref().map(|id| place(id).ok_or(())).transpose().ok()?,
                        topic: topic.clone(),
                        level: level.and_then(|of| Some(Level::ALL.iter().position(|level| *level == of)? as u8)),
                    })
                };
                RawPaper::Drawn(blueprint.sections.iter().map(section).collect::<Option<_>>()?)
            }
            PaperPlan::Picked(items) => {
                let item = |item: &Item| {
                    Some((place(&item.question.bank)?, item.question.question.to_string(), item.points.0))
                };
                RawPaper::Picked(items.iter().map(item).collect::<Option<_>>()?)
            }
        };
        Some(Self {
            title: terms.title.clone(),
            organiser: terms.organiser.clone(),
            note: terms.note.clone(),
            banks: terms.banks.iter().map(|bank| (bank.id.to_string(), bank.hash, bank.asset)).collect(),
            paper,
            per_entrant: terms.per_entrant,
            shuffles: terms.shuffles,
            limit: terms.limit.map(|limit| limit.0),
            per_question: terms.per_question.map(|limit| limit.0),
            misses: terms.misses,
            may_go_back: terms.may_go_back,
            multiple: RawMultiple::of(terms.marking.multiple),
            pairs: terms.marking.order == OrderRule::NeighbouringPairs,
            pass: terms.pass.map(|pass| pass.0),
            opens: terms.window.opens.0,
            closes: terms.window.closes.0,
            attempts: terms.attempts.n,
            daily: terms.attempts.daily,
            counts: RawCounts::of(terms.attempts.counts),
            rehearsal: terms.rehearsal,
            units: match &terms.units {
                Units::None => RawUnits::None,
                Units::List(units) => RawUnits::List(units.clone()),
                Units::Free => RawUnits::Free,
            },
            number: RawNumber::of(terms.number),
            reveal: RawReveal::of(terms.reveal),
            watch: terms.watch,
            extra_time: terms.extra_time,
            unit_score: match terms.unit_score {
                UnitScore::Sum => RawUnitScore::Sum,
                UnitScore::Mean => RawUnitScore::Mean,
                UnitScore::Top(k) => RawUnitScore::Top(k),
                UnitScore::Participation => RawUnitScore::Participation,
            },
            seed: terms.seed,
        })
    }

    pub(super) fn read(self) -> Option<Terms> {
        let banks: Vec<BankTerm> =
            self.banks.into_iter().map(|(id, hash, asset)| BankTerm { id: BankId::new(id), hash, asset }).collect();
        let bank = |idx: u16| banks.get(usize::from(idx)).map(|bank| bank.id.clone());
        let paper = match self.paper {
            RawPaper::Drawn(sections) => {
                let section = |raw: RawSection| {
                    let stratum = Stratum {
                        bank: raw.bank.map(|idx| bank(idx).ok_or(())).transpose().ok()?,
                        topic: raw.topic,
                        level: raw
                            .level
                            .map(|idx| Level::ALL.get(usize::from(idx)).copied().ok_or(()))
                            .transpose()
                            .ok()?,
                    };
                    let kind = *Kind::ALL.get(usize::from(raw.kind))?;
                    Some(Section { kind, n: raw.n, points: Points(raw.points), stratum })
                };
                PaperPlan::Drawn(Blueprint { sections: sections.into_iter().map(section).collect::<Option<_>>()? })
            }
            RawPaper::Picked(items) => {
                let item = |(idx, question, points): (u16, String, u32)| {
                    let question = QuestionRef::new(bank(idx)?.as_str(), question);
                    Some(Item { question, points: Points(points) })
                };
                PaperPlan::Picked(items.into_iter().map(item).collect::<Option<_>>()?)
            }
        };
        Some(Terms {
            title: self.title,
            organiser: self.organiser,
            note: self.note,
            banks,
            paper,
            per_entrant: self.per_entrant,
            shuffles: self.shuffles,
            limit: self.limit.map(Millis),
            per_question: self.per_question.map(Millis),
            misses: self.misses,
            may_go_back: self.may_go_back,
            marking: Marking {
                multiple: self.multiple.read(),
                order: if self.pairs { OrderRule::NeighbouringPairs } else { OrderRule::AllOrNothing },
            },
            pass: self.pass.map(Points),
            window: Window { opens: UtcMillis(self.opens), closes: UtcMillis(self.closes) },
            attempts: Attempts { n: self.attempts, daily: self.daily, counts: self.counts.read() },
            rehearsal: self.rehearsal,
            units: match self.units {
                RawUnits::None => Units::None,
                RawUnits::List(units) => Units::List(units),
                RawUnits::Free => Units::Free,
            },
            number: self.number.read(),
            reveal: self.reveal.read(),
            watch: self.watch,
            extra_time: self.extra_time,
            unit_score: match self.unit_score {
                RawUnitScore::Sum => UnitScore::Sum,
                RawUnitScore::Mean => UnitScore::Mean,
                RawUnitScore::Top(k) => UnitScore::Top(k),
                RawUnitScore::Participation => UnitScore::Participation,
            },
            seed: self.seed,
        })
    }
}

/// The mark in a bundled bank's file name: `dangzhang.af265478d7.bank` has `af265478d7`.
pub fn asset_mark(asset: &str) -> Option<[u8; 5]> {
    let (rest, _) = asset.rsplit_once('.')?;
    let (_, mark) = rest.rsplit_once('.')?;
    if mark.len() != short_code::N_BYTES || !mark.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 5];
    for (idx, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(mark.get(2 * idx..2 * idx + 2)?, 16).ok()?;
    }
    Some(bytes)
}
