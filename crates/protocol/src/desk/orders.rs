//! The outbox and the status bar.

use jiff::Timestamp;
use onemap_domain::Refusal;
use onemap_domain::case::CaseNumber;
use onemap_domain::command::CommandKind;
use onemap_domain::people::User;
use onemap_domain::record::RecordKind;
use onemap_domain::subject::SubjectId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The status bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {}

/// How the line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "link", rename_all = "snake_case")]
pub enum Link {
    /// Nobody is signed in, so there is nothing to talk about.
    Idle,
    /// First contact.
    Connecting,
    /// Fetching the county.
    Loading {
        /// Cases so far.
        done: u64,
        /// Cases in all.
        total: u64,
    },
    /// All is well.
    Online,
    /// The central does not answer.
    Offline {
        /// Since when.
        since: Timestamp,
    },
    /// Somebody pulled the line.
    Pulled {
        /// Since when.
        since: Timestamp,
    },
    /// The central asks for a new sign-in.
    SignInNeeded,
}

/// The answer to [`Status`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusBar {
    /// How the line stands.
    pub link: Link,
    /// When the picture was last known to be whole, by the device's clock.
    pub synchronised_at: Option<Timestamp>,
    /// Orders that wait.
    pub waiting: u32,
    /// Orders set aside.
    pub set_aside: u32,
    /// Orders delivered since the program was started.
    pub delivered: u32,
    /// Who is signed in.
    pub user: Option<User>,
    /// What to add to the device's clock to get the central's, milliseconds.
    pub central_ahead_ms: i64,
    /// The cache was broken and has been made anew; the orders are untouched.
    pub cache_rebuilt: bool,
}

/// The outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {}

/// Where an order stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum OrderState {
    /// In the outbox.
    Waiting {
        /// How often it was tried.
        tries: u32,
        /// The code of the last failure (a `ProblemCode`), if any.
        last_failure: Option<String>,
    },
    /// Carried out by the central, once.
    Delivered {
        /// When its answer came.
        at: Timestamp,
        /// The case's number.
        number: Option<CaseNumber>,
    },
    /// Refused, or in conflict; a person settles it.
    SetAside {
        /// When.
        at: Timestamp,
        /// Why.
        why: SetAside,
    },
}

/// Why an order was set aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum SetAside {
    /// The central refused it.
    Refused {
        /// With this reason.
        refusal: Refusal,
    },
    /// Somebody else changed the case first.
    Conflict {
        /// The revision it stands at.
        current_revision: u64,
    },
}

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderRow {
    /// Its id.
    pub id: Uuid,
    /// The case, or the record, whichever the command is about.
    pub subject: SubjectId,
    /// On a record: which kind, and the name of its command (`reception-plan`).
    pub record: Option<(RecordKind, String)>,
    /// The case's title as far as it is known here.
    pub title: String,
    /// What was asked for.
    pub command: CommandKind,
    /// What was meant, in words: a note, a reason, a lead's code.
    pub meant: String,
    /// Who gave it.
    pub author: String,
    /// When it was given.
    pub issued_at: Timestamp,
    /// Where it stands.
    pub state: OrderState,
}
