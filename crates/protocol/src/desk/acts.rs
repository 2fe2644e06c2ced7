//! What a person does.

use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_domain::record::{RecordCommand, RecordId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::session::Secret;
use crate::text::Language;

/// Sign in; off line this works for who has signed in on this device in the last seven days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnterSession {
    /// Login name.
    pub user: UserId,
    /// Password.
    pub password: Secret,
    /// Six digits of the second factor, where the central asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Secret>,
    /// The password from now on, where the central or the user wants another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_password: Option<Secret>,
    /// By the county's identity provider; name and password stay empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_provider: bool,
}

impl EnterSession {
    /// With a password alone.
    pub fn with_password(user: UserId, password: Secret) -> EnterSession {
        EnterSession {
            user,
            password,
            code: None,
            new_password: None,
            by_provider: false,
        }
    }

    /// By the county's identity provider.
    pub fn by_provider() -> EnterSession {
        EnterSession {
            by_provider: true,
            ..EnterSession::with_password(UserId(String::new()), Secret(String::new()))
        }
    }
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

/// Give a command on a record. It is durable in the outbox when this answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepRecord {
    /// The record; `None` to begin one.
    pub record: Option<RecordId>,
    /// The revision on screen; 0 for a new one.
    pub revision: u64,
    /// The command.
    pub keep: RecordCommand,
}

/// What a command on a record became at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSubmitted {
    /// The record it is about.
    pub record: RecordId,
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
    /// Another was given in its place ([`GiveInstead`]).
    TakeOver,
}

/// Settle an order: one that was set aside, or drop one that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settle {
    /// Which.
    pub order: Uuid,
    /// How.
    pub settlement: Settlement,
    /// Why it is dropped; must say something then.
    #[serde(default)]
    pub reason: String,
}

/// Give a command in the place of an order that was set aside, which is settled by it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GiveInstead {
    /// The order that was set aside.
    pub order: Uuid,
    /// The case; `None` for one that is only now taken in.
    pub case: Option<CaseId>,
    /// The revision on screen.
    pub revision: u64,
    /// What is asked for.
    pub command: Command,
}

/// Say that the notice of a damaged outbox was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DismissSalvage {}

/// Print everything about a case, as the asker may see it, and keep it (一案一册).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepCaseFile {
    /// Which.
    pub case: CaseId,
    /// In which language.
    pub language: Language,
}

/// Print the slip of the supervision that stands, and keep it (督办单).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepSlip {
    /// Of which case.
    pub case: CaseId,
    /// In which language.
    pub language: Language,
}

/// Where a paper was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its name in the folder of papers.
    pub name: String,
    /// The whole path, for people.
    pub path: String,
    /// In a browser, which has no such folder: the paper itself, base 64, for the page to hand over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// Open a paper that was kept with the program that this machine opens such files with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenKept {
    /// Its name in the folder of papers; nothing outside that folder can be opened.
    pub name: String,
}
