//! Gaps in stems in every way they are drawn, and answers that stand in them.
//!
//! What people type and what programs write out is read by two rules. People put a line between brackets, number their
//! gaps and mix the widths of their brackets; a program's `f()` is code, and its brackets around a gap are text.
use super::answer;
use super::words::truth;
use crate::domain::bank::kind::GAP;

const OPEN: [char; 5] = ['(', '（', '[', '【', '［'];
const CLOSE: [char; 5] = [')', '）', ']', '】', '］'];
/// Brackets that programs leave empty for an answer.
const PAIRS: [(char, char); 4] = [('(', ')'), ('（', '）'), ('【', '】'), ('[', ']')];
/// What is left where an answer was taken out of its brackets.
const EMPTY: &str = "（\u{3000}）";

/// How many characters the gap takes that begins a text.
type Rule = fn(&[(usize, char)]) -> Option<usize>;

/// Marks that make a line to write on.
fn is_line(c: char) -> bool {
    matches!(c, '_' | '＿' | '﹍' | '﹎' | '﹏')
}

/// The same with the blocks and bars that people draw lines with.
fn is_drawn_line(c: char) -> bool {
    is_line(c) || matches!(c, '▁' | 'ˍ')
}

/// A stretch of a stem, in bytes.
struct Stretch {
    start: usize,
    end: usize,
}

/// Every gap that somebody drew by hand written as [`GAP`].
pub fn drawn(stem: &str) -> String {
    with_gaps(stem, &find(stem, by_hand))
}

/// Every gap of a stem that a program wrote as [`GAP`], and how many there are.
pub fn written(stem: &str) -> (String, usize) {
    let gaps = find(stem, by_program);
    (with_gaps(stem, &gaps), gaps.len())
}

pub fn has_gap(stem: &str) -> bool {
    !find(stem, by_hand).is_empty()
}

/// Whether there is a gap that only fill-ins have: a line to write on.
pub fn has_line(stem: &str) -> bool {
    find(stem, by_hand).iter().any(|gap| stem[gap.start..gap.end].contains(is_drawn_line))
}

fn with_gaps(stem: &str, gaps: &[Stretch]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for gap in gaps {
        out.push_str(&stem[at..gap.start]);
        out.push_str(GAP);
        at = gap.end;
    }
    out.push_str(&stem[at..]);
    out
}

fn find(stem: &str, rule: Rule) -> Vec<Stretch> {
    let chars: Vec<(usize, char)> = stem.char_indices().collect();
    let place = |at: usize| chars.get(at).map_or(stem.len(), |(idx, _)| *idx);
    let (mut gaps, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        match rule(&chars[at..]) {
            Some(n_chars) => {
                gaps.push(Stretch { start: place(at), end: place(at + n_chars) });
                at += n_chars;
            }
            None => at += 1,
        }
    }
    gaps
}

fn run(chars: &[(usize, char)], is: impl Fn(char) -> bool) -> usize {
    chars.iter().take_while(|(_, c)| is(*c)).count()
}

fn by_hand(chars: &[(usize, char)]) -> Option<usize> {
    let (_, first) = *chars.first()?;
    if is_drawn_line(first) {
        let n_line = run(chars, is_drawn_line);
        // Also `__1__`.
        let n_figures = run(&chars[n_line..], |c| c.is_ascii_digit());
        let n_more = run(&chars[n_line + n_figures..], is_drawn_line);
        if n_line >= 2 && (1..=2).contains(&n_figures) && n_more >= 2 {
            return Some(n_line + n_figures + n_more);
        }
        // One low line is part of a name.
        return (n_line >= 2 || first != '_').then_some(n_line);
    }
    if !OPEN.contains(&first) {
        return None;
    }
    let n_room = run(&chars[1..], |c| is_drawn_line(c) || c.is_whitespace());
    let is_closed = chars.get(n_room + 1).is_some_and(|(_, c)| CLOSE.contains(c));
    (is_closed && (n_room > 0 || !matches!(first, '[' | '［'))).then_some(n_room + 2)
}

fn by_program(chars: &[(usize, char)]) -> Option<usize> {
    let (_, first) = *chars.first()?;
    let n_line = run(chars, is_line);
    // One underscore alone is a letter of a name.
    if n_line >= 2 {
        return Some(n_line);
    }
    let (_, close) = PAIRS.iter().find(|(open, _)| *open == first)?;
    let n_room = run(&chars[1..], |c| c.is_whitespace() && c != '\n');
    let is_closed = chars.get(n_room + 1).is_some_and(|(_, c)| c == close);
    (is_closed && (n_room > 0 || !close.is_ascii())).then_some(n_room + 2)
}

/// A stem whose brackets hold letters or a sign for right or wrong: the stem without, and what was there.
pub fn without_answer(stem: &str, fits: impl Fn(&str) -> bool) -> Option<(String, String)> {
    let opens = stem.char_indices().rev().filter(|(_, c)| OPEN.contains(c));
    for (open, bracket) in opens {
        let inner = &stem[open + bracket.len_utf8()..];
        let Some((close, closing)) = inner.char_indices().find(|(_, c)| CLOSE.contains(c)) else { continue };
        let said = inner[..close].trim_matches(|c: char| c.is_whitespace() || is_drawn_line(c));
        let is_answer = !said.is_empty() && (truth(said).is_some() || answer::letters(said).is_some());
        if is_answer && fits(said) {
            let rest = &inner[close + closing.len_utf8()..];
            return Some((format!("{}{EMPTY}{rest}", &stem[..open]), said.to_owned()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_one_however_it_is_drawn() {
        for stem in [
            "每____召开一次",
            "每__召开一次",
            "每__________召开一次",
            "每（  ）召开一次",
            "每(   )召开一次",
            "每（）召开一次",
            "每（\u{a0}\u{a0}\u{a0}）召开一次",
            "每（____）召开一次",
            "每＿＿召开一次",
            "每﹍﹍召开一次",
            "每【 】召开一次",
            "每【】召开一次",
            "每__1__召开一次",
        ] {
            assert_eq!(drawn(stem), "每____召开一次", "{stem}");
        }
        assert_eq!(drawn("____、（ ）和__2__"), "____、____和____");
        for stem in ["（1）第一款", "a_b", "《中国共产党章程》（2022年）", "数组a[]", "（", "_", ""]
        {
            assert_eq!(drawn(stem), stem);
            assert!(!has_gap(stem));
        }
        assert_eq!((has_line("（ ）"), has_line("（__）")), (false, true));
    }

    #[test]
    fn every_way_in_which_a_program_leaves_room_is_one_gap() {
        for (stem, expected, n_gaps) in [
            ("每____召开", "每____召开", 1),
            ("每__召开_____。", "每____召开____。", 2),
            ("每（  ）召开", "每____召开", 1),
            ("每(\u{A0}\u{A0})召开", "每____召开", 1),
            ("每（\u{3000}）、（）", "每____、____", 2),
            ("每（____）召开", "每（____）召开", 1),
            ("每﹍﹍＿＿召【 】开", "每____召____开", 2),
            ("f()和snake_case", "f()和snake_case", 0),
            ("（一）没有", "（一）没有", 0),
        ] {
            assert_eq!(written(stem), (expected.to_owned(), n_gaps), "{stem}");
        }
    }

    #[test]
    fn an_answer_in_brackets_is_taken_out() {
        for (stem, expected) in [
            ("正式党员（A），预备党员无", Some(("正式党员（　），预备党员无", "A"))),
            ("下列正确的是(  D  )。", Some(("下列正确的是（　）。", "D"))),
            ("下列正确的是____。（ABD）", Some(("下列正确的是____。（　）", "ABD"))),
            ("支部每月开会。（√）", Some(("支部每月开会。（　）", "√"))),
            ("（×）支部每月开会。", Some(("（　）支部每月开会。", "×"))),
            ("下列（ ）正确", None),
            ("中国共产党（CPC中央）", None),
            ("（", None),
        ] {
            let found = without_answer(stem, |_| true);
            assert_eq!(found.as_ref().map(|(stem, said)| (stem.as_str(), said.as_str())), expected);
        }
    }
}
