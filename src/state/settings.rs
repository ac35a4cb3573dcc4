//! How the learner wants the app: size, theme, motion, pace. Kept at once; what cannot be kept holds for this visit.
use crate::domain::record::event::LearnerId;
use crate::format::preferences::{Preferences, Size, Theme};
use crate::platform::page;
use crate::platform::shelf::{PREFIX, Shelf};
use leptos::prelude::*;
use std::rc::Rc;

#[derive(Clone, Copy)]
pub struct Settings {
    preferences: RwSignal<Preferences>,
    pub size: Memo<Size>,
    pub theme: Memo<Theme>,
    shelf: StoredValue<Rc<dyn Shelf>, LocalStorage>,
}

const KEY: &str = "preferences";

impl Settings {
    pub fn open(shelf: Rc<dyn Shelf>) -> Self {
        let kept = shelf.get(&key());
        let preferences = RwSignal::new(kept.and_then(|text| Preferences::read(&text)).unwrap_or_default());
        Self {
            preferences,
            size: Memo::new(move |_| preferences.read().size),
            theme: Memo::new(move |_| preferences.read().theme),
            shelf: StoredValue::new_local(shelf),
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
        // Preferences that the browser does not keep still hold until the page is closed.
        let _ = self.shelf.with_value(|shelf| shelf.set(&key(), &text));
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

fn key() -> String {
    format!("{PREFIX}{}/{KEY}", LearnerId::first().as_str())
}
