//! The rules that only some counties have.

use serde::{Deserialize, Serialize};

use super::{Label, Named};
use crate::case::Visitor;
use crate::clock::Period;
use crate::indicator::{Indicator, Rate};
use crate::record::ReceptionMode;

/// How a clock may be extended (延期), always with approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtensionRule {
    /// How often.
    pub times: u8,
    /// Longest each time, in the same unit as it is asked for.
    pub longest: Period,
    /// The approval must say how the person was told (信访工作条例 34).
    #[serde(default)]
    pub told: bool,
}

/// Sorting onto paths (现场即办、实时协办、上报交办; mission.md, S6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TriageRule {
    /// The channels whose cases must be sorted before anything else is done with them.
    pub channels: Vec<String>,
}

/// Returns (退单) and objections (派单异议).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReturnRule {
    /// How long after dispatch an order may be returned; as long as it is not accepted when absent.
    #[serde(default)]
    pub window: Option<Period>,
    /// Somebody must uphold a return; until then the first receiver stays the lead (首接负责).
    #[serde(default)]
    pub reviewed: bool,
    /// Whether an order may be returned after its lead was designated.
    #[serde(default)]
    pub after_designation: bool,
}

#[expect(
    clippy::derivable_impls,
    reason = "the defaults are rules; they stand here to be read"
)]
impl Default for ReturnRule {
    fn default() -> ReturnRule {
        ReturnRule {
            window: None,
            reviewed: false,
            after_designation: false,
        }
    }
}

/// The task force (一事一专班, 1+1+1+N; mission.md, S8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TaskForceRule {
    /// The roles that must be filled, one person each.
    pub roles: Vec<Named>,
    /// Who the others are.
    pub members: Label,
    /// The least number of others.
    pub least_members: u8,
    /// Handling starts only when it is formed.
    pub required: bool,
}

/// Visits before closing (双回访; mission.md, S11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VisitRule {
    /// Who visits, in this order; each once.
    pub by: Vec<Visitor>,
}

/// Mediation (1+N 调解, 联合调解; mission.md, S31, S43).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MediationRule {
    /// The mediating bodies.
    pub bodies: Vec<Named>,
    /// How many must take part.
    pub least_bodies: u8,
    /// How long the parties may ask a court to confirm an agreement (司法确认; 人民调解法 33).
    #[serde(default)]
    pub confirmation: Option<Period>,
}

/// Review (复查) and final review (复核): 信访工作条例 35, 36.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewRule {
    /// How long after an answer a review may be asked for.
    pub ask_within: Period,
    /// How many there are: 1 or 2. Afterwards the same facts are not taken again.
    pub rounds: u8,
}

/// A supervision ladder (催办 → 督办 → 约谈 → 通报 → 挂牌; mission.md, S45).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// From the lowest.
    pub rungs: Vec<Rung>,
}

/// One rung of a ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Name.
    pub name: Label,
    /// How long the department has to answer.
    pub period: Period,
}

/// Adoption by leaders (领导包案: 三亲自, 四包; mission.md, S40).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AdoptionRule {
    /// What the leader owes; nobody else can tick these.
    pub leader_items: Vec<Named>,
    /// What the responsible unit owes.
    pub unit_items: Vec<Named>,
}

/// Whistles (吹哨报到; mission.md, S22). Who may blow one stands in [`super::Profile::may`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WhistleRule {
    /// The time a unit usually has; the form begins with it.
    pub arrive_within: Period,
}

/// A set that a county names, with the county's own labels for its members where it gave any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenList {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// How many members it has.
    pub size: u16,
    /// Where it is named.
    pub basis: String,
    /// The members that are known; the rest is the county's to fill in.
    #[serde(default)]
    pub members: Vec<Named>,
}

/// When the packs of the meetings are frozen (每日晨会、周研判、月会商).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MeetingRule {
    /// At which hour of the day, from 0.
    pub hour: u8,
    /// At which minute of it.
    #[serde(default)]
    pub minute: u8,
    /// Whether they are held on working days only; what a rest passes over is in the next one.
    #[serde(default)]
    pub working_days_only: bool,
}

impl Default for MeetingRule {
    fn default() -> MeetingRule {
        MeetingRule {
            hour: 8,
            minute: 0,
            working_days_only: false,
        }
    }
}

/// The reception calendar (领导接访; mission.md, S40).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReceptionRule {
    /// Within how many days every leader receives people again.
    pub every_days: u16,
    /// How they may.
    pub modes: Vec<ReceptionMode>,
    /// Where it is set.
    pub basis: String,
}

/// A policy that a case's person can be given (政策服务包; mission.md, S42).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Stable code.
    pub code: String,
    /// Title.
    pub name: Label,
    /// Where it is published: the document's number, or the law and its article.
    pub basis: String,
    /// The categories that it bears on; any when empty.
    #[serde(default)]
    pub categories: Vec<String>,
    /// What it gives whom, in the words that the person takes home.
    pub text: Label,
}

impl Policy {
    /// Whether it bears on a category.
    pub fn bears_on(&self, category: &str) -> bool {
        self.categories.is_empty() || self.categories.iter().any(|one| one == category)
    }
}

/// What a county set itself to reach in one indicator (mission.md, S28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Of which indicator.
    pub indicator: Indicator,
    /// The threshold in hundredths of a percent: 9950 is 99.50 %. At least that where a high rate
    /// is good, at most that where a low one is.
    pub hundredths: u16,
    /// Where it is set.
    pub basis: String,
}

impl Target {
    /// Whether a rate reaches it, compared on the exact fraction and not on what is shown; `None`
    /// while nothing counts.
    pub fn is_met(&self, rate: Rate) -> Option<bool> {
        let threshold = Rate::new(u64::from(self.hundredths), 10_000);
        rate.compare(threshold).map(|order| {
            if self.indicator.higher_is_better() {
                order.is_ge()
            } else {
                order.is_le()
            }
        })
    }
}
