//! 判断题: a statement is right or wrong.
use crate::domain::bank::marking::Share;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Whether the statement is right.
    pub answer: bool,
}

impl Judge {
    pub const fn mark(&self, said: bool) -> Share {
        Share::when(said == self.answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saying_what_the_statement_is_earns_all() {
        for answer in [true, false] {
            assert_eq!(Judge { answer }.mark(answer), Share::FULL);
            assert_eq!(Judge { answer }.mark(!answer), Share::NONE);
        }
    }
}
