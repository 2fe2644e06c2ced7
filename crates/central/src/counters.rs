//! The county's counters, kept step by step: each case's standing is taken out of the tally and put
//! in anew when the feed says that it changed.
//!
//! They count every case of the county, so only who may see every case is answered from them; for
//! others [`of_scope`] counts the cases they may see. Deliberately absent: what a rate means, which
//! is `onemap_domain::indicator`'s.

use std::collections::HashMap;

use onemap_domain::area::Level;
use onemap_domain::calendar::Calendar;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::indicator::{Standing, Tally};
use onemap_domain::people::Scope;
use onemap_protocol::feed::{Cursor, Entry, HistoryId};

use crate::error::StoreError;
use crate::repository::{Repository, each_case};

/// The finest areas that are counted apart.
const FINEST: Level = Level::Grid;

/// Events of the log read at once.
const FEW: u32 = 1_000;

/// Counters, and how far they have followed the log.
#[derive(Debug)]
pub struct Counters {
    history: HistoryId,
    cursor: Cursor,
    standings: HashMap<CaseId, Standing>,
    tally: Tally,
}

impl Counters {
    /// Counted from every case. `whole` is a scope that covers them all.
    pub async fn built(
        repository: &dyn Repository,
        whole: &Scope,
        calendar: &Calendar,
    ) -> Result<Counters, StoreError> {
        // The head first: what is committed meanwhile is counted twice at most, to the same end.
        let head = repository.head().await?;
        let mut counters = Counters {
            history: head.history_id,
            cursor: head.cursor,
            standings: HashMap::new(),
            tally: Tally::new(FINEST),
        };
        each_case(repository, whole, |case| counters.replace(&case, calendar)).await?;
        Ok(counters)
    }

    /// Follows the log to its head; `false` when it is another history and they must be built anew.
    pub async fn follow(
        &mut self,
        repository: &dyn Repository,
        whole: &Scope,
        calendar: &Calendar,
    ) -> Result<bool, StoreError> {
        loop {
            let head = repository.head().await?;
            if head.history_id != self.history || head.cursor < self.cursor {
                return Ok(false);
            }
            if head.cursor == self.cursor {
                return Ok(self.tally.is_sound());
            }
            let slice = repository.feed(whole, true, self.cursor, FEW).await?;
            for entry in &slice.entries {
                if let Entry::Event { case, .. } | Entry::Whole { case, .. } = entry {
                    self.replace(case, calendar);
                }
            }
            self.cursor = slice.cursor;
        }
    }

    /// What they have counted.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    fn replace(&mut self, case: &Case, calendar: &Calendar) {
        let after = Standing::of(case, calendar);
        let before = self.standings.get(&case.id);
        self.tally.replace(before, after.as_ref());
        match after {
            Some(after) => self.standings.insert(case.id, after),
            None => self.standings.remove(&case.id),
        };
    }
}

/// Counts the cases of one scope afresh.
pub async fn of_scope(
    repository: &dyn Repository,
    scope: &Scope,
    calendar: &Calendar,
) -> Result<Tally, StoreError> {
    let counters = Counters::built(repository, scope, calendar).await?;
    Ok(counters.tally)
}
