//! What a county's way of working brings to the screens: clocks explained, routing explained,
//! duplicates, many cases at once, rates, the matrix of grids and categories, profiles.

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::area::{Area, AreaCode, Position};
use onemap_domain::calendar::{Computation, Period};
use onemap_domain::case::CaseId;
use onemap_domain::clock::{Clock, Lamp};
use onemap_domain::command::Command;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::indicator::{Dimension, Indicator, Ranking, Rate, Slice};
use onemap_domain::likeness::Likeness;
use onemap_domain::profile::{Label, Profile, Target};
use onemap_domain::route::{Match, Verdict};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CaseFilter, CaseRow};
use crate::problem::Problem;

/// A clock of a case, with what a person needs to trust it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockView {
    /// The clock.
    pub clock: Clock,
    /// What the county calls it; the locale files name the three that every profile has.
    pub name: Option<Label>,
    /// The law and its article, or that it is a convention.
    pub basis: String,
    /// Its lamp now, or the one it stopped with.
    pub lamp: Lamp,
    /// How the deadline was counted; `None` when somebody set it by hand or it was moved since.
    pub computation: Option<Computation>,
}

/// Another case that may be about the same matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alike {
    /// Its row.
    pub row: CaseRow,
    /// How alike, and in what.
    pub likeness: Likeness,
}

/// Which cases are like what somebody is typing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlikeTo {
    /// Title so far.
    pub title: String,
    /// Text so far.
    pub text: String,
    /// Category, may be empty.
    pub category: String,
    /// Place, once there is one.
    pub position: Option<Position>,
    /// Phone, may be empty.
    pub phone: String,
}

/// Who should get a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggest {
    /// Which case.
    pub case: CaseId,
}

/// The answer to [`Suggest`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// Whether the rules settle it; if not it is for a research meeting (研判).
    pub verdict: Verdict,
    /// The version of the rules.
    pub version: String,
    /// What the rules say, the first one first, each department once.
    pub suggestions: Vec<Suggestion>,
    /// What history says beside the rules: departments that led most cases of this category here
    /// and are not among the suggestions.
    pub learnt: Vec<Learnt>,
}

/// A suggested department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The rule that says so, with the facts that made it fit.
    pub matched: Match,
    /// What the county calls the list that the rule is from, where it has a name of its own.
    pub list: Option<Label>,
    /// Cases of this category in the cache that it led.
    pub led_before: u32,
    /// Cases of this category in the cache that anyone led.
    pub known_before: u32,
    /// What it carries now.
    pub load: Load,
}

/// A department that history suggests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learnt {
    /// Which.
    pub department: DepartmentCode,
    /// Cases of this category in the cache that it led.
    pub led_before: u32,
    /// Cases of this category in the cache that anyone led.
    pub known_before: u32,
    /// What it carries now.
    pub load: Load,
}

/// When a period ends, step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compute {
    /// From when; from now when absent.
    pub from: Option<Timestamp>,
    /// How long.
    pub period: Period,
}

/// The identities of all cases of a filter, to be selected; at most [`MANY_LIMIT`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseIds {
    /// Which.
    pub filter: CaseFilter,
}

/// The open cases inside a ring drawn on the map; at most [`MANY_LIMIT`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lasso {
    /// The ring, WGS-84; it closes itself.
    pub ring: Vec<Position>,
}

/// Cases found for a selection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// How many there are in all.
    pub total: u32,
    /// The first [`MANY_LIMIT`] of them.
    pub cases: Vec<CaseId>,
}

/// Most cases of one selection.
pub const MANY_LIMIT: usize = 2_000;
/// Most cases of one [`SubmitMany`]; a page sends a larger selection in several, and shows how far
/// it is.
pub const MANY_AT_ONCE: usize = 50;

/// The same command on many cases. Each is decided by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubmitMany {
    /// Which; at most [`MANY_AT_ONCE`].
    pub cases: Vec<CaseId>,
    /// What.
    pub command: Command,
}

/// What became of one of many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneOfMany {
    /// Which case.
    pub case: CaseId,
    /// Its title, so that a refusal can be read.
    pub title: String,
    /// The order in the outbox, or why there is none.
    pub result: Result<Uuid, Problem>,
}

/// Rates of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Of which part of the county's cases.
    pub by: Slice,
}

/// One rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateRow {
    /// Which.
    pub indicator: Indicator,
    /// Numerator and denominator.
    pub rate: Rate,
    /// What the county set itself to reach, where it did.
    pub target: Option<Target>,
    /// Whether the exact fraction reaches it; `None` without a target, or while nothing counts.
    pub met: Option<bool>,
}

/// Who is best in one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankBy {
    /// Which.
    pub indicator: Indicator,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Departments, towns, …
    pub dimension: Dimension,
    /// The least denominator that is ranked.
    pub least: u64,
}

/// The answer to [`RankBy`].
pub type Ranked = Ranking;

/// The cases behind one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// Which.
    pub indicator: Indicator,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Of which part.
    pub by: Slice,
    /// Those that count in the numerator, or those that are missing there.
    pub met: bool,
}

/// Open cases by area and category (民情格子铺).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// The children of this area are the rows.
    pub within: AreaCode,
}

/// The answer to [`Matrix`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixView {
    /// From the county down to the area.
    pub chain: Vec<Area>,
    /// The category codes of the columns: those that have open cases, the most first.
    pub categories: Vec<String>,
    /// One row for each area below.
    pub rows: Vec<MatrixRow>,
    /// Sums of the columns, in their order.
    pub totals: Vec<Tile>,
    /// Open cases that have no department although they were dispatched; 0 by the rules.
    pub without_lead: u32,
}

/// One row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The area.
    pub area: Area,
    /// One tile for each category, in their order.
    pub tiles: Vec<Tile>,
    /// Sum of the row.
    pub total: Tile,
}

/// One tile of the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// Open cases.
    pub open: u32,
    /// Of those, overdue.
    pub overdue: u32,
    /// Of those, not claimed or dispatched yet.
    pub unclaimed: u32,
}

/// The way of working, and the others that ship with the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {}

/// The answer to [`Ways`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WaysView {
    /// The one in force.
    pub own: Profile,
    /// Those that ship.
    pub shipped: Vec<Profile>,
    /// Years whose working calendar is known, with the notice behind each.
    pub calendars: Vec<CalendarRow>,
}

/// A year of the working calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarRow {
    /// Which.
    pub year: i16,
    /// The State Council's notice.
    pub notice: String,
    /// Days off, weekends not counted.
    pub days_off: u32,
    /// Weekend days that are worked.
    pub made_up: u32,
}

/// Routing rules tried on past cases: those in force when `rules` is absent, or a table written as
/// in a profile's `[routing]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayRoutes {
    /// TOML; `None` for the rules in force.
    pub rules: Option<String>,
}

/// The answer to [`ReplayRoutes`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReplayView {
    /// Cases tried.
    pub total: u32,
    /// Routed to the lead they had.
    pub same: u32,
    /// Would go elsewhere, the most frequent change first; at most 50.
    pub changes: Vec<ChangeRow>,
    /// Would go to a research meeting because rules clash.
    pub clashes: u32,
    /// Would go to a research meeting because no rule fits.
    pub unrouted: u32,
}

/// Cases that rules would route elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeRow {
    /// The category's code.
    pub category: String,
    /// Who led them.
    pub was: DepartmentCode,
    /// Who would.
    pub would: DepartmentCode,
    /// How many.
    pub cases: u32,
    /// One of them.
    pub example: CaseId,
}
