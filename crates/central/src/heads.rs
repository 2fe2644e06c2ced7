//! Signed heads: where the log stood at a moment, to be kept where who may write the database may not.
//!
//! The chains show that nothing in the middle was changed; who may write the whole database can chain
//! all of it anew, or cut off its end, and the chains alone would not show it. A head names the last
//! place of the feed, a digest over the digests of all events up to it, and the last entry of the audit
//! stream with its digest; it is signed with ed25519 (RFC 8032). What is held against it later must
//! still have all of that.
//!
//! Each event's digest holds all events before it of its case, so a digest over them all holds the last
//! digest of every case and record. It is folded in the order of the feed, so a head is made from the
//! head before it and the digests that came since: 32 bytes an event, read by the feed's place. Only the
//! very first one reads the digests of all.
//!
//! Deliberately absent: sending heads away. A folder is copied by whatever copies folders.

mod files;
mod keeping;

use std::fmt::Write as _;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jiff::Timestamp;
use onemap_domain::chain::Digest;
use onemap_protocol::feed::HistoryId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::StoreError;
use crate::repository::{Logs, Repository};
use crate::tokens::NoRandomness;

pub use files::{public_key, read_all, signing_key};
pub(crate) use keeping::Keeper;
pub use keeping::Keeping;

/// What stands before the signed text, so that a signature means this and nothing else.
const PURPOSE: &str = "onemap-head-1";

/// Why heads cannot be kept, or held against.
#[derive(Debug, thiserror::Error)]
pub enum HeadsError {
    /// A file or folder cannot be read or written.
    #[error("{file} cannot be read or written")]
    File {
        /// Which.
        file: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file is not a key: 64 hexadecimal digits are.
    #[error("{file} is no key")]
    NotAKey {
        /// Which.
        file: String,
    },
    /// A file is not a head that was signed with this key.
    #[error("{file} is no head that this key has signed")]
    NotSigned {
        /// Which.
        file: String,
    },
    /// No random bytes for a key.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The digests of all events up to a place of the feed, folded into one:
/// `fold(n) = SHA-256(fold(n - 1) ‖ digest of the event at place n)`, from 32 zero bytes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folded {
    /// Up to this place of the feed.
    pub cursor: u64,
    /// The fold.
    pub digest: Digest,
}

impl Default for Folded {
    fn default() -> Folded {
        Folded {
            cursor: 0,
            digest: Digest::from([0; 32]),
        }
    }
}

impl Folded {
    /// Folds in what came since, up to a place, or as far as there is something.
    pub async fn follow(&mut self, logs: &mut dyn Logs, to: u64) -> Result<(), StoreError> {
        while self.cursor < to {
            let few = logs.digests(self.cursor).await?;
            if few.is_empty() {
                return Ok(());
            }
            for kept in few.into_iter().take_while(|kept| kept.cursor <= to) {
                let folded = Sha256::new()
                    .chain_update(self.digest.as_bytes())
                    .chain_update(kept.digest.unwrap_or_default())
                    .finalize();
                *self = Folded {
                    cursor: kept.cursor,
                    digest: Digest::from(<[u8; 32]>::from(folded)),
                };
            }
        }
        Ok(())
    }
}

/// Where the audit stream stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditEnd {
    /// The number of its last entry; 0 when it had none.
    pub last: u64,
    /// The digest of that entry.
    pub digest: Option<Digest>,
}

/// Where the log stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// When this was signed.
    pub at: Timestamp,
    /// Of which history.
    pub history_id: HistoryId,
    /// The feed.
    pub feed: Folded,
    /// The audit stream.
    pub audit: AuditEnd,
}

impl Head {
    /// What the signature is over: the parts, a line each.
    fn text(&self) -> String {
        let Head {
            at,
            history_id,
            feed,
            audit,
        } = self;
        let last = audit.digest.unwrap_or_else(|| Digest::from([0; 32]));
        format!(
            "{PURPOSE}\n{at}\n{}\n{}\n{}\n{}\n{last}\n",
            history_id.0, feed.cursor, feed.digest, audit.last
        )
    }
}

/// A head with its signature, as it lies in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedHead {
    /// Where the log stood.
    pub head: Head,
    /// The signature, 128 hexadecimal digits.
    pub signature: String,
}

impl SignedHead {
    /// Signs a head.
    pub fn new(head: Head, key: &SigningKey) -> SignedHead {
        let signature = key.sign(head.text().as_bytes());
        SignedHead {
            head,
            signature: hex(&signature.to_bytes()),
        }
    }

    /// Whether this key has signed it.
    pub fn is_by(&self, key: &VerifyingKey) -> bool {
        let Some(bytes) = unhex::<64>(&self.signature) else {
            return false;
        };
        let signature = Signature::from_bytes(&bytes);
        key.verify_strict(self.head.text().as_bytes(), &signature)
            .is_ok()
    }
}

/// Where the log stands now; `folded` is taken along from an earlier head of the same history.
pub async fn now(
    repository: &dyn Repository,
    folded: &mut Folded,
    at: Timestamp,
) -> Result<Head, StoreError> {
    let mut logs = repository.logs().await?;
    let head = logs.head().await?;
    folded.follow(logs.as_mut(), head.cursor.0).await?;
    let audit = logs.audit_head().await?;
    Ok(Head {
        at,
        history_id: head.history_id,
        feed: *folded,
        audit: AuditEnd {
            last: audit.last,
            digest: audit.digest,
        },
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        let pair = std::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_known_by_its_signature_and_a_changed_one_is_not() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let head = Head {
            at: Timestamp::UNIX_EPOCH,
            history_id: HistoryId(uuid::Uuid::nil()),
            feed: Folded::default(),
            audit: AuditEnd {
                last: 3,
                digest: None,
            },
        };
        let signed = SignedHead::new(head, &key);
        assert!(signed.is_by(&key.verifying_key()));
        let mut changed = signed.clone();
        changed.head.audit.last = 2;
        assert!(!changed.is_by(&key.verifying_key()));
        let other = SigningKey::from_bytes(&[8; 32]);
        assert!(!signed.is_by(&other.verifying_key()));
        let text = serde_json::to_string(&signed).unwrap();
        assert_eq!(serde_json::from_str::<SignedHead>(&text).unwrap(), signed);
    }
}
