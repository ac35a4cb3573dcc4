//! Small steps over a text: spaces, figures, brackets.

/// Without outer white space, which includes full-width and unbreakable spaces.
pub fn trim(text: &str) -> &str {
    text.trim()
}

pub fn trim_start(text: &str) -> &str {
    text.trim_start()
}

/// The number of at most five figures of any width that a text begins with, and what follows it.
pub fn digits(text: &str) -> Option<(u32, &str)> {
    let (mut value, mut end, mut n_digits) = (0, 0, 0);
    for c in text.chars() {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            '０'..='９' => u32::from(c) - u32::from('０'),
            _ => break,
        };
        n_digits += 1;
        if n_digits > 5 {
            return None;
        }
        value = value * 10 + digit;
        end += c.len_utf8();
    }
    (n_digits > 0 && value > 0).then(|| (value, &text[end..]))
}

/// The bracket that closes what this one opens.
pub const fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '〔' => '〕',
        _ => return None,
    })
}

/// Full-width forms as their half-width ones.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

pub fn begins_with_han(text: &str) -> bool {
    text.chars().next().is_some_and(|c| matches!(c, '\u{4E00}'..='\u{9FFF}' | '《' | '“' | '"' | '「' | '（' | '_'))
}

/// Whether a stem could begin so.
pub fn begins_with_words(text: &str) -> bool {
    begins_with_han(text)
        || text.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '【' | '[' | '*' | '<'))
}

/// A pair of brackets in a text: the byte range with the brackets, and what is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bracket<'a> {
    pub start: usize,
    pub end: usize,
    pub inside: &'a str,
}

/// The innermost pairs of brackets, left to right.
pub fn brackets(text: &str) -> Vec<Bracket<'_>> {
    let mut pairs = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        if closing(c).is_some() {
            open = Some((at, c));
        } else if let Some((start, opened)) = open
            && (closing(opened) == Some(c) || matches!((opened, c), ('(', '）') | ('（', ')')))
        {
            pairs.push(Bracket { start, end: at + c.len_utf8(), inside: &text[start + opened.len_utf8()..at] });
            open = None;
        }
    }
    pairs
}

/// Whether a text has a place to fill in: empty brackets or a line.
pub fn has_gap(text: &str) -> bool {
    text.contains("__")
        || text.contains("﹍﹍")
        || text.contains("＿")
        || brackets(text)
            .iter()
            .any(|bracket| bracket.inside.trim_matches(['_', '﹍', ' ', '\u{A0}', '\u{3000}', '\t']).is_empty())
}

/// Positions of options that letters name: `ABD`, `A、B、D`, `a b d`. None if anything else stands there.
pub fn letters(text: &str) -> Option<Vec<u8>> {
    let mut keys = Vec::new();
    for c in text.chars().map(narrow) {
        match c {
            'A'..='Z' => keys.push(c as u8 - b'A'),
            'a'..='z' => keys.push(c as u8 - b'a'),
            ',' | '、' | ';' | '|' | '/' | '.' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    // Nobody has more than ten options; a word in Latin letters is no answer.
    (!keys.is_empty() && keys.len() <= 10 && keys.iter().all(|key| *key < 12)).then_some(keys)
}

/// What a mark or a word says of a statement.
pub fn verdict(text: &str) -> Option<bool> {
    match trim(text).trim_end_matches(['。', '.', '；', ';']) {
        "√" | "✓" | "✔" | "☑" | "对" | "正确" | "是" | "T" | "Ｔ" | "TRUE" | "True" | "true" | "Y" | "V" | "v"
        | "✅" => Some(true),
        "×" | "✗" | "✘" | "╳" | "☒" | "错" | "错误" | "否" | "不正确" | "F" | "Ｆ" | "FALSE" | "False" | "false"
        | "N" | "X" | "x" | "Х" | "❌" | "✖" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_any_width_make_a_number() {
        assert_eq!(digits("12、"), Some((12, "、")));
        assert_eq!(digits("１２．"), Some((12, "．")));
        assert_eq!(digits("0.5"), None);
        assert_eq!(digits("123456"), None);
        assert_eq!(digits("甲"), None);
    }

    #[test]
    fn brackets_are_found_in_pairs_even_if_their_widths_differ() {
        let insides = |text| brackets(text).iter().map(|bracket| bracket.inside).collect::<Vec<_>>();
        assert_eq!(insides("甲（A）乙( B )丙（C)"), ["A", " B ", "C"]);
        assert_eq!(insides("（甲（乙）"), ["乙"]);
        assert_eq!(insides("）甲（"), [""; 0]);
    }

    #[test]
    fn a_gap_is_empty_brackets_or_a_line() {
        for text in ["是（　）", "是( )", "是____", "是【 】", "是（\u{A0}\u{A0}）", "是﹍﹍", "（____）"]
        {
            assert!(has_gap(text), "{text}");
        }
        assert!(!has_gap("是（甲）"));
    }

    #[test]
    fn letters_are_keys_and_words_are_not() {
        for (text, keys) in [
            ("ABD", Some(vec![0, 1, 3])),
            (" A、B、D ", Some(vec![0, 1, 3])),
            ("ａｂ", Some(vec![0, 1])),
            ("A", Some(vec![0])),
            ("WTO", None),
            ("甲", None),
            ("", None),
        ] {
            assert_eq!(letters(text), keys, "{text}");
        }
    }
}
