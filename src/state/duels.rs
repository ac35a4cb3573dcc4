//! Duels on this device: the games that were played under one code, as receipts like any contest's.
use super::contests::Contests;
use super::library::Library;
use super::record::Record;
use crate::domain::bank::bank::Bank;
use crate::domain::contest::duel::Duel;
use crate::domain::contest::marked::{Marked, Unfit};
use crate::domain::contest::papers::{NoPaper, Paper, Papers};
use crate::domain::contest::receipt::{DeviceKey, Receipt};
use crate::domain::contest::terms::Terms;
use crate::domain::record::event::EventId;
use crate::domain::session::rules::{Purpose, Started};
use crate::domain::session::session::Session;
use crate::domain::time::UtcMillis;
use crate::format::receipt;
use leptos::prelude::*;
use std::fmt;
use std::sync::Arc;

/// A duel with its questions at hand.
pub struct Arena {
    pub duel: Duel,
    pub terms: Terms,
    papers: Papers,
    /// The same for everybody.
    paper: Paper,
}

/// A game on this device.
pub struct Game {
    pub session: EventId,
    pub name: String,
    pub attempt: u16,
    /// As it travels; none while it goes on.
    pub receipt: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoArena {
    /// The code names a bank that this app does not have.
    NoBank,
    /// A bank could not be fetched; why, as a sentence.
    NotLoaded(String),
    NoPaper(NoPaper),
}

impl fmt::Display for NoArena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBank => f.write_str("这个对战码用到的题库，这里没有。请双方都刷新页面，用同一版本再开一局"),
            Self::NotLoaded(why) => write!(f, "题库没能打开：{why}"),
            Self::NoPaper(why) => why.fmt(f),
        }
    }
}

impl Arena {
    pub async fn open(library: Library, duel: Duel) -> Result<Self, NoArena> {
        let terms = library.catalog.with_value(|catalog| duel.terms(catalog)).ok_or(NoArena::NoBank)?;
        // All at once: on a phone the way to the server takes longer than the bank.
        terms.banks.iter().for_each(|bank| library.want(&bank.id));
        let mut banks: Vec<Arc<Bank>> = Vec::new();
        for bank in &terms.banks {
            banks.push(library.loaded(&bank.id).await.map_err(NoArena::NotLoaded)?);
        }
        let papers = Papers::new(&terms, &banks).map_err(NoArena::NoPaper)?;
        let paper = papers.of(&terms, &duel.entry(String::new(), 1)).map_err(NoArena::NoPaper)?;
        Ok(Self { duel, terms, papers, paper })
    }

    /// Begins a game of this player.
    pub fn start(&self, record: Record, library: Library, name: String, attempt: u16, at: UtcMillis) -> EventId {
        let entry = self.duel.entry(name, attempt);
        record.start(Started {
            at,
            purpose: Purpose::Duel,
            title: format!("对战 · {}", entry.name),
            rules: self.terms.rules(&entry),
            seed: self.paper.seed,
            banks: self.terms.banks.iter().map(|bank| library.bank_use(&bank.id)).collect(),
            items: self.paper.items.clone(),
            entry: Some(entry),
        })
    }

    /// Every game under this code on this device, the earliest first.
    pub async fn games(&self, record: Record) -> Vec<Game> {
        let contest = self.duel.contest();
        let key = Contests::of(record).device_key();
        // What cannot be read now is as good as not played; nothing is written here.
        let sessions = record.sessions().await.unwrap_or_default();
        let mine = sessions.into_iter().filter_map(|session| {
            let entry = session.started.entry.clone().filter(|entry| entry.contest == contest)?;
            let questions = self.paper.questions.iter().cloned().map(Some).collect();
            let steps = session.steps.iter().map(|(at, step)| (*at, step));
            let played = Session::resume(session.started.clone(), questions, steps);
            let receipt = Receipt::of(&played, &self.paper, DeviceKey(key.public()));
            Some(Game {
                session: session.id,
                name: entry.name,
                attempt: entry.attempt,
                receipt: receipt.map(|receipt| receipt::to_bytes(&receipt, &key)),
            })
        });
        mine.collect()
    }

    /// Marks a game, from wherever it came.
    pub fn mark(&self, bytes: &[u8]) -> Result<Marked, String> {
        let read = receipt::from_bytes(bytes).map_err(|why| why.to_string())?;
        let marked = Marked::of(&self.terms, &self.papers, self.duel.contest(), receipt::id(bytes), read);
        marked.map_err(|why| match why {
            Unfit::OtherContest => "这是另一局的战绩".to_owned(),
            why => why.to_string(),
        })
    }
}
