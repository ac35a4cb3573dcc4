//! The body of a saved event, in the wire format of [`super::wire`]. Fields stand in the order of the functions here,
//! without names, and kinds by number: a change of either is a new version of the format. What is new gets a new
//! number, so that everything written before reads as it did; an app that does not know it keeps it as it is.
use super::wire::{In, Out};
use crate::domain::bank::hash::{BankHash, Edition};
use crate::domain::bank::id::{BankId, QuestionId, QuestionRef};
use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points, Share};
use crate::domain::bank::question::Given;
use crate::domain::paper::draw::Item;
use crate::domain::paper::seed::Seed;
use crate::domain::record::event::{Event, EventId, LearnerId, What, Writer};
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::domain::session::rules::{BankUse, Feedback, Purpose, Rules, Started};
use crate::domain::session::step::{Answer, Ending, Step};
use crate::domain::time::{Millis, UtcMillis};

/// What happened.
mod kind {
    pub const ANSWERED: u8 = 0;
    pub const GUESSED: u8 = 1;
    pub const FLAGGED: u8 = 2;
    pub const MOVED: u8 = 3;
    pub const CLOCK_SET_BACK: u8 = 4;
    pub const FINISHED: u8 = 5;
    pub const STARTED: u8 = 6;
    pub const STARRED: u8 = 7;
    pub const REPORTED: u8 = 8;
    pub const WITHDRAWN: u8 = 9;
    pub const CLEARED: u8 = 10;
    pub const LEFT: u8 = 11;
    /// A start with anything that sessions could not have at first; others keep their bytes.
    pub const STARTED_MORE: u8 = 12;
}

/// What was given as an answer.
mod given_kind {
    pub const OPTIONS: u8 = 0;
    pub const JUDGE: u8 = 1;
    pub const BLANKS: u8 = 2;
    pub const ORDER: u8 = 3;
    /// For each left the position of its right and one, or 0.
    pub const MATCH: u8 = 4;
    /// Each part written like a whole answer. Bytes, so that no answer nests deeper however they are forged.
    pub const PARTS: u8 = 5;
}

const FEEDBACK: [Feedback; 3] = [Feedback::AtOnce, Feedback::AtEnd, Feedback::Beforehand];
const MULTIPLE: [MultipleRule; 4] =
    [MultipleRule::AllOrNothing, MultipleRule::HalfForSubset, MultipleRule::PerOption, MultipleRule::MinusForWrong];
const ENDINGS: [Ending; 3] = [Ending::Completed, Ending::HandedIn, Ending::TimeOver];

/// Without the writer, who stands elsewhere.
pub fn to_bytes(event: &Event) -> Vec<u8> {
    let mut out = Out::default();
    out.number(event.id.seq);
    out.number(event.lamport);
    out.signed(event.at.0);
    what(&mut out, &event.what, event.id.writer);
    out.0
}

/// `None` where the bytes are not one event and nothing else.
pub fn from_bytes(bytes: &[u8], writer: Writer, learner: &LearnerId) -> Option<Event> {
    let mut from = In(bytes);
    let id = EventId { writer, seq: from.u32()? };
    let lamport = from.u64()?;
    let at = UtcMillis(from.signed()?);
    let what = read_what(&mut from, writer, at)?;
    from.is_empty().then(|| Event { id, lamport, at, learner: learner.clone(), what })
}

pub fn what_to_bytes(of: &What, writer: Writer) -> Vec<u8> {
    let mut out = Out::default();
    what(&mut out, of, writer);
    out.0
}

pub fn what_from_bytes(bytes: &[u8], writer: Writer, at: UtcMillis) -> Option<What> {
    let mut from = In(bytes);
    read_what(&mut from, writer, at).filter(|_| from.is_empty())
}

fn what(out: &mut Out, what: &What, writer: Writer) {
    match what {
        What::Started(start) => {
            let Rules { per_question, misses, watch, shuffles, hidden_until, .. } = start.rules;
            let plain = per_question.is_none() && misses.is_none() && !watch && shuffles && hidden_until.is_none();
            let plain = plain && start.entry.is_none();
            out.byte(if plain { kind::STARTED } else { kind::STARTED_MORE });
            started(out, start);
            if !plain {
                out.option(per_question, |out, span| out.number(span.0));
                out.option(misses, Out::number);
                out.flag(watch);
                out.flag(!shuffles);
                out.option(hidden_until, |out, until| out.signed(until.0));
                out.option(start.entry.as_ref(), entry);
            }
        }
        What::Stepped { session, step: of } => step(out, *session, of, writer),
        What::Starred { question, on } => {
            out.byte(kind::STARRED);
            reference(out, question);
            out.flag(*on);
        }
        What::Reported { question, note } => {
            out.byte(kind::REPORTED);
            reference(out, question);
            out.text(note);
        }
        What::Withdrawn { report } => {
            out.byte(kind::WITHDRAWN);
            id(out, *report, writer);
        }
        What::Cleared { bank } => {
            out.byte(kind::CLEARED);
            out.option(bank.as_ref(), |out, bank| out.text(bank.as_str()));
        }
    }
}

fn read_what(from: &mut In, writer: Writer, at: UtcMillis) -> Option<What> {
    let kind = from.kind()?;
    match kind {
        kind::STARTED => return Some(What::Started(Box::new(read_started(from, at)?))),
        kind::STARTED_MORE => {
            let mut started = Box::new(read_started(from, at)?);
            let rules = &mut started.rules;
            rules.per_question = from.option(In::u64)?.map(Millis);
            rules.misses = from.option(In::u16)?;
            rules.watch = from.flag()?;
            rules.shuffles = !from.flag()?;
            rules.hidden_until = from.option(In::signed)?.map(UtcMillis);
            started.entry = from.option(read_entry)?;
            return Some(What::Started(started));
        }
        kind::STARRED => return Some(What::Starred { question: read_reference(from)?, on: from.flag()? }),
        kind::REPORTED => {
            return Some(What::Reported { question: read_reference(from)?, note: from.text()?.to_owned() });
        }
        kind::WITHDRAWN => return Some(What::Withdrawn { report: read_id(from, writer)? }),
        kind::CLEARED => return Some(What::Cleared { bank: from.option(In::text)?.map(BankId::new) }),
        _ => {}
    }
    let session = read_id(from, writer)?;
    let step = match kind {
        kind::ANSWERED => Step::Answered(Answer {
            item: from.u16()?,
            given: read_given(from, true)?,
            edition: Edition(u64::from_be_bytes(from.raw()?)),
            share: Share::from_thousandths(from.u16()?)?,
            spent: Millis(from.u64()?),
            guessed: from.flag()?,
        }),
        kind::GUESSED => Step::Guessed { item: from.u16()?, on: from.flag()? },
        kind::FLAGGED => Step::Flagged { item: from.u16()?, on: from.flag()? },
        kind::MOVED => Step::Moved { item: from.u16()? },
        kind::CLOCK_SET_BACK => Step::ClockSetBack,
        kind::LEFT => Step::Left,
        kind::FINISHED => Step::Finished(one_of(from, &ENDINGS)?),
        _ => return None,
    };
    Some(What::Stepped { session, step })
}

fn step(out: &mut Out, session: EventId, step: &Step, writer: Writer) {
    out.byte(match step {
        Step::Answered(_) => kind::ANSWERED,
        Step::Guessed { .. } => kind::GUESSED,
        Step::Flagged { .. } => kind::FLAGGED,
        Step::Moved { .. } => kind::MOVED,
        Step::ClockSetBack => kind::CLOCK_SET_BACK,
        Step::Finished(_) => kind::FINISHED,
        Step::Left => kind::LEFT,
    });
    id(out, session, writer);
    match step {
        Step::Answered(answer) => {
            out.number(answer.item);
            given(out, &answer.given);
            out.raw(&answer.edition.0.to_be_bytes());
            out.number(answer.share.thousandths());
            out.number(answer.spent.0);
            out.flag(answer.guessed);
        }
        Step::Guessed { item, on } | Step::Flagged { item, on } => {
            out.number(*item);
            out.flag(*on);
        }
        Step::Moved { item } => out.number(*item),
        Step::Finished(ending) => place_in(out, &ENDINGS, ending),
        Step::ClockSetBack | Step::Left => {}
    }
}

fn given(out: &mut Out, given: &Given) {
    match given {
        Given::Options(positions) => {
            out.byte(given_kind::OPTIONS);
            out.bytes(positions);
        }
        Given::Judge(said) => {
            out.byte(given_kind::JUDGE);
            out.flag(*said);
        }
        Given::Blanks(texts) => {
            out.byte(given_kind::BLANKS);
            out.len(texts.len());
            texts.iter().for_each(|text| out.text(text));
        }
        Given::Order(positions) => {
            out.byte(given_kind::ORDER);
            out.bytes(positions);
        }
        Given::Match(chosen) => {
            out.byte(given_kind::MATCH);
            out.len(chosen.len());
            chosen.iter().for_each(|one| out.byte(one.map_or(0, |position| position.saturating_add(1))));
        }
        Given::Parts(parts) => {
            out.byte(given_kind::PARTS);
            out.len(parts.len());
            for part in parts {
                let mut inner = Out::default();
                self::given(&mut inner, part);
                out.bytes(&inner.0);
            }
        }
    }
}

fn read_given(from: &mut In, whole: bool) -> Option<Given> {
    Some(match from.kind()? {
        given_kind::OPTIONS => Given::options(from.bytes()?.iter().copied()),
        given_kind::JUDGE => Given::Judge(from.flag()?),
        given_kind::BLANKS => Given::Blanks(from.list(|from| from.text().map(ToOwned::to_owned))?),
        given_kind::ORDER => Given::Order(from.bytes()?.to_vec()),
        given_kind::MATCH => Given::Match(from.bytes()?.iter().map(|one| one.checked_sub(1)).collect()),
        given_kind::PARTS if whole => Given::Parts(from.list(|from| {
            let mut inner = In(from.bytes()?);
            read_given(&mut inner, false).filter(|_| inner.is_empty())
        })?),
        _ => return None,
    })
}

fn started(out: &mut Out, started: &Started) {
    out.text(started.purpose.key());
    out.text(&started.title);
    let rules = &started.rules;
    place_in(out, &FEEDBACK, &rules.feedback);
    out.option(rules.limit, |out, limit| out.number(limit.0));
    out.flag(rules.may_go_back);
    place_in(out, &MULTIPLE, &rules.marking.multiple);
    out.flag(rules.marking.order == OrderRule::NeighbouringPairs);
    out.option(rules.pass, |out, pass| out.number(pass.0));
    out.raw(started.seed.bytes());
    out.len(started.banks.len());
    for of in &started.banks {
        out.text(of.id.as_str());
        out.option(of.hash, |out, hash| out.raw(hash.bytes()));
        out.option(of.source.as_deref(), Out::text);
    }
    // Runs of items of one bank with the same points: position in `banks`, points, question ids.
    let runs = || started.items.chunk_by(|a, b| a.question.bank == b.question.bank && a.points == b.points);
    out.len(runs().count());
    for run in runs() {
        let bank = started.banks.iter().position(|of| of.id == run[0].question.bank);
        out.number(bank.map_or(u32::MAX, |idx| idx as u32));
        out.number(run[0].points.0);
        out.len(run.len());
        run.iter().for_each(|item| out.text(item.question.question.as_str()));
    }
}

fn read_started(from: &mut In, at: UtcMillis) -> Option<Started> {
    let purpose = Purpose::from_key(from.text()?)?;
    let title = from.text()?.to_owned();
    let rules = Rules {
        feedback: one_of(from, &FEEDBACK)?,
        limit: from.option(In::u64)?.map(Millis),
        may_go_back: from.flag()?,
        marking: Marking {
            multiple: one_of(from, &MULTIPLE)?,
            order: if from.flag()? { OrderRule::NeighbouringPairs } else { OrderRule::AllOrNothing },
        },
        pass: from.option(In::u32)?.map(Points),
        ..Rules::PRACTICE
    };
    let seed = Seed::from_bytes(from.raw()?);
    let banks = from.list(|from| {
        Some(BankUse {
            id: BankId::new(from.text()?),
            hash: from.option(In::raw)?.map(BankHash::from_bytes),
            source: from.option(In::text)?.map(ToOwned::to_owned),
        })
    })?;
    let mut items = Vec::new();
    from.list(|from| {
        let bank = &banks.get(from.u32()? as usize)?.id;
        let points = Points(from.u32()?);
        from.list(|from| {
            let question = QuestionRef { bank: bank.clone(), question: QuestionId::new(from.text()?) };
            items.push(Item { question, points });
            Some(())
        })
    })?;
    Some(Started { at, purpose, title, rules, seed, banks, items, entry: None })
}

fn entry(out: &mut Out, entry: &Entry) {
    out.raw(&entry.contest.0);
    out.text(&entry.name);
    // Position of the unit, or its name; neither where there is none.
    let (listed, written) = match &entry.unit {
        Unit::None => (None, None),
        Unit::Listed(position) => (Some(*position), None),
        Unit::Written(name) => (None, Some(name.as_str())),
    };
    out.option(listed, Out::number);
    out.option(written, Out::text);
    out.text(&entry.number);
    out.number(entry.attempt);
    out.number(entry.time_percent);
}

fn read_entry(from: &mut In) -> Option<Entry> {
    Some(Entry {
        contest: ContestId(from.raw()?),
        name: from.text()?.to_owned(),
        unit: match (from.option(In::u16)?, from.option(In::text)?) {
            (None, None) => Unit::None,
            (Some(position), None) => Unit::Listed(position),
            (None, Some(name)) => Unit::Written(name.to_owned()),
            (Some(_), Some(_)) => return None,
        },
        number: from.text()?.to_owned(),
        attempt: from.u16()?,
        time_percent: from.u16()?,
    })
}

/// The writer is left out where it is the one who names the event.
fn id(out: &mut Out, id: EventId, writer: Writer) {
    out.option((id.writer != writer).then_some(id.writer), |out, writer| out.raw(&writer.0.to_be_bytes()));
    out.number(id.seq);
}

fn read_id(from: &mut In, writer: Writer) -> Option<EventId> {
    let named = from.option(In::raw)?;
    Some(EventId { writer: named.map_or(writer, |bytes| Writer(u64::from_be_bytes(bytes))), seq: from.u32()? })
}

fn reference(out: &mut Out, question: &QuestionRef) {
    out.text(question.bank.as_str());
    out.text(question.question.as_str());
}

fn read_reference(from: &mut In) -> Option<QuestionRef> {
    Some(QuestionRef::new(from.text()?, from.text()?))
}

fn place_in<T: PartialEq>(out: &mut Out, all: &[T], one: &T) {
    out.len(all.iter().position(|of| of == one).unwrap_or_default());
}

fn one_of<T: Copy>(from: &mut In, all: &[T]) -> Option<T> {
    all.get(usize::from(from.kind()?)).copied()
}
