//! The standard that areas reach item by item: who reaches it, and which case takes what away.
//!
//! Evidence is asked for by identity, like books. What holds is counted anew from evidence and
//! cases with every question. Sealed cases revoke nothing: who may not know of one must not be
//! able to tell it from what an area lost.

use std::collections::{BTreeSet, HashMap};

use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::people::{Role, User};
use onemap_domain::profile::StandardRule;
use onemap_domain::record::standard::{Sheet, identity};
use onemap_domain::record::{Matter, RecordId, RecordKind};
use onemap_domain::standard::{Happened, ItemState, Reach, rate};
use onemap_protocol::desk::{
    AskStandard, RevokingCase, SHEET_ROWS, StandardFigure, StandardRow, StandardView,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::service::{areas_of, within};
use crate::{Console, County, Reads, Submit};

/// The sheets of areas, with whether each is pending.
type Sheets = HashMap<AreaCode, (Sheet, bool)>;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn standard(&self, ask: &AskStandard) -> Result<StandardView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let area = within(&user, &county, ask.area.as_ref())?;
        let (rule, items) = known(&user, &county)?;
        let mut areas: Vec<AreaCode> = areas_of(&county, &area)
            .filter(|one| rule.is_for(one))
            .cloned()
            .collect();
        areas.sort_unstable();
        let mut sheets = self.sheets(&user, rule, &areas).await?;
        let reaches = self
            .reaches(&user, &county, (rule, items), &areas, &sheets)
            .await?;
        let below = county.children(&area).filter_map(|child| {
            let own = reaches
                .iter()
                .filter(|reach| child.code.covers(&reach.area));
            let rate = rate(own);
            (rate.denominator > 0).then(|| (child.code.clone(), rate))
        });
        let listed: Vec<&Reach> = reaches
            .iter()
            .filter(|reach| !ask.behind || !reach.is_whole())
            .collect();
        let shown = listed.iter().take(SHEET_ROWS);
        let rows: Vec<StandardRow> = shown
            .map(|reach| {
                let sheet = sheets.remove(&reach.area);
                let (lines, pending) =
                    sheet.map_or_else(Default::default, |(sheet, pending)| (sheet.lines, pending));
                StandardRow {
                    area: reach.area.clone(),
                    items: reach.items.clone(),
                    lines,
                    pending,
                }
            })
            .collect();
        Ok(StandardView {
            cases: self.revoking(&user, &rows).await?,
            items,
            rate: rate(&reaches),
            below: below.collect(),
            total: listed.len() as u32,
            rows,
            partial: user.scope.role == Role::Clerk,
            area,
        })
    }

    /// How far an area reaches the standard; `None` where nothing is to be said of it.
    pub(crate) async fn standard_figure(
        &self,
        user: &User,
        county: &County,
        area: &AreaCode,
    ) -> Result<Option<StandardFigure>, Problem> {
        let Ok((rule, items)) = known(user, county) else {
            return Ok(None);
        };
        if !rule.is_for(area) || !user.scope.area.covers(area) {
            return Ok(None);
        }
        let areas = std::slice::from_ref(area);
        let sheets = self.sheets(user, rule, areas).await?;
        let reaches = self
            .reaches(user, county, (rule, items), areas, &sheets)
            .await?;
        Ok(reaches.first().map(|reach| StandardFigure {
            held: reach.held(),
            of: u32::from(items),
        }))
    }

    async fn reaches(
        &self,
        user: &User,
        county: &County,
        (rule, items): (&StandardRule, u16),
        areas: &[AreaCode],
        sheets: &Sheets,
    ) -> Result<Vec<Reach>, Problem> {
        let held = self.kept(county, &user.scope).await?;
        let happened = Happened::of(rule, held.get()?.open_to_all());
        let reach = |area: &AreaCode| {
            let sheet = sheets.get(area).map(|(sheet, _)| sheet);
            Reach::of(rule, items, area, sheet, &happened)
        };
        Ok(areas.iter().map(reach).collect())
    }

    async fn sheets(
        &self,
        user: &User,
        rule: &StandardRule,
        areas: &[AreaCode],
    ) -> Result<Sheets, Problem> {
        let ids: Vec<RecordId> = areas
            .iter()
            .map(|area| identity(&rule.list, area))
            .collect();
        let rows = self.ports.records_of(&user.scope, &ids).await?;
        let sheets = rows.into_iter().filter_map(|row| match row.record.matter {
            Matter::Standard(sheet) => Some((sheet.area.clone(), (sheet, row.pending))),
            _ => None,
        });
        Ok(sheets.collect())
    }

    /// The cases that revoke something in some rows.
    async fn revoking(
        &self,
        user: &User,
        rows: &[StandardRow],
    ) -> Result<Vec<RevokingCase>, Problem> {
        let states = rows.iter().flat_map(|row| &row.items);
        let ids: BTreeSet<CaseId> = states
            .filter_map(|state| match state {
                ItemState::Revoked { by, .. } => Some(*by),
                ItemState::Missing | ItemState::Held { .. } => None,
            })
            .collect();
        let ids: Vec<CaseId> = ids.into_iter().collect();
        let shown = self.ports.states(&user.scope, &ids).await?;
        let cases = shown.into_iter().map(|shown| RevokingCase {
            id: shown.case.id,
            number: shown.case.number,
            title: shown.case.facts.title,
        });
        Ok(cases.collect())
    }
}

/// The county's standard with the number of its items, for whoever may read its evidence.
fn known<'a>(user: &User, county: &'a County) -> Result<(&'a StandardRule, u16), Problem> {
    let reads = RecordKind::Standard.readers().contains(&user.scope.role);
    let standard = county.profile.items_of_standard();
    standard
        .filter(|_| reads)
        .ok_or_else(|| Problem::new(ProblemCode::NotFound))
}
