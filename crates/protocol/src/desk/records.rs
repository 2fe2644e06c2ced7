//! Records on the screens.

use onemap_domain::record::{Record, RecordEntry, RecordId, RecordKind};
use serde::{Deserialize, Serialize};

/// Records of one kind, the newest begun first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// Which kind.
    pub kind: RecordKind,
}

/// A record as a screen should show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRow {
    /// The state.
    pub record: Record,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

/// One record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordCard {
    /// Which.
    pub id: RecordId,
}

/// The answer to [`RecordCard`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordView {
    /// The record.
    pub row: RecordRow,
    /// Its log, oldest first, each with whether it is pending.
    pub log: Vec<(RecordEntry, bool)>,
}
