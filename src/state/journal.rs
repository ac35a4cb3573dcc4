//! Keeps events on the shelf the moment they happen. Each start of the app writes chunks of its own, so two tabs
//! never overwrite each other; the open chunk alternates between two slots, so a torn write leaves the last good one.
//! Long-term storage of closed chunks joins behind [`Journal::load`] and [`Journal::append`].
use crate::domain::record::event::{Event, LearnerId, Writer};
use crate::domain::record::log::Log;
use crate::domain::sort::sort;
use crate::format::save::{Chunk, Unreadable};
use crate::platform::shelf::{NotKept, PREFIX, Shelf};
use std::rc::Rc;

/// A chunk is rewritten with every answer while it is open, so it is kept short.
const EVENTS_PER_CHUNK: usize = 24;

pub struct Journal {
    shelf: Rc<dyn Shelf>,
    learner: LearnerId,
    writer: Writer,
    n_chunks: u32,
    /// Events not yet in a closed chunk, whether kept or not.
    open: Vec<Event>,
    n_writes: u32,
}

/// What loading found beside the events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Keys under which unreadable texts now lie, and why they are unreadable.
    pub set_aside: Vec<(String, Unreadable)>,
    /// Texts of a newer version, left where they were.
    pub n_newer: usize,
}

impl Journal {
    pub fn new(shelf: Rc<dyn Shelf>, learner: LearnerId, writer: Writer) -> Self {
        Self { shelf, learner, writer, n_chunks: 0, open: Vec::new(), n_writes: 0 }
    }

    /// Everything any start of the app kept for this learner. What cannot be read is set aside and never overwritten.
    pub fn load(&self) -> (Log, Findings) {
        let (mut log, mut findings) = (Log::default(), Findings::default());
        let prefix = self.prefix("log");
        let mut keys: Vec<String> = self.shelf.keys().into_iter().filter(|key| key.starts_with(&prefix)).collect();
        sort(&mut keys);
        for key in keys {
            let Some(text) = self.shelf.get(&key) else { continue };
            match Chunk::from_text(&text) {
                Ok(chunk) => {
                    for event in chunk.events {
                        log.take(event);
                    }
                }
                Err(Unreadable::Newer(_)) => findings.n_newer += 1,
                Err(unreadable) => findings.set_aside.extend(self.set_aside(&key, &text, unreadable)),
            }
        }
        (log, findings)
    }

    /// Moves an unreadable text out of the way, unless its copy could not be made.
    fn set_aside(&self, key: &str, text: &str, why: Unreadable) -> Option<(String, Unreadable)> {
        let aside = format!("{}{}", self.prefix("aside"), key.strip_prefix(PREFIX).unwrap_or(key));
        if self.shelf.set(&aside, text).is_ok() && self.shelf.get(&aside).as_deref() == Some(text) {
            self.shelf.remove(key);
            return Some((aside, why));
        }
        Some((key.to_owned(), why))
    }

    /// Keeps one more event. After a failure the event stays in the open chunk and is kept with the next that succeeds.
    pub fn append(&mut self, event: &Event) -> Result<(), NotKept> {
        self.open.push(event.clone());
        self.keep_open()?;
        if self.open.len() >= EVENTS_PER_CHUNK {
            // The slot just written is the chunk's last word; the other holds a part of it.
            self.shelf.remove(&self.slot(self.n_writes.wrapping_sub(1)));
            self.open.clear();
            self.n_chunks += 1;
        }
        Ok(())
    }

    /// Tries again to keep what an earlier failure left in memory.
    pub fn keep_open(&mut self) -> Result<(), NotKept> {
        if self.open.is_empty() {
            return Ok(());
        }
        let chunk = Chunk {
            writer: self.writer,
            learner: self.learner.clone(),
            n_writes: self.n_writes + 1,
            events: self.open.clone(),
        };
        let text = chunk.to_text();
        let key = self.slot(self.n_writes + 1);
        self.shelf.set(&key, &text)?;
        if self.shelf.get(&key).as_deref() != Some(text.as_str()) {
            return Err(NotKept);
        }
        self.n_writes += 1;
        Ok(())
    }

    fn prefix(&self, room: &str) -> String {
        format!("{PREFIX}{}/{room}/", self.learner.as_str())
    }

    fn slot(&self, n_writes: u32) -> String {
        let slot = if n_writes.is_multiple_of(2) { "a" } else { "b" };
        format!("{}{}/{:05}/{slot}", self.prefix("log"), self.writer, self.n_chunks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::record::event::What;
    use crate::domain::record::log::Pen;
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

    struct App {
        shelf: Rc<Faulty>,
        journal: Journal,
        log: Log,
        pen: Pen,
    }

    fn start(shelf: &Rc<Faulty>, writer: u64) -> (App, Findings) {
        let writer = Writer(writer);
        let journal = Journal::new(shelf.clone(), LearnerId::first(), writer);
        let (log, findings) = journal.load();
        (App { shelf: shelf.clone(), journal, log, pen: Pen::new(LearnerId::first(), writer) }, findings)
    }

    impl App {
        fn star(&mut self, n: usize) -> Result<(), NotKept> {
            let question = QuestionRef::new("b", format!("q{n}"));
            let event = self.pen.write(&self.log, UtcMillis(n as i64), What::Starred { question, on: true });
            let kept = self.journal.append(&event);
            self.log.take(event);
            kept
        }
    }

    #[test]
    fn every_event_kept_is_there_at_the_next_start() {
        let shelf = Rc::new(Faulty::default());
        for writer in 1..4 {
            let (mut app, _) = start(&shelf, writer);
            for n in 0..60 {
                app.star(n).unwrap();
                assert_eq!(Journal::new(shelf.clone(), LearnerId::first(), Writer(99)).load().0, app.log);
            }
        }
        assert_eq!(start(&shelf, 9).0.log.len(), 180);
    }

    #[test]
    fn two_tabs_lose_nothing_to_each_other() {
        let shelf = Rc::new(Faulty::default());
        let (mut one, _) = start(&shelf, 1);
        let (mut two, _) = start(&shelf, 2);
        for n in 0..50 {
            one.star(n).unwrap();
            two.star(n).unwrap();
        }
        assert_eq!(start(&shelf, 3).0.log.len(), 100);
    }

    #[test]
    fn a_full_store_keeps_all_it_had_and_catches_up_when_it_can() {
        let shelf = Rc::new(Faulty::default());
        let (mut app, _) = start(&shelf, 1);
        app.star(0).unwrap();
        shelf.full.set(true);
        for n in 1..40 {
            assert_eq!(app.star(n), Err(NotKept));
        }
        assert_eq!(start(&shelf, 2).0.log.len(), 1);
        app.shelf.full.set(false);
        app.journal.keep_open().unwrap();
        assert_eq!(start(&shelf, 3).0.log.len(), 40);
    }

    #[test]
    fn a_torn_write_leaves_the_last_good_slot_and_is_set_aside() {
        let shelf = Rc::new(Faulty::default());
        let (mut app, _) = start(&shelf, 1);
        app.star(0).unwrap();
        app.star(1).unwrap();
        shelf.tear.set(true);
        assert_eq!(app.star(2), Err(NotKept));
        shelf.tear.set(false);
        let (again, findings) = start(&shelf, 2);
        assert_eq!(again.log.len(), 2);
        assert_eq!(findings.set_aside.len(), 1);
        assert!(shelf.get(&findings.set_aside[0].0).is_some(), "what is unreadable is kept");
        assert_eq!(start(&shelf, 3).1, Findings::default(), "and is not found a second time");
    }

    #[test]
    fn a_newer_record_is_left_alone() {
        let shelf = Rc::new(Faulty::default());
        shelf.set("xueliansai/1/log/x/00000/a", "xueliansai-log 9 1 abc\nwhat comes later").unwrap();
        let (app, findings) = start(&shelf, 1);
        assert_eq!((app.log.len(), findings.n_newer, findings.set_aside.len()), (0, 1, 0));
        assert!(shelf.get("xueliansai/1/log/x/00000/a").is_some());
    }
}
