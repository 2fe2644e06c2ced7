//! Commands without their contents.

use serde::{Deserialize, Serialize};

/// A command without its contents: what buttons, guards and refusals speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "each is the variant of `Command` with the same name"
)]
pub enum CommandKind {
    Report,
    Amend,
    Triage,
    Verify,
    Decline,
    Establish,
    Expedite,
    Refer,
    Designate,
    Dispatch,
    Withdraw,
    Redispatch,
    Accept,
    Return,
    UpholdReturn,
    RejectReturn,
    FormTaskForce,
    Progress,
    RequestExtension,
    RequestVoid,
    Approve,
    Refuse,
    Suspend,
    Resume,
    HandOff,
    ComeBack,
    Mediate,
    FeedBack,
    Check,
    Visit,
    Close,
    AskReview,
    DecideReview,
    Reopen,
    Evaluate,
    Urge,
    Supervise,
    Climb,
    AnswerSupervision,
    Adopt,
    Attest,
    Comment,
    Whistle,
    ReportIn,
    RateWhistle,
    HandOut,
    Attach,
    Merge,
    Unmerge,
    Link,
    Seal,
    Unseal,
    Keep,
}

impl CommandKind {
    /// Everything one can do to an existing case: the way first, then what goes beside it.
    pub const ON_A_CASE: [CommandKind; 51] = [
        CommandKind::Triage,
        CommandKind::Verify,
        CommandKind::Decline,
        CommandKind::Establish,
        CommandKind::Refer,
        CommandKind::Dispatch,
        CommandKind::Designate,
        CommandKind::Withdraw,
        CommandKind::Accept,
        CommandKind::Return,
        CommandKind::UpholdReturn,
        CommandKind::RejectReturn,
        CommandKind::FormTaskForce,
        CommandKind::Progress,
        CommandKind::FeedBack,
        CommandKind::Check,
        CommandKind::Visit,
        CommandKind::Close,
        CommandKind::Evaluate,
        CommandKind::AskReview,
        CommandKind::DecideReview,
        CommandKind::Reopen,
        CommandKind::Urge,
        CommandKind::Redispatch,
        CommandKind::Expedite,
        CommandKind::RequestExtension,
        CommandKind::Suspend,
        CommandKind::Resume,
        CommandKind::HandOff,
        CommandKind::ComeBack,
        CommandKind::Mediate,
        CommandKind::Whistle,
        CommandKind::ReportIn,
        CommandKind::RateWhistle,
        CommandKind::HandOut,
        CommandKind::Supervise,
        CommandKind::Climb,
        CommandKind::AnswerSupervision,
        CommandKind::Adopt,
        CommandKind::Attest,
        CommandKind::Comment,
        CommandKind::Attach,
        CommandKind::Merge,
        CommandKind::Unmerge,
        CommandKind::Link,
        CommandKind::Amend,
        CommandKind::RequestVoid,
        CommandKind::Approve,
        CommandKind::Refuse,
        CommandKind::Seal,
        CommandKind::Unseal,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            CommandKind::Report => "report",
            CommandKind::Amend => "amend",
            CommandKind::Triage => "triage",
            CommandKind::Verify => "verify",
            CommandKind::Decline => "decline",
            CommandKind::Establish => "establish",
            CommandKind::Expedite => "expedite",
            CommandKind::Refer => "refer",
            CommandKind::Designate => "designate",
            CommandKind::Dispatch => "dispatch",
            CommandKind::Withdraw => "withdraw",
            CommandKind::Redispatch => "redispatch",
            CommandKind::Accept => "accept",
            CommandKind::Return => "return",
            CommandKind::UpholdReturn => "uphold_return",
            CommandKind::RejectReturn => "reject_return",
            CommandKind::FormTaskForce => "form_task_force",
            CommandKind::Progress => "progress",
            CommandKind::RequestExtension => "request_extension",
            CommandKind::RequestVoid => "request_void",
            CommandKind::Approve => "approve",
            CommandKind::Refuse => "refuse",
            CommandKind::Suspend => "suspend",
            CommandKind::Resume => "resume",
            CommandKind::HandOff => "hand_off",
            CommandKind::ComeBack => "come_back",
            CommandKind::Mediate => "mediate",
            CommandKind::FeedBack => "feed_back",
            CommandKind::Check => "check",
            CommandKind::Visit => "visit",
            CommandKind::Close => "close",
            CommandKind::AskReview => "ask_review",
            CommandKind::DecideReview => "decide_review",
            CommandKind::Reopen => "reopen",
            CommandKind::Evaluate => "evaluate",
            CommandKind::Urge => "urge",
            CommandKind::Supervise => "supervise",
            CommandKind::Climb => "climb",
            CommandKind::AnswerSupervision => "answer_supervision",
            CommandKind::Adopt => "adopt",
            CommandKind::Attest => "attest",
            CommandKind::Comment => "comment",
            CommandKind::Whistle => "whistle",
            CommandKind::ReportIn => "report_in",
            CommandKind::RateWhistle => "rate_whistle",
            CommandKind::HandOut => "hand_out",
            CommandKind::Attach => "attach",
            CommandKind::Merge => "merge",
            CommandKind::Unmerge => "unmerge",
            CommandKind::Link => "link",
            CommandKind::Seal => "seal",
            CommandKind::Unseal => "unseal",
            CommandKind::Keep => "keep",
        }
    }

    /// What the command needs of the state it meets at the central.
    pub const fn conflict_class(self) -> ConflictClass {
        match self {
            CommandKind::Progress
            | CommandKind::Urge
            | CommandKind::Report
            | CommandKind::Comment
            | CommandKind::Link
            | CommandKind::ReportIn
            | CommandKind::RateWhistle
            | CommandKind::HandOut
            | CommandKind::Attach
            | CommandKind::Mediate => ConflictClass::Commutes,
            CommandKind::Amend => ConflictClass::NeedsRevision,
            _ => ConflictClass::NeedsStage,
        }
    }
}

/// How a command bears what others did meanwhile (reliability.md, promise 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConflictClass {
    /// Takes nothing away from others: progress, urge.
    Commutes,
    /// Decided on the state it meets: a stage change.
    NeedsStage,
    /// Only on the very revision its author saw: an edit.
    NeedsRevision,
}
