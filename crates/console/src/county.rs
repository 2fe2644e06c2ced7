//! The county as a console needs it: the register with its indexes, the profile, the ground and
//! the boundary tiles. Made once per register; read by everyone.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use onemap_domain::Ground;
use onemap_domain::area::{Area, AreaCode, Level, Position};
use onemap_domain::clock::Calendar;
use onemap_domain::department::{Department, DepartmentCode};
use onemap_domain::people::{Resource, Scope};
use onemap_domain::profile::Profile;
use onemap_domain::route::RouteTable;
use onemap_exchange::calendar::CalendarError;
use onemap_exchange::profile::ProfileError;
use onemap_protocol::register::Register;
use onemap_spatial::locate::Locator;
use onemap_spatial::tiles::BoundaryTiles;

use crate::posts::Posts;

/// Why a register makes no county.
#[derive(Debug, thiserror::Error)]
pub enum CountyError {
    /// The register names a profile that this program does not have.
    #[error("the county's profile cannot be used: {0}")]
    Profile(#[from] ProfileError),
    /// A calendar of the program is broken.
    #[error("the working calendar cannot be used: {0}")]
    Calendar(#[from] CalendarError),
    /// The register lacks the county itself.
    #[error("the register has no area {0}")]
    NoCounty(AreaCode),
}

/// A county, ready to be asked.
pub struct County {
    /// The register.
    pub register: Register,
    /// The profile it works by.
    pub profile: Profile,
    /// Its calendar.
    pub calendar: Calendar,
    /// Its routing table.
    pub routes: RouteTable,
    /// `[west, south, east, north]`, degrees.
    pub bounds: [f64; 4],
    pub(crate) tiles: BoundaryTiles,
    locator: Locator,
    areas: HashMap<AreaCode, usize>,
    children: HashMap<AreaCode, Vec<usize>>,
    departments: BTreeMap<DepartmentCode, usize>,
    posts: OnceLock<Posts>,
}

impl County {
    /// Builds the indexes; takes some hundred milliseconds for a county, so do it off the main
    /// thread.
    pub fn new(register: Register) -> Result<County, CountyError> {
        let profile = onemap_exchange::profile::of(&register)?;
        let calendar = onemap_exchange::calendar::of(&register)?;
        let outline = register.outlines.get(&register.county);
        let bounds = outline
            .and_then(onemap_spatial::measure::bounding_box)
            .ok_or_else(|| CountyError::NoCounty(register.county.clone()))?;
        let grids = register
            .outlines
            .iter()
            .filter(|(code, _)| code.level() == Level::Grid)
            .map(|(code, outline)| (code.clone(), outline.clone()));
        let locator = Locator::new(grids);
        let with_outlines = register.areas.iter().map(|area| {
            (
                area.clone(),
                register
                    .outlines
                    .get(&area.code)
                    .cloned()
                    .unwrap_or_default(),
            )
        });
        let tiles = BoundaryTiles::new(with_outlines.collect());
        let mut areas = HashMap::new();
        let mut children: HashMap<AreaCode, Vec<usize>> = HashMap::new();
        for (index, area) in register.areas.iter().enumerate() {
            areas.insert(area.code.clone(), index);
            if let Some(parent) = area.code.parent() {
                children.entry(parent).or_default().push(index);
            }
        }
        let departments = register
            .departments
            .iter()
            .enumerate()
            .map(|(i, d)| (d.code.clone(), i))
            .collect();
        Ok(County {
            routes: crate::kept::routes(&profile),
            profile,
            calendar,
            bounds,
            tiles,
            locator,
            areas,
            children,
            departments,
            posts: OnceLock::new(),
            register,
        })
    }

    /// Who holds which post where; counted when it is first asked for.
    pub(crate) fn posts(&self) -> &Posts {
        self.posts.get_or_init(|| Posts::of(&self.register))
    }

    /// The stations and cameras of a scope.
    pub(crate) fn resources(&self, scope: &Scope) -> impl Iterator<Item = &Resource> {
        let resources = self.register.resources.iter();
        resources.filter(|resource| scope.area.covers(&resource.area))
    }

    /// The area with this code.
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas
            .get(code)
            .and_then(|index| self.register.areas.get(*index))
    }

    /// The areas one level down, in the register's order.
    pub fn children(&self, code: &AreaCode) -> impl Iterator<Item = &Area> {
        let indexes = self
            .children
            .get(code)
            .map(Vec::as_slice)
            .unwrap_or_default();
        indexes
            .iter()
            .filter_map(|index| self.register.areas.get(*index))
    }

    /// From the county down to the area itself.
    pub fn chain(&self, code: &AreaCode) -> Vec<Area> {
        Level::ALL
            .into_iter()
            .filter_map(|level| code.at(level))
            .filter_map(|code| self.area(&code).cloned())
            .collect()
    }

    /// The department with this code.
    pub fn department(&self, code: &DepartmentCode) -> Option<&Department> {
        self.departments
            .get(code)
            .and_then(|index| self.register.departments.get(*index))
    }
}

impl Ground for County {
    fn grid_at(&self, position: Position) -> Option<AreaCode> {
        self.locator.locate(position)
    }

    fn has_department(&self, code: &DepartmentCode) -> bool {
        self.departments.contains_key(code)
    }
}
