//! Outlines as surfaces that can be cut and joined, by `geo`'s Boolean operations.
//!
//! `geo` overlays on whole numbers (`i_overlay`): what lies within about 1e-9 of the extent of both
//! operands falls together, a tenth of a millimetre for a county. Rings count by the even-odd rule,
//! as everywhere here. Deliberately absent: whether a remainder matters; its caller says.

use geo::{BooleanOps as _, LineString, MultiPolygon, Orient as _, Polygon, orient, unary_union};
use onemap_domain::area::Outline;

/// The surface inside an outline. Rings of fewer than three corners enclose nothing and are left out.
pub(crate) fn of(outline: &Outline) -> MultiPolygon<f64> {
    let polygons = outline.0.iter().filter_map(|rings| {
        let mut lines = rings
            .iter()
            .filter(|ring| ring.len() >= 3)
            .map(|ring| ring.iter().copied().collect::<LineString<f64>>());
        Some(Polygon::new(lines.next()?, lines.collect()))
    });
    MultiPolygon::new(polygons.collect())
}

/// An outline of a surface; rings are closed.
pub(crate) fn outline(surface: &MultiPolygon<f64>) -> Outline {
    Outline(surface.iter().map(polygon).collect())
}

fn polygon(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .map(|ring| ring.coords().map(|corner| [corner.x, corner.y]).collect())
        .collect()
}

/// The pieces of a surface, each an outline of its own.
pub(crate) fn pieces(surface: &MultiPolygon<f64>) -> impl Iterator<Item = Outline> + '_ {
    surface.iter().map(|one| Outline(vec![polygon(one)]))
}

/// All surfaces together; one that crosses itself counts by its even-odd inside.
pub(crate) fn union<'a>(
    surfaces: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
) -> MultiPolygon<f64> {
    let nothing = MultiPolygon::new(Vec::new());
    let wound: Vec<MultiPolygon<f64>> = surfaces
        .into_iter()
        // Joined with nothing, a surface is resolved into rings that do not cross.
        .map(|surface| surface.union(&nothing).orient(orient::Direction::Default))
        .collect();
    unary_union(&wound)
}
