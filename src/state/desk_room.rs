//! The desk of one contest while it is open: receipts are verified and marked in slices, so that the page stays alive,
//! and kept before they are shown as taken. It outlives the page, so that going from one part of the desk to another
//! marks nothing twice.
pub mod batch;
mod kept;

use super::contests::Contests;
use super::library::Library;
use crate::domain::contest::desk::{Decision, Desk};
use crate::domain::contest::flag::{Flag, Roster, flags};
use crate::domain::contest::marked::Marked;
use crate::domain::contest::papers::Papers;
use crate::domain::contest::receipt::ReceiptId;
use crate::domain::contest::reckoning::Reckoning;
use crate::domain::contest::terms::Terms;
use crate::domain::session::entry::ContestId;
use crate::domain::time::{Millis, UtcMillis};
use crate::format::desk_save::{Filing, Held};
use crate::format::intake::Marker;
use crate::format::pack::Pack;
use crate::platform::shelf::NotKept;
use crate::platform::{clock, timer};
use batch::Batch;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How long the desk works before the browser may paint and answer.
const SLICE: Millis = Millis(30);

#[derive(Clone, Copy)]
pub struct DeskRoom {
    contests: Contests,
    library: Library,
    pub contest: ContestId,
    pub stage: RwSignal<Stage>,
    /// Receipts done of so many, while any are being marked.
    pub progress: RwSignal<Option<(usize, usize)>>,
    pub reckoning: RwSignal<Arc<Reckoning>>,
    /// What she laid down.
    pub desk: RwSignal<Arc<Desk>>,
    /// What became of the last batch.
    pub batch: RwSignal<Option<Arc<Batch>>>,
    /// What went wrong with keeping, as a sentence.
    pub trouble: RwSignal<Option<String>>,
    inner: StoredValue<Inner, LocalStorage>,
}

#[derive(Clone)]
pub enum Stage {
    Opening,
    /// Why there is no desk, as a sentence.
    Missing(String),
    Ready(Arc<Ground>),
}

/// What receipts are held against.
pub struct Ground {
    pub pack: Pack,
    pub held: Held,
    papers: Papers,
}

#[derive(Default)]
struct Inner {
    filing: Filing,
    cancelled: bool,
    saving: bool,
    /// Kept receipts that cannot be read any more; their bytes stay.
    n_unread: usize,
    /// How often something was laid down, and how much of it is still being written.
    n_changes: usize,
    n_unsaved: usize,
    /// The last writing found no room.
    is_refused: bool,
}

thread_local! {
    /// The desk that was opened last.
    static OPEN: RefCell<Option<(DeskRoom, Owner)>> = const { RefCell::new(None) };
}

impl DeskRoom {
    /// The desk of a contest, opened unless it is open.
    pub fn open(contests: Contests, library: Library, contest: ContestId) -> Self {
        let known =
            OPEN.with_borrow(|open| open.as_ref().map(|(room, _)| *room).filter(|room| room.contest == contest));
        let room = known.unwrap_or_else(|| {
            // Its signals belong to no page.
            let owner = Owner::new_root(None);
            let room = owner.with(|| Self {
                contests,
                library,
                contest,
                stage: RwSignal::new(Stage::Missing(String::new())),
                progress: RwSignal::new(None),
                reckoning: RwSignal::new(Arc::default()),
                desk: RwSignal::new(Arc::default()),
                batch: RwSignal::new(None),
                trouble: RwSignal::new(None),
                inner: StoredValue::new_local(Inner::default()),
            });
            OPEN.set(Some((room, owner)));
            room
        });
        room.look_again();
        room
    }

    pub fn expect(contest: ContestId) -> Self {
        Self::open(Contests::expect(), Library::expect(), contest)
    }

    fn marker(self, ground: &Ground) -> Marker<'_> {
        Marker { terms: &ground.pack.terms, papers: &ground.papers, contest: self.contest }
    }

    /// Lets the browser paint once the slice is over. `None` once the room is gone.
    async fn paused(self, since: &mut Millis, n_done: usize, n: usize) -> Option<()> {
        if clock::now().steady.0.saturating_sub(since.0) >= SLICE.0 {
            if self.progress.try_set(Some((n_done, n))).is_some() {
                return None;
            }
            timer::sleep(0).await;
            *since = clock::now().steady;
        }
        Some(())
    }

    /// Shows the desk over these receipts.
    async fn reckon(self, terms: &Terms, all: Vec<Marked>) {
        let Some(desk) = self.desk.try_get_untracked() else { return };
        timer::sleep(0).await;
        let flags = flags(terms, &all, desk.roster.as_ref());
        timer::sleep(0).await;
        let reckoning = Reckoning::of(terms, &desk, Arc::new(all), Arc::new(flags));
        let _ = self.reckoning.try_set(Arc::new(reckoning));
    }

    pub fn is_busy(self) -> bool {
        self.progress.get_untracked().is_some()
    }

    pub fn cancel(self) {
        self.inner.update_value(|inner| inner.cancelled = true);
    }

    pub fn ground(self) -> Option<Arc<Ground>> {
        match self.stage.try_get_untracked()? {
            Stage::Ready(ground) => Some(ground),
            Stage::Opening | Stage::Missing(_) => None,
        }
    }

    /// Waits until it is open, or it is known that it cannot be.
    pub async fn opened(self) -> Option<Arc<Ground>> {
        loop {
            match self.stage.try_get_untracked()? {
                Stage::Ready(ground) if !self.is_busy() => return Some(ground),
                Stage::Missing(_) => return None,
                Stage::Opening | Stage::Ready(_) => timer::sleep(20).await,
            }
        }
    }

    /// Writes the desk as it is now. One writer at a time, so that an earlier state never overwrites a later.
    async fn save(self) -> Result<(), NotKept> {
        while self.inner.try_with_value(|inner| inner.saving).ok_or(NotKept)? {
            timer::sleep(5).await;
        }
        self.inner.try_update_value(|inner| inner.saving = true);
        let stored = self.contests.filing(self.contest).await;
        let filing = self.inner.try_update_value(|inner| {
            if let Some(stored) = stored {
                // Another page of this browser may have filed since; what it took is shown at the next opening.
                let mine: HashSet<&Vec<u8>> = inner.filing.receipts.iter().map(|(_, bytes)| bytes).collect();
                let others: Vec<(UtcMillis, Vec<u8>)> =
                    stored.receipts.into_iter().filter(|(_, bytes)| !mine.contains(bytes)).collect();
                inner.filing.receipts.extend(others);
            }
            inner.filing.clone()
        });
        let kept = match filing {
            Some(filing) => self.contests.file(self.contest, &filing).await,
            None => Err(NotKept),
        };
        self.inner.try_update_value(|inner| inner.saving = false);
        kept
    }

    /// Changes what she laid down; the roster alone changes flags.
    fn lay_down(self, change: impl FnOnce(&mut Desk, &[Marked])) {
        let Some(ground) = self.ground() else { return };
        let before = self.reckoning.get_untracked();
        let mut desk = self.desk.get_untracked().as_ref().clone();
        let roster = desk.roster.clone();
        change(&mut desk, &before.marked);
        let terms = &ground.pack.terms;
        let flags: Arc<Vec<Vec<Flag>>> = if roster == desk.roster {
            before.flags.clone()
        } else {
            Arc::new(flags(terms, &before.marked, desk.roster.as_ref()))
        };
        let reckoning = Reckoning::of(terms, &desk, before.marked.clone(), flags);
        self.inner.update_value(|inner| {
            inner.filing.desk = desk.clone();
            inner.n_changes += 1;
            inner.n_unsaved += 1;
        });
        self.desk.set(Arc::new(desk));
        self.reckoning.set(Arc::new(reckoning));
        spawn_local(async move {
            let kept = self.save().await;
            self.inner.try_update_value(|inner| {
                // All about the people may have been removed meanwhile.
                inner.n_unsaved = inner.n_unsaved.saturating_sub(1);
                inner.is_refused = kept.is_err();
            });
            let _ = self.trouble.try_set(kept.err().map(|_| NOT_KEPT.to_owned()));
        });
    }

    /// `None` leaves it to the flags again.
    pub fn decide(self, id: ReceiptId, decision: Option<Decision>) {
        self.lay_down(|desk, _| {
            match decision {
                Some(decision) => desk.decisions.insert(id, decision),
                None => desk.decisions.remove(&id),
            };
        });
    }

    pub fn set_roster(self, roster: Option<Roster>) {
        self.lay_down(|desk, _| desk.roster = roster);
    }

    pub fn set_unit_sizes(self, sizes: HashMap<String, u32>) {
        self.lay_down(|desk, _| desk.unit_sizes = sizes);
    }

    pub fn close(self) {
        self.lay_down(|desk, marked| desk.close(marked));
    }

    pub fn reopen(self) {
        self.lay_down(|desk, _| desk.closed = None);
    }

    /// Everything about people goes, in one step; the contest stays.
    pub async fn forget_people(self) -> Result<(), NotKept> {
        self.contests.forget_people(self.contest).await?;
        self.inner.try_update_value(|inner| *inner = Inner::default());
        let _ = self.desk.try_set(Arc::default());
        let _ = self.reckoning.try_set(Arc::default());
        let _ = self.batch.try_set(None);
        Ok(())
    }
}

const NOT_KEPT: &str =
    "浏览器没能存下来，刚才的改动刷新后会丢。新收的答卷没有收下，请不要删掉聊天里的原文，清出空间后再试";
