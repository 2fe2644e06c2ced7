//! Opening accounts and changing them: by the administrators over the wire, and by whoever has the
//! database from the command line. Who may do what is `onemap_domain::account`'s.

use jiff::Timestamp;
use onemap_domain::Refusal;
use onemap_domain::account::{self, Account, AccountChange, AccountState};
use onemap_domain::audit::{Act, Entry, Who};
use onemap_domain::people::{Actor, Compartment, Role, Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_exchange::profile::{self, ProfileError};
use onemap_protocol::account::{AccountChanged, AccountRow};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::register::Register;
use onemap_protocol::session::Secret;

use crate::apart::apart;
use crate::error::{StoreError, fault};
use crate::keys;
use crate::password::{self, NoHash};
use crate::repository::{Repository, StoredAccount};
use crate::server::Central;
use crate::sign_in::{Door, Factor, ONE_TIME, one_time_secret};
use crate::tokens::NoRandomness;

/// Longest login name.
pub const LOGIN_LIMIT: usize = 40;

/// The account that a county's central begins with.
pub const FIRST: &str = "admin";

/// Why an account stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The rules say so, or a field is wrong.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no county yet to have accounts.
    #[error("the database has no county")]
    NoCounty,
    /// The county's profile cannot be read.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// A secret could not be hashed.
    #[error(transparent)]
    Hash(#[from] NoHash),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccountError {
    /// What whoever asked for the change is told.
    fn into_problem(self) -> Problem {
        match self {
            AccountError::Refused(refusal) => refusal.into(),
            AccountError::NoCounty => Problem::new(ProblemCode::NotReady),
            AccountError::Store(error) => error.into(),
            AccountError::Profile(_) | AccountError::Randomness(_) | AccountError::Hash(_) => {
                fault(&self)
            }
        }
    }
}

/// An account as lists show it.
pub fn row(stored: &StoredAccount) -> AccountRow {
    AccountRow {
        account: seen(stored),
        factor: stored.door.factor.state(),
        one_time_until: stored.door.one_time_until,
    }
}

/// An account as the rules see it.
fn seen(stored: &StoredAccount) -> Account {
    Account {
        user: stored.user.clone(),
        state: if stored.door.is_asked {
            AccountState::Asked
        } else if stored.locked {
            AccountState::Locked
        } else {
            AccountState::Granted
        },
    }
}

/// [`change`] in a task of its own; why not in the words of whoever asked.
pub(crate) async fn change_apart(
    central: &Central,
    by: Actor,
    login: UserId,
    asked: AccountChange,
) -> Result<AccountChanged, Problem> {
    let (repository, now) = (central.repository.clone(), (central.now)());
    let changed = apart(async move { change(repository.as_ref(), &by, &login, &asked, now).await });
    changed.await.map_err(AccountError::into_problem)
}

/// Changes an account, or opens it. Blocks for tens of milliseconds where a secret is made.
pub async fn change(
    repository: &dyn Repository,
    by: &Actor,
    login: &UserId,
    change: &AccountChange,
    now: Timestamp,
) -> Result<AccountChanged, AccountError> {
    if let AccountChange::Open { user } | AccountChange::Grant { user } = change {
        is_of_the_county(repository, login, user).await?;
    }
    let mut transaction = repository.begin().await?;
    let before = transaction.account(login).await?;
    let is_taken = before.is_some();
    let before = before.filter(|account| !keys::is_a_systems(account));
    if is_taken && before.is_none() {
        // A system's key has the name.
        return Err(match change {
            AccountChange::Open { .. } => Refusal::AlreadyExists.into(),
            _ => Refusal::NotFound.into(),
        });
    }
    let is_first = match change {
        AccountChange::Open { user } => {
            let role = user.actor.role;
            let is_granted =
                |one: &StoredAccount| !one.door.is_asked && one.user.actor.role == role;
            !transaction.accounts().await?.iter().any(is_granted)
        }
        _ => false,
    };
    let known = before.as_ref().map(seen);
    let after = account::changed(known.as_ref(), change, by, is_first)?;
    let (stored, one_time) = put(before, after, change, now)?;
    let ends_sessions = !matches!(change, AccountChange::Open { .. } | AccountChange::Unlock);
    transaction
        .put_accounts(std::slice::from_ref(&stored))
        .await?;
    let who = if by.is_system() {
        Who::command_line()
    } else {
        by.into()
    };
    let act = Act::AccountChanged {
        what: change.name().to_owned(),
        whom: login.clone(),
    };
    transaction.append_audit(&Entry::new(now, who, act)).await?;
    if ends_sessions {
        // Consoles sign in again by themselves where they still can, and then hold what they may.
        transaction.close_sessions(login).await?;
    }
    if matches!(change, AccountChange::ResetPassword | AccountChange::Unlock) {
        transaction.forget_attempts(login).await?;
    }
    transaction.commit().await?;
    Ok(AccountChanged {
        row: row(&stored),
        one_time,
    })
}

/// The account as it is kept after a change, and the secret that was made for it.
fn put(
    before: Option<StoredAccount>,
    after: Account,
    change: &AccountChange,
    now: Timestamp,
) -> Result<(StoredAccount, Option<Secret>), AccountError> {
    let role = after.user.actor.role;
    let locked = after.state != AccountState::Granted;
    let is_asked = after.state == AccountState::Asked;
    let new_secret = matches!(
        change,
        AccountChange::Open { .. } | AccountChange::ResetPassword
    );
    let one_time = new_secret.then(one_time_secret).transpose()?;
    let (hash, door) = match before {
        None => (
            String::new(),
            Door {
                factor: Factor::of_role(role),
                ..Door::default()
            },
        ),
        Some(stored) => (stored.password_hash, stored.door),
    };
    let factor = match (change, &door.factor) {
        (AccountChange::ResetFactor, _) | (AccountChange::Grant { .. }, Factor::Free) => {
            Factor::of_role(role)
        }
        _ => door.factor.clone(),
    };
    // Whoever vouches for them may call them otherwise from now on.
    let subject = match change {
        AccountChange::ResetFactor => None,
        _ => door.subject.clone(),
    };
    let one_time_until = match &one_time {
        // Nobody is at a wall to choose another one.
        Some(_) if role == Role::Wall => None,
        Some(_) => Some(now.checked_add(ONE_TIME).unwrap_or(Timestamp::MAX)),
        None => door.one_time_until,
    };
    let password_hash = match &one_time {
        Some(secret) => password::hash(&secret.0)?,
        None => hash,
    };
    let stored = StoredAccount {
        user: after.user,
        password_hash,
        locked,
        door: Door {
            is_asked,
            one_time_until,
            factor,
            subject,
            ticket: None,
        },
    };
    Ok((stored, one_time))
}

/// Names of the county only: its areas, departments and sealed groups.
async fn is_of_the_county(
    repository: &dyn Repository,
    login: &UserId,
    user: &User,
) -> Result<(), AccountError> {
    let (_, register) = repository.register().await?.ok_or(AccountError::NoCounty)?;
    let profile = profile::of(&register)?;
    Ok(names(&register, &profile, login, user)?)
}

fn names(
    register: &Register,
    profile: &Profile,
    login: &UserId,
    user: &User,
) -> Result<(), Refusal> {
    let unknown = |field: &str, value: &str| Refusal::FieldUnknown {
        field: field.to_owned(),
        value: value.to_owned(),
    };
    let is_known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let fits = (1..=LOGIN_LIMIT).contains(&login.0.len()) && login.0.chars().all(is_known);
    if !fits || user.actor.user != *login {
        return Err(unknown("user", &login.0));
    }
    let area = &user.scope.area;
    let is_there = register.county == *area || register.areas.iter().any(|one| one.code == *area);
    if !is_there {
        return Err(unknown("area", area.as_str()));
    }
    if let Some(department) = &user.actor.department
        && !register
            .departments
            .iter()
            .any(|one| one.code == *department)
    {
        return Err(unknown("department", department.as_str()));
    }
    let groups = &profile.compartments;
    let stranger = |sealed: &&Compartment| !groups.iter().any(|one| one.code == sealed.0);
    match user.scope.compartments.iter().find(stranger) {
        Some(sealed) => Err(unknown("compartments", &sealed.0)),
        None => Ok(()),
    }
}

/// Opens the first account of a county that has none: a system administrator, who opens the others. Its
/// secret is told once.
pub async fn first(
    repository: &dyn Repository,
    now: Timestamp,
) -> Result<Option<(UserId, Secret)>, AccountError> {
    // First, because every start asks, and the register is large.
    if !repository.accounts().await?.is_empty() {
        return Ok(None);
    }
    let Some((_, register)) = repository.register().await? else {
        return Ok(None);
    };
    let login = UserId(FIRST.to_owned());
    let user = User {
        actor: Actor {
            user: login.clone(),
            name: FIRST.to_owned(),
            role: Role::SystemAdmin,
            department: None,
        },
        scope: Scope {
            role: Role::SystemAdmin,
            area: register.county,
            department: None,
            compartments: std::collections::BTreeSet::new(),
        },
    };
    let opened = change(
        repository,
        &Actor::system(),
        &login,
        &AccountChange::Open { user },
        now,
    )
    .await;
    match opened {
        Ok(opened) => Ok(opened.one_time.map(|secret| (login, secret))),
        // Another central that starts at this moment has opened it, and told its secret.
        Err(AccountError::Refused(Refusal::AlreadyExists)) => Ok(None),
        Err(error) => Err(error),
    }
}
