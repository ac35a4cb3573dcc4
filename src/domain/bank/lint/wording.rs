//! Rules about the words of one text: widths, invisible characters, and options meant by letter or by place,
//! which a shuffle makes wrong.
use super::fault::{Fault, Field};
use super::structure::stem_field;
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Question;
use crate::domain::bank::text::{EMPHASIS, fold, is_invisible, plain};

pub fn faults(question: &Question) -> Vec<Fault> {
    asked_faults(&question.stem, &question.body, &question.explain)
}

fn asked_faults(stem: &str, body: &Body, explain: &str) -> Vec<Fault> {
    let mut faults = text_faults(stem_field(body), stem);
    let (matching, right) = match body {
        Body::Match(matching) => (Some(matching), true),
        _ => (None, false),
    };
    for (idx, left) in matching.iter().flat_map(|matching| &matching.lefts).enumerate() {
        faults.extend(text_faults(Field::Left(idx), left));
    }
    for (position, option) in body.options().iter().enumerate() {
        faults.extend(text_faults(if right { Field::Right(position) } else { Field::Option(position) }, option));
        if body.shuffles() && leans_on_others(option) {
            faults.push(Fault::AllOfTheAbove { text: option.clone() });
        }
    }
    if let Body::Blank(blank) = body {
        for (gap, accepted) in blank.gaps.iter().enumerate() {
            faults.extend(accepted.iter().filter_map(|text| invisible(Field::Gap(gap), text)));
        }
    }
    for (idx, part) in body.parts().iter().enumerate() {
        let found = asked_faults(&part.stem, &part.body, &part.explain).into_iter();
        faults.extend(found.map(|fault| Fault::InPart { part: idx, fault: Box::new(fault) }));
    }
    faults.extend(text_faults(Field::Explain, explain));
    let names_option = letter_or_place(explain);
    faults.extend(names_option.map(|found| Fault::LetterInExplain { found }));
    faults
}

/// What holds for any text; each fault at its first place only.
pub fn text_faults(field: Field, text: &str) -> Vec<Fault> {
    let mixed = mixed_width(text).map(|found| Fault::MixedWidth { field, found });
    let stray = stray_emphasis(field, text).then_some(Fault::StrayEmphasis { field });
    mixed.into_iter().chain(stray).chain(invisible(field, text)).collect()
}

/// What would show on the screen as two asterisks.
fn stray_emphasis(field: Field, text: &str) -> bool {
    let shown = if matches!(field, Field::Stem | Field::Material) { plain(text) } else { text.to_owned() };
    // Nothing between two marks emphasises nothing.
    shown.contains(EMPHASIS) || text.contains("****")
}

fn invisible(field: Field, text: &str) -> Option<Fault> {
    let found = text.chars().find(|c| is_invisible(*c))?;
    Some(Fault::Invisible { field, code: u32::from(found) })
}

fn mixed_width(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.iter().enumerate().find_map(|(idx, c)| {
        let around = &chars[idx.saturating_sub(1)..chars.len().min(idx + 2)];
        match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Some(c.to_string()),
            ',' | ';' | ':' | '?' | '(' | ')' if around.iter().any(|c| is_chinese(*c)) => Some(around.iter().collect()),
            _ => None,
        }
    })
}

/// A Chinese character or one of the marks that stand among them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3134F}' | '“' | '”' | '《' | '》')
        || matches!(c, '，' | '。' | '；' | '：' | '？' | '！' | '（' | '）' | '、' | '〇')
}

/// Whether an option says something about the other options.
fn leans_on_others(option: &str) -> bool {
    const ALONE: [&str; 14] = [
        "都对",
        "都不对",
        "都是",
        "都不是",
        "全对",
        "全错",
        "全是",
        "全部正确",
        "全部都对",
        "均正确",
        "均不正确",
        "皆是",
        "皆非",
        "都正确",
    ];
    const START: [&str; 6] = ["以上", "上述", "前两项", "前三项", "前两个", "前三个"];
    const THEN: [&str; 8] = ["都", "皆", "均", "全", "无", "没有", "不对", "不是"];
    let folded = fold(option);
    let folded = folded.trim_end_matches('。');
    let rest = START.iter().find_map(|start| folded.strip_prefix(start));
    // 以上级党组织… starts with the same two characters by chance.
    let leans = rest.is_some_and(|rest| !rest.starts_with('级') && THEN.iter().any(|word| rest.contains(word)));
    leans || ALONE.contains(&folded) || letter_or_place(option).is_some()
}

/// What names an option by its letter or its place, such as `选B`, `C项` or `第三个选项`.
fn letter_or_place(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    letter(&chars).or_else(|| place(&chars))
}

fn letter(chars: &[char]) -> Option<String> {
    const BEFORE: [&str; 10] =
        ["选", "选择", "选项", "答案", "答案是", "答案为", "正确的是", "错误的是", "不符合的是", "排除"];
    const AFTER: [&str; 13] =
        ["项", "选项", "两项", "三项", "四项", "正确", "错误", "是正确", "是错误", "符合", "不符合", "都", "均"];
    const STOPS: [char; 9] = ['。', '；', '，', '、', ',', ';', '.', '!', '?'];
    let mut idx = 0;
    while idx < chars.len() {
        let len = chars[idx..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
        let (start, end) = (idx, idx + len);
        idx = end.max(idx + 1);
        if !is_option_letters(&chars[start..end]) {
            continue;
        }
        let letters: String = chars[start..end].iter().collect();
        let before: String = chars[..start].iter().collect();
        let after: String = chars[end..].iter().collect();
        let bare_before = before.trim_end_matches(['“', '"', '‘', '(', '[', '【', ':', '《']);
        let bare_after = after.trim_start_matches(['”', '"', '’', ')', ']', '】', '》']);
        if let Some(word) = BEFORE.iter().rev().find(|word| bare_before.ends_with(**word)) {
            return Some(format!("{word}{letters}"));
        }
        if let Some(word) = AFTER.iter().find(|word| bare_after.starts_with(**word)) {
            return Some(format!("{letters}{word}"));
        }
        // 「A对，B错」, and a list with a letter at the start of each part.
        let mut next = bare_after.chars();
        let (first, second) = (next.next(), next.next());
        if matches!(first, Some('对' | '错')) && second.is_none_or(|c| STOPS.contains(&c)) {
            return Some(format!("{letters}{}", first.unwrap_or_default()));
        }
        let starts_part = before.chars().next_back().is_none_or(|c| STOPS.contains(&c));
        let goes_on = second.is_some_and(|c| c.is_ascii_alphanumeric());
        if let (true, Some(mark @ ('.' | ':' | '、'))) = (starts_part && !goes_on && len == 1, first) {
            return Some(format!("{letters}{mark}"));
        }
    }
    None
}

/// One to six letters from A on, each once and in order: `B`, `ACD`.
fn is_option_letters(chars: &[char]) -> bool {
    (1..=6).contains(&chars.len())
        && (chars.iter().all(|c| ('A'..='H').contains(c)) || chars.iter().all(|c| ('a'..='h').contains(c)))
        && chars.is_sorted_by(|a, b| a < b)
}

fn place(chars: &[char]) -> Option<String> {
    const NUMBERS: &str = "0123456789一二两三四五六七八九十、几";
    for end in 0..chars.len().saturating_sub(1) {
        if chars[end] != '选' || chars[end + 1] != '项' {
            continue;
        }
        let counted = if end > 0 && chars[end - 1] == '个' { end - 1 } else { end };
        let n_digits = chars[..counted].iter().rev().take_while(|c| NUMBERS.contains(**c)).count();
        let Some(start) = (counted - n_digits).checked_sub(1) else { continue };
        let ordinal = n_digits > 0 && matches!(chars[start], '第' | '前' | '后');
        if ordinal || (n_digits == 0 && matches!(chars[start], '首' | '末')) {
            return Some(chars[start..end + 2].iter().collect());
        }
    }
    None
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '（' | '）' | '．' | '：' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Blank, Judge, Single};
    use crate::domain::bank::lint::sample::{matching, question, scenario, single};

    #[test]
    fn an_explanation_that_names_an_option_by_letter_or_place_is_caught() {
        for (explain, found) in [
            ("所以选B。", "选B"),
            ("故选“B”", "选B"),
            ("应选择 ＡＣ", "选择AC"),
            ("A项说的是旧规定", "A项"),
            ("B、C两项是对的", "C两项"),
            ("选项D的时间不对", "选项D"),
            ("答案为ABD", "答案为ABD"),
            ("a正确", "a正确"),
            ("A对，其余不对", "A对"),
            ("A. 每月一次；B. 每季度一次", "A."),
            ("每季度一次。C：说的是年度", "C:"),
            ("第三个选项说的是支委会", "第三个选项"),
            ("第2选项不对", "第2选项"),
            ("前两个选项都要批准", "前两个选项"),
            ("最后一个选项是旧规定", "后一个选项"),
        ] {
            assert_eq!(letter_or_place(explain).as_deref(), Some(found), "{explain}");
        }
    }

    #[test]
    fn ordinary_words_and_letters_are_left_alone() {
        for explain in [
            "四个选项中只有这个有依据",
            "第三条第二项规定得很清楚",
            "用A4纸打印，选用GB标准",
            "评为A级的支部",
            "选举时应到会人数过半",
            "候选人都要考察",
            "WPS、Word都可以",
            "其他选项说的是支委会",
            "这两个选项容易混",
        ] {
            assert_eq!(letter_or_place(explain), None, "{explain}");
        }
    }

    #[test]
    fn an_option_about_the_other_options_is_caught_unless_it_stays_in_place() {
        for option in ["以上都对", "以上都不对。", "以上皆是", "上述各项均正确", "全部正确", "前两项都对", "A和B都对"]
        {
            assert!(leans_on_others(option), "{option}");
            let asked = question("q", single(&["甲", option], 0));
            assert_eq!(faults(&asked), [Fault::AllOfTheAbove { text: option.to_owned() }]);
            let options = vec!["甲".to_owned(), option.to_owned()];
            let still = Body::Single(Single { options, answer: 0, shuffle: false });
            assert_eq!(faults(&question("q", still)), []);
        }
        for option in ["以上级党组织批复为准，全体党员遵守", "党员都参加", "全体党员", "3人以上"]
        {
            assert!(!leans_on_others(option), "{option}");
        }
    }

    #[test]
    fn half_width_marks_beside_chinese_and_full_width_figures_are_caught() {
        for (text, found) in [
            ("每季度,一次", "度,一"),
            ("多久一次?", "次?"),
            ("支委会(3人)", "会(3"),
            ("时间:9点", "间:9"),
            ("共３人", "３"),
            ("Ａ级", "Ａ"),
            ("《条例》;", "》;"),
        ] {
            assert_eq!(mixed_width(text).as_deref(), Some(found), "{text}");
        }
        for text in ["每季度1次，9:30开会（A4纸）。", "f(x), g(y)", "“三会一课”：好"] {
            assert_eq!(mixed_width(text), None, "{text}");
        }
    }

    #[test]
    fn emphasis_stands_in_stems_and_materials_in_pairs() {
        let stem = |stem: &str| Question { stem: stem.to_owned(), ..question("q", single(&["甲", "乙"], 0)) };
        assert_eq!(faults(&stem("下列**不属于**会议的是")), []);
        for text in ["下列**不属于会议的是", "下列****会议"] {
            assert_eq!(faults(&stem(text)), [Fault::StrayEmphasis { field: Field::Stem }], "{text}");
        }
        let option = question("q", single(&["**甲**", "乙"], 0));
        assert_eq!(faults(&option), [Fault::StrayEmphasis { field: Field::Option(0) }]);
        let judge = || Body::Judge(Judge { answer: true });
        let parts = scenario(&[("哪个**不对**", judge()), ("哪个**对", judge())]);
        let stray = Box::new(Fault::StrayEmphasis { field: Field::Stem });
        assert_eq!(faults(&question("q", parts)), [Fault::InPart { part: 1, fault: stray }]);
    }

    #[test]
    fn both_sides_of_a_pair_are_read() {
        let pairs = matching(&[["党课(次)", "每季"], ["主题党日", "每月,一次"], ["党员大会", "每季"]], &["以上都对"]);
        let found = |field, found: &str| Fault::MixedWidth { field, found: found.to_owned() };
        let expected = [
            found(Field::Left(0), "课(次"),
            found(Field::Right(1), "月,一"),
            Fault::AllOfTheAbove { text: "以上都对".to_owned() },
        ];
        assert_eq!(faults(&question("q", pairs)), expected);
    }

    #[test]
    fn what_cannot_be_seen_is_caught_in_every_text() {
        let code = 0x200B;
        let mut asked = question("q", single(&["甲", "乙\u{200B}"], 0));
        asked.explain = "解\u{200B}析".to_owned();
        let expected = [Field::Option(1), Field::Explain].map(|field| Fault::Invisible { field, code });
        assert_eq!(faults(&asked), expected);
        let gaps = vec![vec!["季度\u{200B}".to_owned()]];
        let blank = question("q", Body::Blank(Blank { gaps, any_order: false }));
        assert_eq!(faults(&blank), [Fault::Invisible { field: Field::Gap(0), code }]);
        let mut judge = question("q", Body::Judge(Judge { answer: true }));
        judge.stem = "题\u{FEFF}干".to_owned();
        assert_eq!(faults(&judge), [Fault::Invisible { field: Field::Stem, code: 0xFEFF }]);
    }
}
