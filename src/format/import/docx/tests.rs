//! Documents put together here, element by element.
use super::*;
use crate::format::import::pace::{Headlong, at_once};
use std::io::Write;
use zip::write::SimpleFileOptions;

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(r#"<?xml version="1.0"?><w:document xmlns:w="x"><w:body>{body}</w:body></w:document>"#)
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[track_caller]
fn check(body: &str, expected: &str) {
    let bytes = docx(&[("word/document.xml", &document(body))]);
    assert_eq!(at_once(text(&bytes, &Headlong)), Ok(expected.to_owned()), "{body}");
}

#[test]
fn runs_are_joined_and_breaks_kept() {
    check("<w:p><w:r><w:t>党</w:t></w:r><w:r><w:t xml:space=\"preserve\">的 生日</w:t></w:r></w:p>", "党的 生日");
    check("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>", "甲\n乙\t丙");
    check("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>", "甲");
    check(&format!("{}<w:p/>{}", p("甲&lt;b&gt;&amp;&#20826;"), p("乙")), "甲<b>&党\n\n乙");
    check(
        "<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>接</w:t></w:r></w:smartTag></w:p>",
        "链接",
    );
}

#[test]
fn deleted_and_hidden_text_is_out_and_inserted_text_in() {
    check(
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>\
         <w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>",
        "新来",
    );
    check(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>现</w:t></w:r></w:p>",
        "现",
    );
    check("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>甲</w:t></w:r></w:p>", "甲");
}

#[test]
fn a_line_of_underlined_spaces_is_a_gap() {
    check(
        "<w:p><w:r><w:t>是</w:t></w:r><w:r><w:rPr><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">      </w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>",
        "是____。",
    );
}

#[test]
fn text_boxes_are_in_once() {
    check(
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "框\n甲",
    );
}

#[test]
fn tables_become_lines_and_tables_of_questions_questions() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|text| cell(text)).collect::<String>());
    check(&format!("<w:tbl>{}{}</w:tbl>{}", row(&["题号", "1"]), row(&["答案", "A"]), p("完")), "题号\t1\n答案\tA\n完");
    let rows = [row(&["题干", "A", "B", "答案"]), row(&["党的生日是（　）", "甲", "乙", "A"])];
    let bytes = docx(&[("word/document.xml", &document(&format!("<w:tbl>{}</w:tbl>", rows.concat())))]);
    let paper = at_once(read(&bytes, None, &Headlong)).unwrap();
    assert_eq!(paper.found.len(), 1);
    assert_eq!((paper.found[0].draft.stem.as_str(), &paper.found[0].draft.keys[..]), ("党的生日是（　）", &[0][..]));
}

const NUMBERING: &str = r#"<w:numbering xmlns:w="x">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/><w:pStyle w:val="Head"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"#;

fn numbered(list: &str, level: &str, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

#[test]
fn automatic_numbers_are_written_out() {
    let body = [
        r#"<w:p><w:pPr><w:pStyle w:val="Head"/></w:pPr><w:r><w:t>单选题</w:t></w:r></w:p>"#.to_owned(),
        numbered("1", "0", "党的生日是（A）。"),
        numbered("1", "1", "甲"),
        numbered("1", "1", "乙"),
        numbered("1", "0", "预备期是（B）。"),
        numbered("1", "1", "丙"),
        numbered("1", "1", "丁"),
        r#"<w:p><w:pPr><w:pStyle w:val="Head"/></w:pPr><w:r><w:t>判断题</w:t></w:r></w:p>"#.to_owned(),
        numbered("3", "0", "党费可以不交。（×）"),
        numbered("0", "0", "没有编号"),
    ];
    let styles = r#"<w:styles xmlns:w="x"><w:style w:styleId="Head"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let bytes = docx(&[
        ("word/document.xml", &document(&body.concat())),
        ("word/numbering.xml", NUMBERING),
        ("word/styles.xml", styles),
    ]);
    let expected = "一、 单选题\n1. 党的生日是（A）。\nA. 甲\nB. 乙\n2. 预备期是（B）。\nA. 丙\nB. 丁\n二、 判断题\n1. 党费可以不交。（×）\n没有编号";
    assert_eq!(at_once(text(&bytes, &Headlong)), Ok(expected.to_owned()));
}

#[test]
fn a_picture_and_a_formula_are_noted_at_their_question() {
    let body = format!(
        "<w:p><w:r><w:t>1. 图中是（A）。</w:t></w:r><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>{}\
         <w:p><w:r><w:t>B. </w:t></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:t>乙</w:t></w:r></w:p>",
        p("A. 甲")
    );
    let bytes = docx(&[("word/document.xml", &document(&body))]);
    let paper = at_once(read(&bytes, None, &Headlong)).unwrap();
    let found = &paper.found[0];
    assert_eq!(
        (found.draft.stem.as_str(), &found.draft.options[..]),
        ("图中是（　）。", &["甲".to_owned(), "乙".to_owned()][..])
    );
    for name in ["图片", "公式"] {
        assert!(found.notes.contains(&Note::MediaLeftOut { name: name.to_owned() }), "{:?}", found.notes);
    }
}

#[test]
fn pictures_outside_every_question_are_told_once_and_those_of_a_part_with_it() {
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    let case = "某机关党支部共有党员二十三名，其中正式党员二十名，讨论接收预备党员，到会正式党员十五名。";
    let body = [
        picture.to_owned(),
        p("党务测试"),
        p("一、案例分析题"),
        p(case),
        p("1. 甲（A）。"),
        picture.to_owned(),
        p("A. 乙"),
        p("B. 丙"),
        p("2. 丁（B）。"),
        p("A. 戊"),
        p("B. 己"),
        p("参考答案"),
        p("1.A 2.B"),
        picture.to_owned(),
    ];
    let bytes = docx(&[("word/document.xml", &document(&body.concat()))]);
    let Paper { found, remarks } = at_once(read(&bytes, None, &Headlong)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].draft.parts[0].stem, "甲（　）。");
    assert!(found[0].notes.contains(&Note::MediaLeftOut { name: "图片".to_owned() }), "{:?}", found[0].notes);
    let title = Remark::LinesLeftOut { first: 2, n_lines: 1, start: "党务测试".to_owned() };
    assert_eq!(remarks, [title, Remark::PicturesLeftOut { n_pictures: 2 }]);
}

#[test]
fn what_is_no_document_or_does_harm_is_refused() {
    let refused = |bytes: &[u8]| at_once(text(bytes, &Headlong)).unwrap_err();
    let broken = Refused::Broken { what: WHAT };
    assert_eq!(refused(b"PK\x03\x04 and then nothing"), broken);
    assert_eq!(refused(&docx(&[("word/other.xml", "")])), broken);
    let deep = format!("{}{}", "<w:sdt>".repeat(200), "</w:sdt>".repeat(200));
    assert_eq!(refused(&docx(&[("word/document.xml", &document(&deep))])), Refused::TooDeep);
    assert_eq!(refused(&docx(&[("word/document.xml", "<w:document><w:body><w:p>")])), broken);
    let entity = "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><w:document>&a;</w:document>";
    assert_eq!(refused(&docx(&[("word/document.xml", entity)])), broken);
    let bomb = document(&" ".repeat(20 << 20));
    assert_eq!(refused(&docx(&[("word/document.xml", &bomb)])), Refused::UnpacksTooLarge { limit_mb: 64 });
}

#[test]
fn no_cut_of_a_document_makes_it_panic() {
    let whole = document(
        &[p("1. 甲（A）。"), numbered("1", "0", "乙"), "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>".to_owned()]
            .concat(),
    );
    for (at, _) in whole.char_indices() {
        let _ = at_once(text(&docx(&[("word/document.xml", &whole[..at])]), &Headlong));
    }
    let bytes = docx(&[("word/document.xml", &whole)]);
    for at in 0..bytes.len() {
        let _ = at_once(text(&bytes[..at], &Headlong));
    }
}
