//! What changed since the columns were made.

use std::collections::{BTreeMap, BTreeSet};

use super::base::{Base, Facts};

/// Rows that no longer hold, and cases that no row holds yet. A case that changed is both.
#[derive(Clone, Debug, Default)]
pub(super) struct Delta {
    pub gone: BTreeSet<usize>,
    /// By key and number.
    pub added: BTreeMap<(u64, u64), Facts>,
}

impl Delta {
    /// Takes a case out; says whether it was there.
    pub fn take(&mut self, base: &Base, key: u64, id: u64) -> bool {
        self.added.remove(&(key, id)).is_some()
            || base.find(key, id).is_some_and(|row| self.gone.insert(row))
    }

    /// Puts a case in.
    pub fn add(&mut self, base: &Base, key: u64, facts: Facts) {
        // One that is as its row has it again is no change.
        let same = base
            .find(key, facts.id)
            .filter(|row| base.facts[*row] == facts);
        if !same.is_some_and(|row| self.gone.remove(&row)) {
            self.added.insert((key, facts.id), facts);
        }
    }

    /// What was added from one key to another.
    pub fn between(&self, first: u64, last: u64) -> impl Iterator<Item = (u64, &Facts)> {
        self.added
            .range((first, 0)..=(last, u64::MAX))
            .map(|((key, _), facts)| (*key, facts))
    }

    /// Columns with the changes in them.
    pub fn merged(&self, base: &Base) -> Base {
        let count = base.keys.len() + self.added.len() - self.gone.len();
        let (mut keys, mut facts) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut row = 0;
        let mut gone = self.gone.iter().copied().peekable();
        // Copies rows up to one, without those that are gone.
        let mut copy = |to: usize, keys: &mut Vec<u64>, facts: &mut Vec<Facts>| {
            while row < to {
                let end = gone.peek().copied().unwrap_or(to).min(to);
                keys.extend_from_slice(&base.keys[row..end]);
                facts.extend_from_slice(&base.facts[row..end]);
                row = end;
                if row < to {
                    gone.next();
                    row += 1;
                }
            }
        };
        for ((key, id), added) in &self.added {
            copy(base.place_of(*key, *id), &mut keys, &mut facts);
            keys.push(*key);
            facts.push(*added);
        }
        copy(base.keys.len(), &mut keys, &mut facts);
        Base::of(keys, facts)
    }
}
