//! What can be wrong with a bank, as values with fields; `sentence.rs` says each in Chinese with its remedy.
use crate::domain::bank::kind::Kind;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    // What the file says cannot be understood.
    Syntax {
        line: usize,
        detail: String,
    },
    WrongType {
        /// Where the text has lines that an author counts.
        line: Option<usize>,
        detail: String,
    },
    UnknownKey {
        key: String,
    },
    MissingKey {
        key: &'static str,
    },
    /// A key that questions of this kind do not have.
    ForeignKey {
        key: &'static str,
        kind: Kind,
    },
    UnknownWord {
        key: &'static str,
        word: String,
        allowed: Vec<&'static str>,
    },
    NoId {
        /// Counted from 1 in its list.
        nth: usize,
    },
    BadId,
    BadDate {
        key: &'static str,
        text: String,
    },
    BadCitation,
    CitationWithoutDocument,

    // One question by itself.
    Empty {
        field: Field,
    },
    AnswerShape {
        kind: Kind,
    },
    AnswerOutOfRange {
        position: i64,
        n_options: usize,
    },
    AnswerRepeats {
        position: u8,
    },
    NotOneKey {
        n_keys: usize,
    },
    NoKey,
    OneKey,
    TooFewOptions {
        n_options: usize,
    },
    TooManyOptions {
        n_options: usize,
    },
    OptionRepeats {
        text: String,
    },
    /// One of two equal options counts as right and the other as wrong.
    KeyRepeats {
        text: String,
    },
    GapCount {
        n_gaps: usize,
        n_answers: usize,
    },
    GapWithoutAnswer {
        gap: usize,
    },
    TooFewItems {
        n_items: usize,
    },
    ItemRepeats {
        text: String,
    },
    /// A table that is not made of pairs of texts.
    NotPairs {
        key: &'static str,
    },
    PairCount {
        n_pairs: usize,
    },
    LeftRepeats {
        text: String,
    },
    PartCount {
        n_parts: usize,
    },
    MaterialLength {
        n_chars: usize,
    },
    /// In one part of a scenario, counted from 0.
    InPart {
        part: usize,
        fault: Box<Fault>,
    },
    ContrastRows {
        n_rows: usize,
    },
    LetterInExplain {
        found: String,
    },
    AllOfTheAbove {
        text: String,
    },
    MixedWidth {
        field: Field,
        found: String,
    },
    /// A mark of emphasis without its partner, or where there is no emphasis.
    StrayEmphasis {
        field: Field,
    },
    Invisible {
        field: Field,
        code: u32,
    },

    // What gives an answer away, or is misread.
    PlainNegative {
        word: String,
    },
    UnsortedNumbers,
    MixedStops,
    /// Words of the stem that the key repeats alone.
    StemCue {
        words: String,
    },
    LongExplain {
        n_chars: usize,
    },

    // What a question rests on.
    NoPoint,
    DeadPoint {
        point: String,
    },
    NoCitation,
    UnknownDocument {
        document: String,
    },
    Superseded {
        document: String,
        by: String,
    },

    // The bank as a whole.
    DuplicateId,
    Duplicate {
        of: String,
    },
    NearDuplicate {
        of: String,
        percent: usize,
    },
    KeyPositions {
        counts: [usize; 4],
    },
    LongestIsKey {
        n_longest: usize,
        n_singles: usize,
    },
    JudgeBalance {
        n_true: usize,
        n_judges: usize,
    },

    // Against `editions.lock`.
    LockUnreadable {
        line: usize,
    },
    /// All of one file together: a new bank would drown everything else.
    NotLocked {
        ids: Vec<String>,
    },
    LockBehind,
    ContentChanged {
        rev: u32,
    },
    RevFell {
        locked: u32,
        rev: u32,
    },
    Vanished,
    TypoLeft,
}

/// A text of a question or a point. Positions count from 0 as authors count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Stem,
    /// The stem of a scenario.
    Material,
    Option(usize),
    Left(usize),
    Right(usize),
    Gap(usize),
    Explain,
    PointTitle,
    PointText,
    /// A row of a contrast card.
    Contrast(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It can be asked, and an author should mend it.
    Flaw,
    /// It cannot be asked.
    Unusable,
}

/// Options are lettered A to Z on the screen.
const N_LETTERS: usize = 26;

impl Fault {
    pub fn severity(&self) -> Severity {
        let unusable = match self {
            Self::Syntax { .. }
            | Self::WrongType { .. }
            | Self::NoId { .. }
            | Self::AnswerShape { .. }
            | Self::AnswerOutOfRange { .. }
            | Self::NotOneKey { .. }
            | Self::NoKey
            | Self::TooFewOptions { .. }
            | Self::KeyRepeats { .. }
            | Self::GapCount { .. }
            | Self::GapWithoutAnswer { .. }
            | Self::ItemRepeats { .. }
            | Self::LeftRepeats { .. }
            | Self::DuplicateId => true,
            Self::Empty { field } => {
                matches!(field, Field::Stem | Field::Material | Field::Option(_) | Field::Left(_) | Field::Right(_))
            }
            Self::MissingKey { key } => matches!(*key, "kind" | "options" | "answer" | "items" | "pairs" | "part"),
            Self::NotPairs { key } => *key == "pairs",
            Self::PairCount { n_pairs } => *n_pairs < 2,
            Self::PartCount { n_parts } => *n_parts == 0,
            Self::InPart { fault, .. } => return fault.severity(),
            Self::UnknownWord { key, .. } => *key == "kind",
            Self::TooManyOptions { n_options } => *n_options > N_LETTERS,
            Self::TooFewItems { n_items } => *n_items < 2,
            _ => false,
        };
        if unusable { Severity::Unusable } else { Severity::Flaw }
    }

    pub fn is_unusable(&self) -> bool {
        self.severity() == Severity::Unusable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_asked_is_unusable() {
        for fault in [
            Fault::NotOneKey { n_keys: 2 },
            Fault::Empty { field: Field::Stem },
            Fault::MissingKey { key: "options" },
            Fault::UnknownWord { key: "kind", word: "essay".into(), allowed: vec![] },
            Fault::TooManyOptions { n_options: 27 },
            Fault::TooFewItems { n_items: 1 },
            Fault::PairCount { n_pairs: 1 },
            Fault::NotPairs { key: "pairs" },
            Fault::PartCount { n_parts: 0 },
            Fault::InPart { part: 0, fault: Box::new(Fault::NoKey) },
        ] {
            assert_eq!(fault.severity(), Severity::Unusable, "{fault:?}");
        }
        for fault in [
            Fault::OneKey,
            Fault::Empty { field: Field::Explain },
            Fault::MissingKey { key: "topic" },
            Fault::UnknownWord { key: "level", word: "hard".into(), allowed: vec![] },
            Fault::TooManyOptions { n_options: 11 },
            Fault::TooFewItems { n_items: 2 },
            Fault::Duplicate { of: "a".into() },
            Fault::PairCount { n_pairs: 2 },
            Fault::NotPairs { key: "contrast" },
            Fault::PartCount { n_parts: 5 },
            Fault::InPart { part: 0, fault: Box::new(Fault::OneKey) },
        ] {
            assert_eq!(fault.severity(), Severity::Flaw, "{fault:?}");
        }
    }
}
