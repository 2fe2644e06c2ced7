//! The ledger of decisions (议定事项台账): every decision that the user may see, as a workbook.

use std::collections::HashMap;

use jiff::tz::Offset;
use onemap_domain::case::CaseId;
use onemap_domain::record::{Matter, RecordId, RecordKind};
use onemap_exchange::workbook::{Cell, Head, Workbook};
use onemap_protocol::desk::{KeepLedger, Kept, RecordRow};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::told::Voice;

use super::decided::{Taken, cases_of, number_of, state};
use super::frame;
use super::minutes::{held, unwritten};
use super::speaker::{Teller, date};
use crate::meeting::{Nameable, may_tell};
use crate::{Console, Paper, Reads, Submit, mask};

/// The columns with their widths, in characters.
const HEADS: [(&str, u8); 12] = [
    ("paper-ledger-index", 6),
    ("paper-ledger-meeting", 21),
    ("paper-ledger-decided", 11),
    ("paper-decision-text", 34),
    ("paper-decision-becomes", 8),
    ("paper-ledger-case", 22),
    ("paper-decision-department", 18),
    ("paper-decision-person", 9),
    ("paper-decision-by", 11),
    ("paper-decision-state", 9),
    ("paper-ledger-report", 34),
    ("paper-ledger-reported", 17),
];

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn keep_ledger(&self, ask: &KeepLedger) -> Result<Kept, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        // An empty ledger would say that nothing was ever decided.
        if !RecordKind::Decision.readers().contains(&user.scope.role) {
            return Err(Problem::new(ProblemCode::NotFound));
        }
        let mut taken = self.decisions(&user).await?;
        let cases: Vec<CaseId> = cases_of(&taken).collect();
        let nameable = self.nameable(&user, &cases).await?;
        taken.retain(|taken| may_tell(&taken.decision.resolution, &nameable, &user));
        let meetings = RecordKind::Meeting;
        let meetings = self.ports.records(&user.scope, meetings, u32::MAX).await?;
        let (name, book) = {
            let teller = self.teller(ask.language, &county);
            let day = date(teller.now).to_string();
            let name = teller.say("paper-ledger-name", &[("day", &day)]);
            let meetings = meetings.iter();
            let meetings = meetings.filter_map(|row| named(&teller, row)).collect();
            let book = Workbook {
                frame: frame(&teller, &user, "paper-ledger", String::new()),
                above: Vec::new(),
                heads: heads(&teller),
                rows: rows(&teller, &taken, &nameable, &meetings),
            };
            (name, book)
        };
        let paper = Paper::File {
            ending: "xlsx",
            bytes: book.xlsx().map_err(unwritten)?,
        };
        self.ports.keep_paper(&name, paper).await
    }
}

fn heads(teller: &Teller<'_>) -> Vec<Head> {
    let head = |(key, width): &(&str, u8)| Head {
        name: teller.say(key, &[]),
        width: *width,
    };
    HEADS.iter().map(head).collect()
}

/// A meeting with its day: 2026-11-21 每日晨会.
fn named(teller: &Teller<'_>, row: &RecordRow) -> Option<(RecordId, String)> {
    let Matter::Meeting(meeting) = &row.record.matter else {
        return None;
    };
    let day = date(meeting.pack.at).to_string();
    let name = held(teller, &meeting.pack);
    let name = teller.say(
        "paper-ledger-meeting-name",
        &[("meeting", &name), ("day", &day)],
    );
    Some((row.record.id, name))
}

fn rows(
    teller: &Teller<'_>,
    taken: &[Taken],
    nameable: &Nameable,
    meetings: &HashMap<RecordId, String>,
) -> Vec<Vec<Cell>> {
    let row = |(index, taken): (u32, &Taken)| {
        let decision = &taken.decision;
        let resolution = &decision.resolution;
        let meeting = resolution.meeting.and_then(|id| meetings.get(&id));
        let department = resolution.department.as_ref();
        let latest = decision.reports.last();
        let at = latest.map(|report| Offset::constant(8).to_datetime(report.at));
        vec![
            Cell::Number(u64::from(index)),
            written(meeting),
            Cell::Day(date(decision.decided_at)),
            written(Some(&resolution.text)),
            Cell::text(teller.word("decision-becomes", resolution.becomes.name())),
            Cell::text(number_of(taken, nameable).unwrap_or_default()),
            Cell::text(department.map_or_else(String::new, |code| teller.department(code))),
            written(Some(&resolution.person)),
            Cell::Day(resolution.by),
            Cell::text(state(teller, taken)),
            written(latest.map(|report| &report.text)),
            at.map_or(Cell::Empty, Cell::Moment),
        ]
    };
    (1..).zip(taken).map(row).collect()
}

/// What somebody wrote, with the numbers of people in it masked.
fn written(text: Option<&String>) -> Cell {
    text.map_or(Cell::Empty, |text| Cell::text(mask::written(text)))
}
