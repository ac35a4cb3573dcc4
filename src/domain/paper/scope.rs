//! Which questions of a bank a practice or a paper may take.
use super::draw::Candidate;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::{PointId, QuestionRef};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::question::Question;
use std::sync::Arc;

/// Every condition that is set must hold; none set means the whole bank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    pub topic: Option<String>,
    pub kind: Option<Kind>,
    pub level: Option<Level>,
    pub point: Option<PointId>,
}

impl Scope {
    pub fn holds(&self, question: &Question) -> bool {
        !question.retired
            && self.topic.as_ref().is_none_or(|topic| *topic == question.topic)
            && self.kind.is_none_or(|kind| kind == question.kind())
            && self.level.is_none_or(|level| level == question.level)
            && self.point.as_ref().is_none_or(|point| question.point.as_ref() == Some(point))
    }

    /// The bank's questions in scope, in the bank's order.
    pub fn candidates(&self, bank: &Bank) -> Vec<Candidate> {
        let questions = bank.questions.iter().filter(|question| self.holds(question));
        let mut topic: Arc<str> = Arc::default();
        questions
            .map(|question| Candidate {
                question: QuestionRef { bank: bank.id.clone(), question: question.id.clone() },
                kind: question.kind(),
                level: question.level,
                topic: {
                    // Questions of one topic stand together and share its name.
                    if *topic != *question.topic {
                        topic = question.topic.as_str().into();
                    }
                    topic.clone()
                },
                // Families are named within a bank.
                family: question.family.as_ref().map(|family| format!("{}/{family}", bank.id)),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::{BankId, QuestionId};
    use crate::domain::bank::kind::{Body, Judge};

    #[test]
    fn retired_questions_are_in_no_scope_and_conditions_all_hold() {
        let question = |id: &str, topic: &str, retired| Question {
            id: QuestionId::new(id),
            point: None,
            topic: topic.into(),
            level: Level::Basic,
            posts: Vec::new(),
            citation: None,
            stem: "题".into(),
            body: Body::Judge(Judge { answer: true }),
            explain: String::new(),
            family: Some("f".into()),
            rev: 1,
            retired,
            same: Vec::new(),
        };
        let bank = Bank {
            id: BankId::new("b"),
            title: "库".into(),
            document: None,
            reviews: Vec::new(),
            documents: Vec::new(),
            points: Vec::new(),
            questions: vec![question("1", "甲", false), question("2", "甲", true), question("3", "乙", false)],
        };
        let ids = |scope: Scope| -> Vec<String> {
            scope.candidates(&bank).iter().map(|candidate| candidate.question.question.to_string()).collect()
        };
        assert_eq!(ids(Scope::default()), ["1", "3"]);
        assert_eq!(ids(Scope { topic: Some("甲".into()), ..Scope::default() }), ["1"]);
        assert!(ids(Scope { topic: Some("甲".into()), kind: Some(Kind::Single), ..Scope::default() }).is_empty());
        assert_eq!(Scope::default().candidates(&bank)[0].family.as_deref(), Some("b/f"));
    }
}
