//! Decisions on the papers of a meeting: which of them, how they stand, and as lines of a table.

use jiff::civil::Date;
use onemap_domain::case::CaseId;
use onemap_domain::pack::{Owed, OwedCase, Pack};
use onemap_domain::people::User;
use onemap_domain::record::{Decision, DecisionOutcome, Matter, RecordId, RecordKind};
use onemap_exchange::paper::{Line, Part};
use onemap_protocol::desk::RecordRow;
use onemap_protocol::problem::Problem;
use onemap_protocol::told::Voice;

use super::speaker::{Teller, date};
use super::tables::{columns, line, number, table};
use crate::meeting::Nameable;
use crate::{Console, Reads, Submit};

/// What was reported on an earlier decision: so many, the latest.
const REPORTS: usize = 3;

impl<P: Reads + Submit> Console<P> {
    /// Every decision that the user may see, the oldest first.
    pub(super) async fn decisions(&self, user: &User) -> Result<Vec<Taken>, Problem> {
        let kind = RecordKind::Decision;
        let rows = self.ports.records(&user.scope, kind, u32::MAX).await?;
        let mut taken: Vec<Taken> = rows.into_iter().filter_map(Taken::of).collect();
        taken.sort_by_key(|taken| (taken.decision.decided_at, taken.id));
        Ok(taken)
    }
}

/// A decision as it stands here.
pub(super) struct Taken {
    pub(super) id: RecordId,
    pub(super) decision: Decision,
    pub(super) pending: bool,
}

impl Taken {
    fn of(row: RecordRow) -> Option<Taken> {
        let RecordRow { record, pending } = row;
        let Matter::Decision(decision) = record.matter else {
            return None;
        };
        Some(Taken {
            id: record.id,
            decision,
            pending,
        })
    }
}

/// The cases that decisions are about.
pub(super) fn cases_of(taken: &[Taken]) -> impl Iterator<Item = CaseId> {
    let taken = taken.iter();
    taken.filter_map(|taken| taken.decision.resolution.case)
}

/// The number of the case that a decision is about, where it may be told.
pub(super) fn number_of<'a>(taken: &Taken, nameable: &'a Nameable) -> Option<&'a str> {
    let case = taken.decision.resolution.case?;
    Some(nameable.get(&case)?.as_ref()?.0.as_str())
}

/// How a decision stands on a day.
fn stands(teller: &Teller<'_>, decision: &Decision, today: Date) -> String {
    let key = match decision.outcome {
        Some(DecisionOutcome::Done) => "paper-decision-done",
        Some(DecisionOutcome::Dropped) => "paper-decision-dropped",
        None if decision.is_overdue(today) => "paper-decision-overdue",
        None => "paper-decision-owed",
    };
    teller.say(key, &[])
}

/// The same, with whether the central has confirmed it.
pub(super) fn state(teller: &Teller<'_>, taken: &Taken) -> String {
    let state = stands(teller, &taken.decision, date(teller.now));
    if taken.pending {
        let pending = teller.say("pending", &[]);
        return teller.listed(&[state, pending]);
    }
    state
}

const DECISION: [(&str, u8); 7] = [
    ("paper-decision-index", 2),
    ("paper-decision-text", 10),
    ("paper-decision-becomes", 5),
    ("paper-decision-department", 5),
    ("paper-decision-person", 4),
    ("paper-decision-by", 5),
    ("paper-decision-state", 4),
];

fn decided(
    teller: &Teller<'_>,
    index: usize,
    decision: &Decision,
    state: String,
    notes: Vec<String>,
) -> Line {
    let resolution = &decision.resolution;
    let department = resolution.department.as_ref();
    let cells = [
        (index + 1).to_string(),
        resolution.text.clone(),
        teller.word("decision-becomes", resolution.becomes.name()),
        department.map_or_else(String::new, |code| teller.department_short(code)),
        resolution.person.clone(),
        // There is little room, and it is the same day in every language.
        resolution.by.to_string(),
        state,
    ];
    line(cells, notes)
}

/// What had come of earlier decisions when the pack was frozen.
pub(super) fn owed(teller: &Teller<'_>, pack: &Pack) -> Vec<Part> {
    let today = date(pack.at);
    let one = |(index, owed): (usize, &Owed)| {
        let case = owed.case.as_ref().map(|case| owed_case(teller, case));
        let reports = &owed.decision.reports;
        let latest = &reports[reports.len().saturating_sub(REPORTS)..];
        let reports = latest.iter().map(|report| {
            let said = [
                ("when", teller.moment(report.at)),
                ("by", report.by.clone()),
                ("text", report.text.clone()),
            ];
            let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
            teller.say("paper-decision-report", &said)
        });
        let notes = case.into_iter().chain(reports).collect();
        let state = stands(teller, &owed.decision, today);
        decided(teller, index, &owed.decision, state, notes)
    };
    let lines = pack.owed.iter().enumerate().map(one).collect();
    table(columns(teller, &DECISION), lines)
        .into_iter()
        .collect()
}

fn owed_case(teller: &Teller<'_>, case: &OwedCase) -> String {
    let stage = teller.word("stage", case.stage.name());
    teller.say(
        "paper-decision-case-stands",
        &[
            ("number", &number(teller, &case.about)),
            ("title", &case.about.title),
            ("stage", &stage),
        ],
    )
}

/// The decisions of this meeting, as they stand now.
pub(super) fn taken(teller: &Teller<'_>, taken: &[Taken], nameable: &Nameable) -> Vec<Part> {
    let one = |(index, taken): (usize, &Taken)| {
        let note = number_of(taken, nameable)
            .map(|number| teller.say("paper-decision-case", &[("number", number)]));
        let notes = note.into_iter().collect();
        decided(teller, index, &taken.decision, state(teller, taken), notes)
    };
    let lines = taken.iter().enumerate().map(one).collect();
    table(columns(teller, &DECISION), lines)
        .into_iter()
        .collect()
}
