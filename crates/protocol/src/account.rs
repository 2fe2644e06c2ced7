//! `/v1/accounts`: what the administrators do to accounts.

use jiff::Timestamp;
use onemap_domain::account::Account;
use serde::{Deserialize, Serialize};

use crate::session::Secret;

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountRow {
    /// Whose it is, and how far it has come.
    pub account: Account,
    /// Its second factor.
    pub factor: FactorState,
    /// Its password is a one-time secret that holds until then.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub one_time_until: Option<Timestamp>,
}

/// Whether an account has a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FactorState {
    /// Its role needs none.
    Free,
    /// It is set up at the next sign-in.
    Unset,
    /// It is asked for at every sign-in.
    Held,
}

/// An account after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountChanged {
    /// As it is now.
    pub row: AccountRow,
    /// The secret to sign in with once, told this once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub one_time: Option<Secret>,
}
