//! What a bank loses on its way out into another format, told before anybody downloads it.
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::kind::{Body, Kind};
use crate::domain::bank::question::Question;
use std::fmt;

/// One thing that a format cannot carry, with the questions it is lost from, in the order of the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub what: What,
    pub ids: Vec<QuestionId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Whole questions of a kind that the format does not have.
    Kind(Kind),
    /// Whole questions: a fill-in of more gaps than one.
    SeveralGaps,
    /// Whole questions: a text in them would be taken for a mark of the format.
    Ambiguous,
    /// The point behind a question and the card that tells of it.
    Point,
    Citation,
    Topic,
    Level,
    Posts,
    Family,
    Explanation,
    /// Emphasis in a stem; the words stay.
    Emphasis,
    /// Line breaks, which become spaces.
    LineBreaks,
    /// That options stay in the order they are written in.
    FixedOrder,
    /// That the answers of several gaps may stand in each other's gaps.
    AnyOrder,
    /// Accepted answers of a gap beyond the first.
    Alternatives,
    /// Rights of a matching that belong to no left.
    ExtraRights,
}

/// `lost` says what one question loses; whoever loses a whole question names that alone.
pub fn left_out(bank: &Bank, lost: impl Fn(&Question) -> Vec<What>) -> Vec<LeftOut> {
    let mut all: Vec<LeftOut> = Vec::new();
    for question in bank.live() {
        for what in lost(question) {
            match all.iter_mut().find(|left_out| left_out.what == what) {
                Some(left_out) => left_out.ids.push(question.id.clone()),
                None => all.push(LeftOut { what, ids: vec![question.id.clone()] }),
            }
        }
    }
    // What is lost wholly comes first.
    let (mut first, rest): (Vec<LeftOut>, Vec<LeftOut>) = all.into_iter().partition(|left_out| left_out.is_whole());
    first.extend(rest);
    first
}

/// Those among `asked` that `question` has at all, so that nothing is called lost that was never there.
pub fn present(question: &Question, asked: &[What]) -> Vec<What> {
    asked.iter().copied().filter(|what| is_there(question, *what)).collect()
}

fn is_there(question: &Question, what: What) -> bool {
    match what {
        What::Kind(kind) => question.kind() == kind,
        What::SeveralGaps => matches!(&question.body, Body::Blank(blank) if blank.gaps.len() > 1),
        What::Ambiguous => false,
        What::Point => question.point.is_some(),
        What::Citation => question.citation.is_some(),
        What::Topic => !question.topic.is_empty(),
        // Every question has one.
        What::Level => true,
        What::Posts => !question.posts.is_empty(),
        What::Family => question.family.is_some(),
        What::Explanation => {
            !question.explain.is_empty() || question.body.parts().iter().any(|part| !part.explain.is_empty())
        }
        What::Emphasis => question.plain_stem() != question.stem,
        What::LineBreaks => {
            question.stem.contains('\n') || question.body.options().iter().any(|text| text.contains('\n'))
        }
        What::FixedOrder => matches!(&question.body, Body::Single(_) | Body::Multiple(_)) && !question.body.shuffles(),
        What::AnyOrder => matches!(&question.body, Body::Blank(blank) if blank.any_order && blank.gaps.len() > 1),
        What::Alternatives => {
            matches!(&question.body, Body::Blank(blank) if blank.gaps.iter().any(|gap| gap.len() > 1))
        }
        What::ExtraRights => matches!(&question.body, Body::Match(matching) if !matching.extra().is_empty()),
    }
}

impl LeftOut {
    /// Whether these questions are not written at all.
    pub fn is_whole(&self) -> bool {
        matches!(self.what, What::Kind(_) | What::SeveralGaps | What::Ambiguous)
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.ids.len();
        match self.what {
            What::Kind(kind) => write!(f, "这种格式没有{}，有{n}道题不会导出", kind.label()),
            What::SeveralGaps => write!(f, "这种格式一道题只能有一个空，有{n}道多空填空题不会导出"),
            What::Ambiguous => write!(f, "有{n}道题的文字会被这种格式当成记号，不会导出"),
            What::Point => write!(f, "{n}道题对应的知识点不会导出"),
            What::Citation => write!(f, "{n}道题的出处不会导出"),
            What::Topic => write!(f, "{n}道题的主题不会导出"),
            What::Level => write!(f, "{n}道题的难度不会导出"),
            What::Posts => write!(f, "{n}道题适用的岗位不会导出"),
            What::Family => write!(f, "{n}道题的同类题标记不会导出，组卷时可能抽到相近的题"),
            What::Explanation => write!(f, "{n}道题的解析不会导出"),
            What::Emphasis => write!(f, "{n}道题的题干有着重的字，导出后不再着重"),
            What::LineBreaks => write!(f, "{n}道题里的换行会变成空格"),
            What::FixedOrder => write!(f, "{n}道题的选项要按原来的顺序排列，导出后可能被打乱"),
            What::AnyOrder => write!(f, "{n}道填空题的答案原本不分先后，导出后必须按顺序填写"),
            What::Alternatives => write!(f, "{n}道填空题只导出每空的第一个答案，其他写法不会导出"),
            What::ExtraRights => write!(f, "{n}道配对题里多余的选项不会导出"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::export::sample::{bank, order, question, single};

    #[test]
    fn questions_that_lose_the_same_are_told_together_and_whole_ones_first() {
        let retired = Question { retired: true, ..question("3", order(&["一", "二", "三"])) };
        let bank = bank(vec![
            question("1", single(&["甲", "乙"], 0)),
            question("2", order(&["一", "二", "三"])),
            retired,
            question("4", single(&["甲", "乙"], 1)),
        ]);
        let lost = left_out(&bank, |question| match question.kind() {
            Kind::Order => vec![What::Kind(Kind::Order)],
            _ => present(question, &[What::Citation, What::Posts, What::Emphasis]),
        });
        let told: Vec<String> = lost.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["这种格式没有排序题，有1道题不会导出", "2道题的出处不会导出"]);
        let ids = |ids: &[&str]| ids.iter().map(|id| QuestionId::new(*id)).collect::<Vec<_>>();
        assert_eq!((&lost[0].ids, &lost[1].ids), (&ids(&["2"]), &ids(&["1", "4"])));
    }
}
