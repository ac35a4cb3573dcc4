//! 单选题: one of several options is right.
use crate::domain::bank::marking::Share;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Single {
    pub options: Vec<String>,
    /// Position of the right option, counted from 0.
    pub answer: u8,
    pub shuffle: bool,
}

impl Single {
    pub fn mark(&self, positions: &[u8]) -> Share {
        Share::when(positions == [self.answer])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_alone_is_right() {
        let single = Single { options: vec!["甲".into(), "乙".into(), "丙".into()], answer: 1, shuffle: true };
        for (given, right) in [(&[1][..], true), (&[0], false), (&[], false), (&[0, 1], false), (&[9], false)] {
            assert_eq!(single.mark(given), Share::when(right), "{given:?}");
        }
    }
}
