//! Areas, loads, indicators, and what Open311 tells: asked, and counted anew case by case.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::calendar::Calendar;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::indicator::{Dimension, Flow, Indicator, Slice, Standing, Tally};
use serde_json::{Value, json};

use super::question::{Differs, differs, identity};
use super::truth::Truth;
use super::world::{World, middle};
use crate::stage::Person;

pub const DIMENSIONS: [(Dimension, &str); 7] = [
    (Dimension::Department, "department"),
    (Dimension::Category, "category"),
    (Dimension::Channel, "channel"),
    (Dimension::County, "county"),
    (Dimension::Town, "town"),
    (Dimension::Village, "village"),
    (Dimension::Grid, "grid"),
];

fn codes(areas: &Value) -> Vec<String> {
    let areas = areas.as_array().unwrap().iter();
    areas
        .map(|area| area["code"].as_str().unwrap().to_owned())
        .collect()
}

pub async fn areas(
    within: Option<&AreaCode>,
    level: Option<Level>,
    world: &World,
    person: &Person,
) -> Differs {
    let own = person.session.user.scope.area.as_str();
    let mut path = "/v1/areas?".to_owned();
    if let Some(within) = within {
        let _ = write!(path, "within={within}&");
    }
    if let Some(level) = level {
        let _ = write!(path, "level={}", level.name());
    }
    let mut expected = Vec::new();
    for area in &world.areas {
        let code = area.code.as_str();
        let is_inside = within.is_none_or(|within| code.starts_with(within.as_str()));
        if code.starts_with(own)
            && is_inside
            && level.is_none_or(|level| code.len() == level.digits())
        {
            expected.push(code.to_owned());
        }
    }
    let got: Value = person.reads(&path).await;
    differs(&expected, &codes(&got["areas"]))
}

pub async fn locate(grid: usize, world: &World, person: &Person) -> Differs {
    let (place, grid) = (middle(grid), world.grids[grid].as_str());
    let path = format!("/v1/areas/locate?lon={}&lat={}", place.lon, place.lat);
    let mut expected = Vec::new();
    if grid.starts_with(person.session.user.scope.area.as_str()) {
        let above = world.areas.iter().map(|area| area.code.as_str());
        expected.extend(
            above
                .filter(|code| grid.starts_with(code))
                .map(str::to_owned),
        );
    }
    let got: Value = person.reads(&path).await;
    differs(&expected, &codes(&got["chain"]))
}

pub async fn loads(world: &World, truth: &Truth, person: &Person) -> Differs {
    let now = world.now();
    let day = |at: Timestamp| Offset::constant(8).to_datetime(at).date();
    let mut expected: BTreeMap<String, [u32; 4]> = BTreeMap::new();
    for case in truth.seen_by(&person.session.user.scope) {
        let Some(lead) = case.lead.as_ref().filter(|_| case.is_carried()) else {
            continue;
        };
        let [open, overdue, due_today, returned] = expected.entry(lead.to_string()).or_default();
        *open += 1;
        // A day ends with the moment at which the next one begins.
        let before = |at: Timestamp| at - jiff::SignedDuration::from_micros(1);
        if let Some(due) = case.due_at() {
            *overdue += u32::from(due < now);
            *due_today += u32::from(due >= now && day(before(due)) <= day(now));
        }
        *returned += u32::from(case.returned > 0);
    }
    let list: Value = person.reads("/v1/departments").await;
    let mut got = BTreeMap::new();
    for one in list["departments"].as_array().unwrap() {
        let count = |name: &str| one["load"][name].as_u64().unwrap() as u32;
        let load = ["open", "overdue", "due_today", "returned"].map(count);
        if load != [0; 4] {
            got.insert(one["department"]["code"].as_str().unwrap().to_owned(), load);
        }
    }
    differs(&expected, &got)
}

pub async fn indicators(
    from: Date,
    to: Date,
    by: Dimension,
    truth: &Truth,
    person: &Person,
) -> Differs {
    let seen: Vec<&Case> = truth.seen_by(&person.session.user.scope).collect();
    let standings = seen
        .iter()
        .filter_map(|case| Standing::of(case, &Calendar::BEIJING));
    let standings: Vec<Standing> = standings.collect();
    let tally = Tally::of(Level::Grid, &standings);
    let counted = |slice: &Slice| {
        let rates = tally.rates(from, to, slice);
        let rates: Vec<Value> = rates
            .iter()
            .map(|rate| json!([rate.numerator, rate.denominator]))
            .collect();
        let flows = Flow::ALL.map(|flow| tally.count(flow, from, to, slice));
        json!([slice, rates, flows.to_vec(), tally.open_on(to, slice)])
    };
    let parts: Vec<Value> = tally.parts(by).map(counted).collect();
    let expected = json!([counted(&Slice::All), parts]);
    let (_, name) = DIMENSIONS.iter().find(|(one, _)| *one == by).unwrap();
    let told: Value = person
        .reads(&format!("/v1/indicators?from={from}&to={to}&by={name}"))
        .await;
    let told_of = |one: &Value| {
        let rates = one["rates"].as_array().unwrap().iter();
        let rates: Vec<Value> = rates
            .map(|rate| json!([rate["numerator"], rate["denominator"]]))
            .collect();
        assert_eq!(rates.len(), Indicator::ALL.len());
        let flows = one["flows"].as_array().unwrap().iter();
        let flows: Vec<&Value> = flows.map(|flow| &flow["count"]).collect();
        json!([one["slice"], rates, flows, one["open"]])
    };
    let parts: Vec<Value> = told["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(told_of)
        .collect();
    let got = json!([told_of(&told["all"]), parts]);
    // What is open at the end of time is open now: once more without any tally.
    let open = seen.iter().filter(|case| case.is_open()).count() as u64;
    let last: Value = person
        .reads("/v1/indicators?from=2000-01-01&to=2099-12-31")
        .await;
    differs(&expected, &got).or_else(|| differs(&Some(open), &last["all"]["open"].as_u64()))
}

pub async fn requests(
    service: Option<&str>,
    open: Option<bool>,
    truth: &Truth,
    person: &Person,
) -> Differs {
    let mut path = "/open311/v2/requests.json?".to_owned();
    if let Some(service) = service {
        let _ = write!(path, "service_code={service}&");
    }
    if let Some(open) = open {
        let _ = write!(path, "status={}", if open { "open" } else { "closed" });
    }
    let expected: BTreeSet<CaseId> = truth
        .cases
        .values()
        .filter(|case| truth.is_public(case.id))
        .filter(|case| service.is_none_or(|service| case.facts.category == service))
        .filter(|case| open.is_none_or(|open| truth.is_publicly_open(case) == open))
        .map(|case| case.id)
        .collect();
    let got: Value = person.reads(&path).await;
    let got = got.as_array().unwrap().iter();
    let got: BTreeSet<CaseId> = got
        .map(|one| identity(&one["service_request_id"]))
        .collect();
    differs(&expected, &got)
}
