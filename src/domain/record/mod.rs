//! What the learner did, as a log that only grows, and everything shown of it, which is derived and never stored.
pub mod event;
pub mod learner;
pub mod log;
pub mod version_vector;
pub mod standing;
pub mod session_record;
pub mod standings;
pub mod history;
pub mod ledger;
pub mod incoming;
pub mod restore_point;
pub mod check;
pub mod accuracy;
