//! The inbox: lanes and rows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onemap_domain::case::Flag;
use onemap_domain::lane::Lane;
use onemap_domain::profile::Profile;
use onemap_protocol::desk::{CasePage, CaseRow, Cases, LaneCounts, Lanes};
use onemap_protocol::problem::Problem;

use crate::{Console, Reads, Shown, Submit};

/// Most rows of one page.
const PAGE_LIMIT: u32 = 200;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn lanes(&self, ask: &Lanes) -> Result<LaneCounts, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let profile = &county.profile;
        let now = self.ports.now();
        let counted = self
            .ports
            .counts(&user.scope, ask.area.as_ref(), now)
            .await?;
        let mut counts: BTreeMap<Lane, u32> = profile.lanes().map(|lane| (lane, 0)).collect();
        let mut flags: BTreeMap<Flag, u32> = profile.flags().map(|flag| (flag, 0)).collect();
        let mut open = 0;
        for row in counted {
            let lane = profile.lane(row.stage);
            // A merged case waits in no lane; the case it was merged into does.
            if row.open || lane == Lane::Done {
                *counts.entry(lane).or_default() += row.cases;
            }
            *counts.entry(Lane::Overdue).or_default() += row.overdue;
            if row.open {
                open += row.cases;
                for flag in row.flags {
                    *flags.entry(flag).or_default() += row.cases;
                }
            }
        }
        Ok(LaneCounts {
            open,
            counts,
            flags,
            conflicts: self.ports.status().await?.set_aside,
        })
    }

    pub(crate) async fn cases(&self, ask: &Cases) -> Result<CasePage, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let now = self.ports.now();
        let limit = ask.limit.clamp(1, PAGE_LIMIT);
        let (total, shown) = self
            .ports
            .cases(
                &user.scope,
                &county.profile,
                &ask.filter,
                now,
                (ask.offset, limit),
            )
            .await?;
        let rows = shown
            .iter()
            .map(|shown| row(shown, &county.profile, now))
            .collect();
        Ok(CasePage { total, rows })
    }
}

/// A list's row of a case.
pub(crate) fn row(shown: &Shown, profile: &Profile, now: Timestamp) -> CaseRow {
    let Shown { case, pending } = shown;
    CaseRow {
        id: case.id,
        number: case.number.clone(),
        title: case.facts.title.clone(),
        grid: case.facts.grid.clone(),
        position: case.facts.position,
        category: case.facts.category.clone(),
        urgency: case.facts.urgency,
        stage: case.stage,
        lead: case.lead.clone(),
        lamp: profile.lamp(case, now),
        due_at: case.due_at(),
        provisional: case.nearest_clock().and_then(|clock| clock.due.provisional),
        flags: case.flags().collect(),
        reported_at: case.reported_at,
        pending: *pending,
    }
}
