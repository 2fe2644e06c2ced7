//! `POST /v1/commands`: a batch in, an answer for each.

use std::collections::BTreeSet;

use jiff::Timestamp;
use onemap_domain::Refusal;
use onemap_domain::case::CaseNumber;
use onemap_domain::command::Command;
use onemap_domain::record::derived;
use onemap_domain::subject::SubjectId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::feed::{Cursor, HistoryId};
use crate::session::Grant;

/// A case or a record that a command is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subject {
    /// Which.
    pub id: SubjectId,
    /// The revision its author saw; 0 for one that the command begins.
    pub expected_revision: u64,
}

/// A command on its way to the central.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Envelope {
    /// Made by the device; with the device it makes delivery idempotent.
    pub id: Uuid,
    /// The device it was given on.
    pub device: Uuid,
    /// Proof of who gave it: the grant that the central issued to its author on this device.
    pub author_grant: Grant,
    /// When it was given, by the device's clock; for information, deadlines use central time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub issued_at: Timestamp,
    /// What it is about: one case or record; for merging and linking the second case behind it.
    pub subjects: Vec<Subject>,
    /// What made the revision its author saw, for a command that needs it: the fingerprint of the
    /// commands that led there. Two devices can count to the same number by different ways. Absent,
    /// only the number is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Uuid>,
    /// What is asked for.
    pub command: Command,
}

/// [`Envelope::seen`]: the fingerprint of the commands that made a case's or a record's revisions,
/// from the first on; one that made several comes as often.
pub fn line_of(commands: impl IntoIterator<Item = Uuid>) -> Uuid {
    let bytes: Vec<[u8; 16]> = commands.into_iter().map(Uuid::into_bytes).collect();
    let parts: Vec<&[u8]> = bytes.iter().map(|bytes| &bytes[..]).collect();
    derived(&parts)
}

/// Cases and records behind an order that cannot go yet: what was given on them later waits, too,
/// or the order per case would be lost.
#[derive(Clone, Debug, Default)]
pub struct Held(BTreeSet<SubjectId>);

impl Held {
    /// Whether the order is behind one that cannot go.
    pub fn holds(&self, envelope: &Envelope) -> bool {
        envelope
            .subjects
            .iter()
            .any(|subject| self.0.contains(&subject.id))
    }

    /// The order cannot go; nothing on what it is about goes before it.
    pub fn hold(&mut self, envelope: &Envelope) {
        self.0
            .extend(envelope.subjects.iter().map(|subject| subject.id));
    }
}

/// Several commands, decided one after the other, never half of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Batch {
    /// The history whose answers the device has. A central of another history (restored from a
    /// backup) decides none of the batch: what it has lost must come before it. Absent, everything
    /// is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history_id: Option<HistoryId>,
    /// In the order they were given.
    pub commands: Vec<Envelope>,
}

/// Most commands in one batch.
pub const BATCH_LIMIT: usize = 200;

/// What became of one command. On the wire: `{"outcome": "refused", "code": …, "params": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Answer {
    /// Carried out now.
    Applied {
        /// The case's or the record's revision after it.
        revision: u64,
        /// The case's number; a record has none.
        number: Option<CaseNumber>,
    },
    /// Had been delivered before; nothing happened a second time.
    Duplicate {
        /// What became of it the first time.
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        first: Box<Answer>,
    },
    /// Never to be carried out.
    Refused(Refusal),
    /// Its author had seen an older state, and the command is one that needs the newest.
    Conflict {
        /// Where the case stands.
        current_revision: u64,
    },
    /// The grant is unknown or has lapsed: the author must sign in, then it can be sent again.
    GrantLapsed,
}

impl Answer {
    /// The answer itself, or for a duplicate the first one.
    pub fn settled(&self) -> &Answer {
        match self {
            Answer::Duplicate { first } => first.settled(),
            other => other,
        }
    }
}

/// The answers, in the order of the commands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchAnswer {
    /// Of which history these answers are.
    pub history_id: HistoryId,
    /// Everything up to here is durable.
    pub durable_cursor: Cursor,
    /// One for each command; none at all when the batch named another history.
    pub answers: Vec<Answer>,
}
