//! The supervision desk: the board, a department over time, and what a leader has in hand.

use jiff::Timestamp;
use jiff::civil::Date;
use onemap_domain::area::AreaCode;
use onemap_domain::board::{Pick, Sums, Whose};
use onemap_domain::case::{Adoption, Request};
use onemap_domain::department::DepartmentCode;
use onemap_domain::record::RecordId;
use serde::{Deserialize, Serialize};

use super::CaseRow;

/// The supervision board of the cases that a pick chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskBoard {
    /// Which cases.
    pub pick: Pick,
}

/// The answer to [`AskBoard`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardView {
    /// The moment it is of, central time.
    pub at: Timestamp,
    /// By whose they are, the most overdue first; departments without a case have no row.
    pub rows: Vec<BoardRow>,
    /// All of them; every column of the rows sums to it.
    pub total: Sums,
    /// Slips that stand, by ladder and rung (from 0), from the lowest.
    pub rungs: Vec<(String, u32, u32)>,
}

/// A row of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// Whose.
    pub whose: Whose,
    /// How many.
    pub sums: Sums,
}

/// The cases behind a figure of the board, the longest overdue first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// Which.
    pub pick: Pick,
    /// Skip so many.
    pub offset: u32,
    /// At most so many; the console caps it at 200.
    pub limit: u32,
}

/// A department day by day, the last so many days with today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Which.
    pub department: DepartmentCode,
    /// How many days; the console caps it at 366.
    pub days: u32,
}

/// A department's day: of the cases that it leads now or led to their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDay {
    /// The day.
    pub on: Date,
    /// Cases first dispatched on it.
    pub dispatched: u32,
    /// Cases closed on it.
    pub closed: u32,
    /// Cases dispatched by its end and not closed by then.
    pub open: u32,
}

/// The cases that a sample can be drawn from, answered by a [`super::Found`] with the first
/// [`onemap_domain::record::draw::POPULATION_LIMIT`] of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    /// Of this area.
    pub area: Option<AreaCode>,
    /// About this.
    pub category: Option<String>,
    /// Closed in the last so many days with today, and not open again; every open case when absent.
    pub closed_days: Option<u32>,
}

/// What whoever asks has in hand as a leader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InHand {}

/// The answer to [`InHand`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InHandView {
    /// Cases that leaders took on, the asker's own first.
    pub adopted: Vec<AdoptedRow>,
    /// What somebody asks leave for, the oldest first.
    pub requests: Vec<RequestRow>,
    /// Slips on the highest rung of their ladder, and those whose time to answer has passed.
    pub unanswered: Vec<CaseRow>,
    /// Decisions that are owed, the nearest day first.
    pub decisions: Vec<RecordId>,
}

/// A case that a leader took on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdoptedRow {
    /// The case.
    pub row: CaseRow,
    /// Who took it on, with the evidence so far by the code of what is owed.
    pub adoption: Adoption,
    /// By whoever asks.
    pub own: bool,
}

/// A case in which somebody asks leave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestRow {
    /// The case.
    pub row: CaseRow,
    /// For what, why, and since when.
    pub request: Request,
}
