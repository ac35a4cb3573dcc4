//! Tables inside a document as lines of a paper: where a row of heads names stem and answer, each row is a question.
use super::heads::{self, Head};
use super::pace::{Cancelled, Pace};
use super::{answer, words};

/// Rows between two pauses.
const SLICE: usize = 100;

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
pub async fn lines(rows: &[Vec<Vec<String>>], pace: &impl Pace) -> Result<Vec<String>, Cancelled> {
    Ok(by_row(rows, pace).await?.into_iter().flatten().collect())
}

/// The same for each row.
pub async fn by_row(rows: &[Vec<Vec<String>>], pace: &impl Pace) -> Result<Vec<Vec<String>>, Cancelled> {
    let heads: Option<(usize, Vec<Option<Column>>)> = rows.iter().take(3).enumerate().find_map(|(idx, row)| {
        let columns: Vec<_> = row.iter().map(|cell| column(&cell.concat())).collect();
        let is_head = columns.contains(&Some(Column::Stem)) && columns.contains(&Some(Column::Answer));
        is_head.then_some((idx, columns))
    });
    let Some((head, columns)) = heads else {
        return without_heads(rows, pace).await;
    };
    let mut by_row: Vec<_> = rows[..head].iter().map(|row| plain(row)).chain([Vec::new()]).collect();
    let mut nth = 0;
    // What stands behind the options of the question above, which may go on in the rows below.
    let mut tail: Vec<String> = Vec::new();
    let mut n_options = 0;
    let rows = &rows[head + 1..];
    for (idx, row) in rows.iter().enumerate() {
        if idx % SLICE == 0 {
            pace.pause(idx, rows.len()).await?;
        }
        let goes_on = rows.get(idx + 1).is_some_and(|next| {
            let is_empty = |wanted: Column| {
                let idx = columns.iter().position(|column| *column == Some(wanted));
                idx.and_then(|idx| next.get(idx)).is_none_or(|cell| cell.concat().trim().is_empty())
            };
            is_empty(Column::Stem) && is_empty(Column::Number) && !is_empty(Column::Options)
        });
        let text = |idx: usize| row.get(idx).map(|cell| cell.join("\n").trim().to_owned()).unwrap_or_default();
        let of =
            |wanted: Column| columns.iter().position(|column| *column == Some(wanted)).map(text).unwrap_or_default();
        let (stem, number) = (of(Column::Stem), of(Column::Number));
        let option = of(Column::Options);
        if stem.is_empty() && number.is_empty() && !option.is_empty() && n_options > 0 {
            // One stem beside several rows, an option in each.
            let answer = of(Column::Answer);
            if !answer.is_empty() {
                tail.push(format!("答案：{}", answer.replace('\n', " ")));
            }
            let mut lines = Vec::new();
            for line in option.lines().filter(|line| !line.trim().is_empty()) {
                lines.push(labelled(line.trim(), n_options));
                n_options += 1;
            }
            by_row.push(lines);
            continue;
        }
        if let Some(last) = by_row.last_mut() {
            last.append(&mut tail);
        }
        n_options = 0;
        if stem.is_empty() || row.len() < 2 {
            // A head of a section over all columns.
            by_row.push(plain(row));
            continue;
        }
        nth += 1;
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
                Some(Column::Options) => {
                    n_options = text.lines().count();
                    match text.lines().count() {
                        1 if goes_on => lines.push(labelled(&text, 0)),
                        _ => lines.extend(text.lines().map(str::to_owned)),
                    }
                }
                Some(Column::Answer) => tail.push(format!("答案：{}", text.replace('\n', " "))),
                Some(Column::Tagged(tag)) => tail.extend(format!("{tag}：{text}").lines().map(str::to_owned)),
                Some(Column::Number | Column::Stem) | None => {}
            }
        }
        by_row.push(lines);
    }
    if let Some(last) = by_row.last_mut() {
        last.append(&mut tail);
    }
    Ok(by_row)
}

/// With its letter, if it has none.
fn labelled(option: &str, position: usize) -> String {
    let letter = u8::try_from(position)
        .ok()
        .filter(|position| *position < 26)
        .map_or('Z', |position| char::from(b'A' + position));
    let inner = option.trim_start_matches(['(', '（', '[', '【']);
    let has_letter = inner
        .strip_prefix(letter)
        .is_some_and(|rest| rest.starts_with(['.', '、', '．', ':', '：', ')', '）', ']', '】', ' ']));
    if has_letter { option.to_owned() } else { format!("{letter}. {option}") }
}

/// Rows that are questions all the same: each begins with its number and may end with its answer. A row of numbers
/// above one of answers is a key.
async fn without_heads(rows: &[Vec<Vec<String>>], pace: &impl Pace) -> Result<Vec<Vec<String>>, Cancelled> {
    let mut texts: Vec<Vec<String>> = Vec::with_capacity(rows.len());
    for slice in rows.chunks(SLICE) {
        pace.pause(0, rows.len()).await?;
        texts
            .extend(slice.iter().map(|row| row.iter().map(|cell| cell.concat().trim().to_owned()).collect::<Vec<_>>()));
    }
    let number = |text: &String| text.trim_end_matches(['.', '、', '．']).parse::<u32>().ok();
    let counts_on = |row: &Vec<String>| {
        let numbers: Option<Vec<u32>> = row.iter().map(number).collect();
        numbers.is_some_and(|numbers| {
            numbers.len() > 1 && numbers.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]))
        })
    };
    let answers = |row: &Vec<String>| row.iter().all(|text| is_answer(text));
    let is_numbered = rows.len() > 1
        && texts.iter().all(|row| row.len() > 1 && row.first().is_some_and(|text| number(text).is_some()));
    let mut by_row: Vec<Vec<String>> = Vec::with_capacity(rows.len());
    for (idx, row) in rows.iter().enumerate() {
        if idx % SLICE == 0 {
            pace.pause(idx, rows.len()).await?;
        }
        let next = texts.get(idx + 1).filter(|next| next.len() == row.len());
        let above = idx.checked_sub(1).map(|idx| &texts[idx]).filter(|above| above.len() == row.len());
        let tabbed = texts[idx].join("	");
        if counts_on(&texts[idx]) && next.is_some_and(answers) {
            by_row.push(vec![format!("题号	{tabbed}")]);
        } else if answers(&texts[idx]) && above.is_some_and(counts_on) {
            by_row.push(vec![format!("答案	{tabbed}")]);
        } else if let Some(number) = texts[idx].first().and_then(number).filter(|_| is_numbered) {
            by_row.push(numbered(number, row));
        } else {
            by_row.push(plain(row));
        }
    }
    Ok(by_row)
}

fn numbered(number: u32, row: &[Vec<String>]) -> Vec<String> {
    let mut cells: Vec<Vec<String>> = row[1..]
        .iter()
        .map(|cell| cell.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect())
        .filter(|cell: &Vec<String>| !cell.is_empty())
        .collect();
    let is_last = |cell: &Vec<String>| matches!(&cell[..], [only] if is_answer(only));
    let answer = if cells.len() > 1 { cells.pop_if(|cell| is_last(cell)) } else { None };
    let mut lines: Vec<String> = cells.concat();
    match lines.first_mut() {
        Some(first) => *first = format!("{number}. {first}"),
        None => lines.push(format!("{number}.")),
    }
    lines.extend(answer.map(|answer| format!("答案：{}", answer.concat())));
    lines
}

fn is_answer(text: &str) -> bool {
    words::truth(text).is_some() || answer::letters(text).is_some()
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
    use crate::format::import::pace::{Headlong, at_once};

    fn lines(rows: &[Vec<Vec<String>>]) -> Vec<String> {
        at_once(super::lines(rows, &Headlong)).unwrap()
    }

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
    fn a_stem_beside_several_rows_has_an_option_in_each() {
        let table = table(&[
            &["序号", "题目", "选项", "答案"],
            &["1", "每届任期（　）", "A.两年", "B"],
            &["", "", "B.三年", ""],
            &["2", "每次（　）", "每月", "A"],
            &["", "", "每季度", ""],
            &["", "", "每年", ""],
        ]);
        let expected = [
            "",
            "1. 每届任期（　）",
            "A.两年",
            "B.三年",
            "答案：B",
            "",
            "2. 每次（　）",
            "A. 每月",
            "B. 每季度",
            "C. 每年",
            "答案：A",
        ];
        assert_eq!(lines(&table), expected);
    }

    #[test]
    fn rows_that_begin_with_their_numbers_are_questions_without_heads_too() {
        let table = table(&[
            &[
                "1",
                "任期（　）
A.两年
B.三年",
                "B",
            ],
            &["2", "党费须按月交。", "对"],
            &["3", "谈谈体会"],
        ]);
        let expected = ["1. 任期（　）", "A.两年", "B.三年", "答案：B", "2. 党费须按月交。", "答案：对", "3. 谈谈体会"];
        assert_eq!(lines(&table), expected);
    }

    #[test]
    fn rows_without_heads_are_lines() {
        assert_eq!(lines(&table(&[&["题号", "1", "2"], &["答案", "A", "B"]])), ["题号\t1\t2", "答案\tA\tB"]);
        assert_eq!(lines(&table(&[&["1", "2"], &["√", "×"]])), ["题号	1	2", "答案	√	×"]);
        assert_eq!(lines(&table(&[&["1. 甲\nA.乙", "评卷"]])), ["1. 甲", "A.乙", "评卷"]);
    }
}
