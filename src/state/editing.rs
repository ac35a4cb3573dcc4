//! One of the author's own banks while she works on it: every change is kept at once, the last few can be undone, and
//! what is half typed survives a reload.
use super::library::Library;
use super::notepad::Notepad;
use super::record::Record;
use crate::domain::bank::bank::Bank;
use crate::format::question_draft::{self, HalfTyped};
use crate::platform::clock;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many changes can be undone.
const PAST: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Yes,
    Writing,
    No,
}

/// A change that can be undone: what it was, and the bank before it.
type Step = (String, Arc<Bank>);

#[derive(Clone, Copy)]
pub struct Editing {
    pub bank: RwSignal<Arc<Bank>>,
    past: RwSignal<VecDeque<Step>>,
    pub kept: RwSignal<Kept>,
    writing: StoredValue<bool>,
    /// The question that is half typed.
    half: Notepad,
    library: Library,
    record: Record,
}

/// What was found of an earlier visit.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    None,
    Half(Box<HalfTyped>),
    /// Written by a newer version.
    Unreadable,
}

impl Editing {
    /// Begins with a bank as it is kept. Call inside the page that shows it.
    pub fn of(bank: Bank) -> Self {
        let record = Record::expect();
        let half = Notepad::new(record, format!("bank-draft/{}", bank.id));
        let editing = Self {
            bank: RwSignal::new(Arc::new(bank)),
            past: RwSignal::new(VecDeque::new()),
            kept: RwSignal::new(Kept::Yes),
            writing: StoredValue::new(false),
            half,
            library: Library::expect(),
            record,
        };
        // Who leaves at once loses nothing.
        on_cleanup(move || editing.flush());
        editing
    }

    pub fn get(self) -> Arc<Bank> {
        self.bank.get_untracked()
    }

    /// Does something to the bank and keeps it. `said` names it for who wants it undone. A refusal changes nothing.
    pub fn change<T, E>(self, said: impl Into<String>, act: impl FnOnce(&mut Bank) -> Result<T, E>) -> Result<T, E> {
        let before = self.get();
        let mut bank = Bank::clone(&before);
        let done = act(&mut bank)?;
        if bank != *before {
            self.past.update(|past| {
                past.push_back((said.into(), before));
                if past.len() > PAST {
                    past.pop_front();
                }
            });
            self.bank.set(Arc::new(bank));
            self.keep();
        }
        Ok(done)
    }

    /// As [`Editing::change`], for what cannot be refused.
    pub fn apply<T>(self, said: impl Into<String>, act: impl FnOnce(&mut Bank) -> T) -> T {
        let Ok(done) = self.change(said, |bank| Ok::<T, std::convert::Infallible>(act(bank)));
        done
    }

    /// What would be undone next.
    pub fn undoable(self) -> Option<String> {
        self.past.with(|past| past.back().map(|(said, _)| said.clone()))
    }

    pub fn undo(self) {
        let step = self.past.try_update(VecDeque::pop_back).flatten();
        if let Some((_, bank)) = step {
            self.bank.set(bank);
            self.keep();
        }
    }

    /// Writes the bank, one writing at a time, so that the last change stands in the end.
    pub fn keep(self) {
        self.kept.set(Kept::Writing);
        if self.writing.get_value() {
            return;
        }
        self.writing.set_value(true);
        spawn_local(async move {
            loop {
                let Some(bank) = self.bank.try_get_untracked() else { return };
                let at = clock::now().wall.max(self.record.latest_at());
                let put = self.library.keep_own(Bank::clone(&bank), at).await;
                let Some(now) = self.bank.try_get_untracked() else { return };
                if put.is_err() || Arc::ptr_eq(&now, &bank) {
                    let _ = self.writing.try_set_value(false);
                    let _ = self.kept.try_set(if put.is_ok() { Kept::Yes } else { Kept::No });
                    return;
                }
            }
        });
    }

    /// What was half typed when the page was left.
    pub async fn found(self) -> Found {
        match self.half.found().await {
            None => Found::None,
            Some(bytes) => question_draft::read(&bytes).map_or(Found::Unreadable, |half| Found::Half(Box::new(half))),
        }
    }

    /// Keeps what is half typed as soon as the author pauses.
    pub fn note_half(self, typed: &HalfTyped) {
        self.half.note(question_draft::write(typed));
    }

    /// It was saved or given up.
    pub fn forget_half(self) {
        self.half.forget();
    }

    fn flush(self) {
        let (library, record) = (self.library, self.record);
        let Some(bank) = self.bank.try_get_untracked() else { return };
        if self.writing.try_get_value() == Some(true) {
            let (bank, at) = (Bank::clone(&bank), clock::now().wall.max(record.latest_at()));
            spawn_local(async move {
                // There is no page any more to say that it was refused.
                let _ = library.keep_own(bank, at).await;
            });
        }
        self.half.flush();
    }
}
