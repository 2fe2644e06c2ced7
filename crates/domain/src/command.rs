//! What somebody asks for. A command is a wish; [`crate::decide`] turns it into events or refuses.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::{Facts, Satisfaction, Urgency};
use crate::department::DepartmentCode;

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

/// A command on one case. On the wire: `{"kind": "verify", "note": "…"}`.
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
    /// 交办
    Dispatch(Dispatch),
    /// 撤回: take back an order that nobody has accepted.
    Withdraw {
        /// Why, may be empty.
        note: String,
    },
    /// 受理
    Accept,
    /// 退单
    Return {
        /// Why.
        reason: String,
    },
    /// 进展
    Progress {
        /// What was done.
        note: String,
    },
    /// 反馈
    FeedBack {
        /// What came of it.
        result: String,
    },
    /// 结案
    Close {
        /// A closing code of the profile.
        reason: String,
        /// In words; some reasons demand it.
        note: String,
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
}

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
    Verify,
    Decline,
    Establish,
    Dispatch,
    Withdraw,
    Accept,
    Return,
    Progress,
    FeedBack,
    Close,
    Reopen,
    Evaluate,
    Urge,
}

impl CommandKind {
    /// Everything one can do to an existing case, in the order of the way.
    pub const ON_A_CASE: [CommandKind; 14] = [
        CommandKind::Verify,
        CommandKind::Decline,
        CommandKind::Establish,
        CommandKind::Dispatch,
        CommandKind::Withdraw,
        CommandKind::Accept,
        CommandKind::Return,
        CommandKind::Progress,
        CommandKind::FeedBack,
        CommandKind::Close,
        CommandKind::Reopen,
        CommandKind::Evaluate,
        CommandKind::Urge,
        CommandKind::Amend,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            CommandKind::Report => "report",
            CommandKind::Amend => "amend",
            CommandKind::Verify => "verify",
            CommandKind::Decline => "decline",
            CommandKind::Establish => "establish",
            CommandKind::Dispatch => "dispatch",
            CommandKind::Withdraw => "withdraw",
            CommandKind::Accept => "accept",
            CommandKind::Return => "return",
            CommandKind::Progress => "progress",
            CommandKind::FeedBack => "feed_back",
            CommandKind::Close => "close",
            CommandKind::Reopen => "reopen",
            CommandKind::Evaluate => "evaluate",
            CommandKind::Urge => "urge",
        }
    }

    /// What the command needs of the state it meets at the central.
    pub const fn conflict_class(self) -> ConflictClass {
        match self {
            CommandKind::Progress | CommandKind::Urge | CommandKind::Report => {
                ConflictClass::Commutes
            }
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

impl Command {
    /// What kind of command this is.
    pub const fn kind(&self) -> CommandKind {
        match self {
            Command::Report { .. } => CommandKind::Report,
            Command::Amend { .. } => CommandKind::Amend,
            Command::Verify { .. } => CommandKind::Verify,
            Command::Decline { .. } => CommandKind::Decline,
            Command::Establish { .. } => CommandKind::Establish,
            Command::Dispatch(_) => CommandKind::Dispatch,
            Command::Withdraw { .. } => CommandKind::Withdraw,
            Command::Accept => CommandKind::Accept,
            Command::Return { .. } => CommandKind::Return,
            Command::Progress { .. } => CommandKind::Progress,
            Command::FeedBack { .. } => CommandKind::FeedBack,
            Command::Close { .. } => CommandKind::Close,
            Command::Reopen { .. } => CommandKind::Reopen,
            Command::Evaluate { .. } => CommandKind::Evaluate,
            Command::Urge { .. } => CommandKind::Urge,
        }
    }
}
