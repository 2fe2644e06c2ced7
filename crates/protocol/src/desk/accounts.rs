//! Accounts, as administrators see and change them. Asked of the central each time: nothing of them is
//! kept on a desk.

use onemap_domain::account::AccountChange;
use onemap_domain::people::UserId;
use serde::{Deserialize, Serialize};

/// Every account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskAccounts {}

/// Change an account, or open one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAccount {
    /// Its login name.
    pub login: UserId,
    /// How.
    pub change: AccountChange,
}
