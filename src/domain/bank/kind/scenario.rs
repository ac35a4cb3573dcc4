//! 情景题: one situation and several questions about it. The situation, its 材料, stands where others have their stem.
use super::Body;
use crate::domain::bank::marking::{Marking, Share};
use crate::domain::bank::question::Given;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    pub parts: Vec<Part>,
}

/// 小问: of any kind but this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub stem: String,
    pub body: Body,
    /// May be empty: the question has an explanation of its own.
    pub explain: String,
}

impl Scenario {
    /// The mean of what the parts earn. A part that was passed over earns nothing.
    pub fn mark(&self, given: &[Given], marking: &Marking) -> Share {
        Share::mean(
            self.parts
                .iter()
                .enumerate()
                .map(|(idx, part)| given.get(idx).map_or(Share::NONE, |given| part.body.mark(given, marking))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Judge, Matching, Multiple};
    use super::*;
    use crate::domain::bank::marking::MultipleRule;

    fn part(body: Body) -> Part {
        Part { stem: "问".to_owned(), body, explain: String::new() }
    }

    #[test]
    fn the_parts_pay_their_mean_rounded_down() {
        let pairs = [["甲", "1"], ["乙", "2"], ["丙", "3"]].map(|pair| pair.map(str::to_owned));
        let scenario = Scenario {
            parts: vec![
                part(Body::Judge(Judge { answer: true })),
                part(Body::Multiple(Multiple { options: vec![String::new(); 4], answer: vec![0, 1], shuffle: true })),
                part(Body::Match(Matching::new(pairs.to_vec(), Vec::new()))),
            ],
        };
        let nothing = || Given::Options(Vec::new());
        let matched = |chosen: &[u8]| Given::Match(chosen.iter().copied().map(Some).collect());
        for (given, strict, half) in [
            (vec![Given::Judge(true), Given::options([0, 1]), matched(&[0, 1, 2])], 1000, 1000),
            (vec![Given::Judge(true), Given::options([0]), matched(&[0, 1, 2])], 666, 833),
            (vec![Given::Judge(true), Given::options([0, 1]), matched(&[0, 1, 0])], 888, 888),
            (vec![nothing(), nothing(), matched(&[0])], 111, 111),
            (vec![Given::Judge(true)], 333, 333),
            // An answer of another kind than the part's.
            (vec![Given::options([0]), Given::Judge(true), Given::Parts(vec![Given::Judge(true)])], 0, 0),
            (vec![], 0, 0),
        ] {
            let mark = |multiple| scenario.mark(&given, &Marking { multiple, ..Marking::default() }).thousandths();
            assert_eq!(mark(MultipleRule::AllOrNothing), strict, "{given:?}");
            assert_eq!(mark(MultipleRule::HalfForSubset), half, "{given:?}");
        }
    }
}
