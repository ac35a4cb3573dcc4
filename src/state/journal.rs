//! Keeps each event on the shelf the moment it happens, under a key of its own: nothing kept before is ever written
//! again, so neither a torn write nor a second tab can cost more than the event at hand.
use crate::domain::record::event::{Event, EventId, LearnerId};
use crate::domain::record::version_vector::VersionVector;
use crate::domain::sort::sort;
use crate::format::save::{self, Unreadable};
use crate::format::save_v1;
use crate::platform::shelf::{NotKept, PREFIX, Shelf};
use std::rc::Rc;

pub struct Journal {
    shelf: Rc<dyn Shelf>,
    learner: LearnerId,
    /// Events that the shelf refused, in the order they happened.
    refused: Vec<Event>,
}

/// What lies on the shelf for this learner.
#[derive(Debug, Default)]
pub struct Kept {
    pub events: Vec<Event>,
    pub findings: Findings,
    /// Texts of the first version under their keys, left where they are until [`Journal::read_v1`] reads them.
    pub old: Vec<(String, String)>,
}

/// What loading found beside the events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Keys under which unreadable texts now lie, and why they are unreadable.
    pub set_aside: Vec<(String, Unreadable)>,
    /// Texts of a newer version, left where they were.
    pub n_newer: usize,
    /// Entries of the archive that give no event, kept as they are.
    pub n_damaged: usize,
}

impl Journal {
    pub fn new(shelf: Rc<dyn Shelf>, learner: LearnerId) -> Self {
        Self { shelf, learner, refused: Vec::new() }
    }

    /// Everything kept for this learner that is not `known` already. What cannot be read is set aside and never
    /// overwritten.
    pub fn load(&self, known: &VersionVector) -> Kept {
        let mut kept = Kept::default();
        let prefix = self.prefix();
        let mut keys = self.keys();
        sort(&mut keys);
        for key in keys {
            if EventId::parse(&key[prefix.len()..]).is_some_and(|id| known.contains(id)) {
                continue;
            }
            let Some(text) = self.shelf.get(&key) else { continue };
            if save_v1::is_it(&text) {
                kept.old.push((key, text));
                continue;
            }
            match save::from_text(&text, &self.learner) {
                Ok(event) if known.contains(event.id) => {}
                Ok(event) => kept.events.push(event),
                Err(Unreadable::Newer(_)) => kept.findings.n_newer += 1,
                Err(unreadable) => kept.findings.set_aside.push(self.set_aside(&key, &text, unreadable)),
            }
        }
        kept
    }

    /// Takes up the texts of the first version.
    pub fn read_v1(&self, kept: &mut Kept, known: &VersionVector) {
        for (key, text) in std::mem::take(&mut kept.old) {
            match save_v1::read(&text, &self.learner) {
                Ok(events) => kept.events.extend(events.into_iter().filter(|event| !known.contains(event.id))),
                Err(unreadable) => kept.findings.set_aside.push(self.set_aside(&key, &text, unreadable)),
            }
        }
    }

    /// Moves an unreadable text out of the way, unless its copy could not be made.
    fn set_aside(&self, key: &str, text: &str, why: Unreadable) -> (String, Unreadable) {
        let name = key.strip_prefix(PREFIX).unwrap_or(key);
        let aside = format!("{PREFIX}{}/aside/{name}", self.learner.as_str());
        if keep(&*self.shelf, &aside, text).is_err() {
            return (key.to_owned(), why);
        }
        self.shelf.remove(key);
        (aside, why)
    }

    /// Keeps one more event. One that is refused is tried again with the next.
    pub fn append(&mut self, event: &Event) -> Result<(), NotKept> {
        self.refused.push(event.clone());
        self.try_again()
    }

    pub fn try_again(&mut self) -> Result<(), NotKept> {
        while let Some(event) = self.refused.first() {
            keep(&*self.shelf, &self.key(event.id), &save::to_text(event))?;
            self.refused.remove(0);
        }
        Ok(())
    }

    /// Events that the shelf refused so far.
    pub fn refused(&self) -> &[Event] {
        &self.refused
    }

    /// These are kept elsewhere.
    pub fn forget(&mut self, events: &[Event]) {
        self.refused.retain(|event| !events.contains(event));
    }

    /// How many texts the shelf holds for this learner.
    pub fn n_texts(&self) -> usize {
        self.keys().len()
    }

    /// Events that the shelf holds a text of.
    pub fn ids(&self) -> Vec<EventId> {
        let prefix = self.prefix();
        self.keys().iter().filter_map(|key| EventId::parse(&key[prefix.len()..])).collect()
    }

    /// Takes `n` texts of events away that are kept for good elsewhere, as `archived` says of each.
    pub fn thin(&self, n: usize, archived: impl Fn(EventId) -> bool) {
        let prefix = self.prefix();
        let done = |key: &String| EventId::parse(&key[prefix.len()..]).is_some_and(&archived);
        for key in self.keys().into_iter().filter(done).take(n) {
            self.shelf.remove(&key);
        }
    }

    fn keys(&self) -> Vec<String> {
        let prefix = self.prefix();
        self.shelf.keys().into_iter().filter(|key| key.starts_with(&prefix)).collect()
    }

    fn prefix(&self) -> String {
        format!("{PREFIX}{}/log/", self.learner.as_str())
    }

    fn key(&self, id: EventId) -> String {
        format!("{}{id}", self.prefix())
    }
}

/// Writes a text and reads it back: some browsers cut off or drop what they said they took.
fn keep(shelf: &dyn Shelf, key: &str, text: &str) -> Result<(), NotKept> {
    shelf.set(key, text)?;
    if shelf.get(key).as_deref() == Some(text) { Ok(()) } else { Err(NotKept) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::record::event::{What, Writer};
    use crate::domain::time::UtcMillis;
    use crate::platform::shelf::Memory;
    use std::cell::Cell;

    /// A store that can be told to refuse or to tear the next write.
    #[derive(Default)]
    struct Faulty {
        memory: Memory,
        full: Cell<bool>,
        tear: Cell<bool>,
    }

    impl Shelf for Faulty {
        fn keys(&self) -> Vec<String> {
            self.memory.keys()
        }
        fn get(&self, key: &str) -> Option<String> {
            self.memory.get(key)
        }
        fn set(&self, key: &str, value: &str) -> Result<(), NotKept> {
            if self.full.get() {
                return Err(NotKept);
            }
            let value = if self.tear.get() { &value[..value.len() / 2] } else { value };
            self.memory.set(key, value)
        }
        fn remove(&self, key: &str) {
            self.memory.remove(key);
        }
        fn lasts(&self) -> bool {
            true
        }
    }

    fn event(writer: u64, seq: u32) -> Event {
        let what = What::Starred { question: QuestionRef::new("b", format!("q{seq}")), on: true };
        let id = EventId { writer: Writer(writer), seq };
        Event { id, lamport: u64::from(seq) + 1, at: UtcMillis(0), learner: LearnerId::first(), what }
    }

    fn journal(shelf: &Rc<Faulty>) -> Journal {
        Journal::new(shelf.clone(), LearnerId::first())
    }

    fn kept(shelf: &Rc<Faulty>) -> Kept {
        journal(shelf).load(&VersionVector::default())
    }

    #[test]
    fn every_event_kept_is_there_at_the_next_start_also_with_two_tabs() {
        let shelf = Rc::new(Faulty::default());
        let (mut one, mut two) = (journal(&shelf), journal(&shelf));
        for seq in 0..30 {
            one.append(&event(1, seq)).unwrap();
            two.append(&event(2, seq)).unwrap();
            assert_eq!(kept(&shelf).events.len(), 2 * seq as usize + 2);
        }
        assert!(kept(&shelf).events.contains(&event(2, 17)));
        let unknown = journal(&shelf).load(&VersionVector::from_parts([(Writer(1), 30)], []));
        assert_eq!(unknown.events.len(), 30);
    }

    #[test]
    fn a_full_store_keeps_all_it_had_and_catches_up_when_it_can() {
        let shelf = Rc::new(Faulty::default());
        let mut journal = journal(&shelf);
        journal.append(&event(1, 0)).unwrap();
        shelf.full.set(true);
        for seq in 1..40 {
            assert_eq!(journal.append(&event(1, seq)), Err(NotKept));
        }
        assert_eq!((kept(&shelf).events.len(), journal.refused().len()), (1, 39));
        shelf.full.set(false);
        journal.try_again().unwrap();
        assert_eq!((kept(&shelf).events.len(), journal.refused().len()), (40, 0));
    }

    #[test]
    fn a_torn_write_costs_nothing_but_itself_and_is_set_aside() {
        let shelf = Rc::new(Faulty::default());
        let mut torn = journal(&shelf);
        torn.append(&event(1, 0)).unwrap();
        shelf.tear.set(true);
        assert_eq!(torn.append(&event(1, 1)), Err(NotKept));
        shelf.tear.set(false);
        let found = kept(&shelf);
        assert_eq!((found.events.len(), found.findings.set_aside.len()), (1, 1));
        assert!(shelf.get(&found.findings.set_aside[0].0).is_some(), "what is unreadable is kept");
        assert_eq!(kept(&shelf).findings, Findings::default(), "and is not found a second time");
    }

    #[test]
    fn a_newer_record_is_left_alone_and_an_older_one_is_read() {
        let shelf = Rc::new(Faulty::default());
        // The first bytes of base64url are 9, a version nobody has written yet.
        shelf.set("xueliansai/1/log/x", "CQAAAAAAAAAA").unwrap();
        let old = include_str!("../../tests/fixtures/save-v1.txt");
        shelf.set("xueliansai/1/log/00000000000000ff/00000/a", old).unwrap();
        let cut = &old[..old.len() - 3];
        shelf.set("xueliansai/1/log/00000000000000ff/00000/b", cut).unwrap();
        let mut found = kept(&shelf);
        assert_eq!((found.events.len(), found.old.len()), (0, 2), "left to the code that reads them");
        assert_eq!((found.findings.n_newer, found.findings.set_aside.len()), (1, 0), "and not taken for damaged");
        assert_eq!(kept(&shelf).old, found.old, "however often they have to wait");
        journal(&shelf).read_v1(&mut found, &VersionVector::from_parts([(Writer(255), 2)], []));
        assert_eq!((found.events.len(), found.findings.set_aside.len(), found.old.len()), (9, 1, 0));
        assert_eq!(shelf.get(&found.findings.set_aside[0].0).as_deref(), Some(cut));
        assert!(shelf.get("xueliansai/1/log/x").is_some());
    }

    #[test]
    fn thinning_takes_only_what_is_archived() {
        let shelf = Rc::new(Faulty::default());
        let mut journal = journal(&shelf);
        (0..10).for_each(|seq| journal.append(&event(1, seq)).unwrap());
        journal.thin(4, |id| id.seq < 6);
        assert_eq!(journal.n_texts(), 6);
        journal.thin(100, |id| id.seq < 6);
        assert!(kept(&shelf).events.iter().all(|event| event.id.seq >= 6));
    }
}
