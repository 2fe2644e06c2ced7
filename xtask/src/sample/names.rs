//! The words of the sample, from the TOML files beside this one.
//!
//! Deliberately absent: Chinese sentences in Rust. What is written for people stands in data.

use onemap_domain::people::Role;
use serde::Deserialize;

use super::Failure;
use super::draw::Draw;

/// `names.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    surnames: Vec<String>,
    given: Vec<String>,
    /// Streets of the town.
    pub roads: Vec<String>,
    /// Housing estates.
    pub estates: Vec<String>,
    /// Names of shops.
    pub shops: Vec<String>,
    /// Names of firms.
    pub factories: Vec<String>,
    /// What grows.
    pub crops: Vec<String>,
    /// Names of slopes and hollows.
    pub mountains: Vec<String>,
    /// Times of the day in words.
    pub times: Vec<String>,
    /// What dedicated grids are.
    pub dedicated: DedicatedNames,
    /// Patterns of names, `{}` for what goes in.
    pub words: Words,
}

/// What dedicated grids are.
#[derive(Debug, Deserialize)]
pub(super) struct DedicatedNames {
    /// In the streets of the town.
    pub urban: Vec<Thing>,
    /// In the country.
    pub rural: Vec<Thing>,
    /// Places everyone knows.
    pub known: Vec<Known>,
}

/// What a dedicated grid is for.
#[derive(Debug, Deserialize)]
pub(super) struct Thing {
    /// What it is.
    pub name: String,
    /// Half its width, metres.
    pub reach: f64,
}

/// A place everyone knows.
#[derive(Debug, Deserialize)]
pub(super) struct Known {
    /// In which town.
    pub town: String,
    /// Its name.
    pub name: String,
    /// Half its width, metres.
    pub reach: f64,
}

/// Patterns of names.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    pub county_stations: Vec<String>,
    pub town_station: String,
    pub village_station: String,
    pub camera: String,
    pub grid: String,
    pub dedicated_grid: String,
    pub unit: String,
    pub office_street: String,
    pub office_town: String,
    pub grid_worker: String,
    pub sources: Vec<String>,
    pub duties_town: Vec<String>,
}

/// `departments.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Offices {
    /// Logins that the sign-in page shows.
    pub featured: Vec<String>,
    /// The county's departments.
    pub department: Vec<Office>,
    /// Accounts of the county's centre.
    pub account: Vec<Staff>,
}

/// A department of the county.
#[derive(Debug, Deserialize)]
pub(super) struct Office {
    pub code: String,
    pub name: String,
    pub short: String,
    /// The name of its clerk.
    pub clerk: String,
    pub capacity: u32,
    /// Metres east and north of the urban core.
    pub seat: [f64; 2],
    pub duties: Vec<String>,
}

/// Somebody at the county's centre.
#[derive(Debug, Deserialize)]
pub(super) struct Staff {
    pub login: String,
    pub name: String,
    pub role: Role,
}

/// `texts.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Texts {
    pub emergency: Vec<String>,
    pub urgent: Vec<String>,
    /// Words of a grid worker on patrol.
    pub patrol: Vec<String>,
    /// Words of somebody who speaks of themselves.
    pub first_person: Vec<String>,
    pub verified: Vec<String>,
    pub declined: Vec<String>,
    pub requirements: Vec<String>,
    pub returned: Vec<String>,
    pub reopened: Vec<String>,
    pub urged: Vec<String>,
    pub withdrawn: Vec<String>,
    pub closed: Vec<String>,
    pub explained: Vec<String>,
    pub not_supported: Vec<String>,
    pub duplicate: Vec<String>,
    pub legal: Vec<String>,
    pub progress: Vec<String>,
    pub category: Vec<Category>,
}

/// What people write about one category of the profile.
#[derive(Debug, Deserialize)]
pub(super) struct Category {
    pub code: String,
    pub weight: f64,
    /// Where (`u`, `r` or `a`), title, text, result.
    pub templates: Vec<[String; 4]>,
    pub progress: Vec<String>,
}

/// Reads the three files.
pub(super) fn read() -> Result<(Names, Offices, Texts), Failure> {
    Ok((
        toml::from_str(include_str!("names.toml"))?,
        toml::from_str(include_str!("departments.toml"))?,
        toml::from_str(include_str!("texts.toml"))?,
    ))
}

impl Names {
    /// An invented name of two or three characters.
    pub fn person(&self, draw: &mut Draw) -> String {
        let mut name = draw.pick(&self.surnames).clone();
        name.push_str(draw.pick::<String>(&self.given));
        if draw.chance(0.72) {
            name.push_str(draw.pick::<String>(&self.given));
        }
        name
    }

    /// A surname.
    pub fn surname(&self, draw: &mut Draw) -> String {
        draw.pick(&self.surnames).clone()
    }
}

/// A pattern with its `{}` filled in turn.
pub(super) fn fill(pattern: &str, values: &[&str]) -> String {
    values.iter().fold(pattern.to_owned(), |text, value| {
        text.replacen("{}", value, 1)
    })
}
