//! What an importer noticed about a file as a whole, where no single question is meant.
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Lines that belong to no question: titles, instructions, what a web page says around a paper.
    LinesLeftOut { first: u32, n_lines: usize, start: String },
    /// Page numbers and the heads that every page repeats.
    PageMarksLeftOut { n_lines: usize },
    /// Points of single questions, which a bank does not hold.
    PointsLeftOut { n_questions: usize },
    /// The list of answers has a number that no question has.
    AnswerWithoutQuestion { line: u32, number: u32, text: String },
    /// A stretch such as 1-5 that does not hold as many answers as it names.
    AnswersNotCounted { line: u32, n_questions: usize, n_answers: usize },
    /// Pictures and formulas of a document that stand in no question's text.
    PicturesLeftOut { n_pictures: usize },
    /// What is wrong with a bank of the app's own format.
    Problem { sentence: String },
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LinesLeftOut { first, n_lines: 1, start } => {
                write!(f, "第{first}行“{start}”不属于任何一道题，没有导入")
            }
            Self::LinesLeftOut { first, n_lines, start } => {
                write!(f, "从第{first}行“{start}”起的{n_lines}行不属于任何一道题，没有导入")
            }
            Self::PageMarksLeftOut { n_lines } => write!(f, "去掉了页码和每页重复的页眉，共{n_lines}行"),
            Self::PointsLeftOut { n_questions } => {
                write!(f, "{n_questions}道题标了分值，题库里不存分值，组卷时可以另定")
            }
            Self::AnswerWithoutQuestion { line, number, text } => {
                write!(f, "第{line}行：答案表里有第{number}题的答案“{text}”，却没有这道题，请核对题号")
            }
            Self::AnswersNotCounted { line, n_questions, n_answers } => {
                write!(f, "第{line}行：这一段应有{n_questions}个答案，只认出{n_answers}个，请逐题补上")
            }
            Self::Problem { sentence } => f.write_str(sentence),
            Self::PicturesLeftOut { n_pictures } => {
                write!(f, "有{n_pictures}处图片或公式没有带进来，请看题目缺了它是否还完整")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_remark_is_a_sentence_without_braces_and_full_stop() {
        let text = || "甲".to_owned();
        for (remark, expected) in [
            (Remark::LinesLeftOut { first: 3, n_lines: 1, start: text() }, "第3行“甲”不属于任何一道题，没有导入"),
            (
                Remark::LinesLeftOut { first: 3, n_lines: 2, start: text() },
                "从第3行“甲”起的2行不属于任何一道题，没有导入",
            ),
            (Remark::PageMarksLeftOut { n_lines: 4 }, "去掉了页码和每页重复的页眉，共4行"),
            (Remark::PointsLeftOut { n_questions: 5 }, "5道题标了分值，题库里不存分值，组卷时可以另定"),
            (
                Remark::AnswerWithoutQuestion { line: 9, number: 7, text: text() },
                "第9行：答案表里有第7题的答案“甲”，却没有这道题，请核对题号",
            ),
            (
                Remark::AnswersNotCounted { line: 9, n_questions: 5, n_answers: 4 },
                "第9行：这一段应有5个答案，只认出4个，请逐题补上",
            ),
            (Remark::PicturesLeftOut { n_pictures: 2 }, "有2处图片或公式没有带进来，请看题目缺了它是否还完整"),
        ] {
            assert_eq!(remark.to_string(), expected);
        }
    }
}
