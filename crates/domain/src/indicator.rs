//! Indicators (指标): the rates a county is judged by, each with its numerator and denominator.
//!
//! One definition serves everything. [`Standing::mark`] says for one case and one [`Indicator`]
//! on which day the case counts and whether it is in the numerator. A [`Tally`] only adds marks
//! up, so that a counter kept step by step, a recomputation, and the list of cases behind a
//! figure cannot disagree.
//!
//! How the definitions are read:
//! - 应结案 of a period are the cases whose deadline falls in it, or that closed in it before
//!   their deadline. So every case with a deadline is due on exactly one day: the day it closed
//!   when that is earlier, else the deadline's last day. It is not due again on its deadline, and
//!   the months of a year add up to the year. 应受理 and 应办结 are read in the same way.
//! - A case without a deadline is due on no day, closed or not: it could only ever raise the rate.
//! - An extension moves the deadline, and with it the day on which the case is due.
//! - A numerator says what is known now of the cases its denominator holds. A case closed late
//!   therefore raises the 结案率 of the period it was due in, and never its 按期结案率; a period
//!   that reaches past today holds what will be due then. What must not move any more (a daily
//!   index, a meeting's pack) is a snapshot, and that is kept elsewhere.
//! - Imported historic cases count in rates of time, not in rates of visits.
//! - A case counts for the department that leads it now. Only 退单率 is kept apart: a return
//!   counts for the department that sent the case back, whoever leads it afterwards; and the rates
//!   of whistles, where the case counts for every unit that was called. Of several whistles on one
//!   case the last one counts.
//!
//! Deliberately absent: 排查率 (its denominator is what had to be inspected, households or
//! places, and no case says that); weights and scores; any clock: days and moments are arguments.

mod of_case;
mod rate;
mod series;
mod standing;
mod tally;

pub use rate::{Percent, Rate};
pub use standing::{Called, Mark, Owed, Standing, Visit};
pub use tally::{Place, Ranking, Tally};

use serde::{Deserialize, Serialize};

use crate::area::{AreaCode, Level};
use crate::department::DepartmentCode;

/// A rate, as what is counted ÷ out of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    /// 结案率 = closed ÷ due to be closed (digital city management; mission.md, S47).
    Closing,
    /// 按期结案率 = closed in time ÷ due to be closed (the same).
    ClosingInTime,
    /// 返工率 = reopened at least once ÷ due to be closed.
    Rework,
    /// 延期率 = extended at least once ÷ due to be closed.
    Extension,
    /// 退单率 = sent back by a department ÷ dispatched, on the day of the first dispatch.
    Return,
    /// 及时受理率 = accepted in time ÷ due to be accepted (petitions; mission.md, S28).
    AcceptanceInTime,
    /// 办结率 = answered by the department ÷ due to be answered (mission.md, S39).
    Completion,
    /// 按期办结率 = answered by the department in time ÷ due to be answered (petitions; S28).
    CompletionInTime,
    /// 办理率 = answered or closed ÷ established, on the day of establishing (mission.md, S23).
    /// The county names it and does not say how it counts; this reading is ours.
    Handling,
    /// 响应率 = contacted by the handler ÷ asked about it on a visit (北京市接诉即办工作条例).
    Response,
    /// 解决率 = resolved ÷ asked about it on a visit (the same).
    Resolution,
    /// 满意率 = satisfied ÷ asked about it on a visit (the same).
    Satisfaction,
    /// 按时报到率 = the called unit was there in time ÷ called, on the day it was needed
    /// (吹哨报到; mission.md, S22). Over all units: every one that was called was there in time.
    Arrival,
    /// 报到评价: the callers were content with the called unit ÷ rated by them (the same).
    ArrivalWorth,
    /// 吹哨评价: the called unit found the call needed ÷ rated by it (the same).
    CallWorth,
}

impl Indicator {
    /// Every indicator.
    pub const ALL: [Indicator; 15] = [
        Indicator::Closing,
        Indicator::ClosingInTime,
        Indicator::Rework,
        Indicator::Extension,
        Indicator::Return,
        Indicator::AcceptanceInTime,
        Indicator::Completion,
        Indicator::CompletionInTime,
        Indicator::Handling,
        Indicator::Response,
        Indicator::Resolution,
        Indicator::Satisfaction,
        Indicator::Arrival,
        Indicator::ArrivalWorth,
        Indicator::CallWorth,
    ];

    /// The stable name on the wire and, with dashes, in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Indicator::Closing => "closing",
            Indicator::ClosingInTime => "closing_in_time",
            Indicator::Rework => "rework",
            Indicator::Extension => "extension",
            Indicator::Return => "return",
            Indicator::AcceptanceInTime => "acceptance_in_time",
            Indicator::Completion => "completion",
            Indicator::CompletionInTime => "completion_in_time",
            Indicator::Handling => "handling",
            Indicator::Response => "response",
            Indicator::Resolution => "resolution",
            Indicator::Satisfaction => "satisfaction",
            Indicator::Arrival => "arrival",
            Indicator::ArrivalWorth => "arrival_worth",
            Indicator::CallWorth => "call_worth",
        }
    }

    /// Whether a high rate is good; of rework, extensions and returns a low one is.
    pub const fn higher_is_better(self) -> bool {
        !matches!(
            self,
            Indicator::Rework | Indicator::Extension | Indicator::Return
        )
    }

    /// Whether it is about called units: such a case counts for each of them, whoever leads it.
    pub const fn is_of_whistles(self) -> bool {
        matches!(
            self,
            Indicator::Arrival | Indicator::ArrivalWorth | Indicator::CallWorth
        )
    }

    /// Whether it rests on what people said on a visit; imported historic cases stay out of those.
    pub const fn is_of_visits(self) -> bool {
        matches!(
            self,
            Indicator::Response | Indicator::Resolution | Indicator::Satisfaction
        )
    }
}

/// Something that happens to a case once, counted on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// 上报
    Reported,
    /// 立案
    Established,
    /// 不予立案
    Declined,
    /// 交办, the first one
    Dispatched,
    /// 结案
    Closed,
}

impl Flow {
    /// Every flow, in the order of the way.
    pub const ALL: [Flow; 5] = [
        Flow::Reported,
        Flow::Established,
        Flow::Declined,
        Flow::Dispatched,
        Flow::Closed,
    ];

    /// The stable name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Flow::Reported => "reported",
            Flow::Established => "established",
            Flow::Declined => "declined",
            Flow::Dispatched => "dispatched",
            Flow::Closed => "closed",
        }
    }
}

/// A way to part the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// By leading department.
    Department,
    /// By category.
    Category,
    /// By channel.
    Channel,
    /// By county.
    County,
    /// By town.
    Town,
    /// By village.
    Village,
    /// By grid.
    Grid,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Dimension; 7] = [
        Dimension::Department,
        Dimension::Category,
        Dimension::Channel,
        Dimension::County,
        Dimension::Town,
        Dimension::Village,
        Dimension::Grid,
    ];

    /// The stable name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Dimension::Department => "department",
            Dimension::Category => "category",
            Dimension::Channel => "channel",
            Dimension::County => "county",
            Dimension::Town => "town",
            Dimension::Village => "village",
            Dimension::Grid => "grid",
        }
    }

    /// The dimension of areas of one level; cases are not parted above counties or below grids.
    pub const fn of_level(level: Level) -> Option<Dimension> {
        match level {
            Level::County => Some(Dimension::County),
            Level::Town => Some(Dimension::Town),
            Level::Village => Some(Dimension::Village),
            Level::Grid => Some(Dimension::Grid),
            Level::Province | Level::City | Level::HouseholdUnit => None,
        }
    }
}

/// One part of the cases. On the wire: `{"by": "department", "key": "zhujian"}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "by", content = "key", rename_all = "snake_case")]
pub enum Slice {
    /// All of them.
    All,
    /// Those that a department leads.
    Department(DepartmentCode),
    /// Those of a category.
    Category(String),
    /// Those that came in by a channel.
    Channel(String),
    /// Those within an area, from the county down to the grid.
    Area(AreaCode),
}

impl Slice {
    /// The way of parting that it belongs to; `None` for all cases, and for areas that cases are
    /// not parted by.
    pub fn dimension(&self) -> Option<Dimension> {
        match self {
            Slice::All => None,
            Slice::Department(_) => Some(Dimension::Department),
            Slice::Category(_) => Some(Dimension::Category),
            Slice::Channel(_) => Some(Dimension::Channel),
            Slice::Area(code) => Dimension::of_level(code.level()),
        }
    }
}
