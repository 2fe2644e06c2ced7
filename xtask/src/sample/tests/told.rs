//! The stories, decided by the domain itself.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_domain::case::{Case, Stage};
use onemap_domain::clock::Calendar;
use onemap_domain::command::Command;
use onemap_domain::department::DepartmentCode;
use onemap_domain::event::Recorded;
use onemap_domain::profile::Profile;
use onemap_domain::{Context, Ground, apply, decide};
use onemap_exchange::calendar;
use onemap_exchange::county::{County, Story};
use onemap_spatial::locate::Locator;

use super::sample;
use crate::sample::{PROFILE, stories};

struct Register {
    locator: Locator,
    departments: BTreeSet<DepartmentCode>,
}

impl Ground for Register {
    fn grid_at(&self, position: Position) -> Option<AreaCode> {
        self.locator.locate(position)
    }
    fn has_department(&self, code: &DepartmentCode) -> bool {
        self.departments.contains(code)
    }
}

/// A case at an anchor, after all its commands; panics where one is refused.
fn told(
    county: &County,
    story: &Story,
    ground: &Register,
    (profile, calendar): (&Profile, &Calendar),
    anchor: Timestamp,
) -> Case {
    let mut case: Option<Case> = None;
    for step in &story.steps {
        let user = &county
            .accounts
            .iter()
            .find(|account| account.user.actor.user == step.by)
            .unwrap()
            .user;
        let now = anchor - SignedDuration::from_mins(i64::from(step.minutes_before));
        let context = Context {
            now,
            actor: &user.actor,
            scope: &user.scope,
            profile,
            calendar,
            ground,
            number: None,
            drawing: None,
        };
        let decision = decide(case.as_ref(), None, &step.command, &context)
            .unwrap_or_else(|refusal| panic!("{refusal} at {step:?}"));
        for event in decision.here {
            let recorded = Recorded {
                case: story.case,
                revision: case.as_ref().map_or(1, |case| case.revision + 1),
                at: now,
                actor: user.actor.clone(),
                command: story.case.0,
                event,
            };
            case = apply(case, &recorded);
        }
    }
    case.unwrap()
}

#[test]
fn no_story_is_refused_whatever_the_hour_and_as_many_are_open_and_late_as_planned() {
    let Some(county) = sample() else { return };
    let profile: Profile = toml::from_str(PROFILE).unwrap();
    let calendar = Calendar::BEIJING.with_years(calendar::shipped().unwrap());
    let grids = county
        .outlines
        .iter()
        .filter(|(code, _)| code.level() == Level::Grid);
    let ground = Register {
        locator: Locator::new(grids.map(|(code, outline)| (code.clone(), outline.clone()))),
        departments: county
            .departments
            .iter()
            .map(|department| department.code.clone())
            .collect(),
    };
    for hour in ["03:00", "09:00", "12:30", "17:45", "23:30"] {
        let anchor: Timestamp = format!("2026-11-21T{hour}:00+08:00").parse().unwrap();
        let cases: Vec<Case> = county
            .stories
            .iter()
            .map(|story| told(county, story, &ground, (&profile, &calendar), anchor))
            .collect();
        for (stage, in_time, late) in stories::OPEN {
            let all = cases.iter().filter(|case| case.stage == stage);
            assert_eq!(all.count(), in_time + late, "{} at {hour}", stage.name());
        }
        let open: Vec<_> = cases.iter().filter(|case| case.stage.is_open()).collect();
        let late = open.iter().filter(|case| case.is_overdue(anchor)).count();
        let urged = open.iter().filter(|case| case.urged > 0).count();
        let count = |tell: fn(&Case) -> bool| cases.iter().filter(|case| tell(case)).count();
        println!(
            "{hour}: {} open, {late} overdue, {urged} urged; {} closed, {} evaluated, {} declined, {} returned, {} reopened",
            open.len(),
            count(|case| case.stage == Stage::Closed),
            count(|case| case.stage == Stage::Evaluated),
            count(|case| case.stage == Stage::Declined),
            count(|case| case.returned > 0),
            count(|case| case.reopened > 0),
        );
        for case in &open {
            let (story, planned) = (case.id, case.due_at());
            assert!(planned.is_some(), "{story} runs against no clock");
        }
        assert!(
            (36..=48).contains(&late),
            "{late} of {} are late at {hour}",
            open.len()
        );
        assert!(cases.iter().zip(&county.stories).all(
            |(case, story)| match &story.steps[0].command {
                Command::Report { facts } => facts.grid == case.facts.grid,
                _ => false,
            }
        ));
    }
}

#[test]
fn every_text_is_whole_and_every_story_runs_forward_within_sixty_days() {
    let Some(county) = sample() else { return };
    let mut titles = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for story in &county.stories {
        assert!(ids.insert(story.case) && story.case.0.get_version_num() == 7);
        assert!(
            story
                .steps
                .windows(2)
                .all(|pair| pair[0].minutes_before >= pair[1].minutes_before)
        );
        assert!(
            story.steps[0].minutes_before <= 60 * 24 * 60,
            "{}",
            story.steps[0].minutes_before
        );
        for step in &story.steps {
            let text = serde_json::to_string(&step.command).unwrap();
            let inner = text.trim_start_matches('{').trim_end_matches('}');
            assert!(
                !inner
                    .chars()
                    .zip(inner.chars().skip(1))
                    .any(|(a, b)| a == '{' && b != '"'),
                "{text}"
            );
        }
        if let Command::Report { facts } = &story.steps[0].command {
            assert!(facts.title.chars().count() <= 30, "{}", facts.title);
            titles.insert(&facts.title);
        }
    }
    assert!(titles.len() > 700, "{} different titles", titles.len());
}

#[test]
fn a_returned_order_goes_to_another_department() {
    let Some(county) = sample() else { return };
    for story in &county.stories {
        let mut sent = None;
        let mut refused = None;
        for step in &story.steps {
            match &step.command {
                Command::Dispatch(order) => {
                    assert_ne!(refused, Some(&order.lead), "{:?}", story.case);
                    sent = Some(&order.lead);
                }
                Command::Return { .. } => refused = sent,
                _ => {}
            }
        }
    }
}
