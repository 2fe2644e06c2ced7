//! The register in memory, prepared for what every decision and every reading asks of it.

use std::collections::BTreeSet;

use onemap_domain::Ground;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Role, Scope};
use onemap_domain::profile::Profile;
use onemap_exchange::profile::{self, ProfileError};
use onemap_protocol::register::Register;
use onemap_spatial::locate::Locator;

/// One version of the register, with the profile the county works by.
#[derive(Debug)]
pub struct Land {
    /// Which version.
    pub version: u64,
    /// All of it.
    pub register: Register,
    /// The county's way of working.
    pub profile: Profile,
    locator: Locator,
    departments: BTreeSet<DepartmentCode>,
}

impl Land {
    /// Prepares a register.
    pub fn new(version: u64, register: Register) -> Result<Land, ProfileError> {
        let profile = profile::shipped(&register.profile)?;
        let grids = register
            .outlines
            .iter()
            .filter(|(code, _)| code.level() == Level::Grid)
            .map(|(code, outline)| (code.clone(), outline.clone()));
        let locator = Locator::new(grids);
        let departments = register
            .departments
            .iter()
            .map(|d| d.code.clone())
            .collect();
        Ok(Land {
            version,
            register,
            profile,
            locator,
            departments,
        })
    }

    /// The base grid at a place, whatever dedicated grid lies over it.
    pub fn base_grid_at(&self, position: Position) -> Option<AreaCode> {
        self.locator.base(position)
    }

    /// Whether a scope covers every case of the county, whatever becomes of it.
    pub fn is_whole(&self, scope: &Scope) -> bool {
        let everybody = match scope.role {
            Role::Clerk => false,
            Role::Operator | Role::Leader | Role::GridWorker => true,
        };
        everybody && scope.area.covers(&self.register.county)
    }
}

impl Ground for Land {
    fn grid_at(&self, position: Position) -> Option<AreaCode> {
        self.locator.locate(position)
    }

    fn has_department(&self, code: &DepartmentCode) -> bool {
        self.departments.contains(code)
    }
}
