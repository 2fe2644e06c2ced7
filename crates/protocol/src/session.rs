//! `POST /v1/sessions`: signing in.

use jiff::Timestamp;
use onemap_domain::people::{User, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A secret text: never printed by `Debug`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// Proof of authorship on one device; outlives the session so that waiting orders keep their
/// author.
pub type Grant = Secret;

/// What one signs in with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// Login name.
    pub user: UserId,
    /// Password.
    pub password: Secret,
    /// The device.
    pub device: Uuid,
    /// Six digits of the second factor (RFC 6238), where the account has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Secret>,
    /// The password from now on; needed where the one above is a one-time secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_password: Option<Secret>,
    /// A session of the same account that still holds: who comes back to a locked screen needs no
    /// second factor again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Secret>,
    /// What one came back with from the county's identity provider, in the place of the password; it says
    /// whose it is, so name and password stay empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Secret>,
}

impl SignIn {
    /// With a password alone.
    pub fn with_password(user: UserId, password: Secret, device: Uuid) -> SignIn {
        SignIn {
            user,
            password,
            device,
            code: None,
            new_password: None,
            session: None,
            ticket: None,
        }
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// For the `Authorization: Bearer` header.
    pub token: Secret,
    /// For the commands one gives on this device.
    pub grant: Grant,
    /// Who one is.
    pub user: User,
    /// When the session lapses.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// The central's time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub central_time: Timestamp,
}
