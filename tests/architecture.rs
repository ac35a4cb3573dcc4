//! What a compiler cannot see: who may know whom, and what the domain must never know.
#![allow(clippy::unwrap_used)]
use std::fs;
use std::path::{Path, PathBuf};

fn files_under(dir: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut dirs = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty(), "{dir} holds no code, so this test would check nothing");
    files
}

/// The code of a file without its comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check_absent(dir: &str, words: &[&str]) {
    let mut found = Vec::new();
    for path in files_under(dir) {
        let code = code(&path);
        // Tests may make up their own chance.
        let code = code.split("#[cfg(test)]").next().unwrap();
        found.extend(
            words.iter().filter(|word| code.contains(**word)).map(|word| format!("{}: {word}", path.display())),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_domain_knows_no_browser_clock_serialisation_or_chance() {
    let words = [
        "leptos",
        "serde",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "gloo",
        "getrandom",
        "OsRng",
        "thread_rng",
        "from_os_rng",
        "SystemTime",
        "Instant",
        "::now()",
        "std::fs",
        "std::env",
        "RandomState",
    ];
    check_absent("src/domain", &words);
}

#[test]
fn layers_use_only_what_stands_to_their_right() {
    check_absent("src/domain", &["crate::format", "crate::platform", "crate::state", "crate::view"]);
    check_absent("src/format", &["crate::platform", "crate::state", "crate::view", "leptos", "web_sys", "js_sys"]);
    check_absent(
        "src/platform",
        &["crate::format", "crate::state", "crate::view", "crate::domain::bank", "crate::domain::session"],
    );
    check_absent("src/state", &["crate::view"]);
}

#[test]
fn rooms_of_the_domain_use_only_rooms_above() {
    check_absent("src/domain/bank", &["domain::paper", "domain::session", "domain::record", "domain::contest"]);
    check_absent("src/domain/paper", &["domain::session", "domain::record", "domain::contest"]);
    check_absent("src/domain/session", &["domain::record", "domain::contest"]);
    check_absent("src/domain/record", &["domain::contest"]);
}

#[test]
fn a_clock_is_read_and_chance_is_taken_in_one_place_each() {
    for dir in ["src/format", "src/state", "src/view"] {
        check_absent(
            dir,
            &["Date::now", "SystemTime", "Instant::now", "performance()", "get_random_values", "Math::random"],
        );
    }
}

/// Every further type that serde reads from JSON is a reader of its own in the first download.
#[test]
fn json_is_read_in_one_way() {
    for dir in ["src/platform", "src/state", "src/view"] {
        check_absent(dir, &["serde"]);
    }
    for path in files_under("src/format") {
        let code = code(&path);
        let code = code.split("#[cfg(test)]").next().unwrap();
        let readers = code.matches("serde_json::from_").count();
        let of_values = code.matches("serde_json::from_str::<Value>").count();
        assert!(readers == of_values || path.ends_with("format/json.rs"), "{}", path.display());
    }
}

#[test]
fn nothing_imported_is_ever_run_as_markup() {
    check_absent("src", &["inner_html", "set_inner_html", "insert_adjacent_html", "eval("]);
}

#[test]
fn every_module_outside_the_view_says_what_it_is_for() {
    let mut silent = Vec::new();
    for dir in ["src/domain", "src/format", "src/platform", "src/state", "src/bin"] {
        silent
            .extend(files_under(dir).into_iter().filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! ")));
    }
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn the_map_names_every_room() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for room in
        ["domain::bank", "domain::paper", "domain::session", "domain::record", "format", "platform", "state", "view"]
    {
        assert!(map.contains(&format!("[`{room}`]")), "{room}");
    }
}
