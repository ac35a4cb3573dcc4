//! A backup of a record in bytes; [`pieces`] are the same bytes as texts.
//!
//! ```text
//! magic     "XLSB"
//! version   1 byte
//! head      postcard: name, unit, moment, number of events
//! per writer: postcard of its 8 bytes and the number of its events, and per event
//!   length  postcard u32
//!   body    as in [`super::save`], without version, writer and checksum
//! checksum  the first 8 bytes of SHA-256 over all before it
//! ```
pub mod pieces;

use crate::domain::record::event::{Event, LearnerId, What, Writer, sort_by_id};
use crate::domain::session::step::Step;
use crate::domain::time::UtcMillis;
use crate::format::save_body;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

const MAGIC: &[u8] = b"XLSB";
const VERSION: u8 = 1;
const N_CHECKSUM: usize = 8;

/// What no record of a lifetime reaches.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
const MAX_EVENTS: u32 = 1_000_000;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backup {
    /// Whose it is, in her own words; may be empty.
    pub name: String,
    pub unit: String,
    pub made_at: UtcMillis,
    pub events: Vec<Event>,
}

#[derive(Serialize, Deserialize)]
struct RawHead {
    name: String,
    unit: String,
    made_at: i64,
    n_events: u32,
}

/// What a text or a file came to: everything that could be read, beside everything that could not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    pub backups: Vec<Backup>,
    pub troubles: Vec<Trouble>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    Nothing,
    TooLarge,
    /// Pieces whose checksum does not fit.
    Spoilt(Vec<u32>),
    /// Of so many pieces these have not come, and what could be read of the others.
    Missing {
        of: u32,
        numbers: Vec<u32>,
        n_read: usize,
        n_events: u32,
    },
    Newer(u8),
    NotABackup,
    /// The checksum of the whole does not fit.
    Damaged {
        n_read: usize,
        n_events: u32,
    },
    /// Events that mean nothing to this version.
    Meaningless(usize),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("没有找到备份。备份文字以“XLS1”开头，请把每一段从头到尾都复制过来"),
            Self::TooLarge => f.write_str("太大了，不像学练赛的备份：最多64 MB、一百万条记录"),
            Self::Spoilt(numbers) => write!(f, "{}没复制全或被改动过，请重新复制这几段", places(numbers)),
            Self::Missing { of, numbers, n_read, n_events } => {
                write!(f, "还差{}（共{of}段）", places(numbers))?;
                if *n_events > 0 {
                    write!(f, "。不等齐也可以先合并读得出的{n_read}条（共{n_events}条），以后再补")?;
                }
                Ok(())
            }
            Self::Newer(version) => {
                write!(
                    f,
                    "这份备份由更新版本的学练赛做成（备份版本{version}，本程序认得到{VERSION}），请刷新页面更新后再试"
                )
            }
            Self::NotABackup => f.write_str("各段都完整，但内容不是学练赛的备份"),
            Self::Damaged { n_read, n_events } => {
                write!(f, "备份有损坏：{n_events}条里读得出{n_read}条，其余请在原设备上重新导出")
            }
            Self::Meaningless(n) => write!(f, "有{n}条记录本程序读不懂，没有算在内；请刷新页面更新后再试"),
        }
    }
}

/// `第3、5段`, with the first few of many.
fn places(numbers: &[u32]) -> String {
    let shown: Vec<String> = numbers.iter().take(12).map(ToString::to_string).collect();
    let more = if numbers.len() > shown.len() { "等" } else { "" };
    format!("第{}{more}段", shown.join("、"))
}

/// A name as it may be shown: what draws nothing or turns the direction of what follows is left out.
pub fn shown_name(text: &str) -> String {
    let draws = |letter: &char| {
        !letter.is_control()
            && !matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars().filter(draws).take(40).collect()
}

fn add<T: Serialize>(bytes: &mut Vec<u8>, value: &T) {
    bytes.extend(postcard::to_allocvec(value).expect("plain structs of strings and numbers always serialise"));
}

fn checksum(bytes: &[u8]) -> [u8; N_CHECKSUM] {
    *Sha256::digest(bytes).first_chunk().expect("a hash has 32 bytes")
}

/// Events go in the order of their ids, so the same record gives the same bytes.
pub fn to_bytes(mut backup: Backup) -> Vec<u8> {
    sort_by_id(&mut backup.events);
    let Backup { name, unit, made_at, events } = backup;
    let mut bytes = [MAGIC, &[VERSION]].concat();
    add(&mut bytes, &RawHead { name, unit, made_at: made_at.0, n_events: events.len() as u32 });
    for of_writer in events.chunk_by(|a, b| a.id.writer == b.id.writer) {
        add(&mut bytes, &(of_writer[0].id.writer.0.to_be_bytes(), of_writer.len() as u32));
        for event in of_writer {
            let body = save_body::to_bytes(event);
            add(&mut bytes, &(body.len() as u32));
            bytes.extend(body);
        }
    }
    let sum = checksum(&bytes);
    bytes.extend(sum);
    bytes
}

/// What could be read of bytes and how many events they should give.
struct Part {
    backup: Backup,
    n_events: u32,
    n_meaningless: usize,
    /// Everything that should be there is, unchanged.
    whole: bool,
}

fn from_bytes(bytes: &[u8], learner: &LearnerId) -> Result<Part, Trouble> {
    let (version, rest) = bytes.strip_prefix(MAGIC).and_then(<[u8]>::split_first).ok_or(Trouble::NotABackup)?;
    if *version != VERSION {
        return Err(if *version > VERSION { Trouble::Newer(*version) } else { Trouble::NotABackup });
    }
    let whole = bytes.split_last_chunk().is_some_and(|(rest, sum)| *sum == checksum(rest));
    let Ok((head, mut rest)) = postcard::take_from_bytes::<RawHead>(rest) else { return Err(Trouble::NotABackup) };
    if head.n_events > MAX_EVENTS {
        return Err(Trouble::TooLarge);
    }
    let RawHead { name, unit, made_at, n_events } = head;
    let backup = Backup { name, unit, made_at: UtcMillis(made_at), events: Vec::new() };
    let mut part = Part { backup, n_events, n_meaningless: 0, whole };
    let mut n_met = 0;
    'writers: while n_met < n_events {
        let Ok(((writer, n_of_writer), after)) = postcard::take_from_bytes::<([u8; 8], u32)>(rest) else { break };
        rest = after;
        let writer = Writer(u64::from_be_bytes(writer));
        for _ in 0..n_of_writer.min(n_events - n_met) {
            let Ok((len, after)) = postcard::take_from_bytes::<u32>(rest) else { break 'writers };
            let Some((body, after)) = after.split_at_checked(len as usize) else { break 'writers };
            (rest, n_met) = (after, n_met + 1);
            match event(body, writer, learner) {
                Some(event) => part.backup.events.push(event),
                None => part.n_meaningless += 1,
            }
        }
        // A writer without events would never come to an end.
        if n_of_writer == 0 {
            break;
        }
    }
    part.whole &= n_met == n_events;
    Ok(part)
}

fn event(body: &[u8], writer: Writer, learner: &LearnerId) -> Option<Event> {
    save_body::from_bytes(body, writer, learner).filter(is_plausible)
}

/// Numbers that somebody made up would upset every sum they enter.
fn is_plausible(event: &Event) -> bool {
    const LARGEST: u64 = 1 << 53;
    // The end of the year 9999.
    const LATEST: i64 = 253_402_300_799_999;
    let plausible = match &event.what {
        What::Started(started) => {
            let points = started.items.iter().map(|item| u64::from(item.points.0)).sum::<u64>();
            let clocks = [started.rules.limit, started.rules.per_question];
            points <= u64::from(u32::MAX) && clocks.into_iter().flatten().all(|span| span.0 < LARGEST)
        }
        What::Stepped { step: Step::Answered(answer), .. } => answer.spent.0 < LARGEST,
        _ => true,
    };
    plausible && event.lamport < LARGEST && (0..=LATEST).contains(&event.at.0)
}

#[cfg(test)]
mod tests {
    use super::pieces::{TEXT, pieces, read};
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::record::event::EventId;
    use proptest::prelude::*;

    pub(super) fn me() -> LearnerId {
        LearnerId::first()
    }

    fn star(seq: u32) -> Event {
        let what = What::Starred { question: QuestionRef::new("zhibu-gongzuo", format!("zhibu-{seq:04}")), on: true };
        let id = EventId { writer: Writer(u64::from(seq / 50)), seq: seq % 50 };
        Event { id, lamport: u64::from(seq), at: UtcMillis(1_795_276_800_000 + i64::from(seq)), learner: me(), what }
    }

    pub(super) fn stars(n: u32) -> Backup {
        Backup {
            name: "张三".into(),
            unit: "第一支部".into(),
            made_at: UtcMillis(5),
            events: (0..n).map(star).collect(),
        }
    }

    proptest! {
        #[test]
        fn a_changed_byte_never_goes_unnoticed(place in any::<proptest::sample::Index>(), flip in 1..=255u8) {
            let mut bytes = to_bytes(stars(20));
            let at = place.index(bytes.len());
            bytes[at] ^= flip;
            prop_assert_ne!(read(&pieces(&bytes, TEXT).join(" "), &me()).troubles, []);
        }
    }

    #[test]
    fn a_writer_is_named_once_and_an_answer_is_short() {
        let per_event = to_bytes(stars(1000)).len() as f64 / 1000.0;
        assert!(per_event < 46.0, "{per_event}");
    }

    #[track_caller]
    fn refused(bytes: &[u8], expected: &[Trouble]) {
        assert_eq!(read(&pieces(bytes, TEXT).join(" "), &me()).troubles, expected);
    }

    fn sealed_bytes(parts: &[&[u8]]) -> Vec<u8> {
        let mut bytes = parts.concat();
        let sum = checksum(&bytes);
        bytes.extend(sum);
        bytes
    }

    #[test]
    fn hostile_backups_are_refused_with_a_sentence() {
        refused(b"something else entirely", &[Trouble::NotABackup]);
        refused(&sealed_bytes(&[MAGIC, &[9]]), &[Trouble::Newer(9)]);
        refused(&sealed_bytes(&[MAGIC, &[VERSION], &[255; 40]]), &[Trouble::NotABackup]);
        let head = |n_events| {
            let mut head = Vec::new();
            add(&mut head, &RawHead { name: String::new(), unit: String::new(), made_at: 0, n_events });
            head
        };
        refused(&sealed_bytes(&[MAGIC, &[VERSION], &head(u32::MAX)]), &[Trouble::TooLarge]);
        // A name of four billion letters, and a writer of no events for ever.
        refused(&sealed_bytes(&[MAGIC, &[VERSION], &[255, 255, 255, 255, 15, 65]]), &[Trouble::NotABackup]);
        let endless = sealed_bytes(&[MAGIC, &[VERSION], &head(9), &[0; 900]]);
        refused(&endless, &[Trouble::Damaged { n_read: 0, n_events: 9 }]);
        let nonsense = sealed_bytes(&[MAGIC, &[VERSION], &head(1), &[0; 8], &[1, 3, 200, 200, 200]]);
        refused(&nonsense, &[Trouble::Meaningless(1)]);
        assert_eq!(read("XLS1 1/4294967295 aaaa bbbb cccc. XLS1 2/1 a b c XLS1", &me()).troubles, [Trouble::Nothing]);
    }

    #[test]
    fn numbers_that_nobody_has_lived_are_left_out() {
        for spoil in [
            (|event| event.lamport = u64::MAX) as fn(&mut Event),
            |event| event.lamport = 1 << 53,
            |event| event.at = UtcMillis(i64::MIN),
            |event| event.at = UtcMillis(i64::MAX),
        ] {
            let mut backup = stars(3);
            spoil(&mut backup.events[1]);
            let reading = read(&pieces(&to_bytes(backup), TEXT).join(" "), &me());
            assert_eq!((reading.troubles, reading.backups[0].events.len()), (vec![Trouble::Meaningless(1)], 2));
        }
    }

    #[test]
    fn events_twice_in_a_backup_are_handed_on_as_they_are() {
        let mut backup = stars(2);
        backup.events.push(star(1));
        assert_eq!(read(&pieces(&to_bytes(backup), TEXT).join(" "), &me()).backups[0].events.len(), 3);
    }

    #[test]
    fn names_are_shown_without_letters_that_draw_nothing() {
        assert_eq!(shown_name("张\u{202e}三\u{200b}\n\u{feff}（支部\u{2066}）"), "张三（支部）");
        assert_eq!(shown_name(&"长".repeat(500)).chars().count(), 40);
    }

    #[test]
    fn each_trouble_says_what_to_do() {
        #[track_caller]
        fn check(trouble: Trouble, sentence: &str) {
            assert_eq!(trouble.to_string(), sentence);
        }
        check(Trouble::Nothing, "没有找到备份。备份文字以“XLS1”开头，请把每一段从头到尾都复制过来");
        check(Trouble::TooLarge, "太大了，不像学练赛的备份：最多64 MB、一百万条记录");
        check(Trouble::Spoilt(vec![2]), "第2段没复制全或被改动过，请重新复制这几段");
        let missing = |n_events| Trouble::Missing { of: 5, numbers: vec![3, 5], n_read: 40, n_events };
        check(missing(0), "还差第3、5段（共5段）");
        check(missing(90), "还差第3、5段（共5段）。不等齐也可以先合并读得出的40条（共90条），以后再补");
        check(
            Trouble::Spoilt((1..=13).collect()),
            "第1、2、3、4、5、6、7、8、9、10、11、12等段没复制全或被改动过，请重新复制这几段",
        );
        check(Trouble::Newer(4), "这份备份由更新版本的学练赛做成（备份版本4，本程序认得到1），请刷新页面更新后再试");
        check(Trouble::NotABackup, "各段都完整，但内容不是学练赛的备份");
        check(Trouble::Damaged { n_read: 3, n_events: 9 }, "备份有损坏：9条里读得出3条，其余请在原设备上重新导出");
        check(Trouble::Meaningless(2), "有2条记录本程序读不懂，没有算在内；请刷新页面更新后再试");
    }
}
