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

mod spots;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

pub use spots::{FLOOR, HotSpot, WEEKS, hot_spots};

use crate::area::{AreaCode, Level};
use crate::calendar::Calendar;
use crate::case::{Case, CaseId, CaseNumber, Stage};
use crate::department::DepartmentCode;
use crate::indicator::{Flow, Indicator, Rate, Slice, Standing, Tally};
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

    /// The last whole period before a day.
    pub fn period_before(self, day: Date) -> Days {
        match self {
            Rhythm::Daily => {
                let yesterday = day.saturating_sub(1.day());
                Days::new(yesterday, yesterday)
            }
            Rhythm::Weekly => {
                let since_monday = i64::from(day.weekday().since(Weekday::Monday));
                let monday = day.saturating_sub(since_monday.days());
                Days::new(
                    monday.saturating_sub(7.days()),
                    monday.saturating_sub(1.day()),
                )
            }
            Rhythm::Monthly => {
                let last = day.first_of_month().saturating_sub(1.day());
                Days::new(last.first_of_month(), last)
            }
        }
    }
}

/// Days from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Days {
    /// The first.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
}

impl Days {
    /// From one day to another.
    pub const fn new(from: Date, to: Date) -> Days {
        Days { from, to }
    }

    /// Whether a day is one of them.
    pub fn hold(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The same days so many weeks earlier.
    fn weeks_before(self, weeks: i64) -> Days {
        let back = (7 * weeks).days();
        Days::new(self.from.saturating_sub(back), self.to.saturating_sub(back))
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
    /// How many in the period before: the day, the week or the month. Of what is counted at a
    /// moment it is what the pack frozen then said; `None` where there was none.
    pub before: Option<u64>,
    /// For a day: how many on the same weekday of the week before; in the same way.
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
    /// 不满意: said so in the period.
    Dissatisfied,
    /// 重复诉求: reported again by the same person within thirty days, or merged with another.
    Repeated,
}

impl Subject {
    /// Every subject, in the order of the meeting.
    pub const ALL: [Subject; 5] = [
        Subject::Overdue,
        Subject::DueToday,
        Subject::ReturnedTwice,
        Subject::Dissatisfied,
        Subject::Repeated,
    ];

    /// The stable name on the wire and, with dashes, in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Subject::Overdue => "overdue",
            Subject::DueToday => "due_today",
            Subject::ReturnedTwice => "returned_twice",
            Subject::Dissatisfied => "dissatisfied",
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
}

impl Pack {
    /// The figure of a kind.
    pub fn figure(&self, kind: FigureKind) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.kind == kind)
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
pub const VERSION: u16 = 2;

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
}

/// Puts a pack together at a moment. `area` is a county or wider.
pub fn pack(rhythm: Rhythm, area: &AreaCode, at: Timestamp, sources: &Sources) -> Pack {
    let calendar = sources.calendar;
    let today = calendar.date(at);
    let days = rhythm.period_before(today);
    let cases: Vec<&Case> = sources
        .cases
        .iter()
        .filter(|case| case.compartment.is_none() && area.covers(&case.facts.grid))
        .collect();
    let standings: Vec<Standing> = cases
        .iter()
        .filter_map(|case| Standing::of(case, calendar))
        .collect();
    let tally = Tally::of(Level::Town, &standings);
    let listed: Vec<Listed> = Subject::ALL
        .into_iter()
        .map(|subject| listed(subject, &cases, days, at, calendar))
        .collect();
    let rates = tally.rates(days.from, days.to, &Slice::All);
    let rates = Indicator::ALL.into_iter().zip(rates);
    Pack {
        version: VERSION,
        rhythm,
        area: area.clone(),
        days,
        at,
        figures: figures(rhythm, days, at, &cases, &tally, sources),
        rates: rates.filter(|(_, rate)| rate.denominator > 0).collect(),
        listed,
        hot_spots: hot_spots(rhythm, days, standings.iter()),
        decisions: Vec::new(),
        owed: owed(sources, &cases),
    }
}

fn figures(
    rhythm: Rhythm,
    days: Days,
    at: Timestamp,
    cases: &[&Case],
    tally: &Tally,
    sources: &Sources,
) -> Vec<Figure> {
    let before = rhythm.period_before(days.from);
    let week_before = (rhythm == Rhythm::Daily).then(|| days.weeks_before(1));
    let end_of_today = sources.calendar.end_of(sources.calendar.date(at));
    let said = |period: Days, kind: FigureKind| {
        let pack = sources.earlier.iter().find(|pack| pack.days == period)?;
        Some(pack.figure(kind)?.count)
    };
    let figure = |kind: FigureKind| {
        let flow = match kind {
            FigureKind::Reported => Some(Flow::Reported),
            FigureKind::Dispatched => Some(Flow::Dispatched),
            FigureKind::Closed => Some(Flow::Closed),
            FigureKind::Open | FigureKind::Overdue | FigureKind::DueToday => None,
        };
        if let Some(flow) = flow {
            let count = |days: Days| tally.count(flow, days.from, days.to, &Slice::All);
            return Figure {
                kind,
                count: count(days),
                before: Some(count(before)),
                week_before: week_before.map(count),
            };
        }
        let is = |case: &&&Case| match kind {
            FigureKind::Overdue => case.is_overdue(at),
            FigureKind::DueToday => is_due_today(case, at, end_of_today),
            _ => case.is_open(),
        };
        Figure {
            kind,
            count: cases.iter().filter(is).count() as u64,
            before: said(before, kind),
            week_before: week_before.and_then(|days| said(days, kind)),
        }
    };
    FigureKind::ALL.into_iter().map(figure).collect()
}

fn is_due_today(case: &Case, at: Timestamp, end_of_today: Timestamp) -> bool {
    case.due_at()
        .is_some_and(|due| at <= due && due <= end_of_today)
}

fn listed(
    subject: Subject,
    cases: &[&Case],
    days: Days,
    at: Timestamp,
    calendar: &Calendar,
) -> Listed {
    let end_of_today = calendar.end_of(calendar.date(at));
    let again = match subject {
        Subject::Repeated => reported_again(cases, days, calendar),
        _ => BTreeSet::new(),
    };
    let said_no = |case: &Case| {
        let visit = case
            .last_visit
            .as_ref()
            .filter(|visit| !visit.answers.all());
        visit.is_some_and(|visit| days.hold(calendar.date(visit.at)))
    };
    let mut chosen: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| match subject {
            Subject::Overdue => case.is_overdue(at),
            Subject::DueToday => is_due_today(case, at, end_of_today),
            Subject::ReturnedTwice => case.is_open() && case.returned >= 2,
            Subject::Dissatisfied => said_no(case),
            Subject::Repeated => again.contains(&case.id),
        })
        .collect();
    // No two cases are equal here, so the pack is the same whatever the order of its cases.
    chosen.sort_by_key(|case| (case.due_at().unwrap_or(Timestamp::MAX), case.id));
    Listed {
        subject,
        total: chosen.len() as u64,
        cases: chosen.into_iter().take(LISTED).map(PackCase::of).collect(),
    }
}

/// Cases reported in the period by somebody who had reported another within thirty days before,
/// or that others were merged into.
fn reported_again(cases: &[&Case], days: Days, calendar: &Calendar) -> BTreeSet<CaseId> {
    let mut by_phone: BTreeMap<&str, Vec<(Date, CaseId)>> = BTreeMap::new();
    for case in cases {
        let reporter = case.facts.reporter.as_ref();
        let phone = reporter.map(|reporter| reporter.phone.as_str());
        if let Some(phone) = phone.filter(|phone| !phone.is_empty()) {
            let day = calendar.date(case.reported_at);
            by_phone.entry(phone).or_default().push((day, case.id));
        }
    }
    let mut again = BTreeSet::new();
    for reports in by_phone.values_mut() {
        reports.sort_unstable();
        for pair in reports.windows(2) {
            let [(first, _), (second, id)] = pair else {
                continue;
            };
            let apart = first
                .until(*second)
                .map_or(i32::MAX, |span| span.get_days());
            if days.hold(*second) && apart <= 30 {
                again.insert(*id);
            }
        }
    }
    let merged = cases.iter().filter(|case| !case.absorbed.is_empty());
    let merged = merged.filter(|case| days.hold(calendar.date(case.reported_at)));
    again.extend(merged.map(|case| case.id));
    again
}

fn owed(sources: &Sources, cases: &[&Case]) -> Vec<Owed> {
    let last = sources.earlier.iter().map(|pack| pack.at).max();
    let case = |decision: &Decision| {
        let id = decision.resolution.case?;
        let case = cases.iter().find(|case| case.id == id)?;
        Some(OwedCase {
            about: PackCase::of(case),
            stage: case.stage,
            open: case.is_open(),
        })
    };
    let mut owed: Vec<Owed> = sources
        .decisions
        .iter()
        .filter(|(_, decision)| {
            decision.outcome.is_none()
                || decision
                    .reports
                    .iter()
                    .any(|report| last.is_none_or(|last| report.at > last))
        })
        .map(|(id, decision)| Owed {
            id: *id,
            decision: decision.clone(),
            case: case(decision),
        })
        .collect();
    owed.sort_by_key(|owed| (owed.decision.decided_at, owed.id));
    owed
}
