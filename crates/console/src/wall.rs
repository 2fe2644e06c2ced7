//! What the wall shows: one answer with everything, since all of it changes with every case.
//!
//! Deliberately absent: scenes and their rotation, which are the page's; and how the wall is
//! driven, which the port knows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, ToSpan};
use onemap_domain::area::{Area, AreaCode};
use onemap_domain::board::{Board, Brief};
use onemap_domain::case::CaseId;
use onemap_domain::indicator::Slice;
use onemap_domain::lane::Lane;
use onemap_domain::pack::{FigureKind, Pack, Rhythm, hot_spots};
use onemap_domain::people::{Role, Scope, User};
use onemap_domain::profile::Profile;
use onemap_domain::record::{Matter, RecordKind};
use onemap_protocol::desk::{
    ALARM_SECONDS, Alarm, AlarmKind, AskWall, Compared, DepartmentLoad, DriveWall, Latest, Morning,
    PlaceRow, WallOrder, WallView,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::board::of_area;
use crate::kept::Kept;
use crate::rates::judged;
use crate::{Console, County, Reads, Submit, inbox};

/// Who drives a wall: those who work in the room that it hangs in.
const DRIVERS: [Role; 3] = [Role::Operator, Role::Supervisor, Role::Leader];
/// Cases that are longest overdue.
const WORST: usize = 10;
/// Cases in which something happened last.
const LATEST: usize = 12;
/// Days of the mix of channels and categories.
const MIX_DAYS: i64 = 30;
/// Records among which the last daily pack is.
const PACKS: u32 = 8;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn drive_wall(&self, ask: &DriveWall) -> Result<(), Problem> {
        let user = self.user()?;
        if !DRIVERS.contains(&user.actor.role) {
            return Err(Problem::new(ProblemCode::NotFound));
        }
        let county = self.county()?;
        if let WallOrder::Area { area: Some(area) } = &ask.order
            && (county.area(area).is_none() || !user.scope.area.covers(area))
        {
            return Err(Problem::bad_field("area"));
        }
        self.ports.drive_wall(ask.order.clone()).await
    }

    pub(crate) async fn wall(&self, ask: &AskWall) -> Result<WallView, Problem> {
        let user = open_to_a_room(self.user()?);
        let county = self.county()?;
        let area = wall_area(&user, &county, ask.area.as_ref())?;
        let reading = self.reading(&county);
        let now = reading.now;
        // All from what is kept, under one lock: figures of one moment.
        let (figures, alarms, board, rates, hot_spots, lanes) = {
            let held = self.kept(&county, &user.scope).await?;
            let kept = held.get()?;
            let briefs = || kept.briefs().map(|(_, brief)| brief);
            let today = county.calendar.date(now);
            let slice = Slice::Area(area.code.clone());
            (
                Figures::of(kept, &county, &area.code, now),
                fresh(kept, &area.code, now),
                Board::of(briefs(), &of_area(&area.code), reading),
                kept.tally.rates(today.first_of_month(), today, &slice),
                hot_spots(
                    Rhythm::Daily,
                    Rhythm::Daily.looks_back(today, &county.profile.meetings, &county.calendar),
                    kept.standings()
                        .map(|(_, standing)| standing)
                        .filter(|standing| area.code.covers(&standing.grid)),
                ),
                on_the_way(
                    &county.profile,
                    briefs().filter(|brief| area.code.covers(&brief.grid)),
                ),
            )
        };
        let mut rates = judged(&county.profile, rates);
        rates.retain(|row| row.rate.denominator > 0);
        let whole = area.code == county.register.county;
        let pack = if whole {
            self.morning(&user).await?
        } else {
            None
        };
        let duties = pack.iter().flat_map(|pack| &pack.duties);
        let duties = duties.map(|duty| (duty.standing.rule.clone(), duty.standing.rate));
        Ok(WallView {
            at: now,
            reported: figures.reported,
            closed: figures.closed,
            sums: board.total,
            morning: pack.as_ref().map(morning),
            duties: duties.collect(),
            index: pack.as_ref().and_then(|pack| pack.index),
            on_duty: self.on_duty(&user, &county, &area.code).await?,
            lanes,
            loads: self.wall_loads(&user, &county, &area.code, now).await?,
            places: figures.places,
            hot_spots,
            channels: figures.channels,
            categories: figures.categories,
            rates,
            worst: {
                let shown = self.in_order(&user, &figures.worst).await?;
                self.rows_of_shown(&shown, &county.profile)
            },
            latest: self.latest(&user, &county, &figures.latest).await?,
            alarms: self.alarm_rows(&user, &county, &alarms).await?,
            hours: figures.hours,
            area,
        })
    }

    /// What interrupts the wall now, for whoever makes it heard.
    pub async fn alarms(
        &self,
        area: Option<&AreaCode>,
    ) -> Result<Vec<(AlarmKind, CaseId)>, Problem> {
        let user = open_to_a_room(self.user()?);
        let county = self.county()?;
        let area = wall_area(&user, &county, area)?;
        let held = self.kept(&county, &user.scope).await?;
        let kept = held.get()?;
        let alarms = fresh(kept, &area.code, self.ports.now()).into_iter();
        Ok(alarms.map(|(_, kind, id)| (kind, id)).collect())
    }

    /// The last daily pack.
    async fn morning(&self, user: &User) -> Result<Option<Pack>, Problem> {
        let kind = RecordKind::Meeting;
        let meetings = self.ports.records(&user.scope, kind, PACKS).await?;
        Ok(meetings
            .into_iter()
            .find_map(|row| match row.record.matter {
                Matter::Meeting(meeting) if meeting.pack.rhythm == Rhythm::Daily => {
                    Some(*meeting.pack)
                }
                _ => None,
            }))
    }

    async fn wall_loads(
        &self,
        user: &User,
        county: &County,
        area: &AreaCode,
        now: Timestamp,
    ) -> Result<Vec<DepartmentLoad>, Problem> {
        let scope = Scope {
            area: area.clone(),
            ..user.scope.clone()
        };
        let end_of_today = county.calendar.end_of(county.calendar.date(now));
        let carried = self.ports.loads(&scope, now, end_of_today).await?;
        let mut loads: Vec<DepartmentLoad> = carried
            .into_iter()
            .filter(|(_, load)| load.open > 0)
            .map(|(department, mut load)| {
                let known = county.department(&department);
                load.capacity = known.map_or(0, |department| department.capacity);
                DepartmentLoad { department, load }
            })
            .collect();
        loads.sort_by_key(|row| Reverse((row.load.open, row.load.overdue)));
        Ok(loads)
    }

    async fn latest(
        &self,
        user: &User,
        county: &County,
        moved: &[(Timestamp, CaseId)],
    ) -> Result<Vec<Latest>, Problem> {
        let ids: Vec<CaseId> = moved.iter().map(|(_, id)| *id).collect();
        let shown = self.in_order(user, &ids).await?;
        let now = self.ports.now();
        let at = |id: CaseId| moved.iter().find(|(_, other)| *other == id);
        Ok(shown
            .iter()
            .filter_map(|shown| {
                Some(Latest {
                    at: at(shown.case.id)?.0,
                    row: inbox::row(shown, &county.profile, now),
                })
            })
            .collect())
    }

    async fn alarm_rows(
        &self,
        user: &User,
        county: &County,
        since: &[(Timestamp, AlarmKind, CaseId)],
    ) -> Result<Vec<Alarm>, Problem> {
        let ids: Vec<CaseId> = since.iter().map(|(.., id)| *id).collect();
        let shown = self.ports.states(&user.scope, &ids).await?;
        let now = self.ports.now();
        let alarm = |(at, kind, id): &(Timestamp, AlarmKind, CaseId)| {
            let shown = shown.iter().find(|shown| shown.case.id == *id)?;
            Some(Alarm {
                kind: *kind,
                at: *at,
                row: inbox::row(shown, &county.profile, now),
            })
        };
        Ok(since.iter().filter_map(alarm).collect())
    }
}

/// The area that a wall shows.
fn wall_area(user: &User, county: &County, asked: Option<&AreaCode>) -> Result<Area, Problem> {
    let whole = [&user.scope.area, &county.register.county];
    // A wall of a province's account shows the county that is here.
    let own = whole.into_iter().find(|code| county.area(code).is_some());
    // An area that is gone, or not this account's, must not leave a wall without anything.
    let asked = asked.filter(|code| user.scope.area.covers(code));
    let asked = asked.and_then(|code| county.area(code));
    let area = asked.or_else(|| county.area(own?));
    let missing = || Problem::new(ProblemCode::NotReady);
    area.cloned().ok_or_else(missing)
}

/// A wall is read by whoever comes in: sealed cases are not for it, whatever its account may open.
fn open_to_a_room(mut user: User) -> User {
    user.scope.compartments.clear();
    user
}

/// Open cases by the lanes of the way; every open case is in one of them.
fn on_the_way<'a>(profile: &Profile, briefs: impl Iterator<Item = &'a Brief>) -> Vec<(Lane, u32)> {
    let mut counts: BTreeMap<Lane, u32> = BTreeMap::new();
    for brief in briefs {
        *counts.entry(profile.lane(brief.stage)).or_default() += 1;
    }
    profile
        .lanes()
        .filter(|lane| !matches!(lane, Lane::Overdue | Lane::Done))
        .map(|lane| (lane, counts.get(&lane).copied().unwrap_or_default()))
        .collect()
}

/// What is counted in one walk over what is kept.
#[derive(Default)]
struct Figures {
    reported: Compared,
    closed: Compared,
    places: Vec<PlaceRow>,
    channels: Vec<(String, u32)>,
    categories: Vec<(String, u32)>,
    hours: Vec<u32>,
    worst: Vec<CaseId>,
    latest: Vec<(Timestamp, CaseId)>,
}

impl Figures {
    fn of(kept: &Kept, county: &County, area: &AreaCode, now: Timestamp) -> Figures {
        let calendar = &county.calendar;
        let today = calendar.date(now);
        let begun = calendar.start_of(today);
        let day = SignedDuration::from_hours(24);
        let earlier = |at: Timestamp| at.checked_sub(day).unwrap_or(at);
        // Days here have 24 hours: the county keeps one time the year round.
        let yesterday = earlier(begun)..=earlier(now);
        let compare = |compared: &mut Compared, at: Timestamp| {
            // What is here has happened, though our idea of the central's time may be a little behind.
            compared.today += u32::from(at >= begun && calendar.date(at) == today);
            compared.yesterday += u32::from(yesterday.contains(&at));
        };
        let since = today.saturating_sub((MIX_DAYS - 1).days());
        let below: Vec<&Area> = county.children(area).collect();
        let mut places: BTreeMap<&AreaCode, PlaceRow> = below
            .iter()
            .map(|child| {
                let row = PlaceRow {
                    area: child.code.clone(),
                    open: 0,
                    overdue: 0,
                    reported: 0,
                };
                (&child.code, row)
            })
            .collect();
        let level = below.first().map(|child| child.code.level());
        let mut figures = Figures {
            hours: vec![0; 24],
            ..Figures::default()
        };
        let mut channels: BTreeMap<&str, u32> = BTreeMap::new();
        let mut categories: BTreeMap<&str, u32> = BTreeMap::new();
        for (id, standing, moments) in kept.moments() {
            if !area.covers(&standing.grid) {
                continue;
            }
            compare(&mut figures.reported, moments.reported);
            if let Some(closed) = moments.closed {
                compare(&mut figures.closed, closed);
            }
            if standing.reported_on >= since {
                *channels.entry(&standing.channel).or_default() += 1;
                *categories.entry(&standing.category).or_default() += 1;
            }
            if standing.reported_on == today {
                let hour = moments.reported.duration_since(begun).as_hours();
                let hour = usize::try_from(hour).unwrap_or_default();
                if let Some(count) = figures.hours.get_mut(hour) {
                    *count += 1;
                }
                let place = level.and_then(|level| standing.grid.at(level));
                if let Some(row) = place.and_then(|place| places.get_mut(&place)) {
                    row.reported += 1;
                }
            }
            figures.latest.push((moments.moved, id));
        }
        figures.carry(kept, area, now, level, &mut places);
        figures.latest.sort_unstable_by_key(|moved| Reverse(*moved));
        figures.latest.truncate(LATEST);
        figures.channels = most_first(channels);
        figures.categories = most_first(categories);
        figures.places = places.into_values().collect();
        figures
            .places
            .sort_by_key(|row| Reverse((row.overdue, row.open)));
        figures
    }

    /// What the open cases add.
    fn carry(
        &mut self,
        kept: &Kept,
        area: &AreaCode,
        now: Timestamp,
        level: Option<onemap_domain::area::Level>,
        places: &mut BTreeMap<&AreaCode, PlaceRow>,
    ) {
        let mut worst: Vec<(Timestamp, CaseId)> = Vec::new();
        let inside = |(_, brief): &(CaseId, &Brief)| area.covers(&brief.grid);
        for (id, brief) in kept.briefs().filter(inside) {
            let due = brief.term.map(|term| term.due_at);
            let overdue = due.filter(|due| now > *due);
            if let Some(due) = overdue {
                worst.push((due, id));
            }
            let place = level.and_then(|level| brief.grid.at(level));
            if let Some(row) = place.and_then(|place| places.get_mut(&place)) {
                row.open += 1;
                row.overdue += u32::from(overdue.is_some());
            }
        }
        worst.sort_unstable();
        self.worst = worst.into_iter().take(WORST).map(|(_, id)| id).collect();
    }
}

/// What interrupts: cases that became emergencies and deadlines passed just now, the newest first.
fn fresh(kept: &Kept, area: &AreaCode, now: Timestamp) -> Vec<(Timestamp, AlarmKind, CaseId)> {
    let reported = kept
        .moments()
        .filter(|(_, standing, _)| standing.open && area.covers(&standing.grid))
        .filter_map(|(id, _, moments)| Some((moments.emergency?, AlarmKind::Emergency, id)));
    let passed = kept
        .briefs()
        .filter(|(_, brief)| area.covers(&brief.grid))
        .filter_map(|(id, brief)| Some((brief.term?.due_at, id)))
        .filter(|(due, _)| now > *due)
        .map(|(due, id)| (due, AlarmKind::Overdue, id));
    let mut alarms: Vec<_> = reported
        .chain(passed)
        .filter(|(at, ..)| is_fresh(*at, now))
        .collect();
    alarms.sort_unstable_by_key(|alarm| Reverse(*alarm));
    alarms
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    (0..ALARM_SECONDS).contains(&now.duration_since(at).as_secs())
}

fn most_first(counts: BTreeMap<&str, u32>) -> Vec<(String, u32)> {
    let mut counts: Vec<(String, u32)> = counts
        .into_iter()
        .map(|(code, count)| (code.to_owned(), count))
        .collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    counts
}

/// What the wall says of a pack.
fn morning(pack: &Pack) -> Morning {
    let count = |kind| pack.figure(kind).map_or(0, |figure| figure.count);
    Morning {
        at: pack.at,
        open: count(FigureKind::Open),
        overdue: count(FigureKind::Overdue),
    }
}
