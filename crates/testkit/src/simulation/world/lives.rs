//! Consoles start and die; people sign in and out (`desk/src/session.rs`).

use onemap_domain::people::UserId;
use onemap_protocol::session::{Grant, Secret};
use onemap_sync::machine::{Input, Machine};

use super::{Call, Purpose, Request, World};
use crate::simulation::console::{Console, Fuse, SignedIn, place};
use crate::simulation::files::OutboxChange;

impl World {
    /// Somebody types name and password.
    pub(in super::super) fn enter(&mut self, desk: usize, user: &UserId) {
        let entering = |call: &Call| matches!(call.purpose, Purpose::Enter(..));
        if self.desks[desk].calls.values().any(entering) {
            return;
        }
        let password = self.central.password(user);
        let Console {
            device,
            turns,
            outbox,
            ..
        } = &self.desks[desk].console;
        if outbox.read().line_pulled {
            return self.enters(desk, &user.clone(), password, None);
        }
        let (device, turns) = (*device, *turns);
        let request = Request::SignIn(user.clone(), password, device);
        self.ask(desk, turns, Purpose::Enter(user.clone(), password), request);
    }

    /// Somebody is signed in: with the central, or by what the device remembers.
    pub(super) fn enters(
        &mut self,
        desk: usize,
        user: &UserId,
        password: u32,
        session: Option<(Secret, Grant)>,
    ) {
        let (now, land) = (self.now, self.land.clone());
        let console = &mut self.desks[desk].console;
        let known = console.outbox.read().sign_ins.get(user).cloned();
        let person = land.users.iter().find(|known| known.actor.user == *user);
        let (user, grant, token) = match (session, known, person) {
            (Some((token, grant)), _, Some(person)) => {
                let change = OutboxChange::Remember(person.clone(), grant.clone());
                let done = console.keep(change, now);
                match self.settle(desk, done) {
                    Some(Ok(())) => (person.clone(), grant, Some(token)),
                    _ => return,
                }
            }
            (None, Some((user, grant)), _) => (user, grant, None),
            _ => return,
        };
        self.leaves(desk);
        let console = &mut self.desks[desk].console;
        console.turns += 1;
        let turn = console.turns;
        let session = token.is_some();
        console.signed_in = Some(SignedIn {
            user,
            password,
            grant,
            token,
            turn,
            county: false,
        });
        let position = console.cache().and_then(|cache| cache.position);
        let (place, staged) = (position.map(place), console.staged());
        if let Some(signed_in) = &mut console.signed_in {
            signed_in.county = place.is_some();
        }
        let done = console.refresh(&land, now, &mut self.chance);
        let waiting = console.outbox.read().sendable_count();
        if self.settle(desk, done).is_none() {
            return;
        }
        self.tell(|| format!("console {desk}: sign-in {turn}, session {session}"));
        let signed_in = Input::SignedIn {
            place,
            staged,
            waiting,
            pieces: false,
            session,
        };
        self.result(desk, turn, signed_in);
    }

    /// Whoever is signed in leaves.
    pub(in super::super) fn leaves(&mut self, desk: usize) {
        let console = &mut self.desks[desk].console;
        if console.signed_in.take().is_none() {
            return;
        }
        console.pending = onemap_store::cache::Pending::default();
        let turn = console.turns;
        self.result(desk, turn, Input::SignedOut);
    }

    /// A console is started.
    pub(in super::super) fn boots(&mut self, desk: usize) {
        let now = self.now;
        let place = &mut self.desks[desk];
        let pulled = place.console.outbox.read().line_pulled;
        let machine = Machine::new(!pulled, place.console.clock(now));
        place.console.shown = (machine.link(), None);
        place.console.machine = Some(machine);
        place.console.boot += 1;
        place.console.turns = 0;
        place.console.heard = now;
        let device = place.console.device;
        self.checker.on_disk(device, place.console.outbox.read());
        self.tell(|| format!("console {desk} starts"));
    }

    /// A console stops where it stands.
    pub(in super::super) fn dies(&mut self, desk: usize) {
        let now = self.now;
        let place = &mut self.desks[desk];
        let console = &mut place.console;
        if let Some(Fuse { power: true, .. }) = console.fuse.take() {
            console.outbox.lose_power(&mut self.chance);
            for cache in console.caches.values_mut() {
                cache.lose_power(&mut self.chance);
            }
        }
        console.machine = None;
        console.signed_in = None;
        console.rejected = None;
        console.pending = onemap_store::cache::Pending::default();
        console.shown = (onemap_protocol::desk::Link::Idle, None);
        place.calls.clear();
        place.loading = None;
        place.stream = None;
        place.off_until = now + self.chance.between(3_000, 60_000);
        self.tell(|| format!("console {desk} dies"));
    }

    /// It stays off until then.
    pub(in super::super) fn stays_off(&mut self, desk: usize, until: i64) {
        self.desks[desk].off_until = until;
    }

    /// Whether it may be started.
    pub(in super::super) fn may_boot(&self, desk: usize) -> bool {
        let place = &self.desks[desk];
        place.console.machine.is_none() && self.now >= place.off_until
    }
}
