//! An import that is not saved yet, as bytes on the author's device, so that a killed tab loses none of her mending: what
//! she brought, and apart from it, because it changes often, what she decided and mended. A version, then postcard of
//! the raw twin; bytes of a newer version or damaged ones give nothing.
use super::import::encoding::Encoding;
use super::import::loose::Counting;
use super::import::read::{Choices, Given};
use super::import::report::Change;
use super::import::sniff::Format;
use super::import::tables::choices::{self, Header, SheetChoice};
use super::import::tables::headers::Field;
use super::question_draft::RawDraft;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;

/// What she decided against the guesses, and the rows that are no longer as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mended {
    pub choices: Choices,
    pub changes: Vec<Change>,
}

#[derive(Serialize, Deserialize)]
struct RawGiven {
    name: String,
    bytes: Vec<u8>,
    answers: Option<String>,
}

/// Formats, encodings and such are their positions in the lists of all; those lists only ever grow at their ends.
#[derive(Serialize, Deserialize)]
struct RawMended {
    format: Option<u8>,
    encoding: Option<u8>,
    separator: Option<char>,
    counting: Option<u8>,
    sheets: Vec<(usize, RawSheet)>,
    changes: Vec<RawChange>,
}

#[derive(Serialize, Deserialize)]
struct RawSheet {
    read: Option<bool>,
    /// `Some(None)` is a sheet without heads.
    header: Option<Option<u32>>,
    columns: Vec<(u32, u8)>,
}

#[derive(Serialize, Deserialize)]
struct RawChange {
    idx: usize,
    stem: String,
    draft: RawDraft,
    is_usable: bool,
    is_mended: bool,
    is_left_out: bool,
}

pub fn write_given(given: &Given) -> Vec<u8> {
    let Given { name, bytes, answers } = given.clone();
    write(&RawGiven { name, bytes, answers })
}

pub fn read_given(bytes: &[u8]) -> Option<Given> {
    let RawGiven { name, bytes, answers } = read(bytes)?;
    Some(Given { name, bytes, answers })
}

/// The same content always gives the same bytes.
pub fn write_mended(mended: &Mended) -> Vec<u8> {
    let Mended { choices: Choices { format, tables }, changes } = mended;
    let sheet = |(position, sheet): &(usize, SheetChoice)| {
        let header = sheet.header.map(|header| match header {
            Header::Row(row) => Some(row),
            Header::None => None,
        });
        let fields = Field::choices();
        let column = |(column, field): &(u32, Field)| Some((*column, position_of(&fields, field)?));
        let columns = sheet.columns.iter().filter_map(column).collect();
        (*position, RawSheet { read: sheet.read, header, columns })
    };
    let change = |change: &Change| RawChange {
        idx: change.idx,
        stem: change.stem.clone(),
        draft: RawDraft::of(&change.draft),
        is_usable: change.is_usable,
        is_mended: change.is_mended,
        is_left_out: change.is_left_out,
    };
    write(&RawMended {
        format: format.and_then(|format| position_of(&Format::ALL, &format)),
        encoding: tables.encoding.and_then(|encoding| position_of(&Encoding::ALL, &encoding)),
        separator: tables.separator,
        counting: tables.counting.and_then(|counting| position_of(&Counting::ALL, &counting)),
        sheets: tables.sheets.iter().map(sheet).collect(),
        changes: changes.iter().map(change).collect(),
    })
}

pub fn read_mended(bytes: &[u8]) -> Option<Mended> {
    let raw: RawMended = read(bytes)?;
    let mut sheets = Vec::with_capacity(raw.sheets.len());
    for (position, RawSheet { read, header, columns }) in raw.sheets {
        let header = header.map(|row| row.map_or(Header::None, Header::Row));
        let fields = Field::choices();
        let column = |(column, field): &(u32, u8)| Some((*column, *fields.get(usize::from(*field))?));
        let columns = columns.iter().map(column).collect::<Option<_>>()?;
        sheets.push((position, SheetChoice { read, header, columns }));
    }
    let change = |raw: RawChange| {
        let RawChange { idx, stem, draft, is_usable, is_mended, is_left_out } = raw;
        Some(Change { idx, stem, draft: draft.read()?, is_usable, is_mended, is_left_out })
    };
    let changes = raw.changes.into_iter().map(change).collect::<Option<_>>()?;
    let tables = choices::Choices {
        encoding: known(&Encoding::ALL, raw.encoding)?,
        separator: raw.separator,
        counting: known(&Counting::ALL, raw.counting)?,
        sheets,
    };
    Some(Mended { choices: Choices { format: known(&Format::ALL, raw.format)?, tables }, changes })
}

fn position_of<T: PartialEq>(all: &[T], one: &T) -> Option<u8> {
    all.iter().position(|known| known == one).and_then(|position| u8::try_from(position).ok())
}

/// `None` for a position that this version does not know.
fn known<T: Copy>(all: &[T], position: Option<u8>) -> Option<Option<T>> {
    match position {
        None => Some(None),
        Some(position) => all.get(usize::from(position)).map(|one| Some(*one)),
    }
}

fn write(raw: &impl Serialize) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    let body = postcard::to_allocvec(raw);
    bytes.extend(body.expect("raw twins are plain structs of strings and numbers, which always serialise"));
    bytes
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (&VERSION, body) = bytes.split_first()? else { return None };
    let (raw, rest) = postcard::take_from_bytes(body).ok()?;
    rest.is_empty().then_some(raw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::draft::Draft;
    use crate::domain::bank::kind::Kind;

    fn mended() -> Mended {
        let sheet = SheetChoice {
            read: Some(false),
            header: Some(Header::Row(3)),
            columns: vec![(0, Field::Stem), (4, Field::Option(2)), (7, Field::Skip)],
        };
        let bare = SheetChoice { header: Some(Header::None), ..SheetChoice::default() };
        let tables = choices::Choices {
            encoding: Some(Encoding::Gb18030),
            separator: Some(';'),
            counting: Some(Counting::FromZero),
            sheets: vec![(0, sheet), (2, bare)],
        };
        let draft = Draft { stem: "改过的".to_owned(), judged: Some(true), ..Draft::new(Kind::Judge) };
        let change =
            Change {
                idx: 5, stem: "原来的".to_owned(), draft, is_usable: false, is_mended: true, is_left_out: true
            };
        Mended { choices: Choices { format: Some(Format::Delimited), tables }, changes: vec![change] }
    }

    #[test]
    fn what_was_brought_and_mended_comes_back_as_it_was() {
        for mended in [mended(), Mended::default()] {
            assert_eq!(read_mended(&write_mended(&mended)), Some(mended));
        }
        for answers in [None, Some("1-5 ABCDA".to_owned())] {
            let given = Given { name: "题库.xlsx".to_owned(), bytes: vec![0, 255, 3], answers };
            assert_eq!(read_given(&write_given(&given)), Some(given));
        }
    }

    #[test]
    fn bytes_of_another_version_or_damaged_ones_give_nothing() {
        let (mended, given) = (write_mended(&mended()), write_given(&Given::default()));
        for n in 0..mended.len() {
            assert_eq!(read_mended(&mended[..n]), None, "the first {n} bytes");
        }
        let mut newer = mended.clone();
        newer[0] += 1;
        assert_eq!(read_mended(&newer), None);
        assert_eq!(read_mended(&[mended.as_slice(), &[0]].concat()), None);
        assert_eq!(read_given(&[]), None);
        assert_eq!(read_given(&[&given[..], &[7]].concat()), None);
        // A format that only a newer version knows.
        let mut unknown = mended;
        assert_eq!(unknown[2], 1, "the position of the format");
        unknown[2] = 200;
        assert_eq!(read_mended(&unknown), None);
    }
}
