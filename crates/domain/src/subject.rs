//! What a command is about: a case or a record. Both have a history of their own, numbered from 1,
//! and the log, the outbox and the feed treat them alike.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::case::CaseId;
use crate::record::RecordId;

/// The identity of a case or of a record. Which of the two, the command says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct SubjectId(pub Uuid);

impl SubjectId {
    /// As a case's.
    pub const fn case(self) -> CaseId {
        CaseId(self.0)
    }

    /// As a record's.
    pub const fn record(self) -> RecordId {
        RecordId(self.0)
    }
}

impl From<CaseId> for SubjectId {
    fn from(case: CaseId) -> SubjectId {
        SubjectId(case.0)
    }
}

impl From<RecordId> for SubjectId {
    fn from(record: RecordId) -> SubjectId {
        SubjectId(record.0)
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
