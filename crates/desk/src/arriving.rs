//! A snapshot on its way from the central into the cache, batch by batch. What came before the line
//! broke is kept, down to the last whole line; whether it is gone on with is the machine's.

use futures_util::StreamExt;
use onemap_domain::case::Case;
use onemap_domain::event::Recorded;
use onemap_domain::record::{Record, RecordEntry};
use onemap_protocol::feed::{Cursor, Entry, SnapshotLine, SnapshotPlace};
use onemap_protocol::register::Register;
use onemap_store::StoreError;
use onemap_store::cache::{Position, SnapshotHead, Staged};
use onemap_sync::machine::{self, Failure, Input, Place, Taken};
use tokio::sync::MutexGuard;

use crate::runner::local;
use crate::state::{Inner, SignedIn};

/// Cases or records in one transaction.
const BATCH: usize = 500;

/// The line broke, or whoever waited for it is gone.
const BROKEN: Failure = Failure::Unreachable { retry_after: None };

/// Takes in an answer with a snapshot, from where it was or from the beginning.
pub(crate) async fn snapshot(
    inner: &Inner,
    signed_in: &SignedIn,
    go_on: bool,
) -> Result<Taken, Failure> {
    let token = signed_in.token.as_ref().ok_or(Failure::SignInNeeded)?;
    let staged = if go_on {
        let _gate = gate(inner, signed_in.turn).await?;
        signed_in.cache.staged().await.map_err(unusable)?
    } else {
        None
    };
    let from = staged.and_then(|staged| staged.place);
    let lines = inner.central.snapshot(token, from).await?;
    let mut lines = std::pin::pin!(lines);
    let mut arriving = Arriving {
        inner,
        signed_in,
        asked: from,
        head: None,
        ready: false,
        records: Vec::new(),
        cases: Vec::new(),
    };
    while let Some(line) = lines.next().await {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                tracing::warn!(%error, "the snapshot broke off");
                break;
            }
        };
        if let Some(taken) = arriving.take(line).await? {
            return Ok(taken);
        }
    }
    // Without its last line the answer was cut off. What came of it need not come again.
    arriving.keep().await?;
    Err(BROKEN)
}

/// The apply gate, while whoever this is for is still signed in.
async fn gate(inner: &Inner, turn: u32) -> Result<MutexGuard<'_, ()>, Failure> {
    let gate = inner.gate.lock().await;
    if inner.is_present(turn) {
        Ok(gate)
    } else {
        Err(BROKEN)
    }
}

/// What cannot be read here begins anew; whatever else fails is tried again.
fn unusable(error: StoreError) -> Failure {
    let is_damage = error.is_damage();
    let failure = local(error);
    if is_damage {
        Failure::Unusable
    } else {
        failure
    }
}

/// What the central sent is not how a snapshot goes.
fn unfit(what: &str) -> Failure {
    tracing::error!(what, "a snapshot is not as it should be");
    Failure::Unusable
}

struct Arriving<'a> {
    inner: &'a Inner,
    signed_in: &'a SignedIn,
    /// Where the rest begins that was asked for.
    asked: Option<SnapshotPlace>,
    head: Option<SnapshotHead>,
    /// What comes has something to be put to: what there was, or a register.
    ready: bool,
    records: Vec<(Record, Vec<RecordEntry>)>,
    cases: Vec<(Case, Vec<Recorded>)>,
}

impl Arriving<'_> {
    async fn take(&mut self, line: SnapshotLine) -> Result<Option<Taken>, Failure> {
        match line {
            SnapshotLine::Head {
                history_id,
                cursor,
                register_version,
                central_time,
                cases,
                of,
                goes_on,
            } => {
                self.inner.heard_time(central_time);
                let position = Position {
                    history: history_id,
                    cursor,
                    register_version,
                };
                let head = SnapshotHead {
                    of,
                    position,
                    total: cases,
                };
                self.begins(head, goes_on).await?;
            }
            SnapshotLine::Register { register } => self.register(&register).await?,
            SnapshotLine::Changes { cursor, entries } => self.changes(cursor, &entries).await?,
            SnapshotLine::Record { record, entries } => {
                self.records.push((*record, entries));
                if self.records.len() == BATCH {
                    self.keep().await?;
                }
            }
            SnapshotLine::Case { case, events } => {
                self.cases.push((*case, events));
                if self.cases.len() == BATCH {
                    self.keep().await?;
                }
            }
            SnapshotLine::More => {
                self.keep().await?;
                return Ok(Some(Taken::Part));
            }
            SnapshotLine::End => {
                self.keep().await?;
                return self.ends().await.map(Some);
            }
        }
        Ok(None)
    }

    async fn begins(&mut self, head: SnapshotHead, goes_on: bool) -> Result<(), Failure> {
        if goes_on {
            if self.asked.is_none_or(|asked| Some(asked.of) != head.of) {
                return Err(unfit("it goes on with another one"));
            }
            let _gate = gate(self.inner, self.signed_in.turn).await?;
            let cache = &self.signed_in.cache;
            cache.stage_total(head.total).await.map_err(unusable)?;
            self.progress().await?;
        }
        self.head = Some(head);
        self.ready = goes_on;
        Ok(())
    }

    async fn register(&mut self, register: &Register) -> Result<(), Failure> {
        let head = self
            .head
            .ok_or_else(|| unfit("no head before the register"))?;
        let _gate = gate(self.inner, self.signed_in.turn).await?;
        let cache = &self.signed_in.cache;
        cache.stage_anew(&head, register).await.map_err(local)?;
        self.ready = true;
        self.progress().await
    }

    async fn changes(&self, cursor: Cursor, entries: &[Entry]) -> Result<(), Failure> {
        if !self.ready {
            return Err(unfit("no register"));
        }
        let _gate = gate(self.inner, self.signed_in.turn).await?;
        let cache = &self.signed_in.cache;
        let staged = cache.stage_changes(cursor, entries).await;
        staged.map_err(unusable)?;
        self.progress().await
    }

    /// Makes durable what has come since the last time.
    async fn keep(&mut self) -> Result<(), Failure> {
        if self.records.is_empty() && self.cases.is_empty() {
            return Ok(());
        }
        if !self.ready {
            return Err(unfit("no register"));
        }
        let _gate = gate(self.inner, self.signed_in.turn).await?;
        let cache = &self.signed_in.cache;
        cache.stage_records(&self.records).await.map_err(unusable)?;
        self.records.clear();
        cache.stage_cases(&self.cases).await.map_err(unusable)?;
        self.cases.clear();
        self.progress().await
    }

    async fn ends(&mut self) -> Result<Taken, Failure> {
        let head = self.head.ok_or_else(|| unfit("no head before the end"))?;
        let _gate = gate(self.inner, self.signed_in.turn).await?;
        let cache = &self.signed_in.cache;
        let staged = cache.staged().await.map_err(unusable)?;
        if staged.is_none_or(|staged| staged.position != head.position) {
            return Err(unfit("it is not of the moment of its head"));
        }
        let (position, register) = cache
            .finish_snapshot()
            .await
            .map_err(unusable)?
            .ok_or_else(|| unfit("there is none"))?;
        let (inner, turn) = (self.inner, self.signed_in.turn);
        inner.cache_is_whole();
        inner.open_county(turn, register).await?;
        inner.refresh_overlay().await.map_err(local)?;
        Ok(Taken::Whole(place(position)))
    }

    /// Says how much is durable.
    async fn progress(&self) -> Result<(), Failure> {
        let staged = self.signed_in.cache.staged().await.map_err(unusable)?;
        if let Some(staged) = staged {
            let input = Input::Progress(so_far(staged));
            self.inner.input_of(self.signed_in.turn, input);
        }
        Ok(())
    }
}

/// A place of the cache, as the machine knows it.
pub(crate) fn place(position: Position) -> Place {
    Place {
        history: position.history,
        cursor: position.cursor,
        register_version: position.register_version,
    }
}

/// How much of a snapshot is here, as the machine knows it.
pub(crate) fn so_far(staged: Staged) -> machine::Staged {
    machine::Staged {
        place: place(staged.position),
        done: staged.done,
        total: staged.total,
    }
}
