//! What is kept beside the cases: their rates, and which of them are alike.
//!
//! Both follow from the cases of one scope. They are brought up to date when somebody asks: only
//! cases whose revision moved since are read again.
//!
//! Deliberately absent: anything that could not be made anew from the cases.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use onemap_domain::area::Level;
use onemap_domain::board::Brief;
use onemap_domain::calendar::Calendar;
use onemap_domain::case::{Case, CaseId, Facts, Stage, Urgency};
use onemap_domain::indicator::{Standing, Tally};
use onemap_domain::likeness::{Account, Index, Likeness};
use onemap_domain::people::Scope;
use onemap_domain::profile::Profile;
use onemap_protocol::problem::{Problem, ProblemCode};
use tokio::sync::{Mutex, MutexGuard};

use crate::ways::ALIKE_LIMIT;
use crate::{County, Reads};

/// Most cases read at once.
const BATCH: usize = 1_000;

/// Rates and likenesses of the cases of one scope.
pub(crate) struct Kept {
    scope: Scope,
    version: u64,
    /// The calendar that the standings were counted with.
    calendar: Calendar,
    known: HashMap<CaseId, Known>,
    /// The counters.
    pub(crate) tally: Tally,
    /// The open cases, to be compared with.
    pub(crate) alike: Index<CaseId>,
}

struct Known {
    revision: (u64, bool),
    standing: Option<Standing>,
    brief: Option<Brief>,
    moments: Moments,
    sealed: bool,
}

/// When what happened to a case, to the moment; a [`Standing`] knows only days.
#[derive(Clone, Copy)]
pub(crate) struct Moments {
    /// It was reported.
    pub(crate) reported: Timestamp,
    /// It was closed; `None` while it is not.
    pub(crate) closed: Option<Timestamp>,
    /// Something happened last.
    pub(crate) moved: Timestamp,
    /// It is an emergency, and is known here to be one since; `None` when it is none. What is the
    /// first time read here counts from its report; what becomes one later, or comes late because
    /// the line was cut, from when it is seen.
    pub(crate) emergency: Option<Timestamp>,
}

impl Moments {
    /// `seen` is the moment that it is read at, `None` when everything is read for the first time.
    fn of(case: &Case, before: Option<Moments>, seen: Option<Timestamp>) -> Moments {
        let known = before.and_then(|before| before.emergency);
        let since = known.or(seen).unwrap_or(case.reported_at);
        let done = matches!(case.stage, Stage::Closed | Stage::Evaluated);
        Moments {
            reported: case.reported_at,
            closed: case.closed_at.filter(|_| done),
            moved: case.moved_at(),
            emergency: (case.facts.urgency == Urgency::Emergency).then_some(since),
        }
    }
}

/// Where it is kept.
#[derive(Default)]
pub(crate) struct Keeping {
    kept: Mutex<Option<Kept>>,
}

/// What is kept, up to date, for as long as it is held.
pub(crate) struct Held<'a> {
    guard: MutexGuard<'a, Option<Kept>>,
}

impl Held<'_> {
    /// What is kept; a [`Problem`] only if it was never made.
    pub(crate) fn get(&self) -> Result<&Kept, Problem> {
        let kept = self.guard.as_ref();
        kept.ok_or_else(|| Problem::new(ProblemCode::NotReady))
    }
}

impl Keeping {
    /// Brings what is kept up to date with the cases of a scope.
    pub(crate) async fn of(
        &self,
        ports: &impl Reads,
        county: &County,
        scope: &Scope,
    ) -> Result<Held<'_>, Problem> {
        let mut guard = self.kept.lock().await;
        let calendar = &county.calendar;
        let is_other = |kept: &Kept| kept.scope != *scope || kept.calendar != *calendar;
        let version = ports.cases_version();
        if guard.as_ref().is_none_or(is_other) {
            *guard = Some(Kept {
                scope: scope.clone(),
                version: version.wrapping_sub(1),
                calendar: calendar.clone(),
                known: HashMap::new(),
                tally: Tally::new(Level::Village),
                alike: Index::default(),
            });
        }
        if let Some(kept) = guard.as_mut()
            && kept.version != version
        {
            kept.follow(ports, county, scope).await?;
            kept.version = version;
        }
        Ok(Held { guard })
    }
}

impl Kept {
    async fn follow(
        &mut self,
        ports: &impl Reads,
        county: &County,
        scope: &Scope,
    ) -> Result<(), Problem> {
        let revisions = ports.revisions(scope).await?;
        let present: HashSet<CaseId> = revisions.iter().map(|(id, ..)| *id).collect();
        let gone: Vec<CaseId> = self
            .known
            .keys()
            .filter(|id| !present.contains(id))
            .copied()
            .collect();
        for id in gone {
            if let Some(before) = self.known.remove(&id) {
                self.tally.replace(before.standing.as_ref(), None);
            }
            self.alike.remove(id);
        }
        let moved: Vec<(CaseId, (u64, bool))> = revisions
            .into_iter()
            .map(|(id, revision, pending)| (id, (revision, pending)))
            .filter(|(id, revision)| {
                self.known
                    .get(id)
                    .is_none_or(|known| known.revision != *revision)
            })
            .collect();
        let seen = (!self.known.is_empty()).then(|| ports.now());
        for batch in moved.chunks(BATCH) {
            let revisions: HashMap<CaseId, (u64, bool)> = batch.iter().copied().collect();
            let ids: Vec<CaseId> = batch.iter().map(|(id, _)| *id).collect();
            for shown in ports.states(scope, &ids).await? {
                if let Some(revision) = revisions.get(&shown.case.id) {
                    self.put(&shown.case, *revision, county, seen);
                }
            }
        }
        Ok(())
    }

    fn put(
        &mut self,
        case: &Case,
        revision: (u64, bool),
        county: &County,
        seen: Option<Timestamp>,
    ) {
        let before = self.known.get(&case.id).map(|known| known.moments);
        let standing = Standing::of(case, &county.calendar);
        let known = Known {
            revision,
            standing: standing.clone(),
            brief: Brief::of(case),
            moments: Moments::of(case, before, seen),
            sealed: case.compartment.is_some(),
        };
        let before = self.known.insert(case.id, known);
        let before = before.and_then(|before| before.standing);
        self.tally.replace(before.as_ref(), standing.as_ref());
        self.alike.remove(case.id);
        if case.is_open() && case.compartment.is_none() {
            self.alike
                .insert(case.id, &account(&case.facts, case.reported_at));
        }
    }

    /// The open cases that may be about the same matter as one of them.
    pub(crate) fn alike_to(&self, case: &Case) -> Vec<(CaseId, Likeness)> {
        if !case.is_open() || case.compartment.is_some() {
            return Vec::new();
        }
        let account = account(&case.facts, case.reported_at);
        let mut found = self.alike.alike(&account, ALIKE_LIMIT + 1);
        found.retain(|(id, _)| *id != case.id && !case.absorbed.contains(id));
        found.truncate(ALIKE_LIMIT);
        found
    }

    /// The open cases as the board reads them.
    pub(crate) fn briefs(&self) -> impl Iterator<Item = (CaseId, &Brief)> {
        self.known
            .iter()
            .filter_map(|(id, known)| Some((*id, known.brief.as_ref()?)))
    }

    /// The cases with their standings, to the moment.
    pub(crate) fn moments(&self) -> impl Iterator<Item = (CaseId, &Standing, Moments)> {
        self.known
            .iter()
            .filter_map(|(id, known)| Some((*id, known.standing.as_ref()?, known.moments)))
    }

    /// The same of those that are not sealed: what a pack counts.
    pub(crate) fn moments_for_all(&self) -> impl Iterator<Item = (CaseId, &Standing, Moments)> {
        let open = self.known.iter().filter(|(_, known)| !known.sealed);
        open.filter_map(|(id, known)| Some((*id, known.standing.as_ref()?, known.moments)))
    }

    /// The cases that are not sealed, with their standings: what scores are made from.
    pub(crate) fn open_to_all(&self) -> impl Iterator<Item = (CaseId, &Standing)> {
        let open = self.known.iter().filter(|(_, known)| !known.sealed);
        open.filter_map(|(id, known)| Some((*id, known.standing.as_ref()?)))
    }

    /// The cases with their standings.
    pub(crate) fn standings(&self) -> impl Iterator<Item = (CaseId, &Standing)> {
        self.known
            .iter()
            .filter_map(|(id, known)| Some((*id, known.standing.as_ref()?)))
    }
}

/// A case as it is compared with others. Where a position was made up it says nothing.
pub(crate) fn account(facts: &Facts, reported_at: jiff::Timestamp) -> Account<'_> {
    Account {
        title: &facts.title,
        text: &facts.text,
        category: &facts.category,
        position: (!facts.position_simulated).then_some(facts.position),
        reported_at,
        phone: facts
            .reporter
            .as_ref()
            .map_or("", |reporter| &reporter.phone),
    }
}

/// The routing table of a way of working.
pub(crate) fn routes(profile: &Profile) -> onemap_domain::route::RouteTable {
    profile.routing.clone().unwrap_or_else(|| {
        let categories: Vec<_> = profile
            .categories
            .iter()
            .map(|category| (category.code.as_str(), category.departments.as_slice()))
            .collect();
        onemap_domain::route::RouteTable::of_categories(&categories)
    })
}
