//! What a reader saw in a file's tables, and what somebody decided against it. Nothing chosen means: as it was seen.
use super::headers::Field;
use crate::format::import::encoding::Encoding;
use crate::format::import::loose::Counting;

/// What was decided before the same bytes are read again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    pub encoding: Option<Encoding>,
    pub separator: Option<char>,
    pub counting: Option<Counting>,
    /// By position of the sheet.
    pub sheets: Vec<(usize, SheetChoice)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetChoice {
    pub read: Option<bool>,
    pub header: Option<Header>,
    /// What columns are, by their positions; the others stay as they were seen.
    pub columns: Vec<(u32, Field)>,
}

/// The row of heads, as the table counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    Row(u32),
    None,
}

impl Choices {
    pub fn sheet(&self, position: usize) -> SheetChoice {
        self.sheets.iter().find(|(known, _)| *known == position).map(|(_, choice)| choice.clone()).unwrap_or_default()
    }
}

/// What a file was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// Of delimited text only.
    pub text: Option<TextSeen>,
    /// How numbers as answers were counted.
    pub counting: Counting,
    pub sheets: Vec<SheetSeen>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSeen {
    pub encoding: Encoding,
    pub is_guessed: bool,
    pub n_unreadable: usize,
    pub n_removed: usize,
    pub separator: char,
    /// Quotation marks that nothing closes were read as characters.
    pub is_unquoted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSeen {
    pub name: String,
    pub is_read: bool,
    pub is_hidden: bool,
    pub header: Header,
    /// No heads said what the columns are.
    pub is_guessed: bool,
    pub columns: Vec<ColumnSeen>,
    pub n_rows: usize,
    pub n_questions: usize,
    /// Rows that are no questions, titles and instructions mostly, with their texts.
    pub left_out: Vec<(u32, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSeen {
    pub position: u32,
    /// The text of its head, or its letters.
    pub name: String,
    pub field: Field,
    pub is_hidden: bool,
    /// Its first texts.
    pub preview: Vec<String>,
}
