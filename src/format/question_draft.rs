//! A question that is half typed, as bytes on the author's device: a version, then postcard of the raw twin. Bytes of a
//! newer version or damaged ones give nothing, and whoever keeps them leaves them where they are.
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::{DocumentId, PointId, QuestionId};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::point::Post;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;

/// What was typed, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HalfTyped {
    pub place: Spot,
    pub draft: Draft,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// In the place of a question that the bank has.
    Of(QuestionId),
    /// New, behind this one, or last.
    New(Option<QuestionId>),
}

#[derive(Serialize, Deserialize)]
struct RawHalfTyped {
    of: Option<String>,
    behind: Option<String>,
    draft: RawDraft,
}

/// The raw twin of a draft, for whatever keeps drafts.
#[derive(Serialize, Deserialize)]
pub(super) struct RawDraft {
    kind: String,
    stem: String,
    options: Vec<String>,
    keys: Vec<u8>,
    shuffle: bool,
    judged: Option<bool>,
    gaps: Vec<Vec<String>>,
    any_order: bool,
    pairs: Vec<[String; 2]>,
    extra: Vec<String>,
    parts: Vec<RawDraft>,
    explain: String,
    topic: String,
    level: String,
    posts: Vec<String>,
    point: Option<String>,
    citation: Option<(String, RawPlace)>,
    family: Option<String>,
}

#[derive(Serialize, Deserialize)]
enum RawPlace {
    Articles(Vec<u16>),
    Section(String),
    Whole,
}

/// The same content always gives the same bytes.
pub fn write(typed: &HalfTyped) -> Vec<u8> {
    let id = |id: &QuestionId| id.to_string();
    let (of, behind) = match &typed.place {
        Spot::Of(question) => (Some(id(question)), None),
        Spot::New(behind) => (None, behind.as_ref().map(id)),
    };
    let raw = RawHalfTyped { of, behind, draft: RawDraft::of(&typed.draft) };
    let mut bytes = vec![VERSION];
    let body = postcard::to_allocvec(&raw);
    bytes.extend(body.expect("raw twins are plain structs of strings and numbers, which always serialise"));
    bytes
}

pub fn read(bytes: &[u8]) -> Option<HalfTyped> {
    let (&VERSION, body) = bytes.split_first()? else { return None };
    let (raw, rest) = postcard::take_from_bytes::<RawHalfTyped>(body).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let place = match raw.of {
        Some(of) => Spot::Of(QuestionId::new(of)),
        None => Spot::New(raw.behind.map(QuestionId::new)),
    };
    Some(HalfTyped { place, draft: raw.draft.read()? })
}

impl RawDraft {
    pub(super) fn of(draft: &Draft) -> Self {
        let place = |citation: Citation| {
            let place = match citation.place {
                Place::Articles(articles) => RawPlace::Articles(articles),
                Place::Section(section) => RawPlace::Section(section),
                Place::Whole => RawPlace::Whole,
            };
            (citation.document.to_string(), place)
        };
        let draft = draft.clone();
        Self {
            kind: draft.kind.key().to_owned(),
            stem: draft.stem,
            options: draft.options,
            keys: draft.keys,
            shuffle: draft.shuffle,
            judged: draft.judged,
            gaps: draft.gaps,
            any_order: draft.any_order,
            pairs: draft.pairs,
            extra: draft.extra,
            parts: draft.parts.iter().map(Self::of).collect(),
            explain: draft.explain,
            topic: draft.topic,
            level: draft.level.key().to_owned(),
            posts: draft.posts.iter().map(|post| post.key().to_owned()).collect(),
            point: draft.point.map(|point| point.to_string()),
            citation: draft.citation.map(place),
            family: draft.family,
        }
    }

    pub(super) fn read(self) -> Option<Draft> {
        let citation = |(document, place): (String, RawPlace)| {
            let place = match place {
                RawPlace::Articles(articles) => Place::Articles(articles),
                RawPlace::Section(section) => Place::Section(section),
                RawPlace::Whole => Place::Whole,
            };
            Citation { document: DocumentId::new(document), place }
        };
        Some(Draft {
            kind: Kind::from_key(&self.kind)?,
            stem: self.stem,
            options: self.options,
            keys: self.keys,
            shuffle: self.shuffle,
            judged: self.judged,
            gaps: self.gaps,
            any_order: self.any_order,
            pairs: self.pairs,
            extra: self.extra,
            parts: self.parts.into_iter().map(Self::read).collect::<Option<_>>()?,
            explain: self.explain,
            topic: self.topic,
            level: Level::from_key(&self.level)?,
            posts: self.posts.iter().map(|key| Post::from_key(key)).collect::<Option<_>>()?,
            point: self.point.map(PointId::new),
            citation: self.citation.map(citation),
            family: self.family,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    /// Everything that any kind holds, with this one chosen.
    fn full(kind: Kind) -> Draft {
        Draft {
            kind,
            stem: "党员大会____召开一次".to_owned(),
            options: texts(["甲", "", "丙"]),
            keys: vec![2, 0],
            shuffle: false,
            judged: Some(false),
            gaps: vec![texts(["每季度", "每季"]), Vec::new()],
            any_order: true,
            pairs: vec![["左".to_owned(), String::new()]],
            extra: texts(["多"]),
            parts: vec![Draft { stem: "小问".to_owned(), ..Draft::new(Kind::Judge) }],
            explain: "因为\n所以".to_owned(),
            topic: "组织生活".to_owned(),
            level: Level::Applied,
            posts: vec![Post::Organizer],
            point: Some(PointId::new("p-001")),
            citation: Some(Citation { document: DocumentId::new("d-01"), place: Place::Articles(vec![11, 14]) }),
            family: Some("会议".to_owned()),
        }
    }

    #[test]
    fn what_is_half_typed_reads_back_for_every_kind() {
        for kind in Kind::ALL {
            for place in [Spot::Of(QuestionId::new("q-0001")), Spot::New(None), Spot::New(Some(QuestionId::new("q")))] {
                for draft in [Draft::new(kind), full(kind)] {
                    let typed = HalfTyped { place: place.clone(), draft };
                    assert_eq!(read(&write(&typed)), Some(typed));
                }
            }
        }
        for cited in [Place::Whole, Place::Section("二（一）".to_owned())] {
            let mut typed = HalfTyped { place: Spot::New(None), draft: full(Kind::Single) };
            typed.draft.citation = Some(Citation { document: DocumentId::new("d"), place: cited });
            assert_eq!(read(&write(&typed)), Some(typed));
        }
    }

    #[test]
    fn bytes_written_by_the_first_version_stay_readable() {
        let typed = HalfTyped {
            place: Spot::New(Some(QuestionId::new("q-0002"))),
            draft: Draft { stem: "题".to_owned(), judged: Some(true), ..Draft::new(Kind::Judge) },
        };
        let known = b"\x01\x00\x01\x06q-0002\x05judge\x03\xe9\xa2\x98\x00\x00\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00\x05basic\x00\x00\x00\x00";
        assert_eq!(write(&typed), known);
        assert_eq!(read(known), Some(typed));
    }

    #[test]
    fn a_newer_version_and_damaged_bytes_are_none() {
        let bytes = write(&HalfTyped { place: Spot::New(None), draft: full(Kind::Blank) });
        assert_eq!(read(&bytes[..bytes.len() - 1]), None);
        assert_eq!(read(&[&bytes[..], &[0]].concat()), None);
        assert_eq!(read(&[&[2], &bytes[1..]].concat()), None);
        assert_eq!(read(&[]), None);
    }
}
