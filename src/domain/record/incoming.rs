//! What events from elsewhere would add to a record: merging is set union, so the order and the number of times do
//! not matter.
use super::event::{Event, find_by_id, sort_by_id};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Incoming {
    /// Each once.
    pub new: Vec<Event>,
    pub n_known: usize,
    /// Their ids are taken by events with other content: damage, to be kept apart.
    pub conflicting: Vec<Event>,
}

impl Incoming {
    /// `mine` in the order of ids.
    pub fn of(mut theirs: Vec<Event>, mine: &[Event]) -> Self {
        sort_by_id(&mut theirs);
        let mut incoming = Self::default();
        for event in theirs {
            let twin = incoming.new.last().filter(|last| last.id == event.id);
            match find_by_id(mine, event.id).or(twin) {
                None => incoming.new.push(event),
                Some(known) if *known == event => incoming.n_known += 1,
                Some(_) => incoming.conflicting.push(event),
            }
        }
        incoming
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::{EventId, LearnerId, What, Writer};
    use super::super::ledger::Digest;
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::time::UtcMillis;
    use proptest::prelude::*;

    fn event(writer: u64, seq: u32, on: bool) -> Event {
        Event {
            id: EventId { writer: Writer(writer), seq },
            lamport: writer + u64::from(seq),
            at: UtcMillis(i64::from(seq)),
            learner: LearnerId::first(),
            what: What::Starred { question: QuestionRef::new("b", format!("q{}", seq % 3)), on },
        }
    }

    fn device() -> impl Strategy<Value = Vec<Event>> {
        proptest::collection::btree_set((0..4u64, 0..8u32), 0..20)
            .prop_map(|ids| ids.into_iter().map(|(writer, seq)| event(writer, seq, writer % 2 == 0)).collect())
    }

    /// A device after it took up what another one holds.
    fn merged(mine: &[Event], theirs: &[Event]) -> Vec<Event> {
        let mut by_id = mine.to_vec();
        sort_by_id(&mut by_id);
        let incoming = Incoming::of(theirs.to_vec(), &by_id);
        assert!(incoming.conflicting.is_empty());
        assert_eq!(incoming.n_known + incoming.new.len(), theirs.len());
        mine.iter().cloned().chain(incoming.new).collect()
    }

    fn shown(events: &[Event]) -> Digest {
        Digest::of(events.to_vec())
    }

    proptest! {
        #[test]
        fn merging_is_commutative_associative_and_idempotent(a in device(), b in device(), c in device()) {
            prop_assert_eq!(shown(&merged(&a, &b)), shown(&merged(&b, &a)));
            prop_assert_eq!(shown(&merged(&merged(&a, &b), &c)), shown(&merged(&a, &merged(&b, &c))));
            prop_assert_eq!(shown(&merged(&a, &a)), shown(&a));
            prop_assert_eq!(merged(&merged(&a, &b), &b).len(), merged(&a, &b).len());
        }
    }

    #[test]
    fn the_same_id_with_other_content_stays_out_and_is_not_lost() {
        let mine = [event(1, 0, true)];
        let theirs = vec![event(1, 0, false), event(1, 1, true), event(1, 1, false), event(1, 0, true)];
        let incoming = Incoming::of(theirs, &mine);
        assert_eq!(incoming.new, [event(1, 1, true)]);
        assert_eq!(incoming.conflicting, [event(1, 0, false), event(1, 1, false)]);
        assert_eq!(incoming.n_known, 1);
    }
}
