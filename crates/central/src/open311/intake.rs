//! Taking a report in: once, however often it is sent.
//!
//! A system that has a number of its own for the matter is known again by it, for good. One that has
//! none is known again by what it sends: the same fields within [`WINDOW`] are the same report, and at
//! most twice as long. What was refused is not remembered: it may be sent again when the reason is gone.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::Refusal;
use onemap_domain::case::{CaseId, CaseNumber, Facts};
use onemap_domain::command::Command;
use onemap_domain::people::User;
use onemap_protocol::command::{Answer, Envelope, Subject};
use onemap_protocol::session::Secret;
use uuid::Uuid;

use super::posted::Posted;
use crate::acceptance::given;
use crate::apart::apart;
use crate::error::StoreError;
use crate::keys::Holder;
use crate::land::Land;
use crate::repository::{Head, Repository};
use crate::tokens::derived;

/// How long the same fields are the same report, at least.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// A report on its way in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// In whose name.
    pub author: User,
    /// The matter.
    pub facts: Facts,
    /// Under which identity.
    pub identity: Identity,
}

/// By what a report is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Of its command.
    now: Uuid,
    /// The one that it had had a little earlier.
    before: Option<Uuid>,
}

impl Identity {
    /// Of what a system sends.
    pub fn of(posted: &Posted, holder: &Holder, now: Timestamp) -> Identity {
        let system = holder.account.0.as_bytes();
        if let Some(number) = posted.number() {
            let now = derived(&[b"open311 number", system, number.as_bytes()]);
            return Identity { now, before: None };
        }
        let digest = posted.digest();
        let window = now.as_second().div_euclid(WINDOW.as_secs());
        let at = |window: i64| derived(&[b"open311", system, &digest, &window.to_be_bytes()]);
        Identity {
            now: at(window),
            before: Some(at(window - 1)),
        }
    }

    /// Of a form that was opened once, and may be sent twice; what is written anew is another report.
    pub fn of_form(opened: &str, posted: &Posted) -> Identity {
        Identity {
            now: derived(&[b"report form", opened.as_bytes(), &posted.digest()]),
            before: None,
        }
    }
}

/// The case that a report made, now or the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Which case.
    pub case: CaseId,
    /// Its number; `None` while it has none (待编号).
    pub number: Option<CaseNumber>,
    /// It had been sent before: nothing happened a second time.
    pub is_known: bool,
}

/// What became of a report.
#[derive(Debug)]
pub enum Outcome {
    /// It is a case; where the log stands with it.
    Taken(Receipt, Head),
    /// It is none, and why.
    Refused(Refusal),
    /// Nothing is decided: another register than the one it was read by is in force by now.
    OtherRegister,
}

/// Takes a report in, in a task of its own, so that a caller who goes away does not break it off.
pub async fn take_in(
    repository: Arc<dyn Repository>,
    land: Arc<Land>,
    now: Timestamp,
    incoming: Incoming,
) -> Result<Outcome, StoreError> {
    apart(async move { taken(repository.as_ref(), &land, now, incoming).await }).await
}

async fn taken(
    repository: &dyn Repository,
    land: &Land,
    now: Timestamp,
    incoming: Incoming,
) -> Result<Outcome, StoreError> {
    let mut transaction = repository.begin().await?;
    if transaction.head().await?.register_version != land.version {
        return Ok(Outcome::OtherRegister);
    }
    let Incoming {
        author,
        facts,
        identity,
    } = incoming;
    // One door, one device: identities follow from what is sent.
    let device = derived(&[b"open311"]);
    if let Some(before) = identity.before
        && let Some(Answer::Applied { number, .. }) =
            transaction.first_answer(device, before).await?
    {
        let receipt = Receipt {
            case: case_of(before),
            number,
            is_known: true,
        };
        return Ok(Outcome::Taken(receipt, transaction.head().await?));
    }
    let case = case_of(identity.now);
    let envelope = Envelope {
        id: identity.now,
        device,
        author_grant: Secret(String::new()),
        issued_at: now,
        subjects: vec![Subject {
            id: case.into(),
            expected_revision: 0,
        }],
        seen: None,
        command: Command::Report {
            facts: Box::new(facts),
        },
    };
    let answer = given(transaction.as_mut(), land, now, &envelope, &author).await?;
    let head = transaction.head().await?;
    transaction.commit().await?;
    let is_known = matches!(answer, Answer::Duplicate { .. });
    Ok(match answer.settled() {
        Answer::Applied { number, .. } => {
            let number = number.clone();
            let receipt = Receipt {
                case,
                number,
                is_known,
            };
            Outcome::Taken(receipt, head)
        }
        Answer::Refused(refusal) => Outcome::Refused(refusal.clone()),
        // Neither can become of a report: it has an author, and nobody has seen its case.
        Answer::Conflict { .. } | Answer::GrantLapsed | Answer::Duplicate { .. } => {
            Outcome::Refused(Refusal::AlreadyExists)
        }
    })
}

/// The case of a report, so that whoever sends it again is told the same one.
fn case_of(command: Uuid) -> CaseId {
    CaseId(derived(&[b"open311 case", command.as_bytes()]))
}
