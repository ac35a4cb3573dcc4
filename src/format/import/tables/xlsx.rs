//! Workbooks of Excel from 2007 (ECMA-376), read from their XML event by event. A stray cell in the last corner costs
//! no more than any other.
use super::cells::{self, Shown};
use super::parts::{self, Archive, Budget, attribute, is_on, referred};
use super::sheet::{Grid, Merged, Sort};
use crate::format::import::limits::MAX_SHEETS;
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;
use quick_xml::events::Event;

const BROKEN: Refused = Refused::Broken { what: "Excel工作簿" };
/// What a sheet can have.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// What cells refer to.
#[derive(Default)]
struct Book {
    strings: Vec<String>,
    styles: Vec<Shown>,
    is_1904: bool,
}

/// A sheet's name, its part and whether it is hidden.
struct Listed {
    name: String,
    id: String,
    is_hidden: bool,
}

pub async fn read(archive: &mut Archive<'_>, budget: &mut Budget, pace: &impl Pace) -> Result<Vec<Grid>, Refused> {
    let workbook = parts::find(archive, "xl/workbook.xml")
        .or_else(|| archive.file_names().find(|name| name.ends_with("workbook.xml")).map(str::to_owned))
        .ok_or(BROKEN)?;
    let (folder, file) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let targets = relations(archive, &format!("{folder}/_rels/{file}.rels"), folder, budget, pace).await?;
    let (listed, is_1904) = sheets(archive, &workbook, budget, pace).await?;
    let of_name = |name: &str| targets.iter().find(|(_, target)| target.to_ascii_lowercase().ends_with(name));
    let mut book = Book { is_1904, ..Book::default() };
    if let Some((_, target)) = of_name("styles.xml") {
        book.styles = styles(archive, target, budget, pace).await?;
    }
    if let Some((_, target)) = of_name("sharedstrings.xml") {
        book.strings = strings(archive, target, budget, pace).await?;
    }
    let mut grids = Vec::new();
    for Listed { name, id, is_hidden } in listed {
        let mut grid = Grid { name, is_hidden, ..Grid::default() };
        if let Some((_, target)) = targets.iter().find(|(known, _)| *known == id) {
            sheet(archive, target, &book, &mut grid, budget, pace).await?;
        }
        grid.finish();
        grids.push(grid);
    }
    Ok(grids)
}

/// Parts by the ids that the workbook has for them.
async fn relations(
    archive: &mut Archive<'_>,
    name: &str,
    folder: &str,
    budget: &mut Budget,
    pace: &impl Pace,
) -> Result<Vec<(String, String)>, Refused> {
    let mut targets = Vec::new();
    let mut part = parts::part(archive, name, budget).ok_or(BROKEN)?;
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match part.read_event_into(&mut buf).map_err(|_| BROKEN)? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&e, "Id"), attribute(&e, "Target")) {
                    let target = match target.strip_prefix('/') {
                        Some(target) => target.to_owned(),
                        None if folder.is_empty() => target,
                        None => format!("{folder}/{}", target.trim_start_matches("./")),
                    };
                    targets.push((id, target));
                }
            }
            Event::Eof => break,
            _ => {}
        }
        budget.turn(pace).await?;
    }
    budget.spend(part)?;
    Ok(targets)
}

async fn sheets(
    archive: &mut Archive<'_>,
    name: &str,
    budget: &mut Budget,
    pace: &impl Pace,
) -> Result<(Vec<Listed>, bool), Refused> {
    let (mut listed, mut is_1904) = (Vec::new(), false);
    let mut part = parts::part(archive, name, budget).ok_or(BROKEN)?;
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match part.read_event_into(&mut buf).map_err(|_| BROKEN)? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "workbookPr" => is_1904 = is_on(attribute(&e, "date1904").as_deref()),
                "sheet" if listed.len() < MAX_SHEETS => listed.push(Listed {
                    name: attribute(&e, "name").unwrap_or_default(),
                    id: attribute(&e, "id").unwrap_or_default(),
                    is_hidden: attribute(&e, "state").is_some_and(|state| state != "visible"),
                }),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
        budget.turn(pace).await?;
    }
    budget.spend(part)?;
    Ok((listed, is_1904))
}

/// How each style shows a number.
async fn styles(
    archive: &mut Archive<'_>,
    name: &str,
    budget: &mut Budget,
    pace: &impl Pace,
) -> Result<Vec<Shown>, Refused> {
    let (mut formats, mut styles, mut in_cells) = (Vec::<(u32, Shown)>::new(), Vec::new(), false);
    let Some(mut part) = parts::part(archive, name, budget) else { return Ok(styles) };
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match part.read_event_into(&mut buf).map_err(|_| BROKEN)? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&e, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&e, "formatCode")) {
                        formats.push((id, cells::custom(&code)));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&e, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    let custom = formats.iter().find(|(known, _)| *known == id);
                    styles.push(custom.map_or_else(|| cells::built_in(id), |(_, shown)| *shown));
                }
                _ => {}
            },
            Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => break,
            _ => {}
        }
        budget.turn(pace).await?;
    }
    budget.spend(part)?;
    Ok(styles)
}

/// Texts that cells share; runs are joined, and what tells how to pronounce them is left.
async fn strings(
    archive: &mut Archive<'_>,
    name: &str,
    budget: &mut Budget,
    pace: &impl Pace,
) -> Result<Vec<String>, Refused> {
    let mut strings = Vec::new();
    let Some(mut part) = parts::part(archive, name, budget) else { return Ok(strings) };
    let (mut text, mut in_text, mut in_phonetic) = (String::new(), false, false);
    let mut buf = Vec::new();
    loop {
        buf.clear();
        match part.read_event_into(&mut buf).map_err(|_| BROKEN)? {
            Event::Start(e) => match e.local_name().as_ref() {
                "si" => text.clear(),
                "rPh" => in_phonetic = true,
                "t" => in_text = !in_phonetic,
                _ => {}
            },
            Event::Empty(e) if e.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(e) => match e.local_name().as_ref() {
                "si" => strings.push(unescaped(&std::mem::take(&mut text))),
                "rPh" => in_phonetic = false,
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(e) if in_text => text.push_str(&e.xml10_content()),
            Event::CData(e) if in_text => text.push_str(&e.xml10_content()),
            Event::GeneralRef(e) if in_text => text.extend(referred(&e)),
            Event::Eof => break,
            _ => {}
        }
        budget.turn(pace).await?;
    }
    budget.spend(part)?;
    Ok(strings)
}

/// A cell while it is read.
#[derive(Default)]
struct Open {
    column: u32,
    kind: String,
    style: usize,
    value: String,
    inline: String,
}

async fn sheet(
    archive: &mut Archive<'_>,
    name: &str,
    book: &Book,
    grid: &mut Grid,
    budget: &mut Budget,
    pace: &impl Pace,
) -> Result<(), Refused> {
    let Some(mut part) = parts::part(archive, name, budget) else { return Ok(()) };
    let (mut row, mut is_hidden, mut column) = (0u32, false, 0u32);
    let mut open: Option<Open> = None;
    let (mut in_value, mut in_inline, mut in_phonetic) = (false, false, false);
    let mut buf = Vec::new();
    loop {
        buf.clear();
        let event = part.read_event_into(&mut buf).map_err(|_| BROKEN)?;
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "c" => {
                    column = attribute(&e, "r").and_then(|place| place_of(&place)).map_or(column, |(_, column)| column);
                    let style = attribute(&e, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                    let kind = attribute(&e, "t").unwrap_or_default();
                    open = Some(Open { column, kind, style, ..Open::default() });
                    column = column.saturating_add(1);
                }
                "v" => in_value = true,
                "rPh" => in_phonetic = true,
                "t" => in_inline = !in_phonetic,
                "row" => {
                    row = attribute(&e, "r").and_then(|row| row.parse().ok()).unwrap_or(row.saturating_add(1));
                    is_hidden = is_on(attribute(&e, "hidden").as_deref());
                    column = 0;
                }
                "mergeCell" => grid.merged.extend(attribute(&e, "ref").and_then(|area| merged(&area))),
                "col" => hide(grid, &e),
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "c" => {
                    let place = attribute(&e, "r").and_then(|place| place_of(&place));
                    column = place.map_or(column, |(_, column)| column).saturating_add(1);
                }
                "row" => row = attribute(&e, "r").and_then(|row| row.parse().ok()).unwrap_or(row.saturating_add(1)),
                "mergeCell" => grid.merged.extend(attribute(&e, "ref").and_then(|area| merged(&area))),
                "col" => hide(grid, &e),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "c" => {
                    if let Some(cell) = open.take().filter(|cell| cell.column < COLUMNS && (1..=ROWS).contains(&row)) {
                        let column = cell.column;
                        let (text, sort) = said(cell, book);
                        budget.put(grid, row, is_hidden, column, &text, sort)?;
                    }
                }
                "v" => in_value = false,
                "rPh" => in_phonetic = false,
                "t" => in_inline = false,
                _ => {}
            },
            Event::Eof => break,
            event => {
                let Some(cell) = open.as_mut().filter(|_| in_value || in_inline) else { continue };
                let text = if in_value { &mut cell.value } else { &mut cell.inline };
                match event {
                    Event::Text(e) => text.push_str(&e.xml10_content()),
                    Event::CData(e) => text.push_str(&e.xml10_content()),
                    Event::GeneralRef(e) => text.extend(referred(&e)),
                    _ => {}
                }
            }
        }
        budget.turn(pace).await?;
    }
    budget.spend(part)
}

fn said(cell: Open, book: &Book) -> (String, Sort) {
    let value = cell.value.trim();
    match cell.kind.as_str() {
        "s" => {
            let text = value.parse::<usize>().ok().and_then(|idx| book.strings.get(idx));
            (text.cloned().unwrap_or_default(), Sort::Text)
        }
        "inlineStr" => (unescaped(&cell.inline), Sort::Text),
        "str" => (unescaped(&cell.value), Sort::Text),
        "b" => ((if value == "1" { "TRUE" } else { "FALSE" }).to_owned(), Sort::Truth),
        "e" => (value.to_owned(), Sort::Error),
        "d" => (cells::iso_date(value).unwrap_or_else(|| value.to_owned()), Sort::Date),
        _ => match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => {
                let shown = book.styles.get(cell.style).copied().unwrap_or(Shown::Plain);
                let sort = if matches!(shown, Shown::Date { .. }) { Sort::Date } else { Sort::Number };
                (cells::shown(number, shown, book.is_1904), sort)
            }
            None => (value.to_owned(), Sort::Text),
        },
    }
}

fn hide(grid: &mut Grid, e: &quick_xml::events::BytesStart<'_>) {
    if is_on(attribute(e, "hidden").as_deref()) {
        let number = |name| {
            attribute(e, name).and_then(|number| number.parse::<u32>().ok()).and_then(|number| number.checked_sub(1))
        };
        grid.hidden_columns.extend(number("min").zip(number("max")));
    }
}

/// `B7` is row 7 and column 1.
fn place_of(place: &str) -> Option<(u32, u32)> {
    let end = place.find(|c: char| !c.is_ascii_alphabetic())?;
    let column = place[..end].bytes().try_fold(0u32, |column, byte| {
        column.checked_mul(26)?.checked_add(u32::from(byte.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((place[end..].parse().ok()?, column.checked_sub(1)?))
}

fn merged(area: &str) -> Option<Merged> {
    let (first, last) = area.split_once(':')?;
    let (first, last) = (place_of(first)?, place_of(last)?);
    Some(Merged { rows: (first.0, last.0), columns: (first.1, last.1) })
}

/// `_x000D_` is how Excel writes what XML cannot.
fn unescaped(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let c = code
            .filter(|_| rest[at + 6..].starts_with('_'))
            .and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        let (kept, next) = if c.is_some() { (at, at + 7) } else { (at + 2, at + 2) };
        out.push_str(&rest[..kept]);
        out.extend(c);
        rest = &rest[next..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_escapes_are_read() {
        assert_eq!(place_of("A1"), Some((1, 0)));
        assert_eq!(place_of("XFD1048576"), Some((1_048_576, 16_383)));
        for place in ["", "1", "A", "AAAAAAAAA1", "A99999999999"] {
            assert_eq!(place_of(place), None);
        }
        assert_eq!(merged("A1:C2"), Some(Merged { rows: (1, 2), columns: (0, 2) }));
        for (text, expected) in [
            ("甲_x000D_\n乙", "甲\r\n乙"),
            ("_x005F_x0041_", "_x0041_"),
            ("_x", "_x"),
            ("_xZZZZ_", "_xZZZZ_"),
            ("_x甲乙", "_x甲乙"),
            ("_xD800_", "_xD800_"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
    }
}
