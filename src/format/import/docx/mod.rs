//! Word documents (.docx): their text as lines that a paper is read from. Automatic numbers are written out, tables
//! become lines, deleted and hidden text is left out, and where a picture stood its question says so.
mod numbering;
mod walk;
#[cfg(test)]
mod tests;

use super::found::Found;
use super::limits::{FREE_OF_RATIO_BYTES, MAX_FILE_BYTES, MAX_RATIO, MAX_UNPACKED_BYTES};
use super::note::Note;
use super::pace::Pace;
use super::paper::{self, Paper};
use super::refused::Refused;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const WHAT: &str = "Word文档";

/// Stands where a picture was. Nobody types it: it is for private use.
pub const PICTURE: char = '\u{E0F1}';
pub const FORMULA: char = '\u{E0F2}';

/// The text of a document, a paragraph a line.
pub async fn text(bytes: &[u8], pace: &impl Pace) -> Result<String, Refused> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Broken { what: WHAT })?;
    let document = part(&mut archive, "word/document.xml")?.ok_or(Refused::Broken { what: WHAT })?;
    let numbering = part(&mut archive, "word/numbering.xml")?.unwrap_or_default();
    let styles = part(&mut archive, "word/styles.xml")?.unwrap_or_default();
    let lists = numbering::read(&numbering, &styles)?;
    walk::text(&document, lists, pace).await
}

pub async fn read(bytes: &[u8], answers: Option<&str>, pace: &impl Pace) -> Result<Paper, Refused> {
    let text = text(bytes, pace).await?;
    let mut paper = paper::read(&text, answers, pace).await?;
    for found in &mut paper.found {
        name_media(found);
    }
    Ok(paper)
}

/// Takes the places of pictures and formulas out of a question and notes them.
pub fn name_media(found: &mut Found) {
    let draft = &mut found.draft;
    let texts = [&mut draft.stem, &mut draft.explain].into_iter().chain(&mut draft.options);
    let (mut has_picture, mut has_formula) = (false, false);
    for text in texts.chain(draft.gaps.iter_mut().flatten()) {
        has_picture |= text.contains(PICTURE);
        has_formula |= text.contains(FORMULA);
        if text.contains([PICTURE, FORMULA]) {
            *text = text.replace([PICTURE, FORMULA], "").trim().to_owned();
        }
    }
    for (has, name) in [(has_picture, "图片"), (has_formula, "公式")] {
        if has {
            found.notes.push(Note::MediaLeftOut { name: name.to_owned() });
        }
    }
}

/// A part of the archive, never more of it than the limit whatever it claims.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Refused> {
    let Ok(part) = archive.by_name(name) else { return Ok(None) };
    let packed = part.compressed_size().max(1);
    let mut bytes = Vec::new();
    part.take(MAX_UNPACKED_BYTES + 1).read_to_end(&mut bytes).map_err(|_| Refused::Broken { what: WHAT })?;
    let n_bytes = bytes.len() as u64;
    if n_bytes > MAX_UNPACKED_BYTES || (n_bytes > FREE_OF_RATIO_BYTES && n_bytes / packed > MAX_RATIO) {
        return Err(Refused::UNPACKS_TOO_LARGE);
    }
    let decoded = super::encoding::decode(&bytes, None);
    Ok(Some(decoded.text))
}
