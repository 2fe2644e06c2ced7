//! Passwords: argon2id, PHC strings.

use argon2::Argon2;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};

/// A password could not be hashed: the system has no randomness to salt it with.
#[derive(Clone, Debug, thiserror::Error)]
#[error("a password cannot be hashed: {0}")]
pub struct NoHash(password_hash::Error);

/// The hash of a password, a PHC string. Blocks for tens of milliseconds.
pub fn hash(password: &str) -> Result<String, NoHash> {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    Ok(hashed.map_err(NoHash)?.to_string())
}

/// What an unknown user's password is compared with, so that the answer takes as long as for a
/// known one. Its password is not known to anybody; its parameters are the defaults.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5MDE$\
                      qqGiPaTMbZyOaQuEyvVFVGBZoHBPFaN2vcbGm1bEDKA";

/// Whether the password is the one that was hashed. Without a hash it takes as long and says no.
/// Blocks for tens of milliseconds.
pub fn is_right(password: &str, hash: Option<&str>) -> bool {
    let verified = Argon2::default()
        .verify_password(password.as_bytes(), hash.unwrap_or(NOBODY))
        .is_ok();
    verified && hash.is_some()
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::phc::PasswordHash;

    use super::*;

    #[test]
    fn a_password_is_right_only_for_its_own_hash() {
        let hash = hash("correct horse").unwrap();
        assert!(is_right("correct horse", Some(&hash)));
        assert!(!is_right("battery staple", Some(&hash)));
        assert!(!is_right("correct horse", None));
    }

    #[test]
    fn the_hash_of_nobody_is_a_real_one_so_that_it_takes_the_time_of_one() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
