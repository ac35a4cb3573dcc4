//! An event as bytes, alike in the journal, the archive and a backup. Each stands alone with its version and checksum,
//! so damage to one costs that one:
//!
//! ```text
//! version   1 byte
//! writer    8 bytes, big-endian
//! body      see [`super::save_body`]
//! checksum  the first 4 bytes of SHA-256 over all before it
//! ```
//!
//! Where many stand together each is preceded by its length as four bytes, big-endian. Texts hold them as base64url.
//! Every version ever written stays readable: the first was a text, see [`super::save_v1`].
use crate::domain::record::event::{Event, LearnerId, Writer};
use crate::format::save_body;
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};
use std::fmt;

pub const VERSION: u8 = 2;

const N_WRITER: usize = 8;
const N_CHECKSUM: usize = 4;

/// Why bytes give no event. They are kept as they are, never overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    NotARecord,
    Newer(u8),
    /// The checksum does not fit: cut off or changed.
    Damaged,
    /// The checksum fits and yet the content means nothing.
    Meaningless,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARecord => f.write_str("不是学练赛的记录"),
            Self::Newer(version) => {
                write!(f, "由更新版本的学练赛写成（记录版本{version}，本程序认得到{VERSION}），请刷新页面更新后再看")
            }
            Self::Damaged => f.write_str("记录不完整或被改动过，校验对不上"),
            Self::Meaningless => f.write_str("记录完整，但内容读不懂"),
        }
    }
}

pub fn to_bytes(event: &Event) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend(event.id.writer.0.to_be_bytes());
    bytes.extend(save_body::to_bytes(event));
    let checksum = checksum(&bytes);
    bytes.extend(checksum);
    bytes
}

/// The record that bytes lie in says whose they are.
pub fn from_bytes(bytes: &[u8], learner: &LearnerId) -> Result<Event, Unreadable> {
    let version = *bytes.first().ok_or(Unreadable::NotARecord)?;
    if version > VERSION {
        return Err(Unreadable::Newer(version));
    }
    if version < VERSION {
        return Err(Unreadable::NotARecord);
    }
    let (rest, sum) = bytes.split_last_chunk::<N_CHECKSUM>().ok_or(Unreadable::Damaged)?;
    if *sum != checksum(rest) {
        return Err(Unreadable::Damaged);
    }
    let (writer, body) = rest[1..].split_first_chunk::<N_WRITER>().ok_or(Unreadable::Damaged)?;
    let writer = Writer(u64::from_be_bytes(*writer));
    save_body::from_bytes(body, writer, learner).ok_or(Unreadable::Meaningless)
}

pub fn to_text(event: &Event) -> String {
    Base64UrlUnpadded::encode_string(&to_bytes(event))
}

pub fn from_text(text: &str, learner: &LearnerId) -> Result<Event, Unreadable> {
    let bytes = Base64UrlUnpadded::decode_vec(text).map_err(|_| Unreadable::Damaged)?;
    from_bytes(&bytes, learner)
}

/// Adds an event's bytes to others.
pub fn push(pack: &mut Vec<u8>, event: &[u8]) {
    pack.extend((event.len() as u32).to_be_bytes());
    pack.extend(event);
}

/// The events of a pack, each as its bytes. What a wrong length cuts off comes last, as it is.
pub fn split(pack: &[u8]) -> Vec<&[u8]> {
    let mut events = Vec::new();
    let mut rest = pack;
    while !rest.is_empty() {
        let whole = rest.split_first_chunk::<4>().and_then(|(len, after)| {
            let len = u32::from_be_bytes(*len) as usize;
            (len > 0).then(|| after.split_at_checked(len)).flatten()
        });
        let (event, after) = whole.unwrap_or((rest, &[]));
        events.push(event);
        rest = after;
    }
    events
}

/// Against damage, not against forgery.
fn checksum(bytes: &[u8]) -> [u8; N_CHECKSUM] {
    let digest = Sha256::digest(bytes);
    [digest[0], digest[1], digest[2], digest[3]]
}

#[cfg(test)]
pub(in crate::format) mod tests {
    use super::*;
    use crate::domain::bank::hash::{BankHash, Edition};
    use crate::domain::bank::id::{BankId, QuestionRef};
    use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points, Share};
    use crate::domain::bank::question::Given;
    use crate::domain::paper::draw::Item;
    use crate::domain::paper::seed::Seed;
    use crate::domain::record::event::{EventId, What};
    use crate::domain::session::entry::{ContestId, Entry, Unit};
    use crate::domain::session::rules::{BankUse, Feedback, Purpose, Rules, Started};
    use crate::domain::session::step::{Answer, Ending, Step};
    use crate::domain::time::{Millis, UtcMillis};
    use proptest::prelude::*;

    fn given() -> impl Strategy<Value = Given> {
        prop_oneof![plain_given(), proptest::collection::vec(plain_given(), 0..4).prop_map(Given::Parts)]
    }

    fn plain_given() -> impl Strategy<Value = Given> {
        prop_oneof![
            proptest::collection::vec(0..10u8, 0..5).prop_map(Given::options),
            any::<bool>().prop_map(Given::Judge),
            proptest::collection::vec("[\\PC\"\\\\]{0,8}", 0..4).prop_map(Given::Blanks),
            proptest::collection::vec(0..10u8, 0..5).prop_map(Given::Order),
            proptest::collection::vec(proptest::option::of(0..10u8), 0..6).prop_map(Given::Match),
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
            Just(Step::Left),
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
            (proptest::option::of(0..10_000_000u64), proptest::option::of(any::<u16>()), any::<bool>()),
            (any::<bool>(), proptest::option::of(any::<i64>())),
        )
            .prop_map(
                |(feedback, limit, may_go_back, multiple, pairs, pass, more, (shuffles, hidden_until))| Rules {
                    feedback: [Feedback::AtOnce, Feedback::AtEnd, Feedback::Beforehand][feedback],
                    limit: limit.map(Millis),
                    per_question: more.0.map(Millis),
                    misses: more.1,
                    watch: more.2,
                    shuffles,
                    hidden_until: hidden_until.map(UtcMillis),
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
                },
            );
        let items = proptest::collection::vec((reference(), 0..5000u32), 0..6);
        let source = proptest::option::of("https?://[a-z]{1,5}/\\PC{0,5}");
        (rules, items, any::<[u8; 32]>(), source, 0..Purpose::ALL.len(), proptest::option::of(entry())).prop_map(
            |(rules, items, seed, source, purpose, entry)| {
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
                    entry,
                }
            },
        )
    }

    fn entry() -> impl Strategy<Value = Entry> {
        let unit =
            prop_oneof![Just(Unit::None), any::<u16>().prop_map(Unit::Listed), "\\PC{0,8}".prop_map(Unit::Written)];
        (any::<[u8; 16]>(), "\\PC{0,8}", unit, "[0-9]{0,6}", any::<u16>(), any::<u16>()).prop_map(
            |(contest, name, unit, number, attempt, time_percent)| Entry {
                contest: ContestId(contest),
                name,
                unit,
                number,
                attempt,
                time_percent,
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

    pub(in crate::format) fn event() -> impl Strategy<Value = Event> {
        let id = (any::<u64>(), any::<u32>()).prop_map(|(writer, seq)| EventId { writer: Writer(writer), seq });
        (id, any::<u64>(), any::<i64>(), what()).prop_map(|(id, lamport, at, mut what)| {
            if let What::Started(started) = &mut what {
                started.at = UtcMillis(at);
            }
            Event { id, lamport, at: UtcMillis(at), learner: LearnerId::first(), what }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(events in proptest::collection::vec(event(), 0..5)) {
            let mut pack = Vec::new();
            for event in &events {
                prop_assert_eq!(from_text(&to_text(event), &LearnerId::first()), Ok(event.clone()));
                push(&mut pack, &to_bytes(event));
            }
            let read: Result<Vec<_>, _> = split(&pack).into_iter().map(|one| from_bytes(one, &LearnerId::first())).collect();
            prop_assert_eq!(read, Ok(events));
        }

        #[test]
        fn damage_is_noticed(event in event(), place in any::<proptest::sample::Index>(), byte: u8) {
            let mut bytes = to_bytes(&event);
            let at = place.index(bytes.len());
            prop_assume!(bytes[at] != byte);
            bytes[at] = byte;
            prop_assert!(from_bytes(&bytes, &LearnerId::first()).is_err());
        }

        #[test]
        fn damage_to_one_event_of_a_pack_costs_no_event_before_it(events in proptest::collection::vec(event(), 1..5), cut in 1..20usize) {
            let mut pack = Vec::new();
            events.iter().for_each(|event| push(&mut pack, &to_bytes(event)));
            pack.truncate(pack.len() - cut);
            let read: Vec<_> = split(&pack).into_iter().map(|one| from_bytes(one, &LearnerId::first())).collect();
            prop_assert_eq!(read.len(), events.len());
            for (read, event) in read.iter().zip(&events[..events.len() - 1]) {
                prop_assert_eq!(read.as_ref(), Ok(event));
            }
            prop_assert!(read.last().unwrap().is_err());
        }
    }

    #[test]
    fn an_event_of_every_kind_written_by_this_version_stays_readable() {
        let text = include_str!("../../tests/fixtures/save-v2.txt");
        for line in text.lines() {
            let event = from_text(line, &LearnerId::first()).unwrap();
            assert_eq!(to_text(&event), line, "a changed shape needs a new version");
        }
        // What stands in the file was written in the first version; the two must tell the same story.
        let first = crate::format::save_v1::read(include_str!("../../tests/fixtures/save-v1.txt"), &LearnerId::first());
        let written: Vec<String> = first.unwrap().iter().map(to_text).collect();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(written, lines[..written.len()]);
        // Kinds of answers that came later, at the end of their enum.
        let (kinds, rest) = lines[written.len()..].split_at(2);
        let later: Vec<Given> = kinds.iter().map(|line| given_in(line)).collect();
        let matched = Given::Match(vec![Some(0), None, Some(2)]);
        let parts =
            [Given::options([2]), Given::Judge(false), Given::Blanks(vec!["季度".into()]), Given::Options(vec![])];
        let parts = parts.into_iter().chain([Given::Order(vec![1, 0, 2]), matched.clone()]).collect();
        assert_eq!(later, [matched, Given::Parts(parts)]);
        // What contests and challenges brought, at the end of theirs.
        let later: Vec<String> = contested().iter().map(to_text).collect();
        assert_eq!(rest, later);
    }

    #[test]
    fn a_text_is_read_only_as_it_was_written() {
        let mut n_loose = 0;
        let mut n_other = 0;
        for line in include_str!("../../tests/fixtures/save-v2.txt").lines() {
            let refused = |text: &str| {
                assert_eq!(from_text(text, &LearnerId::first()), Err(Unreadable::Damaged), "{text}");
            };
            // Padding, spaces and line ends.
            ["=", "==", " ", "\n", "A"].iter().for_each(|more| refused(&format!("{line}{more}")));
            // The letters of the other alphabet, which stand for the same bytes.
            let other = line.replace('-', "+").replace('_', "/");
            if other != line {
                n_other += 1;
                refused(&other);
            }
            // Bits of the last letter that belong to no byte.
            if line.len() % 4 != 0 {
                n_loose += 1;
                let (rest, last) = line.split_at(line.len() - 1);
                let place = ALPHABET.find(last).unwrap();
                refused(&format!("{rest}{}", &ALPHABET[place + 1..place + 2]));
            }
        }
        assert!(n_loose > 0 && n_other > 0, "{n_loose} {n_other}");
    }

    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// A contest's start, that its page was left, and a challenge's start.
    fn contested() -> [Event; 3] {
        let rules = Rules {
            per_question: Some(Millis(45_000)),
            misses: Some(3),
            watch: true,
            shuffles: false,
            hidden_until: Some(UtcMillis(1_795_300_000_000)),
            may_go_back: false,
            ..Rules::mock_exam(Millis::minutes(30), Points::whole(60), Marking::default())
        };
        let entry = Entry {
            contest: ContestId([0xab; 16]),
            name: "张某".into(),
            unit: Unit::Written("机关一支部".into()),
            number: "0417".into(),
            attempt: 2,
            time_percent: 150,
        };
        let item = |id| Item { question: QuestionRef::new("dangzhang", id), points: Points::whole(2) };
        let contest = Started {
            at: UtcMillis(1_795_276_800_000),
            purpose: Purpose::Contest,
            title: "党章知识竞赛".into(),
            rules,
            seed: Seed::from_bytes([6; 32]),
            banks: vec![BankUse { id: BankId::new("dangzhang"), hash: None, source: None }],
            items: ["dangzhang-0001", "dangzhang-0002", "dangzhang-0003"].map(item).to_vec(),
            entry: Some(entry),
        };
        let challenge = Started {
            purpose: Purpose::Challenge,
            title: "挑战答题".into(),
            rules: Rules::challenge(Millis(45_000)),
            entry: None,
            ..contest.clone()
        };
        let id = |seq| EventId { writer: Writer(255), seq };
        let whats = [
            What::Started(Box::new(contest)),
            What::Stepped { session: id(13), step: Step::Left },
            What::Started(Box::new(challenge)),
        ];
        let mut seq = 12;
        whats.map(|what| {
            seq += 1;
            let (id, lamport) = (id(seq), u64::from(seq) + 1);
            Event { id, lamport, at: UtcMillis(1_795_276_800_000), learner: LearnerId::first(), what }
        })
    }

    #[test]
    fn a_start_without_anything_new_keeps_the_bytes_it_always_had() {
        let text = include_str!("../../tests/fixtures/save-v2.txt").lines().next().unwrap();
        let What::Started(mut started) = from_text(text, &LearnerId::first()).unwrap().what else { panic!("a start") };
        let kind = |started: &Started| {
            let what = What::Started(Box::new(started.clone()));
            save_body::what_to_bytes(&what, Writer(1))[0]
        };
        assert_eq!(kind(&started), 6);
        started.rules.watch = true;
        assert_eq!(kind(&started), 12);
    }

    #[track_caller]
    fn given_in(text: &str) -> Given {
        match from_text(text, &LearnerId::first()).unwrap().what {
            What::Stepped { step: Step::Answered(answer), .. } => answer.given,
            what => panic!("{what:?}"),
        }
    }

    fn answered(given: Given) -> Event {
        let answer = Answer {
            item: 2,
            given,
            edition: Edition(0x0123_4567_89ab_cdef),
            share: Share::from_thousandths(666).unwrap(),
            spent: Millis(1000),
            guessed: false,
        };
        let id = |seq| EventId { writer: Writer(255), seq };
        let what = What::Stepped { session: id(0), step: Step::Answered(answer) };
        Event { id: id(11), lamport: 12, at: UtcMillis(1_795_276_800_000), learner: LearnerId::first(), what }
    }

    #[test]
    fn parts_do_not_nest_and_bytes_that_say_so_mean_nothing() {
        let nested = Given::Parts(vec![Given::Parts(vec![Given::Judge(true)])]);
        assert_eq!(from_bytes(&to_bytes(&answered(nested)), &LearnerId::first()), Err(Unreadable::Meaningless));
        let flat = Given::Parts(vec![Given::Judge(true), Given::Match(vec![None])]);
        assert_eq!(given_in(&to_text(&answered(flat.clone()))), flat);
    }

    #[test]
    fn an_answer_is_short_enough_to_be_kept_for_ten_years() {
        let answer = Answer {
            item: 12,
            given: Given::options([1, 3]),
            edition: Edition(u64::MAX),
            share: Share::FULL,
            spent: Millis(45_000),
            guessed: false,
        };
        let id = EventId { writer: Writer(u64::MAX), seq: 500 };
        let session = EventId { writer: Writer(u64::MAX), seq: 3 };
        let what = What::Stepped { session, step: Step::Answered(answer) };
        let event = Event { id, lamport: 200_000, at: UtcMillis(1_795_276_800_000), learner: LearnerId::first(), what };
        assert_eq!(to_bytes(&event).len(), 46);
    }

    #[test]
    fn each_kind_of_unreadable_bytes_says_what_it_is() {
        #[track_caller]
        fn check(bytes: &[u8], expected: Unreadable, sentence: &str) {
            assert_eq!(from_bytes(bytes, &LearnerId::first()), Err(expected));
            assert_eq!(expected.to_string(), sentence);
        }
        let sealed = |mut bytes: Vec<u8>| {
            bytes.extend(checksum(&bytes));
            bytes
        };
        check(&[], Unreadable::NotARecord, "不是学练赛的记录");
        check(b"\x01abc", Unreadable::NotARecord, "不是学练赛的记录");
        let newer = "由更新版本的学练赛写成（记录版本3，本程序认得到2），请刷新页面更新后再看";
        check(&sealed(vec![3]), Unreadable::Newer(3), newer);
        check(&[VERSION, 1, 2, 3, 4], Unreadable::Damaged, "记录不完整或被改动过，校验对不上");
        check(&sealed(vec![VERSION; 20]), Unreadable::Meaningless, "记录完整，但内容读不懂");
    }
}
