//! The order in which a question's options are shown. Labels A, B, C, D stay in place; the options move.
use super::chance::Chance;
use super::seed::Seed;
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::kind::Body;

/// Authored positions in the order shown: the first entry stands under label A. Items to be put in order are never
/// shown solved.
pub fn shown_order(seed: Seed, question: &QuestionRef, body: &Body) -> Vec<u8> {
    let mut positions: Vec<u8> = (0..body.options().len()).map(|idx| idx as u8).collect();
    if !body.shuffles() {
        return positions;
    }
    Chance::new(seed.of_options(question)).shuffle(&mut positions);
    if matches!(body, Body::Order(_)) && positions.is_sorted() {
        positions.rotate_left(1);
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Order, Single};

    fn order_of(seed: u8, id: &str, body: &Body) -> Vec<u8> {
        shown_order(Seed::from_bytes([seed; 32]), &QuestionRef::new("b", id), body)
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

    #[test]
    fn items_to_order_are_never_shown_solved() {
        let order = Body::Order(Order { items: vec!["甲".into(), "乙".into(), "丙".into()] });
        for seed in 0..100 {
            assert!(!order_of(seed, "q", &order).is_sorted());
        }
    }
}
