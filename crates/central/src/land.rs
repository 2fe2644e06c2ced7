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
use onemap_spatial::measure;

/// A grid whose middle is not its own is looked through at so many places each way.
const LATTICE: u32 = 32;

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

    /// A place in a grid, for a matter that names the grid and no place in it; `None` where the county
    /// has no such grid. Mostly its centre, unless a dedicated grid lies there.
    pub fn point_in(&self, grid: &AreaCode) -> Option<Position> {
        let is_in = |place: &Position| self.locator.locate_ref(*place) == Some(grid);
        let mut areas = self.register.areas.iter();
        let area = areas.find(|area| area.code == *grid)?;
        let outline = self.register.outlines.get(grid)?;
        let centres = [Some(area.centre), measure::inner_point(outline)];
        let centre = centres.into_iter().flatten().find(is_in);
        centre.or_else(|| {
            let [west, south, east, north] = measure::bounding_box(outline)?;
            let step = |at: u32| (f64::from(at) + 0.5) / f64::from(LATTICE);
            let mut places = (0..LATTICE * LATTICE).map(|at| Position {
                lon: west + (east - west) * step(at % LATTICE),
                lat: south + (north - south) * step(at / LATTICE),
            });
            places.find(is_in)
        })
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
            Role::Clerk | Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => false,
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
