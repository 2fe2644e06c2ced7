//! What the central does by itself: called units that did not come are supervised, and deadlines
//! that waited for a year's calendar are computed when it is there.
//!
//! Each has a command id that follows from what it is about, so that a second central on the same
//! database, or the same one after a restart, does nothing twice. Deliberately absent: the rules,
//! which are the domain's, and who gave the calendar ([`crate::change`]).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::calendar::Calendar;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::people::Actor;
use onemap_domain::{apply, recomputed};
use onemap_protocol::command::Subject;
use onemap_protocol::text::{Language, Text};

use crate::acceptance::by_itself;
use crate::error::StoreError;
use crate::land::Land;
use crate::repository::{Head, Repository, Transaction};
use crate::tokens::derived;

/// How often it is done, by the central's time.
pub const EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Supervises every case in which a whistle's units were not there in time, on the first rung of
/// the profile's first ladder, once for each whistle. The head after it; `None` when nothing was
/// written.
pub async fn supervise_no_shows(
    repository: &dyn Repository,
    land: &Land,
    now: Timestamp,
) -> Result<Option<Head>, StoreError> {
    let profile = &land.profile;
    let (Some(_), Some(ladder)) = (&profile.whistle, profile.ladders.first()) else {
        return Ok(None);
    };
    let late = repository.whistled(now).await?;
    if late.is_empty() {
        return Ok(None);
    }
    let mut transaction = repository.begin().await?;
    let mut written = false;
    for id in late {
        written |= supervise(transaction.as_mut(), land, &ladder.code, id, now).await?;
    }
    if !written {
        return Ok(None);
    }
    let head = transaction.head().await?;
    transaction.commit().await?;
    Ok(Some(head))
}

async fn supervise(
    transaction: &mut dyn Transaction,
    land: &Land,
    ladder: &str,
    id: CaseId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(case) = transaction.case(id).await? else {
        return Ok(false);
    };
    let Some(whistle) = &case.whistle else {
        return Ok(false);
    };
    let needed_by = whistle.needed_by.as_microsecond().to_be_bytes();
    let absent: BTreeSet<&str> = whistle
        .units
        .iter()
        .filter(|(_, arrived)| arrived.is_none())
        .map(|(unit, _)| unit.as_str())
        .collect();
    let subject = Subject {
        id: id.into(),
        expected_revision: case.revision,
    };
    let command = Command::Supervise {
        ladder: ladder.to_owned(),
        reason: reason(land, &absent),
    };
    // A case that nobody carries yet may be supervised later.
    let id = derived(&[b"no show", id.0.as_bytes(), &needed_by]);
    by_itself(transaction, land, now, id, subject, command).await
}

/// The slip is a document of the county, so it is in the county's language.
fn reason(land: &Land, absent: &BTreeSet<&str>) -> String {
    let text = Text::of(Language::default());
    let units: Vec<&str> = land
        .register
        .departments
        .iter()
        .filter(|department| absent.contains(department.code.as_str()))
        .map(|department| department.short.as_str())
        .collect();
    let units = units.join(&text.say("list-separator", &[]));
    text.say("central-whistle-no-show", &[("units", &units)])
}

/// Computes the deadlines anew that waited for a year which the calendar knows now. How many cases
/// were changed.
pub async fn recompute(
    repository: &dyn Repository,
    transaction: &mut dyn Transaction,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    // Nobody else writes while this transaction does, so what a reader sees is what it sees.
    for id in repository.provisional().await? {
        let Some(case) = transaction.case(id).await? else {
            continue;
        };
        let Some((events, case)) = moved(case, calendar, now) else {
            continue;
        };
        transaction.append(&events).await?;
        transaction.put_cases(&[case]).await?;
        changed += 1;
    }
    Ok(changed)
}

fn moved(case: Case, calendar: &Calendar, now: Timestamp) -> Option<(Vec<Recorded>, Case)> {
    let command = derived(&[
        b"calendar",
        case.id.0.as_bytes(),
        &case.revision.to_be_bytes(),
    ]);
    let mut recorded = Vec::new();
    let mut state = case;
    for event in recomputed(&state, calendar) {
        let next = Recorded {
            case: state.id,
            revision: state.revision + 1,
            at: now,
            actor: Actor::system(),
            command,
            event,
        };
        state = apply(Some(state), &next)?;
        recorded.push(next);
    }
    (!recorded.is_empty()).then_some((recorded, state))
}
