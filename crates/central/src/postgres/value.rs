//! How the types of the domain are kept in PostgreSQL's columns.

use onemap_domain::case::CaseId;
use onemap_domain::subject::SubjectId;
use uuid::Uuid;

/// Rows in one statement: they are arrays, so there is no limit to their number, only to what it is
/// good to have in memory twice.
pub(super) const ROWS: usize = 1_000;

pub(super) fn uuids(ids: &[SubjectId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.0).collect()
}

pub(super) fn case_ids(ids: Vec<Uuid>) -> Vec<CaseId> {
    ids.into_iter().map(CaseId).collect()
}

/// A text that can be a column: PostgreSQL has no place for the character NUL in one. It is replaced
/// where something is kept and where it is looked for; in the JSON of a state it is escaped anyway.
pub(super) fn text(value: &str) -> String {
    value.replace('\0', "\u{fffd}")
}
