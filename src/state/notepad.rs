//! Something unfinished that is kept in the record as often as its author pauses, so that a killed tab loses a moment's
//! work at most. Copy it like any other handle; it lives as long as the page that made it.
use super::record::Record;
use crate::platform::shelf::NotKept;
use crate::platform::timer;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;

thread_local! {
    /// How many pages that were left still write what they had.
    static LEAVING: Cell<usize> = const { Cell::new(0) };
}

/// How long an author pauses before what she did is kept, in milliseconds.
const PAUSE: i32 = 500;

#[derive(Clone, Copy)]
pub struct Notepad {
    record: Record,
    name: StoredValue<String>,
    /// As it should stand in the store; `None` where nothing is unfinished.
    wanted: StoredValue<Option<Vec<u8>>>,
    /// Counts what was noted, so that only the last pause writes.
    turn: StoredValue<u64>,
    writing: StoredValue<bool>,
}

impl Notepad {
    /// `name` is that of the value in the record.
    pub fn new(record: Record, name: String) -> Self {
        Self {
            record,
            name: StoredValue::new(name),
            wanted: StoredValue::new(None),
            turn: StoredValue::new(0),
            writing: StoredValue::new(false),
        }
    }

    /// What was left unfinished when the page was left.
    pub async fn found(self) -> Option<Vec<u8>> {
        if let Some(Some(wanted)) = self.wanted.try_get_value() {
            // What is called found is in the store, whatever becomes of this tab.
            self.write().await;
            while self.writing.try_get_value() == Some(true) {
                timer::sleep(10).await;
            }
            return Some(wanted);
        }
        // Whoever comes right back finds what she left.
        while LEAVING.get() > 0 {
            timer::sleep(10).await;
        }
        self.record.value(&self.name.get_value()).await
    }

    /// Keeps this in place of what was noted before, as soon as the author pauses.
    pub fn note(self, bytes: Vec<u8>) {
        self.wanted.set_value(Some(bytes));
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        spawn_local(async move {
            timer::sleep(PAUSE).await;
            // Left, or gone on.
            if self.turn.try_get_value() == turn {
                self.write().await;
            }
        });
    }

    /// It was finished or given up.
    pub fn forget(self) {
        self.wanted.set_value(None);
        self.turn.update_value(|turn| *turn += 1);
        spawn_local(async move { self.write().await });
    }

    async fn write(self) {
        if self.writing.try_get_value() != Some(false) {
            return;
        }
        self.writing.set_value(true);
        let Some(name) = self.name.try_get_value() else { return };
        while let Some(wanted) = self.wanted.try_get_value() {
            // What the stores refuse is still on the screen, and the next pause tries again.
            let _ = put(self.record, &name, wanted.as_deref()).await;
            if self.wanted.try_get_value() == Some(wanted) {
                break;
            }
        }
        let _ = self.writing.try_set_value(false);
    }

    /// Keeps at once what waits for a pause: the page is being left.
    pub fn flush(self) {
        if let (Some(Some(wanted)), Some(name)) = (self.wanted.try_get_value(), self.name.try_get_value()) {
            LEAVING.set(LEAVING.get() + 1);
            spawn_local(async move {
                // There is no page any more to say that it was refused.
                let _ = put(self.record, &name, Some(&wanted)).await;
                LEAVING.set(LEAVING.get() - 1);
            });
        }
    }
}

async fn put(record: Record, name: &str, wanted: Option<&[u8]>) -> Result<(), NotKept> {
    match wanted {
        Some(bytes) => record.put_value(name, bytes).await,
        None => record.remove_value(name).await,
    }
}
