//! The numbers and the texts of a bank, as they are written.
use super::{CITATION, FOREIGN_POINT, LEVEL, NO_POINT, POINTS, POSTS, RETIRED, TOPIC, later_id};
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Document, Nature};
use crate::domain::bank::id::{DocumentId, PointId};
use crate::domain::bank::kind::Body;
use crate::domain::bank::level::Level;
use crate::domain::bank::point::{Basis, Point, Post};
use crate::domain::bank::question::Question;
use crate::format::wire::Out;

#[derive(Default)]
pub(super) struct Writer {
    pub(super) numbers: Out,
    pub(super) texts: String,
    /// Texts that came once and may come again.
    shared: Vec<String>,
    /// The id written last.
    id: String,
    /// The position of the point named last.
    point: usize,
}

impl Writer {
    fn number(&mut self, number: u32) {
        self.numbers.number(number);
    }

    pub(super) fn count(&mut self, n: usize) {
        self.number(n as u32);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.texts.push_str(text);
        self.texts.push('\0');
    }

    fn texts(&mut self, texts: &[String]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    fn positions(&mut self, positions: &[u8]) {
        self.count(positions.len());
        positions.iter().for_each(|position| self.number(u32::from(*position)));
    }

    pub(super) fn shared(&mut self, text: &str) {
        self.maybe(Some(text));
    }

    /// 0 for none, 1 for a text that is new, then how far back a known one stands.
    pub(super) fn maybe(&mut self, text: Option<&str>) {
        let Some(text) = text else { return self.number(0) };
        match self.shared.iter().rposition(|known| known == text) {
            Some(position) => self.count(self.shared.len() - position + 1),
            None => {
                self.number(1);
                self.text(text);
                self.shared.push(text.to_owned());
            }
        }
    }

    fn id(&mut self, id: &str) {
        let figures = |id: &str| id[id.trim_end_matches(|letter: char| letter.is_ascii_digit()).len()..].parse::<u32>();
        let step = match (figures(&self.id), figures(id)) {
            (Ok(last), Ok(next)) => next.saturating_sub(last),
            _ => 0,
        };
        if step > 0 && later_id(&self.id, step).as_deref() == Some(id) {
            self.number(step);
        } else {
            self.number(0);
            self.text(id);
        }
        id.clone_into(&mut self.id);
    }

    pub(super) fn document(&mut self, document: &Document) {
        self.shared(document.id.as_str());
        self.text(&document.title);
        self.number(u32::from(document.nature == Nature::Study));
        self.maybe(document.issuer.as_deref());
        self.maybe(document.edition.as_deref());
        self.maybe(document.effective.map(|date| date.to_string()).as_deref());
        self.shared(&document.checked.to_string());
        self.maybe(document.superseded_by.as_ref().map(DocumentId::as_str));
    }

    pub(super) fn point(&mut self, point: &Point) {
        self.id(point.id.as_str());
        self.text(&point.title);
        self.text(&point.text);
        self.citation(&point.citation);
        self.number(u32::from(point.basis == Basis::TwoSources));
        self.shared(&point.topic);
        self.number(point.level as u32);
        self.posts(&point.posts);
        self.count(point.contrast.len());
        point.contrast.iter().flatten().for_each(|text| self.text(text));
    }

    fn citation(&mut self, citation: &Citation) {
        self.shared(citation.document.as_str());
        match &citation.place {
            Place::Whole => self.number(0),
            Place::Section(section) => {
                self.number(1);
                self.shared(section);
            }
            Place::Articles(articles) => {
                self.count(articles.len() + 2);
                articles.iter().for_each(|article| self.number(u32::from(*article)));
            }
        }
    }

    fn posts(&mut self, posts: &[Post]) {
        self.count(posts.len());
        posts.iter().for_each(|post| self.number(*post as u32));
    }

    pub(super) fn question(&mut self, question: &Question, points: &[Point]) {
        self.id(question.id.as_str());
        let place = |id: &PointId| points.iter().position(|point| point.id == *id);
        let point = match question.point.as_ref().map(|id| (id, place(id))) {
            None => {
                self.number(NO_POINT);
                None
            }
            Some((id, None)) => {
                self.number(FOREIGN_POINT);
                self.text(id.as_str());
                None
            }
            Some((_, Some(position))) => {
                self.number((position + points.len() - self.point) as u32 % points.len() as u32 + POINTS);
                self.point = position;
                points.get(position)
            }
        };
        let differs = |flag: u32, same: bool| if same { 0 } else { flag };
        let own = differs(TOPIC, question.topic == point.map_or("", |point| &point.topic))
            | differs(LEVEL, question.level == point.map_or(Level::Basic, |point| point.level))
            | differs(POSTS, question.posts == point.map_or(&[][..], |point| &point.posts))
            | differs(CITATION, question.citation.as_ref() == point.map(|point| &point.citation))
            | differs(RETIRED, !question.retired);
        self.number(own);
        if own & TOPIC > 0 {
            self.shared(&question.topic);
        }
        if own & LEVEL > 0 {
            self.number(question.level as u32);
        }
        if own & POSTS > 0 {
            self.posts(&question.posts);
        }
        if own & CITATION > 0 {
            self.number(u32::from(question.citation.is_some()));
            question.citation.iter().for_each(|citation| self.citation(citation));
        }
        self.maybe(question.family.as_deref());
        self.number(question.rev);
        self.count(question.same.len());
        question.same.iter().for_each(|edition| self.text(&edition.to_string()));
        self.asked(&question.stem, &question.body, &question.explain);
    }

    /// What a question and a part of a scenario have in common. The kind's number is doubled, to tell of each kind what
    /// most of its questions have from what few have.
    fn asked(&mut self, stem: &str, body: &Body, explain: &str) {
        let rare = match body {
            Body::Single(single) => !single.shuffle,
            Body::Multiple(multiple) => !multiple.shuffle,
            Body::Judge(judge) => !judge.answer,
            Body::Blank(blank) => blank.any_order,
            Body::Order(_) | Body::Match(_) | Body::Scenario(_) => false,
        };
        self.number(body.kind() as u32 * 2 + u32::from(rare));
        self.text(stem);
        match body {
            Body::Single(single) => {
                self.texts(&single.options);
                self.number(u32::from(single.answer));
            }
            Body::Multiple(multiple) => {
                self.texts(&multiple.options);
                self.positions(&multiple.answer);
            }
            Body::Judge(_) => {}
            Body::Blank(blank) => {
                self.count(blank.gaps.len());
                blank.gaps.iter().for_each(|gap| self.texts(gap));
            }
            Body::Order(order) => self.texts(&order.items),
            Body::Match(matching) => {
                self.texts(&matching.lefts);
                self.texts(&matching.rights);
                self.positions(&matching.answer);
            }
            Body::Scenario(scenario) => {
                self.count(scenario.parts.len());
                scenario.parts.iter().for_each(|part| self.asked(&part.stem, &part.body, &part.explain));
            }
        }
        self.text(explain);
    }
}
