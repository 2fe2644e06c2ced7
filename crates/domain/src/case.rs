//! The case (事件、诉求): its state, as the events have left it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::area::{AreaCode, Position};
use crate::clock::{Clock, ClockCode};
use crate::department::DepartmentCode;
use crate::mask;
use crate::people::{Compartment, UserId};

mod attachment;
mod origin;
mod parts;
mod stage;
mod tell;

pub use attachment::{
    ATTACHMENT_BYTES, ATTACHMENT_COUNT, Attached, Attachment, ContentHash, FILE_NAME_LIMIT,
    MediaType,
};
pub use origin::{ORIGIN_COUNT, Origin, Said};
pub use parts::{
    Adoption, Evaluation, Flag, HandOff, Marks, Mediation, Objection, Path, Pause, PauseCause,
    Request, Supervision, TaskForce, Visit, VisitAnswers, Visitor, Whistle, WhistleRatings, Wish,
};
pub use stage::Stage;

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
    /// Tags of the person or of their trade, codes of the profile's (属人).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<String>,
    /// The unit that it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<DepartmentCode>,
    /// The position was made up (an imported message names no place).
    #[serde(default)]
    pub position_simulated: bool,
    /// What another system said of it when it reported it; `None` when no other system did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Box<Origin>>,
}

impl Facts {
    /// Masks whoever brought the matter (domain.md, Personal information).
    pub fn mask(&mut self) {
        if let Some(Reporter { name, phone }) = &mut self.reporter {
            *name = mask::name(name);
            *phone = mask::phone(phone);
        }
        if let Some(origin) = &mut self.origin {
            origin.mask();
        }
    }
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// A closing code of the profile, or the reason for declining.
    pub reason: String,
    /// In words.
    pub note: String,
    /// What the reason demanded, by the demand's code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub demands: BTreeMap<String, String>,
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
    /// The department that took it in itself, when it was not the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intake: Option<DepartmentCode>,
    /// The path it was sorted onto, where the profile sorts (现场即办、实时协办、上报交办).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Path>,
    /// Why it may use the green channel (绿色通道); `None` when it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expedited: Option<String>,
    /// Why it waits for a research meeting (研判); `None` when it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub research: Option<String>,
    /// Its lead was named by a research meeting (指定牵头).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub designated: bool,
    /// The department that answers for it, from dispatch on.
    pub lead: Option<DepartmentCode>,
    /// Departments that help.
    pub assists: BTreeSet<DepartmentCode>,
    /// What the dispatcher asked for.
    pub requirements: String,
    /// When the order must be fed back, from dispatch on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub order_due_at: Option<Timestamp>,
    /// The clock whose row gave that time; `None` when the dispatcher named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_clock: Option<ClockCode>,
    /// Who dispatched it last.
    pub dispatched_by: Option<UserId>,
    /// The lead's objection (派单异议) that nobody has decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<Objection>,
    /// The task force (专班).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_force: Option<TaskForce>,
    /// What somebody asks leave for and nobody has decided yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// Why nothing moves now: postponed, in a hearing, or with an outside body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
    /// Who worked on it for the department; none of them may close it.
    pub handlers: BTreeSet<UserId>,
    /// All its clocks, in the order they started.
    pub clocks: Vec<Clock>,
    /// When it was reported.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub reported_at: Timestamp,
    /// When it first reached the other stages.
    #[serde(default, skip_serializing_if = "Marks::is_empty")]
    pub marks: Marks,
    /// When it ended.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub closed_at: Option<Timestamp>,
    /// Who closed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<UserId>,
    /// What the department answered.
    pub result: String,
    /// Visits since the last answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<Visit>,
    /// The last visit ever made; rework does not make it unheard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_visit: Option<Visit>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// What the reporter said of it.
    pub satisfaction: Option<Satisfaction>,
    /// The last evaluation ever given; rework does not make it unsaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_evaluation: Option<Evaluation>,
    /// Times it was returned (退单).
    pub returned: u32,
    /// The departments whose return stood.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub returned_by: BTreeSet<DepartmentCode>,
    /// Times it was urged (催办).
    pub urged: u32,
    /// Times it was sent back to be done again (返工).
    pub reopened: u32,
    /// Extensions approved (延期).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub extended: u32,
    /// Reviews asked for: 1 after 复查, 2 after 复核.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reviews: u32,
    /// Supervision slips issued (督办单).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub supervised: u32,
    /// The supervision that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervision: Option<Supervision>,
    /// The leader who took it on (领导包案).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption: Option<Adoption>,
    /// The whistle that was blown last (吹哨).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whistle: Option<Whistle>,
    /// The policies handed out from it (政策服务包), by the profile's codes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub handed_out: BTreeSet<String>,
    /// Mediations (调解).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mediations: Vec<Mediation>,
    /// What was attached to it (附件), in the order it came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attached>,
    /// The case that this one was merged into (并案).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<CaseId>,
    /// When it was.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_at: Option<Timestamp>,
    /// The cases that were merged into this one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub absorbed: BTreeSet<CaseId>,
    /// Linked cases (关联).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub links: BTreeSet<CaseId>,
    /// The sealed group it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compartment: Option<Compartment>,
    /// Brought in from another system's file, with that system's number.
    pub imported: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Case {
    /// Whether work is still owed. A merged case owes none: the one it was merged into does.
    pub fn is_open(&self) -> bool {
        self.stage.is_open() && self.merged_into.is_none()
    }

    /// Whether a department carries it now.
    pub fn is_carried(&self) -> bool {
        self.stage.is_carried() && self.merged_into.is_none()
    }

    /// Every department that has a part in it, and so may see it.
    pub fn departments(&self) -> BTreeSet<&DepartmentCode> {
        let whistled = self.whistle.iter().flat_map(|whistle| whistle.units.keys());
        let adopted = self.adoption.iter().map(|adoption| &adoption.unit);
        self.lead
            .iter()
            .chain(&self.assists)
            .chain(&self.intake)
            .chain(whistled)
            .chain(adopted)
            .collect()
    }

    /// The clocks that run now; none in a case that is not open.
    pub fn running_clocks(&self) -> impl Iterator<Item = &Clock> {
        let open = self.is_open();
        self.clocks.iter().filter(move |clock| open && clock.runs())
    }

    /// The running clock that runs out first, of those that somebody must keep.
    pub fn nearest_clock(&self) -> Option<&Clock> {
        // What the parties of a mediation may do is nobody's duty.
        self.running_clocks()
            .filter(|clock| clock.code.as_str() != ClockCode::CONFIRMATION)
            .min_by_key(|clock| clock.due.at)
    }

    /// The nearest deadline.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.nearest_clock().map(|clock| clock.due.at)
    }

    /// When the order must be fed back, as it stands now: where the profile gave the time it goes
    /// with its clock, which a calendar, a pause or an extension moves.
    pub fn order_due(&self) -> Option<Timestamp> {
        let code = self.order_clock.as_ref();
        let of_clock = code
            .and_then(|code| self.clock(code))
            .map(|clock| clock.due.at);
        of_clock.or(self.order_due_at)
    }

    /// The clock of a code that has not stopped; it may be paused.
    pub fn clock(&self, code: &ClockCode) -> Option<&Clock> {
        self.clocks
            .iter()
            .find(|clock| clock.code == *code && clock.stopped_at.is_none())
    }

    /// Whether a deadline has passed while work is owed.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.due_at().is_some_and(|due| now > due)
    }

    /// When something last happened to it that its state still tells: it was reported, reached a
    /// stage, was supervised, or ended.
    pub fn moved_at(&self) -> Timestamp {
        let marks = &self.marks;
        let supervised = self.supervision.as_ref().map(|stands| stands.issued_at);
        [
            marks.established_at,
            marks.dispatched_at,
            marks.accepted_at,
            marks.fed_back_at,
            supervised,
            self.closed_at,
        ]
        .into_iter()
        .flatten()
        .fold(self.reported_at, Timestamp::max)
    }

    /// What sets the case apart in lists and on the board.
    pub fn flags(&self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(|flag| flag.is_on(self))
    }
}
