//! `bank build`: banks as assets whose names change with their content, and the catalog of them.
use crate::Outcome;
use crate::banks::{File, Folder, files_in, name_of, verdict, write, write_bytes};
use crate::size::brotli_len;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::catalog::{ASSET, CARDS, Catalog, Entry};
use xueliansai::domain::bank::document::Document;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::format::{bank_bytes, bank_json, catalog_text};

pub const CATALOG: &str = "catalog.txt";
/// How the names end of what `--json` adds, and of all assets of earlier builds.
const JSON: &str = ".json";
const JSON_CATALOG: &str = "catalog.json";
/// Brotli. A bank is fetched before its first question and its cards before the first of them is read, each as a whole;
/// the catalog comes with every first visit.
const MAX_BANK_BYTES: usize = 30 * 1024;
const MAX_CATALOG_BYTES: usize = 3 * 1024;

/// `json` adds each asset as bank JSON under the same name, for programs that are not ours.
pub fn run(dir: &Path, out: &Path, json: bool) -> Outcome {
    let folder = Folder::read(dir)?;
    verdict(&folder.all_problems(), String::new)?;
    clear(out)?;
    let mut catalog = Catalog::default();
    let mut said = String::new();
    for file in &folder.banks {
        let (bank, entry) = as_built(&folder, file)?;
        for (asset, bank, count) in [
            (entry.asset(), bank.without_cards(), format!("{}题", entry.n_total())),
            (entry.cards_asset(), bank.cards(), format!("{}个知识点", entry.n_points)),
        ] {
            let bytes = bytes_of(&bank)?;
            write_bytes(&out.join(&asset), &bytes)?;
            if json {
                write(&out.join(asset.replace(ASSET, JSON)), &bank_json::write(&bank))?;
            }
            let n_bytes = brotli_len(&bytes);
            let n = kilobytes(n_bytes);
            said += &format!("{asset}  {count}  {n:.1} KB brotli\n");
            if n_bytes > MAX_BANK_BYTES {
                return Err(format!("{}压缩后{n:.1} KB，超过30 KB，手机上会变慢，请按专题拆成两个题库", file.name));
            }
        }
        catalog.entries.push(entry);
    }
    let text = catalog_text::write(&catalog);
    write(&out.join(CATALOG), &text)?;
    let n_bytes = brotli_len(text.as_bytes());
    if n_bytes > MAX_CATALOG_BYTES {
        return Err(format!(
            "{CATALOG}压缩后{:.1} KB，超过3 KB，每次首访都要带上它，请缩短题库标题",
            kilobytes(n_bytes)
        ));
    }
    Ok(format!("{said}{CATALOG}  {}个题库  {:.1} KB brotli", catalog.entries.len(), kilobytes(n_bytes)))
}

/// A bank as phones have it, and its line in the catalog.
pub fn as_built(folder: &Folder, file: &File) -> Result<(Bank, Entry), String> {
    let mut bank = file.bank.clone();
    folder.lock.tell(&mut bank);
    let entry = entry(&bank, &bytes_of(&bank.without_cards())?, &bytes_of(&bank.cards())?)?;
    Ok((bank, entry))
}

/// A bank's asset, from which the phone reads the very same bank.
fn bytes_of(bank: &Bank) -> Result<Vec<u8>, String> {
    let bytes = bank_bytes::write(bank);
    match bank_bytes::read(&bytes) {
        Some(read) if read == *bank => Ok(bytes),
        _ => Err(format!("题库{}写成手机上的文件后读回来不一样，请检查题里有没有看不见的控制字符", bank.id)),
    }
}

fn entry(bank: &Bank, bytes: &[u8], cards: &[u8]) -> Result<Entry, String> {
    let checked = bank.documents.iter().map(|document: &Document| document.checked).min();
    let live = |kind: Kind| bank.live().filter(|question| question.kind() == kind).count();
    Ok(Entry {
        id: bank.id.clone(),
        title: bank.title.clone(),
        digest: digest(bytes),
        cards_digest: digest(cards),
        hash: bank.hash(),
        checked: checked.ok_or_else(|| format!("题库{}没有依据任何文件，请给知识点写cite", bank.id))?,
        n_points: bank.points.len(),
        n_questions: Kind::ALL.into_iter().map(|kind| (kind, live(kind))).filter(|(_, n)| *n > 0).collect(),
    })
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

/// Removes the assets of earlier builds and nothing else.
fn clear(out: &Path) -> Result<(), String> {
    fs::create_dir_all(out).map_err(|error| format!("建不了文件夹{}（{error}），请检查路径和权限", out.display()))?;
    for path in files_in(out)?.into_iter().filter(|path| is_of_a_build(&name_of(path))) {
        fs::remove_file(&path).map_err(|error| format!("删不了旧文件{}（{error}），请手工删去", path.display()))?;
    }
    Ok(())
}

/// `<id>.<10 hexadecimal figures>.bank`, the same with `.cards` after the id, or the catalog.
pub fn is_asset(name: &str) -> bool {
    name == CATALOG || is_named(name, ASSET)
}

/// An asset, or what stands beside assets or stood there in earlier builds.
fn is_of_a_build(name: &str) -> bool {
    is_asset(name) || name == JSON_CATALOG || is_named(name, JSON)
}

fn is_named(name: &str, end: &str) -> bool {
    let digest = name.strip_suffix(end).and_then(|stem| stem.rsplit_once('.')).map(|(_, digest)| digest);
    digest.is_some_and(|digest| digest.len() == 10 && digest.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Of the cards of a bank, which no question waits for.
pub fn is_cards(name: &str) -> bool {
    is_asset(name) && name.contains(CARDS)
}

fn kilobytes(n_bytes: usize) -> f64 {
    n_bytes as f64 / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_assets_of_a_build_are_cleared_away() {
        for name in ["catalog.txt", "zhibu-gongzuo.0123456789.bank", "zhibu-gongzuo.cards.0123456789.bank"] {
            assert!(is_asset(name) && is_of_a_build(name), "{name}");
            assert_eq!(is_cards(name), name.contains("cards"), "{name}");
        }
        for name in ["catalog.json", "zhibu-gongzuo.0123456789.json", "zhibu-gongzuo.cards.0123456789.json"] {
            assert!(is_of_a_build(name) && !is_asset(name) && !is_cards(name), "{name}");
        }
        for name in ["package.json", "tsconfig.base.json", "zhibu.toml", "a.012345678g.json", "a.012345678g.bank"] {
            assert!(!is_of_a_build(name), "{name}");
        }
    }
}
