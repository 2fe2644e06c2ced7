//! One record, and commands on it one after the other.

use onemap_domain::people::{Actor, User};
use onemap_domain::record::{Record, RecordCommand, RecordEntry, RecordId};
use onemap_domain::{Refusal, apply_record, decide_record};

use crate::fixture::{Walk, known};

/// The command that led to a revision.
pub fn command_id(revision: u64) -> uuid::Uuid {
    uuid::Uuid::from_u64_pair(3, revision)
}

pub struct Kept {
    pub walk: Walk,
    record: Option<Record>,
    pub log: Vec<RecordEntry>,
}

impl Kept {
    pub fn new(profile: &str, now: &str) -> Kept {
        Kept {
            walk: Walk::new(profile, now),
            record: None,
            log: Vec::new(),
        }
    }

    /// Gives a command; the refusal's code when it is not carried out.
    pub fn give(&mut self, login: &str, command: RecordCommand) -> Result<(), &'static str> {
        self.give_as(known(login), command)
            .map_err(|refusal| refusal.code())
    }

    /// Gives a command that must be refused for one of its fields; which.
    pub fn refused_field(&mut self, login: &str, command: RecordCommand) -> String {
        match self.give_as(known(login), command) {
            Err(
                Refusal::FieldUnknown { field, .. }
                | Refusal::FieldMissing { field }
                | Refusal::FieldTooLong { field, .. },
            ) => field,
            other => panic!("{other:?}"),
        }
    }

    /// The central itself does something.
    pub fn happens(&mut self, command: RecordCommand) -> Result<(), &'static str> {
        let system = User {
            actor: Actor::system(),
            scope: known("wangmin").scope.clone(),
        };
        self.give_as(&system, command)
            .map_err(|refusal| refusal.code())
    }

    fn give_as(&mut self, user: &User, command: RecordCommand) -> Result<(), Refusal> {
        let context = self.walk.context(user);
        let events = decide_record(self.record.as_ref(), &command, &context);
        for event in events? {
            let revision = self.record.as_ref().map_or(0, |record| record.revision) + 1;
            let entry = RecordEntry {
                record: RecordId(uuid::Uuid::from_u64_pair(1, 2)),
                revision,
                at: self.walk.now,
                actor: user.actor.clone(),
                command: command_id(revision),
                event,
            };
            self.record = apply_record(self.record.take(), &entry);
            self.log.push(entry);
        }
        let replayed = self.log.iter().fold(None, apply_record);
        assert_eq!(replayed, self.record, "the log gives the state");
        Ok(())
    }

    pub fn record(&self) -> &Record {
        self.record.as_ref().unwrap()
    }
}
