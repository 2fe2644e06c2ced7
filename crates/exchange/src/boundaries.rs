//! A county's areas and boundaries from a file: `GeoJSON` (RFC 7946), a Shapefile in a zip (ESRI
//! Shapefile Technical Description, July 1998, with its dBASE III table), or a CSV of codes and names.
//!
//! [`read`] gives what the file says, row by row, and what is wrong with single rows. [`reconcile`] lays
//! it beside the register and says all that is found in one [`Report`]; [`applied`] gives the register
//! with the file in it, while no error stands. Nothing is guessed: where the datum of the outlines does
//! not follow from how they fit, it must be named.
//!
//! Deliberately absent: files and databases, projected coordinates (refused by name), other geometries
//! than polygons, and taking areas out of the register, since cases lie in them.

mod assemble;
mod begin;
mod beside;
mod error;
mod fields;
mod geojson;
mod ground;
mod projection;
mod reconcile;
mod shapefile;
mod table;
mod text;

use onemap_domain::area::{AreaCode, Outline, Position};
pub use onemap_protocol::boundaries::{
    DatumFound, Finding, Format, LevelCount, Problem, Report, Severity,
};

pub use begin::{BeginError, begin};
pub use error::BoundaryError;
pub use fields::{CODE_FIELDS, LAT_FIELDS, LEVEL_FIELDS, LON_FIELDS, NAME_FIELDS, PARENT_FIELDS};
pub use reconcile::{Applied, Asked, Kind, applied, reconcile};

/// What a file says. Nothing of it is converted yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The file's name.
    pub file: String,
    /// Its form.
    pub format: Format,
    /// How many rows it has, those that cannot be taken among them.
    pub rows_in_all: u32,
    /// The rows that have a code, in the order of the file.
    pub rows: Vec<Row>,
    /// What is found in single rows and about the file itself.
    pub findings: Vec<Finding>,
    /// The datum that the file says of itself.
    pub declared: Option<String>,
}

/// One row: an area as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which row; see [`Format`].
    pub row: u32,
    /// Its code, without zeros that only fill it up.
    pub code: AreaCode,
    /// Its name as people say it; `None` where the file has no names, or a blank one.
    pub name: Option<String>,
    /// Where its label stands, in the file's datum.
    pub centre: Option<Position>,
    /// Its outline, in the file's datum, as it was written: rings may be open or cross.
    pub outline: Option<Outline>,
}

const MIB: u64 = 1 << 20;
/// The largest file, packed or as it is.
const FILE_CAP: u64 = 64 * MIB;
/// The most rows of one file: ten times a county's grids with their household units.
const ROWS_CAP: usize = 200_000;
/// The most corners of one file; a county's real outlines have some hundred thousand.
const POINTS_CAP: usize = 4_000_000;

/// Reads a file. What it is is found from its bytes; its name is only told.
pub fn read(bytes: &[u8], file: &str) -> Result<Sheet, BoundaryError> {
    if bytes.len() as u64 > FILE_CAP {
        return Err(BoundaryError::TooLarge {
            limit_mib: FILE_CAP / MIB,
        });
    }
    let raw = if bytes.is_empty() {
        return Err(BoundaryError::Nothing);
    } else if bytes.starts_with(b"PK\x03\x04") {
        shapefile::read(bytes)?
    } else if bytes.starts_with(&[0, 0, 0x27, 0x0a]) {
        return Err(BoundaryError::LooseShape);
    } else {
        let text = text::decoded(bytes).ok_or(BoundaryError::Unknown)?;
        match text.text.trim_start().chars().next() {
            None => return Err(BoundaryError::Nothing),
            Some('{') => geojson::read(text)?,
            Some('[') => {
                return Err(BoundaryError::NotBoundaries {
                    found: "[…]".to_owned(),
                });
            }
            Some(_) => table::read(text)?,
        }
    };
    assemble::assembled(raw, file)
}

/// What the readers of the single forms give.
struct Raw {
    format: Format,
    records: Vec<Record>,
    findings: Vec<Finding>,
    declared: Option<String>,
}

/// One row before its fields are known.
struct Record {
    row: u32,
    /// Names and values, in the order of the file.
    fields: Vec<(String, String)>,
    geometry: Geometry,
}

/// What a row has for a geometry.
enum Geometry {
    /// The file has none anywhere: a CSV.
    NotHere,
    /// The row has none.
    Absent,
    /// Polygons.
    Outline(Outline),
    /// Something else: what.
    Other(String),
}

/// A file's text on one line and no longer than 40 characters.
fn short(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(41)
        .collect();
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
