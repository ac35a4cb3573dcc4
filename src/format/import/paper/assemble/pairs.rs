//! Questions that want two columns matched: their left sides have numbers as questions have.
use super::{Assembly, Part};
use crate::domain::bank::kind::Kind;
use crate::format::import::loose::{Said, asks_pairs};
use crate::format::import::paper::asked::Asked;
use crate::format::import::paper::number::Mark;
use crate::format::import::paper::scan;

impl Assembly<'_> {
    /// Whether the line is one of the left sides of a matching, which have numbers as questions have.
    pub(super) fn counts_pairs(&self, mark: Mark, rest: &str) -> bool {
        let Some((question, is_told)) = self.matching() else { return false };
        let goes_on = self.list == Some((mark.style, mark.value));
        let begins = mark.value == 1 && !question.stem.is_empty() && question.options.is_empty();
        (is_told || self.part == Part::Stem) && !asks_pairs(rest) && (goes_on || begins) && !scan::has_gap(rest)
    }

    /// The open question, if it wants two columns matched and has no answer yet, and whether its section says so.
    pub(super) fn matching(&self) -> Option<(&Asked, bool)> {
        let question = self.questions.last().filter(|question| self.is_open && question.answer.is_empty())?;
        let kind = question.kind.as_ref().or_else(|| self.sections.last().and_then(|section| section.kind.as_ref()));
        let is_told = kind == Some(&Said::Kind(Kind::Match));
        let is_one = is_told || question.stem.iter().any(|line| asks_pairs(line));
        (is_one && matches!(self.part, Part::Stem | Part::Options)).then_some((question, is_told))
    }
}
