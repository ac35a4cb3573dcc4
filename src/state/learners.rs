//! Who uses this device. Each learner has a record, settings and links of her own; changing the learner opens the app
//! anew.
use super::slots;
use crate::domain::record::event::LearnerId;
use crate::domain::record::learner::{Learner, Roll};
use crate::format::roll;
use crate::platform::archive;
use crate::platform::shelf::{PREFIX, Shelf};
use crate::platform::{chance, page};
use crate::state::settings;
use leptos::prelude::*;
use std::rc::Rc;

#[derive(Clone, Copy)]
pub struct Learners {
    roll: RwSignal<Roll>,
    /// Whether the current learner's pin is still asked for.
    pub locked: RwSignal<bool>,
    shelf: StoredValue<Rc<dyn Shelf>, LocalStorage>,
}

/// Reads the roll. Where the browser has thrown the small store away, records still lie in the archives.
pub async fn read_roll(shelf: &dyn Shelf) -> Roll {
    if let Some(kept) = slots::read(shelf, &key()).and_then(|text| roll::read(&text)) {
        return kept;
    }
    let mut found = Roll::default();
    if shelf.keys().is_empty() {
        for name in archive::names().await {
            match name.strip_prefix(PREFIX).map(LearnerId::new) {
                Some(id) if id != LearnerId::first() => found.add(Learner::new(id)),
                _ => {}
            }
        }
        found.switch(&LearnerId::first());
    }
    found
}

impl Learners {
    pub fn open(shelf: Rc<dyn Shelf>, roll: Roll) -> Self {
        let locked = RwSignal::new(roll.current().pin.is_some());
        Self { roll: RwSignal::new(roll), locked, shelf: StoredValue::new_local(shelf) }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn all(self) -> Vec<Learner> {
        self.roll.read().learners().to_vec()
    }

    pub fn current(self) -> Learner {
        self.roll.read().current().clone()
    }

    pub fn current_untracked(self) -> Learner {
        self.roll.with_untracked(|roll| roll.current().clone())
    }

    /// Changes name, unit or pin of the current learner; whether that is kept.
    pub fn change(self, change: impl FnOnce(&mut Learner)) -> bool {
        self.roll.update(|roll| roll.change(change));
        self.keep()
    }

    /// Unlocks with the right figures.
    pub fn unlock(self, figures: &str) -> bool {
        let learner = self.roll.with_untracked(|roll| roll.current().clone());
        let fits = learner.pin.is_some() && roll::pin(&learner.id, figures) == learner.pin;
        // Said again, it would draw the question anew and with it take away what was typed.
        if fits {
            self.locked.set(false);
        }
        fits
    }

    /// Adds a learner, who sees everything as large as the current one.
    pub fn add(self) {
        let id = u64::from_be_bytes(chance::bytes());
        let learner = Learner::new(LearnerId::new(format!("{id:016x}")));
        let before = self.roll.with_untracked(|roll| roll.current().id.clone());
        self.shelf.with_value(|shelf| {
            if let Some(text) = slots::read(&**shelf, &settings::key(&before)) {
                // A size that is not kept is asked for again.
                let _ = slots::write(&**shelf, &settings::key(&learner.id), &text);
            }
        });
        self.roll.update(|roll| roll.add(learner));
        self.reopen();
    }

    pub fn switch(self, id: &LearnerId) {
        self.roll.update(|roll| {
            roll.switch(id);
        });
        self.reopen();
    }

    /// Removes the current learner with everything kept of her.
    pub async fn remove(self) {
        let removed = self.roll.try_update(Roll::remove).flatten();
        if let Some(learner) = removed {
            let prefix = format!("{PREFIX}{}/", learner.id.as_str());
            self.shelf.with_value(|shelf| {
                for key in shelf.keys().into_iter().filter(|key| key.starts_with(&prefix)) {
                    shelf.remove(&key);
                }
            });
            // What stays behind belongs to nobody on the roll.
            let _ = archive::delete(&format!("{PREFIX}{}", learner.id.as_str())).await;
        }
        self.reopen();
    }

    fn keep(self) -> bool {
        let text = self.roll.with_untracked(roll::write);
        self.shelf.with_value(|shelf| slots::write(&**shelf, &key(), &text).is_ok())
    }

    fn reopen(self) {
        // A roll that is not kept leaves everything as it was.
        if self.keep() {
            page::reload();
        }
    }
}

fn key() -> String {
    format!("{PREFIX}learners")
}
