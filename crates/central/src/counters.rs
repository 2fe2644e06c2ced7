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

use crate::error::StoreError;
use crate::follow::Followed;
use crate::repository::Repository;

/// The finest areas that are counted apart.
const FINEST: Level = Level::Grid;

/// Counters, and how far they have followed the log.
#[derive(Debug)]
pub struct Counters {
    followed: Followed,
    counts: Counts,
}

#[derive(Debug)]
struct Counts {
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
        let mut counts = Counts {
            standings: HashMap::new(),
            tally: Tally::new(FINEST),
        };
        let take = |case: Case| counts.replace(&case, calendar);
        let followed = Followed::begun(repository, whole, take).await?;
        Ok(Counters { followed, counts })
    }

    /// Follows the log to its head; `false` when it is another history and they must be built anew.
    pub async fn follow(
        &mut self,
        repository: &dyn Repository,
        whole: &Scope,
        calendar: &Calendar,
    ) -> Result<bool, StoreError> {
        let Counters { followed, counts } = self;
        let take = |case: &Case| counts.replace(case, calendar);
        let follows = followed.follow(repository, whole, take).await?;
        Ok(follows && self.counts.tally.is_sound())
    }

    /// What they have counted.
    pub fn tally(&self) -> &Tally {
        &self.counts.tally
    }
}

impl Counts {
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
    Ok(counters.counts.tally)
}
