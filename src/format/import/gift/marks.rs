//! What stands for something in GIFT: escapes, and the full-width forms that Chinese input methods write instead.

/// Characters that no text has (Unicode keeps them for use inside programs), each for an escaped one.
const STAND_INS: [(char, char); 8] = [
    (':', '\u{FDD0}'),
    ('#', '\u{FDD1}'),
    ('=', '\u{FDD2}'),
    ('{', '\u{FDD3}'),
    ('}', '\u{FDD4}'),
    ('~', '\u{FDD5}'),
    ('\n', '\u{FDD6}'),
    ('\\', '\u{FDD7}'),
];

/// Where the answer is to be written.
pub const SLOT: char = '\u{FDD8}';

/// A text whose escapes cannot be taken for marks any more.
pub fn hidden(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().filter(|c| !('\u{FDD0}'..='\u{FDEF}').contains(c)).peekable();
    while let Some(c) = chars.next() {
        let escaped = match (c, chars.peek()) {
            ('\\', Some('n')) => Some('\n'),
            ('\\', Some(next)) if *next != '\n' => Some(*next),
            _ => None,
        };
        let stand_in = STAND_INS.iter().find(|(of, _)| Some(*of) == escaped);
        match stand_in {
            Some((_, stand_in)) => {
                chars.next();
                out.push(*stand_in);
            }
            None => out.push(c),
        }
    }
    out
}

/// The text again with what was escaped.
pub fn shown(text: &str) -> String {
    let original = |c: char| STAND_INS.iter().find(|(_, stand_in)| *stand_in == c).map_or(c, |(of, _)| *of);
    text.chars().map(original).collect()
}

/// A block with its full-width marks as GIFT's own, where it has them in places that only a mark can have. `block` is
/// [`hidden`].
pub fn narrowed(block: &str) -> Option<String> {
    let has_braces = block.contains(['{', '}']);
    let mut text = block.to_owned();
    if let Some(rest) = text.strip_prefix("：：")
        && let Some((name, rest)) = rest.split_once("：：")
    {
        text = format!("::{name}::{rest}");
    }
    let (open, close) = if has_braces { ('{', '}') } else { ('｛', '｝') };
    if let Some((head, rest)) = text.split_once(open)
        && let Some((answers, tail)) = rest.split_once(close)
    {
        text = format!("{head}{{{}}}{tail}", answers_narrowed(answers));
    }
    (text != block).then_some(text)
}

fn answers_narrowed(answers: &str) -> String {
    // Where ASCII marks do the work, full-width ones are text, as they are to everybody else.
    if answers.contains(['=', '~', '#']) {
        return answers.to_owned();
    }
    let chars: Vec<char> = answers.chars().collect();
    let mut out = String::with_capacity(answers.len());
    for (idx, c) in chars.iter().enumerate() {
        let before = idx.checked_sub(1).map(|idx| chars[idx]);
        // 3～5人 is a text.
        let within_numbers =
            before.is_some_and(char::is_numeric) && chars.get(idx + 1).is_some_and(|after| after.is_numeric());
        match c {
            '＝' if !within_numbers => out.push('='),
            '～' if !within_numbers => out.push('~'),
            '＃' => out.push('#'),
            '％' if after_weight(&out) => out.push('%'),
            '＞' if before.is_some_and(|c| matches!(c, '-' | '－' | '—')) => {
                out.pop();
                out += "->";
            }
            c => out.push(*c),
        }
    }
    out
}

/// Whether what was written so far ends in `~` or `=`, or in such a mark with `%` and a number behind it.
fn after_weight(so_far: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    so_far.ends_with(['~', '='])
        || so_far
            .trim_end_matches(number)
            .strip_suffix('%')
            .is_some_and(|before| before.ends_with(['~', '=']) && !so_far.ends_with('%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_come_back_as_what_they_stand_for() {
        for (written, expected) in [
            (r"a\:b\#c\=d\{e\}f\~g", "a:b#c=d{e}f~g"),
            (r"第一行\n第二行", "第一行\n第二行"),
            (r"\\n不是换行", r"\n不是换行"),
            (r"\frac", r"\frac"),
            ("行尾\\\n接着", "行尾\\\n接着"),
            ("末尾\\", "末尾\\"),
        ] {
            let hidden = hidden(written);
            assert!(!hidden.contains([':', '#', '=', '{', '}', '~']), "{written}");
            assert_eq!(shown(&hidden), expected, "{written}");
        }
    }

    #[test]
    fn full_width_marks_are_read_only_where_they_can_be_marks() {
        for (written, expected) in [
            ("题｛＝甲～乙｝", Some("题{=甲~乙}")),
            ("：：名：：题｛＝甲 ～％50％乙＃因为｝", Some("::名::题{=甲 ~%50%乙#因为}")),
            ("题｛～3～5人＝6～8人｝", Some("题{~3～5人=6～8人}")),
            ("题{＝甲　～乙}", Some("题{=甲　~乙}")),
            ("题{=甲 ～乙}", None),
            ("题{T####甲 ＝乙}", None),
            ("题{=甲（＝乙） ~3～5人}", None),
            ("题｛＝支委会－＞每月 ＝党课—＞每季｝", Some("题{=支委会->每月 =党课->每季}")),
            ("题｛T｝", Some("题{T}")),
            ("题{T}，１＝２", None),
            ("没有答案：：的说明", None),
        ] {
            assert_eq!(narrowed(written).as_deref(), expected, "{written}");
        }
    }
}
