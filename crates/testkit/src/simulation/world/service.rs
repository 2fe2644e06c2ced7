//! The central's side of the line: what it is asked, what it answers, what its streams say.

use std::sync::Arc;

use jiff::Timestamp;
use onemap_protocol::feed::{HEARTBEAT_SECONDS, StreamTick};
use onemap_sync::machine::{Failure, Input};
use uuid::Uuid;

use super::{Erring, Event, Listening, PAGE, PIECE, Reply, Request, World};
use crate::simulation::faults::Mutation;
use crate::simulation::network::{Condition, Fate};

impl World {
    /// The central answers.
    pub(super) fn reply(&mut self, desk: usize, boot: u32, call: u64, reply: Reply) {
        match self.desks[desk].line.fate(&mut self.chance) {
            Fate::Arrives(waits) => {
                if let Some(wait) = waits.first() {
                    self.after(*wait, Event::Answered(desk, boot, call, reply));
                }
            }
            Fate::Vanishes => {}
            Fate::Breaks => self.breaks(desk, call),
        }
    }

    /// A request reaches the central.
    pub(super) fn arrives(&mut self, desk: usize, boot: u32, call: u64, request: Request) {
        if self.central.stopped {
            return self.breaks(desk, call);
        }
        let errs = match (self.erring, &request) {
            (Erring::All, _) | (Erring::Commands, Request::Send(..)) => true,
            (Erring::Commands | Erring::Not, _) => false,
        };
        if errs && self.chance.percent(50) {
            return self.err(desk, boot, call);
        }
        let stops = self.stops_in_batch && matches!(request, Request::Send(..));
        if stops && self.chance.percent(30) {
            return self.central_stops();
        }
        let words = self.told.is_some().then(|| match &request {
            Request::Send(_, batch) => {
                let ids: Vec<Uuid> = batch.commands.iter().map(|one| one.id).collect();
                format!("Send naming {:?}: {ids:?}", batch.history_id)
            }
            other => format!("{other:?}"),
        });
        let batch = match &request {
            Request::Send(_, batch) => Some(batch.clone()),
            _ => None,
        };
        let reply = self.served(desk, boot, request);
        if let Some(words) = words {
            let said = match &reply {
                Some(Reply::Page(page)) => format!("page to {:?}", page.cursor),
                Some(Reply::Snapshot(snapshot)) => format!("snapshot at {:?}", snapshot.position),
                other => format!("{other:?}"),
            };
            self.tell(|| format!("the central hears from console {desk} {words}: {said}"));
        }
        if stops {
            if let Some(batch) = batch
                && self.mutation == Some(Mutation::EffectWithoutAnswer)
            {
                self.central.database.forget_answers_of(&batch);
            }
            return self.central_stops();
        }
        if errs {
            return self.err(desk, boot, call);
        }
        if let Some(reply) = reply {
            self.reply(desk, boot, call, reply);
        }
    }

    pub(super) fn err(&mut self, desk: usize, boot: u32, call: u64) {
        let retry_after = self.chance.percent(30).then_some(5);
        let failure = Failure::Unreachable { retry_after };
        self.reply(desk, boot, call, Reply::Failed(failure));
    }

    pub(super) fn served(&mut self, desk: usize, boot: u32, request: Request) -> Option<Reply> {
        let now = Timestamp::from_millisecond(self.now).unwrap_or_default();
        let land = self.land.clone();
        let lapsed = Some(Reply::Failed(Failure::SignInNeeded));
        match request {
            Request::SignIn(user, password, device) => {
                let session = self
                    .central
                    .sign_in(&user, password, device, &mut self.chance);
                Some(Reply::Session(session))
            }
            Request::Send(token, batch) => {
                if self.central.session(&token, &land).is_none() {
                    return lapsed;
                }
                if batch
                    .commands
                    .iter()
                    .any(|one| self.checker.is_poison(one.id))
                {
                    return Some(Reply::Failed(Failure::Rejected));
                }
                let before = (self.mutation == Some(Mutation::AcknowledgeBeforeCommit))
                    .then(|| Box::new(self.central.database.clone()));
                let head = self.central.database.head();
                let answer = self.central.submit(&batch, &land, now, &mut self.checker);
                if self.central.database.head() != head {
                    let streams: Vec<u64> = self.listeners.keys().copied().collect();
                    for stream in streams {
                        self.after(50, Event::Beat(stream, false));
                    }
                    if let Some(before) = before {
                        self.before_uncommitted.get_or_insert(before);
                        self.after(20_000, Event::Commits);
                    }
                }
                Some(Reply::Answers(answer))
            }
            Request::Feed(token, after) => {
                let Some(user) = self.central.session(&token, &land) else {
                    return lapsed;
                };
                let page = self.central.feed(user, &land, after, PAGE, now);
                Some(Reply::Page(Box::new(page)))
            }
            Request::Snapshot(token, rest) => {
                let Some(user) = self.central.session(&token, &land) else {
                    return lapsed;
                };
                let snapshot = self.central.snapshot(user, rest.as_ref(), PIECE);
                Some(Reply::Snapshot(Arc::new(snapshot)))
            }
            Request::Stream(token, stream) => {
                if self.central.session(&token, &land).is_none() {
                    return lapsed;
                }
                let turn = self.desks[desk].console.turns;
                let listening = Listening {
                    desk,
                    boot,
                    turn,
                    token,
                    last: 0,
                };
                // A request that came twice opens one stream: the other has no reader.
                if self.listeners.insert(stream, listening).is_none() {
                    self.beat(stream, true);
                }
                None
            }
        }
    }

    /// A stream of the central says something.
    pub(super) fn beat(&mut self, stream: u64, beats: bool) {
        let Some(listening) = self.listeners.get(&stream) else {
            return;
        };
        let (desk, boot, turn) = (listening.desk, listening.boot, listening.turn);
        let heard = self.is_up(desk, boot) && self.desks[desk].stream == Some(stream);
        let session = self.central.session(&listening.token, &self.land).is_some();
        let wait = self.desks[desk].line.tick(&mut self.chance);
        if !heard {
            self.listeners.remove(&stream);
            return;
        }
        let now = Timestamp::from_millisecond(self.now).unwrap_or_default();
        let tick = session.then(|| self.central.tick(now));
        if let (Some(wait), Some(listening)) = (wait, self.listeners.get_mut(&stream)) {
            listening.last = listening.last.max(self.now + wait);
            let wait = listening.last - self.now;
            self.after(wait, Event::Ticks(desk, boot, turn, stream, tick));
        }
        if !session {
            self.listeners.remove(&stream);
        } else if beats {
            self.after(1_000 * HEARTBEAT_SECONDS as i64, Event::Beat(stream, true));
        }
    }

    /// A stream says something to a console.
    pub(super) fn ticks(&mut self, desk: usize, turn: u32, tick: Option<StreamTick>) {
        let now = self.now;
        if let Some(tick) = tick {
            let console = &mut self.desks[desk].console;
            console.heard_time(tick.central_time, now);
            self.input(desk, turn, Input::Heard(tick));
        } else {
            self.desks[desk].stream = None;
            self.input(desk, turn, Input::StreamLost);
        }
    }

    /// Streams end, as far as their readers hear of it.
    pub(super) fn streams_end(&mut self, only: Option<usize>) {
        let ending: Vec<(u64, usize, u32, u32)> = self
            .listeners
            .iter()
            .filter(|(_, listening)| only.is_none_or(|desk| desk == listening.desk))
            .map(|(stream, one)| (*stream, one.desk, one.boot, one.turn))
            .collect();
        for (stream, desk, boot, turn) in ending {
            self.listeners.remove(&stream);
            if self.desks[desk].line != Condition::BlackHole {
                let moment = self.chance.between(1, 60);
                self.after(moment, Event::Ticks(desk, boot, turn, stream, None));
            }
        }
    }

    /// The central stops; what is not committed is lost.
    pub(in super::super) fn central_stops(&mut self) {
        self.stops_in_batch = false;
        self.central.stopped = true;
        if let Some(before) = self.before_uncommitted.take() {
            self.central.database = *before;
            self.checker.rewound(self.central.database.events());
        }
        self.tell(|| "the central stops".to_owned());
        self.streams_end(None);
        let wait = self.chance.between(500, 40_000);
        self.after(wait, Event::CentralStarts);
    }

    /// The central stops at the next batch.
    pub(in super::super) fn central_stops_in_batch(&mut self) {
        self.stops_in_batch = true;
    }

    /// The central answers 5xx for a while.
    pub(in super::super) fn central_errs(&mut self, commands_only: bool, lasts: i64) {
        self.erring = if commands_only {
            Erring::Commands
        } else {
            Erring::All
        };
        self.err_change += 1;
        let change = self.err_change;
        self.after(lasts, Event::CentralMended(change));
    }
}
