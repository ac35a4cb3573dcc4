//! The first version of stored events: a text of a header line with version, count of writes and checksum, a line
//! naming writer and learner, and one line of JSON per event. Only read any more.
//!
//! ```text
//! xueliansai-log 1 7 5f1c0e8a9b2d4c6e
//! {"writer":"00f3…","learner":"1"}
//! {"s":0,"l":1,"t":1795276800000,"e":{…}}
//! ```
use super::save::Unreadable;
use crate::domain::bank::hash::{BankHash, Edition};
use crate::domain::bank::id::{BankId, QuestionId, QuestionRef};
use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points, Share};
use crate::domain::bank::question::Given;
use crate::domain::paper::draw::Item;
use crate::domain::paper::seed::Seed;
use crate::domain::record::event::{Event, EventId, LearnerId, What, Writer};
use crate::domain::session::rules::{BankUse, Feedback, Purpose, Rules, Started};
use crate::domain::session::step::{Answer, Ending, Step};
use crate::domain::time::{Millis, UtcMillis};
use serde_json::Value;
use sha2::{Digest, Sha256};

const MAGIC: &str = "xueliansai-log 1 ";

/// Whether a text is of this version, readable or not.
pub fn is_it(text: &str) -> bool {
    text.starts_with(MAGIC)
}

/// The last place in the log's order that a text names, found without reading it.
pub fn last_lamport(text: &str) -> u64 {
    let of = |line: &str| line.split_once("\"l\":")?.1.split(',').next()?.parse().ok();
    text.lines().filter_map(of).max().unwrap_or_default()
}

pub fn read(text: &str, learner: &LearnerId) -> Result<Vec<Event>, Unreadable> {
    let (header, body) = text.split_once('\n').ok_or(Unreadable::NotARecord)?;
    let sum = header.strip_prefix(MAGIC).ok_or(Unreadable::NotARecord)?.split(' ').nth(1);
    let expected: String = Sha256::digest(body.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    if sum != Some(expected.as_str()) {
        return Err(Unreadable::Damaged);
    }
    let mut lines = body.lines().map(|line| serde_json::from_str::<Value>(line).ok());
    let head = lines.next().flatten().ok_or(Unreadable::Meaningless)?;
    let writer = hex(&head["writer"]).map(Writer).ok_or(Unreadable::Meaningless)?;
    lines.map(|line| event(&line?, writer, learner)).collect::<Option<_>>().ok_or(Unreadable::Meaningless)
}

fn event(line: &Value, writer: Writer, learner: &LearnerId) -> Option<Event> {
    let at = UtcMillis(line["t"].as_i64()?);
    let id = EventId { writer, seq: u32::try_from(line["s"].as_u64()?).ok()? };
    let (kind, of) = line["e"].as_object()?.iter().next()?;
    let what = what(kind, of, writer, at)?;
    Some(Event { id, lamport: line["l"].as_u64()?, at, learner: learner.clone(), what })
}

fn what(kind: &str, of: &Value, writer: Writer, at: UtcMillis) -> Option<What> {
    let step = match kind {
        "start" => return started(of, at).map(|started| What::Started(Box::new(started))),
        "star" => return Some(What::Starred { question: reference(of)?, on: of[2].as_bool()? }),
        "report" => return Some(What::Reported { question: reference(of)?, note: of[2].as_str()?.to_owned() }),
        "withdraw" => return Some(What::Withdrawn { report: id(of, writer)? }),
        "clear" => return Some(What::Cleared { bank: of.as_str().map(BankId::new) }),
        "a" => {
            return Some(What::Stepped { session: id(&of["x"], writer)?, step: Step::Answered(answer(of)?) });
        }
        "guess" => Step::Guessed { item: u16_of(&of[1])?, on: of[2].as_bool()? },
        "flag" => Step::Flagged { item: u16_of(&of[1])?, on: of[2].as_bool()? },
        "m" => Step::Moved { item: u16_of(&of[1])? },
        "back" => return Some(What::Stepped { session: id(of, writer)?, step: Step::ClockSetBack }),
        "end" => Step::Finished(match of[1].as_str()? {
            "done" => Ending::Completed,
            "in" => Ending::HandedIn,
            "time" => Ending::TimeOver,
            _ => return None,
        }),
        _ => return None,
    };
    Some(What::Stepped { session: id(&of[0], writer)?, step })
}

fn answer(of: &Value) -> Option<Answer> {
    Some(Answer {
        item: u16_of(&of["i"])?,
        given: given(&of["g"])?,
        edition: Edition(hex(&of["h"])?),
        share: Share::from_thousandths(u16_of(&of["m"])?)?,
        spent: Millis(of["d"].as_u64()?),
        guessed: of["u"].as_bool().unwrap_or_default(),
    })
}

fn given(of: &Value) -> Option<Given> {
    let (kind, of) = of.as_object()?.iter().next()?;
    let positions = || of.as_array()?.iter().map(|one| u8::try_from(one.as_u64()?).ok()).collect::<Option<Vec<u8>>>();
    Some(match kind.as_str() {
        "o" => Given::options(positions()?),
        "j" => Given::Judge(of.as_bool()?),
        "b" => Given::Blanks(strings(of)?),
        "r" => Given::Order(positions()?),
        _ => return None,
    })
}

fn started(of: &Value, at: UtcMillis) -> Option<Started> {
    let bank_use = |of: &Value| {
        let hash = match of["hash"].as_str() {
            Some(hash) => Some(BankHash::parse(hash)?),
            None => None,
        };
        Some(BankUse {
            id: BankId::new(of["id"].as_str()?),
            hash,
            source: of["source"].as_str().map(ToOwned::to_owned),
        })
    };
    let banks: Vec<BankUse> = of["banks"].as_array()?.iter().map(bank_use).collect::<Option<_>>()?;
    let mut items = Vec::new();
    for run in of["items"].as_array()? {
        let bank = &banks.get(usize::try_from(run[0].as_u64()?).ok()?)?.id;
        let points = Points(u32::try_from(run[1].as_u64()?).ok()?);
        items.extend(strings(&run[2])?.into_iter().map(|id| {
            let question = QuestionRef { bank: bank.clone(), question: QuestionId::new(id) };
            Item { question, points }
        }));
    }
    Some(Started {
        at,
        purpose: Purpose::from_key(of["purpose"].as_str()?)?,
        title: of["title"].as_str()?.to_owned(),
        rules: rules(&of["rules"])?,
        // Any 32 bytes make a seed; a bank hash is read the same way.
        seed: Seed::from_bytes(*BankHash::parse(of["seed"].as_str()?)?.bytes()),
        banks,
        items,
        entry: None,
    })
}

fn rules(of: &Value) -> Option<Rules> {
    Some(Rules {
        feedback: match of["feedback"].as_str()? {
            "once" => Feedback::AtOnce,
            "end" => Feedback::AtEnd,
            "before" => Feedback::Beforehand,
            _ => return None,
        },
        limit: of["limit"].as_u64().map(Millis),
        per_question: None,
        misses: None,
        watch: false,
        shuffles: true,
        hidden_until: None,
        may_go_back: of["back"].as_bool()?,
        marking: Marking {
            multiple: match of["multiple"].as_str()? {
                "all" => MultipleRule::AllOrNothing,
                "half" => MultipleRule::HalfForSubset,
                "each" => MultipleRule::PerOption,
                "minus" => MultipleRule::MinusForWrong,
                _ => return None,
            },
            order: if of["pairs"].as_bool()? { OrderRule::NeighbouringPairs } else { OrderRule::AllOrNothing },
        },
        pass: of["pass"].as_u64().and_then(|pass| u32::try_from(pass).ok()).map(Points),
    })
}

/// Another event: by sequence alone where both are of one writer.
fn id(of: &Value, writer: Writer) -> Option<EventId> {
    let text = of.as_str()?;
    text.parse().map_or_else(|_| EventId::parse(text), |seq| Some(EventId { writer, seq }))
}

fn reference(of: &Value) -> Option<QuestionRef> {
    Some(QuestionRef::new(of[0].as_str()?, of[1].as_str()?))
}

fn strings(of: &Value) -> Option<Vec<String>> {
    of.as_array()?.iter().map(|one| one.as_str().map(ToOwned::to_owned)).collect()
}

fn u16_of(of: &Value) -> Option<u16> {
    u16::try_from(of.as_u64()?).ok()
}

fn hex(of: &Value) -> Option<u64> {
    let text = of.as_str().filter(|text| text.len() == 16)?;
    u64::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_of_the_first_version_reads_whole() {
        let text = include_str!("../../tests/fixtures/save-v1.txt");
        let events = read(text, &LearnerId::first()).unwrap();
        assert_eq!(events.len(), 11);
        assert_eq!(Some(last_lamport(text)), events.iter().map(|event| event.lamport).max());
        assert_eq!(last_lamport("xueliansai-log 1 别的东西"), 0);
        let What::Started(started) = &events[0].what else { panic!("{:?}", events[0]) };
        assert_eq!((started.items.len(), started.total(), started.rules.pass), (3, Points(5000), Some(Points(60_000))));
        assert_eq!(events[2].id, EventId { writer: Writer(255), seq: 2 });
    }

    #[test]
    fn a_record_that_was_cut_is_refused() {
        let text = include_str!("../../tests/fixtures/save-v1.txt");
        assert_eq!(read(&text[..text.len() - 3], &LearnerId::first()), Err(Unreadable::Damaged));
        assert_eq!(read("别的东西\n", &LearnerId::first()), Err(Unreadable::NotARecord));
    }
}
