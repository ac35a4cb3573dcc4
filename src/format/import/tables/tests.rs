//! Tables of every sort, trap by trap.
use super::choices::{Choices, Header, SheetChoice};
use super::headers::Field;
use super::{Tables, read};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::format::import::encoding::Encoding;
use crate::format::import::found::{Found, Place};
use crate::format::import::loose::Counting;
use crate::format::import::note::Note;
use crate::format::import::pace::{Headlong, at_once};
use crate::format::import::refused::Refused;
use encoding_rs::GB18030;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn tables(bytes: &[u8], choices: &Choices) -> Result<Tables, Refused> {
    at_once(read(bytes, choices, &Headlong))
}

#[track_caller]
fn found(text: &str) -> Vec<Found> {
    tables(text.as_bytes(), &Choices::default()).unwrap().found
}

/// Kind, stem, options, right answers in one line.
fn told(found: &Found) -> String {
    let draft = &found.draft;
    let keys: String = draft.keys.iter().map(|key| char::from(b'A' + key)).collect();
    let judged = draft.judged.map_or("", |judged| if judged { "对" } else { "错" });
    let gaps = draft.gaps.iter().map(|gap| gap.join("/")).collect::<Vec<_>>().join("|");
    let pairs = draft.pairs.iter().map(|pair| pair.join("=")).collect::<Vec<_>>().join(",");
    let refused = if found.is_refused() { "!" } else { "" };
    format!("{refused}{} {} [{}] {keys}{judged}{gaps}{pairs}", draft.kind.label(), draft.stem, draft.options.join(","))
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(found(text).iter().map(told).collect::<Vec<_>>(), expected);
}

#[track_caller]
fn check_book(bytes: &[u8], expected: &[&str]) -> Tables {
    let tables = tables(bytes, &Choices::default()).unwrap();
    assert_eq!(tables.found.iter().map(told).collect::<Vec<_>>(), expected);
    tables
}

const HEADS: &str = "题型,题干,选项A,选项B,选项C,选项D,答案\n";

#[test]
fn a_stem_beside_several_rows_has_an_option_in_each() {
    check(
        "题型,题干,选项,答案\n单选题,党员大会多久一次,A.每月,B\n,,B.每季度,\n,,C.每年,\n单选题,党费多久一交,每月,A\n,,每年,\n",
        &["单选题 党员大会多久一次 [每月,每季度,每年] B", "单选题 党费多久一交 [每月,每年] A"],
    );
}

#[test]
fn a_plain_table_is_read_row_by_row() {
    let text = format!(
        "{HEADS}单选题,党员大会多久一次,每月,每季度,每年,,B\n多选题,三会一课有,党课,座谈会,支委会,,\"A,C\"\n\
         判断题,预备党员有表决权,,,,,错\n填空题,支委会每（ ）一次,,,,,月\n"
    );
    check(
        &text,
        &[
            "单选题 党员大会多久一次 [每月,每季度,每年] B",
            "多选题 三会一课有 [党课,座谈会,支委会] AC",
            "判断题 预备党员有表决权 [] 错",
            "填空题 支委会每____一次 [] 月",
        ],
    );
    let found = found(&text);
    assert_eq!(found[3].place, Place::Row { sheet: String::new(), row: 5 });
    assert!(found.iter().all(|found| found.notes.is_empty()), "{found:?}");
}

#[test]
fn separators_and_encodings_are_told_apart() {
    let text = format!("{HEADS}单选题,哪个,甲,乙,,,B\n判断题,对吗,,,,,对\n");
    let expected = ["单选题 哪个 [甲,乙] B", "判断题 对吗 [] 对"];
    for separator in ["\t", ";", "|", ","] {
        check(&text.replace(',', separator), &expected);
    }
    let gbk = GB18030.encode(&text.replace('\n', "\r\n")).0.into_owned();
    let tables = check_book(&gbk, &expected);
    let seen = tables.seen.text.unwrap();
    assert_eq!((seen.encoding, seen.is_guessed, seen.separator), (Encoding::Gb18030, true, ','));
    let utf16: Vec<u8> =
        format!("\u{FEFF}{}", text.replace(',', "\t")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(check_book(&utf16, &expected).seen.text.unwrap().separator, '\t');
    check_book(format!("\u{FEFF}{text}").as_bytes(), &expected);
    let chosen = Choices { encoding: Some(Encoding::Utf8), ..Choices::default() };
    assert!(super::tests::tables(&gbk, &chosen).map_or(true, |tables| tables.seen.text.unwrap().n_unreadable > 0));
}

#[test]
fn quotation_marks_commas_and_lines_within_cells_are_read_as_excel_writes_them() {
    let text = "题干,选项,答案\n\"“甲,乙”\n与\"\"丙\"\"\",\"A.甲\nB.乙\",A\n\n二,A.甲 B.乙,B\n";
    let found = found(text);
    assert_eq!(told(&found[0]), "单选题 “甲,乙”\n与\"丙\" [甲,乙] A");
    let row = |row| Place::Row { sheet: String::new(), row };
    assert_eq!([&found[0].place, &found[1].place], [&row(2), &row(4)]);
    // Nobody quoted the comma in the stem.
    let beyond = super::tests::found("题干,选项A,选项B,答案\n甲,乙,丙,丁,A\n");
    assert!(beyond[0].notes.contains(&Note::CellsBeyond { n_cells: 1 }), "{:?}", beyond[0].notes);
    // A mark that nothing closes does not swallow the rest.
    let open = format!("题干\t答案\n\"三会一课\t对\n{}", "甲\t对\n".repeat(60));
    assert_eq!(super::tests::found(&open).len(), 61);
    check("题干,答案\n'=1+1等于2,对\n", &["判断题 =1+1等于2 [] 对"]);
}

#[test]
fn heads_are_found_under_titles_and_above_nothing() {
    check(
        "党史知识竞赛题库,,\n说明：单选题每题2分,,\n* 题 干（必填）,选 项,答案\n哪个,A.甲 B.乙,B\n",
        &["单选题 哪个 [甲,乙] B"],
    );
    let left = tables("题库,,\n题干,选项,答案\n哪个,A.甲 B.乙,B\n".as_bytes(), &Choices::default()).unwrap();
    assert_eq!(left.seen.sheets[0].left_out, [(1, "题库".to_owned())]);
    check("Q,A1,A2,A3,A4,A\n哪个,甲,乙,丙,丁,C\n", &["单选题 哪个 [甲,乙,丙,丁] C"]);
    check("question,answer1,answer2,answer\n哪个,甲,乙,乙\n", &["单选题 哪个 [甲,乙] B"]);
    check("题目,A,B,C,答案\n哪个,甲,乙,丙,C\n", &["单选题 哪个 [甲,乙,丙] C"]);
}

#[test]
fn without_heads_the_content_tells() {
    let rows = "1,党员大会一般多久召开一次,每月,每季度,B\n2,支委会一般多久召开一次,每月,每季度,A\n3,党课一般多久上一次课,每年,每季度,B\n";
    let tables = check_book(
        rows.as_bytes(),
        &[
            "单选题 党员大会一般多久召开一次 [每月,每季度] B",
            "单选题 支委会一般多久召开一次 [每月,每季度] A",
            "单选题 党课一般多久上一次课 [每年,每季度] B",
        ],
    );
    assert!(tables.seen.sheets[0].is_guessed);
    assert!(tables.found[0].notes.contains(&Note::KindGuessed));
    check(
        "党的生日是哪一天呢,7月1日\n国庆节是哪一天呢,10月1日\n",
        &["填空题 党的生日是哪一天呢____ [] 7月1日", "填空题 国庆节是哪一天呢____ [] 10月1日"],
    );
    assert_eq!(super::tests::tables("甲\n乙\n".as_bytes(), &Choices::default()), Err(Refused::NoTable));
}

#[test]
fn sections_and_chapters_hold_for_the_rows_below() {
    let text = "题干,选项A,选项B,答案\n第一章 总则,,,\n一、单项选择题（每题2分）,,,\n哪个,甲,乙,A\n二、判断题,,,\n对吗,,,√\n三、简答题,,,\n简述,,,要点\n";
    let found = found(text);
    assert_eq!(found.iter().map(told).collect::<Vec<_>>()[..2], ["单选题 哪个 [甲,乙] A", "判断题 对吗 [] 对"]);
    assert!(found[2].is_refused() && found[0].notes.is_empty());
    assert_eq!(found[1].draft.topic, "第一章 总则");
}

#[test]
fn what_a_row_lacks_is_told_and_the_rest_goes_on() {
    let text = format!(
        "{HEADS}单选题,甲题,甲,,丙,,C\n单选题,乙题,甲,,,,AB\n单选题,丙题,甲,乙,,,\n,,甲,乙,,,A\n简答题,丁题,,,,,略\n单选题,戊题,甲,乙,,,B\n"
    );
    let found = found(&text);
    assert_eq!(found.len(), 6);
    assert_eq!(found[0].notes, [Note::EmptyOption { letter: 'B' }]);
    assert_eq!(found[1].draft.keys, [0, 1]);
    assert_eq!(found[2].notes, [Note::NoAnswer]);
    assert!(found[3].draft.stem.is_empty());
    assert_eq!(found[4].notes, [Note::KindUnsupported { name: "简答题".to_owned() }]);
    assert!(found[5].notes.is_empty());
}

#[test]
fn levels_topics_sources_and_explanations_come_along() {
    let text = "题干,答案,解析,出处,章,节,难度\n对吗,对,【解析】见第九条,《条例》,第一章,第二节,难\n";
    let draft = &found(text)[0].draft;
    assert_eq!(
        (draft.explain.as_str(), draft.topic.as_str(), draft.level),
        ("见第九条\n出处：《条例》", "第一章/第二节", Level::Applied)
    );
}

#[test]
fn numbers_in_front_of_every_stem_go() {
    check("题干,答案\n1. 甲,对\n2、乙,对\n3．丙,错\n", &["判断题 甲 [] 对", "判断题 乙 [] 对", "判断题 丙 [] 错"]);
    check(
        "题干,答案\n1921年建党,对\n乙,对\n丙,错\n",
        &["判断题 1921年建党 [] 对", "判断题 乙 [] 对", "判断题 丙 [] 错"],
    );
}

#[test]
fn a_file_tells_from_where_it_counts() {
    let heads = "题干,选项A,选项B,选项C,答案\n";
    let counted = |rows: &str| {
        let tables = tables(format!("{heads}{rows}").as_bytes(), &Choices::default()).unwrap();
        let keys: Vec<u8> = tables.found.iter().flat_map(|found| found.draft.keys.clone()).collect();
        (tables.seen.counting, keys, tables.found.iter().any(|found| found.notes.len() > 1))
    };
    assert_eq!(counted("题,甲,乙,丙,1\n题,甲,乙,丙,3\n"), (Counting::FromOne, vec![0, 2], false));
    assert_eq!(counted("题,甲,乙,丙,1\n题,甲,乙,丙,0\n"), (Counting::FromZero, vec![1, 0], false));
    assert_eq!(counted("题,甲,乙,丙,1\n题,甲,乙,丙,2\n"), (Counting::Unsaid, vec![0, 1], true));
}

#[test]
fn choices_are_followed() {
    let text = "甲,乙,丙\n对,预备党员有表决权吗,略\n错,支委会每月一次吗,略\n";
    let choice = SheetChoice {
        header: Some(Header::Row(1)),
        columns: vec![(0, Field::Answer), (1, Field::Stem), (2, Field::Explain)],
        ..SheetChoice::default()
    };
    let chosen =
        |choice| tables(text.as_bytes(), &Choices { sheets: vec![(0, choice)], ..Choices::default() }).unwrap();
    let tables = chosen(choice.clone());
    assert_eq!(
        tables.found.iter().map(told).collect::<Vec<_>>(),
        ["判断题 预备党员有表决权吗 [] 对", "判断题 支委会每月一次吗 [] 错"]
    );
    let columns = &tables.seen.sheets[0].columns;
    assert_eq!(
        (columns[0].name.as_str(), columns[0].field, columns[0].preview.as_slice()),
        ("甲", Field::Answer, ["对", "错"].map(str::to_owned).as_slice())
    );
    assert_eq!(tables.found[0].draft.explain, "略");
    let none = chosen(SheetChoice { header: Some(Header::None), ..choice.clone() });
    assert_eq!(none.found.len(), 3);
    let unread = chosen(SheetChoice { read: Some(false), ..choice });
    assert!(unread.found.is_empty() && !unread.seen.sheets[0].is_read);
}

#[test]
fn lines_of_blackboard_are_read() {
    let text = "MC\t哪个\t甲\tincorrect\t乙\tcorrect\nMA\t哪些\t甲\tcorrect\t乙\tCorrect\t丙\tincorrect\nTF\t对吗\tfalse\n\
        FIB\t党的生日是____\t7月1日\t七月一日\nORD\t排序\t讨论\t表决\t宣读\nMAT\t配对\t党课\t每季\t支委会\t每月\t党日\t每月\nESS\t简述\t略\n";
    check(
        text,
        &[
            "单选题 哪个 [甲,乙] B",
            "多选题 哪些 [甲,乙,丙] AB",
            "判断题 对吗 [] 错",
            "填空题 党的生日是____ [] 7月1日/七月一日",
            "排序题 排序 [讨论,表决,宣读] ",
            "配对题 配对 [] 党课=每季,支委会=每月,党日=每月",
            "!单选题 简述 [] ",
        ],
    );
}

#[test]
fn parts_follow_the_material_of_their_scenario() {
    let text = format!(
        "{HEADS}情景题,某支部召开大会,,,,,\n小题：判断题,合规吗,,,,,错\n小题：单选题,应有几人,二十,三十,,,A\n判断题,对吗,,,,,对\n"
    );
    let found = found(&text);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].draft.kind, found[0].draft.parts.len(), found[0].is_refused()), (Kind::Scenario, 2, false));
    assert_eq!(found[0].draft.parts[1].keys, [0]);
}

/// An archive of these parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="58"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs></styleSheet>"#;

/// A workbook of sheets, each with its name, the rest of its tag and its XML, with shared texts 题干, 答案, 甲.
fn book(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let list: String = sheets
        .iter()
        .enumerate()
        .map(|(idx, (name, rest, _))| format!(r#"<sheet name="{name}" sheetId="{idx}" r:id="r{idx}" {rest}/>"#))
        .collect();
    let targets: String =
        (0..sheets.len()).map(|idx| format!(r#"<Relationship Id="r{idx}" Target="worksheets/s{idx}.xml"/>"#)).collect();
    let strings = "<sst uniqueCount=\"99999999999999\"><si><t>题干</t></si><si><t>答案</t></si><si><r><t>丙</t></r><r><t>丁</t></r><rPh><t>拼音</t></rPh></si></sst>";
    let targets = format!(
        r#"<Relationships>{targets}<Relationship Id="s" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Target="styles.xml"/></Relationships>"#
    );
    let list = format!("<workbook><sheets>{list}</sheets></workbook>");
    let bodies: Vec<(String, String)> = sheets
        .iter()
        .enumerate()
        .map(|(idx, (_, _, body))| (format!("xl/worksheets/s{idx}.xml"), format!("<worksheet>{body}</worksheet>")))
        .collect();
    let mut parts = vec![
        ("xl/workbook.xml", list.as_str()),
        ("xl/_rels/workbook.xml.rels", &targets),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", STYLES),
    ];
    parts.extend(bodies.iter().map(|(name, body)| (name.as_str(), body.as_str())));
    archive(&parts)
}

/// A row of texts from A on.
fn row(number: u32, texts: &[&str]) -> String {
    let cells: String = texts.iter().map(|text| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)).collect();
    format!(r#"<row r="{number}">{cells}</row>"#)
}

fn data(rows: &[String]) -> String {
    format!("<sheetData>{}</sheetData>", rows.concat())
}

#[test]
fn cells_of_a_workbook_are_read_as_they_are_shown() {
    let cells = r#"<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1000</v></c><c r="C2"><v>0.30000000000000004</v></c><c r="D2" s="1"><v>42295</v></c><c r="E2" t="str"><f>1+1</f><v>甲&amp;乙</v></c><c r="F2" t="b"><v>1</v></c></row>"#;
    let heads = row(1, &["题干", "选项A", "选项B", "选项C", "选项D", "答案"]);
    let tables = check_book(
        &book(&[("表", "", &data(&[heads, cells.to_owned()]))]),
        &["!单选题 丙丁 [1000,0.3,2015年10月18日,甲&乙] "],
    );
    assert_eq!(
        tables.found[0].notes,
        [Note::MadeDate { text: "2015年10月18日".to_owned() }, Note::AnswerUnclear { text: "TRUE".to_owned() }]
    );
    let heads = row(1, &["题干", "题型", "答案"]);
    let cells = r#"<row r="2"><c t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh><t>x</t></rPh></is></c><c t="inlineStr"><is><t>判断</t></is></c><c t="b"><v>0</v></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3" t="inlineStr"><is><t>填空</t></is></c><c r="C3" s="2"><v>42295</v></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>占比____</t></is></c><c r="B4" t="inlineStr"><is><t>填空</t></is></c><c r="C4" s="4"><v>0.5</v></c></row>"#;
    let tables = check_book(
        &book(&[("表", "", &data(&[heads, cells.to_owned()]))]),
        &["判断题 甲 乙 [] 错", "填空题 ____ [] 10月18日", "填空题 占比____ [] 50%"],
    );
    assert!(tables.found[1].notes.contains(&Note::ErrorInCell { text: "#N/A".to_owned() }));
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let far = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>"#;
    let sheet = format!(
        r#"<dimension ref="A1:XFD1048576"/>{}"#,
        data(&[row(1, &["题干", "答案"]), row(2, &["甲", "对"]), far.to_owned()])
    );
    let tables = check_book(&book(&[("表", "", &sheet)]), &["判断题 甲 [] 对"]);
    assert_eq!(tables.seen.sheets[0].left_out, [(1_048_576, "远".to_owned())]);
}

#[test]
fn sheets_with_heads_are_read_and_their_names_tell_the_kind() {
    let heads = row(1, &["题干", "选项A", "选项B", "答案"]);
    let sheet = |answer| data(&[heads.clone(), row(3, &["甲题", "甲", "乙", answer])]);
    let bytes = book(&[
        ("单选题", "", &sheet("B")),
        ("多选题", r#"state="hidden""#, &sheet("AB")),
        ("Sheet2", "", "<sheetData/>"),
        ("说明", "", &data(&[row(1, &["填写说明"])])),
    ]);
    let tables = check_book(&bytes, &["单选题 甲题 [甲,乙] B", "多选题 甲题 [甲,乙] AB"]);
    assert_eq!(
        tables.seen.sheets.iter().map(|sheet| (sheet.is_read, sheet.is_hidden)).collect::<Vec<_>>(),
        [(true, false), (true, true), (false, false), (false, false)]
    );
    assert_eq!(tables.found[1].place, Place::Row { sheet: "多选题".to_owned(), row: 3 });
    assert!(tables.found[0].notes.is_empty());
}

#[test]
fn merged_categories_repeat_and_hidden_rows_are_told() {
    let rows = [
        row(1, &["章节", "题干", "答案"]),
        row(2, &["第一章", "甲", "对"]),
        row(3, &["", "乙", "错"]),
        row(4, &["", "丙", "错"]).replace("<row", r#"<row hidden="1""#),
    ];
    let sheet = format!(
        r#"<cols><col min="3" max="3" hidden="1"/></cols>{}<mergeCells><mergeCell ref="A2:A3"/></mergeCells>"#,
        data(&rows)
    );
    let tables = check_book(&book(&[("表", "", &sheet)]), &["判断题 甲 [] 对", "判断题 乙 [] 错", "判断题 丙 [] 错"]);
    assert_eq!(
        tables.found.iter().map(|found| found.draft.topic.as_str()).collect::<Vec<_>>(),
        ["第一章", "第一章", ""]
    );
    assert!(tables.found[2].notes.contains(&Note::HiddenRow));
    assert!(tables.seen.sheets[0].columns[2].is_hidden);
}

#[test]
fn archives_that_claim_too_much_or_are_broken_are_refused() {
    // What the directory of the archive says a part unpacks to.
    for claimed in [65u32 << 20, 17 << 20] {
        let mut bomb = archive(&[("xl/workbook.xml", "<workbook/>")]);
        let at = bomb.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
        bomb[at + 24..at + 28].copy_from_slice(&claimed.to_le_bytes());
        assert_eq!(tables(&bomb, &Choices::default()), Err(Refused::UnpacksTooLarge { limit_mb: 64 }));
    }
    assert_eq!(tables(&archive(&[("word/document.xml", "")]), &Choices::default()), Err(Refused::Unknown));
    assert_eq!(tables(&archive(&[("xl/workbook.bin", "")]), &Choices::default()), Err(Refused::OtherWorkbook));
    let many = format!("题干,答案\n{}", "甲,对\n".repeat(20_001));
    assert_eq!(tables(many.as_bytes(), &Choices::default()), Err(Refused::TooManyQuestions { limit: 20_000 }));
    assert_eq!(tables(&vec![b'a'; (20 << 20) + 1], &Choices::default()), Err(Refused::TooLarge { limit_mb: 20 }));
    for (bytes, refused) in [
        (&b""[..], Refused::Empty),
        (b"<html><table><tr><td>1</td></tr></table></html>", Refused::WebTable),
        (b"<?xml version=\"1.0\"?><Workbook/>", Refused::WebTable),
        (b"%PDF-1.7", Refused::Pdf),
        (b"\x89PNG\r\n", Refused::Picture),
        (b"PK\x03\x04", Refused::Broken { what: "Excel工作簿" }),
    ] {
        assert_eq!(tables(bytes, &Choices::default()), Err(refused));
    }
}

#[test]
fn texts_that_many_cells_share_do_not_multiply_without_end() {
    let text = "长".repeat(100_000);
    let strings = format!("<sst><si><t>{text}</t></si></sst>");
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(1000);
    let parts = [
        ("xl/workbook.xml", r#"<workbook><sheets><sheet name="a" r:id="a"/></sheets></workbook>"#),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="a" Target="worksheets/a.xml"/><Relationship Id="b" Target="sharedStrings.xml"/></Relationships>"#,
        ),
        ("xl/sharedStrings.xml", &strings),
        ("xl/worksheets/a.xml", &format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>")),
    ];
    assert_eq!(tables(&archive(&parts), &Choices::default()), Err(Refused::UnpacksTooLarge { limit_mb: 64 }));
}

const ODS: &str = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="判断题"><table:table-row><table:table-cell office:value-type="string"><text:p>题干</text:p></table:table-cell><table:table-cell><text:p>章节</text:p></table:table-cell><table:table-cell><text:p>答案</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row><table:table-row><table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲<text:s text:c="2"/>&amp;<text:span>乙</text:span></text:p><text:p>丙</text:p></table:table-cell><table:table-cell table:number-rows-spanned="2"><text:p>总则</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>真</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="date" office:date-value="2015-10-18"><text:p>18/10/15</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="0"><text:p>0</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

#[test]
fn open_documents_are_read_and_repeats_cost_nothing() {
    let tables =
        check_book(&archive(&[("content.xml", ODS)]), &["判断题 甲  &乙\n丙 [] 对", "判断题 2015年10月18日 [] 错"]);
    assert_eq!(tables.found[1].draft.topic, "总则");
    let far = ODS.replace(
        r#"<table:table-cell table:number-columns-repeated="16384"/>"#,
        r#"<table:table-cell table:number-columns-repeated="16384"><text:p>满</text:p></table:table-cell>"#,
    );
    assert!(super::tests::tables(&archive(&[("content.xml", &far)]), &Choices::default()).is_ok());
}

#[test]
fn half_a_file_and_a_file_with_a_wrong_byte_never_panic() {
    let sheet = format!(
        "{}<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>",
        data(&[row(1, &["题干", "答案"]), row(2, &["甲", "对"])])
    );
    let text = format!("{HEADS}单选题,\"党员\n大会\",每月,每季度,,,B\n判断题,对吗,,,,,√\n").into_bytes();
    let samples = [
        book(&[("表", "", &sheet)]),
        archive(&[("content.xml", ODS)]),
        text.clone(),
        GB18030.encode(&String::from_utf8(text).unwrap()).0.into_owned(),
    ];
    for bytes in samples {
        for end in (0..bytes.len()).step_by(17) {
            let _ = tables(&bytes[..end], &Choices::default());
            let mut wrong = bytes.clone();
            wrong[end] ^= 0x41;
            let _ = tables(&wrong, &Choices::default());
        }
    }
    // What is within the archive is wrong, too.
    for end in (0..sheet.len()).filter(|end| sheet.is_char_boundary(*end)) {
        let _ = tables(&book(&[("表", "", &sheet[..end])]), &Choices::default());
    }
}

/// Two sheets, one of them hidden, with a merged chapter, a date, a text longer than a record and a hidden row.
const XLS: &[u8] = include_bytes!("sample.xls");

#[test]
fn workbooks_of_old_excel_are_read() {
    let tables = check_book(
        XLS,
        &[
            "单选题 支部党员大会多久一次 [1000,1.5,2015年10月18日] B",
            "!单选题 长文字之后 [甲,abc,TRUE] ",
            "判断题 预备党员有表决权 [] 错",
        ],
    );
    assert_eq!(tables.found[0].draft.explain, "长".repeat(4200));
    assert!(tables.found[..2].iter().all(|found| found.draft.topic == "组织生活"));
    assert!(tables.found[2].notes.contains(&Note::HiddenRow));
    assert_eq!(tables.seen.sheets.iter().map(|sheet| sheet.is_hidden).collect::<Vec<_>>(), [false, true]);
    for end in (0..XLS.len()).step_by(401) {
        let _ = super::tests::tables(&XLS[..end], &Choices::default());
        for flip in [0xFF, 0x01] {
            let mut wrong = XLS.to_vec();
            wrong[end] ^= flip;
            let _ = super::tests::tables(&wrong, &Choices::default());
        }
    }
    // The header, the directory and the first records decide most.
    for end in (0..1600).chain(XLS.len() - 1600..XLS.len()).step_by(16) {
        let mut wrong = XLS.to_vec();
        wrong[end] = 0xFF;
        let _ = super::tests::tables(&wrong, &Choices::default());
    }
}
