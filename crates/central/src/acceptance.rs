//! Batches of commands: each decided on the state that the one before it left, all of them durable
//! before any is answered.
//!
//! A command that is refused writes only its answer, so it blocks none of the others; when the
//! database fails, the whole batch is as if it had not come, and can be sent again.

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseNumber;
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
use crate::pad::{Asked, Pad};
use crate::repository::{Head, Remembered, Repository, Transaction};
use crate::together::Brought;
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

/// Decides a batch by itself, and returns when its effects and answers are durable.
pub async fn submit(
    repository: &dyn Repository,
    now: &Now,
    brought: Brought,
) -> Result<Submitted, StoreError> {
    let mut transaction = repository.begin().await?;
    let submitted = decide(transaction.as_mut(), now, &[brought]).await?;
    transaction.commit().await?;
    submitted.into_iter().next().ok_or(StoreError::BrokenOff)
}

/// Decides batches one after the other, and writes what comes of them: what became of each, in their order.
/// Nobody may be told before the transaction is durable.
#[tracing::instrument(skip_all, fields(batches = brought.len(), commands = commands(brought)))]
pub async fn decide(
    transaction: &mut dyn Transaction,
    now: &Now,
    brought: &[Brought],
) -> Result<Vec<Submitted>, StoreError> {
    let envelopes = brought.iter().flat_map(|one| &one.batch.commands);
    let mut pad = Pad::on(transaction, Asked::by(envelopes, now())).await?;
    let mut submitted = Vec::with_capacity(brought.len());
    for Brought { land, batch } in brought {
        submitted.push(decide_one(&mut pad, land, now, batch).await?);
    }
    pad.write().await?;
    Ok(submitted)
}

fn commands(brought: &[Brought]) -> usize {
    let batches = brought.iter().map(|one| one.batch.commands.len());
    batches.sum()
}

async fn decide_one(
    pad: &mut Pad<'_>,
    land: &Land,
    now: &Now,
    batch: &Batch,
) -> Result<Submitted, StoreError> {
    let head = pad.head();
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
        answers.push(decided(pad, land, now(), envelope, &mut held).await?);
    }
    let head = pad.head();
    let answer = BatchAnswer {
        history_id: head.history_id,
        durable_cursor: head.cursor,
        answers,
    };
    Ok(Submitted::Decided(answer, head))
}

async fn decided(
    pad: &mut Pad<'_>,
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
        pad.author(grant, envelope.device, now).await?
    };
    let outcome = carried_out(pad, land, now, envelope, author.as_ref()).await?;
    if let Some(answer) = outcome.to_remember() {
        pad.remember(remembered(now, envelope, answer));
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
    let mut pad = Pad::on(transaction, Asked::by([envelope], now)).await?;
    let outcome = carried_out(&mut pad, land, now, envelope, Some(author)).await?;
    if outcome.write.is_some() {
        pad.remember(remembered(now, envelope, &outcome.answer));
    }
    pad.write().await?;
    Ok(outcome.answer)
}

/// Decides a command on what is known by now, and puts down what comes of it.
async fn carried_out(
    pad: &mut Pad<'_>,
    land: &Land,
    now: Timestamp,
    envelope: &Envelope,
    author: Option<&User>,
) -> Result<Outcome, StoreError> {
    let first = pad.first_answer(envelope.device, envelope.id).await?;
    let keeps = matches!(envelope.command, Command::Keep { .. });
    let (case, record) = match envelope.subjects.first() {
        Some(subject) if keeps => (None, pad.record(subject.id.record()).await?),
        Some(subject) => (pad.case(subject.id.case()).await?, None),
        None => (None, None),
    };
    let other = match envelope.command.other() {
        Some(id) => pad.case(id).await?,
        None => None,
    };
    let line = match envelope.subjects.first() {
        Some(subject) if asks_for_line(envelope) => {
            Some(line_of(pad.commands_on(subject.id).await?))
        }
        _ => None,
    };
    let day = civil_day(now);
    let (number, last) = if matches!(envelope.command, Command::Report { .. }) {
        let last = pad.last_number(&day).await? + 1;
        (Some(case_number(&land.register.county, &day, last)), last)
    } else {
        (None, 0)
    };
    let drawing = match author {
        Some(_) if record.is_none() => drawing::of(pad, &envelope.command).await?,
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
            pad.append(events);
            for changed in std::iter::once(case).chain(other) {
                pad.put_case(changed);
            }
            if number.is_some() {
                pad.set_last_number(&day, last);
            }
        }
        Some(Write::Record { entries, record }) => pad.keep(entries, record).await?,
        None => {}
    }
    Ok(outcome)
}

fn remembered(now: Timestamp, envelope: &Envelope, answer: &Answer) -> Remembered {
    Remembered {
        device: envelope.device,
        id: envelope.id,
        at: now,
        answer: answer.clone(),
    }
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
