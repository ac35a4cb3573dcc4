//! Workbooks of Excel from 97 to 2003 (MS-XLS), read record by record. What a file says of its own size is not asked.
use super::cells::{self, Shown};
use super::compound::{Compound, u16_at, u32_at};
use super::parts::Budget;
use super::sheet::{Grid, Merged, Sort};
use crate::format::import::limits::MAX_SHEETS;
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;

const BROKEN: Refused = Refused::Broken { what: "Excel工作簿" };

/// A record: its number, its first body, and those of the records that go on with it.
struct Record<'a> {
    kind: u16,
    body: &'a [u8],
    more: Vec<&'a [u8]>,
}

struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
}

const CONTINUE: u16 = 0x3C;

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, body) = self.one()?;
        let mut more = Vec::new();
        while u16_at(self.bytes, self.at) == Some(CONTINUE)
            && let Some((_, body)) = self.one()
        {
            more.push(body);
        }
        Some(Record { kind, body, more })
    }
}

impl<'a> Records<'a> {
    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, len) = (u16_at(self.bytes, self.at)?, usize::from(u16_at(self.bytes, self.at + 2)?));
        let body = self.bytes.get(self.at + 4..self.at + 4 + len)?;
        self.at += 4 + len;
        Some((kind, body))
    }
}

#[derive(Default)]
struct Book {
    strings: Vec<String>,
    styles: Vec<Shown>,
    is_1904: bool,
}

pub async fn read(bytes: &[u8], budget: &mut Budget, pace: &impl Pace) -> Result<Vec<Grid>, Refused> {
    let compound = Compound::open(bytes).ok_or(BROKEN)?;
    if compound.has("EncryptedPackage") {
        return Err(Refused::Locked);
    }
    if compound.has("WordDocument") {
        return Err(Refused::OldWord);
    }
    // Excel 5 and 95 call it Book, and write texts in the code page of their time.
    let stream = compound.file("Workbook").ok_or(if compound.has("Book") {
        Refused::OtherWorkbook
    } else {
        Refused::Unknown
    })?;
    let (mut book, mut formats, mut formatted) = (Book::default(), Vec::<(u16, Shown)>::new(), Vec::new());
    let mut sheets = Vec::new();
    for Record { kind, body, more } in (Records { bytes: &stream, at: 0 }) {
        match kind {
            0x0809 if u16_at(body, 0) != Some(0x0600) => return Err(Refused::OtherWorkbook),
            0x002F => return Err(Refused::Locked),
            0x0022 => book.is_1904 = u16_at(body, 0) == Some(1),
            0x041E => formats
                .extend(u16_at(body, 0).zip(text(&body[2.min(body.len())..], 2).map(|code| cells::custom(&code)))),
            0x00E0 => formatted.push(u16_at(body, 2).unwrap_or(0)),
            0x0085 if sheets.len() < MAX_SHEETS => {
                let place = u32_at(body, 0).ok_or(BROKEN)? as usize;
                let is_hidden = body.get(4).is_some_and(|state| state & 3 != 0);
                // Charts and macros are no tables.
                if body.get(5) == Some(&0) {
                    let name = body.get(6..).and_then(|body| text(body, 1)).unwrap_or_default();
                    sheets.push((place, Grid { name, is_hidden, ..Grid::default() }));
                }
            }
            0x00FC => book.strings = strings(body, &more, budget, pace).await?,
            0x000A => break,
            _ => {}
        }
        budget.turn(pace).await?;
    }
    let shown = |format: u16| {
        let custom = formats.iter().find(|(known, _)| *known == format);
        custom.map_or_else(|| cells::built_in(u32::from(format)), |(_, shown)| *shown)
    };
    book.styles = formatted.into_iter().map(shown).collect();
    let mut grids = Vec::new();
    for (place, mut grid) in sheets {
        sheet(stream.get(place..).unwrap_or_default(), &book, &mut grid, budget, pace).await?;
        grid.finish();
        grids.push(grid);
    }
    Ok(grids)
}

async fn sheet(
    bytes: &[u8],
    book: &Book,
    grid: &mut Grid,
    budget: &mut Budget,
    pace: &impl Pace,
) -> Result<(), Refused> {
    let (mut depth, mut hidden, mut formula) = (0usize, Vec::new(), (0u32, 0u32));
    for Record { kind, body, .. } in (Records { bytes, at: 0 }) {
        // A chart within the sheet has cells of its own.
        match kind {
            0x0809 => depth += 1,
            0x000A => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        let half = |at| u16_at(body, at).map(u32::from);
        let (Some(row), Some(column)) = (half(0), half(2)) else { continue };
        let is_hidden = hidden.last() == Some(&row) || hidden.binary_search(&row).is_ok();
        let mut put =
            |column: u32, (text, sort): (String, Sort)| budget.put(grid, row + 1, is_hidden, column, &text, sort);
        let style = |at| {
            u16_at(body, at).and_then(|style| book.styles.get(usize::from(style))).copied().unwrap_or(Shown::Plain)
        };
        let number = |value: f64, shown: Shown| {
            let sort = if matches!(shown, Shown::Date { .. }) { Sort::Date } else { Sort::Number };
            (cells::shown(value, shown, book.is_1904), sort)
        };
        match kind {
            _ if depth > 1 => {}
            0x0208 if half(12).is_some_and(|options| options & 0x20 != 0) => hidden.push(row),
            // One column or a stretch; the second number is its last.
            0x007D if half(8).is_some_and(|options| options & 1 != 0) => grid.hidden_columns.push((row, column)),
            0x00FD => {
                let text = u32_at(body, 6).and_then(|idx| book.strings.get(idx as usize)).cloned().unwrap_or_default();
                put(column, (text, Sort::Text))?;
            }
            0x0204 | 0x00D6 => {
                let text = body.get(6..).and_then(|body| text(body, 2)).unwrap_or_default();
                put(column, (text, Sort::Text))?;
            }
            0x0203 => {
                if let Some(value) = double(body, 6) {
                    put(column, number(value, style(4)))?;
                }
            }
            0x027E => {
                if let Some(packed) = u32_at(body, 6) {
                    put(column, number(unpacked(packed), style(4)))?;
                }
            }
            0x00BD => {
                for (idx, cell) in body[4..].chunks_exact(6).enumerate() {
                    if let Some(packed) = u32_at(cell, 2) {
                        put(column + idx as u32, number(unpacked(packed), style(4 + idx * 6)))?;
                    }
                }
            }
            0x0205 => {
                if let (Some(value), Some(is_error)) = (body.get(6), body.get(7)) {
                    put(column, truth_or_error(*value, *is_error == 1))?;
                }
            }
            0x0006 => match (u16_at(body, 12), body.get(6), body.get(8)) {
                // The text stands in the next record.
                (Some(0xFFFF), Some(0), _) => formula = (row, column),
                (Some(0xFFFF), Some(kind @ (1 | 2)), Some(value)) => put(column, truth_or_error(*value, *kind == 2))?,
                (Some(0xFFFF), ..) => {}
                _ => {
                    if let Some(value) = double(body, 6) {
                        put(column, number(value, style(4)))?;
                    }
                }
            },
            0x0207 => {
                let is_hidden = hidden.binary_search(&formula.0).is_ok();
                let text = text(body, 2).unwrap_or_default();
                budget.put(grid, formula.0 + 1, is_hidden, formula.1, &text, Sort::Text)?;
            }
            0x00E5 => {
                let areas = body[2..].chunks_exact(8).map(|area| {
                    let at = |at| u16_at(area, at).map_or(0, u32::from);
                    Merged { rows: (at(0) + 1, at(2) + 1), columns: (at(4), at(6)) }
                });
                grid.merged.extend(areas);
            }
            _ => {}
        }
        budget.turn(pace).await?;
    }
    Ok(())
}

fn truth_or_error(value: u8, is_error: bool) -> (String, Sort) {
    if !is_error {
        return ((if value == 0 { "FALSE" } else { "TRUE" }).to_owned(), Sort::Truth);
    }
    let name = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    (name.to_owned(), Sort::Error)
}

fn double(bytes: &[u8], at: usize) -> Option<f64> {
    let value = f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?);
    Some(value).filter(|value| value.is_finite())
}

/// A number in 30 bits: whole or the head of a double, perhaps in hundredths.
fn unpacked(packed: u32) -> f64 {
    let value =
        if packed & 2 != 0 { f64::from(packed as i32 >> 2) } else { f64::from_bits(u64::from(packed & !3) << 32) };
    if packed & 1 != 0 { value / 100.0 } else { value }
}

/// A text after its length, which has one byte or two, and a byte that tells how wide its characters are.
fn text(body: &[u8], n_length: usize) -> Option<String> {
    let n_chars = if n_length == 1 { usize::from(*body.first()?) } else { usize::from(u16_at(body, 0)?) };
    let flags = *body.get(n_length)?;
    let skipped = 2 * usize::from(flags & 8 != 0) + 4 * usize::from(flags & 4 != 0);
    let mut units = Vec::new();
    push(&mut units, body.get(n_length + 1 + skipped..)?, flags & 1 != 0, n_chars);
    Some(String::from_utf16_lossy(&units))
}

/// As many characters as are there, and how many bytes they took.
fn push(units: &mut Vec<u16>, bytes: &[u8], is_wide: bool, n_chars: usize) -> usize {
    if is_wide {
        let found = bytes.as_chunks().0;
        let found = &found[..found.len().min(n_chars)];
        units.extend(found.iter().map(|unit| u16::from_le_bytes(*unit)));
        found.len() * 2
    } else {
        let found = &bytes[..bytes.len().min(n_chars)];
        units.extend(found.iter().map(|byte| u16::from(*byte)));
        found.len()
    }
}

/// Texts that cells share. One may go on in the next record, which then tells again how wide its characters are.
async fn strings(first: &[u8], more: &[&[u8]], budget: &mut Budget, pace: &impl Pace) -> Result<Vec<String>, Refused> {
    let mut strings = Vec::new();
    let mut bodies = more.iter().copied();
    let mut rest = first.get(8..).unwrap_or_default();
    loop {
        while rest.is_empty() {
            match bodies.next() {
                Some(body) => rest = body,
                None => return Ok(strings),
            }
        }
        let (Some(n_chars), Some(flags)) = (u16_at(rest, 0), rest.get(2).copied()) else { return Ok(strings) };
        let mut at = 3;
        let n_runs = if flags & 8 != 0 { u16_at(rest, at) } else { Some(0) };
        at += 2 * usize::from(flags & 8 != 0);
        let n_extra = if flags & 4 != 0 { u32_at(rest, at) } else { Some(0) };
        at += 4 * usize::from(flags & 4 != 0);
        let (Some(n_runs), Some(n_extra)) = (n_runs, n_extra) else { return Ok(strings) };
        rest = rest.get(at..).unwrap_or_default();
        let (mut units, mut is_wide, n_chars) = (Vec::new(), flags & 1 != 0, usize::from(n_chars));
        loop {
            let wanted = n_chars - units.len();
            let taken = push(&mut units, rest, is_wide, wanted);
            rest = &rest[taken..];
            if units.len() == n_chars {
                break;
            }
            let Some((flags, body)) = bodies.next().and_then(<[u8]>::split_first) else { return Ok(strings) };
            (is_wide, rest) = (flags & 1 != 0, body);
        }
        strings.push(String::from_utf16_lossy(&units));
        // What tells of its look and its pronunciation.
        let mut skipped = usize::from(n_runs) * 4 + n_extra as usize;
        while skipped > rest.len() {
            skipped -= rest.len();
            match bodies.next() {
                Some(body) => rest = body,
                None => return Ok(strings),
            }
        }
        rest = &rest[skipped..];
        budget.turn(pace).await?;
    }
}
