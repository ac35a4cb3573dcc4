//! An archive of items. Its manifest says which files they are and in which order; what it forgets is read all the same.
use super::{decoded, items, unread};
use crate::format::import::found::{Found, Place};
use crate::format::import::limits::{
    ITEM_FREE_OF_RATIO_BYTES, MAX_FILE_BYTES, MAX_PACKAGE_FILES, MAX_RATIO, MAX_UNPACKED_BYTES,
};
use crate::format::import::note::Note;
use crate::format::import::pace::Pace;
use crate::format::import::refused::Refused;
use crate::format::import::xml::Elements;
use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const MANIFEST: &str = "imsmanifest.xml";

struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What may still be unpacked.
    left: u64,
}

/// A file that the manifest calls an item.
struct Listed {
    path: String,
    topic: String,
}

pub async fn read(bytes: &[u8], pace: &impl Pace) -> Result<Vec<Found>, Refused> {
    let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Broken { what: "压缩包" })?;
    if zip.len() > MAX_PACKAGE_FILES {
        return Err(Refused::UNPACKS_TOO_LARGE);
    }
    let names: Vec<String> = zip.file_names().map(str::to_owned).collect();
    let is_xml = |name: &&String| name.to_ascii_lowercase().ends_with(".xml");
    let places: HashMap<String, &String> = names.iter().map(|name| (normal(name), name)).collect();
    let mut archive = Archive { zip, left: MAX_UNPACKED_BYTES };
    let mut listed = Vec::new();
    let mut known = HashSet::new();
    for name in names.iter().filter(|name| name.to_ascii_lowercase().ends_with(MANIFEST)) {
        known.insert(normal(name));
        let folder = name[..name.len() - MANIFEST.len()].to_owned();
        listed.extend(manifest(&archive.text(name)?, &folder));
    }
    let mut files = Vec::new();
    for Listed { path, topic } in listed {
        if known.insert(path.clone()) {
            files.push((places.get(&path).copied(), path, topic, true));
        }
    }
    for name in names.iter().filter(is_xml) {
        let path = normal(name);
        if known.insert(path.clone()) {
            files.push((Some(name), path, String::new(), false));
        }
    }
    let (mut found, total) = (Vec::new(), files.len());
    for (done, (name, path, topic, is_listed)) in files.into_iter().enumerate() {
        pace.pause(done, total).await?;
        let place = |nth| Place::Within { file: path.clone(), nth };
        let Some(name) = name else {
            found.push(unread(place(1), Note::FileMissing));
            continue;
        };
        let (text, n_before) = (archive.text(name)?, found.len());
        match items(&text, &topic, &place, &mut found) {
            Ok(()) => {}
            Err(too_many @ Refused::TooManyQuestions { .. }) => return Err(too_many),
            Err(_) => found.push(unread(place(1), Note::RestUnreadable)),
        }
        if is_listed && found.len() == n_before {
            found.push(unread(place(1), Note::KindUnsupported { name: "不是QTI 2或3的题目文件".to_owned() }));
        }
    }
    if found.is_empty() { Err(Refused::NothingFound) } else { Ok(found) }
}

impl Archive<'_> {
    /// Unpacks no more than is allowed, whatever the archive says of its sizes.
    fn text(&mut self, name: &str) -> Result<String, Refused> {
        let entry = self.zip.by_name(name).map_err(|_| Refused::Broken { what: "压缩包" })?;
        let by_ratio = entry.compressed_size().saturating_mul(MAX_RATIO).max(ITEM_FREE_OF_RATIO_BYTES);
        let most = by_ratio.min(self.left).min(MAX_FILE_BYTES as u64);
        let mut bytes = Vec::new();
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|_| Refused::Broken { what: "压缩包" })?;
        if bytes.len() as u64 > most {
            return Err(Refused::UNPACKS_TOO_LARGE);
        }
        self.left -= bytes.len() as u64;
        Ok(decoded(&bytes))
    }
}

/// A manifest that cannot be read says nothing: every file is looked into anyway.
fn manifest(text: &str, folder: &str) -> Vec<Listed> {
    let (mut elements, mut listed) = (Elements::of(text), Vec::new());
    while let Ok(Some((_, resource))) = elements.next(&["resource"]) {
        let kind = resource.attribute("type").unwrap_or_default();
        let href = resource.attribute("href").unwrap_or_default();
        if !kind.starts_with("imsqti_item") || href.is_empty() {
            continue;
        }
        let href = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
        let keyword = resource.tree().into_iter().find(|element| element.name == "keyword");
        let topic = keyword.map(|keyword| keyword.text().trim().to_owned()).unwrap_or_default();
        listed.push(Listed { path: normal(&format!("{folder}{href}")), topic });
    }
    listed
}

/// A path without `.`, `..` and backslashes.
fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
