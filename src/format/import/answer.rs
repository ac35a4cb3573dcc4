//! Answers in every spelling: letters, figures, the options' own texts, several gaps with several texts each.
use super::labels::{position_of, position_of_circled};
use super::list::{self, List};
use super::words::truth;
use crate::domain::bank::text::fold;

/// What may stand between letters or figures.
const BETWEEN: &str = ",，、;；|｜/／+&＋和与及.。．·:()（）[]【】{}\"'“”‘’*";

/// The answer without the words in front of it: `【答案】A`, `正确答案：AB`, `选A`.
pub fn bare(answer: &str) -> &str {
    const NAMES: [&str; 20] = [
        "正确答案",
        "参考答案",
        "标准答案",
        "正确选项",
        "答案选项",
        "正确的是",
        "答案是",
        "答案为",
        "答案",
        "标答",
        "故选",
        "应选",
        "本题选",
        "选择",
        "选项",
        "选",
        "ANSWER",
        "Answer",
        "answer",
        "答",
    ];
    let mut rest = answer.trim().trim_matches('*').trim();
    for name in NAMES {
        let opened = rest.strip_prefix(['【', '[', '（', '(', '［']).unwrap_or(rest);
        if let Some(after) = opened.strip_prefix(name) {
            let marked = after.trim_start_matches([']', '】', '）', ')', '］', ' ', '\u{3000}', '*']);
            let marked = marked.trim_start_matches([':', '：', '=', '＝', '为', '是', '*', ' ', '\u{3000}']);
            let is_name = marked.len() < after.len()
                || matches!(name, "故选" | "应选" | "本题选" | "选" | "选项" | "选择" | "答案");
            // 选举 and 答谢 are words of an answer; what follows a bare name must be letters.
            if is_name && (marked.len() < after.len() || letters(marked).is_some() || position_first(marked)) {
                rest = marked.trim();
                break;
            }
        }
    }
    let rest = rest.trim_matches('*').trim();
    // （×）, and what somebody meant to add.
    let inner = rest.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')'])).map_or(rest, str::trim);
    match inner {
        "略" | "见解析" | "见图" | "如图" | "见教材" => "",
        inner if truth(inner).is_some() => inner,
        _ => rest,
    }
}

fn position_first(text: &str) -> bool {
    text.lines().next().is_some_and(|line| letters(line).is_some())
}

/// The first line that says something, and what follows it.
pub fn first_line(answer: &str) -> (&str, &str) {
    let answer = answer.trim();
    let (line, rest) = answer.split_once('\n').unwrap_or((answer, ""));
    for mark in ["答案解析", "试题解析", "解析", "【解析", "[解析", "解：", "【", "难度：", "知识点："]
    {
        if let Some(at) = line.find(mark).filter(|at| *at > 0) {
            return (line[..at].trim(), answer[at..].trim());
        }
    }
    (line.trim(), rest.trim())
}

/// Positions that letters name, in the order they stand and as often. Nothing if there is anything else.
pub fn letters(text: &str) -> Option<Vec<u8>> {
    let mut positions = Vec::new();
    let (mut small, mut from) = (None, None);
    for c in text.chars() {
        if let Some((position, is_small)) = position_of(c) {
            if *small.get_or_insert(is_small) != is_small {
                return None;
            }
            let position = u8::try_from(position).ok()?;
            match from.take() {
                Some(first) if first < position => positions.extend(first + 1..=position),
                Some(_) => return None,
                None => positions.push(position),
            }
        } else if matches!(c, '-' | '~' | '～' | '—' | '–' | '－' | '至' | '到') {
            from = Some(from.or(positions.last().copied())?);
        } else if !(c.is_whitespace() || BETWEEN.contains(c)) {
            return None;
        }
    }
    (from.is_none() && !positions.is_empty()).then_some(positions)
}

/// Whole numbers that figures name, circled ones too, in the order they stand. `13` is one number.
pub fn figures(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    let mut current: Option<u32> = None;
    for c in fold_figures(text) {
        if let Some(digit) = c.to_digit(10) {
            current = Some(current.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        numbers.extend(current.take());
        if let Some(position) = position_of_circled(c) {
            numbers.push(u32::try_from(position).ok()? + 1);
        } else if !(c.is_whitespace() || BETWEEN.contains(c)) {
            return None;
        }
    }
    numbers.extend(current);
    (!numbers.is_empty()).then_some(numbers)
}

fn fold_figures(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .map(|c| if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c })
}

/// Positions of the options whose texts an answer is, alone or several joined.
pub fn by_texts(answer: &str, options: &[String]) -> Option<Vec<u8>> {
    let position = |text: &str| {
        let text = text.trim();
        let same = |is_same: &dyn Fn(&str) -> bool| {
            let mut found = options.iter().enumerate().filter(|(_, option)| !option.is_empty() && is_same(option));
            found.next().filter(|_| found.next().is_none()).and_then(|(idx, _)| u8::try_from(idx).ok())
        };
        let folded = bare_text(text);
        same(&|option| option == text).or_else(|| same(&|option| !folded.is_empty() && bare_text(option) == folded))
    };
    if let Some(position) = position(answer) {
        return Some(vec![position]);
    }
    if let Some(List::Texts(texts)) = list::parse(answer) {
        return texts.iter().map(|text| position(text)).collect();
    }
    let mut found = ["$;$", "\n", "|", "；", ";", "、", "，", ",", "/"]
        .iter()
        .filter(|separator| answer.contains(**separator))
        .filter_map(|separator| {
            let parts = answer.split(separator).map(str::trim).filter(|part| !part.is_empty());
            parts.map(position).collect::<Option<Vec<u8>>>()
        });
    found.next()
}

/// `A.80字`, `D（以上都是）`: a letter with the text of the option that it names.
pub fn with_text(answer: &str, options: &[String]) -> Option<u8> {
    let inner = answer.trim().trim_start_matches(['(', '（', '[', '【']);
    let letter = inner.chars().next()?;
    let (position, _) = position_of(letter)?;
    let around = |c: char| c.is_whitespace() || ".．、:：)）(（]】。".contains(c);
    let text = inner[letter.len_utf8()..].trim_start_matches(around);
    let option = bare_text(options.get(position)?);
    let fits = |text: &str| !option.is_empty() && bare_text(text) == option;
    (fits(text) || fits(text.trim_end_matches(around))).then(|| u8::try_from(position).ok()).flatten()
}

fn bare_text(text: &str) -> String {
    fold(text).trim_end_matches(['。', '.', '；', ';']).to_owned()
}

/// The accepted texts of each gap, and whether the cuts are more than likely to be right. `n_gaps` of the stem; none
/// means as many as the answer has.
pub fn gaps(answer: &str, n_gaps: usize) -> (Vec<Vec<String>>, bool) {
    let answer = answer.trim();
    match list::parse(answer) {
        Some(List::Lists(gaps)) => return (gaps, true),
        Some(List::Texts(texts)) if n_gaps == 1 => return (vec![texts], true),
        Some(List::Texts(texts)) => return (texts.into_iter().map(|text| vec![text]).collect(), true),
        _ => {}
    }
    let fits = |parts: &[&str]| parts.len() > 1 && (n_gaps == 0 || parts.len() == n_gaps);
    if let Some(parts) = bracketed(answer).or_else(|| numbered(answer))
        && (parts.len() == n_gaps || (n_gaps == 0 && !parts.is_empty()))
    {
        return (parts.iter().map(|part| alternatives(part, &[';', '；', '/', '／'])).collect(), true);
    }
    if n_gaps == 1 {
        let accepted = alternatives(answer, &['|', '｜', ';', '；', '/', '／', '\n']);
        let sure = !answer.contains(['|', '｜', '\n']);
        return (vec![accepted], sure);
    }
    // Bars part gaps and nothing else; semicolons part either gaps or what one gap takes.
    for (separators, between, sure) in [
        (&['|', '｜'][..], &[';', '；', '/', '／'][..], true),
        (&['\n'], &[';', '；', '/', '／'], true),
        (&[';', '；'], &['/', '／'], true),
        (&[',', '，'], &['/', '／'], false),
        (&['、'], &['/', '／'], false),
        (&['/', '／'], &[], false),
        (&[' ', '\u{3000}', '\u{a0}', '\t'], &['/', '／'], false),
    ] {
        // Without a gap in the stem only bars tell how many there are.
        if n_gaps == 0 && separators[0] != '|' {
            break;
        }
        let parts: Vec<&str> = answer.split(separators).map(str::trim).collect();
        let parts: Vec<&str> =
            if separators[0] == ' ' { parts.into_iter().filter(|part| !part.is_empty()).collect() } else { parts };
        if fits(&parts) {
            return (parts.iter().map(|part| alternatives(part, between)).collect(), sure);
        }
    }
    if n_gaps == 0 {
        return (vec![alternatives(answer, &[';', '；', '/', '／'])], true);
    }
    // What is there does not fit; the fault that follows says so.
    let separators: &[char] = if answer.contains(['|', '｜']) { &['|', '｜'] } else { &[';', '；', '\n'] };
    let parts = answer.split(separators).map(str::trim).filter(|part| !part.is_empty());
    (parts.map(|part| alternatives(part, &['/', '／'])).collect(), true)
}

/// What one gap takes. A stroke between figures is a fraction or a date.
fn alternatives(text: &str, separators: &[char]) -> Vec<String> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let (mut texts, mut start) = (Vec::new(), 0);
    for (at, (idx, c)) in chars.iter().enumerate() {
        let figure =
            |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|(_, c)| c.is_ascii_alphanumeric());
        if separators.contains(c) && !(*c == '/' && figure(at.checked_sub(1)) && figure(Some(at + 1))) {
            texts.push(&text[start..*idx]);
            start = idx + c.len_utf8();
        }
    }
    texts.push(&text[start..]);
    let mut accepted: Vec<String> = Vec::new();
    for text in texts.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
        if !accepted.iter().any(|known| known == text) {
            accepted.push(text.to_owned());
        }
    }
    accepted
}

/// `（甲）（乙）` and nothing else.
fn bracketed(answer: &str) -> Option<Vec<&str>> {
    let (mut parts, mut rest) = (Vec::new(), answer);
    while !rest.is_empty() {
        let close = if rest.starts_with('（') {
            '）'
        } else if rest.starts_with('(') {
            ')'
        } else {
            return None;
        };
        let (inner, after) = rest.split_once(close)?;
        parts.push(inner.trim_start_matches(['（', '(']).trim());
        rest = after.trim_start_matches(|c: char| c.is_whitespace() || "、，,；;".contains(c));
    }
    // `（1）甲` is numbered.
    (!parts.is_empty()).then_some(parts)
}

/// `第一空：甲；第二空：乙`, `①甲②乙`, `(1)甲(2)乙`, `1.甲 2.乙`.
pub fn numbered(answer: &str) -> Option<Vec<&str>> {
    const WORDS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let spelled = |number: usize| {
        let circled = char::from_u32('①' as u32 + u32::try_from(number).ok()? - 1)?.to_string();
        let word = WORDS.get(number - 1)?;
        Some([
            vec![format!("第{word}空"), format!("第{number}空"), format!("空{number}")],
            vec![circled],
            vec![format!("({number})"), format!("（{number}）")],
            vec![format!("{number}."), format!("{number}、"), format!("{number}．")],
        ])
    };
    for look in 0..4 {
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        for number in 1..=10 {
            let from = cuts.last().map_or(0, |(_, end)| *end);
            let names = spelled(number)?;
            let found =
                names[look].iter().filter_map(|name| Some((answer[from..].find(name.as_str())?, name.len()))).min();
            let Some((at, len)) = found.filter(|(at, _)| number > 1 || *at == 0) else { break };
            cuts.push((from + at, from + at + len));
        }
        if cuts.len() >= 2 {
            let ends = cuts.iter().skip(1).map(|(start, _)| *start).chain([answer.len()]);
            let around = |c: char| c.is_whitespace() || ":：；;，,、.。".contains(c);
            return Some(
                cuts.iter().zip(ends).map(|((_, start), end)| answer[*start..end].trim_matches(around)).collect(),
            );
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_in_every_spelling() {
        for text in [
            "ABD",
            "A,B,D",
            "A，B，D",
            "A、B、D",
            "A B D",
            "A;B;D",
            "A；B；D",
            "A|B|D",
            "A/B/D",
            "abd",
            "ＡＢＤ",
            " ABD ",
            "ABD.",
            "(ABD)",
            "（A）（B）（D）",
            "选ABD",
            "答案：ABD",
            "【答案】ABD",
            "正确答案：AB D",
            "[答案] ABD",
            "**答案：ABD**",
            "A和B和D",
            "答案ABD",
            "ANSWER: ABD",
            "A-B,D",
            "故选ABD",
            "参考答案是：ABD",
        ] {
            assert_eq!(letters(bare(text)), Some(vec![0, 1, 3]), "{text}");
        }
        assert_eq!(letters("A-D"), Some(vec![0, 1, 2, 3]));
        assert_eq!(letters("A至C"), Some(vec![0, 1, 2]));
        assert_eq!(letters("BACD"), Some(vec![1, 0, 2, 3]));
        for text in ["", "D-A", "-", "A-", "对", "1", "AB甲", "aB", "A型", ".", "选举"] {
            assert_eq!(letters(bare(text)), None, "{text}");
        }
        for text in ["选举权", "答谢", "选", "答案", "选举", "选项"] {
            assert_eq!(bare(text), text);
        }
    }

    #[test]
    fn figures_are_read_one_by_one() {
        assert_eq!(figures("1,3"), Some(vec![1, 3]));
        assert_eq!(figures("②①③"), Some(vec![2, 1, 3]));
        assert_eq!(figures("１、２"), Some(vec![1, 2]));
        assert_eq!(figures("13"), Some(vec![13]));
        assert_eq!((figures("3个"), figures(""), figures("99999999999")), (None, None, None));
    }

    #[test]
    fn what_follows_the_answer_is_parted_from_it() {
        assert_eq!(first_line("A\n答案解析：见党章"), ("A", "答案解析：见党章"));
        assert_eq!(first_line("对\n章节测验\n已完成"), ("对", "章节测验\n已完成"));
        assert_eq!(first_line("AB 解析：见党章"), ("AB", "解析：见党章"));
        assert_eq!(first_line("AB"), ("AB", ""));
    }

    #[track_caller]
    fn check_gaps(answer: &str, n_gaps: usize, expected: &[&[&str]]) {
        assert_eq!(gaps(answer, n_gaps).0, expected, "{answer}");
    }

    #[test]
    fn several_gaps_and_several_texts_for_one_are_told_apart() {
        check_gaps("三年", 1, &[&["三年"]]);
        check_gaps("半数;一半；二分之一", 1, &[&["半数", "一半", "二分之一"]]);
        check_gaps("半数/一半", 1, &[&["半数", "一半"]]);
        check_gaps("2/3", 1, &[&["2/3"]]);
        check_gaps("苏联、中国", 1, &[&["苏联、中国"]]);
        check_gaps("三年|五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("三年;3年|五年;5年", 2, &[&["三年", "3年"], &["五年", "5年"]]);
        check_gaps("三年；五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("3 / 三；半数", 2, &[&["3", "三"], &["半数"]]);
        check_gaps("三年、五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("三年，五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("三年 五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("三年\n五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("（三年）（五年）", 2, &[&["三年"], &["五年"]]);
        check_gaps("第一空：三年；第二空：五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("①三年②五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("（1）三年（2）五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("1.三年 2.五年", 2, &[&["三年"], &["五年"]]);
        check_gaps("['三年', '五年']", 2, &[&["三年"], &["五年"]]);
        check_gaps("[[\"三年\", \"3年\"], [\"五|年\"]]", 2, &[&["三年", "3年"], &["五|年"]]);
        check_gaps("三年|五年|六年", 2, &[&["三年"], &["五年"], &["六年"]]);
        check_gaps("三年|五年", 0, &[&["三年"], &["五年"]]);
        check_gaps("三年", 0, &[&["三年"]]);
        check_gaps("三年||五年", 3, &[&["三年"], &[], &["五年"]]);
    }

    #[test]
    fn an_answer_may_be_the_options_own_texts() {
        let options = ["每月", "每季度", "（一）每年", "A、B"].map(str::to_owned);
        assert_eq!(by_texts("每季度", &options), Some(vec![1]));
        assert_eq!(by_texts("(一)每 年。", &options), Some(vec![2]));
        assert_eq!(by_texts("每月；每季度", &options), Some(vec![0, 1]));
        assert_eq!(by_texts("['每季度', '每月']", &options), Some(vec![1, 0]));
        assert_eq!(by_texts("A、B", &options), Some(vec![3]));
        assert_eq!(by_texts("每周", &options), None);
        assert_eq!(by_texts("每月；每周", &options), None);
    }
}
