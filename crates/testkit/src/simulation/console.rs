//! A console: its files, who is signed in, the real machine, and what the runner does on the spot.
//!
//! The rules are those of `desk/src/{runner,session,state,ports}.rs`, in the same order: what is
//! written when, under which gate, and which result is reported. What waits for the network is in
//! [`super::run`]. Each write can be the last one: a fuse that burns down kills the console there.

mod looks;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::clock::Calendar;
use onemap_domain::people::{User, UserId};
use onemap_domain::{Context, Refusal};
use onemap_protocol::command::{Answer, Batch, BatchAnswer, Held};
use onemap_protocol::desk::Link;
use onemap_protocol::feed::{Cursor, FeedPage, HistoryId};
use onemap_protocol::session::{Grant, Secret};
use onemap_store::cache::{Pending, Position, pending};
use onemap_store::outbox::{Durable, Order, OrderState, REPLAY_DAYS};
use onemap_sync::machine::{Failure, Machine, Page, Place, Staged};
use uuid::Uuid;

use super::central::Land;
use super::chance::Chance;
use super::checker::Checker;
use super::disk::File;
use super::faults::Mutation;
use super::files::{Cache, CacheChange, Outbox, OutboxChange, Snapshot};
use crate::county::SquareGround;

/// Why something on a console came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The console died in the middle of it.
    Died,
    /// The disk is full.
    Full,
}

/// Somebody is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: User,
    /// What they typed.
    pub password: u32,
    /// For the orders they give.
    pub grant: Grant,
    /// Of the session, if there is one.
    pub token: Option<Secret>,
    /// Which sign-in since the start.
    pub turn: u32,
    /// The county is open: there is something to decide pending orders on.
    pub county: bool,
}

/// How a console dies, and after how many more writes.
#[derive(Clone, Copy, Debug)]
pub struct Fuse {
    /// Writes left.
    pub left: usize,
    /// The power fails; otherwise it is killed.
    pub power: bool,
}

/// A console.
pub struct Console {
    /// Its device.
    pub device: Uuid,
    /// The outbox file.
    pub outbox: File<Outbox>,
    /// The cache files, one for each user.
    pub caches: BTreeMap<UserId, File<Cache>>,
    /// The machine; `None` while it is switched off.
    pub machine: Option<Machine>,
    /// How often it was started.
    pub boot: u32,
    /// Sign-ins since the start.
    pub turns: u32,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// How far its clock is ahead, milliseconds.
    pub skew: i64,
    /// When that was changed last, true time.
    pub clock_set: i64,
    /// How far it takes the central's clock to be ahead of its own.
    pub ahead: i64,
    /// What the screen says of the line.
    pub shown: (Link, Option<Timestamp>),
    /// When the central was last heard, true time.
    pub heard: i64,
    /// What pending orders come to.
    pub pending: Pending,
    /// How it dies.
    pub fuse: Option<Fuse>,
    /// Its disk takes nothing until then.
    pub full_until: i64,
    /// The order that was rejected when it was sent alone.
    pub rejected: Option<Uuid>,
    /// What was broken on purpose.
    pub mutation: Option<Mutation>,
}

impl Console {
    /// A new one, switched off.
    pub fn new(device: Uuid, skew: i64, mutation: Option<Mutation>) -> Console {
        Console {
            device,
            outbox: File::default(),
            caches: BTreeMap::new(),
            machine: None,
            boot: 0,
            turns: 0,
            signed_in: None,
            skew,
            clock_set: i64::MIN / 2,
            ahead: 0,
            shown: (Link::Idle, None),
            heard: 0,
            pending: Pending::default(),
            fuse: None,
            full_until: 0,
            rejected: None,
            mutation,
        }
    }

    fn has(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    /// What its clock says.
    pub fn clock(&self, now: i64) -> Timestamp {
        Timestamp::from_millisecond(now + self.skew).unwrap_or_default()
    }

    /// The central's clock, as well as it is known.
    pub fn central_clock(&self, now: i64) -> Timestamp {
        Timestamp::from_millisecond(now + self.skew + self.ahead).unwrap_or_default()
    }

    /// The central said what time it is.
    pub fn heard_time(&mut self, central: Timestamp, now: i64) {
        self.ahead = central.as_millisecond() - (now + self.skew);
        self.heard = now;
    }

    /// A write: it may be the last.
    fn burns(&mut self) -> Result<(), Trouble> {
        match &mut self.fuse {
            Some(Fuse { left: 0, .. }) => Err(Trouble::Died),
            Some(fuse) => {
                fuse.left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// A transaction on the outbox, synced before this returns.
    pub fn keep(&mut self, change: OutboxChange, now: i64) -> Result<(), Trouble> {
        if now < self.full_until {
            return Err(Trouble::Full);
        }
        let given = matches!(change, OutboxChange::Add(_));
        self.burns()?;
        self.outbox.write(change);
        self.burns()?;
        if !(given && self.has(Mutation::SkipFsync)) {
            self.outbox.sync();
        }
        Ok(())
    }

    /// A transaction on the cache of whoever is signed in; synced some time.
    fn cache_write(
        &mut self,
        change: CacheChange,
        now: i64,
        chance: &mut Chance,
    ) -> Result<(), Trouble> {
        if now < self.full_until {
            return Err(Trouble::Full);
        }
        self.burns()?;
        if let Some(signed_in) = &self.signed_in {
            let cache = self.caches.entry(signed_in.user.actor.user.clone());
            let cache = cache.or_default();
            cache.write(change);
            if chance.percent(15) {
                cache.sync();
            }
        }
        Ok(())
    }

    /// The cache of whoever is signed in.
    pub fn cache(&self) -> Option<&Cache> {
        let user = &self.signed_in.as_ref()?.user.actor.user;
        self.caches.get(user).map(File::read)
    }

    /// Decides the pending orders again.
    pub fn refresh(&mut self, land: &Land, now: i64, chance: &mut Chance) -> Result<(), Trouble> {
        let Some(signed_in) = self.signed_in.clone().filter(|signed_in| signed_in.county) else {
            self.pending = Pending::default();
            return Ok(());
        };
        let orders = self.outbox.read().unconfirmed();
        let context = Context {
            now: self.central_clock(now),
            actor: &signed_in.user.actor,
            scope: &signed_in.user.scope,
            profile: &land.profile,
            calendar: &Calendar::BEIJING,
            ground: &SquareGround,
            number: None,
            drawing: None,
        };
        let confirmed = self.cache().map(|cache| cache.confirmed(&orders));
        self.pending = pending(&orders, confirmed.unwrap_or_default(), &context);
        if self.has(Mutation::OptimisticAsConfirmed) {
            let states = self.pending.cases.values().cloned().collect();
            self.cache_write(CacheChange::States(states), now, chance)?;
        }
        if !self.pending.confirmed.is_empty() {
            let ids = self.pending.confirmed.clone();
            self.keep(OutboxChange::Confirm(ids), now)?;
        }
        Ok(())
    }

    /// A case as the screen shows it.
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        let scope = &self.signed_in.as_ref()?.user.scope;
        let confirmed = || self.cache()?.cases.get(&id);
        let case = self.pending.cases.get(&id).or_else(confirmed)?;
        scope.covers(case).then_some(case)
    }

    /// The cases that the screen shows.
    pub fn cases(&self) -> Vec<CaseId> {
        let confirmed = self
            .cache()
            .into_iter()
            .flat_map(|cache| cache.cases.keys());
        let mut ids: Vec<CaseId> = confirmed
            .chain(self.pending.cases.keys())
            .copied()
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| self.case(*id).is_some());
        ids
    }

    /// The commands that made a case as the screen shows it.
    pub fn line(&self, id: CaseId) -> Vec<Uuid> {
        let confirmed = self.cache().and_then(|cache| cache.lines.get(&id));
        let confirmed = confirmed.into_iter().flatten();
        let mut line: Vec<(u64, Uuid)> = confirmed.map(|(at, by)| (*at, *by)).collect();
        let pending = self.pending.events.iter().filter(|event| event.case == id);
        line.extend(pending.map(|event| (event.revision, event.command)));
        line.sort_by_key(|(revision, _)| *revision);
        line.into_iter().map(|(_, command)| command).collect()
    }

    /// An order is given. It counts as given when this returns.
    pub fn give(
        &mut self,
        order: Order,
        land: &Land,
        now: i64,
        (chance, checker): (&mut Chance, &mut Checker),
    ) -> Result<(), Trouble> {
        let id = order.envelope.id;
        self.keep(OutboxChange::Add(vec![order]), now)?;
        checker.acknowledged(id);
        match self.refresh(land, now, chance) {
            // It is safe, and only shown later.
            Err(Trouble::Full) => Ok(()),
            refreshed => refreshed,
        }
    }

    /// A batch was not answered.
    pub fn not_answered(
        &mut self,
        batch: &Batch,
        failure: Failure,
        now: i64,
        chance: &mut Chance,
    ) -> Result<(), Trouble> {
        let code = match failure {
            Failure::SignInNeeded => "sign_in_needed",
            Failure::Rejected => "bad_input",
            _ => "central_unreachable",
        };
        if let (Failure::Rejected, [only]) = (failure, &batch.commands[..]) {
            self.rejected = Some(only.id);
        }
        let ids: Vec<Uuid> = batch.commands.iter().map(|one| one.id).collect();
        if self.has(Mutation::ForgetOnSend) {
            return self.keep(OutboxChange::Delete(ids), now);
        }
        if self.has(Mutation::NewIdOnResend) {
            for id in &ids {
                self.keep(OutboxChange::Rename(*id, chance.id()), now)?;
            }
        }
        self.keep(OutboxChange::Failed(ids, code), now)
    }

    /// A batch was answered; how many orders can go now.
    pub fn answered(
        &mut self,
        batch: &Batch,
        mut answer: BatchAnswer,
        land: &Land,
        now: i64,
        chance: &mut Chance,
    ) -> Result<u32, Trouble> {
        let durable = Durable {
            history: answer.history_id,
            cursor: answer.durable_cursor,
        };
        if self.has(Mutation::ShiftAnswers) {
            answer.answers.rotate_left(1);
        }
        let mut held = Held::default();
        for (envelope, answer) in batch.commands.iter().zip(answer.answers) {
            if answer == Answer::GrantLapsed {
                let behind = held.holds(envelope);
                held.hold(envelope);
                if behind {
                    continue;
                }
            }
            let at = self.clock(now);
            let change = OutboxChange::Answered(envelope.id, answer, Some(durable), at);
            self.keep(change, now)?;
        }
        self.refresh(land, now, chance)?;
        Ok(self.outbox.read().sendable_count())
    }

    /// The central is of this history: what it may have lost waits again.
    pub fn follow(
        &mut self,
        history: HistoryId,
        head: Option<Cursor>,
        land: &Land,
        now: i64,
        chance: &mut Chance,
    ) -> Result<u32, Trouble> {
        let oldest = self.clock(now) - SignedDuration::from_hours(24 * REPLAY_DAYS);
        let change = if self.has(Mutation::SkipReplay) {
            OutboxChange::FollowOnly(history)
        } else {
            OutboxChange::Follow(history, head, oldest)
        };
        self.keep(change, now)?;
        self.refresh(land, now, chance)?;
        Ok(self.outbox.read().sendable_count())
    }

    /// The order that was rejected alone is set aside.
    pub fn set_aside(
        &mut self,
        land: &Land,
        now: i64,
        chance: &mut Chance,
    ) -> Result<u32, Trouble> {
        let rejected = self.rejected.take();
        if let Some(order) = rejected.and_then(|id| self.outbox.read().find(id)) {
            let id = order.envelope.id;
            let answer = Answer::Refused(Refusal::FieldUnknown {
                field: "command".to_owned(),
                value: order.envelope.command.kind().name().to_owned(),
            });
            let at = self.clock(now);
            self.keep(OutboxChange::Answered(id, answer, None, at), now)?;
            if self.has(Mutation::SetAsideSilently) {
                self.keep(OutboxChange::Settle(id), now)?;
            }
        }
        self.refresh(land, now, chance)?;
        Ok(self.outbox.read().sendable_count())
    }

    /// A page came; it is taken in if it follows.
    pub fn pulled(
        &mut self,
        place: Place,
        mut page: FeedPage,
        land: &Land,
        now: i64,
        chance: &mut Chance,
    ) -> Result<Page, Trouble> {
        if self.has(Mutation::IgnoreHistory) {
            page.history_id = place.history;
            page.cursor = page.cursor.max(place.cursor);
        }
        let there = Place {
            history: page.history_id,
            cursor: page.cursor,
            register_version: page.register_version,
        };
        let more = page.more;
        let follows = there.history == place.history
            && there.register_version == place.register_version
            && there.cursor >= place.cursor;
        if follows && (there.cursor > place.cursor || !page.entries.is_empty()) {
            if self.has(Mutation::FeedOutOfOrder) {
                page.entries.reverse();
            }
            if self.has(Mutation::CursorBeforePage) {
                self.cache_write(CacheChange::Cursor(page.cursor), now, chance)?;
                let user = self
                    .signed_in
                    .as_ref()
                    .map(|one| one.user.actor.user.clone());
                if let Some(cache) = user.and_then(|user| self.caches.get_mut(&user)) {
                    cache.sync();
                }
                let entries = std::mem::take(&mut page.entries);
                self.cache_write(CacheChange::Entries(entries), now, chance)?;
            } else {
                self.cache_write(CacheChange::Page(Arc::new(page)), now, chance)?;
            }
            self.refresh(land, now, chance)?;
        }
        Ok(Page { place: there, more })
    }

    /// A part of a snapshot is taken in (`desk/src/arriving.rs`); how much there is then.
    pub fn stages(
        &mut self,
        mut change: CacheChange,
        now: i64,
        chance: &mut Chance,
    ) -> Result<Option<Staged>, Trouble> {
        if let (Some(Mutation::SkipChanges), CacheChange::StageChanges(_, entries)) =
            (self.mutation, &mut change)
        {
            entries.clear();
        }
        self.cache_write(change, now, chance)?;
        Ok(self.staged())
    }

    /// How much there is of a snapshot, as the machine is told.
    pub fn staged(&self) -> Option<Staged> {
        let staging = self.cache()?.staging.as_ref()?;
        Some(Staged {
            place: place(staging.position),
            done: staging.done() as u64,
            total: staging.total as u64,
        })
    }

    /// A snapshot came to its end line. `None` when what is here is not of the moment of its head.
    pub fn snapshotted(
        &mut self,
        snapshot: &Snapshot,
        land: &Land,
        now: i64,
        chance: &mut Chance,
    ) -> Result<Option<Place>, Trouble> {
        let here = self.cache().and_then(|cache| cache.staging.as_ref());
        if here.is_none_or(|staging| staging.position != snapshot.position) {
            return Ok(None);
        }
        self.cache_write(CacheChange::StageDone, now, chance)?;
        if let Some(signed_in) = &mut self.signed_in {
            signed_in.county = true;
        }
        self.refresh(land, now, chance)?;
        Ok(Some(place(snapshot.position)))
    }

    /// An order that is set aside.
    pub fn an_order_set_aside(&self, chance: &mut Chance) -> Option<Order> {
        let aside = self.outbox.read().orders.iter();
        let aside: Vec<&Order> = aside
            .filter(|order| order.state == OrderState::SetAside)
            .collect();
        chance.pick(&aside).map(|order| (*order).clone())
    }
}

/// A place of a cache, as the machine knows it.
pub fn place(position: Position) -> Place {
    Place {
        history: position.history,
        cursor: position.cursor,
        register_version: position.register_version,
    }
}
