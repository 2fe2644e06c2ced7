//! Who may do what at which stage, whatever the contents.

use super::Context;
use crate::case::{Case, Stage};
use crate::command::CommandKind;
use crate::people::Role;
use crate::refusal::Refusal;

/// Refuses a command for its author's role.
pub(super) fn role_may(command: CommandKind, context: &Context) -> Result<(), Refusal> {
    let role = context.actor.role;
    let may = match command {
        CommandKind::Report => matches!(role, Role::Operator | Role::GridWorker),
        CommandKind::Accept
        | CommandKind::Return
        | CommandKind::Progress
        | CommandKind::FeedBack => role == Role::Clerk,
        CommandKind::Urge => matches!(role, Role::Operator | Role::Leader),
        CommandKind::Amend
        | CommandKind::Verify
        | CommandKind::Decline
        | CommandKind::Establish
        | CommandKind::Dispatch
        | CommandKind::Withdraw
        | CommandKind::Close
        | CommandKind::Reopen
        | CommandKind::Evaluate => role == Role::Operator,
    };
    if may {
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
    role_may(command, context)?;
    if !stage_allows(command, case.stage) {
        return Err(Refusal::StageNotAllowed {
            command,
            stage: case.stage,
        });
    }
    let actor = context.actor;
    match command {
        CommandKind::Accept
        | CommandKind::Return
        | CommandKind::Progress
        | CommandKind::FeedBack
            if actor.department.is_none() || actor.department != case.lead =>
        {
            Err(Refusal::NotLead)
        }
        CommandKind::Withdraw if case.dispatched_by.as_ref() != Some(&actor.user) => {
            Err(Refusal::NotDispatcher)
        }
        CommandKind::Close if case.handlers.contains(&actor.user) => Err(Refusal::HandlerCloses),
        _ => Ok(()),
    }
}

fn stage_allows(command: CommandKind, stage: Stage) -> bool {
    match command {
        CommandKind::Report => false,
        CommandKind::Amend => stage.is_open(),
        CommandKind::Verify => stage == Stage::Reported,
        CommandKind::Decline => matches!(stage, Stage::Reported | Stage::Verified),
        CommandKind::Establish => stage == Stage::Verified,
        CommandKind::Dispatch => stage == Stage::Established,
        CommandKind::Withdraw | CommandKind::Accept | CommandKind::Return => {
            stage == Stage::Dispatched
        }
        CommandKind::Progress | CommandKind::FeedBack => stage == Stage::Handling,
        CommandKind::Close => stage == Stage::FedBack,
        CommandKind::Reopen => {
            matches!(stage, Stage::FedBack | Stage::Closed | Stage::Evaluated)
        }
        CommandKind::Evaluate => stage == Stage::Closed,
        CommandKind::Urge => matches!(stage, Stage::Dispatched | Stage::Handling),
    }
}
