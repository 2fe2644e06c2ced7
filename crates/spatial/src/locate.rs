//! Which grid is here?
//!
//! The ground is cut into a raster of cells. A cell that lies wholly in one grid answers at once;
//! a cell that a boundary runs through names the few grids it touches, and each of those looks
//! only at its edges in the strip of latitude of the point. So a look-up costs one or two memory
//! accesses in most of a county, and some tens of comparisons at its boundaries.
//!
//! The answer is exact, whatever the raster: it is that of the half-open even-odd rule on the
//! outlines (see `ring.rs`), by which a point on a shared edge has one owner. Where outlines
//! overlap against the rules, the lowest code owns.
//!
//! Deliberately absent: names, levels above the grid (a grid's code holds them), nearest-grid
//! guesses for a point outside every grid.

mod raster;

use crate::{mosaic, ring};
use onemap_domain::area::{AreaCode, GridKind, Outline, Position};
use raster::Raster;

/// Finds the grid of a position.
#[derive(Debug)]
pub struct Locator {
    dedicated: Sheet,
    base: Sheet,
}

impl Locator {
    /// Prepares the look-up. Codes of dedicated grids (sequence 901 and above) lie over all
    /// others. Corners of base grids that lie within 11 cm of a neighbour's side are taken as
    /// lying on it.
    pub fn new(grids: impl IntoIterator<Item = (AreaCode, Outline)>) -> Locator {
        let mut grids: Vec<_> = grids.into_iter().collect();
        grids.sort_by(|(a, _), (b, _)| a.cmp(b));
        let (dedicated, base): (Vec<_>, Vec<_>) = grids
            .into_iter()
            .partition(|(code, _)| code.grid_kind() == Some(GridKind::Dedicated));
        Locator {
            dedicated: Sheet::new(dedicated),
            base: Sheet::new(base),
        }
    }

    /// The grid a case at `place` belongs to: the dedicated grid where one lies, else the base
    /// grid; `None` outside all.
    pub fn locate(&self, place: Position) -> Option<AreaCode> {
        self.locate_ref(place).cloned()
    }

    /// [`Locator::locate`] without a copy of the code, for long lists of positions.
    pub fn locate_ref(&self, place: Position) -> Option<&AreaCode> {
        self.dedicated.find(place).or_else(|| self.base.find(place))
    }

    /// The base grid at `place`, whatever dedicated grid lies over it.
    pub fn base(&self, place: Position) -> Option<AreaCode> {
        self.base.find(place).cloned()
    }
}

/// Grids of one kind: they lie side by side.
#[derive(Debug)]
struct Sheet {
    raster: Raster,
    shapes: Vec<Shape>,
    codes: Vec<AreaCode>,
}

impl Sheet {
    fn new(grids: Vec<(AreaCode, Outline)>) -> Sheet {
        let outlines: Vec<&Outline> = grids.iter().map(|(_, outline)| outline).collect();
        let outlines = mosaic::stitched(&outlines);
        let shapes: Vec<Shape> = outlines.iter().map(Shape::new).collect();
        let raster = Raster::new(&outlines, &shapes);
        Sheet {
            raster,
            shapes,
            codes: grids.into_iter().map(|(code, _)| code).collect(),
        }
    }

    #[inline]
    fn find(&self, place: Position) -> Option<&AreaCode> {
        let index = match self.raster.at(place) {
            raster::Answer::Nothing => return None,
            raster::Answer::Whole(index) => index,
            raster::Answer::OneOf(few) => *few
                .iter()
                .find(|index| self.shapes[**index as usize].contains(place))?,
        };
        Some(&self.codes[index as usize])
    }
}

/// An outline's edges in strips of latitude.
#[derive(Debug)]
struct Shape {
    south: f64,
    strips_per_degree: f64,
    /// Where each strip's edges start in `edges`; one more entry than strips.
    starts: Vec<u32>,
    /// The edges of each strip in turn; an edge stands in every strip it reaches.
    edges: Vec<ring::Edge>,
}

impl Shape {
    fn new(outline: &Outline) -> Shape {
        let all: Vec<ring::Edge> = ring::edges(outline).collect();
        let south = all
            .iter()
            .fold(f64::INFINITY, |least, edge| least.min(edge.low));
        let north = all
            .iter()
            .fold(f64::NEG_INFINITY, |most, edge| most.max(edge.high));
        // Half as many strips as edges: a few edges in each, few edges in more than two.
        let count = (all.len() / 2).clamp(1, 1_024);
        let strips_per_degree = if north > south {
            count as f64 / (north - south)
        } else {
            0.0
        };

        let mut shape = Shape {
            south,
            strips_per_degree,
            starts: vec![0; count + 1],
            edges: Vec::new(),
        };
        let mut strips: Vec<Vec<ring::Edge>> = vec![Vec::new(); count];
        for edge in all {
            // The same monotone function places edges here and points later, so that no edge
            // that counts can be missed.
            for strip in &mut strips[shape.strip(edge.low)..=shape.strip(edge.high)] {
                strip.push(edge);
            }
        }
        for (index, strip) in strips.into_iter().enumerate() {
            shape.edges.extend(strip);
            shape.starts[index + 1] = shape.edges.len() as u32;
        }
        shape
    }

    #[inline]
    fn strip(&self, lat: f64) -> usize {
        // Saturating: whatever lies south of the outline falls into its first strip.
        (((lat - self.south) * self.strips_per_degree) as usize).min(self.starts.len() - 2)
    }

    #[inline]
    fn edges_at(&self, lat: f64) -> &[ring::Edge] {
        let strip = self.strip(lat);
        &self.edges[self.starts[strip] as usize..self.starts[strip + 1] as usize]
    }

    #[inline]
    fn contains(&self, place: Position) -> bool {
        ring::odd(self.edges_at(place.lat).iter().copied(), place)
    }
}
