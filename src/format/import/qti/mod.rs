//! IMS QTI 2.1, 2.2 and 3.0: items one by one, or an archive of them with its manifest. Versions differ in names alone
//! (`choiceInteraction`, `qti-choice-interaction`) and are mixed in real files, so both are read everywhere.
mod item;
mod package;
#[cfg(test)]
mod tests;

use super::found::{Found, Place};
use super::limits::{MAX_FILE_BYTES, MAX_QUESTIONS};
use super::note::Note;
use super::pace::Pace;
use super::refused::Refused;
use super::xml::Elements;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::Kind;

const ITEM: [&str; 2] = ["assessmentItem", "qti-assessment-item"];

pub async fn read(bytes: &[u8], pace: &impl Pace) -> Result<Vec<Found>, Refused> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    if bytes.starts_with(b"PK") {
        return package::read(bytes, pace).await;
    }
    let text = decoded(bytes);
    let mut found = Vec::new();
    items(&text, "", &Place::Nth, &mut found)?;
    pace.pause(bytes.len(), bytes.len()).await?;
    if found.is_empty() { Err(Refused::NothingFound) } else { Ok(found) }
}

/// The items of one file. What comes behind the first fault is lost, and that is told if anything came before.
fn items(text: &str, topic: &str, place: &impl Fn(u32) -> Place, found: &mut Vec<Found>) -> Result<(), Refused> {
    let (mut elements, mut nth) = (Elements::of(text), 0);
    loop {
        nth += 1;
        match elements.next(&ITEM) {
            Ok(None) => return Ok(()),
            Ok(Some(_)) if found.len() == MAX_QUESTIONS => {
                return Err(Refused::TOO_MANY_QUESTIONS);
            }
            Ok(Some((_, element))) => {
                let (draft, notes) = item::read(element, topic);
                found.push(Found { place: place(nth), draft, notes });
            }
            Err(refused) if nth == 1 => return Err(refused),
            Err(_) => {
                found.push(unread(place(nth), Note::RestUnreadable));
                return Ok(());
            }
        }
    }
}

fn unread(place: Place, note: Note) -> Found {
    Found { place, draft: Draft::new(Kind::Single), notes: vec![note] }
}

/// XML is UTF-8 unless a mark says otherwise; what is neither was written by an old Chinese program.
fn decoded(bytes: &[u8]) -> String {
    let encoding = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => encoding_rs::UTF_8,
        None => encoding_rs::GB18030,
    };
    encoding.decode(bytes).0.into_owned()
}
