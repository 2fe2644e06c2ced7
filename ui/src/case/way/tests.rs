use onemap_domain::Refusal;
use onemap_domain::case::{Pause, PauseCause};
use onemap_domain::clock::{Clock, ClockCode, Deadline, Lamp, Period};
use onemap_domain::profile::ReviewRule;

use super::*;
use crate::case::fixture;

fn at(stage: Stage) -> Vec<StepState> {
    steps(&fixture::profile(), &fixture::view(stage).case)
}

#[test]
fn the_lit_step_is_the_one_the_stage_belongs_to() {
    use StepState::{Ahead, Done, Now};
    assert_eq!(at(Stage::Reported), [Now, Ahead, Ahead]);
    assert_eq!(at(Stage::Established), [Done, Now, Ahead]);
    assert_eq!(at(Stage::Declined), [Done, Now, Ahead]);
    assert_eq!(at(Stage::Evaluated), [Done, Done, Done]);
}

#[test]
fn a_case_that_left_the_way_keeps_how_far_it_came() {
    use StepState::{Ahead, Done};
    let mut case = fixture::view(Stage::Voided).case;
    case.marks.established_at = Some(case.reported_at);
    case.closed_at = Some(case.reported_at);
    assert_eq!(steps(&fixture::profile(), &case), [Done, Done, Ahead]);
    let mut counted = fixture::profile();
    counted.steps[2].stages.push(Stage::Voided);
    assert_eq!(
        steps(&counted, &case),
        [Done, Done, Ahead],
        "also where the profile counts voiding to its last step"
    );
    let mut case = fixture::view(Stage::UnderReview).case;
    case.closed_at = Some(case.reported_at);
    assert_eq!(steps(&fixture::profile(), &case), [Done, Done, Done]);
}

#[test]
fn beside_the_way_stands_only_what_is_there() {
    let mut profile = fixture::profile();
    let mut case = fixture::view(Stage::Handling).case;
    assert_eq!(sides(&profile, &case), []);
    case.pause = Some(Pause {
        cause: PauseCause::Hearing,
        reason: String::new(),
        since: case.reported_at,
        until: None,
        hand_off: None,
    });
    assert_eq!(sides(&profile, &case), [(Side::Paused, StepState::Now)]);
    case.pause = None;
    profile.review = Some(ReviewRule {
        ask_within: Period::NaturalDays(30),
        rounds: 2,
    });
    case.reviews = 2;
    case.stage = Stage::UnderFinalReview;
    assert_eq!(
        sides(&profile, &case),
        [
            (Side::Review, StepState::Done),
            (Side::FinalReview, StepState::Now)
        ]
    );
}

#[test]
fn the_next_step_of_the_way_comes_first_and_what_is_refused_is_in_the_menu() {
    let allowed = |command| Allowed {
        command,
        refusal: None,
    };
    let refused = |command| Allowed {
        command,
        refusal: Some(Refusal::NotLead),
    };
    let actions = [
        refused(CommandKind::Verify),
        allowed(CommandKind::Decline),
        allowed(CommandKind::Establish),
        refused(CommandKind::Accept),
        refused(CommandKind::Urge),
        allowed(CommandKind::Amend),
    ];
    let bar = bar(&actions);
    let kinds = |all: &[Allowed]| all.iter().map(|a| a.command).collect::<Vec<_>>();
    assert_eq!(
        bar.primary.as_ref().map(|action| action.command),
        Some(CommandKind::Establish)
    );
    assert_eq!(
        kinds(&bar.others),
        [CommandKind::Decline, CommandKind::Amend]
    );
    assert_eq!(kinds(&bar.refused), [CommandKind::Urge]);
    assert_eq!(bar.in_menu(), 0);
    let (group, hidden) = &bar.menu[0];
    assert_eq!(*group, Group::Handling);
    assert_eq!(kinds(hidden), [CommandKind::Verify, CommandKind::Accept]);
}

#[test]
fn sorting_is_the_next_step_only_for_what_must_be_sorted() {
    let primary = |verify: Option<Refusal>| {
        let triage = Allowed {
            command: CommandKind::Triage,
            refusal: None,
        };
        let verify = Allowed {
            command: CommandKind::Verify,
            refusal: verify,
        };
        bar(&[triage, verify]).primary.map(|action| action.command)
    };
    assert_eq!(primary(None), Some(CommandKind::Verify));
    let must = primary(Some(Refusal::TriageFirst));
    assert_eq!(must, Some(CommandKind::Triage));
}

#[test]
fn of_many_commands_only_those_at_hand_are_in_sight_and_none_is_lost() {
    let actions: Vec<Allowed> = CommandKind::ON_A_CASE
        .into_iter()
        .map(|command| Allowed {
            command,
            refusal: None,
        })
        .collect();
    let bar = bar(&actions);
    assert_eq!(bar.others.len(), IN_SIGHT_OF_MANY);
    let shown = bar.primary.iter().chain(&bar.others).count() + bar.in_menu();
    assert_eq!(shown, actions.len());
}

#[test]
fn a_steps_own_clock_runs_nowhere_else() {
    let profile = fixture::profile();
    let now = fixture::view(Stage::Verified).case.reported_at;
    let clock = |code: &str, stages: &[Stage], stopped: bool| ClockView {
        clock: Clock {
            code: ClockCode::new(code),
            started_at: now,
            period: None,
            due: Deadline {
                at: now,
                nominal: now,
                provisional: None,
            },
            stages: stages.to_vec(),
            stops: Vec::new(),
            repeats: false,
            extended: 0,
            moved: 0,
            paused_at: None,
            stopped_at: stopped.then_some(now),
        },
        name: None,
        basis: String::new(),
        lamp: Lamp::Green,
        computation: None,
    };
    let clocks = [
        clock("whole", &[Stage::Reported, Stage::Verified], false),
        clock("verify", &[Stage::Verified], true),
        clock("establish", &[Stage::Established], false),
    ];
    let own = |step: usize| own_clock(&profile.steps[step], &clocks).map(|c| c.clock.code.as_str());
    assert_eq!(own(0), None);
    assert_eq!(own(1), Some("establish"));
}
