//! Heads of sections: which kind of question follows, what it is about, or that the answers begin.
use super::number::{self, Style};
use super::scan;
use crate::domain::bank::kind::Kind;
use crate::format::import::loose::Said;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 0 is a part or a chapter, 1 `一、`, 2 `（一）`, 3 a head without a number of its own.
    pub level: u8,
    pub ordinal: Option<u32>,
    pub kind: Option<Said>,
    /// What it is about, if it does not say the kind.
    pub topic: String,
    /// Whether answers follow and not questions.
    pub answers: bool,
    /// What follows the kind on the same line, such as `1-5 ABCDA`.
    pub rest: String,
}

/// The longest word of a beginning counts, so that 单项选择题 is not 选择.
const KINDS: [(&str, Option<Kind>); 41] = [
    ("单项选择", Some(Kind::Single)),
    ("单选", Some(Kind::Single)),
    ("多项选择", Some(Kind::Multiple)),
    ("多选", Some(Kind::Multiple)),
    ("判断改错", None),
    ("判断说理", None),
    ("判断正误", Some(Kind::Judge)),
    ("判断对错", Some(Kind::Judge)),
    ("判断", Some(Kind::Judge)),
    ("是非", Some(Kind::Judge)),
    ("填空", Some(Kind::Blank)),
    ("填充", Some(Kind::Blank)),
    ("不定项选择", None),
    ("不定项", None),
    ("双项选择", Some(Kind::Multiple)),
    ("选择", None),
    ("简答", None),
    ("简述", None),
    ("论述", None),
    ("问答", None),
    ("解答", None),
    ("案例分析", None),
    ("案例", None),
    ("材料分析", None),
    ("材料", None),
    ("名词解释", None),
    ("分析", None),
    ("辨析", None),
    ("综合", None),
    ("应用", None),
    ("计算", None),
    ("改错", None),
    ("作文", None),
    ("写作", None),
    ("排序", Some(Kind::Order)),
    ("连线", Some(Kind::Match)),
    ("连连看", Some(Kind::Match)),
    ("配对", Some(Kind::Match)),
    ("匹配", Some(Kind::Match)),
    ("搭配", Some(Kind::Match)),
    ("完形填空", None),
];

const ANSWERS: [&str; 14] = [
    "参考答案及解析",
    "参考答案与解析",
    "答案及解析",
    "答案与解析",
    "答案解析",
    "参考答案",
    "标准答案",
    "正确答案",
    "试题答案",
    "试卷答案",
    "题库答案",
    "答案部分",
    "答案汇总",
    "答案",
];

/// The kind that a text names at its start, and what follows. 题 must come unless the word stands alone.
pub fn kind(text: &str) -> Option<(Said, &str)> {
    let (word, said) = KINDS.iter().find(|(word, _)| text.starts_with(word))?;
    let mut rest = &text[word.len()..];
    let is_named = rest.starts_with('题');
    rest = rest.strip_prefix('题').unwrap_or(rest);
    let needs = matches!(
        *word,
        "材料"
            | "分析"
            | "综合"
            | "应用"
            | "计算"
            | "案例"
            | "选择"
            | "简述"
            | "写作"
            | "连线"
            | "排序"
            | "配对"
            | "匹配"
            | "搭配"
    );
    if needs && !is_named {
        return None;
    }
    let said = match said {
        Some(kind) => Said::Kind(*kind),
        None if matches!(*word, "选择" | "不定项" | "不定项选择") => Said::Choice,
        None => Said::Unsupported(text[..text.len() - rest.len()].to_owned()),
    };
    Some((said, rest))
}

/// A head, if the line can be nothing else or is numbered as heads are. Whether a line numbered `一、` without a kind
/// is a question after all is for whoever sees the lines after it.
pub fn read(text: &str) -> Option<Head> {
    if text.chars().count() > 160 {
        return None;
    }
    // A scan parts every character from the next.
    let n_single =
        text.split_whitespace().filter(|word| word.chars().count() == 1 && scan::begins_with_han(word)).count();
    if n_single > 2
        && let Some(head) = as_typed(&text.split_whitespace().collect::<String>())
    {
        return Some(head);
    }
    as_typed(text)
}

/// A head and the first question behind it on one line: `一、单选题：1、…`.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '：' | ':' | '）' | ')')).take(4);
    ends.map(|(at, c)| text.split_at(at + c.len_utf8())).find(|(head, rest)| {
        let begins = number::take(scan::trim_start(rest)).is_some_and(|(mark, rest)| {
            mark.value == 1 && !mark.is_doubtful && !mark.style.is_weak() && scan::begins_with_words(rest)
        });
        begins && !super::key::is_list(rest) && read(head).is_some_and(|head| head.kind.is_some() && !head.answers)
    })
}

fn as_typed(text: &str) -> Option<Head> {
    let unmarked = text.trim_start_matches(['#', '*', '■', '◆', '●', '★', ' ']).trim_end_matches(['*', ' ']);
    let bare = unwrapped(unmarked);
    let head = |level, ordinal, rest: &str, is_numbered: bool| {
        let (level, ordinal) = (level, ordinal);
        let named = named(rest, is_numbered)?;
        Some(Head { level, ordinal, ..named })
    };
    if let Some((ordinal, rest)) = part(bare) {
        return Some(head(0, Some(ordinal), rest, true).unwrap_or_else(|| topic(0, Some(ordinal), rest)));
    }
    match number::take(bare) {
        Some((mark, rest)) if mark.style == Style::Chinese => {
            Some(head(1, Some(mark.value), rest, true).unwrap_or_else(|| topic(1, Some(mark.value), rest)))
        }
        Some((mark, rest)) if mark.style == Style::ChineseBracketed => {
            Some(head(2, Some(mark.value), rest, true).unwrap_or_else(|| topic(2, Some(mark.value), rest)))
        }
        // 1. 单选题
        Some((mark, rest)) if mark.style == Style::Plain => {
            head(3, Some(mark.value), rest, false).filter(|head| !head.answers && head.rest.is_empty())
        }
        Some(_) => None,
        // ## 党章: what a document in Markdown is divided into.
        None => head(3, None, bare, false)
            .or_else(|| (text.starts_with("##") && bare.chars().count() <= 30).then(|| topic(2, None, bare))),
    }
}

/// `【单选题】` and `**单选题**` as 单选题.
fn unwrapped(text: &str) -> &str {
    let text = scan::trim(text);
    match scan::brackets(text)[..] {
        [bracket] if bracket.start == 0 && bracket.end == text.len() && number::take(text).is_none() => {
            scan::trim(bracket.inside)
        }
        _ => text,
    }
}

fn topic(level: u8, ordinal: Option<u32>, rest: &str) -> Head {
    let topic = scan::trim(rest).trim_end_matches(['：', ':']).to_owned();
    Head { level, ordinal, kind: None, topic, answers: false, rest: String::new() }
}

/// `第一部分`, `第二章`, `第1节`
fn part(text: &str) -> Option<(u32, &str)> {
    let after = text.strip_prefix('第')?;
    let (at, unit) = ["部分", "大题", "章", "节", "篇", "单元", "编", "套", "卷"]
        .iter()
        .filter_map(|unit| after.find(unit).map(|at| (at, unit)))
        .min()
        .filter(|(at, _)| *at <= 12)?;
    let ordinal = crate::domain::bank::text::whole_number(&after[..at])?;
    let rest = &after[at + unit.len()..];
    // 第一章规定… is a sentence.
    let is_apart = rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric()) || kind(rest).is_some();
    let is_short = rest.chars().count() <= 30 && !rest.ends_with(['。', '？', '?']) && !scan::has_gap(rest);
    let rest = rest.trim_start_matches(['、', '：', ':', '.', '．', '，', '—', '-', ' ', '\u{3000}']);
    (is_apart && is_short).then_some((ordinal, scan::trim(rest)))
}

/// What a head names: a kind, the answers, or both.
fn named(text: &str, is_numbered: bool) -> Option<Head> {
    let text = scan::trim(text);
    let found = |kind, answers, rest: &str| Head {
        level: 0,
        ordinal: None,
        kind,
        topic: String::new(),
        answers,
        rest: scan::trim(rest).to_owned(),
    };
    if let Some(rest) = answers(text) {
        let named = answered(rest);
        let said = named.as_ref().map(|(said, _)| said.clone());
        let rest = named.map_or(rest, |(_, rest)| rest.trim_start_matches(['：', ':', ' ']));
        let rest = if said.is_none() || super::key::is_list(rest) { rest } else { "" };
        return Some(found(said, true, rest.trim_start_matches(['：', ':'])));
    }
    if let Some((said, rest)) = kind(text) {
        let after = scan::trim(rest.strip_prefix("部分").unwrap_or(rest));
        let after = after.strip_prefix("题库").or_else(|| after.strip_prefix("试题")).unwrap_or(after);
        if let Some(rest) = answers(after) {
            return Some(found(Some(said), true, rest.trim_start_matches(['：', ':'])));
        }
        let first = after.chars().next();
        let is_note =
            matches!(first, None | Some('（' | '(' | '[' | '［' | '【' | '：' | ':' | '，' | ',' | '、' | '。'))
                || ["共", "每", "本", "第", "计"].iter().any(|word| after.starts_with(word))
                || first.is_some_and(|c| c.is_ascii_digit());
        // What instructs may be long in brackets; a question about 判断 has a gap.
        let inside = after.starts_with(['（', '(', '[', '［', '【']) && !scan::has_gap(after);
        let is_short = after.chars().count() <= 40 && !scan::has_gap(after);
        if !is_note || !(inside || is_short) || after.ends_with(['？', '?']) {
            return None;
        }
        let rest = after.trim_start_matches(['：', ':', ' ']);
        // 单选题：1-5 ABCDA
        let is_list = rest.starts_with(|c: char| c.is_ascii_digit()) && super::key::is_list(rest);
        return Some(found(Some(said), false, if is_list { rest } else { "" }));
    }
    // 一、党章部分单选题（20道）
    let is_short = text.chars().count() <= 30 && !scan::has_gap(text) && !text.ends_with(['。', '？', '?']);
    if is_numbered && is_short {
        let (at, said) = KINDS
            .iter()
            .filter_map(|(word, _)| text.find(&format!("{word}题")))
            .min()
            .and_then(|at| kind(&text[at..]).map(|(said, _)| (at, said)))?;
        let topic = scan::trim(&text[..at]).trim_end_matches(['（', '(', '：', ':', '-', '—', ' ']);
        let topic = topic.strip_suffix("部分").unwrap_or(topic).to_owned();
        return Some(Head { topic, ..found(Some(said), false, "") });
    }
    None
}

/// The kind after the words that announce the answers, `单选题：…` or `（单选）：…`, and what follows.
fn answered(rest: &str) -> Option<(Said, &str)> {
    let rest = rest.trim_start_matches(['：', ':', ' ']);
    match scan::brackets(rest).first() {
        Some(bracket) if bracket.start == 0 => {
            let (said, after) = kind(scan::trim(bracket.inside))?;
            after.is_empty().then(|| (said, &rest[bracket.end..]))
        }
        _ => kind(rest),
    }
}

/// What follows the words that announce the answers, if they stand at the start or end the line.
fn answers(text: &str) -> Option<&str> {
    let text = text.strip_prefix("附件").or_else(|| text.strip_prefix('附')).unwrap_or(text);
    let text = text.trim_start_matches(['：', ':', ' ', '1', '2']);
    if let Some(rest) = ANSWERS.iter().find_map(|word| text.strip_prefix(word)) {
        let rest = scan::trim(rest);
        let is_head = rest.is_empty()
            || matches!(rest, "：" | ":")
            || answered(rest).is_some()
            || super::key::is_list(rest.trim_start_matches(['：', ':']));
        return is_head.then_some(rest);
    }
    let is_title = text.chars().count() <= 40 && ANSWERS.iter().any(|word| *word != "答案" && text.ends_with(word));
    (is_title && !text.contains(['，', '。', '“', '：'])).then_some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u8, Option<Said>, bool, &str)>) {
        let head = read(text);
        let seen = head.as_ref().map(|head| (head.level, head.kind.clone(), head.answers, head.topic.as_str()));
        assert_eq!(seen, expected, "{text}");
    }

    #[test]
    fn a_head_gives_the_kind_whatever_is_around_it() {
        let single = Some(Said::Kind(Kind::Single));
        for text in [
            "一、单项选择题（每题2分，共20分）",
            "一、单选题",
            "一．单选题:",
            "一、单选题（下列每题的备选答案中，只有一个最符合题意，请将其编号填在括号内）",
        ] {
            check(text, Some((1, single.clone(), false, "")));
        }
        for text in [
            "单选题",
            "【单选题】",
            "## 单选题",
            "**单选题**",
            "单项选择题（共10题，每题2分）",
            "单选题：",
            "单选题 每题1分",
        ] {
            check(text, Some((3, single.clone(), false, "")));
        }
        check("第一部分 单选题", Some((0, single.clone(), false, "")));
        check("（一）单项选择题", Some((2, single.clone(), false, "")));
        check("1. 单选题", Some((3, single.clone(), false, "")));
        check("一、党章部分单选题（20道）", Some((1, single, false, "党章")));
        check("二、多选题", Some((1, Some(Said::Kind(Kind::Multiple)), false, "")));
        check("三、判断题（对的打√，错的打×）", Some((1, Some(Said::Kind(Kind::Judge)), false, "")));
        check("四、填空题", Some((1, Some(Said::Kind(Kind::Blank)), false, "")));
        check("不定项选择题", Some((3, Some(Said::Choice), false, "")));
        check("五、简答题", Some((1, Some(Said::Unsupported("简答题".to_owned())), false, "")));
    }

    #[test]
    fn a_head_may_say_the_answers_begin_or_what_follows_is_about() {
        check("参考答案", Some((3, None, true, "")));
        check("附：参考答案", Some((3, None, true, "")));
        check("【参考答案】", Some((3, None, true, "")));
        check("党务知识竞赛试题参考答案", Some((3, None, true, "")));
        check("一、单选题答案", Some((1, Some(Said::Kind(Kind::Single)), true, "")));
        check("第一章 总纲", Some((0, None, false, "总纲")));
        check("（二）党员的义务和权利", Some((2, None, false, "党员的义务和权利")));
    }

    #[test]
    fn a_question_about_such_words_is_no_head() {
        for text in [
            "单选题的特点是（　）。",
            "判断一名党员是否合格的标准是什么？",
            "选择发展对象应当听取意见",
            "1. 判断题的答案只有两种（　）",
            "第一章规定了党员的条件",
            "材料齐全后报上级党委审批",
            "答案：B",
            "正确答案：AB",
        ] {
            check(text, None);
        }
    }
}
