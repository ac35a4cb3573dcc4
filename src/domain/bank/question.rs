//! One question of a bank and what may be answered to it.
use super::citation::Citation;
use super::document::Document;
use super::hash::{ContentHash, Edition};
use super::id::{PointId, QuestionId};
use super::kind::{Body, Kind, Part};
use super::level::Level;
use super::marking::{Marking, Share};
use super::point::Post;
use super::text::plain;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    /// The fact it asks about; a bank by link may have none.
    pub point: Option<PointId>,
    pub topic: String,
    pub level: Level,
    pub posts: Vec<Post>,
    pub citation: Option<Citation>,
    /// What is asked; of a scenario its material. Emphasis is marked, see [`super::text::emphasis`].
    pub stem: String,
    pub body: Body,
    pub explain: String,
    /// Near-duplicates share a family: a paper holds one of them at most.
    pub family: Option<String>,
    /// Grows when the meaning changes.
    pub rev: u32,
    /// Kept for the history, out of new papers.
    pub retired: bool,
    /// Earlier editions that meant the same: only a slip of the pen was mended since.
    pub same: Vec<Edition>,
}

impl Question {
    pub fn kind(&self) -> Kind {
        self.body.kind()
    }

    pub fn mark(&self, given: &Given, marking: &Marking) -> Share {
        self.body.mark(given, marking)
    }

    /// A part of a scenario as a question of its own, which says nothing of its source.
    pub fn part(&self, part: &Part) -> Self {
        let Part { stem, body, explain } = part.clone();
        Self { stem, body, explain, citation: None, ..self.clone() }
    }

    /// The stem in one line of plain text, for lists and for copying.
    pub fn plain_stem(&self) -> String {
        plain(&self.stem)
    }

    pub fn hash(&self) -> ContentHash {
        ContentHash::of(&self.stem, &self.body)
    }

    /// Whether an answer to `edition` is an answer to the question as it stands.
    pub fn means_the_same(&self, edition: Edition) -> bool {
        self.same.contains(&edition) || self.hash().edition() == edition
    }
}

/// An answer in authored positions, never in shown ones, so that it can be marked by somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Given {
    /// Positions chosen, ascending and distinct; see [`Given::options`].
    Options(Vec<u8>),
    Judge(bool),
    /// One text per gap, empty where nothing was written.
    Blanks(Vec<String>),
    /// Authored positions in the order the learner put them.
    Order(Vec<u8>),
    /// For each left the authored position of the right chosen, if one was.
    Match(Vec<Option<u8>>),
    /// What was given to each part of a scenario.
    Parts(Vec<Given>),
}

impl Given {
    /// A choice; order and repeats do not matter.
    pub fn options(positions: impl IntoIterator<Item = u8>) -> Self {
        let mut chosen: Vec<u8> = Vec::new();
        for position in positions {
            if let Err(place) = chosen.binary_search(&position) {
                chosen.insert(place, position);
            }
        }
        Self::Options(chosen)
    }

    /// Whether there is nothing in it yet.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Options(positions) | Self::Order(positions) => positions.is_empty(),
            Self::Judge(_) => false,
            Self::Blanks(texts) => texts.iter().all(|text| text.trim().is_empty()),
            Self::Match(chosen) => chosen.iter().all(Option::is_none),
            Self::Parts(parts) => parts.iter().all(Self::is_empty),
        }
    }
}

/// `《title》place · edition`, the line under an explanation.
pub fn cite_line(citation: &Citation, document: Option<&Document>) -> String {
    match document {
        Some(document) => format!("《{}》{} · {}", document.title, citation.place, document.standing()),
        None => citation.place.to_string(),
    }
}
