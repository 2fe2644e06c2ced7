//! What is known of the chosen cases: their rows, found among the open ones page by page, and
//! found again when they may be old.

use std::collections::{HashMap, HashSet};

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CaseFilter, CaseRow, Cases};
use onemap_protocol::problem::Problem;

use super::chosen::Chosen;
use crate::backend;
use crate::state::Desk;

/// Rows asked for at a time: the console's most.
const PAGE: u32 = 200;

/// What is known of the chosen cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// The rows of those that are open.
    pub rows: HashMap<CaseId, CaseRow>,
    /// Those that are not among the open ones: ended, merged, or no longer the reader's.
    pub ended: HashSet<CaseId>,
    /// How far the reading is: open cases read of how many; `None` when nothing is being read.
    pub reading: Option<(u32, u32)>,
    /// Why the last reading failed.
    pub problem: Option<Problem>,
}

impl Known {
    /// Whether it is known how a case stands.
    pub fn knows(&self, case: CaseId) -> bool {
        self.rows.contains_key(&case) || self.ended.contains(&case)
    }

    /// Takes rows that were met anyway.
    pub fn meet(&mut self, rows: impl IntoIterator<Item = CaseRow>) {
        for row in rows.into_iter().filter(|row| row.stage.is_open()) {
            self.ended.remove(&row.id);
            self.rows.insert(row.id, row);
        }
    }

    /// Forgets those that are chosen no longer: what is known of them would grow old.
    pub fn keep(&mut self, chosen: &Chosen) {
        self.rows.retain(|case, _| chosen.has(*case));
        self.ended.retain(|case| chosen.has(*case));
    }

    /// All open cases have been read: who was looked for and was not among them is none of them.
    fn settle(&mut self, wanted: &HashSet<CaseId>, found: HashMap<CaseId, CaseRow>) {
        self.rows.retain(|case, _| !wanted.contains(case));
        self.ended.retain(|case| !wanted.contains(case));
        let missing = wanted.iter().filter(|case| !found.contains_key(case));
        self.ended.extend(missing);
        self.rows.extend(found);
        self.problem = None;
    }
}

/// Keeps what is known of the chosen cases up to date.
pub fn watch(desk: Desk) {
    let many = desk.many;
    let (busy, stale) = (StoredValue::new(false), StoredValue::new(false));
    let read = move || {
        if busy.get_value() {
            stale.set_value(true);
            return;
        }
        busy.set_value(true);
        wasm_bindgen_futures::spawn_local(async move {
            loop {
                stale.try_set_value(false);
                read_all(desk).await;
                if stale.try_get_value() != Some(true) {
                    break;
                }
            }
            busy.try_set_value(false);
        });
    };
    let sending = Memo::new(move |_| many.is_sending());
    Effect::new(move |before: Option<Option<(u64, u32)>>| {
        let before = before.flatten();
        let now = (desk.cases.get(), many.again.get());
        let is_new = many.chosen.with(|chosen| {
            let unknown = many
                .known
                .with_untracked(|known| chosen.ids().iter().any(|case| !known.knows(*case)));
            // One chosen case is a beginning; nobody asks yet how it stands.
            unknown || (chosen.is_many() && before != Some(now))
        });
        // While commands are being given everything moves; it is read when they are through.
        if sending.get() {
            return before;
        }
        if many.chosen.with_untracked(Chosen::is_empty) {
            many.known.set(Known::default());
        } else if is_new {
            read();
        }
        Some(now)
    });
}

/// Reads the open cases until every chosen one is found.
async fn read_all(desk: Desk) {
    let many = desk.many;
    let wanted: HashSet<CaseId> = many
        .chosen
        .with_untracked(|chosen| chosen.ids().iter().copied().collect());
    let mut found: HashMap<CaseId, CaseRow> = HashMap::new();
    let mut read = 0;
    let outcome = loop {
        let ask = Cases {
            filter: CaseFilter::default(),
            offset: read,
            limit: PAGE,
        };
        let page = match backend::ask(ask).await {
            Ok(page) => page,
            Err(problem) => break Err(problem),
        };
        read += page.rows.len() as u32;
        let is_last = page.rows.is_empty() || read >= page.total;
        found.extend(
            page.rows
                .into_iter()
                .filter(|row| wanted.contains(&row.id))
                .map(|row| (row.id, row)),
        );
        if is_last || found.len() == wanted.len() {
            break Ok(());
        }
        many.known
            .update(|known| known.reading = Some((read, page.total)));
    };
    // Nothing is chosen any more: nothing is known either.
    if many.chosen.with_untracked(Chosen::is_empty) {
        return;
    }
    many.known.update(|known| {
        known.reading = None;
        match outcome {
            Ok(()) => known.settle(&wanted, found),
            Err(problem) => known.problem = Some(problem),
        }
        many.chosen.with_untracked(|chosen| known.keep(chosen));
    });
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::bulk::fixture::row;

    #[test]
    fn who_is_not_among_the_open_cases_has_ended() {
        let [open, gone, later] = [1, 2, 3].map(|n| CaseId(Uuid::from_u128(n)));
        let mut known = Known::default();
        known.meet([row(2, |_| {}), row(3, |_| {})]);
        assert!(known.knows(gone) && !known.knows(open));
        let found = HashMap::from([(open, row(1, |_| {}))]);
        known.settle(&HashSet::from([open, gone]), found);
        assert!(known.rows.contains_key(&open) && known.ended.contains(&gone));
        assert!(
            known.rows.contains_key(&later),
            "it was chosen while the others were read"
        );
        known.meet([row(2, |_| {})]);
        assert!(!known.ended.contains(&gone), "it was met again");
        let mut chosen = Chosen::default();
        chosen.toggle(gone);
        known.keep(&chosen);
        assert_eq!(known.rows.keys().collect::<Vec<_>>(), [&gone]);
    }
}
