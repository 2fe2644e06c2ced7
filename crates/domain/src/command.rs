//! What somebody asks for. A command is a wish; [`crate::decide`] turns it into events or refuses.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::case::{
    Attachment, CaseId, Facts, Mediation, Path, PauseCause, Satisfaction, TaskForce, Urgency,
    VisitAnswers,
};
use crate::clock::ClockCode;
use crate::department::DepartmentCode;
use crate::people::Compartment;
use crate::record::RecordCommand;

mod kind;

pub use kind::{CommandKind, ConflictClass};

/// A work order of dispatch (交办).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dispatch {
    /// The one department that answers for it (牵头、主办).
    pub lead: DepartmentCode,
    /// Departments that help (协办).
    #[serde(default)]
    pub assists: Vec<DepartmentCode>,
    /// What is asked for, in words.
    #[serde(default)]
    pub requirements: String,
    /// When it must be fed back; the profile's limit when absent.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default)]
    pub due_at: Option<Timestamp>,
}

/// A command on a case; merging and linking are about two, and [`Command::Keep`] about a record.
/// On the wire: `{"kind": "verify", "note": "…"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Command {
    /// 上报: take a case in.
    Report {
        /// The matter. Its grid is looked up again from its position.
        facts: Box<Facts>,
    },
    /// 更正: correct the facts. Needs the revision its author saw.
    Amend {
        /// The matter as it should read.
        facts: Box<Facts>,
    },
    /// 分流: sort what was brought straight to a department onto one of three paths.
    Triage {
        /// Which.
        path: Path,
        /// For 实时协办: who helps.
        #[serde(default)]
        assists: Vec<DepartmentCode>,
        /// In words, may be empty.
        note: String,
    },
    /// 核实
    Verify {
        /// What was found, may be empty.
        note: String,
    },
    /// 不予立案
    Decline {
        /// Why.
        reason: String,
    },
    /// 立案
    Establish {
        /// How fast it must move from here.
        urgency: Urgency,
    },
    /// 绿色通道: from here the shorter limits hold.
    Expedite {
        /// Why; it is on the record.
        reason: String,
    },
    /// 提交研判: no rule names the lead, or two do; a research meeting will.
    Refer {
        /// Why.
        reason: String,
    },
    /// 指定牵头: the research meeting names the lead. It cannot be returned.
    Designate {
        /// The order.
        order: Dispatch,
        /// What the meeting said.
        reason: String,
    },
    /// 交办
    Dispatch(Dispatch),
    /// 撤回: take back an order that nobody has accepted, or one's own closing.
    Withdraw {
        /// Why, may be empty.
        note: String,
    },
    /// 改派: another lead, while the order is with a department.
    Redispatch {
        /// The new order.
        order: Dispatch,
        /// Why.
        reason: String,
    },
    /// 受理
    Accept,
    /// 退单. Where the profile has returns reviewed this is an objection, and the lead stays.
    Return {
        /// Why.
        reason: String,
    },
    /// 同意退单
    UpholdReturn {
        /// In words, may be empty.
        note: String,
    },
    /// 驳回退单
    RejectReturn {
        /// Why.
        reason: String,
    },
    /// 组建专班
    FormTaskForce {
        /// Who.
        task_force: TaskForce,
    },
    /// 进展
    Progress {
        /// What was done.
        note: String,
    },
    /// 申请延期
    RequestExtension {
        /// Of which clock.
        clock: ClockCode,
        /// By how much.
        period: Period,
        /// Why.
        reason: String,
    },
    /// 申请作废
    RequestVoid {
        /// Why.
        reason: String,
    },
    /// 批准 what was asked for.
    Approve {
        /// In words; some extensions demand how the person was told.
        note: String,
    },
    /// 不批准
    Refuse {
        /// Why.
        reason: String,
    },
    /// 缓办或听证: nothing moves for a while. Which clocks stand still is in the profile.
    Suspend {
        /// Postponed, or a hearing.
        cause: PauseCause,
        /// Why.
        reason: String,
        /// Expected until.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
        until: Option<Date>,
    },
    /// 恢复办理
    Resume {
        /// In words, may be empty.
        note: String,
    },
    /// 移送: a court or another body outside has it now.
    HandOff {
        /// One of the profile's bodies.
        body: String,
        /// Why.
        reason: String,
    },
    /// 移送件回转
    ComeBack {
        /// What came of it.
        result: String,
    },
    /// 记录调解
    Mediate {
        /// What happened.
        mediation: Mediation,
    },
    /// 反馈
    FeedBack {
        /// What came of it.
        result: String,
    },
    /// 核查: is it so? A no sends it back and counts as rework.
    Check {
        /// Whether it is.
        passed: bool,
        /// What was seen; needed for a no.
        note: String,
    },
    /// 回访: for the department by its clerk, for the centre by an operator. Any no sends the case
    /// back and counts as rework.
    Visit {
        /// What was heard.
        answers: VisitAnswers,
        /// In words; needed for a no.
        note: String,
    },
    /// 结案
    Close {
        /// A closing code of the profile.
        reason: String,
        /// In words; some reasons demand it.
        note: String,
        /// What the reason demands, by the demand's code.
        #[serde(default)]
        demands: BTreeMap<String, String>,
    },
    /// 申请复查或复核 (信访工作条例 35, 36).
    AskReview {
        /// Why.
        reason: String,
    },
    /// 复查或复核决定
    DecideReview {
        /// Whether the answer stands; otherwise it is to be done again.
        maintained: bool,
        /// The decision.
        text: String,
    },
    /// 重办: send it back to the department; counts as rework (返工).
    Reopen {
        /// Why.
        reason: String,
    },
    /// 评价
    Evaluate {
        /// What the reporter said.
        satisfaction: Satisfaction,
    },
    /// 催办
    Urge {
        /// In words, may be empty.
        note: String,
    },
    /// 督办: the first rung of a ladder.
    Supervise {
        /// One of the profile's ladders.
        ladder: String,
        /// Why.
        reason: String,
    },
    /// 升级督办: the next rung.
    Climb {
        /// Why.
        reason: String,
    },
    /// 答复督办
    AnswerSupervision {
        /// The answer.
        text: String,
    },
    /// 领导包案: the leader who gives this takes the case on.
    Adopt {
        /// The responsible unit.
        unit: DepartmentCode,
    },
    /// 包案落实: evidence for one of the items owed.
    Attest {
        /// The code of the profile's item.
        item: String,
        /// What was done, where it is filed.
        evidence: String,
    },
    /// 批示
    Comment {
        /// In words.
        text: String,
    },
    /// 吹哨: call units to the spot.
    Whistle {
        /// Which.
        units: Vec<DepartmentCode>,
        /// By when.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        needed_by: Timestamp,
        /// What for.
        reason: String,
    },
    /// 报到: a called unit is there.
    ReportIn {
        /// In words, may be empty.
        note: String,
    },
    /// 评价吹哨报到: the callers rate a called unit, or a called unit rates the call.
    RateWhistle {
        /// The called unit; its own clerks rate the call, whoever may whistle rates the unit.
        unit: DepartmentCode,
        /// How it was.
        satisfaction: Satisfaction,
        /// In words; needed for 不满意.
        note: String,
    },
    /// 发放政策服务包: give the person the policies that bear on the matter.
    HandOut {
        /// Codes of the profile's policies.
        policies: Vec<String>,
    },
    /// 添加附件: list a photo or a document. Its bytes go another way.
    Attach {
        /// What it is.
        attachment: Attachment,
    },
    /// 并案: this case is the same matter as another one, which goes on for both.
    Merge {
        /// The one that goes on.
        into: CaseId,
        /// Why, may be empty.
        reason: String,
    },
    /// 撤销并案: both are again what they were.
    Unmerge {
        /// The one it was merged into.
        from: CaseId,
        /// Why.
        reason: String,
    },
    /// 关联
    Link {
        /// The other case.
        with: CaseId,
        /// How they belong together, may be empty.
        note: String,
    },
    /// 封存: only who has the compartment may know of it.
    Seal {
        /// Which.
        compartment: Compartment,
        /// Why.
        reason: String,
    },
    /// 解封
    Unseal {
        /// Why.
        reason: String,
    },
    /// A command on a record instead of a case.
    Keep {
        /// What is to be done.
        keep: RecordCommand,
    },
}

impl Command {
    /// What kind of command this is.
    pub const fn kind(&self) -> CommandKind {
        match self {
            Command::Report { .. } => CommandKind::Report,
            Command::Amend { .. } => CommandKind::Amend,
            Command::Triage { .. } => CommandKind::Triage,
            Command::Verify { .. } => CommandKind::Verify,
            Command::Decline { .. } => CommandKind::Decline,
            Command::Establish { .. } => CommandKind::Establish,
            Command::Expedite { .. } => CommandKind::Expedite,
            Command::Refer { .. } => CommandKind::Refer,
            Command::Designate { .. } => CommandKind::Designate,
            Command::Dispatch(_) => CommandKind::Dispatch,
            Command::Withdraw { .. } => CommandKind::Withdraw,
            Command::Redispatch { .. } => CommandKind::Redispatch,
            Command::Accept => CommandKind::Accept,
            Command::Return { .. } => CommandKind::Return,
            Command::UpholdReturn { .. } => CommandKind::UpholdReturn,
            Command::RejectReturn { .. } => CommandKind::RejectReturn,
            Command::FormTaskForce { .. } => CommandKind::FormTaskForce,
            Command::Progress { .. } => CommandKind::Progress,
            Command::RequestExtension { .. } => CommandKind::RequestExtension,
            Command::RequestVoid { .. } => CommandKind::RequestVoid,
            Command::Approve { .. } => CommandKind::Approve,
            Command::Refuse { .. } => CommandKind::Refuse,
            Command::Suspend { .. } => CommandKind::Suspend,
            Command::Resume { .. } => CommandKind::Resume,
            Command::HandOff { .. } => CommandKind::HandOff,
            Command::ComeBack { .. } => CommandKind::ComeBack,
            Command::Mediate { .. } => CommandKind::Mediate,
            Command::FeedBack { .. } => CommandKind::FeedBack,
            Command::Check { .. } => CommandKind::Check,
            Command::Visit { .. } => CommandKind::Visit,
            Command::Close { .. } => CommandKind::Close,
            Command::AskReview { .. } => CommandKind::AskReview,
            Command::DecideReview { .. } => CommandKind::DecideReview,
            Command::Reopen { .. } => CommandKind::Reopen,
            Command::Evaluate { .. } => CommandKind::Evaluate,
            Command::Urge { .. } => CommandKind::Urge,
            Command::Supervise { .. } => CommandKind::Supervise,
            Command::Climb { .. } => CommandKind::Climb,
            Command::AnswerSupervision { .. } => CommandKind::AnswerSupervision,
            Command::Adopt { .. } => CommandKind::Adopt,
            Command::Attest { .. } => CommandKind::Attest,
            Command::Comment { .. } => CommandKind::Comment,
            Command::Whistle { .. } => CommandKind::Whistle,
            Command::ReportIn { .. } => CommandKind::ReportIn,
            Command::RateWhistle { .. } => CommandKind::RateWhistle,
            Command::HandOut { .. } => CommandKind::HandOut,
            Command::Attach { .. } => CommandKind::Attach,
            Command::Merge { .. } => CommandKind::Merge,
            Command::Unmerge { .. } => CommandKind::Unmerge,
            Command::Link { .. } => CommandKind::Link,
            Command::Seal { .. } => CommandKind::Seal,
            Command::Unseal { .. } => CommandKind::Unseal,
            Command::Keep { .. } => CommandKind::Keep,
        }
    }

    /// The second case that the command is about, if it is about two.
    pub const fn other(&self) -> Option<CaseId> {
        match self {
            Command::Merge { into, .. } => Some(*into),
            Command::Unmerge { from, .. } => Some(*from),
            Command::Link { with, .. } => Some(*with),
            _ => None,
        }
    }
}
