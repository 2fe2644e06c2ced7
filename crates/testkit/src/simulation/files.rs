//! A console's two files, as `onemap_store` keeps them: the outbox, synced with every transaction,
//! and one cache for each user, synced now and then.
//!
//! The rules are those of `store/src/outbox.rs` and `store/src/cache/apply.rs`, without SQL: an
//! update changes only orders that are still in the state that its `WHERE` names. What can go
//! (`can_go`) and what pending orders come to (`pending`) is the real code.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::people::{User, UserId};
use onemap_protocol::command::Answer;
use onemap_protocol::feed::{Cursor, Entry, FeedPage, HistoryId};
use onemap_protocol::session::Grant;
use onemap_store::cache::{Confirmed, Position};
use onemap_store::outbox::{Durable, Order, OrderState, Sendable, can_go};
use uuid::Uuid;

use super::disk::Contents;

/// What is in the outbox file.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// The history that batches name.
    pub history: Option<HistoryId>,
    /// In the sequence they were given.
    pub orders: Vec<Order>,
    confirmed: BTreeSet<Uuid>,
    /// Who may sign in without the line, and with which grant.
    pub sign_ins: BTreeMap<UserId, (User, Grant)>,
    /// Somebody pulled the line.
    pub line_pulled: bool,
}

/// A transaction on it.
#[derive(Clone, Debug)]
pub enum OutboxChange {
    /// Orders are given.
    Add(Vec<Order>),
    /// An order is answered.
    Answered(Uuid, Answer, Option<Durable>, Timestamp),
    /// Orders were tried in vain.
    Failed(Vec<Uuid>, &'static str),
    /// Batches name another history; what it may have lost waits again.
    Follow(HistoryId, Option<Cursor>, Timestamp),
    /// The same, but nothing waits again: a mutation.
    FollowOnly(HistoryId),
    /// The cache has the effect of these.
    Confirm(Vec<Uuid>),
    /// A person has dealt with one that was set aside.
    Settle(Uuid),
    /// Somebody has signed in.
    Remember(User, Grant),
    /// The line was pulled, or plugged in.
    Line(bool),
    /// Orders are thrown away: a mutation.
    Delete(Vec<Uuid>),
    /// An order gets another identity: a mutation.
    Rename(Uuid, Uuid),
}

impl Outbox {
    /// One order.
    pub fn find(&self, id: Uuid) -> Option<&Order> {
        self.orders.iter().find(|order| order.envelope.id == id)
    }

    /// The orders that wait.
    pub fn waiting(&self) -> impl Iterator<Item = &Order> {
        let waits = |order: &&Order| order.state == OrderState::Waiting;
        self.orders.iter().filter(waits)
    }

    /// The oldest orders that can go.
    pub fn sendable(&self, limit: u32) -> Sendable {
        Sendable {
            history: self.history,
            orders: can_go(self.waiting().cloned())
                .take(limit as usize)
                .collect(),
        }
    }

    /// How many can go.
    pub fn sendable_count(&self) -> u32 {
        if self.waiting().any(|order| order.lapsed) {
            return can_go(self.waiting().cloned()).count() as u32;
        }
        self.waiting().count() as u32
    }

    /// What the overlay is made of.
    pub fn unconfirmed(&self) -> Vec<Order> {
        let open = |order: &&Order| match order.state {
            OrderState::Waiting => true,
            OrderState::Delivered => !self.confirmed.contains(&order.envelope.id),
            _ => false,
        };
        self.orders.iter().filter(open).cloned().collect()
    }

    fn waiting_ones<'a>(&'a mut self, ids: &'a [Uuid]) -> impl Iterator<Item = &'a mut Order> {
        self.orders.iter_mut().filter(move |order| {
            order.state == OrderState::Waiting && ids.contains(&order.envelope.id)
        })
    }
}

impl Contents for Outbox {
    type Change = OutboxChange;

    fn change(&mut self, change: &OutboxChange) {
        match change {
            OutboxChange::Add(orders) => self.orders.extend(orders.iter().cloned()),
            OutboxChange::Answered(id, answer, durable, at) => {
                for order in self.waiting_ones(&[*id]) {
                    order.tries += 1;
                    let state = match answer.settled() {
                        Answer::Applied { .. } => OrderState::Delivered,
                        Answer::GrantLapsed => {
                            order.lapsed = true;
                            continue;
                        }
                        _ => OrderState::SetAside,
                    };
                    order.state = state;
                    order.answer = Some(answer.clone());
                    order.answered_at = Some(*at);
                    order.durable = *durable;
                }
            }
            OutboxChange::Failed(ids, code) => {
                for order in self.waiting_ones(ids) {
                    order.tries += 1;
                    order.last_failure = Some((*code).to_owned());
                }
            }
            OutboxChange::Follow(history, head, oldest) => self.follow(*history, *head, *oldest),
            OutboxChange::FollowOnly(history) => self.history = Some(*history),
            OutboxChange::Confirm(ids) => self.confirmed.extend(ids.iter().copied()),
            OutboxChange::Settle(id) => {
                for order in &mut self.orders {
                    if order.envelope.id == *id && order.state == OrderState::SetAside {
                        order.state = OrderState::Settled;
                    }
                }
            }
            OutboxChange::Remember(user, grant) => {
                let login = user.actor.user.clone();
                for order in &mut self.orders {
                    if order.state == OrderState::Waiting && order.author.actor.user == login {
                        order.envelope.author_grant = grant.clone();
                        order.lapsed = false;
                    }
                }
                self.sign_ins.insert(login, (user.clone(), grant.clone()));
            }
            OutboxChange::Line(pulled) => self.line_pulled = *pulled,
            OutboxChange::Delete(ids) => {
                self.orders
                    .retain(|order| !ids.contains(&order.envelope.id));
            }
            OutboxChange::Rename(from, to) => {
                for order in self.waiting_ones(&[*from]) {
                    order.envelope.id = *to;
                }
            }
        }
    }
}

impl Outbox {
    fn follow(&mut self, history: HistoryId, head: Option<Cursor>, oldest: Timestamp) {
        if self.history == Some(history) && head.is_none() {
            return;
        }
        let known = self.history.replace(history).is_some();
        for order in &mut self.orders {
            let lost = order.durable.is_none_or(|durable| {
                durable.history != history || head.is_some_and(|head| durable.cursor > head)
            });
            let young = order.answered_at.is_some_and(|at| at >= oldest);
            if known && order.state == OrderState::Delivered && lost && young {
                order.state = OrderState::Waiting;
                order.lapsed = false;
                self.confirmed.remove(&order.envelope.id);
                if let Some((_, grant)) = self.sign_ins.get(&order.author.actor.user) {
                    order.envelope.author_grant = grant.clone();
                }
            }
        }
    }
}

/// What is in a cache file. Of events the simulation keeps which command made which revision.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// How far it is; `None` before the first snapshot.
    pub position: Option<Position>,
    /// The confirmed cases.
    pub cases: BTreeMap<CaseId, Case>,
    /// The commands that made their revisions.
    pub lines: BTreeMap<CaseId, BTreeMap<u64, Uuid>>,
    /// A snapshot on its way in; not shown.
    pub staging: Option<Staging>,
}

/// Of what and for whom a snapshot is: the history, the register and the reader, whose scope does
/// not change here.
pub type SnapshotOf = (HistoryId, u64, UserId);

/// What has come of a snapshot.
#[derive(Clone, Debug)]
pub struct Staging {
    /// Of what.
    pub of: SnapshotOf,
    /// As of when.
    pub position: Position,
    /// The last case that came.
    pub last: Option<CaseId>,
    /// Cases in all.
    pub total: usize,
    cases: BTreeMap<CaseId, Case>,
    lines: BTreeMap<CaseId, BTreeMap<u64, Uuid>>,
}

impl Staging {
    /// Cases so far.
    pub fn done(&self) -> usize {
        self.cases.len()
    }

    /// Where the rest begins.
    pub fn rest(&self) -> Rest {
        Rest {
            of: self.of.clone(),
            cursor: self.position.cursor,
            last: self.last,
        }
    }
}

/// Where the rest of a snapshot begins.
#[derive(Clone, Debug)]
pub struct Rest {
    /// Of what.
    pub of: SnapshotOf,
    /// As of when is what is there.
    pub cursor: Cursor,
    /// The last case that is there.
    pub last: Option<CaseId>,
}

/// An answer with a snapshot or a part of one, as it was sent.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Of what.
    pub of: SnapshotOf,
    /// Its head.
    pub position: Position,
    /// It goes on from where the reader said.
    pub goes_on: bool,
    /// Cases in all.
    pub total: usize,
    /// What happened to what the reader has.
    pub changes: Vec<(Cursor, Vec<Entry>)>,
    /// Its cases, each with the commands that made its revisions.
    pub cases: Vec<(Arc<Case>, Vec<Uuid>)>,
    /// Nothing is missing after them.
    pub whole: bool,
}

/// A transaction on a cache.
#[derive(Clone, Debug)]
pub enum CacheChange {
    /// A snapshot begins: its head and its register.
    StageAnew(Arc<Snapshot>),
    /// It goes on; so many cases there are by now.
    StageTotal(usize),
    /// What happened meanwhile to what is there.
    StageChanges(Cursor, Vec<Entry>),
    /// Some of its cases.
    StageCases(Vec<(Arc<Case>, Vec<Uuid>)>),
    /// It is whole, and is what is shown.
    StageDone,
    /// A page with its cursor.
    Page(Arc<FeedPage>),
    /// The entries of a page alone: a mutation.
    Entries(Vec<Entry>),
    /// Its cursor alone: a mutation.
    Cursor(Cursor),
    /// States that nobody has confirmed: a mutation.
    States(Vec<Case>),
    /// The file could not be read and is made anew.
    Discard,
}

impl Cache {
    /// What is confirmed of what some orders are about.
    pub fn confirmed(&self, orders: &[Order]) -> Confirmed {
        let about = orders.iter().flat_map(|order| {
            let second = order.envelope.command.other();
            std::iter::once(order.subject.case()).chain(second)
        });
        let known = about.filter_map(|id| Some((id, self.cases.get(&id)?.clone())));
        Confirmed {
            position: self.position,
            cases: known.collect(),
            ..Confirmed::default()
        }
    }

    fn enter(&mut self, entries: &[Entry]) {
        for entry in entries {
            enter(&mut self.cases, &mut self.lines, entry);
        }
    }
}

fn enter(
    cases: &mut BTreeMap<CaseId, Case>,
    lines: &mut BTreeMap<CaseId, BTreeMap<u64, Uuid>>,
    entry: &Entry,
) {
    match entry {
        Entry::Event { recorded, case } => {
            cases.insert(case.id, (**case).clone());
            let line = lines.entry(case.id).or_default();
            line.insert(recorded.revision, recorded.command);
        }
        Entry::Whole { case, events } => {
            cases.insert(case.id, (**case).clone());
            let line = lines.entry(case.id).or_default();
            line.extend(events.iter().map(|event| (event.revision, event.command)));
        }
        Entry::Tombstone { case } => {
            cases.remove(case);
            lines.remove(case);
        }
        // The simulation gives no command on a record.
        Entry::WholeRecord { .. } | Entry::RecordGone { .. } => {}
    }
}

impl Contents for Cache {
    type Change = CacheChange;

    fn change(&mut self, change: &CacheChange) {
        match change {
            CacheChange::StageAnew(snapshot) => {
                self.staging = Some(Staging {
                    of: snapshot.of.clone(),
                    position: snapshot.position,
                    last: None,
                    total: snapshot.total,
                    cases: BTreeMap::new(),
                    lines: BTreeMap::new(),
                });
            }
            CacheChange::StageTotal(total) => {
                if let Some(staging) = &mut self.staging {
                    staging.total = *total;
                }
            }
            CacheChange::StageChanges(cursor, entries) => {
                if let Some(staging) = &mut self.staging {
                    for entry in entries {
                        enter(&mut staging.cases, &mut staging.lines, entry);
                    }
                    staging.position.cursor = *cursor;
                }
            }
            CacheChange::StageCases(cases) => {
                if let Some(staging) = &mut self.staging {
                    for (case, line) in cases {
                        staging.cases.insert(case.id, (**case).clone());
                        let line = (1..).zip(line.iter().copied()).collect();
                        staging.lines.insert(case.id, line);
                        staging.last = Some(case.id);
                    }
                }
            }
            CacheChange::StageDone => {
                if let Some(staging) = self.staging.take() {
                    self.position = Some(staging.position);
                    self.cases = staging.cases;
                    self.lines = staging.lines;
                }
            }
            CacheChange::Page(page) => {
                self.enter(&page.entries);
                self.change(&CacheChange::Cursor(page.cursor));
            }
            CacheChange::Entries(entries) => self.enter(entries),
            CacheChange::Cursor(cursor) => {
                if let Some(position) = &mut self.position {
                    position.cursor = *cursor;
                }
            }
            CacheChange::States(cases) => {
                for case in cases {
                    self.cases.insert(case.id, case.clone());
                }
            }
            CacheChange::Discard => *self = Cache::default(),
        }
    }
}

/// Whether a command is on a record; the simulation gives none.
pub fn is_on_a_record(command: &Command) -> bool {
    matches!(command, Command::Keep { .. })
}
