//! [`decide`] and [`apply`]: the rules of a case's way. State in, state out.

mod apply;
mod attaching;
mod clocks;
mod guard;
mod order;
mod outcome;
mod oversight;
mod pair;
mod taking_in;
pub(crate) mod words;

pub use apply::apply;
pub use clocks::recomputed;

use jiff::Timestamp;

use crate::area::{AreaCode, Position};
use crate::case::{Case, CaseNumber, Stage};
use crate::clock::Calendar;
use crate::command::{Command, CommandKind};
use crate::department::DepartmentCode;
use crate::event::Event;
use crate::people::{Actor, Scope};
use crate::profile::{ClockMatter, Profile};
use crate::record::Drawing;
use crate::refusal::Refusal;

pub use words::{TEXT_LIMIT, TITLE_LIMIT};

/// What lies on the ground and who sits there; a pure look-up.
pub trait Ground: Sync {
    /// The grid at a place: a dedicated one before the base one under it.
    fn grid_at(&self, position: Position) -> Option<AreaCode>;
    /// Whether the register has this department.
    fn has_department(&self, code: &DepartmentCode) -> bool;
}

/// Everything a decision depends on beside the cases and the command.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The time of the decision.
    pub now: Timestamp,
    /// Who asks.
    pub actor: &'a Actor,
    /// What they may see; what is out of scope reads as not found.
    pub scope: &'a Scope,
    /// The county's way of working.
    pub profile: &'a Profile,
    /// The county's calendar.
    pub calendar: &'a Calendar,
    /// The county's ground.
    pub ground: &'a dyn Ground,
    /// The number for a new case; only the central has one to give.
    pub number: Option<&'a CaseNumber>,
    /// What a sample is drawn with; only the central has it.
    pub drawing: Option<&'a Drawing>,
}

/// What a command brings about: events on its case, and for merging and linking on the other one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// On the command's case, to be folded in order with [`apply`]; each makes one revision.
    pub here: Vec<Event>,
    /// On the second case, in the same way.
    pub there: Vec<Event>,
}

impl From<Vec<Event>> for Decision {
    fn from(here: Vec<Event>) -> Decision {
        Decision {
            here,
            there: Vec::new(),
        }
    }
}

/// Turns a command into events, or says why not. `case` is `None` for a case not yet reported;
/// `other` is the case of [`Command::other`], where the command is about two.
pub fn decide(
    case: Option<&Case>,
    other: Option<&Case>,
    command: &Command,
    context: &Context,
) -> Result<Decision, Refusal> {
    match (case, command) {
        (None, Command::Report { facts }) => taking_in::report(facts, context).map(Decision::from),
        (Some(_), Command::Report { .. }) => Err(Refusal::AlreadyExists),
        // A record is not decided on a case.
        (None, _) | (_, Command::Keep { .. }) => Err(Refusal::NotFound),
        (Some(case), _) => {
            guard::check(case, command.kind(), context)?;
            match command {
                Command::Merge { into, reason } => {
                    pair::merge(case, pair::found(other, *into, context)?, reason)
                }
                Command::Unmerge { from, reason } => {
                    pair::unmerge(case, pair::found(other, *from, context)?, reason)
                }
                Command::Link { with, note } => {
                    pair::link(case, pair::found(other, *with, context)?, note)
                }
                _ => on_case(case, command, context).map(Decision::from),
            }
        }
    }
}

/// Every command of this way of working on a case, each with the reason why it is not allowed now,
/// if any. This is what the buttons show; contents are judged only by [`decide`].
pub fn allowed(case: &Case, context: &Context) -> Vec<(CommandKind, Result<(), Refusal>)> {
    CommandKind::ON_A_CASE
        .into_iter()
        .filter(|kind| context.profile.knows(*kind))
        .map(|kind| (kind, guard::check(case, kind, context)))
        .collect()
}

/// One event, and the clocks that start because the case comes to a stage by it.
fn staged(case: &Case, event: Event, next: Stage, context: &Context) -> Vec<Event> {
    let mut events = vec![event];
    let matter = ClockMatter::of(case);
    events.extend(clocks::started(Some(case), next, &matter, context));
    events
}

#[expect(clippy::too_many_lines, reason = "one table, an arm for each kind")]
fn on_case(case: &Case, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
    use words::{optional, required};
    Ok(match command {
        // Reporting and pairs have been dealt with.
        Command::Report { .. } => return Err(Refusal::AlreadyExists),
        Command::Merge { .. }
        | Command::Unmerge { .. }
        | Command::Link { .. }
        | Command::Keep { .. } => {
            return Err(Refusal::NotFound);
        }

        Command::Amend { facts } => {
            let mut facts = Box::new(taking_in::settled(facts, context)?);
            // What another system said is not corrected here: whoever corrects does not have it plain.
            facts.origin.clone_from(&case.facts.origin);
            let matter = ClockMatter {
                path: case.path,
                expedited: case.expedited.is_some(),
                ..ClockMatter::reported(&facts)
            };
            let moved = clocks::regraded(case, case.stage, &matter, context);
            let mut events = vec![Event::Amended { facts }];
            events.extend(moved);
            events
        }
        Command::Triage {
            path,
            assists,
            note,
        } => taking_in::triage(case, *path, assists, note, context)?,
        Command::Verify { note } => {
            let note = optional("note", note)?;
            staged(case, Event::Verified { note }, Stage::Verified, context)
        }
        Command::Decline { reason } => vec![Event::Declined {
            reason: required("reason", reason)?,
        }],
        Command::Establish { urgency } => taking_in::establish(case, *urgency, context),
        Command::Expedite { reason } => taking_in::expedite(case, reason, context)?,
        Command::Refer { reason } => vec![Event::Referred {
            reason: required("reason", reason)?,
        }],

        Command::Dispatch(order) => order::dispatch(case, order, None, context)?,
        Command::Designate { order, reason } => {
            order::dispatch(case, order, Some((true, reason)), context)?
        }
        Command::Redispatch { order, reason } => {
            order::dispatch(case, order, Some((false, reason)), context)?
        }
        Command::Withdraw { note } => order::withdraw(case, note, context)?,
        Command::Accept => staged(case, Event::Accepted, Stage::Handling, context),
        Command::Return { reason } => order::give_back(case, reason, context)?,
        Command::UpholdReturn { note } => order::uphold(case, note, context)?,
        Command::RejectReturn { reason } => vec![Event::ObjectionRejected {
            reason: required("reason", reason)?,
        }],
        Command::FormTaskForce { task_force } => vec![order::form(task_force, context)?],

        Command::Progress { note } => {
            let note = required("note", note)?;
            let mut events = vec![Event::Progressed { note }];
            events.extend(clocks::repeated(case, context));
            events
        }
        Command::RequestExtension {
            clock,
            period,
            reason,
        } => outcome::ask_extension(case, clock, *period, reason, context)?,
        Command::RequestVoid { reason } => vec![Event::Requested {
            wish: crate::case::Wish::Void,
            reason: required("reason", reason)?,
        }],
        Command::Approve { note } => outcome::approve(case, note, context)?,
        Command::Refuse { reason } => vec![Event::RequestRefused {
            reason: required("reason", reason)?,
        }],
        Command::Suspend {
            cause,
            reason,
            until,
        } => vec![outcome::suspend(*cause, reason, *until, context)?],
        Command::Resume { note } => {
            let note = optional("note", note)?;
            clocks::resumed(case, Event::Resumed { note }, context)
        }
        Command::HandOff { body, reason } => vec![outcome::hand_off(body, reason, context)?],
        Command::ComeBack { result } => {
            let result = required("result", result)?;
            clocks::resumed(case, Event::CameBack { result }, context)
        }
        Command::Mediate { mediation } => outcome::mediate(mediation, context)?,

        Command::FeedBack { result } => {
            let result = required("result", result)?;
            staged(case, Event::FedBack { result }, Stage::FedBack, context)
        }
        Command::Check { passed, note } => outcome::check(case, *passed, note, context)?,
        Command::Visit { answers, note } => outcome::visit(case, *answers, note, context)?,
        Command::Close {
            reason,
            note,
            demands,
        } => {
            let closed = outcome::close(reason, note, demands, context)?;
            staged(case, closed, Stage::Closed, context)
        }
        Command::AskReview { reason } => outcome::ask_review(case, reason, context)?,
        Command::DecideReview { maintained, text } => {
            outcome::decide_review(case, *maintained, text, context)?
        }
        Command::Reopen { reason } => {
            let reason = required("reason", reason)?;
            staged(case, Event::Reopened { reason }, Stage::Handling, context)
        }
        Command::Evaluate { satisfaction } => vec![Event::Evaluated {
            satisfaction: *satisfaction,
        }],

        Command::Urge { note } => vec![Event::Urged {
            note: optional("note", note)?,
        }],
        Command::Supervise { ladder, reason } => oversight::supervise(ladder, 0, reason, context)?,
        Command::Climb { reason } => oversight::climb(case, reason, context)?,
        Command::AnswerSupervision { text } => vec![Event::SupervisionAnswered {
            text: required("text", text)?,
        }],
        Command::Adopt { unit } => vec![oversight::adopt(unit, context)?],
        Command::Attest { item, evidence } => {
            vec![oversight::attest(case, item, evidence, context)?]
        }
        Command::Comment { text } => vec![Event::Commented {
            text: required("text", text)?,
        }],
        Command::Whistle {
            units,
            needed_by,
            reason,
        } => oversight::whistle(units, *needed_by, reason, context)?,
        Command::ReportIn { note } => vec![oversight::report_in(case, note, context)?],
        Command::RateWhistle {
            unit,
            satisfaction,
            note,
        } => vec![oversight::rate_whistle(
            case,
            unit,
            *satisfaction,
            note,
            context,
        )?],
        Command::HandOut { policies } => vec![oversight::hand_out(policies, context)?],
        Command::Attach { attachment } => vec![attaching::attach(case, attachment)?],
        Command::Seal {
            compartment,
            reason,
        } => vec![oversight::seal(compartment, reason, context)?],
        Command::Unseal { reason } => vec![Event::Unsealed {
            reason: required("reason", reason)?,
        }],
    })
}
