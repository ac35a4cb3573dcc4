//! Archives and their XML, read in slices and within limits: nothing is set aside for what a file claims.
use super::sheet::{Cell, Grid, Sort};
use crate::format::import::encoding::cleaned;
use crate::format::import::limits::{FREE_OF_RATIO_BYTES, MAX_CELLS, MAX_PARTS, MAX_RATIO, MAX_UNPACKED_BYTES};
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart};
use std::io::{BufReader, Cursor, Read, Take};
use zip::ZipArchive;
use zip::read::ZipFile;

pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;
pub type Part<'a, 'b> = Reader<BufReader<Take<ZipFile<'a, Cursor<&'b [u8]>>>>>;

/// How many events of an XML reader, or cells, an old phone manages in a moment.
const SLICE: usize = 2048;

/// What is left of the limits, and how far the reading is.
pub struct Budget {
    unpacked: u64,
    n_cells: usize,
    n_bytes: usize,
    n_events: usize,
    pub done: usize,
    pub total: usize,
}

impl Budget {
    pub fn new(total: usize) -> Self {
        Self { unpacked: MAX_UNPACKED_BYTES, n_cells: 0, n_bytes: 0, n_events: 0, done: 0, total }
    }

    /// To be called for each event, row or record.
    pub async fn turn(&mut self, pace: &impl Pace) -> Result<(), Refused> {
        self.n_events += 1;
        if self.n_events.is_multiple_of(SLICE) {
            self.done = (self.done + SLICE).min(self.total);
            pace.pause(self.done, self.total).await?;
        }
        Ok(())
    }

    /// A cell with something in it goes into the grid.
    pub fn put(
        &mut self,
        grid: &mut Grid,
        row: u32,
        is_hidden: bool,
        column: u32,
        text: &str,
        sort: Sort,
    ) -> Result<(), Refused> {
        let (text, _) = cleaned(text);
        if text.trim().is_empty() {
            return Ok(());
        }
        self.n_cells += 1;
        self.n_bytes += text.len();
        if self.n_cells > MAX_CELLS {
            return Err(Refused::TOO_MANY_CELLS);
        }
        if self.n_bytes as u64 > MAX_UNPACKED_BYTES {
            return Err(Refused::UNPACKS_TOO_LARGE);
        }
        grid.put(row, is_hidden, Cell { column, text, sort });
        Ok(())
    }

    /// What a part took.
    pub fn spend(&mut self, part: Part<'_, '_>) -> Result<(), Refused> {
        self.unpacked = part.into_inner().into_inner().limit();
        if self.unpacked == 0 { Err(Refused::UNPACKS_TOO_LARGE) } else { Ok(()) }
    }
}

/// An archive that claims nothing impossible.
pub fn open<'a>(bytes: &'a [u8], what: &'static str) -> Result<Archive<'a>, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Broken { what })?;
    if archive.len() > MAX_PARTS {
        return Err(Refused::UNPACKS_TOO_LARGE);
    }
    let (mut unpacked, mut packed) = (0u64, 0u64);
    for idx in 0..archive.len() {
        let part = archive.by_index_raw(idx).map_err(|_| Refused::Broken { what })?;
        // Pictures are never unpacked.
        if part.name().ends_with(".xml") {
            unpacked = unpacked.saturating_add(part.size());
            packed = packed.saturating_add(part.compressed_size());
        }
        if part.encrypted() {
            return Err(Refused::Locked);
        }
    }
    if unpacked > MAX_UNPACKED_BYTES || (unpacked > FREE_OF_RATIO_BYTES && unpacked / packed.max(1) > MAX_RATIO) {
        return Err(Refused::UNPACKS_TOO_LARGE);
    }
    Ok(archive)
}

/// The name that a part has in the archive; case and strokes differ between writers.
pub fn find(archive: &Archive<'_>, name: &str) -> Option<String> {
    let wanted = name.trim_start_matches('/');
    if archive.index_for_name(wanted).is_some() {
        return Some(wanted.to_owned());
    }
    archive.file_names().find(|known| known.replace('\\', "/").eq_ignore_ascii_case(wanted)).map(str::to_owned)
}

pub fn part<'a, 'b>(archive: &'a mut Archive<'b>, name: &str, budget: &Budget) -> Option<Part<'a, 'b>> {
    let name = find(archive, name)?;
    let file = archive.by_name(&name).ok()?;
    let mut reader = Reader::from_reader(BufReader::new(file.take(budget.unpacked)));
    // Ends that do not match cost a stack and mean nothing to us.
    reader.config_mut().check_end_names = false;
    Some(reader)
}

/// An attribute by its local name.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_or_else(|_| found.value.to_string(), |value| value.into_owned()),
    )
}

pub fn is_on(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

/// The character that a reference names; entities of a file's own are nothing.
pub fn referred(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
