//! What a person does.

use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::session::Secret;

/// Sign in; off line this works for who has signed in on this device in the last seven days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterSession {
    /// Login name.
    pub user: UserId,
    /// Password.
    pub password: Secret,
}

/// Sign out. Waiting orders keep their author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveSession {}

/// Give a command. It is durable in the outbox when this answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submit {
    /// The case; `None` to take in a new one.
    pub case: Option<CaseId>,
    /// The revision on screen; 0 for a new case.
    pub revision: u64,
    /// The command.
    pub command: Command,
}

/// What a command became at first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    /// The case it is about.
    pub case: CaseId,
    /// The order in the outbox.
    pub order: Uuid,
}

/// Pull the line (`up: false`) or plug it in again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetLine {
    /// Whether the console may talk to the central.
    pub up: bool,
}

/// Try waiting orders now instead of at the next turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryNow {}

/// How an order that was set aside is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// Give it again on the state as it is now.
    SendAgain,
    /// Let it go.
    Drop,
}

/// Settle an order that was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settle {
    /// Which.
    pub order: Uuid,
    /// How.
    pub settlement: Settlement,
}
