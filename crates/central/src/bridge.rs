//! What a way of working asks for in between.
//!
//! The sample's stories and the simulation know the plain way: verify, establish, dispatch, accept,
//! feed back, close, evaluate. A profile may ask for more on the way (a task force, visits, a
//! check, somebody who upholds a return) or for less. From the refusal of a plain step this gives
//! the step that has to come before it.
//!
//! Deliberately absent: rules. They are in the domain, whose refusals this reads.

use onemap_domain::Refusal;
use onemap_domain::case::{Case, Path, Stage, TaskForce, VisitAnswers, Visitor};
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::people::Role;
use onemap_domain::profile::Profile;

/// What to do about a refused step.
#[derive(Clone, Debug, PartialEq)]
pub enum Bridge {
    /// This first, by somebody of this role (a clerk: of the lead), then the step again.
    First(Role, Command),
    /// This in its place: the same step, with what this way of working demands.
    Instead(Command),
    /// The step is not part of this way of working; go on without it.
    Skip,
    /// The story ends here.
    End,
}

/// The bridge over the refusal of a step.
pub fn over(refusal: &Refusal, step: &Command, case: Option<&Case>, profile: &Profile) -> Bridge {
    let Some(case) = case else {
        return Bridge::End;
    };
    let note = String::new;
    match refusal {
        Refusal::NotInProfile { .. } => Bridge::Skip,
        Refusal::TriageFirst => Bridge::First(
            Role::Operator,
            Command::Triage {
                path: Path::ReportUp,
                assists: Vec::new(),
                note: note(),
            },
        ),
        Refusal::TaskForceFirst => match force(profile) {
            Some(task_force) => Bridge::First(Role::Clerk, Command::FormTaskForce { task_force }),
            None => Bridge::End,
        },
        Refusal::VisitMissing { visitor } => {
            let answers = VisitAnswers {
                handled: true,
                resolved: true,
                satisfied: true,
            };
            let role = match visitor {
                Visitor::Handler => Role::Clerk,
                Visitor::Centre => Role::Operator,
            };
            Bridge::First(
                role,
                Command::Visit {
                    answers,
                    note: note(),
                },
            )
        }
        Refusal::DemandMissing { .. } => with_demands(step, profile),
        Refusal::StageNotAllowed { command, stage } => passage(*command, *stage, case, profile),
        _ => Bridge::End,
    }
}

/// The step that lies between a stage and a command.
fn passage(command: CommandKind, stage: Stage, case: &Case, profile: &Profile) -> Bridge {
    let note = String::new;
    match (command, stage) {
        (CommandKind::Dispatch, Stage::Dispatched) if case.objection.is_some() => {
            Bridge::First(Role::Operator, Command::UpholdReturn { note: note() })
        }
        (CommandKind::Dispatch | CommandKind::Establish, Stage::Reported)
            if profile.has_stage(Stage::Verified) =>
        {
            Bridge::First(Role::Operator, Command::Verify { note: note() })
        }
        (CommandKind::Dispatch, Stage::Verified) => Bridge::First(
            Role::Operator,
            Command::Establish {
                urgency: case.facts.urgency,
            },
        ),
        (CommandKind::Close, Stage::FedBack) if profile.has_stage(Stage::Checked) => Bridge::First(
            Role::Operator,
            Command::Check {
                passed: true,
                note: note(),
            },
        ),
        _ => Bridge::End,
    }
}

/// The same closing with words for everything that its reason demands.
fn with_demands(step: &Command, profile: &Profile) -> Bridge {
    let Command::Close { reason, note, .. } = step else {
        return Bridge::End;
    };
    let Some(closing) = profile.closing(reason) else {
        return Bridge::End;
    };
    let words = |name: &str| {
        if note.is_empty() {
            name.to_owned()
        } else {
            note.clone()
        }
    };
    let demands = closing
        .demands
        .iter()
        .map(|demand| (demand.code.clone(), words(&demand.name.zh)));
    Bridge::Instead(Command::Close {
        reason: reason.clone(),
        note: note.clone(),
        demands: demands.collect(),
    })
}

/// A task force as the profile wants it, with the names of its roles for people.
fn force(profile: &Profile) -> Option<TaskForce> {
    let rule = profile.task_force.as_ref()?;
    let person = |name: &str| format!("{name} (模拟)");
    Some(TaskForce {
        roles: rule
            .roles
            .iter()
            .map(|role| (role.code.clone(), person(&role.name.zh)))
            .collect(),
        members: (0..rule.least_members.max(1))
            .map(|_| person(&rule.members.zh))
            .collect(),
    })
}
