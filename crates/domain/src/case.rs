//! The case (事件、诉求): its state, as the events have left it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::area::{AreaCode, Position};
use crate::clock::{Clock, ClockKind};
use crate::department::DepartmentCode;
use crate::people::UserId;

/// Identifies a case. A `UUIDv7` made where the case is taken in, also off line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct CaseId(pub Uuid);

impl std::fmt::Display for CaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The number people say, `520381-20261121-0041`; only the central gives one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(transparent)]
pub struct CaseNumber(pub String);

/// Canonical stages (domain.md; CJ/T 315 names the same ones for city management). A profile
/// names them and groups them into the county's own steps. 核查 comes with visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 上报
    Reported,
    /// 核实
    Verified,
    /// 立案
    Established,
    /// 交办
    Dispatched,
    /// 处理
    Handling,
    /// 反馈
    FedBack,
    /// 结案
    Closed,
    /// 评价
    Evaluated,
    /// 不予立案
    Declined,
}

impl Stage {
    /// Every stage, in the order of the way.
    pub const ALL: [Stage; 9] = [
        Stage::Reported,
        Stage::Verified,
        Stage::Established,
        Stage::Dispatched,
        Stage::Handling,
        Stage::FedBack,
        Stage::Closed,
        Stage::Evaluated,
        Stage::Declined,
    ];

    /// The stable name on the wire, in SQL and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Reported => "reported",
            Stage::Verified => "verified",
            Stage::Established => "established",
            Stage::Dispatched => "dispatched",
            Stage::Handling => "handling",
            Stage::FedBack => "fed_back",
            Stage::Closed => "closed",
            Stage::Evaluated => "evaluated",
            Stage::Declined => "declined",
        }
    }

    /// Whether work is still owed.
    pub const fn is_open(self) -> bool {
        !matches!(self, Stage::Closed | Stage::Evaluated | Stage::Declined)
    }

    /// Whether a department carries the case: dispatched and not closed.
    pub const fn is_carried(self) -> bool {
        matches!(self, Stage::Dispatched | Stage::Handling | Stage::FedBack)
    }
}

/// How fast the case must move.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 一般
    #[default]
    Normal,
    /// 较急
    Urgent,
    /// 紧急
    Emergency,
}

impl Urgency {
    /// Every urgency, calm first.
    pub const ALL: [Urgency; 3] = [Urgency::Normal, Urgency::Urgent, Urgency::Emergency];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Urgency::Normal => "normal",
            Urgency::Urgent => "urgent",
            Urgency::Emergency => "emergency",
        }
    }
}

/// How the reporter found the handling (满意度).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Satisfaction {
    /// 满意
    Satisfied,
    /// 基本满意
    Fair,
    /// 不满意
    Dissatisfied,
}

impl Satisfaction {
    /// Every answer, best first.
    pub const ALL: [Satisfaction; 3] = [
        Satisfaction::Satisfied,
        Satisfaction::Fair,
        Satisfaction::Dissatisfied,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Satisfaction::Satisfied => "satisfied",
            Satisfaction::Fair => "fair",
            Satisfaction::Dissatisfied => "dissatisfied",
        }
    }
}

/// Who brought the matter; masked wherever it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reporter {
    /// Name, may be empty.
    pub name: String,
    /// Phone number, may be empty.
    pub phone: String,
}

/// What is known of the matter itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facts {
    /// One line.
    pub title: String,
    /// The whole text.
    pub text: String,
    /// A category code of the profile.
    pub category: String,
    /// A channel code of the profile.
    pub channel: String,
    /// How fast it must move.
    pub urgency: Urgency,
    /// Who brought it; `None` when nobody did (a patrol found it).
    pub reporter: Option<Reporter>,
    /// Where, WGS-84.
    pub position: Position,
    /// The place in words, may be empty.
    pub address: String,
    /// The grid at that place; the ground decides it, not the author.
    pub grid: AreaCode,
    /// The position was made up (an imported message names no place).
    #[serde(default)]
    pub position_simulated: bool,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// A closing code of the profile, or the reason for declining.
    pub reason: String,
    /// In words.
    pub note: String,
}

/// The state of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// Number given by the central; `None` while it has not answered (待编号).
    pub number: Option<CaseNumber>,
    /// How many events have made this state.
    pub revision: u64,
    /// The matter.
    pub facts: Facts,
    /// Where it stands.
    pub stage: Stage,
    /// The department that answers for it, from dispatch on.
    pub lead: Option<DepartmentCode>,
    /// Departments that help.
    pub assists: BTreeSet<DepartmentCode>,
    /// What the dispatcher asked for.
    pub requirements: String,
    /// When the order must be fed back, from dispatch on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub order_due_at: Option<Timestamp>,
    /// Who dispatched it last.
    pub dispatched_by: Option<UserId>,
    /// Who worked on it for the department; none of them may close it.
    pub handlers: BTreeSet<UserId>,
    /// All its clocks, in the order they started.
    pub clocks: Vec<Clock>,
    /// When it was reported.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub reported_at: Timestamp,
    /// When it ended.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub closed_at: Option<Timestamp>,
    /// What the department answered.
    pub result: String,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What the reporter said of it.
    pub satisfaction: Option<Satisfaction>,
    /// Times it was returned (退单).
    pub returned: u32,
    /// Times it was urged (催办).
    pub urged: u32,
    /// Times it was reopened (返工).
    pub reopened: u32,
    /// Brought in from another system's file, with that system's number.
    pub imported: Option<String>,
}

impl Case {
    /// The running clock that runs out first.
    pub fn nearest_clock(&self) -> Option<&Clock> {
        self.clocks
            .iter()
            .filter(|clock| clock.stopped_at.is_none())
            .min_by_key(|c| c.due_at)
    }

    /// The nearest deadline.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.nearest_clock().map(|clock| clock.due_at)
    }

    /// The running clock of one kind.
    pub fn running(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks
            .iter()
            .find(|clock| clock.kind == kind && clock.stopped_at.is_none())
    }

    /// Whether a deadline has passed while work is owed.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.stage.is_open() && self.due_at().is_some_and(|due| now > due)
    }
}
