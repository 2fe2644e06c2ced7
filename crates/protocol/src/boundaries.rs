//! What an import of areas and boundaries found: one value that a screen or a command line can show.
//!
//! Everything that is said about a file is a [`Finding`]: of a row, of an area beside the register, of
//! the ground. Each has a severity, and what has a place on the ground has it here, so that a map can
//! show it. [`Report::lines`] words all of it.
//!
//! Deliberately absent: reading files and comparing (`onemap_exchange::boundaries`), and the file itself.

mod words;

use std::collections::BTreeMap;

use onemap_domain::area::{AreaCode, Datum, Level, Outline, Position};
use serde::{Deserialize, Serialize};

/// Findings of one problem that a report lists; all are counted.
pub const LISTED: usize = 200;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = BoundaryFormat))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `GeoJSON` (RFC 7946); its rows are features, from 1.
    Geojson,
    /// A Shapefile in a zip; its rows are records, from 1.
    Shapefile,
    /// A CSV; its rows are lines, that of the headers is 1.
    Csv,
}

impl Format {
    /// The stable name in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Geojson => "geojson",
            Format::Shapefile => "shapefile",
            Format::Csv => "csv",
        }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// While it stands, nothing can be imported.
    Error,
    /// Somebody should look at it before importing.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The stable name in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = BoundaryProblem))]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// The outlines fit the ground better in another datum, and none was named.
    DatumOther,
    /// Nothing tells which datum the outlines are in, and none was named.
    DatumUnknown,
    /// A datum was named, and the outlines fit better in another.
    DatumAgainst,
    /// A row without a code.
    MissingCode,
    /// What stands where the code belongs is none: a wrong number of digits, or no digits.
    BadCode,
    /// An earlier row has the same code.
    DuplicateCode,
    /// The name is there and blank.
    EmptyName,
    /// The level that the row says is not that of its code.
    LevelDiffers,
    /// The parent that the row says is not that of its code.
    ParentDiffers,
    /// A longitude or a latitude that is none.
    BadPlace,
    /// A geometry that is no polygon, or coordinates that are no numbers.
    BadGeometry,
    /// A feature without a geometry.
    NoGeometry,
    /// No row is of this county.
    NothingOfCounty,
    /// A row of a kind that the other import takes: a grid among areas, or the other way round.
    OtherKind,
    /// A parent that neither the register nor the file has.
    UnknownParent,
    /// An area that the register does not have, without a name.
    NewWithoutName,
    /// A ring with fewer than three corners.
    TooShort,
    /// A ring that encloses nothing.
    NoArea,
    /// An outline that crosses itself.
    SelfCrossing,
    /// Ground that two areas of one level have.
    Overlap,
    /// Ground of an area outside of its parent.
    Outside,
    /// Ground that no child has.
    Gap,
    /// A ring that is not closed; it is taken as closed.
    Unclosed,
    /// In the register and not in the file; it stays in the register.
    Missing,
    /// The same name under another code; the old one stays in the register.
    MovedCode,
    /// The same code on other ground.
    MovedPlace,
    /// The same code under another name.
    Renamed,
    /// In the file and not in the register.
    Extra,
    /// Rows of other counties, left out.
    OtherCounty,
    /// Areas of which nobody knows yet where they are.
    NoPlace,
    /// A Shapefile without a .prj: its projection is not said.
    NoProjection,
    /// The file does not say its encoding; its names were read as GBK.
    GuessedGbk,
    /// The names were written in GBK.
    Gbk,
    /// The file begins with a byte-order mark.
    ByteOrderMark,
    /// Rows above the county (its city, its province), left out.
    Above,
    /// Codes filled up with zeros, taken without them.
    PaddedCodes,
    /// Names with 居民委员会 or 村民委员会, taken as people say them.
    ShortenedNames,
}

impl Problem {
    /// Every problem.
    pub const ALL: [Problem; 37] = [
        Problem::DatumOther,
        Problem::DatumUnknown,
        Problem::DatumAgainst,
        Problem::MissingCode,
        Problem::BadCode,
        Problem::DuplicateCode,
        Problem::EmptyName,
        Problem::LevelDiffers,
        Problem::ParentDiffers,
        Problem::BadPlace,
        Problem::BadGeometry,
        Problem::NoGeometry,
        Problem::NothingOfCounty,
        Problem::OtherKind,
        Problem::UnknownParent,
        Problem::NewWithoutName,
        Problem::TooShort,
        Problem::NoArea,
        Problem::SelfCrossing,
        Problem::Overlap,
        Problem::Outside,
        Problem::Gap,
        Problem::Unclosed,
        Problem::Missing,
        Problem::MovedCode,
        Problem::MovedPlace,
        Problem::Renamed,
        Problem::Extra,
        Problem::OtherCounty,
        Problem::NoPlace,
        Problem::NoProjection,
        Problem::GuessedGbk,
        Problem::Gbk,
        Problem::ByteOrderMark,
        Problem::Above,
        Problem::PaddedCodes,
        Problem::ShortenedNames,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn code(self) -> &'static str {
        match self {
            Problem::DatumOther => "datum_other",
            Problem::DatumUnknown => "datum_unknown",
            Problem::DatumAgainst => "datum_against",
            Problem::MissingCode => "missing_code",
            Problem::BadCode => "bad_code",
            Problem::DuplicateCode => "duplicate_code",
            Problem::EmptyName => "empty_name",
            Problem::LevelDiffers => "level_differs",
            Problem::ParentDiffers => "parent_differs",
            Problem::BadPlace => "bad_place",
            Problem::BadGeometry => "bad_geometry",
            Problem::NoGeometry => "no_geometry",
            Problem::NothingOfCounty => "nothing_of_county",
            Problem::OtherKind => "other_kind",
            Problem::UnknownParent => "unknown_parent",
            Problem::NewWithoutName => "new_without_name",
            Problem::TooShort => "too_short",
            Problem::NoArea => "no_area",
            Problem::SelfCrossing => "self_crossing",
            Problem::Overlap => "overlap",
            Problem::Outside => "outside",
            Problem::Gap => "gap",
            Problem::Unclosed => "unclosed",
            Problem::Missing => "missing",
            Problem::MovedCode => "moved_code",
            Problem::MovedPlace => "moved_place",
            Problem::Renamed => "renamed",
            Problem::Extra => "extra",
            Problem::OtherCounty => "other_county",
            Problem::NoPlace => "no_place",
            Problem::NoProjection => "no_projection",
            Problem::GuessedGbk => "guessed_gbk",
            Problem::Gbk => "gbk",
            Problem::ByteOrderMark => "byte_order_mark",
            Problem::Above => "above",
            Problem::PaddedCodes => "padded_codes",
            Problem::ShortenedNames => "shortened_names",
        }
    }

    /// How much it matters where nothing else is known of it.
    pub const fn severity(self) -> Severity {
        match self {
            Problem::DatumOther
            | Problem::DatumUnknown
            | Problem::MissingCode
            | Problem::BadCode
            | Problem::DuplicateCode
            | Problem::LevelDiffers
            | Problem::ParentDiffers
            | Problem::BadPlace
            | Problem::BadGeometry
            | Problem::NothingOfCounty
            | Problem::OtherKind
            | Problem::UnknownParent
            | Problem::NewWithoutName
            | Problem::TooShort
            | Problem::NoArea
            | Problem::SelfCrossing
            | Problem::Overlap => Severity::Error,
            Problem::DatumAgainst
            | Problem::EmptyName
            | Problem::NoGeometry
            | Problem::Outside
            | Problem::Gap
            | Problem::Unclosed
            | Problem::Missing
            | Problem::MovedCode
            | Problem::MovedPlace
            | Problem::OtherCounty
            | Problem::NoPlace
            | Problem::NoProjection
            | Problem::GuessedGbk => Severity::Warning,
            Problem::Renamed
            | Problem::Extra
            | Problem::Gbk
            | Problem::ByteOrderMark
            | Problem::Above
            | Problem::PaddedCodes
            | Problem::ShortenedNames => Severity::Note,
        }
    }
}

/// One thing that was found. What does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = BoundaryFinding))]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What it is.
    pub problem: Problem,
    /// The row of the file; see [`Format`] for how rows are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The field of the row, as the file names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What the file has there, on one line and no longer than 40 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What was expected, or what the register has: a name, a level, a code, a datum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The area that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The name of that area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Other areas: the second of two that overlap, a parent, the children beside a gap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<AreaCode>,
    /// The earlier row that a duplicate repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_row: Option<u32>,
    /// How many rows or areas, where they are not listed one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How much ground, m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub m2: Option<f64>,
    /// A share, 0 to 1: of ground outside, or a misfit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// How far, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metres: Option<f64>,
    /// Where to look, WGS-84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Position>,
    /// The ground that it is about, WGS-84; empty where there is none.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub outline: Outline,
}

fn is_empty(outline: &Outline) -> bool {
    outline.0.is_empty()
}

impl Finding {
    /// A finding of the usual severity, about nothing yet.
    pub fn new(problem: Problem) -> Finding {
        Finding {
            severity: problem.severity(),
            problem,
            row: None,
            field: None,
            value: None,
            expected: None,
            area: None,
            name: None,
            others: Vec::new(),
            other_row: None,
            count: None,
            m2: None,
            share: None,
            metres: None,
            place: None,
            outline: Outline::default(),
        }
    }

    /// One that only counts.
    pub fn counted(problem: Problem, count: usize) -> Finding {
        Finding {
            count: Some(u32::try_from(count).unwrap_or(u32::MAX)),
            ..Finding::new(problem)
        }
    }
}

/// How many areas of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelCount {
    /// Which level.
    pub level: Level,
    /// In the register, before.
    pub expected: u32,
    /// In the file.
    pub there: u32,
    /// Of those in the file, with an outline.
    pub outlined: u32,
    /// In the register afterwards.
    pub after: u32,
}

/// How far the file's outlines miss their ground when read in a datum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Misfit {
    /// Read in which datum.
    pub datum: Datum,
    /// The misfit, a share of the ground's area.
    pub share: f64,
    /// From the centroid of the outlines to that of the ground, metres; where they should tile it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metres: Option<f64>,
}

/// What is known of the file's datum.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatumFound {
    /// What the file says of itself.
    pub declared: Option<String>,
    /// What the person who imports named.
    pub named: Option<Datum>,
    /// What the fit says; `None` when it cannot tell.
    pub fits: Option<Datum>,
    /// The figures of the fit; empty where there was nothing to compare with.
    pub misfits: Vec<Misfit>,
    /// In which datum the outlines were read for what else this report says.
    pub read_as: Option<Datum>,
}

/// What was only counted of the ground: pieces too thin or too small to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SliverCount {
    /// How many pieces.
    pub count: u32,
    /// All of them together, m².
    pub m2: f64,
}

/// How often a problem was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemCount {
    /// What.
    pub problem: Problem,
    /// How many.
    pub count: u32,
}

/// All that is found when a file is laid beside the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = BoundaryReport))]
pub struct Report {
    /// The file's name.
    pub file: String,
    /// Its form.
    pub format: Format,
    /// Rows in it.
    pub rows: u32,
    /// Counts by level, top down.
    pub levels: Vec<LevelCount>,
    /// What is known of its datum; all absent where it has no outline.
    pub datum: DatumFound,
    /// The findings, those that matter most first; of each problem the first [`LISTED`].
    pub findings: Vec<Finding>,
    /// How many there are of each problem, listed or not.
    pub counts: Vec<ProblemCount>,
    /// How many errors; with any, nothing can be imported.
    pub errors: u32,
    /// What was only counted of the ground.
    pub slivers: SliverCount,
}

impl Report {
    /// Puts findings in their order and counts them.
    pub fn take(&mut self, mut findings: Vec<Finding>) {
        findings.sort_by_key(|one| (one.severity, one.problem, one.row));
        let errors = findings.iter();
        let errors = errors.filter(|one| one.severity == Severity::Error).count();
        self.errors = u32::try_from(errors).unwrap_or(u32::MAX);
        let mut counts: BTreeMap<Problem, u32> = BTreeMap::new();
        findings.retain(|one| {
            let so_far = counts.entry(one.problem).or_default();
            *so_far += 1;
            *so_far as usize <= LISTED
        });
        let counts = counts.into_iter();
        self.counts = counts
            .map(|(problem, count)| ProblemCount { problem, count })
            .collect();
        self.findings = findings;
    }

    /// How often a problem was found.
    pub fn count(&self, problem: Problem) -> usize {
        let mut counts = self.counts.iter();
        let found = counts.find(|one| one.problem == problem);
        found.map_or(0, |one| one.count as usize)
    }

    /// Whether nothing stands against an import.
    pub fn is_good(&self) -> bool {
        self.errors == 0
    }
}
