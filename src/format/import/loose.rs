//! A question in the texts of a table's row or of a paper's lines, before anything is made of them.
use super::found::{Found, Place};
use super::note::Note;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::Kind;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    pub place: Place,
    /// What a column, a sheet's name or a section's head says of the kind.
    pub kind: Option<Said>,
    pub stem: String,
    /// Without their letters; an empty text in the middle keeps the letters after it in place.
    pub options: Vec<String>,
    /// As it stands there: `ABD`, `A、B`, `对`, `【答案】A`, `第一空：…`.
    pub answer: String,
    pub explain: String,
    /// Where the fact comes from, as the file says it.
    pub source: String,
    pub topic: String,
    pub level: String,
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Kind(Kind),
    /// 选择题: single or multiple, as the answer tells.
    Choice,
    /// 简答, 论述 and whatever else nobody can mark by rule, by its name in the file.
    Unsupported(String),
}

/// How a file counts its options where an answer is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    #[default]
    FromOne,
    FromZero,
}

/// What the texts mean, as far as they tell; a guess is among the notes.
pub fn interpret(loose: Loose, _counting: Counting) -> Found {
    let Loose { place, stem, options, explain, notes, .. } = loose;
    Found { place, draft: Draft { stem, options, explain, ..Draft::new(Kind::Single) }, notes }
}
