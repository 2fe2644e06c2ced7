//! What a reader is told of a page of the log: the logs of what it touches, folded.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::case::{Case, CaseId};
use onemap_domain::event::Recorded;
use onemap_domain::people::Scope;
use onemap_domain::record::{Record, RecordEntry, RecordId};
use onemap_domain::{apply, apply_record};
use onemap_protocol::feed::{Cursor, Entry};

/// Each event after a cursor with the state after it. `logs` are those of the touched cases from
/// their beginning, in commit order.
pub(crate) fn events_with_states(
    logs: Vec<(Cursor, Recorded)>,
    after: Cursor,
) -> Vec<(Cursor, Entry)> {
    let mut entries = Vec::new();
    let mut states: BTreeMap<CaseId, Case> = BTreeMap::new();
    for (cursor, recorded) in logs {
        let Some(case) = apply(states.remove(&recorded.case), &recorded) else {
            continue;
        };
        if cursor > after {
            let entry = Entry::Event {
                recorded,
                case: Box::new(case.clone()),
            };
            entries.push((cursor, entry));
        }
        states.insert(case.id, case);
    }
    entries
}

/// Each case of the page once, at the place of its last event there: whole when the scope covers
/// it now, a tombstone when the scope ever covered it, and not at all otherwise, since a tombstone
/// too would tell that there is such a case.
pub(crate) fn wholes_and_tombstones(
    scope: &Scope,
    touched: &BTreeMap<CaseId, Cursor>,
    logs: Vec<(Cursor, Recorded)>,
) -> Vec<(Cursor, Entry)> {
    let mut states: BTreeMap<CaseId, Case> = BTreeMap::new();
    let mut histories: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
    let mut ever_covered = BTreeSet::new();
    for (_, recorded) in logs {
        let Some(case) = apply(states.remove(&recorded.case), &recorded) else {
            continue;
        };
        if scope.covers(&case) {
            ever_covered.insert(case.id);
        }
        histories.entry(case.id).or_default().push(recorded);
        states.insert(case.id, case);
    }
    let mut entries = Vec::new();
    for (id, cursor) in touched {
        let Some(mut case) = states.remove(id) else {
            continue;
        };
        if scope.covers(&case) {
            let mut events = histories.remove(id).unwrap_or_default();
            case.tell(&mut events, scope);
            let entry = Entry::Whole {
                case: Box::new(case),
                events,
            };
            entries.push((*cursor, entry));
        } else if ever_covered.contains(id) {
            entries.push((*cursor, Entry::Tombstone { case: *id }));
        }
    }
    entries
}

/// Each record of the page once, at the place of its last event there: whole when the scope covers
/// it now, gone when the scope ever covered it, and not at all otherwise.
pub(crate) fn records_changed(
    scope: &Scope,
    touched: &BTreeMap<RecordId, Cursor>,
    log: Vec<(Cursor, RecordEntry)>,
) -> Vec<(Cursor, Entry)> {
    let mut states: BTreeMap<RecordId, Record> = BTreeMap::new();
    let mut logs: BTreeMap<RecordId, Vec<RecordEntry>> = BTreeMap::new();
    let mut ever_covered = BTreeSet::new();
    for (_, entry) in log {
        let Some(record) = apply_record(states.remove(&entry.record), &entry) else {
            continue;
        };
        if scope.covers_record(&record) {
            ever_covered.insert(record.id);
        }
        logs.entry(record.id).or_default().push(entry);
        states.insert(record.id, record);
    }
    let mut placed = Vec::new();
    for (id, cursor) in touched {
        let Some(mut record) = states.remove(id) else {
            continue;
        };
        if scope.covers_record(&record) {
            let mut entries = logs.remove(id).unwrap_or_default();
            record.tell(&mut entries, scope);
            let entry = Entry::WholeRecord {
                record: Box::new(record),
                entries,
            };
            placed.push((*cursor, entry));
        } else if ever_covered.contains(id) {
            placed.push((*cursor, Entry::RecordGone { record: *id }));
        }
    }
    placed
}
