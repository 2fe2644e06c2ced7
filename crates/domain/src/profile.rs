//! A profile (治理模式): how one county works, as data. It names the canonical stages, groups them
//! into the county's steps, says who may do what, which clocks run, and what closing demands.
//!
//! No rule language: guards, marks and clocks are closed enums and plain tables, and a profile
//! only chooses among them. The written form is TOML; docs/profile.md describes every field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::case::{Case, Facts, Flag, Path, PauseCause, Stage, Urgency, Visitor};
use crate::clock::{Clock, ClockCode, Lamp, Period};
use crate::command::CommandKind;
use crate::department::DepartmentCode;
use crate::indicator::Indicator;
use crate::lane::Lane;
use crate::people::Role;
use crate::route::RouteTable;

mod around;
mod duties;
mod may;
mod rules;
mod scores;
mod standard;

pub use around::{RingRule, StationRule, SurroundingsRule, USUAL_CAMERA_METRES};
pub use duties::{DutyRule, Every, Force, Quota, RosterRule, ShiftRule};
pub use scores::{IndexRule, Measure, ScoreRow, ScorecardRule};
pub use standard::{Revocation, StandardRule};

pub use rules::{
    AdoptionRule, ExtensionRule, Ladder, MediationRule, MeetingRule, OpenList, Policy,
    ReceptionRule, ReturnRule, ReviewRule, Rung, Target, TaskForceRule, TriageRule, VisitRule,
    WhistleRule,
};

/// A name in both languages of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Label {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A code with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
}

/// One step of the county's flow chart: a name over one or more canonical stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What the county calls it.
    pub name: Label,
    /// The stages that it stands for.
    pub stages: Vec<Stage>,
}

/// One row of the table of clocks. Rows of the same code are alternatives: of those that fit a
/// case the one with most conditions holds, among equals the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Which clock.
    pub code: ClockCode,
    /// What the county calls it.
    pub name: Label,
    /// The law and its article, or that it is a convention.
    pub basis: String,
    /// The stages that it runs in. It starts when a case enters one of them from outside, and
    /// stops when the case leaves them.
    pub stages: Vec<Stage>,
    /// How long.
    pub period: Period,
    /// Only for these urgencies; any when empty.
    #[serde(default)]
    pub urgencies: Vec<Urgency>,
    /// Only on these paths; any when empty.
    #[serde(default)]
    pub paths: Vec<Path>,
    /// Only for these channels; any when empty.
    #[serde(default)]
    pub channels: Vec<String>,
    /// Only for these categories; any when empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Only on the green channel, or only off it.
    #[serde(default)]
    pub expedited: Option<bool>,
    /// What makes it stand still.
    #[serde(default)]
    pub stops: Vec<PauseCause>,
    /// How it may be extended; not at all when absent.
    #[serde(default)]
    pub extension: Option<ExtensionRule>,
    /// A dispatch's own due time takes its place.
    #[serde(default)]
    pub follows_order: bool,
    /// Starts anew with every report of progress (feedback every N days).
    #[serde(default)]
    pub repeats: bool,
    /// Starts only when no other clock runs.
    #[serde(default)]
    pub without_deadline: bool,
}

/// What the table of clocks asks of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockMatter<'a> {
    /// How fast it must move.
    pub urgency: Urgency,
    /// Its path.
    pub path: Option<Path>,
    /// Its channel's code.
    pub channel: &'a str,
    /// Its category's code.
    pub category: &'a str,
    /// Whether it is on the green channel.
    pub expedited: bool,
}

impl<'a> ClockMatter<'a> {
    /// Of a case.
    pub fn of(case: &'a Case) -> ClockMatter<'a> {
        ClockMatter {
            path: case.path,
            expedited: case.expedited.is_some(),
            ..ClockMatter::reported(&case.facts)
        }
    }

    /// Of facts that are only just reported.
    pub fn reported(facts: &'a Facts) -> ClockMatter<'a> {
        ClockMatter {
            urgency: facts.urgency,
            path: None,
            channel: &facts.channel,
            category: &facts.category,
            expedited: false,
        }
    }
}

impl ClockRule {
    /// How many conditions it has, when all of them hold.
    fn fits(&self, matter: &ClockMatter) -> Option<usize> {
        fn among<T: PartialEq>(list: &[T], value: Option<&T>) -> Option<usize> {
            if list.is_empty() {
                return Some(0);
            }
            value.is_some_and(|value| list.contains(value)).then_some(1)
        }
        let text = |list: &[String], value: &str| {
            if list.is_empty() {
                return Some(0);
            }
            list.iter().any(|one| one == value).then_some(1)
        };
        let expedited = match self.expedited {
            None => 0,
            Some(wanted) if wanted == matter.expedited => 1,
            Some(_) => return None,
        };
        Some(
            among(&self.urgencies, Some(&matter.urgency))?
                + among(&self.paths, matter.path.as_ref())?
                + text(&self.channels, matter.channel)?
                + text(&self.categories, matter.category)?
                + expedited,
        )
    }
}

/// A way by which cases come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// On line, or face to face.
    pub online: bool,
}

/// What a case is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// Departments whose duty lists name it, the first the usual lead.
    pub departments: Vec<DepartmentCode>,
}

/// Why a case is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// Whether it must be explained in words.
    pub needs_note: bool,
    /// What it demands beside, each with words of its own.
    #[serde(default)]
    pub demands: Vec<Named>,
}

/// One county's way of working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// Where the way of working is described, and which figures are only conventions.
    pub source: String,
    /// Percentage of a period that is left when its lamp turns yellow.
    pub yellow_share: u8,
    /// The flow chart.
    pub steps: Vec<Step>,
    /// Who may do what, where it differs from [`Profile::usual_roles`].
    #[serde(default)]
    pub may: BTreeMap<CommandKind, Vec<Role>>,
    /// What the county calls a command, where it has a word of its own.
    #[serde(default)]
    pub words: BTreeMap<CommandKind, Label>,
    /// The clocks.
    pub clocks: Vec<ClockRule>,
    /// Sorting onto paths; none when absent.
    #[serde(default)]
    pub triage: Option<TriageRule>,
    /// Returns.
    #[serde(default)]
    pub returns: ReturnRule,
    /// The task force; none when absent.
    #[serde(default)]
    pub task_force: Option<TaskForceRule>,
    /// Visits before closing; none when absent.
    #[serde(default)]
    pub visits: Option<VisitRule>,
    /// Pauses that may be made by hand.
    #[serde(default)]
    pub pauses: Vec<PauseCause>,
    /// Bodies outside that a case can be handed to.
    #[serde(default)]
    pub bodies: Vec<Named>,
    /// Mediation; none when absent.
    #[serde(default)]
    pub mediation: Option<MediationRule>,
    /// Review and final review; none when absent.
    #[serde(default)]
    pub review: Option<ReviewRule>,
    /// Supervision ladders.
    #[serde(default)]
    pub ladders: Vec<Ladder>,
    /// Adoption by leaders; none when absent.
    #[serde(default)]
    pub adoption: Option<AdoptionRule>,
    /// Whistles; none when absent.
    #[serde(default)]
    pub whistle: Option<WhistleRule>,
    /// Whether there is a green channel.
    #[serde(default)]
    pub green_channel: bool,
    /// Sealed groups.
    #[serde(default)]
    pub compartments: Vec<Named>,
    /// Sets that the county names and may fill (十无, 四包, …).
    #[serde(default)]
    pub lists: Vec<OpenList>,
    /// The routing table; made from the categories' departments when absent.
    #[serde(default)]
    pub routing: Option<RouteTable>,
    /// Tags of persons and trades that routing may ask for (属人).
    #[serde(default)]
    pub persons: Vec<Named>,
    /// Policies that can be handed out from a case (政策服务包); none when empty.
    #[serde(default)]
    pub policies: Vec<Policy>,
    /// What the county set itself to reach.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// No field inspections (四个取消; mission.md, S24): nothing is drawn for 四不两直.
    #[serde(default)]
    pub without_inspections: bool,
    /// When the packs of the meetings are frozen; the usual times when absent.
    #[serde(default)]
    pub meetings: MeetingRule,
    /// The reception calendar of leaders; none when absent.
    #[serde(default)]
    pub reception: Option<ReceptionRule>,
    /// Duties that return.
    #[serde(default)]
    pub duties: Vec<DutyRule>,
    /// The duty roster; none when absent.
    #[serde(default)]
    pub roster: Option<RosterRule>,
    /// The forces that work in grids.
    #[serde(default)]
    pub forces: Vec<Force>,
    /// How many people areas should have.
    #[serde(default)]
    pub quotas: Vec<Quota>,
    /// The daily index; none when absent.
    #[serde(default)]
    pub index: Option<IndexRule>,
    /// The monthly scorecard; none when absent.
    #[serde(default)]
    pub scorecard: Option<ScorecardRule>,
    /// A standard that areas reach item by item; none when absent.
    #[serde(default)]
    pub standard: Option<StandardRule>,
    /// What is looked for around a case; cameras at the usual distance when absent.
    #[serde(default)]
    pub surroundings: Option<SurroundingsRule>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// Categories.
    pub categories: Vec<Category>,
    /// Closing reasons.
    pub closings: Vec<Closing>,
}

impl Profile {
    /// The codes of the clocks, each once, in the order of the table.
    pub fn clock_codes(&self) -> impl Iterator<Item = &ClockCode> {
        self.clocks.iter().enumerate().filter_map(|(at, rule)| {
            let before = self.clocks.get(..at).unwrap_or_default();
            (!before.iter().any(|other| other.code == rule.code)).then_some(&rule.code)
        })
    }

    /// The row of a clock that holds for a case; `None` when none does.
    pub fn clock_rule(&self, code: &ClockCode, matter: &ClockMatter) -> Option<&ClockRule> {
        let mut best: Option<(&ClockRule, usize)> = None;
        for rule in self.clocks.iter().filter(|rule| rule.code == *code) {
            if let Some(conditions) = rule.fits(matter)
                && best.is_none_or(|(_, most)| conditions > most)
            {
                best = Some((rule, conditions));
            }
        }
        best.map(|(rule, _)| rule)
    }

    /// The row that a dispatch's own due time takes the place of.
    pub fn order_rule(&self, matter: &ClockMatter) -> Option<&ClockRule> {
        self.clock_codes()
            .filter_map(|code| self.clock_rule(code, matter))
            .find(|rule| rule.follows_order)
    }

    /// What the county calls a clock.
    pub fn clock_name(&self, code: &ClockCode) -> Option<&Label> {
        let rule = self.clocks.iter().find(|rule| rule.code == *code)?;
        Some(&rule.name)
    }

    /// Whether a case can stand at a stage under this profile.
    pub fn has_stage(&self, stage: Stage) -> bool {
        self.step_of(stage).is_some()
    }

    /// The stage of the way before this one: the nearest that the profile has.
    pub fn before(&self, stage: Stage) -> Option<Stage> {
        let at = Stage::WAY.iter().position(|one| *one == stage)?;
        let earlier = Stage::WAY.get(..at)?;
        earlier
            .iter()
            .rev()
            .copied()
            .find(|one| self.has_stage(*one))
    }

    /// The stage of the way after this one: the nearest that the profile has.
    pub fn after(&self, stage: Stage) -> Option<Stage> {
        let at = Stage::WAY.iter().position(|one| *one == stage)?;
        let later = Stage::WAY.get(at + 1..)?;
        later.iter().copied().find(|one| self.has_stage(*one))
    }

    /// The lane that a stage waits in: named for what is to be done next.
    pub fn lane(&self, stage: Stage) -> Lane {
        match stage {
            Stage::UnderReview | Stage::UnderFinalReview => Lane::InReview,
            Stage::Closed | Stage::Evaluated | Stage::Declined | Stage::Voided => Lane::Done,
            _ => match self.after(stage) {
                Some(Stage::Verified) => Lane::ToVerify,
                Some(Stage::Established) => Lane::ToEstablish,
                Some(Stage::Dispatched) => Lane::ToDispatch,
                Some(Stage::Handling) => Lane::ToAccept,
                Some(Stage::FedBack) => Lane::Handling,
                Some(Stage::Checked) => Lane::ToCheck,
                _ => Lane::ToClose,
            },
        }
    }

    /// The stages that wait in a lane; none for [`Lane::Overdue`], which cuts across.
    pub fn stages_in(&self, lane: Lane) -> impl Iterator<Item = Stage> {
        Stage::ALL
            .into_iter()
            .filter(move |stage| lane != Lane::Overdue && self.lane(*stage) == lane)
    }

    /// The lanes of this profile, in the order of the screen.
    pub fn lanes(&self) -> impl Iterator<Item = Lane> {
        Lane::ALL.into_iter().filter(|lane| match lane {
            Lane::Overdue | Lane::Done => true,
            Lane::InReview => self.review.is_some(),
            lane => Stage::WAY
                .iter()
                .any(|stage| self.has_stage(*stage) && self.lane(*stage) == *lane),
        })
    }

    /// The flags that cases can have under this profile, in the order of the screen.
    pub fn flags(&self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(|flag| match flag {
            Flag::Research | Flag::Hard | Flag::Request | Flag::Dissatisfied => true,
            Flag::Objection => self.returns.reviewed,
            Flag::Paused => !self.pauses.is_empty() || !self.bodies.is_empty(),
            Flag::Supervised => !self.ladders.is_empty(),
            Flag::Adopted => self.adoption.is_some(),
            Flag::Whistled => self.whistle.is_some(),
            Flag::Expedited => self.green_channel,
        })
    }

    /// The step a stage belongs to, by its place in [`Profile::steps`].
    pub fn step_of(&self, stage: Stage) -> Option<usize> {
        self.steps
            .iter()
            .position(|step| step.stages.contains(&stage))
    }

    /// Who visits before closing, in order.
    pub fn visitors(&self) -> &[Visitor] {
        self.visits.as_ref().map_or(&[], |rule| &rule.by)
    }

    /// The category with this code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories
            .iter()
            .find(|category| category.code == code)
    }

    /// The channel with this code.
    pub fn channel(&self, code: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.code == code)
    }

    /// The closing reason with this code.
    pub fn closing(&self, code: &str) -> Option<&Closing> {
        self.closings.iter().find(|closing| closing.code == code)
    }

    /// The ladder with this code.
    pub fn ladder(&self, code: &str) -> Option<&Ladder> {
        self.ladders.iter().find(|ladder| ladder.code == code)
    }

    /// The policy with this code.
    pub fn policy(&self, code: &str) -> Option<&Policy> {
        self.policies.iter().find(|policy| policy.code == code)
    }

    /// The duty with this code.
    pub fn duty(&self, code: &str) -> Option<&DutyRule> {
        self.duties.iter().find(|duty| duty.code == code)
    }

    /// What the county set itself to reach in an indicator.
    pub fn target(&self, indicator: Indicator) -> Option<&Target> {
        self.targets.iter().find(|one| one.indicator == indicator)
    }

    /// The body with this code.
    pub fn body(&self, code: &str) -> Option<&Named> {
        self.bodies.iter().find(|body| body.code == code)
    }

    /// The lamp of one clock.
    pub fn lamp_of(&self, clock: &Clock, now: jiff::Timestamp) -> Lamp {
        clock.lamp(now, self.yellow_share)
    }

    /// The lamp of an open case: that of its nearest deadline. `None` when closed or unlimited.
    pub fn lamp(&self, case: &Case, now: jiff::Timestamp) -> Option<Lamp> {
        case.nearest_clock().map(|clock| self.lamp_of(clock, now))
    }
}
