//! Secrets that prove who somebody is, and what is kept of them.

pub use onemap_domain::record::derived;
use onemap_protocol::session::Secret;
use sha2::{Digest, Sha256};

/// The SHA-256 of a token: all that is ever stored of it. A token has 256 random bits, so there is
/// nothing to guess and no salt is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// Of a token as its bearer shows it.
    pub fn of(token: &str) -> TokenHash {
        TokenHash(Sha256::digest(token.as_bytes()).into())
    }
}

impl std::fmt::Display for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The system gives no random bytes, so nobody can sign in and nothing can be drawn.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the system has no randomness: {0}")]
pub struct NoRandomness(getrandom::Error);

/// 32 bytes that nobody can know before.
pub fn random() -> Result<[u8; 32], NoRandomness> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// A new token: 32 random bytes in hexadecimal.
pub fn fresh() -> Result<Secret, NoRandomness> {
    Ok(Secret(TokenHash(random()?).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tokens_differ_and_a_derived_identity_does_not() {
        assert_ne!(fresh().unwrap(), fresh().unwrap());
        assert_eq!(fresh().unwrap().0.len(), 64);
        assert_eq!(derived(&[b"a", b"b"]), derived(&[b"a", b"b"]));
        assert_ne!(
            derived(&[b"ab", b""]),
            derived(&[b"a", b"b"]),
            "parts do not run together"
        );
    }
}
