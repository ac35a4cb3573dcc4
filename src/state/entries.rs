//! The entries of the archive as a digest of the log: from the last snapshot on if there is one, else from the first.
use crate::domain::record::event::{Event, LearnerId};
use crate::domain::record::ledger::Digest;
use crate::format::save::{self, Unreadable};
use crate::format::snapshot::Snapshot;
use crate::platform::archive::Key;

/// Entries of this size stay as they are; smaller ones are joined.
const BLOCK: usize = 16 * 1024;

/// What reading the archive came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Archived {
    pub digest: Digest,
    /// The place of the last entry read.
    pub upto: Key,
    pub n_damaged: usize,
    pub n_newer: usize,
}

/// Takes up entries after a snapshot, or all of them where there is none. `None` where an event belongs before the
/// snapshot's end, so that only all entries together give the right order.
pub fn take_up(snapshot: Option<Snapshot>, entries: &[(Key, Vec<u8>)], learner: &LearnerId) -> Option<Archived> {
    let (mut digest, start) = snapshot.map_or_else(Default::default, |it| (it.digest, it.upto as Key));
    let (events, n_damaged, n_newer) = read(entries, learner);
    let unknown: Vec<Event> = events.into_iter().filter(|event| !digest.extent.known.contains(event.id)).collect();
    if unknown.iter().any(|event| digest.comes_before_the_end(event)) {
        return None;
    }
    digest.advance(unknown);
    let upto = entries.last().map_or(start, |(key, _)| *key);
    Some(Archived { digest, upto, n_damaged, n_newer })
}

/// The events of entries, and how many bytes gave none: damaged or of a newer version.
pub fn read(entries: &[(Key, Vec<u8>)], learner: &LearnerId) -> (Vec<Event>, usize, usize) {
    let (mut events, mut n_damaged, mut n_newer) = (Vec::new(), 0, 0);
    for bytes in entries.iter().flat_map(|(_, entry)| save::split(entry)) {
        match save::from_bytes(bytes, learner) {
            Ok(event) => events.push(event),
            Err(Unreadable::Newer(_)) => n_newer += 1,
            Err(_) => n_damaged += 1,
        }
    }
    (events, n_damaged, n_newer)
}

/// A run of small entries as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// They stand after this place …
    pub after: Key,
    /// … up to this one.
    pub upto: Key,
    pub pack: Vec<u8>,
    /// What gives no event, as it is: among others it would spoil what follows it.
    pub damaged: Vec<Vec<u8>>,
}

/// Joins runs of entries that no place of `barriers` divides: whoever goes back to such a place finds all that stood
/// before it and nothing of what stood after.
pub fn join(start: Key, entries: &[(Key, Vec<u8>)], learner: &LearnerId, barriers: &[Key]) -> Vec<Joined> {
    let n_blocks = entries.iter().rposition(|(_, entry)| entry.len() >= BLOCK).map_or(0, |last| last + 1);
    let (blocks, loose) = entries.split_at(n_blocks);
    let mut after = blocks.last().map_or(start, |(key, _)| *key);
    let together = |(a, _): &(Key, _), (b, _): &(Key, _)| !barriers.iter().any(|barrier| a <= barrier && barrier < b);
    let mut all = Vec::new();
    for run in loose.chunk_by(together) {
        let upto = run.last().map_or(after, |(key, _)| *key);
        let mut joined = Joined { after, upto, pack: Vec::new(), damaged: Vec::new() };
        after = upto;
        for bytes in run.iter().flat_map(|(_, entry)| save::split(entry)) {
            match save::from_bytes(bytes, learner) {
                Ok(_) | Err(Unreadable::Newer(_)) => save::push(&mut joined.pack, bytes),
                Err(_) => joined.damaged.push(bytes.to_vec()),
            }
        }
        if run.len() > 1 || !joined.damaged.is_empty() {
            all.push(joined);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::record::event::{EventId, What, Writer};
    use crate::domain::time::UtcMillis;

    fn event(writer: u64, seq: u32, lamport: u64) -> Event {
        let what = What::Starred { question: QuestionRef::new("b", format!("q{seq}")), on: true };
        let id = EventId { writer: Writer(writer), seq };
        Event { id, lamport, at: UtcMillis(0), learner: LearnerId::first(), what }
    }

    fn entry(key: u32, events: &[Event]) -> (Key, Vec<u8>) {
        let mut pack = Vec::new();
        events.iter().for_each(|event| save::push(&mut pack, &save::to_bytes(event)));
        (Key::from(key), pack)
    }

    fn all() -> Vec<(Key, Vec<u8>)> {
        (1..=20).map(|n| entry(n, &[event(1, n - 1, u64::from(n))])).collect()
    }

    fn up(snapshot: Option<Snapshot>, entries: &[(Key, Vec<u8>)]) -> Option<Archived> {
        take_up(snapshot, entries, &LearnerId::first())
    }

    #[test]
    fn a_snapshot_and_the_rest_give_what_all_entries_give() {
        let entries = all();
        let whole = up(None, &entries).unwrap();
        assert_eq!((whole.digest.extent.n_events, whole.upto), (20, 20.0));
        for cut in 0..=20 {
            let half = up(None, &entries[..cut]).unwrap();
            let snapshot = Snapshot { upto: cut as u64, digest: half.digest };
            assert_eq!(up(Some(snapshot), &entries[cut..]), Some(whole.clone()), "{cut}");
        }
    }

    #[test]
    fn an_event_twice_counts_once_and_one_that_is_early_asks_for_all() {
        let entries = all();
        let snapshot = Snapshot { upto: 15, digest: up(None, &entries[..15]).unwrap().digest };
        let again = [entry(16, &[event(1, 3, 4)]), entry(17, &[event(1, 15, 16), event(1, 15, 16)])];
        assert_eq!(up(Some(snapshot.clone()), &again).unwrap().digest.extent.n_events, 16);
        assert_eq!(up(Some(snapshot), &[entry(16, &[event(2, 0, 3)])]), None);
    }

    #[test]
    fn small_entries_are_joined_and_damaged_ones_set_apart() {
        let mut entries = all();
        entries[3].1.truncate(9);
        entries.insert(0, (0.5, vec![0; BLOCK]));
        let joined = join(0.0, &entries, &LearnerId::first(), &[]);
        let [joined] = &joined[..] else { panic!("{joined:?}") };
        assert_eq!((joined.after, joined.upto, joined.damaged.len()), (0.5, 20.0, 1));
        let (events, n_damaged, _) = read(&[(20.0, joined.pack.clone())], &LearnerId::first());
        assert_eq!((events.len(), n_damaged), (19, 0));
        assert_eq!(join(0.0, &entries[..1], &LearnerId::first(), &[]), []);
    }

    #[test]
    fn joining_stops_at_the_places_that_the_learner_can_go_back_to() {
        let runs = |barriers: &[Key]| {
            let joined = join(0.0, &all(), &LearnerId::first(), barriers);
            joined.iter().map(|it| (it.after, it.upto)).collect::<Vec<_>>()
        };
        assert_eq!(runs(&[]), [(0.0, 20.0)]);
        assert_eq!(runs(&[7.0, 12.0]), [(0.0, 7.0), (7.0, 12.0), (12.0, 20.0)]);
        // One entry between two places stays as it is, and a place beyond the end divides nothing.
        assert_eq!(runs(&[0.0, 7.0, 8.0, 20.0, 30.0]), [(0.0, 7.0), (8.0, 20.0)]);
    }
}
