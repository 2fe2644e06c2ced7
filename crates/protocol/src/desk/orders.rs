//! The outbox and the status bar.

use jiff::Timestamp;
use onemap_domain::Refusal;
use onemap_domain::case::{CaseId, CaseNumber, Stage};
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{User, UserId};
use onemap_domain::record::RecordKind;
use onemap_domain::subject::SubjectId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::version::Impasse;

/// The status bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {}

/// How the line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "link", rename_all = "snake_case")]
pub enum Link {
    /// Nobody is signed in, so there is nothing to talk about.
    #[default]
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
    /// The central answers, and the two do not understand each other.
    Impasse {
        /// Which must be updated.
        which: Impasse,
        /// Since when.
        since: Timestamp,
    },
}

impl Link {
    /// Since when nothing goes out or comes in that a person did not stop by signing out.
    pub fn down_since(self) -> Option<Timestamp> {
        match self {
            Link::Offline { since } | Link::Pulled { since } | Link::Impasse { since, .. } => {
                Some(since)
            }
            _ => None,
        }
    }
}

/// The answer to [`Status`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusBar {
    /// How the line stands.
    pub link: Link,
    /// When the picture was last known to be whole, by the device's clock.
    pub synchronised_at: Option<Timestamp>,
    /// Orders that wait.
    pub waiting: u32,
    /// Orders set aside, and attachments that cannot be sent.
    pub set_aside: u32,
    /// Orders delivered since the program was started.
    pub delivered: u32,
    /// Who is signed in.
    pub user: Option<User>,
    /// What to add to the device's clock to get the central's, milliseconds.
    pub central_ahead_ms: i64,
    /// The cache was broken and is made anew; the orders are untouched.
    pub cache_rebuilt: bool,
    /// That is not done yet: the county is still on its way, or the line is down.
    pub cache_rebuilding: bool,
    /// How far waiting orders have gone out, while they do.
    pub draining: Option<Draining>,
    /// How much of the county is here while it is fetched, also while the line is down: from there
    /// it goes on.
    pub fetched: Option<Fetched>,
    /// The outbox was damaged once; the last time.
    pub salvaged: Option<Salvaged>,
    /// The code of a local failure (a `ProblemCode`) that keeps the sync from going on.
    pub trouble: Option<String>,
}

/// How much of the county has been fetched; not shown before it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// Cases so far.
    pub done: u64,
    /// Cases in all.
    pub total: u64,
}

/// How far waiting orders have gone out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draining {
    /// Answered since the first of them went.
    pub done: u32,
    /// Those, and those that still wait.
    pub total: u32,
}

/// The outbox file was damaged, and what could be read of it was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Salvaged {
    /// When that was found, device time.
    pub at: Timestamp,
    /// The damaged file's name; it is kept beside the outbox.
    pub file: String,
    /// Orders that were saved.
    pub saved: u32,
    /// At most so many others could not be read; `None` when nobody can tell.
    pub unreadable: Option<u32>,
    /// The device's id could not be read either, and it has a new one.
    pub new_device: bool,
    /// Somebody has read of it.
    pub dismissed: bool,
}

/// Where the orders of a list stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderPart {
    /// For a person to settle; the newest first.
    SetAside,
    /// To be sent; the next one first.
    Waiting,
    /// Carried out; the newest first.
    Delivered,
    /// Settled by a person, for the record; the newest first.
    Settled,
}

impl OrderPart {
    /// Every part, in the sequence in which they want attention.
    pub const ALL: [OrderPart; 4] = [
        OrderPart::SetAside,
        OrderPart::Waiting,
        OrderPart::Delivered,
        OrderPart::Settled,
    ];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            OrderPart::SetAside => "set_aside",
            OrderPart::Waiting => "waiting",
            OrderPart::Delivered => "delivered",
            OrderPart::Settled => "settled",
        }
    }
}

/// A page of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    /// Of these orders.
    pub part: OrderPart,
    /// How many to pass over.
    pub offset: u32,
    /// At most so many, up to 100.
    pub limit: u32,
}

/// How many orders stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCounts {
    /// For a person to settle.
    pub set_aside: u32,
    /// To be sent.
    pub waiting: u32,
    /// Carried out.
    pub delivered: u32,
    /// Settled by a person.
    pub settled: u32,
}

impl OrderCounts {
    /// Those of one part.
    pub const fn of(self, part: OrderPart) -> u32 {
        match part {
            OrderPart::SetAside => self.set_aside,
            OrderPart::Waiting => self.waiting,
            OrderPart::Delivered => self.delivered,
            OrderPart::Settled => self.settled,
        }
    }
}

/// The answer to [`Orders`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OrderPage {
    /// How many there are.
    pub counts: OrderCounts,
    /// The page.
    pub rows: Vec<OrderRow>,
}

/// What a waiting order waits for, beside its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// Its author must sign in here.
    Author,
    /// An order of the same case or record goes before it.
    Earlier,
    /// The line is down.
    Line,
    /// Whoever is here must sign in again.
    Session,
    /// The console or the central must be updated.
    Version,
}

/// What of an order is needed to give it anew in a form of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeOver {
    /// An order that was set aside.
    pub order: Uuid,
}

/// The answer to [`TakeOver`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakenOver {
    /// The case, where it is there; a new case that was refused never was.
    pub case: Option<CaseId>,
    /// What was asked for; the reporter masked, as on every card.
    pub command: Command,
}

/// The case of an order as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseNow {
    /// Its number.
    pub number: Option<CaseNumber>,
    /// Where it stands.
    pub stage: Stage,
    /// Who leads it.
    pub lead: Option<DepartmentCode>,
    /// It shows the effect of orders that wait.
    pub pending: bool,
}

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
        /// What it waits for; nothing when it is its turn.
        waits: Vec<Wait>,
        /// So many orders of the same case or record wait behind it.
        behind: u32,
        /// It was on the line at least once: the central may have it.
        was_sent: bool,
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
    /// A person dealt with it; kept for the record.
    Settled {
        /// When, device time; not known of orders of an earlier version.
        at: Option<Timestamp>,
        /// How.
        how: super::Settlement,
        /// Why it was dropped.
        reason: Option<String>,
        /// Who did.
        by: Option<String>,
        /// Why it had been set aside; nothing when it was dropped while it waited.
        why: Option<SetAside>,
        /// It had been on the line: the central may have it all the same.
        was_sent: bool,
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
    /// It was saved out of a damaged file, and may not say what its author wrote.
    Unverified,
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
    /// The case as it is now, where it is here and may be seen.
    pub now: Option<CaseNow>,
    /// What was asked for.
    pub command: CommandKind,
    /// What was meant, in words: a note, a reason, a lead's code.
    pub meant: String,
    /// Who gave it.
    pub author: String,
    /// Their login.
    pub login: UserId,
    /// When it was given.
    pub issued_at: Timestamp,
    /// Where it stands.
    pub state: OrderState,
}
