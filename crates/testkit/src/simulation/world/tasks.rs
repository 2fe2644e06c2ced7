//! A console's tasks, taken apart where they wait: what the runner's `carry_out` does.

use std::collections::VecDeque;
use std::sync::Arc;

use onemap_protocol::command::Batch;
use onemap_protocol::session::{Grant, Secret};
use onemap_sync::machine::{Failure, Input, Instruction, Taken};

use super::{Call, Event, Loading, PATIENCE, Purpose, Reply, Request, SILENCE, World};
use crate::simulation::faults::Mutation;
use crate::simulation::files::{CacheChange, OutboxChange, Snapshot, Staging};
use crate::simulation::network::{Condition, Fate};

impl World {
    /// An order was made durable.
    pub(in super::super) fn queued(&mut self, desk: usize, turn: u32) {
        let boot = self.desks[desk].console.boot;
        self.after(0, Event::Input(desk, boot, turn, Input::Queued));
    }

    /// A task begins.
    pub(super) fn start(&mut self, desk: usize, turn: u32, instruction: Instruction) {
        let (now, land) = (self.now, self.land.clone());
        let signed_in = self.desks[desk].console.signed_in.clone();
        let Some(signed_in) = signed_in.filter(|signed_in| signed_in.turn == turn) else {
            return;
        };
        let token = signed_in.token.clone();
        match (instruction, token) {
            (Instruction::Renew, _) => {
                let (user, device) = (signed_in.user.actor.user, self.desks[desk].console.device);
                let request = Request::SignIn(user, signed_in.password, device);
                self.ask(desk, turn, Purpose::Renew, request);
            }
            (Instruction::Send { .. }, None) => {
                self.result(desk, turn, Input::Sent(Err(Failure::SignInNeeded)));
            }
            (Instruction::Send { limit }, Some(token)) => {
                let sendable = self.desks[desk].console.outbox.read().sendable(limit);
                if sendable.orders.is_empty() {
                    return self.result(desk, turn, Input::Sent(Ok(0)));
                }
                let commands = sendable.orders.into_iter().map(|order| order.envelope);
                let mut batch = Batch {
                    history_id: sendable.history,
                    commands: commands.collect(),
                };
                if self.mutation == Some(Mutation::IgnoreHistory) {
                    batch.history_id = None;
                }
                if self.mutation == Some(Mutation::ReorderBatch) {
                    batch.commands.reverse();
                }
                let batch = Arc::new(batch);
                let request = Request::Send(token, batch.clone());
                self.ask(desk, turn, Purpose::Send(batch), request);
            }
            (Instruction::SetAsideOldest, _) => {
                let console = &mut self.desks[desk].console;
                let done = console.set_aside(&land, now, &mut self.chance);
                if let Some(done) = self.settle(desk, done) {
                    self.result(desk, turn, Input::Sent(done));
                }
            }
            // The simulation knows orders; no bytes wait in it.
            (Instruction::SendPiece | Instruction::SetAsidePiece, _) => {
                self.result(desk, turn, Input::PieceSent(Ok(false)));
            }
            (Instruction::Replay { history, head }, _) => {
                let console = &mut self.desks[desk].console;
                let done = console.follow(history, head, &land, now, &mut self.chance);
                if let Some(done) = self.settle(desk, done) {
                    self.result(desk, turn, Input::Replayed(done));
                }
            }
            (Instruction::Pull(_), None) => {
                self.result(desk, turn, Input::Pulled(Err(Failure::SignInNeeded)));
            }
            (Instruction::Pull(place), Some(token)) => {
                let request = Request::Feed(token, place.cursor);
                self.ask(desk, turn, Purpose::Pull(place), request);
            }
            (Instruction::TakeSnapshot { .. }, None) => {
                self.result(desk, turn, Input::Snapshotted(Err(Failure::SignInNeeded)));
            }
            (Instruction::TakeSnapshot { go_on }, Some(token)) => {
                let cache = self.desks[desk].console.cache().filter(|_| go_on);
                let staging = cache.and_then(|cache| cache.staging.as_ref());
                let request = Request::Snapshot(token, staging.map(Staging::rest));
                self.ask(desk, turn, Purpose::Snapshot, request);
            }
            _ => {}
        }
    }

    /// Something is asked of the central.
    pub(super) fn ask(&mut self, desk: usize, turn: u32, purpose: Purpose, request: Request) {
        self.sequence += 1;
        let call = self.sequence;
        let boot = self.desks[desk].console.boot;
        let listens = matches!(purpose, Purpose::Listen(_));
        self.desks[desk].calls.insert(call, Call { turn, purpose });
        if !listens {
            let wait = if matches!(request, Request::Snapshot(..)) {
                SILENCE
            } else {
                PATIENCE
            };
            self.after(wait, Event::TimesOut(desk, boot, call));
        }
        match self.desks[desk].line.fate(&mut self.chance) {
            Fate::Arrives(waits) => {
                for wait in waits {
                    self.after(wait, Event::Arrives(desk, boot, call, request.clone()));
                }
            }
            Fate::Vanishes => {}
            Fate::Breaks => self.breaks(desk, call),
        }
    }

    pub(super) fn breaks(&mut self, desk: usize, call: u64) {
        let boot = self.desks[desk].console.boot;
        let failed = Reply::Failed(Failure::Unreachable { retry_after: None });
        let moment = self.chance.between(1, 60);
        self.after(moment, Event::Answered(desk, boot, call, failed));
    }

    /// An answer reaches a console, or it gives up.
    pub(super) fn answered(&mut self, desk: usize, call: u64, reply: Reply) {
        let (now, land) = (self.now, self.land.clone());
        let Some(Call { turn, purpose }) = self.desks[desk].calls.get(&call).cloned() else {
            return;
        };
        let boot = self.desks[desk].console.boot;
        self.desks[desk].calls.remove(&call);
        let console = &mut self.desks[desk].console;
        if !matches!(reply, Reply::Failed(Failure::Unreachable { .. })) {
            console.heard = now;
        }
        match (purpose, reply) {
            (Purpose::Enter(user, password), Reply::Session(Some((token, grant)))) => {
                self.enters(desk, &user, password, Some((token, grant)));
            }
            (Purpose::Enter(user, password), Reply::Failed(_)) => {
                self.enters(desk, &user, password, None);
            }
            (Purpose::Renew, Reply::Session(Some(session))) => self.renews(desk, turn, session),
            (Purpose::Renew, Reply::Session(None)) => {
                self.result(desk, turn, Input::Renewed(Err(Failure::SignInNeeded)));
            }
            (Purpose::Renew, _) => {
                let failure = Failure::Unreachable { retry_after: None };
                self.result(desk, turn, Input::Renewed(Err(failure)));
            }
            (Purpose::Send(batch), Reply::Answers(answer)) => {
                if answer.answers.len() != batch.commands.len() {
                    let failure = Failure::History(answer.history_id);
                    return self.result(desk, turn, Input::Sent(Err(failure)));
                }
                let done = console.answered(&batch, answer, &land, now, &mut self.chance);
                if let Some(done) = self.settle(desk, done) {
                    self.result(desk, turn, Input::Sent(done));
                }
            }
            (Purpose::Send(batch), Reply::Failed(failure)) => {
                let done = console.not_answered(&batch, failure, now, &mut self.chance);
                if let Some(done) = self.settle(desk, done) {
                    let failure = done.err().unwrap_or(failure);
                    self.result(desk, turn, Input::Sent(Err(failure)));
                }
            }
            (Purpose::Pull(place), Reply::Page(page)) => {
                let here = console.signed_in.as_ref().map(|signed_in| signed_in.turn);
                if here != Some(turn) {
                    // Its cache is closed.
                    return;
                }
                console.heard_time(page.central_time, now);
                let done = console.pulled(place, *page, &land, now, &mut self.chance);
                if let Some(done) = self.settle(desk, done) {
                    self.result(desk, turn, Input::Pulled(done));
                }
            }
            (Purpose::Pull(_), Reply::Failed(failure)) => {
                self.result(desk, turn, Input::Pulled(Err(failure)));
            }
            (Purpose::Snapshot, Reply::Snapshot(snapshot)) => {
                let here = console.signed_in.as_ref().map(|signed_in| signed_in.turn);
                if here != Some(turn) {
                    return;
                }
                self.desks[desk].loading = Some(Loading {
                    turn,
                    parts: parts(&snapshot),
                    snapshot,
                });
                self.after(1, Event::Loads(desk, boot));
            }
            (Purpose::Snapshot, Reply::Failed(failure)) => {
                self.result(desk, turn, Input::Snapshotted(Err(failure)));
            }
            (Purpose::Listen(stream), Reply::Failed(_))
                if self.desks[desk].stream == Some(stream) =>
            {
                self.desks[desk].stream = None;
                self.result(desk, turn, Input::StreamLost);
            }
            // The wrong password, or a stream that nobody reads any more.
            _ => {}
        }
    }

    /// A session was opened again, with a new grant for the orders that wait.
    fn renews(&mut self, desk: usize, turn: u32, (token, grant): (Secret, Grant)) {
        let now = self.now;
        let console = &mut self.desks[desk].console;
        let user = console
            .signed_in
            .as_ref()
            .map(|signed_in| signed_in.user.clone());
        let Some(user) = user else { return };
        let done = console.keep(OutboxChange::Remember(user, grant.clone()), now);
        let Some(done) = self.settle(desk, done) else {
            return;
        };
        let signed_in = &mut self.desks[desk].console.signed_in;
        if let (Some(signed_in), true) = (signed_in.as_mut(), done.is_ok())
            && signed_in.turn == turn
        {
            signed_in.token = Some(token);
            signed_in.grant = grant;
        }
        self.result(desk, turn, Input::Renewed(done));
    }

    /// Some more of a snapshot comes, or it breaks off; what came of it is kept.
    pub(super) fn loads(&mut self, desk: usize) {
        let (now, land) = (self.now, self.land.clone());
        let boot = self.desks[desk].console.boot;
        let Some(mut loading) = self.desks[desk].loading.take() else {
            return;
        };
        let turn = loading.turn;
        let here = self.desks[desk].console.signed_in.as_ref();
        if here.is_none_or(|signed_in| signed_in.turn != turn) {
            // Whoever waited for it is gone.
            return;
        }
        let broken = match self.desks[desk].line {
            Condition::Good => self.chance.percent(1),
            Condition::Slow | Condition::Lossy => self.chance.percent(10),
            Condition::Cut | Condition::BlackHole => true,
        };
        if broken || self.central.stopped {
            let failure = Failure::Unreachable { retry_after: None };
            return self.result(desk, turn, Input::Snapshotted(Err(failure)));
        }
        let console = &mut self.desks[desk].console;
        console.heard = now;
        if let Some(part) = loading.parts.pop_front() {
            let staged = console.stages(part, now, &mut self.chance);
            match self.settle(desk, staged) {
                Some(Ok(staged)) => {
                    if let Some(staged) = staged {
                        self.result(desk, turn, Input::Progress(staged));
                    }
                }
                Some(Err(failure)) => {
                    return self.result(desk, turn, Input::Snapshotted(Err(failure)));
                }
                None => return,
            }
            self.desks[desk].loading = Some(loading);
            let wait = match self.desks[desk].line {
                Condition::Good => self.chance.between(5, 100),
                _ => self.chance.between(200, 6_000),
            };
            return self.after(wait, Event::Loads(desk, boot));
        }
        if !loading.snapshot.whole {
            return self.result(desk, turn, Input::Snapshotted(Ok(Taken::Part)));
        }
        let done = console.snapshotted(&loading.snapshot, &land, now, &mut self.chance);
        let Some(done) = self.settle(desk, done) else {
            return;
        };
        let taken = done.and_then(|place| place.map(Taken::Whole).ok_or(Failure::Unusable));
        self.result(desk, turn, Input::Snapshotted(taken));
    }
}

/// What an answer with a snapshot does to the cache, one transaction after the other.
fn parts(snapshot: &Arc<Snapshot>) -> VecDeque<CacheChange> {
    const FEW: usize = 5;
    let head = if snapshot.goes_on {
        CacheChange::StageTotal(snapshot.total)
    } else {
        CacheChange::StageAnew(snapshot.clone())
    };
    let changes = snapshot.changes.iter().cloned();
    let changes = changes.map(|(cursor, entries)| CacheChange::StageChanges(cursor, entries));
    let cases = snapshot.cases.chunks(FEW);
    let cases = cases.map(|cases| CacheChange::StageCases(cases.to_vec()));
    std::iter::once(head).chain(changes).chain(cases).collect()
}
