//! `bank size`: what a phone downloads before the first answer, compressed as a good server sends it.
use crate::Outcome;
use crate::banks::{files_in, name_of, named_files};
use crate::build::{CATALOG, is_asset, is_cards};
use brotli::enc::BrotliEncoderParams;
use std::fs;
use std::path::{Path, PathBuf};

/// Names, and bytes raw and compressed.
struct Row {
    name: String,
    n_raw: usize,
    n_brotli: usize,
}

pub fn run(folder: &Path, budget: u64) -> Outcome {
    let mut rows = Vec::new();
    for (name, path) in named_files(folder)? {
        if is_first_load(&name) {
            rows.push(row(&path)?);
        }
    }
    if !rows.iter().any(|row| row.name == "index.html") {
        return Err(format!("{}里没有index.html，请先运行 trunk build --release", folder.display()));
    }
    let mut banks = Vec::new();
    for path in bank_assets(folder)? {
        banks.push(row(&path)?);
    }
    rows.extend(banks.into_iter().max_by_key(|row| row.n_brotli));
    let (n_raw, n_brotli) = rows.iter().fold((0, 0), |(raw, brotli), row| (raw + row.n_raw, brotli + row.n_brotli));
    rows.push(Row { name: "合计".to_owned(), n_raw, n_brotli });
    let lines: Vec<String> = rows.iter().map(line).collect();
    let table = format!("{:>9} {:>9}  单位KB\n{}", "原始", "brotli", lines.concat());
    if n_brotli as u64 > budget * 1024 {
        return Err(format!("{table}超出预算{budget} KB，请看最大的一行：减少依赖，或者移到用时才载入的模块"));
    }
    Ok(format!("{table}在预算{budget} KB以内"))
}

/// Compressed at the highest level, which is what static hosting serves.
pub fn brotli_len(bytes: &[u8]) -> usize {
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters).expect("memory takes every write");
    compressed.len()
}

/// Modules and styles that come later, and the service worker, stand outside the way to the first answer.
fn is_first_load(name: &str) -> bool {
    let path = Path::new(name);
    let ext = path.extension().and_then(|ext| ext.to_str()).unwrap_or_default();
    let file = name_of(path);
    let later = ["split_", "chunk_", "worker", "sw.js", "rooms.css"].iter().any(|start| file.starts_with(start));
    name == "index.html" || (matches!(ext, "css" | "js" | "wasm") && !later)
}

/// Banks of the folder and of the folders in it, without their cards.
fn bank_assets(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = files_in(folder)?;
    let refused = |error| format!("打不开文件夹{}（{error}），请检查路径", folder.display());
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_dir() {
            paths.extend(files_in(&path)?);
        }
    }
    paths.retain(|path| {
        let name = name_of(path);
        is_asset(&name) && !is_cards(&name) && name != CATALOG
    });
    Ok(paths)
}

fn row(path: &Path) -> Result<Row, String> {
    let bytes = fs::read(path).map_err(|error| format!("读不了{}（{error}），请检查权限", path.display()))?;
    Ok(Row { name: name_of(path), n_raw: bytes.len(), n_brotli: brotli_len(&bytes) })
}

fn line(row: &Row) -> String {
    let kilobytes = |n: usize| n as f64 / 1024.0;
    format!("{:>9.1} {:>9.1}  {}\n", kilobytes(row.n_raw), kilobytes(row.n_brotli), row.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_is_the_page_its_styles_and_its_module() {
        for name in ["index.html", "app-0a/x.js", "app-0a/x_bg.wasm", "app-0a/__wasm_split.js", "style-0a.css"] {
            assert!(is_first_load(name), "{name}");
        }
        for name in [
            "app-0a/split_me.wasm",
            "app-0a/chunk_5.wasm",
            "app-0a/rooms.css",
            "sw.js",
            "manifest.webmanifest",
            "other.html",
        ] {
            assert!(!is_first_load(name), "{name}");
        }
    }

    #[test]
    fn text_that_repeats_itself_compresses() {
        assert!(brotli_len("学练赛".repeat(1000).as_bytes()) < 100);
    }
}
