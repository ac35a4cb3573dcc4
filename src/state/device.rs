//! What the browser does for the app as a whole, as it stands now: see [`crate::platform::device`].
use crate::platform::device;
use crate::platform::shelf::{PREFIX, Shelf};
use leptos::prelude::*;
use std::rc::Rc;

#[derive(Clone, Copy)]
pub struct Device {
    words: RwSignal<String>,
    shelf: StoredValue<Rc<dyn Shelf>, LocalStorage>,
}

impl Device {
    /// Follows the browser as long as the app lives.
    pub fn follow(shelf: Rc<dyn Shelf>) -> Self {
        let words = RwSignal::new(device::words());
        let listener = window_event_listener_untyped(device::CHANGED, move |_| words.set(device::words()));
        on_cleanup(move || listener.remove());
        Self { words, shelf: StoredValue::new_local(shelf) }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Whether a word of the page's first script holds now.
    pub fn is(self, word: &str) -> bool {
        self.words.read().split(' ').any(|holds| holds == word)
    }

    /// Asks the browser to keep the data for good, once on each device.
    pub fn persist(self) {
        let key = format!("{PREFIX}asked-to-persist");
        self.shelf.with_value(|shelf| {
            if shelf.get(&key).is_none() {
                // Where the answer to this is not kept, asking again does no harm.
                let _ = shelf.set(&key, "1");
                device::ask_to_persist();
            }
        });
    }
}
