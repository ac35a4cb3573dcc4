//! The raw twins of saved events: short field names, since every answer is written with them.
use super::save::{Chunk, read_short_id, short_id};
use crate::domain::bank::hash::{BankHash, Edition};
use crate::domain::bank::id::{BankId, QuestionId, QuestionRef};
use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points, Share};
use crate::domain::bank::question::Given;
use crate::domain::paper::draw::Item;
use crate::domain::paper::seed::Seed;
use crate::domain::record::event::{Event, EventId, LearnerId, What, Writer};
use crate::domain::session::rules::{BankUse, Feedback, Purpose, Rules, Started};
use crate::domain::session::step::{Answer, Ending, Step};
use crate::domain::time::{Millis, UtcMillis};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct RawHead {
    writer: String,
    learner: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RawEvent {
    #[serde(rename = "s")]
    seq: u32,
    #[serde(rename = "l")]
    lamport: u64,
    #[serde(rename = "t")]
    at: i64,
    #[serde(rename = "e")]
    what: RawWhat,
}

#[derive(Serialize, Deserialize)]
enum RawWhat {
    #[serde(rename = "start")]
    Started(RawStarted),
    #[serde(rename = "a")]
    Answered(RawAnswer),
    /// Session, item, on.
    #[serde(rename = "guess")]
    Guessed(String, u16, bool),
    #[serde(rename = "flag")]
    Flagged(String, u16, bool),
    #[serde(rename = "m")]
    Moved(String, u16),
    #[serde(rename = "back")]
    ClockSetBack(String),
    #[serde(rename = "end")]
    Finished(String, RawEnding),
    /// Bank, question, on.
    #[serde(rename = "star")]
    Starred(String, String, bool),
    #[serde(rename = "report")]
    Reported(String, String, String),
    #[serde(rename = "withdraw")]
    Withdrawn(String),
    #[serde(rename = "clear")]
    Cleared(Option<String>),
}

#[derive(Serialize, Deserialize)]
struct RawAnswer {
    #[serde(rename = "x")]
    session: String,
    #[serde(rename = "i")]
    item: u16,
    #[serde(rename = "g")]
    given: RawGiven,
    #[serde(rename = "h")]
    edition: String,
    #[serde(rename = "m")]
    share: u16,
    #[serde(rename = "d")]
    spent: u64,
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    guessed: bool,
}

#[derive(Serialize, Deserialize)]
enum RawGiven {
    #[serde(rename = "o")]
    Options(Vec<u8>),
    #[serde(rename = "j")]
    Judge(bool),
    #[serde(rename = "b")]
    Blanks(Vec<String>),
    #[serde(rename = "r")]
    Order(Vec<u8>),
}

#[derive(Serialize, Deserialize)]
enum RawEnding {
    #[serde(rename = "done")]
    Completed,
    #[serde(rename = "in")]
    HandedIn,
    #[serde(rename = "time")]
    TimeOver,
}

#[derive(Serialize, Deserialize)]
struct RawStarted {
    purpose: String,
    title: String,
    rules: RawRules,
    seed: String,
    banks: Vec<RawBankUse>,
    /// Runs of items of one bank with the same points: index into `banks`, points, question ids.
    items: Vec<(usize, u32, Vec<String>)>,
}

#[derive(Serialize, Deserialize)]
struct RawBankUse {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct RawRules {
    feedback: RawFeedback,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<u64>,
    back: bool,
    multiple: RawMultiple,
    pairs: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pass: Option<u32>,
}

#[derive(Serialize, Deserialize)]
enum RawFeedback {
    #[serde(rename = "once")]
    AtOnce,
    #[serde(rename = "end")]
    AtEnd,
    #[serde(rename = "before")]
    Beforehand,
}

#[derive(Serialize, Deserialize)]
enum RawMultiple {
    #[serde(rename = "all")]
    AllOrNothing,
    #[serde(rename = "half")]
    HalfForSubset,
    #[serde(rename = "each")]
    PerOption,
    #[serde(rename = "minus")]
    MinusForWrong,
}

impl RawHead {
    pub(super) fn of(chunk: &Chunk) -> Self {
        Self { writer: chunk.writer.to_string(), learner: chunk.learner.as_str().to_owned() }
    }

    pub(super) fn read(self) -> Option<(Writer, LearnerId)> {
        Some((Writer(read_hex(&self.writer)?), LearnerId::new(self.learner)))
    }
}

impl RawEvent {
    pub(super) fn of(event: &Event, writer: Writer) -> Self {
        Self { seq: event.id.seq, lamport: event.lamport, at: event.at.0, what: RawWhat::of(&event.what, writer) }
    }

    pub(super) fn read(self, writer: Writer, learner: &LearnerId) -> Option<Event> {
        let at = UtcMillis(self.at);
        let what = self.what.read(writer, at)?;
        let id = EventId { writer, seq: self.seq };
        Some(Event { id, lamport: self.lamport, at, learner: learner.clone(), what })
    }
}

impl RawWhat {
    fn of(what: &What, writer: Writer) -> Self {
        match what {
            What::Started(started) => Self::Started(RawStarted::of(started)),
            What::Stepped { session, step } => Self::of_step(short_id(*session, writer), step),
            What::Starred { question, on } => {
                Self::Starred(question.bank.to_string(), question.question.to_string(), *on)
            }
            What::Reported { question, note } => {
                Self::Reported(question.bank.to_string(), question.question.to_string(), note.clone())
            }
            What::Withdrawn { report } => Self::Withdrawn(short_id(*report, writer)),
            What::Cleared { bank } => Self::Cleared(bank.as_ref().map(ToString::to_string)),
        }
    }

    fn of_step(session: String, step: &Step) -> Self {
        match step {
            Step::Answered(answer) => Self::Answered(RawAnswer {
                session,
                item: answer.item,
                given: RawGiven::of(&answer.given),
                edition: format!("{:016x}", answer.edition.0),
                share: answer.share.thousandths(),
                spent: answer.spent.0,
                guessed: answer.guessed,
            }),
            Step::Guessed { item, on } => Self::Guessed(session, *item, *on),
            Step::Flagged { item, on } => Self::Flagged(session, *item, *on),
            Step::Moved { item } => Self::Moved(session, *item),
            Step::ClockSetBack => Self::ClockSetBack(session),
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

    fn read(self, writer: Writer, at: UtcMillis) -> Option<What> {
        let stepped = |session: &str, step| Some(What::Stepped { session: read_short_id(session, writer)?, step });
        match self {
            Self::Started(raw) => Some(What::Started(Box::new(raw.read(at)?))),
            Self::Answered(raw) => {
                let step = Step::Answered(Answer {
                    item: raw.item,
                    given: raw.given.read(),
                    edition: Edition(read_hex(&raw.edition)?),
                    share: Share::from_thousandths(raw.share)?,
                    spent: Millis(raw.spent),
                    guessed: raw.guessed,
                });
                stepped(&raw.session, step)
            }
            Self::Guessed(session, item, on) => stepped(&session, Step::Guessed { item, on }),
            Self::Flagged(session, item, on) => stepped(&session, Step::Flagged { item, on }),
            Self::Moved(session, item) => stepped(&session, Step::Moved { item }),
            Self::ClockSetBack(session) => stepped(&session, Step::ClockSetBack),
            Self::Finished(session, ending) => {
                let ending = match ending {
                    RawEnding::Completed => Ending::Completed,
                    RawEnding::HandedIn => Ending::HandedIn,
                    RawEnding::TimeOver => Ending::TimeOver,
                };
                stepped(&session, Step::Finished(ending))
            }
            Self::Starred(bank, question, on) => Some(What::Starred { question: QuestionRef::new(bank, question), on }),
            Self::Reported(bank, question, note) => {
                Some(What::Reported { question: QuestionRef::new(bank, question), note })
            }
            Self::Withdrawn(report) => Some(What::Withdrawn { report: read_short_id(&report, writer)? }),
            Self::Cleared(bank) => Some(What::Cleared { bank: bank.map(BankId::new) }),
        }
    }
}

impl RawGiven {
    fn of(given: &Given) -> Self {
        match given {
            Given::Options(positions) => Self::Options(positions.clone()),
            Given::Judge(said) => Self::Judge(*said),
            Given::Blanks(texts) => Self::Blanks(texts.clone()),
            Given::Order(positions) => Self::Order(positions.clone()),
        }
    }

    fn read(self) -> Given {
        match self {
            Self::Options(positions) => Given::options(positions),
            Self::Judge(said) => Given::Judge(said),
            Self::Blanks(texts) => Given::Blanks(texts),
            Self::Order(positions) => Given::Order(positions),
        }
    }
}

impl RawStarted {
    fn of(started: &Started) -> Self {
        let mut items: Vec<(usize, u32, Vec<String>)> = Vec::new();
        for item in &started.items {
            let bank = started.banks.iter().position(|of| of.id == item.question.bank).unwrap_or(usize::MAX);
            let id = item.question.question.to_string();
            match items.last_mut() {
                Some((of, points, ids)) if *of == bank && *points == item.points.0 => ids.push(id),
                _ => items.push((bank, item.points.0, vec![id])),
            }
        }
        let bank_use = |of: &BankUse| RawBankUse {
            id: of.id.to_string(),
            hash: of.hash.map(|hash| hash.to_string()),
            source: of.source.clone(),
        };
        Self {
            purpose: started.purpose.key().to_owned(),
            title: started.title.clone(),
            rules: RawRules::of(&started.rules),
            seed: started.seed.bytes().iter().map(|byte| format!("{byte:02x}")).collect(),
            banks: started.banks.iter().map(bank_use).collect(),
            items,
        }
    }

    fn read(self, at: UtcMillis) -> Option<Started> {
        let mut banks = Vec::new();
        for raw in self.banks {
            let hash = match raw.hash {
                Some(hash) => Some(BankHash::parse(&hash)?),
                None => None,
            };
            banks.push(BankUse { id: BankId::new(raw.id), hash, source: raw.source });
        }
        let mut items = Vec::new();
        for (bank, points, ids) in self.items {
            let bank = &banks.get(bank)?.id;
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
            // Any 32 bytes make a seed; a bank hash is read the same way.
            seed: Seed::from_bytes(*BankHash::parse(&self.seed)?.bytes()),
            banks,
            items,
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

/// Exactly 16 hexadecimal figures.
fn read_hex(text: &str) -> Option<u64> {
    if text.len() != 16 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u64::from_str_radix(text, 16).ok()
}
