//! What banks call their kinds of question and how hard they are.
use super::loose::Said;
use crate::domain::bank::level::Level;

/// The kind that a cell, a sheet's name or a section's head names, if it names one.
pub fn said(_word: &str) -> Option<Said> {
    None
}

/// How far into its subject a question goes, as banks call it.
pub fn level(_word: &str) -> Option<Level> {
    None
}
