//! Random people give random commands; the invariants of domain.md hold all the way.

use onemap_domain::apply;
use onemap_domain::case::{Satisfaction, Stage, Urgency};
use onemap_domain::clock::ClockKind;
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::event::Event;
use onemap_domain::people::Role;
use proptest::prelude::*;

use crate::fixture::{Walk, department, facts, users};

fn command() -> impl Strategy<Value = Command> {
    let words = prop_oneof![Just(String::new()), Just("已处理".to_owned())];
    let departments = prop::sample::select(vec!["zhujian", "zhifa", "renshe", "nobody"]);
    let closings = prop::sample::select(vec!["resolved", "explained", "invented"]);
    prop_oneof![
        Just(Command::Report {
            facts: Box::new(facts())
        }),
        Just(Command::Amend {
            facts: Box::new(facts())
        }),
        words.clone().prop_map(|note| Command::Verify { note }),
        words.clone().prop_map(|reason| Command::Decline { reason }),
        prop::sample::select(Urgency::ALL.to_vec())
            .prop_map(|urgency| Command::Establish { urgency }),
        (departments.clone(), departments).prop_map(|(lead, assist)| {
            Command::Dispatch(Dispatch {
                lead: department(lead),
                assists: vec![department(assist)],
                requirements: String::new(),
                due_at: None,
            })
        }),
        words.clone().prop_map(|note| Command::Withdraw { note }),
        Just(Command::Accept),
        words.clone().prop_map(|reason| Command::Return { reason }),
        words.clone().prop_map(|note| Command::Progress { note }),
        words
            .clone()
            .prop_map(|result| Command::FeedBack { result }),
        (closings, words.clone()).prop_map(|(reason, note)| Command::Close {
            reason: reason.to_owned(),
            note
        }),
        words.clone().prop_map(|reason| Command::Reopen { reason }),
        prop::sample::select(Satisfaction::ALL.to_vec())
            .prop_map(|satisfaction| Command::Evaluate { satisfaction }),
        words.prop_map(|note| Command::Urge { note }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_invariants_hold_under_any_sequence_of_commands(
        given in prop::collection::vec((0usize..6, command()), 1..60)
    ) {
        let mut walk = Walk::reported();
        for (who, command) in given {
            let before = walk.case.clone();
            let actor = users().remove(who);
            if walk.give_as(&actor, &command).is_err() {
                prop_assert_eq!(&walk.case, &before, "a refusal changes nothing");
                continue;
            }
            let case = walk.case();
            let led = case.stage >= Stage::Dispatched && case.stage != Stage::Declined;
            prop_assert_eq!(case.lead.is_some(), led, "exactly one lead from dispatch to close");
            for kind in [ClockKind::Stage, ClockKind::Whole] {
                let running = case.clocks.iter().filter(|c| c.kind == kind && c.stopped_at.is_none());
                prop_assert!(running.count() <= 1, "at most one running clock of a kind");
            }
            prop_assert!(case.stage.is_open() || case.nearest_clock().is_none(), "an ended case has no running clock");
            if let Some(recorded) = walk.log.iter().rev().find(|r| matches!(r.event, Event::Closed { .. })) {
                prop_assert_eq!(recorded.actor.role, Role::Operator);
            }
        }
        let closers = walk.log.iter().filter(|r| matches!(r.event, Event::Closed { .. }));
        for closer in closers {
            prop_assert!(!walk.case().handlers.contains(&closer.actor.user), "who closes did not handle");
        }
        let replayed = walk.log.iter().fold(None, apply);
        prop_assert_eq!(&replayed, &walk.case, "replaying the events gives the state");
        let revisions: Vec<u64> = walk.log.iter().map(|r| r.revision).collect();
        prop_assert_eq!(revisions, (1..=walk.log.len() as u64).collect::<Vec<_>>());
    }
}
