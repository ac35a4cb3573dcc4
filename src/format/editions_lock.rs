//! `questions/editions.lock`: what every question meant when it was last published. A question that changes says
//! whether its meaning changed (`rev` grows, learners are asked again) or only a slip was mended (`typo = true`; then
//! answers to the earlier hash go on to count, and the lock remembers it).
use crate::domain::bank::bank::Bank;
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{QuestionId, QuestionRef};
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::lint::problem::{Problem, Subject};
use crate::domain::bank::lint::sort;
use crate::domain::bank::question::Question;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The name that problems give when no bank has the question any more.
const FILE: &str = "editions.lock";
/// Bytes of a content hash that are kept.
const N_HASH_BYTES: usize = 16;
const HEADER: &str = "\
# Made by `cargo run --bin bank -- lock`: every question as last published, as bank/question, rev and hash,
# then its earlier hashes of the same rev, which meant the same. A changed hash needs a greater rev or typo = true in
# the question; a question never leaves, it retires.
";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    entries: BTreeMap<QuestionRef, Locked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Locked {
    rev: u32,
    hash: String,
    /// Earlier hashes of this rev, the oldest first.
    same: Vec<String>,
}

/// A bank as its author left it.
#[derive(Debug)]
pub struct Edited<'a> {
    pub file: &'a str,
    pub bank: &'a Bank,
    /// Questions with `typo = true`.
    pub typos: &'a BTreeSet<QuestionId>,
    /// Questions that could not be read and are reported for that already.
    pub unread: &'a HashSet<String>,
}

impl Lock {
    /// The lock, and the numbers of lines that cannot be read.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let mut lock = Self::default();
        let mut problems = Vec::new();
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        for (number, line) in lines {
            match entry(line) {
                Some((question, locked)) if !lock.entries.contains_key(&question) => {
                    lock.entries.insert(question, locked);
                }
                _ => problems.push(Problem::new(FILE, Subject::File, None, Fault::LockUnreadable { line: number })),
            }
        }
        (lock, problems)
    }

    pub fn write(&self) -> String {
        let lines = self.entries.iter().map(|(question, Locked { rev, hash, same })| {
            let same: String = same.iter().map(|hash| format!(" {hash}")).collect();
            format!("{question} {rev} {hash}{same}\n")
        });
        HEADER.chars().chain(lines.collect::<String>().chars()).collect()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn has(&self, bank: &Bank, question: &Question) -> bool {
        self.entries.contains_key(&reference(bank, question))
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What keeps banks and lock from being in step.
    pub fn check(&self, banks: &[Edited]) -> Vec<Problem> {
        let mut problems = self.vanished(banks);
        for edited in banks {
            let mut new = Vec::new();
            for question in &edited.bank.questions {
                let id = question.id.as_str();
                let Some(locked) = self.entries.get(&reference(edited.bank, question)) else {
                    new.push(id.to_owned());
                    continue;
                };
                let fault = step(locked, question, edited.typos.contains(&question.id));
                problems.extend(fault.map(|fault| Problem::new(edited.file, Subject::Question, Some(id), fault)));
            }
            if !new.is_empty() {
                problems.push(Problem::new(edited.file, Subject::File, None, Fault::NotLocked { ids: new }));
            }
        }
        sort(&mut problems);
        problems
    }

    /// The lock that the banks are in step with, unless something has to be mended by hand first.
    pub fn update(&self, banks: &[Edited]) -> Result<Self, Vec<Problem>> {
        let mut problems = self.check(banks);
        problems
            .retain(|problem| !matches!(problem.fault, Fault::NotLocked { .. } | Fault::LockBehind | Fault::TypoLeft));
        if !problems.is_empty() {
            return Err(problems);
        }
        let entries = banks.iter().flat_map(|edited| {
            edited.bank.questions.iter().map(|question| {
                let reference = reference(edited.bank, question);
                let locked = locked(question, self.entries.get(&reference));
                (reference, locked)
            })
        });
        Ok(Self { entries: entries.collect() })
    }

    /// Writes into each question which earlier editions meant the same, so that their answers go on to count.
    pub fn tell(&self, bank: &mut Bank) {
        let bank_id = bank.id.clone();
        for question in &mut bank.questions {
            let reference = QuestionRef { bank: bank_id.clone(), question: question.id.clone() };
            let same = self.entries.get(&reference).map(|locked| locked.same.as_slice()).unwrap_or_default();
            question.same = same.iter().filter_map(|hash| Edition::parse(hash)).collect();
        }
    }

    fn vanished(&self, banks: &[Edited]) -> Vec<Problem> {
        let present: HashSet<QuestionRef> = banks
            .iter()
            .flat_map(|edited| edited.bank.questions.iter().map(|question| reference(edited.bank, question)))
            .collect();
        let gone = self.entries.keys().filter(|question| !present.contains(question));
        gone.filter_map(|question| match banks.iter().find(|edited| edited.bank.id == question.bank) {
            Some(edited) if edited.unread.contains(question.question.as_str()) => None,
            Some(edited) => {
                let id = Some(question.question.as_str());
                Some(Problem::new(edited.file, Subject::Question, id, Fault::Vanished))
            }
            None => Some(Problem::new(FILE, Subject::Question, Some(&question.to_string()), Fault::Vanished)),
        })
        .collect()
    }
}

/// A typo keeps what was locked before it; a greater rev, and a question that is new, begin with nothing.
fn locked(question: &Question, before: Option<&Locked>) -> Locked {
    let hash = question.hash().short(N_HASH_BYTES);
    let mut same = Vec::new();
    if let Some(before) = before.filter(|before| before.rev == question.rev) {
        same = before.same.clone();
        same.push(before.hash.clone());
        // Also where a slip was put back as it had been.
        same.retain(|earlier| *earlier != hash);
    }
    Locked { rev: question.rev, hash, same }
}

fn step(locked: &Locked, question: &Question, is_typo: bool) -> Option<Fault> {
    let changed = locked.hash != question.hash().short(N_HASH_BYTES);
    let rev = question.rev;
    if rev < locked.rev {
        Some(Fault::RevFell { locked: locked.rev, rev })
    } else if rev > locked.rev || (changed && is_typo) {
        Some(Fault::LockBehind)
    } else if changed {
        Some(Fault::ContentChanged { rev })
    } else if is_typo {
        // Left in place it would let the next change pass unnoticed.
        Some(Fault::TypoLeft)
    } else {
        None
    }
}

fn reference(bank: &Bank, question: &Question) -> QuestionRef {
    QuestionRef { bank: bank.id.clone(), question: question.id.clone() }
}

fn entry(line: &str) -> Option<(QuestionRef, Locked)> {
    let mut words = line.split(' ');
    let (bank, question) = words.next()?.split_once('/')?;
    let rev = words.next()?.parse().ok()?;
    let is_hash = |word: &str| word.len() == 2 * N_HASH_BYTES && word.bytes().all(|b| b.is_ascii_hexdigit());
    let hash = words.next().filter(|word| is_hash(word))?.to_owned();
    let same: Vec<String> = words.map(str::to_owned).collect();
    let whole = same.iter().all(|word| is_hash(word)) && !bank.is_empty() && !question.is_empty();
    whole.then(|| (QuestionRef::new(bank, question), Locked { rev, hash, same }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::BankId;
    use crate::domain::bank::kind::{Body, Judge};
    use crate::domain::bank::level::Level;

    fn question(id: &str, stem: &str, rev: u32) -> Question {
        Question {
            id: QuestionId::new(id),
            point: None,
            topic: String::new(),
            level: Level::Basic,
            posts: vec![],
            citation: None,
            stem: stem.to_owned(),
            body: Body::Judge(Judge { answer: true }),
            explain: String::new(),
            family: None,
            rev,
            retired: false,
            same: Vec::new(),
        }
    }

    fn with<T>(questions: Vec<Question>, typos: &[&str], unread: &[&str], then: impl Fn(&[Edited]) -> T) -> T {
        let bank = Bank {
            id: BankId::new("b"),
            title: String::new(),
            document: None,
            reviews: vec![],
            documents: vec![],
            points: vec![],
            questions,
        };
        let typos = typos.iter().map(|id| QuestionId::new(*id)).collect();
        let unread = unread.iter().map(|id| (*id).to_owned()).collect();
        then(&[Edited { file: "b.toml", bank: &bank, typos: &typos, unread: &unread }])
    }

    fn locked() -> Lock {
        with(vec![question("q", "对吗", 2)], &[], &[], |banks| Lock::default().update(banks)).unwrap()
    }

    #[track_caller]
    fn check(questions: Vec<Question>, typos: &[&str], expected: Option<Fault>) {
        let faults = with(questions, typos, &[], |banks| locked().check(banks));
        assert_eq!(faults.into_iter().map(|problem| problem.fault).collect::<Vec<_>>(), Vec::from_iter(expected));
    }

    #[test]
    fn a_lock_reads_back_as_it_was_and_is_sorted() {
        let questions = vec![question("q-2", "乙", 3), question("q-1", "甲", 1)];
        let lock = with(questions, &[], &[], |banks| Lock::default().update(banks)).unwrap();
        let text = lock.write();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines[0].starts_with("b/q-1 1 ") && lines[1].starts_with("b/q-2 3 "), "{lines:?}");
        assert_eq!(lines[0].len(), "b/q-1 1 ".len() + 32);
        assert_eq!(Lock::read(&text), (lock, vec![]));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_reported() {
        let hash = "00112233445566778899aabbccddeeff";
        let lines = ["b/q 1", "b 1 00", &format!("b/q x {hash}"), &format!("b/q 1 {hash} x"), "<<<<<<< HEAD"];
        for line in lines {
            let (lock, problems) = Lock::read(&format!("# kept\n{line}\n"));
            assert!(lock.is_empty());
            assert_eq!(problems, [Problem::new(FILE, Subject::File, None, Fault::LockUnreadable { line: 2 })]);
        }
    }

    #[test]
    fn an_unchanged_question_is_in_step_and_a_new_one_asks_to_be_locked() {
        check(vec![question("q", "对吗", 2)], &[], None);
        check(
            vec![question("q", "对吗", 2), question("r", "新题", 1)],
            &[],
            Some(Fault::NotLocked { ids: vec!["r".into()] }),
        );
    }

    #[test]
    fn a_change_needs_a_greater_rev_or_a_typo() {
        check(vec![question("q", "对么", 2)], &[], Some(Fault::ContentChanged { rev: 2 }));
        check(vec![question("q", "对么", 3)], &[], Some(Fault::LockBehind));
        check(vec![question("q", "对么", 2)], &["q"], Some(Fault::LockBehind));
        check(vec![question("q", "对吗", 3)], &[], Some(Fault::LockBehind));
        check(vec![question("q", "对么", 1)], &["q"], Some(Fault::RevFell { locked: 2, rev: 1 }));
    }

    #[test]
    fn a_typo_counts_once() {
        check(vec![question("q", "对吗", 2)], &["q"], Some(Fault::TypoLeft));
    }

    #[test]
    fn a_question_never_leaves_but_one_that_cannot_be_read_is_reported_elsewhere() {
        check(vec![], &[], Some(Fault::Vanished));
        assert_eq!(with(vec![], &[], &["q"], |banks| locked().check(banks)), []);
        let gone = locked().check(&[]);
        assert_eq!(gone[0].place.to_string(), "editions.lock 题 b/q");
    }

    #[test]
    fn locking_accepts_what_is_declared_and_refuses_the_rest() {
        let update = |questions, typos: &[&str]| with(questions, typos, &[], |banks| locked().update(banks));
        assert!(update(vec![question("q", "对么", 2)], &["q"]).is_ok());
        assert!(update(vec![question("q", "对么", 3), question("r", "新题", 1)], &[]).is_ok());
        assert!(update(vec![question("q", "对么", 2)], &[]).is_err());
        assert!(update(vec![], &[]).is_err());
    }

    /// Locks one stem after another, each with its rev and whether it is said to be a typo; the last question as the
    /// lock tells it.
    #[track_caller]
    fn tell(editions: &[(&str, u32, bool)]) -> Question {
        let mut lock = Lock::default();
        let mut last = question("q", "", 1);
        for (stem, rev, typo) in editions {
            last = question("q", stem, *rev);
            let typos: &[&str] = if *typo { &["q"] } else { &[] };
            lock = with(vec![last.clone()], typos, &[], |banks| lock.update(banks)).unwrap();
            assert_eq!(Lock::read(&lock.write()), (lock.clone(), vec![]));
        }
        with(vec![last], &[], &[], |banks| {
            let mut bank = banks[0].bank.clone();
            lock.tell(&mut bank);
            bank.questions.remove(0)
        })
    }

    fn edition(stem: &str) -> Edition {
        question("q", stem, 1).hash().edition()
    }

    #[test]
    fn a_typo_carries_the_earlier_hashes_over_and_a_greater_rev_drops_them() {
        assert_eq!(tell(&[("对马", 1, false)]).same, []);
        assert_eq!(tell(&[("对马", 1, false), ("对吗", 1, true)]).same, [edition("对马")]);
        let twice = tell(&[("对马", 1, false), ("对妈", 1, true), ("对吗", 1, true)]);
        assert_eq!(twice.same, [edition("对马"), edition("对妈")]);
        assert!(twice.means_the_same(edition("对马")) && twice.means_the_same(edition("对吗")));
        let changed = tell(&[("对马", 1, false), ("对吗", 1, true), ("不对吗", 2, false)]);
        assert_eq!(changed.same, []);
        assert!(!changed.means_the_same(edition("对吗")));
    }

    #[test]
    fn locking_again_keeps_what_meant_the_same_and_a_slip_put_back_is_not_listed_twice() {
        assert_eq!(tell(&[("对马", 1, false), ("对吗", 1, true), ("对吗", 1, false)]).same, [edition("对马")]);
        assert_eq!(tell(&[("对马", 1, false), ("对吗", 1, true), ("对马", 1, true)]).same, [edition("对吗")]);
    }

    #[test]
    fn a_silent_change_is_still_refused_after_a_typo() {
        let first = with(vec![question("q", "对马", 2)], &[], &[], |banks| Lock::default().update(banks)).unwrap();
        let lock = with(vec![question("q", "对吗", 2)], &["q"], &[], |banks| first.update(banks)).unwrap();
        let faults = with(vec![question("q", "对马", 2)], &[], &[], |banks| lock.check(banks));
        let faults: Vec<Fault> = faults.into_iter().map(|problem| problem.fault).collect();
        assert_eq!(faults, [Fault::ContentChanged { rev: 2 }], "even back to an earlier edition");
    }
}
