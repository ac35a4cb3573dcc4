//! Gaps in stems in every way they are drawn, and answers that stand in them.
use super::answer;
use super::words::truth;
use crate::domain::bank::kind::GAP;

const OPEN: [char; 5] = ['(', '（', '[', '【', '［'];
const CLOSE: [char; 5] = [')', '）', ']', '】', '］'];
/// What is left where an answer was taken out of its brackets.
const EMPTY: &str = "（\u{3000}）";

fn is_line(c: char) -> bool {
    matches!(c, '_' | '＿' | '﹍' | '﹎' | '﹏' | '▁' | 'ˍ')
}

/// A stretch of a stem, in bytes.
struct Stretch {
    start: usize,
    end: usize,
}

/// Every gap written as [`GAP`].
pub fn drawn(stem: &str) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for gap in find(stem) {
        out.push_str(&stem[at..gap.start]);
        out.push_str(GAP);
        at = gap.end;
    }
    out.push_str(&stem[at..]);
    out
}

pub fn has_gap(stem: &str) -> bool {
    !find(stem).is_empty()
}

/// Whether there is a gap that only fill-ins have: a line to write on.
pub fn has_line(stem: &str) -> bool {
    find(stem).iter().any(|gap| stem[gap.start..gap.end].contains(is_line))
}

fn find(stem: &str) -> Vec<Stretch> {
    let chars: Vec<(usize, char)> = stem.char_indices().collect();
    let end_of = |at: usize| chars.get(at).map_or(stem.len(), |(idx, _)| *idx);
    let run = |from: usize, is: fn(char) -> bool| chars[from..].iter().take_while(|(_, c)| is(*c)).count();
    let (mut gaps, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let (start, c) = chars[at];
        let next = if is_line(c) {
            // Also `__1__` and `__ __`.
            let mut n_chars = run(at, is_line);
            let n_figures = run(at + n_chars, |c| c.is_ascii_digit());
            if n_chars >= 2 && (1..=2).contains(&n_figures) && run(at + n_chars + n_figures, is_line) >= 2 {
                n_chars += n_figures + run(at + n_chars + n_figures, is_line);
            }
            // One low line is part of a name.
            if n_chars < 2 && c == '_' {
                at += 1;
                continue;
            }
            at + n_chars
        } else if OPEN.contains(&c) {
            let inner = run(at + 1, |c| is_line(c) || c.is_whitespace());
            let closed = chars.get(at + 1 + inner).is_some_and(|(_, c)| CLOSE.contains(c));
            if !closed || (inner == 0 && matches!(c, '[' | '［')) {
                at += 1;
                continue;
            }
            at + inner + 2
        } else {
            at += 1;
            continue;
        };
        gaps.push(Stretch { start, end: end_of(next) });
        at = next;
    }
    gaps
}

/// A stem whose brackets hold letters or a sign for right or wrong: the stem without, and what was there.
pub fn without_answer(stem: &str, fits: impl Fn(&str) -> bool) -> Option<(String, String)> {
    let opens = stem.char_indices().rev().filter(|(_, c)| OPEN.contains(c));
    for (open, bracket) in opens {
        let inner = &stem[open + bracket.len_utf8()..];
        let Some((close, closing)) = inner.char_indices().find(|(_, c)| CLOSE.contains(c)) else { continue };
        let said = inner[..close].trim_matches(|c: char| c.is_whitespace() || is_line(c));
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
