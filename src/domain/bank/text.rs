//! Comparing Chinese text as a reader does: full and half width are alike, and so are 三 and 3 where a number is meant.

/// Full-width ASCII becomes half-width and Latin letters become small; white space goes. For comparing, never for showing.
/// Small letters of every script would cost the phone a table of eleven kilobytes.
pub fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '〇' => '零',
            _ => c,
        })
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Zero-width marks and bidirectional controls, which a reader cannot see and which change what she reads.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// What stands around words that are emphasised in a stem.
pub const EMPHASIS: &str = "**";

/// A stem in pieces, each with whether it is emphasised. A mark without its partner stays as it is written.
pub fn emphasis(stem: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut rest = stem;
    while let Some((before, after)) = rest.split_once(EMPHASIS)
        && let Some((strong, after)) = after.split_once(EMPHASIS)
    {
        pieces.extend([(before, false), (strong, true)]);
        rest = after;
    }
    pieces.push((rest, false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

/// A stem without the marks of its emphasis.
pub fn plain(stem: &str) -> String {
    emphasis(stem).into_iter().map(|(piece, _)| piece).collect()
}

/// The value of a text that is nothing but a whole number, in figures (any width) or in Chinese words, up to 99,999,999.
pub fn whole_number(text: &str) -> Option<u32> {
    let folded = fold(text);
    if folded.is_empty() {
        return None;
    }
    if folded.bytes().all(|b| b.is_ascii_digit()) {
        return folded.parse().ok();
    }
    // 一九二一: digits read one by one; 十, 百, 千, 万 do not occur.
    if folded.chars().count() > 1 && folded.chars().all(|c| digit(c).is_some()) {
        return folded.chars().try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut section, mut pending, mut last_unit) = (0u32, 0u32, None, u32::MAX);
    for c in folded.chars() {
        if let Some(value) = digit(c) {
            if pending.is_some_and(|pending| pending != 0) {
                return None;
            }
            pending = Some(value);
        } else if c == '万' {
            if total != 0 {
                return None;
            }
            total = section.checked_add(pending.take().unwrap_or(0))?.checked_mul(10_000)?;
            if total == 0 {
                return None;
            }
            (section, last_unit) = (0, u32::MAX);
        } else {
            let unit = match c {
                '十' => 10,
                '百' => 100,
                '千' => 1000,
                _ => return None,
            };
            let count = match pending.take() {
                // 十五 stands for 一十五; 百 alone is no number.
                None | Some(0) if unit == 10 => 1,
                None | Some(0) => return None,
                Some(value) => value,
            };
            if unit >= last_unit {
                return None;
            }
            last_unit = unit;
            section = section.checked_add(count * unit)?;
        }
    }
    total.checked_add(section)?.checked_add(pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '零' => Some(0),
        '一' => Some(1),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_in_figures_and_in_words() {
        for (text, expected) in [
            ("3", 3),
            ("３", 3),
            ("三", 3),
            ("两", 2),
            ("十", 10),
            ("十五", 15),
            ("二十", 20),
            ("五十六", 56),
            ("一百零五", 105),
            ("一百一十", 110),
            ("一千", 1000),
            ("两千零一十九", 2019),
            ("二〇一九", 2019),
            ("一九二一", 1921),
            ("一万", 10_000),
            ("一万二千", 12_000),
            (" 1 0 ", 10),
        ] {
            assert_eq!(whole_number(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_more_than_a_number_is_none() {
        for text in ["", "每季度", "3个", "百", "十百", "万", "三三十", "１ａ", "99999999999"] {
            assert_eq!(whole_number(text), None, "{text}");
        }
    }

    #[test]
    fn emphasis_is_what_stands_between_two_marks() {
        for (stem, pieces) in [
            ("下列**不属于**三会一课的是", &[("下列", false), ("不属于", true), ("三会一课的是", false)][..]),
            ("**不必**公示的**是**", &[("不必", true), ("公示的", false), ("是", true)]),
            ("没有着重", &[("没有着重", false)]),
            ("单边**没有另一半", &[("单边**没有另一半", false)]),
            ("**甲**乙**", &[("甲", true), ("乙**", false)]),
            ("空****的", &[("空", false), ("的", false)]),
            ("", &[]),
        ] {
            assert_eq!(emphasis(stem), pieces, "{stem}");
        }
        assert_eq!(plain("下列**不属于**三会一课的是"), "下列不属于三会一课的是");
    }

    #[test]
    fn folding_hides_width_case_and_what_cannot_be_seen() {
        assert_eq!(fold(" ＡＢ（Cc）É\u{200B}　３ "), "ab(cc)É3");
    }
}
