//! Keys of other programs: the `api_key` of Open311 `GeoReport` v2.
//!
//! A key belongs to an account of its own, one a system. That account can do nothing by itself: it
//! cannot sign in, for it has no password, and were it looked up as somebody's it would be a wall's,
//! who gives no command whatever a profile says. Only the door of Open311 takes reports in on its word
//! ([`Holder::intake`]).
//!
//! A key is the account's name, a dot, and 256 random bits. Of those only the SHA-256 is kept, where
//! another account has the hash of its password; a new key takes the place of the old one.

use std::fmt::Write as _;

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::audit::{Act, Entry, Who};
use onemap_domain::people::{Actor, Role, Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_exchange::profile::{self, ProfileError};
use onemap_protocol::session::Secret;

use crate::error::StoreError;
use crate::repository::{Repository, StoredAccount};
use crate::sign_in::Door;
use crate::tokens::{NoRandomness, TokenHash, fresh};

/// What stands before the hash of a key, where others have the hash of a password. No reader of
/// passwords knows it, so that nobody signs in by it.
const MARK: &str = "$key$";

/// Longest name of a system's account.
const NAME_LIMIT: usize = 40;

/// Why no key was issued or revoked.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database has no county yet.
    #[error("the database has no county")]
    NoCounty,
    /// The name has other characters than `a`–`z`, `0`–`9`, `-` and `_`, or is too long or empty.
    #[error("{name:?} is no name for a system")]
    Name {
        /// What was given.
        name: String,
    },
    /// Somebody who signs in has this name.
    #[error("{name:?} is somebody's account")]
    Taken {
        /// What was given.
        name: String,
    },
    /// No system has this name.
    #[error("no system is called {name:?}")]
    Unknown {
        /// What was given.
        name: String,
    },
    /// The profile has no such channel.
    #[error("no channel has the code {channel:?}")]
    Channel {
        /// What was given.
        channel: String,
        /// The codes that there are.
        known: Vec<String>,
    },
    /// The county's profile cannot be read.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The system that a key is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct System {
    /// Its account.
    pub account: UserId,
    /// What people call it.
    pub name: String,
    /// By which channel its reports come, a code of the profile; [`usual_channel`] when absent.
    pub channel: Option<String>,
}

/// Whoever shows a key that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The system's account.
    pub account: UserId,
    /// What people call it.
    pub name: String,
    /// By which channel its reports come.
    pub channel: String,
}

impl Holder {
    /// In whose name a report is taken in: the centre's intake (受理) takes it on the word of the system,
    /// whose name stands in the log. It sees no sealed group.
    pub fn intake(&self, county: &AreaCode) -> User {
        User {
            actor: Actor {
                user: self.account.clone(),
                name: self.name.clone(),
                role: Role::Operator,
                department: None,
            },
            scope: intake_scope(county),
        }
    }
}

/// What the door of Open311 looks at: every case of the county that is not sealed.
pub fn intake_scope(county: &AreaCode) -> Scope {
    Scope {
        role: Role::Operator,
        area: county.clone(),
        department: None,
        compartments: std::collections::BTreeSet::new(),
    }
}

/// The channel of a phone app where the profile has one, else its first on-line one: for who named none.
pub fn usual_channel(profile: &Profile) -> &str {
    const APP: &str = "app";
    let app = profile.channel(APP);
    let online = || profile.channels.iter().find(|channel| channel.online);
    let any = || profile.channels.first();
    app.or_else(online)
        .or_else(any)
        .map_or(APP, |one| &one.code)
}

/// What is kept of a key.
struct Kept<'a> {
    channel: &'a str,
    digest: &'a str,
}

impl Kept<'_> {
    fn read(text: &str) -> Option<Kept<'_>> {
        let (channel, digest) = text.strip_prefix(MARK)?.split_once('$')?;
        Some(Kept { channel, digest })
    }

    fn written(&self) -> String {
        format!("{MARK}{}${}", self.channel, self.digest)
    }
}

fn digest(secret: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in TokenHash::of(secret).0 {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Issues a key for a system, which it is told once and nobody can read again. An older key of the
/// same system holds no more.
pub async fn issue(
    repository: &dyn Repository,
    system: System,
    now: Timestamp,
) -> Result<Secret, KeyError> {
    let name = system.account.0.clone();
    let is_known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let fits = (1..=NAME_LIMIT).contains(&name.len()) && name.chars().all(is_known);
    if !fits || name == Actor::SYSTEM {
        return Err(KeyError::Name { name });
    }
    let mut transaction = repository.begin().await?;
    let (_, register) = repository.register().await?.ok_or(KeyError::NoCounty)?;
    let profile = profile::of(&register)?;
    let channel = match system.channel {
        None => usual_channel(&profile).to_owned(),
        Some(code) if profile.channel(&code).is_some() => code,
        Some(channel) => {
            let known = profile.channels.iter().map(|one| one.code.clone());
            let known = known.collect();
            return Err(KeyError::Channel { channel, known });
        }
    };
    let before = repository.account(&system.account).await?;
    if before.is_some_and(|account| Kept::read(&account.password_hash).is_none()) {
        return Err(KeyError::Taken { name });
    }
    let secret = fresh()?.0;
    let account = StoredAccount {
        user: powerless(&system.account, &system.name, register.county),
        password_hash: Kept {
            channel: &channel,
            digest: &digest(&secret),
        }
        .written(),
        locked: false,
        door: Door::default(),
    };
    transaction.put_accounts(&[account]).await?;
    let act = Act::KeyIssued {
        system: system.account,
    };
    let entry = Entry::new(now, Who::command_line(), act);
    transaction.append_audit(&entry).await?;
    transaction.commit().await?;
    Ok(Secret(format!("{name}.{secret}")))
}

/// Takes a system's key back. What it reported stays.
pub async fn revoke(
    repository: &dyn Repository,
    name: &UserId,
    now: Timestamp,
) -> Result<(), KeyError> {
    let unknown = || KeyError::Unknown {
        name: name.0.clone(),
    };
    let mut transaction = repository.begin().await?;
    let account = repository.account(name).await?;
    let account = account.filter(|account| Kept::read(&account.password_hash).is_some());
    let account = StoredAccount {
        locked: true,
        ..account.ok_or_else(unknown)?
    };
    transaction.put_accounts(&[account]).await?;
    let act = Act::KeyRevoked {
        system: name.clone(),
    };
    let entry = Entry::new(now, Who::command_line(), act);
    transaction.append_audit(&entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Whose key it is; nobody's when it was revoked, replaced or never issued.
pub async fn holder(repository: &dyn Repository, key: &str) -> Result<Option<Holder>, StoreError> {
    let Some((name, secret)) = key.split_once('.') else {
        return Ok(None);
    };
    let account = repository.account(&UserId(name.to_owned())).await?;
    let Some(account) = account.filter(|account| !account.locked) else {
        return Ok(None);
    };
    // Digests are compared, not secrets: how long that takes says nothing of the secret.
    let kept = Kept::read(&account.password_hash).filter(|kept| kept.digest == digest(secret));
    Ok(kept.map(|kept| Holder {
        account: account.user.actor.user.clone(),
        name: account.user.actor.name.clone(),
        channel: kept.channel.to_owned(),
    }))
}

/// Those that are not a system's.
pub(crate) fn left_out(mut accounts: Vec<StoredAccount>) -> Vec<StoredAccount> {
    accounts.retain(|account| !is_a_systems(account));
    accounts
}

/// Whether an account is a system's.
pub(crate) fn is_a_systems(account: &StoredAccount) -> bool {
    Kept::read(&account.password_hash).is_some()
}

fn powerless(account: &UserId, name: &str, county: AreaCode) -> User {
    User {
        actor: Actor {
            user: account.clone(),
            name: name.to_owned(),
            role: Role::Wall,
            department: None,
        },
        scope: Scope {
            role: Role::Wall,
            area: county,
            department: None,
            compartments: std::collections::BTreeSet::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_key_reads_back_and_is_no_password() {
        let digest = digest("secret");
        let kept = Kept {
            channel: "app",
            digest: &digest,
        }
        .written();
        let again = Kept::read(&kept).unwrap();
        assert_eq!((again.channel, again.digest), ("app", digest.as_str()));
        assert!(!crate::password::is_right("secret", Some(&kept)));
        assert!(Kept::read("$argon2id$v=19$m=8,t=1,p=1$b25l$cEey").is_none());
    }
}
