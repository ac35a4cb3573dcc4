//! 学练赛: knowledge contests and training for Party-affairs workers, served as static files and kept in the browser.
//!
//! Each layer may use what stands to its right: `view -> state -> {format, platform} -> domain`.
//!
//! - [`domain`]: what the app is about, as plain values and rules; its rooms, each using only those above:
//!   - [`domain::bank`]: questions by kind, points, citations, documents, the linter
//!   - [`domain::paper`]: blueprint, seed and draw: which questions in which order
//!   - [`domain::session`]: rules and the one state machine in which questions are answered
//!   - [`domain::record`]: the grow-only log of events and everything derived from it
//!   - [`domain::contest`]: terms, papers and receipts of contests and duels; the desk that marks anew, flags and ranks
//! - [`format`]: versioned text to domain and back: bank files, saved events, signed contests and receipts; tables that
//!   leave the app
//!   - [`format::import`]: other people's banks, in whatever form they keep them, with a report of every question
//!   - [`format::export`]: a bank in other programs' formats, with what each cannot carry
//! - [`platform`]: the browser behind small functions: clock, chance, store, fetch, page
//! - [`state`]: one `Copy` handle per concern, signals around domain values
//! - [`view`]: routes, pages and components; decides nothing. What a first answer does not need comes in WebAssembly
//!   modules of its own, parted at the functions of [`view::later`]
//!
//! `src/main.rs` mounts the app, `src/bin/bank/` is the author's tool; `questions/` holds the banks.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod domain;
pub mod format;
pub mod platform;
pub mod state;
pub mod view;
