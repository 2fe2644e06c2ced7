//! The seeds of the grids: dense in town, sparse in the hills, each of one village.
//!
//! Lots fall on the county as people live there. Towns take the lots by a power diagram around
//! their seats whose weights are moved until the sizes fit (F. Aurenhammer, F. Hoffmann,
//! B. Aronov, *Minkowski-type theorems and least-squares clustering*, Algorithmica 20, 1998);
//! villages and then grids are clusters of lots (S. P. Lloyd, *Least squares quantization in
//! PCM*, 1982). Deliberately absent: boundaries; `mosaic` draws them around the seeds.

use super::draw::Draw;
use super::plane::{Metres, Plane, Spot, inside};
use super::seats::{CORE, SEATS};
use onemap_domain::area::Position;

/// How many lots fall.
const LOTS: usize = 90_000;
/// Base grids of the county.
pub(super) const BASE_GRIDS: usize = 730;
/// No village has fewer base grids.
const FEWEST: usize = 3;

/// A seed, the town by its place in [`SEATS`], and the village by its place in the town.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed {
    /// Where.
    pub place: Metres,
    /// Whose town.
    pub town: usize,
    /// Whose village.
    pub village: usize,
}

/// Draws the seeds. `villages` tells for every town how many of its villages are communities
/// (社区), which lie around the seat, and how many there are in all.
pub(super) fn draw(
    ring: &[Spot],
    plane: Plane,
    villages: &[[usize; 2]; 17],
    draw: &mut Draw,
) -> Vec<Seed> {
    let box_of = |i: usize| {
        let all = ring.iter().map(|spot| plane.of(*spot)[i]);
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| {
            (low.min(n), high.max(n))
        })
    };
    let ((west, east), (south, north)) = (box_of(0), box_of(1));
    let on_ground = |place: Metres| inside(ring, plane.spot(place).map(|n| n as f64));
    let anywhere = |draw: &mut Draw| loop {
        let spot = [draw.between(west, east), draw.between(south, north)];
        if on_ground(spot) {
            return spot;
        }
    };
    let metres = |[lon, lat]: [f64; 2]| plane.metres(Position { lon, lat });
    let even: Vec<Metres> = (0..8_000).map(|_| anywhere(draw)).collect();
    let weights = fitted(
        &even,
        &SEATS.map(|seat| metres(seat.place)),
        &SEATS.map(|seat| seat.size),
    );

    let mut lots: Vec<Vec<Metres>> = vec![Vec::new(); SEATS.len()];
    let mut fallen = 0;
    while fallen < LOTS {
        let around = |centre: Metres, width: f64, draw: &mut Draw| {
            let [x, y] = draw.normals();
            [centre[0] + width * x, centre[1] + width * y]
        };
        let lot = match draw.weighted(&[0.30, 0.22, 0.22, 0.26]) {
            0 => anywhere(draw),
            1 => around(metres(CORE), 1_500.0, draw),
            2 => {
                let seat = draw.pick(&SEATS[3..]).place;
                around(metres(seat), 700.0, draw)
            }
            _ => {
                let seat = draw.pick(&SEATS[1..]).place;
                around(metres(seat), 2_600.0, draw)
            }
        };
        if on_ground(lot) {
            lots[nearest(lot, &weights)].push(lot);
            fallen += 1;
        }
    }
    let mut shares = Vec::new();
    for (town, [communities, all]) in villages.iter().enumerate() {
        for village in 0..*all {
            let weight = if village < *communities {
                SEATS[town].community
            } else {
                1.0
            };
            shares.push(weight * draw.between(0.75, 1.25));
        }
    }
    let mut counts = shared_out(BASE_GRIDS, FEWEST, &shares).into_iter();
    let mut seeds = Vec::new();
    for (town, [_, all]) in villages.iter().enumerate() {
        let mut clusters = clusters(&lots[town], *all, draw);
        let seat = metres(SEATS[town].place);
        // Communities lie at the seat: the nearest clusters come first.
        clusters.sort_by(|a, b| distance(seat, mean(a)).total_cmp(&distance(seat, mean(b))));
        for (village, (cluster, count)) in clusters.iter().zip(counts.by_ref()).enumerate() {
            let grids = self::clusters(cluster, count, draw);
            seeds.extend(grids.iter().map(|grid| {
                // The mean of lots around a bay of the outline may lie in the bay.
                let middle = mean(grid);
                let near = |lot: &&Metres| distance(**lot, middle);
                let lot = grid
                    .iter()
                    .min_by(|a, b| near(a).total_cmp(&near(b)))
                    .copied();
                let spot = if on_ground(middle) {
                    middle
                } else {
                    lot.unwrap_or(middle)
                };
                Seed {
                    place: spot,
                    town,
                    village,
                }
            }));
        }
    }
    seeds
}

/// Shares `total` out in proportion to the weights, at least `fewest` to each; what rounding
/// leaves goes to the largest remainders.
pub(super) fn shared_out(total: usize, fewest: usize, weights: &[f64]) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    let free = total.saturating_sub(fewest * weights.len());
    let exact: Vec<f64> = weights
        .iter()
        .map(|weight| free as f64 * weight / sum)
        .collect();
    let mut counts: Vec<usize> = exact.iter().map(|share| fewest + *share as usize).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| {
        exact[*b]
            .fract()
            .total_cmp(&exact[*a].fract())
            .then(a.cmp(b))
    });
    let missing = total.saturating_sub(counts.iter().sum());
    for index in order.into_iter().cycle().take(missing) {
        counts[index] += 1;
    }
    counts
}

/// A site of a power diagram: its place and its weight, square metres.
type Site = (Metres, f64);

/// The weights by which each site takes its share of the points.
fn fitted(points: &[Metres], sites: &[Metres], shares: &[f64]) -> Vec<Site> {
    let sum: f64 = shares.iter().sum();
    let mut weighted: Vec<Site> = sites.iter().map(|site| (*site, 0.0)).collect();
    for round in 0..400 {
        let mut counts = vec![0.0; sites.len()];
        for point in points {
            counts[nearest(*point, &weighted)] += 1.0;
        }
        let pace = 6.0e8 / (1.0 + f64::from(round) / 40.0);
        for ((site, share), count) in weighted.iter_mut().zip(shares).zip(counts) {
            site.1 += pace * (share / sum - count / points.len() as f64);
        }
        // A seat stays well within its own town, whatever size that leaves to it.
        for one in 0..sites.len() {
            for other in 0..sites.len() {
                let most = weighted[other].1 + 0.6 * distance(sites[one], sites[other]).powi(2);
                weighted[one].1 = weighted[one].1.min(most);
            }
        }
    }
    weighted
}

fn nearest(place: Metres, sites: &[Site]) -> usize {
    let power = |site: &Site| distance(place, site.0).powi(2) - site.1;
    let index = (0..sites.len()).min_by(|a, b| power(&sites[*a]).total_cmp(&power(&sites[*b])));
    index.unwrap_or(0)
}

/// The points in `count` clusters, none empty as long as there are enough points.
fn clusters(points: &[Metres], count: usize, draw: &mut Draw) -> Vec<Vec<Metres>> {
    let mut centres: Vec<Metres> = vec![*draw.pick(points)];
    let mut apart: Vec<f64> = vec![f64::INFINITY; points.len()];
    while centres.len() < count {
        let last = centres[centres.len() - 1];
        for (gap, point) in apart.iter_mut().zip(points) {
            *gap = gap.min(distance(*point, last).powi(2));
        }
        centres.push(points[draw.weighted(&apart)]);
    }
    let mut sorted = Vec::new();
    for _ in 0..40 {
        let sites: Vec<Site> = centres.iter().map(|centre| (*centre, 0.0)).collect();
        sorted = vec![Vec::new(); count];
        for point in points {
            sorted[nearest(*point, &sites)].push(*point);
        }
        for (centre, cluster) in centres.iter_mut().zip(&sorted) {
            if !cluster.is_empty() {
                *centre = mean(cluster);
            }
        }
    }
    sorted
}

fn mean(points: &[Metres]) -> Metres {
    let count = points.len() as f64;
    let sum = points
        .iter()
        .fold([0.0, 0.0], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
    [sum[0] / count, sum[1] / count]
}

fn distance(a: Metres, b: Metres) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}
