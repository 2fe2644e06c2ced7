//! Duties, rosters, staffing and scorecards: what was done on the ground, by whom, and where it is
//! missing.
//!
//! Books are asked for by identity, which follows from what they are of; so the cost of a sheet
//! does not depend on how many years of books there are.

use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;
use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::duty::{Diary, standing};
use onemap_domain::indicator::{Rate, Standing};
use onemap_domain::pack::Days;
use onemap_domain::people::User;
use onemap_domain::profile::{DutyRule, Every};
use onemap_domain::record::duty::Book;
use onemap_domain::record::{Appraisal, Matter, Record, RecordId, Roster, appraisal, duty, roster};
use onemap_domain::score::Sources;
use onemap_domain::staffing::{Staff, short, staff};
use onemap_protocol::desk::{
    AskGaps, AskRoster, AskScorecards, AskSheet, AskStaffing, DutyGaps, GapsView, OnDuty, QuotaRow,
    RosterView, SHEET_ROWS, Scorecard, ScorecardsView, SheetRow, SheetView, Span, StaffingView,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, County, Reads, Submit};

/// The books of a duty, by area, with whether any of an area's is pending.
type Books = HashMap<AreaCode, (Vec<Book>, bool)>;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn gaps(&self, ask: &AskGaps) -> Result<GapsView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let area = within(&user, &county, ask.area.as_ref())?;
        let today = county.calendar.date(self.ports.now());
        let mut duties = Vec::new();
        for rule in &county.profile.duties {
            let owing = owing(&county, rule, &area);
            if !owing.is_empty() {
                duties.push(
                    self.gaps_of(&user, &county, rule, &area, &owing, today)
                        .await?,
                );
            }
        }
        Ok(GapsView {
            area,
            today,
            duties,
        })
    }

    async fn gaps_of(
        &self,
        user: &User,
        county: &County,
        rule: &DutyRule,
        area: &AreaCode,
        owing: &[AreaCode],
        today: Date,
    ) -> Result<DutyGaps, Problem> {
        let running = rule.every.period(today);
        let last = rule.every.period(running.from.saturating_sub(1.day()));
        let whole = Days::new(last.from, running.to);
        let books = self.books(user, rule, owing, whole).await?;
        let diary = Diary::of(rule, books.values().flat_map(|(books, _)| books));
        let far =
            |areas: &[AreaCode], days: Days| standing(rule, areas, &diary, days, &county.calendar);
        let over = far(owing, last);
        let span = |days: Days, rate: Option<Rate>| Span {
            days,
            rate: rate.unwrap_or_default(),
        };
        let below = county.children(area).filter_map(|child| {
            let own: Vec<AreaCode> = owing
                .iter()
                .filter(|one| child.code.covers(one))
                .cloned()
                .collect();
            let rate = far(&own, last).map(|standing| standing.rate)?;
            Some((child.code.clone(), rate))
        });
        Ok(DutyGaps {
            rule: rule.code.clone(),
            below: below.collect(),
            last: span(last, over.as_ref().map(|standing| standing.rate)),
            running: span(running, far(owing, running).map(|standing| standing.rate)),
            gaps: over.map(|standing| standing.gaps).unwrap_or_default(),
        })
    }

    pub(crate) async fn sheet(&self, ask: &AskSheet) -> Result<SheetView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let area = within(&user, &county, Some(&ask.area))?;
        let rule = county.profile.duty(&ask.rule);
        let rule = rule.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let today = county.calendar.date(self.ports.now());
        let book = rule.book_of(ask.around);
        let columns: Vec<(Days, u32)> = rule
            .every
            .ending_in(book)
            .filter(|period| period.from <= today)
            .map(|period| (period, rule.owed_in(period, &county.calendar)))
            .collect();
        let owing = owing(&county, rule, &area);
        let shown: Vec<AreaCode> = owing.iter().take(SHEET_ROWS).cloned().collect();
        let mut books = self.books(&user, rule, &shown, book).await?;
        let rows = shown.into_iter().map(|area| {
            let (books, pending) = books.remove(&area).unwrap_or_default();
            let diary = Diary::of(rule, &books);
            let done = columns.iter().map(|(days, _)| diary.count(&area, *days));
            SheetRow {
                done: done.collect(),
                lines: books.into_iter().flat_map(|book| book.lines).collect(),
                area,
                pending,
            }
        });
        Ok(SheetView {
            rows: rows.collect(),
            total: owing.len() as u32,
            columns,
        })
    }

    /// The books that hold what areas did of a duty in some days and in the periods that they end.
    async fn books(
        &self,
        user: &User,
        rule: &DutyRule,
        areas: &[AreaCode],
        days: Days,
    ) -> Result<Books, Problem> {
        let of_days = rule.books_of(days);
        let ids: Vec<RecordId> = areas
            .iter()
            .flat_map(|area| {
                let of_days = of_days.iter();
                of_days.map(|book| duty::identity(&rule.code, area, *book))
            })
            .collect();
        let mut books = Books::new();
        for row in self.ports.records_of(&user.scope, &ids).await? {
            if let Matter::Duty(book) = row.record.matter {
                let (own, pending) = books.entry(book.area.clone()).or_default();
                own.push(book);
                *pending |= row.pending;
            }
        }
        Ok(books)
    }

    pub(crate) async fn roster(&self, ask: &AskRoster) -> Result<RosterView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let today = county.calendar.date(self.ports.now());
        let area = ask.area.clone();
        let area = area.unwrap_or_else(|| county.register.county.clone());
        let around = ask.around.unwrap_or(today);
        let id = roster::identity(&area, around);
        let row = self.ports.record(&user.scope, id).await?;
        let pending = row.as_ref().is_some_and(|row| row.pending);
        let planned = row.and_then(|row| planned(row.record));
        Ok(RosterView {
            roster: planned.unwrap_or_else(|| Roster {
                area: area.clone(),
                month: Every::Month.period(around),
                turns: Vec::new(),
            }),
            pending,
            on_duty: self.on_duty(&user, &county, &area).await?,
        })
    }

    /// Who is on duty in an area now.
    pub(crate) async fn on_duty(
        &self,
        user: &User,
        county: &County,
        area: &AreaCode,
    ) -> Result<Vec<OnDuty>, Problem> {
        let Some(rule) = &county.profile.roster else {
            return Ok(Vec::new());
        };
        let now = self.ports.now();
        let today = county.calendar.date(now);
        let yesterday = today.saturating_sub(1.day());
        let mut ids = vec![
            roster::identity(area, today),
            roster::identity(area, yesterday),
        ];
        ids.dedup();
        let rows = self.ports.records_of(&user.scope, &ids).await?;
        let rosters: Vec<Roster> = rows
            .into_iter()
            .filter_map(|row| planned(row.record))
            .collect();
        let on_duty = roster::on_duty(&rosters, rule, now, &county.calendar);
        let on_duty = on_duty.into_iter().filter_map(|(shift, turn)| {
            let (_, until) = shift.moments(turn.on, &county.calendar)?;
            Some(OnDuty {
                until,
                turn: turn.clone(),
            })
        });
        Ok(on_duty.collect())
    }

    pub(crate) fn staffing(&self, ask: &AskStaffing) -> Result<StaffingView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let area = within(&user, &county, ask.area.as_ref())?;
        let forces = &county.profile.forces;
        let people: Vec<_> = county
            .register
            .people
            .iter()
            .filter(|person| area.covers(&person.area))
            .cloned()
            .collect();
        let children: Vec<AreaCode> = county.children(&area).map(|one| one.code.clone()).collect();
        let below = staff(&children, &people, forces);
        let whole = staff(std::slice::from_ref(&area), &people, forces);
        let whole = whole.into_iter().next();
        let whole = whole.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let areas: Vec<_> = county
            .register
            .areas
            .iter()
            .filter(|one| area.covers(&one.code))
            .cloned()
            .collect();
        let quotas = county.profile.quotas.iter().map(|quota| {
            let short = short(quota, &areas, &people);
            let of_level = areas.iter().filter(|one| one.code.level() == quota.level);
            let all = of_level.count() as u64;
            QuotaRow {
                code: quota.code.clone(),
                rate: Rate::new(all - short.len() as u64, all),
                short,
            }
        });
        Ok(StaffingView {
            here: rest(&whole, &below),
            quotas: quotas.collect(),
            whole,
            below,
        })
    }

    pub(crate) async fn scorecards(&self, ask: &AskScorecards) -> Result<ScorecardsView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let area = within(&user, &county, Some(&ask.area))?;
        let rule = county.profile.scorecard.as_ref();
        let rule = rule.ok_or_else(|| Problem::new(ProblemCode::NotFound))?;
        let now = self.ports.now();
        let yesterday = county.calendar.date(now).saturating_sub(1.day());
        let month = Every::Month.period(ask.around);
        let days = Days::new(month.from, month.to.min(yesterday));
        let mut all: Vec<AreaCode> = areas_of(&county, &area)
            .filter(|one| one.level() == rule.level)
            .cloned()
            .collect();
        all.sort_unstable();
        let shown: Vec<AreaCode> = all.iter().take(SHEET_ROWS).cloned().collect();
        let areas: Vec<AreaCode> = areas_of(&county, &area).cloned().collect();
        let diaries = self.diaries(&user, &county, &areas, days).await?;
        let mut given = self.appraisals(&user, &shown, ask.around).await?;
        let held = self.kept(&county, &user.scope).await?;
        let kept = held.get()?;
        let standings: Vec<(CaseId, &Standing)> = kept
            .open_to_all()
            .filter(|(_, standing)| area.covers(&standing.grid))
            .collect();
        let sources = Sources {
            standings,
            areas: &areas,
            diaries,
            duties: &county.profile.duties,
            calendar: &county.calendar,
            at: now,
        };
        let cards = shown.into_iter().map(|area| {
            let (given, pending) = given
                .remove(&area)
                .map_or_else(Default::default, |(own, pending)| (Some(own), pending));
            let points = given.as_ref().map(Appraisal::points).unwrap_or_default();
            let rows = sources.score(&rule.rows, &area, days, &points);
            let counts = rows.iter().filter(|row| row.rate.denominator > 0);
            let of: u32 = counts.clone().map(|row| u32::from(row.points) * 100).sum();
            let lost: u32 = counts.map(|row| row.lost).sum();
            Scorecard {
                area,
                rows,
                given: given.map(|own| own.given).unwrap_or_default(),
                counted: of - lost,
                of,
                pending,
            }
        });
        Ok(ScorecardsView {
            days,
            cards: cards.collect(),
            total: all.len() as u32,
        })
    }

    /// What was done of every duty, by its code.
    async fn diaries(
        &self,
        user: &User,
        county: &County,
        areas: &[AreaCode],
        days: Days,
    ) -> Result<BTreeMap<String, Diary>, Problem> {
        let mut diaries = BTreeMap::new();
        for rule in &county.profile.duties {
            let owing: Vec<AreaCode> = areas
                .iter()
                .filter(|area| rule.is_owed_by(area))
                .cloned()
                .collect();
            let books = self.books(user, rule, &owing, days).await?;
            let diary = Diary::of(rule, books.values().flat_map(|(books, _)| books));
            diaries.insert(rule.code.clone(), diary);
        }
        Ok(diaries)
    }

    async fn appraisals(
        &self,
        user: &User,
        areas: &[AreaCode],
        around: Date,
    ) -> Result<HashMap<AreaCode, (Appraisal, bool)>, Problem> {
        let ids: Vec<RecordId> = areas
            .iter()
            .map(|area| appraisal::identity(area, around))
            .collect();
        let rows = self.ports.records_of(&user.scope, &ids).await?;
        let given = rows.into_iter().filter_map(|row| match row.record.matter {
            Matter::Appraisal(appraisal) => {
                Some((appraisal.area.clone(), (appraisal, row.pending)))
            }
            _ => None,
        });
        Ok(given.collect())
    }
}

fn planned(record: Record) -> Option<Roster> {
    match record.matter {
        Matter::Roster(roster) => Some(roster),
        _ => None,
    }
}

/// All that somebody may see of a county: one whose scope is wider than the county sees the county.
pub(crate) fn own<'a>(user: &'a User, county: &'a County) -> &'a AreaCode {
    let whole = &county.register.county;
    if user.scope.area.covers(whole) {
        whole
    } else {
        &user.scope.area
    }
}

/// The area that is asked about, as far as the reader may see it.
pub(crate) fn within(
    user: &User,
    county: &County,
    area: Option<&AreaCode>,
) -> Result<AreaCode, Problem> {
    let area = area.unwrap_or_else(|| own(user, county)).clone();
    let seen = user.scope.area.covers(&area) && county.area(&area).is_some();
    if seen {
        Ok(area)
    } else {
        Err(Problem::new(ProblemCode::NotFound))
    }
}

pub(crate) fn areas_of<'a>(
    county: &'a County,
    area: &'a AreaCode,
) -> impl Iterator<Item = &'a AreaCode> {
    let codes = county.register.areas.iter().map(|one| &one.code);
    codes.filter(|one| area.covers(one))
}

/// The areas within one that owe a duty, in the order of their codes.
fn owing(county: &County, rule: &DutyRule, area: &AreaCode) -> Vec<AreaCode> {
    let mut owing: Vec<AreaCode> = areas_of(county, area)
        .filter(|one| rule.is_owed_by(one))
        .cloned()
        .collect();
    owing.sort_unstable();
    owing
}

/// Those of an area who are in none below it.
fn rest(whole: &Staff, below: &[Staff]) -> Staff {
    let sum = |of: &dyn Fn(&Staff) -> u32| below.iter().map(of).sum::<u32>();
    let force = |(at, count): (usize, &u32)| {
        let elsewhere = sum(&|staff| staff.forces.get(at).copied().unwrap_or_default());
        count.saturating_sub(elsewhere)
    };
    Staff {
        area: whole.area.clone(),
        forces: whole.forces.iter().enumerate().map(force).collect(),
        others: whole.others.saturating_sub(sum(&|staff| staff.others)),
    }
}
