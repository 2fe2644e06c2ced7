//! Random people give random commands on two cases of every county; the invariants of domain.md
//! hold all the way.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use onemap_domain::case::{Case, Stage, Visitor};
use onemap_domain::command::{Command, CommandKind};
use onemap_domain::event::Recorded;
use onemap_domain::people::User;
use onemap_domain::profile::Profile;
use onemap_domain::{Refusal, apply};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::fixture::{PROFILES, Walk, profile, said};
use crate::throw::{Throw, throws};

/// A case apart from how many events have made it.
fn apart_from_revision(case: Option<&Case>) -> Option<Case> {
    case.map(|case| Case {
        revision: 0,
        ..case.clone()
    })
}

/// What is true of a case wherever it stands.
fn holds_always(case: &Case, profile: &Profile) -> Result<(), TestCaseError> {
    let stage = case.stage;
    if stage.is_before_dispatch() || stage == Stage::Declined {
        prop_assert_eq!(&case.lead, &None, "nobody leads before dispatch");
    } else if stage != Stage::Voided && !(case.imported.is_some() && case.lead.is_none()) {
        prop_assert!(case.lead.is_some(), "one lead from dispatch to close");
    } else {
        prop_assert!(!case.is_carried(), "what nobody leads is not carried");
    }
    let helps = case
        .lead
        .as_ref()
        .is_some_and(|lead| case.assists.contains(lead));
    prop_assert!(!helps, "the lead does not assist");

    let force = profile
        .task_force
        .as_ref()
        .is_some_and(|rule| rule.required);
    let handled = matches!(stage, Stage::Handling | Stage::FedBack | Stage::Closed);
    if force && handled && case.marks.dispatched_at.is_some() {
        let formed = case.task_force.as_ref();
        prop_assert!(formed.is_some(), "handling starts with a task force");
        prop_assert!(formed.is_some_and(|force| !force.members.is_empty()));
    }

    let users: BTreeSet<_> = case.visits.iter().map(|visit| &visit.user).collect();
    let units: BTreeSet<_> = case.visits.iter().map(|visit| &visit.unit).collect();
    prop_assert_eq!(users.len(), case.visits.len(), "visits by different people");
    prop_assert_eq!(units.len(), case.visits.len(), "of different units");

    let going = || {
        case.clocks
            .iter()
            .filter(|clock| clock.stopped_at.is_none())
    };
    let codes: BTreeSet<_> = going().map(|clock| &clock.code).collect();
    prop_assert_eq!(codes.len(), going().count(), "one clock of a code");
    for clock in going() {
        prop_assert!(
            clock.stages.contains(&stage),
            "a clock runs in its stages: {clock:?}"
        );
        let stands = clock.paused_at.is_some();
        let cause = case.pause.as_ref().map(|pause| pause.cause);
        let stopped = cause.is_some_and(|cause| clock.stops.contains(&cause));
        prop_assert!(
            !stands || stopped,
            "a clock stands still only for its causes: {clock:?}"
        );
    }
    if !case.is_open() {
        prop_assert_eq!(
            case.nearest_clock(),
            None,
            "an ended case has no running clock"
        );
    }
    prop_assert_eq!(
        case.closed_at.is_some(),
        !stage.is_open() || reviewed(stage)
    );
    Ok(())
}

/// An answer under review is still the one that closed the case.
fn reviewed(stage: Stage) -> bool {
    matches!(stage, Stage::UnderReview | Stage::UnderFinalReview)
}

/// What is true of a step that was carried out.
fn holds_of(
    before: &Walk,
    walk: &Walk,
    throw: Throw,
    user: &User,
    command: &Command,
) -> Result<(), TestCaseError> {
    let profile = &walk.profile;
    let kind = command.kind();
    let there = |walk: &Walk| walk.ways[1 - throw.at].case.as_ref().map(|case| case.stage);
    prop_assert_eq!(there(before), there(walk), "no command moves another case");
    let actor = &user.actor;
    prop_assert!(
        profile.roles(kind).contains(&actor.role),
        "an actor with the role for it"
    );
    let Some(was) = &before.ways[throw.at].case else {
        prop_assert_eq!(kind, CommandKind::Report);
        return Ok(());
    };
    let is = walk.ways[throw.at].case.as_ref().unwrap();
    let ends = [CommandKind::Close, CommandKind::Check];
    if ends.contains(&kind) {
        prop_assert!(
            !was.handlers.contains(&actor.user),
            "who ends it did not handle"
        );
    }
    if kind == CommandKind::Close {
        let visited: Vec<Visitor> = was.visits.iter().map(|visit| visit.visitor).collect();
        prop_assert_eq!(
            &visited[..],
            profile.visitors(),
            "visited as the profile says"
        );
        prop_assert!(was.visits.iter().all(|visit| visit.answers.all()));
        if let Some((adoption, rule)) = is.adoption.as_ref().zip(profile.adoption.as_ref()) {
            let owed = rule.leader_items.iter().chain(&rule.unit_items);
            let owed: BTreeSet<&String> = owed.map(|item| &item.code).collect();
            prop_assert_eq!(
                owed,
                adoption.evidence.keys().collect(),
                "all that is owed is shown"
            );
        }
    }
    if was.stage != is.stage {
        prop_assert!(was.merged_into.is_none(), "a merged case stays where it is");
        prop_assert!(
            was.pause.is_none() || is.stage == Stage::Voided,
            "nothing moves in a pause"
        );
    }
    let undone = match kind {
        CommandKind::Merge => Some(Command::Unmerge {
            from: command.other().unwrap(),
            reason: "不是同一件事".to_owned(),
        }),
        CommandKind::Close => Some(Command::Withdraw {
            note: String::new(),
        }),
        _ => None,
    };
    if let Some(undo) = undone {
        let mut again = walk.clone();
        prop_assert_eq!(again.try_as(throw.at, user, &undo), Ok(()));
        for (before, after) in before.ways.iter().zip(&again.ways) {
            prop_assert_eq!(
                apart_from_revision(before.case.as_ref()),
                apart_from_revision(after.case.as_ref()),
                "what is undone was never there"
            );
        }
    }
    Ok(())
}

/// What is true of the log.
fn holds_of_the_log(walk: &Walk) -> Result<(), TestCaseError> {
    for way in &walk.ways {
        let revisions: Vec<u64> = way.log.iter().map(|recorded| recorded.revision).collect();
        prop_assert_eq!(&revisions, &(1..=way.log.len() as u64).collect::<Vec<_>>());
        let last = way.case.as_ref().map_or(0, |case| case.revision);
        prop_assert_eq!(last, way.log.len() as u64);
        let text = serde_json::to_string(&way.log).unwrap();
        let log: Vec<Recorded> = serde_json::from_str(&text).unwrap();
        let replayed = log.iter().fold(None, apply);
        prop_assert_eq!(&replayed, &way.case, "replaying the events gives the state");
        let text = serde_json::to_string(&way.case).unwrap();
        let read: Option<Case> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, &way.case, "a state can be written and read");
    }
    Ok(())
}

/// The state a case had when it was merged, until it is taken out again.
type Merged = [Option<Case>; 2];

fn step(
    walk: &mut Walk,
    merged: &mut Merged,
    told: &mut Vec<String>,
    throw: Throw,
) -> Result<(), TestCaseError> {
    walk.now += SignedDuration::from_mins(throw.minutes);
    let (user, kind) = throw.chosen(walk);
    let command = throw.command(kind, walk);
    let before = walk.clone();
    let was = before.ways[throw.at].case.as_ref();
    let answer = walk.try_as(throw.at, user, &command);
    if answer.is_ok() {
        let (now, login) = (said(walk.now), &user.actor.user.0);
        told.push(format!(
            "{now} case {}: {login} gives {command:?}",
            throw.at
        ));
    }

    if let Some(sealed) = was.and_then(|case| case.compartment.as_ref())
        && !user.scope.compartments.contains(sealed)
    {
        prop_assert_eq!(
            &answer,
            &Err(Refusal::NotFound),
            "a sealed case is not there"
        );
    }
    if was.is_some() {
        let allowed = before.allowed(throw.at, user).into_iter();
        let shown = allowed.clone().find(|(known, _)| *known == kind);
        match shown.map(|(_, answer)| answer) {
            Some(Err(refusal)) => prop_assert_eq!(&answer, &Err(refusal), "the button said so"),
            None => prop_assert!(answer.is_err(), "the county does not work this way"),
            Some(Ok(())) => {}
        }
    }
    match answer {
        Err(_) => {
            for (before, after) in before.ways.iter().zip(&walk.ways) {
                prop_assert_eq!(&before.case, &after.case, "a refusal changes nothing");
                prop_assert_eq!(before.log.len(), after.log.len());
            }
        }
        Ok(()) => holds_of(&before, walk, throw, user, &command)?,
    }
    for (at, held) in merged.iter_mut().enumerate() {
        let now = walk.ways[at].case.as_ref();
        let is_merged = now.is_some_and(|case| case.merged_into.is_some());
        if is_merged && held.is_none() {
            *held = apart_from_revision(before.ways[at].case.as_ref());
        } else if let Some(held) = held.take_if(|_| !is_merged) {
            let restored = Case {
                links: held.links.clone(),
                // What is attached meanwhile stays, too.
                attachments: held.attachments.clone(),
                ..apart_from_revision(now).unwrap()
            };
            prop_assert_eq!(restored, held, "un-merging restores what was merged");
        }
    }
    for case in walk.ways.iter().filter_map(|way| way.case.as_ref()) {
        holds_always(case, &walk.profile)?;
    }
    Ok(())
}

/// Which commands a random walk through every county has carried out.
fn walked(code: &str, throws: &[Throw]) -> Result<BTreeSet<CommandKind>, TestCaseError> {
    let mut walk = Walk::new(code, "2026-09-21 09:00");
    let mut merged = Merged::default();
    let mut told = Vec::new();
    if throws.first().is_some_and(|throw| throw.silent) {
        walk.import(1);
    }
    for throw in throws {
        let held = step(&mut walk, &mut merged, &mut told, *throw);
        held.map_err(|broken| TestCaseError::fail(format!("{broken}\n{}", told.join("\n"))))?;
    }
    holds_of_the_log(&walk)?;
    Ok(walk.done)
}

/// The invariants of one county.
macro_rules! county {
    ($name:ident, $code:literal) => {
        proptest! {
            #![proptest_config(ProptestConfig {
                cases: 150,
                failure_persistence: None,
                ..ProptestConfig::default()
            })]

            #[test]
            fn $name(throws in throws()) {
                walked($code, &throws)?;
            }
        }
    };
}

county!(the_invariants_hold_in_liaocheng, "liaocheng");
county!(the_invariants_hold_in_chishui, "chishui");
county!(the_invariants_hold_in_chongqing, "chongqing-petition");
county!(the_invariants_hold_in_xicheng, "xicheng");
county!(the_invariants_hold_in_ganzhou, "ganzhou");
county!(the_invariants_hold_in_ulanqab, "ulanqab");
county!(the_invariants_hold_in_a_digital_city, "digital-city");
county!(the_invariants_hold_in_weifang, "weifang-hotline");
county!(the_invariants_hold_in_changde, "changde");

#[test]
fn random_walks_reach_every_command_that_the_county_knows() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    for code in PROFILES {
        let profile = profile(code);
        let known = CommandKind::ON_A_CASE
            .into_iter()
            .filter(|kind| profile.knows(*kind));
        let mut left: BTreeSet<CommandKind> = known.collect();
        for _ in 0..1_000 {
            if left.is_empty() {
                break;
            }
            let drawn = throws().new_tree(&mut runner).unwrap().current();
            let done = walked(code, &drawn).unwrap();
            left.retain(|kind| !done.contains(kind));
        }
        assert_eq!(left, BTreeSet::new(), "{code}: never carried out");
    }
}
