//! The console's end of the sync: a machine that takes events and returns instructions.
//!
//! It knows how the line stands, how far the cache has followed the central, and what is under
//! way; it never touches a socket, a file or a clock. At most one batch, one page and one snapshot
//! are under way at a time. Orders go out before news comes in, so that what a page brings already
//! contains them. The bytes of attachments go last, a piece at a time, while no order waits.

mod fetch;
mod pieces;
mod talk;

pub use talk::{Failure, Input, Instruction, Page, Place, Staged, Taken};

use jiff::{SignedDuration, Timestamp};
use onemap_protocol::desk::Link;
use onemap_protocol::feed::{Cursor, HEARTBEAT_SECONDS, HistoryId, StreamTick};

use self::pieces::Pieces;

/// The first wait after a failure, milliseconds; doubles up to [`LONGEST_WAIT_MS`].
const FIRST_WAIT_MS: i64 = 500;
/// The longest wait between two tries, milliseconds.
const LONGEST_WAIT_MS: i64 = 30_000;
/// The wait after the central was found too old, or this console: updates take longer, seconds.
const IMPASSE_WAIT_SECONDS: i64 = 60;
/// A stream that is silent for so long is dead, seconds.
const SILENCE_SECONDS: i64 = 3 * HEARTBEAT_SECONDS as i64;

/// Orders in one batch.
const BATCH: u32 = 100;

/// What [`Instruction::Replay`] says.
type Replay = (HistoryId, Option<Cursor>);

/// The machine.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether one thing is under way"
)]
pub struct Machine {
    signed_in: bool,
    session: bool,
    renewable: bool,
    renewing: bool,
    line_up: bool,
    link: Link,
    place: Option<Place>,
    /// What there is of a snapshot that is not whole yet.
    staged: Option<Staged>,
    head: Option<Cursor>,
    waiting: u32,
    /// Orders queued since the sign-in, and how many those were when the batch and the replay that
    /// are under way began: one that was queued meanwhile may not have been counted.
    queued: u64,
    queued_at_send: u64,
    queued_at_replay: u64,
    batch: u32,
    sending: bool,
    /// The last batch got no answer: news is then fetched beside the next try, not after it.
    stuck: bool,
    /// The history that batches name.
    named: Option<HistoryId>,
    /// What must be put back to waiting, until that is done.
    replay: Option<Replay>,
    replaying: Option<Replay>,
    /// A batch named another history: none goes before what was lost is put back.
    held: bool,
    pieces: Pieces,
    pulling: bool,
    snapshotting: bool,
    listening: bool,
    heard_at: Timestamp,
    failures: u32,
    not_before: Option<Timestamp>,
    synchronised_at: Option<Timestamp>,
    /// The latest moment that was heard of.
    seen: Timestamp,
}

impl Machine {
    /// A machine that nobody has signed in to. The line may be down from the start: a person who
    /// pulled it expects it to stay pulled.
    pub fn new(line_up: bool, now: Timestamp) -> Machine {
        Machine {
            signed_in: false,
            session: false,
            renewable: false,
            renewing: false,
            line_up,
            link: if line_up {
                Link::Idle
            } else {
                Link::Pulled { since: now }
            },
            place: None,
            staged: None,
            head: None,
            waiting: 0,
            queued: 0,
            queued_at_send: 0,
            queued_at_replay: 0,
            batch: BATCH,
            sending: false,
            stuck: false,
            named: None,
            replay: None,
            replaying: None,
            held: false,
            pieces: Pieces::default(),
            pulling: false,
            snapshotting: false,
            listening: false,
            heard_at: now,
            failures: 0,
            not_before: None,
            synchronised_at: None,
            seen: now,
        }
    }

    /// How the line stands.
    pub fn link(&self) -> Link {
        self.link
    }

    /// When the picture was last known to be whole.
    pub fn synchronised_at(&self) -> Option<Timestamp> {
        self.synchronised_at
    }

    /// Takes in what happened and returns what to do. `jitter` in `0.0..1.0` spreads retries.
    pub fn handle(&mut self, now: Timestamp, jitter: f64, input: Input) -> Vec<Instruction> {
        let mut out = Vec::new();
        let before = (self.link, self.synchronised_at, self.staged());
        self.look_at_the_clock(now);
        self.take(now, jitter, input, &mut out);
        self.next(now, &mut out);
        if before != (self.link, self.synchronised_at, self.staged()) {
            out.push(Instruction::Publish);
        }
        out
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each input reads best in one place"
    )]
    fn take(&mut self, now: Timestamp, jitter: f64, input: Input, out: &mut Vec<Instruction>) {
        match input {
            Input::SignedIn {
                place,
                staged,
                waiting,
                pieces,
                session,
            } => {
                self.stop_listening(out);
                // What is under way belongs to an earlier sign-in; nobody will report it.
                *self = Machine {
                    signed_in: true,
                    session,
                    renewable: true,
                    place,
                    staged,
                    waiting,
                    pieces: Pieces::new(pieces),
                    ..Machine::new(self.line_up, now)
                };
                self.link = match (self.line_up, session) {
                    (false, _) => Link::Pulled { since: now },
                    (true, true) => Link::Connecting,
                    (true, false) => Link::Offline { since: now },
                };
            }
            Input::Renewed(result) => {
                self.renewing = false;
                match result {
                    Ok(()) => {
                        self.session = true;
                        // Orders that waited for this sign-in can go now.
                        self.waiting = self.waiting.max(1);
                        self.queued += 1;
                        self.show(Link::Connecting);
                        self.worked();
                    }
                    Err(Failure::SignInNeeded) => {
                        self.renewable = false;
                        self.show(Link::SignInNeeded);
                    }
                    Err(failure) => self.failed(now, jitter, failure),
                }
            }
            Input::SignedOut => {
                self.stop_listening(out);
                *self = Machine {
                    synchronised_at: None,
                    ..Machine::new(self.line_up, now)
                };
            }
            Input::Line { up } if up != self.line_up => {
                self.line_up = up;
                self.not_before = None;
                self.failures = 0;
                self.pieces.at_once();
                if up {
                    self.link = if self.signed_in {
                        Link::Connecting
                    } else {
                        Link::Idle
                    };
                } else {
                    self.stop_listening(out);
                    self.link = Link::Pulled { since: now };
                }
            }
            Input::Line { .. } => {}
            Input::Queued => {
                self.waiting += 1;
                self.queued += 1;
            }
            Input::PiecesWait => self.pieces.announced(),
            Input::RetryNow => {
                self.not_before = None;
                self.pieces.at_once();
                self.pieces.announced();
                self.waiting = self.waiting.max(1);
            }
            Input::Heard(tick) => self.heard(now, &tick),
            Input::StreamLost => {
                if self.listening {
                    self.listening = false;
                    self.failed(now, jitter, Failure::Unreachable { retry_after: None });
                }
            }
            Input::Sent(result) => {
                self.sending = false;
                self.stuck = matches!(result, Err(Failure::Unreachable { .. } | Failure::Local));
                match result {
                    Ok(waiting) => {
                        self.count(waiting, self.queued_at_send);
                        self.batch = BATCH;
                        self.head = None;
                        self.worked();
                    }
                    Err(Failure::Rejected) if self.batch > 1 => self.batch = 1,
                    Err(Failure::Rejected) => {
                        self.sending = true;
                        self.queued_at_send = self.queued;
                        self.batch = BATCH;
                        out.push(Instruction::SetAsideOldest);
                    }
                    Err(Failure::History(history)) => {
                        self.held = true;
                        self.replay = Some((history, None));
                        self.place = self.place.filter(|place| place.history == history);
                        self.keep_staged_of(history);
                        self.worked();
                    }
                    Err(failure) => self.failed(now, jitter, failure),
                }
            }
            Input::PieceSent(result) => match result {
                Ok(more) => self.pieces.taken(more),
                // It stays under way until it is set aside.
                Err(Failure::Rejected) => out.push(Instruction::SetAsidePiece),
                Err(Failure::SignInNeeded) => {
                    self.pieces.stopped();
                    self.failed(now, jitter, Failure::SignInNeeded);
                }
                Err(failure) => self.pieces.failed(now, jitter, failure),
            },
            Input::Replayed(result) => {
                let done = self.replaying.take();
                match result {
                    Ok(waiting) => {
                        self.named = done.map(|(history, _)| history);
                        // The central may have been restored once more meanwhile.
                        self.replay = self.replay.filter(|due| Some(*due) != done);
                        self.held &= self.replay.is_some();
                        self.count(waiting, self.queued_at_replay);
                        // A batch that is under way was counted without them, perhaps.
                        self.queued += 1;
                    }
                    Err(failure) => self.failed(now, jitter, failure),
                }
            }
            Input::Pulled(result) => {
                self.pulling = false;
                match result {
                    Ok(page) => self.pulled(now, page),
                    Err(failure) => self.failed(now, jitter, failure),
                }
            }
            Input::Progress(staged) => {
                if self.snapshotting {
                    self.progressed(staged);
                }
            }
            Input::Snapshotted(result) => {
                self.snapshotting = false;
                if let Err(failure) = self.snapshotted(result) {
                    self.failed(now, jitter, failure);
                }
            }
            Input::Timer => {
                let silence = now.duration_since(self.heard_at);
                if self.listening && silence > SignedDuration::from_secs(SILENCE_SECONDS) {
                    self.stop_listening(out);
                    self.failed(now, jitter, Failure::Unreachable { retry_after: None });
                }
            }
        }
    }

    /// What follows from the state, whatever led to it.
    fn next(&mut self, now: Timestamp, out: &mut Vec<Instruction>) {
        if !(self.signed_in && self.line_up) {
            return;
        }
        if !self.session && !self.renewable {
            self.link = Link::SignInNeeded;
            return;
        }
        if let Some(at) = self.not_before.filter(|at| *at > now) {
            out.push(Instruction::WakeAt(at));
            return;
        }
        self.not_before = None;
        if !self.session {
            if !self.renewing {
                self.renewing = true;
                out.push(Instruction::Renew);
            }
            return;
        }
        if !self.listening {
            self.listening = true;
            self.heard_at = now;
            out.push(Instruction::Listen);
        }
        if let (Some((history, head)), None) = (self.replay, self.replaying) {
            self.replaying = self.replay;
            self.queued_at_replay = self.queued;
            out.push(Instruction::Replay { history, head });
        }
        if !self.sending && !self.held && self.waiting > 0 {
            self.sending = true;
            self.queued_at_send = self.queued;
            out.push(Instruction::Send { limit: self.batch });
        }
        // While no order waits, and not into a history that may have lost the orders before them.
        let orders_are_out = self.waiting == 0 && !self.sending && !self.held;
        if orders_are_out && self.replay.is_none() && self.pieces.begins(now) {
            out.push(Instruction::SendPiece);
        }
        match self.place {
            None if !self.snapshotting && !self.pulling => {
                self.snapshotting = true;
                self.link = fetch::loading(self.staged);
                out.push(Instruction::TakeSnapshot {
                    go_on: self.staged.is_some(),
                });
            }
            Some(place)
                if !self.pulling && !self.snapshotting && (!self.sending || self.stuck)
                // Nothing heard yet counts as news: after a sign-in or a batch the feed is asked.
                // And only its answer makes the line whole, whatever a tick said meanwhile.
                && (self.head.is_none_or(|head| head != place.cursor)
                    || !matches!(self.link, Link::Online)) =>
            {
                self.pulling = true;
                out.push(Instruction::Pull(place));
            }
            _ => {}
        }
        let silence = SignedDuration::from_secs(SILENCE_SECONDS + 1);
        let silent = self.heard_at.checked_add(silence).ok();
        let wakes = silent.into_iter().chain(self.pieces.next_try()).min();
        if let Some(at) = wakes {
            out.push(Instruction::WakeAt(at));
        }
    }

    fn heard(&mut self, now: Timestamp, tick: &StreamTick) {
        self.heard_at = now;
        self.learn(tick.history_id);
        self.keep_staged_since(tick.register_version);
        match self.place {
            // Only a newer one: a tick may be older than the snapshot that has just been taken.
            Some(place)
                if place.history != tick.history_id
                    || place.register_version < tick.register_version =>
            {
                self.place = None;
            }
            Some(place) => {
                // A head behind the cache is another history, too: the feed will say which.
                self.head = Some(tick.cursor);
                if tick.cursor == place.cursor && matches!(self.link, Link::Online) {
                    self.synchronised_at = Some(now);
                }
            }
            None => {}
        }
    }

    fn pulled(&mut self, now: Timestamp, page: Page) {
        // What cannot be sent keeps its own wait.
        if !self.stuck {
            self.worked();
        }
        self.learn(page.place.history);
        let Some(place) = self.place else { return };
        let behind = page.place.cursor < place.cursor;
        let same = place.history == page.place.history
            && place.register_version == page.place.register_version;
        if !same || behind {
            self.place = None;
            if behind && place.history == page.place.history {
                self.replay = Some((place.history, Some(page.place.cursor)));
                // What was staged before may hold what is lost.
                self.staged = None;
            }
            return;
        }
        self.place = Some(page.place);
        if page.more {
            self.head = None;
        } else {
            // What was heard meanwhile may lie further; otherwise this is the head.
            self.head = Some(
                self.head
                    .map_or(page.place.cursor, |head| head.max(page.place.cursor)),
            );
            self.show(Link::Online);
            self.synchronised_at = Some(now);
        }
    }

    /// The line stands so, unless somebody has pulled it or nobody is signed in: what was under
    /// way then still comes to its end, and says nothing of the line.
    fn show(&mut self, link: Link) {
        if self.signed_in && self.line_up {
            self.link = link;
        }
    }

    /// The central's word on which history it is of.
    fn learn(&mut self, history: HistoryId) {
        let known = self.replay.map(|(history, _)| history).or(self.named);
        if known != Some(history) {
            self.replay = Some((history, None));
        }
        self.keep_staged_of(history);
    }

    /// So many orders wait. Those that were queued since may not be among them; asking once more
    /// costs nothing.
    fn count(&mut self, waiting: u32, queued_then: u64) {
        self.waiting = waiting.max(u32::from(self.queued != queued_then));
    }

    /// A device's clock may be set back. Moments that were noted before then lie in the future:
    /// nothing would be tried until they come, and an old picture would look fresh.
    fn look_at_the_clock(&mut self, now: Timestamp) {
        if now < self.seen {
            let back = self.seen.duration_since(now);
            let earlier = |at: Timestamp| at.checked_sub(back).unwrap_or(now);
            self.not_before = None;
            self.pieces.at_once();
            self.heard_at = earlier(self.heard_at);
            self.synchronised_at = self.synchronised_at.map(earlier);
            self.link = match self.link {
                Link::Offline { since } => Link::Offline {
                    since: earlier(since),
                },
                Link::Pulled { since } => Link::Pulled {
                    since: earlier(since),
                },
                Link::Impasse { which, since } => Link::Impasse {
                    which,
                    since: earlier(since),
                },
                link => link,
            };
        }
        self.seen = now;
    }

    fn worked(&mut self) {
        self.failures = 0;
        self.not_before = None;
    }

    fn failed(&mut self, now: Timestamp, jitter: f64, failure: Failure) {
        if !(self.signed_in && self.line_up) {
            return;
        }
        if failure == Failure::SignInNeeded {
            // The session lapsed; `next` opens another one if it can.
            self.session = false;
            return;
        }
        self.link = match (failure, self.link) {
            // The last word of who answers stands: that the stream breaks off says nothing more.
            (Failure::Impasse(which), Link::Impasse { since, .. }) => {
                Link::Impasse { which, since }
            }
            (Failure::Impasse(which), _) => Link::Impasse { which, since: now },
            (_, link @ (Link::Offline { .. } | Link::Impasse { .. })) => link,
            _ => Link::Offline { since: now },
        };
        // What was heard before says nothing of what came since: the feed is asked again, and only
        // its answer makes the line whole, also where nothing has changed.
        self.head = None;
        let wait = pieces::wait(self.failures, jitter, failure);
        self.failures += 1;
        let at = now.checked_add(wait).unwrap_or(now);
        // The later of two failures at once decides: a wait that was asked for is kept.
        self.not_before = Some(self.not_before.map_or(at, |known| known.max(at)));
    }

    fn stop_listening(&mut self, out: &mut Vec<Instruction>) {
        if self.listening {
            self.listening = false;
            out.push(Instruction::StopListening);
        }
    }
}

#[cfg(test)]
mod tests;
