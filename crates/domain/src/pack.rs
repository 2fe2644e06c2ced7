//! The pack of a meeting (每日晨会、周研判、月会商): what the county knows at one moment, put together
//! the same way every time.
//!
//! [`pack`] is a pure function of the cases as they stood at the moment, the decisions of earlier
//! meetings, and the packs frozen before: made again next year from the log, it is the same. What
//! was frozen is kept as it was in a [`crate::record::Meeting`], whatever is known later.
//!
//! Sealed cases are left out, because a pack is read by all who come (mission.md, S44).
//!
//! Deliberately absent: words for the screen, charts, files; and what a single reader may not see,
//! which whoever shows the pack takes out by the reader's scope.

mod again;
mod days;
mod made;
mod spots;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use again::{AGAIN_DAYS, GROUP};
pub use days::Days;
pub use made::pack;
pub use spots::{FLOOR, HotSpot, WEEKS, hot_spots};

use crate::area::AreaCode;
use crate::calendar::Calendar;
use crate::case::{Case, CaseId, CaseNumber, Stage};
use crate::department::DepartmentCode;
use crate::duty::{Diary, DutyStanding};
use crate::index::Snapshot;
use crate::indicator::{Flow, Indicator, Rate};
use crate::profile::{DutyRule, MeetingRule};
use crate::record::{Decision, RecordId};

/// Which meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// 每日晨会: yesterday.
    Daily,
    /// 周研判: last week, Monday to Sunday.
    Weekly,
    /// 月会商: last month.
    Monthly,
}

impl Rhythm {
    /// Every rhythm.
    pub const ALL: [Rhythm; 3] = [Rhythm::Daily, Rhythm::Weekly, Rhythm::Monthly];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Rhythm::Daily => "daily",
            Rhythm::Weekly => "weekly",
            Rhythm::Monthly => "monthly",
        }
    }
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// 上报, in the period.
    Reported,
    /// 交办, in the period.
    Dispatched,
    /// 结案, in the period.
    Closed,
    /// 在办, at the moment.
    Open,
    /// 逾期, at the moment.
    Overdue,
    /// 今日到期, from the moment to the end of its day.
    DueToday,
}

impl FigureKind {
    /// What it counts in the period; `None` where it counts what stands at the moment.
    pub const fn flow(self) -> Option<Flow> {
        match self {
            FigureKind::Reported => Some(Flow::Reported),
            FigureKind::Dispatched => Some(Flow::Dispatched),
            FigureKind::Closed => Some(Flow::Closed),
            FigureKind::Open | FigureKind::Overdue | FigureKind::DueToday => None,
        }
    }

    /// Every kind, in the order of the screen.
    pub const ALL: [FigureKind; 6] = [
        FigureKind::Reported,
        FigureKind::Dispatched,
        FigureKind::Closed,
        FigureKind::Open,
        FigureKind::Overdue,
        FigureKind::DueToday,
    ];

    /// The stable name on the wire and, with dashes, in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            FigureKind::Reported => "reported",
            FigureKind::Dispatched => "dispatched",
            FigureKind::Closed => "closed",
            FigureKind::Open => "open",
            FigureKind::Overdue => "overdue",
            FigureKind::DueToday => "due_today",
        }
    }
}

/// A figure with what it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// What it counts.
    pub kind: FigureKind,
    /// How many.
    pub count: u64,
    /// How many in the period before ([`Rhythm::before`]). Of what is counted at a moment it is what
    /// the pack before said; `None` where there was none.
    pub before: Option<u64>,
    /// For a daily one: how many on the same weekdays before ([`Rhythm::week_before`]). Of what is
    /// counted at a moment, what the pack of those days said.
    pub week_before: Option<u64>,
}

/// Why a case is in the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// 逾期
    Overdue,
    /// 今日到期
    DueToday,
    /// 反复退单: sent back twice or more, and open.
    ReturnedTwice,
    /// 不满意: said so in the period, on a visit or when asked to evaluate.
    Dissatisfied,
    /// 群体诉求: [`GROUP`] people or more with the same matter, merged into one case, and one of
    /// them came or was joined to it in the period.
    Group,
    /// 重复诉求: reported again by the same person within [`AGAIN_DAYS`] days, or merged with
    /// another of the same person's in the period.
    Repeated,
}

impl Subject {
    /// Every subject, in the order of the meeting.
    pub const ALL: [Subject; 6] = [
        Subject::Overdue,
        Subject::DueToday,
        Subject::ReturnedTwice,
        Subject::Dissatisfied,
        Subject::Group,
        Subject::Repeated,
    ];

    /// The stable name on the wire and, with dashes, in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Subject::Overdue => "overdue",
            Subject::DueToday => "due_today",
            Subject::ReturnedTwice => "returned_twice",
            Subject::Dissatisfied => "dissatisfied",
            Subject::Group => "group",
            Subject::Repeated => "repeated",
        }
    }
}

/// A case as the pack froze it. Nothing of who reported it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackCase {
    /// Which.
    pub id: CaseId,
    /// Its number.
    pub number: Option<CaseNumber>,
    /// Its title.
    pub title: String,
    /// Its grid.
    pub grid: AreaCode,
    /// Its category.
    pub category: String,
    /// Who leads it.
    pub lead: Option<DepartmentCode>,
    /// Its nearest deadline.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub due_at: Option<Timestamp>,
    /// Times it was sent back.
    pub returned: u32,
    /// How many people brought it together, where they are a group; else 0.
    #[serde(default, skip_serializing_if = "is_nobody")]
    pub people: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_nobody(people: &u32) -> bool {
    *people == 0
}

impl PackCase {
    fn of(case: &Case) -> PackCase {
        PackCase {
            id: case.id,
            number: case.number.clone(),
            title: case.facts.title.clone(),
            grid: case.facts.grid.clone(),
            category: case.facts.category.clone(),
            lead: case.lead.clone(),
            due_at: case.due_at(),
            returned: case.returned,
            people: 0,
        }
    }
}

/// The cases of one subject: how many in all, and the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listed {
    /// Why.
    pub subject: Subject,
    /// How many.
    pub total: u64,
    /// The first [`LISTED`], the longest overdue or the nearest deadline first.
    pub cases: Vec<PackCase>,
}

/// Cases of one subject that a pack holds; the figure is of all.
pub const LISTED: usize = 50;

/// A pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pack {
    /// Which version of these rules made it.
    pub version: u16,
    /// Which meeting.
    pub rhythm: Rhythm,
    /// Of which area.
    pub area: AreaCode,
    /// Which days it looks back on.
    pub days: Days,
    /// The moment.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The figures.
    pub figures: Vec<Figure>,
    /// The rates of the period that anything counted in.
    pub rates: Vec<(Indicator, Rate)>,
    /// The cases to speak of.
    pub listed: Vec<Listed>,
    /// Category × town above its usual range, the furthest above first.
    pub hot_spots: Vec<HotSpot>,
    /// In packs of version 1, what stands in `owed` since, without what had come of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<RecordId>,
    /// Decisions of earlier meetings that were open at the moment or were reported on since the
    /// meeting before, with what had come of them, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<Owed>,
    /// Duties whose periods ended in the days, with where they are missing: the first [`GAPS`] areas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<PackDuty>,
    /// The county's index of the last day, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<PackIndex>,
}

/// How far a duty was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackDuty {
    /// Where it is missing, the most first; at most [`GAPS`].
    #[serde(flatten)]
    pub standing: DutyStanding,
    /// In how many areas it is missing.
    pub areas: u64,
}

/// Areas that a pack names of one duty; the figure is of all.
pub const GAPS: usize = 60;

/// The index in a pack, hundredths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackIndex {
    /// Of the last day.
    pub total: u32,
    /// The most that there is.
    pub most: u32,
    /// Of the day before the period, where there was one.
    pub before: Option<u32>,
}

impl Pack {
    /// The figure of a kind.
    pub fn figure(&self, kind: FigureKind) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.kind == kind)
    }

    /// Whether the limits of its hot spots are what their formula gives, rounded up; see [`VERSION`].
    pub const fn rounds_limits_up(&self) -> bool {
        self.version >= 4
    }

    /// The cases of a subject.
    pub fn listed(&self, subject: Subject) -> Option<&Listed> {
        self.listed.iter().find(|listed| listed.subject == subject)
    }
}

/// A decision of an earlier meeting, with what had come of it at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Owed {
    /// Which.
    pub id: RecordId,
    /// The decision, with what was reported on it.
    pub decision: Decision,
    /// The case it is about, as it stood; `None` where it is about none, or about one that not
    /// all may know of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<OwedCase>,
}

/// How the case of a decision stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwedCase {
    /// What is said of every case of a pack.
    #[serde(flatten)]
    pub about: PackCase,
    /// Where it stood.
    pub stage: Stage,
    /// Whether work was still owed in it.
    pub open: bool,
}

/// The version of the rules that [`pack`] follows now.
///
/// Since version 4 the usual range of a hot spot is rounded up and never below what it is (before,
/// it could be a tenth of a case too low); daily packs of counties that meet on working days only
/// look back on every day since the one before (before, on yesterday alone); dissatisfied is also
/// who said so when asked to evaluate; and groups stand apart from who came again.
pub const VERSION: u16 = 4;

/// What a pack is made from.
pub struct Sources<'a> {
    /// Every case of the area as it stood at the moment, in any order.
    pub cases: &'a [Case],
    /// Every decision made before.
    pub decisions: &'a [(RecordId, Decision)],
    /// Packs of the same rhythm frozen before.
    pub earlier: &'a [&'a Pack],
    /// The county's calendar.
    pub calendar: &'a Calendar,
    /// When it meets.
    pub meetings: &'a MeetingRule,
    /// The duties of the county's way of working.
    pub duties: &'a [DutyRule],
    /// The areas that can owe one.
    pub areas: &'a [AreaCode],
    /// What was done of each, by its code.
    pub diaries: &'a BTreeMap<String, Diary>,
    /// The indexes of the days before.
    pub indexes: &'a [&'a Snapshot],
}
