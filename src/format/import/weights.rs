//! Shares of a mark that other programs give to each option. A question here knows right and wrong alone; the rule of
//! marking belongs to the contest. So what can be told by such a rule is not lost, and everything else is.
use super::note::Note;

/// Hundred-thousandths of a per cent, as exactly as such files write it.
pub type Weight = i64;

pub const PERCENT: Weight = 100_000;
pub const ALL: Weight = 100 * PERCENT;
/// Rounded thirds: 33.333 three times, or 33 as some write.
const ROUNDING: Weight = PERCENT / 10;

/// A number such as `50`, `-33.33333` or `100.000000`, without anything else. Digits beyond the fifth do not count.
pub fn weight(text: &str) -> Option<Weight> {
    let (sign, digits) = match text.strip_prefix(['-', '－', '−']) {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !are_digits(whole) || !are_digits(part) || (whole.is_empty() && part.is_empty()) || whole.len() > 9 {
        return None;
    }
    let whole: Weight = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: Weight = format!("{part:0<5}").get(..5)?.parse().ok()?;
    Some(sign * (whole * PERCENT + part))
}

/// What is told if these weights say more than which options are right.
pub fn note(weights: &[Weight], single: bool) -> Option<Note> {
    let (right, wrong): (Vec<Weight>, Vec<Weight>) = weights.iter().partition(|weight| **weight > 0);
    let sound = match (single, right.first()) {
        (_, None) => wrong.iter().all(|weight| *weight == 0),
        (true, _) => right == [ALL] && wrong.iter().all(|weight| *weight == 0),
        (false, Some(share)) => {
            let alike = right.iter().all(|weight| (weight - share).abs() <= ROUNDING);
            // Ticking too much costs nothing, as much as a right one brings, or everything.
            let of_wrong = wrong.first().copied().unwrap_or(0);
            let usual = of_wrong == 0 || of_wrong == -ALL || (of_wrong + share).abs() <= ROUNDING;
            alike && usual && wrong.iter().all(|weight| *weight == of_wrong) && adds_up(&right)
        }
    };
    (!sound).then(|| Note::Dropped { what: "各选项的分值".to_owned() })
}

fn adds_up(right: &[Weight]) -> bool {
    (right.iter().sum::<Weight>() - ALL).abs() <= ROUNDING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_to_the_fifth_decimal() {
        for (text, expected) in [
            ("50", Some(50 * PERCENT)),
            ("-33.33333", Some(-3_333_333)),
            ("16.6666666", Some(1_666_666)),
            ("100.0000000", Some(ALL)),
            (".5", Some(PERCENT / 2)),
            ("0", Some(0)),
            ("", None),
            ("-", None),
            (".", None),
            ("5a", None),
            ("9999999999", None),
        ] {
            assert_eq!(weight(text), expected, "{text}");
        }
    }

    #[track_caller]
    fn check(weights: &[&str], single: bool, told: bool) {
        let weights: Vec<Weight> = weights.iter().map(|text| weight(text).unwrap_or_default()).collect();
        assert_eq!(note(&weights, single).is_some(), told, "{weights:?}");
    }

    #[test]
    fn weights_are_told_where_they_say_more_than_right_and_wrong() {
        check(&["100", "0", "0"], true, false);
        check(&["100", "50", "0"], true, true);
        check(&["100", "-25", "0"], true, true);
        check(&["100", "100"], true, true);
        check(&["50", "50", "0"], false, false);
        check(&["33.333", "33.333", "33.333", "-100"], false, false);
        check(&["50", "50", "-50", "-50"], false, false);
        check(&["60", "40", "0"], false, true);
        check(&["50", "50", "-10"], false, true);
        check(&["50", "30"], false, true);
        check(&["40", "40", "0"], false, true);
        check(&["100", "0"], false, false);
        check(&["0", "0"], false, false);
    }
}
