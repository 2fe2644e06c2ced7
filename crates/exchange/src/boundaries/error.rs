//! Why a file cannot be read at all.

use std::collections::BTreeMap;

/// Why a file cannot be read. Nothing of it has been taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BoundaryError {
    /// Nothing in it.
    #[error("the file is empty")]
    Nothing,
    /// No form that is known.
    #[error("neither GeoJSON nor a Shapefile in a zip nor a CSV")]
    Unknown,
    /// Larger than the program takes on, packed or unpacked.
    #[error("larger than {limit_mib} MiB, packed or unpacked")]
    TooLarge {
        /// The limit that was passed, MiB.
        limit_mib: u64,
    },
    /// More rows or corners than the program takes on.
    #[error("more than {limit} rows, or too many corners")]
    TooMany {
        /// The limit of rows.
        limit: usize,
    },
    /// It breaks off, or contradicts itself.
    #[error("damaged: {reason}")]
    Damaged {
        /// What the reader stumbled over.
        reason: String,
    },
    /// It begins like JSON and is none.
    #[error("line {line}, column {column}: no whole GeoJSON: {reason}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// JSON, but no features.
    #[error("it holds {found}, not features")]
    NotBoundaries {
        /// What its type is.
        found: String,
    },
    /// No row in it.
    #[error("there is no row in it")]
    NoRows,
    /// The file says that its coordinates are projected, or of another datum than can be taken.
    #[error("the coordinates are in {name}")]
    Projection {
        /// What the file calls it.
        name: String,
    },
    /// Coordinates that are no degrees.
    #[error("feature {row}: ({x}, {y}) is no longitude and latitude")]
    Projected {
        /// Which row.
        row: u32,
        /// The first number.
        x: f64,
        /// The second number.
        y: f64,
    },
    /// Coordinates with the latitude first.
    #[error("feature {row}: ({x}, {y}) has its latitude first")]
    Swapped {
        /// Which row.
        row: u32,
        /// The first number.
        x: f64,
        /// The second number.
        y: f64,
    },
    /// A zip without a .shp.
    #[error("there is no .shp in the zip")]
    NoShapes,
    /// A zip with several.
    #[error("there are several .shp in the zip: {found:?}")]
    SeveralShapes {
        /// Their names.
        found: Vec<String>,
    },
    /// A .shp without its table.
    #[error("there is no .dbf beside the .shp")]
    NoTable,
    /// A .shp that is not in a zip with its table.
    #[error("a .shp alone")]
    LooseShape,
    /// Shapes and table are not of one set.
    #[error("{shapes} shapes and {records} records")]
    Counts {
        /// Shapes in the .shp.
        shapes: usize,
        /// Records in the .dbf.
        records: usize,
    },
    /// Nothing names the areas' codes.
    #[error("no column of codes among {found:?}")]
    NoCodeColumn {
        /// The columns of the first row.
        found: Vec<String>,
    },
}

impl BoundaryError {
    /// The stable code on the wire and, behind `boundary-refused-`, in the locale files.
    pub const fn code(&self) -> &'static str {
        match self {
            BoundaryError::Nothing => "nothing",
            BoundaryError::Unknown => "unknown",
            BoundaryError::TooLarge { .. } => "too_large",
            BoundaryError::TooMany { .. } => "too_many",
            BoundaryError::Damaged { .. } => "damaged",
            BoundaryError::Json { .. } => "json",
            BoundaryError::NotBoundaries { .. } => "not_boundaries",
            BoundaryError::NoRows => "no_rows",
            BoundaryError::Projection { .. } => "projection",
            BoundaryError::Projected { .. } => "projected",
            BoundaryError::Swapped { .. } => "swapped",
            BoundaryError::NoShapes => "no_shapes",
            BoundaryError::SeveralShapes { .. } => "several_shapes",
            BoundaryError::NoTable => "no_table",
            BoundaryError::LooseShape => "loose_shape",
            BoundaryError::Counts { .. } => "counts",
            BoundaryError::NoCodeColumn { .. } => "no_code_column",
        }
    }

    /// What fills its sentence.
    pub fn params(&self) -> BTreeMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            BoundaryError::Nothing
            | BoundaryError::Unknown
            | BoundaryError::NoRows
            | BoundaryError::NoShapes
            | BoundaryError::NoTable
            | BoundaryError::LooseShape => Vec::new(),
            BoundaryError::TooLarge { limit_mib } => vec![("limit", limit_mib.to_string())],
            BoundaryError::TooMany { limit } => vec![("limit", limit.to_string())],
            BoundaryError::Damaged { reason } => vec![("reason", reason.clone())],
            BoundaryError::Json {
                line,
                column,
                reason,
            } => vec![
                ("line", line.to_string()),
                ("column", column.to_string()),
                ("reason", reason.clone()),
            ],
            BoundaryError::NotBoundaries { found } => vec![("found", found.clone())],
            BoundaryError::Projection { name } => vec![("name", name.clone())],
            BoundaryError::Projected { row, x, y } | BoundaryError::Swapped { row, x, y } => {
                vec![
                    ("row", row.to_string()),
                    ("x", x.to_string()),
                    ("y", y.to_string()),
                ]
            }
            BoundaryError::SeveralShapes { found } | BoundaryError::NoCodeColumn { found } => {
                vec![("found", found.join("、"))]
            }
            BoundaryError::Counts { shapes, records } => vec![
                ("shapes", shapes.to_string()),
                ("records", records.to_string()),
            ],
        };
        let pairs = pairs.into_iter();
        pairs
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    /// One of each, for tests of what words them.
    pub fn examples() -> Vec<BoundaryError> {
        let found = vec!["甲".to_owned(), "乙".to_owned()];
        let (row, x, y) = (12, 435_021.5, 3_154_882.0);
        vec![
            BoundaryError::Nothing,
            BoundaryError::Unknown,
            BoundaryError::TooLarge { limit_mib: 64 },
            BoundaryError::TooMany { limit: 200_000 },
            BoundaryError::Damaged {
                reason: "unexpected end".to_owned(),
            },
            BoundaryError::Json {
                line: 3,
                column: 7,
                reason: "EOF".to_owned(),
            },
            BoundaryError::NotBoundaries {
                found: "Topology".to_owned(),
            },
            BoundaryError::NoRows,
            BoundaryError::Projection {
                name: "Xian_1980".to_owned(),
            },
            BoundaryError::Projected { row, x, y },
            BoundaryError::Swapped { row, x, y },
            BoundaryError::NoShapes,
            BoundaryError::SeveralShapes {
                found: found.clone(),
            },
            BoundaryError::NoTable,
            BoundaryError::LooseShape,
            BoundaryError::Counts {
                shapes: 3,
                records: 2,
            },
            BoundaryError::NoCodeColumn { found },
        ]
    }
}
