//! Numbers before questions, in every way that papers write them.
use super::scan::{self, closing};
use crate::domain::bank::text::whole_number;

/// A number at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub value: u32,
    pub style: Style,
    /// It may as well be part of the text, such as in «3.15» and «1 个».
    pub is_doubtful: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `1.` `1、` `1．` `1)` `⒈`
    Plain,
    /// `(1)` `（1）` `⑴`
    Bracketed,
    /// `第1题` `【1】` `Q1.`
    Named,
    /// `①`
    Circled,
    /// `一、`
    Chinese,
    /// `（一）`
    ChineseBracketed,
}

impl Style {
    /// Heads and lists inside a question are numbered so; a question only where no other number is about.
    pub const fn is_weak(self) -> bool {
        matches!(self, Self::Circled | Self::Chinese | Self::ChineseBracketed)
    }
}

/// The mark that a text begins with, and what follows it.
pub fn take(text: &str) -> Option<(Mark, &str)> {
    let (mark, rest) = named(text).or_else(|| bracketed(text)).or_else(|| plain(text)).or_else(|| single(text))?;
    let rest = scan::trim(rest);
    // 1.、党员…
    let rest = rest.strip_prefix(['、', '．']).map_or(rest, scan::trim);
    Some((mark, rest))
}

fn mark(value: u32, style: Style) -> Mark {
    Mark { value, style, is_doubtful: false }
}

/// `第1题`, `【1】`, `[第1题]`, `题1：`, `Q1.`
fn named(text: &str) -> Option<(Mark, &str)> {
    let open = text.starts_with(['【', '[', '〔', '［']);
    let inner = text.strip_prefix(['【', '[', '〔', '［']).unwrap_or(text);
    if let Some(after) = inner.strip_prefix('第') {
        let end = after.find('题')?;
        let value = whole_number(&after[..end])?;
        let mut rest = &after[end + '题'.len_utf8()..];
        if open {
            rest = rest.strip_prefix(['】', ']', '〕', '］'])?;
        } else if rest.starts_with("型") {
            return None;
        }
        return Some((mark(value, Style::Named), scan::trim(rest).trim_start_matches(['.', '、', '．', ':', '：'])));
    }
    if open {
        let (value, after) = scan::digits(inner)?;
        let after = after.strip_prefix('题').unwrap_or(after);
        let rest = after.strip_prefix(['】', ']', '〕', '］'])?;
        return Some((mark(value, Style::Named), rest.trim_start_matches(['.', '、', '．'])));
    }
    let after = ["试题", "题目", "题", "Q", "q"].iter().find_map(|word| text.strip_prefix(word))?;
    let (value, after) = scan::digits(scan::trim_start(after))?;
    let rest = after.strip_prefix(['.', '、', '．', ':', '：'])?;
    Some((mark(value, Style::Named), rest))
}

/// `(1)`, `（一）`
fn bracketed(text: &str) -> Option<(Mark, &str)> {
    let open = text.chars().next()?;
    let close = closing(open).filter(|_| matches!(open, '(' | '（'))?;
    let inner = &text[open.len_utf8()..];
    let end = inner.find(close).or_else(|| inner.find([')', '）'])).filter(|end| *end <= 24)?;
    let rest = &inner[end..];
    let rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
    let number = scan::trim(&inner[..end]);
    let rest = rest.strip_prefix(['.', '、', '．']).unwrap_or(rest);
    if let Some((value, "")) = scan::digits(number) {
        let is_doubtful = (1900..2100).contains(&value);
        return Some((Mark { value, style: Style::Bracketed, is_doubtful }, rest));
    }
    let value = chinese(number)?;
    Some((mark(value, Style::ChineseBracketed), rest))
}

/// `1.`, `1、`, `1)`, `一、`, `1` before a space
fn plain(text: &str) -> Option<(Mark, &str)> {
    if let Some((value, after)) = scan::digits(text) {
        let trimmed = scan::trim_start(after);
        let sep = trimmed.chars().next()?;
        if matches!(sep, '.' | '、' | '．' | ')' | '）' | '。' | ':' | '：') {
            let rest = &trimmed[sep.len_utf8()..];
            // 1.2023年… is question 1; 3.15 is a date, 12:30 a time.
            let digits = rest.chars().take_while(char::is_ascii_digit).count();
            let is_number = digits > 0 && matches!(sep, '.' | ':' | '．' | '：');
            let next = rest.chars().nth(digits);
            let is_doubtful = is_number && !(digits == 4 && matches!(next, Some('年' | '-' | '—' | '～')));
            return Some((Mark { value, style: Style::Plain, is_doubtful }, rest));
        }
        let rest = scan::trim_start(after);
        let is_spaced = rest.len() < after.len() && scan::begins_with_han(rest);
        return is_spaced.then_some((Mark { value, style: Style::Plain, is_doubtful: true }, rest));
    }
    let end = text.find(|c| !"零〇一二三四五六七八九十百".contains(c))?;
    let value = chinese(&text[..end])?;
    let rest = scan::trim_start(&text[end..]).strip_prefix(['、', '．', '.', '，', ',', '：', ':'])?;
    Some((mark(value, Style::Chinese), rest))
}

/// `①`, `⑴`, `⒈`
fn single(text: &str) -> Option<(Mark, &str)> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let code = u32::from(first);
    let (value, style) = match first {
        '\u{2460}'..='\u{2473}' => (code - 0x245F, Style::Circled),
        '\u{3251}'..='\u{325F}' => (code - 0x3251 + 21, Style::Circled),
        '\u{2474}'..='\u{2487}' => (code - 0x2473, Style::Bracketed),
        '\u{2488}'..='\u{249B}' => (code - 0x2487, Style::Plain),
        _ => return None,
    };
    Some((mark(value, style), rest.trim_start_matches(['.', '、', '．'])))
}

/// A number in Chinese words alone.
pub fn chinese(text: &str) -> Option<u32> {
    let is_words = !text.is_empty() && text.chars().all(|c| "零〇一二三四五六七八九十百".contains(c));
    is_words.then(|| whole_number(text)).flatten().filter(|value| *value > 0)
}

/// Where inside a text the question `value` begins, if it stands on the line of another one.
pub fn find_inside(text: &str, value: u32) -> Option<usize> {
    let digits = value.to_string();
    let mut from = 0;
    while let Some(at) = text[from..].find(&digits).map(|at| at + from) {
        from = at + digits.len();
        let before = &text[..at];
        let (at, before) = match before.chars().next_back() {
            Some(c @ ('第' | '(' | '（' | '【')) => (at - c.len_utf8(), &before[..before.len() - c.len_utf8()]),
            _ => (at, before),
        };
        let is_apart = before.ends_with(|c: char| c.is_whitespace() || matches!(c, ')' | '）' | '。' | '】' | ']'));
        if is_apart
            && let Some((mark, rest)) = take(&text[at..])
            && mark.value == value
            && !mark.is_doubtful
            && !mark.style.is_weak()
            && scan::begins_with_words(rest)
        {
            return Some(at);
        }
    }
    None
}

/// The same where no space and no stop parts it from the option before: `C、委员制2、修改权属于（A）`.
pub fn find_glued(text: &str, value: u32) -> Option<usize> {
    let digits = value.to_string();
    text.match_indices(&digits).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let is_glued = before.is_some_and(|c| matches!(c, '\u{4E00}'..='\u{9FFF}' | '》' | '”'));
        let after = &text[at + digits.len()..];
        let is_marked = after.starts_with(['、', '．']) || after.starts_with('.');
        let begins = after.chars().nth(1).is_some_and(|c| scan::begins_with_han(c.encode_utf8(&mut [0; 4])));
        is_glued && is_marked && begins
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u32, Style, &str)>) {
        let taken = take(text).filter(|(mark, _)| !mark.is_doubtful);
        assert_eq!(taken.map(|(mark, rest)| (mark.value, mark.style, rest)), expected, "{text}");
    }

    #[test]
    fn a_number_is_taken_in_every_way_it_is_written() {
        for text in ["7.党", "7、党", "7．党", "7. 党", "７．党", "7)党", "7）党", "7 、党", "⒎党", "7。党", "7：党"]
        {
            check(text, Some((7, Style::Plain, "党")));
        }
        for text in ["(7)党", "（7）党", "（ 7 ）党", "（7）、党", "⑺党", "（7)党"] {
            check(text, Some((7, Style::Bracketed, "党")));
        }
        for text in
            ["第7题 党", "第七题：党", "第 7 题党", "【7】党", "[7]党", "【第7题】党", "【7题】党", "Q7. 党", "题7：党"]
        {
            check(text, Some((7, Style::Named, "党")));
        }
        check("⑦党", Some((7, Style::Circled, "党")));
        check("七、党", Some((7, Style::Chinese, "党")));
        check("（七）党", Some((7, Style::ChineseBracketed, "党")));
        check("十二、党", Some((12, Style::Chinese, "党")));
        check("1.2023年召开", Some((1, Style::Plain, "2023年召开")));
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        for text in [
            "3.15晚会",
            "12:30集合",
            "2021年",
            "7个",
            "一个",
            "一大代表",
            "第7题型",
            "（甲）",
            "（）",
            "7",
            "",
            "（2021）15号",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn the_next_question_is_found_on_the_same_line() {
        for (text, at) in [
            ("甲。（A） 2. 乙", Some("甲。（A） ".len())),
            ("甲。（A）2、乙", Some("甲。（A）".len())),
            ("甲。 第2题 乙", Some("甲。 ".len())),
            ("甲。 （2）乙", Some("甲。 ".len())),
            ("在12.乙", None),
            ("见2.乙", None),
            ("共 2.5 万", None),
            ("共 2. ", None),
        ] {
            assert_eq!(find_inside(text, 2), at, "{text}");
        }
    }
}
