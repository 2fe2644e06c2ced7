//! A file on a simulated disk. What is written is there for everybody who reads, and durable only
//! once it was synced; a power cut leaves what was synced and some of what was written after it,
//! in the order it was written. A transaction that was being written then is torn, and a file with
//! checksums (SQLite's log) drops it: so a change is in the file whole or not at all. A program
//! that is killed loses nothing that it has written.
//!
//! Deliberately absent: bits that rot. A file that cannot be read is a fault of its own
//! ([`super::faults::Fault::CorruptCache`]).

use super::chance::Chance;

/// What is in a file, and how it changes.
pub trait Contents: Clone + Default {
    /// A transaction.
    type Change;
    /// Carries it out.
    fn change(&mut self, change: &Self::Change);
}

/// A file.
#[derive(Clone, Debug)]
pub struct File<C: Contents> {
    durable: C,
    unsynced: Vec<C::Change>,
    written: C,
}

impl<C: Contents> Default for File<C> {
    fn default() -> File<C> {
        File {
            durable: C::default(),
            unsynced: Vec::new(),
            written: C::default(),
        }
    }
}

impl<C: Contents> File<C> {
    /// What a reader sees.
    pub fn read(&self) -> &C {
        &self.written
    }

    /// Writes.
    pub fn write(&mut self, change: C::Change) {
        self.written.change(&change);
        self.unsynced.push(change);
    }

    /// Makes what was written durable.
    pub fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            self.durable.change(&change);
        }
    }

    /// The power fails.
    pub fn lose_power(&mut self, chance: &mut Chance) {
        let kept = chance.below(self.unsynced.len() + 1);
        for change in self.unsynced.drain(..).take(kept) {
            self.durable.change(&change);
        }
        self.written = self.durable.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Contents for Vec<u32> {
        type Change = u32;
        fn change(&mut self, change: &u32) {
            self.push(*change);
        }
    }

    #[test]
    fn a_power_cut_leaves_what_was_synced_and_a_beginning_of_the_rest() {
        let mut lengths = std::collections::BTreeSet::new();
        for seed in 0..64 {
            let mut file = File::<Vec<u32>>::default();
            file.write(1);
            file.sync();
            file.write(2);
            file.write(3);
            assert_eq!(file.read(), &[1, 2, 3]);
            file.lose_power(&mut Chance::new(seed, 0));
            assert!([1, 2, 3].starts_with(file.read()));
            lengths.insert(file.read().len());
        }
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [1, 2, 3]);
    }
}
