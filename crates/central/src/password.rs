//! Passwords: argon2id, PHC strings.

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier;

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
    use argon2::password_hash::PasswordHasher;
    use argon2::password_hash::phc::PasswordHash;

    use super::*;

    #[test]
    fn a_password_is_right_only_for_its_own_hash() {
        let hash = Argon2::default()
            .hash_password(b"correct horse")
            .unwrap()
            .to_string();
        assert!(is_right("correct horse", Some(&hash)));
        assert!(!is_right("battery staple", Some(&hash)));
        assert!(!is_right("correct horse", None));
    }

    #[test]
    fn the_hash_of_nobody_is_a_real_one_so_that_it_takes_the_time_of_one() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
