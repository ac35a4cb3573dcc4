//! Why a file cannot be read at all, each with what its owner can do about it.
use super::limits::{MAX_CELLS, MAX_FILE_BYTES, MAX_QUESTIONS, MAX_UNPACKED_BYTES, MEGABYTE};
use super::pace::Cancelled;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Somebody pressed 取消.
    Cancelled,
    Empty,
    TooLarge {
        limit_mb: usize,
    },
    /// An archive that would unpack to more than a phone holds.
    UnpacksTooLarge {
        limit_mb: usize,
    },
    TooManyQuestions {
        limit: usize,
    },
    /// What its name or its first bytes promise is not what is inside.
    Broken {
        what: &'static str,
    },
    TooDeep,
    /// XML that breaks before its first question.
    BrokenXml {
        line: u32,
    },
    /// XML that defines entities or comes with a DTD.
    Doctype,
    /// Nothing in it is a question of the format it is read as.
    NothingFound,
    /// Word's own format until 2003, which only Word and WPS read.
    OldWord,
    Pdf,
    Picture,
    TooManyCells {
        limit: usize,
    },
    /// A web page, or XML of an old Excel, that calls itself a workbook.
    WebTable,
    /// A sort of workbook that is not read, such as .xlsb.
    OtherWorkbook,
    /// No sheet has questions in it that anybody can make out.
    NoTable,
    /// A bank in the app's own format that cannot be read, with the reason and the remedy.
    NotOurs {
        why: String,
    },
    /// Nothing that anybody here reads.
    Unknown,
    Locked,
}

impl Refused {
    pub const TOO_LARGE: Self = Self::TooLarge { limit_mb: MAX_FILE_BYTES / MEGABYTE };
    pub const UNPACKS_TOO_LARGE: Self = Self::UnpacksTooLarge { limit_mb: MAX_UNPACKED_BYTES as usize / MEGABYTE };
    pub const TOO_MANY_QUESTIONS: Self = Self::TooManyQuestions { limit: MAX_QUESTIONS };
    pub const TOO_MANY_CELLS: Self = Self::TooManyCells { limit: MAX_CELLS };
}

impl From<Cancelled> for Refused {
    fn from(Cancelled: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("已取消，什么都没有导入"),
            Self::Empty => f.write_str("文件是空的，请重新选择"),
            Self::TooLarge { limit_mb } => write!(f, "文件超过{limit_mb} MB，请删去图片或分成几份再导入"),
            Self::UnpacksTooLarge { limit_mb } => {
                write!(f, "文件解开后超过{limit_mb} MB，请删去图片或分成几份再导入")
            }
            Self::TooManyQuestions { limit } => write!(f, "一次最多导入{limit}道题，请分成几份再导入"),
            Self::Broken { what } => write!(f, "这个{what}打不开，可能没有下载完整，请重新下载或另存一份再导入"),
            Self::TooDeep => f.write_str("文件的层次太深，不像正常的题库，请另存一份再导入"),
            Self::BrokenXml { line } => {
                write!(f, "文件第{line}行不合XML的写法，一道题也读不出来，请重新导出这份文件")
            }
            Self::Doctype => f.write_str("文件里有DTD声明，为安全起见没有读，请重新导出一份不带DTD的文件"),
            Self::NothingFound => f.write_str("没有找到题目，请检查是否选错了文件，或者换一种格式再读"),
            Self::OldWord => f.write_str("这是旧版Word文档（.doc），请用Word或WPS打开，另存为.docx再导入"),
            Self::Pdf => f.write_str("读不了PDF，请打开它，全选、复制，再粘贴到“粘贴文字”里"),
            Self::Picture => f.write_str("读不了图片，请先用手机或微信提取图中文字，再粘贴进来"),
            Self::TooManyCells { limit } => write!(f, "表格超过{limit}格，请删去多余的行和列，或分成几份再导入"),
            Self::WebTable => f.write_str("这其实是网页或XML格式的表格，请用Excel或WPS打开，另存为.xlsx再导入"),
            Self::OtherWorkbook => f.write_str("读不了这种工作簿，请用Excel或WPS打开，另存为.xlsx再导入"),
            Self::NoTable => f.write_str("表里没有找到题目，请在第一行写上“题干”“答案”等表头再导入"),
            Self::NotOurs { why } => f.write_str(why),
            Self::Unknown => f.write_str("认不出这是什么文件，请改用Excel、Word（.docx）或纯文本"),
            Self::Locked => f.write_str("文件有打开密码，请先去掉密码再导入"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_a_sentence_that_names_the_remedy() {
        for (refused, word) in [
            (Refused::Cancelled, "取消"),
            (Refused::Empty, "重新选择"),
            (Refused::TooLarge { limit_mb: 20 }, "超过20 MB"),
            (Refused::UnpacksTooLarge { limit_mb: 64 }, "解开后超过64 MB"),
            (Refused::TooManyQuestions { limit: 20_000 }, "20000道题"),
            (Refused::Broken { what: "Word文档" }, "这个Word文档打不开"),
            (Refused::TooDeep, "另存"),
            (Refused::BrokenXml { line: 7 }, "第7行"),
            (Refused::Doctype, "重新导出"),
            (Refused::NothingFound, "换一种格式"),
            (Refused::NotOurs { why: "第3行不合TOML的写法，请改好再导入".into() }, "第3行"),
            (Refused::OldWord, "另存为.docx"),
            (Refused::Pdf, "粘贴"),
            (Refused::Picture, "提取图中文字"),
            (Refused::TooManyCells { limit: 2_000_000 }, "超过2000000格"),
            (Refused::WebTable, "另存为.xlsx"),
            (Refused::OtherWorkbook, "另存为.xlsx"),
            (Refused::NoTable, "表头"),
            (Refused::Unknown, "纯文本"),
            (Refused::Locked, "去掉密码"),
        ] {
            let sentence = refused.to_string();
            assert!(sentence.contains(word), "{sentence}");
            assert!(!sentence.contains(['{', '}']) && !sentence.ends_with('。'), "{sentence}");
        }
    }
}
