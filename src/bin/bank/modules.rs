//! The app's WebAssembly in a folder named after its content, so that a copy of it may be kept for ever.
use crate::banks::named_files;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// Where the build puts the modules.
const FOLDER: &str = "app";

/// Renames the folder in a build, and wherever the page names it.
pub fn name(build: &Path, html: &str) -> Result<String, String> {
    let folder = build.join(FOLDER);
    let named = format!("{FOLDER}-{}", digest(&folder)?);
    fs::rename(&folder, build.join(&named)).map_err(|error| format!("{FOLDER}改不了名（{error}），请重新编译"))?;
    let address = format!("./{FOLDER}/");
    if !html.contains(&address) {
        return Err(format!("index.html里没有用到{address}，请改正后重新编译"));
    }
    Ok(html.replace(&address, &format!("./{named}/")))
}

fn digest(folder: &Path) -> Result<String, String> {
    let mut all = Sha256::new();
    for (name, path) in named_files(folder)? {
        let bytes = fs::read(&path).map_err(|error| format!("读不了{name}（{error}），请检查权限"))?;
        // Lengths first, so that no two folders read the same.
        all.update(format!("{name} {} ", bytes.len()));
        all.update(bytes);
    }
    Ok(all.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn build(test: &str, module: &str) -> PathBuf {
        let build = std::env::temp_dir().join(format!("xueliansai-modules-{test}-{}", std::process::id()));
        fs::create_dir_all(build.join(FOLDER)).unwrap();
        fs::write(build.join(FOLDER).join("split_me.wasm"), module).unwrap();
        build
    }

    #[test]
    fn the_folder_is_named_after_what_is_in_it_and_the_page_follows() {
        let (one, two) = (build("one", "me"), build("two", "you"));
        let pages = [&one, &two].map(|build| name(build, "<script src=\"./app/x.js\">").unwrap());
        assert_ne!(pages[0], pages[1]);
        let folder = pages[0].strip_prefix("<script src=\"./").unwrap().strip_suffix("/x.js\">").unwrap();
        assert_eq!(fs::read_to_string(one.join(folder).join("split_me.wasm")).unwrap(), "me");
        for build in [one, two] {
            fs::remove_dir_all(build).unwrap();
        }
    }

    #[test]
    fn a_page_without_the_app_is_refused() {
        let other = build("other", "me");
        assert!(name(&other, "<p>").unwrap_err().starts_with("index.html里没有用到./app/"));
        fs::remove_dir_all(other).unwrap();
    }
}
