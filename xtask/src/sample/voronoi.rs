//! The Voronoi diagram of the grids' seeds: which two seeds every border lies between.
//!
//! Each cell is the box cut by the bisectors with its neighbours, the nearest first, until no
//! farther seed can reach it; then every border is taken once, from the lower of its two seeds,
//! and every corner is computed from its three seeds in ascending order, so that the borders that
//! meet there end in the same number. Deliberately absent: degenerate inputs (four seeds on one
//! circle); seeds are random.

use super::plane::Metres;

/// A border between two cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Border {
    /// The seeds on its two sides.
    pub seeds: [usize; 2],
    /// Its ends.
    pub ends: [Metres; 2],
}

/// Metres from the middle to the sides of the box; far outside any county.
const FAR: f64 = 400_000.0;
/// Stands for a side of the box.
const NOBODY: usize = usize::MAX;

/// The borders of the diagram.
pub(super) fn borders(seeds: &[Metres]) -> Vec<Border> {
    (0..seeds.len())
        .flat_map(|own| of_cell(seeds, own))
        .collect()
}

/// The borders of a cell with the seeds after its own.
fn of_cell(seeds: &[Metres], own: usize) -> Vec<Border> {
    let here = seeds[own];
    let mut others: Vec<usize> = (0..seeds.len()).filter(|other| *other != own).collect();
    others.sort_by(|a, b| distance(here, seeds[*a]).total_cmp(&distance(here, seeds[*b])));
    // Corners in order; each with the neighbour beyond the side that follows it.
    let mut cell: Vec<(Metres, usize)> = [[-FAR, -FAR], [FAR, -FAR], [FAR, FAR], [-FAR, FAR]]
        .into_iter()
        .map(|corner| (corner, NOBODY))
        .collect();
    for other in others {
        let reach = cell
            .iter()
            .map(|(corner, _)| distance(here, *corner))
            .fold(0.0, f64::max);
        if distance(here, seeds[other]) > 2.0 * reach {
            break;
        }
        cell = cut(&cell, here, seeds[other], other);
    }
    let count = cell.len();
    (0..count)
        .filter(|side| cell[*side].1 != NOBODY && cell[*side].1 > own)
        .map(|side| {
            let (start, other) = cell[side];
            let (before, (end, after)) =
                (cell[(side + count - 1) % count].1, cell[(side + 1) % count]);
            let corner = |third: usize, rough: Metres| {
                if third == NOBODY {
                    rough
                } else {
                    centre(seeds, [own, other, third])
                }
            };
            Border {
                seeds: [own, other],
                ends: [corner(before, start), corner(after, end)],
            }
        })
        .collect()
}

/// A cell without what lies nearer to `there` than to `here`.
fn cut(
    cell: &[(Metres, usize)],
    here: Metres,
    there: Metres,
    label: usize,
) -> Vec<(Metres, usize)> {
    let middle = [
        f64::midpoint(here[0], there[0]),
        f64::midpoint(here[1], there[1]),
    ];
    let away = [there[0] - here[0], there[1] - here[1]];
    let beyond = |p: Metres| (p[0] - middle[0]) * away[0] + (p[1] - middle[1]) * away[1];
    let mut left = Vec::with_capacity(cell.len() + 1);
    for (index, (from, side)) in cell.iter().enumerate() {
        let (to, _) = cell[(index + 1) % cell.len()];
        let (start, end) = (beyond(*from), beyond(to));
        let share = start / (start - end);
        let crossing = [
            from[0] + share * (to[0] - from[0]),
            from[1] + share * (to[1] - from[1]),
        ];
        match (start <= 0.0, end <= 0.0) {
            (true, true) => left.push((*from, *side)),
            (true, false) => left.extend([(*from, *side), (crossing, label)]),
            (false, true) => left.push((crossing, *side)),
            (false, false) => {}
        }
    }
    left
}

/// The centre of the circle through three seeds, the same for every order of the three.
fn centre(seeds: &[Metres], mut three: [usize; 3]) -> Metres {
    three.sort_unstable();
    let [a, b, c] = three.map(|seed| seeds[seed]);
    let ([bx, by], [cx, cy]) = ([b[0] - a[0], b[1] - a[1]], [c[0] - a[0], c[1] - a[1]]);
    let twice = 2.0 * (bx * cy - by * cx);
    let (b2, c2) = (bx * bx + by * by, cx * cx + cy * cy);
    [
        a[0] + (cy * b2 - by * c2) / twice,
        a[1] + (bx * c2 - cx * b2) / twice,
    ]
}

fn distance(a: Metres, b: Metres) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}
