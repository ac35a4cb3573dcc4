//! Rules about the live questions of a bank together: repeats, and shapes that give answers away.
use super::fault::Fault;
use super::similar::near_pairs;
use crate::domain::bank::identity::Identity;
use crate::domain::bank::kind::{Body, Single};
use crate::domain::bank::question::Question;
use std::collections::HashMap;

/// From how many questions on a share says something.
const FEW_SINGLES: usize = 10;
const SINGLES_FOR_POSITION: usize = 14;
const SINGLES_FOR_LENGTH: usize = 20;
const FEW_JUDGES: usize = 4;

/// Each repeated id once per later use.
pub fn repeated_ids<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut n_uses: HashMap<&str, usize> = HashMap::new();
    ids.filter(|id| {
        let n_uses = n_uses.entry(id).or_default();
        *n_uses += 1;
        *n_uses > 1
    })
    .collect()
}

/// Faults of single questions that only show beside the others, with the position of the question.
pub fn repeats(questions: &[&Question]) -> Vec<(usize, Fault)> {
    let mut faults = Vec::new();
    let first_of = firsts(questions);
    for (idx, first) in first_of.iter().enumerate().filter(|(idx, first)| idx != *first) {
        faults.push((idx, Fault::Duplicate { of: questions[*first].id.to_string() }));
    }
    let asked: Vec<String> = questions.iter().map(|question| asked(question)).collect();
    let stems: Vec<&str> = asked.iter().map(String::as_str).collect();
    let may_resemble = |a: usize, b: usize| {
        let in_one_family = questions[a].family.is_some() && questions[a].family == questions[b].family;
        // A whole repeat is reported as such, and not again as a near one.
        in_one_family || first_of[a] == first_of[b]
    };
    let near = near_pairs(&stems, may_resemble).into_iter().map(|pair| {
        (pair.second, Fault::NearDuplicate { of: questions[pair.first].id.to_string(), percent: pair.percent })
    });
    faults.extend(near);
    faults
}

/// For each question the position of the first with the same kind, stem and options, which may be itself.
pub fn firsts(questions: &[&Question]) -> Vec<usize> {
    let mut first_with = HashMap::new();
    questions
        .iter()
        .enumerate()
        .map(|(idx, question)| *first_with.entry(Identity::of_question(question)).or_insert(idx))
        .collect()
}

/// Faults of the bank as a whole.
pub fn biases(questions: &[&Question]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let counts = key_positions(questions);
    let n_keys: usize = counts.iter().sum();
    // A quarter each, give or take one question or three in a hundred.
    let biased = |n: &usize| match n_keys {
        ..FEW_SINGLES => false,
        FEW_SINGLES..SINGLES_FOR_POSITION => n * 100 > n_keys * 45,
        SINGLES_FOR_POSITION.. => (n * 4).abs_diff(n_keys) > (n_keys * 12 / 100).max(4),
    };
    if counts.iter().any(biased) {
        faults.push(Fault::KeyPositions { counts });
    }
    let (n_longest, n_singles) = longest_keys(questions);
    if n_singles >= SINGLES_FOR_LENGTH && n_longest * 100 >= n_singles * 30 {
        faults.push(Fault::LongestIsKey { n_longest, n_singles });
    }
    let (n_true, n_judges) = true_judges(questions);
    if n_judges >= FEW_JUDGES && n_true.abs_diff(n_judges - n_true) > (n_judges / 10).max(1) {
        faults.push(Fault::JudgeBalance { n_true, n_judges });
    }
    faults
}

/// How many keys stand in each position, over single choice with four options.
pub fn key_positions(questions: &[&Question]) -> [usize; 4] {
    let mut counts = [0; 4];
    for single in singles(questions).filter(|single| single.options.len() == 4) {
        if let Some(count) = counts.get_mut(usize::from(single.answer)) {
            *count += 1;
        }
    }
    counts
}

/// In how many single choices the key is longer than every other option, and how many there are.
pub fn longest_keys(questions: &[&Question]) -> (usize, usize) {
    let is_longest = |single: &&Single| {
        let len = |option: &String| option.chars().count();
        let key = usize::from(single.answer);
        let others = single.options.iter().enumerate().filter(|(position, _)| *position != key);
        let longest_other = others.map(|(_, option)| len(option)).max();
        single.options.get(key).map(len) > longest_other
    };
    (singles(questions).filter(is_longest).count(), singles(questions).count())
}

/// How many judgements are true, and how many there are.
pub fn true_judges(questions: &[&Question]) -> (usize, usize) {
    let judges = bodies(questions).filter_map(|body| match body {
        Body::Judge(judge) => Some(judge.answer),
        _ => None,
    });
    judges.fold((0, 0), |(n_true, n), answer| (n_true + usize::from(answer), n + 1))
}

fn singles<'a>(questions: &'a [&Question]) -> impl Iterator<Item = &'a Single> {
    bodies(questions).filter_map(|body| match body {
        Body::Single(single) => Some(single),
        _ => None,
    })
}

/// Everything that is asked; of a scenario its parts.
fn bodies<'a>(questions: &'a [&Question]) -> impl Iterator<Item = &'a Body> {
    let asked = |question: &&'a Question| {
        std::iter::once(&question.body).chain(question.body.parts().iter().map(|part| &part.body))
    };
    questions.iter().flat_map(asked)
}

/// The stem as it is read; many pairs are asked for in the same words, so those to be matched belong to it.
fn asked(question: &Question) -> String {
    let mut asked = question.plain_stem();
    if let Body::Match(matching) = &question.body {
        asked.push_str(&matching.lefts.concat());
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::Judge;
    use crate::domain::bank::lint::sample::{matching, question, scenario, single};

    fn asked(id: &str, stem: &str, options: &[&str]) -> Question {
        Question { stem: stem.to_owned(), ..question(id, single(options, 0)) }
    }

    #[track_caller]
    fn check_repeats(questions: &[Question], expected: &[(usize, Fault)]) {
        assert_eq!(repeats(&questions.iter().collect::<Vec<_>>()), expected);
    }

    #[track_caller]
    fn check_biases(bodies: Vec<Body>, expected: &[Fault]) {
        let questions: Vec<Question> = bodies.into_iter().map(|body| question("q", body)).collect();
        assert_eq!(biases(&questions.iter().collect::<Vec<_>>()), expected);
    }

    /// Four options with the key at each position as often as told; no key is the longest.
    fn keys(counts: [usize; 4]) -> Vec<Body> {
        (0..4u8)
            .zip(counts)
            .flat_map(|(position, n)| (0..n).map(move |_| single(&["甲", "乙", "丙", "丁"], position)))
            .collect()
    }

    #[test]
    fn an_id_used_three_times_is_reported_twice() {
        assert_eq!(repeated_ids(["a", "b", "a", "a"].into_iter()), ["a", "a"]);
        assert!(repeated_ids(["a", "b"].into_iter()).is_empty());
    }

    #[test]
    fn the_same_stem_with_the_same_options_in_any_order_is_a_duplicate() {
        check_repeats(
            &[asked("a", "多久一次？", &["每月", "每季"]), asked("b", "多久 一次?", &["每季", "每月"])],
            &[(1, Fault::Duplicate { of: "a".into() })],
        );
    }

    #[test]
    fn the_same_stem_with_other_options_is_near_outside_a_family() {
        let near = asked("b", "多久一次？", &["每年", "每月"]);
        let first = asked("a", "多久一次？", &["每月", "每季"]);
        check_repeats(&[first.clone(), near.clone()], &[(1, Fault::NearDuplicate { of: "a".into(), percent: 100 })]);
        let family = |question: Question, family: &str| Question { family: Some(family.to_owned()), ..question };
        check_repeats(&[family(first.clone(), "f"), family(near.clone(), "f")], &[]);
        check_repeats(
            &[family(first, "f"), family(near, "g")],
            &[(1, Fault::NearDuplicate { of: "a".into(), percent: 100 })],
        );
    }

    #[test]
    fn emphasis_makes_no_other_question_and_other_pairs_do() {
        check_repeats(
            &[asked("a", "哪项**不**属于会议？", &["每月", "每季"]), asked("b", "哪项不属于会议？", &["每月", "每季"])],
            &[(1, Fault::Duplicate { of: "a".into() })],
        );
        let pairs = |id: &str, pairs: &[[&str; 2]]| Question {
            stem: "请配对".to_owned(),
            ..question(id, matching(pairs, &[]))
        };
        check_repeats(
            &[
                pairs("a", &[["党课", "每季"], ["主题党日", "每月"], ["换届", "到期"]]),
                pairs("b", &[["党员大会", "每季"], ["支委会", "每月"], ["民主评议", "到期"]]),
            ],
            &[],
        );
    }

    #[test]
    fn keys_stand_in_every_position_about_equally_often() {
        check_biases(keys([10, 10, 10, 10]), &[]);
        check_biases(keys([9, 11, 10, 10]), &[]);
        check_biases(keys([8, 11, 11, 10]), &[Fault::KeyPositions { counts: [8, 11, 11, 10] }]);
        check_biases(keys([10, 12, 9, 9]), &[Fault::KeyPositions { counts: [10, 12, 9, 9] }]);
        check_biases(keys([28, 22, 25, 25]), &[]);
        check_biases(keys([29, 22, 25, 24]), &[Fault::KeyPositions { counts: [29, 22, 25, 24] }]);
    }

    #[test]
    fn very_few_singles_say_nothing() {
        check_biases(keys([4, 4, 3, 3]), &[]);
        check_biases(keys([5, 4, 3, 2]), &[Fault::KeyPositions { counts: [5, 4, 3, 2] }]);
        check_biases(keys([9, 0, 0, 0]), &[]);
        check_biases(keys([6, 3, 2, 2]), &[Fault::KeyPositions { counts: [6, 3, 2, 2] }]);
    }

    #[test]
    fn what_a_scenario_asks_counts_too() {
        let part =
            || scenario(&[("问", single(&["甲", "乙", "丙", "丁"], 0)), ("问", Body::Judge(Judge { answer: true }))]);
        let questions: Vec<Question> = (0..4).map(|_| question("q", part())).collect();
        let questions: Vec<&Question> = questions.iter().collect();
        assert_eq!((key_positions(&questions), true_judges(&questions)), ([4, 0, 0, 0], (4, 4)));
    }

    #[test]
    fn the_longest_option_is_the_key_only_now_and_then() {
        let body = |longest: bool, key: u8| {
            let mut options = ["甲", "乙", "丙"];
            options[usize::from(key)] = if longest { "很长" } else { "短" };
            single(&options, key)
        };
        let bodies = |n_longest: usize| (0..20).map(|n| body(n < n_longest, (n % 3) as u8)).collect::<Vec<_>>();
        check_biases(bodies(5), &[]);
        check_biases(bodies(6), &[Fault::LongestIsKey { n_longest: 6, n_singles: 20 }]);
        check_biases(bodies(19)[..19].to_vec(), &[]);
        let tie = question("q", single(&["两字", "也两"], 0));
        assert_eq!(longest_keys(&[&tie]), (0, 1), "as long as another is not the longest");
    }

    #[test]
    fn judgements_are_neither_mostly_true_nor_mostly_false() {
        let judges = |n_true: usize, n: usize| (0..n).map(|i| Body::Judge(Judge { answer: i < n_true })).collect();
        for n_true in [4, 5] {
            check_biases(judges(n_true, 9), &[]);
        }
        check_biases(judges(9, 20), &[]);
        check_biases(judges(8, 20), &[Fault::JudgeBalance { n_true: 8, n_judges: 20 }]);
        check_biases(judges(6, 10), &[Fault::JudgeBalance { n_true: 6, n_judges: 10 }]);
        check_biases(judges(3, 3), &[]);
    }
}
