//! 填空题: every gap of the stem takes one of its accepted answers.
use crate::domain::bank::marking::Share;
use crate::domain::bank::text::{fold, whole_number};

/// How a gap is written in a stem.
pub const GAP: &str = "____";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The accepted answers of each gap; the first is the one shown.
    pub gaps: Vec<Vec<String>>,
    /// Whether the answers may stand in each other's gaps.
    pub any_order: bool,
}

impl Blank {
    /// The share of gaps filled rightly. Missing texts are wrong, texts beyond the last gap do not count.
    pub fn mark(&self, texts: &[String]) -> Share {
        let n_right = if self.any_order {
            self.most_pairs(texts)
        } else {
            self.gaps.iter().zip(texts).filter(|(gap, text)| accepts(gap, text)).count()
        };
        Share::of(n_right, self.gaps.len())
    }

    /// Which texts are accepted where they stand; under `any_order` each gap is used once, in a best assignment.
    pub fn verdicts(&self, texts: &[String]) -> Vec<bool> {
        if !self.any_order {
            return (0..self.gaps.len())
                .map(|idx| texts.get(idx).is_some_and(|text| accepts(&self.gaps[idx], text)))
                .collect();
        }
        let text_of_gap = self.assign(texts);
        (0..self.gaps.len()).map(|idx| text_of_gap.contains(&Some(idx))).collect()
    }

    fn most_pairs(&self, texts: &[String]) -> usize {
        self.assign(texts).iter().flatten().count()
    }

    /// The text given to each gap in a largest assignment (augmenting paths), so that an early text never
    /// takes the only gap that a later one fits.
    fn assign(&self, texts: &[String]) -> Vec<Option<usize>> {
        let n_texts = texts.len().min(self.gaps.len());
        let fits: Vec<Vec<usize>> = texts[..n_texts]
            .iter()
            .map(|text| (0..self.gaps.len()).filter(|gap| accepts(&self.gaps[*gap], text)).collect())
            .collect();
        let mut text_of_gap = vec![None; self.gaps.len()];
        for text in 0..n_texts {
            let mut tried = vec![false; self.gaps.len()];
            place(text, &fits, &mut text_of_gap, &mut tried);
        }
        text_of_gap
    }
}

fn place(text: usize, fits: &[Vec<usize>], text_of_gap: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for &gap in &fits[text] {
        if std::mem::replace(&mut tried[gap], true) {
            continue;
        }
        if text_of_gap[gap].is_none_or(|other| place(other, fits, text_of_gap, tried)) {
            text_of_gap[gap] = Some(text);
            return true;
        }
    }
    false
}

/// Whether `text` is one of the accepted answers: width, case, white space and outer quotation marks do not matter,
/// and where an accepted answer is a whole number neither does whether it is written in figures or in words.
fn accepts(gap: &[String], text: &str) -> bool {
    let folded = bare(text);
    if folded.is_empty() {
        return false;
    }
    gap.iter().any(|accepted| {
        bare(accepted) == folded
            || whole_number(accepted).is_some_and(|accepted| whole_number(&folded) == Some(accepted))
    })
}

fn bare(text: &str) -> String {
    const OUTER: [char; 14] = ['“', '”', '"', '‘', '’', '\'', '《', '》', '「', '」', '。', '，', '.', ','];
    fold(text).trim_matches(OUTER).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(gaps: &[&[&str]], any_order: bool) -> Blank {
        let gaps = gaps.iter().map(|gap| gap.iter().map(|text| (*text).to_owned()).collect()).collect();
        Blank { gaps, any_order }
    }

    #[track_caller]
    fn check(blank: &Blank, given: &[&str], thousandths: u16) {
        let texts: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(blank.mark(&texts).thousandths(), thousandths, "{given:?}");
        let n_right = blank.verdicts(&texts).into_iter().filter(|right| *right).count();
        assert_eq!(Share::of(n_right, blank.gaps.len()), blank.mark(&texts), "the verdicts add up to the mark");
    }

    #[test]
    fn numbers_are_alike_in_figures_and_words_and_any_width() {
        let three = blank(&[&["3"]], false);
        for given in ["3", "３", "三", " 3 ", "“三”"] {
            check(&three, &[given], 1000);
        }
        for given in ["", "4", "十三", "3个"] {
            check(&three, &[given], 0);
        }
        check(&blank(&[&["两学一做"]], false), &["二学一做"], 0);
    }

    #[test]
    fn alternatives_are_accepted_and_gaps_are_marked_each() {
        let two = blank(&[&["季度", "季"], &["半数"]], false);
        check(&two, &["季", "半数"], 1000);
        check(&two, &["半数", "季度"], 0);
        check(&two, &["季度"], 500);
        check(&two, &["季度", "", "半数"], 500);
    }

    #[test]
    fn gaps_in_any_order_take_each_answer_once() {
        let three = blank(&[&["组织"], &["宣传"], &["凝聚"]], true);
        check(&three, &["凝聚", "组织", "宣传"], 1000);
        check(&three, &["组织", "组织", "组织"], 333);
        // The first text fits both gaps, the second only the first: both still count.
        check(&blank(&[&["甲", "乙"], &["甲"]], true), &["甲", "乙"], 1000);
    }
}
