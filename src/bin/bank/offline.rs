//! What the service worker keeps on the device: the list of a build's files with their digests, and the build's name.
use crate::banks::{name_of, named_files};
use crate::build::{CATALOG, is_asset, is_cards};
use base64ct::{Base64, Encoding};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

pub const WORKER: &str = "sw.js";
/// The line of the worker that the list replaces.
const SLOT: &str = "const LIST = null;";
/// The name of the page's mark; the worker and the page's first script know it too.
const MARK: &str = "xueliansai-build";

/// Names relative to the page, each with the digest that the file must have.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct List {
    build: String,
    /// All or nothing, together with the page itself.
    shell: Vec<(String, String)>,
    /// Brought in one by one when the device is idle: questions before cards.
    later: Vec<(String, String)>,
}

impl List {
    /// The build is named after everything that can change it: page, worker and files.
    pub fn of(folder: &Path, page: &str, worker: &str) -> Result<Self, String> {
        let mut list = Self::default();
        for (name, path) in named_files(folder)? {
            let bytes = fs::read(&path).map_err(|error| format!("读不了{name}（{error}），请检查权限"))?;
            let digest = format!("sha256-{}", Base64::encode_string(&Sha256::digest(bytes)));
            match part(&name) {
                Some(Part::Shell) => list.shell.push((name, digest)),
                Some(Part::Later) => list.later.push((name, digest)),
                None => {}
            }
        }
        list.later.sort_by_key(|(name, _)| is_cards(name));
        let files = list.json()?;
        // Lengths first, so that no two builds read the same.
        let all = format!("{} {} {page}{worker}{files}", page.len(), worker.len());
        list.build = Sha256::digest(all.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Ok(list)
    }

    pub fn worker(&self, source: &str) -> Result<String, String> {
        if source.matches(SLOT).count() != 1 {
            return Err(format!("{WORKER}里要有且只有一处“{SLOT}”，请改正后重新编译"));
        }
        Ok(source.replace(SLOT, &format!("const LIST = {};", self.json()?)))
    }

    /// Stands in the page, so that the worker knows it from the sign-in page of a network and from other builds.
    pub fn mark(&self) -> String {
        format!("<meta name=\"{MARK}\" content=\"{}\">", self.build)
    }

    fn json(&self) -> Result<String, String> {
        serde_json::to_string(self).map_err(|error| format!("写不出{WORKER}的清单（{error}）"))
    }
}

/// What few ever want: the app opens without it, and it is brought in with the banks at rest.
const RARE: [&str; 4] = ["split_organise.wasm", "split_workbook.wasm", "split_banks.wasm", "rooms.css"];

enum Part {
    Shell,
    Later,
}

/// Which files are kept; the catalog stands in the page, and copies packed for the server have the same content.
fn part(name: &str) -> Option<Part> {
    let path = Path::new(name);
    let ext = path.extension().and_then(|ext| ext.to_str()).unwrap_or_default();
    let file = name_of(path);
    let drawn = matches!(ext, "svg" | "png" | "webmanifest");
    match file.as_str() {
        "index.html" | WORKER | CATALOG => None,
        rare if RARE.contains(&rare) => Some(Part::Later),
        _ if matches!(ext, "css" | "js" | "wasm") || drawn => Some(Part::Shell),
        _ if is_asset(&file) => Some(Part::Later),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// A build in a folder of its own, removed at the end.
    struct Build(PathBuf);

    impl Build {
        fn new(test: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("xueliansai-{test}-{}", std::process::id()));
            let build = Self(folder);
            for (name, text) in [
                ("index.html", "page"),
                ("app-0a/x.js", "js"),
                ("app-0a/x_bg.wasm", "wasm"),
                ("app-0a/split_me.wasm", "later module"),
                ("app-0a/split_workbook.wasm", "rare module"),
                ("app-0a/rooms.css", "rare styles"),
                ("icon-192.png", "png"),
                ("manifest.webmanifest", "{}"),
                ("sw.js", SLOT),
                ("app-0a/x.js.br", "packed"),
                ("banks/catalog.txt", ""),
                ("banks/a.0123456789.bank", "bank"),
                ("banks/a.cards.0123456789.bank", "cards"),
                ("banks/a.0123456789.json", "what other programs read"),
                ("banks/b.0123456789.bank", "other bank"),
            ] {
                build.put(name, text);
            }
            build
        }

        fn put(&self, name: &str, text: &str) {
            let path = self.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn list(&self, page: &str, worker: &str) -> List {
            List::of(&self.0, page, worker).unwrap()
        }
    }

    impl Drop for Build {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_shell_with_the_modules_of_all_pages_is_all_or_nothing_and_banks_follow_before_their_cards() {
        let build = Build::new("parts");
        let list = build.list("page", SLOT);
        let names = |files: &[(String, String)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(
            names(&list.shell),
            ["app-0a/split_me.wasm", "app-0a/x.js", "app-0a/x_bg.wasm", "icon-192.png", "manifest.webmanifest"]
        );
        assert_eq!(
            names(&list.later),
            [
                "app-0a/rooms.css",
                "app-0a/split_workbook.wasm",
                "banks/a.0123456789.bank",
                "banks/b.0123456789.bank",
                "banks/a.cards.0123456789.bank"
            ]
        );
        assert_eq!(list.shell[1].1, format!("sha256-{}", Base64::encode_string(&Sha256::digest(b"js"))));
    }

    #[test]
    fn a_build_has_another_name_as_soon_as_anything_in_it_changes() {
        let build = Build::new("names");
        let first = build.list("page", SLOT);
        assert_eq!(first, build.list("page", SLOT), "the same files give the same name");
        for (page, worker) in [("page.", SLOT), ("page", "const LIST = null; ")] {
            assert_ne!(build.list(page, worker).build, first.build);
        }
        build.put("banks/a.0123456789.bank", "mended");
        assert_ne!(build.list("page", SLOT).build, first.build);
    }

    #[test]
    fn the_list_stands_in_the_worker_and_the_name_in_the_page() {
        let list = List { build: "00ff".to_owned(), shell: vec![("a.js".to_owned(), "d".to_owned())], later: vec![] };
        let worker = list.worker(&format!("// why\n{SLOT}\nuse(LIST);")).unwrap();
        assert_eq!(
            worker,
            "// why\nconst LIST = {\"build\":\"00ff\",\"shell\":[[\"a.js\",\"d\"]],\"later\":[]};\nuse(LIST);"
        );
        assert_eq!(list.mark(), "<meta name=\"xueliansai-build\" content=\"00ff\">");
        assert!(list.worker("").unwrap_err().contains("有且只有一处"));
    }

    #[test]
    fn the_worker_and_the_first_script_know_the_mark_and_the_slot() {
        let text = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        assert!(List::default().worker(&text("public/root/sw.js")).is_ok());
        for name in ["public/root/sw.js", "public/start.js"] {
            assert!(text(name).contains(MARK), "{name}");
        }
    }
}
