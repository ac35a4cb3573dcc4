//! The plan of a paper: how many questions of which kind and from where, worth how much.
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::marking::Points;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blueprint {
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub kind: Kind,
    pub n: u16,
    /// What each question is worth.
    pub points: Points,
    pub stratum: Stratum,
}

/// The part of the pool that a section draws from; the default is all of it. Every condition that is set must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Stratum {
    pub bank: Option<BankId>,
    pub topic: Option<String>,
    pub level: Option<Level>,
}

impl Section {
    /// A section that draws from the whole pool.
    pub fn any(kind: Kind, n: u16, points: Points) -> Self {
        Self { kind, n, points, stratum: Stratum::default() }
    }
}

impl Blueprint {
    pub fn n_questions(&self) -> usize {
        self.sections.iter().map(|section| usize::from(section.n)).sum()
    }

    pub fn total(&self) -> Points {
        self.sections.iter().map(|section| Points(section.points.0.saturating_mul(u32::from(section.n)))).sum()
    }
}
