//! 多选题: two or more options are right.
use crate::domain::bank::marking::{MultipleRule, Share};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Multiple {
    pub options: Vec<String>,
    /// Positions of the right options, counted from 0, ascending.
    pub answer: Vec<u8>,
    pub shuffle: bool,
}

impl Multiple {
    /// `positions` are distinct and ascending, as [`crate::domain::bank::question::Given::options`] makes them.
    pub fn mark(&self, positions: &[u8], rule: MultipleRule) -> Share {
        let n_right = positions.iter().filter(|position| self.answer.contains(position)).count();
        let n_wrong = positions.len() - n_right;
        let n_keys = self.answer.len();
        if n_wrong == 0 && n_right == n_keys {
            return Share::when(n_keys > 0);
        }
        match rule {
            MultipleRule::AllOrNothing => Share::NONE,
            MultipleRule::HalfForSubset if n_wrong == 0 && n_right > 0 => Share::of(1, 2),
            MultipleRule::PerOption if n_wrong == 0 => Share::of(n_right, n_keys),
            MultipleRule::HalfForSubset | MultipleRule::PerOption => Share::NONE,
            MultipleRule::MinusForWrong => Share::of(n_right.saturating_sub(n_wrong), n_keys),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_pays_what_its_name_says() {
        use MultipleRule::{AllOrNothing, HalfForSubset, MinusForWrong, PerOption};
        let multiple = Multiple { options: vec![String::new(); 5], answer: vec![0, 2, 3], shuffle: true };
        #[track_caller]
        fn check(multiple: &Multiple, given: &[u8], expected: [(MultipleRule, u16); 4]) {
            for (rule, thousandths) in expected {
                assert_eq!(multiple.mark(given, rule).thousandths(), thousandths, "{given:?} {rule:?}");
            }
        }
        check(
            &multiple,
            &[0, 2, 3],
            [(AllOrNothing, 1000), (HalfForSubset, 1000), (PerOption, 1000), (MinusForWrong, 1000)],
        );
        check(&multiple, &[0, 2], [(AllOrNothing, 0), (HalfForSubset, 500), (PerOption, 666), (MinusForWrong, 666)]);
        check(&multiple, &[0, 1], [(AllOrNothing, 0), (HalfForSubset, 0), (PerOption, 0), (MinusForWrong, 0)]);
        check(&multiple, &[0, 2, 4], [(AllOrNothing, 0), (HalfForSubset, 0), (PerOption, 0), (MinusForWrong, 333)]);
        check(&multiple, &[], [(AllOrNothing, 0), (HalfForSubset, 0), (PerOption, 0), (MinusForWrong, 0)]);
    }

    #[test]
    fn ticking_everything_never_pays() {
        let multiple = Multiple { options: vec![String::new(); 4], answer: vec![0, 1], shuffle: true };
        for rule in [
            MultipleRule::AllOrNothing,
            MultipleRule::HalfForSubset,
            MultipleRule::PerOption,
            MultipleRule::MinusForWrong,
        ] {
            assert_eq!(multiple.mark(&[0, 1, 2, 3], rule), Share::NONE, "{rule:?}");
        }
    }
}
