//! Practice modes and exams as values of one type. The session asks the rules, never the mode.
use super::entry::Entry;
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
    /// The clock of each question, from its first showing to its final answer; it does not stop either.
    pub per_question: Option<Millis>,
    /// 挑战: the session ends with this many-th question that is not fully right.
    pub misses: Option<u16>,
    /// Whether leaving the page is counted.
    pub watch: bool,
    /// Whether options stand in an order of the paper's own, or as authored.
    pub shuffles: bool,
    /// Until then nobody sees what was right, handed in or not.
    pub hidden_until: Option<UtcMillis>,
    /// Whether questions may be visited in any order and answers changed until the hand-in; see [`Rules::goes_back`].
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
    pub const PRACTICE: Self = Self {
        feedback: Feedback::AtOnce,
        limit: None,
        per_question: None,
        misses: None,
        watch: false,
        shuffles: true,
        hidden_until: None,
        may_go_back: true,
        marking: PLAIN,
        pass: None,
    };

    pub const RECITE: Self = Self { feedback: Feedback::Beforehand, ..Self::PRACTICE };

    pub const fn mock_exam(limit: Millis, pass: Points, marking: Marking) -> Self {
        Self { feedback: Feedback::AtEnd, limit: Some(limit), marking, pass: Some(pass), ..Self::PRACTICE }
    }

    /// 挑战: the first miss ends it.
    pub const fn challenge(per_question: Millis) -> Self {
        Self { per_question: Some(per_question), misses: Some(1), may_go_back: false, ..Self::PRACTICE }
    }

    /// Who passes a question by has used its time up or missed it, so then there is no way back whatever is said.
    pub const fn goes_back(&self) -> bool {
        self.may_go_back && self.per_question.is_none() && self.misses.is_none()
    }

    /// Whether what was right is still kept back, though the paper is handed in.
    pub fn hides(&self, now: UtcMillis) -> bool {
        self.hidden_until.is_some_and(|until| now < until)
    }

    /// Whether clocks or misses may end it without the learner.
    pub const fn ends_itself(&self) -> bool {
        self.has_clock() || self.misses.is_some()
    }

    pub const fn has_clock(&self) -> bool {
        self.limit.is_some() || self.per_question.is_some()
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
    Contest,
    Challenge,
    Duel,
}

impl Purpose {
    pub const ALL: [Self; 6] =
        [Self::Practice, Self::Recite, Self::MockExam, Self::Contest, Self::Challenge, Self::Duel];

    /// The name in saved events.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Recite => "recite",
            Self::MockExam => "mock",
            Self::Contest => "contest",
            Self::Challenge => "challenge",
            Self::Duel => "duel",
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
            Self::Contest => "竞赛",
            Self::Challenge => "挑战答题",
            Self::Duel => "对战",
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
    /// Of a contest.
    pub entry: Option<Entry>,
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
    /// When the time of the whole paper is over, if ever.
    pub fn deadline(&self) -> Option<UtcMillis> {
        self.rules.limit.map(|limit| self.at.plus(limit))
    }

    pub fn total(&self) -> Points {
        self.items.iter().map(|item| item.points).sum()
    }
}
