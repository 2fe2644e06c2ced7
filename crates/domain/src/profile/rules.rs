//! The rules that only some counties have.

use serde::{Deserialize, Serialize};

use super::{Label, Named};
use crate::case::Visitor;
use crate::clock::Period;

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
