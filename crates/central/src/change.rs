//! The county's way of working changes: another profile, or a year's calendar. Each puts a new
//! version of the register, which a running central and every console take up by themselves.
//!
//! Deliberately absent: reading and checking files (`onemap_exchange`).

use jiff::Timestamp;
use onemap_domain::audit::{Act, Entry, RegisterPart, Who};
use onemap_domain::calendar::Year;
use onemap_domain::profile::Profile;
use onemap_exchange::calendar::{self, CalendarError};
use onemap_exchange::profile::{self, ProfileError};

use crate::error::StoreError;
use crate::housekeeping;
use crate::repository::Repository;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The database has no county yet.
    #[error("the database has no county")]
    NoCounty,
    /// Cases are sealed in a group that the other profile does not have: nobody could open them.
    #[error("cases are sealed as {compartment:?}, which that profile does not have")]
    Sealed {
        /// The group's code.
        compartment: String,
    },
    /// A profile that ships with the program cannot be read.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The calendars that ship with the program cannot be read.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarTaken {
    /// The register's version with it.
    pub register_version: u64,
    /// Open cases whose deadline had waited for it.
    pub recomputed: usize,
}

/// Takes a year's calendar in the place of the one that was known for that year, and computes the
/// deadlines anew that waited for it; all of it or nothing.
pub async fn calendar(
    repository: &dyn Repository,
    year: Year,
    now: Timestamp,
) -> Result<CalendarTaken, ChangeError> {
    let mut transaction = repository.begin().await?;
    let (_, mut register) = repository.register().await?.ok_or(ChangeError::NoCounty)?;
    register.calendars.retain(|known| known.year != year.year);
    register.calendars.push(year);
    register.calendars.sort_by_key(|known| known.year);
    let known = calendar::of(&register)?;
    transaction.put_register(&register).await?;
    transaction
        .append_audit(&changed(RegisterPart::Calendar, now))
        .await?;
    let recomputed = housekeeping::recompute(repository, transaction.as_mut(), &known, now).await?;
    let register_version = transaction.head().await?.register_version;
    transaction.commit().await?;
    Ok(CalendarTaken {
        register_version,
        recomputed,
    })
}

/// A profile to work by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// One that ships with the program, by its code.
    Shipped(String),
    /// The county's own.
    Own(Box<Profile>),
}

/// The county works by this profile from now on. Cases keep their stages, and the clocks that run;
/// what is decided next is decided by the new profile. Not while cases are sealed in a group that
/// it does not have. The register's version with it.
pub async fn profile(
    repository: &dyn Repository,
    choice: Choice,
    now: Timestamp,
) -> Result<u64, ChangeError> {
    let mut transaction = repository.begin().await?;
    let (_, mut register) = repository.register().await?.ok_or(ChangeError::NoCounty)?;
    let next = match &choice {
        Choice::Shipped(code) => profile::shipped(code)?,
        Choice::Own(profile) => (**profile).clone(),
    };
    for sealed in repository.compartments().await? {
        if !next.compartments.iter().any(|known| known.code == sealed.0) {
            return Err(ChangeError::Sealed {
                compartment: sealed.0,
            });
        }
    }
    (register.profile, register.own_profile) = match choice {
        Choice::Shipped(code) => (code, None),
        Choice::Own(profile) => (profile.code.clone(), Some(profile)),
    };
    transaction.put_register(&register).await?;
    transaction
        .append_audit(&changed(RegisterPart::Profile, now))
        .await?;
    let register_version = transaction.head().await?.register_version;
    transaction.commit().await?;
    Ok(register_version)
}

/// What the audit stream says of it. Only the command line changes these.
pub(crate) fn changed(part: RegisterPart, now: Timestamp) -> Entry {
    Entry::new(now, Who::command_line(), Act::RegisterChanged { part })
}
