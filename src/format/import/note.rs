//! What an importer noticed about a question: guesses, repairs, things to look at, and why one cannot be taken.
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    // Of texts in general.
    /// Characters that nobody sees were taken out.
    InvisibleRemoved,
    /// Characters that could not be read: the encoding may be another.
    Unreadable,
    /// A picture, a sound or a film that has no place here.
    MediaLeftOut {
        name: String,
    },
    TextTooLong {
        n_chars: usize,
    },
    /// The text tells something that a question here has no place for, named in words.
    Dropped {
        what: String,
    },
    /// Marks of the format were typed in full width.
    FullWidthMarks,
    /// An opening brace without its partner, or the other way round.
    BracesUnpaired,
    /// The file breaks off or is damaged from here on.
    RestUnreadable,
    /// A list names this file and it is not there.
    FileMissing,

    // Of answers and kinds.
    /// Nothing says which kind it is; this is read from its options and its answer.
    KindGuessed,
    /// The file names one kind and the answer is of another.
    KindDisagrees {
        said: &'static str,
        taken: &'static str,
    },
    /// A kind of question that cannot be marked here, such as an essay.
    KindUnsupported {
        name: String,
    },
    NoAnswer,
    /// The answer as it stands there, which could not be understood.
    AnswerUnclear {
        text: String,
    },
    /// An option in the middle is empty; the letters after it stay.
    EmptyOption {
        letter: char,
    },
    /// The answer stood in the stem and was taken out.
    AnswerInStem {
        text: String,
    },
    /// What follows the answer in its place and is no part of it.
    AnswerTrailer {
        text: String,
    },
    /// A fill-in without a gap got one at its end.
    GapAdded,
    /// Any number within a range is right.
    AnswerRange {
        text: String,
    },
    /// No answer is called right; those that score are taken for it.
    KeyFromScores,
}

/// What a note asks of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something was changed, and how.
    Repair,
    /// It is taken, and somebody should look at it.
    Warning,
    /// It cannot be taken until somebody mends it.
    Refusal,
}

impl Note {
    pub fn weight(&self) -> Weight {
        match self {
            Self::InvisibleRemoved
            | Self::AnswerInStem { .. }
            | Self::AnswerTrailer { .. }
            | Self::FullWidthMarks
            | Self::GapAdded => Weight::Repair,
            Self::Unreadable
            | Self::MediaLeftOut { .. }
            | Self::KindGuessed
            | Self::KindDisagrees { .. }
            | Self::EmptyOption { .. }
            | Self::Dropped { .. }
            | Self::KeyFromScores => Weight::Warning,
            Self::TextTooLong { .. }
            | Self::KindUnsupported { .. }
            | Self::NoAnswer
            | Self::AnswerUnclear { .. }
            | Self::BracesUnpaired
            | Self::RestUnreadable
            | Self::FileMissing
            | Self::AnswerRange { .. } => Weight::Refusal,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvisibleRemoved => f.write_str("去掉了看不见的字符"),
            Self::Unreadable => f.write_str("有认不出的字，可能是文字编码不对，请换一种编码再看"),
            Self::MediaLeftOut { name } => write!(f, "图片或音视频“{name}”没有带进来，请看题目缺了它是否还完整"),
            Self::TextTooLong { n_chars } => write!(f, "有一段文字长达{n_chars}字，请删短后再导入"),
            Self::Dropped { what } => write!(f, "{what}没有带进来，请核对"),
            Self::FullWidthMarks => f.write_str("记号用了全角符号，已按半角符号读"),
            Self::BracesUnpaired => f.write_str("大括号不成对，请补上缺的一半"),
            Self::RestUnreadable => f.write_str("文件从这里起已经损坏，后面的题读不出来，请重新导出这份文件"),
            Self::FileMissing => f.write_str("清单里有这道题，压缩包里却没有它的文件，请重新打包"),
            Self::KindGuessed => f.write_str("没有写题型，是按选项和答案推断的，请核对"),
            Self::KindDisagrees { said, taken } => {
                write!(f, "写的是{said}，答案却是{taken}的写法，暂按{taken}，请核对")
            }
            Self::KindUnsupported { name } => write!(f, "“{name}”不能自动判分，没有导入；可以改成别的题型"),
            Self::NoAnswer => f.write_str("没有答案，请补上"),
            Self::AnswerUnclear { text } => write!(f, "看不懂答案“{text}”，请重新选定"),
            Self::EmptyOption { letter } => write!(f, "选项{letter}是空的，后面的字母没有前移，请补上或者删去"),
            Self::AnswerInStem { text } => write!(f, "题干里的答案“{text}”已经取出，原处留空"),
            Self::AnswerTrailer { text } => write!(f, "答案后面的“{text}”不是答案，没有采用"),
            Self::GapAdded => f.write_str("题干里没有空，已在末尾加上"),
            Self::AnswerRange { text } => {
                write!(f, "答案是一个范围“{text}”，这里只认确定的答案，请改成可以接受的数")
            }
            Self::KeyFromScores => f.write_str("没有写标准答案，是把得分的答案当作标准答案，请核对"),
        }
    }
}

#[cfg(test)]
mod exchange_tests {
    use super::*;

    #[test]
    fn a_note_is_a_phrase_without_marks_of_a_program() {
        let text = || "某处".to_owned();
        for note in [
            Note::Dropped { what: text() },
            Note::FullWidthMarks,
            Note::BracesUnpaired,
            Note::RestUnreadable,
            Note::FileMissing,
            Note::GapAdded,
            Note::AnswerRange { text: text() },
            Note::KeyFromScores,
            Note::AnswerTrailer { text: text() },
            Note::KindUnsupported { name: text() },
            Note::MediaLeftOut { name: text() },
            Note::TextTooLong { n_chars: 4001 },
        ] {
            let told = note.to_string();
            assert!(!told.contains(['{', '}', '。']) && told.chars().count() > 8, "{told}");
        }
    }
}
