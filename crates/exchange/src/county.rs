//! A county package: everything a central needs to open a county, in one compressed file.
//!
//! The file is zstd-compressed JSON of [`County`]. Times are offsets before an anchor, so that a
//! sample is always of the last 60 days, whenever it is opened.

use std::collections::BTreeMap;
use std::io::Read as _;

use onemap_domain::area::{Area, AreaCode, Outline};
use onemap_domain::case::CaseId;
use onemap_domain::command::Command;
use onemap_domain::department::Department;
use onemap_domain::people::{Person, Resource, User, UserId};
use onemap_protocol::register::Register;
use serde::{Deserialize, Serialize};

/// A county, its register and (for a sample) the stories of its cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct County {
    /// The county's code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// The profile it works by.
    pub profile: String,
    /// Where the real parts come from, and what is made up; shown on screen.
    pub sources: Vec<String>,
    /// The seed the made-up parts were drawn from.
    pub seed: u64,
    /// From the county down to its household units, parents before children.
    pub areas: Vec<Area>,
    /// Boundaries, WGS-84; household units have none.
    pub outlines: BTreeMap<AreaCode, Outline>,
    /// Departments, the towns' own offices among them.
    pub departments: Vec<Department>,
    /// People who hold posts on the ground.
    pub people: Vec<Person>,
    /// Stations and cameras.
    pub resources: Vec<Resource>,
    /// Accounts to sign in with.
    pub accounts: Vec<Account>,
    /// What happened in the last 60 days.
    pub stories: Vec<Story>,
    /// Whether what people did of their duties, and who is on duty, is made up with it.
    #[serde(default)]
    pub with_service: bool,
}

impl County {
    /// The county without its accounts and stories.
    pub fn into_register(self) -> Register {
        Register {
            county: self.code,
            name: self.name,
            profile: self.profile,
            own_profile: None,
            calendars: Vec::new(),
            sources: self.sources,
            areas: self.areas,
            outlines: self.outlines,
            departments: self.departments,
            people: self.people,
            resources: self.resources,
        }
    }
}

/// An account of the sample. Its password is public, so it exists only in samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Who it is and what they may see.
    pub user: User,
    /// The password, shown on the sign-in page.
    pub password: String,
    /// The same, hashed (argon2id, PHC string).
    pub password_hash: String,
    /// Shown on the sign-in page; the others can be typed.
    pub featured: bool,
}

/// One case of the sample, as the commands that made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Identity of the case.
    pub case: CaseId,
    /// Its commands in order.
    pub steps: Vec<Step>,
}

/// One command of a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// How long before the anchor it was given, minutes; never negative.
    pub minutes_before: u32,
    /// Whose command it was: a login name of [`County::accounts`].
    pub by: UserId,
    /// What was asked for. A dispatch's due time is left to the profile.
    pub command: Command,
}

/// Most bytes that a package may unpack to. A county of two thousand cases has a fortieth of it.
pub const UNPACKED: u64 = 256 << 20;

/// Why a county package cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CountyError {
    /// The compression is broken.
    #[error("the county package cannot be unpacked: {0}")]
    Unpack(#[source] std::io::Error),
    /// A few bytes that unpack to more than any county has.
    #[error("the county package unpacks to more than {} MiB", UNPACKED >> 20)]
    TooLarge,
    /// The contents are not a county.
    #[error("the county package cannot be read: {0}")]
    Read(#[source] serde_json::Error),
}

impl County {
    /// Reads a package.
    pub fn unpack(bytes: &[u8]) -> Result<County, CountyError> {
        let mut json = Vec::new();
        let unpacking = zstd::Decoder::new(bytes).map_err(CountyError::Unpack)?;
        let mut bounded = unpacking.take(UNPACKED + 1);
        bounded
            .read_to_end(&mut json)
            .map_err(CountyError::Unpack)?;
        if json.len() as u64 > UNPACKED {
            return Err(CountyError::TooLarge);
        }
        serde_json::from_slice(&json).map_err(CountyError::Read)
    }

    /// Writes a package; the same county always gives the same bytes.
    pub fn pack(&self) -> Result<Vec<u8>, CountyError> {
        let json = serde_json::to_vec(self).map_err(CountyError::Read)?;
        zstd::encode_all(json.as_slice(), 19).map_err(CountyError::Unpack)
    }
}
