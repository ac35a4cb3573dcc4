//! The order in which a question's options are shown. Labels A, B, C, D stay in place; the options move.
use super::chance::Chance;
use super::seed::Seed;
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::kind::Body;

/// For what is asked the authored positions in the order shown: the first entry stands under label A. Of a scenario
/// there is one order for each part, of others one. Items to be put in order are never shown solved.
pub fn shown_orders(seed: Seed, question: &QuestionRef, body: &Body) -> Vec<Vec<u8>> {
    match body {
        Body::Scenario(scenario) => {
            let parts = scenario.parts.iter().enumerate();
            parts.map(|(idx, part)| shown_order(seed.of_options(question, Some(idx)), &part.body)).collect()
        }
        body => vec![shown_order(seed.of_options(question, None), body)],
    }
}

/// The same where a paper leaves options as authored; only what is to be put in order is never shown solved.
pub fn authored_orders(body: &Body) -> Vec<Vec<u8>> {
    let authored = |body: &Body| {
        let mut positions: Vec<u8> = (0..body.options().len()).map(|idx| idx as u8).collect();
        if matches!(body, Body::Order(_)) {
            positions.reverse();
        }
        positions
    };
    match body {
        Body::Scenario(scenario) => scenario.parts.iter().map(|part| authored(&part.body)).collect(),
        body => vec![authored(body)],
    }
}

fn shown_order(seed: Seed, body: &Body) -> Vec<u8> {
    let mut positions: Vec<u8> = (0..body.options().len()).map(|idx| idx as u8).collect();
    if !body.shuffles() {
        return positions;
    }
    Chance::new(seed).shuffle(&mut positions);
    if matches!(body, Body::Order(_)) && positions.is_sorted() {
        positions.rotate_left(1);
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Judge, Matching, Order, Part, Scenario, Single};

    fn order_of(seed: u8, id: &str, body: &Body) -> Vec<u8> {
        shown_orders(Seed::from_bytes([seed; 32]), &QuestionRef::new("b", id), body).remove(0)
    }

    #[test]
    fn options_move_with_the_seed_and_the_question_and_stay_where_shuffling_is_off() {
        let single = |shuffle| Body::Single(Single { options: vec![String::new(); 4], answer: 0, shuffle });
        assert_eq!(order_of(1, "q", &single(false)), [0, 1, 2, 3]);
        let orders: std::collections::HashSet<_> = (0..50).map(|seed| order_of(seed, "q", &single(true))).collect();
        assert!(orders.len() > 10);
        let orders: std::collections::HashSet<_> =
            (0..50).map(|n| order_of(1, &format!("q{n}"), &single(true))).collect();
        assert!(orders.len() > 10);
    }

    /// Anybody may redo a paper, so orders change only together with the version of their seed.
    #[test]
    fn the_order_of_a_question_is_what_it_was_when_there_were_no_parts() {
        let single = Body::Single(Single { options: vec![String::new(); 6], answer: 0, shuffle: true });
        assert_eq!(order_of(7, "q", &single), [0, 4, 3, 2, 5, 1]);
    }

    #[test]
    fn each_part_of_a_scenario_is_shuffled_by_itself() {
        let single = || Body::Single(Single { options: vec![String::new(); 6], answer: 0, shuffle: true });
        let part = |body| Part { stem: "问".into(), body, explain: String::new() };
        let pairs = ["甲", "乙", "丙"].map(|text| [text.to_owned(), text.to_owned()]);
        let matching = Body::Match(Matching::new(pairs.to_vec(), vec!["丁".into()]));
        let judge = Body::Judge(Judge { answer: true });
        let parts = [single(), single(), judge, matching].map(part);
        let scenario = Body::Scenario(Scenario { parts: parts.to_vec() });
        let seed = Seed::from_bytes([7; 32]);
        let orders = shown_orders(seed, &QuestionRef::new("b", "q"), &scenario);
        assert_eq!(orders.iter().map(Vec::len).collect::<Vec<_>>(), [6, 6, 0, 4]);
        assert_ne!(orders[0], orders[1]);
        assert_ne!(orders[0], order_of(7, "q", &single()), "nor is it the order of a question alone");
        assert_eq!(orders, shown_orders(seed, &QuestionRef::new("b", "q"), &scenario));
    }

    #[test]
    fn without_shuffling_options_stand_as_authored_and_items_to_order_backwards() {
        let single = Body::Single(Single { options: vec![String::new(); 4], answer: 0, shuffle: true });
        assert_eq!(authored_orders(&single), [[0, 1, 2, 3]]);
        let order = Body::Order(Order { items: vec![String::new(); 3] });
        assert_eq!(authored_orders(&order), [[2, 1, 0]]);
    }

    #[test]
    fn items_to_order_are_never_shown_solved() {
        let order = Body::Order(Order { items: vec!["甲".into(), "乙".into(), "丙".into()] });
        for seed in 0..100 {
            assert!(!order_of(seed, "q", &order).is_sorted());
        }
    }
}
