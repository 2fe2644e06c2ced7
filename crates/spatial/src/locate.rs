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
mod shapes;

use crate::mosaic;
use onemap_domain::area::{AreaCode, GridKind, Outline, Position};
use raster::Raster;
use shapes::Shapes;

/// Places that are looked up together.
const BATCH: usize = 1_024;

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

    /// [`Locator::locate_ref`] of every place, in their order.
    pub fn locate_all(&self, places: &[Position]) -> Vec<Option<&AreaCode>> {
        let mut found = Vec::with_capacity(places.len());
        let (mut base, mut dedicated) = ([0; BATCH], [raster::NOTHING; BATCH]);
        for places in places.chunks(BATCH) {
            self.base.find_batch(places, &mut base);
            if self.dedicated.codes.is_empty() {
                found.extend(
                    base[..places.len()]
                        .iter()
                        .map(|owner| self.base.code(*owner)),
                );
                continue;
            }
            self.dedicated.find_batch(places, &mut dedicated);
            let owners = dedicated.iter().zip(&base).take(places.len());
            found.extend(owners.map(|(over, under)| {
                self.dedicated
                    .code(*over)
                    .or_else(|| self.base.code(*under))
            }));
        }
        found
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
    shapes: Shapes,
    codes: Vec<AreaCode>,
}

impl Sheet {
    fn new(grids: Vec<(AreaCode, Outline)>) -> Sheet {
        let outlines: Vec<&Outline> = grids.iter().map(|(_, outline)| outline).collect();
        let outlines = mosaic::stitched(&outlines);
        let shapes = Shapes::new(&outlines);
        let raster = Raster::new(&outlines);
        Sheet {
            raster,
            shapes,
            codes: grids.into_iter().map(|(code, _)| code).collect(),
        }
    }

    #[inline]
    fn find(&self, place: Position) -> Option<&AreaCode> {
        let entry = self.raster.entry(self.raster.cell(place));
        self.code(if entry < raster::LIST {
            entry
        } else {
            self.owner(entry, place)
        })
    }

    /// Finds the grids of a batch. Its cells are looked up one after the other without a branch
    /// between them, so that the processor waits for many at a time; the points near a boundary
    /// follow on their own.
    fn find_batch(&self, places: &[Position], owners: &mut [u32; BATCH]) {
        let mut hard = [0_u16; BATCH];
        let mut count = 0;
        for (index, (place, owner)) in places.iter().zip(owners.iter_mut()).enumerate() {
            *owner = self.raster.entry(self.raster.cell(*place));
            hard[count] = index as u16;
            count += usize::from(*owner >= raster::LIST);
        }
        for index in &hard[..count] {
            let index = usize::from(*index);
            owners[index] = self.owner(owners[index], places[index]);
        }
    }

    /// Which of a cell's candidates has `place`.
    #[inline]
    fn owner(&self, entry: u32, place: Position) -> u32 {
        let (asked, otherwise) = self.raster.list(entry);
        for outline in asked {
            if self.shapes.contains(*outline, place) {
                return *outline;
            }
        }
        otherwise
    }

    #[inline]
    fn code(&self, owner: u32) -> Option<&AreaCode> {
        self.codes.get(owner as usize)
    }
}
