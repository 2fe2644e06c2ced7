//! The panels: one case, one area, one department.

use onemap_domain::Refusal;
use onemap_domain::area::{Area, AreaCode};
use onemap_domain::case::{Case, CaseId};
use onemap_domain::clock::Lamp;
use onemap_domain::command::CommandKind;
use onemap_domain::department::{Department, DepartmentCode, Load};
use onemap_domain::event::Recorded;
use onemap_domain::people::Person;
use serde::{Deserialize, Serialize};

use super::{Alike, CaseRow, ClockView, StandardFigure};

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCard {
    /// Which.
    pub id: CaseId,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// What happened; the reporter is masked.
    pub recorded: Recorded,
    /// Not confirmed by the central yet.
    pub pending: bool,
}

/// A command and whether it is allowed now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Allowed {
    /// Which.
    pub command: CommandKind,
    /// Why not; `None` when it is.
    pub refusal: Option<Refusal>,
}

/// The answer to [`CaseCard`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    /// The state, the reporter masked.
    pub case: Case,
    /// The lamp of an open case.
    pub lamp: Option<Lamp>,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
    /// Oldest first.
    pub timeline: Vec<Happening>,
    /// Every command, in the order of the way.
    pub actions: Vec<Allowed>,
    /// Its clocks: those that run first, then those that have stopped, the newest first.
    pub clocks: Vec<ClockView>,
    /// Cases that may be about the same matter, the most alike first, at most 5.
    pub alike: Vec<Alike>,
    /// Other open cases of the same category within 500 m, nearest first.
    pub nearby: Vec<Nearby>,
    /// The case that this one was merged into, as far as the reader may see it.
    pub merged_into: Option<CaseRow>,
    /// The cases that were merged into this one.
    pub absorbed: Vec<CaseRow>,
    /// Linked cases.
    pub linked: Vec<CaseRow>,
}

/// A case nearby.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nearby {
    /// Its row.
    pub row: CaseRow,
    /// How far, metres.
    pub metres: u32,
}

/// One area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaCard {
    /// Which.
    pub code: AreaCode,
}

/// A child area with its counts; the children's sum is the parent's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaRow {
    /// The area.
    pub area: Area,
    /// Open cases in it.
    pub open: u32,
    /// Of those, overdue.
    pub overdue: u32,
}

/// The answer to [`AreaCard`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaView {
    /// From the county down to the area itself.
    pub chain: Vec<Area>,
    /// `[west, south, east, north]`, degrees; `None` for a household unit.
    pub bounds: Option<[f64; 4]>,
    /// Size by geodesic area, km²; `None` for a household unit.
    pub square_kilometres: Option<f64>,
    /// Open cases in it.
    pub open: u32,
    /// Of those, overdue.
    pub overdue: u32,
    /// Its children. Dedicated grids stand beside base grids.
    pub children: Vec<AreaRow>,
    /// Who holds a post here (in the area itself, not below), names and phones masked.
    pub people: Vec<Person>,
    /// How far it reaches the standard, where the county has one, the area can reach it and the
    /// reader may read its evidence.
    pub standard: Option<StandardFigure>,
    /// Its open cases, nearest deadline first, at most 50.
    pub cases: Vec<CaseRow>,
}

/// One department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentCard {
    /// Which.
    pub code: DepartmentCode,
}

/// The answer to [`DepartmentCard`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepartmentView {
    /// The department.
    pub department: Department,
    /// What it carries now.
    pub load: Load,
    /// The open cases it leads, nearest deadline first, at most 200.
    pub cases: Vec<CaseRow>,
}
