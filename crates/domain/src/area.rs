//! Areas: from the province down to the household unit (联户单元).
//!
//! Codes follow the statistical division codes (统计用区划代码): 2 digits province, 4 city,
//! 6 county, 9 town, 12 village. A grid adds three digits to its village, a household unit three
//! to its grid. Grid sequence 001–899 is a base grid (基础网格), 901–999 a dedicated one
//! (专属网格): a market, a school, an industrial park.

use serde::{Deserialize, Serialize};

/// The levels of the tree, top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省
    Province,
    /// 市(地级)
    City,
    /// 县(市、区)
    County,
    /// 乡镇(街道)
    Town,
    /// 村(社区)
    Village,
    /// 网格
    Grid,
    /// 联户单元
    HouseholdUnit,
}

impl Level {
    /// Every level, top down.
    pub const ALL: [Level; 7] = [
        Level::Province,
        Level::City,
        Level::County,
        Level::Town,
        Level::Village,
        Level::Grid,
        Level::HouseholdUnit,
    ];

    /// How many digits a code of this level has.
    pub const fn digits(self) -> usize {
        match self {
            Level::Province => 2,
            Level::City => 4,
            Level::County => 6,
            Level::Town => 9,
            Level::Village => 12,
            Level::Grid => 15,
            Level::HouseholdUnit => 18,
        }
    }

    /// The level of an area's children, or `None` below household units.
    pub fn below(self) -> Option<Level> {
        Level::ALL.into_iter().find(|level| *level > self)
    }

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Province => "province",
            Level::City => "city",
            Level::County => "county",
            Level::Town => "town",
            Level::Village => "village",
            Level::Grid => "grid",
            Level::HouseholdUnit => "household_unit",
        }
    }
}

/// Why a text is not an area code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an area code: 2, 4, 6, 9, 12, 15 or 18 digits are")]
pub struct NotAnAreaCode(pub String);

/// A division code. Its length tells its level; a descendant's code starts with its ancestor's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(String);

impl AreaCode {
    /// Checks the digits and their number.
    pub fn parse(text: &str) -> Result<Self, NotAnAreaCode> {
        let known = Level::ALL.iter().any(|level| level.digits() == text.len());
        if known && text.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnAreaCode(text.to_owned()))
        }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level that the number of digits tells.
    pub fn level(&self) -> Level {
        let digits = self.0.len();
        Level::ALL
            .into_iter()
            .find(|level| level.digits() == digits)
            .unwrap_or(Level::Province)
    }

    /// The area one level up, or `None` for a province.
    pub fn parent(&self) -> Option<AreaCode> {
        let level = self.level();
        let above = Level::ALL.into_iter().rev().find(|other| *other < level)?;
        Some(Self(self.0[..above.digits()].to_owned()))
    }

    /// The area itself and those that it lies in, up to its province.
    pub fn upwards(&self) -> impl Iterator<Item = AreaCode> {
        std::iter::successors(Some(self.clone()), AreaCode::parent)
    }

    /// The ancestor (or the area itself) at `level`; `None` when this area lies above it.
    pub fn at(&self, level: Level) -> Option<AreaCode> {
        self.0
            .get(..level.digits())
            .map(|digits| Self(digits.to_owned()))
    }

    /// Whether `other` is this area or lies within it.
    pub fn covers(&self, other: &AreaCode) -> bool {
        other.0.starts_with(&self.0)
    }

    /// For a grid (or a household unit in one): base or dedicated, by its sequence number.
    pub fn grid_kind(&self) -> Option<GridKind> {
        let sequence: u16 = self.0.get(12..15)?.parse().ok()?;
        Some(if sequence > 900 {
            GridKind::Dedicated
        } else {
            GridKind::Base
        })
    }
}

impl std::fmt::Display for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for AreaCode {
    type Error = NotAnAreaCode;
    fn try_from(text: String) -> Result<Self, NotAnAreaCode> {
        Self::parse(&text)
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> String {
        code.0
    }
}

/// Base grids tile a village; a dedicated grid lies over them and wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    /// 基础网格
    Base,
    /// 专属网格
    Dedicated,
}

/// A place on the ground, WGS-84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// Longitude, degrees east.
    pub lon: f64,
    /// Latitude, degrees north.
    pub lat: f64,
}

/// What the numbers of a position refer to. Whatever is kept is in WGS-84; a file that is brought in
/// may not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Datum {
    /// WGS-84, that of satellite positioning.
    Wgs84,
    /// CGCS2000 (2000国家大地坐标系), within centimetres of WGS-84; the two are not told apart.
    Cgcs2000,
    /// GCJ-02, that of public maps in China.
    Gcj02,
    /// BD-09, that of Baidu's maps.
    Bd09,
}

impl Datum {
    /// Every datum.
    pub const ALL: [Datum; 4] = [Datum::Wgs84, Datum::Cgcs2000, Datum::Gcj02, Datum::Bd09];

    /// The stable name on the command line, on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Datum::Wgs84 => "wgs84",
            Datum::Cgcs2000 => "cgcs2000",
            Datum::Gcj02 => "gcj02",
            Datum::Bd09 => "bd09",
        }
    }

    /// The datum of a stable name.
    pub fn named(name: &str) -> Option<Datum> {
        Datum::ALL.into_iter().find(|datum| datum.name() == name)
    }

    /// The datum that it agrees with within centimetres: CGCS2000 with WGS-84, every other with itself.
    #[must_use]
    pub const fn agrees_with(self) -> Datum {
        match self {
            Datum::Cgcs2000 => Datum::Wgs84,
            other => other,
        }
    }

    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Datum::Wgs84 => "WGS-84",
            Datum::Cgcs2000 => "CGCS2000",
            Datum::Gcj02 => "GCJ-02",
            Datum::Bd09 => "BD-09",
        }
    }
}

/// A boundary as GeoJSON `MultiPolygon` coordinates: polygons, each an outer ring and its holes,
/// each ring closed, each point `[longitude, latitude]` in WGS-84 degrees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Vec<Vec<Vec<Vec<f64>>>>))]
#[serde(transparent)]
pub struct Outline(pub Vec<Vec<Vec<[f64; 2]>>>);

/// One area of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Area {
    /// Its code; level and parent follow from it.
    pub code: AreaCode,
    /// Its name as people say it: 文华街道, 康佳社区, 第4网格.
    pub name: String,
    /// Where its label and its symbol stand.
    pub centre: Position,
    /// Number of households, where the register says so.
    #[serde(default)]
    pub households: Option<u32>,
    /// Made up for demonstration.
    #[serde(default)]
    pub simulated: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_its_level_its_parent_and_its_kind() {
        let unit = AreaCode::parse("520381001001901002").unwrap();
        assert_eq!(unit.level(), Level::HouseholdUnit);
        assert_eq!(unit.grid_kind(), Some(GridKind::Dedicated));
        let grid = unit.parent().unwrap();
        assert_eq!(
            (grid.as_str(), grid.level()),
            ("520381001001901", Level::Grid)
        );
        assert!(AreaCode::parse("520381").unwrap().covers(&grid));
        assert_eq!(grid.at(Level::Town).unwrap().as_str(), "520381001");
        assert_eq!(AreaCode::parse("52").unwrap().parent(), None);
        let digits: Vec<usize> = unit.upwards().map(|code| code.as_str().len()).collect();
        assert_eq!(digits, [18, 15, 12, 9, 6, 4, 2]);
    }

    #[test]
    fn every_datum_is_found_by_its_name() {
        for datum in Datum::ALL {
            assert_eq!(Datum::named(datum.name()), Some(datum));
        }
        assert_eq!(Datum::named("beijing54"), None);
    }

    #[test]
    fn a_text_that_is_no_code_is_refused_with_its_text() {
        for wrong in ["", "5", "52038", "52038x", "５２"] {
            assert_eq!(AreaCode::parse(wrong), Err(NotAnAreaCode(wrong.to_owned())));
        }
    }
}
