//! Lists of answers that stand apart from their questions: `1-5 ABCDA 6-10 BBDAC`, `1.A 2.B`, `1. 民主集中制`.
use super::number::{self, Style};
use super::scan;
use super::tag::{self, Tag, is_answer};

/// What a piece of a list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    One {
        number: u32,
        text: String,
    },
    /// `answers` are fewer or more than the numbers if the list is wrong.
    Range {
        first: u32,
        last: u32,
        answers: Vec<String>,
    },
}

/// More than this is a slip of the pen, such as 1-500.
const LONGEST_RANGE: u32 = 300;

/// Whether a line is a list of answers and cannot be a question.
pub fn is_list(text: &str) -> bool {
    let Some(items) = items(text) else { return false };
    let fits = |item: &Item| match item {
        Item::One { text, .. } => is_answer(first_word(text)) || is_answer(unwrapped(text)),
        Item::Range { answers, .. } => !answers.is_empty() && answers.iter().all(|answer| is_answer(answer)),
    };
    let has_range = matches!(items[..], [Item::Range { .. }, ..]);
    (has_range || items.len() > 1) && items.iter().all(fits)
}

/// Whether a line is one number with nothing but its answer, as lists with one answer a line are made of.
pub fn is_entry(text: &str) -> bool {
    matches!(items(text).as_deref(), Some([Item::One { text, .. }]) if is_answer(unwrapped(text)))
}

/// `答案：一、1.A 2.B 二、1.对`: the word, each ordinal and each list, if the line holds nothing else.
pub fn parted(text: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut rest = text;
    if let Some((Tag::Answer, after)) = tag::take(text) {
        let at = after.as_ptr() as usize - text.as_ptr() as usize;
        parts.push(scan::trim(&text[..at]));
        rest = after;
    }
    let mut last = None;
    while let Some((mark, after)) = number::take(rest).filter(|(mark, _)| mark.style == Style::Chinese) {
        if last.is_some_and(|last| mark.value != last + 1) {
            return None;
        }
        last = Some(mark.value);
        parts.push(scan::trim(&rest[..rest.len() - after.len()]));
        let next = after.char_indices().find(|(at, _)| {
            let (before, from) = after.split_at(*at);
            before.ends_with(|c: char| c.is_whitespace() || "；;。√×对错".contains(c) || c.is_ascii_uppercase())
                && number::take(from)
                    .is_some_and(|(next, _)| next.style == Style::Chinese && next.value == mark.value + 1)
        });
        let (list, following) = after.split_at(next.map_or(after.len(), |(at, _)| at));
        if !(is_list(list) || is_entry(list)) {
            return None;
        }
        parts.push(scan::trim(list));
        rest = following;
    }
    (last.is_some() && rest.is_empty()).then_some(parts)
}

/// `（×）` as ×.
fn unwrapped(text: &str) -> &str {
    match scan::brackets(text)[..] {
        [bracket] if bracket.start == 0 && bracket.end == text.len() => bracket.inside,
        _ => text,
    }
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || matches!(c, '【' | '解' | '。')).next().unwrap_or(text)
}

/// Whether the first number of a line stands in brackets.
pub fn is_bracketed(text: &str) -> bool {
    start(text).starts_with(['(', '（', '【', '['])
}

/// The items of a line, if it begins with one.
pub fn items(text: &str) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    let mut rest = start(text);
    let is_open = is_bracketed(text);
    while let Some((first, last, after)) = entry(rest) {
        let end = next_entry(after, last.unwrap_or(first) + 1, is_open);
        let value = scan::trim(&after[..end]).trim_end_matches([';', '；', '，', ',', '|']);
        items.push(match last {
            Some(last) => Item::Range { first, last, answers: each(value, (last - first + 1) as usize) },
            None => Item::One { number: first, text: scan::trim(value).to_owned() },
        });
        rest = start(&after[end..]);
        if rest.is_empty() {
            break;
        }
    }
    (!items.is_empty()).then_some(items)
}

fn start(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '|' | '。'))
}

/// The number or the two numbers of a stretch, and what follows.
fn entry(text: &str) -> Option<(u32, Option<u32>, &str)> {
    let open = text.chars().next()?;
    let is_open = matches!(open, '(' | '（' | '【' | '[' | '第');
    let inner = if is_open { scan::trim_start(&text[open.len_utf8()..]) } else { text };
    let (first, after) = scan::digits(inner)?;
    let dashed = scan::trim_start(after).strip_prefix("题").unwrap_or(scan::trim_start(after));
    let beyond = dashed.trim_start_matches(['-', '–', '—', '―', '~', '～', '－', '至', '到', '∼']);
    let range = (beyond.len() < dashed.len())
        .then(|| scan::digits(beyond.trim_start_matches([' ', '第'])))
        .flatten()
        .filter(|(last, _)| *last > first && *last - first < LONGEST_RANGE);
    let after = range.map_or(after, |(_, after)| after);
    let after = scan::trim_start(after);
    let after = after.strip_prefix('题').unwrap_or(after);
    let after = after.strip_prefix([')', '）', '】', ']']).unwrap_or(after);
    let trimmed = scan::trim_start(after).trim_start_matches(['.', '．', '、', ':', '：', ')', '）']);
    // 1921年 is no number of a question, and 5 by itself no item.
    let has_mark = trimmed.len() < after.len() || is_open || range.is_some();
    let is_glued =
        trimmed.chars().next().is_some_and(|c| scan::narrow(c).is_ascii_uppercase() || "√×对错✓✗".contains(c));
    (has_mark || is_glued).then_some((first, range.map(|(last, _)| last), scan::trim_start(trimmed)))
}

/// Where the next item begins: with the number that is expected, or behind what is plainly an answer.
fn next_entry(text: &str, expected: u32, is_open: bool) -> usize {
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        let before = previous.replace(c);
        let may_begin = matches!(c, '0'..='9' | '０'..='９' | '(' | '（' | '【' | '[' | '第');
        if !may_begin
            || at == 0
            || before.is_some_and(|c| scan::narrow(c).is_ascii_digit() || matches!(c, '(' | '（' | '【' | '[' | '第'))
        {
            continue;
        }
        let value = scan::trim(&text[..at]).trim_end_matches([';', '；', '，', ',', '、', '|']);
        let is_apart = before.is_some_and(|c| c.is_whitespace() || matches!(c, '；' | ';' | '，' | ',' | '。' | '|'));
        let is_done = is_answer(value) || value.split_whitespace().all(is_answer);
        // 1.（1）甲（2）乙: figures of another kind count what one answer lists.
        if !(is_done || is_apart && is_open == matches!(c, '(' | '（' | '【' | '[')) {
            continue;
        }
        if let Some((first, _, after)) = entry(&text[at..])
            && (first == expected || (is_done && first > expected.saturating_sub(50)))
            && !after.is_empty()
        {
            return at;
        }
    }
    text.len()
}

/// Whether a word is an answer, or several of one character each: `ABCDA`, `√×√`.
pub fn is_row(word: &str) -> bool {
    let is_single =
        |c: char| matches!(scan::narrow(c), 'A'..='H') || scan::verdict(c.encode_utf8(&mut [0; 4])).is_some();
    is_answer(word) || word.chars().all(is_single)
}

/// The answers of a stretch of `count` questions, as many as there are.
pub fn each(text: &str, count: usize) -> Vec<String> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | '|' | '/'))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() == count && count > 1 {
        return words.into_iter().map(str::to_owned).collect();
    }
    let is_single =
        |c: char| scan::narrow(c).is_ascii_alphabetic() || scan::verdict(c.encode_utf8(&mut [0; 4])).is_some();
    // ABCDA CBDAA: in fives, one character each.
    if words.iter().all(|word| word.chars().all(is_single)) {
        let letters: Vec<String> = words.iter().flat_map(|word| word.chars()).map(String::from).collect();
        if letters.len() == count || words.len() == 1 {
            return letters;
        }
    }
    words.into_iter().map(str::to_owned).collect()
}

/// What stands before the explanation in the text of an item.
pub fn split_answer(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '。' | '，' | ',' | '；' | '（' | '('))
        .unwrap_or(text.len());
    let (answer, rest) = text.split_at(end);
    if end == 0 || !is_answer(answer) || is_answer(text) {
        return (text, "");
    }
    let rest = scan::trim(rest.trim_start_matches(['。', '，', ',', '；']));
    (answer, rest)
}

/// A row such as `题号 1 2 3` or `答案 A B C`: its cells after the first.
pub fn row<'a>(text: &'a str, word: &str) -> Option<Vec<&'a str>> {
    let rest = text.trim_start_matches('|').trim_start().strip_prefix(word)?;
    let rest = rest.trim_start_matches([':', '：']);
    let cells: Vec<_> = rest.split(|c: char| c.is_whitespace() || c == '|').filter(|cell| !cell.is_empty()).collect();
    (cells.len() > 1).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let items = items(text).unwrap_or_default();
        let each = items.iter().map(|item| match item {
            Item::One { number, text } => format!("{number}={text}"),
            Item::Range { first, last, answers } => format!("{first}~{last}={}", answers.join(",")),
        });
        each.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_are_read_however_they_are_written() {
        for (text, expected) in [
            ("1-5 ABCDA 6-10 BBDAC", "1~5=A,B,C,D,A 6~10=B,B,D,A,C"),
            ("1-5:ABCDA；6-10:BBDAC", "1~5=A,B,C,D,A 6~10=B,B,D,A,C"),
            ("1—5 A B C D A", "1~5=A,B,C,D,A"),
            ("1～3：AB、ABC、AD", "1~3=AB,ABC,AD"),
            ("1至3题 AB ABC AD", "1~3=AB,ABC,AD"),
            ("第1-3题：ABD", "1~3=A,B,D"),
            ("1-10 ABCDA BBDAC", "1~10=A,B,C,D,A,B,B,D,A,C"),
            ("1-5 √×√√×", "1~5=√,×,√,√,×"),
            ("1-3 对错对", "1~3=对,错,对"),
            ("1-3 正确 错误 正确", "1~3=正确,错误,正确"),
            ("1.A 2.B 3.C", "1=A 2=B 3=C"),
            ("1.A2.B3.C", "1=A 2=B 3=C"),
            ("1A 2B 3C", "1=A 2=B 3=C"),
            ("1、ABD；2、AC", "1=ABD 2=AC"),
            ("（1）A（2）B", "1=A 2=B"),
            ("1.√ 2.×", "1=√ 2=×"),
            ("14.A 17.B 15.C", "14=A 17=B 15=C"),
            ("1. 1921年7月 2. 民主集中制", "1=1921年7月 2=民主集中制"),
            ("3. 全心全意为人民服务", "3=全心全意为人民服务"),
            ("1-5 ABCD", "1~5=A,B,C,D"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_list_of_answers_is_told_from_a_question() {
        for text in ["1-5 ABCDA", "1.A 2.B", "1.√ 2.×", "1—5：对对错对错"] {
            assert!(is_list(text), "{text}");
        }
        for text in ["1. 党的生日", "1.A", "1921-1949年", "1-5 甲", "ABCDA", "", "1.A型血 2.B型血"] {
            assert!(!is_list(text), "{text}");
        }
        assert!(is_entry("1. A") && is_entry("2、错误") && !is_entry("1. 甲"));
    }

    #[test]
    fn an_answer_ends_where_its_reason_begins() {
        assert_eq!(split_answer("B。因为甲"), ("B", "因为甲"));
        assert_eq!(split_answer("错误，应为乙"), ("错误", "应为乙"));
        assert_eq!(split_answer("民主集中制"), ("民主集中制", ""));
        assert_eq!(split_answer("A、B"), ("A、B", ""));
        assert_eq!(split_answer("A B"), ("A B", ""));
    }

    #[test]
    fn a_table_of_answers_has_a_row_of_numbers_and_a_row_of_letters() {
        assert_eq!(row("题号\t1\t2\t3", "题号"), Some(vec!["1", "2", "3"]));
        assert_eq!(row("| 答案 | A | B |", "答案"), Some(vec!["A", "B"]));
        assert_eq!(row("答案：A", "答案"), None);
    }
}
