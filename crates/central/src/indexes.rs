//! The daily index (社会治理指数): frozen by the central every day at the time of the packs, on rest days
//! too (一日一生成). A day on which no central ran has none, and is not made up afterwards.
//!
//! Deliberately absent: the formula, which is the profile's, and what it means, which is the
//! domain's ([`onemap_domain::index`]).

use std::collections::BTreeSet;

use jiff::Timestamp;
use onemap_domain::case::Case;
use onemap_domain::command::Command;
use onemap_domain::index::{Snapshot, snapshot};
use onemap_domain::pack::Rhythm;
use onemap_domain::record::index::{self, identity};
use onemap_domain::record::{Matter, RecordCommand, RecordId};
use onemap_domain::score::{Sources, standings};
use onemap_protocol::command::Subject;

use crate::acceptance::by_itself;
use crate::error::StoreError;
use crate::ground::{self, Diaries};
use crate::land::Land;
use crate::meetings;
use crate::repository::{Repository, Transaction};
use crate::tokens::derived;

/// The identity of the index that is due at a moment; `None` before its time, and where the county
/// has none.
pub fn due(land: &Land, now: Timestamp) -> Option<RecordId> {
    land.profile.index.as_ref()?;
    let today = land.calendar.date(now);
    let yesterday = today.yesterday().ok()?;
    (now >= meetings::time(land, today)).then(|| identity(yesterday))
}

/// The index at a moment; `None` where the county has none.
pub fn made(land: &Land, cases: &[Case], diaries: &Diaries, at: Timestamp) -> Option<Snapshot> {
    let formula = land.profile.index.as_ref()?;
    let areas = ground::areas(land);
    let standings = standings(cases, &land.calendar);
    let sources = Sources {
        standings: standings.iter().map(|(id, one)| (*id, one)).collect(),
        areas: &areas,
        diaries: diaries.clone(),
        duties: &land.profile.duties,
        calendar: &land.calendar,
        at,
    };
    let towns = ground::towns(&areas);
    Some(snapshot(formula, &land.register.county, &towns, &sources))
}

/// Those that a pack of a moment names: of the last day of its period and of the day before it.
pub async fn named(
    repository: &dyn Repository,
    land: &Land,
    at: Timestamp,
) -> Result<Vec<Snapshot>, StoreError> {
    if land.profile.index.is_none() {
        return Ok(Vec::new());
    }
    let today = land.calendar.date(at);
    let of = |rhythm: Rhythm| {
        let days = meetings::looked_back_on(rhythm, land, today);
        [Some(days.to), days.from.yesterday().ok()]
    };
    let days = Rhythm::ALL.into_iter().flat_map(of).flatten();
    let ids: BTreeSet<RecordId> = days.map(identity).collect();
    let ids: Vec<RecordId> = ids.into_iter().collect();
    let records = repository.records_by_id(&ids).await?;
    let snapshots = records
        .into_iter()
        .filter_map(|record| match record.matter {
            Matter::Index(snapshot) => Some(*snapshot),
            _ => None,
        });
    Ok(snapshots.collect())
}

/// Writes a frozen index, unless it is there.
pub async fn keep(
    transaction: &mut dyn Transaction,
    land: &Land,
    snapshot: Snapshot,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let id = identity(snapshot.day);
    let subject = Subject {
        id: id.into(),
        expected_revision: 0,
    };
    let command = Command::Keep {
        keep: RecordCommand::Index(index::Command::Freeze {
            snapshot: Box::new(snapshot),
        }),
    };
    let order = derived(&[b"freeze", id.0.as_bytes()]);
    by_itself(transaction, land, now, order, subject, command).await
}
