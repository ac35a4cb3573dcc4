//! What the heads of a sheet say of its columns.
use super::sheet::Row;
use crate::domain::bank::text::fold;
use crate::format::import::heads::{self, Head};

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    Stem,
    Kind,
    /// All options in one cell.
    Options,
    Option(u8),
    Answer,
    Explain,
    Source,
    Topic,
    Level,
    /// Running numbers, points and whatever else is not read.
    Skip,
}

impl Field {
    /// What somebody may call a column.
    pub fn choices() -> Vec<Self> {
        let mut fields = vec![Self::Stem, Self::Kind, Self::Answer, Self::Options];
        fields.extend((0..10).map(Self::Option));
        fields.extend([Self::Explain, Self::Source, Self::Topic, Self::Level, Self::Skip]);
        fields
    }

    pub fn label(self) -> String {
        match self {
            Self::Stem => "题干",
            Self::Kind => "题型",
            Self::Options => "全部选项",
            Self::Option(position) => return format!("选项{}", super::sheet::letters(u32::from(position))),
            Self::Answer => "答案",
            Self::Explain => "解析",
            Self::Source => "出处",
            Self::Topic => "知识点",
            Self::Level => "难度",
            Self::Skip => "不导入",
        }
        .to_owned()
    }
}

impl From<Head> for Field {
    fn from(head: Head) -> Self {
        match head {
            Head::Stem => Self::Stem,
            Head::Kind => Self::Kind,
            Head::Options => Self::Options,
            Head::Answer => Self::Answer,
            Head::Explain => Self::Explain,
            Head::Source => Self::Source,
            Head::Topic => Self::Topic,
            Head::Level => Self::Level,
            Head::Number | Head::Other => Self::Skip,
        }
    }
}

/// What one head says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Field(Field),
    /// `A`: an option or the answer, as its neighbours tell.
    Letter(u8),
    /// `A1`
    Numbered(u8),
}

/// More columns of options than any question has.
const MAX_OPTIONS: u8 = 26;
const HEADER_WITHIN: usize = 10;

/// The row of heads: the one with the most words that are known, among the first.
pub fn header_row(rows: &[Row]) -> Option<usize> {
    let mut best = (0, None);
    for (idx, row) in rows.iter().take(HEADER_WITHIN).enumerate() {
        let words: Vec<Word> = row.cells.iter().filter_map(|cell| word(&cell.text)).collect();
        // Options that are letters are no heads, so a word that nothing else is must be there.
        let is_header = words.iter().any(|word| matches!(word, Word::Field(Field::Stem | Field::Answer)));
        if is_header && words.len() >= 2 && words.len() > best.0 {
            best = (words.len(), Some(idx));
        }
    }
    best.1
}

/// What the columns under these heads are; what is not known is not read.
pub fn fields(header: &Row) -> Vec<(u32, Field)> {
    let words: Vec<(u32, Option<Word>)> = header.cells.iter().map(|cell| (cell.column, word(&cell.text))).collect();
    let has = |wanted: Word| words.iter().any(|(_, word)| *word == Some(wanted));
    let is_answer = !has(Word::Letter(1)) || words.iter().any(|(_, word)| matches!(word, Some(Word::Numbered(_))));
    let fields = words.iter().map(|(column, word)| {
        let field = match word {
            Some(Word::Field(field)) => *field,
            Some(Word::Letter(0)) if is_answer => Field::Answer,
            Some(Word::Letter(position) | Word::Numbered(position)) => Field::Option(*position),
            None => Field::Skip,
        };
        (*column, field)
    });
    fields.collect()
}

fn word(head: &str) -> Option<Word> {
    let folded: String = fold(head).chars().filter(|c| !matches!(c, '*' | ':' | '：' | '★' | '#')).collect();
    let word = match folded.split_once(['(', '【', '[']) {
        Some((word, _)) if !word.is_empty() => word,
        _ => folded.trim_matches(['(', ')', '【', '】', '[', ']']),
    };
    heads::in_sheet(word).map(|head| Word::Field(Field::from(head))).or_else(|| option(word))
}

/// `选项A`, `A选项`, `选项1`, `option_a`, `answer1`, `item1`, `A1`, `A`.
fn option(word: &str) -> Option<Word> {
    const HEADS: [&str; 14] = [
        "备选答案",
        "答案选项",
        "选项",
        "备选项",
        "选择项",
        "选择",
        "答案",
        "option",
        "options",
        "choice",
        "answer",
        "item",
        "opt",
        "备选",
    ];
    let rest = HEADS.iter().filter_map(|head| word.strip_prefix(head)).min_by_key(|rest| rest.len());
    let rest = rest.or_else(|| word.strip_suffix("选项")).or_else(|| word.strip_suffix('项'));
    let is_option = rest.is_some();
    let name = rest.unwrap_or(word).trim_matches(['_', '-', ' ', '.', '、']);
    let mut chars = name.chars();
    let first = chars.next()?;
    let figures = |text: &str| {
        let number = text.parse::<u8>().ok()?;
        (1..=MAX_OPTIONS).contains(&number).then(|| number - 1)
    };
    if is_option {
        if first.is_ascii_lowercase() && chars.as_str().is_empty() {
            return Some(Word::Field(Field::Option(first as u8 - b'a')));
        }
        let chinese = ['一', '二', '三', '四', '五', '六', '七', '八'];
        let position =
            figures(name).or_else(|| chinese.iter().position(|c| name == c.to_string()).map(|idx| idx as u8))?;
        return Some(Word::Field(Field::Option(position)));
    }
    if first.is_ascii_lowercase() && chars.as_str().is_empty() {
        return Some(Word::Letter(first as u8 - b'a'));
    }
    // Only A: `B1` is the name of a cell.
    if first == 'a' { figures(chars.as_str()).map(Word::Numbered) } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Cell, Sort};
    use super::*;
    use Field::{Answer, Explain, Kind, Level, Option, Options, Skip, Source, Stem, Topic};

    fn row(texts: &[&str]) -> Row {
        let cells = texts.iter().enumerate().map(|(idx, text)| Cell {
            column: idx as u32,
            text: (*text).to_owned(),
            sort: Sort::Text,
        });
        Row { number: 1, is_hidden: false, cells: cells.collect() }
    }

    #[track_caller]
    fn check(heads: &[&str], expected: &[Field]) {
        let found: Vec<Field> = fields(&row(heads)).into_iter().map(|(_, field)| field).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn heads_are_known_in_every_word() {
        check(
            &["序号", "题型", "题干", "选项A", "选项B", "答案", "解析"],
            &[Skip, Kind, Stem, Option(0), Option(1), Answer, Explain],
        );
        check(&["Q", "A1", "A2", "A3", "A4", "A"], &[Stem, Option(0), Option(1), Option(2), Option(3), Answer]);
        check(&["题目", "A", "B", "C", "D", "答案"], &[Stem, Option(0), Option(1), Option(2), Option(3), Answer]);
        check(&["question", "answer1", "answer2", "answer"], &[Stem, Option(0), Option(1), Answer]);
        check(&["question", "option_a", "option_b", "rightAnswer"], &[Stem, Option(0), Option(1), Answer]);
        check(&["试题内容", "选项1", "选项2", "标准答案"], &[Stem, Option(0), Option(1), Answer]);
        check(&["题面", "item1", "item2", "正确选项"], &[Stem, Option(0), Option(1), Answer]);
        check(&["题干", "备选答案", "参考答案", "出处"], &[Stem, Options, Answer, Source]);
        check(&["题目", "A选项", "B选项", "正确答案"], &[Stem, Option(0), Option(1), Answer]);
        check(&["Q", "A"], &[Stem, Answer]);
        check(
            &["* 题 干（必填）", "答案\n(必填)", "难度", "知识点/章节", "分值", "别的"],
            &[Stem, Answer, Level, Topic, Skip, Skip],
        );
        check(&["题干", "选项 Ａ", "选项一", "答案："], &[Stem, Option(0), Option(0), Answer]);
    }

    #[test]
    fn the_header_is_the_row_with_the_most_known_words() {
        let rows = [
            row(&["党史知识竞赛题库"]),
            row(&["说明", "题干不超过200字"]),
            row(&["题干", "选项A", "选项B", "答案"]),
            row(&["题", "A", "B", "A"]),
        ];
        assert_eq!(header_row(&rows), Some(2));
        assert_eq!(header_row(&rows[3..]), None);
        assert_eq!(header_row(&[row(&["甲", "A", "B", "C", "D"])]), None);
        assert_eq!(header_row(&[]), None);
        assert_eq!([Field::Option(2), Stem].map(Field::label), ["选项C", "题干"]);
    }
}
