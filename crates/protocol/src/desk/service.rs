//! Duties, rosters, staffing, scorecards and the index, on the screens.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::duty::Gap;
use onemap_domain::index::Snapshot;
use onemap_domain::indicator::Rate;
use onemap_domain::pack::Days;
use onemap_domain::record::appraisal::Given;
use onemap_domain::record::duty::Line;
use onemap_domain::record::{Roster, roster::Turn};
use onemap_domain::score::Scored;
use onemap_domain::staffing::{Short, Staff};
use serde::{Deserialize, Serialize};

/// How far each duty is done in an area, and where it is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskGaps {
    /// Which area: the reader's whole area when absent.
    pub area: Option<AreaCode>,
}

/// The answer to [`AskGaps`], in the profile's order of duties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapsView {
    /// The area.
    pub area: AreaCode,
    /// Today.
    pub today: Date,
    /// The duties that the area, or one within it, owes.
    pub duties: Vec<DutyGaps>,
}

/// A duty in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyGaps {
    /// Which.
    pub rule: String,
    /// The last period that is over: where something is missing, it is missing.
    pub last: Span,
    /// The running one: what is not done can still be.
    pub running: Span,
    /// Where it was missing in the last period; the most first.
    pub gaps: Vec<Gap>,
    /// The last period by the areas one level down, which sum to `last`. Empty where the area
    /// itself owes the duty.
    pub below: Vec<(AreaCode, Rate)>,
}

/// How far a duty is done in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Which days.
    pub days: Days,
    /// Done of owed; 0 of 0 where nothing is owed (on a rest day).
    pub rate: Rate,
}

/// The books of one duty in an area, period by period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskSheet {
    /// Which duty.
    pub rule: String,
    /// The areas that owe it within this one.
    pub area: AreaCode,
    /// A day of the month (of daily and weekly duties) or of the year (of the others).
    pub around: Date,
}

/// Most rows of a sheet.
pub const SHEET_ROWS: usize = 300;

/// The answer to [`AskSheet`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    /// The periods that end in the month or year and have begun, with how often each is owed.
    pub columns: Vec<(Days, u32)>,
    /// The first [`SHEET_ROWS`] areas that owe it, in the order of their codes.
    pub rows: Vec<SheetRow>,
    /// How many owe it.
    pub total: u32,
}

/// An area's row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Which area.
    pub area: AreaCode,
    /// How often it was done, by column.
    pub done: Vec<u32>,
    /// What its books of these days say, struck lines too, as they were written.
    pub lines: Vec<Line>,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

/// The roster of an area's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskRoster {
    /// Which area: the county when absent.
    pub area: Option<AreaCode>,
    /// A day of the month; today when absent.
    pub around: Option<Date>,
}

/// The answer to [`AskRoster`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterView {
    /// The roster; without shifts where nobody has planned any.
    pub roster: Roster,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
    /// Who is on duty now, whatever month is asked for.
    pub on_duty: Vec<OnDuty>,
}

/// A shift that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnDuty {
    /// Until when.
    pub until: Timestamp,
    /// The shift and its people.
    pub turn: Turn,
}

/// Who stands on the ground in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskStaffing {
    /// Which area: the reader's whole area when absent.
    pub area: Option<AreaCode>,
}

/// The answer to [`AskStaffing`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffingView {
    /// The area itself.
    pub whole: Staff,
    /// The areas one level down.
    pub below: Vec<Staff>,
    /// Those who belong to the area itself and to none below: with these, `below` sums to `whole`.
    pub here: Staff,
    /// What quotas find, in the profile's order.
    pub quotas: Vec<QuotaRow>,
}

/// A quota in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaRow {
    /// Which.
    pub code: String,
    /// Areas that have enough, of those that it is for.
    pub rate: Rate,
    /// Those that have too few, the worst first.
    pub short: Vec<Short>,
}

/// The scorecards of an area's month (考评).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskScorecards {
    /// The areas that are scored within this one.
    pub area: AreaCode,
    /// A day of the month.
    pub around: Date,
}

/// The answer to [`AskScorecards`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorecardsView {
    /// The days that count: the month, up to yesterday.
    pub days: Days,
    /// The first [`SHEET_ROWS`] areas, in the order of their codes.
    pub cards: Vec<Scorecard>,
    /// How many are scored.
    pub total: u32,
}

/// A scorecard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Whose.
    pub area: AreaCode,
    /// Row by row, in the profile's order.
    pub rows: Vec<Scored>,
    /// What was given by hand, by the rows' codes.
    pub given: BTreeMap<String, Given>,
    /// Points of the rows in which something counted, in hundredths.
    pub counted: u32,
    /// The most that those rows give, in hundredths.
    pub of: u32,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

/// The index (社会治理指数).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskIndex {
    /// Of which day; the last one when absent.
    pub day: Option<Date>,
    /// For how many days back the totals are told, at most [`INDEX_DAYS`].
    pub back: u16,
}

/// Most days of an index's course.
pub const INDEX_DAYS: u16 = 366;

/// The answer to [`AskIndex`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexView {
    /// The day's snapshot, of the reader's towns; `None` where none was frozen.
    pub snapshot: Option<Box<Snapshot>>,
    /// The totals of the days before and of the day itself, the oldest first.
    pub course: Vec<IndexDay>,
    /// The means of the day's month so far (一月一讲评), the best first.
    pub month: Vec<IndexMean>,
    /// The means of its year so far (一年一考核).
    pub year: Vec<IndexMean>,
}

/// The totals of a day, in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexDay {
    /// Which.
    pub day: Date,
    /// By which version of the formula.
    pub formula: String,
    /// The most that there was.
    pub most: u32,
    /// The county, then the reader's towns.
    pub totals: Vec<(AreaCode, u32)>,
}

/// The mean of an area's totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexMean {
    /// Which area.
    pub area: AreaCode,
    /// In hundredths of a point.
    pub mean: u32,
    /// Of how many days.
    pub days: u32,
}

/// Cases that are named one by one: those that something was lost by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesOf {
    /// Which.
    pub cases: Vec<CaseId>,
    /// The first row.
    pub offset: u32,
    /// Rows, at most 200.
    pub limit: u32,
}
