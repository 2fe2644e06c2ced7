//! The world of a trial: what happens next, and what waits for the network in between.
//!
//! The tasks of `desk/src/runner.rs` are taken apart where they wait, so that anything can happen
//! there: a person gives an order, a console dies, the line breaks. A task's result goes to the
//! machine a moment later through the same queue as everything else, as in the runner.

mod lives;
mod service;
mod tasks;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::people::UserId;
use onemap_protocol::command::{Batch, BatchAnswer};
use onemap_protocol::feed::{Cursor, FeedPage, StreamTick};
use onemap_protocol::session::{Grant, Secret};
use onemap_sync::machine::{Failure, Input, Instruction, Place};
use uuid::Uuid;

use super::central::{Central, Database, Land};
use super::chance::Chance;
use super::checker::Checker;
use super::console::{Console, Trouble};
use super::faults::{Fault, Mutation};
use super::files::{CacheChange, Rest, Snapshot};
use super::network::Condition;

/// How long a request with a small answer may take, milliseconds.
const PATIENCE: i64 = 15_000;
/// How long a snapshot may pause, milliseconds.
const SILENCE: i64 = 20_000;
/// Events of the log in a page: few, so that there are many pages.
const PAGE: usize = 24;
/// Cases in an answer with a snapshot: few, so that many have parts.
const PIECE: usize = 20;

/// Something that is asked of the central.
#[derive(Clone, Debug)]
pub enum Request {
    /// A session.
    SignIn(UserId, u32, Uuid),
    /// Answers to orders.
    Send(Secret, Arc<Batch>),
    /// News.
    Feed(Secret, Cursor),
    /// Everything, or the rest of it.
    Snapshot(Secret, Option<Rest>),
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
    /// Everything, as it was at one moment, or a part of it.
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
    /// What is left of it: its head, what happened meanwhile, its cases.
    parts: VecDeque<CacheChange>,
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
        self.queue
            .peek()
            .map_or(i64::MAX, |Reverse((at, _, _))| *at)
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
            (Some(Mutation::LoseWakeUp), Input::Queued) => return,
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
        let words = self
            .told
            .is_some()
            .then(|| format!("console {desk} hears {input:?}"));
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

    /// A task reports, a moment later; longer where the machine is busy with something else.
    fn result(&mut self, desk: usize, turn: u32, input: Input) {
        let boot = self.desks[desk].console.boot;
        let busy = self.chance.percent(3);
        let moment = self.chance.between(0, if busy { 400 } else { 2 });
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
