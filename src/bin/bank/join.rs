//! `bank join`: fewer files for the pages that come later. `wasm-split` makes a module of what any set of pages shares,
//! a hundred and more of a few kilobytes, and a phone pays for every file with a part of a round trip.
use crate::Outcome;
use crate::banks::{text_of, write};
use crate::joined::{joined, n_bytes};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of a module, not yet compressed, that come in the time that a file more takes: a sixth of a round trip of
/// 150 ms, because browsers ask a plain server for six files at once, at 200 kB/s of what brotli makes a third of.
const FILE: usize = 15_000;

const CHANGED: &str = "载入脚本里的模块读不懂，wasm-split的版本可能变了，请对照join.rs改正";

/// A module that several pages share.
struct Chunk<'a> {
    /// `chunk_7`
    name: &'a str,
    /// How the loader calls it.
    variable: &'a str,
    /// Where the loader tells of it.
    told: &'a str,
    pages: BTreeSet<&'a str>,
    n_bytes: usize,
}

/// Joins the shared modules in the folder of the loader, which is told of it.
pub fn run(loader: &Path) -> Outcome {
    let folder = loader.parent().unwrap_or(Path::new("."));
    let script = text_of(loader)?;
    let chunks = chunks(&script, |name| {
        let module = fs::read(file(folder, name)).map_err(|error| unreadable(name, &error))?;
        n_bytes(&module)
    })?;
    let groups = groups(&chunks);
    for group in groups.iter().filter(|group| group.len() > 1) {
        let modules = group.iter().map(|idx| {
            let name = chunks[*idx].name;
            fs::read(file(folder, name)).map_err(|error| unreadable(name, &error))
        });
        let module = joined(&modules.collect::<Result<Vec<_>, _>>()?)?;
        for idx in group {
            let path = file(folder, chunks[*idx].name);
            fs::remove_file(&path).map_err(|error| format!("删不掉{}（{error}），请检查权限", path.display()))?;
        }
        let path = file(folder, chunks[group[0]].name);
        fs::write(&path, module).map_err(|error| format!("写不了{}（{error}），请检查权限", path.display()))?;
    }
    write(loader, &loading(&script, &chunks, &groups)?)?;
    Ok(format!("共用的{}个模块已合成{}个", chunks.len(), groups.len()))
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.wasm"))
}

fn unreadable(name: &str, error: &dyn std::fmt::Display) -> String {
    format!("读不了{name}.wasm（{error}），请运行 make app")
}

/// The chunks a loader tells of, each as `/* pages */ const variable = makeLoad(.. "./name.wasm" .., []);`.
fn chunks(script: &str, n_bytes: impl Fn(&str) -> Result<usize, String>) -> Result<Vec<Chunk<'_>>, String> {
    let mut chunks = Vec::new();
    let mut rest = script;
    while let Some(start) = rest.find("/* ") {
        let told = &rest[start..];
        let chunk = || {
            let (pages, after) = told.strip_prefix("/* ")?.split_once(" */\nconst ")?;
            let (variable, after) = after.split_once(" = makeLoad(")?;
            let (name, after) = after.split_once("new URL(\"./")?.1.split_once(".wasm\"")?;
            let end = told.len() - after.split_once(", []);\n")?.1.len();
            Some((pages.split(", ").collect(), variable, name, &told[..end]))
        };
        let (pages, variable, name, told) = chunk().ok_or(CHANGED)?;
        chunks.push(Chunk { name, variable, told, pages, n_bytes: n_bytes(name)? });
        rest = &rest[start + told.len()..];
    }
    Ok(chunks)
}

/// Chunks that come in one file.
struct Group<'a> {
    chunks: Vec<usize>,
    pages: BTreeSet<&'a str>,
    n_bytes: usize,
}

impl Group<'_> {
    /// Bytes less that all pages together wait for if these two come in one file.
    fn gain(&self, other: &Self) -> usize {
        let waited = |n_pages: usize, n_bytes: usize| n_pages * (FILE + n_bytes);
        let apart = waited(self.pages.len(), self.n_bytes) + waited(other.pages.len(), other.n_bytes);
        apart.saturating_sub(waited(self.pages.union(&other.pages).count(), self.n_bytes + other.n_bytes))
    }
}

/// Which chunks to join: two and two, whatever gains most, as long as pages gain more by a file less than they lose by
/// what they do not need themselves.
fn groups(chunks: &[Chunk]) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    for (idx, chunk) in chunks.iter().enumerate() {
        groups.push(Group { chunks: vec![idx], pages: chunk.pages.clone(), n_bytes: chunk.n_bytes });
    }
    loop {
        let pairs = (0..groups.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
        let gains = pairs.map(|(first, second)| (groups[first].gain(&groups[second]), first, second));
        let Some((_, first, second)) = gains.filter(|(gain, ..)| *gain > 0).max_by_key(|(gain, ..)| *gain) else {
            break;
        };
        let joined = groups.remove(second);
        groups[first].chunks.extend(joined.chunks);
        groups[first].pages.extend(joined.pages);
        groups[first].n_bytes += joined.n_bytes;
    }
    groups.into_iter().map(|group| group.chunks).collect()
}

/// The loader's script, which now asks for each joined chunk once, wherever one of its parts is needed.
fn loading(script: &str, chunks: &[Chunk], groups: &[Vec<usize>]) -> Result<String, String> {
    let mut text = script.to_owned();
    for group in groups.iter().filter(|group| group.len() > 1) {
        let (first, others) = (&chunks[group[0]], &group[1..]);
        for idx in others {
            text = text.replacen(chunks[*idx].told, "", 1);
        }
        let variables: BTreeSet<&str> = group.iter().map(|idx| chunks[*idx].variable).collect();
        text = text.lines().map(|line| asked_once(line, first.variable, &variables) + "\n").collect();
        // A page that asks for what is no more would not open.
        let left = |idx: &&usize| text.split(|c: char| !is_of_name(c)).any(|word| word == chunks[**idx].variable);
        if let Some(idx) = others.iter().find(left) {
            return Err(format!("{}；{}", CHANGED, chunks[*idx].variable));
        }
    }
    Ok(text)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A line that ends a loader with the list of what it needs.
fn asked_once(line: &str, first: &str, variables: &BTreeSet<&str>) -> String {
    let list = || line.strip_suffix("]));")?.rsplit_once(", [");
    match list() {
        Some((before, needs)) if needs.split(", ").any(|name| variables.contains(name)) => {
            let others = needs.split(", ").filter(|name| !variables.contains(name));
            let needs: Vec<&str> = std::iter::once(first).chain(others).collect();
            format!("{before}, [{}]));", needs.join(", "))
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = r#"function makeLoad(fetcher, deps) {}
/* learn, me */
const __chunk_1 = makeLoad(() => {
    const src = fetch(new URL("./chunk_1.wasm", import.meta.url));
    return src;
}
, []);
/* me, practise */
const __chunk_2 = makeLoad(() => {
    const src = fetch(new URL("./chunk_2.wasm", import.meta.url));
    return src;
}
, []);
/* learn, practise */
const __chunk_5 = makeLoad(() => {
    const src = fetch(new URL("./chunk_5.wasm", import.meta.url));
    return src;
}
, []);
export const __wasm_split_load_practise = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_practise.wasm", import.meta.url));
    return src;
}
, [__chunk_2, __chunk_5]));
export const __wasm_split_load_me = wrapAsyncCb(makeLoad(() => async (_imp) => ({}), [__chunk_1, __chunk_2]));
export const __wasm_split_load_learn = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_learn.wasm", import.meta.url));
    return src;
}
, [__chunk_1, __chunk_5]));
"#;

    fn sizes(sizes: [usize; 3]) -> Vec<Chunk<'static>> {
        chunks(LOADER, |name| {
            let idx = ["chunk_1", "chunk_2", "chunk_5"].iter().position(|chunk| *chunk == name);
            Ok(sizes[idx.unwrap()])
        })
        .unwrap()
    }

    #[test]
    fn small_files_are_joined_and_large_ones_are_not() {
        assert_eq!(groups(&sizes([10, 10, 10])), [[0, 1, 2]]);
        assert_eq!(groups(&sizes([10, 90_000, 10])), [vec![0, 2], vec![1]]);
        assert_eq!(groups(&sizes([90_000; 3])), [[0], [1], [2]]);
    }

    #[test]
    fn the_loader_asks_for_a_joined_file_once() {
        let chunks = sizes([10, 90_000, 10]);
        let text = loading(LOADER, &chunks, &groups(&chunks)).unwrap();
        assert!(!text.contains("chunk_5"), "{text}");
        assert!(text.contains("\n, [__chunk_1, __chunk_2]));\nexport const __wasm_split_load_me"), "{text}");
        assert!(text.contains("({}), [__chunk_1, __chunk_2]));"), "{text}");
        assert!(text.ends_with("\n, [__chunk_1]));\n"), "{text}");
    }

    #[test]
    fn a_loader_of_another_version_is_refused() {
        let other = LOADER.replace("new URL", "URL");
        assert!(chunks(&other, |_| Ok(1)).err().unwrap().contains("wasm-split的版本可能变了"));
        let other = LOADER.replace("]));", "] ));");
        let chunks = chunks(&other, |_| Ok(10)).unwrap();
        assert!(loading(&other, &chunks, &groups(&chunks)).unwrap_err().ends_with("改正；__chunk_2"));
    }
}
