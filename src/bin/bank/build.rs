//! `bank build`: banks as assets whose names change with their content, and the catalog of them.
use crate::Outcome;
use crate::banks::{Folder, files_in, name_of, verdict, write};
use crate::size::brotli_len;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::catalog::{Catalog, Entry};
use xueliansai::domain::bank::document::Document;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::format::{bank_json, catalog_json};

pub const CATALOG: &str = "catalog.json";
/// Brotli. A bank is fetched as a whole before its first question, the catalog with every first visit.
const MAX_BANK_BYTES: usize = 30 * 1024;
const MAX_CATALOG_BYTES: usize = 3 * 1024;

pub fn run(dir: &Path, out: &Path) -> Outcome {
    let folder = Folder::read(dir)?;
    verdict(&folder.all_problems(), String::new)?;
    clear(out)?;
    let mut catalog = Catalog::default();
    let mut said = String::new();
    for file in &folder.banks {
        let mut bank = file.bank.clone();
        folder.lock.tell(&mut bank);
        let text = bank_json::write(&bank);
        let entry = entry(&bank, &text)?;
        write(&out.join(&entry.asset), &text)?;
        let n_bytes = brotli_len(text.as_bytes());
        said += &format!("{}  {}题  {:.1} KB brotli\n", entry.asset, entry.n_total(), kilobytes(n_bytes));
        if n_bytes > MAX_BANK_BYTES {
            let n = kilobytes(n_bytes);
            return Err(format!("{}压缩后{n:.1} KB，超过30 KB，手机上首题会变慢，请按专题拆成两个题库", file.name));
        }
        catalog.entries.push(entry);
    }
    let text = catalog_json::write(&catalog);
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

fn entry(bank: &Bank, text: &str) -> Result<Entry, String> {
    let digest: String = Sha256::digest(text.as_bytes()).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    let checked = bank.documents.iter().map(|document: &Document| document.checked).min();
    let live = |kind: Kind| bank.live().filter(|question| question.kind() == kind).count();
    Ok(Entry {
        id: bank.id.clone(),
        title: bank.title.clone(),
        asset: format!("{}.{digest}.json", bank.id),
        hash: bank.hash(),
        checked: checked.ok_or_else(|| format!("题库{}没有依据任何文件，请给知识点写cite", bank.id))?,
        n_points: bank.points.len(),
        n_questions: Kind::ALL.into_iter().map(|kind| (kind, live(kind))).filter(|(_, n)| *n > 0).collect(),
    })
}

/// Removes the assets of earlier builds and nothing else.
fn clear(out: &Path) -> Result<(), String> {
    fs::create_dir_all(out).map_err(|error| format!("建不了文件夹{}（{error}），请检查路径和权限", out.display()))?;
    for path in files_in(out)?.into_iter().filter(|path| is_asset(&name_of(path))) {
        fs::remove_file(&path).map_err(|error| format!("删不了旧文件{}（{error}），请手工删去", path.display()))?;
    }
    Ok(())
}

/// `<id>.<10 hexadecimal figures>.json`, or the catalog.
pub fn is_asset(name: &str) -> bool {
    let digest = name.strip_suffix(".json").and_then(|stem| stem.rsplit_once('.')).map(|(_, digest)| digest);
    name == CATALOG || digest.is_some_and(|digest| digest.len() == 10 && digest.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn kilobytes(n_bytes: usize) -> f64 {
    n_bytes as f64 / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_assets_of_a_build_are_cleared_away() {
        for name in ["catalog.json", "zhibu-gongzuo.0123456789.json"] {
            assert!(is_asset(name), "{name}");
        }
        for name in ["package.json", "tsconfig.base.json", "zhibu.toml", "a.012345678g.json"] {
            assert!(!is_asset(name), "{name}");
        }
    }
}
