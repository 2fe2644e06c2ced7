//! One case: its card.

use onemap_domain::area::Level;
use onemap_domain::case::CaseId;
use onemap_domain::people::User;
use onemap_domain::{Context, allowed};
use onemap_protocol::desk::{Allowed, CaseCard, CaseFilter, CaseRow, CaseView, Happening, Nearby};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_spatial::measure::distance_m;

use crate::{Console, County, Reads, Shown, Submit, clocks, inbox, mask};

/// How far other cases count as nearby, metres.
const NEARBY_METRES: f64 = 500.0;
/// Most of them on a card.
const NEARBY_LIMIT: usize = 5;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn case_card(&self, ask: &CaseCard) -> Result<CaseView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let shown = self.visible(&user, ask.id).await?;
        if shown.case.compartment.is_some() {
            self.opened_sealed(&user, ask.id).await?;
        }
        let timeline = self.ports.timeline(&user.scope, ask.id).await?;
        let now = self.ports.now();
        let context = Self::context(&user, &county, now);
        let actions = allowed(&shown.case, &context)
            .into_iter()
            .map(|(command, result)| Allowed {
                command,
                refusal: result.err(),
            })
            .collect();
        let masked = |line: Happening| Happening {
            recorded: mask::recorded(line.recorded),
            ..line
        };
        let alike = {
            let held = self.kept(&county, &user.scope).await?;
            held.get()?.alike_to(&shown.case)
        };
        let case = &shown.case;
        let related = |ids: Vec<CaseId>| self.related(&user, &county, ids);
        let merged_into = related(case.merged_into.into_iter().collect()).await?;
        Ok(CaseView {
            clocks: clocks::explained(case, &county, now),
            alike: self.rows_of(&county, alike).await?,
            merged_into: merged_into.into_iter().next(),
            absorbed: related(case.absorbed.iter().copied().collect()).await?,
            linked: related(case.links.iter().copied().collect()).await?,
            lamp: county.profile.lamp(case, now),
            pending: shown.pending,
            nearby: self.nearby(&user, &county, &shown).await?,
            timeline: timeline.into_iter().map(masked).collect(),
            actions,
            case: mask::case(shown.case),
        })
    }

    /// The rows of other cases, as far as the reader may see them.
    async fn related(
        &self,
        user: &User,
        county: &County,
        ids: Vec<CaseId>,
    ) -> Result<Vec<CaseRow>, Problem> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let shown = self.ports.states(&user.scope, &ids).await?;
        Ok(self.rows_of_shown(&shown, &county.profile))
    }

    async fn nearby(
        &self,
        user: &User,
        county: &County,
        shown: &Shown,
    ) -> Result<Vec<Nearby>, Problem> {
        let now = self.ports.now();
        let filter = CaseFilter {
            area: shown.case.facts.grid.at(Level::Town),
            ..CaseFilter::default()
        };
        let (_, others) = self
            .ports
            .cases(&user.scope, &county.profile, &filter, now, (0, u32::MAX))
            .await?;
        let here = shown.case.facts.position;
        let mut near: Vec<Nearby> = others
            .iter()
            .filter(|other| other.case.id != shown.case.id)
            .filter(|other| other.case.facts.category == shown.case.facts.category)
            .map(|other| (distance_m(here, other.case.facts.position), other))
            .filter(|(metres, _)| *metres <= NEARBY_METRES)
            .map(|(metres, other)| Nearby {
                row: inbox::row(other, &county.profile, now),
                metres: metres.round() as u32,
            })
            .collect();
        near.sort_by_key(|nearby| nearby.metres);
        near.truncate(NEARBY_LIMIT);
        Ok(near)
    }

    pub(crate) async fn visible(&self, user: &User, id: CaseId) -> Result<Shown, Problem> {
        let shown = self.ports.case(&user.scope, id).await?;
        shown.ok_or_else(|| Problem::new(ProblemCode::NotFound))
    }

    pub(crate) fn context<'a>(
        user: &'a User,
        county: &'a County,
        now: jiff::Timestamp,
    ) -> Context<'a> {
        Context {
            now,
            actor: &user.actor,
            scope: &user.scope,
            profile: &county.profile,
            calendar: &county.calendar,
            ground: county,
            number: None,
            drawing: None,
        }
    }
}
