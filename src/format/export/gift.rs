//! GIFT for Moodle and others. Levels travel as tags, topics as categories.
use super::left_out::{LeftOut, What, left_out as lost_from, present};
use super::markup::{html, in_one_line, stem_html};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::kind::{Blank, Body, GAP, Judge, Matching, Multiple, Single};
use crate::domain::bank::question::Question;
use std::fmt::Write as _;

pub fn left_out(bank: &Bank) -> Vec<LeftOut> {
    lost_from(bank, |question| match &question.body {
        Body::Order(_) | Body::Scenario(_) => vec![What::Kind(question.kind())],
        Body::Blank(blank) if blank.gaps.len() != 1 => vec![What::SeveralGaps],
        Body::Blank(blank) if reads_as_matching(blank) => vec![What::Ambiguous],
        _ => present(question, &[What::Point, What::Citation, What::Posts, What::Family, What::FixedOrder]),
    })
}

pub fn write(bank: &Bank) -> String {
    let mut text = String::new();
    let mut topic = "";
    for question in bank.live() {
        let Some(answers) = answers(question) else {
            continue;
        };
        if question.topic != topic {
            topic = &question.topic;
            let _ = write!(text, "$CATEGORY: {}\n\n", category(bank, topic));
        }
        let _ = writeln!(text, "// [id:{}] [tag:{}]", bracketed(question.id.as_str()), question.level.label());
        let _ = write!(text, "::{}::{}{answers}\n\n", escaped(question.id.as_str()), mark(question));
    }
    text
}

/// An arrow among answers makes them pairs, and nothing can stand for it.
fn reads_as_matching(blank: &Blank) -> bool {
    blank.gaps.iter().flatten().any(|text| text.contains("->"))
}

/// A path of the bank and the topic; without a topic the course itself.
pub fn category(bank: &Bank, topic: &str) -> String {
    let part = |name: &str| in_one_line(name).replace('/', "//");
    if topic.is_empty() {
        "$course$/top".to_owned()
    } else {
        format!("$course$/top/{}/{}", part(&bank.title), part(topic))
    }
}

/// What each of several right options brings, with the decimals that Moodle knows.
pub fn share(n_keys: usize) -> String {
    let share = 10_000_000_u64.checked_div(n_keys as u64).unwrap_or(0);
    let rest = 10_000_000_u64.checked_rem(n_keys as u64).unwrap_or(0);
    let rounded = share + u64::from(rest * 2 >= n_keys as u64 && rest > 0);
    let text = format!("{}.{:05}", rounded / 100_000, rounded % 100_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn bracketed(id: &str) -> String {
    id.replace(']', "\\]")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out += "\\n",
            ':' | '#' | '=' | '{' | '}' | '~' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

const MARKS: [&str; 4] = ["[html]", "[moodle]", "[plain]", "[markdown]"];

/// Whether a text has to be written as HTML, because it would be taken for HTML or has more than lines in it.
fn needs_html(question: &Question) -> bool {
    let is_marked = |text: &str| text.contains(['<', '&', '\u{A0}']) || MARKS.iter().any(|mark| text.starts_with(mark));
    let lefts = match &question.body {
        Body::Match(matching) => &matching.lefts[..],
        _ => &[],
    };
    let texts = [&question.stem, &question.explain].into_iter().chain(question.body.options()).chain(lefts);
    question.plain_stem() != question.stem
        || texts.into_iter().any(|text| is_marked(text))
        // An arrow in a left side would end it.
        || lefts.iter().any(|left| left.contains("->"))
}

fn mark(question: &Question) -> &'static str {
    if needs_html(question) { "[html]" } else { "" }
}

/// A text for showing, as the question's texts are written.
fn shown(question: &Question, text: &str) -> String {
    // A text that begins like a mark of its own gets one before it.
    let mark = if MARKS.iter().any(|mark| text.starts_with(mark)) { "[html]" } else { "" };
    if needs_html(question) { format!("{mark}{}", escaped(&html(text))) } else { escaped(text) }
}

/// The stem and the answers in their braces.
fn answers(question: &Question) -> Option<String> {
    let text = |text: &str| shown(question, text);
    let stem = if needs_html(question) { escaped(&stem_html(&question.stem)) } else { escaped(&question.stem) };
    let feedback = match question.explain.as_str() {
        "" => String::new(),
        explain => format!("####{}", text(explain)),
    };
    let inside = match &question.body {
        Body::Single(Single { options, answer, .. }) => {
            let options = options.iter().enumerate();
            let lines = options.map(|(idx, option)| {
                let (mark, weight) = if idx == usize::from(*answer) { ('=', "%100%") } else { ('~', "%0%") };
                // A per cent sign in front would be the beginning of a weight.
                let weight = if option.starts_with('%') { weight } else { "" };
                format!("{mark}{weight}{}", text(option))
            });
            in_lines(lines, &feedback)
        }
        Body::Multiple(Multiple { options, answer, .. }) => {
            let share = share(answer.len());
            let options = options.iter().enumerate();
            let lines = options.map(|(idx, option)| {
                // Ticking everything must not pay.
                let is_right = answer.iter().any(|key| usize::from(*key) == idx);
                format!("~%{}%{}", if is_right { &share } else { "-100" }, text(option))
            });
            in_lines(lines, &feedback)
        }
        Body::Judge(Judge { answer }) => format!("{}{feedback}", if *answer { "TRUE" } else { "FALSE" }),
        Body::Match(matching) => matching_lines(question, matching, &feedback),
        Body::Blank(blank @ Blank { gaps, .. }) => {
            let ([accepted], false) = (&gaps[..], reads_as_matching(blank)) else {
                return None;
            };
            return Some(with_gap(&stem, accepted, &feedback));
        }
        Body::Order(_) | Body::Scenario(_) => return None,
    };
    Some(format!("{stem} {{{inside}}}"))
}

fn matching_lines(question: &Question, matching: &Matching, feedback: &str) -> String {
    let pairs = matching.pairs().map(|(left, right)| format!("={} -> {}", shown(question, left), escaped(right)));
    let extra = matching.extra().iter().map(|right| format!("= -> {}", escaped(right)));
    in_lines(pairs.chain(extra), feedback)
}

fn in_lines(lines: impl Iterator<Item = String>, feedback: &str) -> String {
    let mut text: String = lines.map(|line| format!("\n\t{line}")).collect();
    if !feedback.is_empty() {
        let _ = write!(text, "\n\t{feedback}");
    }
    text + "\n"
}

/// The answers where the gap is; behind the stem where no text follows it, so that the gap stays to be seen.
fn with_gap(stem: &str, accepted: &[String], feedback: &str) -> String {
    let is_only = accepted.len() == 1;
    let answers = accepted.iter().map(|text| {
        // A word that others read as a judgement is told to be an answer by its weight; so is one that begins like one.
        let weight = if is_only || text.starts_with('%') { "%100%" } else { "" };
        // An asterisk alone would stand for anything.
        format!("={weight}{}", escaped(text).replace('*', "\\*"))
    });
    let answers = format!("{{{}{feedback}}}", answers.collect::<Vec<_>>().join(" "));
    match stem.split_once(GAP) {
        Some((head, tail)) if tail.chars().any(|c| c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace()) => {
            format!("{head}{answers}{tail}")
        }
        _ => format!("{stem} {answers}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::export::sample::{bank, blank, judge, matching, multiple, order, question, scenario, single};

    fn ask(id: &str, stem: &str, body: Body) -> Question {
        Question { stem: stem.to_owned(), ..question(id, body) }
    }

    #[track_caller]
    fn check(question: Question, expected: &str) {
        let topicless = Question { topic: String::new(), ..question };
        assert_eq!(write(&bank(vec![topicless])), format!("// [id:q] [tag:基础]\n::q::{expected}\n\n"));
    }

    #[test]
    fn every_kind_that_gift_has_is_written() {
        check(ask("q", "甲=乙?", single(&["a:b", "%5%"], 1)), "甲\\=乙? {\n\t~a\\:b\n\t=%100%%5%\n\t####解析\n}");
        let three = multiple(&["甲", "乙", "丙", "丁"], &[0, 1, 3]);
        let lines = "\n\t~%33.33333%甲\n\t~%33.33333%乙\n\t~%-100%丙\n\t~%33.33333%丁\n\t####解析\n";
        check(ask("q", "哪些", three), &format!("哪些 {{{lines}}}"));
        check(ask("q", "对吗", judge(false)), "对吗 {FALSE####解析}");
        check(ask("q", "每____上", blank(&[&["季", "三个月"]])), "每{=季 =三个月####解析}上");
        check(ask("q", "每____", blank(&[&["*对"]])), "每____ {=%100%\\*对####解析}");
        let pairs = matching(&[["甲", "1"], ["乙", "2"]], &["3"]);
        check(ask("q", "配", pairs), "配 {\n\t=甲 -> 1\n\t=乙 -> 2\n\t= -> 3\n\t####解析\n}");
    }

    #[test]
    fn emphasis_and_what_looks_like_html_are_written_as_html() {
        check(ask("q", "**不**是\n<b>", judge(true)), "[html]<strong>不</strong>是<br/>&lt;b&gt; {TRUE####解析}");
        check(ask("q", "[plain]是", judge(true)), "[html][plain]是 {TRUE####解析}");
    }

    #[test]
    fn shares_have_the_decimals_that_moodle_knows() {
        let shares: Vec<String> = (1..=9).map(share).collect();
        assert_eq!(shares, ["100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111"]);
    }

    #[test]
    fn categories_are_paths_and_kinds_without_a_counterpart_are_told() {
        let bank = bank(vec![
            Question { topic: "党组/党委".to_owned(), ..ask("1", "对吗", judge(true)) },
            ask("2", "排", order(&["一", "二", "三"])),
            ask("3", "景", scenario(&[("对吗", judge(true))])),
            ask("4", "____和____", blank(&[&["甲"], &["乙"]])),
            Question { retired: true, ..ask("5", "旧", judge(true)) },
        ]);
        assert!(write(&bank).starts_with("$CATEGORY: $course$/top/某题库/党组//党委\n\n// [id:1]"), "{}", write(&bank));
        assert_eq!(write(&bank).matches("::").count(), 2, "one question");
        let told: Vec<String> = left_out(&bank).iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "这种格式没有排序题，有1道题不会导出",
                "这种格式没有情景题，有1道题不会导出",
                "这种格式一道题只能有一个空，有1道多空填空题不会导出",
                "1道题对应的知识点不会导出",
                "1道题的出处不会导出",
            ]
        );
    }
}
