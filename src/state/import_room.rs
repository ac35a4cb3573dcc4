//! An import while its author looks at it: read in slices, so that the page stays alive. It is in no bank until she saves
//! it, but what she decided and mended so far is found again after a reload.
use super::library::Library;
use super::notepad::Notepad;
use super::record::Record;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::intake::{Incoming, Repeats, Taken, take};
use crate::domain::time::{Millis, UtcMillis};
use crate::format::import::pace::{Cancelled, Pace};
use crate::format::import::read::{Choices, Given, Reading, read};
use crate::format::import::refused::Refused;
use crate::format::import::report::{Change, Known, Report};
use crate::format::import_draft::{self, Mended};
use crate::platform::{clock, timer};
use crate::state::own_banks;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::sync::Arc;

/// How long it reads before the browser may paint and answer.
const SLICE: Millis = Millis(30);

#[derive(Clone, Copy)]
pub struct ImportRoom {
    library: Library,
    pub stage: RwSignal<Stage>,
    /// Grows whenever the report changes.
    pub version: RwSignal<usize>,
    pub choices: RwSignal<Choices>,
    given: StoredValue<Given>,
    /// A bank in the app's own format, as it was.
    theirs: StoredValue<Option<Arc<Bank>>>,
    report: StoredValue<Report, LocalStorage>,
    known: StoredValue<Known, LocalStorage>,
    cancelled: StoredValue<bool>,
    record: Record,
    /// What she decided and mended.
    notes: Notepad,
    /// Whether what she brought is in the record, where the notes can be used with it.
    is_given_kept: StoredValue<bool>,
    /// An import that was left without being saved.
    pub unsaved: RwSignal<Option<Unsaved>>,
    /// What she brought since, whose reading would cost that one.
    waiting: StoredValue<Option<Given>>,
    /// Whether she is asked which of the two she wants.
    pub asks: RwSignal<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// The file's name; empty for a text that was pasted.
    pub name: String,
    pub n_changed: usize,
}

/// The name in the record of what she brought.
const GIVEN: &str = "import/given";

#[derive(Clone, Default)]
pub enum Stage {
    #[default]
    Choosing,
    /// So much of so much is done.
    Reading(usize, usize),
    Refused(Refused),
    /// Without the questions, which are in the report.
    Ready(Arc<Reading>),
}

/// Lets the page paint every [`SLICE`], and ends when somebody presses 取消.
struct Slices {
    room: ImportRoom,
    since: Cell<Millis>,
}

impl Pace for Slices {
    async fn pause(&self, done: usize, total: usize) -> Result<(), Cancelled> {
        if clock::now().steady.0.saturating_sub(self.since.get().0) < SLICE.0 {
            return Ok(());
        }
        let here = self.room.stage.try_set(Stage::Reading(done, total)).is_none();
        timer::sleep(0).await;
        self.since.set(clock::now().steady);
        // Who has left the page wants it no more.
        if here && self.room.cancelled.try_get_value() == Some(false) { Ok(()) } else { Err(Cancelled) }
    }
}

impl ImportRoom {
    pub fn new(library: Library, record: Record) -> Self {
        let notes = Notepad::new(record, "import/mended".to_owned());
        // Who leaves at once loses nothing.
        on_cleanup(move || notes.flush());
        Self {
            library,
            record,
            notes,
            is_given_kept: StoredValue::new(false),
            unsaved: RwSignal::new(None),
            waiting: StoredValue::new(None),
            asks: RwSignal::new(false),
            stage: RwSignal::new(Stage::Choosing),
            version: RwSignal::new(0),
            choices: RwSignal::new(Choices::default()),
            given: StoredValue::new(Given::default()),
            theirs: StoredValue::new(None),
            report: StoredValue::new_local(Report::default()),
            known: StoredValue::new_local(Known::default()),
            cancelled: StoredValue::new(false),
        }
    }

    /// Reads it, unless that costs what she mended: then she is asked.
    pub fn take(self, given: Given) {
        let at_stake = self.unsaved.try_with_untracked(|unsaved| unsaved.as_ref().is_some_and(|it| it.n_changed > 0));
        match at_stake {
            Some(true) => {
                self.waiting.set_value(Some(given));
                self.asks.set(true);
            }
            Some(false) => self.take_instead(given),
            // A large file takes a while to be read; who left meanwhile wants it no more.
            None => {}
        }
    }

    /// She wants what she brought last.
    pub fn take_waiting(self) {
        self.asks.set(false);
        if let Some(given) = self.waiting.try_update_value(Option::take).flatten() {
            self.take_instead(given);
        }
    }

    fn take_instead(self, given: Given) {
        self.given.set_value(given);
        self.is_given_kept.set_value(false);
        self.choices.set(Choices::default());
        self.read(Vec::new());
    }

    /// Reads the same once more, as somebody decided otherwise. What was mended stays so where it still fits.
    pub fn choose(self, change: impl FnOnce(&mut Choices)) {
        let changes = self.report.with_value(Report::changes);
        self.choices.update(change);
        self.note(changes.clone());
        self.read(changes);
    }

    /// Looks whether an import was left unsaved.
    pub async fn find_unsaved(self) {
        let unsaved = async {
            let mended = import_draft::read_mended(&self.notes.found().await?)?;
            let given = import_draft::read_given(&self.record.value(GIVEN).await?)?;
            Some(Unsaved { name: given.name, n_changed: mended.changes.len() })
        };
        let unsaved = unsaved.await;
        let _ = self.unsaved.try_set(unsaved);
    }

    /// Takes up the import that was left.
    pub async fn resume(self) {
        let _ = self.asks.try_set(false);
        let mended = self.notes.found().await.and_then(|bytes| import_draft::read_mended(&bytes));
        let given = self.record.value(GIVEN).await.and_then(|bytes| import_draft::read_given(&bytes));
        let (Some(mended), Some(given)) = (mended, given) else {
            // It was saved or given up elsewhere, so nothing stands in the way of what she brought since.
            if self.unsaved.try_set(None).is_none() {
                self.take_waiting();
            }
            return;
        };
        self.waiting.try_set_value(None);
        self.given.try_set_value(given);
        self.is_given_kept.try_set_value(true);
        if self.choices.try_set(mended.choices).is_none() {
            self.read(mended.changes);
        }
    }

    /// It was saved, or nobody wants it any more.
    pub fn forget(self) {
        self.unsaved.set(None);
        self.is_given_kept.set_value(false);
        self.notes.forget();
        let record = self.record;
        spawn_local(async move {
            // What stays behind is found by nobody without the notes.
            let _ = record.remove_value(GIVEN).await;
        });
    }

    fn note(self, changes: Vec<Change>) {
        if self.is_given_kept.try_update_value(|is_kept| std::mem::replace(is_kept, true)) == Some(false) {
            let (record, given) = (self.record, self.given.with_value(import_draft::write_given));
            spawn_local(async move {
                // A store that is full keeps no notes either; all is on the screen still.
                let _ = record.put_value(GIVEN, &given).await;
            });
        }
        let mended = Mended { choices: self.choices.get_untracked(), changes };
        self.notes.note(import_draft::write_mended(&mended));
    }

    fn read(self, changes: Vec<Change>) {
        self.cancelled.set_value(false);
        self.stage.set(Stage::Reading(0, 0));
        spawn_local(async move {
            timer::sleep(0).await;
            let outcome = self.reading(changes).await;
            let stage = match outcome {
                Ok(reading) => {
                    // From now on there is something to lose.
                    if let Some(changes) = self.report.try_with_value(Report::changes) {
                        self.note(changes);
                    }
                    Stage::Ready(Arc::new(reading))
                }
                Err(Refused::Cancelled) => Stage::Choosing,
                Err(why) => Stage::Refused(why),
            };
            let _ = self.version.try_update(|version| *version += 1);
            let _ = self.stage.try_set(stage);
        });
    }

    async fn reading(self, changes: Vec<Change>) -> Result<Reading, Refused> {
        let pace = Slices { room: self, since: Cell::new(clock::now().steady) };
        let (given, choices) = (self.given.get_value(), self.choices.get_untracked());
        let mut reading = read(&given, &choices, &pace).await?;
        self.find_known().await;
        let found = std::mem::take(&mut reading.found);
        self.theirs.try_set_value(reading.bank.take().map(Arc::new));
        let known = self.known.try_update_value(std::mem::take).unwrap_or_default();
        let report = Report::of(found, &known, &pace).await.map(|mut report| {
            report.resume(changes, &known);
            report
        });
        self.known.try_update_value(|slot| *slot = known);
        let report = report?;
        self.report.try_update_value(|slot| *slot = report);
        Ok(reading)
    }

    /// Banks at hand are those of the app and the author's own; one that does not come has no twins.
    async fn find_known(self) {
        let mut known = Known::default();
        for id in self.library.whole_ids() {
            if let Ok(bank) = self.library.loaded(&id).await {
                for question in bank.live() {
                    known.add(QuestionRef { bank: id.clone(), question: question.id.clone() }, question);
                }
            }
            timer::sleep(0).await;
        }
        self.known.try_update_value(|slot| *slot = known);
    }

    pub fn cancel(self) {
        self.cancelled.set_value(true);
    }

    /// Back to choosing. What was mended waits there to be taken up again.
    pub fn leave(self) {
        self.notes.flush();
        if self.is_given_kept.get_value() {
            let name = self.given.with_value(|given| given.name.clone());
            let n_changed = self.report.with_value(|report| report.changes().len());
            self.unsaved.set(Some(Unsaved { name, n_changed }));
        }
        self.report.update_value(|report| *report = Report::default());
        self.stage.set(Stage::Choosing);
    }

    pub fn is_of_text(self) -> bool {
        self.given.with_value(|given| given.name.is_empty())
    }

    /// What the file would be called as a bank.
    pub fn stem(self) -> String {
        if let Some(theirs) = self.theirs.get_value() {
            return theirs.title.clone();
        }
        self.given.with_value(|given| {
            let stem = given.name.rsplit_once('.').map_or(given.name.as_str(), |(stem, _)| stem);
            stem.trim().chars().take(40).collect()
        })
    }

    pub fn with_report<T>(self, look: impl FnOnce(&Report) -> T) -> T {
        self.version.track();
        self.report.with_value(look)
    }

    pub fn change<T>(self, change: impl FnOnce(&mut Report, &Known) -> T) -> Option<T> {
        let outcome = self.known.with_value(|known| self.report.try_update_value(|report| change(report, known)));
        self.note(self.report.with_value(Report::changes));
        self.version.update(|version| *version += 1);
        outcome
    }

    pub fn mend(self, idx: usize, draft: Draft) {
        self.change(|report, known| report.mend(idx, draft, known));
    }

    /// A bank without questions. One that was taken elsewhere and comes back keeps its name, so that what was answered
    /// is known again.
    fn blank(self, title: String, theirs: Option<&Bank>) -> Bank {
        let returns = |id: &BankId| own_banks::is_own(id) && !self.library.whole_ids().contains(id);
        let id = theirs.map(|theirs| theirs.id.clone()).filter(returns).unwrap_or_else(own_banks::new_id);
        let document = theirs.and_then(|theirs| theirs.document.clone());
        let (reviews, documents) = (Vec::new(), Vec::new());
        Bank { id, title, document, reviews, documents, points: Vec::new(), questions: Vec::new() }
    }

    /// Puts what can be asked into a new bank of this title, or into one of her own.
    pub async fn save(
        self,
        title: String,
        into: Option<BankId>,
        repeats: Repeats,
        at: UtcMillis,
    ) -> Result<(BankId, Taken), String> {
        let theirs = self.theirs.get_value();
        // From before it is read until it is kept, no other tab changes it. A new one nobody else knows.
        let seat = match &into {
            Some(id) => Some(self.library.sit_at(id, false, || ()).await),
            None => None,
        };
        let _seat = seat
            .transpose()
            .map_err(|_| "这个题库正在另一个窗口里编辑，没有存。请先回到那个窗口，离开编辑页，再来存".to_owned())?;
        let mut bank = match into {
            Some(id) => self.library.open_own(&id).await?,
            None => self.blank(title, theirs.as_deref()),
        };
        let is_another_edition = theirs.as_ref().is_some_and(|theirs| theirs.id == bank.id);
        let incoming = self.report.with_value(|report| {
            let id = |idx: usize| Some(theirs.as_ref()?.questions.get(idx)?.id.clone());
            let kept = report.drafts().into_iter();
            kept.map(|(idx, draft)| Incoming { id: id(idx), draft }).collect::<Vec<_>>()
        });
        let taken = take(&mut bank, &incoming, repeats, is_another_edition);
        for known in theirs.iter().flat_map(|theirs| &theirs.documents) {
            if bank.document(&known.id).is_none() {
                bank.documents.push(known.clone());
            }
        }
        for known in theirs.iter().flat_map(|theirs| &theirs.points) {
            if bank.point(&known.id).is_none() {
                bank.points.push(known.clone());
            }
        }
        let id = bank.id.clone();
        let kept = self.library.keep_own(bank, at).await;
        kept.map_err(|_| "浏览器存不下这个题库，没有存。请清理一些空间后再试，这一页先不要关".to_owned())?;
        self.forget();
        Ok((id, taken))
    }
}
