//! One case: its card, and who should get it.

use onemap_domain::area::Level;
use onemap_domain::case::CaseId;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::User;
use onemap_domain::{Context, allowed};
use onemap_protocol::desk::{
    Allowed, CaseCard, CaseFilter, CaseView, Happening, Nearby, Suggest, Suggestion,
    SuggestionReason,
};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_spatial::measure::distance_m;

use crate::{Console, County, Reads, Shown, Submit, inbox, mask};

/// How far other cases count as nearby, metres.
const NEARBY_METRES: f64 = 500.0;
/// Most of them on a card.
const NEARBY_LIMIT: usize = 5;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn case_card(&self, ask: &CaseCard) -> Result<CaseView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let shown = self.visible(&user, ask.id).await?;
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
        Ok(CaseView {
            lamp: county.profile.lamp(&shown.case, now),
            pending: shown.pending,
            nearby: self.nearby(&user, &county, &shown).await?,
            timeline: timeline.into_iter().map(masked).collect(),
            actions,
            case: mask::case(shown.case),
        })
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
            .cases(&user.scope, &filter, now, 0, u32::MAX)
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

    /// First the duty lists (属事), in the profile's order; then the place's own office (属地).
    pub(crate) async fn suggest(&self, ask: &Suggest) -> Result<Vec<Suggestion>, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let case = self.visible(&user, ask.case).await?.case;
        let led = self.ports.led(&user.scope, &case.facts.category).await?;
        let known_before = led.iter().map(|led| led.cases).sum();
        let loads = self.loads().await?;
        let by_duty = county
            .profile
            .category(&case.facts.category)
            .map(|category| category.departments.clone())
            .unwrap_or_default()
            .into_iter()
            .map(|department| (department, SuggestionReason::Duty));
        let by_place = case
            .facts
            .grid
            .at(Level::Town)
            .map(|town| (DepartmentCode(town.to_string()), SuggestionReason::Place));
        let suggestions = by_duty.chain(by_place).filter_map(|(department, reason)| {
            let load = loads
                .iter()
                .find(|load| load.department == department)?
                .load;
            let before = led.iter().find(|led| led.department == department);
            Some(Suggestion {
                led_before: before.map_or(0, |led| led.cases),
                department,
                reason,
                known_before,
                load,
            })
        });
        Ok(suggestions.collect())
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
        }
    }
}
