//! What happens in a session after it began. Steps are only ever added.
use crate::domain::bank::hash::Edition;
use crate::domain::bank::marking::Share;
use crate::domain::bank::question::Given;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Answered(Answer),
    /// The learner says of an answer that it was 蒙的, or takes that back.
    Guessed {
        item: u16,
        on: bool,
    },
    /// 存疑.
    Flagged {
        item: u16,
        on: bool,
    },
    /// The learner looks at this item now.
    Moved {
        item: u16,
    },
    /// The device's clock was set back while a clock was running.
    ClockSetBack,
    Finished(Ending),
    /// The page was left while that is counted.
    Left,
}

/// An answer as it was given, with what it earned then, so that a later change of marking changes no past result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub item: u16,
    pub given: Given,
    /// The question as it was then, so that a later edition knows whether it was asked the same.
    pub edition: Edition,
    pub share: Share,
    /// From the question's first showing in this visit to the answer.
    pub spent: Millis,
    pub guessed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// The last question was answered, too many were missed, or the practice was ended early.
    Completed,
    HandedIn,
    TimeOver,
}
