//! What the answers say of the questions.
//!
//! Facility is the mean share of points earned (0 to 1000). Discrimination is the facility among the best 27 % less
//! that among the last 27 % (T. L. Kelley, “The selection of upper and lower groups for the validation of test items”,
//! 1939), told from [`LEAST`] answers on.
use super::marked::Marked;
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::question::{Given, Question};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq)]
pub struct ItemAnalysis {
    pub reference: QuestionRef,
    pub question: Arc<Question>,
    pub n_asked: usize,
    pub n_answered: usize,
    pub n_right: usize,
    /// In thousandths.
    pub facility: u32,
    /// In thousandths, from -1000 to 1000.
    pub discrimination: Option<i32>,
    /// The wrong option chosen most often, by its authored position, and by how many.
    pub distractor: Option<(u8, usize)>,
    /// The middle of the times, in whole seconds, coarse as receipts tell them.
    pub median_seconds: u64,
}

/// Fewer answers than this say nothing of how a question tells people apart.
pub const LEAST: usize = 20;

#[derive(Default)]
struct Tally {
    question: Option<Arc<Question>>,
    /// Share in thousandths, by the rank of who earned it.
    shares: Vec<(usize, u32)>,
    n_answered: usize,
    n_right: usize,
    wrong: HashMap<u8, usize>,
    seconds: Vec<u64>,
}

/// Over these receipts, hardest question first.
pub fn analyse(marked: &[&Marked]) -> Vec<ItemAnalysis> {
    let mut best_first: Vec<&Marked> = marked.to_vec();
    best_first.sort_by_key(|marked| (Reverse(marked.score), marked.receipt.took, marked.id));
    let mut tallies: HashMap<QuestionRef, Tally> = HashMap::new();
    for (rank, marked) in best_first.iter().enumerate() {
        for (idx, item) in marked.paper.items.iter().enumerate() {
            let tally = match tallies.get_mut(&item.question) {
                Some(tally) => tally,
                None => tallies.entry(item.question.clone()).or_default(),
            };
            let (question, share) = (&marked.paper.questions[idx], marked.shares[idx]);
            tally.question.get_or_insert_with(|| question.clone());
            tally.shares.push((rank, u32::from(share.thousandths())));
            tally.n_right += usize::from(share.is_right());
            if let Some(given) = &marked.given[idx] {
                tally.n_answered += 1;
                tally.seconds.push(marked.receipt.paces[idx].seconds());
                tally.add_wrong(question, given);
            }
        }
    }
    let mut items: Vec<ItemAnalysis> = tallies.into_iter().filter_map(|(reference, it)| it.read(reference)).collect();
    items.sort_by(|a, b| (a.facility, &a.reference).cmp(&(b.facility, &b.reference)));
    items
}

impl Tally {
    fn add_wrong(&mut self, question: &Question, given: &Given) {
        let (Given::Options(chosen), Given::Options(key)) = (given, question.body.key()) else { return };
        for position in chosen.iter().filter(|position| !key.contains(position)) {
            *self.wrong.entry(*position).or_default() += 1;
        }
    }

    fn read(mut self, reference: QuestionRef) -> Option<ItemAnalysis> {
        let question = self.question.take()?;
        let n_asked = self.shares.len();
        self.seconds.sort_unstable();
        // Of several chosen equally often the first.
        let distractor = self.wrong.iter().max_by_key(|(position, n)| (**n, Reverse(**position)));
        Some(ItemAnalysis {
            reference,
            question,
            n_asked,
            n_answered: self.n_answered,
            n_right: self.n_right,
            facility: mean(&self.shares),
            discrimination: discrimination(&self.shares),
            distractor: distractor.map(|(position, n)| (*position, *n)),
            median_seconds: self.seconds.get(self.seconds.len() / 2).copied().unwrap_or_default(),
        })
    }
}

fn mean(shares: &[(usize, u32)]) -> u32 {
    let sum: u64 = shares.iter().map(|(_, share)| u64::from(*share)).sum();
    let n = shares.len() as u64;
    (sum + n / 2).checked_div(n).unwrap_or(0) as u32
}

/// `best_first` holds ranks in ascending order.
fn discrimination(best_first: &[(usize, u32)]) -> Option<i32> {
    if best_first.len() < LEAST {
        return None;
    }
    let n = (best_first.len() * 27).div_ceil(100);
    let last = &best_first[best_first.len() - n..];
    Some(mean(&best_first[..n]) as i32 - mean(last) as i32)
}

#[cfg(test)]
mod tests {
    use super::super::marked::tests::{Sat, marked};
    use super::super::papers::tests::contest;
    use super::*;

    #[test]
    fn a_question_that_only_the_good_get_right_tells_people_apart() {
        let (mut terms, papers) = contest();
        terms.per_entrant = false;
        let name = |idx: usize| -> &'static str { Box::leak(format!("第{idx}人").into_boxed_str()) };
        // Half of twenty have all ten right, half the first five.
        let sat = |idx| Sat { name: name(idx), n_right: if idx < 10 { 10 } else { 5 }, ..Sat::default() };
        let all: Vec<Marked> = (0..20).map(|idx| marked(&terms, &papers, sat(idx))).collect();
        let items = analyse(&all.iter().collect::<Vec<_>>());
        assert_eq!(items.len(), 10);
        let hard = &items[0];
        assert_eq!((hard.n_asked, hard.n_right, hard.facility), (20, 10, 500));
        assert_eq!(hard.discrimination, Some(1000));
        assert_eq!(hard.distractor.map(|(_, n)| n), Some(10));
        assert_eq!(hard.median_seconds, 11);
        let easy = items.last().unwrap();
        assert_eq!((easy.facility, easy.discrimination, easy.distractor), (1000, Some(0), None));
        let few = analyse(&all.iter().take(19).collect::<Vec<_>>());
        assert!(few.iter().all(|item| item.discrimination.is_none()), "too few to say");
    }
}
