//! The log taken up event by event without holding all of it: a digest of everything up to some place in the log's
//! order, and the events since. An event that comes late, from another tab, is put where it belongs.
use super::event::{Event, EventId, sort_by_place};
use super::standings::Standings;
use super::version_vector::VersionVector;
use crate::domain::time::UtcMillis;

/// What is to be known of any number of events to take up more of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extent {
    pub known: VersionVector,
    /// The place in the log's order of the last event.
    pub last: Option<Place>,
    /// The latest moment that any event states.
    pub latest_at: UtcMillis,
    pub n_events: u64,
}

pub type Place = (u64, EventId);

const fn place(event: &Event) -> Place {
    (event.lamport, event.id)
}

impl Extent {
    fn add(&mut self, event: &Event) {
        self.known.add(event.id);
        self.last = self.last.max(Some(place(event)));
        self.latest_at = self.latest_at.max(event.at);
        self.n_events += 1;
    }
}

/// All that is shown of a part of the log, from its beginning on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Digest {
    pub standings: Standings,
    pub extent: Extent,
}

impl Digest {
    /// Of events in any order, each once or more often.
    pub fn of(events: Vec<Event>) -> Self {
        let mut digest = Self::default();
        digest.advance(events);
        digest
    }

    /// Whether an event belongs before the end of this.
    pub fn comes_before_the_end(&self, event: &Event) -> bool {
        self.extent.last > Some(place(event))
    }

    /// Takes up events that come after all taken so far, in any order, each once or more often.
    pub fn advance(&mut self, mut events: Vec<Event>) {
        sort_by_place(&mut events);
        for event in events {
            if !self.extent.known.contains(event.id) {
                self.standings.take(&event);
                self.extent.add(&event);
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    base: Digest,
    /// Events after the base, in the log's order.
    tail: Vec<Event>,
    extent: Extent,
    /// Events whose id another event had already taken with other content.
    damaged: Vec<Event>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    New,
    Known,
    /// The id is taken by an event with other content.
    Damaged,
    /// It belongs before the base: only the whole log can put it in its place.
    TooEarly,
}

impl Ledger {
    pub fn new(base: Digest) -> Self {
        Self { extent: base.extent.clone(), base, tail: Vec::new(), damaged: Vec::new() }
    }

    /// What is shown at the beginning, before anything is taken.
    pub fn base(&self) -> &Digest {
        &self.base
    }

    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    pub fn tail(&self) -> &[Event] {
        &self.tail
    }

    pub fn damaged(&self) -> &[Event] {
        &self.damaged
    }

    pub fn next_lamport(&self) -> u64 {
        self.extent.last.map_or(0, |(lamport, _)| lamport) + 1
    }

    /// Takes an event up into what is shown.
    pub fn take(&mut self, standings: &mut Standings, event: Event) -> Taken {
        if self.extent.known.contains(event.id) {
            let other = self.tail.iter().find(|known| known.id == event.id).is_some_and(|known| *known != event);
            if other && !self.damaged.contains(&event) {
                self.damaged.push(event);
            }
            return if other { Taken::Damaged } else { Taken::Known };
        }
        if self.base.comes_before_the_end(&event) {
            return Taken::TooEarly;
        }
        let late = self.extent.last > Some(place(&event));
        self.extent.add(&event);
        if late {
            let at = self.tail.partition_point(|known| place(known) < place(&event));
            self.tail.insert(at, event);
            *standings = self.base.standings.clone();
            self.tail.iter().for_each(|event| standings.take(event));
        } else {
            standings.take(&event);
            self.tail.push(event);
        }
        Taken::New
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::{LearnerId, What, Writer};
    use super::super::log::Log;
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use proptest::prelude::*;

    fn event(writer: u64, seq: u32, on: bool) -> Event {
        Event {
            id: EventId { writer: Writer(writer), seq },
            lamport: u64::from(seq) + writer % 2,
            at: UtcMillis(i64::from(seq)),
            learner: LearnerId::first(),
            what: What::Starred { question: QuestionRef::new("b", format!("q{}", seq % 3)), on },
        }
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_arrival_the_same_is_shown(ids in proptest::collection::vec((0..4u64, 0..9u32), 0..40), cut in 0..10usize) {
            let events: Vec<_> = ids.iter().map(|(writer, seq)| event(*writer, *seq, (writer + u64::from(*seq)) % 3 == 0)).collect();
            let mut log = Log::default();
            events.iter().for_each(|event| { log.take(event.clone()); });
            // A base is always the beginning of the log.
            let base: Vec<_> = log.iter().take(cut).cloned().collect();
            let mut ledger = Ledger::new(Digest::of(base));
            let mut standings = ledger.base().standings.clone();
            for event in events {
                prop_assert_ne!(ledger.take(&mut standings, event), Taken::TooEarly);
            }
            prop_assert_eq!(&standings, &Standings::of(&log));
            prop_assert_eq!(ledger.extent().n_events, log.len() as u64);
            prop_assert_eq!(ledger.extent(), &Digest::of(log.iter().cloned().collect()).extent);
        }
    }

    #[test]
    fn what_belongs_before_the_base_asks_for_the_whole_log() {
        let mut ledger = Ledger::new(Digest::of(vec![event(2, 5, true)]));
        let mut standings = Standings::default();
        assert_eq!(ledger.take(&mut standings, event(1, 1, true)), Taken::TooEarly);
        assert_eq!(ledger.take(&mut standings, event(2, 5, true)), Taken::Known);
        assert_eq!(ledger.take(&mut standings, event(2, 6, true)), Taken::New);
        assert_eq!(ledger.take(&mut standings, event(2, 6, false)), Taken::Damaged);
        assert_eq!(ledger.damaged().len(), 1);
        assert_eq!(ledger.next_lamport(), 7);
    }
}
