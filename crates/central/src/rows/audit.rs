//! Entries of the audit stream as rows.

use onemap_domain::audit::{Entry, Recorded};
use onemap_domain::chain::Digest;

use super::json;
use crate::error::StoreError;

pub(crate) const AUDIT: &str = "an entry of the audit stream";

/// Entries that are fetched at once when the stream is walked.
pub(crate) const MANY: u32 = 1_000;

/// An entry with its place in the stream, ready to be kept.
pub(crate) struct Appended {
    pub(crate) recorded: Recorded,
    pub(crate) text: String,
    pub(crate) digest: Digest,
}

/// Puts an entry behind the last one.
pub(crate) fn appended(
    entry: &Entry,
    last: u64,
    before: Option<&Digest>,
) -> Result<Appended, StoreError> {
    let recorded = Recorded {
        sequence: last + 1,
        entry: entry.clone(),
    };
    Ok(Appended {
        text: json(AUDIT, &recorded)?,
        digest: recorded.digest(before),
        recorded,
    })
}
