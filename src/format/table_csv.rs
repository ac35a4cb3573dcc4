//! Tables as CSV (RFC 4180) and as text to copy. Texts that a sheet could run as formulas are guarded in both.
use super::table::{Cell, Table, guarded};
use csv::{QuoteStyle, Terminator, WriterBuilder};

/// Without it Excel reads UTF-8 as GBK.
const BOM: &str = "\u{feff}";

/// Lines end in CR LF; a line break inside a cell is LF. Several tables follow one another, each under its name and
/// after an empty line.
pub fn csv(tables: &[Table]) -> String {
    let parts: Vec<String> = tables.iter().map(|table| written(&lines(table, tables.len() > 1))).collect();
    format!("{BOM}{}", parts.join("\r\n"))
}

fn written(lines: &[Vec<String>]) -> String {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(Vec::new());
    // Errors are dropped unseen, with the code that would put them in words: memory takes every write.
    let written = lines.iter().all(|line| writer.write_record(line).is_ok());
    let text = writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match text {
        Some(text) if written => text,
        _ => unreachable!("texts went in, and the writer adds ASCII only"),
    }
}

/// To paste into a chat or a sheet: one line a row, tabs between cells.
pub fn to_copy(tables: &[Table]) -> String {
    let text = |table: &Table| {
        let rows = lines(table, tables.len() > 1);
        rows.iter().map(|row| row.iter().map(|cell| in_one_line(cell)).collect::<Vec<_>>().join("\t") + "\n").collect()
    };
    tables.iter().map(text).collect::<Vec<String>>().join("\n")
}

fn in_one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\t', '\r', '\n'], " ")
}

fn lines(table: &Table, named: bool) -> Vec<Vec<String>> {
    let name = named.then(|| vec![guarded(&table.name)]);
    let headers = table.headers.iter().map(|header| guarded(header)).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(said).collect());
    name.into_iter().chain([headers]).chain(rows).collect()
}

/// Only texts are guarded: a negative number is no formula, and with an apostrophe it would be no number.
fn said(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => guarded(&text.replace("\r\n", "\n").replace('\r', "\n")),
        _ => cell.shown(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::sample;
    use super::*;

    fn table(name: &str, rows: &[&[&str]]) -> Table {
        let rows = rows.iter().map(|row| row.iter().map(|text| Cell::text(*text)).collect()).collect();
        Table { name: name.to_owned(), headers: vec!["题干".to_owned(), "答案".to_owned()], rows }
    }

    #[test]
    fn a_file_begins_with_a_mark_for_excel_and_every_line_ends_in_cr_lf() {
        assert_eq!(csv(&[table("a", &[&["甲", "乙"]])]), "\u{feff}题干,答案\r\n甲,乙\r\n");
    }

    #[test]
    fn cells_are_quoted_where_needed_numbers_stay_numbers_and_formulas_are_guarded() {
        let expected = "\u{feff}空,文字,整数,小数,正确率,用时,时间,公式\r\n\
            ,\"甲，“乙”\n\"\"丙\"\",丁\",-3,-0.5,85.5%,0:21:18,2026-11-22 18:05,\"'=HYPERLINK(\"\"x\"\")\"\r\n";
        assert_eq!(csv(&[sample()]), expected);
    }

    #[test]
    fn line_breaks_of_any_kind_stay_one_inside_a_cell() {
        let text = csv(&[table("a", &[&["甲\r\n乙\r丙", "＝丁"]])]);
        assert_eq!(text, "\u{feff}题干,答案\r\n\"甲\n乙\n丙\",'＝丁\r\n");
    }

    #[test]
    fn what_a_reader_of_csv_takes_out_is_what_went_in() {
        let hostile = ["a\"b", "\"", ",", "甲\n乙", " 两边有空格 ", "；", "#", "\u{feff}"];
        let out = csv(&[table("a", &[&hostile])]);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(out.trim_start_matches(BOM).as_bytes());
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].iter().collect::<Vec<_>>(), hostile);
    }

    #[test]
    fn several_tables_follow_one_another_under_their_names() {
        let tables = [table("名次", &[&["甲", "乙"]]), table("-单位", &[])];
        assert_eq!(csv(&tables), "\u{feff}名次\r\n题干,答案\r\n甲,乙\r\n\r\n'-单位\r\n题干,答案\r\n");
        assert_eq!(to_copy(&tables), "名次\n题干\t答案\n甲\t乙\n\n'-单位\n题干\t答案\n");
    }

    #[test]
    fn text_to_copy_keeps_every_row_in_one_line() {
        assert_eq!(to_copy(&[table("a", &[&["甲\t乙\r\n丙", "=1"]])]), "题干\t答案\n甲 乙 丙\t'=1\n");
        assert!(!to_copy(&[sample()]).contains('\u{feff}'));
    }
}
