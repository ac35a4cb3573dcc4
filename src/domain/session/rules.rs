//! Practice modes and exams as values of one type. The session asks the rules, never the mode.
use crate::domain::bank::hash::BankHash;
use crate::domain::bank::id::BankId;
use crate::domain::bank::marking::{Marking, Points};
use crate::domain::paper::draw::Item;
use crate::domain::paper::seed::Seed;
use crate::domain::time::{Millis, UtcMillis};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    pub feedback: Feedback,
    /// The one clock of the whole paper; it does not stop while the app is closed.
    pub limit: Option<Millis>,
    /// Whether questions may be visited in any order and answers changed until the hand-in.
    pub may_go_back: bool,
    pub marking: Marking,
    /// What must be reached to pass, where there is such a line.
    pub pass: Option<Points>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feedback {
    /// Verdict, right answer and explanation after each answer, which is then final.
    AtOnce,
    /// Nothing until the paper is handed in.
    AtEnd,
    /// 背题: the right answer is shown beforehand, so there is nothing to answer and nothing to score.
    Beforehand,
}

impl Rules {
    pub const PRACTICE: Self =
        Self { feedback: Feedback::AtOnce, limit: None, may_go_back: true, marking: PLAIN, pass: None };

    pub const RECITE: Self = Self { feedback: Feedback::Beforehand, ..Self::PRACTICE };

    pub const fn mock_exam(limit: Millis, pass: Points, marking: Marking) -> Self {
        Self { feedback: Feedback::AtEnd, limit: Some(limit), may_go_back: true, marking, pass: Some(pass) }
    }
}

const PLAIN: Marking = Marking {
    multiple: crate::domain::bank::marking::MultipleRule::AllOrNothing,
    order: crate::domain::bank::marking::OrderRule::AllOrNothing,
};

/// What the learner set out to do: a label for lists, never asked by the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    Practice,
    Recite,
    MockExam,
}

impl Purpose {
    pub const ALL: [Self; 3] = [Self::Practice, Self::Recite, Self::MockExam];

    /// The name in saved events.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Recite => "recite",
            Self::MockExam => "mock",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Practice => "练习",
            Self::Recite => "背题",
            Self::MockExam => "模拟考试",
        }
    }
}

/// Everything a session is made from. Together with the questions and the steps it gives the same session anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    pub at: UtcMillis,
    pub purpose: Purpose,
    pub title: String,
    pub rules: Rules,
    pub seed: Seed,
    pub banks: Vec<BankUse>,
    pub items: Vec<Item>,
}

/// A bank as it was when the session began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankUse {
    pub id: BankId,
    /// Of a bundled bank; a bank by link may be too large to hash at the start.
    pub hash: Option<BankHash>,
    /// Where a bank by link came from.
    pub source: Option<String>,
}

impl Started {
    /// When time is over, if ever.
    pub fn deadline(&self) -> Option<UtcMillis> {
        self.rules.limit.map(|limit| self.at.plus(limit))
    }

    pub fn total(&self) -> Points {
        self.items.iter().map(|item| item.points).sum()
    }
}
