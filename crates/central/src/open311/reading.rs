//! GET Service Requests: which cases are told, and what of each.
//!
//! What is told is put together field by field; nothing of a case comes out because it is there. Cases
//! that are sealed are not looked at at all. What the reporting system itself sent, only that system
//! is told again. Only what came in by this door is told: its reporters know that it is public. A
//! petition at the window or a dispute of neighbours is not, and what came by the form of a grid is told
//! on the page that its reporter was led to, no closer than its grid.

use std::collections::BTreeSet;

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::{Area, AreaCode, Level, Position};
use onemap_domain::case::{Case, CaseId, Origin, Stage};
use onemap_domain::event::Recorded;
use onemap_domain::profile::Profile;
use onemap_domain::{TITLE_LIMIT, mask};
use onemap_protocol::text::{Language, Text};
use uuid::Uuid;

use super::answers::{Extended, Request};
use crate::error::StoreError;
use crate::keys::{Holder, intake_scope};
use crate::land::Land;
use crate::repository::{CaseKey, CaseQuery, Repository};

/// Most requests in one answer.
pub const MOST: usize = 1_000;

/// Longest span that a list covers, and how far it looks back when nothing else is said.
pub const SPAN: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Cases read at once.
const FEW: u32 = 1_000;

/// Cases that were merged point to the one that goes on; so many steps are followed.
const STEPS: usize = 8;

/// Which requests a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Of these services; of any when empty.
    pub services: BTreeSet<String>,
    /// Reported then or later.
    pub from: Timestamp,
    /// Reported then or earlier.
    pub until: Timestamp,
    /// Open ones, closed ones; both when `None`.
    pub open: Option<bool>,
}

/// Whoever reads.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// In which language.
    pub language: Language,
    /// The system that shows a key.
    pub holder: Option<&'a Holder>,
}

/// How a case stands for whoever reported it.
struct Standing {
    is_open: bool,
    stage: Stage,
    is_merged: bool,
}

/// A page of requests, newest report first.
pub async fn list(
    repository: &dyn Repository,
    land: &Land,
    wanted: &Wanted,
    reader: &Reader<'_>,
) -> Result<Vec<Request>, StoreError> {
    let scope = intake_scope(&land.register.county);
    let only = wanted
        .services
        .first()
        .filter(|_| wanted.services.len() == 1);
    let mut query = CaseQuery {
        category: only.cloned(),
        // The place in the list just before the first moment after the last one that is wanted.
        after: Some(CaseKey {
            reported_at: wanted.until.as_microsecond().saturating_add(1),
            id: CaseId(Uuid::nil()),
        }),
        ..CaseQuery::default()
    };
    let mut requests = Vec::new();
    loop {
        let cases = repository.cases(&scope, &query, FEW).await?;
        let is_last = cases.len() < FEW as usize;
        query.after = cases.last().map(CaseKey::of);
        for case in cases {
            if case.reported_at < wanted.from || requests.len() >= MOST {
                return Ok(requests);
            }
            let services = &wanted.services;
            if !came_by_this_door(&case) {
                continue;
            }
            if !services.is_empty() && !services.contains(&case.facts.category) {
                continue;
            }
            let standing = standing(repository, land, &case).await?;
            if wanted.open.is_none_or(|open| open == standing.is_open) {
                requests.push(told(&case, &standing, land, reader));
            }
        }
        if is_last {
            return Ok(requests);
        }
    }
}

/// One request that came by this door; `None` where there is none, or one that is sealed.
pub async fn one(
    repository: &dyn Repository,
    land: &Land,
    id: CaseId,
    reader: &Reader<'_>,
) -> Result<Option<Request>, StoreError> {
    let scope = intake_scope(&land.register.county);
    let case = repository.case(&scope, id).await?;
    as_it_stands(repository, land, case.filter(came_by_this_door), reader).await
}

/// What somebody reported by the form of a grid; `None` in the same way.
pub async fn of_form(
    repository: &dyn Repository,
    land: &Land,
    id: CaseId,
    reader: &Reader<'_>,
) -> Result<Option<Request>, StoreError> {
    let scope = intake_scope(&land.register.county);
    let Some(log) = repository.timeline(&scope, id).await? else {
        return Ok(None);
    };
    // The form takes in for somebody who has no account.
    let by_form = |first: &Recorded| first.actor.is_system();
    if !log.first().is_some_and(by_form) {
        return Ok(None);
    }
    let case = repository.case(&scope, id).await?;
    as_it_stands(repository, land, case, reader).await
}

/// What is told of a case that may be told.
async fn as_it_stands(
    repository: &dyn Repository,
    land: &Land,
    case: Option<Case>,
    reader: &Reader<'_>,
) -> Result<Option<Request>, StoreError> {
    let Some(case) = case else {
        return Ok(None);
    };
    let standing = standing(repository, land, &case).await?;
    Ok(Some(told(&case, &standing, land, reader)))
}

/// What the centre has from anywhere else, a petition or a dispute, is nobody's to read here: not even
/// that there is such a case.
fn came_by_this_door(case: &Case) -> bool {
    case.facts.origin.is_some()
}

/// A merged case stands where the one stands that goes on for both.
async fn standing(
    repository: &dyn Repository,
    land: &Land,
    case: &Case,
) -> Result<Standing, StoreError> {
    let scope = intake_scope(&land.register.county);
    let mut stage = case.stage;
    let mut next = case.merged_into;
    for _ in 0..STEPS {
        let Some(id) = next else { break };
        let Some(main) = repository.case(&scope, id).await? else {
            break;
        };
        (stage, next) = (main.stage, main.merged_into);
    }
    Ok(Standing {
        is_open: stage.is_open(),
        stage,
        is_merged: case.merged_into.is_some(),
    })
}

fn told(case: &Case, standing: &Standing, land: &Land, reader: &Reader) -> Request {
    let facts = &case.facts;
    let category = land.profile.category(&facts.category);
    let lead = land
        .register
        .departments
        .iter()
        .find(|department| case.lead.as_ref() == Some(&department.code));
    let origin = facts.origin.as_deref();
    let own = origin.filter(|origin| {
        let holder = reader.holder.map(|holder| &holder.account);
        holder == Some(&origin.system)
    });
    let (address, position) = place(case, land, own);
    let expected = case.order_due().filter(|_| standing.is_open);
    Request {
        service_request_id: case.id.to_string(),
        status: if standing.is_open { "open" } else { "closed" }.to_owned(),
        status_notes: Some(notes(standing, &land.profile, reader.language)),
        service_name: category.map(|one| reader.language.of(&one.name).to_owned()),
        service_code: facts.category.clone(),
        description: own.map(|own| whole(own, "description", &facts.text).to_owned()),
        agency_responsible: lead.map(|lead| lead.name.clone()),
        service_notice: case.number.as_ref().map(|number| number.0.clone()),
        requested_datetime: written(case.reported_at),
        updated_datetime: Some(written(case.moved_at())),
        expected_datetime: expected.map(written),
        address: Some(address).filter(|address| !address.is_empty()),
        address_id: Some(facts.grid.as_str().to_owned()),
        zipcode: None,
        lat: position.map(|place| place.lat),
        long: position.map(|place| place.lon),
        media_url: own
            .and_then(|own| said(own, "media_url"))
            .map(str::to_owned),
        extended_attributes: own.map(extended),
    }
}

/// Where it is: exactly for what came in by this door, else no closer than its grid.
fn place(case: &Case, land: &Land, own: Option<&Origin>) -> (String, Option<Position>) {
    let facts = &case.facts;
    if let Some(own) = own {
        let address = whole(own, "address_string", &facts.address);
        return (address.to_owned(), Some(facts.position));
    }
    if facts.origin.is_some() {
        return (mask::written(&facts.address), Some(facts.position));
    }
    let area = |code: &AreaCode| land.register.areas.iter().find(|area| area.code == *code);
    let levels = [Level::Town, Level::Village, Level::Grid];
    let chain = levels.into_iter().filter_map(|level| facts.grid.at(level));
    let chain: Vec<&Area> = chain.filter_map(|code| area(&code)).collect();
    let names: Vec<&str> = chain.iter().map(|area| area.name.as_str()).collect();
    let grid = chain.last().filter(|area| area.code == facts.grid);
    (names.join(" "), grid.map(|grid| grid.centre))
}

/// How it stands: the county's own word for the step, and whether it goes on with another one.
fn notes(standing: &Standing, profile: &Profile, language: Language) -> String {
    let text = Text::of(language);
    let step = profile.step_of(standing.stage);
    let step = step.and_then(|at| profile.steps.get(at));
    let stage = format!("stage-{}", standing.stage.name()).replace('_', "-");
    let step = step.map_or_else(
        || text.say(&stage, &[]),
        |step| language.of(&step.name).to_owned(),
    );
    let key = match (standing.is_merged, standing.is_open) {
        (true, _) => "open311-status-merged",
        (false, true) => "open311-status-open",
        (false, false) => "open311-status-closed",
    };
    text.say(key, &[("step", &step)])
}

fn said<'a>(origin: &'a Origin, name: &str) -> Option<&'a str> {
    let mut said = origin.said.iter();
    let found = said.find(|said| said.name == name)?;
    Some(&found.value)
}

/// What was sent in the place of what a case has room for: with the white space around it, and to its
/// end. Another value of the same name is not taken for it.
fn whole<'a>(origin: &'a Origin, name: &str, kept: &'a str) -> &'a str {
    let is_longer = |text: &str| text.chars().nth(TITLE_LIMIT).is_some() && text.starts_with(kept);
    let mut said = origin.said.iter().filter(|said| said.name == name);
    let found = said.find(|said| {
        let text = said.value.trim();
        text == kept || (!kept.is_empty() && is_longer(text))
    });
    found.map_or(kept, |said| &said.value)
}

fn extended(origin: &Origin) -> Vec<Extended> {
    let said = origin.said.iter();
    said.map(|said| Extended {
        name: said.name.clone(),
        value: said.value.clone(),
    })
    .collect()
}

/// A moment as the standard writes it (Date/Time format): to the second, with the county's offset.
pub fn written(at: Timestamp) -> String {
    let civil = Offset::constant(8).to_datetime(at);
    civil.strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}
