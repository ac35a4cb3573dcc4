//! Every decoder takes any bytes without a panic. Inputs are mutations of a small corpus, drawn from a seed that is
//! printed; `make fuzz` runs a million of each, an ordinary test run a few thousand.
#![allow(clippy::unwrap_used)]
use sha2::{Digest, Sha256};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;
use xueliansai::domain::paper::chance::Chance;
use xueliansai::domain::paper::seed::Seed;
use xueliansai::domain::record::event::{EventId, LearnerId};
use xueliansai::domain::record::ledger::Digest as Shown;
use xueliansai::domain::time::UtcMillis;
use xueliansai::format::backup::{self, Backup};
use xueliansai::format::backup_notes;
use xueliansai::format::bank_scan::Scanner;
use xueliansai::format::snapshot::{self, Snapshot};
use xueliansai::format::{bank_json, bank_toml, catalog_json, editions_lock, links, preferences, roll, save, save_v1};
use xueliansai::state::entries;
use xueliansai::view::route::Route;

const LARGEST: usize = 2048;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn file(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// A stretch of a larger file, as a corpus item.
fn stretch(path: &str, start: usize) -> Vec<u8> {
    let bytes = file(path);
    bytes[start.min(bytes.len())..(start + LARGEST).min(bytes.len())].to_vec()
}

fn events() -> Vec<Vec<u8>> {
    let lines = String::from_utf8(file("tests/fixtures/save-v2.txt")).unwrap();
    let event = |line| save::from_text(line, &LearnerId::first()).unwrap();
    lines.lines().map(|line| save::to_bytes(&event(line))).collect()
}

/// One to eight small changes: bits, bytes, pieces doubled, dropped, moved in from another item, and numbers that
/// stand for lengths set to their extremes.
fn mutate(chance: &mut Chance, corpus: &[Vec<u8>]) -> Vec<u8> {
    let below = |chance: &mut Chance, n: usize| chance.below(n.max(1) as u32) as usize;
    let mut bytes = corpus[below(chance, corpus.len())].clone();
    for _ in 0..=below(chance, 8) {
        let at = below(chance, bytes.len() + 1);
        match below(chance, 8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << below(chance, 8),
            1 if at < bytes.len() => bytes[at] = below(chance, 256) as u8,
            2 => bytes.insert(at, below(chance, 256) as u8),
            3 if at < bytes.len() => {
                bytes.remove(at);
            }
            4 => bytes.truncate(at),
            5 => {
                let end = (at + below(chance, 40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            6 => {
                let other = &corpus[below(chance, corpus.len())];
                let start = below(chance, other.len() + 1);
                let end = (start + below(chance, 60)).min(other.len());
                bytes.splice(at..at, other[start..end].iter().copied());
            }
            _ => {
                let extremes: [&[u8]; 7] = [
                    &[0xff; 4],
                    &[0; 4],
                    &[0xff; 10],
                    b"9007199254740993",
                    b"-1",
                    b"1e999",
                    "\u{202e}\u{200b}".as_bytes(),
                ];
                bytes.splice(at..at, extremes[below(chance, 7)].iter().copied());
            }
        }
    }
    bytes.truncate(LARGEST);
    bytes
}

#[track_caller]
fn fuzz(name: &str, corpus: Vec<Vec<u8>>, decode: impl Fn(&[u8])) {
    let (n_inputs, seed) = (number("FUZZ_INPUTS", 2000), number("FUZZ_SEED", 20_261_122));
    let digest: [u8; 32] = Sha256::digest(format!("{name} {seed}")).into();
    let mut chance = Chance::new(Seed::from_bytes(digest));
    let begun = Instant::now();
    corpus.iter().for_each(|item| decode(item));
    for n in 0..n_inputs {
        let input = mutate(&mut chance, &corpus);
        if catch_unwind(AssertUnwindSafe(|| decode(&input))).is_err() {
            let hex: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
            panic!("{name}: input {n} of seed {seed} made it panic: {hex}");
        }
    }
    println!("{name}: {n_inputs} inputs, seed {seed}, {:.1} s, no panic", begun.elapsed().as_secs_f64());
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Mends the checksum of half the inputs, so that what lies behind it is reached.
fn mended(bytes: &[u8], n_checksum: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if bytes.len() > n_checksum && bytes.len().is_multiple_of(2) {
        let end = bytes.len() - n_checksum;
        let digest = Sha256::digest(&bytes[..end]);
        bytes[end..].copy_from_slice(&digest[..n_checksum]);
    }
    bytes
}

#[test]
fn a_saved_event() {
    fuzz("saved event", events(), |bytes| {
        let _ = save::from_bytes(&mended(bytes, 4), &LearnerId::first());
        let _ = save::from_text(&text(bytes), &LearnerId::first());
        let _ = EventId::parse(&text(bytes));
    });
}

#[test]
fn a_pack_of_events_and_what_is_made_of_it() {
    let mut pack = Vec::new();
    events().iter().for_each(|event| save::push(&mut pack, event));
    fuzz("pack of events", vec![pack], |bytes| {
        let entries = [(1.0, bytes.to_vec())];
        let learner = LearnerId::first();
        let _ = entries::take_up(None, &entries, &learner);
        let _ = entries::join(0.0, &entries, &learner, &[0.5, 1.0]);
        // Events that mean something are taken up also when they make no sense together.
        let (events, ..) = entries::read(&entries, &learner);
        let _ = Shown::of(events);
    });
}

#[test]
fn events_in_any_order_and_changed() {
    fuzz("changed events", events(), |bytes| {
        let event = save::from_bytes(&mended(bytes, 4), &LearnerId::first());
        let all = events().into_iter().filter_map(|bytes| save::from_bytes(&bytes, &LearnerId::first()).ok());
        let _ = Shown::of(event.into_iter().chain(all).collect());
    });
}

#[test]
fn a_record_of_the_first_version() {
    fuzz("record of the first version", vec![stretch("tests/fixtures/save-v1.txt", 0)], |bytes| {
        let _ = save_v1::read(&text(bytes), &LearnerId::first());
        if let Some((_, body)) = text(bytes).split_once('\n') {
            let sum: String = Sha256::digest(body).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            let _ = save_v1::read(&format!("xueliansai-log 1 1 {sum}\n{body}"), &LearnerId::first());
        }
    });
}

#[test]
fn a_snapshot() {
    let all = events().into_iter().map(|bytes| save::from_bytes(&bytes, &LearnerId::first()).unwrap());
    let snapshot = Snapshot { upto: 9, digest: Shown::of(all.take(9).collect()) };
    fuzz("snapshot", vec![snapshot::to_bytes(&snapshot)], |bytes| {
        let _ = snapshot::from_bytes(&mended(bytes, 8));
    });
}

#[test]
fn a_backup_and_the_notes_beside_it() {
    let learner = LearnerId::first();
    let all = events().into_iter().map(|bytes| save::from_bytes(&bytes, &learner).unwrap()).collect();
    let bytes =
        backup::to_bytes(Backup { name: "王芳".into(), unit: "支部".into(), made_at: UtcMillis(5), events: all });
    let whole = backup::pieces(&bytes, 2000).join("\n");
    let pieces = backup::pieces(&bytes, 300).join("\n转发：");
    fuzz("backup", vec![whole.into_bytes(), pieces.into_bytes(), bytes], |bytes| {
        let _ = backup::read(&text(bytes), &learner);
        // What lies behind the checksums of pieces and of the whole.
        let _ = backup::read(&backup::pieces(&mended(bytes, 8), 2000).join(" "), &learner);
        let _ = backup_notes::points_from_bytes(bytes);
        let _ = backup_notes::LastBackup::from_text(&text(bytes));
    });
}

const BANK: &str = r#"{"format":"xueliansai-bank","version":1,"bank":{"id":"b","title":"题库","document":"d"},
"documents":[{"id":"d","title":"条例","issuer":"中共中央","edition":"2018","effective":"2018-10-28","checked":"2026-11-21"}],
"points":[{"id":"p","title":"几次","text":"一次","cite":{"article":11},"basis":"two-sources","topic":"组织生活","level":"basic","posts":["secretary"],"contrast":[["甲","一"],["乙","二"]]}],
"questions":[{"id":"q1","point":"p","kind":"single","stem":"几次？","options":["一","二","三","四"],"answer":[1],"explain":"因为。"},
{"id":"q2","kind":"judge","stem":"对吗？","answer":true},{"id":"q3","kind":"blank","stem":"有____次。","answer":[["一","1"]]},
{"id":"q4","kind":"order","stem":"排序","items":["甲","乙","丙"]},{"id":"q5","kind":"multiple","stem":"哪些？","options":["甲","乙","丙"],"answer":[0,2],"same":["0123456789abcdef"]},
{"id":"q6","kind":"match","stem":"配对","pairs":[["甲","1"],["乙","2"],["丙","1"]],"extra":["3"]},
{"id":"q7","kind":"scenario","material":"某支部**不**开会","part":[{"kind":"judge","stem":"对吗","answer":true},{"kind":"match","stem":"配对","pairs":[["甲","1"],["乙","2"]]}]}]}"#;

#[test]
fn a_bank_by_link() {
    let question = r#"{"id":"q1","kind":"single","stem":"几次？","options":["一","二","三","四"],"answer":[1],"family":"f","rev":2}"#;
    let (header, _) = bank_json::read_header(BANK).unwrap();
    fuzz("bank by link", vec![BANK.into(), question.into()], |bytes| {
        let text = text(bytes);
        let _ = bank_json::read(&text);
        let _ = bank_json::read_header(&text);
        let _ = bank_json::read_question(&text, &header);
    });
}

#[test]
fn a_bank_by_link_in_slices() {
    fuzz("bank in slices", vec![BANK.into()], |bytes| {
        let mut scanner = Scanner::default();
        bytes.chunks(7).for_each(|slice| scanner.feed(slice));
        let (header, found) = scanner.finish();
        let _ = bank_json::read_header(&header);
        (0..found.len()).for_each(|idx| {
            let _ = (found.range(idx), found.id(idx));
        });
    });
}

#[test]
fn an_authors_bank() {
    let corpus = vec![stretch("questions/zhibu-gongzuo.toml", 0), stretch("tests/fixtures/broken/broken.toml", 0)];
    let (documents, _) = bank_toml::parse_documents("documents.toml", &text(&file("questions/documents.toml")));
    fuzz("author's bank", corpus, |bytes| {
        let _ = bank_toml::parse("a.toml", &text(bytes), &documents);
        let _ = bank_toml::parse_documents("documents.toml", &text(bytes));
    });
}

#[test]
fn the_small_texts() {
    let catalog = br#"{"version":2,"banks":[["b","t","0123456789","9876543210","00","2026-10-01",1,[3,1]]]}"#;
    let corpus = vec![
        catalog.to_vec(),
        stretch("questions/editions.lock", 0),
        br#"{"size":"elder","theme":"dark","auto_next":true}"#.to_vec(),
        br#"[["link:/b.json","/b.json","t",3,5]]"#.to_vec(),
        b"1 0\n1 %E7%8E%8B a 0123456789abcdef".to_vec(),
        b"/session/0123456789abcdef-1/sheet".to_vec(),
        b"open?src=https%3A%2F%2Fa%2Fb.json".to_vec(),
    ];
    fuzz("small texts", corpus, |bytes| {
        let text = text(bytes);
        let _ = catalog_json::read(&text);
        let _ = editions_lock::Lock::read(&text);
        let _ = preferences::Preferences::read(&text);
        let _ = links::read(&text);
        if let Some(roll) = roll::read(&text) {
            assert_eq!(roll::read(&roll::write(&roll)), Some(roll));
        }
        let route = Route::parse(&text);
        assert_eq!(Route::parse(&route.to_string()), route);
    });
}
