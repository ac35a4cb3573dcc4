//! `bank events`: a record of many years, made up, for the bench. Entries as the archive has them, joined ones and then
//! those of the last days one by one, each preceded by its length as four bytes, big-endian.
use crate::Outcome;
use crate::banks::Folder;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::fs;
use std::path::Path;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::id::QuestionRef;
use xueliansai::domain::bank::marking::{Points, Share};
use xueliansai::domain::bank::question::Given;
use xueliansai::domain::paper::draw::Item;
use xueliansai::domain::paper::seed::Seed;
use xueliansai::domain::record::event::{Event, EventId, LearnerId, What, Writer};
use xueliansai::domain::session::rules::{BankUse, Purpose, Rules, Started};
use xueliansai::domain::session::step::{Answer, Ending, Step};
use xueliansai::domain::time::{Millis, UtcMillis};
use xueliansai::format::save;

/// The app joins small entries into ones of about this many events.
const BLOCK: usize = 400;
/// Not joined yet; enough for the app to do it.
const LOOSE: usize = 250;
const N_ITEMS: u16 = 10;
const SESSIONS_A_DAY: usize = 5;
const DAY: i64 = 86_400_000;
/// The last day: 22 November 2026, noon in Beijing.
const END: i64 = 1_795_320_000_000;

pub fn run(dir: &Path, n: usize, out: &Path) -> Outcome {
    let folder = Folder::read(dir)?;
    let banks: Vec<&Bank> = folder.banks.iter().map(|file| &file.bank).collect();
    let events = years(&banks, n);
    let mut bytes = Vec::new();
    let (joined, loose) = events.split_at(n.saturating_sub(LOOSE));
    for block in joined.chunks(BLOCK).chain(loose.chunks(1)) {
        let mut pack = Vec::new();
        block.iter().for_each(|event| save::push(&mut pack, &save::to_bytes(event)));
        save::push(&mut bytes, &pack);
    }
    fs::write(out, &bytes).map_err(|why| format!("{}写不进去：{why}", out.display()))?;
    Ok(format!("{}条记录，{}天，{}字节", events.len(), n_days(n), bytes.len()))
}

/// A session is its start, its answers and its end.
fn n_days(n: usize) -> usize {
    n.div_ceil(SESSIONS_A_DAY * (usize::from(N_ITEMS) + 2))
}

/// Every day the app is started once and five practices of ten are done, in one bank after another.
fn years(banks: &[&Bank], n: usize) -> Vec<Event> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut events = Vec::with_capacity(n);
    for day in 0..n_days(n) {
        let writer = Writer(rng.next_u64());
        let morning = END - (n_days(n) - day) as i64 * DAY;
        for session in 0..SESSIONS_A_DAY {
            let bank = banks[(day + session) % banks.len()];
            practise(&mut events, bank, writer, UtcMillis(morning + session as i64 * 600_000), &mut rng);
        }
    }
    events.truncate(n);
    events
}

fn practise(events: &mut Vec<Event>, bank: &Bank, writer: Writer, at: UtcMillis, rng: &mut ChaCha8Rng) {
    let live: Vec<_> = bank.live().collect();
    let first = rng.next_u32() as usize;
    let asked: Vec<_> = (0..usize::from(N_ITEMS)).map(|idx| live[(first + idx * 7) % live.len()]).collect();
    let items = asked.iter().map(|it| {
        let question = QuestionRef { bank: bank.id.clone(), question: it.id.clone() };
        Item { question, points: Points::default() }
    });
    let started = Started {
        at,
        purpose: Purpose::Practice,
        title: bank.title.clone(),
        rules: Rules::PRACTICE,
        seed: Seed::from_bytes([7; 32]),
        banks: vec![BankUse { id: bank.id.clone(), hash: Some(bank.hash()), source: None }],
        items: items.collect(),
        entry: None,
    };
    let mut write = |after: i64, what: What| {
        let seq = events.iter().rev().take_while(|event| event.id.writer == writer).count() as u32;
        let id = EventId { writer, seq };
        let at = UtcMillis(at.0 + after);
        events.push(Event { id, lamport: events.len() as u64 + 1, at, learner: LearnerId::first(), what });
        id
    };
    let session = write(0, What::Started(Box::new(started)));
    for (item, question) in (0..N_ITEMS).zip(asked) {
        let share = if rng.next_u32().is_multiple_of(5) { Share::NONE } else { Share::FULL };
        let answer = Answer {
            item,
            given: Given::options([rng.next_u32() as u8 % 4]),
            edition: question.hash().edition(),
            share,
            spent: Millis(u64::from(4000 + rng.next_u32() % 30_000)),
            guessed: rng.next_u32().is_multiple_of(20),
        };
        write((i64::from(item) + 1) * 25_000, What::Stepped { session, step: Step::Answered(answer) });
    }
    write(300_000, What::Stepped { session, step: Step::Finished(Ending::Completed) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use xueliansai::domain::record::ledger::Digest;

    #[test]
    fn the_years_are_whole_and_each_event_is_counted() {
        let folder = Folder::read(Path::new("questions")).unwrap();
        let banks: Vec<&Bank> = folder.banks.iter().map(|file| &file.bank).collect();
        let events = years(&banks, 1200);
        let digest = Digest::of(events);
        assert_eq!((digest.extent.n_events, digest.standings.n_answers()), (1200, 1000));
        assert_eq!((n_days(1200), digest.standings.open_sessions().len()), (20, 0));
    }
}
