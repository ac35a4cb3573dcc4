//! Chance that replays: ChaCha8 behind a seed, drawn without bias.
use super::seed::Seed;

/// ChaCha8 with a 64-bit count of blocks. It is written out here because the crate makes four blocks at a time in four
/// kilobytes of code, and a paper needs a few dozen words.
pub struct Chance {
    key: [u32; 8],
    n_blocks: u64,
    block: [u32; 16],
    n_taken: usize,
}

/// The quarter rounds of a double round: columns, then diagonals.
const QUARTERS: [[u8; 4]; 8] = [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
];

/// "expand 32-byte k" as words.
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

impl Chance {
    pub fn new(seed: Seed) -> Self {
        let mut key = [0; 8];
        for (word, bytes) in key.iter_mut().zip(seed.bytes().as_chunks().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        Self { key, n_blocks: 0, block: [0; 16], n_taken: 16 }
    }

    fn word(&mut self) -> u32 {
        if self.n_taken == self.block.len() {
            self.make_block();
        }
        self.n_taken += 1;
        self.block[self.n_taken - 1]
    }

    fn make_block(&mut self) {
        let mut start = [0; 16];
        start[..4].copy_from_slice(&CONSTANTS);
        start[4..12].copy_from_slice(&self.key);
        (start[12], start[13]) = (self.n_blocks as u32, (self.n_blocks >> 32) as u32);
        let mut state = start;
        for _ in 0..4 {
            for quarter in QUARTERS {
                let [a, b, c, d] = quarter.map(usize::from);
                for (left, right) in [(16, 12), (8, 7)] {
                    state[a] = state[a].wrapping_add(state[b]);
                    state[d] = (state[d] ^ state[a]).rotate_left(left);
                    state[c] = state[c].wrapping_add(state[d]);
                    state[b] = (state[b] ^ state[c]).rotate_left(right);
                }
            }
        }
        for (word, first) in state.iter_mut().zip(start) {
            *word = word.wrapping_add(first);
        }
        (self.block, self.n_taken, self.n_blocks) = (state, 0, self.n_blocks + 1);
    }

    /// An even draw from `0..n`: 32-bit words, those at or above the largest multiple of `n` thrown away.
    ///
    /// # Panics
    /// If `n` is 0, from which nothing can be drawn.
    pub fn below(&mut self, n: u32) -> u32 {
        assert!(n > 0, "nothing can be drawn from nothing");
        let limit = (1u64 << 32) / u64::from(n) * u64::from(n);
        loop {
            let word = self.word();
            if u64::from(word) < limit {
                return word % n;
            }
        }
    }

    /// Fisher–Yates from the back, one place at a time: step k settles the k-th place from the end. Whoever needs
    /// only a few of many stops early and gets what a full shuffle would have put there.
    pub fn settle<'a, T>(&'a mut self, items: &'a mut [T]) -> Settle<'a, T> {
        Settle { left: items.len(), chance: self, items }
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        let mut settle = self.settle(items);
        while settle.step().is_some() {}
    }
}

pub struct Settle<'a, T> {
    chance: &'a mut Chance,
    items: &'a mut [T],
    left: usize,
}

impl<T> Settle<'_, T> {
    /// The next settled item, from the last place downwards; `None` when all are.
    pub fn step(&mut self) -> Option<&T> {
        let last = self.left.checked_sub(1)?;
        // Slices here are far shorter than 2^32; the first place is left without a draw.
        let drawn = if last == 0 { 0 } else { self.chance.below(self.left as u32) as usize };
        self.items.swap(last, drawn);
        self.left = last;
        self.items.get(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_shuffles_alike_everywhere() {
        let mut items: Vec<u8> = (0..10).collect();
        Chance::new(Seed::from_bytes([7; 32])).shuffle(&mut items);
        // A golden vector: it changes only if papers change, and then their version must.
        assert_eq!(items, GOLDEN);
    }

    const GOLDEN: [u8; 10] = [9, 5, 0, 7, 1, 3, 4, 6, 2, 8];

    #[test]
    fn its_words_are_those_of_the_standard_crate() {
        use rand_chacha::ChaCha8Rng;
        use rand_chacha::rand_core::{Rng, SeedableRng};
        for n in 0..50u8 {
            let seed = std::array::from_fn(|place| n.wrapping_mul(37) ^ (place as u8).wrapping_mul(n));
            let (mut chance, mut other) = (Chance::new(Seed::from_bytes(seed)), ChaCha8Rng::from_seed(seed));
            for _ in 0..200 {
                assert_eq!(chance.word(), other.next_u32());
            }
            // Where the lower half of the count runs over.
            chance.n_blocks = (1 << 32) - 2;
            chance.n_taken = 16;
            other.set_word_pos(((1u128 << 32) - 2) * 16);
            for _ in 0..64 {
                assert_eq!(chance.word(), other.next_u32());
            }
        }
    }

    #[test]
    fn every_place_is_equally_likely() {
        let mut n_at = [[0u32; 5]; 5];
        for round in 0..5000u32 {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&round.to_le_bytes());
            let mut items = [0usize, 1, 2, 3, 4];
            Chance::new(Seed::from_bytes(bytes)).shuffle(&mut items);
            for (place, item) in items.into_iter().enumerate() {
                n_at[place][item] += 1;
            }
        }
        // 1000 expected, standard deviation 28; the seeds are fixed, so this never wavers.
        for n in n_at.into_iter().flatten() {
            assert!((880..1120).contains(&n), "{n_at:?}");
        }
    }

    #[test]
    fn stopping_early_gives_the_end_of_the_full_shuffle() {
        let seed = Seed::from_bytes([3; 32]);
        let mut full: Vec<u32> = (0..1000).collect();
        Chance::new(seed).shuffle(&mut full);
        let mut few: Vec<u32> = (0..1000).collect();
        let mut chance = Chance::new(seed);
        let mut settle = chance.settle(&mut few);
        let drawn: Vec<u32> = std::iter::from_fn(|| settle.step().copied()).take(5).collect();
        assert_eq!(drawn, full.iter().rev().take(5).copied().collect::<Vec<_>>());
    }
}
