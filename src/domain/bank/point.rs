//! 知识点: one fact, as a card to learn; questions ask about it.
use super::citation::Citation;
use super::id::PointId;
use super::level::Level;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    pub id: PointId,
    /// Empty, as everything that only the card shows, in a bank without its cards.
    pub title: String,
    /// In our own words.
    pub text: String,
    pub citation: Citation,
    pub basis: Basis,
    pub topic: String,
    pub level: Level,
    /// Whose duty the fact is; empty means everyone's.
    pub posts: Vec<Post>,
    /// 易混对照: what this fact is easily mistaken for, each name with what it means.
    pub contrast: Vec<[String; 2]>,
}

/// How well a fact is supported. What is only remembered makes no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    OneSource,
    TwoSources,
}

impl Basis {
    pub const ALL: [Self; 2] = [Self::OneSource, Self::TwoSources];

    pub const fn key(self) -> &'static str {
        match self {
            Self::OneSource => "one-source",
            Self::TwoSources => "two-sources",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.key() == key)
    }
}

/// A post in Party work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Post {
    BranchSecretary,
    CommitteeMember,
    Organizer,
    DisciplineMember,
    OrgSecretary,
    PartyGroup,
}

impl Post {
    pub const ALL: [Self; 6] = [
        Self::BranchSecretary,
        Self::CommitteeMember,
        Self::Organizer,
        Self::DisciplineMember,
        Self::OrgSecretary,
        Self::PartyGroup,
    ];

    pub const fn key(self) -> &'static str {
        match self {
            Self::BranchSecretary => "branch-secretary",
            Self::CommitteeMember => "committee-member",
            Self::Organizer => "organizer",
            Self::DisciplineMember => "discipline-member",
            Self::OrgSecretary => "org-secretary",
            Self::PartyGroup => "party-group",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|post| post.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::BranchSecretary => "支部书记",
            Self::CommitteeMember => "支部委员",
            Self::Organizer => "组织员",
            Self::DisciplineMember => "纪检委员",
            Self::OrgSecretary => "机关党委书记、副书记",
            Self::PartyGroup => "党组（党委）成员",
        }
    }
}
