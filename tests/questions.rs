//! Every bank in `questions/` is fit to be published.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::catalog::CARDS;
use xueliansai::domain::bank::document::Document;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::domain::bank::lint::bank_wide::{key_positions, longest_keys};
use xueliansai::domain::bank::lint::lint;
use xueliansai::domain::bank::lint::problem::Problem;
use xueliansai::domain::bank::question::Question;
use xueliansai::format::editions_lock::{Edited, Lock};
use xueliansai::format::{bank_bytes, bank_json, bank_toml, catalog_text};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("questions")
}

fn documents() -> Vec<Document> {
    let text = fs::read_to_string(folder().join("documents.toml")).unwrap();
    let (documents, problems) = bank_toml::parse_documents("documents.toml", &text);
    assert_clean(&problems);
    documents
}

/// File names, texts and banks.
fn banks() -> Vec<(String, String, Bank)> {
    let documents = documents();
    let mut banks = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".toml") || ["documents.toml", "courses.toml"].contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (bank, problems) = bank_toml::parse(&name, &text, &documents);
        assert_clean(&problems);
        banks.push((name, text, bank.unwrap()));
    }
    banks
}

#[track_caller]
fn assert_clean(problems: &[Problem]) {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

fn live(banks: &[(String, String, Bank)]) -> Vec<&Question> {
    banks.iter().flat_map(|(_, _, bank)| bank.live()).collect()
}

#[test]
fn every_bank_reads_and_lints_clean() {
    for (name, _, bank) in banks() {
        assert_clean(&lint(&name, &bank));
    }
}

#[test]
fn there_is_enough_for_a_contest_in_every_subject() {
    let banks = banks();
    let n_points: usize = banks.iter().map(|(_, _, bank)| bank.points.len()).sum();
    let found = (banks.len(), live(&banks).len(), n_points);
    assert!(found.0 >= 16 && found.1 >= 1300 && found.2 >= 700, "{found:?}");
    for (name, _, bank) in &banks {
        assert!(bank.live().count() >= 40, "{name} has {} questions", bank.live().count());
    }
}

#[test]
fn the_same_question_in_two_banks_is_named() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("twice");
    fs::create_dir_all(&dir).unwrap();
    fs::copy(folder().join("documents.toml"), dir.join("documents.toml")).unwrap();
    let text = fs::read_to_string(folder().join("dangfei.toml")).unwrap();
    fs::write(dir.join("dangfei.toml"), &text).unwrap();
    fs::write(dir.join("other.toml"), text.replacen("id = \"dangfei\"", "id = \"other\"", 1)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bank")).args(["check", "--dir"]).arg(&dir).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("other.toml 题 dangfei-0001：与题dangfei/dangfei-0001的题型、题干和选项都相同"), "{said}");
}

#[test]
fn every_bank_was_read_a_second_time() {
    for (name, _, bank) in banks() {
        assert!(bank.reviews.iter().any(|review| review.note.contains("二读")), "{name} has only its writer's word");
    }
}

#[test]
fn single_choice_is_about_half_and_every_other_kind_has_its_share() {
    let banks = banks();
    let questions = live(&banks);
    for (kind, shares) in [
        (Kind::Single, 40..=55),
        (Kind::Multiple, 15..=25),
        (Kind::Judge, 10..=20),
        (Kind::Blank, 8..=15),
        (Kind::Order, 3..=6),
        (Kind::Match, 2..=6),
        (Kind::Scenario, 2..=6),
    ] {
        let n = questions.iter().filter(|question| question.kind() == kind).count();
        let percent = (n * 100 + questions.len() / 2) / questions.len();
        assert!(shares.contains(&percent), "{kind:?}: {n} of {}", questions.len());
    }
}

#[test]
fn every_question_has_its_point_citation_and_explanation() {
    for (_, _, bank) in banks() {
        for question in bank.live() {
            let point = question.point.as_ref().and_then(|id| bank.point(id));
            let document = question.citation.as_ref().and_then(|citation| bank.document(&citation.document));
            let complete = point.is_some() && document.is_some() && !question.explain.trim().is_empty();
            assert!(complete, "{}", question.id);
        }
    }
}

#[test]
fn over_all_banks_neither_place_nor_length_gives_the_key_away() {
    let banks = banks();
    let questions = live(&banks);
    let counts = key_positions(&questions);
    let n_keys: usize = counts.iter().sum();
    assert!(counts.iter().all(|n| (22 * n_keys..=28 * n_keys).contains(&(n * 100))), "{counts:?}");
    let (n_longest, n_singles) = longest_keys(&questions);
    assert!(n_longest * 100 < n_singles * 30, "{n_longest} of {n_singles}");
}

#[test]
fn the_lock_is_in_step() {
    let banks = banks();
    let (lock, problems) = Lock::read(&fs::read_to_string(folder().join("editions.lock")).unwrap());
    assert_clean(&problems);
    let typos: Vec<_> = banks.iter().map(|(_, text, _)| bank_toml::typos(text)).collect();
    let unread = HashSet::new();
    let edited: Vec<Edited> = banks
        .iter()
        .zip(&typos)
        .map(|((file, _, bank), typos)| Edited { file, bank, typos, unread: &unread })
        .collect();
    assert_clean(&lock.check(&edited));
}

#[test]
fn every_bank_is_the_same_after_its_way_to_the_phone() {
    for (_, _, bank) in banks() {
        let [whole, apart, cards] = [bank.clone(), bank.without_cards(), bank.cards()].map(|bank| {
            let (read, problems) = bank_json::read(&bank_json::write(&bank)).unwrap();
            assert_clean(&problems);
            assert_eq!(bank_bytes::read(&bank_bytes::write(&bank)), Some(bank), "in either form");
            read
        });
        assert_eq!(whole, bank);
        assert_eq!((apart.hash(), &apart.questions), (bank.hash(), &bank.questions), "no question needs a card");
        assert_eq!(apart.with_cards(cards), bank);
    }
}

#[test]
fn the_check_that_authors_run_succeeds() {
    let output = Command::new(env!("CARGO_BIN_EXE_bank")).args(["check", "--dir"]).arg(folder()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("没有问题"));
}

#[test]
fn a_build_names_assets_by_their_content_and_page_and_worker_get_what_they_wait_for() {
    let dist = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dist");
    let assets = dist.join("banks");
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir_all(dist.join("app")).unwrap();
    let load = "WebAssembly.instantiateStreaming(src, imports)";
    fs::write(dist.join("app/__wasm_split.js"), load).unwrap();
    fs::write(dist.join("app/xueliansai.js"), "open();").unwrap();
    fs::create_dir_all(&assets).unwrap();
    let old = ["old.0123456789.bank", "old.0123456789.json", "catalog.json"].map(|name| assets.join(name));
    old.iter().for_each(|path| fs::write(path, "{}").unwrap());
    let page = "<html><head><meta charset=\"utf-8\"><script>1</script></head><body><a href=\"./app/\"></a><script type=\"text/plain\" id=\"catalog\"></script></body></html>";
    fs::write(dist.join("index.html"), page).unwrap();
    fs::write(dist.join("sw.js"), "const LIST = null;").unwrap();
    run(&["build", "--dir", folder().to_str().unwrap(), "--out", assets.to_str().unwrap()]);
    run(&["dist", dist.to_str().unwrap()]);
    assert!(old.iter().all(|path| !path.exists()));

    let html = fs::read_to_string(dist.join("index.html")).unwrap();
    assert!(html.contains("Content-Security-Policy"));
    let text = html.split_once("id=\"catalog\">").unwrap().1.split_once("</script>").unwrap().0;
    let catalog = catalog_text::read(text).unwrap();
    let ids: Vec<&str> = catalog.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!((ids.first(), ids.last()), (Some(&"dangzhang"), Some(&"jiguan-dangjian-shijian")), "rules first");
    let worker = fs::read_to_string(dist.join("sw.js")).unwrap();
    let build = worker.split_once("\"build\":\"").unwrap().1.split_once('"').unwrap().0;
    assert!(html.contains(&format!("<meta name=\"xueliansai-build\" content=\"{build}\">")));
    for (_, _, bank) in banks() {
        let entry = catalog.entry(&bank.id).unwrap();
        let [read, cards] = [entry.asset(), entry.cards_asset()].map(|asset| {
            assert!(worker.contains(&format!("\"banks/{asset}\"")), "{worker}");
            bank_bytes::read(&fs::read(assets.join(asset)).unwrap()).unwrap()
        });
        assert_eq!((read.hash(), entry.n_total()), (entry.hash, bank.live().count()));
        assert!(read.points.iter().all(|point| point.text.is_empty() && point.contrast.is_empty()), "cards come apart");
        let whole = read.with_cards(cards);
        assert_eq!((whole.points, whole.reviews), (bank.points, bank.reviews), "and make the bank whole again");
    }
    assert!(run(&["size", dist.to_str().unwrap()]).contains("合计"));
    let small = Command::new(env!("CARGO_BIN_EXE_bank")).args(["size", "--budget", "1"]).arg(&dist).output().unwrap();
    assert_eq!(small.status.code(), Some(1), "a budget that is too small is an error");
}

#[test]
fn a_build_for_other_programs_has_each_bank_as_json_too() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("json");
    run(&["build", "--json", "--dir", folder().to_str().unwrap(), "--out", out.to_str().unwrap()]);
    let catalog = catalog_text::read(&fs::read_to_string(out.join("catalog.txt")).unwrap()).unwrap();
    for entry in &catalog.entries {
        for asset in [entry.asset(), entry.cards_asset()] {
            let bank = bank_bytes::read(&fs::read(out.join(&asset)).unwrap()).unwrap();
            let text = fs::read_to_string(out.join(asset.replace(".bank", ".json"))).unwrap();
            assert_eq!(bank_json::read(&text).unwrap().0, bank);
        }
    }
}

/// What an author does in a copy of the banks: mends a slip, locks, builds.
#[test]
fn a_typo_that_was_locked_reaches_the_phone_as_the_same_question() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mended");
    fs::create_dir_all(dir.join("out")).unwrap();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, dir.join(path.file_name().unwrap())).unwrap();
    }
    let file = dir.join("zhibu-gongzuo.toml");
    let (before, text) = (read(&file), fs::read_to_string(&file).unwrap());
    let question = &before.questions[0];
    let stem = format!("stem = {:?}", question.stem);
    assert_eq!(text.matches(&stem).count(), 1);
    let mended = format!("stem = {:?}", format!("请问：{}", question.stem));
    let (path, out) = (dir.to_str().unwrap(), dir.join("out"));
    let (typo, silent) = (format!("{mended}\ntypo = true"), mended.clone());
    fs::write(&file, text.replace(&stem, &silent)).unwrap();
    let refused = Command::new(env!("CARGO_BIN_EXE_bank")).args(["lock", "--dir", path]).output().unwrap();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("只改错别字请写typo = true"), "no silent change");
    fs::write(&file, text.replace(&stem, &typo)).unwrap();
    run(&["lock", "--dir", path]);
    fs::write(&file, text.replace(&stem, &silent)).unwrap();
    run(&["build", "--dir", path, "--out", out.to_str().unwrap()]);
    let asset = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let asset = asset
        .into_iter()
        .find(|path| path.to_string_lossy().contains("/zhibu-gongzuo.") && !path.to_string_lossy().contains(CARDS))
        .unwrap();
    let after = bank_bytes::read(&fs::read(asset).unwrap()).unwrap();
    let mended = after.question(&question.id).unwrap();
    assert_eq!(mended.same, [question.hash().edition()]);
    let (lock, _) = Lock::read(&fs::read_to_string(folder().join("editions.lock")).unwrap());
    let mut told = before.clone();
    lock.tell(&mut told);
    let same = |bank: &Bank| bank.questions[1..].iter().map(|question| question.same.clone()).collect::<Vec<_>>();
    assert_eq!(same(&after), same(&told), "and nothing else");
}

fn read(file: &Path) -> Bank {
    bank_toml::parse("b.toml", &fs::read_to_string(file).unwrap(), &documents()).0.unwrap()
}

#[track_caller]
fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bank")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
