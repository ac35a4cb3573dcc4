//! From the bytes of a table to what was found in it.
use super::choices::{Choices, ColumnSeen, Header, SheetSeen, Sheets};
use super::rows::{self, Read, Section};
use super::sheet::{Grid, letters};
use super::workbook::{self, Container};
use super::{blackboard, delimited, guess, headers};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::Kind;
use crate::format::import::found::{Found, Place};
use crate::format::import::limits::{MAX_FILE_BYTES, MAX_QUESTIONS};
use crate::format::import::loose::{Counting, Loose, interpret};
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;
use crate::format::import::words;

const PREVIEW: usize = 3;
/// How much of a text a preview shows, in characters.
const SHOWN: usize = 60;
/// Rows between two pauses.
const SLICE: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    pub seen: Sheets,
    pub found: Vec<Found>,
}

/// A sheet with what its columns are taken for.
struct Sheet {
    grid: Grid,
    seen: SheetSeen,
    is_blackboard: bool,
}

/// Reads a workbook or delimited text, whichever it is. The same bytes and choices give the same again.
pub async fn read(bytes: &[u8], choices: &Choices, pace: &impl Pace) -> Result<Tables, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let container = workbook::container(bytes);
    let (grids, text) = if container == Container::Text {
        let (grid, text) = delimited::read(bytes, choices, pace).await?;
        (vec![grid], Some(text))
    } else {
        (workbook::read(bytes, container, pace).await?, None)
    };
    let mut sheets = seen(grids, choices);
    if !sheets.iter().any(|sheet| sheet.seen.is_read) && choices.sheets.is_empty() {
        return Err(Refused::NoTable);
    }
    let (found, counting) = questions(&mut sheets, choices, pace, bytes.len()).await?;
    let sheets = sheets.into_iter().map(|sheet| sheet.seen).collect();
    Ok(Tables { seen: Sheets { text, counting, sheets }, found })
}

/// What each sheet is taken for. Where a sheet has heads, those without are not read.
fn seen(grids: Vec<Grid>, choices: &Choices) -> Vec<Sheet> {
    let headers: Vec<Option<usize>> = grids.iter().map(|grid| headers::header_row(&grid.rows)).collect();
    let has_header = headers.iter().any(Option::is_some);
    let of_header = headers.into_iter().zip(grids).enumerate();
    let sheets = of_header.map(|(position, (header, grid))| {
        let choice = choices.sheet(position);
        let is_blackboard = choice.columns.is_empty() && choice.header.is_none() && blackboard::is_one(&grid);
        let header = match choice.header {
            Some(Header::None) => None,
            Some(Header::Row(number)) => grid.rows.iter().position(|row| row.number == number),
            None => header.filter(|_| !is_blackboard),
        };
        let guessed = if header.is_some() || is_blackboard { None } else { guess::fields(&grid) };
        let mut fields = match header.and_then(|header| grid.rows.get(header)) {
            Some(row) => headers::fields(row),
            None => guessed.clone().unwrap_or_default(),
        };
        for (column, field) in &choice.columns {
            fields.retain(|(known, _)| known != column);
            fields.push((*column, *field));
        }
        let is_known = header.is_some() || is_blackboard || (!has_header && guessed.is_some());
        let columns = columns(&grid, header, &fields);
        let seen = SheetSeen {
            name: grid.name.clone(),
            is_read: !grid.rows.is_empty() && choice.read.unwrap_or(is_known || !choice.columns.is_empty()),
            is_hidden: grid.is_hidden,
            header: header.and_then(|header| grid.rows.get(header)).map_or(Header::None, |row| Header::Row(row.number)),
            is_guessed: header.is_none() && !is_blackboard,
            columns,
            n_rows: grid.rows.len(),
            n_questions: 0,
            left_out: Vec::new(),
        };
        Sheet { grid, seen, is_blackboard }
    });
    sheets.collect()
}

fn columns(grid: &Grid, header: Option<usize>, fields: &[(u32, headers::Field)]) -> Vec<ColumnSeen> {
    let positions = grid.columns().into_iter().take(256);
    let below = grid.rows.get(header.map_or(0, |header| header + 1)..).unwrap_or_default();
    let columns = positions.map(|position| {
        let head = header.and_then(|header| grid.rows.get(header)).map(|row| row.text(position).trim().to_owned());
        let texts = below.iter().take(100).map(|row| row.text(position).trim()).filter(|text| !text.is_empty());
        ColumnSeen {
            position,
            name: head.filter(|head| !head.is_empty()).unwrap_or_else(|| letters(position)),
            field: fields
                .iter()
                .find(|(known, _)| *known == position)
                .map_or(headers::Field::Skip, |(_, field)| *field),
            is_hidden: grid.is_column_hidden(position),
            preview: texts.take(PREVIEW).map(|text| text.chars().take(SHOWN).collect()).collect(),
        }
    });
    columns.collect()
}

async fn questions(
    sheets: &mut [Sheet],
    choices: &Choices,
    pace: &impl Pace,
    n_bytes: usize,
) -> Result<(Vec<Found>, Counting), Refused> {
    let is_alone = sheets.iter().filter(|sheet| sheet.seen.is_read).count() <= 1;
    let n_rows: usize = sheets.iter().filter(|sheet| sheet.seen.is_read).map(|sheet| sheet.grid.rows.len()).sum();
    // Bytes were counted before; each row is passed twice.
    let total = n_bytes + 2 * n_rows;
    let (mut looses, mut parts) = (Vec::<Loose>::new(), Vec::<bool>::new());
    let mut n_done = 0;
    for Sheet { grid, seen, is_blackboard } in sheets.iter_mut().filter(|sheet| sheet.seen.is_read) {
        let from = looses.len();
        let columns = rows::repeated(grid, &seen.columns);
        grid.fill_down(&columns);
        let mut section = Section { kind: words::said(&grid.name), topic: String::new() };
        let header = match seen.header {
            Header::Row(number) => grid.rows.iter().find(|row| row.number == number),
            Header::None => None,
        };
        let last_head = header.and_then(|row| row.cells.last()).map(|cell| cell.column);
        let name = if is_alone { "" } else { &grid.name };
        for row in &grid.rows {
            n_done += 1;
            if n_done % SLICE == 0 {
                pace.pause(n_bytes + n_done, total).await?;
            }
            if let Header::Row(number) = seen.header
                && row.number <= number
            {
                if row.number < number {
                    seen.left_out.push((row.number, shown(row)));
                }
                continue;
            }
            if let Some(option) = rows::option_alone(row, &seen.columns).filter(|_| !*is_blackboard)
                && let Some(last) = looses[from..].last_mut().filter(|last| !last.options.is_empty())
            {
                last.options.push(option);
                continue;
            }
            let read = if *is_blackboard {
                let place = Place::Row { sheet: name.to_owned(), row: row.number };
                Read::Question { loose: Box::new(blackboard::loose(row, place)), is_part: false }
            } else {
                rows::read(row, &seen.columns, last_head, name, &mut section)
            };
            match read {
                Read::Question { loose, is_part } => {
                    looses.push(*loose);
                    parts.push(is_part);
                }
                Read::LeftOut(text) => seen.left_out.push((row.number, text)),
                Read::Section => {}
            }
        }
        seen.n_questions = looses.len() - from;
        rows::unnumber(&mut looses[from..]);
        if looses.len() > MAX_QUESTIONS {
            return Err(Refused::TOO_MANY_QUESTIONS);
        }
    }
    let counting = choices.counting.or_else(|| rows::counting(&looses)).unwrap_or_default();
    let mut found: Vec<Found> = Vec::new();
    for (loose, is_part) in looses.into_iter().zip(parts) {
        n_done += 1;
        if n_done % SLICE == 0 {
            pace.pause(n_bytes + n_done.min(2 * n_rows), total).await?;
        }
        let one = interpret(loose, counting);
        match found.last_mut().filter(|last| is_part && last.draft.kind == Kind::Scenario) {
            // A part tells what was noticed at its scenario's place.
            Some(scenario) => {
                scenario.notes.extend(one.notes);
                scenario.draft.parts.push(Draft { topic: String::new(), ..one.draft });
            }
            None => found.push(one),
        }
    }
    Ok((found, counting))
}

fn shown(row: &super::sheet::Row) -> String {
    row.cells.iter().map(|cell| cell.text.trim()).collect::<Vec<_>>().join("　")
}
