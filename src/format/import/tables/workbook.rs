//! Workbooks told by what is in them, not by their names.
use super::parts::{self, Budget};
use super::sheet::Grid;
use super::{ods, xls, xlsx};
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;

/// What a file is by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    Zip,
    /// Excel until 2003, or a workbook under a password.
    Compound,
    Web,
    Pdf,
    Picture,
    Text,
}

pub fn container(bytes: &[u8]) -> Container {
    let head = &bytes[..bytes.len().min(1024)];
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let starts = |text: &str| start.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()));
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Container::Zip
    } else if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        Container::Compound
    } else if ["<html", "<!doctype", "<table", "<?xml", "<head", "<meta", "mime-version:"].iter().any(|tag| starts(tag))
    {
        Container::Web
    } else if starts("%PDF-") {
        Container::Pdf
    } else if head.starts_with(b"\x89PNG") || head.starts_with(b"\xFF\xD8\xFF") || head.starts_with(b"GIF8") {
        Container::Picture
    } else {
        Container::Text
    }
}

/// The sheets of a workbook in a container that is no text.
pub async fn read(bytes: &[u8], container: Container, pace: &impl Pace) -> Result<Vec<Grid>, Refused> {
    let mut budget = Budget::new(bytes.len());
    match container {
        Container::Zip => {
            let mut archive = parts::open(bytes, "Excel工作簿")?;
            let has = |name: &str| parts::find(&archive, name).is_some();
            if has("content.xml") && !has("xl/workbook.xml") {
                ods::read(&mut archive, &mut budget, pace).await
            } else if has("xl/workbook.bin") {
                Err(Refused::OtherWorkbook)
            } else if archive.file_names().any(|name| name.ends_with("workbook.xml")) {
                xlsx::read(&mut archive, &mut budget, pace).await
            } else {
                Err(Refused::Unknown)
            }
        }
        Container::Compound => xls::read(bytes, &mut budget, pace).await,
        Container::Web => Err(Refused::WebTable),
        Container::Pdf => Err(Refused::Pdf),
        Container::Picture => Err(Refused::Picture),
        Container::Text => Err(Refused::Unknown),
    }
}
