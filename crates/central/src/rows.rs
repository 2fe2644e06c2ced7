//! What both repositories do that is not SQL: states and events to JSON and back, the columns that
//! lists are cut by, and what follows from logs once they are read.
//!
//! Deliberately absent: SQL, which each repository has its own of.

pub(crate) mod audit;
mod folded;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::chain::{self, Digest, Logged};
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::event::Recorded;
use onemap_domain::people::Scope;
use onemap_domain::record::{Record, RecordEntry, RecordId};
use onemap_domain::subject::SubjectId;
use onemap_protocol::feed::{Cursor, Entry, SnapshotPlace};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::repository::{
    ATTEMPTS, Attempt, Dossier, IN_HAND, KeptEvent, KeptLog, LOCKED_FOR, RecordDossier,
};

pub(crate) use folded::{events_with_states, records_changed, wholes_and_tombstones};

/// Cases or records of a snapshot, or logs, that are fetched at once.
pub(crate) const FEW: u32 = 200;

/// Digests of events that are fetched at once: they are small.
pub(crate) const DIGESTS: i64 = 10_000;

pub(crate) const CASE: &str = "a case";
pub(crate) const RECORD: &str = "a record";
pub(crate) const EVENT: &str = "an event";
pub(crate) const ANSWER: &str = "an answer";
pub(crate) const ACCOUNT: &str = "an account";
pub(crate) const REGISTER: &str = "the register";

pub(crate) fn json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unwritable { what, source })
}

pub(crate) fn read<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Unreadable { what, source })
}

/// A column does not hold what it must.
pub(crate) fn undecodable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Database(sqlx::Error::Decode(Box::new(error)))
}

/// A column of microseconds since 1970 UTC.
pub(crate) fn moment(column: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(column).map_err(undecodable)
}

/// A length of time as columns count it.
pub(crate) fn micros(length: SignedDuration) -> i64 {
    length.as_micros().try_into().unwrap_or(i64::MAX)
}

/// Until when a name is refused that has no try left, by its failures, the last of them, and the last try in
/// hand. Where it has no row any more somebody signed in by it meanwhile, and the next try is allowed.
pub(crate) fn refused(kept: Option<(i64, i64, i64)>, now: i64) -> Result<Attempt, StoreError> {
    let (failures, last_at, in_hand_at) = kept.unwrap_or((0, now, now));
    let (since, lasts) = if failures < ATTEMPTS {
        (in_hand_at, IN_HAND)
    } else {
        (last_at, LOCKED_FOR)
    };
    let until = moment(since.saturating_add(micros(lasts)))?;
    Ok(Attempt::LockedUntil(until))
}

/// A cursor as a column; one that no log reaches is the last there can be.
pub(crate) fn place(cursor: Cursor) -> i64 {
    i64::try_from(cursor.0).unwrap_or(i64::MAX)
}

/// After every event there is.
pub(crate) const END: Cursor = Cursor(i64::MAX as u64);

/// What an event is about, as its column says.
pub(crate) trait About: Logged + Serialize + DeserializeOwned {
    const ABOUT: &'static str;
}

impl About for Recorded {
    const ABOUT: &'static str = "case";
}

impl About for RecordEntry {
    const ABOUT: &'static str = "record";
}

/// A case as its reader is told it.
pub(crate) fn told(state: &str, scope: &Scope) -> Result<Case, StoreError> {
    let mut case: Case = read(CASE, state)?;
    case.tell(&mut Vec::new(), scope);
    Ok(case)
}

/// Those of the kept states of records that a scope covers.
pub(crate) fn covered(states: &[String], scope: &Scope) -> Result<Vec<Record>, StoreError> {
    let mut records = Vec::new();
    for state in states {
        let record: Record = read(RECORD, state)?;
        if scope.covers_record(&record) {
            records.push(record);
        }
    }
    Ok(records)
}

/// What a search looks through.
pub(crate) fn words(case: &Case) -> String {
    let number = case.number.as_ref().map_or("", |number| number.0.as_str());
    let facts = &case.facts;
    [number, &facts.title, &facts.text, &facts.address]
        .join("\n")
        .to_lowercase()
}

/// When the units that a whistle called must be there, while one of them is not and no supervision
/// stands.
pub(crate) fn whistle_by(case: &Case) -> Option<i64> {
    let whistle = case.whistle.as_ref().filter(|_| case.is_open())?;
    let absent = whistle.units.values().any(Option::is_none);
    let supervised = case
        .supervision
        .as_ref()
        .is_some_and(|s| s.answer.is_none());
    (absent && !supervised).then(|| whistle.needed_by.as_microsecond())
}

/// Whether a running deadline waits for a year's calendar.
pub(crate) fn is_provisional(case: &Case) -> bool {
    case.running_clocks()
        .any(|clock| clock.due.provisional.is_some())
}

/// What departments carry, summed row by row.
#[derive(Debug)]
pub(crate) struct Loads {
    now: i64,
    day_end: i64,
    sums: BTreeMap<DepartmentCode, Load>,
}

impl Loads {
    /// Past the deadline at `now`, due from then to `day_end`.
    pub(crate) fn at(now: Timestamp, day_end: Timestamp) -> Loads {
        Loads {
            now: now.as_microsecond(),
            day_end: day_end.as_microsecond(),
            sums: BTreeMap::new(),
        }
    }

    /// Adds a case that a department carries.
    pub(crate) fn add(&mut self, lead: String, due_at: Option<i64>, returned: i64) {
        let load = self.sums.entry(DepartmentCode(lead)).or_default();
        load.open += 1;
        if let Some(due_at) = due_at {
            load.overdue += u32::from(due_at < self.now);
            load.due_today += u32::from(self.now <= due_at && due_at <= self.day_end);
        }
        load.returned += u32::from(returned > 0);
    }

    pub(crate) fn sums(self) -> BTreeMap<DepartmentCode, Load> {
        self.sums
    }
}

/// The events that go on a chain which is in the database already: where the digest before them
/// must be looked up.
pub(crate) fn goes_on<E: About>(events: &[E]) -> Vec<(SubjectId, u64)> {
    let mut first: BTreeMap<SubjectId, u64> = BTreeMap::new();
    for event in events {
        first.entry(event.subject()).or_insert(event.revision());
    }
    first.into_iter().filter(|(_, at)| *at > 1).collect()
}

/// An event as it is kept.
pub(crate) struct Link<'e, E> {
    pub(crate) event: &'e E,
    pub(crate) text: String,
    pub(crate) digest: Digest,
}

/// Chains events, each to the one before it of its case or record. `last` are the digests that the
/// chains begin with. Where there is none, or none that can be one, the chain breaks there, and
/// the walk along the log will say so.
pub(crate) fn chained<E: About>(
    events: &[E],
    mut last: BTreeMap<SubjectId, Digest>,
) -> Result<Vec<Link<'_, E>>, StoreError> {
    let mut links = Vec::with_capacity(events.len());
    for event in events {
        let digest = chain::link(last.get(&event.subject()), event);
        last.insert(event.subject(), digest);
        links.push(Link {
            event,
            text: json(EVENT, event)?,
            digest,
        });
    }
    Ok(links)
}

/// A digest as it is kept; `None` when it can be none.
pub(crate) fn digest(kept: Option<Vec<u8>>) -> Option<Digest> {
    let kept: [u8; 32] = kept?.try_into().ok()?;
    Some(Digest::from(kept))
}

/// What a page of the log touches, each at the place of its last event there.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Where the page ends; `None` when there is nothing in it.
    pub(crate) last: Option<Cursor>,
    pub(crate) cases: BTreeMap<CaseId, Cursor>,
    pub(crate) records: BTreeMap<RecordId, Cursor>,
}

impl Touched {
    /// Adds the next row of the page.
    pub(crate) fn add(&mut self, cursor: Cursor, subject: SubjectId, about: &str) {
        self.last = Some(cursor);
        if about == RecordEntry::ABOUT {
            self.records.insert(subject.record(), cursor);
        } else {
            self.cases.insert(subject.case(), cursor);
        }
    }

    pub(crate) fn case_ids(&self) -> Vec<SubjectId> {
        self.cases.keys().copied().map(SubjectId::from).collect()
    }

    pub(crate) fn record_ids(&self) -> Vec<SubjectId> {
        self.records.keys().copied().map(SubjectId::from).collect()
    }
}

/// Entries in commit order, without their places.
pub(crate) fn in_order(mut placed: Vec<(Cursor, Entry)>) -> Vec<Entry> {
    placed.sort_by_key(|(cursor, _)| *cursor);
    placed.into_iter().map(|(_, entry)| entry).collect()
}

/// Leaves out what the reader of a snapshot has not come to yet: it comes with the rest.
pub(crate) fn keep_passed(entries: &mut Vec<Entry>, reader: &SnapshotPlace) {
    entries.retain(|entry| match entry {
        Entry::Event { case, .. } | Entry::Whole { case, .. } => reader.is_past_case(case.id),
        Entry::Tombstone { case } => reader.is_past_case(*case),
        Entry::WholeRecord { record, .. } => reader.is_past_record(record.id),
        Entry::RecordGone { record } => reader.is_past_record(*record),
    });
}

/// Cases with their logs, as their reader is told them.
pub(crate) fn dossiers(
    cases: Vec<Case>,
    logs: Vec<(Cursor, Recorded)>,
    scope: &Scope,
) -> Vec<Dossier> {
    let mut histories: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
    for (_, recorded) in logs {
        histories.entry(recorded.case).or_default().push(recorded);
    }
    let told = |mut case: Case| {
        let mut events = histories.remove(&case.id).unwrap_or_default();
        case.tell(&mut events, scope);
        Dossier { case, events }
    };
    cases.into_iter().map(told).collect()
}

/// Records with their logs, as their reader is told them.
pub(crate) fn record_dossiers(
    records: Vec<Record>,
    logs: Vec<(Cursor, RecordEntry)>,
    scope: &Scope,
) -> Vec<RecordDossier> {
    let mut histories: BTreeMap<RecordId, Vec<RecordEntry>> = BTreeMap::new();
    for (_, entry) in logs {
        histories.entry(entry.record).or_default().push(entry);
    }
    let told = |mut record: Record| {
        let mut entries = histories.remove(&record.id).unwrap_or_default();
        record.tell(&mut entries, scope);
        RecordDossier { record, entries }
    };
    records.into_iter().map(told).collect()
}

/// Some logs as they are kept, put together row by row: what is about a subject under its identity.
#[derive(Debug)]
pub(crate) struct KeptLogs(BTreeMap<SubjectId, KeptLog>);

impl KeptLogs {
    /// Of these subjects, nothing known of them yet. Events are to be added before states.
    pub(crate) fn of(subjects: &[SubjectId]) -> KeptLogs {
        let empty = |subject: SubjectId| KeptLog {
            subject,
            is_record: false,
            events: Vec::new(),
            state: None,
        };
        KeptLogs(subjects.iter().map(|id| (*id, empty(*id))).collect())
    }

    pub(crate) fn add_event(&mut self, subject: SubjectId, about: &str, event: KeptEvent) {
        if let Some(log) = self.0.get_mut(&subject) {
            log.is_record = about == RecordEntry::ABOUT;
            log.events.push(event);
        }
    }

    /// A state of the one kind under a log of the other is none.
    pub(crate) fn add_state(&mut self, subject: SubjectId, of_record: bool, state: String) {
        let log = self.0.get_mut(&subject);
        if let Some(log) = log.filter(|log| log.is_record == of_record) {
            log.state = Some(state);
        }
    }

    /// The last of the subjects.
    pub(crate) fn last(&self) -> Option<SubjectId> {
        self.0.keys().next_back().copied()
    }

    pub(crate) fn all(self) -> Vec<KeptLog> {
        self.0.into_values().collect()
    }
}
