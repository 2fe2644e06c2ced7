//! Lists and counts, and what the program opens with.

use std::collections::BTreeMap;

use jiff::Timestamp;
use onemap_domain::area::{Area, AreaCode, Position};
use onemap_domain::case::{CaseId, CaseNumber, Flag, Stage, Urgency};
use onemap_domain::clock::Lamp;
use onemap_domain::department::{Department, DepartmentCode, Load};
use onemap_domain::lane::Lane;
use onemap_domain::people::User;
use onemap_domain::profile::Profile;
use serde::{Deserialize, Serialize};

/// What the program opens with, before anybody has signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {}

/// The answer to [`Opening`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Who is signed in.
    pub user: Option<User>,
    /// The county's name, once known.
    pub county: Option<String>,
    /// Demonstration accounts, in a sample only.
    pub demonstration: Vec<DemonstrationAccount>,
    /// The whole county is made up.
    pub simulated: bool,
    /// What the county's identity provider is called, where one can sign in by it from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// An account that a sample shows on its sign-in page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemonstrationAccount {
    /// Who it is.
    pub user: User,
    /// The name of its department, for a clerk.
    pub unit: Option<String>,
    /// Its public password.
    pub password: String,
}

/// The names that screens need all the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {}

/// The answer to [`Directory`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Names {
    /// The county.
    pub county: Area,
    /// `[west, south, east, north]` of the county, degrees.
    pub bounds: [f64; 4],
    /// Where the data come from.
    pub sources: Vec<String>,
    /// From the county down to grids; household units are asked for by grid.
    pub areas: Vec<Area>,
    /// Departments.
    pub departments: Vec<Department>,
    /// The profile.
    pub profile: Profile,
}

/// Counts of the inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lanes {
    /// Only cases of this area.
    pub area: Option<AreaCode>,
}

/// The answer to [`Lanes`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneCounts {
    /// Cases by lane; [`Lane::Overdue`] cuts across the others.
    pub counts: BTreeMap<Lane, u32>,
    /// Open cases by flag; a case can have several.
    pub flags: BTreeMap<Flag, u32>,
    /// Orders set aside.
    pub conflicts: u32,
    /// All open cases.
    pub open: u32,
}

/// Which cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFilter {
    /// Of this lane; every open one when absent.
    pub lane: Option<Lane>,
    /// Of this area.
    pub area: Option<AreaCode>,
    /// Led by this department.
    pub department: Option<DepartmentCode>,
    /// About this.
    #[serde(default)]
    pub category: Option<String>,
    /// With this flag.
    #[serde(default)]
    pub flag: Option<Flag>,
    /// With these words in number, title, text or address.
    pub text: String,
}

/// Rows of the inbox, nearest deadline first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cases {
    /// Which.
    pub filter: CaseFilter,
    /// Skip so many.
    pub offset: u32,
    /// At most so many; the console caps it at 200.
    pub limit: u32,
}

/// A page of rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CasePage {
    /// How many there are in all.
    pub total: u32,
    /// The rows.
    pub rows: Vec<CaseRow>,
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Identity.
    pub id: CaseId,
    /// Number; `None` until the central has given one.
    pub number: Option<CaseNumber>,
    /// Title.
    pub title: String,
    /// Grid; its code tells village and town.
    pub grid: AreaCode,
    /// Where.
    pub position: Position,
    /// Category code.
    pub category: String,
    /// How fast it must move.
    pub urgency: Urgency,
    /// Where it stands.
    pub stage: Stage,
    /// Leading department.
    pub lead: Option<DepartmentCode>,
    /// The lamp of an open case.
    pub lamp: Option<Lamp>,
    /// Nearest deadline.
    pub due_at: Option<Timestamp>,
    /// The year without a calendar that makes this deadline provisional (暂定).
    pub provisional: Option<i16>,
    /// What sets it apart.
    pub flags: Vec<Flag>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// It shows the effect of an order the central has not confirmed.
    pub pending: bool,
}

/// All departments with their load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loads {}

/// A department and what it carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentLoad {
    /// Which.
    pub department: DepartmentCode,
    /// What it carries now.
    pub load: Load,
}

/// What lies at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Locate {
    /// Where.
    pub position: Position,
}

/// The answer to [`Locate`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// From the county down to the grid; empty outside.
    pub chain: Vec<AreaCode>,
}

/// Layers of the map with their counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layers {}

/// The answer to [`Layers`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerCounts {
    /// Towns.
    pub towns: u32,
    /// Villages.
    pub villages: u32,
    /// Grids, base and dedicated.
    pub grids: u32,
    /// Of those, dedicated.
    pub dedicated: u32,
    /// Household units.
    pub units: u32,
    /// Open cases.
    pub cases: u32,
    /// Departments.
    pub departments: u32,
    /// Stations.
    pub stations: u32,
    /// Cameras.
    pub cameras: u32,
    /// People with posts.
    pub people: u32,
    /// Grids that lack a post that every grid has.
    pub lacking: u32,
}

/// Stations and cameras.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resources {}

/// Search in everything: numbers, titles, texts, areas, departments; also by pinyin initials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// What was typed.
    pub text: String,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "hit", rename_all = "snake_case")]
pub enum Hit {
    /// A case.
    Case {
        /// Its row.
        row: Box<CaseRow>,
    },
    /// An area.
    Area {
        /// Which.
        code: AreaCode,
        /// Its name.
        name: String,
    },
    /// A department.
    Department {
        /// Which.
        code: DepartmentCode,
        /// Its name.
        name: String,
    },
}
