//! From the serde twins to domain values. Reading collects every fault and loses nothing but what cannot be asked.
use super::bank_raw::{RawAnswer, RawCite, RawDocument, RawPoint, RawQuestion, RawReview, Word};
use crate::domain::bank::bank::Review;
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Date, Document, Nature};
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{DocumentId, PointId, QuestionId};
use crate::domain::bank::kind::{Blank, Body, Judge, Kind, Matching, Multiple, Order, Part, Scenario, Single};
use crate::domain::bank::level::Level;
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::lint::structure;
use crate::domain::bank::point::{Basis, Point, Post};
use crate::domain::bank::question::Question;
use crate::domain::sort::sort;

/// Whose file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Ours: whatever is missing or strange is a fault.
    Strict,
    /// Somebody else's: what may be left out takes its default.
    Tolerant,
}

/// What was read, unless it is unusable, beside its faults.
pub type Read<T> = (Option<T>, Vec<Fault>);

pub fn document(raw: RawDocument, reading: Reading) -> Read<Document> {
    let mut faults = Vec::new();
    let id = id(raw.id, reading, &mut faults);
    let nature = match raw.kind {
        None => Nature::Regulation,
        Some(key) => known(Nature::from_key(&key), "kind", &key, || vec!["regulation", "study"], &mut faults)
            .unwrap_or(Nature::Regulation),
    };
    let title = raw.title.filter(|title| !title.trim().is_empty());
    require(title.is_some(), "title", &mut faults);
    require(raw.checked.is_some(), "checked", &mut faults);
    let effective = date(raw.effective, "effective", &mut faults);
    let checked = date(raw.checked, "checked", &mut faults);
    let document = match (id, title, checked) {
        (Some(id), Some(title), Some(checked)) => Some(Document {
            id: DocumentId::new(id),
            title,
            nature,
            issuer: raw.issuer,
            edition: raw.edition.map(|edition| edition.0),
            effective,
            checked,
            superseded_by: raw.superseded_by.map(|by| DocumentId::new(by.0)),
        }),
        _ => None,
    };
    (document, faults)
}

pub fn review(raw: RawReview) -> Read<Review> {
    let mut faults = Vec::new();
    require(raw.on.is_some(), "on", &mut faults);
    require(raw.note.is_some(), "note", &mut faults);
    let on = date(raw.on, "on", &mut faults);
    (on.zip(raw.note).map(|(on, note)| Review { on, note }), faults)
}

/// `document` is the bank's own, which citations mean unless they name another.
pub fn point(raw: RawPoint, document: Option<&DocumentId>, reading: Reading) -> Read<Point> {
    let mut faults = Vec::new();
    let strict = reading == Reading::Strict;
    let id = id(raw.id, reading, &mut faults);
    if strict {
        require(raw.basis.is_some(), "basis", &mut faults);
        require(raw.topic.as_ref().is_some_and(|topic| !topic.trim().is_empty()), "topic", &mut faults);
        require(raw.level.is_some(), "level", &mut faults);
    }
    let basis = raw.basis.and_then(|key| {
        known(Basis::from_key(&key), "basis", &key, || Basis::ALL.map(Basis::key).to_vec(), &mut faults)
    });
    let level = level(raw.level, &mut faults);
    let posts = posts(raw.posts, &mut faults);
    require(raw.cite.is_some(), "cite", &mut faults);
    let citation = raw.cite.and_then(|cite| citation(cite, document, &mut faults));
    let contrast = raw.contrast.and_then(|rows| pairs(rows, "contrast", &mut faults));
    // A strict file with a fault is refused as a whole: a stand-in keeps its questions from being reported as well.
    let citation = citation.or_else(|| strict.then(|| stand_in(document)));
    let point = id.zip(citation).map(|(id, citation)| Point {
        id: PointId::new(id),
        title: raw.title.unwrap_or_default(),
        text: raw.text.unwrap_or_default(),
        citation,
        basis: basis.unwrap_or(Basis::OneSource),
        topic: raw.topic.unwrap_or_default(),
        level: level.unwrap_or(Level::Basic),
        posts: posts.unwrap_or_default(),
        contrast: contrast.unwrap_or_default(),
    });
    (point, faults)
}

/// `point` is the one that the question names, from which it takes topic, level, posts and citation unless given.
/// A question that comes back is sound in structure, and `lint` says what else is amiss; the faults of one that does
/// not come back are all here.
pub fn question(
    mut raw: RawQuestion,
    point: Option<&Point>,
    document: Option<&DocumentId>,
    reading: Reading,
) -> Read<Question> {
    let mut faults = Vec::new();
    let id = id(raw.id.take(), reading, &mut faults);
    let level = level(raw.level.take(), &mut faults);
    let posts = posts(raw.posts.take(), &mut faults);
    let citation = raw.cite.take().and_then(|cite| citation(cite, document, &mut faults));
    let same = same(raw.same.take(), reading, &mut faults);
    let kind = match &raw.kind {
        None => None,
        Some(key) => known(Kind::from_key(key), "kind", key, || Kind::ALL.map(Kind::key).to_vec(), &mut faults),
    };
    require(raw.kind.is_some(), "kind", &mut faults);
    if let (Some(kind), Reading::Strict) = (kind, reading) {
        foreign_keys(&raw, kind, &mut faults);
    }
    let body = kind.and_then(|kind| body(&mut raw, kind, reading, &mut faults));
    let (Some(id), Some(body)) = (id, body) else {
        return (None, faults);
    };
    let question = Question {
        id: QuestionId::new(id),
        point: raw.point.map(|point| PointId::new(point.0)),
        topic: raw.topic.or_else(|| Some(point?.topic.clone())).unwrap_or_default(),
        level: level.or_else(|| Some(point?.level)).unwrap_or(Level::Basic),
        posts: posts.or_else(|| Some(point?.posts.clone())).unwrap_or_default(),
        citation: citation.or_else(|| Some(point?.citation.clone())),
        stem: if kind == Some(Kind::Scenario) { raw.material } else { raw.stem }.unwrap_or_default(),
        body,
        explain: raw.explain.unwrap_or_default(),
        family: raw.family,
        rev: raw.rev.unwrap_or(1),
        retired: raw.retired.unwrap_or(false),
        same,
    };
    let structural = structure::faults(&question);
    if structural.iter().any(Fault::is_unusable) {
        faults.extend(structural);
        return (None, faults);
    }
    (Some(question), faults)
}

/// `None` where the answer cannot be told; what is told but wrong is left to [`structure::faults`].
fn body(raw: &mut RawQuestion, kind: Kind, reading: Reading, faults: &mut Vec<Fault>) -> Option<Body> {
    let shuffle = raw.shuffle.unwrap_or(true);
    let answer = raw.answer.take();
    require(answer.is_some() || !takes_answer(kind), "answer", faults);
    let texts = match kind {
        Kind::Single | Kind::Multiple => Some(("options", raw.options.take())),
        Kind::Order => Some(("items", raw.items.take())),
        Kind::Judge | Kind::Blank | Kind::Match | Kind::Scenario => None,
    };
    let texts = match texts {
        None => Vec::new(),
        Some((key, texts)) => {
            require(texts.is_some(), key, faults);
            texts?
        }
    };
    match (kind, answer) {
        (Kind::Order, _) => Some(Body::Order(Order { items: texts })),
        (Kind::Match, _) => {
            require(raw.pairs.is_some(), "pairs", faults);
            let pairs = pairs(raw.pairs.take()?, "pairs", faults)?;
            Some(Body::Match(Matching::new(pairs, raw.extra.take().unwrap_or_default())))
        }
        (Kind::Scenario, _) => {
            require(raw.part.is_some(), "part", faults);
            let raws = raw.part.take()?;
            let n_parts = raws.len();
            let mut parts = Vec::with_capacity(n_parts);
            for (idx, raw) in raws.into_iter().enumerate() {
                let (part, found) = part(raw, reading);
                parts.extend(part);
                faults.extend(found.into_iter().map(|fault| Fault::InPart { part: idx, fault: Box::new(fault) }));
            }
            (parts.len() == n_parts).then_some(Body::Scenario(Scenario { parts }))
        }
        (_, None) => None,
        (Kind::Single, Some(RawAnswer::Positions(keys))) => {
            let answer = positions(&keys, texts.len(), faults)?;
            match answer.as_slice() {
                [answer] => Some(Body::Single(Single { options: texts, answer: *answer, shuffle })),
                _ => {
                    faults.push(Fault::NotOneKey { n_keys: answer.len() });
                    None
                }
            }
        }
        (Kind::Multiple, Some(RawAnswer::Positions(keys))) => {
            let mut answer = positions(&keys, texts.len(), faults)?;
            sort(&mut answer);
            Some(Body::Multiple(Multiple { options: texts, answer, shuffle }))
        }
        (Kind::Judge, Some(RawAnswer::Judge(answer))) => Some(Body::Judge(Judge { answer })),
        (Kind::Blank, Some(RawAnswer::Gaps(gaps))) => {
            Some(Body::Blank(Blank { gaps, any_order: raw.any_order.unwrap_or(false) }))
        }
        (Kind::Blank, Some(RawAnswer::Positions(empty))) if empty.is_empty() => {
            Some(Body::Blank(Blank { gaps: Vec::new(), any_order: false }))
        }
        (kind, Some(_)) => {
            faults.push(Fault::AnswerShape { kind });
            None
        }
    }
}

const fn takes_answer(kind: Kind) -> bool {
    !matches!(kind, Kind::Order | Kind::Match | Kind::Scenario)
}

/// A part of a scenario, which has no source, level or edition of its own.
fn part(mut raw: RawQuestion, reading: Reading) -> Read<Part> {
    let mut faults = Vec::new();
    let asked = || Kind::ALL.into_iter().filter(|kind| *kind != Kind::Scenario);
    let kind = raw.kind.take().and_then(|key| {
        let kind = asked().find(|kind| kind.key() == key);
        known(kind, "kind", &key, || asked().map(Kind::key).collect(), &mut faults)
    });
    require(kind.is_some() || !faults.is_empty(), "kind", &mut faults);
    if let (Some(kind), Reading::Strict) = (kind, reading) {
        foreign_keys(&raw, kind, &mut faults);
        for (key, given) in [
            ("id", raw.id.is_some()),
            ("point", raw.point.is_some()),
            ("topic", raw.topic.is_some()),
            ("level", raw.level.is_some()),
            ("posts", raw.posts.is_some()),
            ("cite", raw.cite.is_some()),
            ("family", raw.family.is_some()),
            ("rev", raw.rev.is_some()),
            ("retired", raw.retired.is_some()),
            ("same", raw.same.is_some()),
            ("typo", raw.typo.is_some()),
        ] {
            if given {
                faults.push(Fault::UnknownKey { key: key.to_owned() });
            }
        }
    }
    let body = kind.and_then(|kind| body(&mut raw, kind, reading, &mut faults));
    let (stem, explain) = (raw.stem.unwrap_or_default(), raw.explain.unwrap_or_default());
    (body.map(|body| Part { stem, body, explain }), faults)
}

/// `None` if one is not made of two texts.
fn pairs(raw: Vec<Vec<String>>, key: &'static str, faults: &mut Vec<Fault>) -> Option<Vec<[String; 2]>> {
    let pairs: Result<_, _> = raw.into_iter().map(<[String; 2]>::try_from).collect();
    if pairs.is_err() {
        faults.push(Fault::NotPairs { key });
    }
    pairs.ok()
}

/// Distinct positions in the order written; `None` if one is beyond any option.
fn positions(raw: &[i64], n_options: usize, faults: &mut Vec<Fault>) -> Option<Vec<u8>> {
    let mut positions = Vec::with_capacity(raw.len());
    let mut all_told = true;
    for position in raw {
        match u8::try_from(*position) {
            Ok(position) if positions.contains(&position) => faults.push(Fault::AnswerRepeats { position }),
            Ok(position) => positions.push(position),
            Err(_) => {
                faults.push(Fault::AnswerOutOfRange { position: *position, n_options });
                all_told = false;
            }
        }
    }
    all_told.then_some(positions)
}

/// Keys that mean nothing for this kind of question.
fn foreign_keys(raw: &RawQuestion, kind: Kind, faults: &mut Vec<Fault>) {
    let chooses = matches!(kind, Kind::Single | Kind::Multiple);
    for (key, given, allowed) in [
        ("options", raw.options.is_some(), chooses),
        ("shuffle", raw.shuffle.is_some(), chooses),
        ("items", raw.items.is_some(), kind == Kind::Order),
        ("answer", raw.answer.is_some(), takes_answer(kind)),
        ("pairs", raw.pairs.is_some(), kind == Kind::Match),
        ("extra", raw.extra.is_some(), kind == Kind::Match),
        ("stem", raw.stem.is_some(), kind != Kind::Scenario),
        ("material", raw.material.is_some(), kind == Kind::Scenario),
        ("part", raw.part.is_some(), kind == Kind::Scenario),
        ("any_order", raw.any_order.is_some(), kind == Kind::Blank),
    ] {
        if given && !allowed {
            faults.push(Fault::ForeignKey { key, kind });
        }
    }
}

fn citation(raw: RawCite, document: Option<&DocumentId>, faults: &mut Vec<Fault>) -> Option<Citation> {
    let document = raw.document.map(|id| DocumentId::new(id.0)).or_else(|| document.cloned());
    if document.is_none() {
        faults.push(Fault::CitationWithoutDocument);
    }
    let place = match (raw.article, raw.articles, raw.section, raw.whole) {
        (Some(article), None, None, None) if article > 0 => Some(Place::Articles(vec![article])),
        (None, Some(mut articles), None, None) if !articles.is_empty() && !articles.contains(&0) => {
            sort(&mut articles);
            articles.dedup();
            Some(Place::Articles(articles))
        }
        (None, None, Some(section), None) if !section.trim().is_empty() => Some(Place::Section(section)),
        (None, None, None, Some(true)) => Some(Place::Whole),
        _ => None,
    };
    if place.is_none() {
        faults.push(Fault::BadCitation);
    }
    document.zip(place).map(|(document, place)| Citation { document, place })
}

fn stand_in(document: Option<&DocumentId>) -> Citation {
    Citation { document: document.cloned().unwrap_or_else(|| DocumentId::new("")), place: Place::Whole }
}

fn id(raw: Option<Word>, reading: Reading, faults: &mut Vec<Fault>) -> Option<String> {
    let id = raw.map(|word| word.0).filter(|id| !id.trim().is_empty())?;
    let plain = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if reading == Reading::Strict && !plain {
        faults.push(Fault::BadId);
    }
    Some(id)
}

fn level(raw: Option<String>, faults: &mut Vec<Fault>) -> Option<Level> {
    let key = raw?;
    known(Level::from_key(&key), "level", &key, || Level::ALL.map(Level::key).to_vec(), faults)
}

fn posts(raw: Option<Vec<String>>, faults: &mut Vec<Fault>) -> Option<Vec<Post>> {
    let keys = raw?;
    let mut posts = Vec::with_capacity(keys.len());
    for key in keys {
        posts.extend(known(Post::from_key(&key), "posts", &key, || Post::ALL.map(Post::key).to_vec(), faults));
    }
    Some(posts)
}

/// What meant the same only the lock may say of our own banks.
fn same(raw: Option<Vec<String>>, reading: Reading, faults: &mut Vec<Fault>) -> Vec<Edition> {
    if raw.is_some() && reading == Reading::Strict {
        faults.push(Fault::UnknownKey { key: "same".to_owned() });
        return Vec::new();
    }
    let mut editions = Vec::new();
    for text in raw.unwrap_or_default() {
        match Edition::parse(&text) {
            Some(edition) => editions.push(edition),
            None => {
                faults.push(Fault::UnknownWord { key: "same", word: text, allowed: vec!["16位十六进制数字"] })
            }
        }
    }
    editions
}

fn date(raw: Option<Word>, key: &'static str, faults: &mut Vec<Fault>) -> Option<Date> {
    let text = raw?.0;
    let date = Date::parse(&text);
    if date.is_none() {
        faults.push(Fault::BadDate { key, text });
    }
    date
}

/// Passes `found` on; nothing found is a word that nobody knows.
fn known<T>(
    found: Option<T>,
    key: &'static str,
    word: &str,
    allowed: impl Fn() -> Vec<&'static str>,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    if found.is_none() {
        faults.push(Fault::UnknownWord { key, word: word.to_owned(), allowed: allowed() });
    }
    found
}

fn require(given: bool, key: &'static str, faults: &mut Vec<Fault>) {
    if !given {
        faults.push(Fault::MissingKey { key });
    }
}
