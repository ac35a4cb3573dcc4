//! Rows of a sheet to questions: sections give what no column says, and parts of a scenario follow its material.
use super::choices::ColumnSeen;
use super::headers::Field;
use super::sheet::{Cell, Grid, Row, Sort};
use crate::domain::bank::kind::Kind;
use crate::format::import::found::Place;
use crate::format::import::loose::{Loose, Said};
use crate::format::import::note::Note;
use crate::format::import::{answer, words};

/// A part of the scenario whose material stands above: `小题：单选题`.
pub const PART: &str = "小题";

/// What a row is.
pub enum Read {
    Question {
        loose: Box<Loose>,
        is_part: bool,
    },
    Section,
    /// A title, an instruction.
    LeftOut(String),
}

/// What rows further up say of those below.
#[derive(Default)]
pub struct Section {
    pub kind: Option<Said>,
    pub topic: String,
}

pub fn read(row: &Row, columns: &[ColumnSeen], last_head: Option<u32>, sheet: &str, section: &mut Section) -> Read {
    let of = |field: Field| columns.iter().filter(move |column| column.field == field).map(|column| column.position);
    let first = |field| of(field).filter_map(|column| text(row, column)).next().unwrap_or_default();
    let joined =
        |field, between: &str| of(field).filter_map(|column| text(row, column)).collect::<Vec<_>>().join(between);
    let whole = || row.cells.iter().map(|cell| cell.text.trim()).collect::<Vec<_>>().join("　");
    if let [only] = &row.cells[..] {
        let text = only.text.trim();
        let is_stem = of(Field::Stem).any(|column| column == only.column);
        if let Some(kind) = words::said(text) {
            section.kind = Some(kind);
            return Read::Section;
        }
        if is_chapter(text) {
            text.clone_into(&mut section.topic);
            return Read::Section;
        }
        if !is_stem {
            return Read::LeftOut(whole());
        }
    }
    let (stem, answer) = (joined(Field::Stem, "\n"), first(Field::Answer));
    let mut options: Vec<String> = of(Field::Options).filter_map(|column| text(row, column)).collect();
    for column in columns {
        if let Field::Option(position) = column.field {
            let position = usize::from(position);
            if options.len() <= position {
                options.resize(position + 1, String::new());
            }
            options[position] = text(row, column.position).unwrap_or_default();
        }
    }
    if stem.is_empty() && answer.is_empty() && options.iter().all(String::is_empty) {
        return Read::LeftOut(whole());
    }
    let named = first(Field::Kind);
    let (kind, is_part) = match named.strip_prefix(PART) {
        Some(kind) => (words::said(kind.trim_start_matches(['：', ':', '-', '·', ' '])), true),
        None => (words::said(&named), false),
    };
    let topic = joined(Field::Topic, "/");
    let loose = Loose {
        place: Place::Row { sheet: sheet.to_owned(), row: row.number },
        kind: kind.or_else(|| section.kind.clone()),
        stem,
        options,
        answer,
        explain: without_name(&joined(Field::Explain, "\n")),
        source: joined(Field::Source, "；"),
        topic: if topic.is_empty() { section.topic.clone() } else { topic },
        level: first(Field::Level),
        notes: notes(row, columns, last_head),
    };
    Read::Question { loose: Box::new(loose), is_part }
}

/// A row that goes on with the options of the question above, whose stem stands beside several rows.
pub fn option_alone(row: &Row, columns: &[ColumnSeen]) -> Option<String> {
    let is_told =
        |field: Field| matches!(field, Field::Topic | Field::Kind | Field::Level | Field::Source | Field::Skip);
    let mut options = Vec::new();
    for column in columns {
        match (column.field, text(row, column.position)) {
            (Field::Options, Some(text)) => options.push(text),
            (field, Some(_)) if !is_told(field) => return None,
            _ => {}
        }
    }
    options.pop().filter(|option| options.is_empty() && words::said(option).is_none() && !is_chapter(option))
}

fn text(row: &Row, column: u32) -> Option<String> {
    let cell = row.cell(column).filter(|cell| cell.sort != Sort::Error)?;
    Some(cell.text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// `第三章 纪律`, `第二部分`.
fn is_chapter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('第')
        && text.chars().count() <= 40
        && chars.find(|c| !"一二三四五六七八九十百零0123456789".contains(*c)).is_some_and(|c| "章节编篇".contains(c))
}

/// An explanation without its own name in front.
fn without_name(explain: &str) -> String {
    let bare = ["【解析】", "【答案解析】", "答案解析：", "解析：", "答案解析:", "解析:"]
        .iter()
        .find_map(|name| explain.strip_prefix(name));
    bare.unwrap_or(explain).trim().to_owned()
}

fn notes(row: &Row, columns: &[ColumnSeen], last_head: Option<u32>) -> Vec<Note> {
    let mut notes = Vec::new();
    let field = |cell: &Cell| {
        columns.iter().find(|column| column.position == cell.column).map_or(Field::Skip, |column| column.field)
    };
    let options: Vec<&Cell> = row.cells.iter().filter(|cell| matches!(field(cell), Field::Option(_))).collect();
    let mixed = options.iter().any(|cell| cell.sort != Sort::Date);
    for cell in &row.cells {
        let read = field(cell);
        let text = || cell.text.clone();
        match cell.sort {
            Sort::Error if read != Field::Skip => notes.push(Note::ErrorInCell { text: text() }),
            Sort::Date if matches!(read, Field::Option(_)) && mixed => notes.push(Note::MadeDate { text: text() }),
            Sort::Date if read == Field::Answer => notes.push(Note::MadeDate { text: text() }),
            _ => {}
        }
    }
    let n_beyond = row.cells.iter().filter(|cell| last_head.is_some_and(|last| cell.column > last)).count();
    if n_beyond > 0 {
        notes.push(Note::CellsBeyond { n_cells: n_beyond });
    }
    if row.is_hidden {
        notes.push(Note::HiddenRow);
    }
    notes
}

/// Stems that are numbered in nearly every row lose their numbers.
pub fn unnumber(looses: &mut [Loose]) {
    let n_numbered = looses.iter().filter(|loose| without_number(&loose.stem).is_some()).count();
    if looses.len() < 3 || n_numbered * 10 < looses.len() * 8 {
        return;
    }
    for loose in looses {
        if let Some(stem) = without_number(&loose.stem).map(str::to_owned) {
            loose.stem = stem;
        }
    }
}

fn without_number(stem: &str) -> Option<&str> {
    let stem = stem.trim_start();
    let rest = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == stem.len() {
        return None;
    }
    let bare = rest.strip_prefix(['.', '、', '．', ')', '）'])?;
    (!bare.starts_with(|c: char| c.is_ascii_digit())).then(|| bare.trim_start())
}

/// From which number a file counts its options, where its answers tell.
pub fn counting(looses: &[Loose]) -> Option<crate::format::import::loose::Counting> {
    use crate::format::import::loose::Counting;
    let mut is_from_one = false;
    for loose in
        looses.iter().filter(|loose| !matches!(loose.kind, Some(Said::Kind(Kind::Judge | Kind::Blank | Kind::Order))))
    {
        let n_options = loose.options.iter().filter(|option| !option.is_empty()).count();
        let line = answer::first_line(&loose.answer).0;
        let Some(figures) =
            answer::figures(line).filter(|_| n_options > 2 && !loose.options.iter().any(|option| option == line))
        else {
            continue;
        };
        if figures.contains(&0) {
            return Some(Counting::FromZero);
        }
        is_from_one |= figures.iter().any(|figure| *figure as usize == n_options);
    }
    is_from_one.then_some(Counting::FromOne)
}

/// The columns whose merged cells are repeated downwards.
pub fn repeated(grid: &Grid, columns: &[ColumnSeen]) -> Vec<u32> {
    let repeats =
        |column: &&ColumnSeen| matches!(column.field, Field::Topic | Field::Kind | Field::Level | Field::Source);
    if grid.merged.is_empty() {
        Vec::new()
    } else {
        columns.iter().filter(repeats).map(|column| column.position).collect()
    }
}
