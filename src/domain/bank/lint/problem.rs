//! One thing an author has to fix, and where it stands.
use super::fault::{Fault, Severity};
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub place: Place,
    pub fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: String,
    /// `None` where the whole file is meant, or something that has no id.
    pub id: Option<String>,
    pub subject: Subject,
}

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    File,
    Document,
    Point,
    Question,
}

impl Problem {
    pub fn new(file: &str, subject: Subject, id: Option<&str>, fault: Fault) -> Self {
        Self { place: Place { file: file.to_owned(), id: id.map(str::to_owned), subject }, fault }
    }

    pub fn severity(&self) -> Severity {
        self.fault.severity()
    }
}

impl Subject {
    pub const fn label(self) -> &'static str {
        match self {
            Self::File => "题库",
            Self::Document => "文件",
            Self::Point => "知识点",
            Self::Question => "题",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match &self.id {
            Some(id) => write!(f, " {} {id}", self.subject.label()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.place, self.fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_the_file_the_question_and_the_remedy() {
        let fault = Fault::AnswerOutOfRange { position: 4, n_options: 4 };
        let problem = Problem::new("zhibu.toml", Subject::Question, Some("zhibu-0131"), fault);
        assert_eq!(problem.to_string(), "zhibu.toml 题 zhibu-0131：答案位置4不存在，选项共4个，从0数起");
    }

    #[test]
    fn a_problem_of_the_whole_file_names_the_file_alone() {
        let problem = Problem::new("zhibu.toml", Subject::File, None, Fault::MissingKey { key: "id" });
        assert_eq!(problem.to_string(), "zhibu.toml：缺少“id”，请补上");
    }
}
