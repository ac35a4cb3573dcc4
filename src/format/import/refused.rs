//! Why a file as a whole cannot be read, and the limits that no file may pass. A limit holds before anything is set
//! aside for what a file claims about itself.
use super::pace::Cancelled;
use std::fmt;

/// A bank of 20,000 questions with long texts is under 10 MB.
pub const MAX_FILE: usize = 20_000_000;
/// What an archive may hold: pages have some hundred megabytes at most on an old phone.
pub const MAX_UNPACKED: u64 = 64_000_000;
/// Texts shrink to a tenth or a twentieth; what shrinks further was made to fill the memory.
pub const MAX_RATIO: u64 = 200;
/// The largest of the real banks looked at has 9,400.
pub const MAX_QUESTIONS: usize = 20_000;
/// A stem, an option or an explanation.
pub const MAX_CHARS: usize = 4_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    Cancelled,
    TooLarge {
        n_bytes: usize,
    },
    TooManyQuestions,
    /// An archive that cannot be opened.
    BrokenArchive,
    /// An archive that unpacks to too much.
    UnpacksTooLarge,
    /// XML that breaks before its first question.
    BrokenXml {
        line: u32,
    },
    /// XML that defines entities or comes with a DTD.
    Doctype,
    TooDeep {
        line: u32,
    },
    /// Nothing in it is a question of the format it is read as.
    NothingFound,
}

impl From<Cancelled> for Refused {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("已经取消，什么也没有保存"),
            Self::TooLarge { n_bytes } => {
                let (is, most) = (n_bytes.div_ceil(1_000_000), MAX_FILE / 1_000_000);
                write!(f, "文件有{is} MB，最多能读{most} MB，请分成几份再导入")
            }
            Self::TooManyQuestions => write!(f, "文件里的题超过{MAX_QUESTIONS}道，请分成几份再导入"),
            Self::BrokenArchive => f.write_str("压缩包打不开，可能没有下载完整，请重新下载或重新打包"),
            Self::UnpacksTooLarge => f.write_str("压缩包解开以后太大，请去掉图片和音视频后重新打包"),
            Self::BrokenXml { line } => write!(f, "文件第{line}行不合XML的写法，一道题也读不出来，请重新导出这份文件"),
            Self::Doctype => f.write_str("文件里有DTD声明，为安全起见没有读，请重新导出一份不带DTD的文件"),
            Self::TooDeep { line } => write!(f, "文件第{line}行起层层嵌套太多，不像是题目，请检查是否选错了文件"),
            Self::NothingFound => f.write_str("没有找到题目，请检查是否选错了文件，或者换一种格式再读"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(refused: Refused, expected: &str) {
        assert_eq!(refused.to_string(), expected);
    }

    #[test]
    fn a_reading_that_was_stopped_saved_nothing() {
        check(Refused::from(Cancelled), "已经取消，什么也没有保存");
    }

    #[test]
    fn a_large_file_is_to_be_parted() {
        check(Refused::TooLarge { n_bytes: 20_000_001 }, "文件有21 MB，最多能读20 MB，请分成几份再导入");
    }

    #[test]
    fn so_is_one_of_too_many_questions() {
        check(Refused::TooManyQuestions, "文件里的题超过20000道，请分成几份再导入");
    }

    #[test]
    fn a_broken_archive_is_to_be_fetched_again() {
        check(Refused::BrokenArchive, "压缩包打不开，可能没有下载完整，请重新下载或重新打包");
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_to_lose_its_media() {
        check(Refused::UnpacksTooLarge, "压缩包解开以后太大，请去掉图片和音视频后重新打包");
    }

    #[test]
    fn broken_xml_names_its_line() {
        check(Refused::BrokenXml { line: 7 }, "文件第7行不合XML的写法，一道题也读不出来，请重新导出这份文件");
    }

    #[test]
    fn a_document_type_is_not_read() {
        check(Refused::Doctype, "文件里有DTD声明，为安全起见没有读，请重新导出一份不带DTD的文件");
    }

    #[test]
    fn elements_within_elements_without_end_are_no_questions() {
        check(Refused::TooDeep { line: 3 }, "文件第3行起层层嵌套太多，不像是题目，请检查是否选错了文件");
    }

    #[test]
    fn a_file_of_another_sort_says_so() {
        check(Refused::NothingFound, "没有找到题目，请检查是否选错了文件，或者换一种格式再读");
    }
}
