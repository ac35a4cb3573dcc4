//! Delimited text as a grid: comma, tab, semicolon or bar, whichever makes the best table.
use super::choices::{Choices, TextSeen};
use super::headers;
use super::parts::Budget;
use super::sheet::{Grid, Row, Sort};
use crate::format::import::encoding::decode;
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;
use csv::{Reader, ReaderBuilder, StringRecord};

const SEPARATORS: [char; 4] = [',', '\t', ';', '|'];
/// No text of a bank has so many lines: a quotation mark was not closed.
const MAX_LINES: usize = 40;
const SAMPLE: usize = 40;

pub async fn read(bytes: &[u8], choices: &Choices, pace: &impl Pace) -> Result<(Grid, TextSeen), Refused> {
    let decoded = decode(bytes, choices.encoding);
    let separator = choices.separator.unwrap_or_else(|| guess(&decoded.text));
    let mut budget = Budget::new(decoded.text.len());
    let mut is_unquoted = false;
    let mut grid = grid(&decoded.text, separator, true, &mut budget, pace).await?;
    if grid.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.text.matches('\n').count() > MAX_LINES) {
        is_unquoted = true;
        grid = self::grid(&decoded.text, separator, false, &mut Budget::new(decoded.text.len()), pace).await?;
    }
    let seen = TextSeen {
        encoding: decoded.encoding,
        is_guessed: decoded.is_guessed,
        n_unreadable: decoded.n_unreadable,
        n_removed: decoded.n_removed,
        separator,
        is_unquoted,
    };
    Ok((grid, seen))
}

fn reader(text: &str, separator: char, is_quoted: bool) -> Reader<&[u8]> {
    let separator = u8::try_from(separator).unwrap_or(b',');
    ReaderBuilder::new()
        .delimiter(separator)
        .quoting(is_quoted)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

async fn grid(
    text: &str,
    separator: char,
    is_quoted: bool,
    budget: &mut Budget,
    pace: &impl Pace,
) -> Result<Grid, Refused> {
    let mut reader = reader(text, separator, is_quoted);
    let mut grid = Grid::default();
    let (mut record, mut number, mut line) = (StringRecord::new(), 0u32, 1u64);
    while reader.read_record(&mut record).unwrap_or(false) {
        // Rows are counted as a sheet counts them: lines within a cell do not count, empty lines do.
        let n_within: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let next = reader.position().line();
        let n_empty = next.saturating_sub(line + n_within as u64 + 1);
        number = number.saturating_add(u32::try_from(n_empty).unwrap_or(0)).saturating_add(1);
        line = next;
        for (column, cell) in (0..).zip(&record) {
            budget.put(&mut grid, number, false, column, unguarded(cell), Sort::Text)?;
        }
        budget.turn(pace).await?;
        for _ in 0..record.len() / 8 {
            budget.turn(pace).await?;
        }
    }
    grid.finish();
    Ok(grid)
}

/// An apostrophe in front of what a sheet could run, as safe exports write it.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| crate::format::table::is_formula(rest)).unwrap_or(cell)
}

/// The separator whose first records make the best table: heads that are known, then as many columns in each.
fn guess(text: &str) -> char {
    let mut best = (0, ',');
    for separator in SEPARATORS {
        let rows: Vec<Row> = sample(text, separator);
        let n_heads = headers::header_row(&rows).and_then(|idx| rows.get(idx)).map_or(0, |row| row.cells.len());
        let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).filter(|width| *width > 1).collect();
        widths.sort_unstable();
        let usual = widths.get(widths.len() / 2).copied().unwrap_or(0);
        let n_usual = widths.iter().filter(|width| **width == usual).count();
        let score = n_heads * 1000 + n_usual * 10 + usual.min(9);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

fn sample(text: &str, separator: char) -> Vec<Row> {
    let mut reader = reader(text, separator, true);
    let (mut record, mut grid) = (StringRecord::new(), Grid::default());
    let mut number = 0;
    while number < SAMPLE as u32 && reader.read_record(&mut record).unwrap_or(false) {
        number += 1;
        for (column, cell) in (0..).zip(&record).filter(|(_, cell)| !cell.trim().is_empty()) {
            grid.put(number, false, super::sheet::Cell { column, text: cell.to_owned(), sort: Sort::Text });
        }
    }
    grid.rows
}
