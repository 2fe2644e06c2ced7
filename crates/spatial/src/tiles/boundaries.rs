//! Areas as tiles: surfaces, border lines, labels and household units.
//!
//! Deliberately absent: simplification beyond what a tile's units can tell apart. Neighbours share
//! their corners, and corners that fall on one unit are one, so borders stay closed at every zoom.

use super::TileId;
use super::buckets::Buckets;
use super::clip::Window;
use super::sorted::Sorted;
use crate::mvt::{self, EXTENT, Geometry, Layer, TilePoint, Value};
use crate::ring;
use onemap_domain::area::{Area, GridKind, Level, Outline, Position};

/// Surfaces and lines reach this many units beyond their tile.
const BUFFER: f64 = 64.0;
/// From this zoom household units are points.
const UNITS_FROM_ZOOM: u8 = 13;

/// Areas ready to be drawn on any tile.
#[derive(Debug)]
pub struct BoundaryTiles {
    sheets: Vec<Sheet>,
    labels: Vec<Labels>,
    units: Sorted<Mark>,
}

/// The outlines of one level.
#[derive(Debug)]
struct Sheet {
    /// The layer of surfaces.
    surface: &'static str,
    /// The layer of lines.
    line: &'static str,
    from_zoom: u8,
    shapes: Vec<Shape>,
    buckets: Buckets,
}

/// The labels of one level.
#[derive(Debug)]
struct Labels {
    from_zoom: u8,
    marks: Sorted<Mark>,
}

/// What a feature says of its area.
#[derive(Clone, Debug)]
struct Mark {
    id: u64,
    code: String,
    name: String,
    level: Level,
    kind: Option<GridKind>,
    centre: Position,
}

/// An outline on the Mercator square.
#[derive(Debug)]
struct Shape {
    mark: Mark,
    /// West, north, east, south there.
    bounds: [f64; 4],
    polygons: Vec<Vec<Vec<[f64; 2]>>>,
}

impl BoundaryTiles {
    /// Projects the outlines. Areas above the county are left out; household units need no
    /// outline, and areas without one have a label only.
    pub fn new(mut areas: Vec<(Area, Outline)>) -> BoundaryTiles {
        areas.sort_by(|(a, _), (b, _)| a.code.cmp(&b.code));
        let sheet = |surface, line, from_zoom| Sheet {
            surface,
            line,
            from_zoom,
            shapes: vec![],
            buckets: Buckets::new(&[]),
        };
        let mut sheets = [
            sheet("county", "county_line", 0),
            sheet("town", "town_line", 0),
            sheet("village", "village_line", 10),
            sheet("grid", "grid_line", 11),
            sheet("dedicated", "dedicated_line", 11),
        ];
        let mut labels: [Vec<Mark>; 4] = Default::default();
        let mut units: Vec<Mark> = Vec::new();
        for (area, outline) in areas {
            let level = area.code.level();
            let kind = area.code.grid_kind();
            let (sheet, label) = match (level, kind) {
                (Level::Province | Level::City, _) => continue,
                (Level::County, _) => (0, 0),
                (Level::Town, _) => (1, 1),
                (Level::Village, _) => (2, 2),
                (Level::Grid, Some(GridKind::Dedicated)) => (4, 3),
                (Level::Grid, _) => (3, 3),
                (Level::HouseholdUnit, _) => {
                    let id = units.len() as u64 + 1;
                    units.push(Mark::new(id, area));
                    continue;
                }
            };
            // Fifteen digits and fewer fit a JavaScript number, which ends at 2^53.
            let id = area.code.as_str().parse().unwrap_or(0);
            let mark = Mark::new(id, area);
            labels[label].push(mark.clone());
            sheets[sheet].shapes.extend(Shape::new(mark, &outline));
        }
        for sheet in &mut sheets {
            let boxes: Vec<[f64; 4]> = sheet.shapes.iter().map(|shape| shape.bounds).collect();
            sheet.buckets = Buckets::new(&boxes);
        }
        let labels = labels.into_iter().zip([0, 8, 12, 13]);
        BoundaryTiles {
            sheets: sheets.into(),
            labels: labels
                .map(|(marks, from_zoom)| Labels {
                    from_zoom,
                    marks: sorted(marks),
                })
                .collect(),
            units: sorted(units),
        }
    }

    /// The tile's bytes.
    ///
    /// Layers `county` and `town` at every zoom, `village` from 10, `grid` and `dedicated` from
    /// 11, each with a `…_line` beside it that holds the borders without the tile's own edge;
    /// `label` points (county at every zoom, towns from 8, villages 12, grids 13) and
    /// `household_unit` points from 13, each in one tile alone. Properties: `code`, `name`, on
    /// labels `level`, and on grids and household units `kind` (base or dedicated). A feature's id
    /// is its code as a number; a household unit's is its place in the order of codes, from 1.
    pub fn encode(&self, tile: TileId) -> Vec<u8> {
        let mut layers = Vec::new();
        for sheet in self.sheets.iter().filter(|sheet| sheet.from_zoom <= tile.z) {
            layers.extend(sheet.draw(tile));
        }
        let mut units = Layer::new("household_unit");
        if tile.z >= UNITS_FROM_ZOOM {
            for (point, unit) in self.units.within(tile) {
                units.add(Some(unit.id), &Geometry::Points(vec![point]), &unit.tags());
            }
        }
        let mut label = Layer::new("label");
        for labels in self
            .labels
            .iter()
            .filter(|labels| labels.from_zoom <= tile.z)
        {
            for (point, mark) in labels.marks.within(tile) {
                let mut tags = mark.tags();
                tags.push(("level", Value::Text(mark.level.name())));
                label.add(Some(mark.id), &Geometry::Points(vec![point]), &tags);
            }
        }
        layers.extend([units, label]);
        mvt::encode(layers)
    }
}

impl BoundaryTiles {
    /// The surfaces of one layer alone (`county`, `town`, `village`, `grid` or `dedicated`), at
    /// whatever zoom; for a base that is drawn once.
    pub fn surfaces(&self, layer: &str, tile: TileId) -> Vec<u8> {
        let sheet = self.sheets.iter().find(|sheet| sheet.surface == layer);
        let Some(sheet) = sheet else {
            return Vec::new();
        };
        let mut surfaces = Layer::new(sheet.surface);
        for (shape, window) in sheet.within(tile) {
            let surface = Geometry::Polygons(shape.surface(tile, window));
            surfaces.add(Some(shape.mark.id), &surface, &shape.mark.tags());
        }
        mvt::encode([surfaces])
    }
}

fn sorted(marks: Vec<Mark>) -> Sorted<Mark> {
    Sorted::new(marks, |mark| mark.centre)
}

impl Sheet {
    fn draw(&self, tile: TileId) -> [Layer; 2] {
        let (mut surfaces, mut lines) = (Layer::new(self.surface), Layer::new(self.line));
        for (shape, window) in self.within(tile) {
            let (id, tags) = (Some(shape.mark.id), shape.mark.tags());
            surfaces.add(id, &Geometry::Polygons(shape.surface(tile, window)), &tags);
            lines.add(id, &Geometry::Lines(shape.lines(tile, window)), &tags);
        }
        [surfaces, lines]
    }

    /// The shapes that reach into a tile or its buffer, with the window to cut them by unless they
    /// lie in it as a whole.
    fn within(&self, tile: TileId) -> impl Iterator<Item = (&Shape, Option<Window>)> {
        let window = Window {
            low: -BUFFER,
            high: f64::from(EXTENT) + BUFFER,
        };
        let corner = |unit: f64| tile.square([unit, unit]);
        let ([west, north], [east, south]) = (corner(window.low), corner(window.high));
        let near = self.buckets.near([west, north, east, south]);
        near.into_iter().filter_map(move |index| {
            let shape = &self.shapes[index as usize];
            let [west, north, east, south] = shape.bounds;
            let ([left, top], [right, bottom]) =
                (tile.units([west, north]), tile.units([east, south]));
            let apart = right < window.low
                || left > window.high
                || bottom < window.low
                || top > window.high;
            let whole = left >= window.low
                && right <= window.high
                && top >= window.low
                && bottom <= window.high;
            (!apart).then_some((shape, (!whole).then_some(window)))
        })
    }
}

impl Mark {
    fn new(id: u64, area: Area) -> Mark {
        let (level, kind) = (area.code.level(), area.code.grid_kind());
        Mark {
            id,
            code: area.code.into(),
            name: area.name,
            level,
            kind,
            centre: area.centre,
        }
    }

    fn tags(&self) -> Vec<(&'static str, Value<'_>)> {
        let mut tags = vec![
            ("code", Value::Text(&self.code)),
            ("name", Value::Text(&self.name)),
        ];
        tags.extend(self.kind.map(|kind| {
            let name = match kind {
                GridKind::Base => "base",
                GridKind::Dedicated => "dedicated",
            };
            ("kind", Value::Text(name))
        }));
        tags
    }
}

impl Shape {
    /// `None` when the outline has no point.
    fn new(mark: Mark, outline: &Outline) -> Option<Shape> {
        let project = |ring: &Vec<[f64; 2]>| ring.iter().copied().map(super::mercator).collect();
        let polygons: Vec<Vec<Vec<[f64; 2]>>> = outline
            .0
            .iter()
            .map(|rings| rings.iter().map(project).collect())
            .collect();
        let bounds = ring::bounds(polygons.iter().flatten().flatten().copied())?;
        Some(Shape {
            mark,
            bounds,
            polygons,
        })
    }

    /// The surface of this shape in a window of the tile, or all of it without one.
    fn surface(&self, tile: TileId, window: Option<Window>) -> Vec<Vec<Vec<TilePoint>>> {
        let cut = |ring: &Vec<[f64; 2]>| {
            let ring = units(tile, ring);
            window.map_or_else(
                || whole_units(&ring),
                |window| whole_units(&window.surface(&ring)),
            )
        };
        let polygons = self.polygons.iter();
        polygons
            .map(|polygon| polygon.iter().map(cut).collect())
            .collect()
    }

    /// The lines of its borders there.
    fn lines(&self, tile: TileId, window: Option<Window>) -> Vec<Vec<TilePoint>> {
        let mut lines = Vec::new();
        for ring in self.polygons.iter().flatten() {
            let ring = units(tile, ring);
            match window {
                Some(window) => {
                    lines.extend(window.lines(&ring).iter().map(|line| whole_units(line)));
                }
                None => lines.push(whole_units(&ring)),
            }
        }
        lines
    }
}

fn units(tile: TileId, ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
    ring.iter().map(|point| tile.units(*point)).collect()
}

fn whole_units(points: &[[f64; 2]]) -> Vec<TilePoint> {
    let mut points: Vec<TilePoint> = points
        .iter()
        .map(|point| point.map(|axis| axis.round() as i32))
        .collect();
    points.dedup();
    points
}
