//! A bank: its questions, the points they ask about and the documents those rest on.
use super::document::Document;
use super::hash::BankHash;
use super::id::{BankId, DocumentId, PointId, QuestionId};
use super::point::{Basis, Point};
use super::question::Question;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    pub id: BankId,
    pub title: String,
    /// The document that the whole bank is about, if it is about one.
    pub document: Option<DocumentId>,
    pub reviews: Vec<Review>,
    pub documents: Vec<Document>,
    pub points: Vec<Point>,
    pub questions: Vec<Question>,
}

/// Who-less note of a reading of the bank against its sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub on: super::document::Date,
    pub note: String,
}

impl Bank {
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == *id)
    }

    pub fn point(&self, id: &PointId) -> Option<&Point> {
        self.points.iter().find(|point| point.id == *id)
    }

    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == *id)
    }

    /// Questions that new papers may ask.
    pub fn live(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| !question.retired)
    }

    /// Topics in the order of their first point or question.
    pub fn topics(&self) -> Vec<&str> {
        let mut topics = Vec::new();
        let of_points = self.points.iter().map(|point| point.topic.as_str());
        for topic in of_points.chain(self.questions.iter().map(|question| question.topic.as_str())) {
            if !topic.is_empty() && !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        topics
    }

    /// What questions need: points keep what questions take from them, and neither cards nor reviews are there.
    pub fn without_cards(&self) -> Self {
        let mut bank = Self { reviews: Vec::new(), ..self.clone() };
        for point in &mut bank.points {
            let (title, text, contrast) = (String::new(), String::new(), Vec::new());
            *point = Point { title, text, contrast, basis: Basis::OneSource, ..point.clone() };
        }
        bank
    }

    /// What [`Bank::without_cards`] leaves out, with all of each point.
    pub fn cards(&self) -> Self {
        Self { documents: Vec::new(), questions: Vec::new(), ..self.clone() }
    }

    /// The whole bank again.
    pub fn with_cards(&self, cards: Self) -> Self {
        let mut bank = self.clone();
        (bank.reviews, bank.points) = (cards.reviews, cards.points);
        bank
    }

    pub fn hash(&self) -> BankHash {
        BankHash::of(self.questions.iter().map(|question| (&question.id, question.hash())))
    }
}
