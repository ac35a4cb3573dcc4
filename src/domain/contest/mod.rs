//! Contests without a server: what the organiser lays down, the paper of each entrant, the receipt of her answers, and
//! the desk at which receipts are marked anew, ranked and analysed.
pub mod terms;
pub mod papers;
pub mod packing;
pub mod pace;
pub mod receipt;
pub mod marked;
pub mod flag;
pub mod desk;
pub mod entry_form;
pub mod ranking;
pub mod units;
pub mod analysis;
pub mod duel;
pub mod rules_in_words;
pub mod draft;
pub mod presets;
pub mod reckoning;
pub mod bulletin;
