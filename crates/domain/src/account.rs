//! Who may do what to an account: the three administrators exclude one another (三员分立,
//! GB/T 22239-2019, 8.1.5: 系统管理, 审计管理, 安全管理).
//!
//! The system administrator opens an account and asks for a role; the security administrator grants
//! it, and only then can anybody sign in by it; the audit administrator reads what both did. An
//! account is one of the three for good or none of them for good, so no series of changes gives one
//! account the powers of two.
//!
//! Deliberately absent: passwords and second factors, which are the central's.

use serde::{Deserialize, Serialize};

use crate::people::{Actor, Role, User};
use crate::refusal::Refusal;

/// How far an account has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Opened; waits for the security administrator.
    Asked,
    /// In use.
    Granted,
    /// Nobody signs in by it until it is unlocked.
    Locked,
}

impl AccountState {
    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            AccountState::Asked => "asked",
            AccountState::Granted => "granted",
            AccountState::Locked => "locked",
        }
    }
}

/// An account, as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Whose it is and what they may see; before it is granted, what was asked for.
    pub user: User,
    /// How far it has come.
    pub state: AccountState,
}

/// What is done to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AccountChange {
    /// Opened, with the role and the scope that are asked for.
    Open {
        /// Whose it is.
        user: User,
    },
    /// Given this role and scope: for the first time, or others than before.
    Grant {
        /// Who they are from now on. The login name is the account's.
        user: User,
    },
    /// Closed to everybody.
    Lock,
    /// Open again.
    Unlock,
    /// The password is forgotten: a new one-time secret.
    ResetPassword,
    /// The second factor is lost: a new one at the next sign-in.
    ResetFactor,
}

impl AccountChange {
    /// The stable name on the wire and in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            AccountChange::Open { .. } => "open",
            AccountChange::Grant { .. } => "grant",
            AccountChange::Lock => "lock",
            AccountChange::Unlock => "unlock",
            AccountChange::ResetPassword => "reset_password",
            AccountChange::ResetFactor => "reset_factor",
        }
    }

    /// Which of the three does it.
    pub const fn whose(&self) -> Role {
        match self {
            AccountChange::Open { .. }
            | AccountChange::Lock
            | AccountChange::Unlock
            | AccountChange::ResetPassword => Role::SystemAdmin,
            AccountChange::Grant { .. } | AccountChange::ResetFactor => Role::SecurityAdmin,
        }
    }
}

/// The account as it stands after the change, or why it stays as it is.
///
/// `is_first` says that no account of the role that is asked for has been granted yet. The first
/// security administrator can be granted by nobody, so while there is none, opening is granting;
/// and likewise for the first of the other two.
pub fn changed(
    account: Option<&Account>,
    change: &AccountChange,
    by: &Actor,
    is_first: bool,
) -> Result<Account, Refusal> {
    if by.role != change.whose() && !by.is_system() {
        return Err(Refusal::AccountNotYours { role: by.role });
    }
    let Some(account) = account else {
        let AccountChange::Open { user } = change else {
            return Err(Refusal::NotFound);
        };
        is_possible(user)?;
        let is_granted = by.is_system() || (is_first && user.actor.role.is_administrator());
        return Ok(Account {
            user: user.clone(),
            state: if is_granted {
                AccountState::Granted
            } else {
                AccountState::Asked
            },
        });
    };
    if account.user.actor.user == by.user {
        return Err(Refusal::OwnAccount);
    }
    let with = |state| {
        Ok(Account {
            user: account.user.clone(),
            state,
        })
    };
    match (change, account.state) {
        (AccountChange::Open { .. }, _) => Err(Refusal::AlreadyExists),
        (AccountChange::Grant { user }, state) => {
            is_possible(user)?;
            if user.actor.user != account.user.actor.user {
                return Err(Refusal::NotFound);
            }
            let (before, after) = (account.user.actor.role, user.actor.role);
            if before != after && (before.is_administrator() || after.is_administrator()) {
                return Err(Refusal::AdministratorsExclude);
            }
            // What is locked stays so: that is another's to say.
            let state = match state {
                AccountState::Locked => AccountState::Locked,
                AccountState::Asked | AccountState::Granted => AccountState::Granted,
            };
            Ok(Account {
                user: user.clone(),
                state,
            })
        }
        (AccountChange::Lock, AccountState::Granted) => with(AccountState::Locked),
        (AccountChange::Unlock, AccountState::Locked) => with(AccountState::Granted),
        (AccountChange::Lock | AccountChange::Unlock, _) => Err(Refusal::AccountNotThere),
        (AccountChange::ResetPassword | AccountChange::ResetFactor, state) => with(state),
    }
}

/// Whether somebody can be so: a clerk has a department and nobody else one, an administrator opens no
/// sealed group, and nobody is the central itself.
fn is_possible(user: &User) -> Result<(), Refusal> {
    let (actor, scope) = (&user.actor, &user.scope);
    let missing = |field: &str| Refusal::FieldMissing {
        field: field.to_owned(),
    };
    let unknown = |field: &str, value: &str| Refusal::FieldUnknown {
        field: field.to_owned(),
        value: value.to_owned(),
    };
    if actor.name.trim().is_empty() {
        return Err(missing("name"));
    }
    if actor.is_system() {
        return Err(unknown("user", &actor.user.0));
    }
    if actor.role != scope.role {
        return Err(unknown("role", scope.role.name()));
    }
    if actor.department != scope.department {
        return Err(missing("department"));
    }
    match (actor.role, &actor.department) {
        (Role::Clerk, None) => return Err(missing("department")),
        (Role::Clerk, Some(_)) | (_, None) => {}
        (_, Some(department)) => return Err(unknown("department", department.as_str())),
    }
    let sealed = scope.compartments.first();
    if let Some(sealed) = sealed.filter(|_| actor.role.is_administrator()) {
        return Err(unknown("compartments", &sealed.0));
    }
    Ok(())
}
