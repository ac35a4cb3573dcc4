//! Drawing a paper's questions from a pool: none twice, no two of one family, and never fewer than planned.
use super::blueprint::{Blueprint, Section, Stratum};
use super::chance::Chance;
use super::seed::Seed;
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::marking::Points;
use crate::domain::sort::sort_by;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

/// What a draw must know of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub question: QuestionRef,
    pub kind: Kind,
    pub level: Level,
    pub topic: Arc<str>,
    pub family: Option<String>,
}

/// One place of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub question: QuestionRef,
    pub points: Points,
}

/// A pool that cannot fill a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    pub kind: Kind,
    pub stratum: Stratum,
    pub wanted: usize,
    /// How many the paper could hold, near-duplicates counted once.
    pub found: usize,
}

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, stratum, wanted, found } = self;
        let (topic, level) = (stratum.topic.clone(), stratum.level.map(|level| level.label().to_owned()));
        let of: Vec<String> = topic.into_iter().chain(level).collect();
        let of = if of.is_empty() { String::new() } else { format!("（{}）", of.join(" · ")) };
        write!(
            f,
            "{}{of}不够：要{wanted}题，所选题库只能出{found}题（相近的题每卷只出一道）。请减少题数，或多选一个题库",
            kind.label()
        )
    }
}

/// A pool made ready for many papers of one blueprint.
#[derive(Debug, Clone)]
pub struct Draw {
    blueprint: Blueprint,
    /// In the order of their names, each once.
    pool: Vec<Candidate>,
    /// Of each candidate the number of its family, if it has one.
    family_of: Vec<Option<u32>>,
    /// For each section and candidate whether the one may ask the other.
    fits: Vec<Vec<bool>>,
}

impl Draw {
    /// The pool's own order does not matter.
    pub fn new(blueprint: Blueprint, mut pool: Vec<Candidate>) -> Self {
        sort_by(&mut pool, |a, b| a.question.cmp(&b.question));
        pool.dedup_by(|a, b| a.question == b.question);
        let mut families = HashMap::new();
        let family_of = pool.iter().map(|candidate| {
            let family = candidate.family.as_ref()?;
            let next = families.len() as u32;
            Some(*families.entry(family.clone()).or_insert(next))
        });
        let family_of = family_of.collect();
        let fits = blueprint.sections.iter().map(|section| pool.iter().map(|it| section.takes(it)).collect()).collect();
        Self { blueprint, pool, family_of, fits }
    }

    /// Draws the sections in the blueprint's order, questions within a section in the order drawn.
    pub fn paper(&self, seed: Seed) -> Result<Vec<Item>, Short> {
        let groups = self.shuffled_families(seed);
        let mut seats = Seats { fits: &self.fits, groups: &groups, section_of: vec![None; groups.len()] };
        for (idx, section) in self.blueprint.sections.iter().enumerate() {
            let wanted = usize::from(section.n);
            for found in 0..wanted {
                if !seats.seat(idx, &mut vec![false; self.fits.len()]) {
                    return Err(Short { kind: section.kind, stratum: section.stratum.clone(), wanted, found });
                }
            }
        }
        let items_of = |(idx, section): (usize, &Section)| {
            let points = section.points;
            let mine = groups.iter().zip(&seats.section_of).filter(move |(_, of)| **of == Some(idx));
            let drawn = mine.filter_map(move |(group, _)| group.members().find(|member| self.fits[idx][*member]));
            drawn.map(move |member| Item { question: self.pool[member].question.clone(), points }).collect::<Vec<_>>()
        };
        Ok(self.blueprint.sections.iter().enumerate().flat_map(items_of).collect())
    }

    /// Families in the order in which their first member is drawn; a question without one is a family of its own.
    fn shuffled_families(&self, seed: Seed) -> Vec<Group> {
        let mut order: Vec<u32> = (0..self.pool.len() as u32).collect();
        Chance::new(seed).shuffle(&mut order);
        let mut groups: Vec<Group> = Vec::with_capacity(order.len());
        let mut group_of = HashMap::new();
        for candidate in order.into_iter().rev() {
            let known = self.family_of[candidate as usize].and_then(|family| {
                let known = group_of.get(&family).copied();
                known.or_else(|| {
                    group_of.insert(family, groups.len());
                    None
                })
            });
            match known {
                Some(idx) => groups[idx].others.push(candidate),
                None => groups.push(Group { first: candidate, others: Vec::new() }),
            }
        }
        groups
    }
}

/// Draws one paper; see [`Draw`].
pub fn draw(blueprint: &Blueprint, seed: Seed, pool: Vec<Candidate>) -> Result<Vec<Item>, Short> {
    Draw::new(blueprint.clone(), pool).paper(seed)
}

impl Section {
    fn takes(&self, candidate: &Candidate) -> bool {
        let Stratum { bank, topic, level } = &self.stratum;
        self.kind == candidate.kind
            && bank.as_ref().is_none_or(|bank| *bank == candidate.question.bank)
            && topic.as_ref().is_none_or(|topic| **topic == *candidate.topic)
            && level.is_none_or(|level| level == candidate.level)
    }
}

/// Draws `n` questions of any kind, or all that families allow if those are fewer. Those of `first` that are in the
/// pool come before all others.
pub fn sample(seed: Seed, n: usize, mut pool: Vec<Candidate>, first: &[QuestionRef]) -> Vec<QuestionRef> {
    let later = |candidate: &Candidate| !first.contains(&candidate.question);
    sort_by(&mut pool, |a, b| later(a).cmp(&later(b)).then_with(|| a.question.cmp(&b.question)));
    let n_first = pool.iter().take_while(|candidate| !later(candidate)).count();
    let mut chance = Chance::new(seed);
    let (mut questions, mut families) = (Vec::new(), HashSet::new());
    let (first, others) = pool.split_at_mut(n_first);
    for part in [first, others] {
        let mut settle = chance.settle(part);
        while questions.len() < n
            && let Some(candidate) = settle.step()
        {
            if candidate.family.as_ref().is_none_or(|family| families.insert(family.clone())) {
                questions.push(candidate.question.clone());
            }
        }
    }
    questions
}

/// Candidates of one family by their places in the pool, in the order drawn. Most families have one member.
struct Group {
    first: u32,
    others: Vec<u32>,
}

impl Group {
    fn members(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.others.iter().copied()).map(|member| member as usize)
    }
}

/// Which section each family sits in. A family that could serve two sections moves over when the other needs it, so
/// a paper is refused only if there is none.
struct Seats<'a> {
    fits: &'a [Vec<bool>],
    groups: &'a [Group],
    section_of: Vec<Option<usize>>,
}

impl Seats<'_> {
    fn seat(&mut self, section: usize, tried: &mut [bool]) -> bool {
        tried[section] = true;
        let may_ask = &self.fits[section];
        let fits = |group: &Group| group.members().any(|member| may_ask[member]);
        let free = (0..self.groups.len()).find(|idx| self.section_of[*idx].is_none() && fits(&self.groups[*idx]));
        if let Some(idx) = free {
            self.section_of[idx] = Some(section);
            return true;
        }
        for idx in 0..self.groups.len() {
            if let Some(other) = self.section_of[idx]
                && !tried[other]
                && fits(&self.groups[idx])
                && self.seat(other, tried)
            {
                self.section_of[idx] = Some(section);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::BankId;
    use proptest::prelude::*;

    fn candidate(id: &str, kind: Kind, family: Option<&str>) -> Candidate {
        let (level, topic) = (Level::Basic, "组织生活".into());
        Candidate { question: QuestionRef::new("b", id), kind, level, topic, family: family.map(str::to_owned) }
    }

    fn plan(sections: &[(Kind, u16)]) -> Blueprint {
        let sections = sections.iter().map(|(kind, n)| Section::any(*kind, *n, Points::whole(2)));
        Blueprint { sections: sections.collect() }
    }

    fn ids(items: &[Item]) -> Vec<&str> {
        items.iter().map(|item| item.question.question.as_str()).collect()
    }

    #[test]
    fn the_same_bank_and_seed_give_the_same_paper() {
        let pool: Vec<_> = (0..20).map(|n| candidate(&format!("q{n:02}"), Kind::Single, None)).collect();
        let reversed = pool.iter().rev().cloned().collect();
        let seed = Seed::from_bytes([1; 32]);
        let paper = draw(&plan(&[(Kind::Single, 5)]), seed, pool).unwrap();
        assert_eq!(paper, draw(&plan(&[(Kind::Single, 5)]), seed, reversed).unwrap());
        // A golden vector: it changes only if papers change, and then their version must.
        assert_eq!(ids(&paper), GOLDEN);
    }

    const GOLDEN: [&str; 5] = ["q05", "q16", "q02", "q08", "q12"];

    #[test]
    fn what_must_be_asked_again_comes_first_and_changes_no_other_draw() {
        let pool: Vec<_> = (0..20)
            .map(|n| candidate(&format!("q{n:02}"), Kind::Single, (n < 2).then_some("f")))
            .chain([candidate("r", Kind::Judge, Some("f"))])
            .collect();
        let seed = Seed::from_bytes([1; 32]);
        let first = ["q07", "r", "elsewhere"].map(|id| QuestionRef::new("b", id));
        let drawn = sample(seed, 21, pool.clone(), &first);
        assert_eq!(drawn[..2].iter().collect::<HashSet<_>>(), first[..2].iter().collect());
        assert_eq!(drawn.len(), 19, "one of the family, wherever it is drawn");
        assert_eq!(sample(seed, 1, pool.clone(), &first).len(), 1);
        let families = Draw::new(plan(&[]), pool.clone());
        let drawn = families.shuffled_families(seed);
        let plain: Vec<_> = drawn.iter().map(|of| families.pool[of.first as usize].question.clone()).collect();
        assert_eq!(sample(seed, 21, pool, &[]), plain, "nothing to ask again is a draw like any other");
    }

    #[test]
    fn a_bank_too_small_is_an_error_and_never_a_short_paper() {
        let pool = vec![candidate("1", Kind::Single, Some("f")), candidate("2", Kind::Single, Some("f"))];
        let short = draw(&plan(&[(Kind::Single, 2)]), Seed::from_bytes([0; 32]), pool).unwrap_err();
        assert_eq!(short, Short { kind: Kind::Single, stratum: Stratum::default(), wanted: 2, found: 1 });
        assert_eq!(
            short.to_string(),
            "单选题不够：要2题，所选题库只能出1题（相近的题每卷只出一道）。请减少题数，或多选一个题库"
        );
    }

    #[test]
    fn a_section_draws_from_its_stratum_only_and_says_which_is_too_small() {
        let mut pool: Vec<_> = (0..9).map(|n| candidate(&format!("q{n}"), Kind::Single, None)).collect();
        pool[4].level = Level::Applied;
        pool[7].topic = "党费".into();
        pool.push(Candidate { question: QuestionRef::new("c", "x"), ..pool[0].clone() });
        let of = |stratum| Blueprint {
            sections: vec![Section { stratum, ..Section::any(Kind::Single, 1, Points::whole(1)) }],
        };
        let ask = |stratum| draw(&of(stratum), Seed::from_bytes([9; 32]), pool.clone());
        assert_eq!(ids(&ask(Stratum { level: Some(Level::Applied), ..Stratum::default() }).unwrap()), ["q4"]);
        assert_eq!(ids(&ask(Stratum { topic: Some("党费".into()), ..Stratum::default() }).unwrap()), ["q7"]);
        assert_eq!(ids(&ask(Stratum { bank: Some(BankId::new("c")), ..Stratum::default() }).unwrap()), ["x"]);
        let short = ask(Stratum { topic: Some("党费".into()), level: Some(Level::Advanced), bank: None }).unwrap_err();
        assert!(short.to_string().starts_with("单选题（党费 · 进阶）不够：要1题，所选题库只能出0题"), "{short}");
    }

    #[test]
    fn a_family_moves_to_the_section_that_needs_it() {
        // The judge question's only chance is family f, which the single section must then leave alone.
        let pool = vec![
            candidate("1", Kind::Single, Some("f")),
            candidate("2", Kind::Judge, Some("f")),
            candidate("3", Kind::Single, None),
        ];
        for byte in 0..32 {
            let paper = draw(&plan(&[(Kind::Single, 1), (Kind::Judge, 1)]), Seed::from_bytes([byte; 32]), pool.clone());
            assert_eq!(ids(&paper.unwrap()), ["3", "2"]);
        }
    }

    proptest! {
        #[test]
        fn a_paper_is_as_planned_without_repeats_or_family_pairs(
            families in proptest::collection::vec((0..3usize, proptest::option::of(0..6u8)), 0..40),
            wanted in proptest::collection::vec((0..3usize, 0..6u16), 1..4),
            byte in any::<u8>(),
        ) {
            let pool: Vec<_> = families.iter().enumerate().map(|(idx, (kind, family))| {
                candidate(&format!("q{idx}"), Kind::ALL[*kind], family.map(|f| format!("f{f}")).as_deref())
            }).collect();
            let blueprint = plan(&wanted.iter().map(|(kind, n)| (Kind::ALL[*kind], *n)).collect::<Vec<_>>());
            if let Ok(paper) = draw(&blueprint, Seed::from_bytes([byte; 32]), pool.clone()) {
                prop_assert_eq!(paper.len(), blueprint.n_questions());
                let of = |item: &Item| pool.iter().find(|candidate| candidate.question == item.question).unwrap();
                let kinds: Vec<Kind> = paper.iter().map(|item| of(item).kind).collect();
                let planned: Vec<Kind> = blueprint.sections.iter().flat_map(|s| vec![s.kind; usize::from(s.n)]).collect();
                prop_assert_eq!(kinds, planned);
                let questions: HashSet<_> = paper.iter().map(|item| &item.question).collect();
                prop_assert_eq!(questions.len(), paper.len());
                let families: Vec<_> = paper.iter().filter_map(|item| of(item).family.clone()).collect();
                prop_assert_eq!(families.iter().collect::<HashSet<_>>().len(), families.len());
            }
        }
    }
}
