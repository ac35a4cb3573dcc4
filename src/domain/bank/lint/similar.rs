//! Stems that are nearly the same: the share of two-character pieces that they have in common.
//!
//! Comparing everything with everything is too slow for 10,000 questions. Two sets with a share of at least [`NEAR`]
//! must meet in the rarest few pieces of each, so only those are looked up (prefix filtering).
use crate::domain::bank::text::fold;
use std::collections::HashMap;

/// In percent of the pieces of both stems together.
pub const NEAR: usize = 85;

type Piece = [char; 2];

/// Two stems by their positions, `first` the earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub first: usize,
    pub second: usize,
    pub percent: usize,
}

/// For each stem the earliest one before it that is near; pairs that `may_resemble` allows are passed over.
pub fn near_pairs(stems: &[&str], may_resemble: impl Fn(usize, usize) -> bool) -> Vec<Pair> {
    let sets = rarest_first(stems);
    let mut stems_with: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (second, set) in sets.iter().enumerate() {
        let rare = &set[..prefix_len(set.len())];
        let mut candidates: Vec<usize> =
            rare.iter().filter_map(|piece| stems_with.get(piece)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let near = candidates.into_iter().find_map(|first| {
            if may_resemble(first, second) {
                return None;
            }
            let percent = percent_shared(&sets[first], set);
            (percent >= NEAR).then_some(Pair { first, second, percent })
        });
        pairs.extend(near);
        for piece in rare {
            stems_with.entry(*piece).or_default().push(second);
        }
    }
    pairs
}

/// Each stem's set of pieces, numbered so that rarer pieces have smaller numbers, ascending.
fn rarest_first(stems: &[&str]) -> Vec<Vec<u32>> {
    let sets: Vec<Vec<Piece>> = stems.iter().map(|stem| pieces(stem)).collect();
    let mut n_stems_with: HashMap<Piece, u32> = HashMap::new();
    for piece in sets.iter().flatten() {
        *n_stems_with.entry(*piece).or_default() += 1;
    }
    let mut by_rarity: Vec<(u32, Piece)> = n_stems_with.into_iter().map(|(piece, n)| (n, piece)).collect();
    by_rarity.sort_unstable();
    let number: HashMap<Piece, u32> = (0..).zip(&by_rarity).map(|(number, (_, piece))| (*piece, number)).collect();
    let numbered = |set: Vec<Piece>| {
        let mut numbers: Vec<u32> = set.iter().map(|piece| number[piece]).collect();
        numbers.sort_unstable();
        numbers
    };
    sets.into_iter().map(numbered).collect()
}

fn pieces(stem: &str) -> Vec<Piece> {
    let chars: Vec<char> = fold(stem).chars().collect();
    let mut pieces: Vec<Piece> = chars.windows(2).map(|pair| [pair[0], pair[1]]).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

/// Of a set's `len` pieces at least [`NEAR`] percent are shared with a near one, so one is among the first few.
fn prefix_len(len: usize) -> usize {
    if len == 0 { 0 } else { len - (len * NEAR).div_ceil(100) + 1 }
}

/// Both ascending. 0 as soon as the share cannot reach [`NEAR`] any more, which the rare pieces at the front show soon.
fn percent_shared(a: &[u32], b: &[u32]) -> usize {
    let n_both = a.len() + b.len();
    // With `s` shared pieces the share is s / (n_both - s), so NEAR percent leave this many unshared on both sides.
    let n_unshared_allowed = n_both.saturating_sub(2 * (n_both * NEAR).div_ceil(100 + NEAR));
    if a.len().abs_diff(b.len()) > n_unshared_allowed {
        return 0;
    }
    let (mut i, mut j, mut n_shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        n_shared += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        if i + j - 2 * n_shared > n_unshared_allowed {
            return 0;
        }
    }
    n_shared * 100 / (n_both - n_shared).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stems: &[&str], expected: &[(usize, usize)]) {
        let pairs = near_pairs(stems, |_, _| false);
        assert_eq!(pairs.iter().map(|pair| (pair.first, pair.second)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn one_character_in_a_long_stem_is_near_and_in_a_short_one_is_not() {
        let long = "某机关党支部按照规定召开党员大会讨论接收预备党员时，到会有表决权的正式党员应当达到多少人";
        let other = long.replace("多少", "几");
        check(&[long, &other], &[(0, 1)]);
        check(&["党员大会多久召开一次", "支委会多久召开一次"], &[]);
        check(&["", "", "党"], &[]);
    }

    #[test]
    fn the_same_stem_in_another_width_is_near() {
        check(&["党员大会一般每季度召开1次", "其他题目", "党员大会一般每季度召开 １ 次"], &[(0, 2)]);
    }

    #[test]
    fn what_may_resemble_is_passed_over() {
        let stems = ["党员大会多久召开一次"; 3];
        assert_eq!(near_pairs(&stems, |first, second| (first, second) == (0, 1)).len(), 1);
        assert_eq!(near_pairs(&stems, |_, _| true), []);
    }

    /// `n` stems of 12 to 30 characters out of `n_chars`; every third is the one before with up to two changes.
    fn stems(n: usize, n_chars: u32) -> Vec<String> {
        let mut state = 7u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut stems: Vec<String> = Vec::new();
        for idx in 0..n {
            let len = 12 + next(19);
            let mut stem: Vec<char> = (0..len).filter_map(|_| char::from_u32(0x4E00 + next(n_chars))).collect();
            if idx % 3 == 2 {
                stem = stems[idx - 1].chars().collect();
                for _ in 0..next(3) {
                    let at = next(stem.len() as u32) as usize;
                    stem[at] = '改';
                }
            }
            stems.push(stem.into_iter().collect());
        }
        stems
    }

    #[test]
    fn looking_up_rare_pieces_finds_what_comparing_everything_finds() {
        let stems = stems(400, 40);
        let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
        let sets = rarest_first(&stems);
        let slow: Vec<Pair> = (0..stems.len())
            .filter_map(|second| {
                let mut percents = (0..second).map(|first| (first, percent_shared(&sets[first], &sets[second])));
                let (first, percent) = percents.find(|(_, percent)| *percent >= NEAR)?;
                Some(Pair { first, second, percent })
            })
            .collect();
        assert!(slow.len() > 50, "{}", slow.len());
        assert_eq!(near_pairs(&stems, |_, _| false), slow);
    }

    #[test]
    fn ten_thousand_stems_are_no_burden() {
        let stems = stems(10_000, 400);
        let stems: Vec<&str> = stems.iter().map(String::as_str).collect();
        let n_pairs = near_pairs(&stems, |_, _| false).len();
        assert!((1_000..3_334).contains(&n_pairs), "{n_pairs}");
    }
}
