//! Any file or text to questions: what it is, is told by its content and not by its name.
use super::encoding::{self, Encoding};
use super::found::Found;
use super::limits::MAX_FILE_BYTES;
use super::ours::{self, Ours};
use super::pace::Pace;
use super::paper::{self, Paper};
use super::refused::Refused;
use super::remark::Remark;
use super::sniff::{self, Format};
use super::tables::{self, choices};
use super::{aiken, docx, gift, markdown, moodle_xml, qti};
use crate::domain::bank::bank::Bank;

/// What somebody brings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// The file's name; empty for a text that was pasted.
    pub name: String,
    pub bytes: Vec<u8>,
    /// Answers that stand in a text of their own; only papers have such.
    pub answers: Option<String>,
}

/// What was decided against the guesses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    pub format: Option<Format>,
    pub tables: choices::Choices,
}

/// What a file was taken for, and what was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub format: Format,
    /// Of texts; the encodings of workbooks and archives are their own business.
    pub text: Option<TextSeen>,
    pub sheets: Option<choices::Sheets>,
    pub remarks: Vec<Remark>,
    /// Of the app's own formats: the bank as it was, whose n-th question is the n-th found.
    pub bank: Option<Bank>,
    pub found: Vec<Found>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSeen {
    pub encoding: Encoding,
    pub is_guessed: bool,
    pub n_unreadable: usize,
}

pub async fn read(given: &Given, choices: &Choices, pace: &impl Pace) -> Result<Reading, Refused> {
    let Given { name, bytes, answers } = given;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let format = match choices.format {
        Some(format) => format,
        None => sniff::sniff(bytes, name)?,
    };
    let answers = answers.as_deref();
    let mut reading = Reading { format, text: None, sheets: None, remarks: Vec::new(), bank: None, found: Vec::new() };
    match format {
        Format::Workbook | Format::Delimited => {
            let tables = tables::read(bytes, &choices.tables, pace).await?;
            reading.text = tables.seen.text.as_ref().map(|text| TextSeen {
                encoding: text.encoding,
                is_guessed: text.is_guessed,
                n_unreadable: text.n_unreadable,
            });
            (reading.sheets, reading.found) = (Some(tables.seen), tables.found);
        }
        Format::Docx => take(&mut reading, docx::read(bytes, answers, pace).await?),
        Format::Qti => reading.found = qti::read(bytes, pace).await?,
        Format::Paper
        | Format::Markdown
        | Format::Aiken
        | Format::Gift
        | Format::MoodleXml
        | Format::BankJson
        | Format::BankToml => {
            let decoded = encoding::decode(bytes, choices.tables.encoding);
            let (text, n_unreadable) = (decoded.text.as_str(), decoded.n_unreadable);
            reading.text = Some(TextSeen { encoding: decoded.encoding, is_guessed: decoded.is_guessed, n_unreadable });
            match format {
                Format::Markdown => take(&mut reading, markdown::read(text, answers, pace).await?),
                Format::Aiken => reading.found = aiken::read(text, pace).await?,
                Format::Gift => reading.found = gift::read(text, pace).await?,
                Format::MoodleXml => reading.found = moodle_xml::read(text, pace).await?,
                Format::BankJson => take_ours(&mut reading, ours::json(text)?),
                Format::BankToml => take_ours(&mut reading, ours::toml(text)?),
                _ => take(&mut reading, paper::read(text, answers, pace).await?),
            }
        }
    }
    if reading.found.is_empty() && choices.tables.sheets.is_empty() {
        return Err(Refused::NothingFound);
    }
    Ok(reading)
}

fn take(reading: &mut Reading, paper: Paper) {
    (reading.found, reading.remarks) = (paper.found, paper.remarks);
}

fn take_ours(reading: &mut Reading, ours: Ours) {
    let Ours { bank, found, remarks } = ours;
    (reading.bank, reading.found, reading.remarks) = (Some(bank), found, remarks);
}

#[cfg(test)]
mod tests {
    use super::super::encoding::Encoding;
    use super::super::limits::MAX_TEXT_CHARS;
    use super::super::note::Note;
    use super::super::pace::{Headlong, at_once};
    use super::super::report::{Known, Report};
    use super::*;
    use crate::domain::bank::lint::sample;
    use crate::domain::bank::question::Question;
    use crate::domain::time::UtcMillis;
    use crate::format::export::way::Way;
    use std::io::{Cursor, Write as _};
    use zip::write::SimpleFileOptions;

    fn reading(name: &str, bytes: &[u8], choices: &Choices) -> Result<Reading, Refused> {
        let given = Given { name: name.to_owned(), bytes: bytes.to_vec(), answers: None };
        at_once(read(&given, choices, &Headlong))
    }

    #[test]
    fn a_text_is_read_as_what_it_is_and_as_what_somebody_says() {
        let text = "1. 党员大会一般每（  ）召开一次。\nA. 月\nB. 季度\n答案：B\n";
        let seen = reading("", text.as_bytes(), &Choices::default()).unwrap();
        assert_eq!((seen.format, seen.found.len()), (Format::Paper, 1));
        let aiken = Choices { format: Some(Format::Aiken), ..Choices::default() };
        assert_eq!(reading("", text.as_bytes(), &aiken).unwrap().format, Format::Aiken);
        // The same bytes give the same again.
        assert_eq!(reading("", text.as_bytes(), &Choices::default()).unwrap(), seen);
    }

    #[test]
    fn a_table_in_an_old_encoding_under_a_workbooks_name_is_read_all_the_same() {
        let (bytes, ..) = encoding_rs::GB18030.encode("题干,选项A,选项B,答案\n几次,一次,两次,B\n");
        let seen = reading("题库.xlsx", &bytes, &Choices::default()).unwrap();
        assert_eq!(seen.format, Format::Delimited);
        assert_eq!(seen.text.map(|text| text.encoding), Some(Encoding::Gb18030));
        assert_eq!(seen.found[0].draft.stem, "几次");
    }

    #[test]
    fn what_holds_no_question_is_refused() {
        for (name, bytes) in [("空.txt", &b""[..]), ("话.txt", "今天下午开会".as_bytes()), ("图.png", b"\x89PNG\r\n")]
        {
            assert!(reading(name, bytes, &Choices::default()).is_err(), "{name}");
        }
    }

    /// A question in this form whose stem has so many characters.
    fn with_stem(n_chars: usize, format: Format) -> Vec<u8> {
        let stem = "长".repeat(n_chars);
        let written = |way: Way| {
            let question = sample::question("q-1", sample::single(&["每月", "每季度"], 1));
            let bank = sample::bank(vec![Question { stem: stem.clone(), ..question }]);
            way.write(&bank, UtcMillis(0))
        };
        let paper = || format!("1. {stem}\nA. 每月\nB. 每季度\n答案：B\n");
        match format {
            Format::Workbook => written(Way::Xlsx),
            Format::Delimited => written(Way::Csv),
            Format::Paper => paper().into_bytes(),
            Format::Markdown => format!("# 题库\n\n{}", paper()).into_bytes(),
            Format::Docx => {
                let body = paper().replace('\n', "</w:t></w:r></w:p><w:p><w:r><w:t>");
                let document = format!(
                    "<w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p></w:body></w:document>"
                );
                let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
                writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
                writer.write_all(document.as_bytes()).unwrap();
                writer.finish().unwrap().into_inner()
            }
            Format::Aiken => written(Way::Aiken),
            Format::Gift => written(Way::Gift),
            Format::MoodleXml => written(Way::MoodleXml),
            Format::Qti => written(Way::Qti),
            Format::BankJson => written(Way::Json),
            Format::BankToml => written(Way::Toml),
        }
    }

    #[track_caller]
    fn notes(format: Format, n_chars: usize) -> Vec<Note> {
        let seen = reading("", &with_stem(n_chars, format), &Choices::default()).unwrap();
        assert_eq!((seen.format, seen.found.len()), (format, 1));
        let report = at_once(Report::of(seen.found, &Known::default(), &Headlong)).unwrap();
        assert_eq!(report.n_kept(), usize::from(n_chars <= MAX_TEXT_CHARS), "{format:?}");
        report.rows()[0].found.notes.clone()
    }

    #[test]
    fn a_stem_that_is_too_long_is_told_whatever_form_it_comes_in() {
        for format in Format::ALL {
            let too_long = Note::TextTooLong { n_chars: MAX_TEXT_CHARS + 1 };
            assert!(notes(format, MAX_TEXT_CHARS + 1).contains(&too_long), "{format:?}");
            let is_told = notes(format, MAX_TEXT_CHARS).iter().any(|note| matches!(note, Note::TextTooLong { .. }));
            assert!(!is_told, "{format:?}");
        }
    }
}
