//! The grow-only log. Two logs merge by union: in any order, any number of times, with the same outcome.
use super::event::{Event, EventId, LearnerId, What, Writer};
use crate::domain::time::UtcMillis;
use std::collections::HashMap;

/// Events in their one order: by lamport time, then writer, then sequence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    events: Vec<Event>,
    lamport_of: HashMap<EventId, u64>,
    /// Events whose id another event had already taken with other content: damage, kept apart.
    damaged: Vec<Event>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    New,
    Known,
    /// The id is taken by an event with other content.
    Damaged,
}

impl Log {
    pub fn take(&mut self, event: Event) -> Taken {
        match self.get(event.id) {
            None => {
                self.lamport_of.insert(event.id, event.lamport);
                let place = self.place(event.lamport, event.id).unwrap_or_else(|place| place);
                self.events.insert(place, event);
                Taken::New
            }
            Some(known) if *known == event => Taken::Known,
            Some(_) => {
                if !self.damaged.contains(&event) {
                    self.damaged.push(event);
                }
                Taken::Damaged
            }
        }
    }

    /// Set union.
    pub fn merge(&mut self, other: &Self) {
        for event in other.iter().chain(&other.damaged) {
            self.take(event.clone());
        }
    }

    pub fn get(&self, id: EventId) -> Option<&Event> {
        self.events.get(self.place(*self.lamport_of.get(&id)?, id).ok()?)
    }

    fn place(&self, lamport: u64, id: EventId) -> Result<usize, usize> {
        // A new event nearly always comes last.
        if self.events.last().is_none_or(|last| (last.lamport, last.id) < (lamport, id)) {
            return Err(self.events.len());
        }
        self.events.binary_search_by(|event| (event.lamport, event.id).cmp(&(lamport, id)))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter()
    }

    pub fn len(&self) -> usize {
        self.events.len()
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    pub fn damaged(&self) -> &[Event] {
        &self.damaged
    }

    /// For the next event.
    pub fn next_lamport(&self) -> u64 {
        self.events.last().map_or(0, |event| event.lamport) + 1
    }

    /// The latest moment that any event states.
    pub fn latest_at(&self) -> UtcMillis {
        self.iter().map(|event| event.at).max().unwrap_or_default()
    }
}

/// Makes the events of one start of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pen {
    learner: LearnerId,
    writer: Writer,
    next_seq: u32,
}

impl Pen {
    pub const fn new(learner: LearnerId, writer: Writer) -> Self {
        Self { learner, writer, next_seq: 0 }
    }

    /// `lamport` is larger than that of every event known.
    pub fn write(&mut self, lamport: u64, at: UtcMillis, what: What) -> Event {
        let id = EventId { writer: self.writer, seq: self.next_seq };
        self.next_seq += 1;
        Event { id, lamport, at, learner: self.learner.clone(), what }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use proptest::prelude::*;

    fn event(writer: u64, seq: u32, lamport: u64, on: bool) -> Event {
        Event {
            id: EventId { writer: Writer(writer), seq },
            lamport,
            at: UtcMillis(lamport as i64),
            learner: LearnerId::first(),
            what: What::Starred { question: QuestionRef::new("b", "q"), on },
        }
    }

    fn log(events: &[Event]) -> Log {
        let mut log = Log::default();
        for event in events {
            log.take(event.clone());
        }
        log
    }

    #[test]
    fn the_same_id_with_other_content_is_set_aside_and_not_lost() {
        let mut log = log(&[event(1, 0, 1, true)]);
        assert_eq!(log.take(event(1, 0, 1, true)), Taken::Known);
        assert_eq!(log.take(event(1, 0, 1, false)), Taken::Damaged);
        assert_eq!((log.len(), log.damaged().len()), (1, 1));
    }

    #[test]
    fn a_new_event_comes_after_all_that_are_known() {
        let mut log = log(&[event(9, 0, 7, true)]);
        let mut pen = Pen::new(LearnerId::first(), Writer(1));
        let written = pen.write(log.next_lamport(), UtcMillis(0), What::Cleared { bank: None });
        assert_eq!((written.lamport, written.id.seq), (8, 0));
        log.take(written.clone());
        assert_eq!(log.iter().last(), Some(&written));
        assert_eq!(pen.write(log.next_lamport(), UtcMillis(0), What::Cleared { bank: None }).id.seq, 1);
    }

    fn logs() -> impl Strategy<Value = Log> {
        // An id always comes with the same content here, as it does unless something is damaged.
        proptest::collection::vec((0..4u64, 0..6u32), 0..20).prop_map(|ids| {
            log(&ids
                .iter()
                .map(|(writer, seq)| event(*writer, *seq, writer + u64::from(*seq), true))
                .collect::<Vec<_>>())
        })
    }

    fn union(a: &Log, b: &Log) -> Log {
        let mut union = a.clone();
        union.merge(b);
        union
    }

    proptest! {
        #[test]
        fn merging_is_commutative_associative_and_idempotent(a in logs(), b in logs(), c in logs()) {
            prop_assert_eq!(union(&a, &b), union(&b, &a));
            prop_assert_eq!(union(&union(&a, &b), &c), union(&a, &union(&b, &c)));
            prop_assert_eq!(union(&a, &a), a);
        }
    }
}
