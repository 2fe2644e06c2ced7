//! What commands are decided on: read before them with as few questions as a database can, kept while they
//! are decided one after the other, and written at the end in as few.
//!
//! A command sees what those before it on the same pad have done, written or not. What is seldom asked, and
//! records, go to the transaction directly, after what has come to be before them.
//!
//! Deliberately absent: committing. Nothing here is durable, or may be told, before its transaction is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::chain::Digest;
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::people::User;
use onemap_domain::record::{Record, RecordEntry, RecordId};
use onemap_domain::subject::SubjectId;
use onemap_protocol::command::{Answer, Envelope};
use uuid::Uuid;

use crate::acceptance::civil_day;
use crate::error::StoreError;
use crate::repository::{Head, Remembered, Transaction};
use crate::tokens::TokenHash;

/// What some commands are about.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Each command's device and identity.
    pub commands: Vec<(Uuid, Uuid)>,
    /// The grants that they carry, and from which device.
    pub grants: BTreeSet<(TokenHash, Uuid)>,
    /// The cases that they are about.
    pub cases: BTreeSet<CaseId>,
    /// On which civil day.
    pub day: String,
    /// When.
    pub now: Timestamp,
}

impl Asked {
    /// By these commands, at this moment.
    pub fn by<'e>(envelopes: impl IntoIterator<Item = &'e Envelope>, now: Timestamp) -> Asked {
        let mut asked = Asked {
            day: civil_day(now),
            now,
            ..Asked::default()
        };
        for envelope in envelopes {
            asked.commands.push((envelope.device, envelope.id));
            let grant = TokenHash::of(&envelope.author_grant.0);
            asked.grants.insert((grant, envelope.device));
            let on_case = !matches!(envelope.command, Command::Keep { .. });
            let subject = envelope.subjects.first().filter(|_| on_case);
            asked.cases.extend(subject.map(|subject| subject.id.case()));
            asked.cases.extend(envelope.command.other());
        }
        asked
    }
}

/// What there is of what was asked.
#[derive(Debug)]
pub struct Found {
    /// Where the log stands.
    pub head: Head,
    /// First answers, by device and identity of their command.
    pub answers: HashMap<(Uuid, Uuid), Answer>,
    /// Whom the grants stand for.
    pub authors: HashMap<(TokenHash, Uuid), User>,
    /// The cases.
    pub cases: HashMap<CaseId, Case>,
    /// The digests of the cases' last events, as far as they came with them.
    pub digests: HashMap<SubjectId, Digest>,
    /// The last number of the day.
    pub last_number: u32,
}

/// A case's new state, and what of the tables beside it changes.
#[derive(Clone, Debug)]
pub struct Put {
    /// The state.
    pub case: Case,
    /// Other departments have a part in it than before.
    pub parts: bool,
    /// It lists other attachments than before.
    pub listed: bool,
}

/// What is to be written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The last number of the feed with them.
    pub cursor: u64,
    /// Events, in the order of the feed.
    pub events: Vec<Recorded>,
    /// The digests of the events before them, as far as they are known.
    pub digests: BTreeMap<SubjectId, Digest>,
    /// States.
    pub cases: BTreeMap<CaseId, Put>,
    /// The last numbers of civil days.
    pub numbers: BTreeMap<String, u32>,
    /// Answers.
    pub answers: Vec<Remembered>,
}

impl Written {
    fn is_empty(&self) -> bool {
        self.events.is_empty() && self.cases.is_empty() && self.answers.is_empty()
    }
}

/// A transaction in which commands are decided.
pub struct Pad<'t> {
    transaction: &'t mut dyn Transaction,
    asked: Asked,
    found: Found,
    written: Written,
    numbers: HashMap<String, u32>,
    /// Cases that were asked for later; `None` for those that there are not.
    others: HashMap<CaseId, Option<Case>>,
}

impl<'t> Pad<'t> {
    /// Reads what is asked.
    pub async fn on(
        transaction: &'t mut dyn Transaction,
        asked: Asked,
    ) -> Result<Pad<'t>, StoreError> {
        let found = transaction.look(&asked).await?;
        Ok(Pad {
            numbers: HashMap::from([(asked.day.clone(), found.last_number)]),
            others: HashMap::new(),
            written: Written::default(),
            transaction,
            asked,
            found,
        })
    }

    /// Where the log stands with what is on the pad.
    pub fn head(&self) -> Head {
        self.found.head
    }

    /// What a command was answered the first time.
    pub async fn first_answer(
        &mut self,
        device: Uuid,
        id: Uuid,
    ) -> Result<Option<Answer>, StoreError> {
        if let Some(answer) = self.found.answers.get(&(device, id)) {
            return Ok(Some(answer.clone()));
        }
        if self.asked.commands.contains(&(device, id)) {
            return Ok(None);
        }
        self.transaction.first_answer(device, id).await
    }

    /// Whom a grant stands for.
    pub async fn author(
        &mut self,
        grant: TokenHash,
        device: Uuid,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        if self.asked.grants.contains(&(grant, device)) {
            return Ok(self.found.authors.get(&(grant, device)).cloned());
        }
        self.transaction.author(grant, device, now).await
    }

    /// A case, whoever may see it.
    pub async fn case(&mut self, id: CaseId) -> Result<Option<Case>, StoreError> {
        if let Some(case) = self.found.cases.get(&id) {
            return Ok(Some(case.clone()));
        }
        if self.asked.cases.contains(&id) {
            return Ok(None);
        }
        if let Some(case) = self.others.get(&id) {
            return Ok(case.clone());
        }
        let case = self.transaction.case(id).await?;
        self.others.insert(id, case.clone());
        Ok(case)
    }

    /// A record, whoever may see it.
    pub async fn record(&mut self, id: RecordId) -> Result<Option<Record>, StoreError> {
        self.transaction.record(id).await
    }

    /// The commands that made a case or record what it is.
    pub async fn commands_on(&mut self, subject: SubjectId) -> Result<Vec<Uuid>, StoreError> {
        self.write().await?;
        self.transaction.commands_on(subject).await
    }

    /// The last number given on a civil day.
    pub async fn last_number(&mut self, day: &str) -> Result<u32, StoreError> {
        if let Some(last) = self.numbers.get(day) {
            return Ok(*last);
        }
        let last = self.transaction.last_number(day).await?;
        self.numbers.insert(day.to_owned(), last);
        Ok(last)
    }

    /// Gives out a number.
    pub fn set_last_number(&mut self, day: &str, last: u32) {
        self.numbers.insert(day.to_owned(), last);
        self.written.numbers.insert(day.to_owned(), last);
    }

    /// Appends events to the log.
    pub fn append(&mut self, events: &[Recorded]) {
        self.found.head.cursor.0 += events.len() as u64;
        for event in events {
            let subject = SubjectId::from(event.case);
            if let Some(digest) = self.found.digests.remove(&subject) {
                self.written.digests.insert(subject, digest);
            }
        }
        self.written.events.extend_from_slice(events);
    }

    /// Puts a state in the place of an older one.
    pub fn put_case(&mut self, case: &Case) {
        let before = self.found.cases.insert(case.id, case.clone());
        let before = before.or_else(|| self.others.remove(&case.id).flatten());
        let parts = match &before {
            Some(before) => before.departments() != case.departments(),
            None => !case.departments().is_empty(),
        };
        let listed = before.is_none_or(|before| before.attachments != case.attachments);
        let put = self.written.cases.entry(case.id).or_insert_with(|| Put {
            case: case.clone(),
            parts: false,
            listed: false,
        });
        put.case.clone_from(case);
        put.parts |= parts;
        put.listed |= listed;
    }

    /// Appends to a record's log, and puts its state.
    pub async fn keep(
        &mut self,
        entries: &[RecordEntry],
        record: &Record,
    ) -> Result<(), StoreError> {
        self.write().await?;
        self.found.head.cursor.0 += entries.len() as u64;
        self.transaction.keep(entries, record).await
    }

    /// Remembers what a command was answered.
    pub fn remember(&mut self, remembered: Remembered) {
        let command = (remembered.device, remembered.id);
        let answer = remembered.answer.clone();
        self.found.answers.insert(command, answer);
        self.written.answers.push(remembered);
    }

    /// Gives everything to the transaction.
    pub async fn write(&mut self) -> Result<(), StoreError> {
        if self.written.is_empty() {
            return Ok(());
        }
        let mut written = std::mem::take(&mut self.written);
        written.cursor = self.found.head.cursor.0;
        self.transaction.write(&written).await
    }
}
