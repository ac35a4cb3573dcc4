//! How units did, by the rule that the terms lay down.
use super::ranking::{Ranked, give_places};
use super::terms::{Terms, UnitScore, Units};
use crate::domain::bank::text::fold;
use crate::domain::session::entry::Unit;
use std::cmp::Reverse;
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq)]
pub struct RankedUnit {
    /// 0 where there is too little to rank it by.
    pub place: usize,
    pub name: String,
    pub n_people: usize,
    /// How many it has in all, where that is known.
    pub size: Option<u32>,
    /// People who reached the pass mark, where there is one.
    pub n_passed: Option<usize>,
    /// Sum and best in thousandths of a point.
    pub sum: u64,
    pub best: u64,
    /// What it is ranked by, in thousandths of a point; `None` where its size would be needed and is not known.
    pub score: Option<u64>,
}

impl RankedUnit {
    /// In thousandths of a point, rounded half up.
    pub fn mean(&self) -> u64 {
        divided(self.sum, self.n_people as u64)
    }

    /// In thousandths.
    pub fn participation(&self) -> Option<u32> {
        let size = self.size.filter(|size| *size > 0)?;
        Some(divided(self.n_people as u64 * 1000, u64::from(size)).min(1000) as u32)
    }
}

/// Units of the list all appear, also those that nobody sat for.
pub fn rank_units(terms: &Terms, people: &[Ranked<'_>], sizes: &HashMap<String, u32>) -> Vec<RankedUnit> {
    let mut order: Vec<String> = Vec::new();
    let mut scores: HashMap<String, (String, Vec<u64>, usize)> = HashMap::new();
    if let Units::List(units) = &terms.units {
        for unit in units {
            order.push(fold(unit));
            scores.insert(fold(unit), (unit.clone(), Vec::new(), 0));
        }
    }
    for ranked in people.iter().filter(|ranked| *ranked.unit != Unit::None) {
        let name = terms.unit_name(ranked.unit);
        let key = fold(name);
        let (_, of, n_passed) = scores.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            (name.trim().to_owned(), Vec::new(), 0)
        });
        of.push(u64::from(ranked.score.0));
        *n_passed += usize::from(ranked.passed(terms) == Some(true));
    }
    let sizes: HashMap<String, u32> = sizes.iter().map(|(name, size)| (fold(name), *size)).collect();
    let mut units: Vec<RankedUnit> = Vec::new();
    for key in order {
        let Some((name, mut of, n_passed)) = scores.remove(&key) else { continue };
        of.sort_unstable_by_key(|score| Reverse(*score));
        let mut unit = RankedUnit {
            place: 0,
            name,
            n_people: of.len(),
            size: sizes.get(&key).copied(),
            n_passed: terms.pass.map(|_| n_passed),
            sum: of.iter().sum(),
            best: of.first().copied().unwrap_or_default(),
            score: None,
        };
        unit.score = score(terms.unit_score, &unit, &of);
        units.push(unit);
    }
    units.sort_by_key(|unit| Reverse((unit.score.is_some(), unit.score)));
    give_places(&mut units, |unit| unit.score, |unit, place| unit.place = place);
    units.iter_mut().filter(|unit| unit.score.is_none()).for_each(|unit| unit.place = 0);
    units
}

fn score(rule: UnitScore, unit: &RankedUnit, best_first: &[u64]) -> Option<u64> {
    match rule {
        UnitScore::Sum => Some(unit.sum),
        UnitScore::Mean => Some(unit.mean()),
        UnitScore::Top(k) => {
            let k = usize::from(k.max(1));
            Some(divided(best_first.iter().take(k).sum(), k as u64))
        }
        UnitScore::Participation => Some(divided(unit.mean() * u64::from(unit.participation()?), 1000)),
    }
}

/// Rounded half up; nothing of nobody is nothing.
fn divided(sum: u64, by: u64) -> u64 {
    (sum + by / 2).checked_div(by).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::desk::Desk;
    use super::super::marked::tests::{Sat, marked};
    use super::super::papers::tests::contest;
    use super::super::ranking::rank;
    use super::*;

    /// 办公室 90 and 60 points of 4 people, 财务处 80 of 2, 人事处 nobody.
    fn ranked(rule: UnitScore, sizes: &[(&str, u32)]) -> Vec<(usize, String, Option<u64>)> {
        let (mut terms, papers) = contest();
        terms.unit_score = rule;
        let sat = [("甲", 0, 9), ("乙", 0, 6), ("丙", 1, 8)];
        let all =
            sat.map(|(name, unit, n_right)| marked(&terms, &papers, Sat { name, unit, n_right, ..Sat::default() }));
        let filed = Desk::default().file(&terms, &all);
        let people = rank(&terms, &filed);
        let sizes = sizes.iter().map(|(name, size)| ((*name).to_owned(), *size)).collect();
        let units = rank_units(&terms, &people, &sizes);
        assert_eq!(units[0].n_passed.map(|n| n > 0), Some(true));
        units.into_iter().map(|unit| (unit.place, unit.name, unit.score)).collect()
    }

    #[track_caller]
    fn check(rule: UnitScore, sizes: &[(&str, u32)], expected: [(usize, &str, Option<u64>); 3]) {
        let expected: Vec<_> = expected.map(|(place, name, score)| (place, name.to_owned(), score)).into();
        assert_eq!(ranked(rule, sizes), expected);
    }

    #[test]
    fn units_are_ranked_by_the_rule_and_all_of_the_list_appear() {
        let (office, money, staff) = ("办公室", "财务处", "人事处");
        check(UnitScore::Sum, &[], [(1, office, Some(150_000)), (2, money, Some(80_000)), (3, staff, Some(0))]);
        check(UnitScore::Mean, &[], [(1, money, Some(80_000)), (2, office, Some(75_000)), (3, staff, Some(0))]);
        check(UnitScore::Top(1), &[], [(1, office, Some(90_000)), (2, money, Some(80_000)), (3, staff, Some(0))]);
        check(UnitScore::Top(3), &[], [(1, office, Some(50_000)), (2, money, Some(26_667)), (3, staff, Some(0))]);
    }

    #[test]
    fn participation_needs_the_size_of_a_unit() {
        let sizes = [("办公室", 4), ("财务处", 2)];
        check(
            UnitScore::Participation,
            &sizes,
            [(1, "财务处", Some(40_000)), (2, "办公室", Some(37_500)), (0, "人事处", None)],
        );
        check(
            UnitScore::Participation,
            &[("办 公室", 2)],
            [(1, "办公室", Some(75_000)), (0, "财务处", None), (0, "人事处", None)],
        );
    }
}
