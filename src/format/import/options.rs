//! Several options that stand in one text, cut apart.
use super::labels;
use super::list;

/// What stands around an option and is no part of it.
const AROUND: [char; 4] = [';', '；', '|', '｜'];

/// The options of a text without their labels, or nothing if it is one text alone. Empty ones in the middle keep
/// their places, empty ones at the end are dropped.
pub fn split(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    if let Some(options) = list::parse(text).and_then(list::List::options) {
        return at_least_two(options);
    }
    if let Some((head, options)) = split_off(text)
        && head.is_empty()
    {
        return Some(options);
    }
    let parts: Vec<&str> = ["$;$", "\n", "\t", "|", "｜", "；", ";"]
        .iter()
        .map(|separator| text.split(separator).collect::<Vec<_>>())
        .find(|parts| parts.len() > 1)?;
    let parts: Vec<String> = parts.into_iter().map(|part| part.trim().to_owned()).collect();
    at_least_two(without_figures(&parts).unwrap_or(parts))
}

/// A text with options behind it: the text, and the options without their labels.
pub fn split_off(text: &str) -> Option<(String, Vec<String>)> {
    let found = labels::letters(text);
    let (head, options) = if found.is_empty() {
        let (head, options) = labels::cut(text, &labels::circled(text));
        // Circled figures are also written for statements, of which options name several.
        if options.iter().any(|option| option.trim_matches(AROUND).trim().is_empty()) {
            return None;
        }
        (head, options)
    } else {
        labels::cut(text, &found)
    };
    let options = options.into_iter().map(|option| option.trim().trim_end_matches(AROUND).trim().to_owned()).collect();
    Some((head.trim().to_owned(), at_least_two(options)?))
}

/// Options in cells of their own that begin with their letters all the same lose them.
pub fn unlabel(options: &mut [String]) {
    let bare: Vec<Option<String>> =
        options.iter().enumerate().map(|(idx, option)| without_label(option, idx)).collect();
    let n_texts = options.iter().filter(|option| !option.is_empty()).count();
    if n_texts >= 2 && options.iter().zip(&bare).all(|(option, bare)| option.is_empty() || bare.is_some()) {
        for (option, bare) in options.iter_mut().zip(bare) {
            *option = bare.unwrap_or_default();
        }
    }
}

/// The text under the label of this position.
fn without_label(option: &str, position: usize) -> Option<String> {
    let label = char::from(b'A' + u8::try_from(position).ok().filter(|position| *position < 26)?);
    // A run from A is looked for, so this label is put in the place of A.
    let mut chars = option.chars();
    let first = chars.next()?;
    let (opening, letter) =
        if matches!(first, '(' | '（' | '[' | '【') { (Some(first), chars.next()?) } else { (None, first) };
    if labels::position_of(letter)?.0 != position && letter != label {
        return None;
    }
    let after = chars.next();
    match (opening, after) {
        (Some(_), Some(')' | '）' | ']' | '】')) | (None, Some('.' | '．' | '、' | ':' | '：' | ')' | '）')) => {
            Some(chars.as_str().trim_start_matches(['.', '、', '．']).trim().to_owned())
        }
        (None, Some(c)) if c.is_whitespace() => Some(chars.as_str().trim().to_owned()),
        _ => None,
    }
}

/// Lines that are numbered from 1, without their numbers.
fn without_figures(lines: &[String]) -> Option<Vec<String>> {
    let bare = lines.iter().enumerate().map(|(idx, line)| {
        let rest = line.strip_prefix(&(idx + 1).to_string())?;
        let rest = rest.strip_prefix(['.', '、', '．', ')', '）'])?;
        (!rest.starts_with(|c: char| c.is_ascii_digit())).then(|| rest.trim().to_owned())
    });
    bare.collect()
}

fn at_least_two(mut options: Vec<String>) -> Option<Vec<String>> {
    while options.last().is_some_and(String::is_empty) {
        options.pop();
    }
    (options.iter().filter(|option| !option.is_empty()).count() >= 2).then_some(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(split(text).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn labels_in_every_spelling_are_cut_off() {
        for text in [
            "A.每月 B.每季度 C.每半年",
            "A．每月\nB．每季度\nC．每半年",
            "A、每月；B、每季度；C、每半年",
            "A:每月|B:每季度|C:每半年",
            "A：每月  B：每季度\tC：每半年",
            "A)每月 B)每季度 C)每半年",
            "A） 每月\r\nB） 每季度\r\nC） 每半年",
            "(A)每月(B)每季度(C)每半年",
            "（A）每月（B）每季度（C）每半年",
            "[A]每月 [B]每季度 [C]每半年",
            "【A】每月【B】每季度【C】每半年",
            "①每月②每季度③每半年",
            "Ａ．每月 Ｂ．每季度 Ｃ．每半年",
            "A 每月\nB 每季度\nC 每半年",
            "a.每月 b.每季度 c.每半年",
            "A.每月B.每季度C.每半年",
            "A.每月 B.每季度\nC.每半年",
            "每月$;$每季度$;$每半年",
            "每月|每季度|每半年",
            "每月；每季度；每半年",
            "每月\n每季度\n每半年\n",
            "1.每月\n2.每季度\n3.每半年",
            "['每月', '每季度', '每半年']",
            "[\"每月\",\"每季度\",\"每半年\"]",
            "{\"A\": \"每月\", \"B\": \"每季度\", \"C\": \"每半年\"}",
        ] {
            check(text, &["每月", "每季度", "每半年"]);
        }
    }

    #[test]
    fn letters_that_are_no_labels_are_never_cut() {
        for text in [
            "A型血",
            "B超",
            "C919",
            "A. 只有一项",
            "参加PBA.B.组",
            "甲B.乙",
            "以上都对",
            "党的二十大",
            "",
            "A",
            "①③",
            "①②",
        ] {
            check(text, &[]);
        }
        check("A型血；B型血；O型血", &["A型血", "B型血", "O型血"]);
        check("A.B超 B.C919 C.A型血", &["B超", "C919", "A型血"]);
        check("A.①② B.①③ C.②③", &["①②", "①③", "②③"]);
        check("A.见B.条\nB.乙", &["见B.条", "乙"]);
        check("A.1.5 B.2.5", &["1.5", "2.5"]);
    }

    #[test]
    fn an_empty_option_keeps_its_place_and_empty_ones_at_the_end_go() {
        check("A.甲 B. C.丙 D.", &["甲", "", "丙"]);
        check("甲||丙||", &["甲", "", "丙"]);
    }

    #[test]
    fn options_behind_a_stem_are_cut_off_it() {
        let (stem, options) = split_off("支部委员会每届任期（  ）。 A.三年 B.五年").unwrap();
        assert_eq!(
            (stem.as_str(), options.as_slice()),
            ("支部委员会每届任期（  ）。", &["三年".to_owned(), "五年".to_owned()][..])
        );
        assert_eq!(split_off("甲级B.乙级"), None);
    }

    #[test]
    fn cells_that_repeat_their_letters_lose_them() {
        #[track_caller]
        fn check(options: &[&str], expected: &[&str]) {
            let mut options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
            unlabel(&mut options);
            assert_eq!(options, expected);
        }
        check(&["A.甲", "B、乙", "（C）丙"], &["甲", "乙", "丙"]);
        check(&["A.甲", "", "C.丙"], &["甲", "", "丙"]);
        check(&["A型血", "B型血"], &["A型血", "B型血"]);
        check(&["A.甲", "乙"], &["A.甲", "乙"]);
        check(&["A.甲"], &["A.甲"]);
    }
}
