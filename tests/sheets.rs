//! What leaves as an Excel workbook is read back by a reader that is not ours.
#![allow(clippy::unwrap_used)]
use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use std::io::{Cursor, Read};
use xueliansai::domain::time::UtcMillis;
use xueliansai::format::table::{Cell, Table};
use xueliansai::format::table_xlsx::workbook;

/// 2026-11-22 18:05:30 at +08:00.
const AT: UtcMillis = UtcMillis(1_795_341_930_000);

fn table(name: &str, headers: &[&str], rows: Vec<Vec<Cell>>) -> Table {
    Table { name: name.to_owned(), headers: headers.iter().map(|header| (*header).to_owned()).collect(), rows }
}

fn open(tables: &[Table]) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(workbook(tables, AT))).unwrap()
}

#[test]
fn texts_come_back_as_they_were_whatever_is_in_them() {
    let texts = [
        "甲\n乙",
        " 两边有空格 ",
        "<a href=\"x\">&amp;</a>",
        "=1+1",
        "_x0041_",
        "_xD800_",
        "𠮷🎉",
        "'",
        "]]>",
        "00123",
        "2026-11-22",
    ];
    let rows = texts.iter().map(|text| vec![Cell::text(*text)]).collect();
    let mut book = open(&[table("文字", &["题干"], rows)]);
    let range = book.worksheet_range("文字").unwrap();
    let read: Vec<_> = range.rows().map(|row| row[0].clone()).collect();
    assert_eq!(read[0], Data::String("题干".to_owned()));
    for (read, text) in read[1..].iter().zip(texts) {
        // Only Excel itself reads the name of a character back as it was written.
        let written = text.replace("_x0041_", "_x005F_x0041_").replace("_xD800_", "_x005F_xD800_");
        let back = Data::String(text.to_owned());
        assert!(*read == back || *read == Data::String(written), "{read:?} for {text:?}");
    }
}

#[test]
fn numbers_and_times_are_numbers_and_times() {
    let row = vec![
        Cell::Whole(-42),
        Cell::Thousandths(3333),
        Cell::Share(855),
        Cell::Seconds(1278),
        Cell::Moment(AT),
        Cell::Empty,
        Cell::Whole(7),
    ];
    let mut book = open(&[table("数", &["整", "小", "率", "用时", "时间", "空", "后"], vec![row])]);
    let range = book.worksheet_range("数").unwrap();
    let row = range.rows().nth(1).unwrap();
    assert_eq!(row[0].as_f64(), Some(-42.0));
    assert_eq!(row[1].as_f64(), Some(3.333));
    assert_eq!(row[2].as_f64(), Some(0.855));
    let (Data::DateTime(spent), Data::DateTime(at)) = (&row[3], &row[4]) else { panic!("{row:?}") };
    assert!((spent.as_f64() * 86_400.0 - 1278.0).abs() < 0.001, "{spent:?}");
    // 2026-11-22 is day 46348 of Excel's calendar.
    assert!(((at.as_f64() - 46_348.0) * 86_400.0 - f64::from((18 * 60 + 5) * 60 + 30)).abs() < 0.001, "{at:?}");
    assert_eq!((&row[5], row[6].as_f64()), (&Data::Empty, Some(7.0)));
}

#[test]
fn every_table_has_its_sheet_also_an_empty_one_or_none_at_all() {
    let tables =
        [table("名次/个人", &["名"], vec![]), table("名次:个人", &[], vec![]), table("", &["a"], vec![vec![]])];
    assert_eq!(open(&tables).sheet_names(), ["名次 个人", "名次 个人（2）", "表3"]);
    assert_eq!(open(&[]).sheet_names(), ["表1"]);
}

#[test]
fn a_large_table_is_packed_well() {
    let row =
        |n: i64| vec![Cell::Whole(n), Cell::text("某机关第一党支部"), Cell::Thousandths(n * 500), Cell::Moment(AT)];
    let file = workbook(&[table("名次", &["名次", "单位", "得分", "交卷"], (0..20_000).map(row).collect())], AT);
    assert!(file.len() < 1_000_000, "{} bytes", file.len());
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(file)).unwrap();
    let range = book.worksheet_range("名次").unwrap();
    assert_eq!(range.height(), 20_001);
    assert_eq!(range.get_value((20_000, 2)).unwrap().as_f64(), Some(9_999.5));
}

/// A part of the file as text.
fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_header_is_bold_and_stays_in_sight_and_on_every_page() {
    let file = workbook(&[table("单位'A'组", &["名"], vec![])], AT);
    let sheet = part(&file, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#), "{sheet}");
    assert!(sheet.contains(r#"<c r="A1" s="1" t="inlineStr">"#), "{sheet}");
    let workbook = part(&file, "xl/workbook.xml");
    assert!(workbook.contains("'单位''A''组'!$1:$1"), "{workbook}");
}
