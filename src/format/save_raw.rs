//! The raw twins of saved events. Their fields are written in this order without names, and enums by position: a
//! change of either is a new version of the format. What is new comes last, so that everything written before reads as
//! it did; an app that does not know it keeps it as it is.
use crate::domain::bank::hash::{BankHash, Edition};
use crate::domain::bank::id::{BankId, QuestionId, QuestionRef};
use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points, Share};
use crate::domain::bank::question::Given;
use crate::domain::paper::draw::Item;
use crate::domain::paper::seed::Seed;
use crate::domain::record::event::{Event, EventId, LearnerId, What, Writer};
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::domain::session::rules::{BankUse, Feedback, Purpose, Rules, Started};
use crate::domain::session::step::{Answer, Ending, Step};
use crate::domain::time::{Millis, UtcMillis};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct RawEvent {
    seq: u32,
    lamport: u64,
    at: i64,
    what: RawWhat,
}

/// An event by its number; the writer is left out where it is the one who names it.
#[derive(Serialize, Deserialize)]
pub(super) struct RawId {
    writer: Option<[u8; 8]>,
    seq: u32,
}

#[derive(Serialize, Deserialize)]
pub(super) enum RawWhat {
    Answered(RawId, RawAnswer),
    /// Session, item, on.
    Guessed(RawId, u16, bool),
    Flagged(RawId, u16, bool),
    Moved(RawId, u16),
    ClockSetBack(RawId),
    Finished(RawId, RawEnding),
    Started(RawStarted),
    /// Bank, question, on.
    Starred(String, String, bool),
    /// Bank, question, note.
    Reported(String, String, String),
    Withdrawn(RawId),
    Cleared(Option<String>),
    Left(RawId),
    /// A start with anything of [`RawMore`]; others keep their bytes.
    StartedMore(RawStarted, RawMore),
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawAnswer {
    item: u16,
    given: RawGiven,
    edition: [u8; 8],
    share: u16,
    spent: u64,
    guessed: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) enum RawGiven {
    Options(Vec<u8>),
    Judge(bool),
    Blanks(Vec<String>),
    Order(Vec<u8>),
    /// For each left the position of its right and one, or 0.
    Match(Vec<u8>),
    /// Each part written like a whole answer. Bytes, so that no answer nests deeper however they are forged.
    Parts(Vec<Vec<u8>>),
}

#[derive(Serialize, Deserialize)]
pub(super) enum RawEnding {
    Completed,
    HandedIn,
    TimeOver,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawStarted {
    purpose: String,
    title: String,
    rules: RawRules,
    seed: [u8; 32],
    banks: Vec<RawBankUse>,
    /// Runs of items of one bank with the same points: position in `banks`, points, question ids.
    items: Vec<(u32, u32, Vec<String>)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawBankUse {
    id: String,
    hash: Option<[u8; 32]>,
    source: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawRules {
    feedback: RawFeedback,
    limit: Option<u64>,
    back: bool,
    multiple: RawMultiple,
    pairs: bool,
    pass: Option<u32>,
}

/// What sessions could not have at first.
#[derive(Serialize, Deserialize)]
pub(super) struct RawMore {
    per_question: Option<u64>,
    misses: Option<u16>,
    watch: bool,
    /// Options as authored.
    fixed: bool,
    hidden_until: Option<i64>,
    entry: Option<RawEntry>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawEntry {
    contest: ([u8; 8], [u8; 8]),
    name: String,
    /// Position of the unit, or its name; neither where there is none.
    listed: Option<u16>,
    written: Option<String>,
    number: String,
    attempt: u16,
    time_percent: u16,
}

#[derive(Serialize, Deserialize)]
pub(super) enum RawFeedback {
    AtOnce,
    AtEnd,
    Beforehand,
}

#[derive(Serialize, Deserialize)]
pub(super) enum RawMultiple {
    AllOrNothing,
    HalfForSubset,
    PerOption,
    MinusForWrong,
}

impl RawId {
    fn of(id: EventId, writer: Writer) -> Self {
        Self { writer: (id.writer != writer).then(|| id.writer.0.to_be_bytes()), seq: id.seq }
    }

    fn read(&self, writer: Writer) -> EventId {
        EventId { writer: self.writer.map_or(writer, |bytes| Writer(u64::from_be_bytes(bytes))), seq: self.seq }
    }
}

impl RawEvent {
    pub(super) fn of(event: &Event) -> Self {
        let what = RawWhat::of(&event.what, event.id.writer);
        Self { seq: event.id.seq, lamport: event.lamport, at: event.at.0, what }
    }

    pub(super) fn read(self, writer: Writer, learner: &LearnerId) -> Option<Event> {
        let at = UtcMillis(self.at);
        let what = self.what.read(writer, at)?;
        let id = EventId { writer, seq: self.seq };
        Some(Event { id, lamport: self.lamport, at, learner: learner.clone(), what })
    }
}

impl RawWhat {
    pub(super) fn of(what: &What, writer: Writer) -> Self {
        match what {
            What::Started(started) => {
                let raw = RawStarted::of(started);
                match RawMore::of(started) {
                    Some(more) => Self::StartedMore(raw, more),
                    None => Self::Started(raw),
                }
            }
            What::Stepped { session, step } => Self::of_step(RawId::of(*session, writer), step),
            What::Starred { question, on } => {
                Self::Starred(question.bank.to_string(), question.question.to_string(), *on)
            }
            What::Reported { question, note } => {
                Self::Reported(question.bank.to_string(), question.question.to_string(), note.clone())
            }
            What::Withdrawn { report } => Self::Withdrawn(RawId::of(*report, writer)),
            What::Cleared { bank } => Self::Cleared(bank.as_ref().map(ToString::to_string)),
        }
    }

    fn of_step(session: RawId, step: &Step) -> Self {
        match step {
            Step::Answered(answer) => {
                let raw = RawAnswer {
                    item: answer.item,
                    given: RawGiven::of(&answer.given),
                    edition: answer.edition.0.to_be_bytes(),
                    share: answer.share.thousandths(),
                    spent: answer.spent.0,
                    guessed: answer.guessed,
                };
                Self::Answered(session, raw)
            }
            Step::Guessed { item, on } => Self::Guessed(session, *item, *on),
            Step::Flagged { item, on } => Self::Flagged(session, *item, *on),
            Step::Moved { item } => Self::Moved(session, *item),
            Step::ClockSetBack => Self::ClockSetBack(session),
            Step::Left => Self::Left(session),
            Step::Finished(ending) => Self::Finished(
                session,
                match ending {
                    Ending::Completed => RawEnding::Completed,
                    Ending::HandedIn => RawEnding::HandedIn,
                    Ending::TimeOver => RawEnding::TimeOver,
                },
            ),
        }
    }

    pub(super) fn read(self, writer: Writer, at: UtcMillis) -> Option<What> {
        let (session, step) = match self {
            Self::Answered(session, raw) => {
                let answer = Answer {
                    item: raw.item,
                    given: raw.given.read()?,
                    edition: Edition(u64::from_be_bytes(raw.edition)),
                    share: Share::from_thousandths(raw.share)?,
                    spent: Millis(raw.spent),
                    guessed: raw.guessed,
                };
                (session, Step::Answered(answer))
            }
            Self::Guessed(session, item, on) => (session, Step::Guessed { item, on }),
            Self::Flagged(session, item, on) => (session, Step::Flagged { item, on }),
            Self::Moved(session, item) => (session, Step::Moved { item }),
            Self::ClockSetBack(session) => (session, Step::ClockSetBack),
            Self::Left(session) => (session, Step::Left),
            Self::Finished(session, ending) => {
                let ending = match ending {
                    RawEnding::Completed => Ending::Completed,
                    RawEnding::HandedIn => Ending::HandedIn,
                    RawEnding::TimeOver => Ending::TimeOver,
                };
                (session, Step::Finished(ending))
            }
            Self::Started(raw) => return Some(What::Started(Box::new(raw.read(at)?))),
            Self::StartedMore(raw, more) => return Some(What::Started(Box::new(more.add_to(raw.read(at)?)?))),
            Self::Starred(bank, question, on) => {
                return Some(What::Starred { question: QuestionRef::new(bank, question), on });
            }
            Self::Reported(bank, question, note) => {
                return Some(What::Reported { question: QuestionRef::new(bank, question), note });
            }
            Self::Withdrawn(report) => return Some(What::Withdrawn { report: report.read(writer) }),
            Self::Cleared(bank) => return Some(What::Cleared { bank: bank.map(BankId::new) }),
        };
        Some(What::Stepped { session: session.read(writer), step })
    }
}

impl RawGiven {
    fn of(given: &Given) -> Self {
        match given {
            Given::Options(positions) => Self::Options(positions.clone()),
            Given::Judge(said) => Self::Judge(*said),
            Given::Blanks(texts) => Self::Blanks(texts.clone()),
            Given::Order(positions) => Self::Order(positions.clone()),
            Given::Match(chosen) => {
                Self::Match(chosen.iter().map(|one| one.map_or(0, |position| position.saturating_add(1))).collect())
            }
            Given::Parts(parts) => Self::Parts(parts.iter().map(Self::to_bytes).collect()),
        }
    }

    fn to_bytes(given: &Given) -> Vec<u8> {
        postcard::to_allocvec(&Self::of(given))
            .expect("an answer is lists of numbers and texts, which always serialise")
    }

    fn read(self) -> Option<Given> {
        Some(match self {
            Self::Options(positions) => Given::options(positions),
            Self::Judge(said) => Given::Judge(said),
            Self::Blanks(texts) => Given::Blanks(texts),
            Self::Order(positions) => Given::Order(positions),
            Self::Match(chosen) => Given::Match(chosen.into_iter().map(|one| one.checked_sub(1)).collect()),
            Self::Parts(parts) => {
                let part = |bytes: Vec<u8>| match postcard::take_from_bytes::<Self>(&bytes) {
                    Ok((Self::Parts(_), _)) | Err(_) => None,
                    Ok((raw, rest)) => raw.read().filter(|_| rest.is_empty()),
                };
                Given::Parts(parts.into_iter().map(part).collect::<Option<_>>()?)
            }
        })
    }
}

impl RawStarted {
    fn of(started: &Started) -> Self {
        let mut items: Vec<(u32, u32, Vec<String>)> = Vec::new();
        for item in &started.items {
            let bank =
                started.banks.iter().position(|of| of.id == item.question.bank).map_or(u32::MAX, |idx| idx as u32);
            let id = item.question.question.to_string();
            match items.last_mut() {
                Some((of, points, ids)) if *of == bank && *points == item.points.0 => ids.push(id),
                _ => items.push((bank, item.points.0, vec![id])),
            }
        }
        let bank_use = |of: &BankUse| RawBankUse {
            id: of.id.to_string(),
            hash: of.hash.map(|hash| *hash.bytes()),
            source: of.source.clone(),
        };
        Self {
            purpose: started.purpose.key().to_owned(),
            title: started.title.clone(),
            rules: RawRules::of(&started.rules),
            seed: *started.seed.bytes(),
            banks: started.banks.iter().map(bank_use).collect(),
            items,
        }
    }

    fn read(self, at: UtcMillis) -> Option<Started> {
        let bank_use = |raw: RawBankUse| BankUse {
            id: BankId::new(raw.id),
            hash: raw.hash.map(BankHash::from_bytes),
            source: raw.source,
        };
        let banks: Vec<BankUse> = self.banks.into_iter().map(bank_use).collect();
        let mut items = Vec::new();
        for (bank, points, ids) in self.items {
            let bank = &banks.get(bank as usize)?.id;
            items.extend(ids.into_iter().map(|id| Item {
                question: QuestionRef { bank: bank.clone(), question: QuestionId::new(id) },
                points: Points(points),
            }));
        }
        Some(Started {
            at,
            purpose: Purpose::from_key(&self.purpose)?,
            title: self.title,
            rules: self.rules.read(),
            seed: Seed::from_bytes(self.seed),
            banks,
            items,
            entry: None,
        })
    }
}

impl RawMore {
    fn of(started: &Started) -> Option<Self> {
        let Rules { per_question, misses, watch, shuffles, hidden_until, .. } = started.rules;
        let plain = per_question.is_none() && misses.is_none() && !watch && shuffles && hidden_until.is_none();
        let plain = plain && started.entry.is_none();
        (!plain).then(|| Self {
            per_question: per_question.map(|span| span.0),
            misses,
            watch,
            fixed: !shuffles,
            hidden_until: hidden_until.map(|until| until.0),
            entry: started.entry.as_ref().map(RawEntry::of),
        })
    }

    fn add_to(self, mut started: Started) -> Option<Started> {
        started.rules.per_question = self.per_question.map(Millis);
        started.rules.misses = self.misses;
        started.rules.watch = self.watch;
        started.rules.shuffles = !self.fixed;
        started.rules.hidden_until = self.hidden_until.map(UtcMillis);
        if let Some(entry) = self.entry {
            started.entry = Some(entry.read()?);
        }
        Some(started)
    }
}

impl RawEntry {
    fn of(entry: &Entry) -> Self {
        let contest = u128::from_be_bytes(entry.contest.0);
        let (listed, written) = match &entry.unit {
            Unit::None => (None, None),
            Unit::Listed(position) => (Some(*position), None),
            Unit::Written(name) => (None, Some(name.clone())),
        };
        Self {
            contest: (((contest >> 64) as u64).to_be_bytes(), (contest as u64).to_be_bytes()),
            name: entry.name.clone(),
            listed,
            written,
            number: entry.number.clone(),
            attempt: entry.attempt,
            time_percent: entry.time_percent,
        }
    }

    fn read(self) -> Option<Entry> {
        let mut contest = [0; 16];
        contest[..8].copy_from_slice(&self.contest.0);
        contest[8..].copy_from_slice(&self.contest.1);
        let unit = match (self.listed, self.written) {
            (None, None) => Unit::None,
            (Some(position), None) => Unit::Listed(position),
            (None, Some(name)) => Unit::Written(name),
            (Some(_), Some(_)) => return None,
        };
        Some(Entry {
            contest: ContestId(contest),
            name: self.name,
            unit,
            number: self.number,
            attempt: self.attempt,
            time_percent: self.time_percent,
        })
    }
}

impl RawRules {
    fn of(rules: &Rules) -> Self {
        Self {
            feedback: match rules.feedback {
                Feedback::AtOnce => RawFeedback::AtOnce,
                Feedback::AtEnd => RawFeedback::AtEnd,
                Feedback::Beforehand => RawFeedback::Beforehand,
            },
            limit: rules.limit.map(|limit| limit.0),
            back: rules.may_go_back,
            multiple: match rules.marking.multiple {
                MultipleRule::AllOrNothing => RawMultiple::AllOrNothing,
                MultipleRule::HalfForSubset => RawMultiple::HalfForSubset,
                MultipleRule::PerOption => RawMultiple::PerOption,
                MultipleRule::MinusForWrong => RawMultiple::MinusForWrong,
            },
            pairs: rules.marking.order == OrderRule::NeighbouringPairs,
            pass: rules.pass.map(|points| points.0),
        }
    }

    fn read(self) -> Rules {
        Rules {
            feedback: match self.feedback {
                RawFeedback::AtOnce => Feedback::AtOnce,
                RawFeedback::AtEnd => Feedback::AtEnd,
                RawFeedback::Beforehand => Feedback::Beforehand,
            },
            limit: self.limit.map(Millis),
            per_question: None,
            misses: None,
            watch: false,
            shuffles: true,
            hidden_until: None,
            may_go_back: self.back,
            marking: Marking {
                multiple: match self.multiple {
                    RawMultiple::AllOrNothing => MultipleRule::AllOrNothing,
                    RawMultiple::HalfForSubset => MultipleRule::HalfForSubset,
                    RawMultiple::PerOption => MultipleRule::PerOption,
                    RawMultiple::MinusForWrong => MultipleRule::MinusForWrong,
                },
                order: if self.pairs { OrderRule::NeighbouringPairs } else { OrderRule::AllOrNothing },
            },
            pass: self.pass.map(Points),
        }
    }
}
