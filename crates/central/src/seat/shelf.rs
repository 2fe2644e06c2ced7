//! Every case of the county by what lists, counts and the map are cut by, in memory. It follows the log,
//! so that a page that asks twenty things at each tick costs the database nothing.
//!
//! About 0.4 KiB a case: a county's 100,000 take some 40 MiB. Deliberately absent: what is written in a
//! case; whoever shows one reads it from the database.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use onemap_console::{AreaCount, CasePointRow, Led, StageCount};
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{Case, CaseId, Flag, Stage};
use onemap_domain::clock::{Clock, Term};
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::lane::Lane;
use onemap_domain::people::{Compartment, Scope};
use onemap_domain::profile::Profile;
use onemap_protocol::desk::CaseFilter;

use crate::error::StoreError;
use crate::follow::Followed;
use crate::repository::{Head, Repository};

/// What is kept of one case.
#[derive(Debug)]
struct Row {
    grid: AreaCode,
    parts: Box<[DepartmentCode]>,
    sealed: Option<Compartment>,
    stage: Stage,
    flags: Box<[Flag]>,
    is_open: bool,
    is_carried: bool,
    category: String,
    lead: Option<DepartmentCode>,
    returned: u32,
    term: Option<Term>,
    reported_at: Timestamp,
    closed_at: Option<Timestamp>,
    position: Position,
    revision: u64,
}

impl Row {
    fn of(case: &Case) -> Row {
        Row {
            grid: case.facts.grid.clone(),
            parts: case.departments().into_iter().cloned().collect(),
            sealed: case.compartment.clone(),
            stage: case.stage,
            flags: case.flags().collect(),
            is_open: case.is_open(),
            is_carried: case.is_carried(),
            category: case.facts.category.clone(),
            lead: case.lead.clone(),
            returned: case.returned,
            term: case.nearest_clock().map(Clock::term),
            reported_at: case.reported_at,
            closed_at: case.closed_at,
            position: case.facts.position,
            revision: case.revision,
        }
    }

    fn is_in(&self, scope: &Scope) -> bool {
        scope.covers_what(&self.grid, self.sealed.as_ref(), |own| {
            self.parts.contains(own)
        })
    }

    fn is_overdue(&self, now: Timestamp) -> bool {
        self.is_open && self.term.is_some_and(|term| term.due_at < now)
    }

    /// The department that carries it now.
    fn carrier(&self) -> Option<&DepartmentCode> {
        self.lead.as_ref().filter(|_| self.is_carried)
    }

    fn fits(&self, profile: &Profile, filter: &CaseFilter, now: Timestamp) -> bool {
        let in_lane = match filter.lane {
            None => self.is_open,
            Some(Lane::Overdue) => self.is_overdue(now),
            // A merged case waits in no lane; the case it was merged into does.
            Some(lane) => {
                (self.is_open || lane == Lane::Done)
                    && profile.stages_in(lane).any(|stage| stage == self.stage)
            }
        };
        let category = filter.category.as_ref();
        let area = filter.area.as_ref();
        let department = filter.department.as_ref();
        in_lane
            && category.is_none_or(|category| *category == self.category)
            && filter.flag.is_none_or(|flag| self.flags.contains(&flag))
            && area.is_none_or(|area| area.covers(&self.grid))
            && department.is_none_or(|department| self.carrier() == Some(department))
    }
}

/// All rows, and how far they have followed the log.
#[derive(Debug)]
pub(super) struct Shelf {
    followed: Followed,
    rows: BTreeMap<CaseId, Row>,
}

impl Shelf {
    /// Filled from every case. `whole` is a scope that covers them all.
    pub(super) async fn filled(
        repository: &dyn Repository,
        whole: &Scope,
    ) -> Result<Shelf, StoreError> {
        let mut rows = BTreeMap::new();
        let take = |case: Case| {
            rows.insert(case.id, Row::of(&case));
        };
        let followed = Followed::begun(repository, whole, take).await?;
        Ok(Shelf { followed, rows })
    }

    /// Whether it stands here.
    pub(super) fn is_at(&self, head: Head) -> bool {
        self.followed.is_at(head)
    }

    /// Follows the log to its head; `false` when it must be filled anew.
    pub(super) async fn follow(
        &mut self,
        repository: &dyn Repository,
        whole: &Scope,
    ) -> Result<bool, StoreError> {
        let Shelf { followed, rows } = self;
        let take = |case: &Case| {
            rows.insert(case.id, Row::of(case));
        };
        followed.follow(repository, whole, take).await
    }

    fn within<'s>(&'s self, scope: &'s Scope) -> impl Iterator<Item = (CaseId, &'s Row)> {
        let rows = self.rows.iter().filter(|(_, row)| row.is_in(scope));
        rows.map(|(id, row)| (*id, row))
    }

    /// The cases of a filter, its words aside: nearest deadline first; done ones: last ended first.
    pub(super) fn found(
        &self,
        scope: &Scope,
        profile: &Profile,
        filter: &CaseFilter,
        now: Timestamp,
    ) -> Vec<CaseId> {
        let fits = self.within(scope);
        let fits = fits.filter(|(_, row)| row.fits(profile, filter, now));
        if filter.lane == Some(Lane::Done) {
            let mut done: Vec<_> = fits.map(|(id, row)| (row.closed_at, id)).collect();
            // What has no such moment comes last.
            done.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
            return done.into_iter().map(|(_, id)| id).collect();
        }
        let place = |(id, row): (CaseId, &Row)| {
            let due_at = row.term.map(|term| term.due_at);
            (due_at.is_none(), due_at, row.reported_at, id)
        };
        let mut waiting: Vec<_> = fits.map(place).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(.., id)| id).collect()
    }

    /// Every case with its revision. Nothing here is pending.
    pub(super) fn revisions(&self, scope: &Scope) -> Vec<(CaseId, u64, bool)> {
        let rows = self.within(scope);
        rows.map(|(id, row)| (id, row.revision, false)).collect()
    }

    /// Counts by stage and flags.
    pub(super) fn counts(
        &self,
        scope: &Scope,
        area: Option<&AreaCode>,
        now: Timestamp,
    ) -> Vec<StageCount> {
        let mut sums: HashMap<(Stage, &[Flag], bool), (u32, u32)> = HashMap::new();
        for (_, row) in self.within(scope) {
            if area.is_none_or(|area| area.covers(&row.grid)) {
                let key = (row.stage, &*row.flags, row.is_open);
                let (cases, overdue) = sums.entry(key).or_default();
                *cases += 1;
                *overdue += u32::from(row.is_overdue(now));
            }
        }
        let count = |((stage, flags, open), (cases, overdue)): ((_, &[Flag], _), _)| StageCount {
            stage,
            flags: flags.to_vec(),
            open,
            cases,
            overdue,
        };
        sums.into_iter().map(count).collect()
    }

    /// Open cases below an area, by area of a level.
    pub(super) fn area_counts(
        &self,
        scope: &Scope,
        within: &AreaCode,
        level: Level,
        now: Timestamp,
    ) -> Vec<AreaCount> {
        let mut sums: BTreeMap<AreaCode, (u32, u32)> = BTreeMap::new();
        let open = self.within(scope).filter(|(_, row)| row.is_open);
        for (_, row) in open.filter(|(_, row)| within.covers(&row.grid)) {
            if let Some(area) = row.grid.at(level) {
                let (open, overdue) = sums.entry(area).or_default();
                *open += 1;
                *overdue += u32::from(row.is_overdue(now));
            }
        }
        let count = |(area, (open, overdue))| AreaCount {
            area,
            open,
            overdue,
        };
        sums.into_iter().map(count).collect()
    }

    /// What departments carry; capacities are left at 0.
    pub(super) fn loads(
        &self,
        scope: &Scope,
        now: Timestamp,
        end_of_today: Timestamp,
    ) -> Vec<(DepartmentCode, Load)> {
        let mut loads: BTreeMap<DepartmentCode, Load> = BTreeMap::new();
        for (_, row) in self.within(scope) {
            let Some(carrier) = row.carrier() else {
                continue;
            };
            let load = loads.entry(carrier.clone()).or_default();
            load.open += 1;
            if let Some(term) = row.term {
                load.overdue += u32::from(term.due_at < now);
                load.due_today += u32::from(now <= term.due_at && term.due_at <= end_of_today);
            }
            load.returned += u32::from(row.returned > 0);
        }
        loads.into_iter().collect()
    }

    /// Who led cases of a category, most first.
    pub(super) fn led(&self, scope: &Scope, category: &str) -> Vec<Led> {
        let mut cases: BTreeMap<&DepartmentCode, u32> = BTreeMap::new();
        let rows = self.within(scope);
        for (_, row) in rows.filter(|(_, row)| row.category == category) {
            if let Some(lead) = &row.lead {
                *cases.entry(lead).or_default() += 1;
            }
        }
        let led = |(department, cases): (&DepartmentCode, u32)| Led {
            department: department.clone(),
            cases,
        };
        let mut led: Vec<Led> = cases.into_iter().map(led).collect();
        led.sort_by_key(|led| std::cmp::Reverse(led.cases));
        led
    }

    /// Where the cases are that were reported in `[from, to)` and are not sealed, of one category or of all.
    pub(super) fn reported(
        &self,
        scope: &Scope,
        category: Option<&str>,
        from: Timestamp,
        to: Timestamp,
    ) -> Vec<Position> {
        let rows = self.within(scope).filter(|(_, row)| {
            row.sealed.is_none()
                && (from..to).contains(&row.reported_at)
                && category.is_none_or(|category| row.category == category)
        });
        rows.map(|(_, row)| row.position).collect()
    }

    /// All open cases as points.
    pub(super) fn points(&self, scope: &Scope) -> Vec<CasePointRow> {
        let open = self.within(scope).filter(|(_, row)| row.is_open);
        open.map(|(id, row)| CasePointRow {
            id,
            position: row.position,
            term: row.term,
            lead: row.lead.clone(),
        })
        .collect()
    }
}
