//! `bank dist`: puts the catalog, the content security policy and the build's name into the page that Trunk has
//! built, and the list of its files into the service worker.
use crate::Outcome;
use crate::banks::{files_in, name_of, text_of, write};
use crate::build::CATALOG;
use crate::html::{Element, attribute, elements};
use crate::offline::{List, WORKER};
use crate::{modules, policy};
use std::fs;
use std::path::{Path, PathBuf};
use xueliansai::format::catalog_text;

/// The `id` of the script that waits for the catalog.
const SLOT: &str = "catalog";

pub fn run(folder: &Path, catalog: Option<&Path>) -> Outcome {
    let page = folder.join("index.html");
    let html = text_of(&page)?;
    let catalog = match catalog {
        Some(path) => path.to_owned(),
        None => find_catalog(folder)?,
    };
    let text = text_of(&catalog)?;
    catalog_text::read(&text).ok_or_else(|| format!("{}不是题库目录，请重新运行 bank build", catalog.display()))?;
    let html = modules::name(folder, &html)?;
    let html = with_policy(&with_catalog(&html, &text)?)?;
    let worker = folder.join(WORKER);
    let source = text_of(&worker)?;
    let list = List::of(folder, &html, &source)?;
    write(&worker, &list.worker(&source)?)?;
    write(&page, &after_charset(&html, &list.mark())?)?;
    Ok(format!("{}已写入题库目录、内容安全策略和版本，{WORKER}已写入离线文件清单", page.display()))
}

fn with_catalog(html: &str, catalog: &str) -> Result<String, String> {
    let slots: Vec<_> = elements(html, "script")
        .into_iter()
        .filter(|script| attribute(script.attributes, "id").as_deref() == Some(SLOT))
        .collect();
    let [Element { text, start, .. }] = slots.as_slice() else {
        return Err(format!(
            "index.html里要有且只有一处<script type=\"text/plain\" id=\"{SLOT}\"></script>，现在有{}处，请改正",
            slots.len()
        ));
    };
    // No text of a bank may close the script early.
    if catalog.contains('<') {
        return Err("题库目录里有“<”，会提前结束网页里的目录，请从题库标题里去掉".to_owned());
    }
    Ok([&html[..*start], catalog.trim(), &html[start + text.len()..]].concat())
}

/// Right after the charset: what stands before a policy is not bound by it.
fn with_policy(html: &str) -> Result<String, String> {
    after_charset(html, &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy::of(html)))
}

fn after_charset(html: &str, meta: &str) -> Result<String, String> {
    let no_charset = || "index.html的head里没有<meta charset=\"utf-8\">，请补上，放在最前面".to_owned();
    let charset = html.find("<meta charset").ok_or_else(no_charset)?;
    let end = charset + html[charset..].find('>').ok_or_else(no_charset)? + 1;
    Ok([&html[..end], meta, &html[end..]].concat())
}

/// In the folder itself or in one of its own.
fn find_catalog(folder: &Path) -> Result<PathBuf, String> {
    let refused = |error| format!("打不开文件夹{}（{error}），请检查路径", folder.display());
    let mut paths = files_in(folder)?;
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_dir() {
            paths.extend(files_in(&path)?);
        }
    }
    paths
        .into_iter()
        .find(|path| name_of(path) == CATALOG)
        .ok_or_else(|| format!("{}里没有{CATALOG}，请先运行 bank build，或者用--catalog指出它", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>学练赛</title><script>a</script></head><body><script type=\"text/plain\" id=\"catalog\"></script></body></html>";

    #[test]
    fn the_catalog_stands_in_the_page_and_cannot_leave_its_script() {
        let html = with_catalog(PAGE, "a\tb\nc\n").unwrap();
        assert!(html.contains("id=\"catalog\">a\tb\nc</script>"), "{html}");
        let minified = with_catalog("<script type=text/plain id=catalog>old</script>", "a").unwrap();
        assert_eq!(minified, "<script type=text/plain id=catalog>a</script>");
        assert!(with_catalog(PAGE, "a</script>").unwrap_err().contains("题库标题"));
        assert!(with_catalog("<html></html>", "[]").unwrap_err().ends_with("现在有0处，请改正"));
    }

    #[test]
    fn the_policy_comes_first_after_the_charset_and_names_the_scripts() {
        let html = with_policy(PAGE).unwrap();
        assert!(
            html.contains("<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src")
        );
        assert!(html.contains("'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"));
        assert!(with_policy("<head></head>").is_err());
    }
}
