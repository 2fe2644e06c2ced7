//! All chance of a run comes from one stream that its seed begins: the same seed, the same run,
//! on every machine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use uuid::Uuid;

/// The stream.
#[derive(Clone, Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// From a seed; `trial` separates runs of one seed.
    pub fn new(seed: u64, trial: u64) -> Chance {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes[8..16].copy_from_slice(&trial.to_le_bytes());
        Chance(ChaCha8Rng::from_seed(bytes))
    }

    /// `0..limit`; 0 for an empty range.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.0.next_u64() % limit.max(1) as u64) as usize
    }

    /// `from..=to`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from + 1).max(1) as usize) as i64
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// `0.0..1.0`.
    pub fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// An identity.
    pub fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.0.next_u64(), self.0.next_u64())
    }

    /// A wait that is mostly short and sometimes long, `mean` on average, milliseconds.
    pub fn wait(&mut self, mean: i64) -> i64 {
        let share = (1.0 - self.share()).ln();
        ((-share * mean as f64) as i64).clamp(1, 8 * mean)
    }
}
