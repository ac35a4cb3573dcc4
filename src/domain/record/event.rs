//! One thing that happened. Events are never edited; what takes something back is another event.
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::session::rules::Started;
use crate::domain::session::step::Step;
use crate::domain::sort::sort_by;
use crate::domain::time::UtcMillis;
use std::fmt;

/// A random number per start of the app, so that two tabs or a restored store never make the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Writer(pub u64);

impl fmt::Display for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId {
    pub writer: Writer,
    /// Counts from 0 for each writer.
    pub seq: u32,
}

impl EventId {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (writer, seq) = text.split_once('-')?;
        if writer.len() != 16 {
            return None;
        }
        Some(Self { writer: Writer(u64::from_str_radix(writer, 16).ok()?), seq: seq.parse().ok()? })
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.writer, self.seq)
    }
}

/// Whose record it is. Every stored key carries it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LearnerId(Box<str>);

impl LearnerId {
    pub fn new(id: impl Into<Box<str>>) -> Self {
        Self(id.into())
    }

    /// The learner of a device on which nobody made profiles.
    pub fn first() -> Self {
        Self::new("1")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    /// Larger than that of every event known when this one was made.
    pub lamport: u64,
    pub at: UtcMillis,
    pub learner: LearnerId,
    pub what: What,
}

/// Events by writer and number, the first of those with the same id first.
pub fn sort_by_id(events: &mut Vec<Event>) {
    sort_by(events, |a, b| a.id.cmp(&b.id));
}

/// Events in the log's one order.
pub fn sort_by_place(events: &mut Vec<Event>) {
    sort_by(events, |a, b| (a.lamport, a.id).cmp(&(b.lamport, b.id)));
}

/// Of events in the order of their ids.
pub fn find_by_id(by_id: &[Event], id: EventId) -> Option<&Event> {
    by_id.binary_search_by(|event| event.id.cmp(&id)).ok().map(|idx| &by_id[idx])
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A session's id is the id of this event.
    Started(Box<Started>),
    Stepped {
        session: EventId,
        step: Step,
    },
    Starred {
        question: QuestionRef,
        on: bool,
    },
    /// The learner holds a question for wrong.
    Reported {
        question: QuestionRef,
        note: String,
    },
    /// A report is taken back.
    Withdrawn {
        report: EventId,
    },
    /// Statistics begin anew, for one bank or for all; what happened before stays in the log.
    Cleared {
        bank: Option<BankId>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_ids_read_back_and_nothing_else_does() {
        let id = EventId { writer: Writer(0x0123_4567_89ab_cdef), seq: 42 };
        assert_eq!(id.to_string(), "0123456789abcdef-42");
        assert_eq!(EventId::parse(&id.to_string()), Some(id));
        for text in
            ["", "-", "0123456789abcdef", "0123456789abcdef-", "123-4", "0123456789abcdef--1", "+123456789abcdef0-1"]
        {
            assert_eq!(EventId::parse(text), None, "{text}");
        }
    }
}
