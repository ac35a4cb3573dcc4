//! Which events something holds, as a version vector: per writer how many from its first on, and single ones beyond
//! a gap.
use super::event::{EventId, Writer};
use std::collections::{HashMap, HashSet};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionVector {
    /// The number of events held without a gap, which is also the sequence number of the first one missing.
    n_whole: HashMap<Writer, u32>,
    beyond: HashSet<EventId>,
}

impl VersionVector {
    /// Of parts as [`VersionVector::whole`] and [`VersionVector::beyond`] give them.
    pub fn from_parts(
        whole: impl IntoIterator<Item = (Writer, u32)>,
        beyond: impl IntoIterator<Item = EventId>,
    ) -> Self {
        let mut vector = Self { n_whole: whole.into_iter().collect(), beyond: HashSet::new() };
        beyond.into_iter().for_each(|id| vector.add(id));
        vector
    }

    pub fn contains(&self, id: EventId) -> bool {
        self.n_whole.get(&id.writer).is_some_and(|n| id.seq < *n) || self.beyond.contains(&id)
    }

    pub fn add(&mut self, id: EventId) {
        let n = self.n_whole.entry(id.writer).or_default();
        if id.seq > *n {
            self.beyond.insert(id);
        } else if id.seq == *n {
            *n += 1;
            while self.beyond.remove(&EventId { writer: id.writer, seq: *n }) {
                *n += 1;
            }
        }
    }

    /// Writers and how many of their events are held from the first on.
    pub fn whole(&self) -> impl Iterator<Item = (Writer, u32)> {
        self.n_whole.iter().map(|(writer, n)| (*writer, *n))
    }

    /// Events held beyond a gap.
    pub fn beyond(&self) -> impl Iterator<Item = EventId> {
        self.beyond.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_holds_exactly_what_was_added(ids in proptest::collection::vec((0..3u64, 0..12u32), 0..40)) {
            let ids: Vec<_> = ids.into_iter().map(|(writer, seq)| EventId { writer: Writer(writer), seq }).collect();
            let mut vector = VersionVector::default();
            ids.iter().for_each(|id| vector.add(*id));
            for writer in 0..3 {
                for seq in 0..13 {
                    let id = EventId { writer: Writer(writer), seq };
                    prop_assert_eq!(vector.contains(id), ids.contains(&id));
                }
            }
            prop_assert_eq!(VersionVector::from_parts(vector.whole(), vector.beyond()), vector);
        }
    }

    #[test]
    fn events_without_a_gap_take_one_number() {
        let mut vector = VersionVector::default();
        [3, 1, 0, 2].into_iter().for_each(|seq| vector.add(EventId { writer: Writer(7), seq }));
        assert_eq!(vector.whole().collect::<Vec<_>>(), [(Writer(7), 4)]);
        assert_eq!(vector.beyond().count(), 0);
    }
}
