//! The world of a trial: what happens next, and what waits for the network in between.
//!
//! The tasks of `desk/src/runner.rs` are taken apart where they wait, so that anything can happen
//! there: a person gives an order, a console dies, the line breaks. A task's result goes to the
//! machine a moment later through the same queue as everything else, as in the runner.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::people::UserId;
use onemap_protocol::command::{Batch, BatchAnswer};
use onemap_protocol::feed::{Cursor, FeedPage, HEARTBEAT_SECONDS, StreamTick};
use onemap_protocol::session::{Grant, Secret};
use onemap_sync::machine::{Failure, Input, Instruction, Machine, Place};
use uuid::Uuid;

use super::central::{Central, Database, Land};
use super::chance::Chance;
use super::checker::Checker;
use super::console::{Console, Fuse, SignedIn, Trouble};
use super::faults::{Fault, Mutation};
use super::files::{OutboxChange, Snapshot};
use super::network::{Condition, Fate};

/// How long a request with a small answer may take, milliseconds.
const PATIENCE: i64 = 15_000;
/// How long a snapshot may pause, milliseconds.
const SILENCE: i64 = 20_000;
/// Events of the log in a page: few, so that there are many pages.
const PAGE: usize = 24;

/// Something that is asked of the central.
#[derive(Clone, Debug)]
pub enum Request {
    /// A session.
    SignIn(UserId, u32, Uuid),
    /// Answers to orders.
    Send(Secret, Arc<Batch>),
    /// News.
    Feed(Secret, Cursor),
    /// Everything.
    Snapshot(Secret),
    /// Ticks.
    Stream(Secret, u64),
}

/// What it says.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A session, or the wrong password.
    Session(Option<(Secret, Grant)>),
    /// Answers.
    Answers(BatchAnswer),
    /// News.
    Page(Box<FeedPage>),
    /// Everything, as it was at one moment.
    Snapshot(Arc<Snapshot>),
    /// Nothing.
    Failed(Failure),
}

/// What a console waits for.
#[derive(Clone, Debug)]
enum Purpose {
    Enter(UserId, u32),
    Renew,
    Send(Arc<Batch>),
    Pull(Place),
    Snapshot,
    Listen(u64),
}

#[derive(Clone, Debug)]
struct Call {
    turn: u32,
    purpose: Purpose,
}

/// A snapshot on its way in.
#[derive(Clone, Debug)]
struct Loading {
    turn: u32,
    snapshot: Arc<Snapshot>,
    done: usize,
}

/// What happens at a moment. `u32`s that follow a console are its boot.
#[derive(Clone, Debug)]
enum Event {
    Input(usize, u32, u32, Input),
    Start(usize, u32, u32, Instruction),
    Arrives(usize, u32, u64, Request),
    Answered(usize, u32, u64, Reply),
    TimesOut(usize, u32, u64),
    Loads(usize, u32),
    Alarm(usize, u32, u32, u64),
    Beat(u64, bool),
    Ticks(usize, u32, u32, u64, Option<StreamTick>),
    Person(usize),
    Fault,
    Mended(usize, u64),
    CentralStarts,
    CentralMended(u64),
    Commits,
}

/// A console with what the network and its person know of it.
pub struct Desk {
    /// The console.
    pub console: Console,
    /// Its line.
    pub line: Condition,
    line_change: u64,
    calls: BTreeMap<u64, Call>,
    loading: Option<Loading>,
    stream: Option<u64>,
    alarm: u64,
    off_until: i64,
    pub(super) away_until: i64,
    /// Who works at it.
    pub people: Vec<usize>,
    /// The next order is one that the central can never accept.
    pub(super) poison_next: bool,
}

struct Listening {
    desk: usize,
    boot: u32,
    turn: u32,
    token: Secret,
    last: i64,
}

/// How the central errs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Erring {
    Not,
    All,
    Commands,
}

/// The world.
pub struct World {
    /// True time, milliseconds since 1970.
    pub now: i64,
    /// The county.
    pub land: Arc<Land>,
    /// All chance.
    pub chance: Chance,
    /// What must hold.
    pub checker: Checker,
    /// The central.
    pub central: Central,
    /// The consoles.
    pub desks: Vec<Desk>,
    /// Things that have happened.
    pub steps: u64,
    /// Faults injected.
    pub faults: BTreeMap<Fault, u64>,
    /// No more faults and no more orders.
    pub quiet: bool,
    /// The last things that happened, in words, when somebody wants them.
    pub told: Option<VecDeque<String>>,
    queue: BinaryHeap<Reverse<(i64, u64, Boxed)>>,
    sequence: u64,
    listeners: BTreeMap<u64, Listening>,
    erring: Erring,
    err_change: u64,
    stops_in_batch: bool,
    before_uncommitted: Option<Box<Database>>,
    mutation: Option<Mutation>,
}

/// An event in the queue; what it is does not order it.
struct Boxed(Event);

impl PartialEq for Boxed {
    fn eq(&self, _: &Boxed) -> bool {
        true
    }
}
impl Eq for Boxed {}
impl PartialOrd for Boxed {
    fn partial_cmp(&self, other: &Boxed) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Boxed {
    fn cmp(&self, _: &Boxed) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

/// 2026-11-21 09:00 in Beijing.
const BEGINNING: i64 = 1_795_222_800_000;

impl World {
    /// A world in which nothing has happened.
    pub fn new(land: Arc<Land>, mut chance: Chance, mutation: Option<Mutation>) -> World {
        let central = Central::new(&mut chance, mutation);
        let mut world = World {
            now: BEGINNING,
            central,
            checker: Checker::default(),
            desks: Vec::new(),
            steps: 0,
            faults: BTreeMap::new(),
            quiet: false,
            told: None,
            queue: BinaryHeap::new(),
            sequence: 0,
            listeners: BTreeMap::new(),
            erring: Erring::Not,
            err_change: 0,
            stops_in_batch: false,
            before_uncommitted: None,
            mutation,
            land,
            chance,
        };
        let desks = 2 + world.chance.below(3);
        for at in 0..desks {
            let day = 86_400_000;
            let skew = match world.chance.below(3) {
                0 => 0,
                1 => world.chance.between(-5_000, 5_000),
                _ => world.chance.between(-day, day),
            };
            let device = world.chance.id();
            let people = (0..2 + world.chance.below(2))
                .map(|_| world.chance.below(world.land.users.len()))
                .collect();
            world.desks.push(Desk {
                console: Console::new(device, skew, mutation),
                line: Condition::Good,
                line_change: 0,
                calls: BTreeMap::new(),
                loading: None,
                stream: None,
                alarm: 0,
                off_until: 0,
                away_until: 0,
                people,
                poison_next: false,
            });
            let first = world.chance.between(0, 5_000);
            world.after(first, Event::Person(at));
        }
        world.after(10_000, Event::Fault);
        world
    }

    fn after(&mut self, wait: i64, event: Event) {
        self.sequence += 1;
        self.queue
            .push(Reverse((self.now + wait, self.sequence, Boxed(event))));
    }

    /// A person comes back to a console in a moment.
    pub(super) fn person_after(&mut self, wait: i64, desk: usize) {
        self.after(wait, Event::Person(desk));
    }

    /// The next fault comes so much later.
    pub(super) fn fault_after(&mut self, wait: i64) {
        self.after(wait, Event::Fault);
    }

    /// Puts into words what happens, when somebody wants to read it.
    pub fn tell(&mut self, words: impl FnOnce() -> String) {
        if let Some(told) = &mut self.told {
            let at = Timestamp::from_millisecond(self.now).unwrap_or_default();
            told.push_back(format!("{:>7} {at} {}", self.steps, words()));
            if told.len() > 20_000 {
                told.pop_front();
            }
        }
    }

    /// The next thing happens.
    pub fn step(&mut self) {
        let Some(Reverse((at, _, Boxed(event)))) = self.queue.pop() else {
            return;
        };
        self.now = at.max(self.now);
        self.steps += 1;
        self.happens(event);
        for desk in &self.desks {
            desk.console.check_shown(self.now, &mut self.checker);
        }
    }

    /// When the next thing happens.
    pub fn next_at(&self) -> i64 {
        self.queue.peek().map_or(i64::MAX, |Reverse((at, _, _))| *at)
    }

    fn is_up(&self, desk: usize, boot: u32) -> bool {
        let console = &self.desks[desk].console;
        console.machine.is_some() && console.boot == boot
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Input(desk, boot, turn, input) => {
                if self.is_up(desk, boot) {
                    self.input(desk, turn, input);
                }
            }
            Event::Start(desk, boot, turn, instruction) => {
                if self.is_up(desk, boot) {
                    self.start(desk, turn, instruction);
                }
            }
            Event::Arrives(desk, boot, call, request) => self.arrives(desk, boot, call, request),
            Event::Answered(desk, boot, call, reply) => {
                if self.is_up(desk, boot) {
                    self.answered(desk, call, reply);
                }
            }
            Event::TimesOut(desk, boot, call) => {
                if self.is_up(desk, boot) && self.desks[desk].calls.contains_key(&call) {
                    let failure = Failure::Unreachable { retry_after: None };
                    self.answered(desk, call, Reply::Failed(failure));
                }
            }
            Event::Loads(desk, boot) => {
                if self.is_up(desk, boot) {
                    self.loads(desk);
                }
            }
            Event::Alarm(desk, boot, turn, number) => {
                if self.is_up(desk, boot) && self.desks[desk].alarm == number {
                    self.input(desk, turn, Input::Timer);
                }
            }
            Event::Beat(stream, beats) => self.beat(stream, beats),
            Event::Ticks(desk, boot, turn, stream, tick) => {
                let listens = self.desks[desk].stream == Some(stream);
                if self.is_up(desk, boot) && listens {
                    self.ticks(desk, turn, tick);
                }
            }
            Event::Person(desk) => self.person(desk),
            Event::Fault => self.fault(),
            Event::Mended(desk, change) => {
                if self.desks[desk].line_change == change {
                    self.desks[desk].line = Condition::Good;
                }
            }
            Event::CentralStarts => self.central.stopped = false,
            Event::CentralMended(change) => {
                if self.err_change == change {
                    self.erring = Erring::Not;
                }
            }
            Event::Commits => self.before_uncommitted = None,
        }
    }

    /// The machine takes something in, and its instructions are carried out.
    pub fn input(&mut self, desk: usize, turn: u32, mut input: Input) {
        let now = self.now;
        let place = &mut self.desks[desk];
        if turn != place.console.turns {
            return;
        }
        match (self.mutation, &mut input) {
            (Some(Mutation::IgnoreSilence), Input::Timer)
                if matches!(place.console.shown.0, onemap_protocol::desk::Link::Online) =>
            {
                return;
            }
            (Some(Mutation::LoseWakeUp), Input::Queued)
                if place
                    .calls
                    .values()
                    .any(|call| matches!(call.purpose, Purpose::Send(_))) =>
            {
                return;
            }
            (Some(Mutation::IgnoreHistory), Input::Heard(tick)) => {
                let position = place.console.cache().and_then(|cache| cache.position);
                tick.history_id = position.map_or(tick.history_id, |position| position.history);
            }
            _ => {}
        }
        let jitter = self.chance.share();
        let clock = place.console.clock(now);
        let Some(machine) = &mut place.console.machine else {
            return;
        };
        let words = self.told.is_some().then(|| format!("console {desk} hears {input:?}"));
        let instructions = machine.handle(clock, jitter, input);
        place.console.shown = (machine.link(), machine.synchronised_at());
        if let Some(words) = words {
            let link = place.console.shown.0;
            self.tell(|| format!("{words}: {link:?}, {instructions:?}"));
        }
        for instruction in instructions {
            self.carry_out(desk, turn, clock, instruction);
        }
    }

    fn carry_out(&mut self, desk: usize, turn: u32, clock: Timestamp, instruction: Instruction) {
        let boot = self.desks[desk].console.boot;
        match instruction {
            Instruction::StopListening => self.desks[desk].stream = None,
            Instruction::Listen => {
                self.sequence += 1;
                let stream = self.sequence;
                self.desks[desk].stream = Some(stream);
                let token = self.token(desk);
                match token {
                    Some(token) => {
                        let request = Request::Stream(token, stream);
                        self.ask(desk, turn, Purpose::Listen(stream), request);
                    }
                    None => self.result(desk, turn, Input::StreamLost),
                }
            }
            Instruction::WakeAt(at) => {
                self.desks[desk].alarm += 1;
                let number = self.desks[desk].alarm;
                let wait = at.as_millisecond() - clock.as_millisecond();
                self.after(wait.max(0) + 1, Event::Alarm(desk, boot, turn, number));
            }
            Instruction::Publish => {}
            other => {
                let moment = self.chance.between(0, 1);
                self.after(moment, Event::Start(desk, boot, turn, other));
            }
        }
    }

    fn token(&self, desk: usize) -> Option<Secret> {
        self.desks[desk].console.signed_in.as_ref()?.token.clone()
    }

    /// A task reports, a moment later.
    fn result(&mut self, desk: usize, turn: u32, input: Input) {
        let boot = self.desks[desk].console.boot;
        let moment = self.chance.between(0, 2);
        self.after(moment, Event::Input(desk, boot, turn, input));
    }

    /// What failed on the spot: the console is dead, or its disk is full.
    fn settle<T>(&mut self, desk: usize, done: Result<T, Trouble>) -> Option<Result<T, Failure>> {
        match done {
            Ok(done) => Some(Ok(done)),
            Err(Trouble::Full) => Some(Err(Failure::Local)),
            Err(Trouble::Died) => {
                self.dies(desk);
                None
            }
        }
    }

    /// An order was made durable.
    pub(super) fn queued(&mut self, desk: usize, turn: u32) {
        let boot = self.desks[desk].console.boot;
        self.after(0, Event::Input(desk, boot, turn, Input::Queued));
    }

    /// A task begins.
    fn start(&mut self, desk: usize, turn: u32, instruction: Instruction) {
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
                if self.mutation == Some(Mutation::ReorderBatch) {
                    batch.commands.reverse();
                }
                let batch = Arc::new(batch);
                let request = Request::Send(token, batch.clone());
                self.ask(desk, turn, Purpose::Send(batch), request);
            }
            (Instruction::SetAsideOldest, _) => {
                if self.waits_for_gate(desk, turn, instruction) {
                    return;
                }
                let console = &mut self.desks[desk].console;
                let done = console.set_aside(&land, now, &mut self.chance);
                if let Some(done) = self.settle(desk, done) {
                    self.result(desk, turn, Input::Sent(done));
                }
            }
            (Instruction::Replay { history, head }, _) => {
                if self.waits_for_gate(desk, turn, instruction) {
                    return;
                }
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
            (Instruction::TakeSnapshot, None) => {
                self.result(desk, turn, Input::Snapshotted(Err(Failure::SignInNeeded)));
            }
            (Instruction::TakeSnapshot, Some(token)) => {
                self.ask(desk, turn, Purpose::Snapshot, Request::Snapshot(token));
            }
            _ => {}
        }
    }

    fn waits_for_gate(&mut self, desk: usize, turn: u32, instruction: Instruction) -> bool {
        let Desk { console, .. } = &self.desks[desk];
        let (gate, boot) = (console.gate, console.boot);
        if gate {
            self.after(100, Event::Start(desk, boot, turn, instruction));
        }
        gate
    }

    /// Something is asked of the central.
    fn ask(&mut self, desk: usize, turn: u32, purpose: Purpose, request: Request) {
        self.sequence += 1;
        let call = self.sequence;
        let boot = self.desks[desk].console.boot;
        let listens = matches!(purpose, Purpose::Listen(_));
        self.desks[desk].calls.insert(call, Call { turn, purpose });
        if !listens {
            let wait = if matches!(request, Request::Snapshot(_)) {
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

    fn breaks(&mut self, desk: usize, call: u64) {
        let boot = self.desks[desk].console.boot;
        let failed = Reply::Failed(Failure::Unreachable { retry_after: None });
        let moment = self.chance.between(1, 60);
        self.after(moment, Event::Answered(desk, boot, call, failed));
    }

    /// The central answers.
    fn reply(&mut self, desk: usize, boot: u32, call: u64, reply: Reply) {
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
    fn arrives(&mut self, desk: usize, boot: u32, call: u64, request: Request) {
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

    fn err(&mut self, desk: usize, boot: u32, call: u64) {
        let retry_after = self.chance.percent(30).then_some(5);
        let failure = Failure::Unreachable { retry_after };
        self.reply(desk, boot, call, Reply::Failed(failure));
    }

    fn served(&mut self, desk: usize, boot: u32, request: Request) -> Option<Reply> {
        let now = Timestamp::from_millisecond(self.now).unwrap_or_default();
        let land = self.land.clone();
        let lapsed = Some(Reply::Failed(Failure::SignInNeeded));
        match request {
            Request::SignIn(user, password, device) => {
                let session = self.central.sign_in(&user, password, device, &mut self.chance);
                Some(Reply::Session(session))
            }
            Request::Send(token, batch) => {
                if self.central.session(&token, &land).is_none() {
                    return lapsed;
                }
                if batch.commands.iter().any(|one| self.checker.is_poison(one.id)) {
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
                        self.after(400, Event::Commits);
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
            Request::Snapshot(token) => {
                let Some(user) = self.central.session(&token, &land) else {
                    return lapsed;
                };
                Some(Reply::Snapshot(Arc::new(self.central.snapshot(user))))
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
    fn beat(&mut self, stream: u64, beats: bool) {
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
    fn ticks(&mut self, desk: usize, turn: u32, tick: Option<StreamTick>) {
        let now = self.now;
        match tick {
            Some(tick) => {
                let console = &mut self.desks[desk].console;
                console.heard_time(tick.central_time, now);
                self.input(desk, turn, Input::Heard(tick));
            }
            None => {
                self.desks[desk].stream = None;
                self.input(desk, turn, Input::StreamLost);
            }
        }
    }

    /// An answer reaches a console, or it gives up.
    fn answered(&mut self, desk: usize, call: u64, reply: Reply) {
        let (now, land) = (self.now, self.land.clone());
        let Some(Call { turn, purpose }) = self.desks[desk].calls.get(&call).cloned() else {
            return;
        };
        let boot = self.desks[desk].console.boot;
        // Whoever changes the files waits for the gate.
        let local = matches!(reply, Reply::Answers(_) | Reply::Page(_) | Reply::Session(_));
        if local && self.desks[desk].console.gate {
            return self.after(100, Event::Answered(desk, boot, call, reply));
        }
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
            (Purpose::Enter(..), _) => {}
            (Purpose::Renew, Reply::Session(Some((token, grant)))) => {
                let user = console.signed_in.as_ref().map(|signed_in| signed_in.user.clone());
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
                console.gate = true;
                self.desks[desk].loading = Some(Loading {
                    turn,
                    snapshot,
                    done: 0,
                });
                self.after(1, Event::Loads(desk, boot));
            }
            (Purpose::Snapshot, Reply::Failed(failure)) => {
                self.result(desk, turn, Input::Snapshotted(Err(failure)));
            }
            (Purpose::Listen(stream), Reply::Failed(_)) => {
                if self.desks[desk].stream == Some(stream) {
                    self.desks[desk].stream = None;
                    self.result(desk, turn, Input::StreamLost);
                }
            }
            _ => {}
        }
    }

    /// Some more of a snapshot comes, or it breaks off.
    fn loads(&mut self, desk: usize) {
        const FEW: usize = 5;
        let (now, land) = (self.now, self.land.clone());
        let boot = self.desks[desk].console.boot;
        let Some(mut loading) = self.desks[desk].loading.take() else {
            return;
        };
        let turn = loading.turn;
        let broken = match self.desks[desk].line {
            Condition::Good => self.chance.percent(1),
            Condition::Slow | Condition::Lossy => self.chance.percent(10),
            Condition::Cut | Condition::BlackHole => true,
        };
        if broken || self.central.stopped {
            self.desks[desk].console.gate = false;
            let failure = Failure::Unreachable { retry_after: None };
            return self.result(desk, turn, Input::Snapshotted(Err(failure)));
        }
        self.desks[desk].console.heard = now;
        let total = loading.snapshot.cases.len();
        loading.done += FEW;
        if loading.done < total {
            let progress = Input::Progress {
                done: loading.done as u64,
                total: total as u64,
            };
            self.desks[desk].loading = Some(loading);
            self.result(desk, turn, progress);
            let wait = match self.desks[desk].line {
                Condition::Good => self.chance.between(5, 100),
                _ => self.chance.between(200, 6_000),
            };
            return self.after(wait, Event::Loads(desk, boot));
        }
        let console = &mut self.desks[desk].console;
        let done = console.snapshotted(loading.snapshot, &land, now, &mut self.chance);
        console.gate = false;
        match self.settle(desk, done) {
            Some(Ok(Some(place))) => self.result(desk, turn, Input::Snapshotted(Ok(place))),
            Some(Ok(None)) => {}
            Some(Err(failure)) => self.result(desk, turn, Input::Snapshotted(Err(failure))),
            None => {}
        }
    }

    /// Somebody types name and password.
    pub(super) fn enter(&mut self, desk: usize, user: &UserId) {
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

    /// Whoever it is signs in as soon as the console lets them.
    pub fn enter_when_possible(&mut self, desk: usize, user: &UserId) {
        for _ in 0..20 {
            if self.desks[desk].console.gate {
                self.step();
            }
        }
        self.enter(desk, user);
    }

    /// Somebody is signed in: with the central, or by what the device remembers.
    fn enters(
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
        if self.desks[desk].console.gate {
            return;
        }
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
        let place = position.map(|position| Place {
            history: position.history,
            cursor: position.cursor,
            register_version: position.register_version,
        });
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
            waiting,
            session,
        };
        self.result(desk, turn, signed_in);
    }

    /// Whoever is signed in leaves.
    pub(super) fn leaves(&mut self, desk: usize) {
        let console = &mut self.desks[desk].console;
        if console.gate || console.signed_in.take().is_none() {
            return;
        }
        console.pending = onemap_store::cache::Pending::default();
        let turn = console.turns;
        self.result(desk, turn, Input::SignedOut);
    }

    /// A console is started.
    pub(super) fn boots(&mut self, desk: usize) {
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
    pub(super) fn dies(&mut self, desk: usize) {
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
        console.gate = false;
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
    pub(super) fn stays_off(&mut self, desk: usize, until: i64) {
        self.desks[desk].off_until = until;
    }

    /// Whether it may be started.
    pub(super) fn may_boot(&self, desk: usize) -> bool {
        let place = &self.desks[desk];
        place.console.machine.is_none() && self.now >= place.off_until
    }

    /// A console's line changes for a while.
    pub(super) fn line_changes(&mut self, desk: usize, condition: Condition, lasts: i64) {
        let place = &mut self.desks[desk];
        place.line = condition;
        place.line_change += 1;
        let change = place.line_change;
        self.after(lasts, Event::Mended(desk, change));
        if condition == Condition::Cut {
            let calls: Vec<u64> = self.desks[desk].calls.keys().copied().collect();
            for call in calls {
                self.breaks(desk, call);
            }
            self.streams_end(Some(desk));
        }
    }

    /// Streams end, as far as their readers hear of it.
    fn streams_end(&mut self, only: Option<usize>) {
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
    pub(super) fn central_stops(&mut self) {
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
    pub(super) fn central_stops_in_batch(&mut self) {
        self.stops_in_batch = true;
    }

    /// The central answers 5xx for a while.
    pub(super) fn central_errs(&mut self, commands_only: bool, lasts: i64) {
        self.erring = if commands_only {
            Erring::Commands
        } else {
            Erring::All
        };
        self.err_change += 1;
        let change = self.err_change;
        self.after(lasts, Event::CentralMended(change));
    }

    /// Everything is mended, and nothing goes wrong any more.
    pub fn mend(&mut self) {
        self.quiet = true;
        self.erring = Erring::Not;
        self.stops_in_batch = false;
        for desk in &mut self.desks {
            desk.line = Condition::Good;
            desk.line_change += 1;
            desk.off_until = self.now.min(desk.off_until);
            desk.away_until = 0;
            desk.console.fuse = None;
            desk.console.full_until = 0;
        }
        for desk in 0..self.desks.len() {
            self.person_after(100, desk);
        }
        self.tell(|| "everything is mended".to_owned());
    }
}
