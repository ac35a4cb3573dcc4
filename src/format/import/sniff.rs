//! Which format a file is in, by its content before its name: a table that calls itself a workbook is still a table.
use super::aiken;
use super::encoding::decode;
use super::refused::Refused;
use std::io::{Cursor, Read};
use zip::ZipArchive;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Workbook,
    Delimited,
    Paper,
    Markdown,
    Docx,
    Aiken,
    Gift,
    MoodleXml,
    Qti,
    BankJson,
    BankToml,
}

impl Format {
    pub const ALL: [Self; 11] = [
        Self::Workbook,
        Self::Delimited,
        Self::Paper,
        Self::Markdown,
        Self::Docx,
        Self::Aiken,
        Self::Gift,
        Self::MoodleXml,
        Self::Qti,
        Self::BankJson,
        Self::BankToml,
    ];

    /// What a text may be taken for.
    pub const OF_TEXT: [Self; 7] =
        [Self::Paper, Self::Delimited, Self::Markdown, Self::Aiken, Self::Gift, Self::MoodleXml, Self::BankToml];

    pub const fn label(self) -> &'static str {
        match self {
            Self::Workbook => "Excel工作簿",
            Self::Delimited => "CSV表格",
            Self::Paper => "试卷文字",
            Self::Markdown => "Markdown",
            Self::Docx => "Word文档",
            Self::Aiken => "Aiken",
            Self::Gift => "GIFT",
            Self::MoodleXml => "Moodle XML",
            Self::Qti => "QTI",
            Self::BankJson => "学练赛题库（JSON）",
            Self::BankToml => "学练赛题库（TOML）",
        }
    }
}

/// How much of a text is looked at; what a file is shows on its first pages.
const HEAD: usize = 64 * 1024;

pub fn sniff(bytes: &[u8], name: &str) -> Result<Format, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if let Some(outcome) = by_signature(bytes) {
        return outcome;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    // A cut through a character would look like another encoding.
    let whole = (0..4).find_map(|n| std::str::from_utf8(&head[..head.len().saturating_sub(n)]).ok());
    let decoded = match whole.filter(|_| bytes.len() > HEAD) {
        Some(text) => decode(text.as_bytes(), None),
        None => decode(head, None),
    };
    let text = decoded.text.trim();
    if text.is_empty() {
        return Err(Refused::Empty);
    }
    let n_odd = decoded.n_unreadable + text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    let is_binary = decoded.is_guessed && head.contains(&0) || n_odd * 10 > text.chars().count();
    if is_binary {
        return Err(Refused::Unknown);
    }
    by_text(text, &name.to_lowercase())
}

fn by_signature(bytes: &[u8]) -> Option<Result<Format, Refused>> {
    let starts = |signature: &[u8]| bytes.starts_with(signature);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return Some(archive(bytes));
    }
    if starts(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Some(compound(bytes));
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|five| five == b"%PDF-") {
        return Some(Err(Refused::Pdf));
    }
    let is_picture = starts(b"\x89PNG")
        || starts(b"\xFF\xD8\xFF")
        || starts(b"GIF8")
        || (starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]))
        || starts(b"II*\0")
        || starts(b"MM\0*")
        || (starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || matches!(bytes.get(4..12), Some(b"ftypheic" | b"ftypheix" | b"ftypmif1" | b"ftypavif"));
    if is_picture {
        return Some(Err(Refused::Picture));
    }
    starts(b"{\\rtf").then_some(Err(Refused::OldWord))
}

/// By the names of its parts.
fn archive(bytes: &[u8]) -> Result<Format, Refused> {
    let broken = Refused::Broken { what: "压缩文件" };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken)?;
    let has = |archive: &ZipArchive<_>, name: &str| archive.index_for_name(name).is_some();
    if has(&archive, "word/document.xml") {
        return Ok(Format::Docx);
    }
    if has(&archive, "xl/workbook.xml") {
        return Ok(Format::Workbook);
    }
    if has(&archive, "xl/workbook.bin") {
        return Err(Refused::OtherWorkbook);
    }
    if has(&archive, "content.xml") {
        let mut kind = Vec::new();
        if let Ok(part) = archive.by_name("mimetype") {
            // Whatever cannot be read is no spreadsheet.
            let _ = part.take(100).read_to_end(&mut kind);
        }
        let is_sheet = kind.windows(11).any(|part| part == b"spreadsheet");
        return if is_sheet { Ok(Format::Workbook) } else { Err(Refused::Unknown) };
    }
    let has_xml = archive.file_names().any(|name| name.to_lowercase().ends_with(".xml"));
    if has_xml { Ok(Format::Qti) } else { Err(Refused::Unknown) }
}

/// Microsoft's container until 2003, and of what has a password since: by the names in its directory.
fn compound(bytes: &[u8]) -> Result<Format, Refused> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|part| part == wide)
    };
    if has("EncryptedPackage") {
        Err(Refused::Locked)
    } else if has("WordDocument") {
        Err(Refused::OldWord)
    } else if has("Workbook") || has("Book") {
        Ok(Format::Workbook)
    } else {
        Err(Refused::Unknown)
    }
}

fn by_text(text: &str, name: &str) -> Result<Format, Refused> {
    if text.starts_with('<')
        && let Some(outcome) = markup(text)
    {
        return outcome;
    }
    if is_json(text) {
        return Ok(Format::BankJson);
    }
    let is_toml = |line: &str| matches!(line, "[bank]" | "[[question]]" | "[[point]]" | "[[questions]]");
    if text.lines().map(str::trim).any(is_toml) && text.contains(" = ") {
        return Ok(Format::BankToml);
    }
    if aiken::is_aiken(text) {
        return Ok(Format::Aiken);
    }
    if is_gift(text) || name.ends_with(".gift") {
        return Ok(Format::Gift);
    }
    if is_delimited(text) || [".csv", ".tsv"].iter().any(|end| name.ends_with(end)) {
        return Ok(Format::Delimited);
    }
    if is_markdown(text) || name.ends_with(".md") || name.ends_with(".markdown") {
        return Ok(Format::Markdown);
    }
    Ok(Format::Paper)
}

/// By the name of the outermost element.
fn markup(text: &str) -> Option<Result<Format, Refused>> {
    let mut rest = text;
    let root = loop {
        let at = rest.find('<')?;
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if rest.starts_with(['?', '!']) {
            if rest.to_lowercase().starts_with("!doctype html") {
                return Some(Err(Refused::WebTable));
            }
            rest = rest.split_once('>')?.1;
        } else {
            break rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?.to_lowercase();
        }
    };
    let local = root.rsplit(':').next().unwrap_or(&root);
    let bare = local.strip_prefix("qti-").unwrap_or(local).replace('-', "");
    Some(match bare.as_str() {
        "quiz" => Ok(Format::MoodleXml),
        "assessmentitem" | "assessmenttest" | "questestinterop" | "manifest" => Ok(Format::Qti),
        "html" | "table" | "head" | "body" | "meta" | "workbook" => Err(Refused::WebTable),
        "document" | "package" => Err(Refused::OldWord),
        _ if text.contains("</") && root.is_ascii() && text.starts_with("<?xml") => Err(Refused::Unknown),
        _ => return None,
    })
}

fn is_json(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('{').or_else(|| text.strip_prefix('[')) else { return false };
    let inner = inner.trim_start();
    if text.starts_with('[') {
        inner.starts_with("{\"") || inner.starts_with("{ ")
    } else {
        inner.starts_with('"') && text.contains("\":")
    }
}

/// An answer part begins with one of few signs.
fn is_gift(text: &str) -> bool {
    if text.lines().any(|line| line.trim_start().starts_with("$CATEGORY:")) {
        return true;
    }
    let has_name = text.lines().any(|line| line.starts_with("::") && line[2..].contains("::"));
    let mut n_parts = 0;
    for (at, open) in text.match_indices(['{', '｛']) {
        if text[..at].ends_with('\\') {
            continue;
        }
        let inside = text[at + open.len()..].trim_start();
        let is_part = inside.starts_with(['=', '~', '#', '＝', '～', '＃'])
            || ["T}", "F}", "TRUE", "FALSE", "T#", "F#"].iter().any(|start| inside.starts_with(start));
        n_parts += usize::from(is_part || (has_name && inside.starts_with('}')));
    }
    n_parts > 0
}

/// A row of heads, Blackboard's rows, or the same number of tabs in every line.
fn is_delimited(text: &str) -> bool {
    const HEADS: [&str; 16] = [
        "题干",
        "题目",
        "试题",
        "题型",
        "题号",
        "序号",
        "答案",
        "正确答案",
        "选项",
        "选项A",
        "解析",
        "问题",
        "question",
        "answer",
        "stem",
        "type",
    ];
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
    let is_head = |line: &&str| {
        ['\t', ',', ';', '，'].iter().any(|separator| {
            let cells = line.split(*separator).map(|cell| cell.trim_matches(['"', ' ', '*', '\u{3000}']));
            cells.filter(|cell| HEADS.iter().any(|head| cell.eq_ignore_ascii_case(head))).count() >= 2
        })
    };
    // «题号 1 2 3» over «答案 A B C» is a key to a paper: its heads stand in a column.
    if lines.iter().take(10).any(is_head) {
        return true;
    }
    let is_blackboard =
        |line: &&&str| ["MC\t", "MA\t", "TF\t", "FIB\t", "ESS\t"].iter().any(|kind| line.starts_with(kind));
    if !lines.is_empty() && lines.iter().filter(is_blackboard).count() * 2 > lines.len() {
        return true;
    }
    let n_tabs = |line: &&str| line.matches('\t').count();
    let most = lines.first().map(n_tabs).unwrap_or(0);
    lines.len() > 1 && most >= 3 && lines.iter().filter(|line| n_tabs(line) == most).count() * 10 >= lines.len() * 9
}

fn is_markdown(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).take(400);
    let is_heading = |line: &str| ["# ", "## ", "### "].iter().any(|mark| line.starts_with(mark));
    let is_box = |line: &str| ["- [ ] ", "- [x] ", "* [ ] ", "* [x] "].iter().any(|mark| line.starts_with(mark));
    let is_rule = |line: &str| {
        line.starts_with("|-") || line.starts_with("|:-") || line.starts_with("| -") || line.starts_with("| :-")
    };
    let n_bullets = lines().filter(|line| line.starts_with("- ") || line.starts_with("* ")).count();
    lines().any(|line| is_heading(line) || is_box(line) || is_rule(line)) || n_bullets > 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GB18030, UTF_16LE};
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    #[track_caller]
    fn check(bytes: &[u8], name: &str, expected: Result<Format, Refused>) {
        assert_eq!(sniff(bytes, name), expected, "{name}: {}", String::from_utf8_lossy(&bytes[..bytes.len().min(80)]));
    }

    fn archive(names: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const CSV: &str = "序号,题干,A,B,答案\r\n1,党的生日是（　）,甲,乙,A\r\n";

    #[test]
    fn every_format_is_known_by_its_content() {
        for (text, format) in [
            (CSV, Format::Delimited),
            ("题型\t题目\t答案\n判断\t党费可以不交\t错", Format::Delimited),
            ("MC\t党的生日是\t甲\tcorrect\t乙\tincorrect\n", Format::Delimited),
            ("1. 党的生日是（　）。\nA.甲\tB.乙\tC.丙\n答案：A", Format::Paper),
            ("一、单选题\n1.（A）甲\n参考答案\n题号\t1\t2\n答案\tA\tB", Format::Paper),
            ("[答案] B", Format::Paper),
            ("# 题库\n1. 甲\n- A. 乙", Format::Markdown),
            ("1. 甲\n- [x] 乙\n- [ ] 丙", Format::Markdown),
            ("| 题目 | 备注 |\n|---|---|\n| 甲 | A |", Format::Markdown),
            ("问？\nA) 甲\nB) 乙\nANSWER: A\n", Format::Aiken),
            ("::一::党的生日是{=甲 ~乙}", Format::Gift),
            ("$CATEGORY: 党史\n\n甲{T}", Format::Gift),
            ("党的生日是｛＝甲 ～乙｝", Format::Gift),
            ("<?xml version=\"1.0\"?>\n<!-- 注 -->\n<quiz><question type=\"category\"/></quiz>", Format::MoodleXml),
            ("<assessmentItem xmlns=\"x\"></assessmentItem>", Format::Qti),
            ("<qti-assessment-item identifier=\"a\"></qti-assessment-item>", Format::Qti),
            ("{\n  \"bank\": {\"id\": \"a\"}, \"questions\": []}", Format::BankJson),
            ("[bank]\nid = \"a\"\n\n[[question]]\nid = \"b\"", Format::BankToml),
        ] {
            check(text.as_bytes(), "", Ok(format));
        }
        check(&archive(&[("word/document.xml", "")]), "", Ok(Format::Docx));
        check(&archive(&[("xl/workbook.xml", "")]), "", Ok(Format::Workbook));
        let ods = [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "")];
        check(&archive(&ods), "", Ok(Format::Workbook));
        check(&archive(&[("imsmanifest.xml", ""), ("q1.xml", "")]), "", Ok(Format::Qti));
    }

    #[test]
    fn a_name_does_not_hide_what_is_inside() {
        check(&GB18030.encode(CSV).0, "题库.xlsx", Ok(Format::Delimited));
        check(&archive(&[("word/document.xml", "")]), "题库.xlsx", Ok(Format::Docx));
        check(b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", Err(Refused::WebTable));
        check(
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook></Workbook>",
            "a.xls",
            Err(Refused::WebTable),
        );
        check(b"%PDF-1.7 ...", "a.docx", Err(Refused::Pdf));
        check("1. 甲（A）。\nA.甲\nB.乙".as_bytes(), "a.docx", Ok(Format::Paper));
        check(b"{\\rtf1 a}", "a.doc", Err(Refused::OldWord));
        let marked: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("题干\t答案\n甲\tA".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(UTF_16LE.decode(&marked).0, "题干\t答案\n甲\tA");
        check(&marked, "a.txt", Ok(Format::Delimited));
    }

    #[test]
    fn a_name_decides_where_the_content_does_not() {
        check("甲,乙\n丙,丁".as_bytes(), "A.CSV", Ok(Format::Delimited));
        check("甲\n乙".as_bytes(), "a.md", Ok(Format::Markdown));
        check("甲\n乙".as_bytes(), "a.txt", Ok(Format::Paper));
        check("甲{乙}".as_bytes(), "a.gift", Ok(Format::Gift));
    }

    #[test]
    fn what_nobody_reads_is_refused_with_its_remedy() {
        let compound = |name: &str| {
            let wide = name.encode_utf16().flat_map(u16::to_le_bytes);
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".iter().copied().chain([0; 64]).chain(wide).collect::<Vec<u8>>()
        };
        check(b"", "a.txt", Err(Refused::Empty));
        check("\u{FEFF} \r\n\u{3000}".as_bytes(), "a.txt", Err(Refused::Empty));
        check(&compound("WordDocument"), "a.doc", Err(Refused::OldWord));
        check(&compound("Workbook"), "a.xls", Ok(Format::Workbook));
        check(&compound("EncryptedPackage"), "a.docx", Err(Refused::Locked));
        check(&compound("PowerPoint"), "a.ppt", Err(Refused::Unknown));
        for picture in [&b"\x89PNG\r\n"[..], b"\xFF\xD8\xFF\xE0", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"]
        {
            check(picture, "a.jpg", Err(Refused::Picture));
        }
        check(b"PK\x03\x04 no archive", "a.xlsx", Err(Refused::Broken { what: "压缩文件" }));
        check(&archive(&[("a.txt", "")]), "a.zip", Err(Refused::Unknown));
        check(&archive(&[("xl/workbook.bin", "")]), "a.xlsb", Err(Refused::OtherWorkbook));
        check(&[0, 1, 2, 3, 0, 255, 254, 0, 7, 0, 1], "a.bin", Err(Refused::Unknown));
    }

    #[test]
    fn a_long_text_is_not_misread_where_it_is_cut() {
        for shift in 0..4 {
            let text = "a".repeat(shift) + &"1. 党的生日是（A）。\nA.甲\nB.乙\n".repeat(3000);
            check(text.as_bytes(), "a.txt", Ok(Format::Paper));
        }
    }

    #[test]
    fn every_format_has_a_name_of_its_own() {
        let mut labels: Vec<_> = Format::ALL.iter().map(|format| format.label()).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), Format::ALL.len());
    }
}
