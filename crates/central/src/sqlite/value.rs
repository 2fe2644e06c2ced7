//! How the types of the domain are kept in SQLite's columns.

use onemap_domain::case::CaseId;
use onemap_domain::subject::SubjectId;
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::undecodable;

/// Rows in one INSERT, so that its parameters stay below SQLite's limit of 32,766.
pub(super) const ROWS: usize = 1_000;

pub(super) fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

pub(super) fn subject_id(bytes: &[u8]) -> Result<SubjectId, StoreError> {
    Ok(case_id(bytes)?.into())
}

pub(super) fn case_id(bytes: &[u8]) -> Result<CaseId, StoreError> {
    Uuid::from_slice(bytes).map(CaseId).map_err(undecodable)
}
