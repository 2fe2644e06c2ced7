//! What is being filled in for many cases at once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::calendar::Period;
use onemap_domain::case::{CaseId, Urgency};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::{Command, CommandKind, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_domain::profile::{ClockRule, Profile};
use onemap_protocol::problem::Problem;

use super::known::Known;
use super::plan::{Batch, Ready, establish};
use super::sum::{usual_lead, usual_leads};

/// What is being filled in. Its signals live as long as the panel.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The leading department's code.
    pub lead: RwSignal<String>,
    /// Only the cases that it usually leads.
    pub only_usual: RwSignal<bool>,
    /// Whether the due time is set by hand, and which: the value of a `datetime-local` control.
    pub sets_due: RwSignal<bool>,
    /// See [`Draft::sets_due`].
    pub due: RwSignal<String>,
    /// The assisting departments.
    pub assists: RwSignal<Vec<DepartmentCode>>,
    /// Note, reason or requirements.
    pub words: RwSignal<String>,
    /// One urgency for all; each its own when `None`.
    pub urgency: RwSignal<Option<Urgency>>,
    /// A ladder's code.
    pub ladder: RwSignal<String>,
    /// A clock's code.
    pub clock: RwSignal<String>,
    /// How many of the clock's units.
    pub period: RwSignal<String>,
    /// A closing code.
    pub closing: RwSignal<String>,
    /// What the closing demands, by the demand's code.
    pub demands: RwSignal<BTreeMap<String, String>>,
    /// What is wrong with it.
    pub problem: RwSignal<Option<Problem>>,
}

impl Draft {
    /// Nothing is filled in.
    pub fn new() -> Draft {
        Draft {
            lead: RwSignal::default(),
            only_usual: RwSignal::new(false),
            sets_due: RwSignal::new(false),
            due: RwSignal::default(),
            assists: RwSignal::default(),
            words: RwSignal::default(),
            urgency: RwSignal::new(None),
            ladder: RwSignal::default(),
            clock: RwSignal::default(),
            period: RwSignal::default(),
            closing: RwSignal::default(),
            demands: RwSignal::default(),
            problem: RwSignal::new(None),
        }
    }

    /// Begins anew, with what goes without saying filled in.
    pub fn begin(self, kind: CommandKind, profile: &Profile, ready: &Ready, known: &Known) {
        let only = |codes: Vec<String>| match <[String; 1]>::try_from(codes) {
            Ok([code]) => code,
            Err(_) => String::new(),
        };
        let leads = usual_leads(
            profile,
            ready.able.iter().filter_map(|id| known.rows.get(id)),
        );
        let lead = match leads.as_slice() {
            [(Some(lead), _)] if kind == CommandKind::Dispatch => lead.to_string(),
            _ => String::new(),
        };
        self.lead.set(lead);
        self.only_usual.set(false);
        self.sets_due.set(false);
        self.due.set(String::new());
        self.assists.set(Vec::new());
        self.words.set(String::new());
        self.urgency.set(None);
        self.ladder.set(only(
            profile
                .ladders
                .iter()
                .map(|ladder| ladder.code.clone())
                .collect(),
        ));
        self.clock.set(only(
            extendable(profile)
                .map(|rule| rule.code.0.clone())
                .collect(),
        ));
        self.period.set(String::new());
        self.closing.set(String::new());
        self.demands.set(BTreeMap::new());
        self.problem.set(None);
    }

    /// The leading department; tracked.
    pub fn leading(self) -> Option<DepartmentCode> {
        let lead = self.lead.get();
        (!lead.is_empty()).then_some(DepartmentCode(lead))
    }

    /// The cases that it goes to, out of those that can.
    pub fn cases(
        self,
        kind: CommandKind,
        profile: &Profile,
        ready: &Ready,
        known: &Known,
    ) -> Vec<CaseId> {
        if kind != CommandKind::Dispatch || !self.only_usual.get() {
            return ready.able.clone();
        }
        let lead = self.lead.get();
        let is_usual = |case: &&CaseId| {
            let usual = known
                .rows
                .get(case)
                .and_then(|row| usual_lead(profile, row));
            usual.is_some_and(|usual| usual.as_str() == lead)
        };
        ready.able.iter().filter(is_usual).copied().collect()
    }

    /// What will be given, or what is missing.
    pub fn batches(
        self,
        kind: CommandKind,
        profile: &Profile,
        cases: &[CaseId],
        known: &Known,
        now: Timestamp,
    ) -> Result<Vec<Batch>, Problem> {
        if kind == CommandKind::Establish {
            return Ok(establish(cases, known, self.urgency.get_untracked()));
        }
        let command = self.command(kind, profile, now)?;
        Ok(vec![Batch {
            command,
            cases: cases.to_vec(),
        }])
    }

    fn command(
        self,
        kind: CommandKind,
        profile: &Profile,
        now: Timestamp,
    ) -> Result<Command, Problem> {
        let words = || self.words.get_untracked().trim().to_owned();
        Ok(match kind {
            CommandKind::Verify => Command::Verify { note: words() },
            CommandKind::Urge => Command::Urge { note: words() },
            CommandKind::Supervise => Command::Supervise {
                ladder: filled("ladder", self.ladder.get_untracked())?,
                reason: filled("reason", words())?,
            },
            CommandKind::RequestExtension => {
                let clock = ClockCode(filled("clock", self.clock.get_untracked())?);
                let rule = extendable(profile).find(|rule| rule.code == clock);
                let longest = rule.and_then(|rule| Some(rule.extension.as_ref()?.longest));
                let typed = filled("period", self.period.get_untracked())?;
                let count = typed.trim().parse().ok().filter(|count: &u16| *count > 0);
                let period = longest
                    .zip(count)
                    .map(|(longest, count)| of_unit(longest, count));
                Command::RequestExtension {
                    clock,
                    period: period.ok_or_else(|| Problem::bad_field("period"))?,
                    reason: filled("reason", words())?,
                }
            }
            CommandKind::Close => {
                let reason = filled("reason", self.closing.get_untracked())?;
                let closing = profile.closing(&reason);
                if closing.is_some_and(|closing| closing.needs_note) {
                    filled("note", words())?;
                }
                let given = self.demands.get_untracked();
                let mut demands = BTreeMap::new();
                for demand in closing.map(|c| c.demands.as_slice()).unwrap_or_default() {
                    let words = given.get(&demand.code).map_or("", |words| words.trim());
                    if words.is_empty() {
                        let demand = demand.name.clone();
                        return Err(Problem::from(Refusal::DemandMissing { demand }));
                    }
                    demands.insert(demand.code.clone(), words.to_owned());
                }
                Command::Close {
                    reason,
                    note: words(),
                    demands,
                }
            }
            _ => Command::Dispatch(Dispatch {
                lead: DepartmentCode(filled("lead", self.lead.get_untracked())?),
                assists: self.assists.get_untracked(),
                requirements: words(),
                due_at: self.due_at(now)?,
            }),
        })
    }

    /// The due time set by hand.
    fn due_at(self, now: Timestamp) -> Result<Option<Timestamp>, Problem> {
        if !self.sets_due.get_untracked() {
            return Ok(None);
        }
        let due_at = moment(&filled("due_at", self.due.get_untracked())?);
        let due_at = due_at.ok_or_else(|| Problem::bad_field("due_at"))?;
        if due_at <= now {
            let passed = Problem::from(Refusal::DueInPast { due_at });
            return Err(passed.with("field", "due_at"));
        }
        Ok(Some(due_at))
    }
}

/// What must not stay empty.
fn filled(field: &str, text: String) -> Result<String, Problem> {
    if text.is_empty() {
        let field = field.to_owned();
        return Err(Problem::from(Refusal::FieldMissing { field }));
    }
    Ok(text)
}

/// The clocks that may be extended, each once, by their first row that says so.
pub fn extendable(profile: &Profile) -> impl Iterator<Item = &ClockRule> {
    profile.clock_codes().filter_map(|code| {
        let mut rows = profile.clocks.iter().filter(move |rule| rule.code == *code);
        rows.find(|rule| rule.extension.is_some())
    })
}

/// So many of the unit in which a period is counted.
const fn of_unit(period: Period, count: u16) -> Period {
    match period {
        Period::NaturalDays(_) => Period::NaturalDays(count),
        Period::WorkingDays(_) => Period::WorkingDays(count),
        Period::Months(_) => Period::Months(count),
        Period::Years(_) => Period::Years(count),
        Period::RunningHours(_) => Period::RunningHours(count),
        Period::WorkingHours(_) => Period::WorkingHours(count),
    }
}

/// The value of a `datetime-local` control as a moment of the county's civil time; China has one
/// zone.
fn moment(text: &str) -> Option<Timestamp> {
    let at: DateTime = text.parse().ok()?;
    Offset::constant(8).to_timestamp(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::fixture::{case, profile, row};

    fn now() -> Timestamp {
        "2026-11-21T10:00:00+08:00".parse().unwrap()
    }

    fn filled_in(kind: CommandKind, fill: impl FnOnce(Draft)) -> Result<Command, Problem> {
        let owner = Owner::new();
        owner.with(|| {
            let draft = Draft::new();
            draft.begin(kind, &profile(), &Ready::default(), &Known::default());
            fill(draft);
            draft.command(kind, &profile(), now())
        })
    }

    fn field_of(answer: Result<Command, Problem>) -> String {
        answer.unwrap_err().params["field"].clone()
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        use CommandKind::{Close, Dispatch, RequestExtension, Supervise};
        assert_eq!(field_of(filled_in(Dispatch, |_| {})), "lead");
        assert_eq!(
            field_of(filled_in(Supervise, |_| {})),
            "reason",
            "there is one ladder"
        );
        assert_eq!(
            field_of(filled_in(RequestExtension, |_| {})),
            "period",
            "there is one clock"
        );
        assert_eq!(field_of(filled_in(Close, |_| {})), "reason");
        let past = filled_in(Dispatch, |draft| {
            draft.lead.set("ZJJ".to_owned());
            draft.sets_due.set(true);
            draft.due.set("2026-11-21T09:59".to_owned());
        });
        assert_eq!(field_of(past), "due_at");
    }

    #[test]
    fn an_extension_is_counted_in_the_unit_of_its_clock() {
        let command = filled_in(CommandKind::RequestExtension, |draft| {
            draft.period.set("3".to_owned());
            draft.words.set(" 材料未齐 ".to_owned());
        });
        let wanted = Command::RequestExtension {
            clock: ClockCode::new("handling"),
            period: Period::WorkingDays(3),
            reason: "材料未齐".to_owned(),
        };
        assert_eq!(command.unwrap(), wanted);
    }

    #[test]
    fn every_order_has_those_that_assist() {
        let assist = DepartmentCode("ZFJ".to_owned());
        let command = filled_in(CommandKind::Dispatch, |draft| {
            draft.lead.set("ZJJ".to_owned());
            draft.assists.set(vec![assist.clone()]);
        });
        let Command::Dispatch(order) = command.unwrap() else {
            panic!("not a dispatch")
        };
        assert_eq!(order.assists, [assist]);
    }

    #[test]
    fn a_due_time_is_civil_time() {
        let command = filled_in(CommandKind::Dispatch, |draft| {
            draft.lead.set("ZJJ".to_owned());
            draft.sets_due.set(true);
            draft.due.set("2026-11-22T18:00".to_owned());
        });
        let Command::Dispatch(order) = command.unwrap() else {
            panic!("not a dispatch")
        };
        let wanted = "2026-11-22T18:00:00+08:00".parse().unwrap();
        assert_eq!(order.due_at, Some(wanted));
    }

    #[test]
    fn the_lead_is_filled_in_when_all_have_the_same_usual_one() {
        let mut known = Known::default();
        known.meet([
            row(1, |_| {}),
            row(2, |row| row.category = "noise".to_owned()),
        ]);
        let lead = |cases: &[u128]| {
            let owner = Owner::new();
            owner.with(|| {
                let ready = Ready {
                    able: cases.iter().copied().map(case).collect(),
                    ..Ready::default()
                };
                let draft = Draft::new();
                draft.begin(CommandKind::Dispatch, &profile(), &ready, &known);
                let lead = draft.lead.get_untracked();
                draft.lead.set("ZFJ".to_owned());
                draft.only_usual.set(true);
                let usual = draft.cases(CommandKind::Dispatch, &profile(), &ready, &known);
                (lead, usual)
            })
        };
        assert_eq!(lead(&[1]), ("ZJJ".to_owned(), vec![]));
        assert_eq!(
            lead(&[1, 2]),
            (String::new(), vec![case(2)]),
            "they are mixed"
        );
    }
}
