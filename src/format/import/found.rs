//! One question as an importer found it: its place in the file, a draft, and what was noticed on the way.
use super::note::{Note, Weight};
use crate::domain::bank::draft::Draft;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub place: Place,
    pub draft: Draft,
    pub notes: Vec<Note>,
}

/// Where in a file somebody looks it up, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// `sheet` is empty where a file has one table alone.
    Row {
        sheet: String,
        row: u32,
    },
    Line(u32),
    /// The n-th question of a file without lines that count.
    Nth(u32),
    /// The n-th question of a file inside an archive.
    Within {
        file: String,
        nth: u32,
    },
}

impl Found {
    /// Whether something keeps it from being taken as it is, apart from what the draft itself lacks.
    pub fn is_refused(&self) -> bool {
        self.notes.iter().any(|note| note.weight() == Weight::Refusal)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row { sheet, row } if sheet.is_empty() => write!(f, "第{row}行"),
            Self::Row { sheet, row } => write!(f, "工作表“{sheet}”第{row}行"),
            Self::Line(line) => write!(f, "第{line}行"),
            Self::Nth(nth) => write!(f, "第{nth}题"),
            Self::Within { file, nth: 1 } => f.write_str(file),
            Self::Within { file, nth } => write!(f, "{file}第{nth}题"),
        }
    }
}
