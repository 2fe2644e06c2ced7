//! One record, and commands on it one after the other.

use onemap_domain::people::{Actor, User};
use onemap_domain::record::{Record, RecordCommand, RecordEntry, RecordId};
use onemap_domain::{apply_record, decide_record};

use crate::fixture::{Walk, known};

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
    }

    /// The central itself does something.
    pub fn happens(&mut self, command: RecordCommand) -> Result<(), &'static str> {
        let system = User {
            actor: Actor::system(),
            scope: known("wangmin").scope.clone(),
        };
        self.give_as(&system, command)
    }

    fn give_as(&mut self, user: &User, command: RecordCommand) -> Result<(), &'static str> {
        let context = self.walk.context(user);
        let events = decide_record(self.record.as_ref(), &command, &context);
        for event in events.map_err(|refusal| refusal.code())? {
            let entry = RecordEntry {
                record: RecordId(uuid::Uuid::from_u64_pair(1, 2)),
                revision: self.record.as_ref().map_or(0, |record| record.revision) + 1,
                at: self.walk.now,
                actor: user.actor.clone(),
                command: uuid::Uuid::from_u64_pair(3, 4),
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
