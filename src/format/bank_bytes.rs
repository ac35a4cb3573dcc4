//! Banks as the assets beside the app hold them: a version, all numbers, and then all texts, which compress best
//! together. Made and read by us alone, so that what reads it is small; everybody else's banks are bank JSON.
//!
//! Numbers are those of [`super::wire`]. A text ends with a zero, and all of them are written by [`super::letters`].
mod reader;
mod writer;

use super::letters;
use super::wire::{In, Out};
use crate::domain::bank::bank::{Bank, Review};
use crate::domain::bank::id::{BankId, DocumentId};
use reader::Reader;
use writer::Writer;

const VERSION: u8 = 1;

/// What a question does not share with its point.
const TOPIC: u32 = 1;
const LEVEL: u32 = 2;
const POSTS: u32 = 4;
const CITATION: u32 = 8;
const RETIRED: u32 = 16;

/// How a question names its point, before the positions that are counted from the point named last.
const NO_POINT: u32 = 0;
const FOREIGN_POINT: u32 = 1;
const POINTS: u32 = 2;

/// What [`read`] reads back, unless a text holds a zero byte or a scenario holds another: no linted bank does.
pub fn write(bank: &Bank) -> Vec<u8> {
    let mut out = Writer::default();
    out.text(bank.id.as_str());
    out.text(&bank.title);
    out.maybe(bank.document.as_ref().map(DocumentId::as_str));
    out.count(bank.reviews.len());
    for review in &bank.reviews {
        out.shared(&review.on.to_string());
        out.text(&review.note);
    }
    out.count(bank.documents.len());
    bank.documents.iter().for_each(|document| out.document(document));
    out.count(bank.points.len());
    bank.points.iter().for_each(|point| out.point(point));
    out.count(bank.questions.len());
    bank.questions.iter().for_each(|question| out.question(question, &bank.points));
    let mut bytes = Out(vec![VERSION]);
    bytes.bytes(&out.numbers.0);
    bytes.raw(&letters::write(&out.texts).expect("no bank has so many letters"));
    bytes.0
}

/// `None` where these are not the bytes of a bank.
pub fn read(bytes: &[u8]) -> Option<Bank> {
    let (version, bytes) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    let mut bytes = In(bytes);
    let numbers = In(bytes.bytes()?);
    let texts = letters::read(bytes.0)?;
    let mut from = Reader { numbers, texts: &texts, shared: Vec::new(), id: String::new(), point: 0 };
    let mut bank = Bank {
        id: BankId::new(from.text()?),
        title: from.string()?,
        document: from.maybe()?.map(DocumentId::new),
        reviews: from.list(|from| Some(Review { on: from.date()?, note: from.string()? }))?,
        documents: from.list(Reader::document)?,
        points: from.list(Reader::point)?,
        questions: Vec::new(),
    };
    for _ in 0..from.number()? {
        bank.questions.push(from.question(&bank.points)?);
    }
    (from.numbers.is_empty() && from.texts.is_empty()).then_some(bank)
}

/// The id that comes `n` after another, as authors count: `zhibu-0012` after `zhibu-0011`.
fn later_id(id: &str, n: u32) -> Option<String> {
    let stem = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let figures = &id[stem.len()..];
    let number = figures.parse::<u32>().ok()?.checked_add(n)?;
    Some(format!("{stem}{number:0width$}", width = figures.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::{PointId, QuestionId};
    use crate::domain::bank::question::Question;
    use crate::format::bank_json;
    use proptest::prelude::*;

    #[track_caller]
    fn check(bank: &Bank) {
        assert_eq!(read(&write(bank)).as_ref(), Some(bank));
    }

    /// Every kind of question, and everything that few questions have.
    fn bank() -> Bank {
        let text = r#"{"format":"xueliansai-bank","version":1,"bank":{"id":"b","title":"题库","document":"d"},
            "reviews":[{"on":"2026-11-21","note":"读过一遍"},{"on":"2026-11-21","note":""}],
            "documents":[{"id":"d","title":"条例","issuer":"中共中央","edition":"2018","effective":"2018-10-28","checked":"2026-11-21","superseded_by":"e"},
                {"id":"e","kind":"study","title":"文章","checked":"2026-11-20"}],
            "points":[{"id":"p9","title":"标题","text":"正文","cite":{"article":300},"basis":"two-sources","topic":"会议","level":"advanced","posts":["organizer","branch-secretary"],"contrast":[["甲","一"],["乙","二"]]},
                {"id":"p10","cite":{"articles":[3,400]},"topic":"会议"},{"id":"10","cite":{"document":"e","section":"二（一）"}},{"id":"11","cite":{"whole":true}}],
            "questions":[{"id":"b-0001","point":"11","kind":"single","stem":"哪个","options":["甲","乙"],"answer":[1],"explain":"因为"},
                {"id":"b-0002","point":"p9","kind":"multiple","stem":"哪些","options":["甲","乙","丙"],"answer":[2,0],"shuffle":false,"rev":300,"retired":true},
                {"id":"b-0009","point":"p10","kind":"judge","stem":"对吗","answer":false,"topic":"党费","level":"applied","posts":[],"cite":{"whole":true}},
                {"id":"b-0010","kind":"judge","stem":"是吗","answer":true,"same":["0123456789abcdef","ffffffffffffffff"]},
                {"id":"b-0010a","point":"nowhere","kind":"blank","stem":"____和____","answer":[["一","1"],["二"]],"any_order":true,"family":"f"},
                {"id":"b-99","kind":"order","stem":"排序","items":["甲","乙","丙"],"family":"f"},
                {"id":"b-100","kind":"match","stem":"配对","pairs":[["甲","1"],["乙","2"],["丙","1"]],"extra":["3"]},
                {"id":"x","kind":"scenario","material":"某支部**不**开会","part":[{"kind":"judge","stem":"对吗","answer":true,"explain":"是"},
                    {"kind":"match","stem":"配对","pairs":[["甲","1"],["乙","2"]]},{"kind":"single","stem":"哪个","options":["甲","乙"],"answer":[0],"shuffle":false}]}]}"#;
        bank_json::read(text).unwrap().0
    }

    #[test]
    fn a_bank_of_every_kind_reads_back_as_it_was() {
        let mut bank = bank();
        assert_eq!((bank.points.len(), bank.questions.len()), (4, 8), "nothing was left out of the sample");
        check(&bank);
        check(&bank.without_cards());
        check(&bank.cards());
        bank.questions[0].citation = None;
        bank.questions[7].citation = Some(bank.points[0].citation.clone());
        bank.document = None;
        check(&bank);
        (bank.points, bank.questions) = (Vec::new(), Vec::new());
        check(&bank);
    }

    #[test]
    fn ids_that_count_on_take_no_text() {
        let mut bank = bank();
        bank.questions.truncate(1);
        let n_bytes = |bank: &Bank| write(bank).len();
        let (one, two) = (n_bytes(&bank), {
            let mut again = bank.questions[0].clone();
            again.id = QuestionId::new("b-0002");
            bank.questions.push(again);
            n_bytes(&bank)
        });
        bank.questions[1].id = QuestionId::new("b-2");
        assert_eq!(n_bytes(&bank) - two, "b-2".len() + 1);
        assert!(two > one);
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_no_bank() {
        let bytes = write(&bank());
        assert!((0..bytes.len()).all(|len| read(&bytes[..len]).is_none()));
        assert_eq!(read(&[&bytes[..], &[0]].concat()), None);
        assert_eq!(read(&[&[VERSION + 1], &bytes[1..]].concat()), None);
        assert_eq!(read(br#"{"format":"xueliansai-bank"}"#), None);
    }

    #[test]
    fn a_claimed_length_asks_for_no_memory() {
        // Four thousand million reviews, of which none is there.
        assert_eq!(read(&[VERSION, 6, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, b'b', 0, b't', 0]), None);
    }

    proptest! {
        #[test]
        fn any_ids_and_texts_read_back(ids in proptest::collection::vec("[a-b]{0,2}[0-9]{0,12}", 1..12), text in "[^\\x00]{0,9}") {
            let mut bank = bank();
            let of = bank.questions[0].clone();
            bank.points.iter_mut().zip(&ids).for_each(|(point, id)| point.id = PointId::new(id.as_str()));
            bank.questions = ids.iter().map(|id| Question { id: QuestionId::new(id.as_str()), ..of.clone() }).collect();
            (bank.title, bank.questions[0].stem) = (text.clone(), text);
            prop_assert_eq!(read(&write(&bank)), Some(bank));
        }
    }
}
