//! The learner's record: every event is kept before anything shown depends on it.
use super::journal::{Findings, Journal};
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::record::event::{Event, EventId, LearnerId, What, Writer};
use crate::domain::record::log::{Log, Pen};
use crate::domain::record::standings::Standings;
use crate::domain::session::clock::Guard;
use crate::domain::session::rules::Started;
use crate::domain::session::step::{Ending, Step};
use crate::domain::time::{Moment, UtcMillis};
use crate::platform::shelf::{PREFIX, Shelf};
use leptos::prelude::*;
use std::rc::Rc;

#[derive(Clone, Copy)]
pub struct Record {
    inner: StoredValue<Inner, LocalStorage>,
    guard: StoredValue<Guard>,
    pub standings: RwSignal<Standings>,
    pub keeping: RwSignal<Keeping>,
    pub findings: StoredValue<Findings>,
}

struct Inner {
    shelf: Rc<dyn Shelf>,
    journal: Journal,
    log: Log,
    pen: Pen,
}

/// Whether what is answered now will be there tomorrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    Kept,
    /// The browser keeps nothing at all for this page.
    MemoryOnly,
    /// The last write was refused: everything before is kept, what came since is in memory and is tried again.
    Full {
        n_unkept: u32,
    },
}

impl Record {
    pub fn open(shelf: Rc<dyn Shelf>, writer: Writer, now: Moment) -> Self {
        let learner = LearnerId::first();
        let journal = Journal::new(shelf.clone(), learner.clone(), writer);
        let (log, findings) = journal.load();
        let keeping = if shelf.lasts() { Keeping::Kept } else { Keeping::MemoryOnly };
        let standings = RwSignal::new(Standings::of(&log));
        let guard = StoredValue::new(Guard::new(now, log.latest_at()));
        Self {
            inner: StoredValue::new_local(Inner { shelf, journal, log, pen: Pen::new(learner, writer) }),
            standings,
            guard,
            keeping: RwSignal::new(keeping),
            findings: StoredValue::new(findings),
        }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Keeps what happened and takes it up into everything shown.
    pub fn write(self, at: UtcMillis, what: What) -> EventId {
        let mut written: Option<(Event, bool)> = None;
        self.inner.update_value(|inner| {
            let event = inner.pen.write(&inner.log, at, what);
            let kept = inner.journal.append(&event).is_ok();
            inner.log.take(event.clone());
            written = Some((event, kept));
        });
        let (event, kept) = written.expect("the record lives as long as the app");
        self.note_keeping(kept, 1);
        self.standings.update(|standings| standings.take(&event));
        event.id
    }

    fn note_keeping(self, kept: bool, n_new: u32) {
        let before = self.keeping.get_untracked();
        let now = match before {
            Keeping::MemoryOnly => Keeping::MemoryOnly,
            _ if kept => Keeping::Kept,
            Keeping::Full { n_unkept } => Keeping::Full { n_unkept: n_unkept + n_new },
            Keeping::Kept => Keeping::Full { n_unkept: n_new },
        };
        if now != before {
            self.keeping.set(now);
        }
    }

    /// Tries again to keep what a full store refused.
    pub fn keep_again(self) {
        let kept = self.inner.try_update_value(|inner| inner.journal.keep_open().is_ok()).unwrap_or(false);
        self.note_keeping(kept, 0);
    }

    pub fn start(self, started: Started) -> EventId {
        self.write(started.at, What::Started(Box::new(started)))
    }

    pub fn star(self, at: UtcMillis, question: QuestionRef, on: bool) {
        self.write(at, What::Starred { question, on });
    }

    pub fn report(self, at: UtcMillis, question: QuestionRef, note: String) {
        self.write(at, What::Reported { question, note });
    }

    pub fn withdraw(self, at: UtcMillis, report: EventId) {
        self.write(at, What::Withdrawn { report });
    }

    pub fn clear(self, at: UtcMillis, bank: Option<BankId>) {
        self.write(at, What::Cleared { bank });
    }

    /// Hands in every exam whose time ran out while nobody looked.
    pub fn close_overdue(self, now: Moment) {
        let (now, _) = self.read_clock(now);
        let overdue = self.standings.with_untracked(|standings| {
            let open = standings.open_sessions().into_iter();
            let overdue = open.filter_map(|session| Some((session.id, session.started.deadline()?)));
            overdue.filter(|(_, deadline)| *deadline <= now).collect::<Vec<_>>()
        });
        for (session, deadline) in overdue {
            self.write(deadline, What::Stepped { session, step: Step::Finished(Ending::TimeOver) });
        }
    }

    /// Ends a practice from the list of open ones.
    pub fn end(self, at: UtcMillis, session: EventId) {
        self.write(at, What::Stepped { session, step: Step::Finished(Ending::Completed) });
    }

    /// The time now and whether the device's clock has been set back, watched as long as the app lives.
    pub fn read_clock(self, now: Moment) -> (UtcMillis, bool) {
        self.guard.try_update_value(|guard| guard.read(now)).unwrap_or((now.wall, false))
    }

    /// The latest moment on record, which has passed whatever the wall clock says.
    pub fn latest_at(self) -> UtcMillis {
        self.inner.with_value(|inner| inner.log.latest_at())
    }

    pub fn n_events(self) -> usize {
        self.inner.with_value(|inner| inner.log.len())
    }

    /// Characters that the app's texts take on the shelf; browsers count two bytes for each.
    pub fn n_chars_kept(self) -> usize {
        self.inner.with_value(|inner| {
            let keys = inner.shelf.keys();
            keys.iter()
                .map(|key| key.chars().count() + inner.shelf.get(key).map_or(0, |text| text.chars().count()))
                .sum()
        })
    }

    /// Removes everything the app keeps on this device. Only a reload after it shows the empty app.
    pub fn erase_all(self) {
        self.inner.with_value(|inner| {
            for key in inner.shelf.keys().into_iter().filter(|key| key.starts_with(PREFIX)) {
                inner.shelf.remove(&key);
            }
        });
    }
}
