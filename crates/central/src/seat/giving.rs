//! Orders straight to the central: all of a request's, or none.

use std::sync::Arc;

use jiff::Timestamp;
use onemap_domain::command::Command;
use onemap_domain::people::User;
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::session::Secret;
use uuid::Uuid;

use crate::acceptance::given;
use crate::apart::apart;
use crate::error::{StoreError, fault};
use crate::land::Land;
use crate::repository::{Head, Repository};
use crate::server::Central;
use crate::tokens::derived;

/// An order on its way in.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Under which identity; with the author it makes the order idempotent.
    pub(super) id: Uuid,
    /// What it is about, with the revisions its author saw.
    pub(super) subjects: Vec<Subject>,
    /// What is asked for.
    pub(super) command: Command,
}

enum Outcome {
    /// All are carried out; where the log stands with them, and what each was answered.
    Given(Head, Vec<Answer>),
    /// None is, for this reason.
    Refused(Box<Problem>),
    /// None is: another register than the one that was given is in force by now.
    OtherRegister(u64),
}

/// Gives orders in somebody's name, in one transaction: durable when this returns, or none was given. In a
/// task of its own, so that a caller who goes away does not break it off.
pub(super) async fn give(
    central: &Arc<Central>,
    author: &User,
    orders: Vec<Order>,
) -> Result<(), Problem> {
    let not_ready = || Problem::new(ProblemCode::NotReady);
    let mut land = central.land().ok_or_else(not_ready)?;
    let orders = Arc::new(orders);
    loop {
        let (repository, now) = (central.repository.clone(), (central.now)());
        let (author, orders) = (author.clone(), orders.clone());
        let all =
            apart(
                async move { given_all(repository.as_ref(), &land, now, &author, &orders).await },
            );
        match all.await? {
            Outcome::Given(head, answers) => {
                central.announce(head);
                central.metrics.decided(&answers);
                return Ok(());
            }
            Outcome::Refused(problem) => return Err(*problem),
            Outcome::OtherRegister(version) => {
                let in_force = central.land_of(version).await;
                let in_force = in_force.map_err(|error| fault(&error))?;
                land = in_force.ok_or_else(not_ready)?;
            }
        }
    }
}

async fn given_all(
    repository: &dyn Repository,
    land: &Land,
    now: Timestamp,
    author: &User,
    orders: &[Order],
) -> Result<Outcome, StoreError> {
    let mut transaction = repository.begin().await?;
    let version = transaction.head().await?.register_version;
    if version != land.version {
        return Ok(Outcome::OtherRegister(version));
    }
    let mut answers = Vec::with_capacity(orders.len());
    for order in orders {
        let envelope = Envelope {
            id: order.id,
            // A browser has no files, so what it gives is known again by whose it is.
            device: derived(&[b"seat", author.actor.user.0.as_bytes()]),
            author_grant: Secret(String::new()),
            issued_at: now,
            subjects: order.subjects.clone(),
            seen: None,
            command: order.command.clone(),
        };
        let answer = given(transaction.as_mut(), land, now, &envelope, author).await?;
        if let Some(problem) = problem(&answer) {
            return Ok(Outcome::Refused(Box::new(problem)));
        }
        answers.push(answer);
    }
    let head = transaction.head().await?;
    transaction.commit().await?;
    Ok(Outcome::Given(head, answers))
}

/// Why an order was not carried out; `None` when it was, now or the first time.
fn problem(answer: &Answer) -> Option<Problem> {
    match answer.settled() {
        Answer::Applied { .. } => None,
        Answer::Refused(refusal) => Some(refusal.clone().into()),
        Answer::Conflict { .. } => Some(Problem::new(ProblemCode::ChangedMeanwhile)),
        // Nobody's grant is asked for here, and a duplicate is settled by its first answer.
        Answer::GrantLapsed | Answer::Duplicate { .. } => {
            Some(Problem::new(ProblemCode::SignInNeeded))
        }
    }
}
