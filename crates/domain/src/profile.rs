//! A profile (治理模式): how one county works, as data. It names the canonical stages, groups them
//! into the county's steps, and sets time limits, channels, categories and closing reasons.
//!
//! No rule language: guards and clocks are closed enums, and a profile only chooses among them.

use serde::{Deserialize, Serialize};

use crate::case::{Case, Stage, Urgency};
use crate::clock::{Lamp, Period};
use crate::department::DepartmentCode;

/// A name in both languages of the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Label {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One step of the county's flow chart: a name over one or more canonical stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What the county calls it.
    pub name: Label,
    /// The stages that it stands for.
    pub stages: Vec<Stage>,
}

/// The time limit of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageLimit {
    /// Which stage.
    pub stage: Stage,
    /// For which urgency; every one when absent.
    pub urgency: Option<Urgency>,
    /// How long.
    pub period: Period,
}

/// The time limit of a whole case of one urgency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeLimit {
    /// Which urgency.
    pub urgency: Urgency,
    /// How long, from establishing.
    pub period: Period,
}

/// A way by which cases come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// Whether it must be explained in words.
    pub needs_note: bool,
}

/// One county's way of working.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Limits of stages. The most specific urgency wins.
    pub stage_limits: Vec<StageLimit>,
    /// Limits of whole cases.
    pub whole_limits: Vec<WholeLimit>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// Categories.
    pub categories: Vec<Category>,
    /// Closing reasons.
    pub closings: Vec<Closing>,
}

impl Profile {
    /// How long a case of this urgency may stay in a stage; `None` when nothing limits it.
    pub fn stage_period(&self, stage: Stage, urgency: Urgency) -> Option<Period> {
        let fits = |limit: &&StageLimit| limit.stage == stage;
        let exact = self
            .stage_limits
            .iter()
            .filter(fits)
            .find(|l| l.urgency == Some(urgency));
        let any = || {
            self.stage_limits
                .iter()
                .filter(fits)
                .find(|l| l.urgency.is_none())
        };
        exact.or_else(any).map(|limit| limit.period)
    }

    /// How long a whole case of this urgency may take.
    pub fn whole_period(&self, urgency: Urgency) -> Option<Period> {
        self.whole_limits
            .iter()
            .find(|limit| limit.urgency == urgency)
            .map(|limit| limit.period)
    }

    /// The step a stage belongs to, by its place in [`Profile::steps`].
    pub fn step_of(&self, stage: Stage) -> Option<usize> {
        self.steps
            .iter()
            .position(|step| step.stages.contains(&stage))
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

    /// The lamp of an open case: that of its nearest deadline. `None` when closed or unlimited.
    pub fn lamp(&self, case: &Case, now: jiff::Timestamp) -> Option<Lamp> {
        case.nearest_clock()
            .map(|clock| clock.lamp(now, self.yellow_share))
    }
}
