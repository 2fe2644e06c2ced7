//! Dedicated grids: markets, schools, parks, drawn over the base grids of one village.
//!
//! Deliberately absent: dedicated grids that reach over a village's boundary or into another.

use onemap_domain::area::AreaCode;

use super::Failure;
use super::areas::{Grid, below, is_urban, villages, within};
use super::draw::Draw;
use super::grids::{Grids, Rings, plane};
use super::names::{Names, fill};
use super::plane::{Metres, Spot, collide, outline, sides};
use super::register::Entry;

/// Dedicated grids of the county.
pub(super) const DEDICATED_GRIDS: usize = 153;

/// What is to be drawn in which village.
struct Wanted<'a> {
    village: &'a Entry,
    name: String,
    reach: f64,
}

/// Where one lies.
struct Drawn<'a> {
    wanted: &'a Wanted<'a>,
    centre: Metres,
    reach: f64,
    ring: Vec<Spot>,
}

/// Draws the dedicated grids, numbered from 901 in each village, west to east.
pub(super) fn draw(
    entries: &[Entry],
    cut: &Grids,
    names: &Names,
    draw: &mut Draw,
) -> Result<Vec<Grid>, Failure> {
    let wanted = wanted(entries, names, draw);
    let mut drawn: Vec<Drawn> = Vec::new();
    for wanted in &wanted {
        let village = &wanted.village.code;
        let rings = cut
            .villages
            .get(village)
            .ok_or_else(|| Failure::Mosaic(format!("{village} has no ground")))?;
        let placed = (0..600).find_map(|round| {
            let shrunk = wanted.reach * 0.92_f64.powi(round / 25);
            place(wanted, rings, shrunk, &drawn, draw)
        });
        drawn.push(placed.ok_or_else(|| Failure::Mosaic(format!("no room for {}", wanted.name)))?);
    }
    drawn.sort_by(|a, b| {
        let key = |d: &Drawn| d.wanted.village.code.clone();
        key(a)
            .cmp(&key(b))
            .then(a.centre[0].total_cmp(&b.centre[0]))
    });
    let mut grids: Vec<Grid> = Vec::new();
    let (mut last, mut number) = (None::<&AreaCode>, 0);
    for one in &drawn {
        let village = &one.wanted.village.code;
        number = if last == Some(village) {
            number + 1
        } else {
            901
        };
        last = Some(village);
        grids.push(Grid {
            code: below(village, number)?,
            name: one.wanted.name.clone(),
            outline: outline(vec![one.ring.clone()]),
            units: Vec::new(),
        });
    }
    Ok(grids)
}

/// What is to be drawn: known places, then markets and schools, more of them in town.
fn wanted<'a>(entries: &'a [Entry], names: &Names, draw: &mut Draw) -> Vec<Wanted<'a>> {
    let mut wanted = Vec::new();
    for known in &names.dedicated.known {
        let of_town = |v: &&Entry| v.code.as_str().starts_with(&known.town);
        let all: Vec<&Entry> = villages(entries).filter(of_town).collect();
        let village = *draw.pick(&all);
        let name = fill(&names.words.dedicated_grid, &[&known.name]);
        wanted.push(Wanted {
            village,
            name,
            reach: known.reach,
        });
    }
    let (mut slots, mut others) = (Vec::new(), Vec::new());
    for village in villages(entries) {
        let community = village.code.as_str()[9..].starts_with('0');
        let count = if is_urban(&village.code) {
            4
        } else {
            usize::from(community) * 2
        };
        slots.extend((0..count).map(|index| (village, index)));
        others.push((village, count));
    }
    draw.shuffle(&mut others);
    others.sort_by_key(|(village, _)| is_urban(&village.code));
    slots.extend(others);
    slots.truncate(DEDICATED_GRIDS - wanted.len());
    for (village, index) in slots {
        let things = if is_urban(&village.code) {
            &names.dedicated.urban
        } else {
            &names.dedicated.rural
        };
        // Each village starts elsewhere in the list, by the digits of its code.
        let start: usize = village
            .code
            .as_str()
            .bytes()
            .map(|digit| usize::from(digit) * 5)
            .sum();
        let thing = &things[(start + index) % things.len()];
        let base = village.name.trim_end_matches(['社', '区', '村']);
        let name = fill(
            &names.words.dedicated_grid,
            &[&format!("{base}{}", thing.name)],
        );
        wanted.push(Wanted {
            village,
            name,
            reach: thing.reach,
        });
    }
    wanted
}

/// One try to place it: inside its village, clear of its boundary and of the others.
fn place<'a>(
    wanted: &'a Wanted<'a>,
    rings: &Rings,
    reach: f64,
    drawn: &[Drawn],
    draw: &mut Draw,
) -> Option<Drawn<'a>> {
    let corners: Vec<Metres> = rings
        .iter()
        .flatten()
        .map(|spot| plane().of(*spot))
        .collect();
    let range = |i: usize| {
        corners
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), c| {
                (l.min(c[i]), h.max(c[i]))
            })
    };
    let ((west, east), (south, north)) = (range(0), range(1));
    let centre = [draw.between(west, east), draw.between(south, north)];
    let ring = shape(centre, reach, draw);
    let clear = drawn.iter().all(|other| {
        let apart = (other.centre[0] - centre[0]).hypot(other.centre[1] - centre[1]);
        apart > 1.4 * (other.reach + reach)
    });
    let fits = clear
        && within(rings, plane().spot(centre).map(|n| n as f64))
        && sides(&ring).all(|side| {
            rings
                .iter()
                .all(|outer| sides(outer).all(|other| !collide(side, other)))
        });
    fits.then_some(Drawn {
        wanted,
        centre,
        reach,
        ring,
    })
}

/// A block with cut corners, turned at random; its corners go round its centre, so it is simple.
fn shape(centre: Metres, reach: f64, draw: &mut Draw) -> Vec<Spot> {
    let (turned, slim) = (
        draw.between(0.0, std::f64::consts::TAU),
        draw.between(0.55, 0.95),
    );
    let (sin, cos) = turned.sin_cos();
    let corners = [0.12, 0.19, 0.31, 0.38, 0.62, 0.69, 0.81, 0.88];
    corners
        .iter()
        .map(|share| {
            let (y, x) = (std::f64::consts::TAU * (share + draw.between(-0.02, 0.02))).sin_cos();
            // A superellipse of the fourth degree: nearly a rectangle.
            let far = reach * draw.between(0.9, 1.1) / (x.powi(4) + y.powi(4)).powf(0.25);
            let (x, y) = (far * x, far * y * slim);
            plane().spot([centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos])
        })
        .collect()
}
