//! All that a desk shows at one moment, reckoned from its receipts: who counts, who came where, how the units did and
//! how the points are spread.
use super::analysis::{ItemAnalysis, analyse};
use super::desk::{Desk, Standing};
use super::flag::Flag;
use super::marked::Marked;
use super::ranking::rank;
use super::receipt::ReceiptId;
use super::terms::Terms;
use super::units::{RankedUnit, rank_units};
use crate::domain::bank::marking::Points;
use crate::domain::bank::text::fold;
use crate::domain::time::Millis;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reckoning {
    pub marked: Arc<Vec<Marked>>,
    /// One list for each receipt.
    pub flags: Arc<Vec<Vec<Flag>>>,
    pub standings: Vec<Standing>,
    pub people: Vec<PersonLine>,
    pub units: Vec<RankedUnit>,
}

/// One person of the ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonLine {
    pub place: usize,
    pub name: String,
    pub number: String,
    /// By its name, empty where units play no part.
    pub unit: String,
    pub score: Points,
    pub took: Millis,
    pub n_attempts: usize,
    pub passed: Option<bool>,
    /// Flags on what gives the score, notes left out.
    pub n_flags: usize,
    /// Positions of the receipts that give the score.
    pub by: Vec<usize>,
}

/// How the points of some people are spread.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread {
    pub n: usize,
    /// In thousandths of a point.
    pub mean: u64,
    pub best: Points,
    pub least: Points,
    pub n_passed: Option<usize>,
    /// People by tenths of the full points, the last with the full points too.
    pub bands: [usize; 10],
}

impl Reckoning {
    /// `flags` belong to these receipts and this desk's roster.
    pub fn of(terms: &Terms, desk: &Desk, marked: Arc<Vec<Marked>>, flags: Arc<Vec<Vec<Flag>>>) -> Self {
        let filed = desk.file_flagged(terms, &marked, flags.as_ref().clone());
        let standings = filed.iter().map(|filed| filed.standing).collect();
        let ranked = rank(terms, &filed);
        let units = rank_units(terms, &ranked, &desk.unit_sizes);
        let places: HashMap<ReceiptId, usize> = marked.iter().enumerate().map(|(idx, it)| (it.id, idx)).collect();
        let line = |ranked: &super::ranking::Ranked<'_>| {
            let by: Vec<usize> = ranked.by.iter().filter_map(|marked| places.get(&marked.id).copied()).collect();
            PersonLine {
                place: ranked.place,
                name: ranked.name.to_owned(),
                number: ranked.number.to_owned(),
                unit: terms.unit_name(ranked.unit).to_owned(),
                score: ranked.score,
                took: ranked.took,
                n_attempts: ranked.n_attempts,
                passed: ranked.passed(terms),
                n_flags: by.iter().flat_map(|idx| &flags[*idx]).filter(|flag| !flag.is_note()).count(),
                by,
            }
        };
        let people = ranked.iter().map(line).collect();
        drop(filed);
        Self { marked, flags, standings, people, units }
    }

    pub fn n(&self, standing: Standing) -> usize {
        self.standings.iter().filter(|it| **it == standing).count()
    }

    /// Units of which somebody counts.
    pub fn n_units(&self) -> usize {
        self.units.iter().filter(|unit| unit.n_people > 0).count()
    }

    /// Over the attempts that give the scores, so that nobody's practice counts twice.
    pub fn analysis(&self) -> Vec<ItemAnalysis> {
        let by = self.people.iter().flat_map(|person| &person.by);
        analyse(&by.map(|idx| &self.marked[*idx]).collect::<Vec<_>>())
    }

    /// Of everybody, or of the people of one unit.
    pub fn spread(&self, terms: &Terms, unit: Option<&str>) -> Spread {
        let unit = unit.map(fold);
        let of = self.people.iter().filter(|person| unit.as_ref().is_none_or(|unit| fold(&person.unit) == *unit));
        Spread::of(terms, of)
    }

    /// Receipts to be looked at first: those that wait, then those with flags, each group as it came in.
    pub fn most_pressing(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.marked.len()).collect();
        let pressing = |idx: &usize| match self.standings[*idx] {
            Standing::Waits => 0,
            Standing::AfterClosing => 1,
            _ if self.flags[*idx].iter().any(|flag| !flag.is_note()) => 2,
            Standing::Excluded => 3,
            Standing::Counts => 4,
        };
        order.sort_by_key(pressing);
        order
    }

    /// Receipts that are marked, by id.
    pub fn ids(&self) -> HashSet<ReceiptId> {
        self.marked.iter().map(|marked| marked.id).collect()
    }
}

impl Spread {
    fn of<'a>(terms: &Terms, people: impl Iterator<Item = &'a PersonLine>) -> Self {
        let full = u64::from(terms.total().0).max(1);
        let mut spread = Self { n_passed: terms.pass.map(|_| 0), ..Self::default() };
        let mut sum = 0;
        for person in people {
            spread.least = if spread.n == 0 { person.score } else { spread.least.min(person.score) };
            spread.best = spread.best.max(person.score);
            spread.n += 1;
            sum += u64::from(person.score.0);
            if let Some(n_passed) = &mut spread.n_passed {
                *n_passed += usize::from(person.passed == Some(true));
            }
            spread.bands[(u64::from(person.score.0) * 10 / full).min(9) as usize] += 1;
        }
        let n = spread.n as u64;
        spread.mean = (sum + n / 2).checked_div(n).unwrap_or(0);
        spread
    }

    /// In thousandths; nobody has none.
    pub fn pass_share(&self) -> Option<u32> {
        let n_passed = self.n_passed?;
        (n_passed * 1000 + self.n / 2).checked_div(self.n).map(|share| share as u32)
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::desk::Decision;
    use super::super::flag::flags;
    use super::super::marked::tests::{Sat, marked};
    use super::super::papers::tests::contest;
    use super::*;

    /// 甲 90 and 乙 60 points of 办公室, 丙 80 of 财务处 and late.
    pub fn desk() -> (Terms, Desk, Reckoning) {
        let (terms, papers) = contest();
        let sat = [("甲", 0, 9, 60), ("乙", 0, 6, 60), ("丙", 1, 8, 7200)];
        let all = sat.map(|(name, unit, n_right, after)| {
            marked(&terms, &papers, Sat { name, unit, n_right, after, ..Sat::default() })
        });
        let desk = Desk::default();
        let reckoning = reckoned(&terms, &desk, all.into());
        (terms, desk, reckoning)
    }

    fn reckoned(terms: &Terms, desk: &Desk, all: Vec<Marked>) -> Reckoning {
        let flags = flags(terms, &all, desk.roster.as_ref());
        Reckoning::of(terms, desk, Arc::new(all), Arc::new(flags))
    }

    #[test]
    fn what_waits_stands_first_and_counts_nowhere_until_it_is_decided() {
        let (terms, mut desk, before) = desk();
        assert_eq!((before.n(Standing::Counts), before.n(Standing::Waits), before.n_units()), (2, 1, 1));
        assert_eq!(before.most_pressing(), [2, 0, 1]);
        let names = |it: &Reckoning| it.people.iter().map(|person| person.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&before), ["甲", "乙"]);
        desk.decisions.insert(before.marked[2].id, Decision::Counts);
        let after = reckoned(&terms, &desk, before.marked.to_vec());
        assert_eq!(names(&after), ["甲", "丙", "乙"]);
        assert_eq!(after.n_units(), 2);
        assert!(after.people[1].n_flags > 0);
        assert_eq!(after.people[1].by, [2]);
    }

    #[test]
    fn the_parts_of_a_spread_add_up_to_the_whole_and_nobody_is_no_nought() {
        let (terms, _, it) = desk();
        let all = it.spread(&terms, None);
        assert_eq!((all.n, all.mean, all.n_passed, all.pass_share()), (2, 75_000, Some(2), Some(1000)));
        assert_eq!((all.bands[9], all.bands[6], all.bands.iter().sum::<usize>()), (1, 1, 2));
        let units = ["办公室", "财务处", "人事处"].map(|unit| it.spread(&terms, Some(unit)));
        assert_eq!(units.iter().map(|unit| unit.n).sum::<usize>(), all.n);
        assert_eq!((units[1].n, units[1].pass_share()), (0, None));
        assert_eq!(it.spread(&terms, Some("办 公室")), all, "by the folded name");
    }
}
