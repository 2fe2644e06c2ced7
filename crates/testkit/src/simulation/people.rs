//! What people do: random commands that mostly make sense where the case stands, on few cases, so
//! that they meet.
//!
//! Deliberately absent: commands on records. They go the same way as those on cases, and the
//! acceptor's own tests have them.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::calendar::Period;
use onemap_domain::case::{
    Attachment, CaseId, ContentHash, Facts, MediaType, Mediation, Path, PauseCause, Satisfaction,
    TaskForce, Urgency, VisitAnswers,
};
use onemap_domain::command::{Command, CommandKind, Dispatch};
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::Compartment;
use onemap_domain::profile::{Named, Profile};

use super::chance::Chance;
use crate::county::{GRIDS, facts};

const DEPARTMENTS: [&str; 3] = ["zhujian", "zhifa", "renshe"];

fn department(chance: &mut Chance) -> DepartmentCode {
    DepartmentCode(DEPARTMENTS[chance.below(3)].to_owned())
}

fn words(chance: &mut Chance) -> String {
    format!("第{}次", chance.below(1_000_000))
}

fn code(list: &[Named], chance: &mut Chance) -> String {
    chance
        .pick(list)
        .map_or_else(|| "invented".to_owned(), |one| one.code.clone())
}

fn order(chance: &mut Chance) -> Dispatch {
    let assists = if chance.percent(30) {
        vec![department(chance)]
    } else {
        Vec::new()
    };
    Dispatch {
        lead: department(chance),
        assists,
        requirements: words(chance),
        due_at: None,
    }
}

/// A matter.
pub fn matter(profile: &Profile, chance: &mut Chance) -> Facts {
    let grid = chance.below(GRIDS.len());
    let channel = chance.pick(&profile.channels).map(|one| one.code.clone());
    let category = chance.pick(&profile.categories).map(|one| one.code.clone());
    Facts {
        channel: channel.unwrap_or_default(),
        category: category.unwrap_or_default(),
        ..facts(&words(chance), grid)
    }
}

/// What comes oftener: what takes a case on, and edits, which conflict.
const fn weight(kind: CommandKind) -> usize {
    match kind {
        CommandKind::Amend => 8,
        CommandKind::Verify
        | CommandKind::Establish
        | CommandKind::Dispatch
        | CommandKind::Accept
        | CommandKind::FeedBack
        | CommandKind::Close
        | CommandKind::Merge => 5,
        CommandKind::Progress | CommandKind::Urge | CommandKind::Comment | CommandKind::Unmerge => {
            3
        }
        _ => 1,
    }
}

/// One of the kinds, by weight.
pub fn kind(allowed: &[CommandKind], chance: &mut Chance) -> Option<CommandKind> {
    let total: usize = allowed.iter().map(|kind| weight(*kind)).sum();
    let mut at = chance.below(total);
    allowed.iter().copied().find(|kind| {
        let here = at < weight(*kind);
        at = at.saturating_sub(weight(*kind));
        here
    })
}

/// A command of a kind. `others` are cases it could be merged or linked with.
#[expect(clippy::too_many_lines, reason = "an arm for each command")]
pub fn command(
    kind: CommandKind,
    others: &[CaseId],
    profile: &Profile,
    now: Timestamp,
    chance: &mut Chance,
) -> Option<Command> {
    let said = words(chance);
    let other = chance.pick(others).copied();
    Some(match kind {
        CommandKind::Report => Command::Report {
            facts: Box::new(matter(profile, chance)),
        },
        CommandKind::Amend => Command::Amend {
            facts: Box::new(matter(profile, chance)),
        },
        CommandKind::Triage => Command::Triage {
            path: *chance.pick(&Path::ALL)?,
            assists: vec![department(chance)],
            note: said,
        },
        CommandKind::Verify => Command::Verify { note: said },
        CommandKind::Decline => Command::Decline { reason: said },
        CommandKind::Establish => Command::Establish {
            urgency: *chance.pick(&Urgency::ALL)?,
        },
        CommandKind::Expedite => Command::Expedite { reason: said },
        CommandKind::Refer => Command::Refer { reason: said },
        CommandKind::Designate => Command::Designate {
            order: order(chance),
            reason: said,
        },
        CommandKind::Dispatch => Command::Dispatch(order(chance)),
        CommandKind::Withdraw => Command::Withdraw { note: said },
        CommandKind::Redispatch => Command::Redispatch {
            order: order(chance),
            reason: said,
        },
        CommandKind::Accept => Command::Accept,
        CommandKind::Return => Command::Return { reason: said },
        CommandKind::UpholdReturn => Command::UpholdReturn { note: said },
        CommandKind::RejectReturn => Command::RejectReturn { reason: said },
        CommandKind::FormTaskForce => {
            let rule = profile.task_force.as_ref()?;
            let roles = rule.roles.iter();
            Command::FormTaskForce {
                task_force: TaskForce {
                    roles: roles
                        .map(|role| (role.code.clone(), said.clone()))
                        .collect(),
                    members: vec!["某人".to_owned(); rule.least_members.max(1) as usize],
                },
            }
        }
        CommandKind::Progress => Command::Progress { note: said },
        CommandKind::RequestExtension => Command::RequestExtension {
            clock: profile.clock_codes().next()?.clone(),
            period: Period::NaturalDays(1 + chance.below(5) as u16),
            reason: said,
        },
        CommandKind::RequestVoid => Command::RequestVoid { reason: said },
        CommandKind::Approve => Command::Approve { note: said },
        CommandKind::Refuse => Command::Refuse { reason: said },
        CommandKind::Suspend => Command::Suspend {
            cause: *chance.pick(&PauseCause::ALL)?,
            reason: said,
            until: None,
        },
        CommandKind::Resume => Command::Resume { note: said },
        CommandKind::HandOff => Command::HandOff {
            body: code(&profile.bodies, chance),
            reason: said,
        },
        CommandKind::ComeBack => Command::ComeBack { result: said },
        CommandKind::Mediate => Command::Mediate {
            mediation: Mediation {
                bodies: vec![code(&profile.mediation.as_ref()?.bodies, chance)],
                parties: vec!["甲".to_owned(), "乙".to_owned()],
                amount_fen: None,
                agreed: chance.percent(50),
                text: said,
            },
        },
        CommandKind::FeedBack => Command::FeedBack { result: said },
        CommandKind::Check => Command::Check {
            passed: chance.percent(70),
            note: said,
        },
        CommandKind::Visit => Command::Visit {
            answers: VisitAnswers {
                handled: true,
                resolved: chance.percent(80),
                satisfied: true,
            },
            note: said,
        },
        CommandKind::Close => {
            let closing = chance.pick(&profile.closings)?;
            let demands = closing.demands.iter();
            let demands: BTreeMap<String, String> = demands
                .map(|one| (one.code.clone(), said.clone()))
                .collect();
            Command::Close {
                reason: closing.code.clone(),
                note: said,
                demands,
            }
        }
        CommandKind::AskReview => Command::AskReview { reason: said },
        CommandKind::DecideReview => Command::DecideReview {
            maintained: chance.percent(50),
            text: said,
        },
        CommandKind::Reopen => Command::Reopen { reason: said },
        CommandKind::Evaluate => Command::Evaluate {
            satisfaction: *chance.pick(&Satisfaction::ALL)?,
        },
        CommandKind::Urge => Command::Urge { note: said },
        CommandKind::Supervise => Command::Supervise {
            ladder: chance.pick(&profile.ladders)?.code.clone(),
            reason: said,
        },
        CommandKind::Climb => Command::Climb { reason: said },
        CommandKind::AnswerSupervision => Command::AnswerSupervision { text: said },
        CommandKind::Adopt => Command::Adopt {
            unit: department(chance),
        },
        CommandKind::Attest => {
            let rule = profile.adoption.as_ref()?;
            let items: Vec<Named> = rule
                .leader_items
                .iter()
                .chain(&rule.unit_items)
                .cloned()
                .collect();
            Command::Attest {
                item: code(&items, chance),
                evidence: said,
            }
        }
        CommandKind::Comment => Command::Comment { text: said },
        CommandKind::Whistle => Command::Whistle {
            units: vec![department(chance)],
            needed_by: now + SignedDuration::from_hours(2),
            reason: said,
        },
        CommandKind::ReportIn => Command::ReportIn { note: said },
        CommandKind::RateWhistle => Command::RateWhistle {
            unit: department(chance),
            satisfaction: *chance.pick(&Satisfaction::ALL)?,
            note: said,
        },
        CommandKind::HandOut => Command::HandOut {
            policies: vec![chance.pick(&profile.policies)?.code.clone()],
        },
        CommandKind::Attach => Command::Attach {
            attachment: Attachment {
                sha256: ContentHash::of(said.as_bytes()),
                name: format!("{said}.jpg"),
                media_type: MediaType::Jpeg,
                size: 1 + chance.below(9) as u64,
            },
        },
        CommandKind::Merge => Command::Merge {
            into: other?,
            reason: said,
        },
        CommandKind::Unmerge => Command::Unmerge {
            from: other?,
            reason: said,
        },
        CommandKind::Link => Command::Link {
            with: other?,
            note: said,
        },
        CommandKind::Seal => Command::Seal {
            compartment: Compartment(code(&profile.compartments, chance)),
            reason: said,
        },
        CommandKind::Unseal => Command::Unseal { reason: said },
        CommandKind::Keep => return None,
    })
}
