//! The packs of the meetings (每日晨会、周研判、月会商): frozen by the central at the county's time.
//!
//! A pack's record has an identity that follows from what it looks back on, so a second central on
//! the same database, or the same one after a restart, freezes nothing twice. A central that was
//! not running at the time freezes it when it comes back; the pack says at which moment that was.
//!
//! Deliberately absent: what a pack holds, which is the domain's ([`onemap_domain::pack`]).

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::Case;
use onemap_domain::command::Command;
use onemap_domain::pack::{Days, Pack, Rhythm, Sources, pack};
use onemap_domain::people::{Actor, User};
use onemap_domain::record::{
    Decision, Matter, Record, RecordCommand, RecordId, RecordKind, meeting,
};
use onemap_protocol::command::{Envelope, Subject};
use onemap_protocol::session::Secret;
use onemap_sync::acceptor::{Circumstances, Known, Write, accept};

use crate::error::StoreError;
use crate::land::Land;
use crate::repository::{CaseKey, CaseQuery, Head, Remembered, Repository};
use crate::tokens::derived;

/// Cases read at once.
const FEW: u32 = 1_000;

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
    if due.is_empty() {
        return Ok(None);
    }
    let whole = land.whole();
    let meetings = repository.records(&whole, RecordKind::Meeting).await?;
    let is_frozen = |id: RecordId| meetings.iter().any(|record| record.id == id);
    let due: Vec<_> = due.into_iter().filter(|(_, id)| !is_frozen(*id)).collect();
    if due.is_empty() {
        return Ok(None);
    }
    let cases = cases(repository, land).await?;
    let decisions = repository.records(&whole, RecordKind::Decision).await?;
    let decisions: Vec<(RecordId, Decision)> = decisions.into_iter().filter_map(decision).collect();
    let mut head = None;
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
        };
        let pack = pack(rhythm, &land.register.county, now, &sources);
        head = kept(repository, land, id, pack, now).await?.or(head);
    }
    Ok(head)
}

/// The days that a pack looks back on, once its time has come.
fn due(rhythm: Rhythm, land: &Land, now: Timestamp) -> Option<Days> {
    let rule = &land.profile.meetings;
    let today = land.calendar.date(now);
    let midnight = land.calendar.start_of(today);
    let minutes = i64::from(rule.hour) * 60 + i64::from(rule.minute);
    let at = midnight
        .checked_add(SignedDuration::from_mins(minutes))
        .unwrap_or(midnight);
    let rests = rule.working_days_only && !land.calendar.is_working(today);
    // The week's and the month's wait for the next day that has one.
    (now >= at && !rests).then(|| rhythm.period_before(today))
}

fn identity(rhythm: Rhythm, days: Days) -> RecordId {
    let from = days.from.to_string();
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

/// Every case of the county as it stands.
async fn cases(repository: &dyn Repository, land: &Land) -> Result<Vec<Case>, StoreError> {
    let whole = land.whole();
    let mut query = CaseQuery::default();
    let mut all = Vec::new();
    loop {
        let few = repository.cases(&whole, &query, FEW).await?;
        query.after = few.last().map(CaseKey::of);
        let last = few.len() < FEW as usize;
        all.extend(few);
        if last {
            return Ok(all);
        }
    }
}

async fn kept(
    repository: &dyn Repository,
    land: &Land,
    id: RecordId,
    pack: Pack,
    now: Timestamp,
) -> Result<Option<Head>, StoreError> {
    let mut transaction = repository.begin().await?;
    let known = transaction.record(id).await?;
    let envelope = Envelope {
        id: derived(&[b"freeze", id.0.as_bytes()]),
        device: derived(&[b"central"]),
        author_grant: Secret(String::new()),
        issued_at: now,
        subjects: vec![Subject {
            id: id.into(),
            expected_revision: 0,
        }],
        command: Command::Keep {
            keep: RecordCommand::Meeting(meeting::Command::Freeze {
                pack: Box::new(pack),
            }),
        },
    };
    let author = User {
        actor: Actor::system(),
        scope: land.whole(),
    };
    let outcome = accept(
        &envelope,
        Known {
            author: Some(&author),
            record: known.as_ref(),
            ..Known::default()
        },
        &Circumstances {
            now,
            profile: &land.profile,
            calendar: &land.calendar,
            ground: land,
            number: None,
        },
    );
    // Another central was faster: its pack stays.
    let Some(Write::Record { entries, record }) = outcome.write else {
        return Ok(None);
    };
    transaction.keep(&entries, &record).await?;
    let remembered = Remembered {
        device: envelope.device,
        id: envelope.id,
        at: now,
        answer: outcome.answer,
    };
    transaction.remember(&[remembered]).await?;
    let head = transaction.head().await?;
    transaction.commit().await?;
    Ok(Some(head))
}
