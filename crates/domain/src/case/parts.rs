//! The parts of a case that only some cases have.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Case, Satisfaction, Stage};
use crate::calendar::Period;
use crate::clock::ClockCode;
use crate::department::DepartmentCode;
use crate::people::UserId;

/// The three paths of what people bring straight to a department (mission.md, S6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// 现场即办: the department that took it in handles it at once.
    OnTheSpot,
    /// 实时协办: it handles it with others.
    Joint,
    /// 上报交办: it goes up to the centre.
    ReportUp,
}

impl Path {
    /// Every path.
    pub const ALL: [Path; 3] = [Path::OnTheSpot, Path::Joint, Path::ReportUp];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Path::OnTheSpot => "on_the_spot",
            Path::Joint => "joint",
            Path::ReportUp => "report_up",
        }
    }
}

/// When a case first reached a stage; `reported_at` and `closed_at` stand on the case itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Marks {
    /// Taken on.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub established_at: Option<Timestamp>,
    /// Dispatched for the first time.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_dispatched_at: Option<Timestamp>,
    /// Dispatched; the last time, because windows for objecting count from there.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispatched_at: Option<Timestamp>,
    /// Accepted.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// Answered.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fed_back_at: Option<Timestamp>,
}

impl Marks {
    /// Whether none is set.
    pub fn is_empty(&self) -> bool {
        *self == Marks::default()
    }
}

/// An objection to a dispatch (派单异议); until it is upheld, who objects stays the lead (首接负责,
/// 北京市接诉即办工作条例).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Objection {
    /// Why.
    pub reason: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// A task force (一事一专班): the profile's roles filled, and its members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskForce {
    /// Who fills each role, by the role's code.
    pub roles: BTreeMap<String, String>,
    /// The N others.
    pub members: Vec<String>,
}

/// What somebody asks leave for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "wish", rename_all = "snake_case")]
pub enum Wish {
    /// 延期
    Extension {
        /// Of which clock.
        clock: ClockCode,
        /// By how much.
        period: Period,
    },
    /// 作废
    Void,
}

/// A wish that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Request {
    /// What for.
    pub wish: Wish,
    /// Why.
    pub reason: String,
    /// Who asks; may not decide it.
    pub by: UserId,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// Why nothing moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PauseCause {
    /// 缓办
    Postponed,
    /// 听证
    Hearing,
    /// 移送外部机构
    HandOff,
}

impl PauseCause {
    /// Every cause.
    pub const ALL: [PauseCause; 3] = [
        PauseCause::Postponed,
        PauseCause::Hearing,
        PauseCause::HandOff,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            PauseCause::Postponed => "postponed",
            PauseCause::Hearing => "hearing",
            PauseCause::HandOff => "hand_off",
        }
    }
}

/// An outside body that has the case now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandOff {
    /// The code of one of the profile's bodies.
    pub body: String,
}

/// A pause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pause {
    /// Why.
    pub cause: PauseCause,
    /// In words.
    pub reason: String,
    /// Since when.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub since: Timestamp,
    /// Expected until.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// With which body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_off: Option<HandOff>,
}

/// Who visits (双回访).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Visitor {
    /// The department that handled it.
    Handler,
    /// The centre.
    Centre,
}

impl Visitor {
    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Visitor::Handler => "handler",
            Visitor::Centre => "centre",
        }
    }
}

/// The three questions of a visit (真办理、真解决、真满意).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisitAnswers {
    /// Was it really handled?
    pub handled: bool,
    /// Is it really solved?
    pub resolved: bool,
    /// Is the person really satisfied?
    pub satisfied: bool,
}

impl VisitAnswers {
    /// Whether all three were answered with yes.
    pub const fn all(self) -> bool {
        self.handled && self.resolved && self.satisfied
    }
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Visit {
    /// For whom.
    pub visitor: Visitor,
    /// By whom.
    pub user: UserId,
    /// Of which unit; `None` for the centre.
    pub unit: Option<DepartmentCode>,
    /// What was heard.
    pub answers: VisitAnswers,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// What the reporter said of the handling when asked (评价).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evaluation {
    /// What.
    pub satisfaction: Satisfaction,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// A supervision (督办) on one rung of a ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Supervision {
    /// The code of one of the profile's ladders.
    pub ladder: String,
    /// The rung, from 0.
    pub rung: u32,
    /// Which of the case's slips it is, from 1: its number is the case's with this behind it.
    pub slip: u32,
    /// Why.
    pub reason: String,
    /// When it was issued.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub issued_at: Timestamp,
    /// When it must be answered.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub due_at: Timestamp,
    /// The department's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// A leader's adoption (领导包案): what is owed, and what was shown for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Adoption {
    /// The leader.
    pub leader: UserId,
    /// The leader's name.
    pub name: String,
    /// The responsible unit.
    pub unit: DepartmentCode,
    /// Evidence by the code of the profile's items; an item without is still owed.
    pub evidence: BTreeMap<String, String>,
}

/// A whistle (吹哨): units are called to the spot and report in (报到).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Whistle {
    /// What for.
    pub reason: String,
    /// By when they are needed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub needed_by: Timestamp,
    /// Each unit called, and when it arrived.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Option<String>>))]
    pub units: BTreeMap<DepartmentCode, Option<Timestamp>>,
    /// What both sides said of each other, by unit (吹哨、报到双向评价).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ratings: BTreeMap<DepartmentCode, WhistleRatings>,
}

/// What a whistle's two sides said of each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhistleRatings {
    /// The callers, of the unit: did it come and help?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_unit: Option<Satisfaction>,
    /// The unit, of the call: was it needed there?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_call: Option<Satisfaction>,
}

impl Whistle {
    /// The units that were not there in time (or are not there, and it is too late).
    pub fn no_shows(&self, now: Timestamp) -> impl Iterator<Item = &DepartmentCode> {
        self.units
            .iter()
            .filter(move |(_, arrived)| arrived.unwrap_or(now) > self.needed_by)
            .map(|(unit, _)| unit)
    }
}

/// A mediation (调解), alone or by several bodies together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mediation {
    /// The mediating bodies: codes of the profile's.
    pub bodies: Vec<String>,
    /// The parties; masked wherever it is shown.
    pub parties: Vec<String>,
    /// The sum agreed on, in fen (0.01 yuan).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_fen: Option<u64>,
    /// Whether an agreement was reached.
    pub agreed: bool,
    /// What was agreed, or why not.
    pub text: String,
}

/// What sets a case apart, whatever its stage. Lists and boards are cut by these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// 待研判: no rule or a clash; a research meeting names the lead.
    Research,
    /// 异议待审
    Objection,
    /// 申请待批
    Request,
    /// 易派难办: returned twice, or two departments or more (mission.md, S19).
    Hard,
    /// 暂停计时: postponed, in a hearing, or with an outside body.
    Paused,
    /// 督办中: a slip that has not been answered.
    Supervised,
    /// 领导包案
    Adopted,
    /// 吹哨
    Whistled,
    /// 绿色通道
    Expedited,
    /// 不满意: a visit or the reporter said no.
    Dissatisfied,
}

impl Flag {
    /// Every flag, in the order of the screen.
    pub const ALL: [Flag; 10] = [
        Flag::Research,
        Flag::Objection,
        Flag::Request,
        Flag::Hard,
        Flag::Paused,
        Flag::Supervised,
        Flag::Adopted,
        Flag::Whistled,
        Flag::Expedited,
        Flag::Dissatisfied,
    ];

    /// The stable name on the wire, in SQL and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Flag::Research => "research",
            Flag::Objection => "objection",
            Flag::Request => "request",
            Flag::Hard => "hard",
            Flag::Paused => "paused",
            Flag::Supervised => "supervised",
            Flag::Adopted => "adopted",
            Flag::Whistled => "whistled",
            Flag::Expedited => "expedited",
            Flag::Dissatisfied => "dissatisfied",
        }
    }

    /// Whether a case has it. Of an ended case only what stays true is said.
    pub fn is_on(self, case: &Case) -> bool {
        let open = case.is_open();
        match self {
            Flag::Research => open && case.research.is_some(),
            Flag::Objection => open && case.objection.is_some(),
            Flag::Request => open && case.request.is_some(),
            Flag::Hard => {
                open && (case.returned >= 2
                    || (case.stage != Stage::Reported && !case.assists.is_empty()))
            }
            Flag::Paused => open && case.pause.is_some(),
            Flag::Supervised => {
                open && case
                    .supervision
                    .as_ref()
                    .is_some_and(|s| s.answer.is_none())
            }
            Flag::Adopted => open && case.adoption.is_some(),
            Flag::Whistled => open && case.whistle.is_some(),
            Flag::Expedited => case.expedited.is_some(),
            Flag::Dissatisfied => {
                case.satisfaction == Some(Satisfaction::Dissatisfied)
                    || (open && case.last_visit.as_ref().is_some_and(|v| !v.answers.all()))
            }
        }
    }
}
