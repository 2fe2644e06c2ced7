//! What happened. Events are facts: appended, never changed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::calendar::{Deadline, Period};
use crate::case::{
    Attachment, CaseId, CaseNumber, Facts, Mediation, Path, PauseCause, Satisfaction, Stage,
    TaskForce, Urgency, VisitAnswers, Visitor, Wish,
};
use crate::clock::ClockCode;
use crate::department::DepartmentCode;
use crate::people::{Actor, Compartment};

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

/// Why a clock was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockCause {
    /// 延期批准
    Extension,
    /// 暂停后顺延
    Pause,
    /// 当年放假安排公布后重算
    Calendar,
    /// 转入绿色通道
    GreenChannel,
    /// 紧急程度或类别变更
    Regraded,
}

impl ClockCause {
    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            ClockCause::Extension => "extension",
            ClockCause::Pause => "pause",
            ClockCause::Calendar => "calendar",
            ClockCause::GreenChannel => "green_channel",
            ClockCause::Regraded => "regraded",
        }
    }
}

/// One thing that happened to a case. On the wire: `{"kind": "verified", "note": "…"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the fields are those of the command that brings it about"
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
    /// Sorted onto a path; on the first two the department that took it in leads.
    Triaged {
        path: Path,
        assists: BTreeSet<DepartmentCode>,
        note: String,
    },
    /// Found to be so.
    Verified { note: String },
    /// Not taken on.
    Declined { reason: String },
    /// Taken on.
    Established { urgency: Urgency },
    /// On the green channel.
    Expedited { reason: String },
    /// To a research meeting.
    Referred { reason: String },
    /// Sent to a department.
    Dispatched {
        lead: DepartmentCode,
        assists: BTreeSet<DepartmentCode>,
        requirements: String,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        due_at: Option<Timestamp>,
        /// The clock whose row gave the due time; `None` when the dispatcher named it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clock: Option<ClockCode>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        designated: bool,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// Taken back: an order before anyone accepted it, or a closing.
    Withdrawn { note: String, back_to: Stage },
    /// Accepted by the department.
    Accepted,
    /// The lead objects to the order; it stays the lead until that is upheld.
    Objected { reason: String },
    /// Sent back: by the department, or by who upheld its objection.
    Returned { reason: String, back_to: Stage },
    /// The objection is rejected.
    ObjectionRejected { reason: String },
    /// A task force was named.
    TaskForceFormed { task_force: TaskForce },
    /// Something was done.
    Progressed { note: String },
    /// Leave is asked for.
    Requested { wish: Wish, reason: String },
    /// It is given.
    RequestApproved { note: String },
    /// It is not given.
    RequestRefused { reason: String },
    /// Voided, with approval.
    Voided,
    /// Nothing moves for a while.
    Suspended {
        cause: PauseCause,
        reason: String,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        until: Option<Date>,
    },
    /// It moves again.
    Resumed { note: String },
    /// An outside body has it.
    HandedOff { body: String, reason: String },
    /// It came back.
    CameBack { result: String },
    /// A mediation was held.
    Mediated { mediation: Mediation },
    /// The department's answer.
    FedBack { result: String },
    /// Checked, and it is so.
    CheckPassed { note: String },
    /// Checked, and it is not: rework.
    CheckFailed { note: String },
    /// A visit.
    Visited {
        visitor: Visitor,
        answers: VisitAnswers,
        note: String,
    },
    /// Ended.
    Closed {
        reason: String,
        note: String,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        demands: BTreeMap<String, String>,
    },
    /// A review is asked for: 复查 the first time, 复核 the second.
    ReviewAsked { reason: String },
    /// The review is decided; when the answer does not stand, it is to be done again.
    ReviewDecided { maintained: bool, text: String },
    /// Back to the department: rework.
    Reopened { reason: String },
    /// What the reporter said.
    Evaluated { satisfaction: Satisfaction },
    /// Urged.
    Urged { note: String },
    /// A slip was issued on a rung of a ladder.
    Supervised {
        ladder: String,
        rung: u32,
        reason: String,
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        due_at: Timestamp,
    },
    /// The slip was answered.
    SupervisionAnswered { text: String },
    /// A leader took it on.
    Adopted { unit: DepartmentCode },
    /// Evidence for an item of the adoption.
    Attested { item: String, evidence: String },
    /// A leader's words.
    Commented { text: String },
    /// Units were called.
    Whistled {
        units: BTreeSet<DepartmentCode>,
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        needed_by: Timestamp,
        reason: String,
    },
    /// A called unit is there.
    ReportedIn { unit: DepartmentCode, note: String },
    /// One side of a whistle said how the other was. `by_unit` says which side.
    WhistleRated {
        unit: DepartmentCode,
        by_unit: bool,
        satisfaction: Satisfaction,
        note: String,
    },
    /// Policies were handed out.
    HandedOut { policies: BTreeSet<String> },
    /// A photo or a document was listed.
    Attached { attachment: Attachment },
    /// Merged into another case.
    Merged { into: CaseId, reason: String },
    /// Another case was merged into this one.
    Absorbed { from: CaseId },
    /// Taken out of the other case again.
    Unmerged { from: CaseId, reason: String },
    /// The other case was taken out again.
    Released { case: CaseId },
    /// Belongs together with another case.
    Linked { with: CaseId, note: String },
    /// Only who has the compartment may know of it.
    Sealed {
        compartment: Compartment,
        reason: String,
    },
    /// Open to all again.
    Unsealed { reason: String },
    /// A clock began to run; one of the same code that ran stops.
    ClockStarted {
        clock: ClockCode,
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        from: Timestamp,
        period: Option<Period>,
        due: Deadline,
        stages: Vec<Stage>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        stops: Vec<PauseCause>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        repeats: bool,
    },
    /// A clock runs out at another time now.
    ClockMoved {
        clock: ClockCode,
        due: Deadline,
        cause: ClockCause,
        /// The period that holds from here, when it is another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period: Option<Period>,
    },
}

impl Event {
    /// The stable name on the wire and in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Reported { .. } => "reported",
            Event::Imported { .. } => "imported",
            Event::Amended { .. } => "amended",
            Event::Triaged { .. } => "triaged",
            Event::Verified { .. } => "verified",
            Event::Declined { .. } => "declined",
            Event::Established { .. } => "established",
            Event::Expedited { .. } => "expedited",
            Event::Referred { .. } => "referred",
            Event::Dispatched { .. } => "dispatched",
            Event::Withdrawn { .. } => "withdrawn",
            Event::Accepted => "accepted",
            Event::Objected { .. } => "objected",
            Event::Returned { .. } => "returned",
            Event::ObjectionRejected { .. } => "objection_rejected",
            Event::TaskForceFormed { .. } => "task_force_formed",
            Event::Progressed { .. } => "progressed",
            Event::Requested { .. } => "requested",
            Event::RequestApproved { .. } => "request_approved",
            Event::RequestRefused { .. } => "request_refused",
            Event::Voided => "voided",
            Event::Suspended { .. } => "suspended",
            Event::Resumed { .. } => "resumed",
            Event::HandedOff { .. } => "handed_off",
            Event::CameBack { .. } => "came_back",
            Event::Mediated { .. } => "mediated",
            Event::FedBack { .. } => "fed_back",
            Event::CheckPassed { .. } => "check_passed",
            Event::CheckFailed { .. } => "check_failed",
            Event::Visited { .. } => "visited",
            Event::Closed { .. } => "closed",
            Event::ReviewAsked { .. } => "review_asked",
            Event::ReviewDecided { .. } => "review_decided",
            Event::Reopened { .. } => "reopened",
            Event::Evaluated { .. } => "evaluated",
            Event::Urged { .. } => "urged",
            Event::Supervised { .. } => "supervised",
            Event::SupervisionAnswered { .. } => "supervision_answered",
            Event::Adopted { .. } => "adopted",
            Event::Attested { .. } => "attested",
            Event::Commented { .. } => "commented",
            Event::Whistled { .. } => "whistled",
            Event::ReportedIn { .. } => "reported_in",
            Event::WhistleRated { .. } => "whistle_rated",
            Event::HandedOut { .. } => "handed_out",
            Event::Attached { .. } => "attached",
            Event::Merged { .. } => "merged",
            Event::Absorbed { .. } => "absorbed",
            Event::Unmerged { .. } => "unmerged",
            Event::Released { .. } => "released",
            Event::Linked { .. } => "linked",
            Event::Sealed { .. } => "sealed",
            Event::Unsealed { .. } => "unsealed",
            Event::ClockStarted { .. } => "clock_started",
            Event::ClockMoved { .. } => "clock_moved",
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
