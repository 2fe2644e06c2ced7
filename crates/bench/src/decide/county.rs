//! A county to decide in: a shipped profile, the shipped calendars, a square of ground, and one
//! clerk for every department that the profile names.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::Ground;
use onemap_domain::area::{AreaCode, Position};
use onemap_domain::calendar::Calendar;
use onemap_domain::case::CaseNumber;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::{Actor, Role, Scope, User, UserId};
use onemap_domain::profile::Profile;
use onemap_exchange::{calendar, profile};

use crate::failure::Failure;

/// The county's area.
pub const COUNTY: &str = "520381";

/// Places of the first users in [`County::users`]; the clerks come after them.
pub const GRID_WORKER: usize = 0;
/// Takes in, dispatches, closes.
pub const OPERATOR: usize = 1;
/// The other operator.
pub const COLLEAGUE: usize = 2;
/// Supervises.
pub const SUPERVISOR: usize = 3;
/// Approves.
pub const LEADER: usize = 4;

const OFFICES: [(&str, Role); 5] = [
    ("grid", Role::GridWorker),
    ("operator", Role::Operator),
    ("colleague", Role::Operator),
    ("supervisor", Role::Supervisor),
    ("leader", Role::Leader),
];

/// Everything a decision depends on but the case, the command and the time.
pub struct County {
    /// The way of working.
    pub profile: Profile,
    /// With every shipped year.
    pub calendar: Calendar,
    /// Where the cases lie.
    pub ground: Square,
    /// Given to every case: numbering is the central's.
    pub number: CaseNumber,
    /// Everybody.
    pub users: Vec<User>,
    /// The place of each department's clerk in `users`.
    pub clerks: BTreeMap<DepartmentCode, usize>,
}

/// A square of one degree, all one grid: what it costs to look up a grid is not measured here.
pub struct Square {
    grid: AreaCode,
    departments: BTreeSet<DepartmentCode>,
}

impl Ground for Square {
    fn grid_at(&self, position: Position) -> Option<AreaCode> {
        let inside = (105.0..106.0).contains(&position.lon) && (28.0..29.0).contains(&position.lat);
        inside.then(|| self.grid.clone())
    }

    fn has_department(&self, code: &DepartmentCode) -> bool {
        self.departments.contains(code)
    }
}

impl County {
    /// A county that works by a shipped profile.
    pub fn of(code: &str) -> Result<County, Failure> {
        let profile = profile::shipped(code)?;
        let named = profile.categories.iter().flat_map(|one| &one.departments);
        let departments: BTreeSet<DepartmentCode> = named.cloned().collect();
        let area = AreaCode::parse(COUNTY)?;
        let mut users: Vec<User> = OFFICES
            .into_iter()
            .map(|(login, role)| user(login, role, None, &area))
            .collect();
        let mut clerks = BTreeMap::new();
        for department in &departments {
            clerks.insert(department.clone(), users.len());
            let own = Some(department.clone());
            users.push(user(department.as_str(), Role::Clerk, own, &area));
        }
        Ok(County {
            profile,
            calendar: Calendar::BEIJING.with_years(calendar::shipped()?),
            ground: Square {
                grid: AreaCode::parse("520381001001001")?,
                departments,
            },
            number: CaseNumber("520381-20260615-0001".to_owned()),
            users,
            clerks,
        })
    }
}

fn user(login: &str, role: Role, own: Option<DepartmentCode>, area: &AreaCode) -> User {
    User {
        actor: Actor {
            user: UserId(login.to_owned()),
            name: login.to_owned(),
            role,
            department: own.clone(),
        },
        scope: Scope {
            role,
            area: area.clone(),
            department: own,
            compartments: BTreeSet::new(),
        },
    }
}
