//! Receipts that came in together: they are verified, marked and kept, and what became of each is told.
use super::{DeskRoom, Ground, NOT_KEPT};
use crate::domain::contest::marked::Marked;
use crate::domain::contest::receipt::ReceiptId;
use crate::domain::contest::reckoning::Reckoning;
use crate::domain::contest::terms::Terms;
use crate::domain::session::entry::ContestId;
use crate::format::intake::{Intake, Origin, Outcome};
use crate::format::short_code;
use crate::platform::{clock, timer};
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

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

impl DeskRoom {
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
}

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
