//! The central: one log, remembered answers, accounts, and what is cut from them for a scope.
//!
//! Commands are decided by the real `onemap_sync::acceptor`, in the way of
//! `central/src/acceptance.rs`; the feed is cut as `central/src/sqlite/feed.rs` cuts it. A batch is
//! one step of the simulation, so a central that stops in the middle of one has committed it or
//! not.
//!
//! Deliberately absent: two replicas. One central, one log.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::case::{Case, CaseId, CaseNumber};
use onemap_domain::clock::Calendar;
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::people::{Role, User, UserId};
use onemap_domain::profile::Profile;
use onemap_protocol::command::{Answer, Batch, BatchAnswer, Envelope, Held, line_of};
use onemap_protocol::feed::{Cursor, Entry, FeedPage, HistoryId, StreamTick};
use onemap_protocol::session::{Grant, Secret};
use onemap_store::cache::Position;
use onemap_sync::acceptor::{Circumstances, Known, Write, accept, asks_for_line};
use uuid::Uuid;

use super::chance::Chance;
use super::checker::Checker;
use super::faults::Mutation;
use super::files::{Rest, Snapshot};
use crate::county::{COUNTY, SquareGround};

/// Events of the log in one part of what happened to the part of a snapshot that is there.
const FEW: usize = 7;

/// An event in the log, with the state after it.
#[derive(Clone, Debug)]
struct Logged {
    recorded: Recorded,
    state: Arc<Case>,
}

/// The database.
#[derive(Clone, Debug)]
pub struct Database {
    /// Which history it is.
    pub history: HistoryId,
    register_version: u64,
    log: Vec<Arc<Logged>>,
    cases: BTreeMap<CaseId, Arc<Case>>,
    lines: BTreeMap<CaseId, Vec<Uuid>>,
    answers: BTreeMap<(Uuid, Uuid), Answer>,
    grants: BTreeMap<String, (UserId, Uuid)>,
    sessions: BTreeMap<String, UserId>,
    passwords: BTreeMap<UserId, u32>,
    numbers: u32,
}

/// The county as everybody knows it.
pub struct Land {
    /// How it works.
    pub profile: Profile,
    /// Who works there.
    pub users: Vec<User>,
}

/// The central.
pub struct Central {
    /// What it has committed.
    pub database: Database,
    /// Backups, oldest first.
    pub backups: Vec<Database>,
    /// It does not run.
    pub stopped: bool,
    mutation: Option<Mutation>,
}

impl Central {
    /// A central without a case.
    pub fn new(chance: &mut Chance, mutation: Option<Mutation>) -> Central {
        let database = Database {
            history: HistoryId(chance.id()),
            register_version: 1,
            log: Vec::new(),
            cases: BTreeMap::new(),
            lines: BTreeMap::new(),
            answers: BTreeMap::new(),
            grants: BTreeMap::new(),
            sessions: BTreeMap::new(),
            passwords: BTreeMap::new(),
            numbers: 0,
        };
        Central {
            backups: vec![database.clone()],
            database,
            stopped: false,
            mutation,
        }
    }

    /// The password that somebody's account has; the people know it.
    pub fn password(&self, user: &UserId) -> u32 {
        self.database.passwords.get(user).copied().unwrap_or(0)
    }

    /// Somebody's password is changed, and their sessions end.
    pub fn change_password(&mut self, user: &UserId) {
        *self.database.passwords.entry(user.clone()).or_default() += 1;
        self.database.sessions.retain(|_, whose| whose != user);
    }

    /// All sessions lapse.
    pub fn end_sessions(&mut self) {
        self.database.sessions.clear();
    }

    /// The grants of somebody on a device lapse.
    pub fn end_grants(&mut self, user: &UserId, on: Uuid) {
        let lapsed = |(whose, device): &(UserId, Uuid)| whose == user && *device == on;
        self.database.grants.retain(|_, grant| !lapsed(grant));
    }

    /// A new version of the register.
    pub fn change_register(&mut self) {
        self.database.register_version += 1;
    }

    /// Opens a session and gives a grant; `None` for the wrong password.
    pub fn sign_in(
        &mut self,
        user: &UserId,
        password: u32,
        device: Uuid,
        chance: &mut Chance,
    ) -> Option<(Secret, Grant)> {
        if password != self.password(user) {
            return None;
        }
        let (token, grant) = (chance.id().to_string(), chance.id().to_string());
        let database = &mut self.database;
        database.sessions.insert(token.clone(), user.clone());
        database
            .grants
            .insert(grant.clone(), (user.clone(), device));
        Some((Secret(token), Secret(grant)))
    }

    /// Whose session it is.
    pub fn session<'a>(&self, token: &Secret, land: &'a Land) -> Option<&'a User> {
        let user = self.database.sessions.get(&token.0)?;
        land.users.iter().find(|known| known.actor.user == *user)
    }

    /// Decides a batch. What comes of it is durable when this returns, unless that is the mutation.
    pub fn submit(
        &mut self,
        batch: &Batch,
        land: &Land,
        now: Timestamp,
        checker: &mut Checker,
    ) -> BatchAnswer {
        let other = batch
            .history_id
            .is_some_and(|named| named != self.database.history);
        let mut answers = Vec::new();
        if !other || self.mutation == Some(Mutation::IgnoreNamedHistory) {
            let mut held = Held::default();
            for envelope in &batch.commands {
                answers.push(self.decided(envelope, land, now, &mut held, checker));
            }
        }
        BatchAnswer {
            history_id: self.database.history,
            durable_cursor: self.database.head(),
            answers,
        }
    }

    fn decided(
        &mut self,
        envelope: &Envelope,
        land: &Land,
        now: Timestamp,
        held: &mut Held,
        checker: &mut Checker,
    ) -> Answer {
        let database = &self.database;
        let key = (envelope.device, envelope.id);
        let behind = held.holds(envelope) && self.mutation != Some(Mutation::PassLapsed);
        let grant = database.grants.get(&envelope.author_grant.0);
        let author = grant.filter(|(_, device)| *device == envelope.device && !behind);
        let author =
            author.and_then(|(user, _)| land.users.iter().find(|known| known.actor.user == *user));
        let subject = envelope.subjects.first();
        let case = subject.and_then(|subject| database.cases.get(&subject.id.case()));
        let other = envelope.command.other();
        let line = subject
            .and_then(|subject| database.lines.get(&subject.id.case()))
            .map_or(&[][..], |line| &line[..]);
        let fingerprint = asks_for_line(envelope).then(|| line_of(line.iter().copied()));
        let reports = matches!(envelope.command, Command::Report { .. });
        let number = CaseNumber(format!("{COUNTY}-20261121-{:04}", database.numbers + 1));
        let mut mutated = envelope.clone();
        match self.mutation {
            Some(Mutation::IgnoreRevision) => {
                mutated.seen = None;
                for subject in &mut mutated.subjects {
                    subject.expected_revision = case.map_or(0, |case| case.revision);
                }
            }
            Some(Mutation::NumberOnly) => mutated.seen = None,
            _ => {}
        }
        let outcome = accept(
            &mutated,
            Known {
                first: database.answers.get(&key),
                author,
                case: case.map(|case| &**case),
                other: other.and_then(|id| database.cases.get(&id).map(|case| &**case)),
                record: None,
                line: fingerprint,
            },
            &Circumstances {
                now,
                profile: &land.profile,
                calendar: &Calendar::BEIJING,
                ground: &SquareGround,
                number: reports.then_some(&number),
                drawing: None,
            },
        );
        if let Some(Write::Case {
            events,
            case,
            other,
        }) = &outcome.write
        {
            checker.committed(envelope, events, line);
            self.database.append(events, case, other.as_ref());
            self.database.numbers += u32::from(reports);
        }
        if let Some(answer) = outcome.to_remember()
            && self.mutation != Some(Mutation::ForgetIds)
        {
            self.database.answers.insert(key, answer.clone());
        }
        if outcome.answer == Answer::GrantLapsed {
            held.hold(envelope);
        }
        outcome.answer
    }

    /// What happened after a cursor, in somebody's scope.
    pub fn feed(
        &self,
        user: &User,
        land: &Land,
        after: Cursor,
        limit: usize,
        now: Timestamp,
    ) -> FeedPage {
        let database = &self.database;
        let from = (after.0 as usize).min(database.log.len());
        let part = &database.log[from..database.log.len().min(from + limit)];
        let cursor = Cursor((from + part.len()) as u64);
        let entries = if is_whole(user, land) {
            let event = |logged: &Arc<Logged>| Entry::Event {
                recorded: logged.recorded.clone(),
                case: Box::new((*logged.state).clone()),
            };
            part.iter().map(event).collect()
        } else {
            database.wholes_and_tombstones(user, part)
        };
        FeedPage {
            history_id: database.history,
            cursor,
            more: cursor < database.head(),
            register_version: database.register_version,
            central_time: now,
            entries,
        }
    }

    /// Everything in somebody's scope; for who has a part of it, what happened to that part, and
    /// the next of the rest, as `central/src/sqlite/snapshot.rs` gives it.
    pub fn snapshot(&self, user: &User, asked: Option<&Rest>, limit: usize) -> Snapshot {
        let database = &self.database;
        let of = (
            database.history,
            database.register_version,
            user.actor.user.clone(),
        );
        let head = database.head();
        let rest = asked.filter(|rest| rest.of == of && rest.cursor <= head);
        let last = rest.and_then(|rest| rest.last);
        let mut changes = Vec::new();
        if let Some(rest) = rest {
            let has = |entry: &Entry| match entry {
                Entry::Event { case, .. } | Entry::Whole { case, .. } => Some(case.id) <= last,
                Entry::Tombstone { case } => Some(*case) <= last,
                Entry::WholeRecord { .. } | Entry::RecordGone { .. } => false,
            };
            let mut from = rest.cursor.0 as usize;
            for part in database.log[from..].chunks(FEW) {
                from += part.len();
                let mut entries = database.wholes_and_tombstones(user, part);
                entries.retain(has);
                changes.push((Cursor(from as u64), entries));
            }
        }
        let covered = database
            .cases
            .values()
            .filter(|case| user.scope.covers(case));
        let mut left = covered.clone().filter(|case| Some(case.id) > last);
        let line = |case: &Arc<Case>| database.lines.get(&case.id).cloned().unwrap_or_default();
        let cases: Vec<_> = left
            .by_ref()
            .take(limit)
            .map(|case| (case.clone(), line(case)))
            .collect();
        Snapshot {
            of,
            position: Position {
                history: database.history,
                cursor: head,
                register_version: database.register_version,
            },
            goes_on: rest.is_some(),
            total: covered.count(),
            changes,
            whole: cases.len() < limit,
            cases,
        }
    }

    /// "There is more", or that there is not.
    pub fn tick(&self, now: Timestamp) -> StreamTick {
        StreamTick {
            history_id: self.database.history,
            cursor: self.database.head(),
            register_version: self.database.register_version,
            central_time: now,
        }
    }

    /// Somebody makes a backup.
    pub fn back_up(&mut self) {
        self.backups.push(self.database.clone());
    }

    /// A backup takes the place of the database, under a new history. The people keep their newest
    /// passwords: somebody tells them again.
    pub fn restore(&mut self, chance: &mut Chance, checker: &mut Checker) {
        let recent = self.backups.len().saturating_sub(4);
        let at = recent + chance.below(self.backups.len() - recent);
        let Some(backup) = self.backups.get(at).cloned() else {
            return;
        };
        let (register, passwords) = (
            self.database.register_version,
            self.database.passwords.clone(),
        );
        self.database = Database {
            history: HistoryId(chance.id()),
            register_version: register.max(backup.register_version),
            passwords,
            ..backup
        };
        self.backups.truncate(at + 1);
        checker.rewound(self.database.events());
    }
}

/// Whether a scope covers every case, whatever becomes of it (`central/src/land.rs`).
fn is_whole(user: &User, land: &Land) -> bool {
    let scope = &user.scope;
    let sealed = land.profile.compartments.iter();
    let mut opened = sealed.map(|one| scope.compartments.iter().any(|own| own.0 == one.code));
    let county = AreaCode::parse(COUNTY).is_ok_and(|county| scope.area.covers(&county));
    scope.role != Role::Clerk && opened.all(|open| open) && county
}

impl Database {
    /// The last event.
    pub fn head(&self) -> Cursor {
        Cursor(self.log.len() as u64)
    }

    /// The log.
    pub fn events(&self) -> impl Iterator<Item = &Recorded> {
        self.log.iter().map(|logged| &logged.recorded)
    }

    /// The cases that somebody may see.
    pub fn covered(&self, user: &User) -> BTreeMap<CaseId, &Case> {
        let all = self.cases.values().map(|case| &**case);
        all.filter(|case| user.scope.covers(case))
            .map(|case| (case.id, case))
            .collect()
    }

    /// The commands that made a case what it is.
    pub fn line(&self, id: CaseId) -> impl Iterator<Item = Uuid> {
        self.lines.get(&id).into_iter().flatten().copied()
    }

    /// What has been remembered is not: a mutation.
    pub fn forget_answers_of(&mut self, batch: &Batch) {
        for envelope in &batch.commands {
            self.answers.remove(&(envelope.device, envelope.id));
        }
    }

    fn append(&mut self, events: &[Recorded], case: &Case, other: Option<&Case>) {
        for recorded in events {
            let before = self.cases.remove(&recorded.case);
            let before = before.map(Arc::unwrap_or_clone);
            let Some(state) = onemap_domain::apply(before, recorded) else {
                continue;
            };
            let state = Arc::new(state);
            self.cases.insert(recorded.case, state.clone());
            let line = self.lines.entry(recorded.case).or_default();
            line.push(recorded.command);
            self.log.push(Arc::new(Logged {
                recorded: recorded.clone(),
                state,
            }));
        }
        // What was folded here is what the acceptor says; it was folded only for the feed.
        for case in std::iter::once(case).chain(other) {
            debug_assert_eq!(self.cases.get(&case.id).map(|state| &**state), Some(case));
        }
    }

    fn wholes_and_tombstones(&self, user: &User, part: &[Arc<Logged>]) -> Vec<Entry> {
        let mut touched: BTreeMap<CaseId, usize> = BTreeMap::new();
        for (at, logged) in part.iter().enumerate() {
            touched.insert(logged.recorded.case, at);
        }
        let ids: BTreeSet<CaseId> = touched.keys().copied().collect();
        let mut histories: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
        let mut ever_covered = BTreeSet::new();
        for logged in &self.log {
            let id = logged.recorded.case;
            if ids.contains(&id) {
                if user.scope.covers(&logged.state) {
                    ever_covered.insert(id);
                }
                let history = histories.entry(id).or_default();
                history.push(logged.recorded.clone());
            }
        }
        let mut placed: Vec<(usize, CaseId)> =
            touched.into_iter().map(|(id, at)| (at, id)).collect();
        placed.sort_unstable();
        let mut entries = Vec::new();
        for (_, id) in placed {
            match self.cases.get(&id) {
                Some(case) if user.scope.covers(case) => entries.push(Entry::Whole {
                    case: Box::new((**case).clone()),
                    events: histories.remove(&id).unwrap_or_default(),
                }),
                _ if ever_covered.contains(&id) => entries.push(Entry::Tombstone { case: id }),
                _ => {}
            }
        }
        entries
    }
}
