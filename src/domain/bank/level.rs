//! How far into the subject a fact lies.

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Basic,
    Advanced,
    Applied,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::Basic, Self::Advanced, Self::Applied];

    /// The name in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Advanced => "advanced",
            Self::Applied => "applied",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Basic => "基础",
            Self::Advanced => "进阶",
            Self::Applied => "应用",
        }
    }
}
