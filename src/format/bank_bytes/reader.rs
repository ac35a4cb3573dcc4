//! The numbers and the texts of a bank, as they are read back.
use super::{CITATION, FOREIGN_POINT, LEVEL, NO_POINT, POINTS, POSTS, RETIRED, TOPIC, later_id};
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Date, Document, Nature};
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{DocumentId, PointId, QuestionId};
use crate::domain::bank::kind::{Blank, Body, Judge, Kind, Matching, Multiple, Order, Part, Scenario, Single};
use crate::domain::bank::level::Level;
use crate::domain::bank::point::{Basis, Point, Post};
use crate::domain::bank::question::Question;
use crate::format::wire::In;

/// Takes no more memory than what is there asks for: whatever is counted takes a byte each.
pub(super) struct Reader<'a> {
    pub(super) numbers: In<'a>,
    pub(super) texts: &'a str,
    pub(super) shared: Vec<&'a str>,
    pub(super) id: String,
    pub(super) point: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> Option<u32> {
        self.numbers.u32()
    }

    fn small(&mut self) -> Option<u8> {
        u8::try_from(self.number()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        Some(self.number()? > 0)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        let (text, rest) = self.texts.split_once('\0')?;
        self.texts = rest;
        Some(text)
    }

    pub(super) fn string(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(super) fn list<T>(&mut self, read: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        for _ in 0..self.number()? {
            list.push(read(self)?);
        }
        Some(list)
    }

    fn strings(&mut self) -> Option<Vec<String>> {
        self.list(Self::string)
    }

    fn positions(&mut self) -> Option<Vec<u8>> {
        self.list(Self::small)
    }

    fn shared(&mut self) -> Option<&'a str> {
        self.maybe()?
    }

    pub(super) fn maybe(&mut self) -> Option<Option<&'a str>> {
        let text = match self.number()? as usize {
            0 => return Some(None),
            1 => {
                let text = self.text()?;
                self.shared.push(text);
                text
            }
            back => self.shared.get((self.shared.len() + 1).checked_sub(back)?)?,
        };
        Some(Some(text))
    }

    fn id(&mut self) -> Option<&str> {
        self.id = match self.number()? {
            0 => self.string()?,
            n => later_id(&self.id, n)?,
        };
        Some(&self.id)
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        Date::parse(self.shared()?)
    }

    pub(super) fn document(&mut self) -> Option<Document> {
        Some(Document {
            id: DocumentId::new(self.shared()?),
            title: self.string()?,
            nature: if self.flag()? { Nature::Study } else { Nature::Regulation },
            issuer: self.maybe()?.map(str::to_owned),
            edition: self.maybe()?.map(str::to_owned),
            effective: match self.maybe()? {
                Some(date) => Some(Date::parse(date)?),
                None => None,
            },
            checked: self.date()?,
            superseded_by: self.maybe()?.map(DocumentId::new),
        })
    }

    pub(super) fn point(&mut self) -> Option<Point> {
        Some(Point {
            id: PointId::new(self.id()?),
            title: self.string()?,
            text: self.string()?,
            citation: self.citation()?,
            basis: if self.flag()? { Basis::TwoSources } else { Basis::OneSource },
            topic: self.shared()?.to_owned(),
            level: self.level()?,
            posts: self.posts()?,
            contrast: self.list(|from| Some([from.string()?, from.string()?]))?,
        })
    }

    fn citation(&mut self) -> Option<Citation> {
        let document = DocumentId::new(self.shared()?);
        let place = match self.number()? {
            0 => Place::Whole,
            1 => Place::Section(self.shared()?.to_owned()),
            n => {
                let mut articles = Vec::new();
                for _ in 2..n {
                    articles.push(u16::try_from(self.number()?).ok()?);
                }
                Place::Articles(articles)
            }
        };
        Some(Citation { document, place })
    }

    fn level(&mut self) -> Option<Level> {
        Level::ALL.get(self.number()? as usize).copied()
    }

    fn posts(&mut self) -> Option<Vec<Post>> {
        self.list(|from| Post::ALL.get(from.number()? as usize).copied())
    }

    pub(super) fn question(&mut self, points: &[Point]) -> Option<Question> {
        let id = QuestionId::new(self.id()?);
        let mut known = None;
        let point = match self.number()? {
            NO_POINT => None,
            FOREIGN_POINT => Some(PointId::new(self.text()?)),
            n => {
                let position = self.point.checked_add((n - POINTS) as usize)?;
                self.point = position.checked_rem(points.len())?;
                known = points.get(self.point);
                known.map(|point| point.id.clone())
            }
        };
        let own = self.number()?;
        let topic = if own & TOPIC > 0 { self.shared()? } else { known.map_or("", |point| &point.topic) };
        let topic = topic.to_owned();
        let level = if own & LEVEL > 0 { self.level()? } else { known.map_or(Level::Basic, |point| point.level) };
        let posts = if own & POSTS > 0 { self.posts()? } else { known.map_or(Vec::new(), |point| point.posts.clone()) };
        let citation = match own & CITATION > 0 {
            false => known.map(|point| point.citation.clone()),
            true if self.flag()? => Some(self.citation()?),
            true => None,
        };
        let family = self.maybe()?.map(str::to_owned);
        let rev = self.number()?;
        let same = self.list(|from| Edition::parse(from.text()?))?;
        let Part { stem, body, explain } = self.asked(true)?;
        let retired = own & RETIRED > 0;
        Some(Question { id, point, topic, level, posts, citation, stem, body, explain, family, rev, retired, same })
    }

    fn asked(&mut self, whole: bool) -> Option<Part> {
        let kind = self.number()?;
        let (kind, rare) = (Kind::ALL.get(kind as usize / 2)?, kind % 2 > 0);
        let stem = self.string()?;
        let body = match kind {
            Kind::Single => Body::Single(Single { options: self.strings()?, answer: self.small()?, shuffle: !rare }),
            Kind::Multiple => {
                Body::Multiple(Multiple { options: self.strings()?, answer: self.positions()?, shuffle: !rare })
            }
            Kind::Judge => Body::Judge(Judge { answer: !rare }),
            Kind::Blank => Body::Blank(Blank { gaps: self.list(Self::strings)?, any_order: rare }),
            Kind::Order => Body::Order(Order { items: self.strings()? }),
            Kind::Match => {
                Body::Match(Matching { lefts: self.strings()?, rights: self.strings()?, answer: self.positions()? })
            }
            Kind::Scenario if whole => Body::Scenario(Scenario { parts: self.list(|from| from.asked(false))? }),
            Kind::Scenario => return None,
        };
        Some(Part { stem, body, explain: self.string()? })
    }
}
