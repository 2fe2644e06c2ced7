//! Taking a case in, sorting it, taking it on.

use super::words::{limited, missing, optional, required, too_long, unknown};
use super::{Context, TEXT_LIMIT, TITLE_LIMIT, clocks, guard, words};
use crate::case::{Case, Facts, ORIGIN_COUNT, Origin, Path, Stage, Urgency};
use crate::command::CommandKind;
use crate::department::DepartmentCode;
use crate::event::Event;
use crate::profile::ClockMatter;
use crate::refusal::Refusal;

pub(super) fn report(facts: &Facts, context: &Context) -> Result<Vec<Event>, Refusal> {
    guard::role_may(CommandKind::Report, context)?;
    let facts = settled(facts, context)?;
    if let Some(origin) = &facts.origin {
        speaks_for_itself(origin, context)?;
    }
    let matter = ClockMatter::reported(&facts);
    let started = clocks::started(None, Stage::Reported, &matter, context);
    let mut events = vec![Event::Reported {
        facts: Box::new(facts),
        number: context.number.cloned(),
    }];
    events.extend(started);
    Ok(events)
}

pub(super) fn triage(
    case: &Case,
    path: Path,
    assists: &[DepartmentCode],
    note: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    for assist in assists {
        words::department("assists", assist, context)?;
        if case.intake.as_ref() == Some(assist) {
            return Err(Refusal::LeadAssists {
                department: assist.clone(),
            });
        }
    }
    if path != Path::ReportUp && case.intake.is_none() {
        return Err(Refusal::NoIntake);
    }
    if path == Path::Joint && assists.is_empty() {
        return Err(missing("assists"));
    }
    let event = Event::Triaged {
        path,
        assists: match path {
            Path::Joint => assists.iter().cloned().collect(),
            Path::OnTheSpot | Path::ReportUp => std::collections::BTreeSet::new(),
        },
        note: optional("note", note)?,
    };
    let next = match path {
        Path::OnTheSpot | Path::Joint => Stage::Handling,
        Path::ReportUp => Stage::Reported,
    };
    let matter = ClockMatter {
        path: Some(path),
        ..ClockMatter::of(case)
    };
    let mut events = vec![event];
    events.extend(clocks::started(Some(case), next, &matter, context));
    Ok(events)
}

pub(super) fn establish(case: &Case, urgency: Urgency, context: &Context) -> Vec<Event> {
    let matter = ClockMatter {
        urgency,
        ..ClockMatter::of(case)
    };
    let mut events = vec![Event::Established { urgency }];
    events.extend(clocks::regraded(case, Stage::Established, &matter, context));
    events.extend(clocks::started(
        Some(case),
        Stage::Established,
        &matter,
        context,
    ));
    events
}

pub(super) fn expedite(
    case: &Case,
    reason: &str,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    let reason = required("reason", reason)?;
    let mut events = vec![Event::Expedited { reason }];
    events.extend(clocks::hastened(case, context));
    Ok(events)
}

/// Nobody says what another system said; and what it says has an end.
fn speaks_for_itself(origin: &Origin, context: &Context) -> Result<(), Refusal> {
    if origin.system != context.actor.user {
        return Err(unknown("origin", &origin.system.0));
    }
    if origin.said.len() > ORIGIN_COUNT {
        return Err(too_long("origin", ORIGIN_COUNT));
    }
    if origin.length() > TEXT_LIMIT {
        return Err(too_long("origin", TEXT_LIMIT));
    }
    Ok(())
}

/// The facts checked, trimmed, and with the grid that the ground says.
pub(super) fn settled(facts: &Facts, context: &Context) -> Result<Facts, Refusal> {
    let title = required("title", &facts.title)?;
    limited("title", &title, TITLE_LIMIT)?;
    let text = optional("text", &facts.text)?;
    if context.profile.category(&facts.category).is_none() {
        return Err(unknown("category", &facts.category));
    }
    if context.profile.channel(&facts.channel).is_none() {
        return Err(unknown("channel", &facts.channel));
    }
    let grid = context
        .ground
        .grid_at(facts.position)
        .ok_or(Refusal::OutsideCounty)?;
    if !context.scope.area.covers(&grid) {
        return Err(Refusal::OutsideCounty);
    }
    for tag in &facts.persons {
        if !context
            .profile
            .persons
            .iter()
            .any(|known| known.code == *tag)
        {
            return Err(unknown("persons", tag));
        }
    }
    if let Some(unit) = &facts.unit {
        words::department("unit", unit, context)?;
    }
    let reporter = facts
        .reporter
        .clone()
        .filter(|r| !(r.name.is_empty() && r.phone.is_empty()));
    if let Some(r) = &reporter {
        limited("name", &r.name, TITLE_LIMIT)?;
        limited("phone", &r.phone, TITLE_LIMIT)?;
    }
    let address = optional("address", &facts.address)?;
    limited("address", &address, TITLE_LIMIT)?;
    Ok(Facts {
        title,
        text,
        reporter,
        address,
        grid,
        ..facts.clone()
    })
}
