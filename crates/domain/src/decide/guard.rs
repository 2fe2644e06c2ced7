//! Who may do what at which stage, whatever the contents.

use super::{Context, outcome};
use crate::case::{Case, PauseCause, Stage, Visitor};
use crate::command::CommandKind;
use crate::people::{Actor, Role};
use crate::profile::Profile;
use crate::refusal::Refusal;

/// Refuses a command for its author's role.
pub(super) fn role_may(command: CommandKind, context: &Context) -> Result<(), Refusal> {
    let role = context.actor.role;
    if role != Role::Wall && context.profile.roles(command).contains(&role) {
        Ok(())
    } else {
        Err(Refusal::RoleNotAllowed { command, role })
    }
}

/// Refuses a command for the case's scope, its author's role, its stage, or who its author is.
pub(super) fn check(case: &Case, command: CommandKind, context: &Context) -> Result<(), Refusal> {
    if !context.scope.covers(case) {
        return Err(Refusal::NotFound);
    }
    if !context.profile.knows(command) {
        return Err(Refusal::NotInProfile { command });
    }
    role_may(command, context)?;
    if case.merged_into.is_some() && !outlives_merging(command) {
        return Err(Refusal::Merged);
    }
    if !stage_allows(command, case, context.profile) {
        return Err(Refusal::StageNotAllowed {
            command,
            stage: case.stage,
        });
    }
    if let Some(pause) = case.pause.as_ref().filter(|_| moves(command)) {
        return Err(Refusal::Paused { cause: pause.cause });
    }
    standing(case, command, context)?;
    person(case, command, context)
}

/// What can still be done with a case that was merged into another one.
const fn outlives_merging(command: CommandKind) -> bool {
    matches!(
        command,
        CommandKind::Unmerge | CommandKind::Link | CommandKind::Comment | CommandKind::Attach
    )
}

/// Whether a command takes a case on; while it is paused nothing does.
const fn moves(command: CommandKind) -> bool {
    matches!(
        command,
        CommandKind::Triage
            | CommandKind::Verify
            | CommandKind::Decline
            | CommandKind::Establish
            | CommandKind::Expedite
            | CommandKind::Refer
            | CommandKind::Dispatch
            | CommandKind::Designate
            | CommandKind::Redispatch
            | CommandKind::Withdraw
            | CommandKind::Accept
            | CommandKind::Return
            | CommandKind::UpholdReturn
            | CommandKind::RejectReturn
            | CommandKind::FeedBack
            | CommandKind::Check
            | CommandKind::Visit
            | CommandKind::Close
            | CommandKind::DecideReview
            | CommandKind::Reopen
            | CommandKind::RequestExtension
            | CommandKind::Suspend
            | CommandKind::HandOff
            | CommandKind::Merge
    )
}

fn stage_allows(command: CommandKind, case: &Case, profile: &Profile) -> bool {
    let stage = case.stage;
    let before = |next: Stage| profile.before(next) == Some(stage);
    match command {
        CommandKind::Report | CommandKind::Keep => false,
        CommandKind::Triage => stage == Stage::Reported && case.path.is_none(),
        CommandKind::Verify => before(Stage::Verified),
        CommandKind::Establish => before(Stage::Established),
        CommandKind::Dispatch | CommandKind::Designate | CommandKind::Refer => {
            before(Stage::Dispatched)
        }
        CommandKind::Decline => stage.is_before_dispatch(),
        CommandKind::Expedite => {
            stage.is_before_dispatch() || matches!(stage, Stage::Dispatched | Stage::Handling)
        }
        CommandKind::Withdraw => matches!(stage, Stage::Dispatched | Stage::Closed),
        CommandKind::Accept => stage == Stage::Dispatched,
        // A window for objecting may last longer than it takes to accept.
        CommandKind::Return => {
            stage == Stage::Dispatched
                || (stage == Stage::Handling
                    && profile.returns.window.is_some()
                    // What a department took on itself has no order to send back.
                    && case.marks.dispatched_at.is_some())
        }
        CommandKind::Redispatch
        | CommandKind::UpholdReturn
        | CommandKind::FormTaskForce
        | CommandKind::Urge => matches!(stage, Stage::Dispatched | Stage::Handling),
        CommandKind::Progress | CommandKind::FeedBack => stage == Stage::Handling,
        CommandKind::Check => before(Stage::Checked),
        CommandKind::Visit => matches!(stage, Stage::FedBack | Stage::Checked),
        CommandKind::Close => before(Stage::Closed),
        CommandKind::Evaluate => stage == Stage::Closed,
        CommandKind::AskReview => matches!(stage, Stage::Closed | Stage::Evaluated),
        CommandKind::DecideReview => {
            matches!(stage, Stage::UnderReview | Stage::UnderFinalReview)
        }
        CommandKind::Reopen => matches!(
            stage,
            Stage::FedBack | Stage::Checked | Stage::Closed | Stage::Evaluated
        ),
        // An objection that was still open when the answer came is rejected, or nothing could close.
        CommandKind::Mediate | CommandKind::Supervise | CommandKind::RejectReturn => {
            stage.is_carried()
        }
        CommandKind::Suspend | CommandKind::HandOff => {
            stage.is_carried() || matches!(stage, Stage::UnderReview | Stage::UnderFinalReview)
        }
        CommandKind::Amend
        | CommandKind::RequestExtension
        | CommandKind::RequestVoid
        | CommandKind::Approve
        | CommandKind::Refuse
        | CommandKind::Resume
        | CommandKind::ComeBack
        | CommandKind::Climb
        | CommandKind::AnswerSupervision
        | CommandKind::Adopt
        | CommandKind::Attest
        | CommandKind::Whistle
        | CommandKind::ReportIn
        | CommandKind::HandOut
        | CommandKind::Merge => stage.is_open(),
        // Who came and whether it was needed is often said when the matter is over; so is what
        // proves that it is.
        CommandKind::RateWhistle
        | CommandKind::Attach
        | CommandKind::Unmerge
        | CommandKind::Comment
        | CommandKind::Link
        | CommandKind::Seal
        | CommandKind::Unseal => true,
    }
}

fn refuse_if(refused: bool, refusal: Refusal) -> Result<(), Refusal> {
    if refused { Err(refusal) } else { Ok(()) }
}

/// What the case itself must be for a command, whoever gives it.
#[expect(clippy::too_many_lines, reason = "one table, an arm for each kind")]
fn standing(case: &Case, command: CommandKind, context: &Context) -> Result<(), Refusal> {
    let profile = context.profile;
    match command {
        CommandKind::Verify | CommandKind::Establish => sorted(case, profile),
        CommandKind::Refer => {
            sorted(case, profile)?;
            refuse_if(case.research.is_some(), Refusal::AlreadyInResearch)
        }
        CommandKind::Dispatch | CommandKind::Designate => {
            sorted(case, profile)?;
            let plain = command == CommandKind::Dispatch;
            refuse_if(plain && case.research.is_some(), Refusal::InResearch)
        }
        CommandKind::Accept => {
            let required = profile
                .task_force
                .as_ref()
                .is_some_and(|rule| rule.required);
            refuse_if(
                required && case.task_force.is_none(),
                Refusal::TaskForceFirst,
            )
        }
        CommandKind::FeedBack => {
            // On the spot there is no accepting, so the force is asked for here.
            let required = profile
                .task_force
                .as_ref()
                .is_some_and(|rule| rule.required);
            let ordered = case.marks.dispatched_at.is_some();
            refuse_if(
                required && ordered && case.task_force.is_none(),
                Refusal::TaskForceFirst,
            )
        }
        CommandKind::Return => returnable(case, context),
        CommandKind::UpholdReturn | CommandKind::RejectReturn => {
            refuse_if(case.objection.is_none(), Refusal::NoObjection)
        }
        CommandKind::Expedite => refuse_if(case.expedited.is_some(), Refusal::AlreadyExpedited),
        CommandKind::RequestExtension | CommandKind::RequestVoid => {
            refuse_if(case.request.is_some(), Refusal::RequestPending)
        }
        CommandKind::Approve | CommandKind::Refuse => {
            refuse_if(case.request.is_none(), Refusal::NoRequest)
        }
        CommandKind::Resume => {
            let by_hand = case
                .pause
                .as_ref()
                .is_some_and(|pause| is_by_hand(pause.cause));
            refuse_if(!by_hand, Refusal::NotPaused)
        }
        CommandKind::ComeBack => {
            let away = case
                .pause
                .as_ref()
                .is_some_and(|pause| !is_by_hand(pause.cause));
            refuse_if(!away, Refusal::NotHandedOff)
        }
        CommandKind::Close => closable(case, profile),
        CommandKind::AskReview => {
            led(case, command)?;
            refuse_if(exhausted(case, profile), Refusal::ReviewsExhausted)?;
            match outcome::review_until(case, context) {
                Some(until) if context.now > until => Err(Refusal::ReviewTooLate { until }),
                _ => Ok(()),
            }
        }
        CommandKind::Reopen => {
            led(case, command)?;
            // The last review may itself have ordered that it be done again; until that is closed
            // it can be sent back like any other answer.
            let ended = !case.stage.is_open();
            refuse_if(ended && exhausted(case, profile), Refusal::ReviewsExhausted)
        }
        CommandKind::Supervise => {
            let stands = case.supervision.as_ref();
            let unanswered = stands.is_some_and(|s| s.answer.is_none());
            refuse_if(unanswered, Refusal::SupervisionStands)
        }
        CommandKind::Climb => {
            let stands = case.supervision.as_ref().ok_or(Refusal::NoSupervision)?;
            let rungs = profile
                .ladder(&stands.ladder)
                .map_or(0, |ladder| ladder.rungs.len());
            refuse_if(stands.rung as usize + 1 >= rungs, Refusal::LadderTop)
        }
        CommandKind::AnswerSupervision => match &case.supervision {
            None => Err(Refusal::NoSupervision),
            Some(stands) => refuse_if(stands.answer.is_some(), Refusal::SupervisionAnswered),
        },
        CommandKind::Adopt => match &case.adoption {
            Some(adoption) => Err(Refusal::AlreadyAdopted {
                name: adoption.name.clone(),
            }),
            None => Ok(()),
        },
        CommandKind::Attest => refuse_if(case.adoption.is_none(), Refusal::NotAdopted),
        CommandKind::ReportIn | CommandKind::RateWhistle => {
            refuse_if(case.whistle.is_none(), Refusal::NotWhistled)
        }
        CommandKind::Merge => refuse_if(!case.absorbed.is_empty(), Refusal::HasMerged),
        CommandKind::Unmerge => refuse_if(case.merged_into.is_none(), Refusal::NotMergedThere),
        CommandKind::Seal => refuse_if(case.compartment.is_some(), Refusal::AlreadySealed),
        CommandKind::Unseal => refuse_if(case.compartment.is_none(), Refusal::NotSealed),
        _ => Ok(()),
    }
}

/// Who the author must be, or must not be.
fn person(case: &Case, command: CommandKind, context: &Context) -> Result<(), Refusal> {
    let actor = context.actor;
    let own = actor.department.as_ref();
    let clerk = actor.role == Role::Clerk;
    match command {
        CommandKind::Triage => {
            let elsewhere = clerk && (own.is_none() || own != case.intake.as_ref());
            refuse_if(elsewhere, Refusal::NotLead)
        }
        CommandKind::Accept
        | CommandKind::Return
        | CommandKind::FormTaskForce
        | CommandKind::Progress
        | CommandKind::FeedBack
        | CommandKind::RequestExtension
        | CommandKind::AnswerSupervision
        | CommandKind::Suspend
        | CommandKind::Resume
        | CommandKind::Mediate => {
            let elsewhere = clerk && (own.is_none() || own != case.lead.as_ref());
            refuse_if(elsewhere, Refusal::NotLead)
        }
        CommandKind::Withdraw if case.stage == Stage::Closed => refuse_if(
            case.closed_by.as_ref() != Some(&actor.user),
            Refusal::NotCloser,
        ),
        CommandKind::Withdraw => {
            let stranger = case.dispatched_by.as_ref() != Some(&actor.user);
            refuse_if(stranger, Refusal::NotDispatcher)
        }
        CommandKind::Approve | CommandKind::Refuse => {
            let asked = case.request.as_ref().map(|request| &request.by);
            refuse_if(asked == Some(&actor.user), Refusal::OwnRequest)
        }
        CommandKind::Check => {
            refuse_if(case.handlers.contains(&actor.user), Refusal::HandlerChecks)
        }
        CommandKind::Close => {
            refuse_if(case.handlers.contains(&actor.user), Refusal::HandlerCloses)
        }
        CommandKind::Visit => visits(case, context),
        CommandKind::ReportIn => {
            let called = case.whistle.as_ref().zip(own);
            match called.and_then(|(whistle, own)| whistle.units.get(own)) {
                None => Err(Refusal::NotWhistled),
                Some(arrived) => refuse_if(arrived.is_some(), Refusal::AlreadyReportedIn),
            }
        }
        _ => Ok(()),
    }
}

/// Where a profile sorts, what came by one of its channels is sorted before anything else.
fn sorted(case: &Case, profile: &Profile) -> Result<(), Refusal> {
    let must = profile
        .triage
        .as_ref()
        .is_some_and(|rule| rule.channels.contains(&case.facts.channel));
    refuse_if(must && case.path.is_none(), Refusal::TriageFirst)
}

fn returnable(case: &Case, context: &Context) -> Result<(), Refusal> {
    let rule = &context.profile.returns;
    refuse_if(case.objection.is_some(), Refusal::ObjectionPending)?;
    refuse_if(
        case.designated && !rule.after_designation,
        Refusal::DesignatedStays,
    )?;
    if let Some((window, dispatched_at)) = rule.window.zip(case.marks.dispatched_at) {
        let until = context.calendar.deadline(dispatched_at, window).at;
        refuse_if(context.now > until, Refusal::ReturnTooLate { until })?;
    }
    Ok(())
}

/// What must have happened before a case can be closed.
fn closable(case: &Case, profile: &Profile) -> Result<(), Refusal> {
    for visitor in profile.visitors() {
        let made = case.visits.iter().any(|visit| visit.visitor == *visitor);
        refuse_if(!made, Refusal::VisitMissing { visitor: *visitor })?;
    }
    refuse_if(case.request.is_some(), Refusal::RequestPending)?;
    refuse_if(case.objection.is_some(), Refusal::ObjectionPending)?;
    let owed = case
        .supervision
        .as_ref()
        .is_some_and(|s| s.answer.is_none());
    refuse_if(owed, Refusal::SupervisionOwed)?;
    if let Some((adoption, rule)) = case.adoption.as_ref().zip(profile.adoption.as_ref()) {
        let items = rule.leader_items.iter().chain(&rule.unit_items);
        let missing = items
            .filter(|item| !adoption.evidence.contains_key(&item.code))
            .count() as u32;
        refuse_if(missing > 0, Refusal::AdoptionOwed { missing })?;
    }
    Ok(())
}

/// Nobody here handled an imported case that came closed, so it cannot be sent back to anybody; the
/// matter is reported anew and linked.
fn led(case: &Case, command: CommandKind) -> Result<(), Refusal> {
    let stage = case.stage;
    refuse_if(
        case.lead.is_none(),
        Refusal::StageNotAllowed { command, stage },
    )
}

/// Whether the last review has been: the same facts are not taken again (信访工作条例 36).
fn exhausted(case: &Case, profile: &Profile) -> bool {
    profile
        .review
        .as_ref()
        .is_some_and(|rule| case.reviews >= u32::from(rule.rounds))
}

/// For whom somebody visits.
pub(super) fn visitor_of(actor: &Actor) -> Visitor {
    match actor.role {
        Role::Clerk => Visitor::Handler,
        _ => Visitor::Centre,
    }
}

/// The visits are made in the profile's order, by different people of different units.
fn visits(case: &Case, context: &Context) -> Result<(), Refusal> {
    let actor = context.actor;
    let visitor = visitor_of(actor);
    let order = context.profile.visitors();
    if !order.contains(&visitor) {
        return Err(Refusal::RoleNotAllowed {
            command: CommandKind::Visit,
            role: actor.role,
        });
    }
    let handles = visitor == Visitor::Handler;
    refuse_if(
        handles && (actor.department.is_none() || actor.department != case.lead),
        Refusal::NotLead,
    )?;
    for earlier in order.iter().take_while(|one| **one != visitor) {
        let made = case.visits.iter().any(|visit| visit.visitor == *earlier);
        refuse_if(!made, Refusal::VisitMissing { visitor: *earlier })?;
    }
    for visit in &case.visits {
        refuse_if(visit.visitor == visitor, Refusal::VisitDone { visitor })?;
        let same = visit.user == actor.user || visit.unit == actor.department;
        refuse_if(same, Refusal::SameVisitor)?;
    }
    refuse_if(
        !handles && case.handlers.contains(&actor.user),
        Refusal::SameVisitor,
    )
}

/// Whether a pause was made by hand and ends by resuming; an outside body gives the case back.
const fn is_by_hand(cause: PauseCause) -> bool {
    matches!(cause, PauseCause::Postponed | PauseCause::Hearing)
}
