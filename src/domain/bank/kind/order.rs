//! 排序题: items are put in the order they happen. It is never shown solved.
use crate::domain::bank::marking::{OrderRule, Share};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// In the right order.
    pub items: Vec<String>,
}

impl Order {
    /// `positions` are authored positions in the order given, so the right answer ascends by one.
    pub fn mark(&self, positions: &[u8], rule: OrderRule) -> Share {
        let n_items = self.items.len();
        let mut seen = vec![false; n_items];
        for position in positions {
            match seen.get_mut(usize::from(*position)) {
                Some(seen) if !*seen => *seen = true,
                _ => return Share::NONE,
            }
        }
        let all_right = positions.len() == n_items && positions.is_sorted();
        match rule {
            _ if all_right => Share::when(n_items > 0),
            OrderRule::AllOrNothing => Share::NONE,
            OrderRule::NeighbouringPairs => {
                let n_right = positions.windows(2).filter(|pair| pair[0] + 1 == pair[1]).count();
                Share::of(n_right, n_items.saturating_sub(1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_order_or_its_neighbouring_pairs_pay() {
        let order = Order { items: vec![String::new(); 4] };
        for (given, strict, pairs) in [
            (&[0, 1, 2, 3][..], 1000, 1000),
            (&[3, 0, 1, 2], 0, 666),
            (&[3, 2, 1, 0], 0, 0),
            (&[0, 1, 2], 0, 666),
            (&[0, 0, 1, 2], 0, 0),
            (&[0, 1, 2, 4], 0, 0),
            (&[], 0, 0),
        ] {
            assert_eq!(order.mark(given, OrderRule::AllOrNothing).thousandths(), strict, "{given:?}");
            assert_eq!(order.mark(given, OrderRule::NeighbouringPairs).thousandths(), pairs, "{given:?}");
        }
    }
}
