//! The register in memory, prepared for what every decision and every reading asks of it.

use std::collections::BTreeSet;

use onemap_domain::Ground;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::calendar::Calendar;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Actor, Compartment, Role, Scope};
use onemap_domain::profile::Profile;
use onemap_exchange::calendar::{self, CalendarError};
use onemap_exchange::profile::{self, ProfileError};
use onemap_protocol::register::Register;
use onemap_spatial::locate::Locator;

/// Why a register cannot be worked with.
#[derive(Debug, thiserror::Error)]
pub enum LandError {
    /// Its profile.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The calendars that ship.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// One version of the register, with the profile the county works by.
#[derive(Debug)]
pub struct Land {
    /// Which version.
    pub version: u64,
    /// All of it.
    pub register: Register,
    /// The county's way of working.
    pub profile: Profile,
    /// Its working calendar.
    pub calendar: Calendar,
    locator: Locator,
    departments: BTreeSet<DepartmentCode>,
}

impl Land {
    /// Prepares a register.
    pub fn new(version: u64, register: Register) -> Result<Land, LandError> {
        let profile = profile::of(&register)?;
        let calendar = calendar::of(&register)?;
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
            calendar,
            locator,
            departments,
        })
    }

    /// The base grid at a place, whatever dedicated grid lies over it.
    pub fn base_grid_at(&self, position: Position) -> Option<AreaCode> {
        self.locator.base(position)
    }

    /// The scope of the central itself: every case of the county, sealed ones too.
    pub fn whole(&self) -> Scope {
        let sealed = self.profile.compartments.iter();
        Scope {
            role: Actor::system().role,
            area: self.register.county.clone(),
            department: None,
            compartments: sealed.map(|one| Compartment(one.code.clone())).collect(),
        }
    }

    /// Whether a scope covers every case of the county, whatever becomes of it.
    pub fn is_whole(&self, scope: &Scope) -> bool {
        let everybody = match scope.role {
            Role::Clerk => false,
            Role::Operator | Role::Leader | Role::Supervisor | Role::GridWorker | Role::Wall => {
                true
            }
        };
        let mut sealed = self.profile.compartments.iter();
        let unsealed =
            sealed.all(|one| scope.compartments.contains(&Compartment(one.code.clone())));
        everybody && unsealed && scope.area.covers(&self.register.county)
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
