//! `POST /v1/cases/{id}/reveal` and `GET /v1/audit`: seeing what is masked, and who saw it.

use onemap_domain::audit::Recorded;
use serde::{Deserialize, Serialize};

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
