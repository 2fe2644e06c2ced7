//! The rows of a long list, fetched in pages as they come into sight.
//!
//! What was fetched stays on the screen while it is asked for again; what is out of sight is only
//! asked for again when it comes back.

use std::collections::BTreeMap;
use std::ops::Range;

use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CasePage, CaseRow};

/// Rows in a page.
pub const PAGE: u32 = 100;

#[derive(Clone, Debug, PartialEq)]
struct Page {
    rows: Vec<CaseRow>,
    /// The generation it was fetched in.
    generation: u64,
}

/// The rows of one list, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pages {
    total: Option<u32>,
    content: BTreeMap<u32, Page>,
    /// Grows when the rows may be old; answers to an older generation are dropped.
    generation: u64,
    asking: Vec<u32>,
}

impl Pages {
    /// How many rows there are in all, once known.
    pub fn total(&self) -> Option<u32> {
        self.total
    }

    /// The generation that is being asked for now.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Something changed: everything known may be old.
    pub fn grow_old(&mut self) {
        self.generation += 1;
        self.asking.clear();
    }

    /// Another list: nothing is known.
    pub fn forget(&mut self) {
        self.grow_old();
        self.total = None;
        self.content.clear();
    }

    /// The pages to ask for so that these rows can be shown; they count as asked.
    pub fn wanted(&mut self, rows: Range<u32>) -> Vec<u32> {
        let last = rows.end.max(rows.start + 1) - 1;
        let wanted: Vec<u32> = (rows.start / PAGE..=last / PAGE)
            .filter(|page| !self.asking.contains(page))
            .filter(|page| {
                self.content
                    .get(page)
                    .is_none_or(|p| p.generation < self.generation)
            })
            .collect();
        self.asking.extend(&wanted);
        wanted
    }

    /// Takes an answer; whether it was still wanted.
    pub fn take(&mut self, generation: u64, page: u32, answer: CasePage) -> bool {
        if generation != self.generation {
            return false;
        }
        self.asking.retain(|asked| *asked != page);
        self.total = Some(answer.total);
        self.content.insert(
            page,
            Page {
                rows: answer.rows,
                generation,
            },
        );
        self.content
            .retain(|page, _| *page == 0 || page * PAGE < answer.total);
        true
    }

    /// An asking failed; whether it was still wanted.
    pub fn fail(&mut self, generation: u64, page: u32) -> bool {
        let wanted = generation == self.generation;
        if wanted {
            self.asking.retain(|asked| *asked != page);
        }
        wanted
    }

    /// A row, if it is known.
    pub fn row(&self, index: u32) -> Option<&CaseRow> {
        self.content
            .get(&(index / PAGE))?
            .rows
            .get((index % PAGE) as usize)
    }

    /// Every row that is known.
    pub fn rows(&self) -> impl Iterator<Item = &CaseRow> {
        self.content.values().flat_map(|page| &page.rows)
    }

    /// The cases from the first on without a gap, for stepping through them.
    pub fn known(&self) -> Vec<CaseId> {
        let mut known = Vec::new();
        for (place, (page, content)) in self.content.iter().enumerate() {
            if *page as usize != place {
                break;
            }
            known.extend(content.rows.iter().map(|row| row.id));
            if content.rows.len() < PAGE as usize {
                break;
            }
        }
        known
    }

    /// Where a case stands, if its row is known.
    pub fn place(&self, case: CaseId) -> Option<u32> {
        self.content.iter().find_map(|(page, content)| {
            let index = content.rows.iter().position(|row| row.id == case)?;
            Some(page * PAGE + index as u32)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(total: u32) -> CasePage {
        CasePage {
            total,
            rows: Vec::new(),
        }
    }

    #[test]
    fn a_page_is_asked_for_once_until_it_grows_old() {
        let mut pages = Pages::default();
        assert_eq!(pages.wanted(90..130), [0, 1]);
        assert!(pages.wanted(0..50).is_empty(), "it is on its way");
        assert!(pages.take(0, 0, answer(500)));
        assert!(pages.wanted(0..50).is_empty(), "it is there");
        pages.grow_old();
        assert_eq!(pages.wanted(0..50), [0]);
    }

    #[test]
    fn an_answer_to_an_older_generation_is_dropped() {
        let mut pages = Pages::default();
        pages.wanted(0..10);
        pages.forget();
        assert!(!pages.take(0, 0, answer(7)));
        assert_eq!(pages.total(), None);
    }

    #[test]
    fn a_failed_page_may_be_asked_for_again() {
        let mut pages = Pages::default();
        pages.wanted(0..10);
        assert!(pages.fail(0, 0));
        assert_eq!(pages.wanted(0..10), [0]);
    }
}
