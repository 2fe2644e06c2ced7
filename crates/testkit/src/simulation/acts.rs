//! What people and chance do to the world: orders, sign-ins, faults.

use onemap_domain::case::CaseId;
use onemap_domain::clock::Calendar;
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::{Context, allowed, decide};
use onemap_protocol::command::{Envelope, Subject, line_of};
use onemap_protocol::desk::Link;
use onemap_store::outbox::{Order, OrderState};
use onemap_sync::acceptor::needs_revision;
use onemap_sync::machine::Input;

use super::console::{Fuse, SignedIn, Trouble};
use super::faults::Fault;
use super::files::{CacheChange, OutboxChange};
use super::network::Condition;
use super::people;
use super::world::World;
use crate::county::SquareGround;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Cases of a trial, so that people meet on them.
const CASES: usize = 14;

impl World {
    /// A person looks at a console and does something.
    pub(super) fn person(&mut self, desk: usize) {
        let mean = if self.quiet { 3_000 } else { 12_000 };
        let next = self.chance.wait(mean);
        let away = self.desks[desk].away_until - self.now;
        self.person_after(next.max(away.min(3 * 24 * HOUR)), desk);
        if self.now < self.desks[desk].away_until {
            return;
        }
        if self.may_boot(desk) {
            return self.boots(desk);
        }
        let console = &self.desks[desk].console;
        if console.machine.is_none() {
            return;
        }
        let signed_in = console.signed_in.clone();
        if console.outbox.read().line_pulled && (self.quiet || self.chance.percent(3)) {
            return self.pull_line(desk, false);
        }
        let Some(signed_in) = signed_in else {
            return self.somebody_enters(desk);
        };
        if matches!(self.desks[desk].console.shown.0, Link::SignInNeeded) {
            self.enter(desk, &signed_in.user.actor.user);
        } else if !self.quiet {
            self.works(desk, &signed_in);
        }
    }

    fn somebody_enters(&mut self, desk: usize) {
        let people = &self.desks[desk].people;
        let Some(person) = self.chance.pick(people).copied() else {
            return;
        };
        let user = self.land.users[person].actor.user.clone();
        self.enter(desk, &user);
    }

    fn pull_line(&mut self, desk: usize, pulled: bool) {
        let now = self.now;
        let console = &mut self.desks[desk].console;
        let turn = console.turns;
        match console.keep(OutboxChange::Line(pulled), now) {
            Ok(()) => self.input(desk, turn, Input::Line { up: !pulled }),
            Err(Trouble::Died) => self.dies(desk),
            Err(Trouble::Full) => {}
        }
    }

    fn works(&mut self, desk: usize, signed_in: &SignedIn) {
        let turn = signed_in.turn;
        match self.chance.below(100) {
            0..=79 => {
                let burst = if self.chance.percent(15) { 4 } else { 1 };
                for _ in 0..burst {
                    self.gives(desk, signed_in);
                }
            }
            80 | 81 => self.somebody_enters(desk),
            82 => self.leaves(desk),
            83..=85 => self.input(desk, turn, Input::RetryNow),
            86..=95 => self.settles(desk, signed_in),
            _ => {}
        }
    }

    /// A person deals with an order that was set aside: drops it, or gives it again.
    fn settles(&mut self, desk: usize, signed_in: &SignedIn) {
        let now = self.now;
        let console = &mut self.desks[desk].console;
        let Some(order) = console.an_order_set_aside(&mut self.chance) else {
            return;
        };
        self.checker.dealt_with(order.envelope.id);
        match console.keep(OutboxChange::Settle(order.envelope.id), now) {
            Ok(()) => {}
            Err(Trouble::Died) => return self.dies(desk),
            Err(Trouble::Full) => return,
        }
        if self.chance.percent(50) {
            let (case, command) = (order.subject.case(), order.envelope.command);
            self.order(desk, signed_in, case, command);
        }
    }

    /// A person gives an order.
    fn gives(&mut self, desk: usize, signed_in: &SignedIn) {
        let land = self.land.clone();
        let console = &self.desks[desk].console;
        if !signed_in.county || console.machine.is_none() {
            return;
        }
        let cases = console.cases();
        let few = cases.len() < 4 || cases.len() < CASES && self.chance.percent(10);
        let now = console.central_clock(self.now);
        let picked = self.chance.pick(&cases).copied();
        let context = Context {
            now,
            actor: &signed_in.user.actor,
            scope: &signed_in.user.scope,
            profile: &land.profile,
            calendar: &Calendar::BEIJING,
            ground: &SquareGround,
            number: None,
            drawing: None,
        };
        let case = picked.and_then(|id| console.case(id)).filter(|_| !few);
        let (id, kind) = match case {
            None => (CaseId(self.chance.id()), CommandKind::Report),
            Some(case) => {
                let kinds = allowed(case, &context).into_iter();
                let kinds: Vec<CommandKind> = kinds
                    .filter(|(_, answer)| answer.is_ok())
                    .map(|(kind, _)| kind)
                    .collect();
                let Some(kind) = people::kind(&kinds, &mut self.chance) else {
                    return;
                };
                (case.id, kind)
            }
        };
        let mut others = cases;
        others.retain(|other| *other != id);
        let command = people::command(kind, &others, &land.profile, now, &mut self.chance);
        if let Some(command) = command {
            self.order(desk, signed_in, id, command);
        }
    }

    /// An order on what the screen shows. What is refused here is not given.
    fn order(&mut self, desk: usize, signed_in: &SignedIn, id: CaseId, command: Command) {
        let (now, land) = (self.now, self.land.clone());
        let console = &self.desks[desk].console;
        if console.machine.is_none() {
            return;
        }
        let here = console.case(id);
        let second = command.other();
        let other = second.and_then(|id| console.case(id));
        let issued_at = console.central_clock(now);
        let context = Context {
            now: issued_at,
            actor: &signed_in.user.actor,
            scope: &signed_in.user.scope,
            profile: &land.profile,
            calendar: &Calendar::BEIJING,
            ground: &SquareGround,
            number: None,
            drawing: None,
        };
        if decide(here, other, &command, &context).is_err() {
            return;
        }
        let seen = console.line(id);
        let first = Subject {
            id: id.into(),
            expected_revision: here.map_or(0, |case| case.revision),
        };
        let second = second.zip(other).map(|(id, case)| Subject {
            id: id.into(),
            expected_revision: case.revision,
        });
        // It may have been renewed since this person looked.
        let grant = console.signed_in.as_ref().map(|now| now.grant.clone());
        let envelope = Envelope {
            id: self.chance.id(),
            device: console.device,
            author_grant: grant.unwrap_or_else(|| signed_in.grant.clone()),
            issued_at,
            subjects: std::iter::once(first).chain(second).collect(),
            seen: needs_revision(&command).then(|| line_of(seen.iter().copied())),
            command,
        };
        self.checker.offered(&envelope, seen);
        if std::mem::take(&mut self.desks[desk].poison_next) {
            self.checker.poisoned(envelope.id);
        }
        self.tell(|| {
            let kind = envelope.command.kind();
            format!(
                "console {desk}: {:?} gives {} {kind:?} on {id}",
                signed_in.user.actor.user, envelope.id
            )
        });
        let order = Order {
            subject: id.into(),
            author: signed_in.user.clone(),
            state: OrderState::Waiting,
            tries: 0,
            last_failure: None,
            answer: None,
            answered_at: None,
            durable: None,
            lapsed: false,
            envelope,
        };
        let console = &mut self.desks[desk].console;
        let turn = console.turns;
        let given = console.give(order, &land, now, (&mut self.chance, &mut self.checker));
        match given {
            Ok(()) => self.queued(desk, turn),
            Err(Trouble::Died) => self.dies(desk),
            Err(Trouble::Full) => {}
        }
    }

    /// The next fault.
    pub(super) fn fault(&mut self) {
        if self.quiet {
            return;
        }
        let next = self.chance.wait(35_000);
        self.fault_after(next);
        if self.chance.percent(30) {
            self.central.back_up();
        }
        let fault = Fault::ALL[self.chance.below(Fault::ALL.len())];
        let desk = self.chance.below(self.desks.len());
        self.tell(|| format!("fault {fault:?} at console {desk}"));
        *self.faults.entry(fault).or_default() += 1;
        self.inject(fault, desk);
    }

    fn inject(&mut self, fault: Fault, desk: usize) {
        let seconds = 1_000 * self.chance.between(3, 150);
        match fault {
            Fault::Cut => self.line_changes(desk, Condition::Cut, seconds),
            Fault::BlackHole => self.line_changes(desk, Condition::BlackHole, seconds),
            Fault::Lossy => self.line_changes(desk, Condition::Lossy, 2 * seconds),
            Fault::Slow => self.line_changes(desk, Condition::Slow, seconds),
            Fault::Pulled => {
                if self.desks[desk].console.machine.is_some() {
                    self.pull_line(desk, true);
                    self.nobody_for_long(desk);
                }
            }
            Fault::Kill | Fault::PowerCut => {
                let left = self.chance.below(12);
                let power = fault == Fault::PowerCut;
                self.desks[desk].console.fuse = Some(Fuse { left, power });
                if self.chance.percent(30) {
                    self.dies(desk);
                }
            }
            Fault::SwitchedOff => {
                self.dies(desk);
                let until = self.nobody_for_long(desk);
                self.stays_off(desk, until);
            }
            Fault::ClockSet => {
                let day = 24 * HOUR;
                let by = if self.chance.percent(50) {
                    self.chance.between(-day, day)
                } else {
                    self.chance.between(-2 * MINUTE, 2 * MINUTE)
                };
                let now = self.now;
                let console = &mut self.desks[desk].console;
                console.skew = (console.skew + by).clamp(-day, day);
                console.clock_set = now;
            }
            Fault::DiskFull => self.desks[desk].console.full_until = self.now + seconds,
            Fault::CorruptCache => {
                // Found when it is opened: by the next sign-in.
                if self.desks[desk].console.machine.is_none() {
                    for cache in self.desks[desk].console.caches.values_mut() {
                        cache.write(CacheChange::Discard);
                    }
                }
            }
            Fault::CentralStops => self.central_stops(),
            Fault::CentralStopsInBatch => self.central_stops_in_batch(),
            Fault::CentralRestored => {
                self.central_stops();
                self.central.restore(&mut self.chance, &mut self.checker);
                let history = self.central.database.history;
                self.tell(|| format!("the central is restored: {history:?}"));
            }
            Fault::CentralErrs => self.central_errs(false, seconds),
            Fault::CommandsErr => self.central_errs(true, seconds),
            Fault::SessionsLapse => self.central.end_sessions(),
            Fault::PasswordChanged => {
                let user = self.chance.below(self.land.users.len());
                let user = self.land.users[user].actor.user.clone();
                self.central.change_password(&user);
            }
            Fault::GrantsLapse => {
                let device = self.desks[desk].console.device;
                let people = self.desks[desk].people.clone();
                if let Some(person) = self.chance.pick(&people) {
                    let user = self.land.users[*person].actor.user.clone();
                    self.central.end_grants(&user, device);
                }
            }
            Fault::RegisterChanges => self.central.change_register(),
            Fault::Poison => self.desks[desk].poison_next = true,
        }
    }

    /// A person goes away from a console that does nothing: minutes mostly, days sometimes.
    fn nobody_for_long(&mut self, desk: usize) -> i64 {
        let long = match self.chance.below(10) {
            0..=5 => self.chance.between(1, 10) * MINUTE,
            6..=8 => self.chance.between(10, 180) * MINUTE,
            _ => self.chance.between(3, 72) * HOUR,
        };
        let until = self.now + long;
        if self.chance.percent(50) {
            self.desks[desk].away_until = until;
        }
        until
    }
}
