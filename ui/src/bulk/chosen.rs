//! Which cases are chosen. Pure; deliberately absent: what is known of them ([`super::known`]).

use std::collections::HashSet;

use onemap_domain::case::CaseId;
use onemap_protocol::desk::MANY_LIMIT;

/// The chosen cases, in the order in which they were chosen; never more than [`MANY_LIMIT`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    order: Vec<CaseId>,
    set: HashSet<CaseId>,
    /// Where a range begins: the case that was chosen or given up last.
    anchor: Option<CaseId>,
}

impl Chosen {
    /// How many.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are at least two: what can be done with one is the case panel's.
    pub fn is_many(&self) -> bool {
        self.order.len() > 1
    }

    /// Whether none is chosen.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Whether a case is chosen.
    pub fn has(&self, case: CaseId) -> bool {
        self.set.contains(&case)
    }

    /// All of them.
    pub fn ids(&self) -> &[CaseId] {
        &self.order
    }

    /// Where a range begins.
    pub fn anchor(&self) -> Option<CaseId> {
        self.anchor
    }

    /// Lets the next range begin here.
    pub fn put_anchor(&mut self, case: CaseId) {
        self.anchor = Some(case);
    }

    /// Chooses a case, or gives it up. Whether there was room.
    pub fn toggle(&mut self, case: CaseId) -> bool {
        self.anchor = Some(case);
        if self.set.remove(&case) {
            self.order.retain(|other| *other != case);
            return true;
        }
        self.add([case]) == 0
    }

    /// Chooses cases beside those that are; how many found no room.
    pub fn add(&mut self, cases: impl IntoIterator<Item = CaseId>) -> usize {
        let mut left_out = 0;
        for case in cases {
            if self.set.contains(&case) {
                continue;
            }
            if self.order.len() == MANY_LIMIT {
                left_out += 1;
                continue;
            }
            self.set.insert(case);
            self.order.push(case);
        }
        left_out
    }
}

/// The cases of a list from one to another, whichever comes first; `None` when the list does not
/// have both.
pub fn between(list: &[CaseId], one: CaseId, other: CaseId) -> Option<&[CaseId]> {
    let at = |case: CaseId| list.iter().position(|id| *id == case);
    let (one, other) = (at(one)?, at(other)?);
    list.get(one.min(other)..=one.max(other))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn case(n: u128) -> CaseId {
        CaseId(Uuid::from_u128(n))
    }

    #[test]
    fn choosing_twice_gives_up() {
        let mut chosen = Chosen::default();
        assert!(chosen.toggle(case(1)) && chosen.toggle(case(2)));
        assert!(chosen.is_many());
        assert!(chosen.toggle(case(1)));
        assert_eq!(chosen.ids(), [case(2)]);
        assert!(!chosen.has(case(1)) && !chosen.is_many());
        assert_eq!(chosen.anchor(), Some(case(1)));
    }

    #[test]
    fn a_case_is_chosen_once_and_none_beyond_the_limit() {
        let mut chosen = Chosen::default();
        let limit = MANY_LIMIT as u128;
        assert_eq!(chosen.add((0..limit).map(case)), 0);
        assert_eq!(chosen.add([case(0), case(limit), case(limit + 1)]), 2);
        assert_eq!(chosen.len(), MANY_LIMIT);
        assert!(!chosen.toggle(case(limit)), "there is no room");
        assert!(chosen.toggle(case(0)) && chosen.toggle(case(limit)));
    }

    #[test]
    fn a_range_runs_from_either_end_and_needs_both() {
        let list: Vec<CaseId> = (1..=5).map(case).collect();
        assert_eq!(between(&list, case(2), case(4)), Some(&list[1..=3]));
        assert_eq!(between(&list, case(4), case(2)), Some(&list[1..=3]));
        assert_eq!(between(&list, case(3), case(3)), Some(&list[2..=2]));
        assert_eq!(between(&list, case(3), case(9)), None);
    }
}
