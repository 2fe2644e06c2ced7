//! Batches of commands: each decided on the state that the one before it left, all of them durable
//! before any is answered.
//!
//! A command that is refused writes only its answer, so it blocks none of the others; when the
//! database fails, the whole batch is as if it had not come, and can be sent again.

use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::case::{Case, CaseNumber};
use onemap_domain::clock::Calendar;
use onemap_domain::command::Command;
use onemap_domain::people::{Actor, User};
use onemap_protocol::command::{Answer, Batch, BatchAnswer, Envelope, Held, Subject, line_of};
use onemap_protocol::session::Secret;
use onemap_sync::acceptor::{Circumstances, Known, Outcome, Write, accept, asks_for_line};
use uuid::Uuid;

use crate::Now;
use crate::drawing;
use crate::error::StoreError;
use crate::land::Land;
use crate::repository::{Head, Remembered, Repository, Transaction};
use crate::tokens::{TokenHash, derived};

/// The civil days that numbers count in.
pub const CALENDAR: Calendar = Calendar::BEIJING;

/// What became of a batch.
#[derive(Debug)]
pub enum Submitted {
    /// It is decided; where the log stands with it.
    Decided(BatchAnswer, Head),
    /// Nothing is decided: another register than the one that was given is in force by now.
    OtherRegister(u64),
}

/// Decides a batch, and returns when its effects and answers are durable.
pub async fn submit(
    repository: &dyn Repository,
    land: &Land,
    now: &Now,
    batch: &Batch,
) -> Result<Submitted, StoreError> {
    let mut transaction = repository.begin().await?;
    let head = transaction.head().await?;
    if batch
        .history_id
        .is_some_and(|named| named != head.history_id)
    {
        // What this history has lost comes first, or the order per case would be.
        let answer = BatchAnswer {
            history_id: head.history_id,
            durable_cursor: head.cursor,
            answers: Vec::new(),
        };
        return Ok(Submitted::Decided(answer, head));
    }
    // Changed at another central, or by the command line, since it was last looked at.
    if head.register_version != land.version {
        return Ok(Submitted::OtherRegister(head.register_version));
    }
    let mut answers = Vec::with_capacity(batch.commands.len());
    let mut held = Held::default();
    for envelope in &batch.commands {
        answers.push(decided(transaction.as_mut(), land, now(), envelope, &mut held).await?);
    }
    let head = transaction.head().await?;
    transaction.commit().await?;
    let answer = BatchAnswer {
        history_id: head.history_id,
        durable_cursor: head.cursor,
        answers,
    };
    Ok(Submitted::Decided(answer, head))
}

async fn decided(
    transaction: &mut dyn Transaction,
    land: &Land,
    now: Timestamp,
    envelope: &Envelope,
    held: &mut Held,
) -> Result<Answer, StoreError> {
    let author = if held.holds(envelope) {
        // Behind an order whose author must sign in first, on the same case.
        None
    } else {
        let grant = TokenHash::of(&envelope.author_grant.0);
        transaction.author(grant, envelope.device, now).await?
    };
    let outcome = carried_out(transaction, land, now, envelope, author.as_ref()).await?;
    if let Some(answer) = outcome.to_remember() {
        remember(transaction, now, envelope, answer).await?;
    }
    if outcome.answer == Answer::GrantLapsed {
        held.hold(envelope);
    }
    Ok(outcome.answer)
}

/// The central gives a command by itself, under an id that follows from what it is about; whether
/// it was carried out. Unlike anybody else's, its refusal is not remembered: what cannot be done
/// yet may be done later.
pub async fn by_itself(
    transaction: &mut dyn Transaction,
    land: &Land,
    now: Timestamp,
    id: Uuid,
    subject: Subject,
    command: Command,
) -> Result<bool, StoreError> {
    let author = User {
        actor: Actor::system(),
        scope: land.whole(),
    };
    on_behalf(transaction, land, now, id, subject, command, &author).await
}

/// The same in somebody's name: for a sample, whose people are made up.
pub async fn on_behalf(
    transaction: &mut dyn Transaction,
    land: &Land,
    now: Timestamp,
    id: Uuid,
    subject: Subject,
    command: Command,
    author: &User,
) -> Result<bool, StoreError> {
    let envelope = Envelope {
        id,
        device: derived(&[b"central"]),
        author_grant: Secret(String::new()),
        issued_at: now,
        subjects: vec![subject],
        seen: None,
        command,
    };
    let answer = given(transaction, land, now, &envelope, author).await?;
    Ok(matches!(answer, Answer::Applied { .. }))
}

/// Somebody who has no console gives a command: a system with a key, or whoever opened a form. As with
/// the central's own, only what is carried out is remembered.
pub async fn given(
    transaction: &mut dyn Transaction,
    land: &Land,
    now: Timestamp,
    envelope: &Envelope,
    author: &User,
) -> Result<Answer, StoreError> {
    let outcome = carried_out(transaction, land, now, envelope, Some(author)).await?;
    if outcome.write.is_some() {
        remember(transaction, now, envelope, &outcome.answer).await?;
    }
    Ok(outcome.answer)
}

/// Decides a command on what the transaction knows, and writes what comes of it.
async fn carried_out(
    transaction: &mut dyn Transaction,
    land: &Land,
    now: Timestamp,
    envelope: &Envelope,
    author: Option<&User>,
) -> Result<Outcome, StoreError> {
    let first = transaction
        .first_answer(envelope.device, envelope.id)
        .await?;
    let keeps = matches!(envelope.command, Command::Keep { .. });
    let (case, record) = match envelope.subjects.first() {
        Some(subject) if keeps => (None, transaction.record(subject.id.record()).await?),
        Some(subject) => (transaction.case(subject.id.case()).await?, None),
        None => (None, None),
    };
    let other = match envelope.command.other() {
        Some(id) => transaction.case(id).await?,
        None => None,
    };
    let line = match envelope.subjects.first() {
        Some(subject) if asks_for_line(envelope) => {
            Some(line_of(transaction.commands_on(subject.id).await?))
        }
        _ => None,
    };
    let day = civil_day(now);
    let (number, last) = if matches!(envelope.command, Command::Report { .. }) {
        let last = transaction.last_number(&day).await? + 1;
        (Some(case_number(&land.register.county, &day, last)), last)
    } else {
        (None, 0)
    };
    let drawing = match author {
        Some(_) if record.is_none() => drawing::of(transaction, &envelope.command).await?,
        _ => None,
    };
    let outcome = accept(
        envelope,
        Known {
            first: first.as_ref(),
            author,
            case: case.as_ref(),
            other: other.as_ref(),
            record: record.as_ref(),
            line,
        },
        &Circumstances {
            now,
            profile: &land.profile,
            calendar: &land.calendar,
            ground: land,
            number: number.as_ref(),
            drawing: drawing.as_ref(),
        },
    );
    match &outcome.write {
        Some(Write::Case {
            events,
            case,
            other,
        }) => {
            transaction.append(events).await?;
            let changed = std::iter::once(case).chain(other);
            let changed: Vec<Case> = changed.cloned().collect();
            transaction.put_cases(&changed).await?;
            if number.is_some() {
                transaction.set_last_number(&day, last).await?;
            }
        }
        Some(Write::Record { entries, record }) => transaction.keep(entries, record).await?,
        None => {}
    }
    Ok(outcome)
}

async fn remember(
    transaction: &mut dyn Transaction,
    now: Timestamp,
    envelope: &Envelope,
    answer: &Answer,
) -> Result<(), StoreError> {
    let remembered = Remembered {
        device: envelope.device,
        id: envelope.id,
        at: now,
        answer: answer.clone(),
    };
    transaction.remember(&[remembered]).await
}

/// The civil day that numbers count in, `20261121`.
pub fn civil_day(now: Timestamp) -> String {
    let date = CALENDAR.date(now);
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// The number of a county's `last`-th case of a day, `520381-20261121-0041`.
pub fn case_number(county: &AreaCode, day: &str, last: u32) -> CaseNumber {
    CaseNumber(format!("{county}-{day}-{last:04}"))
}

/// Decides a batch in a task of its own, so that a caller who goes away does not break it off.
pub async fn submit_apart(
    repository: Arc<dyn Repository>,
    land: Arc<Land>,
    now: Now,
    batch: Arc<Batch>,
) -> Result<Submitted, StoreError> {
    let task = tokio::spawn(async move { submit(repository.as_ref(), &land, &now, &batch).await });
    task.await.map_err(|_| StoreError::BrokenOff)?
}
