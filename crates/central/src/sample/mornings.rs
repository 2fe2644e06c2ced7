//! The packs of the last mornings: a sample reads as if the central had been running, so its meetings
//! have something to compare with from the first start on.
//!
//! Only in the way of working that the stories are told in: in another one cases are filled in
//! afterwards, and a pack of then would not be what the log gives.

use jiff::{SignedDuration, Timestamp, ToSpan};
use onemap_domain::pack::{Pack, Rhythm, Sources, pack};

use super::{Loaded, Stage, service};
use crate::land::Land;
use crate::meetings;
use crate::{ground, indexes};

/// How many days back: with the first of them a day has the same weekday of the week before.
const DAYS: i64 = 9;

/// Days of cases below which a county has nothing to compare with, and no packs of then.
const HISTORY: i64 = 14;

impl Stage<'_> {
    /// The moments at which packs were frozen, the oldest first.
    pub(super) fn mornings(&self, anchor: Timestamp) -> Vec<Timestamp> {
        if !self.own {
            return Vec::new();
        }
        let today = self.land.calendar.date(anchor);
        let day = |back: i64| today.saturating_sub(back.days());
        (0..DAYS)
            .rev()
            .filter_map(|back| meetings::moment(self.land, day(back)))
            .filter(|at| *at <= anchor)
            .collect()
    }
}

impl Loaded {
    /// Freezes what was due at a moment, from the cases as they stood then.
    pub(super) fn freeze(&mut self, land: &Land, at: Timestamp) {
        let since = self.events.first().map_or(at, |first| first.at);
        if at.duration_since(since) < SignedDuration::from_hours(24 * HISTORY) {
            return;
        }
        let today = land.calendar.date(at);
        let cases: Vec<_> = self.cases.values().cloned().collect();
        let diaries = service::diaries(&self.done, at);
        self.indexes
            .extend(indexes::made(land, &cases, &diaries, at));
        let areas = ground::areas(land);
        for rhythm in Rhythm::ALL {
            let id = meetings::identity(rhythm, meetings::looked_back_on(rhythm, land, today));
            if self.packs.iter().any(|(other, _)| *other == id) {
                continue;
            }
            let made = {
                let earlier: Vec<&Pack> = self
                    .packs
                    .iter()
                    .map(|(_, pack)| pack)
                    .filter(|pack| pack.rhythm == rhythm)
                    .collect();
                let sources = Sources {
                    cases: &cases,
                    decisions: &[],
                    earlier: &earlier,
                    calendar: &land.calendar,
                    meetings: &land.profile.meetings,
                    duties: &land.profile.duties,
                    areas: &areas,
                    diaries: &diaries,
                    indexes: &self.indexes.iter().collect::<Vec<_>>(),
                };
                pack(rhythm, &land.register.county, at, &sources)
            };
            self.packs.push((id, made));
        }
    }
}
