//! What is shown of the log up to a place in the archive, so that the next start need not read the log again. It can
//! always be made anew from the log: what does not fit is thrown away and never migrated.
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{BankId, QuestionId, QuestionRef};
use crate::domain::bank::marking::Points;
use crate::domain::record::event::{EventId, What, Writer};
use crate::domain::record::ledger::{Digest, Extent};
use crate::domain::record::session_record::{PastExam, SessionRecord};
use crate::domain::record::standing::{DayCount, Standing, Wrong};
use crate::domain::record::standings::{Report, Standings};
use crate::domain::record::version_vector::VersionVector;
use crate::domain::session::rules::Purpose;
use crate::domain::session::step::Step;
use crate::domain::time::{Day, UtcMillis};
use crate::format::save_body;
use crate::format::wire::In;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// To be raised when the shape changes, and when the same log is to be shown in another way.
const VERSION: u8 = 3;
const N_CHECKSUM: usize = 8;

/// Everything up to an entry of the archive.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    pub upto: u64,
    pub digest: Digest,
}

type RawId = ([u8; 8], u32);
type RawEdition = [u8; 8];
type RawWrong = (i64, u32, RawEdition, Option<i32>);

#[derive(Serialize)]
struct RawSnapshot {
    upto: u64,
    n_events: u64,
    latest_at: i64,
    last: Option<(u64, RawId)>,
    whole: Vec<RawId>,
    beyond: Vec<RawId>,
    banks: Vec<(String, Vec<(String, RawStanding)>)>,
    open: Vec<RawOpen>,
    exams: Vec<RawExam>,
    /// Id, bank, question, note, moment.
    reports: Vec<(RawId, String, String, String, i64)>,
}

#[derive(Serialize)]
struct RawStanding {
    n_answered: u32,
    n_right: u32,
    /// Day, edition, answered, right.
    days: Vec<(i32, RawEdition, u32, u32)>,
    edition: Option<RawEdition>,
    last_at: i64,
    wrong: Option<RawWrong>,
    before_guess: Option<Option<RawWrong>>,
    starred: bool,
}

#[derive(Serialize)]
struct RawOpen {
    id: RawId,
    at: i64,
    /// This and each step as in a saved event.
    started: Vec<u8>,
    steps: Vec<(i64, Vec<u8>)>,
}

#[derive(Serialize)]
struct RawExam {
    id: RawId,
    at: i64,
    title: String,
    earned: u32,
    total: u32,
    banks: Vec<String>,
    /// Position in [`Purpose::ALL`].
    purpose: u8,
    n_right: u32,
}

pub fn to_bytes(snapshot: &Snapshot) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    let body = postcard::to_allocvec(&RawSnapshot::of(snapshot));
    bytes.extend(body.expect("raw twins are plain structs of strings and numbers, which always serialise"));
    let digest = Sha256::digest(&bytes);
    bytes.extend(&digest[..N_CHECKSUM]);
    bytes
}

/// `None` where the bytes are no whole snapshot of this version.
pub fn from_bytes(bytes: &[u8]) -> Option<Snapshot> {
    let (rest, sum) = bytes.split_last_chunk::<N_CHECKSUM>()?;
    if *rest.first()? != VERSION || Sha256::digest(rest)[..N_CHECKSUM] != *sum {
        return None;
    }
    let mut from = In(&rest[1..]);
    let snapshot = snapshot(&mut from)?;
    from.is_empty().then_some(snapshot)
}

// What follows reads the raw twins below field by field: every start reads a snapshot, and what serde makes for it
// would weigh on every first visit.

fn snapshot(from: &mut In) -> Option<Snapshot> {
    let (upto, n_events, latest_at) = (from.u64()?, from.u64()?, at(from)?);
    let last = from.option(|from| Some((from.u64()?, id(from)?)))?;
    let whole = from.list(|from| Some((writer(from)?, from.u32()?)))?;
    let beyond = from.list(id)?;
    let mut questions = Vec::new();
    from.list(|from| {
        let bank = BankId::new(from.text()?);
        from.list(|from| {
            let question = QuestionRef { bank: bank.clone(), question: QuestionId::new(from.text()?) };
            questions.push((question, standing(from)?));
            Some(())
        })
    })?;
    let (open, exams) = (from.list(open)?, from.list(exam)?);
    let reports = from.list(|from| {
        let id = id(from)?;
        let question = QuestionRef::new(from.text()?, from.text()?);
        Some((id, Report { question, note: from.text()?.to_owned(), at: at(from)? }))
    })?;
    let standings = Standings::from_parts(questions, open, exams, reports);
    let extent = Extent { known: VersionVector::from_parts(whole, beyond), last, latest_at, n_events };
    Some(Snapshot { upto, digest: Digest { standings, extent } })
}

fn at(from: &mut In) -> Option<UtcMillis> {
    from.signed().map(UtcMillis)
}

fn writer(from: &mut In) -> Option<Writer> {
    from.raw().map(|bytes| Writer(u64::from_be_bytes(bytes)))
}

fn id(from: &mut In) -> Option<EventId> {
    Some(EventId { writer: writer(from)?, seq: from.u32()? })
}

fn edition(from: &mut In) -> Option<Edition> {
    from.raw().map(|bytes| Edition(u64::from_be_bytes(bytes)))
}

fn day(from: &mut In) -> Option<Day> {
    from.signed()?.try_into().ok().map(Day)
}

fn wrong(from: &mut In) -> Option<Wrong> {
    Some(Wrong { since: at(from)?, n_misses: from.u32()?, edition: edition(from)?, right_on: from.option(day)? })
}

fn standing(from: &mut In) -> Option<Standing> {
    Some(Standing {
        n_answered: from.u32()?,
        n_right: from.u32()?,
        days: from.list(|from| {
            let (day, edition) = (day(from)?, edition(from)?);
            Some(DayCount { day, edition, n_answered: from.u32()?, n_right: from.u32()? })
        })?,
        edition: from.option(edition)?,
        last_at: at(from)?,
        wrong: from.option(wrong)?,
        before_guess: from.option(|from| from.option(wrong))?,
        starred: from.flag()?,
    })
}

fn open(from: &mut In) -> Option<SessionRecord> {
    let (id, begun) = (id(from)?, at(from)?);
    let what = |at, from: &mut In| save_body::what_from_bytes(from.bytes()?, id.writer, at);
    let What::Started(started) = what(begun, from)? else { return None };
    let mut session = SessionRecord::new(id, *started);
    from.list(|from| {
        let at = at(from)?;
        let What::Stepped { step, .. } = what(at, from)? else { return None };
        session.take(at, &step);
        Some(())
    })?;
    Some(session)
}

fn exam(from: &mut In) -> Option<PastExam> {
    Some(PastExam {
        id: id(from)?,
        at: at(from)?,
        title: from.text()?.to_owned(),
        earned: Points(from.u32()?),
        total: Points(from.u32()?),
        banks: from.list(|from| from.text().map(BankId::new))?,
        purpose: *Purpose::ALL.get(usize::from(from.byte()?))?,
        n_right: from.u32()?,
    })
}

const fn raw_id(id: EventId) -> RawId {
    (id.writer.0.to_be_bytes(), id.seq)
}

const fn raw_edition(edition: Edition) -> RawEdition {
    edition.0.to_be_bytes()
}

fn raw_day(count: &DayCount) -> (i32, RawEdition, u32, u32) {
    (count.day.0, raw_edition(count.edition), count.n_answered, count.n_right)
}

impl RawSnapshot {
    fn of(snapshot: &Snapshot) -> Self {
        let Digest { standings, extent } = &snapshot.digest;
        let mut banks: Vec<(String, Vec<(String, RawStanding)>)> = Vec::new();
        for (question, standing) in standings.questions() {
            let idx = banks.iter().position(|(bank, _)| bank == question.bank.as_str()).unwrap_or_else(|| {
                banks.push((question.bank.to_string(), Vec::new()));
                banks.len() - 1
            });
            banks[idx].1.push((question.question.to_string(), RawStanding::of(standing)));
        }
        let reports = standings.reports().into_iter().map(|(id, report)| {
            let Report { question, note, at } = report;
            (raw_id(id), question.bank.to_string(), question.question.to_string(), note.clone(), at.0)
        });
        let whole = extent.known.whole().map(|(writer, n)| (writer.0.to_be_bytes(), n));
        Self {
            upto: snapshot.upto,
            n_events: extent.n_events,
            latest_at: extent.latest_at.0,
            last: extent.last.map(|(lamport, id)| (lamport, raw_id(id))),
            whole: whole.collect(),
            beyond: extent.known.beyond().map(raw_id).collect(),
            banks,
            open: standings.started_sessions().iter().map(RawOpen::of).collect(),
            exams: standings.exams().iter().map(RawExam::of).collect(),
            reports: reports.collect(),
        }
    }
}

impl RawStanding {
    fn of(standing: &Standing) -> Self {
        let raw_wrong = |wrong: &Wrong| {
            (wrong.since.0, wrong.n_misses, raw_edition(wrong.edition), wrong.right_on.map(|day| day.0))
        };
        Self {
            n_answered: standing.n_answered,
            n_right: standing.n_right,
            days: standing.days.iter().map(raw_day).collect(),
            edition: standing.edition.map(raw_edition),
            last_at: standing.last_at.0,
            wrong: standing.wrong.as_ref().map(raw_wrong),
            before_guess: standing.before_guess.as_ref().map(|before| before.as_ref().map(raw_wrong)),
            starred: standing.starred,
        }
    }
}

impl RawOpen {
    fn of(session: &SessionRecord) -> Self {
        let writer = session.id.writer;
        let step = |(at, step): &(UtcMillis, Step)| {
            let what = What::Stepped { session: session.id, step: step.clone() };
            (at.0, save_body::what_to_bytes(&what, writer))
        };
        Self {
            id: raw_id(session.id),
            at: session.started.at.0,
            started: save_body::what_to_bytes(&What::Started(Box::new(session.started.clone())), writer),
            steps: session.steps.iter().map(step).collect(),
        }
    }
}

impl RawExam {
    fn of(exam: &PastExam) -> Self {
        Self {
            id: raw_id(exam.id),
            at: exam.at.0,
            title: exam.title.clone(),
            earned: exam.earned.0,
            total: exam.total.0,
            banks: exam.banks.iter().map(ToString::to_string).collect(),
            purpose: exam.purpose as u8,
            n_right: exam.n_right,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::event::LearnerId;
    use crate::format::save_v1;

    fn snapshot(n_events: usize) -> Snapshot {
        let text = include_str!("../../tests/fixtures/save-v1.txt");
        let mut events = save_v1::read(text, &LearnerId::first()).unwrap();
        events.truncate(n_events);
        Snapshot { upto: 7, digest: Digest::of(events) }
    }

    #[test]
    fn a_snapshot_reads_back_whatever_has_happened() {
        for n_events in 0..=11 {
            let snapshot = snapshot(n_events);
            assert_eq!(from_bytes(&to_bytes(&snapshot)), Some(snapshot), "{n_events}");
        }
    }

    #[test]
    fn a_contest_under_way_and_a_challenge_at_its_end_read_back() {
        let text = include_str!("../../tests/fixtures/save-v2.txt");
        let mut events: Vec<_> = text
            .lines()
            .skip(13)
            .map(|line| crate::format::save::from_text(line, &LearnerId::first()).unwrap())
            .collect();
        let (challenge, step) = (events[2].id, Step::Finished(crate::domain::session::step::Ending::Completed));
        let mut end = events[2].clone();
        (end.id.seq, end.lamport) = (end.id.seq + 1, end.lamport + 1);
        end.what = What::Stepped { session: challenge, step };
        events.push(end);
        let snapshot = Snapshot { upto: 4, digest: Digest::of(events) };
        let standings = &snapshot.digest.standings;
        assert_eq!((standings.started_sessions().len(), standings.exams().len()), (1, 1));
        assert_eq!(standings.started_sessions()[0].steps.len(), 1, "the page was left once");
        assert_eq!(from_bytes(&to_bytes(&snapshot)), Some(snapshot));
    }

    #[test]
    fn what_is_not_whole_is_no_snapshot() {
        let mut bytes = to_bytes(&snapshot(9));
        assert_eq!(from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(from_bytes(&[]), None);
        bytes[30] ^= 1;
        assert_eq!(from_bytes(&bytes), None);
    }
}
