//! A contest that is still being written, as bytes on the organiser's device: a version, then postcard of the raw twin.
//! Bytes of a newer version or damaged ones give nothing, and whoever keeps them leaves them where they are.
use super::pack_raw::RawTerms;
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::marking::Points;
use crate::domain::contest::draft::Draft;
use crate::domain::contest::terms::{PaperPlan, Terms, Units};
use crate::domain::paper::blueprint::{Section, Stratum};
use crate::domain::paper::draw::Item;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;

#[derive(Serialize, Deserialize)]
struct RawDraft {
    /// Without paper and list of units: those may be unfinished.
    rest: RawTerms,
    by_hand: bool,
    sections: Vec<RawSection>,
    /// Bank, question, thousandths of a point.
    picked: Vec<(String, String, u32)>,
    units: String,
    sealed: bool,
    link_base: String,
}

#[derive(Serialize, Deserialize)]
struct RawSection {
    kind: String,
    n: u16,
    points: u32,
    bank: Option<String>,
    topic: Option<String>,
    level: Option<String>,
}

/// The same content always gives the same bytes.
pub fn write(draft: &Draft) -> Vec<u8> {
    let Draft { rest, by_hand, sections, picked, units, sealed, link_base } = draft.clone();
    let listed = if let Units::List(_) = rest.units { Units::List(Vec::new()) } else { rest.units.clone() };
    let rest = Terms { paper: PaperPlan::Picked(Vec::new()), units: listed, ..rest };
    let section = |Section { kind, n, points, stratum }: Section| RawSection {
        kind: kind.key().to_owned(),
        n,
        points: points.0,
        bank: stratum.bank.map(|bank| bank.to_string()),
        topic: stratum.topic,
        level: stratum.level.map(|level| level.key().to_owned()),
    };
    let item = |Item { question, points }: Item| (question.bank.to_string(), question.question.to_string(), points.0);
    let raw = RawDraft {
        rest: RawTerms::of(&rest).expect("a paper of no questions names no bank that is not there"),
        by_hand,
        sections: sections.into_iter().map(section).collect(),
        picked: picked.into_iter().map(item).collect(),
        units,
        sealed,
        link_base,
    };
    let mut bytes = vec![VERSION];
    let body = postcard::to_allocvec(&raw);
    bytes.extend(body.expect("raw twins are plain structs of strings and numbers, which always serialise"));
    bytes
}

pub fn read(bytes: &[u8]) -> Option<Draft> {
    let (&VERSION, body) = bytes.split_first()? else { return None };
    let (raw, rest) = postcard::take_from_bytes::<RawDraft>(body).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let section = |raw: RawSection| {
        let level = raw.level.map(|key| Level::from_key(&key).ok_or(())).transpose().ok()?;
        let stratum = Stratum { bank: raw.bank.map(BankId::new), topic: raw.topic, level };
        Some(Section { kind: Kind::from_key(&raw.kind)?, n: raw.n, points: Points(raw.points), stratum })
    };
    let item = |(bank, question, points): (String, String, u32)| Item {
        question: QuestionRef::new(bank, question),
        points: Points(points),
    };
    Some(Draft {
        rest: raw.rest.read()?,
        by_hand: raw.by_hand,
        sections: raw.sections.into_iter().map(section).collect::<Option<_>>()?,
        picked: raw.picked.into_iter().map(item).collect(),
        units: raw.units,
        sealed: raw.sealed,
        link_base: raw.link_base,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::draft::tests::draft;

    /// What a form holds before it is written out.
    fn plain(mut draft: Draft) -> Draft {
        draft.rest.paper = PaperPlan::Picked(Vec::new());
        if let Units::List(units) = &mut draft.rest.units {
            units.clear();
        }
        draft
    }

    #[test]
    fn a_draft_reads_back_with_all_that_is_unfinished() {
        let mut draft = plain(draft());
        draft.rest.title = "  ".into();
        draft.rest.banks.clear();
        draft.sections[0].stratum =
            Stratum { bank: Some(BankId::new("gone")), topic: Some("党费".into()), level: Some(Level::Applied) };
        draft.sections.push(Section::any(Kind::Match, 0, Points(500)));
        draft.picked = vec![Item { question: QuestionRef::new("gone", "q"), points: Points(1500) }];
        draft.units = "办公室\n\n办公室".into();
        (draft.by_hand, draft.sealed) = (true, true);
        let bytes = write(&draft);
        assert_eq!(read(&bytes).as_ref(), Some(&draft));
        assert_eq!(write(&draft), bytes);
        assert_eq!(read(&bytes).unwrap().terms(), draft.terms());
    }

    #[test]
    fn a_draft_of_a_newer_version_or_a_damaged_one_is_none() {
        let bytes = write(&draft());
        assert_eq!(read(&bytes[..bytes.len() - 1]), None);
        assert_eq!(read(&[&bytes[..], &[0]].concat()), None);
        assert_eq!(read(&[2]), None);
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn what_is_published_is_the_same_before_and_after_a_reload() {
        assert_eq!(read(&write(&draft())).unwrap().terms(), draft().terms());
    }
}
