//! `GET /v1/feed`, `/v1/snapshot` and `/v1/stream`: how a console learns what happened.

use std::fmt;

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId};
use onemap_domain::event::Recorded;
use onemap_domain::record::{Record, RecordEntry, RecordId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::register::Register;

/// A place in the central's log; grows with every event, in commit order.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Cursor(pub u64);

/// Names one unbroken history. A central restored from a backup starts a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct HistoryId(pub Uuid);

/// One entry of the feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "entry", rename_all = "snake_case")]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly every entry is the large one"
)]
pub enum Entry {
    /// One event and the state after it.
    Event {
        /// What happened.
        recorded: Recorded,
        /// The state after it.
        case: Box<Case>,
    },
    /// A case that came into the caller's scope, whole.
    Whole {
        /// Its state.
        case: Box<Case>,
        /// Its log.
        events: Vec<Recorded>,
    },
    /// A case that left the caller's scope.
    Tombstone {
        /// Which.
        case: CaseId,
    },
    /// A record that changed, or came into the caller's scope; always whole, for records are small.
    WholeRecord {
        /// Its state.
        record: Box<Record>,
        /// Its log.
        entries: Vec<RecordEntry>,
    },
    /// A record that left the caller's scope.
    RecordGone {
        /// Which.
        record: RecordId,
    },
}

/// A page of the feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedPage {
    /// Which history this is; another one than before forces a new snapshot.
    pub history_id: HistoryId,
    /// Where the next page starts.
    pub cursor: Cursor,
    /// There is more already.
    pub more: bool,
    /// Which version of the register is in force; another one forces a new snapshot.
    pub register_version: u64,
    /// The central's time when it answered.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub central_time: Timestamp,
    /// In commit order.
    pub entries: Vec<Entry>,
}

/// Names of what and for whom a snapshot is: the history, the register, the reader and their scope.
/// A rest is only given of the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct SnapshotId(pub Uuid);

/// How far a reader has taken in a snapshot that broke off: with this it asks for the rest. What it
/// has is the register, the records up to one identity and, after all of those, the cases up to
/// one, each as of `cursor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotPlace {
    /// The `of` of the head under which it began.
    pub of: SnapshotId,
    /// As of which place in the log.
    pub cursor: Cursor,
    /// The last record that it has; `None` while it has none.
    pub record: Option<RecordId>,
    /// The last case that it has; `None` while it has none. With a case it has every record.
    pub case: Option<CaseId>,
}

impl SnapshotPlace {
    /// Whether the reader has been told of this case, or that it is none of theirs.
    pub fn is_past_case(&self, case: CaseId) -> bool {
        self.case.is_some_and(|last| case <= last)
    }

    /// Whether the reader has been told of this record, or that it is none of theirs.
    pub fn is_past_record(&self, record: RecordId) -> bool {
        self.case.is_some() || self.record.is_some_and(|last| record <= last)
    }
}

impl fmt::Display for SnapshotPlace {
    /// As the query of `GET /v1/snapshot` has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "of={}&cursor={}", self.of.0, self.cursor.0)?;
        if let Some(record) = self.record {
            write!(f, "&record={record}")?;
        }
        if let Some(case) = self.case {
            write!(f, "&case={case}")?;
        }
        Ok(())
    }
}

/// One line of a snapshot: JSON, one per line, the head first, [`SnapshotLine::End`] or
/// [`SnapshotLine::More`] last. A stream that stops before that was broken off; what came is good,
/// and the rest is asked for with a [`SnapshotPlace`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum SnapshotLine {
    /// What follows.
    Head {
        /// Which history.
        history_id: HistoryId,
        /// The feed goes on from here.
        cursor: Cursor,
        /// Which version of the register.
        register_version: u64,
        /// The central's time.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        central_time: Timestamp,
        /// How many cases there are in all; those that the reader has already are among them.
        cases: u64,
        /// Of what and for whom it is. A central that gives no rests leaves it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<SnapshotId>,
        /// It goes on from where the reader said. Otherwise it begins anew, and what the reader
        /// has is of no use.
        #[serde(default)]
        goes_on: bool,
    },
    /// What happened meanwhile to what the reader has, in commit order. Only where it goes on, and
    /// before all that is new.
    Changes {
        /// What the reader has is as of this place once it has taken these in.
        cursor: Cursor,
        /// What changed.
        entries: Vec<Entry>,
    },
    /// Areas, departments, people.
    Register {
        /// All of it.
        register: Box<Register>,
    },
    /// One case and its log.
    Case {
        /// Its state.
        case: Box<Case>,
        /// Its log.
        events: Vec<Recorded>,
    },
    /// One record and its log.
    Record {
        /// Its state.
        record: Box<Record>,
        /// Its log.
        entries: Vec<RecordEntry>,
    },
    /// As many as were asked for; the rest is there to be asked for.
    More,
    /// Nothing is missing.
    End,
}

/// What a line of a snapshot with a case begins with, as serde writes it.
const CASE_LINE: &[u8] = br#"{"line":"case","#;

/// A line with a case, without its tag.
#[derive(Deserialize)]
struct CaseLine {
    case: Box<Case>,
    events: Vec<Recorded>,
}

impl SnapshotLine {
    /// Reads one line of a snapshot, JSON.
    ///
    /// Nearly all lines hold a case. Before serde knows a line by its tag it keeps the whole of it
    /// in memory as a tree, for the tag may come last; a line that begins with the tag of a case is
    /// read without. Any other order of its fields is read, too, only slower.
    ///
    /// # Errors
    ///
    /// The line is not JSON, or not a line of a snapshot.
    pub fn read(line: &[u8]) -> serde_json::Result<SnapshotLine> {
        if !line.starts_with(CASE_LINE) {
            return serde_json::from_slice(line);
        }
        let CaseLine { case, events } = serde_json::from_slice(line)?;
        Ok(SnapshotLine::Case { case, events })
    }
}

/// A tick of the stream: there is something after `cursor`'s predecessor, ask the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreamTick {
    /// Which history.
    pub history_id: HistoryId,
    /// The head of the log.
    pub cursor: Cursor,
    /// Which version of the register is in force; another one forces a new snapshot.
    pub register_version: u64,
    /// The central's time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub central_time: Timestamp,
}

/// Seconds between heartbeats of an idle stream. A console that hears nothing for three of them
/// takes the line for dead.
pub const HEARTBEAT_SECONDS: u64 = 5;
