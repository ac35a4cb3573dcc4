//! Events as text: a chunk is a header line with version, count of writes and checksum, a line naming writer and
//! learner, and one line of JSON per event. Every version ever written stays readable.
//!
//! ```text
//! xueliansai-log 1 7 5f1c0e8a9b2d4c6e
//! {"writer":"00f3…","learner":"1"}
//! {"s":0,"l":1,"t":1795276800000,"e":{…}}
//! ```
use crate::domain::record::event::{Event, EventId, LearnerId, Writer};
use crate::format::save_raw::{RawEvent, RawHead};
use sha2::{Digest, Sha256};
use std::fmt;

pub const VERSION: u32 = 1;
const MAGIC: &str = "xueliansai-log";

/// Events of one writer, in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    pub writer: Writer,
    pub learner: LearnerId,
    /// How often this chunk has been written; of two slots the higher is the later.
    pub n_writes: u32,
    pub events: Vec<Event>,
}

/// Why a text gives no chunk. It is kept as it is, never overwritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    NotALog,
    Newer(u32),
    /// The checksum does not fit: cut off or changed.
    Damaged,
    /// The checksum fits and yet this line means nothing.
    BadLine(usize),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALog => f.write_str("不是学练赛的记录"),
            Self::Newer(version) => {
                write!(f, "由更新版本的学练赛写成（记录版本{version}，本程序认得到{VERSION}），请刷新页面更新后再看")
            }
            Self::Damaged => f.write_str("记录不完整或被改动过，校验对不上"),
            Self::BadLine(line) => write!(f, "记录第{line}行读不懂"),
        }
    }
}

impl Chunk {
    pub fn to_text(&self) -> String {
        let mut body = json(&RawHead::of(self));
        for event in &self.events {
            body.push('\n');
            body.push_str(&json(&RawEvent::of(event, self.writer)));
        }
        format!("{MAGIC} {VERSION} {} {}\n{body}", self.n_writes, checksum(&body))
    }

    pub fn from_text(text: &str) -> Result<Self, Unreadable> {
        let (header, body) = text.split_once('\n').ok_or(Unreadable::NotALog)?;
        let mut words = header.split(' ');
        if words.next() != Some(MAGIC) {
            return Err(Unreadable::NotALog);
        }
        let version: u32 = words.next().and_then(|word| word.parse().ok()).ok_or(Unreadable::NotALog)?;
        if version > VERSION {
            return Err(Unreadable::Newer(version));
        }
        let n_writes = words.next().and_then(|word| word.parse().ok()).ok_or(Unreadable::Damaged)?;
        if words.next() != Some(checksum(body).as_str()) {
            return Err(Unreadable::Damaged);
        }
        let mut lines = body.lines();
        let head: RawHead =
            lines.next().and_then(|line| serde_json::from_str(line).ok()).ok_or(Unreadable::BadLine(2))?;
        let (writer, learner) = head.read().ok_or(Unreadable::BadLine(2))?;
        let mut events = Vec::new();
        for (idx, line) in lines.enumerate() {
            let raw: Option<RawEvent> = serde_json::from_str(line).ok();
            let event = raw.and_then(|raw| raw.read(writer, &learner)).ok_or(Unreadable::BadLine(idx + 3))?;
            events.push(event);
        }
        Ok(Self { writer, learner, n_writes, events })
    }
}

/// The first eight bytes of SHA-256, in hexadecimal figures: against damage, not against forgery.
fn checksum(body: &str) -> String {
    Sha256::digest(body.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("raw twins are plain structs of strings and numbers, which always serialise")
}

/// How an event names another: by sequence alone where both are of one writer.
pub(super) fn short_id(id: EventId, writer: Writer) -> String {
    if id.writer == writer { id.seq.to_string() } else { id.to_string() }
}

pub(super) fn read_short_id(text: &str, writer: Writer) -> Option<EventId> {
    match text.parse() {
        Ok(seq) => Some(EventId { writer, seq }),
        Err(_) => EventId::parse(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::hash::{BankHash, Edition};
    use crate::domain::bank::id::{BankId, QuestionRef};
    use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points, Share};
    use crate::domain::bank::question::Given;
    use crate::domain::paper::draw::Item;
    use crate::domain::paper::seed::Seed;
    use crate::domain::record::event::What;
    use crate::domain::session::rules::{BankUse, Feedback, Purpose, Rules, Started};
    use crate::domain::session::step::{Answer, Ending, Step};
    use crate::domain::time::{Millis, UtcMillis};
    use proptest::prelude::*;

    fn given() -> impl Strategy<Value = Given> {
        prop_oneof![
            proptest::collection::vec(0..10u8, 0..5).prop_map(Given::options),
            any::<bool>().prop_map(Given::Judge),
            proptest::collection::vec("[\\PC\"\\\\]{0,8}", 0..4).prop_map(Given::Blanks),
            proptest::collection::vec(0..10u8, 0..5).prop_map(Given::Order),
        ]
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (any::<u16>(), given(), any::<u64>(), 0..=1000u16, 0..1u64 << 50, any::<bool>()).prop_map(
                |(item, given, edition, share, spent, guessed)| {
                    let share = Share::from_thousandths(share).unwrap();
                    Step::Answered(Answer {
                        item,
                        given,
                        edition: Edition(edition),
                        share,
                        spent: Millis(spent),
                        guessed,
                    })
                }
            ),
            (any::<u16>(), any::<bool>()).prop_map(|(item, on)| Step::Guessed { item, on }),
            (any::<u16>(), any::<bool>()).prop_map(|(item, on)| Step::Flagged { item, on }),
            any::<u16>().prop_map(|item| Step::Moved { item }),
            Just(Step::ClockSetBack),
            prop_oneof![Just(Ending::Completed), Just(Ending::HandedIn), Just(Ending::TimeOver)]
                .prop_map(Step::Finished),
        ]
    }

    fn reference() -> impl Strategy<Value = QuestionRef> {
        ("[a-z]{1,4}", "[\\PC]{1,6}").prop_map(|(bank, question)| QuestionRef::new(bank, question))
    }

    fn started() -> impl Strategy<Value = Started> {
        let rules = (
            0..3usize,
            proptest::option::of(0..10_000_000u64),
            any::<bool>(),
            0..4usize,
            any::<bool>(),
            proptest::option::of(any::<u32>()),
        )
            .prop_map(|(feedback, limit, may_go_back, multiple, pairs, pass)| Rules {
                feedback: [Feedback::AtOnce, Feedback::AtEnd, Feedback::Beforehand][feedback],
                limit: limit.map(Millis),
                may_go_back,
                marking: Marking {
                    multiple: [
                        MultipleRule::AllOrNothing,
                        MultipleRule::HalfForSubset,
                        MultipleRule::PerOption,
                        MultipleRule::MinusForWrong,
                    ][multiple],
                    order: if pairs { OrderRule::NeighbouringPairs } else { OrderRule::AllOrNothing },
                },
                pass: pass.map(Points),
            });
        let items = proptest::collection::vec((reference(), 0..5000u32), 0..6);
        (rules, items, any::<[u8; 32]>(), proptest::option::of("https?://[a-z]{1,5}/\\PC{0,5}"), 0..3usize).prop_map(
            |(rules, items, seed, source, purpose)| {
                let items: Vec<_> =
                    items.into_iter().map(|(question, points)| Item { question, points: Points(points) }).collect();
                let mut banks: Vec<BankId> = items.iter().map(|item| item.question.bank.clone()).collect();
                banks.sort();
                banks.dedup();
                Started {
                    at: UtcMillis(12),
                    purpose: Purpose::ALL[purpose],
                    title: "模拟考试“一”".into(),
                    rules,
                    seed: Seed::from_bytes(seed),
                    banks: banks
                        .into_iter()
                        .map(|id| BankUse { id, hash: BankHash::parse(&"a1".repeat(32)), source: source.clone() })
                        .collect(),
                    items,
                }
            },
        )
    }

    fn what() -> impl Strategy<Value = What> {
        let id = (any::<u64>(), any::<u32>()).prop_map(|(writer, seq)| EventId { writer: Writer(writer), seq });
        prop_oneof![
            started().prop_map(|started| What::Started(Box::new(started))),
            (id.clone(), step()).prop_map(|(session, step)| What::Stepped { session, step }),
            (reference(), any::<bool>()).prop_map(|(question, on)| What::Starred { question, on }),
            (reference(), "\\PC{0,20}").prop_map(|(question, note)| What::Reported { question, note }),
            id.prop_map(|report| What::Withdrawn { report }),
            proptest::option::of("[a-z]{1,5}").prop_map(|bank| What::Cleared { bank: bank.map(BankId::new) }),
        ]
    }

    fn chunk() -> impl Strategy<Value = Chunk> {
        let events = proptest::collection::vec((0..1u64 << 53, 0..1i64 << 53, what()), 0..8);
        (any::<u64>(), any::<u32>(), events).prop_map(|(writer, n_writes, events)| {
            let (writer, learner) = (Writer(writer), LearnerId::first());
            let events = events.into_iter().enumerate().map(|(seq, (lamport, at, mut what))| {
                if let What::Started(started) = &mut what {
                    started.at = UtcMillis(at);
                }
                let id = EventId { writer, seq: seq as u32 };
                Event { id, lamport, at: UtcMillis(at), learner: learner.clone(), what }
            });
            Chunk { writer, learner: learner.clone(), n_writes, events: events.collect() }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(chunk in chunk()) {
            prop_assert_eq!(Chunk::from_text(&chunk.to_text()), Ok(chunk));
        }

        #[test]
        fn damage_is_noticed_and_never_panics(chunk in chunk(), place in any::<proptest::sample::Index>(), byte in 32..127u8) {
            let text = chunk.to_text();
            let mut bytes = text.clone().into_bytes();
            let at = place.index(bytes.len());
            bytes[at] = byte;
            if let Ok(changed) = String::from_utf8(bytes) && changed != text && let Ok(read) = Chunk::from_text(&changed) {
                // Only the count of writes lies outside the checksum.
                prop_assert_eq!(read.events, chunk.events);
            }
        }
    }

    #[test]
    fn a_chunk_of_the_first_version_stays_readable() {
        let text = include_str!("../../tests/fixtures/save-v1.txt");
        let chunk = Chunk::from_text(text).unwrap();
        assert_eq!(chunk.to_text(), text, "a changed shape needs a new version");
        let kinds: Vec<&str> = chunk
            .events
            .iter()
            .map(|event| match &event.what {
                What::Started(_) => "started",
                What::Stepped { .. } => "stepped",
                What::Starred { .. } => "starred",
                What::Reported { .. } => "reported",
                What::Withdrawn { .. } => "withdrawn",
                What::Cleared { .. } => "cleared",
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "started",
                "stepped",
                "stepped",
                "stepped",
                "stepped",
                "stepped",
                "stepped",
                "starred",
                "reported",
                "withdrawn",
                "cleared"
            ]
        );
    }

    #[test]
    fn each_kind_of_unreadable_text_says_what_it_is() {
        let text = Chunk { writer: Writer(1), learner: LearnerId::first(), n_writes: 1, events: Vec::new() }.to_text();
        #[track_caller]
        fn check(text: &str, expected: Unreadable, sentence: &str) {
            assert_eq!(Chunk::from_text(text), Err(expected.clone()));
            assert_eq!(expected.to_string(), sentence);
        }
        check("别的东西", Unreadable::NotALog, "不是学练赛的记录");
        check(
            &text.replace("log 1 ", "log 2 "),
            Unreadable::Newer(2),
            "由更新版本的学练赛写成（记录版本2，本程序认得到1），请刷新页面更新后再看",
        );
        check(&text[..text.len() - 2], Unreadable::Damaged, "记录不完整或被改动过，校验对不上");
        let body = "{\"writer\":\"0000000000000001\",\"learner\":\"1\"}\n{}";
        let odd = format!("{MAGIC} 1 1 {}\n{body}", checksum(body));
        check(&odd, Unreadable::BadLine(3), "记录第3行读不懂");
    }
}
