//! The way of working, as a page can show it.

use onemap_domain::area::Position;
use onemap_domain::likeness::Account;
use onemap_protocol::desk::{Alike, AlikeTo, CalendarRow, WaysView};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, County, Reads, Submit, inbox};

/// Most alike cases shown.
pub(crate) const ALIKE_LIMIT: usize = 5;

impl<P: Reads + Submit> Console<P> {
    pub(crate) fn ways(&self) -> Result<WaysView, Problem> {
        self.user()?;
        let county = self.county()?;
        let broken = |error: onemap_exchange::profile::ProfileError| {
            Problem::new(ProblemCode::Internal).with("reference", error)
        };
        let shipped = onemap_exchange::profile::codes()
            .map(onemap_exchange::profile::shipped)
            .collect::<Result<Vec<_>, _>>()
            .map_err(broken)?;
        let calendars = county.calendar.years().map(|year| CalendarRow {
            year: year.year,
            notice: year.notice.clone(),
            days_off: year.holidays.iter().map(|h| h.days.len() as u32).sum(),
            made_up: year.work.len() as u32,
        });
        Ok(WaysView {
            own: county.profile.clone(),
            shipped,
            calendars: calendars.collect(),
        })
    }

    pub(crate) async fn alike_to(&self, ask: &AlikeTo) -> Result<Vec<Alike>, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let account = Account {
            title: &ask.title,
            text: &ask.text,
            category: &ask.category,
            position: ask.position.filter(|place| on_earth(*place)),
            reported_at: self.ports.now(),
            phone: &ask.phone,
        };
        let found = {
            let held = self.kept(&county, &user.scope).await?;
            let kept = held.get()?;
            kept.alike.alike(&account, ALIKE_LIMIT)
        };
        self.rows_of(&county, found).await
    }

    /// The rows of cases that were found alike.
    pub(crate) async fn rows_of(
        &self,
        county: &County,
        found: Vec<(
            onemap_domain::case::CaseId,
            onemap_domain::likeness::Likeness,
        )>,
    ) -> Result<Vec<Alike>, Problem> {
        let user = self.user()?;
        let now = self.ports.now();
        let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
        let shown = self.ports.states(&user.scope, &ids).await?;
        let rows = found.into_iter().filter_map(|(id, likeness)| {
            let shown = shown.iter().find(|shown| shown.case.id == id)?;
            let row = inbox::row(shown, &county.profile, now);
            Some(Alike { row, likeness })
        });
        Ok(rows.collect())
    }
}

fn on_earth(place: Position) -> bool {
    (-180.0..=180.0).contains(&place.lon) && (-90.0..=90.0).contains(&place.lat)
}
