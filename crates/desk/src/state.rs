//! What a desk holds in memory.

use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use onemap_console::County;
use onemap_domain::people::User;
use onemap_domain::{Context, Ground};
use onemap_protocol::desk::{Draining, Link, Tick};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::{Grant, Secret};
use onemap_store::{Cache, Outbox, StoreError};
use onemap_sync::machine::{Input, Staged};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use crate::base_maps::BaseMaps;
use crate::central::Central;
use crate::papers::Printer;
use crate::{DeskError, Options};

/// Somebody is signed in.
#[derive(Clone)]
pub(crate) struct SignedIn {
    pub(crate) user: User,
    /// Kept in memory only, to open a session again when the line returns.
    pub(crate) password: Secret,
    pub(crate) grant: Grant,
    pub(crate) token: Option<Secret>,
    /// This user's cache: what another one may see is in another file.
    pub(crate) cache: Cache,
    pub(crate) county: Option<Arc<County>>,
    /// Grows with every sign-in, so that late answers to an earlier one are known.
    pub(crate) turn: u32,
}

/// What became of a cache that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rebuilt {
    /// It was not.
    No,
    /// It is empty, and the county is on its way or the line is down.
    UnderWay,
    /// It is whole again.
    Done,
}

/// So many answers between two ticks.
const TOLD_EVERY: u32 = 20;

/// What the machine says of the line.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) link: Link,
    pub(crate) synchronised_at: Option<Timestamp>,
    pub(crate) staged: Option<Staged>,
}

/// A desk's inside, shared by its tasks.
pub(crate) struct Inner {
    pub(crate) options: Options,
    pub(crate) outbox: Outbox,
    pub(crate) central: Central,
    pub(crate) printer: Printer,
    pub(crate) base_maps: BaseMaps,
    pub(crate) ticks: watch::Sender<Tick>,
    pub(crate) closing: watch::Sender<bool>,
    pub(crate) delivered: AtomicU32,
    pub(crate) turns: AtomicU32,
    /// The apply gate: who changes the cache or the overlay holds it.
    pub(crate) gate: tokio::sync::Mutex<()>,
    /// The order that was rejected when it was sent alone.
    pub(crate) rejected: Mutex<Option<Uuid>>,
    /// The order of the attachment whose piece was rejected, and the code of the reason.
    pub(crate) rejected_piece: Mutex<Option<(Uuid, String)>>,
    signed_in: Mutex<Option<SignedIn>>,
    standing: Mutex<Standing>,
    cache_rebuilt: Mutex<Rebuilt>,
    /// Orders answered since waiting ones began to go out.
    drained: AtomicU32,
    /// So many orders in all since the outbox was last empty, those that have gone out included.
    to_drain: AtomicU32,
    trouble: Mutex<Option<String>>,
    ahead_ms: AtomicI64,
    inputs: mpsc::UnboundedSender<(u32, Input)>,
    /// A sealed case was opened here.
    pub(crate) opened: tokio::sync::Notify,
}

/// The machine's inputs, each with the turn it belongs to.
pub(crate) type Inputs = mpsc::UnboundedReceiver<(u32, Input)>;

impl Inner {
    pub(crate) fn new(
        options: Options,
        outbox: Outbox,
        link: Link,
    ) -> Result<(Arc<Inner>, Inputs), DeskError> {
        let (inputs, receiver) = mpsc::unbounded_channel();
        let inner = Inner {
            central: Central::new(&options.central, options.authority.as_deref())?,
            printer: Printer::new(options.papers.clone()),
            base_maps: BaseMaps::beside(&options.folder),
            options,
            outbox,
            ticks: watch::Sender::new(Tick::default()),
            closing: watch::Sender::new(false),
            delivered: AtomicU32::new(0),
            turns: AtomicU32::new(0),
            gate: tokio::sync::Mutex::new(()),
            rejected: Mutex::new(None),
            rejected_piece: Mutex::new(None),
            signed_in: Mutex::new(None),
            standing: Mutex::new(Standing {
                link,
                synchronised_at: None,
                staged: None,
            }),
            cache_rebuilt: Mutex::new(Rebuilt::No),
            drained: AtomicU32::new(0),
            to_drain: AtomicU32::new(0),
            trouble: Mutex::new(None),
            opened: tokio::sync::Notify::new(),
            ahead_ms: AtomicI64::new(0),
            inputs,
        };
        Ok((Arc::new(inner), receiver))
    }

    /// The device's clock.
    pub(crate) fn device_now(&self) -> Timestamp {
        (self.options.now)()
    }

    /// The central's clock, as well as it is known.
    pub(crate) fn central_now(&self) -> Timestamp {
        let ahead = SignedDuration::from_millis(self.ahead_ms());
        self.device_now()
            .checked_add(ahead)
            .unwrap_or_else(|_| self.device_now())
    }

    pub(crate) fn ahead_ms(&self) -> i64 {
        self.ahead_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn heard_time(&self, central: Timestamp) {
        let ahead = central.duration_since(self.device_now()).as_millis();
        self.ahead_ms
            .store(i64::try_from(ahead).unwrap_or(0), Ordering::Relaxed);
    }

    pub(crate) fn signed_in(&self) -> Option<SignedIn> {
        lock(&self.signed_in).clone()
    }

    pub(crate) fn set_signed_in(&self, signed_in: Option<SignedIn>) {
        *lock(&self.signed_in) = signed_in;
    }

    /// Whether this sign-in is still the present one, and its cache open. Asked with the gate held.
    pub(crate) fn is_present(&self, turn: u32) -> bool {
        let closed = *self.closing.borrow();
        !closed && self.signed_in().is_some_and(|here| here.turn == turn)
    }

    /// Changes the sign-in of this turn, if it is still the present one.
    pub(crate) fn change_signed_in(&self, turn: u32, change: impl FnOnce(&mut SignedIn)) {
        if let Some(signed_in) = lock(&self.signed_in).as_mut().filter(|s| s.turn == turn) {
            change(signed_in);
        }
    }

    pub(crate) fn standing(&self) -> Standing {
        *lock(&self.standing)
    }

    pub(crate) fn set_standing(&self, standing: Standing) {
        *lock(&self.standing) = standing;
        self.tick(|tick| tick.status += 1);
    }

    pub(crate) fn cache_rebuilt(&self) -> Rebuilt {
        *lock(&self.cache_rebuilt)
    }

    pub(crate) fn set_cache_rebuilt(&self, rebuilt: Rebuilt) {
        *lock(&self.cache_rebuilt) = rebuilt;
    }

    /// A snapshot was taken in: a cache that was broken is whole again.
    pub(crate) fn cache_is_whole(&self) {
        let mut rebuilt = lock(&self.cache_rebuilt);
        if *rebuilt == Rebuilt::UnderWay {
            *rebuilt = Rebuilt::Done;
        }
    }

    /// How far waiting orders have gone out, while they do. The number in all was read before the batch:
    /// an order may be answered between two readings.
    pub(crate) fn draining(&self, waiting: u32) -> Option<Draining> {
        let done = self.drained.load(Ordering::Relaxed);
        let total = self.to_drain.load(Ordering::Relaxed);
        (done > 0 && waiting > 0 && done < total).then_some(Draining { done, total })
    }

    /// A batch is about to go out; so many orders wait.
    pub(crate) fn drains(&self, waiting: u32) {
        let done = self.drained.load(Ordering::Relaxed);
        self.to_drain.store(done + waiting, Ordering::Relaxed);
    }

    /// One more order was answered; a screen is told now and then.
    pub(crate) fn drained_one(&self) {
        let done = self.drained.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(TOLD_EVERY) {
            self.tick(|tick| tick.status += 1);
        }
    }

    /// So many orders still wait.
    pub(crate) fn still_wait(&self, waiting: u32) {
        if waiting == 0 {
            self.drained.store(0, Ordering::Relaxed);
        }
    }

    /// The code of what keeps the sync from going on here.
    pub(crate) fn trouble(&self) -> Option<String> {
        lock(&self.trouble).clone()
    }

    /// Says that the local files failed, or that they work again.
    pub(crate) fn set_trouble(&self, trouble: Option<ProblemCode>) {
        let trouble = trouble.map(|code| code.name().to_owned());
        let mut known = lock(&self.trouble);
        if *known != trouble {
            *known = trouble;
            self.tick(|tick| tick.status += 1);
        }
    }

    /// Shows what waits, with the gate held. The orders are safe already: where this fails, they are
    /// only shown later, and that is said, not that the order failed.
    pub(crate) async fn show_pending(&self) {
        match self.refresh_overlay().await {
            Ok(()) => self.set_trouble(None),
            Err(error) => self.troubled(error),
        }
    }

    /// Says that the local files failed.
    pub(crate) fn troubled(&self, error: StoreError) {
        let problem = Problem::from(error);
        let code = ProblemCode::ALL.into_iter().find(|code| problem.is(*code));
        self.set_trouble(Some(code.unwrap_or(ProblemCode::StorageFailed)));
    }

    /// Gives the machine an input of the present turn.
    pub(crate) fn input(&self, input: Input) {
        let turn = self.turns.load(Ordering::Relaxed);
        self.input_of(turn, input);
    }

    /// Gives the machine an input of an earlier turn; it is dropped when that is over.
    pub(crate) fn input_of(&self, turn: u32, input: Input) {
        // Only a closed desk has no machine any more, and it needs no input.
        let _closed = self.inputs.send((turn, input));
    }

    pub(crate) fn tick(&self, change: impl FnOnce(&mut Tick)) {
        self.ticks.send_modify(change);
    }

    /// Decides the pending orders again. Call with the gate held.
    pub(crate) async fn refresh_overlay(&self) -> Result<(), StoreError> {
        let Some(signed_in) = self.signed_in() else {
            return Ok(());
        };
        let Some(county) = signed_in.county else {
            return Ok(());
        };
        let orders = self.outbox.unconfirmed().await?;
        let context = Context {
            now: self.central_now(),
            actor: &signed_in.user.actor,
            scope: &signed_in.user.scope,
            profile: &county.profile,
            calendar: &county.calendar,
            ground: &*county as &dyn Ground,
            number: None,
            drawing: None,
        };
        let confirmed = signed_in.cache.overlay(&orders, &context).await?;
        if !confirmed.is_empty() {
            self.outbox.confirm(&confirmed).await?;
        }
        self.tick(|tick| {
            tick.cases += 1;
            tick.status += 1;
        });
        Ok(())
    }
}

/// A poisoned lock only means that another task died while it read or wrote a plain value.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
