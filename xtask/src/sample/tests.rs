//! What the sample promises, on the county that the committed seed gives.

mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use onemap_domain::area::{Area, AreaCode, GridKind, Level, Outline, Position};
use onemap_domain::people::{Compartment, Post, ResourceKind, Role};
use onemap_exchange::county::County;
use onemap_spatial::locate::Locator;
use onemap_spatial::measure;

use super::draw::Draw;
use super::plane::{Spot, collide, sides, spot};
use super::{SEED, areas, dedicated, people, seeds, stories};

fn shared_data() -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    let data = std::env::var_os("ONEMAP_SHARED_DATA").map_or_else(beside, PathBuf::from);
    data.join("areas/chishui.csv").exists().then_some(data)
}

/// The sample, made once; `None`, said aloud, where the shared data is not there.
fn sample() -> Option<&'static County> {
    static SAMPLE: OnceLock<Option<County>> = OnceLock::new();
    let made = SAMPLE.get_or_init(|| Some(super::county(&shared_data()?, SEED).unwrap()));
    if made.is_none() {
        eprintln!("skipped: no shared data (ONEMAP_SHARED_DATA)");
    }
    made.as_ref()
}

fn of_level(county: &County, level: Level) -> Vec<&Area> {
    county
        .areas
        .iter()
        .filter(|area| area.code.level() == level)
        .collect()
}

fn base_grids(county: &County) -> Vec<(&AreaCode, &Outline)> {
    let base =
        |code: &&AreaCode| code.level() == Level::Grid && code.grid_kind() == Some(GridKind::Base);
    county
        .outlines
        .iter()
        .filter(|(code, _)| base(code))
        .collect()
}

/// Even-odd by slopes compared as products; nothing of ours is used.
fn covers(outline: &Outline, [x, y]: [f64; 2]) -> bool {
    let rings = outline.0.iter().flatten();
    rings
        .flat_map(|ring| ring.windows(2))
        .fold(false, |odd, side| {
            let ([ax, ay], [bx, by]) = (side[0], side[1]);
            let spans = (ay <= y) != (by <= y);
            let left = (x - ax) * (by - ay) - (y - ay) * (bx - ax);
            odd ^ (spans && (left < 0.0) == (by > ay))
        })
}

#[test]
fn the_county_has_its_numbers() {
    let Some(county) = sample() else { return };
    let count = |level| of_level(county, level).len();
    assert_eq!(
        [Level::County, Level::Town, Level::Village].map(count),
        [1, 17, 127]
    );
    assert_eq!(count(Level::Grid), 883);
    assert_eq!(count(Level::HouseholdUnit), areas::UNITS);
    let kinds = of_level(county, Level::Grid);
    let dedicated = kinds
        .iter()
        .filter(|a| a.code.grid_kind() == Some(GridKind::Dedicated))
        .count();
    assert_eq!(
        (dedicated, kinds.len() - dedicated),
        (dedicated::DEDICATED_GRIDS, seeds::BASE_GRIDS)
    );
    let held = |post| {
        county
            .people
            .iter()
            .filter(|person| person.post == post)
            .count()
    };
    assert_eq!(held(Post::PartyGroupLeader), people::PARTY_GROUPS);
    assert_eq!([held(Post::GridLeader), held(Post::GridWorker)], [883, 883]);
    let stand = |kind| {
        county
            .resources
            .iter()
            .filter(|resource| resource.kind == kind)
            .count()
    };
    assert_eq!(
        [ResourceKind::TownStation, ResourceKind::VillageStation].map(stand),
        [17, 127]
    );
    assert_eq!(stand(ResourceKind::Camera), people::CAMERAS);
    assert!(stand(ResourceKind::CountyStation) >= 1);
    assert_eq!(county.departments.len(), 21 + 17);
    assert_eq!(county.stories.len(), stories::CASES);
}

#[test]
fn every_area_has_its_parent_before_it_and_its_own_code() {
    let Some(county) = sample() else { return };
    let mut seen: BTreeSet<&AreaCode> = BTreeSet::new();
    for area in &county.areas {
        let parent = area.code.parent().unwrap();
        assert!(
            area.code == county.code || seen.contains(&parent),
            "{} before {parent}",
            area.code
        );
        assert!(seen.insert(&area.code), "{} twice", area.code);
        assert_eq!(
            area.simulated,
            area.code.level() >= Level::Grid,
            "{}",
            area.code
        );
        assert!(
            area.households.is_some_and(|households| households > 0),
            "{}",
            area.code
        );
        assert_eq!(
            county.outlines.contains_key(&area.code),
            area.code.level() < Level::HouseholdUnit
        );
    }
    let names: BTreeSet<_> = of_level(county, Level::Grid)
        .iter()
        .map(|grid| (grid.code.parent(), grid.name.clone()))
        .collect();
    assert_eq!(
        names.len(),
        883,
        "two grids of a village have the same name"
    );
}

#[test]
fn every_point_of_the_county_lies_in_exactly_one_base_grid() {
    let Some(county) = sample() else { return };
    let grids: Vec<_> = base_grids(county)
        .into_iter()
        .map(|(code, outline)| (code, outline, measure::bounding_box(outline).unwrap()))
        .collect();
    let whole = &county.outlines[&county.code];
    let [west, south, east, north] = measure::bounding_box(whole).unwrap();
    let locator = Locator::new(
        grids
            .iter()
            .map(|(code, outline, _)| ((*code).clone(), (*outline).clone())),
    );
    let mut draw = Draw::new(20_261_121, "points");
    let mut inside = 0;
    while inside < 100_000 {
        let [x, y] = [draw.between(west, east), draw.between(south, north)];
        let near = |b: &[f64; 4]| b[0] <= x && x <= b[2] && b[1] <= y && y <= b[3];
        let owners: Vec<_> = grids
            .iter()
            .filter(|(_, outline, b)| near(b) && covers(outline, [x, y]))
            .map(|g| g.0)
            .collect();
        let expected = usize::from(covers(whole, [x, y]));
        assert_eq!(
            owners.len(),
            expected,
            "{x}, {y} (seed 20261121) lies in {owners:?}"
        );
        assert_eq!(
            locator.locate_ref(Position { lon: x, lat: y }),
            owners.first().copied()
        );
        inside += expected;
    }
}

#[test]
fn the_parts_have_the_area_of_the_whole() {
    let Some(county) = sample() else { return };
    let km2 = |code: &AreaCode| measure::area_km2(&county.outlines[code]);
    let whole = km2(&county.code);
    assert!((whole / 1_852.0 - 1.0).abs() < 0.01, "{whole} km²");
    let of_grids: f64 = base_grids(county).iter().map(|(code, _)| km2(code)).sum();
    assert!(
        (of_grids / whole - 1.0).abs() < 1e-4,
        "grids {of_grids}, county {whole}"
    );
    for level in [Level::Town, Level::Village] {
        for area in of_level(county, level) {
            let inner = base_grids(county)
                .into_iter()
                .filter(|(code, _)| area.code.covers(code));
            let sum: f64 = inner.map(|(code, _)| km2(code)).sum();
            assert!(
                (sum / km2(&area.code) - 1.0).abs() < 1e-6,
                "{}: {sum}",
                area.code
            );
        }
    }
    let mut sizes: Vec<f64> = base_grids(county)
        .iter()
        .map(|(code, _)| km2(code))
        .collect();
    sizes.sort_by(f64::total_cmp);
    println!(
        "county {whole:.3} km², grids {of_grids:.3}; {:.4} … {:.3} … {:.2}",
        sizes[0], sizes[365], sizes[729]
    );
    assert!(sizes[0] > 0.005, "a sliver of {} km²", sizes[0]);
}

#[test]
fn every_ring_is_closed_and_simple_and_every_area_is_in_one_piece() {
    let Some(county) = sample() else { return };
    for (code, outline) in &county.outlines {
        assert_eq!(outline.0.len(), 1, "{code} is in pieces");
        for ring in outline.0.iter().flatten() {
            assert_eq!(ring.first(), ring.last(), "{code}");
            let open: Vec<Spot> = ring[1..]
                .iter()
                .map(|[lon, lat]| {
                    spot(Position {
                        lon: *lon,
                        lat: *lat,
                    })
                })
                .collect();
            assert!(
                open.len() >= 3 && open.iter().collect::<BTreeSet<_>>().len() == open.len(),
                "{code}"
            );
            let all: Vec<_> = sides(&open).collect();
            for (index, one) in all.iter().enumerate() {
                assert!(
                    all[index + 1..].iter().all(|other| !collide(*one, *other)),
                    "{code} crosses itself"
                );
            }
        }
    }
}

#[test]
fn neighbours_share_corners_bit_for_bit() {
    let Some(county) = sample() else { return };
    let mut edges: BTreeMap<[u64; 4], usize> = BTreeMap::new();
    let grids = base_grids(county);
    let rings =
        |outline: &'static Outline| outline.0.iter().flatten().flat_map(|ring| ring.windows(2));
    for side in grids.iter().flat_map(|(_, outline)| rings(outline)) {
        let ([a, b], [c, d]) = (side[0], side[1]);
        let bits = |p: [f64; 4]| p.map(f64::to_bits);
        assert!(
            !edges.contains_key(&bits([a, b, c, d])),
            "an edge twice in the same direction"
        );
        edges.insert(bits([a, b, c, d]), 1);
    }
    let outer: BTreeSet<[u64; 4]> = edges
        .keys()
        .filter(|[a, b, c, d]| !edges.contains_key(&[*c, *d, *a, *b]))
        .copied()
        .collect();
    let county_edges: BTreeSet<[u64; 4]> = rings(&county.outlines[&county.code])
        .map(|side| [side[0][0], side[0][1], side[1][0], side[1][1]].map(f64::to_bits))
        .collect();
    assert_eq!(
        outer, county_edges,
        "what no two grids share is the county's outline"
    );
}

#[test]
fn a_dedicated_grid_lies_in_its_village_and_units_in_their_grid() {
    let Some(county) = sample() else { return };
    let grids = county
        .outlines
        .iter()
        .filter(|(code, _)| code.level() == Level::Grid);
    let locator = Locator::new(grids.map(|(code, outline)| (code.clone(), outline.clone())));
    for (code, outline) in &county.outlines {
        if code.level() == Level::Grid && code.grid_kind() == Some(GridKind::Dedicated) {
            let village = &county.outlines[&code.parent().unwrap()];
            assert!(
                outline
                    .0
                    .iter()
                    .flatten()
                    .flatten()
                    .all(|corner| covers(village, *corner)),
                "{code}"
            );
        }
    }
    for unit in of_level(county, Level::HouseholdUnit) {
        assert_eq!(
            locator.locate(unit.centre),
            unit.code.parent(),
            "{}",
            unit.code
        );
    }
    for department in &county.departments {
        let area = &county.outlines[&department.area];
        assert!(
            measure::contains(area, department.seat),
            "{} sits outside its area",
            department.name
        );
        assert!((20..=60).contains(&department.capacity) && department.duties.len() >= 2);
    }
    for resource in &county.resources {
        let area = &county.outlines[&resource.area];
        assert!(
            measure::contains(area, resource.position),
            "{} stands elsewhere",
            resource.name
        );
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (Some(county), Some(data)) = (sample(), shared_data()) else {
        return;
    };
    let package = county.pack().unwrap();
    assert_eq!(super::county(&data, SEED).unwrap().pack().unwrap(), package);
    assert_eq!(&County::unpack(&package).unwrap(), county);
    assert!(package.len() < 2_000_000, "{} bytes", package.len());
}

#[test]
fn the_password_opens_every_account() {
    use argon2::PasswordVerifier as _;
    let Some(county) = sample() else { return };
    let account = &county.accounts[0];
    let hash = argon2::PasswordHash::new(&account.password_hash).unwrap();
    argon2::Argon2::default()
        .verify_password(account.password.as_bytes(), &hash)
        .unwrap();
    assert!(account.password_hash.starts_with("$argon2id$"));
    assert!(
        county
            .accounts
            .iter()
            .all(|other| other.password_hash == account.password_hash)
    );
    assert_eq!(
        county
            .accounts
            .iter()
            .filter(|account| account.featured)
            .count(),
        8
    );
    let of_role = |role: Role| -> Vec<_> {
        let mut accounts = county.accounts.iter().map(|account| &account.user);
        accounts
            .by_ref()
            .filter(|user| user.actor.role == role)
            .collect()
    };
    assert_eq!(
        [Role::Operator, Role::Supervisor, Role::Leader].map(|role| of_role(role).len()),
        [2, 1, 1]
    );
    let sealed = Compartment("mental_health".to_owned());
    for role in Role::AT_WORK {
        let opens = matches!(role, Role::Operator | Role::Supervisor);
        assert!(
            of_role(role)
                .iter()
                .all(|user| user.scope.compartments.contains(&sealed) == opens),
            "{}",
            role.name()
        );
    }
}
