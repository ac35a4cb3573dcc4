//! Tables as an Excel workbook (ECMA-376), one sheet each. The same tables and the same time give the same bytes.
use super::table::{Cell, Table, decimals, is_formula};
use crate::domain::bank::text::fold;
use crate::domain::time::UtcMillis;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What Excel takes in one cell, in UTF-16 units.
const CELL: usize = 32_767;
/// What Excel takes as the name of a sheet, in UTF-16 units.
const NAME: usize = 31;
/// Columns in half-width characters; longer texts wrap.
const NARROW: usize = 8;
const WIDE: usize = 48;

const DAY: i64 = 86_400_000;
const BEIJING: i64 = 8 * 3_600_000;
/// 1970-01-01 as Excel counts days.
const EPOCH: i64 = 25_569;

/// Positions in `cellXfs` of [`STYLES`].
#[derive(Clone, Copy)]
enum Style {
    Header = 1,
    Text,
    /// Stays a text also when somebody edits the cell.
    Guarded,
    Number,
    Share,
    Seconds,
    Moment,
}

const STYLES: &str = concat!(
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<numFmts count="3"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/>"#,
    r#"<numFmt numFmtId="166" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>"#,
    r#"<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="8"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>"#,
    r#"<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>"#,
    r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>"#,
    r#"<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>"#,
    r#"<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>"#,
    r#"<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>"#,
    r#"</cellXfs><cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#,
);

const RELATIONS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    r#"</Relationships>"#,
);

/// A workbook as a file, made `at` this time.
pub fn workbook(tables: &[Table], at: UtcMillis) -> Vec<u8> {
    // A workbook without a sheet is none.
    let nothing = [Table { name: String::new(), headers: Vec::new(), rows: Vec::new() }];
    let tables = if tables.is_empty() { &nothing } else { tables };
    let names = sheet_names(tables);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(tables.len())),
        ("_rels/.rels".to_owned(), RELATIONS.to_owned()),
        ("docProps/core.xml".to_owned(), core(at)),
        ("xl/workbook.xml".to_owned(), workbook_xml(&names, tables)),
        ("xl/_rels/workbook.xml.rels".to_owned(), workbook_relations(tables.len())),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ];
    for (idx, table) in tables.iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{}.xml", idx + 1), sheet(table, idx == 0)));
    }
    // The error is dropped unseen: the code that puts it in words would be three kilobytes.
    let Ok(bytes) = packed(&parts) else {
        unreachable!("memory takes every write, and no two parts have the same name")
    };
    bytes
}

fn packed(parts: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The time of a part tells nobody anything; the workbook's own stands in its properties.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    for (name, xml) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#)?;
        archive.write_all(xml.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content_types(n_sheets: usize) -> String {
    let mut xml = concat!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
        r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
        r#"<Default Extension="xml" ContentType="application/xml"/>"#,
        r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
        r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#,
        r#"<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>"#,
    )
    .to_owned();
    for n in 1..=n_sheets {
        add(
            &mut xml,
            format_args!(
                r#"<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>"#
            ),
        );
    }
    xml + "</Types>"
}

fn core(at: UtcMillis) -> String {
    // Written as UTC, which every reader understands.
    let utc = UtcMillis(at.0.saturating_sub(BEIJING));
    let ((hour, minute), second) = (utc.hour_minute(), at.0.div_euclid(1000).rem_euclid(60));
    let time = format!("{}T{hour:02}:{minute:02}:{second:02}Z", utc.day().date());
    format!(
        concat!(
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>学练赛</dc:creator>"#,
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{0}</dcterms:created>"#,
            r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{0}</dcterms:modified></cp:coreProperties>"#
        ),
        time
    )
}

fn workbook_xml(names: &[String], tables: &[Table]) -> String {
    let mut xml = concat!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" "#,
        r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">"#,
        r#"<bookViews><workbookView/></bookViews><sheets>"#
    )
    .to_owned();
    for (idx, name) in names.iter().enumerate() {
        let n = idx + 1;
        add(&mut xml, format_args!(r#"<sheet name="{}" sheetId="{n}" r:id="rId{n}"/>"#, escaped(name)));
    }
    xml += "</sheets>";
    // On paper too, every page begins with the header.
    let titled = || names.iter().zip(tables).enumerate().filter(|(_, (_, table))| !table.headers.is_empty());
    if titled().next().is_some() {
        xml += "<definedNames>";
        for (idx, (name, _)) in titled() {
            let name = escaped(&name.replace('\'', "''"));
            add(
                &mut xml,
                format_args!(
                    r#"<definedName name="_xlnm.Print_Titles" localSheetId="{idx}">'{name}'!$1:$1</definedName>"#
                ),
            );
        }
        xml += "</definedNames>";
    }
    xml + "</workbook>"
}

fn workbook_relations(n_sheets: usize) -> String {
    let mut xml = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#.to_owned();
    let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    for n in 1..=n_sheets {
        add(
            &mut xml,
            format_args!(r#"<Relationship Id="rId{n}" Type="{of}/worksheet" Target="worksheets/sheet{n}.xml"/>"#),
        );
    }
    let n = n_sheets + 1;
    add(&mut xml, format_args!(r#"<Relationship Id="rId{n}" Type="{of}/styles" Target="styles.xml"/>"#));
    xml + "</Relationships>"
}

fn sheet(table: &Table, selected: bool) -> String {
    let mut xml = concat!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
        r#"<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>"#
    )
    .to_owned();
    xml += if selected {
        r#"<sheetView tabSelected="1" workbookViewId="0">"#
    } else {
        r#"<sheetView workbookViewId="0">"#
    };
    xml += r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#;
    let widths = widths(table);
    if !widths.is_empty() {
        xml += "<cols>";
        for (idx, width) in widths.iter().enumerate() {
            let n = idx + 1;
            add(&mut xml, format_args!(r#"<col min="{n}" max="{n}" width="{width}" customWidth="1"/>"#));
        }
        xml += "</cols>";
    }
    xml += "<sheetData>";
    let headers: Vec<Cell> = table.headers.iter().map(Cell::text).collect();
    for (idx, row) in std::iter::once(&headers).chain(&table.rows).enumerate() {
        add(&mut xml, format_args!(r#"<row r="{}">"#, idx + 1));
        for (column, cell) in row.iter().enumerate() {
            add_cell(&mut xml, &place(column, idx), cell, idx == 0);
        }
        xml += "</row>";
    }
    xml += r#"</sheetData><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>"#;
    xml + r#"<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>"#
}

fn add_cell(xml: &mut String, place: &str, cell: &Cell, header: bool) {
    let number = |style: Style, value: String| {
        let style = style as u8;
        format!(r#"<c r="{place}" s="{style}"><v>{value}</v></c>"#)
    };
    *xml += &match cell {
        Cell::Empty => return,
        Cell::Text(text) => {
            let style = match is_formula(text) {
                _ if header => Style::Header,
                true => Style::Guarded,
                false => Style::Text,
            } as u8;
            let text = escaped(&cut(&text.replace("\r\n", "\n").replace('\r', "\n"), CELL));
            format!(r#"<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
        }
        Cell::Whole(whole) => number(Style::Number, whole.to_string()),
        Cell::Thousandths(thousandths) => number(Style::Number, decimals(*thousandths)),
        Cell::Share(thousandths) => number(Style::Share, decimals(i64::from(*thousandths))),
        Cell::Seconds(seconds) => {
            number(Style::Seconds, days(0, i64::try_from(*seconds).unwrap_or(0).saturating_mul(1000)))
        }
        Cell::Moment(at) => {
            let local = at.0.saturating_add(BEIJING);
            number(Style::Moment, days(EPOCH, local - local.rem_euclid(1000)))
        }
    };
}

/// Milliseconds as a sheet counts time: in days, after a first day.
fn days(first: i64, millis: i64) -> String {
    const DECIMALS: i128 = 100_000_000_000;
    let rest = (i128::from(millis.rem_euclid(DAY)) * DECIMALS + i128::from(DAY / 2)) / i128::from(DAY);
    let whole = i128::from(first + millis.div_euclid(DAY)) + rest / DECIMALS;
    let rest = format!("{:011}", rest % DECIMALS);
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") }
}

/// `B3` for the second column of the third row.
fn place(column: usize, row: usize) -> String {
    let (mut letters, mut left) = (String::new(), column + 1);
    while left > 0 {
        left -= 1;
        letters.insert(0, char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    format!("{letters}{}", row + 1)
}

/// Wide enough for the longest line of a column, a Chinese character being two wide, within bounds.
fn widths(table: &Table) -> Vec<usize> {
    let mut widths: Vec<usize> = table.headers.iter().map(|header| width(header)).collect();
    for row in &table.rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(&cell.shown()));
        }
    }
    widths.into_iter().map(|width| (width + 2).clamp(NARROW, WIDE)).collect()
}

fn width(text: &str) -> usize {
    let of_line = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    text.lines().map(of_line).max().unwrap_or(0)
}

/// Names that Excel takes, each its own also to a reader who does not tell A from a or Ａ.
fn sheet_names(tables: &[Table]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (idx, table) in tables.iter().enumerate() {
        let allowed = |c: char| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c };
        let clean: String = table.name.chars().map(allowed).collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        let clean = clean.trim_matches(['\'', ' ']);
        // Excel keeps this name for itself.
        let taken = clean.is_empty() || clean.eq_ignore_ascii_case("history");
        let base = if taken { format!("表{}", idx + 1) } else { clean.to_owned() };
        let is_new = |name: &str| names.iter().all(|known| fold(known) != fold(name));
        let numbered = (2..).map(|n| {
            let end = format!("（{n}）");
            shortened(&base, NAME - end.encode_utf16().count()) + &end
        });
        let name = std::iter::once(shortened(&base, NAME)).chain(numbered).find(|name| is_new(name));
        names.push(name.expect("there is always another number"));
    }
    names
}

/// The first part of a text that fits into so many UTF-16 units.
fn shortened(text: &str, max: usize) -> String {
    let mut n_units = 0;
    let fits = |c: &char| {
        n_units += c.len_utf16();
        n_units <= max
    };
    text.chars().take_while(fits).collect::<String>().trim_end_matches(['\'', ' ']).to_owned()
}

/// A text that is too long for a cell says so at its end.
fn cut(text: &str, max: usize) -> String {
    const MORE: &str = "……（太长，后面略去）";
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    shortened(text, max - MORE.encode_utf16().count()) + MORE
}

/// For XML. Characters that XML has no way to say are left out, and what Excel would read as the name of a character
/// (`_x0041_`) is kept as it stands.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => xml += "&amp;",
            '<' => xml += "&lt;",
            '>' => xml += "&gt;",
            '"' => xml += "&quot;",
            '\t' | '\n' => xml.push(c),
            '_' if is_named_character(&text.as_bytes()[at..]) => xml += "_x005F_",
            _ if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            _ => xml.push(c),
        }
    }
    xml
}

fn is_named_character(bytes: &[u8]) -> bool {
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

fn add(xml: &mut String, what: std::fmt::Arguments) {
    // A text takes every write.
    let _ = xml.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::super::table::tests::{AT, sample};
    use super::*;

    fn named(names: &[&str]) -> Vec<String> {
        let table = |name: &&str| Table { name: (*name).to_owned(), headers: Vec::new(), rows: Vec::new() };
        sheet_names(&names.iter().map(table).collect::<Vec<_>>())
    }

    #[test]
    fn sheet_names_are_such_as_excel_takes() {
        assert_eq!(
            named(&["名次[2026]:甲/乙*?\\", " '单位' ", "", "History", "a\nb"]),
            ["名次 2026 甲 乙", "单位", "表3", "表4", "a b"]
        );
        let long = "长".repeat(40);
        assert_eq!(named(&[&long])[0], "长".repeat(31));
        // A character outside the basic plane counts twice and is never cut in half.
        assert_eq!(named(&[&"𠮷".repeat(20)])[0], "𠮷".repeat(15));
    }

    #[test]
    fn sheet_names_that_are_alike_are_numbered() {
        assert_eq!(named(&["A", "a", "Ａ"]), ["A", "a（2）", "Ａ（3）"]);
        let long = "长".repeat(31);
        assert_eq!(named(&[&long, &long])[1], format!("{}（2）", "长".repeat(28)));
    }

    #[test]
    fn the_same_tables_at_the_same_time_are_the_same_bytes() {
        let tables = [sample(), sample()];
        let first = workbook(&tables, AT);
        assert_eq!(first, workbook(&tables, AT));
        assert_ne!(first, workbook(&tables, UtcMillis(AT.0 + 1000)));
    }

    #[test]
    fn the_time_of_making_stands_in_utc() {
        assert!(core(AT).contains(">2026-11-22T10:05:30Z</dcterms:created>"), "{}", core(AT));
    }

    #[test]
    fn times_are_days_to_the_second() {
        for (first, millis, expected) in [
            (0, 0, "0"),
            (0, 43_200_000, "0.5"),
            (0, 1_278_000, "0.01479166667"),
            (EPOCH, 0, "25569"),
            (EPOCH, -21_600_000, "25568.75"),
            (EPOCH, 86_399_999, "25569.99999998843"),
            (0, 129_600_000, "1.5"),
        ] {
            assert_eq!(days(first, millis), expected);
        }
    }

    #[test]
    fn places_count_on_after_z() {
        for (column, expected) in [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")] {
            assert_eq!(place(column, 0), expected);
        }
    }

    #[test]
    fn a_chinese_character_is_two_wide_and_long_texts_wrap() {
        let rows =
            vec![vec![Cell::text("甲乙丙丁戊\nab"), Cell::text("长".repeat(99)), Cell::Whole(1), Cell::Whole(1)]];
        let table = Table { name: String::new(), headers: ["题", "干", "n"].map(str::to_owned).to_vec(), rows };
        assert_eq!(widths(&table), [12, WIDE, NARROW]);
    }

    #[test]
    fn what_xml_cannot_say_is_left_out_and_the_rest_comes_back_as_it_was() {
        assert_eq!(escaped("<a b=\"&\">\u{0}\u{b}\u{FFFF}\n"), "&lt;a b=&quot;&amp;&quot;&gt;\n");
        assert_eq!(escaped("_x0041_ _x004_ x_x00"), "_x005F_x0041_ _x004_ x_x00");
        let long = cut(&"长".repeat(CELL + 1), CELL);
        assert_eq!(long.encode_utf16().count(), CELL);
        assert!(long.ends_with("（太长，后面略去）"));
        assert_eq!(cut("短", CELL), "短");
    }
}
