//! Meetings: their list, what of a pack its reader may be told, and a decision that is typed once
//! and carried out.

use std::collections::HashMap;

use jiff::Timestamp;
use onemap_domain::area::AreaCode;
use onemap_domain::case::{CaseId, CaseNumber};
use onemap_domain::command::Command;
use onemap_domain::indicator::Standing;
use onemap_domain::mask;
use onemap_domain::pack::{FigureKind, Pack, Rhythm};
use onemap_domain::people::User;
use onemap_domain::record::decision::Command as DecisionCommand;
use onemap_domain::record::{Becomes, Matter, RecordCommand, RecordKind, Resolution};
use onemap_protocol::desk::{
    CasePage, CountedIn, MeetingRow, Meetings, RecordRow, Resolve, Resolved,
};
use onemap_protocol::problem::Problem;

use crate::kept::Moments;
use crate::{Console, County, Reads, Subjects, Submit};

/// Cases that whoever reads a pack may be told of, with their numbers.
pub(crate) type Nameable = HashMap<CaseId, Option<CaseNumber>>;

/// Most rows of one page.
const PAGE_LIMIT: usize = 200;

/// Most meetings in a list.
const MEETINGS_LIMIT: usize = 100;

/// Whether a case is one of those that a figure counts.
type IsCounted = Box<dyn Fn(&Standing, Moments) -> bool + Send>;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn meetings(&self, ask: &Meetings) -> Result<Vec<MeetingRow>, Problem> {
        let user = self.user()?;
        // Daily ones are the most: with the weekly and monthly ones between them, twice as many do.
        let limit = match ask.rhythm {
            Rhythm::Daily => 2 * MEETINGS_LIMIT as u32,
            Rhythm::Weekly | Rhythm::Monthly => u32::MAX,
        };
        let rows = self
            .ports
            .records(&user.scope, RecordKind::Meeting, limit)
            .await?;
        let of_rhythm = rows.into_iter().filter_map(|row| listed(row, ask.rhythm));
        Ok(of_rhythm.take(MEETINGS_LIMIT).collect())
    }

    /// A case that was sealed, voided or merged since is left out: what is known now need not be
    /// what the pack counted, and whoever asks compares the two.
    pub(crate) async fn counted_in(&self, ask: &CountedIn) -> Result<CasePage, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let on = county.calendar.date(ask.at);
        let is_counted: IsCounted = match ask.figure {
            FigureKind::Reported | FigureKind::Dispatched | FigureKind::Closed => {
                let flow = ask.figure.flow();
                let days = ask.days;
                Box::new(move |standing, _| {
                    let day = flow.and_then(|flow| standing.day_of(flow));
                    day.is_some_and(|day| days.hold(day))
                })
            }
            FigureKind::Open => {
                let at = ask.at;
                Box::new(move |standing, moments| {
                    let ended_later = moments.closed.is_some_and(|closed| closed > at)
                        || standing.declined_on.is_some_and(|day| day > on);
                    moments.reported <= at && (standing.open || ended_later)
                })
            }
            FigureKind::Overdue | FigureKind::DueToday => {
                return Err(Problem::bad_field("figure"));
            }
        };
        let mut found: Vec<(Timestamp, CaseId)> = {
            let held = self.kept(&county, &user.scope).await?;
            let kept = held.get()?;
            let here = kept.moments_for_all();
            let here = here.filter(|(_, standing, _)| ask.area.covers(&standing.grid));
            here.filter(|(_, standing, moments)| is_counted(standing, *moments))
                .map(|(id, _, moments)| (moments.reported, id))
                .collect()
        };
        found.sort_unstable_by(|one, other| other.cmp(one));
        let total = found.len() as u32;
        let page: Vec<CaseId> = found
            .into_iter()
            .skip(ask.offset as usize)
            .take((ask.limit as usize).clamp(1, PAGE_LIMIT))
            .map(|(_, id)| id)
            .collect();
        let shown = self.in_order(&user, &page).await?;
        Ok(CasePage {
            total,
            rows: self.rows_of_shown(&shown, &county.profile),
        })
    }

    /// Both the decision and the command on its case are decided here first: where either makes no
    /// sense, neither is given. The central decides each again; a command that it refuses is set
    /// aside for its author like any other, and the decision stays.
    pub(crate) async fn resolve(&self, ask: &Resolve) -> Result<Resolved, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        let resolution = &ask.resolution;
        let keep = RecordCommand::Decision(DecisionCommand::Decide(resolution.clone()));
        self.decided_record(&user, None, &keep)?;
        let order = self.carried_out(&user, &county, resolution).await?;
        let command = order.as_ref().map(|(_, command)| command.kind());
        let given = self.ports.resolve(&user, keep, order).await?;
        Ok(Resolved {
            record: given.record,
            command,
        })
    }

    /// Those of some cases that the user may see. A sealed one is left out, though the user may
    /// see it: a pack is shown to a whole room, and a paper goes from hand to hand.
    pub(crate) async fn nameable(
        &self,
        user: &User,
        cases: &[CaseId],
    ) -> Result<Nameable, Problem> {
        if cases.is_empty() {
            return Ok(Nameable::new());
        }
        let shown = self.ports.states(&user.scope, cases).await?;
        let cases = shown.into_iter().map(|shown| shown.case);
        let open = cases.filter(|case| case.compartment.is_none());
        Ok(open.map(|case| (case.id, case.number)).collect())
    }

    /// Takes out of the packs of a meeting's record and of its log what whoever reads them may not
    /// be told.
    pub(crate) async fn readable(&self, user: &User, packs: Vec<&mut Pack>) -> Result<(), Problem> {
        let cases: Vec<CaseId> = packs.iter().flat_map(|pack| cases_in(pack)).collect();
        let nameable = self.nameable(user, &cases).await?;
        for pack in packs {
            cut(pack, &user.scope.area, &nameable);
        }
        Ok(())
    }

    async fn carried_out(
        &self,
        user: &User,
        county: &County,
        resolution: &Resolution,
    ) -> Result<Option<(Subjects, Command)>, Problem> {
        let Some(id) = resolution.case else {
            return Ok(None);
        };
        let case = self.visible(user, id).await?.case;
        // A decision is read by more people than a sealed case.
        if case.compartment.is_some() {
            return Err(Problem::bad_field("case"));
        }
        if resolution.becomes == Becomes::Note {
            return Ok(None);
        }
        let command = resolution
            .command(&case, &county.profile, &county.calendar)
            .ok_or_else(|| unnamed(resolution.becomes))?;
        let other = self.decided(user, Some(&case), &command).await?;
        let subjects = Subjects {
            case: Some(id),
            revision: case.revision,
            other,
        };
        Ok(Some((subjects, command)))
    }
}

/// The cases that a pack names.
pub(crate) fn cases_in(pack: &Pack) -> impl Iterator<Item = CaseId> {
    let listed = pack.listed.iter().flat_map(|listed| &listed.cases);
    let owed = pack.owed.iter();
    listed
        .map(|case| case.id)
        .chain(owed.filter_map(|owed| owed.decision.resolution.case))
}

/// Whether a decision's words may be told: not where its case may not be named, but to the department
/// that answers for it, which was told when it was decided.
pub(crate) fn may_tell(resolution: &Resolution, nameable: &Nameable, user: &User) -> bool {
    let case = resolution.case;
    let own = user.actor.department.as_ref();
    let answers = own.is_some() && resolution.department.as_ref() == own;
    answers || case.is_none_or(|case| nameable.contains_key(&case))
}

/// Takes out of a pack what its reader may not be told, and masks numbers in what stays; its figures
/// stay, which name nobody.
pub(crate) fn cut(pack: &mut Pack, area: &AreaCode, nameable: &Nameable) {
    let is_theirs = |other: &AreaCode| area.covers(other) || other.covers(area);
    for listed in &mut pack.listed {
        listed.cases.retain(|case| nameable.contains_key(&case.id));
        // A pack is read across a room.
        for case in &mut listed.cases {
            case.title = mask::written(&case.title);
        }
    }
    // Of a decision whose case may not be named, its words may not be told either.
    pack.owed.retain(|owed| {
        let resolution = &owed.decision.resolution;
        let named = resolution
            .case
            .is_none_or(|case| nameable.contains_key(&case));
        named && is_theirs(&resolution.area)
    });
    for owed in &mut pack.owed {
        let decision = &mut owed.decision;
        let reports = decision.reports.iter_mut();
        let reported = reports.map(|report| &mut report.text);
        for text in reported.chain([&mut decision.resolution.text]) {
            *text = mask::written(text);
        }
        if let Some(case) = &mut owed.case {
            case.about.title = mask::written(&case.about.title);
        }
    }
    pack.hot_spots.retain(|spot| is_theirs(&spot.area));
    for duty in &mut pack.duties {
        duty.standing.gaps.retain(|gap| is_theirs(&gap.area));
    }
}

/// An order that names no department where nobody has the case yet, or a supervision in a way of
/// working without a ladder.
fn unnamed(becomes: Becomes) -> Problem {
    Problem::bad_field(match becomes {
        Becomes::Supervision => "becomes",
        Becomes::Order | Becomes::Note => "department",
    })
}

fn listed(row: RecordRow, rhythm: Rhythm) -> Option<MeetingRow> {
    let RecordRow { record, pending } = row;
    let Matter::Meeting(meeting) = record.matter else {
        return None;
    };
    (meeting.pack.rhythm == rhythm).then(|| MeetingRow {
        id: record.id,
        days: meeting.pack.days,
        at: meeting.pack.at,
        figures: meeting.pack.figures,
        opened: meeting.opened.is_some(),
        closed: meeting.closed.is_some(),
        pending,
    })
}
