//! Passwords of users who sign in without the line (argon2id, RFC 9106).

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use onemap_protocol::session::Secret;

/// Hashes a password; `None` when the system has no randomness to salt it with.
pub(crate) async fn hash(password: Secret) -> Option<String> {
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.0.as_bytes())
            .ok()
            .map(|hash| hash.to_string())
    });
    hashed.await.ok().flatten()
}

/// Whether the password is the one that was hashed.
pub(crate) async fn fits(password: Secret, hash: String) -> bool {
    let checked = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|parsed| {
            Argon2::default()
                .verify_password(password.0.as_bytes(), &parsed)
                .is_ok()
        })
    });
    checked.await.unwrap_or(false)
}
