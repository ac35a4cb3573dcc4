//! The kinds of question: one tagged enum, one file per kind, one `match` to reach it.
mod blank;
mod judge;
mod matching;
mod multiple;
mod order;
mod scenario;
mod single;

use super::marking::{Marking, Share};
use super::question::Given;
pub use blank::{Blank, GAP};
pub use judge::Judge;
pub use matching::Matching;
pub use multiple::Multiple;
pub use order::Order;
pub use scenario::{Part, Scenario};
pub use single::Single;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Single,
    Multiple,
    Judge,
    Blank,
    Order,
    Match,
    Scenario,
}

impl Kind {
    /// In the order that papers ask them. New kinds come last: catalogs count by position.
    pub const ALL: [Self; 7] =
        [Self::Single, Self::Multiple, Self::Judge, Self::Blank, Self::Order, Self::Match, Self::Scenario];

    /// The name in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Judge => "judge",
            Self::Blank => "blank",
            Self::Order => "order",
            Self::Match => "match",
            Self::Scenario => "scenario",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Single => "单选题",
            Self::Multiple => "多选题",
            Self::Judge => "判断题",
            Self::Blank => "填空题",
            Self::Order => "排序题",
            Self::Match => "配对题",
            Self::Scenario => "情景题",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    Single(Single),
    Multiple(Multiple),
    Judge(Judge),
    Blank(Blank),
    Order(Order),
    Match(Matching),
    Scenario(Scenario),
}

impl Body {
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Single(_) => Kind::Single,
            Self::Multiple(_) => Kind::Multiple,
            Self::Judge(_) => Kind::Judge,
            Self::Blank(_) => Kind::Blank,
            Self::Order(_) => Kind::Order,
            Self::Match(_) => Kind::Match,
            Self::Scenario(_) => Kind::Scenario,
        }
    }

    /// An answer of another kind than the question's earns nothing.
    pub fn mark(&self, given: &Given, marking: &Marking) -> Share {
        match (self, given) {
            (Self::Single(single), Given::Options(positions)) => single.mark(positions),
            (Self::Multiple(multiple), Given::Options(positions)) => multiple.mark(positions, marking.multiple),
            (Self::Judge(judge), Given::Judge(said)) => judge.mark(*said),
            (Self::Blank(blank), Given::Blanks(texts)) => blank.mark(texts),
            (Self::Order(order), Given::Order(positions)) => order.mark(positions, marking.order),
            (Self::Match(matching), Given::Match(chosen)) => matching.mark(chosen),
            (Self::Scenario(scenario), Given::Parts(parts)) => scenario.mark(parts, marking),
            _ => Share::NONE,
        }
    }

    /// The answer that earns everything, as the learner would give it.
    pub fn key(&self) -> Given {
        match self {
            Self::Single(single) => Given::Options(vec![single.answer]),
            Self::Multiple(multiple) => Given::options(multiple.answer.iter().copied()),
            Self::Judge(judge) => Given::Judge(judge.answer),
            Self::Blank(blank) => {
                Given::Blanks(blank.gaps.iter().map(|gap| gap.first().cloned().unwrap_or_default()).collect())
            }
            Self::Order(order) => Given::Order((0..order.items.len()).map(|idx| idx as u8).collect()),
            Self::Match(matching) => Given::Match(matching.answer.iter().copied().map(Some).collect()),
            Self::Scenario(scenario) => Given::Parts(scenario.parts.iter().map(|part| part.body.key()).collect()),
        }
    }

    /// The texts a learner chooses among or puts in order, in authored order; none for judge and blank, and none for
    /// a scenario, whose parts have their own.
    pub fn options(&self) -> &[String] {
        match self {
            Self::Single(single) => &single.options,
            Self::Multiple(multiple) => &multiple.options,
            Self::Order(order) => &order.items,
            Self::Match(matching) => &matching.rights,
            Self::Judge(_) | Self::Blank(_) | Self::Scenario(_) => &[],
        }
    }

    /// Whether the options may be shown in another order than the authored one.
    pub const fn shuffles(&self) -> bool {
        match self {
            Self::Single(single) => single.shuffle,
            Self::Multiple(multiple) => multiple.shuffle,
            Self::Order(_) | Self::Match(_) => true,
            Self::Judge(_) | Self::Blank(_) | Self::Scenario(_) => false,
        }
    }

    /// The right answer in words, as an explanation's first line says it.
    pub fn key_in_words(&self) -> String {
        match self {
            Self::Single(single) => single.options.get(usize::from(single.answer)).cloned().unwrap_or_default(),
            Self::Multiple(multiple) => {
                let right = multiple.answer.iter().filter_map(|position| multiple.options.get(usize::from(*position)));
                right.map(String::as_str).collect::<Vec<_>>().join("；")
            }
            Self::Judge(judge) => if judge.answer { "对" } else { "错" }.to_owned(),
            Self::Blank(blank) => {
                blank.gaps.iter().filter_map(|gap| gap.first()).map(String::as_str).collect::<Vec<_>>().join("；")
            }
            Self::Order(order) => order.items.join(" → "),
            Self::Match(matching) => {
                matching.pairs().map(|(left, right)| format!("{left}：{right}")).collect::<Vec<_>>().join("；")
            }
            Self::Scenario(scenario) => {
                scenario.parts.iter().map(|part| part.body.key_in_words()).collect::<Vec<_>>().join("；")
            }
        }
    }

    /// The parts of a scenario; other kinds have none.
    pub fn parts(&self) -> &[Part] {
        if let Self::Scenario(scenario) = self { &scenario.parts } else { &[] }
    }

    /// Every text that a learner reads besides the stem, for a search.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.options().iter().map(String::as_str).collect();
        if let Self::Match(matching) = self {
            texts.extend(matching.lefts.iter().map(String::as_str));
        }
        for part in self.parts() {
            texts.extend([part.stem.as_str(), &part.explain]);
            texts.extend(part.body.texts());
        }
        texts
    }
}
