//! Who came where: by score, then by time in whole seconds; equals share a place and the next is skipped (1224).
use super::desk::{Filed, Standing};
use super::marked::{Marked, Person};
use super::terms::{Counts, Terms};
use crate::domain::bank::marking::Points;
use crate::domain::session::entry::Unit;
use crate::domain::time::{Day, Millis};
use std::cmp::Reverse;
use std::collections::HashMap;

/// One person with the attempts that give her score.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked<'a> {
    pub place: usize,
    pub person: Person,
    pub name: &'a str,
    pub number: &'a str,
    pub unit: &'a Unit,
    pub score: Points,
    /// Of the attempts that give the score, in whole seconds.
    pub took: Millis,
    pub n_attempts: usize,
    /// The attempts that give the score, the earliest first.
    pub by: Vec<&'a Marked>,
}

impl Ranked<'_> {
    pub fn passed(&self, terms: &Terms) -> Option<bool> {
        terms.pass.map(|pass| self.score >= pass)
    }
}

pub fn rank<'a>(terms: &Terms, filed: &[Filed<'a>]) -> Vec<Ranked<'a>> {
    let mut of_person: HashMap<&Person, Vec<&'a Marked>> = HashMap::new();
    for filed in filed.iter().filter(|filed| filed.standing == Standing::Counts) {
        of_person.entry(&filed.person).or_default().push(filed.marked);
    }
    let mut ranked: Vec<Ranked<'a>> = Vec::with_capacity(of_person.len());
    for (person, mut attempts) in of_person {
        attempts.sort_by_key(|marked| (marked.receipt.started_at, marked.receipt.entry.attempt, marked.id));
        let n_attempts = attempts.len();
        let by = counting(terms.attempts.counts, attempts);
        let Some(first) = by.first() else { continue };
        let entry = &first.receipt.entry;
        ranked.push(Ranked {
            place: 0,
            person: person.clone(),
            name: &entry.name,
            number: &entry.number,
            unit: &entry.unit,
            score: by.iter().map(|marked| marked.score).sum(),
            took: Millis(by.iter().map(|marked| marked.receipt.took.whole_seconds() * 1000).sum()),
            n_attempts,
            by,
        });
    }
    ranked.sort_by(|a, b| (Reverse(a.score), a.took, &a.person).cmp(&(Reverse(b.score), b.took, &b.person)));
    give_places(&mut ranked, |ranked| (ranked.score, ranked.took), |ranked, place| ranked.place = place);
    ranked
}

/// Numbers a sorted list: the same key is the same place.
pub(super) fn give_places<T, K: PartialEq>(list: &mut [T], key: impl Fn(&T) -> K, mut give: impl FnMut(&mut T, usize)) {
    let mut place = 0;
    for idx in 0..list.len() {
        if idx == 0 || key(&list[idx]) != key(&list[idx - 1]) {
            place = idx + 1;
        }
        give(&mut list[idx], place);
    }
}

fn counting<'a>(counts: Counts, attempts: Vec<&'a Marked>) -> Vec<&'a Marked> {
    let better = |marked: &&&Marked| (Reverse(marked.score), marked.receipt.took);
    let one = |marked: Option<&&'a Marked>| marked.copied().into_iter().collect::<Vec<_>>();
    match counts {
        Counts::First => attempts.into_iter().take(1).collect(),
        Counts::Last => one(attempts.last()),
        Counts::Best => one(attempts.iter().min_by_key(better)),
        Counts::BestOfDay => {
            let mut days: Vec<Day> = attempts.iter().map(|marked| marked.receipt.started_at.day()).collect();
            days.dedup();
            let of = |day: Day| attempts.iter().filter(move |marked| marked.receipt.started_at.day() == day);
            days.into_iter().filter_map(|day| of(day).min_by_key(better).copied()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::desk::Desk;
    use super::super::marked::tests::{Sat, marked};
    use super::super::papers::tests::contest;
    use super::super::terms::{Attempts, Terms};
    use super::*;

    fn places(terms: &Terms, all: &[Marked]) -> Vec<(usize, String, u32, u64)> {
        let filed = Desk::default().file(terms, all);
        let ranked = rank(terms, &filed);
        ranked.iter().map(|it| (it.place, it.name.to_owned(), it.score.0 / 1000, it.took.whole_seconds())).collect()
    }

    #[test]
    fn equals_share_a_place_and_the_next_is_skipped() {
        let (terms, papers) = contest();
        let sat = [("甲", 8, 200), ("乙", 9, 300), ("丙", 8, 200), ("丁", 8, 199), ("戊", 7, 10)];
        let all: Vec<Marked> = sat
            .into_iter()
            .map(|(name, n_right, seconds)| marked(&terms, &papers, Sat { name, n_right, seconds, ..Sat::default() }))
            .collect();
        let expected =
            [(1, "乙", 90, 300), (2, "丁", 80, 199), (3, "丙", 80, 200), (3, "甲", 80, 200), (5, "戊", 70, 10)];
        let expected: Vec<_> = expected.map(|(place, name, score, took)| (place, name.to_owned(), score, took)).into();
        assert_eq!(places(&terms, &all), expected);
    }

    #[test]
    fn the_terms_say_which_attempt_counts() {
        let (terms, papers) = contest();
        let day = 86_400;
        let attempts = [(1, 5, 0), (2, 9, 100), (3, 7, day), (4, 6, day + 100)];
        let attempts = attempts.map(|(attempt, n_right, after)| Sat { attempt, n_right, after, ..Sat::default() });
        for (counts, score) in [(Counts::First, 50), (Counts::Best, 90), (Counts::Last, 60), (Counts::BestOfDay, 160)] {
            let attempts_rule = Attempts { n: 0, daily: false, counts };
            let mut terms = Terms { attempts: attempts_rule, ..terms.clone() };
            terms.window.closes = terms.window.closes.plus(Millis(2 * 86_400_000));
            let all = attempts.clone().map(|sat| marked(&terms, &papers, sat));
            assert_eq!(places(&terms, &all)[0].2, score, "{counts:?}");
            assert_eq!(places(&terms, &all).len(), 1, "one person");
        }
    }
}
