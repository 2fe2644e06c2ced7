//! A Shapefile in a zip: `.shp`, `.dbf` and, where they are there, `.prj` and `.cpg`.
//!
//! The parts are unpacked within bounds, since the sizes that a zip declares may be lies. Shapes are read
//! in the order of the file by `shapefile`; the table is read here (see [`table`]), because a record that
//! is marked deleted has its shape nevertheless.
//!
//! Deliberately absent: the indexes (`.shx`, `.sbn`), heights and measures.

mod table;

use std::io::{Cursor, Read as _};

use ::shapefile::record::traits::HasXY;
use ::shapefile::{PolygonRing, Shape, ShapeReader};
use onemap_domain::area::Outline;
use onemap_spatial::measure;
use zip::ZipArchive;

use super::{
    BoundaryError, Finding, Format, Geometry, MIB, POINTS_CAP, Problem, ROWS_CAP, Raw, Record,
    projection, short,
};

/// The largest part, unpacked.
const PART_CAP: u64 = 256 * MIB;
/// The largest `.prj` or `.cpg`.
const TEXT_CAP: u64 = 64 << 10;
/// Shapes that unpack to more than this, and to more than [`RATIO_CAP`] times their packed size, are a
/// bomb: coordinates pack to a half at best. A table packs better, its blanks to nothing.
const RATIO_FROM: u64 = 16 * MIB;
const RATIO_CAP: u64 = 100;
const TABLE_CAP: u64 = 128 * MIB;
/// Most entries of a zip that are looked at.
const ENTRIES: usize = 1_000;
/// Most rings of one shape whose nesting is worked out; with more, each is a polygon of its own.
const NESTED: usize = 2_000;

/// Reads a zip.
pub(super) fn read(bytes: &[u8]) -> Result<Raw, BoundaryError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut names: Vec<(usize, String)> = Vec::new();
    for index in 0..archive.len().min(ENTRIES) {
        let file = archive.by_index(index).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.replace('\\', "/");
        let hidden =
            name.starts_with("__MACOSX/") || name.contains("/._") || name.starts_with("._");
        if !hidden {
            names.push((index, name));
        }
    }
    let shapes: Vec<&(usize, String)> = names
        .iter()
        .filter(|(_, name)| stem(name, "shp").is_some())
        .collect();
    let (shp, own) = match shapes.as_slice() {
        [] => return Err(BoundaryError::NoShapes),
        [(index, name)] => (*index, stem(name, "shp").unwrap_or_default().to_owned()),
        several => {
            let found = several.iter().map(|(_, name)| short(name));
            return Err(BoundaryError::SeveralShapes {
                found: found.collect(),
            });
        }
    };
    let part = |extension: &str| {
        let mut named = names.iter();
        let same = |name: &str| {
            stem(name, extension).is_some_and(|other| other.eq_ignore_ascii_case(&own))
        };
        named.find(|(_, name)| same(name)).map(|(index, _)| *index)
    };
    let dbf = part("dbf").ok_or(BoundaryError::NoTable)?;

    let mut findings = Vec::new();
    let declared = if let Some(index) = part("prj") {
        let text = unpacked(&mut archive, index, TEXT_CAP, false)?;
        Some(projection::of_prj(&String::from_utf8_lossy(&text))?)
    } else {
        findings.push(Finding::new(Problem::NoProjection));
        None
    };
    let page = match part("cpg") {
        Some(index) => Some(unpacked(&mut archive, index, TEXT_CAP, false)?),
        None => None,
    };
    let page = page.map(|text| String::from_utf8_lossy(&text).trim().to_owned());
    let rows = unpacked(&mut archive, dbf, TABLE_CAP, false)?;
    let table = table::read(&rows, page.as_deref())?;
    findings.extend(table.findings);
    let geometries = geometries(&unpacked(&mut archive, shp, PART_CAP, true)?)?;
    if geometries.len() != table.records.len() {
        return Err(BoundaryError::Counts {
            shapes: geometries.len(),
            records: table.records.len(),
        });
    }
    let rows = table.records.into_iter().zip(geometries).zip(1_u32..);
    // A record that is marked deleted goes, and its shape with it.
    let records = rows.filter_map(|((fields, geometry), row)| {
        Some(Record {
            row,
            fields: fields?,
            geometry,
        })
    });
    Ok(Raw {
        format: Format::Shapefile,
        records: records.collect(),
        findings,
        declared,
    })
}

/// A name without its extension, if that is the one asked for.
fn stem<'a>(name: &'a str, extension: &str) -> Option<&'a str> {
    let (stem, own) = name.rsplit_once('.')?;
    own.eq_ignore_ascii_case(extension).then_some(stem)
}

fn damaged(error: impl std::fmt::Display) -> BoundaryError {
    BoundaryError::Damaged {
        reason: error.to_string(),
    }
}

fn unpacked(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    cap: u64,
    ratio: bool,
) -> Result<Vec<u8>, BoundaryError> {
    let file = archive.by_index(index).map_err(damaged)?;
    let packed = file.compressed_size().max(1);
    let cap = if ratio {
        cap.min(RATIO_FROM.max(packed.saturating_mul(RATIO_CAP)))
    } else {
        cap
    };
    let mut bytes = Vec::new();
    file.take(cap + 1)
        .read_to_end(&mut bytes)
        .map_err(damaged)?;
    if bytes.len() as u64 > cap {
        return Err(BoundaryError::TooLarge {
            limit_mib: (cap / MIB).max(1),
        });
    }
    Ok(bytes)
}

/// Every shape in the order of the file.
fn geometries(bytes: &[u8]) -> Result<Vec<Geometry>, BoundaryError> {
    let mut reader = ShapeReader::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut geometries = Vec::new();
    let mut points = 0;
    for shape in reader.iter_shapes() {
        let geometry = match shape.map_err(damaged)? {
            Shape::NullShape => Geometry::Absent,
            Shape::Polygon(polygon) => of_rings(polygon.rings()),
            Shape::PolygonM(polygon) => of_rings(polygon.rings()),
            Shape::PolygonZ(polygon) => of_rings(polygon.rings()),
            other => Geometry::Other(other.shapetype().to_string()),
        };
        if let Geometry::Outline(outline) = &geometry {
            points += outline.0.iter().flatten().map(Vec::len).sum::<usize>();
        }
        if points > POINTS_CAP || geometries.len() == ROWS_CAP {
            return Err(BoundaryError::TooMany { limit: ROWS_CAP });
        }
        geometries.push(geometry);
    }
    Ok(geometries)
}

fn of_rings<P: HasXY>(rings: &[PolygonRing<P>]) -> Geometry {
    let ring = |ring: &PolygonRing<P>| -> Vec<[f64; 2]> {
        let points = ring.points().iter();
        points.map(|point| [point.x(), point.y()]).collect()
    };
    let rings: Vec<Vec<[f64; 2]>> = rings.iter().map(ring).collect();
    if rings
        .iter()
        .flatten()
        .flatten()
        .any(|number| !number.is_finite())
    {
        return Geometry::Other("NaN".to_owned());
    }
    if rings.is_empty() {
        return Geometry::Absent;
    }
    Geometry::Outline(nested(rings))
}

/// Rings as polygons with their holes, by which lies in which: not every program winds outer rings
/// clockwise, as the format wants them.
fn nested(rings: Vec<Vec<[f64; 2]>>) -> Outline {
    if rings.len() == 1 || rings.len() > NESTED {
        return Outline(rings.into_iter().map(|ring| vec![ring]).collect());
    }
    let alone: Vec<Outline> = rings
        .iter()
        .map(|r| Outline(vec![vec![r.clone()]]))
        .collect();
    let boxes: Vec<_> = alone.iter().map(measure::bounding_box).collect();
    let places: Vec<_> = alone.iter().map(measure::inner_point).collect();
    let around = |inner: usize| -> Vec<usize> {
        let (Some(place), Some([west, south, east, north])) = (places[inner], boxes[inner]) else {
            return Vec::new();
        };
        (0..rings.len())
            .filter(|outer| {
                let wider = boxes[*outer]
                    .is_some_and(|[w, s, e, n]| w <= west && s <= south && e >= east && n >= north);
                *outer != inner && wider && measure::contains(&alone[*outer], place)
            })
            .collect()
    };
    let around: Vec<Vec<usize>> = (0..rings.len()).map(around).collect();
    let is_outer = |ring: usize| around[ring].len().is_multiple_of(2);
    let mut polygons: Vec<(usize, Vec<Vec<[f64; 2]>>)> = (0..rings.len())
        .filter(|ring| is_outer(*ring))
        .map(|ring| (ring, vec![rings[ring].clone()]))
        .collect();
    for hole in (0..rings.len()).filter(|ring| !is_outer(*ring)) {
        // The innermost of those around it lies in all the others.
        let innermost = around[hole]
            .iter()
            .max_by_key(|outer| around[**outer].len());
        let own = polygons
            .iter_mut()
            .find(|(outer, _)| Some(outer) == innermost);
        if let Some((_, polygon)) = own {
            polygon.push(rings[hole].clone());
        }
    }
    Outline(polygons.into_iter().map(|(_, polygon)| polygon).collect())
}
