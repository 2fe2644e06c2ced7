//! What stands on the ground around a place, who works where, and how areas compare: the map's further layers.

use jiff::civil::Date;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::indicator::Indicator;
use onemap_domain::people::{Post, Resource};
use onemap_domain::profile::{OpenList, RingRule};
use serde::{Deserialize, Serialize};

/// What stands around a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskAround {
    /// Where.
    pub position: Position,
    /// A service that somebody needs, by the code of a list's member; the nearest station that has it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}

/// The answer to [`AskAround`]. Distances are straight lines on the ground, metres.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AroundView {
    /// How far cameras were looked for.
    pub camera_metres: u32,
    /// The cameras within it, nearest first.
    pub cameras: Vec<Near>,
    /// The nearest station of each level, from the county down; a level without one is left out.
    pub stations: Vec<NearStation>,
    /// The services that can be asked for, from the county's stations down.
    pub services: Vec<OpenList>,
    /// The nearest station that has the service that was asked for.
    pub suitable: Option<Near>,
    /// The rings of response, the nearest first.
    pub rings: Vec<RingView>,
}

/// A station or a camera, and how far away it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Near {
    /// Which.
    pub resource: Resource,
    /// How far, metres.
    pub metres: u32,
}

/// A station with what it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearStation {
    /// Which, and how far away.
    pub near: Near,
    /// The code of the list of its services; `None` where the county says nothing of them.
    pub services: Option<String>,
}

/// A ring of response with what stands in it, the inner rings included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RingView {
    /// Its name, its minutes and how far it reaches.
    pub ring: RingRule,
    /// Where it runs, from the north by the east.
    pub outline: Vec<Position>,
    /// Stations in it.
    pub stations: u32,
    /// Cameras in it.
    pub cameras: u32,
}

/// Who works where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskForces {}

/// People with posts in an area, those of the areas in it included; the children's sum is the parent's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForceRow {
    /// The area: a town, a village or a grid.
    pub area: AreaCode,
    /// Where it is drawn.
    pub position: Position,
    /// How many people.
    pub people: u32,
    /// How many of its grids lack one of the posts that every grid has.
    pub lacking: u32,
    /// Of a grid: which of them it lacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vacant: Vec<Post>,
}

/// How areas compare in one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskShade {
    /// In what.
    pub what: Shading,
    /// Which areas: towns, villages or grids; a rate is counted for towns and villages.
    pub level: Level,
    /// Over how many days up to today, where it is a rate or counts reports.
    pub days: u16,
}

/// What areas are shaded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shading {
    /// Open cases.
    Open,
    /// Overdue cases.
    Overdue,
    /// Grids that lack a post that every grid has.
    Vacant,
    /// A rate.
    Rate(Indicator),
}

/// The answer to [`AskShade`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShadeView {
    /// Every area of the level that the reader may see, by its code.
    pub rows: Vec<ShadeRow>,
    /// The scale: the least of each step, from the lowest to the highest, at most five. Hundredths of a percent
    /// of a rate, a number of anything else.
    pub steps: Vec<u64>,
    /// The sum over all rows: numerator and denominator of a rate, a number over one of anything else.
    pub whole: (u64, u64),
}

/// How one area stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShadeRow {
    /// Which.
    pub area: AreaCode,
    /// Numerator and denominator; a number over one where it is no rate. Nothing over nothing is not shaded.
    pub value: (u64, u64),
    /// Its step of the scale, from 0; `None` where it has no value.
    pub step: Option<u8>,
}

/// Where cases were reported, over a period: the map's heat. Sealed cases are in none, whoever asks (mission.md, S44).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskHeat {
    /// Of one category; of all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// The answer to [`AskHeat`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatView {
    /// Where how many were reported, each case in one of them.
    pub cells: Vec<HeatCell>,
    /// All of them together.
    pub total: u32,
}

/// Cases that lie so near one another that they are drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatCell {
    /// The middle of them.
    pub position: Position,
    /// How many.
    pub count: u32,
}
