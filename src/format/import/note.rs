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

    /// A word for the level that no list has.
    LevelUnknown {
        word: String,
    },

    // Of tables.
    /// A table made a date of what was typed.
    MadeDate {
        text: String,
    },
    /// What a table shows where it could not work something out.
    ErrorInCell {
        text: String,
    },
    /// Cells beyond the last column that has a head: a comma that nobody quoted, perhaps.
    CellsBeyond {
        n_cells: usize,
    },
    /// In a row that is hidden in the table.
    HiddenRow,

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
    /// The answer could be read in another way too.
    AnswerGuessed {
        text: String,
        taken: String,
    },
    /// Options that stood in the stem.
    OptionsInStem,
    /// A stem without a gap got one at its end.
    GapAdded,
    /// What follows the answer in its place and is no part of it.
    AnswerTrailer {
        text: String,
    },

    // Of papers.
    /// Not quite what the format wants, and plain all the same.
    Lenient {
        what: &'static str,
    },
    /// Two places name the answer, and not the same.
    AnswersDiffer {
        first: String,
        second: String,
    },
    /// A list of answers has one for this number, and several questions have the number.
    AnswerFitsSeveral {
        number: u32,
        text: String,
    },
    /// The number occurs twice, and so do the answers: they are taken in their order.
    NumberRepeats {
        number: u32,
    },
    /// A question told from the one before by its looks alone.
    NumberMissing,
    /// Options without letters, told by their lines.
    LabelsMissing,
    /// Letters before options that do not run from A.
    LabelsDisorder {
        letters: String,
    },
    /// Any number within a range is right.
    AnswerRange {
        text: String,
    },
    /// No answer is called right; those that score are taken for it.
    KeyFromScores,
    /// Questions that share a text became one.
    PartsGathered {
        n_parts: usize,
    },
    /// Questions that share a text stayed apart, and the text went to the first.
    MaterialWithFirst,
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
            | Self::OptionsInStem
            | Self::GapAdded
            | Self::Lenient { .. }
            | Self::FullWidthMarks
            | Self::PartsGathered { .. }
            | Self::AnswerTrailer { .. } => Weight::Repair,
            Self::Unreadable
            | Self::LevelUnknown { .. }
            | Self::MadeDate { .. }
            | Self::ErrorInCell { .. }
            | Self::CellsBeyond { .. }
            | Self::HiddenRow
            | Self::AnswerGuessed { .. }
            | Self::MediaLeftOut { .. }
            | Self::KindGuessed
            | Self::KindDisagrees { .. }
            | Self::EmptyOption { .. }
            | Self::NumberRepeats { .. }
            | Self::NumberMissing
            | Self::LabelsMissing
            | Self::LabelsDisorder { .. }
            | Self::Dropped { .. }
            | Self::MaterialWithFirst
            | Self::KeyFromScores => Weight::Warning,
            Self::TextTooLong { .. }
            | Self::KindUnsupported { .. }
            | Self::NoAnswer
            | Self::AnswerUnclear { .. }
            | Self::AnswersDiffer { .. }
            | Self::AnswerFitsSeveral { .. }
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
            Self::LevelUnknown { word } => write!(f, "不认识难度“{word}”，暂作“基础”，请改成“基础”“进阶”或“应用”"),
            Self::MadeDate { text } => write!(f, "“{text}”在表里是日期，可能是表格软件自动改的，请与原文核对"),
            Self::ErrorInCell { text } => write!(f, "单元格里是出错值“{text}”，没有采用，请在原表里改好"),
            Self::CellsBeyond { n_cells } => {
                write!(f, "比表头多出{n_cells}格，可能是文字里的逗号没有加引号，请与原文核对")
            }
            Self::HiddenRow => f.write_str("这一行在原表里是隐藏的，不需要就删去"),
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
            Self::AnswerGuessed { text, taken } => {
                write!(f, "答案“{text}”不止一种读法，暂按“{taken}”，请核对")
            }
            Self::OptionsInStem => f.write_str("选项原来写在题干里，已经分出来"),
            Self::GapAdded => f.write_str("填空题的题干里没有空，已在末尾补上一个，请把它移到该填的地方"),
            Self::AnswerTrailer { text } => write!(f, "答案后面的“{text}”不是答案，没有采用"),
            Self::Lenient { what } => write!(f, "{what}，已照常读入"),
            Self::AnswersDiffer { first, second } => {
                write!(f, "一处答案是“{first}”，另一处是“{second}”，请选定一个")
            }
            Self::AnswerFitsSeveral { number, text } => {
                write!(f, "答案表里第{number}题的“{text}”对得上不止一道题，请自己填上答案")
            }
            Self::NumberRepeats { number } => write!(f, "题号{number}重复，答案是按先后对上的，请核对"),
            Self::NumberMissing => f.write_str("这道题没有题号，是按上下文分出来的，请核对"),
            Self::LabelsMissing => f.write_str("选项没有字母，是按行分出来的，请核对"),
            Self::LabelsDisorder { letters } => {
                write!(f, "选项的字母是{letters}，次序不对，暂按先后排列，请核对答案")
            }
            Self::AnswerRange { text } => {
                write!(f, "答案是一个范围“{text}”，这里只认确定的答案，请改成可以接受的数")
            }
            Self::PartsGathered { n_parts } => write!(f, "共用一段材料的{n_parts}道小题已合成一道情景题"),
            Self::MaterialWithFirst => {
                f.write_str("这几道题共用一段材料，材料只放在了第一道里，请把用得着的部分抄到其余各题")
            }
            Self::KeyFromScores => f.write_str("没有写标准答案，是把得分的答案当作标准答案，请核对"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_is_a_sentence_without_braces_and_full_stop() {
        let text = || "甲".to_owned();
        for note in [
            Note::InvisibleRemoved,
            Note::Unreadable,
            Note::MediaLeftOut { name: text() },
            Note::TextTooLong { n_chars: 5000 },
            Note::Dropped { what: text() },
            Note::FullWidthMarks,
            Note::BracesUnpaired,
            Note::RestUnreadable,
            Note::FileMissing,
            Note::LevelUnknown { word: text() },
            Note::MadeDate { text: text() },
            Note::ErrorInCell { text: text() },
            Note::CellsBeyond { n_cells: 2 },
            Note::HiddenRow,
            Note::KindGuessed,
            Note::KindDisagrees { said: "单选题", taken: "多选题" },
            Note::KindUnsupported { name: text() },
            Note::NoAnswer,
            Note::AnswerUnclear { text: text() },
            Note::EmptyOption { letter: 'B' },
            Note::AnswerInStem { text: text() },
            Note::AnswerGuessed { text: text(), taken: text() },
            Note::OptionsInStem,
            Note::GapAdded,
            Note::AnswerTrailer { text: text() },
            Note::Lenient { what: "题干占了几行" },
            Note::AnswersDiffer { first: text(), second: text() },
            Note::AnswerFitsSeveral { number: 7, text: text() },
            Note::NumberRepeats { number: 7 },
            Note::NumberMissing,
            Note::LabelsMissing,
            Note::LabelsDisorder { letters: text() },
            Note::AnswerRange { text: text() },
            Note::KeyFromScores,
            Note::PartsGathered { n_parts: 2 },
            Note::MaterialWithFirst,
        ] {
            let said = note.to_string();
            assert!(!said.contains(['{', '}']) && !said.ends_with('。') && said.chars().count() > 4, "{said}");
        }
    }
}
