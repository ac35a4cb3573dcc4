//! A paper in lines: cleaned of what nobody sees and of what belongs to the page, each with what it looks like.
use super::head::{self, Head};
use super::key;
use super::label;
use super::number::{self, Mark, Style};
use super::scan;
use super::tag::{self, Tag};
use crate::domain::bank::text::{fold, is_invisible};
use crate::format::import::pace::{Cancelled, Pace, Still};
use std::collections::HashMap;

#[derive(Debug, Clone)]
pub struct Line {
    /// As an editor counts it, from 1.
    pub number: u32,
    pub text: String,
    pub looks: Looks,
    /// Whether an empty line stands before it.
    pub is_apart: bool,
    pub had_invisible: bool,
    /// What comes first after the plain lines that follow.
    pub ahead: Ahead,
    /// Whether a plain line with an empty one before it follows, before anything else does.
    pub breaks_ahead: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looks {
    Head(Head),
    Number(Mark),
    Label(u8),
    Tagged(Tag),
    Plain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    Label(u8),
    Answer,
    Other,
}

/// Lines between two pauses of a pass that does little to each.
const SLICE: usize = 1000;

/// Ends a line that another of the same number follows: for what stands in one line of a file and is several of a paper.
pub const SOFT: char = '\u{E0F0}';

/// The lines and how many were dropped because they belong to the page.
pub async fn read(text: &str, pace: &impl Pace) -> Result<(Vec<Line>, usize), Cancelled> {
    let mut lines: Vec<Line> = Vec::new();
    let mut is_apart = false;
    let total = text.len();
    let mut done = 0;
    let parts = split(text)
        .enumerate()
        .flat_map(|(idx, raw)| raw.split(SOFT).flat_map(|part| parted(scan::trim(part))).map(move |part| (idx, part)));
    for (nth, (idx, raw)) in parts.enumerate() {
        done += raw.len() + 1;
        if nth % 200 == 0 {
            pace.pause((done / 2).min(total), total).await?;
        }
        let had_invisible = raw.chars().any(|c| is_invisible(c) || (c.is_control() && c != '\t'));
        let kept: String;
        let raw = if had_invisible {
            kept = raw.chars().filter(|c| !is_invisible(*c) && (!c.is_control() || *c == '\t')).collect();
            &kept
        } else {
            raw
        };
        let text = unmarked(scan::trim(raw));
        if text.is_empty() {
            is_apart = true;
            continue;
        }
        let number = u32::try_from(idx + 1).unwrap_or(u32::MAX);
        let looks = looks(&text);
        let ahead = Ahead::Other;
        // A mark of order at the start of a file is none of its text.
        let had_invisible = had_invisible && !(idx == 0 && raw.len() + '\u{FEFF}'.len_utf8() >= 3 && lines.is_empty());
        lines.push(Line { number, text, looks, is_apart, had_invisible, ahead, breaks_ahead: false });
        is_apart = false;
    }
    let n_before = lines.len();
    let pace = Still::at(pace, total / 2, total);
    drop_page_marks(&mut lines, &pace).await?;
    let n_dropped = n_before - lines.len();
    settle_circles(&mut lines, &pace).await?;
    look_ahead(&mut lines, &pace).await?;
    Ok((lines, n_dropped))
}

/// A line that holds a head and what stands below heads elsewhere.
fn parted(text: &str) -> Vec<&str> {
    if let Some((head, rest)) = head::split(text) {
        return vec![head, rest];
    }
    key::parted(text).unwrap_or_else(|| vec![text])
}

/// At every kind of line end; Word's own soft break and page break are among them.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        match text.find(['\n', '\r', '\u{B}', '\u{C}', '\u{2028}', '\u{2029}', '\u{85}']) {
            Some(at) => {
                let after = &text[at..];
                let n_bytes =
                    if after.starts_with("\r\n") { 2 } else { after.chars().next().map_or(1, char::len_utf8) };
                rest = Some(&after[n_bytes..]);
                Some(&text[..at])
            }
            None => {
                rest = None;
                Some(text)
            }
        }
    })
}

/// Without marks of emphasis around a whole line, a number, a letter or a tag; those around words of a stem stay.
fn unmarked(text: &str) -> String {
    if !text.contains("**") {
        return text.to_owned();
    }
    let whole = text.strip_prefix("**").and_then(|text| text.strip_suffix("**")).filter(|inner| !inner.contains("**"));
    if let Some(inner) = whole {
        return scan::trim(inner).to_owned();
    }
    // **1.** …, **A.** …, **答案**：…
    if let Some((inner, rest)) = text.strip_prefix("**").and_then(|text| text.split_once("**")) {
        let bare = inner.trim_end_matches(['.', '、', '．', ')', '）', '：', ':']);
        let is_number = scan::digits(bare).is_some_and(|(_, rest)| rest.is_empty())
            || number::take(&format!("{inner}题")).is_some_and(|(_, rest)| rest == "题");
        let is_letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_number || is_letter || tag::take(&format!("{bare}：A")).is_some() {
            return unmarked(scan::trim(&format!("{inner}{rest}")));
        }
    }
    if text.matches("**").count() % 2 == 1 {
        return scan::trim(&text.replace("**", "")).to_owned();
    }
    text.to_owned()
}

fn looks(text: &str) -> Looks {
    if let Some((position, _)) = label::take(text) {
        return Looks::Label(position);
    }
    if let Some(head) = head::read(text) {
        // 答案：… is for whoever knows what follows.
        return Looks::Head(head);
    }
    if let Some((tag, _)) = tag::take(text) {
        return Looks::Tagged(tag);
    }
    if let Some((mark, rest)) = number::take(text)
        && !rest.is_empty()
    {
        return Looks::Number(mark);
    }
    if numbered_after_gap(text).is_some() {
        return Looks::Number(Mark { value: 0, style: Style::Plain, is_doubtful: false });
    }
    Looks::Plain
}

/// `（ √ ）1. …`: what is in the gap before a number, the mark and the stem.
pub fn numbered_after_gap(text: &str) -> Option<(&str, Mark, &str)> {
    let bracket = scan::brackets(text).into_iter().next().filter(|bracket| bracket.start == 0)?;
    let inside = scan::trim(bracket.inside).trim_matches('_');
    if !(inside.is_empty() || tag::is_answer(inside)) {
        return None;
    }
    let (mark, rest) = number::take(scan::trim(&text[bracket.end..]))?;
    (mark.style == Style::Plain && !mark.is_doubtful && !rest.is_empty()).then_some((inside, mark, rest))
}

/// `第3页 共10页`, `- 3 -`, `3/10`, and the lines beside them that every page repeats.
async fn drop_page_marks(lines: &mut Vec<Line>, pace: &impl Pace) -> Result<(), Cancelled> {
    let mut is_mark: Vec<bool> = Vec::with_capacity(lines.len());
    for slice in lines.chunks(SLICE) {
        pace.pause(0, 0).await?;
        is_mark.extend(slice.iter().map(|line| is_page_mark(&line.text)));
    }
    mark_bare_numbers(lines, &mut is_mark, pace).await?;
    if !is_mark.contains(&true) {
        return Ok(());
    }
    let mut n_beside: HashMap<String, usize> = HashMap::new();
    let may_repeat = |line: &Line| {
        matches!(line.looks, Looks::Plain) && !scan::has_gap(&line.text) && line.text.chars().count() >= 4
    };
    let beside = |idx: usize| is_mark.get(idx + 1) == Some(&true) || (idx > 0 && is_mark[idx - 1]);
    for (idx, line) in lines.iter().enumerate() {
        if idx % SLICE == 0 {
            pace.pause(0, 0).await?;
        }
        if !(beside(idx) && may_repeat(line)) {
            continue;
        }
        *n_beside.entry(fold(&line.text)).or_default() += 1;
    }
    // The first page has its head without a page number before it.
    for (_, line) in lines.iter().enumerate().take(3).filter(|(idx, line)| !beside(*idx) && may_repeat(line)) {
        if let Some(n_lines) = n_beside.get_mut(&fold(&line.text)) {
            *n_lines += 1;
        }
    }
    let mut kept = Vec::with_capacity(lines.len());
    for (idx, line) in std::mem::take(lines).into_iter().enumerate() {
        if idx % SLICE == 0 {
            pace.pause(0, 0).await?;
        }
        let repeats = beside(idx) && may_repeat(&line) && n_beside.get(&fold(&line.text)).is_some_and(|n| *n > 1);
        if !(is_mark[idx] || repeats) {
            kept.push(line);
        }
    }
    *lines = kept;
    Ok(())
}

/// Figures alone on their lines are page numbers where they count on throughout.
async fn mark_bare_numbers(lines: &[Line], is_mark: &mut [bool], pace: &impl Pace) -> Result<(), Cancelled> {
    let is_due = |idx: usize| {
        idx.checked_sub(1).and_then(|before| lines.get(before)).is_some_and(|before| match before.looks {
            Looks::Label(_) => label::take(&before.text).is_some_and(|(_, rest)| rest.is_empty()),
            Looks::Tagged(_) => tag::take(&before.text).is_some_and(|(_, rest)| rest.is_empty()),
            Looks::Head(ref head) => head.answers,
            _ => false,
        })
    };
    let mut bare: Vec<(usize, u32)> = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        if idx % SLICE == 0 {
            pace.pause(0, 0).await?;
        }
        if line.text.len() <= 9
            && let Some((value, "")) = scan::digits(&line.text)
            && value < 1000
            && !is_due(idx)
        {
            bare.push((idx, value));
        }
    }
    if bare.len() > 2 && bare[0].1 < 3 && bare.windows(2).all(|pair| pair[1].1 == pair[0].1 + 1) {
        bare.into_iter().for_each(|(idx, _)| is_mark[idx] = true);
    }
    Ok(())
}

fn is_page_mark(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let text: String = fold(text);
    let bare = text.trim_matches(['-', '—', '–', '·', '~', '（', '）', '(', ')', '_', '=']);
    let figures = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if bare.len() < text.len() && figures(bare) && text.starts_with(['-', '—', '–', '·', '~']) {
        return true;
    }
    if let Some((page, of)) = bare.split_once('/') {
        return figures(page) && figures(of);
    }
    if let Some(after) = bare.strip_prefix("page") {
        return figures(&after.replace("of", "").replace('/', ""));
    }
    let Some(after) = bare.strip_prefix('第') else { return false };
    let Some((page, rest)) = after.split_once('页') else { return false };
    let rest = rest.trim_matches([',', '，', '、', '/', '(', '（', ')', '）', '|']);
    let total = rest.strip_prefix('共').and_then(|rest| rest.strip_suffix('页'));
    figures(page) && (rest.is_empty() || total.is_some_and(figures))
}

/// Circled numbers list statements inside a stem; where a paper has no other numbers and no lists, they count questions.
async fn settle_circles(lines: &mut [Line], pace: &impl Pace) -> Result<(), Cancelled> {
    let has_numbers = lines.iter().any(|line| matches!(line.looks, Looks::Number(mark) if !mark.style.is_weak()));
    let circled = |line: &Line| match line.looks {
        Looks::Number(mark) if mark.style == Style::Circled => Some(mark.value),
        _ => None,
    };
    let is_list = lines.windows(2).any(|pair| circled(&pair[0]) == Some(1) && circled(&pair[1]) == Some(2));
    if !has_numbers && !is_list {
        return Ok(());
    }
    for slice in lines.chunks_mut(SLICE) {
        pace.pause(0, 0).await?;
        for line in slice {
            if circled(line).is_some() {
                line.looks = Looks::Plain;
            }
        }
    }
    Ok(())
}

async fn look_ahead(lines: &mut [Line], pace: &impl Pace) -> Result<(), Cancelled> {
    let (mut ahead, mut breaks) = (Ahead::Other, false);
    for (nth, line) in lines.iter_mut().rev().enumerate() {
        if nth % SLICE == 0 {
            pace.pause(0, 0).await?;
        }
        (line.ahead, line.breaks_ahead) = (ahead, breaks);
        match line.looks {
            Looks::Plain => breaks = breaks || line.is_apart,
            _ => breaks = false,
        }
        ahead = match line.looks {
            Looks::Plain => ahead,
            Looks::Label(position) => Ahead::Label(position),
            Looks::Tagged(Tag::Answer) => Ahead::Answer,
            _ => Ahead::Other,
        };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::import::pace::{Headlong, at_once};

    fn texts(text: &str) -> Vec<(u32, String)> {
        let (lines, _) = at_once(read(text, &Headlong)).unwrap();
        lines.into_iter().map(|line| (line.number, line.text)).collect()
    }

    #[test]
    fn lines_keep_their_numbers_at_every_kind_of_line_end() {
        let expected: Vec<_> = ["甲", "乙", "丙", "丁"].map(str::to_owned).into_iter().zip([1, 3, 4, 5]).collect();
        let expected: Vec<_> = expected.into_iter().map(|(text, number)| (number, text)).collect();
        for text in ["甲\n\n乙\n丙\n丁", "甲\r\n\r\n乙\r\n丙\r\n丁", "甲\r\r乙\r丙\r丁", "甲\n　\n乙\u{B}丙\u{C}丁"]
        {
            assert_eq!(texts(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_taken_out() {
        assert_eq!(texts("\u{FEFF}甲\u{200B}乙\0"), [(1, "甲乙".to_owned())]);
        let (lines, _) = at_once(read("\u{FEFF}甲\n乙\u{200B}", &Headlong)).unwrap();
        assert_eq!(lines.iter().map(|line| line.had_invisible).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn emphasis_around_marks_goes_and_around_words_stays() {
        for (text, expected) in [
            ("**答案：B**", "答案：B"),
            ("**1.** 党的", "1. 党的"),
            ("**A.** 甲", "A. 甲"),
            ("**答案**：B", "答案：B"),
            ("**答案：** B", "答案： B"),
            ("下列**不属于**的是", "下列**不属于**的是"),
            ("甲** 乙", "甲 乙"),
        ] {
            assert_eq!(unmarked(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_of_the_page_are_dropped() {
        for text in [
            "第3页 共10页",
            "第 3 页，共 10 页",
            "第3页",
            "- 3 -",
            "— 3 —",
            "3 / 10",
            "Page 3 of 10",
            "第3页（共10页）",
        ] {
            assert!(is_page_mark(text), "{text}");
        }
        for text in ["第3页写的是什么", "3", "A", "2021", "1-5 ABCDA"] {
            assert!(!is_page_mark(text), "{text}");
        }
        let text = "一\n党务竞赛试题\n第1页 共2页\n二\n党务竞赛试题\n第2页 共2页\n党务竞赛试题";
        assert_eq!(texts(text), [(1, "一".to_owned()), (4, "二".to_owned())]);
    }
}
