//! Who stands on the ground (四支队伍; mission.md, S20) and where too few do (S50).
//!
//! Pure counts over the register's people: every person is in exactly one column, so that rows and
//! columns add up. A county that only knows how many there are, and not who, writes the figures
//! into its profile; they stand beside the register's counts and are never mixed with them.

use serde::{Deserialize, Serialize};

use crate::area::{Area, AreaCode};
use crate::people::Person;
use crate::profile::{Force, Quota};

/// The people of one area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// Which area.
    pub area: AreaCode,
    /// How many of each force, in the profile's order.
    pub forces: Vec<u32>,
    /// How many of none.
    pub others: u32,
}

impl Staff {
    /// All of them.
    pub fn total(&self) -> u32 {
        self.forces.iter().sum::<u32>() + self.others
    }
}

/// The place of somebody's force in the profile's order: what their register says, or that of
/// their post.
pub fn force_of(person: &Person, forces: &[Force]) -> Option<usize> {
    match &person.force {
        Some(code) => forces.iter().position(|force| force.code == *code),
        None => forces
            .iter()
            .position(|force| force.posts.contains(&person.post)),
    }
}

/// The county's own figures, force by force, and their sum; `None` where it gave none.
pub fn counted(forces: &[Force]) -> Option<(Vec<Option<u32>>, u64)> {
    let figures: Vec<Option<u32>> = forces.iter().map(|force| force.counted).collect();
    let sum = figures.iter().flatten().map(|one| u64::from(*one)).sum();
    let any = figures.iter().any(Option::is_some);
    any.then_some((figures, sum))
}

/// The people of some areas, each with everything below it. Areas that hold one another count the
/// same people.
pub fn staff(areas: &[AreaCode], people: &[Person], forces: &[Force]) -> Vec<Staff> {
    let of = |area: &AreaCode| {
        let mut staff = Staff {
            area: area.clone(),
            forces: vec![0; forces.len()],
            others: 0,
        };
        for person in people.iter().filter(|person| area.covers(&person.area)) {
            let column = force_of(person, forces).and_then(|at| staff.forces.get_mut(at));
            *column.unwrap_or(&mut staff.others) += 1;
        }
        staff
    };
    areas.iter().map(of).collect()
}

/// An area with too few people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Short {
    /// Which.
    pub area: AreaCode,
    /// How many there are.
    pub have: u32,
    /// How many there should be.
    pub want: u32,
}

/// The areas that a quota finds too few people in, the worst first, equal ones by their codes.
/// Where the quota goes by households and the register has no number of them, the whole area
/// counts as one.
pub fn short(quota: &Quota, areas: &[Area], people: &[Person]) -> Vec<Short> {
    let of = |area: &Area| {
        let counts =
            |person: &&Person| quota.posts.contains(&person.post) && area.code.covers(&person.area);
        let have = people.iter().filter(counts).count() as u32;
        let times = match (quota.per_households, area.households) {
            (Some(per), Some(households)) => households.div_ceil(u32::from(per.max(1))).max(1),
            _ => 1,
        };
        let want = u32::from(quota.least) * times;
        (have < want).then(|| Short {
            area: area.code.clone(),
            have,
            want,
        })
    };
    let level = |area: &&Area| area.code.level() == quota.level;
    let mut short: Vec<Short> = areas.iter().filter(level).filter_map(of).collect();
    short.sort_by(|one, other| {
        let missing = |short: &Short| short.want - short.have;
        let worst_first = missing(other).cmp(&missing(one));
        worst_first.then_with(|| one.area.cmp(&other.area))
    });
    short
}
