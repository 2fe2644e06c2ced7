//! What is filled into a form, and the command it makes.
//!
//! Deliberately absent: judging the contents beyond what a command's types ask for. The console
//! does, and names the field.

use std::collections::BTreeMap;

use jiff::civil::Date;
use onemap_domain::Refusal;
use onemap_domain::calendar::Period;
use onemap_domain::case::{
    CaseId, Mediation, Path, PauseCause, Satisfaction, TaskForce, Urgency, VisitAnswers,
};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::{self, Command, CommandKind};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::Compartment;
use onemap_protocol::problem::Problem;
use serde::de::DeserializeOwned;

use crate::case::when;

/// What stands for yes in a field of yes and no.
pub const YES: &str = "yes";
/// What stands for no.
pub const NO: &str = "no";
/// Before the code of what a closing reason demands.
pub const DEMAND: &str = "demands.";
/// Before the code of a role of the task force.
pub const ROLE: &str = "roles.";

/// The fields by name; one text each, or several where the field takes several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, Vec<String>>);

impl Values {
    /// The text of a field; empty when nothing was filled in.
    pub fn text(&self, name: &str) -> &str {
        self.list(name).first().map_or("", String::as_str)
    }

    /// All texts of a field.
    pub fn list(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Fills in one text.
    pub fn set(&mut self, name: &str, text: impl Into<String>) {
        self.0.insert(name.to_owned(), vec![text.into()]);
    }

    /// Fills in several.
    pub fn set_list(&mut self, name: &str, list: Vec<String>) {
        self.0.insert(name.to_owned(), list);
    }

    /// Takes a text in, or out again.
    pub fn toggle(&mut self, name: &str, text: &str) {
        let list = self.0.entry(name.to_owned()).or_default();
        match list.iter().position(|one| one == text) {
            Some(at) => drop(list.remove(at)),
            None => list.push(text.to_owned()),
        }
    }

    fn words(&self, name: &str) -> String {
        self.text(name).to_owned()
    }

    fn answer(&self, name: &str) -> Result<bool, Problem> {
        match self.text(name) {
            YES => Ok(true),
            NO => Ok(false),
            _ => Err(missing(name)),
        }
    }

    /// A closed set of the domain, by its name on the wire.
    fn coded<T: DeserializeOwned>(&self, name: &str) -> Result<T, Problem> {
        let code = self.text(name);
        serde_json::from_value(code.into()).map_err(|_| missing(name))
    }

    fn case(&self, name: &str) -> Result<CaseId, Problem> {
        let id = self.text(name).parse().map_err(|_| missing(name))?;
        Ok(CaseId(id))
    }

    fn departments(&self, name: &str) -> Vec<DepartmentCode> {
        self.list(name)
            .iter()
            .cloned()
            .map(DepartmentCode)
            .collect()
    }

    /// The fields whose names begin so, without that beginning; empty ones are left out.
    fn under(&self, prefix: &str) -> BTreeMap<String, String> {
        let filled = self.0.iter().filter_map(|(name, list)| {
            let text = list.first().filter(|text| !text.trim().is_empty())?;
            Some((name.strip_prefix(prefix)?.to_owned(), text.clone()))
        });
        filled.collect()
    }
}

fn missing(field: &str) -> Problem {
    Problem::from(Refusal::FieldMissing {
        field: field.to_owned(),
    })
}

/// What only a draft of its own can fill in.
pub struct Parts<O, F> {
    /// How fast the case must move.
    pub urgency: Urgency,
    /// The order of a dispatch.
    pub order: O,
    /// The matter.
    pub facts: F,
    /// Of the clock that is chosen for an extension: the longest one, in whose unit it is asked.
    pub longest: Option<Period>,
}

/// The command that a form makes.
#[expect(clippy::too_many_lines, reason = "one arm for each command")]
pub fn command<O, F>(
    kind: CommandKind,
    values: &Values,
    parts: Parts<O, F>,
) -> Result<Command, Problem>
where
    O: FnOnce() -> Result<command::Dispatch, Problem>,
    F: FnOnce() -> Result<onemap_domain::case::Facts, Problem>,
{
    let note = || values.words("note");
    let reason = || values.words("reason");
    let result = || values.words("result");
    Ok(match kind {
        // Records have forms of their own; no button of a case leads here.
        CommandKind::Keep => return Err(Problem::bad_field("kind")),
        CommandKind::Report | CommandKind::Amend => Command::Amend {
            facts: Box::new((parts.facts)()?),
        },
        CommandKind::Triage => {
            let path: Path = values.coded("path")?;
            let assists = match path {
                Path::Joint => values.departments("assists"),
                Path::OnTheSpot | Path::ReportUp => Vec::new(),
            };
            Command::Triage {
                path,
                assists,
                note: note(),
            }
        }
        CommandKind::Verify => Command::Verify { note: note() },
        CommandKind::Decline => Command::Decline { reason: reason() },
        CommandKind::Establish => Command::Establish {
            urgency: parts.urgency,
        },
        CommandKind::Expedite => Command::Expedite { reason: reason() },
        CommandKind::Refer => Command::Refer { reason: reason() },
        CommandKind::Dispatch => Command::Dispatch((parts.order)()?),
        CommandKind::Designate => Command::Designate {
            order: (parts.order)()?,
            reason: reason(),
        },
        CommandKind::Redispatch => Command::Redispatch {
            order: (parts.order)()?,
            reason: reason(),
        },
        CommandKind::Withdraw => Command::Withdraw { note: note() },
        CommandKind::Accept => Command::Accept,
        CommandKind::Return => Command::Return { reason: reason() },
        CommandKind::UpholdReturn => Command::UpholdReturn { note: note() },
        CommandKind::RejectReturn => Command::RejectReturn { reason: reason() },
        CommandKind::FormTaskForce => Command::FormTaskForce {
            task_force: TaskForce {
                roles: values.under(ROLE),
                members: values.list("members").to_vec(),
            },
        },
        CommandKind::Progress => Command::Progress { note: note() },
        CommandKind::RequestExtension => Command::RequestExtension {
            clock: match values.text("clock") {
                "" => return Err(missing("clock")),
                code => ClockCode::new(code),
            },
            period: period(values.text("period"), parts.longest)
                .ok_or_else(|| missing("period"))?,
            reason: reason(),
        },
        CommandKind::RequestVoid => Command::RequestVoid { reason: reason() },
        CommandKind::Approve => Command::Approve { note: note() },
        CommandKind::Refuse => Command::Refuse { reason: reason() },
        CommandKind::Suspend => Command::Suspend {
            cause: values.coded::<PauseCause>("cause")?,
            reason: reason(),
            until: day(values.text("until"))?,
        },
        CommandKind::Resume => Command::Resume { note: note() },
        CommandKind::HandOff => Command::HandOff {
            body: values.words("body"),
            reason: reason(),
        },
        CommandKind::ComeBack => Command::ComeBack { result: result() },
        CommandKind::Mediate => Command::Mediate {
            mediation: mediation(values)?,
        },
        CommandKind::FeedBack => Command::FeedBack { result: result() },
        CommandKind::Check => Command::Check {
            passed: values.answer("passed")?,
            note: note(),
        },
        CommandKind::Visit => Command::Visit {
            answers: VisitAnswers {
                handled: values.answer("handled")?,
                resolved: values.answer("resolved")?,
                satisfied: values.answer("satisfied")?,
            },
            note: note(),
        },
        CommandKind::Close => Command::Close {
            reason: match values.text("reason") {
                "" => return Err(missing("reason")),
                code => code.to_owned(),
            },
            note: note(),
            demands: values.under(DEMAND),
        },
        CommandKind::AskReview => Command::AskReview { reason: reason() },
        CommandKind::DecideReview => Command::DecideReview {
            maintained: values.answer("maintained")?,
            text: values.words("text"),
        },
        CommandKind::Reopen => Command::Reopen { reason: reason() },
        CommandKind::Evaluate => Command::Evaluate {
            satisfaction: values.coded::<Satisfaction>("satisfaction")?,
        },
        CommandKind::Urge => Command::Urge { note: note() },
        CommandKind::Supervise => Command::Supervise {
            ladder: match values.text("ladder") {
                "" => return Err(missing("ladder")),
                code => code.to_owned(),
            },
            reason: reason(),
        },
        CommandKind::Climb => Command::Climb { reason: reason() },
        CommandKind::AnswerSupervision => Command::AnswerSupervision {
            text: values.words("text"),
        },
        CommandKind::Adopt => Command::Adopt {
            unit: DepartmentCode(values.words("unit")),
        },
        CommandKind::Attest => Command::Attest {
            item: match values.text("item") {
                "" => return Err(missing("item")),
                code => code.to_owned(),
            },
            evidence: values.words("evidence"),
        },
        CommandKind::Comment => Command::Comment {
            text: values.words("text"),
        },
        CommandKind::Whistle => Command::Whistle {
            units: values.departments("units"),
            needed_by: when::from_control(values.text("needed_by"))
                .ok_or_else(|| missing("needed_by"))?,
            reason: reason(),
        },
        CommandKind::ReportIn => Command::ReportIn { note: note() },
        CommandKind::RateWhistle => Command::RateWhistle {
            unit: match values.text("unit") {
                "" => return Err(missing("unit")),
                code => DepartmentCode(code.to_owned()),
            },
            satisfaction: values.coded::<Satisfaction>("satisfaction")?,
            note: note(),
        },
        CommandKind::Attach => return Err(missing("file")),
        CommandKind::HandOut => Command::HandOut {
            policies: values.list("policies").to_vec(),
        },
        CommandKind::Merge => Command::Merge {
            into: values.case("into")?,
            reason: reason(),
        },
        CommandKind::Unmerge => Command::Unmerge {
            from: values.case("from")?,
            reason: reason(),
        },
        CommandKind::Link => Command::Link {
            with: values.case("with")?,
            note: note(),
        },
        CommandKind::Seal => Command::Seal {
            compartment: match values.text("compartment") {
                "" => return Err(missing("compartment")),
                code => Compartment(code.to_owned()),
            },
            reason: reason(),
        },
        CommandKind::Unseal => Command::Unseal { reason: reason() },
    })
}

fn mediation(values: &Values) -> Result<Mediation, Problem> {
    let agreed = values.answer("agreed")?;
    let amount = values.text("amount").trim();
    let amount_fen = match amount {
        "" => None,
        _ if !agreed => None,
        amount => Some(fen(amount).ok_or_else(|| Problem::bad_field("amount"))?),
    };
    Ok(Mediation {
        bodies: values.list("bodies").to_vec(),
        parties: values.list("parties").to_vec(),
        amount_fen,
        agreed,
        text: values.words("text"),
    })
}

/// A day of a `date` control; none when it is empty.
fn day(text: &str) -> Result<Option<Date>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| missing("until")),
    }
}

/// A count in the unit of the longest period.
fn period(count: &str, longest: Option<Period>) -> Option<Period> {
    let count: u16 = count.trim().parse().ok()?;
    Some(match longest? {
        Period::NaturalDays(_) => Period::NaturalDays(count),
        Period::WorkingDays(_) => Period::WorkingDays(count),
        Period::Months(_) => Period::Months(count),
        Period::Years(_) => Period::Years(count),
        Period::RunningHours(_) => Period::RunningHours(count),
        Period::WorkingHours(_) => Period::WorkingHours(count),
    })
}

/// An amount in yuan, with at most two decimals, as fen.
fn fen(text: &str) -> Option<u64> {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .collect();
    let (yuan, cents) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if yuan.is_empty() || cents.len() > 2 || !digits(yuan) || !digits(cents) {
        return None;
    }
    let yuan: u64 = yuan.parse().ok()?;
    let cents: u64 = format!("{cents:0<2}").parse().ok()?;
    yuan.checked_mul(100)?.checked_add(cents)
}

#[cfg(test)]
mod tests;
