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
use super::remark::Remark;
use crate::domain::bank::draft::Draft;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const WHAT: &str = "Word文档";

/// What is unpacked between two pauses.
const UNPACKED: u64 = 128 << 10;

/// Stands where a picture was. Nobody types it: it is for private use.
pub const PICTURE: char = '\u{E0F1}';
pub const FORMULA: char = '\u{E0F2}';

/// Whether a line is pictures alone.
pub fn is_picture(line: &str) -> bool {
    line.chars().all(|c| matches!(c, PICTURE | FORMULA) || c.is_whitespace())
}

/// The text of a document, a paragraph a line.
pub async fn text(bytes: &[u8], pace: &impl Pace) -> Result<String, Refused> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Broken { what: WHAT })?;
    let document = part(&mut archive, "word/document.xml", pace).await?.ok_or(Refused::Broken { what: WHAT })?;
    let numbering = part(&mut archive, "word/numbering.xml", pace).await?.unwrap_or_default();
    let styles = part(&mut archive, "word/styles.xml", pace).await?.unwrap_or_default();
    let lists = numbering::read(&numbering, &styles)?;
    walk::text(&document, lists, pace).await
}

pub async fn read(bytes: &[u8], answers: Option<&str>, pace: &impl Pace) -> Result<Paper, Refused> {
    let text = text(bytes, pace).await?;
    let mut paper = paper::read(&text, answers, pace).await?;
    name_all_media(&text, &mut paper, pace).await?;
    Ok(paper)
}

/// The same for a whole paper; pictures that no question has are told too.
pub async fn name_all_media(text: &str, paper: &mut Paper, pace: &impl Pace) -> Result<(), Refused> {
    let mut n_outside = 0;
    for (idx, line) in text.split('\n').enumerate() {
        if idx % 1000 == 0 {
            pace.pause(text.len(), text.len()).await?;
        }
        n_outside += line.matches([PICTURE, FORMULA]).count();
    }
    if n_outside == 0 {
        return Ok(());
    }
    for (idx, found) in paper.found.iter_mut().enumerate() {
        if idx % 200 == 0 {
            pace.pause(text.len(), text.len()).await?;
        }
        n_outside = n_outside.saturating_sub(name_media(found));
    }
    if n_outside > 0 {
        paper.remarks.push(Remark::PicturesLeftOut { n_pictures: n_outside });
    }
    Ok(())
}

/// Takes the places of pictures and formulas out of a question, notes them, and says how many there were.
fn name_media(found: &mut Found) -> usize {
    let (mut n_pictures, mut n_formulas) = (0, 0);
    take_media(&mut found.draft, &mut n_pictures, &mut n_formulas);
    for (n_media, name) in [(n_pictures, "图片"), (n_formulas, "公式")] {
        if n_media > 0 {
            found.notes.push(Note::MediaLeftOut { name: name.to_owned() });
        }
    }
    n_pictures + n_formulas
}

fn take_media(draft: &mut Draft, n_pictures: &mut usize, n_formulas: &mut usize) {
    let texts = [&mut draft.stem, &mut draft.explain].into_iter().chain(&mut draft.options).chain(&mut draft.extra);
    for text in texts.chain(draft.gaps.iter_mut().flatten()).chain(draft.pairs.iter_mut().flatten()) {
        *n_pictures += text.matches(PICTURE).count();
        *n_formulas += text.matches(FORMULA).count();
        if text.contains([PICTURE, FORMULA]) {
            *text = text.replace([PICTURE, FORMULA], "").trim().to_owned();
        }
    }
    for part in &mut draft.parts {
        take_media(part, n_pictures, n_formulas);
    }
}

/// A part of the archive, never more of it than the limit whatever it claims.
async fn part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    pace: &impl Pace,
) -> Result<Option<String>, Refused> {
    let Ok(mut part) = archive.by_name(name) else { return Ok(None) };
    let packed = part.compressed_size().max(1);
    let mut bytes = Vec::new();
    loop {
        pace.pause(0, 1).await?;
        let slice = part.by_ref().take(UNPACKED).read_to_end(&mut bytes).map_err(|_| Refused::Broken { what: WHAT })?;
        let n_bytes = bytes.len() as u64;
        if n_bytes > MAX_UNPACKED_BYTES || (n_bytes > FREE_OF_RATIO_BYTES && n_bytes / packed > MAX_RATIO) {
            return Err(Refused::UNPACKS_TOO_LARGE);
        }
        if slice == 0 {
            break;
        }
    }
    // Whatever is no UTF-8 is rare; what nobody sees is taken out of the lines.
    let text = String::from_utf8(bytes).unwrap_or_else(|not| super::encoding::decode(not.as_bytes(), None).text);
    Ok(Some(text))
}
