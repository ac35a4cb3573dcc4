//! What the learner did, as a log that only grows, and everything shown of it, which is derived and never stored.
pub mod event;
pub mod log;
pub mod standing;
pub mod standings;
pub mod accuracy;
