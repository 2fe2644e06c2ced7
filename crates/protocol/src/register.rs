//! The register: what a county is made of, beside its cases.

use std::collections::BTreeMap;

use onemap_domain::area::{Area, AreaCode, Outline};
use onemap_domain::calendar::Year;
use onemap_domain::department::Department;
use onemap_domain::people::{Person, Resource, Role, Scope};
use onemap_domain::profile::Profile;
use serde::{Deserialize, Serialize};

/// A county's register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Register {
    /// The county's code.
    pub county: AreaCode,
    /// Its name.
    pub name: String,
    /// The code of the profile it works by.
    pub profile: String,
    /// The profile itself, when it is the county's own and does not ship with the program.
    #[serde(default)]
    pub own_profile: Option<Box<Profile>>,
    /// Working calendars of years that the program does not ship.
    #[serde(default)]
    pub calendars: Vec<Year>,
    /// Where the data come from, and what is made up.
    pub sources: Vec<String>,
    /// From the county down, parents before children.
    pub areas: Vec<Area>,
    /// Boundaries, WGS-84; household units have none.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::HashMap<String, Outline>))]
    pub outlines: BTreeMap<AreaCode, Outline>,
    /// Departments.
    pub departments: Vec<Department>,
    /// People who hold posts.
    pub people: Vec<Person>,
    /// Stations and cameras.
    pub resources: Vec<Resource>,
}

impl Register {
    /// What of it a reader is told: a wall and the administrators no people.
    pub fn tell(&mut self, scope: &Scope) {
        if !Register::tells_people(scope) {
            self.people.clear();
        }
    }

    /// Whether a reader is told its people.
    pub fn tells_people(scope: &Scope) -> bool {
        scope.role != Role::Wall && !scope.role.is_administrator()
    }
}
