//! Tables inside a document as lines of a paper: where a row of heads names stem and answer, each row is a question.
use super::heads::{self, Head};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Stem,
    Option(u8),
    Options,
    Answer,
    Tagged(&'static str),
}

/// The lines of a table whose cells hold paragraphs.
pub fn lines(rows: &[Vec<Vec<String>>]) -> Vec<String> {
    by_row(rows).concat()
}

/// The same for each row.
pub fn by_row(rows: &[Vec<Vec<String>>]) -> Vec<Vec<String>> {
    let heads: Option<(usize, Vec<Option<Column>>)> = rows.iter().take(3).enumerate().find_map(|(idx, row)| {
        let columns: Vec<_> = row.iter().map(|cell| column(&cell.concat())).collect();
        let is_head = columns.contains(&Some(Column::Stem)) && columns.contains(&Some(Column::Answer));
        is_head.then_some((idx, columns))
    });
    let Some((head, columns)) = heads else {
        return rows.iter().map(|row| plain(row)).collect();
    };
    let mut by_row: Vec<_> = rows[..head].iter().map(|row| plain(row)).chain([Vec::new()]).collect();
    let mut nth = 0;
    for row in &rows[head + 1..] {
        let text = |idx: usize| row.get(idx).map(|cell| cell.join("\n").trim().to_owned()).unwrap_or_default();
        let of =
            |wanted: Column| columns.iter().position(|column| *column == Some(wanted)).map(text).unwrap_or_default();
        let stem = of(Column::Stem);
        if stem.is_empty() || row.len() < 2 {
            // A head of a section over all columns.
            by_row.push(plain(row));
            continue;
        }
        nth += 1;
        let number = of(Column::Number);
        let number = number.parse().unwrap_or(nth);
        nth = number;
        let mut lines = vec![String::new()];
        lines.extend(format!("{number}. {stem}").lines().map(str::to_owned));
        for (idx, column) in columns.iter().enumerate() {
            let text = text(idx);
            if text.is_empty() {
                continue;
            }
            match column {
                Some(Column::Option(position)) => {
                    let letter = char::from(b'A' + position);
                    let bare =
                        text.strip_prefix(letter).and_then(|rest| rest.strip_prefix(['.', '、', '．', ':', '：']));
                    lines.push(format!("{letter}. {}", bare.map_or(text.as_str(), str::trim).replace('\n', "")));
                }
                Some(Column::Options) => lines.extend(text.lines().map(str::to_owned)),
                Some(Column::Answer) => lines.push(format!("答案：{}", text.replace('\n', " "))),
                Some(Column::Tagged(tag)) => lines.extend(format!("{tag}：{text}").lines().map(str::to_owned)),
                Some(Column::Number | Column::Stem) | None => {}
            }
        }
        by_row.push(lines);
    }
    by_row
}

fn plain(row: &[Vec<String>]) -> Vec<String> {
    if row.iter().any(|cell| cell.iter().filter(|line| !line.trim().is_empty()).count() > 1) {
        return row.iter().flatten().cloned().collect();
    }
    vec![row.iter().map(|cell| cell.concat().trim().to_owned()).collect::<Vec<_>>().join("\t")]
}

fn column(head: &str) -> Option<Column> {
    let head: String = head.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '：' | ':')).collect();
    let Some(known) = heads::in_paper(&head) else {
        let letter = head.strip_prefix("选项").unwrap_or(&head);
        return match letter.as_bytes() {
            [byte @ b'A'..=b'J'] => Some(Column::Option(byte - b'A')),
            _ => None,
        };
    };
    Some(match known {
        Head::Number => Column::Number,
        Head::Stem => Column::Stem,
        Head::Answer => Column::Answer,
        Head::Options => Column::Options,
        Head::Explain => Column::Tagged("解析"),
        Head::Kind => Column::Tagged("题型"),
        Head::Level => Column::Tagged("难度"),
        Head::Source => Column::Tagged("出处"),
        Head::Topic => Column::Tagged("知识点"),
        Head::Other => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Vec<Vec<Vec<String>>> {
        rows.iter().map(|row| row.iter().map(|cell| cell.lines().map(str::to_owned).collect()).collect()).collect()
    }

    #[test]
    fn rows_under_known_heads_are_questions() {
        let table = table(&[
            &["序号", "题 干", "A", "选项B", "答案", "解析"],
            &["1", "党的生日是（　）", "七月一日", "B.八月一日", "A", "因为\n所以"],
            &["二、判断题"],
            &["2", "党费可以不交", "", "", "错", ""],
        ]);
        let expected = [
            "",
            "1. 党的生日是（　）",
            "A. 七月一日",
            "B. 八月一日",
            "答案：A",
            "解析：因为",
            "所以",
            "二、判断题",
            "",
            "2. 党费可以不交",
            "答案：错",
        ];
        assert_eq!(lines(&table), expected);
    }

    #[test]
    fn rows_without_heads_are_lines() {
        assert_eq!(lines(&table(&[&["题号", "1", "2"], &["答案", "A", "B"]])), ["题号\t1\t2", "答案\tA\tB"]);
        assert_eq!(lines(&table(&[&["1. 甲\nA.乙", "评卷"]])), ["1. 甲", "A.乙", "评卷"]);
    }
}
