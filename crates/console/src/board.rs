//! The supervision desk: the board with the cases behind each of its figures, a department day by
//! day, and what a leader has in hand.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::ToSpan;
use onemap_domain::board::{Board, Brief, Concern, Pick, Reading, Whose};
use onemap_domain::case::CaseId;
use onemap_domain::indicator::{Slice, Standing};
use onemap_domain::people::User;
use onemap_domain::profile::Profile;
use onemap_domain::record::draw::POPULATION_LIMIT;
use onemap_domain::record::{Matter, RecordKind};
use onemap_protocol::desk::{
    AdoptedRow, AskBoard, BoardRow, BoardView, CasePage, CaseRow, Course, CourseDay, Found,
    InHandView, Picked, Population, RequestRow,
};
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::{Console, County, Reads, Shown, Submit, inbox};

/// Most rows of one page, and of each of a leader's lists.
const PAGE_LIMIT: usize = 200;
/// Days of the longest course.
const LONGEST_DAYS: u32 = 366;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn board(&self, ask: &AskBoard) -> Result<BoardView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let reading = self.reading(&county);
        let held = self.kept(&county, &user.scope).await?;
        let kept = held.get()?;
        let briefs = kept.briefs().map(|(_, brief)| brief);
        let board = Board::of(briefs, &ask.pick, reading);
        let mut rows: Vec<BoardRow> = board
            .rows
            .into_iter()
            .map(|(whose, sums)| BoardRow { whose, sums })
            .collect();
        // What nobody has yet comes first: no department will ask for it.
        rows.sort_by_key(|row| {
            let led = row.whose != Whose::Nobody;
            (led, Reverse((row.sums.overdue(), row.sums.open)))
        });
        let rungs = board.rungs.into_iter();
        Ok(BoardView {
            at: reading.now,
            rows,
            total: board.total,
            rungs: rungs
                .map(|((ladder, rung), count)| (ladder, rung, count))
                .collect(),
        })
    }

    pub(crate) async fn picked(&self, ask: &Picked) -> Result<CasePage, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let reading = self.reading(&county);
        let chosen = |brief: &Brief| ask.pick.chooses(brief, reading);
        let ids = self.ids_of(&user, &county, chosen).await?;
        let total = ids.len() as u32;
        let limit = (ask.limit as usize).clamp(1, PAGE_LIMIT);
        let page: Vec<CaseId> = ids
            .into_iter()
            .skip(ask.offset as usize)
            .take(limit)
            .collect();
        let shown = self.in_order(&user, &page).await?;
        Ok(CasePage {
            total,
            rows: self.rows_of_shown(&shown, &county.profile),
        })
    }

    pub(crate) async fn course(&self, ask: &Course) -> Result<Vec<CourseDay>, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let missing = || Problem::new(ProblemCode::NotFound);
        county.department(&ask.department).ok_or_else(missing)?;
        let today = county.calendar.date(self.ports.now());
        let days = i64::from(ask.days.clamp(1, LONGEST_DAYS));
        let slice = Slice::Department(ask.department.clone());
        let held = self.kept(&county, &user.scope).await?;
        let kept = held.get()?;
        let own: Vec<&Standing> = kept
            .standings()
            .map(|(_, standing)| standing)
            .filter(|standing| standing.is_in(&slice))
            .collect();
        let day = |back: i64| {
            let on = today.saturating_sub(back.days());
            let count = |is: &dyn Fn(&Standing) -> bool| {
                own.iter().filter(|standing| is(standing)).count() as u32
            };
            CourseDay {
                on,
                dispatched: count(&|one| one.dispatched_on == Some(on)),
                closed: count(&|one| one.closing.done_on == Some(on)),
                open: count(&|one| {
                    let begun = one.dispatched_on.is_some_and(|begun| begun <= on);
                    let ended = one.closing.done_on.is_some_and(|done| done <= on);
                    begun && !ended && (one.open || one.closing.done_on.is_some())
                }),
            }
        };
        Ok((0..days).rev().map(day).collect())
    }

    pub(crate) async fn population(&self, ask: &Population) -> Result<Found, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let Some(days) = ask.closed_days else {
            let reading = self.reading(&county);
            let pick = Pick {
                area: ask.area.clone(),
                category: ask.category.clone(),
                ..Pick::default()
            };
            let chosen = |brief: &Brief| pick.chooses(brief, reading);
            return Ok(at_most(self.ids_of(&user, &county, chosen).await?));
        };
        let today = county.calendar.date(self.ports.now());
        let back = i64::from(days.clamp(1, LONGEST_DAYS)) - 1;
        let from = today.saturating_sub(back.days());
        let slices: Vec<Slice> = [
            ask.area.clone().map(Slice::Area),
            ask.category.clone().map(Slice::Category),
        ]
        .into_iter()
        .flatten()
        .collect();
        let held = self.kept(&county, &user.scope).await?;
        let kept = held.get()?;
        let mut ids: Vec<CaseId> = kept
            .moments()
            .filter(|(_, standing, moments)| {
                let closed = moments.closed.map(|at| county.calendar.date(at));
                closed.is_some_and(|on| (from..=today).contains(&on))
                    && slices.iter().all(|slice| standing.is_in(slice))
            })
            .map(|(id, ..)| id)
            .collect();
        ids.sort_unstable();
        Ok(at_most(ids))
    }

    pub(crate) async fn in_hand(&self) -> Result<InHandView, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let reading = self.reading(&county);
        let has = |concern: Concern| move |brief: &Brief| brief.has(concern, reading.now);
        let top = |brief: &Brief| {
            let slip = brief.slip.as_ref().filter(|slip| !slip.answered);
            slip.is_some_and(|slip| {
                let ladder = county.profile.ladder(&slip.ladder);
                let last = ladder.is_some_and(|ladder| {
                    slip.rung as usize + 1 == ladder.rungs.len() && ladder.rungs.len() > 1
                });
                last || reading.now > slip.due_at
            })
        };
        let profile = &county.profile;
        let mut adopted: Vec<AdoptedRow> = self
            .chosen(&user, &county, has(Concern::Adopted))
            .await?
            .iter()
            .filter_map(|shown| {
                let adoption = shown.case.adoption.clone()?;
                Some(AdoptedRow {
                    row: inbox::row(shown, profile, reading.now),
                    own: adoption.leader == user.actor.user,
                    adoption,
                })
            })
            .collect();
        adopted.sort_by_key(|row| !row.own);
        let mut requests: Vec<RequestRow> = self
            .chosen(&user, &county, has(Concern::Request))
            .await?
            .iter()
            .filter_map(|shown| {
                Some(RequestRow {
                    row: inbox::row(shown, profile, reading.now),
                    request: shown.case.request.clone()?,
                })
            })
            .collect();
        requests.sort_by_key(|row| row.request.at);
        let unanswered = self.chosen(&user, &county, top).await?;
        let decisions = self
            .ports
            .records(&user.scope, RecordKind::Decision, u32::MAX)
            .await?;
        let mut owed: Vec<_> = decisions
            .iter()
            .filter_map(|row| match &row.record.matter {
                Matter::Decision(decision) if decision.outcome.is_none() => {
                    Some((decision.resolution.by, row.record.id))
                }
                _ => None,
            })
            .collect();
        owed.sort_unstable();
        Ok(InHandView {
            adopted,
            requests,
            unanswered: self.rows_of_shown(&unanswered, profile),
            decisions: owed.into_iter().map(|(_, id)| id).collect(),
        })
    }

    pub(crate) fn reading(&self, county: &County) -> Reading {
        Reading {
            now: self.ports.now(),
            yellow_share: county.profile.yellow_share,
        }
    }

    /// Open cases that a rule chooses, the longest overdue first.
    pub(crate) async fn ids_of(
        &self,
        user: &User,
        county: &County,
        chosen: impl Fn(&Brief) -> bool,
    ) -> Result<Vec<CaseId>, Problem> {
        let held = self.kept(county, &user.scope).await?;
        let kept = held.get()?;
        let mut found: Vec<_> = kept
            .briefs()
            .filter(|(_, brief)| chosen(brief))
            .map(|(id, brief)| {
                let due = brief.term.map_or(jiff::Timestamp::MAX, |term| term.due_at);
                (due, id)
            })
            .collect();
        found.sort_unstable();
        Ok(found.into_iter().map(|(_, id)| id).collect())
    }

    async fn chosen(
        &self,
        user: &User,
        county: &County,
        chosen: impl Fn(&Brief) -> bool,
    ) -> Result<Vec<Shown>, Problem> {
        let ids = self.ids_of(user, county, chosen).await?;
        self.in_order(user, &ids).await
    }

    /// The cases in the order of their identities.
    pub(crate) async fn in_order(
        &self,
        user: &User,
        ids: &[CaseId],
    ) -> Result<Vec<Shown>, Problem> {
        let shown = self.ports.states(&user.scope, ids).await?;
        let mut by_id: HashMap<CaseId, Shown> = shown
            .into_iter()
            .map(|shown| (shown.case.id, shown))
            .collect();
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }

    pub(crate) fn rows_of_shown(&self, shown: &[Shown], profile: &Profile) -> Vec<CaseRow> {
        let now = self.ports.now();
        let rows = shown.iter().map(|shown| inbox::row(shown, profile, now));
        rows.collect()
    }
}

/// As many as one draw can hold.
fn at_most(mut ids: Vec<CaseId>) -> Found {
    let total = ids.len() as u32;
    ids.truncate(POPULATION_LIMIT);
    Found { total, cases: ids }
}

/// The open cases of an area.
pub(crate) fn of_area(area: &onemap_domain::area::AreaCode) -> Pick {
    Pick {
        area: Some(area.clone()),
        ..Pick::default()
    }
}
