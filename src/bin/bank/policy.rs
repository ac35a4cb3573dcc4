//! The content security policy of a page: only our own files, and the inline scripts and styles that stand in it.
use crate::html::{attribute, elements};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

pub fn of(html: &str) -> String {
    let scripts = elements(html, "script").into_iter().filter(|script| is_executable(script.attributes));
    let scripts: String = scripts.map(|script| source(script.text)).collect();
    let styles: String = elements(html, "style").iter().map(|style| source(style.text)).collect();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"
    )
}

/// The hash is over the very bytes between the tags.
fn source(text: &str) -> String {
    format!(" 'sha256-{}'", Base64::encode_string(&Sha256::digest(text.as_bytes())))
}

/// Whether a script has its code in the page and runs: data blocks and scripts from files do not.
fn is_executable(attributes: &str) -> bool {
    if attribute(attributes, "src").is_some() {
        return false;
    }
    matches!(
        attribute(attributes, "type").as_deref(),
        None | Some("" | "module" | "text/javascript" | "application/javascript")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of `a`, in base64.
    const OF_A: &str = "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='";

    #[track_caller]
    fn check(html: &str, directive: &str, expected: &str) {
        let policy = of(html);
        let found = policy.split("; ").find_map(|part| part.strip_prefix(directive));
        assert_eq!(found.map(str::trim), Some(expected.trim()), "{html}");
    }

    #[test]
    fn every_inline_script_that_runs_is_named_by_its_hash() {
        let own = format!("'self' 'wasm-unsafe-eval' {OF_A}");
        for html in [
            "<script>a</script>",
            "<script type=\"module\">a</script>",
            "<head><script type=module nonce='x'>a</script></head>",
            "<script data-x='>' type='text/javascript'>a</script>",
        ] {
            check(html, "script-src", &own);
        }
        check("<script>a</script><script type=\"module\">a</script>", "script-src", &format!("{own} {OF_A}"));
    }

    #[test]
    fn data_blocks_files_and_comments_are_not() {
        for html in [
            "<script type=\"application/json\" id=\"catalog\">a</script>",
            "<script src=\"x.js\"></script>",
            "<script type=\"module\" src=\"x.js\"></script>",
            "<!-- <script>a</script> -->",
            "<style>/* <script>a</script> */</style>",
            "<scripture>a</scripture>",
        ] {
            check(html, "script-src", "'self' 'wasm-unsafe-eval'");
        }
    }

    #[test]
    fn a_script_inside_a_data_block_is_text() {
        let html = "<script type=\"application/json\">\"<style>\"</script><script>a</script>";
        check(html, "script-src", &format!("'self' 'wasm-unsafe-eval' {OF_A}"));
        check(html, "style-src", "'self'");
    }

    #[test]
    fn inline_styles_are_named_and_line_ends_count() {
        check("<style>a</style>", "style-src", &format!("'self' {OF_A}"));
        check("<noscript><style>a</style></noscript>", "style-src", &format!("'self' {OF_A}"));
        assert_ne!(of("<style>a\n</style>"), of("<style>a</style>"));
    }

    #[test]
    fn everything_else_is_our_own_or_nothing() {
        assert_eq!(
            of(""),
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"
        );
    }
}
