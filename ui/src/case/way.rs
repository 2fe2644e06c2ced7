//! What a case's way looks like: the steps of the flow chart and the moments of the timeline.
//!
//! Pure; it only arranges what the console answered. Deliberately absent: deciding what may be
//! done next (the console's answer says that).

use onemap_domain::case::{Case, Facts, Stage};
use onemap_domain::command::CommandKind;
use onemap_domain::event::Event;
use onemap_domain::profile::Profile;
use onemap_protocol::desk::{Allowed, Happening};

/// Where a step of the flow chart stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind the case.
    Done,
    /// The case is here.
    Now,
    /// Still to come.
    Ahead,
}

impl StepState {
    /// The name in classes and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Ahead => "ahead",
        }
    }
}

/// How each step of the profile stands at a stage. An evaluated case has no step left to light.
pub fn steps(profile: &Profile, stage: Stage) -> Vec<StepState> {
    let now = profile.step_of(stage);
    (0..profile.steps.len())
        .map(|step| match now {
            _ if stage == Stage::Evaluated => StepState::Done,
            Some(now) if step < now => StepState::Done,
            Some(now) if step == now => StepState::Now,
            _ => StepState::Ahead,
        })
        .collect()
}

/// The commands that take a case one step on, in the order of the way.
const ONWARD: [CommandKind; 7] = [
    CommandKind::Verify,
    CommandKind::Establish,
    CommandKind::Dispatch,
    CommandKind::Accept,
    CommandKind::FeedBack,
    CommandKind::Close,
    CommandKind::Evaluate,
];

/// What the action bar shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The next step of the way, when the role may take it.
    pub primary: Option<Allowed>,
    /// What else may be done.
    pub others: Vec<Allowed>,
    /// What may not, each with its reason.
    pub refused: Vec<Allowed>,
}

/// Sorts the commands for the action bar; each part keeps the order of the way.
pub fn bar(actions: &[Allowed]) -> Bar {
    let onward = |action: &&Allowed| action.refusal.is_none() && ONWARD.contains(&action.command);
    let primary = actions.iter().find(onward).cloned();
    let rest = actions
        .iter()
        .filter(|action| Some(*action) != primary.as_ref())
        .cloned();
    let (others, refused) = rest.partition(|action: &Allowed| action.refusal.is_none());
    Bar {
        primary,
        others,
        refused,
    }
}

/// A line of the timeline: what somebody did, and the clocks it started.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// What happened.
    pub what: Happening,
    /// The clocks that began to run with it.
    pub clocks: Vec<Happening>,
    /// For an amendment: the `field-…` keys of what it changed.
    pub changed: Vec<&'static str>,
}

/// The timeline, newest first, each clock under the event that started it.
pub fn moments(timeline: &[Happening]) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    let mut known: Option<&Facts> = None;
    for happening in timeline {
        let event = &happening.recorded.event;
        if let (Event::ClockStarted { .. }, Some(last)) = (event, moments.last_mut()) {
            last.clocks.push(happening.clone());
            continue;
        }
        let mut changed = Vec::new();
        if let Event::Reported { facts, .. }
        | Event::Imported { facts, .. }
        | Event::Amended { facts } = event
        {
            if let Some(before) = known {
                changed = differences(before, facts);
            }
            known = Some(facts);
        }
        moments.push(Moment {
            what: happening.clone(),
            clocks: Vec::new(),
            changed,
        });
    }
    moments.reverse();
    moments
}

fn differences(before: &Facts, after: &Facts) -> Vec<&'static str> {
    [
        ("field-title", before.title != after.title),
        ("field-text", before.text != after.text),
        ("field-category", before.category != after.category),
        ("field-channel", before.channel != after.channel),
        ("field-urgency", before.urgency != after.urgency),
        ("field-reporter", before.reporter != after.reporter),
        ("field-position", before.position != after.position),
        ("field-address", before.address != after.address),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}

/// Whether every clock of an ended case was kept.
pub fn kept_every_deadline(case: &Case) -> bool {
    case.clocks
        .iter()
        .all(|clock| clock.stopped_at.is_none_or(|at| at <= clock.due_at))
}

#[cfg(test)]
mod tests {
    use onemap_domain::Refusal;
    use onemap_domain::profile::{Label, Step};

    use super::*;

    fn profile() -> Profile {
        let step = |stages: &[Stage]| Step {
            name: Label {
                zh: "步".to_owned(),
                en: "step".to_owned(),
            },
            stages: stages.to_vec(),
        };
        Profile {
            code: "test".to_owned(),
            name: Label {
                zh: "测试".to_owned(),
                en: "test".to_owned(),
            },
            source: String::new(),
            yellow_share: 25,
            steps: vec![
                step(&[Stage::Reported]),
                step(&[Stage::Verified, Stage::Established, Stage::Declined]),
                step(&[Stage::Closed, Stage::Evaluated]),
            ],
            stage_limits: Vec::new(),
            whole_limits: Vec::new(),
            channels: Vec::new(),
            categories: Vec::new(),
            closings: Vec::new(),
        }
    }

    #[test]
    fn the_lit_step_is_the_one_the_stage_belongs_to() {
        use StepState::{Ahead, Done, Now};
        assert_eq!(steps(&profile(), Stage::Reported), [Now, Ahead, Ahead]);
        assert_eq!(steps(&profile(), Stage::Established), [Done, Now, Ahead]);
        assert_eq!(steps(&profile(), Stage::Declined), [Done, Now, Ahead]);
        assert_eq!(steps(&profile(), Stage::Evaluated), [Done, Done, Done]);
    }

    #[test]
    fn the_next_step_of_the_way_comes_first_and_what_is_refused_comes_last() {
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
            allowed(CommandKind::Amend),
        ];
        let bar = bar(&actions);
        let kinds = |all: &[Allowed]| all.iter().map(|a| a.command).collect::<Vec<_>>();
        assert_eq!(
            bar.primary.map(|action| action.command),
            Some(CommandKind::Establish)
        );
        assert_eq!(
            kinds(&bar.others),
            [CommandKind::Decline, CommandKind::Amend]
        );
        assert_eq!(
            kinds(&bar.refused),
            [CommandKind::Verify, CommandKind::Accept]
        );
    }
}
