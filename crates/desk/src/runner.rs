//! Runs the sync machine: takes its instructions to the central and to the files, and brings back
//! what happened.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt;
use onemap_console::County;
use onemap_protocol::command::{Answer, Batch, Held};
use onemap_protocol::feed::{Cursor, HistoryId};
use onemap_protocol::problem::ProblemCode;
use onemap_protocol::session::SignIn;
use onemap_protocol::version::Impasse;
use onemap_store::StoreError;
use onemap_store::outbox::{Durable, Sendable};
use onemap_sync::machine::{Failure, Input, Instruction, Machine, Page, Place};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::arriving;
use crate::attachments;
use crate::state::{Inner, Inputs, SignedIn, Standing, lock};

/// Runs until the desk is closed.
pub(crate) async fn run(inner: Arc<Inner>, mut machine: Machine, mut inputs: Inputs) {
    let mut closing = inner.closing.subscribe();
    let mut listener: Option<JoinHandle<()>> = None;
    let mut alarm: Option<JoinHandle<()>> = None;
    loop {
        let input = tokio::select! {
            input = inputs.recv() => input,
            _ = closing.wait_for(|closing| *closing) => None,
        };
        let Some((turn, input)) = input else { break };
        if turn != inner.turns.load(Ordering::Relaxed) {
            continue;
        }
        let instructions = machine.handle(inner.device_now(), jitter(), input);
        for instruction in instructions {
            match instruction {
                Instruction::StopListening => stop(&mut listener),
                Instruction::Listen => {
                    stop(&mut listener);
                    listener = Some(tokio::spawn(listen(inner.clone(), turn)));
                }
                Instruction::WakeAt(at) => {
                    stop(&mut alarm);
                    let wait = at.duration_since(inner.device_now());
                    let wait = Duration::try_from(wait).unwrap_or_default();
                    let inner = inner.clone();
                    alarm = Some(tokio::spawn(async move {
                        tokio::time::sleep(wait).await;
                        inner.input_of(turn, Input::Timer);
                    }));
                }
                Instruction::Publish => inner.set_standing(Standing {
                    link: machine.link(),
                    synchronised_at: machine.synchronised_at(),
                    staged: machine.staged(),
                }),
                other => {
                    tokio::spawn(carry_out(inner.clone(), turn, other));
                }
            }
        }
    }
    stop(&mut listener);
    stop(&mut alarm);
}

fn stop(task: &mut Option<JoinHandle<()>>) {
    if let Some(task) = task.take() {
        task.abort();
    }
}

/// Spreads retries of many consoles; any bits that differ between them do.
fn jitter() -> f64 {
    let (high, _) = Uuid::new_v4().as_u64_pair();
    (high >> 12) as f64 / (1u64 << 52) as f64
}

async fn carry_out(inner: Arc<Inner>, turn: u32, instruction: Instruction) {
    let Some(signed_in) = inner.signed_in().filter(|signed_in| signed_in.turn == turn) else {
        return;
    };
    let input = match instruction {
        Instruction::Renew => Input::Renewed(renew(&inner, &signed_in).await),
        Instruction::Send { limit } => Input::Sent(send(&inner, &signed_in, limit).await),
        Instruction::SetAsideOldest => Input::Sent(set_aside_rejected(&inner).await),
        Instruction::SendPiece => {
            Input::PieceSent(attachments::send_piece(&inner, &signed_in).await)
        }
        Instruction::SetAsidePiece => Input::PieceSent(attachments::set_aside_piece(&inner).await),
        Instruction::Replay { history, head } => {
            Input::Replayed(replay(&inner, history, head).await)
        }
        Instruction::Pull(place) => Input::Pulled(pull(&inner, &signed_in, place).await),
        Instruction::TakeSnapshot { go_on } => {
            Input::Snapshotted(arriving::snapshot(&inner, &signed_in, go_on).await)
        }
        _ => return,
    };
    match &input {
        Input::Sent(Err(Failure::Local))
        | Input::PieceSent(Err(Failure::Local))
        | Input::Pulled(Err(Failure::Local))
        | Input::Snapshotted(Err(Failure::Local)) => {
            inner.set_trouble(Some(ProblemCode::StorageFailed));
        }
        Input::Sent(Ok(_)) | Input::Pulled(Ok(_)) | Input::Snapshotted(Ok(_)) => {
            inner.set_trouble(None);
        }
        _ => {}
    }
    inner.input_of(turn, input);
}

pub(crate) fn local(error: StoreError) -> Failure {
    tracing::error!(%error, "the sync met a local failure");
    Failure::Local
}

async fn renew(inner: &Inner, signed_in: &SignedIn) -> Result<(), Failure> {
    let sign_in = SignIn {
        // Where it still holds, no second factor is needed again.
        session: signed_in.token.clone(),
        ..SignIn::with_password(
            signed_in.user.actor.user.clone(),
            signed_in.password.clone(),
            inner.outbox.device(),
        )
    };
    match inner.central.sign_in(&sign_in).await {
        Ok(session) => {
            inner.heard_time(session.central_time);
            if session.user != signed_in.user {
                // What they may see or do is another: they begin anew, as who they are now.
                inner.leave().await;
                return Err(Failure::SignInNeeded);
            }
            inner
                .remember(&session, &signed_in.password)
                .await
                .map_err(local)?;
            inner.change_signed_in(signed_in.turn, |signed_in| {
                signed_in.token = Some(session.token.clone());
                signed_in.grant = session.grant.clone();
            });
            Ok(())
        }
        Err(problem) if problem.status == 401 => Err(Failure::SignInNeeded),
        Err(problem) => Err(match Impasse::said_by(&problem) {
            Some(which) => Failure::Impasse(which),
            None => Failure::Unreachable { retry_after: None },
        }),
    }
}

async fn send(inner: &Inner, signed_in: &SignedIn, limit: u32) -> Result<u32, Failure> {
    let token = signed_in.token.as_ref().ok_or(Failure::SignInNeeded)?;
    let Sendable { history, orders } = inner.outbox.sendable(limit).await.map_err(local)?;
    if orders.is_empty() {
        return Ok(0);
    }
    let batch = Batch {
        history_id: history,
        commands: orders.into_iter().map(|order| order.envelope).collect(),
    };
    let commands = &batch.commands;
    let ids: Vec<Uuid> = commands.iter().map(|envelope| envelope.id).collect();
    let now = inner.device_now();
    inner.outbox.sending(&ids, now).await.map_err(local)?;
    let (waiting, _) = inner.outbox.counts().await.map_err(local)?;
    inner.drains(waiting);
    let answer = match inner.central.send(token, &batch).await {
        Ok(answer) if answer.answers.len() == commands.len() => answer,
        Ok(answer) if answer.answers.is_empty() => {
            return Err(Failure::History(answer.history_id));
        }
        Ok(_) => return Err(Failure::Rejected),
        Err(failure) => {
            let code = match failure {
                Failure::SignInNeeded => "sign_in_needed",
                Failure::Rejected => "bad_input",
                Failure::Impasse(which) => which.code().name(),
                _ => "central_unreachable",
            };
            if let (Failure::Rejected, [only]) = (failure, &commands[..]) {
                *lock(&inner.rejected) = Some(only.id);
            }
            inner.outbox.failed(&ids, code).await.map_err(local)?;
            inner.tick(|tick| tick.status += 1);
            return Err(failure);
        }
    };
    let _gate = inner.gate.lock().await;
    let durable = Durable {
        history: answer.history_id,
        cursor: answer.durable_cursor,
    };
    let mut held = Held::default();
    for (envelope, answer) in commands.iter().zip(&answer.answers) {
        if *answer == Answer::GrantLapsed {
            let behind = held.holds(envelope);
            held.hold(envelope);
            if behind {
                // It waits only for the one before it on the same case.
                continue;
            }
        }
        let now = inner.device_now();
        inner
            .outbox
            .answered(envelope.id, answer, Some(durable), now)
            .await
            .map_err(local)?;
        match answer.settled() {
            Answer::Applied { .. } => {
                inner.delivered.fetch_add(1, Ordering::Relaxed);
                inner.drained_one();
            }
            // It waits for its author, and was not sent for good.
            Answer::GrantLapsed => {}
            _ => inner.drained_one(),
        }
    }
    if inner.outbox.pieces_wait().await.map_err(local)? {
        inner.input_of(signed_in.turn, Input::PiecesWait);
    }
    inner.refresh_overlay().await.map_err(local)?;
    let (waiting, _) = inner.outbox.counts().await.map_err(local)?;
    inner.still_wait(waiting);
    inner.outbox.sendable_count().await.map_err(local)
}

async fn replay(inner: &Inner, history: HistoryId, head: Option<Cursor>) -> Result<u32, Failure> {
    let _gate = inner.gate.lock().await;
    let now = inner.device_now();
    inner
        .outbox
        .follow(history, head, now)
        .await
        .map_err(local)?;
    inner.refresh_overlay().await.map_err(local)?;
    inner.outbox.sendable_count().await.map_err(local)
}

/// Sets the order aside that was rejected alone, and no other, whatever was answered meanwhile.
async fn set_aside_rejected(inner: &Inner) -> Result<u32, Failure> {
    let rejected = lock(&inner.rejected).take();
    let rejected = match rejected {
        Some(id) => inner.outbox.find(id).await.map_err(local)?,
        None => None,
    };
    let _gate = inner.gate.lock().await;
    if let Some(order) = rejected {
        let refusal = onemap_domain::Refusal::FieldUnknown {
            field: "command".to_owned(),
            value: order.envelope.command.kind().name().to_owned(),
        };
        let answer = Answer::Refused(refusal);
        let now = inner.device_now();
        inner
            .outbox
            .answered(order.envelope.id, &answer, None, now)
            .await
            .map_err(local)?;
    }
    inner.refresh_overlay().await.map_err(local)?;
    inner.outbox.sendable_count().await.map_err(local)
}

async fn pull(inner: &Inner, signed_in: &SignedIn, place: Place) -> Result<Page, Failure> {
    let token = signed_in.token.as_ref().ok_or(Failure::SignInNeeded)?;
    let page = inner.central.feed(token, place.cursor).await?;
    inner.heard_time(page.central_time);
    let there = Place {
        history: page.history_id,
        cursor: page.cursor,
        register_version: page.register_version,
    };
    let follows = there.history == place.history
        && there.register_version == place.register_version
        && there.cursor >= place.cursor;
    // Also without entries for this user: that the cursor moved confirms what was delivered.
    if follows && (there.cursor > place.cursor || !page.entries.is_empty()) {
        let _gate = inner.gate.lock().await;
        signed_in.cache.apply(&page).await.map_err(local)?;
        inner.refresh_overlay().await.map_err(local)?;
    }
    Ok(Page {
        place: there,
        more: page.more,
    })
}

async fn listen(inner: Arc<Inner>, turn: u32) {
    let token = inner.signed_in().and_then(|signed_in| signed_in.token);
    if let Some(token) = token
        && let Ok(ticks) = inner.central.stream(&token).await
    {
        let mut ticks = std::pin::pin!(ticks);
        while let Some(Ok(tick)) = ticks.next().await {
            inner.heard_time(tick.central_time);
            inner.input_of(turn, Input::Heard(tick));
        }
    }
    inner.input_of(turn, Input::StreamLost);
}

impl Inner {
    /// Builds the county's indexes off the main thread and shows it.
    pub(crate) async fn open_county(
        &self,
        turn: u32,
        register: onemap_protocol::register::Register,
    ) -> Result<(), Failure> {
        let built = tokio::task::spawn_blocking(move || County::new(register)).await;
        match built {
            Ok(Ok(county)) => {
                let county = Arc::new(county);
                self.change_signed_in(turn, |signed_in| signed_in.county = Some(county));
                self.tick(|tick| {
                    tick.register += 1;
                    tick.cases += 1;
                });
                Ok(())
            }
            Ok(Err(error)) => {
                tracing::error!(%error, "the county cannot be opened");
                Err(Failure::Local)
            }
            Err(error) => {
                tracing::error!(%error, "building the county failed");
                Err(Failure::Local)
            }
        }
    }
}
