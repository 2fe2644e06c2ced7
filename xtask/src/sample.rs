//! `cargo xtask sample`: makes the sample county 赤水市.
//!
//! The register of towns and villages and the outline of the county are real; everything within
//! and everyone is made up, from one seed, the same bytes on every run. The package is committed;
//! this command is how it came about.
//!
//! Deliberately absent: entropy, clocks, and data of real people or real cases.

mod areas;
mod border;
mod dedicated;
mod draw;
mod grids;
mod mosaic;
mod names;
mod people;
mod plane;
mod register;
mod seats;
mod seeds;
mod stories;
mod telling;
#[cfg(test)]
mod tests;
mod timeline;
mod voronoi;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onemap_domain::area::Level;
use onemap_domain::profile::Profile;
use onemap_exchange::county::{County, CountyError};
use onemap_exchange::profile::ProfileError;
use onemap_spatial::measure;

use areas::Land;
use draw::Draw;
use stories::Teller;

/// What everything made up is drawn from: the county's code.
const SEED: u64 = 520_381;
/// The profile the sample works by.
const PROFILE: &str = include_str!("../../assets/profiles/liaocheng.toml");

/// Why the sample cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A line of the register is not what it should be.
    #[error("line {line} of the register cannot be read: {text}")]
    Register {
        /// Which, from 1.
        line: usize,
        /// What it says.
        text: String,
    },
    /// The boundary is not the `GeoJSON` that was expected.
    #[error("the boundary file cannot be read: {0}")]
    Boundary(#[source] serde_json::Error),
    /// This command cuts one ring.
    #[error("the outline has {0} rings; this command knows one")]
    Rings(usize),
    /// The geometry went wrong; another seed would do.
    #[error("the mosaic cannot be cut: {0}")]
    Mosaic(String),
    /// A code that is none.
    #[error("{0} is not a code")]
    Code(String),
    /// The register names no county.
    #[error("the register names no county")]
    NoCounty,
    /// A data file of this command is broken.
    #[error("the sample's words cannot be read: {0}")]
    Words(#[from] toml::de::Error),
    /// The password cannot be hashed.
    #[error("the password cannot be hashed: {0}")]
    Password(String),
    /// A profile that ships cannot be read.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The package cannot be written.
    #[error(transparent)]
    Package(#[from] CountyError),
}

/// What was made, for the person at the terminal.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Bytes of the package.
    pub bytes: usize,
    /// Areas of each level, top down.
    pub areas: Vec<(Level, usize)>,
    /// The county's area, km².
    pub county_km2: f64,
    /// People, resources, accounts, departments.
    pub register: [usize; 4],
    /// Cases.
    pub cases: usize,
    /// Open cases ÷ capacity of each department, the fullest first.
    pub loads: Vec<(String, usize, u32)>,
}

impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [people, resources, accounts, departments] = self.register;
        writeln!(f, "{} bytes, {:.1} km²", self.bytes, self.county_km2)?;
        for (level, count) in &self.areas {
            writeln!(f, "  {count} × {}", level.name())?;
        }
        writeln!(
            f,
            "  {people} people, {resources} resources, {accounts} accounts"
        )?;
        writeln!(f, "  {} cases; {departments} departments:", self.cases)?;
        for (department, open, capacity) in &self.loads {
            writeln!(f, "    {department} {open}/{capacity}")?;
        }
        Ok(())
    }
}

/// Makes the sample from the shared data and writes its package to `out`.
pub fn generate(shared_data: &Path, out: &Path) -> Result<Summary, Failure> {
    let county = county(shared_data, SEED)?;
    let package = county.pack()?;
    let wrong = |source| Failure::File {
        path: out.to_owned(),
        source,
    };
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder).map_err(wrong)?;
    }
    std::fs::write(out, &package).map_err(wrong)?;
    Ok(summary(&county, package.len()))
}

/// Draws the county.
fn county(shared_data: &Path, seed: u64) -> Result<County, Failure> {
    let entries = register::areas(shared_data)?;
    let ring = register::outline(shared_data)?;
    let (names, offices, texts) = names::read()?;
    let profile: Profile = toml::from_str(PROFILE)?;
    let own = entries
        .first()
        .filter(|entry| entry.code.level() == Level::County);
    let own = own.ok_or(Failure::NoCounty)?;

    let cut = grids::cut(&entries, &ring, seed)?;
    let land = Land::new(&entries, &cut, &names, seed)?;
    let departments = people::departments(&land, &offices, &names, &own.code);
    let mut lots = Draw::new(seed, "people");
    let people = people::people(&land, &names, &mut lots)?;
    let resources = people::resources(&land, &names, &own.code, &mut lots);
    let accounts = people::accounts(&departments, &offices, &names, &own.code, &mut lots)?;
    let teller = Teller {
        land: &land,
        names: &names,
        texts: &texts,
        profile: &profile,
    };
    let stories = teller.all(seed);
    Ok(County {
        code: own.code.clone(),
        name: own.name.clone(),
        profile: profile.code.clone(),
        sources: names.words.sources.clone(),
        seed,
        areas: land.areas,
        outlines: land.outlines,
        departments,
        people,
        resources,
        accounts,
        stories,
        with_service: true,
    })
}

fn summary(county: &County, bytes: usize) -> Summary {
    let mut areas: BTreeMap<Level, usize> = BTreeMap::new();
    for area in &county.areas {
        *areas.entry(area.code.level()).or_default() += 1;
    }
    let open = stories::loads(&county.stories);
    let mut loads: Vec<_> = county
        .departments
        .iter()
        .map(|d| {
            (
                d.short.clone(),
                open.get(&d.code).copied().unwrap_or(0),
                d.capacity,
            )
        })
        .collect();
    loads.sort_by_key(|(_, open, capacity)| {
        std::cmp::Reverse(open * 1_000 / (*capacity).max(1) as usize)
    });
    Summary {
        bytes,
        areas: areas.into_iter().collect(),
        county_km2: county
            .outlines
            .get(&county.code)
            .map_or(0.0, measure::area_km2),
        register: [
            county.people.len(),
            county.resources.len(),
            county.accounts.len(),
            county.departments.len(),
        ],
        cases: county.stories.len(),
        loads,
    }
}
