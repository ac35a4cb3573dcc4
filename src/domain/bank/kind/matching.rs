//! 配对题: each text on the left belongs to one text on the right.
use crate::domain::bank::marking::Share;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    pub lefts: Vec<String>,
    /// Every text on the right once, in the order of its first pair; those that belong to no left come last.
    pub rights: Vec<String>,
    /// For each left the position of its right; two lefts may share one.
    pub answer: Vec<u8>,
}

impl Matching {
    /// A right that is written twice among the pairs is one; `extra` is taken as it is, so that a repeat shows.
    pub fn new(pairs: Vec<[String; 2]>, extra: Vec<String>) -> Self {
        let (mut lefts, mut rights, mut answer) = (Vec::new(), Vec::<String>::new(), Vec::new());
        for [left, right] in pairs {
            let position = rights.iter().position(|known| *known == right).unwrap_or(rights.len());
            if position == rights.len() {
                rights.push(right);
            }
            lefts.push(left);
            // Beyond a byte there is a fault anyway: nobody chooses among so many.
            answer.push(u8::try_from(position).unwrap_or(u8::MAX));
        }
        rights.extend(extra);
        Self { lefts, rights, answer }
    }

    /// Each left with its right, as authored.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let right = |position: &u8| self.rights.get(usize::from(*position)).map_or("", String::as_str);
        self.lefts.iter().map(String::as_str).zip(self.answer.iter().map(right))
    }

    /// The rights that belong to no left.
    pub fn extra(&self) -> &[String] {
        let n_paired = self.answer.iter().max().map_or(0, |last| usize::from(*last) + 1);
        self.rights.get(n_paired..).unwrap_or_default()
    }

    /// The share of lefts with their right. A left that was passed over is wrong, choices beyond the last left do not
    /// count.
    pub fn mark(&self, chosen: &[Option<u8>]) -> Share {
        let n_right = self.answer.iter().zip(chosen).filter(|(answer, chosen)| Some(**answer) == **chosen).count();
        Share::of(n_right, self.lefts.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(pairs: &[[&str; 2]], extra: &[&str]) -> Matching {
        let pairs = pairs.iter().map(|pair| pair.map(str::to_owned)).collect();
        Matching::new(pairs, extra.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn a_right_written_twice_is_one_and_extras_come_last() {
        let pairs = [["党课", "每季度"], ["主题党日", "每月"], ["党员大会", "每季度"]];
        let matching = matching(&pairs, &["每年"]);
        assert_eq!(matching.rights, ["每季度", "每月", "每年"]);
        assert_eq!(matching.answer, [0, 1, 0]);
        assert_eq!(matching.pairs().map(|(left, right)| [left, right]).collect::<Vec<_>>(), pairs);
        assert_eq!(matching.extra(), ["每年"]);
    }

    #[test]
    fn each_pair_pays_its_share() {
        let three = matching(&[["甲", "1"], ["乙", "2"], ["丙", "1"]], &["3"]);
        for (chosen, thousandths) in [
            (&[Some(0), Some(1), Some(0)][..], 1000),
            (&[Some(0), Some(1), None], 666),
            (&[Some(1), Some(0), Some(0)], 333),
            (&[None, Some(1)], 333),
            (&[Some(2), Some(2), Some(2)], 0),
            (&[Some(0), Some(1), Some(0), Some(2)], 1000),
            (&[Some(200), None, None], 0),
            (&[], 0),
        ] {
            assert_eq!(three.mark(chosen).thousandths(), thousandths, "{chosen:?}");
        }
    }
}
