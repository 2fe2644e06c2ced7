//! Who should get a case, and why; and what other rules would have said of past cases.

use std::collections::BTreeMap;

use onemap_domain::case::{Case, CaseId};
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::route::{self, Matter, Past, RouteTable};
use onemap_protocol::desk::{
    Advice, CaseFilter, ChangeRow, DepartmentLoad, Learnt, ReplayRoutes, ReplayView, Suggest,
    Suggestion,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, County, Led, Reads, Submit};

/// Most departments that history adds.
const LEARNT_LIMIT: usize = 3;
/// Most kinds of change shown of a replay.
const CHANGES_LIMIT: usize = 50;
/// Most past cases tried.
const PAST_LIMIT: u32 = 20_000;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn suggest(&self, ask: &Suggest) -> Result<Advice, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let case = self.visible(&user, ask.case).await?.case;
        let led = self.ports.led(&user.scope, &case.facts.category).await?;
        let known_before = led.iter().map(|led| led.cases).sum();
        let loads = self.loads().await?;
        let routing = route::route(&county.routes, &matter(&case), |code| {
            county.department(code).is_some()
        });
        let lists = &county.routes.lists;
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for matched in routing.chosen.into_iter().chain(routing.runners_up) {
            if suggestions.iter().any(|s| s.matched.lead == matched.lead) {
                continue;
            }
            let list = lists.iter().find(|list| list.code == matched.list);
            suggestions.push(Suggestion {
                list: list.and_then(|list| list.name.clone()),
                led_before: led_by(&led, &matched.lead),
                known_before,
                load: load_of(&loads, &matched.lead),
                matched,
            });
        }
        let learnt = led
            .iter()
            .filter(|led| suggestions.iter().all(|s| s.matched.lead != led.department))
            .take(LEARNT_LIMIT)
            .map(|led| Learnt {
                department: led.department.clone(),
                led_before: led.cases,
                known_before,
                load: load_of(&loads, &led.department),
            })
            .collect();
        Ok(Advice {
            verdict: routing.verdict,
            version: routing.version,
            suggestions,
            learnt,
        })
    }

    pub(crate) async fn replay_routes(&self, ask: &ReplayRoutes) -> Result<ReplayView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let table = match &ask.rules {
            None => county.routes.clone(),
            Some(text) => read_table(text)?,
        };
        let mut past = Vec::new();
        for lane in [None, Some(onemap_domain::lane::Lane::Done)] {
            let filter = CaseFilter {
                lane,
                ..CaseFilter::default()
            };
            let now = self.ports.now();
            let page = (0, PAST_LIMIT);
            let (_, cases) = self
                .ports
                .cases(&user.scope, &county.profile, &filter, now, page)
                .await?;
            past.extend(cases.into_iter().map(|shown| shown.case));
        }
        past.retain(|case| case.lead.is_some());
        Ok(replayed(&table, &past, &county))
    }
}

fn replayed(table: &RouteTable, past: &[Case], county: &County) -> ReplayView {
    let keys: Vec<String> = (0..past.len()).map(|index| index.to_string()).collect();
    let tried = past.iter().zip(&keys).filter_map(|(case, key)| {
        Some(Past {
            key,
            matter: matter(case),
            lead: case.lead.as_ref()?,
        })
    });
    let replay = route::replay(table, tried, |code| county.department(code).is_some());
    let case_of = |key: &str| key.parse().ok().and_then(|index: usize| past.get(index));
    let mut kinds: BTreeMap<(String, DepartmentCode, DepartmentCode), (u32, CaseId)> =
        BTreeMap::new();
    for change in replay.changed {
        if let Some(case) = case_of(&change.key) {
            let kind = (case.facts.category.clone(), change.was, change.would);
            kinds.entry(kind).or_insert((0, case.id)).0 += 1;
        }
    }
    let mut changes: Vec<ChangeRow> = kinds
        .into_iter()
        .map(|((category, was, would), (cases, example))| ChangeRow {
            category,
            was,
            would,
            cases,
            example,
        })
        .collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.cases));
    changes.truncate(CHANGES_LIMIT);
    ReplayView {
        total: replay.total as u32,
        same: replay.same as u32,
        changes,
        clashes: replay.clashes.len() as u32,
        unrouted: replay.unrouted.len() as u32,
    }
}

fn read_table(text: &str) -> Result<RouteTable, Problem> {
    onemap_exchange::routes::read(text).map_err(|error| {
        Problem::new(ProblemCode::BadText)
            .with("line", error.line)
            .with("reason", error.message)
    })
}

/// What routing looks at.
pub(crate) fn matter(case: &Case) -> Matter<'_> {
    let facts = &case.facts;
    Matter {
        category: &facts.category,
        channel: &facts.channel,
        grid: &facts.grid,
        persons: &facts.persons,
        unit: facts.unit.as_ref(),
    }
}

fn led_by(led: &[Led], department: &DepartmentCode) -> u32 {
    let led = led.iter().find(|led| led.department == *department);
    led.map_or(0, |led| led.cases)
}

fn load_of(loads: &[DepartmentLoad], department: &DepartmentCode) -> Load {
    let load = loads.iter().find(|load| load.department == *department);
    load.map_or(Load::default(), |load| load.load)
}
