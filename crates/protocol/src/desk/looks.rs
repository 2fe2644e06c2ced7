//! Seeing what is masked, and who saw it. Both need the line: the central writes down who asks before
//! it answers.

use onemap_domain::case::CaseId;
use onemap_domain::people::UserId;
use serde::{Deserialize, Serialize};

/// Show what is masked in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// Which.
    pub case: CaseId,
    /// Why; must say something.
    pub reason: String,
}

/// Tell who was shown what is masked in a case, the newest first. An act, because that it was asked is
/// written down as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadLooks {
    /// Which.
    pub case: CaseId,
}

/// Read the audit stream. An act for the same reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAudit {
    /// What this user did only.
    pub user: Option<UserId>,
    /// About this case only.
    pub case: Option<CaseId>,
    /// `next` of the page before.
    pub after: Option<u64>,
}
