//! The inbox: lanes, rows, the outbox list.

use jiff::Timestamp;
use onemap_domain::profile::Profile;
use onemap_protocol::desk::{CasePage, CaseRow, Cases, LaneCounts, Lanes, OrderRow, OrderState};
use onemap_protocol::problem::Problem;

use crate::{Console, Reads, Shown, Submit};

/// Most rows of one page.
const PAGE_LIMIT: u32 = 200;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn lanes(&self, ask: &Lanes) -> Result<LaneCounts, Problem> {
        let user = self.user()?;
        let now = self.ports.now();
        let counts = self
            .ports
            .lanes(&user.scope, ask.area.as_ref(), now)
            .await?;
        let is_a_stage_lane = |lane: onemap_domain::lane::Lane| {
            lane.stages().any(onemap_domain::case::Stage::is_open)
        };
        let open = counts
            .iter()
            .filter(|(lane, _)| is_a_stage_lane(*lane))
            .map(|(_, n)| n)
            .sum();
        Ok(LaneCounts {
            open,
            counts: counts.into_iter().collect(),
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
            .cases(&user.scope, &ask.filter, now, ask.offset, limit)
            .await?;
        let rows = shown
            .iter()
            .map(|shown| row(shown, &county.profile, now))
            .collect();
        Ok(CasePage { total, rows })
    }

    /// The outbox of everyone on this device. Orders of others are there, but only their kind and
    /// state: what they are about may lie outside the caller's scope.
    pub(crate) async fn orders(&self) -> Result<Vec<OrderRow>, Problem> {
        let user = self.user()?;
        let mut orders = self.ports.orders().await?;
        for order in &mut orders {
            let visible = self.ports.case(&user.scope, order.case).await?;
            match visible {
                Some(shown) => {
                    order.title = shown.case.facts.title;
                    if let OrderState::Delivered { number, .. } = &mut order.state {
                        *number = shown.case.number;
                    }
                }
                None if order.author == user.actor.name => {}
                None => {
                    order.title.clear();
                    order.meant.clear();
                }
            }
        }
        Ok(orders)
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
        reported_at: case.reported_at,
        pending: *pending,
    }
}
