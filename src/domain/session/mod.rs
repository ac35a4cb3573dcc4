//! The one state machine in which questions are answered, whatever for: modes differ in their rules alone.
pub mod rules;
pub mod entry;
pub mod step;
pub mod stand;
pub mod session;
pub mod result;
pub mod clock;
