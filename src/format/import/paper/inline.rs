//! Answers that stand in the stem itself, and what else is written there that is no part of the question.
use super::head;
use super::scan::{self, Bracket};
use crate::domain::bank::kind::{GAP, Kind};
use crate::format::import::loose::Said;

/// Takes the answer out of a stem, so that it is not shown to whoever is asked. `known` is the answer from elsewhere.
pub fn take_answer(stem: &mut String, kind: Option<&Said>, has_options: bool, known: &str) -> Option<String> {
    let is_choice = has_options || matches!(kind, Some(Said::Choice | Said::Kind(Kind::Single | Kind::Multiple)));
    match kind {
        Some(Said::Unsupported(_)) => None,
        Some(Said::Kind(Kind::Blank)) => take_filled(stem, known),
        Some(Said::Kind(Kind::Judge)) => take_verdict(stem).or_else(|| take_letters(stem, known)),
        _ if is_choice => take_letters(stem, known),
        _ => take_verdict(stem),
    }
}

/// `…是（B）。`, `…是____。（B）`, `…是__B__。`
fn take_letters(stem: &mut String, known: &str) -> Option<String> {
    if let Some((start, end, text)) = underlined(stem).into_iter().find(|(.., text)| scan::letters(text).is_some()) {
        let answer = text.to_owned();
        stem.replace_range(start..end, GAP);
        return Some(answer);
    }
    let brackets = scan::brackets(stem);
    let lettered: Vec<Bracket> =
        brackets.into_iter().filter(|bracket| scan::letters(bracket.inside).is_some() && is_capital(bracket)).collect();
    let is_known = |bracket: &Bracket| !known.is_empty() && scan::letters(bracket.inside) == scan::letters(known);
    // Two places with letters: only the answer from elsewhere tells which is one.
    let bracket = match lettered[..] {
        [bracket] => bracket,
        _ => lettered.into_iter().find(is_known)?,
    };
    let before = &stem[..bracket.start];
    let after = &stem[bracket.end..];
    let has_other_gap = scan::has_gap(before) || scan::has_gap(after);
    let is_last = after.chars().all(is_stop);
    let is_first = before.is_empty();
    if has_other_gap && !is_last && !is_first {
        // 甲（A）与乙是（　）。
        return None;
    }
    if !known.is_empty() && has_other_gap && !is_known(&bracket) {
        return None;
    }
    let answer = scan::trim(bracket.inside).to_owned();
    let follows_sentence = before.trim_end().ends_with(['。', '？', '?', '！', '.', '…']);
    if is_first || (is_last && (has_other_gap || follows_sentence)) {
        stem.replace_range(bracket.start..bracket.end, "");
    } else {
        empty(stem, bracket.start, bracket.end);
    }
    tidy(stem);
    Some(answer)
}

fn is_capital(bracket: &Bracket) -> bool {
    bracket.inside.chars().map(scan::narrow).any(|c| c.is_ascii_uppercase())
        || scan::trim(bracket.inside).chars().count() == 1
}

/// `…。（√）`, `（×）…`
fn take_verdict(stem: &mut String) -> Option<String> {
    let found = scan::brackets(stem).into_iter().rfind(|bracket| {
        let is_outer = bracket.start == 0 || stem[bracket.end..].chars().all(is_stop);
        is_outer && scan::verdict(bracket.inside).is_some()
    });
    if let Some(bracket) = found {
        let answer = scan::trim(bracket.inside).to_owned();
        stem.replace_range(bracket.start..bracket.end, "");
        tidy(stem);
        return Some(answer);
    }
    // A mark without brackets: 党的生日是七月一日。√
    let text = stem.trim_end_matches('\u{FE0F}');
    if let Some(last) = text.chars().next_back().filter(|c| "√×✓✗✔✘╳✅❌✖".contains(*c)) {
        stem.truncate(text.len() - last.len_utf8());
        tidy(stem);
        return Some(last.to_string());
    }
    // 党的生日是七月一日。正确
    let (rest, word) = ["正确", "错误", "对", "错"].iter().find_map(|word| Some((text.strip_suffix(word)?, *word)))?;
    let n_bytes = rest.trim_end().strip_suffix(['。', '！'])?.len() + '。'.len_utf8();
    stem.truncate(n_bytes);
    Some(word.to_owned())
}

/// `党的根本宗旨是（全心全意为人民服务）。`, `…是__民主集中制__`. Only where no gap is empty and no answer is known: words
/// in brackets may be words of the sentence.
fn take_filled(stem: &mut String, known: &str) -> Option<String> {
    let filled: Vec<(usize, usize, String)> =
        underlined(stem).into_iter().map(|(start, end, text)| (start, end, text.to_owned())).collect();
    let places = if !filled.is_empty() {
        filled
    } else if known.is_empty() && !scan::has_gap(stem) {
        let brackets = scan::brackets(stem).into_iter().filter(|bracket| bracket.start > 0);
        brackets.map(|bracket| (bracket.start, bracket.end, scan::trim(bracket.inside).to_owned())).collect()
    } else {
        Vec::new()
    };
    for (start, end, _) in places.iter().rev() {
        stem.replace_range(start..end, GAP);
    }
    tidy(stem);
    match &places[..] {
        [] => None,
        [(.., text)] => Some(text.clone()),
        _ => Some(places.iter().map(|(.., text)| format!("（{text}）")).collect()),
    }
}

/// Texts between two lines: `__B__`.
fn underlined(text: &str) -> Vec<(usize, usize, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("__").map(|at| at + from) {
        let inner = start + (text.len() - start) - text[start..].trim_start_matches('_').len();
        let Some(end) = text[inner..].find("__").map(|at| at + inner) else { break };
        let after = end + (text.len() - end) - text[end..].trim_start_matches('_').len();
        let inside = &text[inner..end];
        // Between two gaps stands the sentence; an answer is short and has no stops.
        let is_answer = !scan::trim(inside).is_empty()
            && inside.chars().count() <= 20
            && !inside.contains(['，', '。', '、', '；', '\n'])
            && text[after..].find("__").is_none_or(|_| scan::letters(inside).is_some())
            && (scan::letters(inside).is_some() || (inner - start >= 2 && after - end >= 2 && is_lone(text, start)));
        if is_answer {
            found.push((start, after, scan::trim(inside)));
        }
        from = if is_answer { after } else { end };
    }
    found
}

/// Whether the two lines around a text are all there are.
fn is_lone(text: &str, start: usize) -> bool {
    !text[..start].contains("__")
}

fn empty(stem: &mut String, start: usize, end: usize) {
    let bracket = &stem[start..end];
    let (Some(open), Some(close)) = (bracket.chars().next(), bracket.chars().next_back()) else { return };
    let gap = format!("{open}\u{3000}{close}");
    stem.replace_range(start..end, &gap);
}

fn is_stop(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '。' | '.' | '，' | ',' | '；' | ';' | '：' | ':' | '？' | '?' | '！' | '!' | '”' | '"')
}

fn tidy(stem: &mut String) {
    let trimmed = scan::trim(stem);
    if trimmed.len() < stem.len() {
        *stem = trimmed.to_owned();
    }
}

/// Takes `[单选题]` and `（多选）` at the start or the end out of a stem.
pub fn take_kind(stem: &mut String) -> Option<Said> {
    let (bracket, said) = outer(stem).into_iter().find_map(|bracket| {
        let (said, rest) = head::kind(scan::trim(bracket.inside))?;
        let is_plain = rest.is_empty()
            || rest.starts_with(['，', ',', ' ', '：', '(', '（', '-', '/', '、'])
            || points(rest).is_some();
        is_plain.then_some(((bracket.start, bracket.end), said))
    })?;
    stem.replace_range(bracket.0..bracket.1, "");
    tidy(stem);
    Some(said)
}

/// Takes `（2分）` at the start or the end out of a stem, and says whether it was there.
pub fn take_points(stem: &mut String) -> bool {
    let found = outer(stem).into_iter().find(|bracket| points(bracket.inside) == Some(""));
    let Some((start, end)) = found.map(|bracket| (bracket.start, bracket.end)) else { return false };
    stem.replace_range(start..end, "");
    tidy(stem);
    true
}

/// What follows points such as `2分`, `本题1.5分`.
fn points(text: &str) -> Option<&str> {
    let text = scan::trim(text);
    let text = ["本题", "每题", "共", "满分"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let rest = text.trim_start_matches(|c: char| scan::narrow(c).is_ascii_digit() || c == '.' || c == ' ');
    (rest.len() < text.len()).then(|| rest.strip_prefix('分')).flatten()
}

fn outer(stem: &str) -> Vec<Bracket<'_>> {
    let mut brackets = scan::brackets(stem);
    brackets.retain(|bracket| bracket.start == 0 || stem[bracket.end..].chars().all(is_stop));
    brackets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: Option<Kind>, stem: &str, known: &str, expected: &str, answer: Option<&str>) {
        let mut left = stem.to_owned();
        let said = kind.map(Said::Kind);
        let has_options = matches!(kind, Some(Kind::Single | Kind::Multiple));
        let taken = take_answer(&mut left, said.as_ref(), has_options, known);
        assert_eq!((left.as_str(), taken.as_deref()), (expected, answer), "{stem}");
    }

    #[test]
    fn a_letter_in_the_gap_leaves_the_gap() {
        let single = Some(Kind::Single);
        check(single, "党的生日是（B）。", "", "党的生日是（　）。", Some("B"));
        check(single, "党的生日是(  D  )", "", "党的生日是(　)", Some("D"));
        check(single, "党的生日是____。（B）", "", "党的生日是____。", Some("B"));
        check(single, "党的生日是哪一天？（B）", "", "党的生日是哪一天？", Some("B"));
        check(single, "预备党员转为正式党员(A)，应当公示", "", "预备党员转为正式党员(　)，应当公示", Some("A"));
        check(single, "党的生日是__B__。", "", "党的生日是____。", Some("B"));
        check(single, "（B）党的生日是", "", "党的生日是", Some("B"));
        check(Some(Kind::Multiple), "包括（A、C、D）", "", "包括（　）", Some("A、C、D"));
    }

    #[test]
    fn a_letter_that_is_a_word_of_the_sentence_stays() {
        let single = Some(Kind::Single);
        check(single, "某公司（A）与（B）的关系是", "", "某公司（A）与（B）的关系是", None);
        check(single, "某公司（A）的党员是（　）。", "", "某公司（A）的党员是（　）。", None);
        check(single, "世界贸易组织（WTO）是（　）", "", "世界贸易组织（WTO）是（　）", None);
        check(single, "某公司（A）与乙是（B）。", "B", "某公司（A）与乙是（　）。", Some("B"));
    }

    #[test]
    fn a_verdict_before_or_after_a_statement_is_taken_out() {
        let judge = Some(Kind::Judge);
        check(judge, "预备期为一年。（√）", "", "预备期为一年。", Some("√"));
        check(judge, "预备期为一年（ 错 ）。", "", "预备期为一年。", Some("错"));
        check(judge, "（×）预备期为两年。", "", "预备期为两年。", Some("×"));
        check(judge, "预备期为一年。√", "", "预备期为一年。", Some("√"));
        check(None, "预备期为一年。（正确）", "", "预备期为一年。", Some("正确"));
    }

    #[test]
    fn words_in_the_gap_are_the_answer_of_a_fill_in() {
        let blank = Some(Kind::Blank);
        check(blank, "根本原则是（民主集中制）。", "", "根本原则是____。", Some("民主集中制"));
        check(blank, "是（先锋队），是（领导核心）。", "", "是____，是____。", Some("（先锋队）（领导核心）"));
        check(blank, "根本原则是__民主集中制__。", "", "根本原则是____。", Some("民主集中制"));
        check(blank, "（注）是（　），即（甲）。", "", "（注）是（　），即（甲）。", None);
        check(blank, "由____产生，受____监督", "", "由____产生，受____监督", None);
        check(blank, "根本原则（组织）是____。", "", "根本原则（组织）是____。", None);
    }

    #[test]
    fn kinds_and_points_are_no_part_of_a_stem() {
        for (stem, expected, kind) in [
            ("[单选题]党的生日是", "党的生日是", Some(Kind::Single)),
            ("（多选）包括", "包括", Some(Kind::Multiple)),
            ("包括哪些？（多选题）", "包括哪些？", Some(Kind::Multiple)),
            ("(判断题，2分)预备期", "预备期", Some(Kind::Judge)),
            ("（选择支部）的是", "（选择支部）的是", None),
        ] {
            let mut left = stem.to_owned();
            assert_eq!(take_kind(&mut left), kind.map(Said::Kind), "{stem}");
            assert_eq!(left, expected);
        }
        let mut stem = "党的生日是（　）。（2分）".to_owned();
        assert!(take_points(&mut stem) && stem == "党的生日是（　）。");
        assert!(!take_points(&mut stem));
    }
}
