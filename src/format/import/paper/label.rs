//! Letters before options: one a line, several a line, glued to the stem or to each other.
use super::scan::{self, closing, narrow};

/// How surely a letter is a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// `A甲`: only where the lines around say so.
    Bare,
    /// `A 甲`
    Spaced,
    /// `A.甲` `（A）甲`
    Marked,
}

/// The label that a line begins with: its position and what follows.
pub fn take(text: &str) -> Option<(u8, &str)> {
    let (position, rest, strength) = label(text)?;
    let (first, _) = rest.split_at(rest.len() - rest.trim_start().len());
    // `A B D` is an answer, and so is `A、B、D`.
    let is_answer = scan::letters(text).is_some_and(|keys| keys.len() > 1) && first.len() <= 1;
    // （A） alone on a line is an answer too.
    let is_answer = is_answer || (scan::trim(rest).is_empty() && text.starts_with(['(', '（', '[', '【']));
    (strength >= Strength::Spaced && !is_answer).then_some((position, scan::trim(rest)))
}

/// The letter without any mark that a line begins with, such as `A甲`.
pub fn take_bare(text: &str) -> Option<(u8, &str)> {
    let (position, rest, _) = label(text)?;
    Some((position, scan::trim(rest)))
}

/// `A每月 B每季度 C每半年`: letters without a mark in a row from the one that is due, spaces between.
pub fn bare_row(text: &str, due: u8, upcoming: Option<u8>) -> Option<Vec<(u8, &str)>> {
    let mut row: Vec<(u8, &str)> = Vec::new();
    let mut start = 0;
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let next = due + row.len() as u8;
        match label(word) {
            Some((position, rest, Strength::Bare)) if position == next => {
                row.push((position, rest));
                start = text.len() - text[at..].len() + word.len() - rest.len();
            }
            // What is no label goes on with the option before.
            _ => row.last_mut()?.1 = &text[start..at + word.len()],
        }
    }
    let n_least = if due > 0 || upcoming == Some(row.len() as u8) { 2 } else { 3 };
    (row.len() >= n_least).then_some(row)
}

fn label(text: &str) -> Option<(u8, &str, Strength)> {
    let first = text.chars().next()?;
    if let Some(close) = closing(first) {
        let inner = scan::trim_start(&text[first.len_utf8()..]);
        let (position, rest) = letter(inner)?;
        let rest = scan::trim_start(rest);
        let rest = rest.strip_prefix(close).or_else(|| rest.strip_prefix([')', '）']))?;
        return Some((position, rest.strip_prefix(['.', '、', '．', ':', '：']).unwrap_or(rest), Strength::Marked));
    }
    let (position, rest) = letter(text)?;
    let after = scan::trim_start(rest);
    let is_small = first.is_lowercase();
    if let Some(marked) = after.strip_prefix(['.', '．', '、', ':', '：', ')', '）', '】', '。', '·', ',', '，', '﹒'])
    {
        return Some((position, marked, Strength::Marked));
    }
    if is_small {
        return None;
    }
    if after.len() < rest.len() && !after.is_empty() {
        return Some((position, after, Strength::Spaced));
    }
    scan::begins_with_han(rest).then_some((position, rest, Strength::Bare))
}

fn letter(text: &str) -> Option<(u8, &str)> {
    let first = text.chars().next()?;
    let position = match narrow(first) {
        c @ 'A'..='Z' => c as u8 - b'A',
        c @ 'a'..='j' => c as u8 - b'a',
        _ => return None,
    };
    Some((position, &text[first.len_utf8()..]))
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    at: usize,
    text_at: usize,
    position: u8,
    is_apart: bool,
}

/// What stands before the first option of a line, and the options in it. `upcoming` is the label of the next line, so
/// that letters inside a text are not taken for labels that come there.
pub fn cut(text: &str, upcoming: Option<u8>) -> (&str, Vec<(u8, &str)>) {
    let seen = seen(text);
    let chain = if let Some(first) = seen.first().filter(|first| first.at == 0) {
        run(&seen[1..], *first, upcoming)
    } else {
        let from_a: Vec<_> = seen
            .iter()
            .enumerate()
            .filter(|(_, label)| label.position == 0 && may_begin(text, label.at))
            .map(|(nth, label)| run(&seen[nth + 1..], *label, upcoming))
            .filter(|run| run.len() > 1 || (upcoming == Some(1) && run[0].is_apart))
            .collect();
        // The last of those that reach furthest: （A）A.甲 B.乙
        let most = from_a.iter().map(Vec::len).max().unwrap_or(0);
        from_a.into_iter().rfind(|run| run.len() == most).filter(|_| upcoming != Some(0)).unwrap_or_default()
    };
    let Some(first) = chain.first() else { return (text, Vec::new()) };
    let is_listed = chain.len() > 1 && text.contains(['；', ';']);
    let mut options = Vec::with_capacity(chain.len());
    for (nth, label) in chain.iter().enumerate() {
        let end = chain.get(nth + 1).map_or(text.len(), |next| next.at);
        let option = scan::trim(&text[label.text_at..end]);
        let option =
            if is_listed || nth + 1 < chain.len() { option.trim_end_matches(['；', ';', '|']) } else { option };
        options.push((label.position, scan::trim(option)));
    }
    (scan::trim(&text[..first.at]), options)
}

fn seen(text: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        let before = previous.replace(c);
        let is_candidate = closing(c).is_some() || narrow(c).is_ascii_alphabetic();
        if !is_candidate || before.is_some_and(|c| narrow(c).is_ascii_alphabetic()) {
            continue;
        }
        let is_apart = before.is_none_or(|c| c.is_whitespace() || matches!(c, '；' | ';' | '|'));
        let Some((position, rest, strength)) = label(&text[at..]) else { continue };
        let is_open = before.is_some_and(|c| closing(c).is_some());
        if is_open || strength == Strength::Bare || (strength == Strength::Spaced && !is_apart) {
            continue;
        }
        seen.push(Seen { at, text_at: text.len() - rest.len(), position, is_apart });
    }
    seen
}

/// Labels that go on from `first` letter by letter.
fn run(rest: &[Seen], first: Seen, upcoming: Option<u8>) -> Vec<Seen> {
    let mut run = vec![first];
    let mut last = first;
    for label in rest {
        let is_next = label.position == last.position + 1 && label.at > last.text_at;
        // A letter that begins the next line is not already here.
        let comes_later = upcoming.is_some_and(|upcoming| upcoming > 0 && upcoming <= label.position);
        if is_next && !comes_later {
            run.push(*label);
            last = *label;
        }
    }
    run
}

/// Whether the first option may begin behind this: not in the middle of a word.
fn may_begin(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| {
        c.is_whitespace()
            || matches!(
                c,
                '）' | ')'
                    | '】'
                    | ']'
                    | '。'
                    | '？'
                    | '?'
                    | '！'
                    | '；'
                    | ';'
                    | '：'
                    | ':'
                    | '_'
                    | '，'
                    | '”'
                    | '》'
                    | '﹍'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_label_is_known() {
        for text in [
            "B.乙",
            "B．乙",
            "B、乙",
            "B:乙",
            "B：乙",
            "B)乙",
            "B）乙",
            "(B)乙",
            "（B）乙",
            "[B]乙",
            "【B】乙",
            "Ｂ．乙",
            "B 乙",
            "b. 乙",
            "B 、乙",
            "（ B ）乙",
        ] {
            assert_eq!(take(text), Some((1, "乙")), "{text}");
        }
        for text in ["B超", "C919", "B", "ABD", "A B D", "A、B、D", "BD", "WTO", "乙"] {
            assert_eq!(take(text), None, "{text}");
        }
    }

    #[track_caller]
    fn check(text: &str, upcoming: Option<u8>, before: &str, options: &[&str]) {
        let (stem, found) = cut(text, upcoming);
        let texts: Vec<_> = found.iter().map(|(_, text)| *text).collect();
        assert_eq!((stem, &texts[..]), (before, options), "{text}");
    }

    #[test]
    fn options_of_one_line_are_cut_apart() {
        check("A.甲  B.乙", None, "", &["甲", "乙"]);
        check("A.甲\tB.乙\tC.丙\tD.丁", None, "", &["甲", "乙", "丙", "丁"]);
        check("A.甲；B.乙；C.丙；D.丁；", None, "", &["甲", "乙", "丙", "丁"]);
        check("A.甲B.乙C.丙D.丁", None, "", &["甲", "乙", "丙", "丁"]);
        check("A、1921年B、1949年", None, "", &["1921年", "1949年"]);
        check("(A)甲(B)乙", None, "", &["甲", "乙"]);
        check("A 甲 B 乙", None, "", &["甲", "乙"]);
        check("C.丙 D.丁", None, "", &["丙", "丁"]);
    }

    #[test]
    fn options_glued_to_the_stem_are_cut_off() {
        check("党的生日是（　）A.甲 B.乙", None, "党的生日是（　）", &["甲", "乙"]);
        check("党的生日是（　）。A.甲B.乙C.丙", None, "党的生日是（　）。", &["甲", "乙", "丙"]);
        check("党的生日是（A）A.甲 B.乙", None, "党的生日是（A）", &["甲", "乙"]);
        check("党的生日是（A） A.甲 B.乙", None, "党的生日是（A）", &["甲", "乙"]);
        check("党的生日是 A.甲", Some(1), "党的生日是", &["甲"]);
    }

    #[test]
    fn letters_inside_a_text_stay_there() {
        for text in
            ["A型血和B型血", "坐C919", "做B超", "甲说：B. 甲", "维生素A、B、C都重要", "（A、B）两地", "A公司（A）"]
        {
            check(text, None, text, &[]);
        }
        check("某市 A、甲B、乙", Some(0), "某市 A、甲B、乙", &[]);
        check("A.维生素B、C", Some(1), "", &["维生素B、C"]);
    }
}
