//! What there is, read past every scope, and who may see what of it, in plain words.
//!
//! Deliberately absent: the central's SQL. The rule stands here a second time, on purpose.

use std::collections::{BTreeMap, BTreeSet};

use onemap_central::database;
use onemap_central::repository::{Head, Repository};
use onemap_domain::apply;
use onemap_domain::case::{Case, CaseId, ContentHash};
use onemap_domain::event::Recorded;
use onemap_domain::people::{Role, Scope};
use onemap_domain::record::{Matter, Record, RecordId};

use crate::stage::Stage;

/// Everything at one moment.
pub struct Truth {
    pub head: Head,
    pub cases: BTreeMap<CaseId, Case>,
    /// The log of each case with the places of its events.
    pub logs: BTreeMap<CaseId, Vec<(u64, Recorded)>>,
    pub records: BTreeMap<RecordId, Record>,
    /// Where each record was last changed.
    pub changed: BTreeMap<RecordId, u64>,
}

impl Truth {
    /// The tables as they are, row by row.
    pub async fn of(stage: &Stage) -> Truth {
        let repository = database::open(&stage.database()).await.unwrap();
        let truth = Truth::read(repository.as_ref()).await;
        repository.close().await;
        truth
    }

    async fn read(repository: &dyn Repository) -> Truth {
        let mut truth = Truth {
            head: repository.head().await.unwrap(),
            cases: BTreeMap::new(),
            logs: BTreeMap::new(),
            records: BTreeMap::new(),
            changed: BTreeMap::new(),
        };
        let mut logs = repository.logs().await.unwrap();
        loop {
            let some = logs.more().await.unwrap();
            if some.is_empty() {
                return truth;
            }
            for log in some {
                let state = log.state.unwrap();
                if log.is_record {
                    let record: Record = serde_json::from_str(&state).unwrap();
                    let last = log.events.last().unwrap().cursor;
                    truth.changed.insert(record.id, last);
                    truth.records.insert(record.id, record);
                    continue;
                }
                let case: Case = serde_json::from_str(&state).unwrap();
                let events = log.events.iter().map(|event| {
                    let recorded = serde_json::from_str(&event.recorded).unwrap();
                    (event.cursor, recorded)
                });
                truth.logs.insert(case.id, events.collect());
                truth.cases.insert(case.id, case);
            }
        }
    }

    /// The cases that somebody may see.
    pub fn seen_by<'t>(&'t self, scope: &'t Scope) -> impl Iterator<Item = &'t Case> {
        self.cases.values().filter(|case| may_see(scope, case))
    }

    /// Whether somebody may see a case, if there is one.
    pub fn shows(&self, scope: &Scope, id: CaseId) -> bool {
        self.cases.get(&id).is_some_and(|case| may_see(scope, case))
    }

    /// Of the cases in which something happened after a place of the log: whether somebody sees it now.
    /// A case that they never could see is not there at all.
    pub fn changed_for(&self, scope: &Scope, after: u64) -> BTreeMap<CaseId, bool> {
        let mut changed = BTreeMap::new();
        for (id, log) in &self.logs {
            if log.iter().all(|(cursor, _)| *cursor <= after) {
                continue;
            }
            let mut state = None;
            let mut ever = false;
            for (_, recorded) in log {
                state = apply(state, recorded);
                ever |= state.as_ref().is_some_and(|case| may_see(scope, case));
            }
            if ever {
                changed.insert(*id, may_see(scope, &self.cases[id]));
            }
        }
        changed
    }

    /// The records that somebody may read and that changed after a place of the log.
    pub fn records_for(&self, scope: &Scope, after: u64) -> BTreeSet<RecordId> {
        let records = self.records.values();
        let mine = records.filter(|record| may_read(scope, record));
        let changed = mine.filter(|record| self.changed[&record.id] > after);
        changed.map(|record| record.id).collect()
    }

    /// Whether somebody sees a case that lists a file. A wall is shown no file.
    pub fn lists(&self, scope: &Scope, sha256: &ContentHash) -> bool {
        if scope.role == Role::Wall {
            return false;
        }
        let has = |case: &Case| {
            case.attachments
                .iter()
                .any(|one| one.attachment.sha256 == *sha256)
        };
        self.seen_by(scope).any(has)
    }

    /// What Open311 tells everybody of: what came in by it and is in no sealed group.
    pub fn is_public(&self, id: CaseId) -> bool {
        let case = self.cases.get(&id);
        case.is_some_and(|case| case.facts.origin.is_some() && case.compartment.is_none())
    }

    /// Whether it goes on, there or in the case that goes on for it.
    pub fn is_publicly_open(&self, case: &Case) -> bool {
        let mut last = case;
        while let Some(next) = last.merged_into.and_then(|id| self.cases.get(&id)) {
            if next.compartment.is_some() {
                break;
            }
            last = next;
        }
        last.stage.is_open()
    }
}

/// Who looks after accounts sees nothing of the work.
fn administers(role: Role) -> bool {
    matches!(
        role,
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin
    )
}

/// Three things must hold at once, for whoever is no administrator. What happened lies in the area that somebody looks after, which is where
/// the code of its grid begins with the code of that area. Somebody of a department sees only what their
/// department has a part in. And what was sealed for a group is for that group.
pub fn may_see(scope: &Scope, case: &Case) -> bool {
    let mine = case.facts.grid.as_str().starts_with(scope.area.as_str());
    let ours = scope.role != Role::Clerk
        || scope.department.iter().any(|own| {
            let leads = case.lead.as_ref() == Some(own);
            let helps = case.assists.contains(own);
            let took_it_in = case.intake.as_ref() == Some(own);
            let was_called = case
                .whistle
                .iter()
                .any(|whistle| whistle.units.contains_key(own));
            let looks_after = case.adoption.iter().any(|adoption| adoption.unit == *own);
            leads || helps || took_it_in || was_called || looks_after
        });
    let opened = match &case.compartment {
        None => true,
        Some(group) => scope.compartments.contains(group),
    };
    let sees = mine && ours && opened && !administers(scope.role);
    assert_eq!(
        sees,
        scope.covers(case),
        "the rule and its words: {scope:?} {case:?}"
    );
    sees
}

/// A record is for the roles that read its kind, in the area that it is of, above it and below it; one of a
/// department is for that department's own people.
fn may_read(scope: &Scope, record: &Record) -> bool {
    let (here, there) = (scope.area.as_str(), record.area.as_str());
    let near = there.starts_with(here) || here.starts_with(there);
    let is_clerk = scope.role == Role::Clerk;
    let ours = !is_clerk || record.department.is_none() || record.department == scope.department;
    let centre = matches!(scope.role, Role::Operator | Role::Supervisor | Role::Leader);
    let reads = match record.matter {
        Matter::Reception(_) | Matter::Roster(_) => true,
        Matter::Draw(_) => matches!(scope.role, Role::Supervisor | Role::Leader),
        Matter::Meeting(_) | Matter::Index(_) => centre || scope.role == Role::Wall,
        Matter::Decision(_) => centre || is_clerk,
        Matter::Duty(_) | Matter::Standard(_) => scope.role != Role::Wall,
        Matter::Appraisal(_) => centre,
    };
    let reads = near && ours && reads && !administers(scope.role);
    assert_eq!(
        reads,
        scope.covers_record(record),
        "the rule and its words: {scope:?}"
    );
    reads
}
