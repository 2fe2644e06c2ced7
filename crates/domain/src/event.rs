//! What happened. Events are facts: appended, never changed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::{CaseId, CaseNumber, Facts, Satisfaction, Urgency};
use crate::clock::ClockKind;
use crate::department::DepartmentCode;
use crate::people::Actor;

/// The answer that an imported case already had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reply {
    /// The whole text.
    pub text: String,
    /// When it was given.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Only the day is known; `at` is that day's beginning.
    pub day_only: bool,
}

/// One thing that happened to a case. On the wire: `{"kind": "verified", "note": "…"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the fields are those of the command of the same name"
)]
pub enum Event {
    /// Taken in. `number` is there when the central decided it.
    Reported {
        facts: Box<Facts>,
        number: Option<CaseNumber>,
    },
    /// Brought in from another system's file: closed when it has a reply, else reported. Such a
    /// case counts in rates of time, not in rates of visits.
    Imported {
        facts: Box<Facts>,
        number: Option<CaseNumber>,
        external: String,
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        reported_at: Timestamp,
        reply: Option<Reply>,
    },
    /// Facts corrected.
    Amended { facts: Box<Facts> },
    /// Found to be so.
    Verified { note: String },
    /// Not taken on.
    Declined { reason: String },
    /// Taken on.
    Established { urgency: Urgency },
    /// Sent to a department.
    Dispatched {
        lead: DepartmentCode,
        assists: BTreeSet<DepartmentCode>,
        requirements: String,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        due_at: Option<Timestamp>,
    },
    /// Taken back before anyone accepted.
    Withdrawn { note: String },
    /// Accepted by the department.
    Accepted,
    /// Sent back by the department.
    Returned { reason: String },
    /// Something was done.
    Progressed { note: String },
    /// The department's answer.
    FedBack { result: String },
    /// Ended.
    Closed { reason: String, note: String },
    /// Back to the department: rework.
    Reopened { reason: String },
    /// What the reporter said.
    Evaluated { satisfaction: Satisfaction },
    /// Urged.
    Urged { note: String },
    /// A clock began to run.
    ClockStarted {
        clock: ClockKind,
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        due_at: Timestamp,
    },
}

impl Event {
    /// The stable name on the wire and in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Reported { .. } => "reported",
            Event::Imported { .. } => "imported",
            Event::Amended { .. } => "amended",
            Event::Verified { .. } => "verified",
            Event::Declined { .. } => "declined",
            Event::Established { .. } => "established",
            Event::Dispatched { .. } => "dispatched",
            Event::Withdrawn { .. } => "withdrawn",
            Event::Accepted => "accepted",
            Event::Returned { .. } => "returned",
            Event::Progressed { .. } => "progressed",
            Event::FedBack { .. } => "fed_back",
            Event::Closed { .. } => "closed",
            Event::Reopened { .. } => "reopened",
            Event::Evaluated { .. } => "evaluated",
            Event::Urged { .. } => "urged",
            Event::ClockStarted { .. } => "clock_started",
        }
    }
}

/// An event in its place in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recorded {
    /// Of which case.
    pub case: CaseId,
    /// The case's revision after it: 1 for the first event.
    pub revision: u64,
    /// When, by the central's time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// The command that brought it about.
    pub command: Uuid,
    /// What happened.
    pub event: Event,
}
