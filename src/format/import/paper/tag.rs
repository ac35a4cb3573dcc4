//! Words that say what follows them: 答案, 解析, 出处, 难度.
use super::scan;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    Answer,
    Explain,
    Source,
    Topic,
    Level,
    Kind,
    Stem,
    /// What a web page adds: somebody's own answer, the points won.
    Drop,
}

/// Longer words come before those they begin with.
const WORDS: [(&str, Tag); 53] = [
    ("答案解析", Tag::Explain),
    ("答案出处", Tag::Source),
    ("答案依据", Tag::Source),
    ("试题解析", Tag::Explain),
    ("题目解析", Tag::Explain),
    ("参考解析", Tag::Explain),
    ("本题解析", Tag::Explain),
    ("名师解析", Tag::Explain),
    ("解析", Tag::Explain),
    ("详解", Tag::Explain),
    ("解释", Tag::Explain),
    ("分析", Tag::Explain),
    ("点评", Tag::Explain),
    ("说明", Tag::Explain),
    ("我的答案", Tag::Drop),
    ("你的答案", Tag::Drop),
    ("您的答案", Tag::Drop),
    ("学生答案", Tag::Drop),
    ("考生答案", Tag::Drop),
    ("本题得分", Tag::Drop),
    ("得分", Tag::Drop),
    ("分值", Tag::Drop),
    ("分数", Tag::Drop),
    ("正确率", Tag::Drop),
    ("正确答案", Tag::Answer),
    ("参考答案", Tag::Answer),
    ("标准答案", Tag::Answer),
    ("本题答案", Tag::Answer),
    ("试题答案", Tag::Answer),
    ("正确选项", Tag::Answer),
    ("答案选项", Tag::Answer),
    ("答案", Tag::Answer),
    ("ANSWER", Tag::Answer),
    ("Answer", Tag::Answer),
    ("answer", Tag::Answer),
    ("答", Tag::Answer),
    ("出处", Tag::Source),
    ("来源", Tag::Source),
    ("依据", Tag::Source),
    ("教材页码", Tag::Source),
    ("考点", Tag::Topic),
    ("知识点", Tag::Topic),
    ("章节", Tag::Topic),
    ("分类", Tag::Topic),
    ("难易程度", Tag::Level),
    ("难易度", Tag::Level),
    ("试题难度", Tag::Level),
    ("难度", Tag::Level),
    ("试题类型", Tag::Kind),
    ("题目类型", Tag::Kind),
    ("题型", Tag::Kind),
    ("题干", Tag::Stem),
    ("题目", Tag::Stem),
];

/// What the words begin with.
const FIRST: &str = "答试题参本名解详分点说我你您学考得正标Aa出来依教知章难";

/// The tag that a text begins with, and what follows it.
pub fn take(text: &str) -> Option<(Tag, &str)> {
    let (tag, rest, _) = taken(text)?;
    Some((tag, rest))
}

/// With whether brackets stand around the word.
fn taken(text: &str) -> Option<(Tag, &str, bool)> {
    let text = text.trim_start_matches(['*', '★', '●', '#', ' ']);
    let open = text.chars().next()?;
    let close = scan::closing(open);
    let inner = close.map_or(text, |_| scan::trim_start(&text[open.len_utf8()..]));
    let (word, tag) = WORDS.iter().find(|(word, _)| inner.starts_with(word))?;
    let after = inner[word.len()..].trim_start_matches(['*', ' ', '\u{3000}']);
    if let Some(close) = close {
        if let Some(rest) = after.strip_prefix(close).or_else(|| after.strip_prefix([']', '】', ')', '）'])) {
            return Some((*tag, ended(rest), true));
        }
        // （答案：B）
        let rest = after.strip_prefix([':', '：'])?;
        let end = rest.find(close).filter(|end| scan::trim(&rest[end + close.len_utf8()..]).is_empty())?;
        return Some((*tag, scan::trim(&rest[..end]), true));
    }
    if let Some(rest) = after.strip_prefix([':', '：']) {
        return Some((*tag, ended(rest), false));
    }
    // A heading by itself.
    let is_apart = inner[word.len()..].starts_with(|c: char| c.is_whitespace());
    if word.ends_with("解析") && (after.is_empty() || is_apart) {
        return Some((*tag, scan::trim(after), false));
    }
    // 答案 B; 答案是B
    let after = after.strip_prefix(['是', '为']).unwrap_or(after).trim_start_matches([':', '：']);
    // 答案（B）
    let bare = match scan::brackets(after)[..] {
        [bracket] if bracket.start == 0 && bracket.end == after.len() => bracket.inside,
        _ => after,
    };
    let is_answer = *tag == Tag::Answer && *word != "答" && is_answer(bare);
    is_answer.then_some((*tag, scan::trim(bare), false))
}

fn ended(rest: &str) -> &str {
    let rest = scan::trim(rest.trim_start_matches('*')).trim_start_matches([':', '：']);
    let is_closed = rest.matches("**").count() % 2 == 1;
    scan::trim(if is_closed { rest.strip_suffix("**").unwrap_or(rest) } else { rest })
}

/// Letters or a verdict and nothing more.
pub fn is_answer(text: &str) -> bool {
    let text = scan::trim(text).trim_end_matches(['。', '.', '；', ';', '*']);
    scan::letters(text).is_some() || scan::verdict(text).is_some()
}

/// A line cut before every tag in it; the first piece may have none.
pub fn cut(text: &str) -> Vec<(Option<Tag>, &str)> {
    let mut starts = Vec::new();
    let mut previous = None;
    let mut seen_until = 0;
    for (at, c) in text.char_indices() {
        // Cheap to ask first: few characters begin a tag.
        let may_begin = scan::closing(c).is_some() || c == '*' || FIRST.contains(c);
        if at >= seen_until
            && may_begin
            && let Some(end) = tag_at(text, at, previous)
        {
            starts.push(at);
            seen_until = end;
        }
        previous = Some(c);
    }
    let mut pieces = Vec::new();
    let first = starts.first().copied().unwrap_or(text.len());
    let before = scan::trim(&text[..first]);
    if !before.is_empty() {
        pieces.push((None, before));
    }
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(text.len());
        if let Some((tag, rest)) = take(scan::trim(&text[*start..end])) {
            pieces.push((Some(tag), rest));
        }
    }
    pieces
}

/// Where what a tag says begins, if there is a tag here.
fn tag_at(text: &str, at: usize, previous: Option<char>) -> Option<usize> {
    let rest = &text[at..];
    let (tag, after, is_bracketed) = taken(rest)?;
    let is_apart = previous.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '。' | '）' | ')' | '；' | ';' | '】' | ']' | '，' | ',' | '？' | '*')
    });
    let is_tag = at == 0
        || match tag {
            _ if is_bracketed => true,
            // “题目：” and “说明：” inside a sentence are words of it.
            Tag::Stem | Tag::Drop => false,
            Tag::Answer => {
                let ends = ["解析", "【", "[", "难度", "来源", "出处", "考点", "知识点", "试题解析", "答案解析"];
                let end = ends.iter().filter_map(|word| after.find(word)).min().unwrap_or(after.len());
                !rest.starts_with("答：") && !after.is_empty() && (is_answer(&after[..end]) || is_apart)
            }
            _ => is_apart && rest.contains(['：', ':']),
        };
    // A bracket around word and answer ends before the end of the text.
    is_tag.then(|| after.as_ptr() as usize - text.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_begins_with_a_character_that_is_asked_for_first() {
        assert!(WORDS.iter().all(|(word, _)| word.starts_with(|c| FIRST.contains(c))));
    }

    #[test]
    fn an_answer_is_tagged_in_many_ways() {
        for text in [
            "答案：B",
            "答案:B",
            "【答案】B",
            "【答案】：B",
            "[答案] B",
            "**答案：B**",
            "**答案：** B",
            "**答案**：B",
            "正确答案：B",
            "参考答案： B",
            "（答案：B）",
            "【答案：B】",
            "答案 B",
            "答案为B",
            "（答案）B",
            "ANSWER: B",
        ] {
            assert_eq!(take(text), Some((Tag::Answer, "B")), "{text}");
        }
    }

    #[test]
    fn other_tags_are_known_too_and_sentences_are_none() {
        for (text, expected) in [
            ("解析：因为", Some((Tag::Explain, "因为"))),
            ("【解析】因为", Some((Tag::Explain, "因为"))),
            ("答案解析：因为", Some((Tag::Explain, "因为"))),
            ("出处：《章程》", Some((Tag::Source, "《章程》"))),
            ("【考点】三会一课", Some((Tag::Topic, "三会一课"))),
            ("难度：易", Some((Tag::Level, "易"))),
            ("我的答案：A", Some((Tag::Drop, "A"))),
            ("答案在书上", None),
            ("来源于群众", None),
            ("解析几何", None),
            ("分析问题的方法是：", None),
        ] {
            assert_eq!(take(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_is_cut_before_every_tag() {
        use Tag::{Answer, Explain, Source};
        for (text, expected) in [
            ("D.丁 答案：B 解析：因为", &[(None, "D.丁"), (Some(Answer), "B"), (Some(Explain), "因为")][..]),
            ("D.丁【答案】B【解析】因为", &[(None, "D.丁"), (Some(Answer), "B"), (Some(Explain), "因为")]),
            ("D.丁答案：B", &[(None, "D.丁"), (Some(Answer), "B")]),
            ("答案：B。解析：因为", &[(Some(Answer), "B。"), (Some(Explain), "因为")]),
            ("【答案】B 出处：《章程》", &[(Some(Answer), "B"), (Some(Source), "《章程》")]),
            ("请选出正确答案：", &[(None, "请选出正确答案：")]),
            ("他说明：甲来源：乙", &[(None, "他说明：甲来源：乙")]),
            ("甲", &[(None, "甲")]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
