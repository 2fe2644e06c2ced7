//! What is wrong with boundaries: rings that are no rings, grounds that two have or nobody has.
//!
//! Every fault has its place, so that a map can show it, and its size on the ellipsoid. Slivers, the
//! thin leftovers of rounding and of lines drawn twice, are counted and not listed; [`Tolerances`]
//! says what is one. Surfaces are cut by `geo`'s Boolean operations (Vatti's problem, solved there on
//! whole numbers by `i_overlay`), pairs are found by an R*-tree, rings that cross themselves by a
//! sweep over their sides with exact predicates.
//!
//! Deliberately absent: repairs, and whether a fault stops an import. Touching is no fault: a ring may
//! meet itself in a point, and a corner may lie on a neighbour's side.

mod ground;
mod rings;

use onemap_domain::area::{AreaCode, GridKind, Outline, Position};
use serde::{Deserialize, Serialize};

pub use ground::among;
pub use rings::of_rings;

use crate::measure;

/// Below this not even a sliver is counted, m²: a square decimetre, what coordinates of six decimals
/// can tell apart, and what is left where straight lines were bent by a datum.
const NOISE_M2: f64 = 0.01;

/// What is too small to be listed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tolerances {
    /// A piece of less than this many square metres is a sliver.
    pub area_m2: f64,
    /// So is one whose mean width (twice its area by its perimeter) is below this, metres.
    pub width_m: f64,
}

impl Default for Tolerances {
    /// One square metre, or one metre of width: coordinates of six decimals are 0.1 m apart, and a
    /// corner that is rounded off its neighbour's side leaves a sliver about as wide.
    fn default() -> Self {
        Tolerances {
            area_m2: 1.0,
            width_m: 1.0,
        }
    }
}

impl Tolerances {
    /// Whether a piece with this outline and area is a sliver.
    fn is_sliver(&self, piece: &Outline, m2: f64) -> bool {
        m2 < self.area_m2 || 2.0 * m2 < self.width_m * perimeter_m(piece)
    }
}

/// An area with its outline (WGS-84).
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Its code.
    pub code: &'a AreaCode,
    /// Its outline.
    pub outline: &'a Outline,
}

impl Piece<'_> {
    /// A dedicated grid may lie over base grids; all others tile.
    fn is_dedicated(&self) -> bool {
        self.code.grid_kind() == Some(GridKind::Dedicated)
    }
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A ring whose last corner is not its first.
    Unclosed,
    /// A ring of fewer than three different corners.
    TooShort,
    /// A ring that encloses nothing.
    NoArea,
    /// Sides that cross one another.
    SelfCrossing,
    /// Ground that two areas of one level have.
    Overlap,
    /// Ground of the parent that no child has.
    Gap,
    /// Ground of a child outside of its parent.
    Outside,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// What it is.
    pub kind: FaultKind,
    /// Whose: the area, the first of two, the child outside; of a gap the parent.
    pub area: AreaCode,
    /// Who else: the second of two, the parent; of a gap the children beside it (the first eight).
    pub others: Vec<AreaCode>,
    /// How much ground it is about, m².
    pub m2: f64,
    /// Of [`FaultKind::Outside`] and [`FaultKind::Overlap`], the share of the (smaller) area's ground.
    pub share: Option<f64>,
    /// Where to look: inside the ground, at the crossing, or at the ring's first corner.
    pub place: Option<Position>,
    /// The ground, for a map; empty where there is none.
    pub outline: Outline,
}

/// What was too small to be listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slivers {
    /// How many pieces.
    pub count: usize,
    /// All of them together, m².
    pub m2: f64,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The faults, by kind and code.
    pub faults: Vec<Fault>,
    /// What was only counted.
    pub slivers: Slivers,
}

impl Found {
    /// Takes in what was found elsewhere.
    pub fn extend(&mut self, other: Found) {
        self.faults.extend(other.faults);
        self.slivers.count += other.slivers.count;
        self.slivers.m2 += other.slivers.m2;
    }

    fn sliver(&mut self, m2: f64) {
        if m2 < NOISE_M2 {
            return;
        }
        self.slivers.count += 1;
        self.slivers.m2 += m2;
    }
}

/// The length of all rings, metres.
fn perimeter_m(outline: &Outline) -> f64 {
    crate::ring::all_sides(outline)
        .map(|[from, to]| measure::distance_m(position(from), position(to)))
        .sum()
}

fn position([lon, lat]: [f64; 2]) -> Position {
    Position { lon, lat }
}
