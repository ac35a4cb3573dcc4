//! How the learner wants the app: size, theme, motion, pace. Kept at once; what cannot be kept holds for this visit.
use crate::domain::record::event::LearnerId;
use crate::format::preferences::{Preferences, Size, Theme};
use crate::platform::page;
use crate::platform::shelf::{PREFIX, Shelf};
use crate::state::slots;
use leptos::prelude::*;
use std::rc::Rc;

#[derive(Clone, Copy)]
pub struct Settings {
    preferences: RwSignal<Preferences>,
    pub size: Memo<Size>,
    pub theme: Memo<Theme>,
    shelf: StoredValue<Rc<dyn Shelf>, LocalStorage>,
    key: StoredValue<String>,
}

const KEY: &str = "preferences";

impl Settings {
    pub fn open(shelf: Rc<dyn Shelf>, learner: &LearnerId) -> Self {
        let key = key(learner);
        let kept = slots::read(&*shelf, &key);
        if let Some(kept) = &kept {
            show_at_once(&*shelf, kept);
        }
        let preferences = RwSignal::new(kept.and_then(|text| Preferences::read(&text)).unwrap_or_default());
        Self {
            preferences,
            size: Memo::new(move |_| preferences.read().size),
            theme: Memo::new(move |_| preferences.read().theme),
            shelf: StoredValue::new_local(shelf),
            key: StoredValue::new(key),
        }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn get(self) -> Preferences {
        self.preferences.get()
    }

    /// For code that acts once and must not run again when a preference changes.
    pub fn get_untracked(self) -> Preferences {
        self.preferences.get_untracked()
    }

    pub fn change(self, change: impl FnOnce(&mut Preferences)) {
        self.preferences.update(change);
        let text = self.preferences.with_untracked(Preferences::write);
        self.shelf.with_value(|shelf| show_at_once(&**shelf, &text));
        // Preferences that the browser does not keep still hold until the page is closed.
        let _ = self.key.with_value(|key| self.shelf.with_value(|shelf| slots::write(&**shelf, key, &text)));
    }

    /// Shows size, theme and motion on the page, now and after every change.
    pub fn apply(self) {
        Effect::new(move || {
            let preferences = self.preferences.read();
            page::set_root_attribute("data-size", Some(preferences.size.key()));
            page::set_root_attribute("data-theme", Some(preferences.theme.key()));
            page::set_root_attribute("data-motion", preferences.less_motion.then_some("less"));
        });
    }
}

/// Leaves a copy for the page's first script, which gives the page its size and colours before the app is there.
fn show_at_once(shelf: &dyn Shelf, text: &str) {
    let key = format!("{PREFIX}look");
    if shelf.get(&key).as_deref() != Some(text) {
        // Without it the page changes its look a moment later.
        let _ = shelf.set(&key, text);
    }
}

/// Where a learner's preferences lie.
pub fn key(learner: &LearnerId) -> String {
    format!("{PREFIX}{}/{KEY}", learner.as_str())
}
