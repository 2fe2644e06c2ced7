//! `POST /v1/cases/{id}/reveal`, `POST /v1/openings` and `GET /v1/audit`: seeing what is masked or sealed, and
//! who saw it.

use jiff::Timestamp;
use onemap_domain::audit::Recorded;
use onemap_domain::case::CaseId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::session::Grant;

/// Asks for what is masked in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RevealReason {
    /// Why, 1 to 200 characters. It is written down before anything is answered; numbers of people
    /// in it are masked.
    pub reason: String,
}

/// A page of the audit stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The newest first.
    pub entries: Vec<Recorded>,
    /// Where the next page starts; `null` at the end.
    pub next: Option<u64>,
}

/// Most openings in one request.
pub const OPENINGS_LIMIT: usize = 200;

/// Sealed cases that were opened from what a desk has, without asking the central for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Openings {
    /// The desk's device.
    pub device: Uuid,
    /// In the order they happened.
    pub openings: Vec<Opening>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opening {
    /// Made by the device; with the device it makes delivery idempotent.
    pub id: Uuid,
    /// Proof of who it was: the grant that the central issued to them on this device.
    pub author_grant: Grant,
    /// Which case.
    pub case: CaseId,
    /// When, by the central's clock as the desk knew it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// What became of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpeningsTaken {
    /// How many are written down now that were not before.
    pub taken: u32,
}
