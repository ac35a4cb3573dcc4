//! The learner's record: every event is kept before anything shown depends on it, at once on the shelf and in the
//! archive. Either may be missing or full; the other carries on.
use super::entries::{self, Archived};
use super::journal::{Findings, Journal};
use super::keeping::{Keeping, Store};
use super::older::{older, read_shelf};
use super::seat::{Elsewhere, Seat};
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::record::event::{Event, EventId, LearnerId, What, Writer, sort_by_place};
use crate::domain::record::ledger::{Digest, Ledger};
use crate::domain::record::log::Pen;
use crate::domain::record::session_record::SessionRecord;
use crate::domain::record::standings::Standings;
use crate::domain::session::clock::Guard;
use crate::domain::session::rules::Started;
use crate::domain::session::step::{Ending, Step};
use crate::domain::time::{Moment, UtcMillis};
use crate::format::snapshot::{self, Snapshot};
use crate::format::{save, save_v1};
use crate::platform::archive::{self, Archive, Change, Durability, Key};
use crate::platform::channel::Channel;
use crate::platform::shelf::{NotKept, PREFIX, Shelf};
use crate::platform::timer;
use crate::platform::{mark, page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

#[derive(Clone, Copy)]
pub struct Record {
    pub(super) inner: StoredValue<Inner, LocalStorage>,
    guard: StoredValue<Guard>,
    pub standings: RwSignal<Standings>,
    pub keeping: RwSignal<Keeping>,
    pub findings: StoredValue<Findings>,
}

pub(super) struct Inner {
    pub learner: LearnerId,
    pub shelf: Rc<dyn Shelf>,
    pub journal: Journal,
    archive: Option<Archive>,
    /// Events that the archive refused.
    refused: Vec<Event>,
    pub ledger: Ledger,
    pen: Pen,
    /// See [`Opened::after`].
    after: u64,
    /// To other tabs of the same learner.
    pub tabs: Option<Channel>,
}

/// Everything that is read before the app can show anything.
pub struct Opened {
    learner: LearnerId,
    shelf: Rc<dyn Shelf>,
    journal: Journal,
    archive: Option<Archive>,
    archived: Archived,
    /// Read from the archive and worth joining.
    loose: Loose,
    /// On the shelf only.
    missing: Vec<Event>,
    /// Events that the digest does not count, in the log's order.
    fresh: Vec<Event>,
    findings: Findings,
    /// What is written now comes after this place: texts that wait to be read may hold a clearing.
    after: u64,
}

#[derive(Default)]
pub struct Loose {
    start: Key,
    entries: Vec<(Key, Vec<u8>)>,
    /// The last snapshot was of no use, because events came in that belong before its end.
    stale: bool,
}

/// More small entries than this are joined into one at the next start, and a snapshot is written.
const LOOSE: usize = 200;

/// So many texts of archived events stay on the shelf, in case the browser throws the archive away.
const ON_SHELF: usize = 3000;

/// Said to other tabs: what they show is no longer what is kept.
pub(super) const ANEW: &str = "anew";

pub(super) const SNAPSHOTS: [&str; 2] = ["snapshot/a", "snapshot/b"];

impl Opened {
    /// Reads shelf and archive of a learner.
    pub async fn read(shelf: Rc<dyn Shelf>, learner: LearnerId) -> Self {
        let journal = Journal::new(shelf.clone(), learner.clone());
        let archive = Archive::open(&database(&learner)).await.ok();
        let (mut archived, mut loose) = match &archive {
            Some(archive) => read_archive(archive, &learner).await.unwrap_or_default(),
            None => Default::default(),
        };
        let known = &archived.digest.extent.known;
        let mut kept = read_shelf(&journal, known).await;
        kept.findings.n_newer += archived.n_newer;
        kept.findings.n_damaged = archived.n_damaged;
        let after = kept.old.iter().map(|(_, text)| save_v1::last_lamport(text)).max().unwrap_or_default();
        let missing = kept.events;
        let mut fresh = missing.clone();
        let early = missing.iter().any(|event| archived.digest.comes_before_the_end(event));
        if early
            && let Some(archive) = &archive
            && let Ok(entries) = archive.entries_after(0.0).await
        {
            // Only among all others do these find their place, so nothing is summed up at this start.
            fresh.extend(entries::read(&entries, &learner).0);
            archived.digest = Digest::default();
            loose = Loose::default();
        }
        sort_by_place(&mut fresh);
        Self { learner, shelf, journal, archive, archived, loose, missing, fresh, findings: kept.findings, after }
    }
}

async fn read_archive(archive: &Archive, learner: &LearnerId) -> Result<(Archived, Loose), NotKept> {
    let mut newest: Option<Snapshot> = None;
    for name in SNAPSHOTS {
        let read = archive.value(name).await?.and_then(|bytes| snapshot::from_bytes(&bytes));
        newest = [newest, read].into_iter().flatten().max_by_key(|it| it.upto);
    }
    let start = newest.as_ref().map_or(0.0, |it| it.upto as Key);
    let entries = archive.entries_after(start).await?;
    if let Some(archived) = entries::take_up(newest, &entries, learner) {
        return Ok((archived, Loose { start, entries, stale: false }));
    }
    let entries = archive.entries_after(0.0).await?;
    let archived = entries::take_up(None, &entries, learner).unwrap_or_default();
    Ok((archived, Loose { start: 0.0, entries, stale: true }))
}

/// One database a learner, so that a learner can be removed without a trace.
fn database(learner: &LearnerId) -> String {
    format!("{PREFIX}{}", learner.as_str())
}

impl Record {
    pub fn open(opened: Opened, writer: Writer, now: Moment) -> Self {
        let Opened { learner, shelf, journal, archive, archived, loose, missing, fresh, findings, after } = opened;
        let (n_newer, upto) = (findings.n_newer, archived.upto);
        let digest = archived.digest;
        let mut standings = digest.standings.clone();
        let mut ledger = Ledger::new(digest);
        for event in fresh {
            ledger.take(&mut standings, event);
        }
        let guard = StoredValue::new(Guard::new(now, ledger.extent().latest_at));
        let keeping = Keeping {
            shelf: if shelf.lasts() { Store::Works } else { Store::Missing },
            archive: if archive.is_some() { Store::Works } else { Store::Missing },
            n_unkept: 0,
        };
        let pen = Pen::new(learner.clone(), writer);
        let tabs = Channel::open(&database(&learner));
        let inner = Inner { learner, shelf, journal, archive, refused: Vec::new(), ledger, pen, after, tabs };
        let record = Self {
            inner: StoredValue::new_local(inner),
            standings: RwSignal::new(standings),
            guard,
            keeping: RwSignal::new(keeping),
            findings: StoredValue::new(findings),
        };
        record.listen();
        spawn_local(async move {
            // Nothing here is worth a late first picture.
            timer::sleep(1500).await;
            if record.n_events() > 0 {
                mark::set(true);
            }
            if !missing.is_empty() {
                record.archive_events(missing, Durability::Relaxed).await;
            }
            // What is not to be had now is done at another start.
            if let Ok(older) = older().await {
                (older.settle)(record, loose, upto, n_newer, now.wall).await;
            }
        });
        record
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Brings archive and shelf into the shape in which the next start is quick.
    pub(super) async fn settle(self, loose: Loose, upto: Key, n_newer: usize, now: UtcMillis) {
        let Some(archive) = self.archive() else { return };
        self.look_after_notes(&archive).await;
        let points = self.daily_point(&archive, now).await;
        // What a newer version wrote is not for us to summarise.
        if (loose.stale || loose.entries.len() > LOOSE) && n_newer == 0 {
            let snapshot = self.inner.with_value(|inner| {
                let digest = inner.ledger.base().clone();
                Snapshot { upto: upto as u64, digest }
            });
            let learner = self.inner.with_value(|inner| inner.learner.clone());
            let barriers: Vec<Key> = points.iter().map(|point| point.upto as Key).collect();
            let joined = entries::join(loose.start, &loose.entries, &learner, &barriers);
            let bytes = snapshot::to_bytes(&snapshot);
            let slot = SNAPSHOTS[usize::from(!self.older_is_first(&archive).await)];
            // Places are whole numbers, and writing others would cost the phone ten kilobytes of code.
            let mut damaged = Vec::new();
            for run in &joined {
                let names = (0..).map(|idx| format!("damaged/{}/{idx}", run.upto as u64));
                damaged.extend(names.zip(&run.damaged));
            }
            let mut changes: Vec<_> = joined.iter().map(|run| Change::Join(run.after, run.upto, &run.pack)).collect();
            changes.extend(damaged.iter().map(|(name, bytes)| Change::Put(name, bytes)));
            changes.push(Change::Put(slot, &bytes));
            // What cannot be tidied now is tidied at another start.
            let _ = archive.write(Durability::Relaxed, &changes).await;
        }
        self.inner.with_value(|inner| {
            let n_texts = inner.journal.n_texts();
            if n_texts > ON_SHELF {
                let known = &inner.ledger.base().extent.known;
                inner.journal.thin(n_texts - ON_SHELF * 2 / 3, |id| known.contains(id));
            }
        });
    }

    /// Whether the first of the two slots holds the older snapshot.
    async fn older_is_first(self, archive: &Archive) -> bool {
        let mut upto = [0; 2];
        for (upto, name) in upto.iter_mut().zip(SNAPSHOTS) {
            let bytes = archive.value(name).await.ok().flatten();
            *upto = bytes.and_then(|bytes| snapshot::from_bytes(&bytes)).map_or(0, |it| it.upto);
        }
        upto[0] <= upto[1]
    }

    pub(super) fn archive(self) -> Option<Archive> {
        self.inner.try_with_value(|inner| inner.archive.clone()).flatten()
    }

    /// Keeps what happened and takes it up into everything shown.
    pub fn write(self, at: UtcMillis, what: What) -> EventId {
        let mut written: Option<(Event, Result<(), NotKept>)> = None;
        self.inner.update_value(|inner| {
            let event = inner.pen.write(inner.ledger.next_lamport().max(inner.after + 1), at, what);
            let mut kept = inner.journal.append(&event);
            if kept.is_err() && inner.archive.is_some() {
                // A full shelf gets room from what the archive holds anyway.
                let known = &inner.ledger.base().extent.known;
                inner.journal.thin(ON_SHELF / 30, |id| known.contains(id));
                kept = inner.journal.try_again();
            }
            if let Some(tabs) = &inner.tabs {
                tabs.say(&save::to_text(&event));
            }
            written = Some((event, kept));
        });
        let (event, kept) = written.expect("the record lives as long as the app");
        self.note(|keeping| keeping.shelf = keeping.shelf.after(kept));
        let id = event.id;
        if self.n_events() == 0 {
            mark::set(true);
        }
        let hand_in = matches!(&event.what, What::Stepped { step: Step::Finished(_), .. });
        let durability = if hand_in { Durability::Strict } else { Durability::Relaxed };
        spawn_local(self.archive_events(vec![event.clone()], durability));
        self.show(event);
        id
    }

    fn show(self, event: Event) {
        self.standings.update(|standings| {
            self.inner.update_value(|inner| {
                inner.ledger.take(standings, event);
            });
        });
    }

    /// Puts events into the archive in one transaction, together with those it refused before.
    pub(super) async fn archive_events(self, events: Vec<Event>, durability: Durability) {
        let Some(archive) = self.archive() else {
            self.note(|_| ());
            return;
        };
        let mut all: Vec<Event> =
            self.inner.try_update_value(|inner| std::mem::take(&mut inner.refused)).unwrap_or_default();
        all.extend(events);
        let mut pack = Vec::new();
        all.iter().for_each(|event| save::push(&mut pack, &save::to_bytes(event)));
        let mut kept = archive.write(durability, &[Change::Append(&pack)]).await;
        if kept.is_err()
            && let Some(again) = self.reopen().await
        {
            kept = again.write(durability, &[Change::Append(&pack)]).await;
        }
        let _ = self.inner.try_update_value(|inner| match kept {
            Ok(()) => inner.journal.forget(&all),
            Err(NotKept) => inner.refused.extend(all),
        });
        self.note(|keeping| keeping.archive = keeping.archive.after(kept));
    }

    /// Browsers close a database that was cleared or that they lost hold of; then it can be had anew.
    async fn reopen(self) -> Option<Archive> {
        let learner = self.inner.try_with_value(|inner| inner.learner.clone())?;
        let again = Archive::open(&database(&learner)).await.ok()?;
        self.inner.try_update_value(|inner| inner.archive = Some(again.clone()))?;
        Some(again)
    }

    /// Says anew how things are kept, after something about it changed.
    fn note(self, change: impl FnOnce(&mut Keeping)) {
        let Some(mut now) = self.keeping.try_get_untracked() else { return };
        let before = now;
        change(&mut now);
        now.n_unkept = self.inner.try_with_value(Inner::n_unkept).unwrap_or_default();
        if now != before {
            self.keeping.set(now);
        }
    }

    /// Tries again to keep what was refused.
    pub fn keep_again(self) {
        let kept = self.inner.try_update_value(|inner| inner.journal.try_again());
        self.note(|keeping| keeping.shelf = keeping.shelf.after(kept.unwrap_or(Err(NotKept))));
        spawn_local(self.archive_events(Vec::new(), Durability::Relaxed));
    }

    /// Hears what other tabs wrote. It is kept already.
    fn listen(self) {
        self.inner.update_value(|inner| {
            let learner = inner.learner.clone();
            if let Some(tabs) = &mut inner.tabs {
                tabs.hear(move |text| {
                    if text == ANEW {
                        page::reload();
                    } else if let Ok(event) = save::from_text(&text, &learner) {
                        self.show(event);
                    }
                });
            }
        });
    }

    /// Everything that ever happened, from archive and memory.
    pub(super) async fn try_all_events(self) -> Result<Vec<Event>, NotKept> {
        let learner = self.inner.with_value(|inner| inner.learner.clone());
        let mut events = match self.archive() {
            Some(archive) => entries::read(&archive.entries_after(0.0).await?, &learner).0,
            None => Vec::new(),
        };
        self.inner.with_value(|inner| events.extend(inner.ledger.tail().iter().cloned()));
        Ok(events)
    }

    /// A session, open or long over.
    pub async fn session(self, id: EventId) -> Option<SessionRecord> {
        if let Some(open) = self.standings.with_untracked(|standings| standings.session(id).cloned()) {
            return Some(open);
        }
        let recent = self.inner.with_value(|inner| SessionRecord::find(id, inner.ledger.tail()));
        if recent.is_some() {
            return recent;
        }
        // What cannot be read now still has its figures in the snapshot.
        let mut events = self.try_all_events().await.unwrap_or_default();
        sort_by_place(&mut events);
        events.dedup_by_key(|event| event.id);
        SessionRecord::find(id, &events)
    }

    /// Takes a timed exam into this tab; see [`Seat::take`].
    pub async fn sit(self, exam: EventId, force: bool, lost: impl Fn() + Clone + 'static) -> Result<Seat, Elsewhere> {
        let (shelf, key) = self
            .inner
            .with_value(|inner| (inner.shelf.clone(), format!("{PREFIX}{}/seat/{exam}", inner.learner.as_str())));
        Seat::take(shelf, key, force, lost).await
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

    /// Sets figures to nought; what was before can be gone back to.
    pub async fn clear(self, at: UtcMillis, bank: Option<BankId>) {
        self.make_point(at).await;
        self.write(at, What::Cleared { bank });
    }

    /// Ends every session that clocks or misses ended while nobody looked.
    pub fn close_overdue(self, now: Moment) {
        let (now, _) = self.read_clock(now);
        let overdue = self.standings.with_untracked(|standings| {
            let open = standings.started_sessions().iter();
            open.filter_map(|session| Some((session.id, session.ended(now)?))).collect::<Vec<_>>()
        });
        for (session, (at, ending)) in overdue {
            self.write(at, What::Stepped { session, step: Step::Finished(ending) });
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
        self.inner.with_value(|inner| inner.ledger.extent().latest_at)
    }

    pub fn n_events(self) -> u64 {
        self.inner.with_value(|inner| inner.ledger.extent().n_events)
    }

    /// Removes everything the app keeps on this device. Only a reload after it shows the empty app.
    pub async fn erase_all(self) {
        let learner = self.inner.with_value(|inner| {
            for key in inner.shelf.keys().into_iter().filter(|key| key.starts_with(PREFIX)) {
                inner.shelf.remove(&key);
            }
            inner.learner.clone()
        });
        for name in archive::names().await {
            if name.starts_with("xueliansai") {
                // What stays behind belongs to nobody.
                let _ = archive::delete(&name).await;
            }
        }
        mark::set(false);
        // A database that stays behind is emptied at least.
        if archive::delete(&database(&learner)).await.is_err()
            && let Some(archive) = self.archive()
        {
            let _ = archive.write(Durability::Strict, &[Change::CutAfter(0.0)]).await;
        }
    }
}

impl Inner {
    /// Events that neither store has taken.
    fn n_unkept(&self) -> usize {
        let on_shelf = |event: &&Event| self.shelf.lasts() && !self.journal.refused().contains(event);
        match self.archive {
            None if self.shelf.lasts() => self.journal.refused().len(),
            None => 0,
            Some(_) => self.refused.iter().filter(|event| !on_shelf(event)).count(),
        }
    }
}
