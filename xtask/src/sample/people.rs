//! Departments, people on the ground, accounts, stations and cameras.
//!
//! Deliberately absent: real persons. Names are put together at random, and phone numbers count
//! up from 13800000000, so that nobody takes them for anyone's.

use std::collections::BTreeSet;

use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::department::{Department, DepartmentCode};
use onemap_domain::people::{
    Actor, Compartment, Person, Post, Resource, ResourceKind, Role, Scope, User, UserId,
};
use onemap_exchange::county::Account;
use onemap_exchange::profile;

use super::Failure;
use super::areas::{Land, below, is_urban};
use super::draw::Draw;
use super::grids::plane;
use super::names::{Names, Offices, fill};
use super::plane::position;
use super::seats::SEATS;

/// Party groups of grids in the county.
pub(super) const PARTY_GROUPS: usize = 659;
/// Cameras of the county.
pub(super) const CAMERAS: usize = 160;
/// The password of every account; public.
pub(super) const PASSWORD: &str = "onemap-demo";
/// Its salt; fixed, so that the package's bytes stay the same.
const SALT: &[u8] = b"onemap-chishui-1";

/// The departments of the county, then one office for each town.
pub(super) fn departments(
    land: &Land,
    offices: &Offices,
    names: &Names,
    county: &AreaCode,
) -> Vec<Department> {
    let of_county = offices.department.iter().map(|office| Department {
        code: DepartmentCode(office.code.clone()),
        name: office.name.clone(),
        short: office.short.clone(),
        duties: office.duties.clone(),
        seat: position(plane().spot(office.seat)),
        capacity: office.capacity,
        area: county.clone(),
        simulated: true,
    });
    let of_towns = land
        .areas
        .iter()
        .filter(|area| area.code.level() == Level::Town)
        .map(|town| {
            let words = &names.words;
            let street = is_urban(&town.code);
            let seat = SEATS.iter().find(|seat| seat.code == town.code.as_str());
            Department {
                code: DepartmentCode(town.code.to_string()),
                name: fill(
                    if street {
                        &words.office_street
                    } else {
                        &words.office_town
                    },
                    &[&town.name],
                ),
                short: town.name.clone(),
                duties: words.duties_town.clone(),
                seat: seat.map_or(town.centre, |seat| Position {
                    lon: seat.place[0],
                    lat: seat.place[1],
                }),
                capacity: if street { 40 } else { 24 },
                area: town.code.clone(),
                simulated: true,
            }
        });
    of_county.chain(of_towns).collect()
}

/// Who holds posts on the ground.
pub(super) fn people(land: &Land, names: &Names, draw: &mut Draw) -> Result<Vec<Person>, Failure> {
    let mut posts: Vec<(Post, AreaCode)> = Vec::new();
    let mut grids: Vec<&AreaCode> = land.grids.iter().map(|grid| &grid.code).collect();
    for grid in &land.grids {
        posts.push((Post::GridLeader, grid.code.clone()));
        posts.push((Post::GridWorker, grid.code.clone()));
        for index in 0..grid.units.len() {
            posts.push((Post::HouseholdUnitLeader, below(&grid.code, index + 1)?));
        }
    }
    draw.shuffle(&mut grids);
    posts.extend(
        grids[..PARTY_GROUPS]
            .iter()
            .map(|grid| (Post::PartyGroupLeader, (*grid).clone())),
    );
    for area in land
        .areas
        .iter()
        .filter(|area| area.code.level() == Level::Village)
    {
        posts.extend((0..draw.whole(1, 3)).map(|_| (Post::Mediator, area.code.clone())));
    }
    posts.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let people = posts
        .into_iter()
        .enumerate()
        .map(|(index, (post, area))| Person {
            id: format!("p{:05}", index + 1),
            name: names.person(draw),
            phone: format!("138{index:08}"),
            post,
            area,
            force: None,
            simulated: true,
        });
    Ok(people.collect())
}

/// Stations of three levels, and cameras, most of them in town.
pub(super) fn resources(
    land: &Land,
    names: &Names,
    county: &AreaCode,
    draw: &mut Draw,
) -> Vec<Resource> {
    let mut resources: Vec<Resource> = Vec::new();
    let mut add = |kind: ResourceKind, name: String, at: Position, area: &AreaCode| {
        let id = format!("r{:04}", resources.len() + 1);
        resources.push(Resource {
            id,
            kind,
            name,
            position: at,
            area: area.clone(),
            simulated: true,
        });
    };
    for (index, name) in names.words.county_stations.iter().enumerate() {
        let at = position(plane().spot([120.0 * index as f64, -60.0 * index as f64]));
        add(ResourceKind::CountyStation, name.clone(), at, county);
    }
    for seat in &SEATS {
        if let Some(town) = land
            .areas
            .iter()
            .find(|area| area.code.as_str() == seat.code)
        {
            let at = Position {
                lon: seat.place[0],
                lat: seat.place[1],
            };
            add(
                ResourceKind::TownStation,
                fill(&names.words.town_station, &[&town.name]),
                at,
                &town.code,
            );
        }
    }
    for village in land
        .areas
        .iter()
        .filter(|area| area.code.level() == Level::Village)
    {
        let name = fill(&names.words.village_station, &[&village.name]);
        add(
            ResourceKind::VillageStation,
            name,
            village.centre,
            &village.code,
        );
    }
    let (urban, rural): (Vec<_>, Vec<_>) = land.grids.iter().partition(|grid| is_urban(&grid.code));
    for number in 1..=CAMERAS {
        let kind = if draw.chance(0.65) { &urban } else { &rural };
        let grid = *draw.pick(kind);
        let village = grid.code.parent().unwrap_or_else(|| grid.code.clone());
        let name = fill(
            &names.words.camera,
            &[land.name(&village), &format!("{number:03}")],
        );
        add(
            ResourceKind::Camera,
            name,
            land.place_in(grid, draw),
            &grid.code,
        );
    }
    resources
}

/// The sealed groups that a role may open, of whatever profile the sample is opened in.
fn compartments(role: Role) -> Result<BTreeSet<Compartment>, Failure> {
    if !matches!(role, Role::Operator | Role::Supervisor) {
        return Ok(BTreeSet::new());
    }
    let mut sealed = BTreeSet::new();
    for code in profile::codes() {
        let profile = profile::shipped(code)?;
        sealed.extend(
            profile
                .compartments
                .into_iter()
                .map(|one| Compartment(one.code)),
        );
    }
    Ok(sealed)
}

/// The accounts: the centre, a clerk for each department, a grid worker for each town.
pub(super) fn accounts(
    departments: &[Department],
    offices: &Offices,
    names: &Names,
    county: &AreaCode,
    draw: &mut Draw,
) -> Result<Vec<Account>, Failure> {
    use argon2::PasswordHasher as _;
    let hash: argon2::PasswordHash = argon2::Argon2::default()
        .hash_password_with_salt(PASSWORD.as_bytes(), SALT)
        .map_err(|source| Failure::Password(source.to_string()))?;
    let hash = hash.to_string();
    let account = |login: &str,
                   name: String,
                   role: Role,
                   department: Option<&DepartmentCode>,
                   area: &AreaCode| {
        let actor = Actor {
            user: UserId(login.to_owned()),
            name,
            role,
            department: department.cloned(),
        };
        let scope = Scope {
            role,
            area: area.clone(),
            department: department.cloned(),
            compartments: compartments(role)?,
        };
        Ok::<Account, Failure>(Account {
            user: User { actor, scope },
            password: PASSWORD.to_owned(),
            password_hash: hash.clone(),
            featured: offices.featured.iter().any(|featured| featured == login),
        })
    };
    let mut accounts: Vec<Account> = offices
        .account
        .iter()
        .map(|staff| account(&staff.login, staff.name.clone(), staff.role, None, county))
        .collect::<Result<_, _>>()?;
    for department in departments {
        let code = &department.code;
        let office = offices
            .department
            .iter()
            .find(|office| office.code == code.as_str());
        let name = office.map_or_else(|| names.person(draw), |office| office.clerk.clone());
        accounts.push(account(
            code.as_str(),
            name,
            Role::Clerk,
            Some(code),
            county,
        )?);
    }
    for town in departments
        .iter()
        .filter(|department| department.area.level() == Level::Town)
    {
        let name = fill(&names.words.grid_worker, &[&town.short]);
        accounts.push(account(
            &grid_login(&town.area),
            name,
            Role::GridWorker,
            None,
            &town.area,
        )?);
    }
    Ok(accounts)
}

/// The login of a town's grid worker.
pub(super) fn grid_login(town: &AreaCode) -> String {
    format!("grid-{town}")
}
