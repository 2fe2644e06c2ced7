//! The register of a county that has none yet, from the file that names it.
//!
//! Deliberately absent: a register of several counties. A central has one county, which its case
//! numbers, its scopes and its profile are of; a city's file begins the register of the one that is named.

use onemap_domain::area::{Area, AreaCode, Level, Position};
use onemap_protocol::register::Register;

use super::Sheet;

/// Why a file begins no register.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeginError {
    /// No row is a county.
    #[error("no county in the file")]
    NoCounty,
    /// Several are, and none was chosen.
    #[error("several counties: {}", counties.join(", "))]
    SeveralCounties {
        /// Their names with their codes.
        counties: Vec<String>,
    },
    /// The county that was chosen is not in the file.
    #[error("{chosen} is not in the file, which has {}", counties.join(", "))]
    OtherCounty {
        /// Which was asked for.
        chosen: AreaCode,
        /// The names of those that are there, with their codes.
        counties: Vec<String>,
    },
    /// The county's row has no name.
    #[error("{county} has no name")]
    NoName {
        /// Its code.
        county: AreaCode,
    },
}

/// A register with nothing but the county in it, working by `profile`. A file with several counties
/// needs one `chosen`.
pub fn begin(
    sheet: &Sheet,
    chosen: Option<&AreaCode>,
    profile: &str,
) -> Result<Register, BeginError> {
    let rows = sheet.rows.iter();
    let all: Vec<_> = rows
        .filter(|row| row.code.level() == Level::County)
        .collect();
    let named = || {
        let counties = all.iter().map(|row| match &row.name {
            Some(name) => format!("{name} ({})", row.code),
            None => row.code.to_string(),
        });
        counties.collect::<Vec<String>>()
    };
    let county =
        match (chosen, all.as_slice()) {
            (_, []) => return Err(BeginError::NoCounty),
            (None, [only]) => only,
            (None, _) => return Err(BeginError::SeveralCounties { counties: named() }),
            (Some(chosen), _) => all.iter().find(|row| row.code == *chosen).ok_or_else(|| {
                BeginError::OtherCounty {
                    chosen: chosen.clone(),
                    counties: named(),
                }
            })?,
        };
    let name = county.name.clone().ok_or_else(|| BeginError::NoName {
        county: county.code.clone(),
    })?;
    Ok(Register {
        county: county.code.clone(),
        name: name.clone(),
        profile: profile.to_owned(),
        own_profile: None,
        calendars: Vec::new(),
        sources: Vec::new(),
        areas: vec![Area {
            code: county.code.clone(),
            name,
            centre: NOWHERE,
            households: None,
            simulated: false,
        }],
        outlines: std::collections::BTreeMap::new(),
        departments: Vec::new(),
        people: Vec::new(),
        resources: Vec::new(),
    })
}

/// Where an area stands of which nobody has said where it is. No county lies there.
pub(super) const NOWHERE: Position = Position { lon: 0.0, lat: 0.0 };
