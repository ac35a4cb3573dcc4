//! Every decoder takes any bytes without a panic. Inputs are mutations of a small corpus, drawn from a seed that is
//! printed; `make fuzz` runs a million of each, an ordinary test run a few thousand.
#![allow(clippy::unwrap_used)]
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::collections::HashSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::draft::Draft;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::domain::bank::marking::{Marking, Points};
use xueliansai::domain::bank::question::Given;
use xueliansai::domain::contest::desk::{Decision, Desk};
use xueliansai::domain::contest::flag::Roster;
use xueliansai::domain::contest::marked::Person;
use xueliansai::domain::contest::pace::Pace;
use xueliansai::domain::contest::packing;
use xueliansai::domain::contest::papers::Papers;
use xueliansai::domain::contest::receipt::{DeviceKey, End, Receipt, ReceiptId};
use xueliansai::domain::contest::terms::{
    Attempts, BankTerm, Counts, NumberAsked, PaperPlan, Reveal, Terms, UnitScore, Units, Window,
};
use xueliansai::domain::paper::blueprint::{Blueprint, Section};
use xueliansai::domain::paper::chance::Chance;
use xueliansai::domain::paper::seed::Seed;
use xueliansai::domain::record::event::{EventId, LearnerId};
use xueliansai::domain::record::ledger::Digest as Shown;
use xueliansai::domain::session::entry::{ContestId, Entry, Unit};
use xueliansai::domain::time::{Millis, UtcMillis};
use xueliansai::format::backup::{self, Backup};
use xueliansai::format::backup_notes;
use xueliansai::format::bank_scan::Scanner;
use xueliansai::format::desk_save::{Filing, Held};
use xueliansai::format::export::way::Way;
use xueliansai::format::import::pace::{Headlong, at_once};
use xueliansai::format::import::read::{self, Choices};
use xueliansai::format::import::report::{Change, Known, Report};
use xueliansai::format::import_draft::{Mended, read_given, read_mended, write_given, write_mended};
use xueliansai::format::intake::{Intake, Marker};
use xueliansai::format::pack::{self, Read};
use xueliansai::format::question_draft::{self, HalfTyped, Spot};
use xueliansai::format::receipt;
use xueliansai::format::sealed::Passphrase;
use xueliansai::format::short_code;
use xueliansai::format::signed::{self, SecretKey};
use xueliansai::format::snapshot::{self, Snapshot};
use xueliansai::format::{bank_bytes, bank_json, bank_toml, catalog_text, editions_lock, links, preferences};
use xueliansai::format::{roll, save, save_v1};
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
    fuzz_n(name, 2000, corpus, decode);
}

#[track_caller]
fn fuzz_n(name: &str, default: u64, corpus: Vec<Vec<u8>>, decode: impl Fn(&[u8])) {
    let (n_inputs, seed) = (number("FUZZ_INPUTS", default), number("FUZZ_SEED", 20_261_122));
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
    let (whole, n_read) = (snapshot::to_bytes(&snapshot), Cell::new(0));
    fuzz("snapshot", vec![whole.clone()], |bytes| {
        if snapshot::from_bytes(&mended(bytes, 8)).is_some() && *bytes != whole {
            n_read.set(n_read.get() + 1);
        }
    });
    assert!(n_read.get() > 0, "only unchanged ones came through");
}

#[test]
fn a_backup_and_the_notes_beside_it() {
    let learner = LearnerId::first();
    let all = events().into_iter().map(|bytes| save::from_bytes(&bytes, &learner).unwrap()).collect();
    let bytes =
        backup::to_bytes(Backup { name: "王芳".into(), unit: "支部".into(), made_at: UtcMillis(5), events: all });
    let whole = backup::pieces::pieces(&bytes, 2000).join("\n");
    let pieces = backup::pieces::pieces(&bytes, 300).join("\n转发：");
    fuzz("backup", vec![whole.into_bytes(), pieces.into_bytes(), bytes], |bytes| {
        let _ = backup::pieces::read(&text(bytes), &learner);
        // What lies behind the checksums of pieces and of the whole.
        let _ = backup::pieces::read(&backup::pieces::pieces(&mended(bytes, 8), 2000).join(" "), &learner);
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
fn a_bundled_bank() {
    let bank = bank_json::read(BANK).unwrap().0;
    let corpus =
        vec![bank_bytes::write(&bank), bank_bytes::write(&bank.without_cards()), bank_bytes::write(&bank.cards())];
    let (known, n_read) = (corpus.clone(), Cell::new(0));
    fuzz("bundled bank", corpus, |bytes| {
        if let Some(bank) = bank_bytes::read(bytes) {
            n_read.set(n_read.get() + usize::from(known.iter().all(|known| known != bytes)));
            assert_eq!(bank_bytes::read(&bank_bytes::write(&bank)), Some(bank));
        }
    });
    assert!(n_read.get() > 0, "only unchanged ones came through");
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

/// Files of every form, told apart by what they hold; the chance that the mutation makes another form of one is wanted.
#[test]
fn a_file_to_import() {
    let bank = bank();
    let mut corpus: Vec<Vec<u8>> = Way::ALL.map(|way| way.write(&bank, UtcMillis(0))).to_vec();
    for (name, start) in [("messy.txt", 0), ("messy.txt", 2500), ("office.txt", 0), ("office.txt", 6000)] {
        corpus.push(stretch(&format!("tests/fixtures/import/{name}"), start));
    }
    corpus.push("# 试题\n\n1. 党课几次？\n   - [ ] 每月\n   - [x] 每季\n\n| 题干 | A | B | 答案 |\n|---|---|---|---|\n| 几次 | 一 | 二 | B |\n".into());
    corpus.retain(|item| item.len() <= 4 * LARGEST);
    fuzz_n("file to import", 500, corpus, |bytes| {
        let (answers, name) = (bytes.first().map(|_| text(&bytes[bytes.len() / 2..])), String::new());
        for answers in [None, answers] {
            let given = read::Given { name: name.clone(), bytes: bytes.to_vec(), answers };
            if let Ok(reading) = at_once(read::read(&given, &Choices::default(), &Headlong)) {
                at_once(Report::of(reading.found, &Known::default(), &Headlong)).unwrap();
            }
        }
    });
}

#[test]
fn what_an_author_left_unfinished() {
    let question = bank().questions[0].clone();
    let half = HalfTyped { place: Spot::Of(question.id.clone()), draft: Draft::of(&question) };
    let change = Change {
        idx: 3,
        stem: "几次".to_owned(),
        draft: half.draft.clone(),
        is_usable: true,
        is_mended: true,
        is_left_out: false,
    };
    let mended = Mended { choices: Choices::default(), changes: vec![change] };
    let given =
        read::Given { name: "题库.txt".to_owned(), bytes: vec![1, 2, 3], answers: Some("1-5 ABCDA".to_owned()) };
    let corpus = vec![question_draft::write(&half), write_mended(&mended), write_given(&given)];
    fuzz("unfinished work", corpus, |bytes| {
        let _ = (question_draft::read(bytes), read_mended(bytes), read_given(bytes));
    });
}

const KEY: SecretKey = SecretKey::from_bytes([3; 32]);

fn bank() -> Arc<Bank> {
    Arc::new(bank_json::read(BANK).unwrap().0)
}

/// One question of each kind, two units, one paper for everybody.
fn terms(bank: &Bank) -> Terms {
    let mut hash = [0; 16];
    hash.copy_from_slice(&bank.hash().bytes()[..16]);
    let sections = Kind::ALL.map(|kind| Section::any(kind, 1, Points::whole(2)));
    Terms {
        title: "知识竞赛".into(),
        organiser: "主办单位".into(),
        note: String::new(),
        banks: vec![BankTerm { id: bank.id.clone(), hash, asset: [2; 5] }],
        paper: PaperPlan::Drawn(Blueprint { sections: sections.to_vec() }),
        per_entrant: false,
        shuffles: true,
        limit: Some(Millis::minutes(10)),
        per_question: None,
        misses: None,
        may_go_back: true,
        marking: Marking::default(),
        pass: Some(Points::whole(6)),
        window: Window { opens: UtcMillis(1_800_000_000_000), closes: UtcMillis(1_800_003_600_000) },
        attempts: Attempts { n: 1, daily: false, counts: Counts::Best },
        rehearsal: false,
        units: Units::List(vec!["办公室".into(), "财务处".into()]),
        number: NumberAsked::None,
        reveal: Reveal::AfterClose,
        watch: true,
        extra_time: true,
        unit_score: UnitScore::Mean,
        seed: [7; 32],
    }
}

fn made_up(terms: &Terms, papers: &Papers, contest: ContestId, unit: Unit) -> Receipt {
    let entry = Entry { contest, name: "参赛者".into(), unit, number: "12".into(), attempt: 1, time_percent: 100 };
    let paper = papers.of(terms, &entry).unwrap();
    let keys: Vec<Option<Given>> = paper.questions.iter().map(|question| Some(question.body.key())).collect();
    Receipt {
        entry,
        paper: paper.hash(),
        started_at: terms.window.opens,
        took: Millis(300_000),
        end: End::HandedIn,
        n_left: 1,
        clock_set_back: false,
        answers: packing::pack(&paper.questions, &keys),
        paces: vec![Pace::of(Millis(9_000)); keys.len()],
        device: DeviceKey(KEY.public()),
    }
}

/// Signs again what is left before key and signature.
fn signed_again(purpose: signed::Purpose, bytes: &[u8]) -> Vec<u8> {
    let end = bytes.len().saturating_sub(signed::N_KEY + signed::N_SIGNATURE);
    signed::seal(purpose, &KEY, bytes[..end].to_vec())
}

/// A changed receipt is refused but for the very bytes of a known one; one that was signed again is refused or reads
/// back as the very bytes, and its mark, if it gets one, is made without a panic.
#[test]
fn a_receipt() {
    let bank = bank();
    let terms = terms(&bank);
    let papers = Papers::new(&terms, &[bank]).unwrap();
    let contest = ContestId([9; 16]);
    let units = [Unit::None, Unit::Listed(1), Unit::Written("办公室".into())];
    let corpus = units.map(|unit| receipt::to_bytes(&made_up(&terms, &papers, contest, unit), &KEY)).to_vec();
    let known = corpus.clone();
    let marker = Marker { terms: &terms, papers: &papers, contest };
    fuzz_n("receipt", 10_000, corpus, |bytes| {
        assert_eq!(receipt::from_bytes(bytes).is_ok(), known.iter().any(|known| known == bytes));
        let mut again = signed_again(signed::Purpose::Receipt, bytes);
        // Half of them with a length that fits, so that what lies behind it is reached.
        if bytes.len().is_multiple_of(2) && again.len() > signed::N_KEY + signed::N_SIGNATURE + 2 {
            let length = (again.len() as u16).to_be_bytes();
            again[1..3].copy_from_slice(&length);
            again = signed_again(signed::Purpose::Receipt, &again);
        }
        if let Ok(read) = receipt::from_bytes(&again) {
            assert_eq!(receipt::to_bytes(&read, &KEY), again);
            let _ = marker.mark(&again);
        }
    });
}

#[test]
fn receipts_in_a_chat() {
    let bank = bank();
    let terms = terms(&bank);
    let papers = Papers::new(&terms, &[bank]).unwrap();
    let contest = ContestId([9; 16]);
    let one = receipt::to_bytes(&made_up(&terms, &papers, contest, Unit::Listed(0)), &KEY);
    let chat = format!("甲 10:01\n{}\n乙：收到", receipt::to_text(&one));
    let marker = Marker { terms: &terms, papers: &papers, contest };
    fuzz("receipts in a chat", vec![chat.into_bytes(), b"XLSD1.AQDSXLSD1.".to_vec()], |bytes| {
        let text = text(bytes);
        let n_marks = text.matches(receipt::MARK).count();
        let mut intake = Intake::new(HashSet::new());
        intake.add(String::new(), text);
        assert_eq!(std::iter::from_fn(|| intake.step(marker)).count(), n_marks.max(1));
    });
}

#[test]
fn answers_of_a_paper() {
    let bank = bank();
    let questions: Vec<_> = bank.questions.iter().cloned().map(Arc::new).collect();
    let keys: Vec<Option<Given>> = questions.iter().map(|question| Some(question.body.key())).collect();
    let corpus = vec![packing::pack(&questions, &keys), packing::pack(&questions, &[])];
    fuzz("answers of a paper", corpus, |bytes| {
        if let Some(given) = packing::unpack(&questions, bytes) {
            assert_eq!(packing::pack(&questions, &given), bytes);
        }
    });
}

#[test]
fn a_contest_open_and_sealed() {
    let bank = bank();
    let terms = terms(&bank);
    let open = pack::publish(&terms, vec!["{}".into()], &KEY).unwrap();
    let passphrase = Passphrase([8; 10]);
    let sealed = pack::lock(&open, &KEY, passphrase, [1; 16], [2; 12]).unwrap();
    let corpus = vec![open.bytes, sealed];
    let known = corpus.clone();
    let n_opened = Cell::new(0);
    fuzz_n("contest", 10_000, corpus, |bytes| {
        assert_eq!(pack::from_bytes(bytes).is_ok(), known.iter().any(|known| known == bytes));
        let again = signed_again(signed::Purpose::Pack, bytes);
        match pack::from_bytes(&again) {
            Ok(Read::Open(read)) => {
                assert_eq!(read.bytes, again);
                let published = pack::publish(&read.terms, read.carried.clone(), &KEY).unwrap();
                assert_eq!(published.bytes, again);
                // The papers of whatever it says are drawn or refused.
                if let Ok(papers) = Papers::new(&read.terms, std::slice::from_ref(&bank)) {
                    let _ = papers.with_seed(Seed::from_bytes([1; 32]));
                }
            }
            // Opening takes the memory and the time that it asks for, so not every one.
            Ok(Read::Sealed(read)) if n_opened.get() < 20 => {
                n_opened.set(n_opened.get() + 1);
                let _ = read.open(passphrase);
            }
            Ok(Read::Sealed(_)) | Err(_) => {}
        }
        let _ = pack::from_text(&text(bytes));
        let _ = pack::from_text(&pack::to_text(bytes));
    });
    assert!(n_opened.get() > 1, "only the unchanged one came through");
}

#[test]
fn what_an_organiser_keeps() {
    let held = Held {
        pack: vec![1, 2, 3],
        sealed: Some(vec![4]),
        passphrase: Some([5; 10]),
        link_base: "http://10.0.0.8/xls/".into(),
        published_at: UtcMillis(7),
    };
    let people = [Person::Numbered("012".into()), Person::Named("参赛者".into(), Unit::Written("办公室".into()))];
    let desk = Desk {
        roster: Some(Roster { people: people.into() }),
        unit_sizes: [("办公室".to_owned(), 12)].into(),
        decisions: [(ReceiptId([1; 10]), Decision::DoesNotCount)].into(),
        closed: Some([ReceiptId([1; 10])].into()),
    };
    let filing = Filing { desk, receipts: vec![(UtcMillis(9), vec![1; 200])] };
    fuzz("what an organiser keeps", vec![held.to_bytes(), filing.to_bytes()], |bytes| {
        if let Some(held) = Held::from_bytes(bytes) {
            assert_eq!(Held::from_bytes(&held.to_bytes()), Some(held));
        }
        if let Some(filing) = Filing::from_bytes(bytes) {
            assert_eq!(Filing::from_bytes(&filing.to_bytes()), Some(filing));
        }
    });
}

#[test]
fn a_short_code() {
    fuzz("short code", vec![b"7Q2M-0KXD-93AB-V5TE".to_vec(), "７q2m0kxd93abv5te".into()], |bytes| {
        if let Some(code) = short_code::read::<10>(&text(bytes)) {
            assert_eq!(short_code::read(&short_code::write(&code)), Some(code));
        }
    });
}

#[test]
fn the_small_texts() {
    let hash = "0123456789abcdef".repeat(4);
    let catalog = format!("xueliansai-catalog 3\nb\tt\t0123456789\t9876543210\t{hash}\t2026-10-01\t1\t3\t1");
    let corpus = vec![
        catalog.into_bytes(),
        stretch("questions/editions.lock", 0),
        br#"{"size":"elder","theme":"dark","auto_next":true}"#.to_vec(),
        br#"[["link:/b.json","/b.json","t",3,5]]"#.to_vec(),
        b"1 0\n1 %E7%8E%8B a 0123456789abcdef".to_vec(),
        b"/session/0123456789abcdef-1/sheet".to_vec(),
        b"open?src=https%3A%2F%2Fa%2Fb.json".to_vec(),
    ];
    fuzz("small texts", corpus, |bytes| {
        let text = text(bytes);
        let _ = catalog_text::read(&text);
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
