//! Whether an order is still what was written. SQLite does not notice a byte that the disk changed
//! inside a text; an order with another word in it must not be sent.

use onemap_domain::chain::Digest;
use sha2::{Digest as _, Sha256};

/// Over what is sent and who gave it.
pub(super) fn of(envelope: &str, author: &str) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(envelope.as_bytes());
    hasher.update([0]);
    hasher.update(author.as_bytes());
    Digest::from(<[u8; 32]>::from(hasher.finalize()))
}

/// Whether the texts are those of the digest; an order of an earlier version has none.
pub(super) fn fits(digest: Option<&[u8]>, envelope: &str, author: &str) -> bool {
    digest.is_none_or(|digest| digest == of(envelope, author).as_bytes())
}
