//! Workbooks of LibreOffice and WPS (OpenDocument), read from their XML event by event. Rows and cells that a file
//! repeats a million times are only repeated where something stands in them.
use super::cells;
use super::parts::{self, Archive, Budget, attribute, referred};
use super::sheet::{Grid, Merged, Sort};
use crate::format::import::limits::MAX_REPEATS;
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;
use quick_xml::events::{BytesStart, Event};

const BROKEN: Refused = Refused::Broken { what: "ODS工作簿" };

#[derive(Default)]
struct Open {
    text: String,
    n_paragraphs: usize,
    sort: Option<Sort>,
    value: String,
    n_columns: u32,
    span: (u32, u32),
}

pub async fn read(archive: &mut Archive<'_>, budget: &mut Budget, pace: &impl Pace) -> Result<Vec<Grid>, Refused> {
    let mut part = parts::part(archive, "content.xml", budget).ok_or(BROKEN)?;
    let mut grids: Vec<Grid> = Vec::new();
    let (mut row, mut n_rows, mut is_hidden, mut column) = (0u32, 1u32, false, 0u32);
    // Where a text begins, how often it is repeated, and what it is.
    let mut cells: Vec<(u32, u32, String, Sort)> = Vec::new();
    let mut open: Option<Open> = None;
    let (mut in_text, mut n_annotations) = (0usize, 0usize);
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match part.read_event_into(&mut buf).map_err(|_| BROKEN)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "table" => {
                    let name = attribute(&e, "name").unwrap_or_default();
                    grids.push(Grid { name, ..Grid::default() });
                    row = 0;
                }
                "table-row" => {
                    (n_rows, column) = (repeated(&e, "number-rows-repeated"), 0);
                    is_hidden = attribute(&e, "visibility").is_some_and(|shown| shown != "visible");
                }
                "table-cell" | "covered-table-cell" => open = Some(opened(&e)),
                "annotation" => n_annotations += 1,
                "p" | "h" if n_annotations == 0 => {
                    if let Some(cell) = &mut open {
                        if cell.n_paragraphs > 0 {
                            cell.text.push('\n');
                        }
                        cell.n_paragraphs += 1;
                        in_text += 1;
                    }
                }
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "table-row" => row = row.saturating_add(repeated(&e, "number-rows-repeated")),
                "table-cell" | "covered-table-cell" => {
                    let cell = opened(&e);
                    take(&mut cells, &mut column, &cell, row, grids.last_mut());
                }
                "line-break" => open.iter_mut().for_each(|cell| cell.text.push('\n')),
                "tab" => open.iter_mut().for_each(|cell| cell.text.push('\t')),
                "s" => {
                    let n_spaces =
                        attribute(&e, "c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1).min(256);
                    open.iter_mut().for_each(|cell| cell.text.extend(std::iter::repeat_n(' ', n_spaces)));
                }
                "p" => {
                    if let Some(cell) = &mut open {
                        cell.n_paragraphs += 1;
                        cell.text.push('\n');
                    }
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "table-cell" | "covered-table-cell" => {
                    if let Some(cell) = open.take() {
                        take(&mut cells, &mut column, &cell, row, grids.last_mut());
                    }
                    in_text = 0;
                }
                "annotation" => n_annotations = n_annotations.saturating_sub(1),
                "p" | "h" if n_annotations == 0 => in_text = in_text.saturating_sub(1),
                "table-row" => {
                    if let Some(grid) = grids.last_mut().filter(|_| !cells.is_empty()) {
                        for repeat in 0..n_rows.min(MAX_REPEATS) {
                            let number = row.saturating_add(repeat).saturating_add(1);
                            for (first, n_columns, text, sort) in &cells {
                                for column in 0..*n_columns {
                                    let column = first.saturating_add(column);
                                    budget.put(grid, number, is_hidden, column, text, *sort)?;
                                }
                            }
                        }
                    }
                    cells.clear();
                    row = row.saturating_add(n_rows);
                }
                _ => {}
            },
            Event::Text(e) if in_text > 0 => open.iter_mut().for_each(|cell| cell.text.push_str(&e.xml10_content())),
            Event::CData(e) if in_text > 0 => open.iter_mut().for_each(|cell| cell.text.push_str(&e.xml10_content())),
            Event::GeneralRef(e) if in_text > 0 => open.iter_mut().for_each(|cell| cell.text.extend(referred(&e))),
            Event::Eof => break,
            _ => {}
        }
        budget.turn(pace).await?;
    }
    budget.spend(part)?;
    grids.iter_mut().for_each(Grid::finish);
    Ok(grids)
}

fn repeated(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

fn opened(e: &BytesStart<'_>) -> Open {
    let value = |name| attribute(e, name).unwrap_or_default();
    let (sort, value) = match attribute(e, "value-type").as_deref() {
        Some("float" | "currency") => (Some(Sort::Number), value("value")),
        Some("date") => (Some(Sort::Date), value("date-value")),
        Some("boolean") => (Some(Sort::Truth), value("boolean-value")),
        Some("error") => (Some(Sort::Error), String::new()),
        _ => (None, String::new()),
    };
    let span = (repeated(e, "number-rows-spanned"), repeated(e, "number-columns-spanned"));
    Open { sort, value, n_columns: repeated(e, "number-columns-repeated"), span, ..Open::default() }
}

/// A cell that is whole goes into its row, and again where it is repeated.
fn take(cells: &mut Vec<(u32, u32, String, Sort)>, column: &mut u32, cell: &Open, row: u32, grid: Option<&mut Grid>) {
    let text = match cell.sort {
        Some(Sort::Number) => cell.value.parse::<f64>().ok().filter(|value| value.is_finite()).map(cells::number),
        Some(Sort::Date) => cells::iso_date(&cell.value),
        Some(Sort::Truth) => Some(cell.value.to_ascii_uppercase()),
        _ => None,
    };
    let text = text.unwrap_or_else(|| cell.text.clone());
    if !text.trim().is_empty() {
        cells.push((*column, cell.n_columns.min(MAX_REPEATS), text, cell.sort.unwrap_or(Sort::Text)));
        if let Some(grid) = grid.filter(|_| cell.span.0 > 1) {
            let last = |first: u32, n: u32| first.saturating_add(n - 1);
            let columns = (*column, last(*column, cell.span.1));
            grid.merged.push(Merged { rows: (row + 1, last(row + 1, cell.span.0)), columns });
        }
    }
    *column = column.saturating_add(cell.n_columns);
}
