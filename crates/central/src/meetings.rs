//! The packs of the meetings (每日晨会、周研判、月会商), and before them the index of the day: frozen by the central at the county's time.
//!
//! A pack's record has an identity that follows from what it looks back on, so a second central on
//! the same database, or the same one after a restart, freezes nothing twice. A central that was
//! not running at the time freezes it when it comes back; the pack says at which moment that was.
//!
//! Deliberately absent: what a pack holds, which is the domain's ([`onemap_domain::pack`]).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use onemap_domain::command::Command;
use onemap_domain::index::Snapshot;
use onemap_domain::pack::{Days, Pack, Rhythm, Sources, pack};
use onemap_domain::record::{
    Decision, Matter, Record, RecordCommand, RecordId, RecordKind, meeting,
};
use onemap_protocol::command::Subject;

use crate::acceptance::by_itself;
use crate::error::StoreError;
use crate::ground;
use crate::indexes;
use crate::land::Land;
use crate::repository::{Head, Repository, Transaction, each_case};
use crate::tokens::derived;

/// Freezes every pack whose time has come and that is not frozen yet. The head after it; `None`
/// when nothing was written.
pub async fn freeze(
    repository: &dyn Repository,
    land: &Land,
    now: Timestamp,
) -> Result<Option<Head>, StoreError> {
    let due: Vec<(Rhythm, RecordId)> = Rhythm::ALL
        .into_iter()
        .filter_map(|rhythm| Some((rhythm, identity(rhythm, due(rhythm, land, now)?))))
        .collect();
    let index = indexes::due(land, now);
    if due.is_empty() && index.is_none() {
        return Ok(None);
    }
    // Asked every minute, so by identity; the packs themselves are read only to make another.
    let ids: Vec<RecordId> = due.iter().map(|(_, id)| *id).chain(index).collect();
    let frozen = repository.records_by_id(&ids).await?;
    let is_new = |id: RecordId| !frozen.iter().any(|record| record.id == id);
    let due: Vec<_> = due.into_iter().filter(|(_, id)| is_new(*id)).collect();
    let index = index.filter(|id| is_new(*id));
    if due.is_empty() && index.is_none() {
        return Ok(None);
    }
    let whole = land.whole();
    let mut cases = Vec::new();
    each_case(repository, &whole, |case| cases.push(case)).await?;
    let diaries = ground::diaries(repository, land, now).await?;
    let mut head = None;
    // Before the packs, which name it.
    let made = index.and_then(|_| indexes::made(land, &cases, &diaries, now));
    if let Some(snapshot) = made {
        head = indexed(repository, land, snapshot, now).await?.or(head);
    }
    if due.is_empty() {
        return Ok(head);
    }
    let meetings = repository.records(&whole, RecordKind::Meeting).await?;
    let decisions = repository.records(&whole, RecordKind::Decision).await?;
    let decisions: Vec<(RecordId, Decision)> = decisions.into_iter().filter_map(decision).collect();
    let snapshots = indexes::named(repository, land, now).await?;
    let snapshots: Vec<&Snapshot> = snapshots.iter().collect();
    let areas = ground::areas(land);
    for (rhythm, id) in due {
        let earlier: Vec<&Pack> = meetings
            .iter()
            .filter_map(|record| match &record.matter {
                Matter::Meeting(meeting) if meeting.pack.rhythm == rhythm => Some(&*meeting.pack),
                _ => None,
            })
            .collect();
        let sources = Sources {
            cases: &cases,
            decisions: &decisions,
            earlier: &earlier,
            calendar: &land.calendar,
            meetings: &land.profile.meetings,
            duties: &land.profile.duties,
            areas: &areas,
            diaries: &diaries,
            indexes: &snapshots,
        };
        let pack = pack(rhythm, &land.register.county, now, &sources);
        head = kept(repository, land, id, pack, now).await?.or(head);
    }
    Ok(head)
}

/// The days that a pack looks back on, once its time has come.
fn due(rhythm: Rhythm, land: &Land, now: Timestamp) -> Option<Days> {
    let today = land.calendar.date(now);
    let at = moment(land, today)?;
    (now >= at).then(|| looked_back_on(rhythm, land, today))
}

/// The days that the pack of a day looks back on.
pub(crate) fn looked_back_on(rhythm: Rhythm, land: &Land, day: Date) -> Days {
    rhythm.looks_back(day, &land.profile.meetings, &land.calendar)
}

/// The identity of the pack of some days: by the last day, week or month among them, because only
/// one pack is frozen after each. How far back it looks may change with the county's calendar and
/// profile, and must not make a second one.
pub(crate) fn identity(rhythm: Rhythm, days: Days) -> RecordId {
    let from = rhythm.period(days.to).from.to_string();
    RecordId(derived(&[
        b"meeting",
        rhythm.name().as_bytes(),
        from.as_bytes(),
    ]))
}

fn decision(record: Record) -> Option<(RecordId, Decision)> {
    match record.matter {
        Matter::Decision(decision) => Some((record.id, decision)),
        _ => None,
    }
}

async fn indexed(
    repository: &dyn Repository,
    land: &Land,
    snapshot: Snapshot,
    now: Timestamp,
) -> Result<Option<Head>, StoreError> {
    let mut transaction = repository.begin().await?;
    if !indexes::keep(transaction.as_mut(), land, snapshot, now).await? {
        return Ok(None);
    }
    let head = transaction.head().await?;
    transaction.commit().await?;
    Ok(Some(head))
}

async fn kept(
    repository: &dyn Repository,
    land: &Land,
    id: RecordId,
    pack: Pack,
    now: Timestamp,
) -> Result<Option<Head>, StoreError> {
    let mut transaction = repository.begin().await?;
    if !keep(transaction.as_mut(), land, id, pack, now).await? {
        return Ok(None);
    }
    let head = transaction.head().await?;
    transaction.commit().await?;
    Ok(Some(head))
}

/// Writes a frozen pack, unless it is there: where another central was faster, its pack stays.
pub(crate) async fn keep(
    transaction: &mut dyn Transaction,
    land: &Land,
    id: RecordId,
    pack: Pack,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let subject = Subject {
        id: id.into(),
        expected_revision: 0,
    };
    let command = Command::Keep {
        keep: RecordCommand::Meeting(meeting::Command::Freeze {
            pack: Box::new(pack),
        }),
    };
    let order = derived(&[b"freeze", id.0.as_bytes()]);
    by_itself(transaction, land, now, order, subject, command).await
}

/// The moment of a day at which its packs are frozen; `None` where the county rests on it.
pub(crate) fn moment(land: &Land, day: Date) -> Option<Timestamp> {
    let rule = &land.profile.meetings;
    let rests = rule.working_days_only && !land.calendar.is_working(day);
    // The week's and the month's wait for the next day that has one.
    (!rests).then(|| time(land, day))
}

/// The time of the packs on a day, whether it has any or not.
pub(crate) fn time(land: &Land, day: Date) -> Timestamp {
    let rule = &land.profile.meetings;
    let midnight = land.calendar.start_of(day);
    let minutes = i64::from(rule.hour) * 60 + i64::from(rule.minute);
    midnight
        .checked_add(SignedDuration::from_mins(minutes))
        .unwrap_or(midnight)
}
