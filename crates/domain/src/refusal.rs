//! Why a command is not carried out. Each has a stable code; its sentence for the user stands in
//! the locale files under `refusal-CODE`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::Stage;
use crate::command::CommandKind;
use crate::department::DepartmentCode;
use crate::people::Role;

/// A refusal. On the wire: `{"code": "stage_not_allowed", "params": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "code", content = "params", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the parameters fill the sentence in the locale files"
)]
pub enum Refusal {
    /// No such case, or none in the caller's scope: the two read the same.
    #[error("no such case")]
    NotFound,
    /// A case with this id exists already.
    #[error("the case exists already")]
    AlreadyExists,
    /// The case does not stand where this can be done.
    #[error("{} is not allowed at stage {}", command.name(), stage.name())]
    StageNotAllowed { command: CommandKind, stage: Stage },
    /// The role may not do this.
    #[error("{} is not for role {}", command.name(), role.name())]
    RoleNotAllowed { command: CommandKind, role: Role },
    /// Only the leading department may do this.
    #[error("only the leading department may do this")]
    NotLead,
    /// Only who dispatched may take it back.
    #[error("only who dispatched may take it back")]
    NotDispatcher,
    /// Who handled a case may not close it.
    #[error("who handled a case may not close it")]
    HandlerCloses,
    /// A field must not be empty.
    #[error("{field} is missing")]
    FieldMissing { field: String },
    /// A field is too long.
    #[error("{field} is longer than {limit} characters")]
    FieldTooLong { field: String, limit: u32 },
    /// The profile or the register does not know this value.
    #[error("{field} {value:?} is not known")]
    FieldUnknown { field: String, value: String },
    /// The lead cannot also assist.
    #[error("{department} cannot lead and assist")]
    LeadAssists { department: DepartmentCode },
    /// The place lies in no grid.
    #[error("the place lies in no grid of this county")]
    OutsideCounty,
    /// The due time has passed already.
    #[error("the due time {due_at} has passed")]
    DueInPast {
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        due_at: Timestamp,
    },
}

impl Refusal {
    /// The stable code, as on the wire and in the locale files.
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::NotFound => "not_found",
            Refusal::AlreadyExists => "already_exists",
            Refusal::StageNotAllowed { .. } => "stage_not_allowed",
            Refusal::RoleNotAllowed { .. } => "role_not_allowed",
            Refusal::NotLead => "not_lead",
            Refusal::NotDispatcher => "not_dispatcher",
            Refusal::HandlerCloses => "handler_closes",
            Refusal::FieldMissing { .. } => "field_missing",
            Refusal::FieldTooLong { .. } => "field_too_long",
            Refusal::FieldUnknown { .. } => "field_unknown",
            Refusal::LeadAssists { .. } => "lead_assists",
            Refusal::OutsideCounty => "outside_county",
            Refusal::DueInPast { .. } => "due_in_past",
        }
    }

    /// One of each, so that tests can walk all codes.
    pub fn examples() -> Vec<Refusal> {
        let field = || "title".to_owned();
        vec![
            Refusal::NotFound,
            Refusal::AlreadyExists,
            Refusal::StageNotAllowed {
                command: CommandKind::Verify,
                stage: Stage::Closed,
            },
            Refusal::RoleNotAllowed {
                command: CommandKind::Close,
                role: Role::Clerk,
            },
            Refusal::NotLead,
            Refusal::NotDispatcher,
            Refusal::HandlerCloses,
            Refusal::FieldMissing { field: field() },
            Refusal::FieldTooLong {
                field: field(),
                limit: 80,
            },
            Refusal::FieldUnknown {
                field: field(),
                value: "x".to_owned(),
            },
            Refusal::LeadAssists {
                department: DepartmentCode("zhujian".to_owned()),
            },
            Refusal::OutsideCounty,
            Refusal::DueInPast {
                due_at: Timestamp::UNIX_EPOCH,
            },
        ]
    }
}
