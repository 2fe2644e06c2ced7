//! How the types of the domain are kept in columns.

use onemap_domain::case::CaseId;
use onemap_domain::subject::SubjectId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::error::StoreError;

/// Rows in one INSERT, so that its parameters stay below SQLite's limit of 32,766.
pub(super) const ROWS: usize = 1_000;

pub(super) fn json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unwritable { what, source })
}

pub(super) fn read<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|source| StoreError::Unreadable { what, source })
}

pub(super) fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

pub(super) fn subject_id(bytes: &[u8]) -> Result<SubjectId, StoreError> {
    Ok(case_id(bytes)?.into())
}

pub(super) fn case_id(bytes: &[u8]) -> Result<CaseId, StoreError> {
    Uuid::from_slice(bytes)
        .map(CaseId)
        .map_err(|error| StoreError::Database(sqlx::Error::Decode(Box::new(error))))
}
