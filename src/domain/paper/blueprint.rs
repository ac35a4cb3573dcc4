//! The plan of a paper: how many questions of which kind, worth how much.
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::Points;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blueprint {
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    pub kind: Kind,
    pub n: u16,
    /// What each question is worth.
    pub points: Points,
}

impl Blueprint {
    pub fn n_questions(&self) -> usize {
        self.sections.iter().map(|section| usize::from(section.n)).sum()
    }

    pub fn total(&self) -> Points {
        self.sections.iter().map(|section| Points(section.points.0.saturating_mul(u32::from(section.n)))).sum()
    }
}
