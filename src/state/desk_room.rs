//! The desk of one contest while it is open: receipts are verified and marked in slices, so that the page stays alive,
//! and kept before they are shown as taken. It outlives the page, so that going from one part of the desk to another
//! marks nothing twice.
use super::contests::Contests;
use super::library::Library;
use super::linked;
use crate::domain::bank::bank::Bank;
use crate::domain::contest::desk::{Decision, Desk};
use crate::domain::contest::flag::{Flag, Roster, flags};
use crate::domain::contest::marked::Marked;
use crate::domain::contest::papers::Papers;
use crate::domain::contest::receipt::ReceiptId;
use crate::domain::contest::reckoning::Reckoning;
use crate::domain::contest::terms::{BankTerm, Terms};
use crate::domain::session::entry::ContestId;
use crate::domain::time::{Millis, UtcMillis};
use crate::format::desk_save::{Filing, Held};
use crate::format::intake::{Intake, Marker, Origin, Outcome, judge};
use crate::format::pack::Pack;
use crate::format::short_code;
use crate::platform::shelf::NotKept;
use crate::platform::{clock, timer};
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

/// What became of what came in together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    pub new: Vec<Taken>,
    pub known: Vec<(Origin, Taken)>,
    pub refused: Vec<(Origin, String)>,
    pub other: Vec<(Origin, Taken, Option<Elsewhere>)>,
    /// Pieces nobody looked at, for it was cancelled.
    pub n_left: usize,
    pub n: usize,
}

/// Whose receipt.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    pub name: String,
    pub unit: String,
    pub attempt: u16,
    pub code: String,
}

/// Another contest that is held here.
#[derive(Debug, Clone, PartialEq)]
pub struct Elsewhere {
    pub contest: ContestId,
    pub title: String,
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

    /// Reads what is kept; what another page filed meanwhile is taken up too.
    fn look_again(self) {
        if self.is_busy() {
            return;
        }
        if let Stage::Missing(_) = self.stage.get_untracked() {
            self.stage.set(Stage::Opening);
        }
        self.progress.set(Some((0, 0)));
        spawn_local(async move {
            if let Err(why) = self.read().await {
                let _ = self.stage.try_set(Stage::Missing(why));
            }
            let _ = self.progress.try_set(None);
        });
    }

    async fn read(self) -> Result<(), String> {
        let missing = || "这台设备上没有这场竞赛。答卷要在发布竞赛的那台设备、那个浏览器里汇总".to_owned();
        let (pack, held) = self.contests.held(self.contest).await.ok_or_else(missing)?;
        let filing = match self.settled_filing().await {
            Some(filing) => filing,
            None if self.contests.has_filing(self.contest).await => {
                return Err(
                    "已收的答卷由更新的版本保存，现在读不出来，原样留着没有动。请刷新页面更新后再打开".to_owned()
                );
            }
            None => Filing::default(),
        };
        let known = match self.stage.try_get_untracked() {
            Some(Stage::Ready(ground)) if ground.pack.bytes == pack.bytes => Some(ground),
            _ => None,
        };
        let ground = match known {
            Some(ground) => ground,
            None => {
                let banks = self.banks(&pack).await?;
                let papers = Papers::new(&pack.terms, &banks).map_err(|why| why.to_string())?;
                Arc::new(Ground { pack, held, papers })
            }
        };
        self.inner.try_update_value(|inner| inner.filing = filing);
        self.mark_kept(&ground).await;
        let _ = self.stage.try_set(Stage::Ready(ground));
        Ok(())
    }

    /// What is kept, once everything that was laid down here is kept too: a decision just made must not be undone by
    /// what was read a moment before it. Of a store that refuses, what the page has is the newer one.
    async fn settled_filing(self) -> Option<Filing> {
        loop {
            let (n_changes, n_unsaved, is_refused) =
                self.inner.try_with_value(|inner| (inner.n_changes, inner.n_unsaved, inner.is_refused))?;
            if n_unsaved > 0 {
                timer::sleep(5).await;
                continue;
            }
            if is_refused {
                return self.inner.try_with_value(|inner| inner.filing.clone());
            }
            let filing = self.contests.filing(self.contest).await;
            if self.inner.try_with_value(|inner| inner.n_changes)? == n_changes {
                return filing;
            }
        }
    }

    /// Marks every kept receipt that is not marked yet, and forgets those that are not kept any more.
    async fn mark_kept(self, ground: &Ground) {
        let Some((receipts, desk)) = self.inner.try_with_value(|inner| {
            let receipts: Vec<Vec<u8>> = inner.filing.receipts.iter().map(|(_, bytes)| bytes.clone()).collect();
            (receipts, inner.filing.desk.clone())
        }) else {
            return;
        };
        let Some(before) = self.reckoning.try_get_untracked() else { return };
        let ids: Vec<ReceiptId> = receipts.iter().map(|bytes| crate::format::receipt::id(bytes)).collect();
        let same = self.desk.with_untracked(|now| **now == desk);
        if same && before.marked.len() == ids.len() && before.marked.iter().zip(&ids).all(|(it, id)| it.id == *id) {
            return;
        }
        let mut kept: HashMap<ReceiptId, Marked> = before.marked.iter().map(|it| (it.id, it.clone())).collect();
        let (mut all, mut known, mut n_unread) = (Vec::new(), HashSet::new(), 0);
        let (n, mut since, marker) = (receipts.len(), clock::now().steady, self.marker(ground));
        for (idx, (bytes, id)) in receipts.into_iter().zip(ids).enumerate() {
            match kept.remove(&id) {
                Some(marked) => all.push(marked),
                None => match judge(&mut known, bytes, marker) {
                    Outcome::New(marked, _) => all.push(*marked),
                    Outcome::Known(..) => {}
                    Outcome::OtherContest(..) | Outcome::Refused(_) => n_unread += 1,
                },
            }
            if self.paused(&mut since, idx + 1, n).await.is_none() {
                return;
            }
        }
        self.inner.try_update_value(|inner| inner.n_unread = n_unread);
        if n_unread > 0 {
            let _ =
                self.trouble.try_set(Some(format!("有{n_unread}份以前收下的答卷现在读不出来，已原样留着，没有计入")));
        }
        // What was laid down while these were marked counts too.
        let Some(desk) = self.inner.try_with_value(|inner| inner.filing.desk.clone()) else { return };
        let _ = self.desk.try_set(Arc::new(desk));
        self.reckon(&ground.pack.terms, all).await;
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

    async fn banks(self, pack: &Pack) -> Result<Vec<Arc<Bank>>, String> {
        let mut carried: Vec<Arc<Bank>> = Vec::new();
        for text in &pack.carried {
            let bank = linked::read(text).await.map_err(|why| why.to_string())?;
            carried.extend(bank.map(Arc::new));
        }
        let mut banks = Vec::new();
        pack.terms.banks.iter().for_each(|term| {
            if carried.iter().all(|bank| bank.id != term.id) {
                self.library.want(&term.id)
            }
        });
        for term in &pack.terms.banks {
            match carried.iter().find(|bank| bank.id == term.id) {
                Some(bank) => banks.push(bank.clone()),
                None => banks.push(self.edition(term).await?),
            }
        }
        Ok(banks)
    }

    /// A bundled bank, of the edition that the contest was published with as long as the server has it.
    async fn edition(self, term: &BankTerm) -> Result<Arc<Bank>, String> {
        let newest = self.library.loaded(&term.id).await;
        if let Ok(bank) = &newest
            && term.is(&bank.hash())
        {
            return newest;
        }
        // Another edition is refused by its hash, with a sentence of its own.
        self.library.older_edition(term).await.map_or(newest, |(_, bank)| Ok(Arc::new(bank)))
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

    /// Takes texts, each under the name it came by. They are kept before anything is shown as taken.
    pub async fn take(self, texts: Vec<(String, String)>) {
        let Some(ground) = self.ground().filter(|_| !self.is_busy()) else {
            let _ = self.trouble.try_set(Some("上一批还在核对，这一批没有收。请等核对完再收一次".to_owned()));
            return;
        };
        let Some(before) = self.reckoning.try_get_untracked() else { return };
        self.inner.update_value(|inner| inner.cancelled = false);
        self.progress.set(Some((0, 0)));
        self.trouble.set(None);
        self.batch.set(None);
        timer::sleep(0).await;
        let mut intake = Intake::new(before.ids());
        texts.into_iter().for_each(|(source, text)| intake.add(source, text));
        let (n, mut since, terms) = (intake.n(), clock::now().steady, &ground.pack.terms);
        let marker = self.marker(&ground);
        let mut batch = Batch { n, ..Batch::default() };
        let (mut marked, mut bytes) = (Vec::new(), Vec::new());
        while let Some((origin, outcome)) = intake.step(marker) {
            match outcome {
                Outcome::New(it, of) => {
                    batch.new.push(Taken::of(terms, &it.receipt.entry, it.id));
                    marked.push(*it);
                    bytes.push(of);
                }
                Outcome::Known(receipt, id) => batch.known.push((origin, Taken::of(terms, &receipt.entry, id))),
                Outcome::OtherContest(receipt, id) => {
                    let elsewhere = Elsewhere { contest: receipt.entry.contest, title: String::new() };
                    // Its units are another contest's.
                    let taken = Taken { unit: String::new(), ..Taken::of(terms, &receipt.entry, id) };
                    batch.other.push((origin, taken, Some(elsewhere)));
                }
                Outcome::Refused(why) => batch.refused.push((origin, why)),
            }
            if self.paused(&mut since, intake.n_done(), n).await.is_none() {
                return;
            }
            if self.inner.with_value(|inner| inner.cancelled) {
                batch.n_left = n - intake.n_done();
                break;
            }
        }
        self.name_others(&mut batch).await;
        self.settle(&before, &ground, batch, marked, bytes).await;
        let _ = self.progress.try_set(None);
    }

    async fn settle(self, before: &Reckoning, ground: &Ground, batch: Batch, marked: Vec<Marked>, bytes: Vec<Vec<u8>>) {
        if !marked.is_empty() {
            let now = clock::now().wall;
            let n_before = self.inner.with_value(|inner| inner.filing.receipts.len());
            self.inner.update_value(|inner| inner.filing.receipts.extend(bytes.into_iter().map(|of| (now, of))));
            if self.save().await.is_err() {
                self.inner.try_update_value(|inner| inner.filing.receipts.truncate(n_before));
                let _ = self.trouble.try_set(Some(NOT_KEPT.to_owned()));
                return;
            }
            let all = before.marked.iter().cloned().chain(marked).collect();
            self.reckon(&ground.pack.terms, all).await;
        }
        let _ = self.batch.try_set(Some(Arc::new(batch)));
    }

    async fn name_others(self, batch: &mut Batch) {
        let mut titles: HashMap<ContestId, Option<String>> = HashMap::new();
        for (_, _, elsewhere) in &mut batch.other {
            let Some(contest) = elsewhere.as_ref().map(|it| it.contest) else { continue };
            let title = match titles.get(&contest) {
                Some(title) => title.clone(),
                None => self.contests.held(contest).await.map(|(pack, _)| pack.terms.title),
            };
            titles.insert(contest, title.clone());
            *elsewhere = title.map(|title| Elsewhere { contest, title });
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

impl Taken {
    fn of(terms: &Terms, entry: &crate::domain::session::entry::Entry, id: ReceiptId) -> Self {
        Self {
            name: entry.name.clone(),
            unit: terms.unit_name(&entry.unit).to_owned(),
            attempt: entry.attempt,
            code: short_code::write(&id.0),
        }
    }
}
