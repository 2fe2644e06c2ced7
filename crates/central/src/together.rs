//! Batches that wait for the one writer's turn share it: they are decided one after the other in one
//! transaction, wait for the disk once, and are answered each by its own answers, after the commit.
//!
//! Whoever's turn it is takes along all who wait by then, so nobody waits for company: alone, a batch is
//! decided at once. When what they share fails, each is tried again by itself, as if nobody else had come; a
//! batch that had been committed after all is answered as delivered before.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use onemap_protocol::command::Batch;
use tokio::sync::{Mutex as Turn, oneshot};
use tracing::Instrument as _;

use crate::Now;
use crate::acceptance::{Submitted, decide, submit};
use crate::error::StoreError;
use crate::land::Land;
use crate::repository::{Repository, Transaction};

/// Most commands that share a transaction, unless one batch has more.
const MOST: usize = 256;

/// A batch, and the register that it is to be decided by.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The register.
    pub land: Arc<Land>,
    /// The batch.
    pub batch: Arc<Batch>,
}

/// A batch that waits.
struct Waiting {
    brought: Brought,
    answer: oneshot::Sender<Result<Submitted, StoreError>>,
}

/// Those who wait for the writer.
#[derive(Default)]
pub struct Together {
    waiting: Mutex<VecDeque<Waiting>>,
    turn: Turn<()>,
}

impl Together {
    /// Decides a batch, and returns when its effects and answers are durable. A caller who goes away breaks
    /// nothing off.
    pub async fn submit(
        self: &Arc<Together>,
        repository: &Arc<dyn Repository>,
        now: &Now,
        brought: Brought,
    ) -> Result<Submitted, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue().push_back(Waiting { brought, answer });
        let turn = self.clone().take_turn(repository.clone(), now.clone());
        tokio::spawn(turn.in_current_span());
        answered.await.map_err(|_| StoreError::BrokenOff)?
    }

    /// How many batches wait.
    pub fn waiting(&self) -> usize {
        self.queue().len()
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, VecDeque<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides all who wait; nobody, when the turn before has taken them along.
    async fn take_turn(self: Arc<Together>, repository: Arc<dyn Repository>, now: Now) {
        let turn = self.turn.lock().await;
        if self.queue().is_empty() {
            return;
        }
        let begun = repository.begin().await;
        let waiting = self.those_who_wait();
        let brought: Vec<Brought> = waiting.iter().map(|one| one.brought.clone()).collect();
        let clock = now.clone();
        let shared = match begun {
            // A task of its own: a command on which the program fails must not take the others with it.
            Ok(transaction) => {
                let decided = async move { decided(transaction, &clock, &brought).await };
                tokio::spawn(decided.in_current_span())
            }
            Err(error) => tokio::spawn(async move { Err(error) }),
        };
        let shared = shared.await.map_err(|_| StoreError::BrokenOff);
        // The next may begin while this one waits for the disk.
        drop(turn);
        let done = match shared.and_then(|shared| shared) {
            Ok((transaction, submitted)) => {
                let commit = transaction
                    .commit()
                    .instrument(tracing::info_span!("commit"));
                commit.await.map(|()| submitted)
            }
            Err(error) => Err(error),
        };
        match done {
            Ok(submitted) => {
                for (one, submitted) in waiting.into_iter().zip(submitted) {
                    // Who has gone away is not told.
                    let _ = one.answer.send(Ok(submitted));
                }
            }
            Err(error) => each_alone(waiting, error, &repository, &now),
        }
    }

    /// As many as may share a transaction, in the order they came.
    fn those_who_wait(&self) -> Vec<Waiting> {
        let mut queue = self.queue();
        let (mut count, mut commands) = (0, 0);
        for one in queue.iter() {
            commands += one.brought.batch.commands.len();
            if count > 0 && commands > MOST {
                break;
            }
            count += 1;
        }
        queue.drain(..count).collect()
    }
}

type Decided = (Box<dyn Transaction>, Vec<Submitted>);

async fn decided(
    mut transaction: Box<dyn Transaction>,
    now: &Now,
    brought: &[Brought],
) -> Result<Decided, StoreError> {
    let submitted = decide(transaction.as_mut(), now, brought).await?;
    Ok((transaction, submitted))
}

/// What was alone already has its answer.
fn each_alone(
    mut waiting: Vec<Waiting>,
    error: StoreError,
    repository: &Arc<dyn Repository>,
    now: &Now,
) {
    if waiting.len() == 1
        && let Some(one) = waiting.pop()
    {
        let _ = one.answer.send(Err(error));
        return;
    }
    tracing::warn!(%error, batches = waiting.len(), "batches that shared a transaction are tried one by one");
    for one in waiting {
        let (repository, now) = (repository.clone(), now.clone());
        tokio::spawn(async move {
            let done = submit(repository.as_ref(), &now, one.brought).await;
            let _ = one.answer.send(done);
        });
    }
}
