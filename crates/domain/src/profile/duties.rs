//! What returns (duties, rosters) and who stands on the ground (forces, quotas).

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::{Label, Named};
use crate::area::Level;
use crate::people::{Post, Role};

/// How often something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// 每日
    Day,
    /// 每周, Monday to Sunday
    Week,
    /// 每月
    Month,
    /// 每季
    Quarter,
    /// 每年
    Year,
}

impl Every {
    /// Every recurrence, the shortest first.
    pub const ALL: [Every; 5] = [
        Every::Day,
        Every::Week,
        Every::Month,
        Every::Quarter,
        Every::Year,
    ];

    /// The stable name on the wire and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Every::Day => "day",
            Every::Week => "week",
            Every::Month => "month",
            Every::Quarter => "quarter",
            Every::Year => "year",
        }
    }
}

/// A duty that returns (一日一巡网、一周一研判、一月一会商, 周述职、季初评、年总评; mission.md, S26, S37,
/// S38, S50, S51).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DutyRule {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// Where it is set, or that it is a convention.
    pub basis: String,
    /// What the county files it under (one of its 七项制度, say).
    #[serde(default)]
    pub heading: Option<Label>,
    /// How often.
    pub every: Every,
    /// How many times in each period, at least 1.
    #[serde(default = "once")]
    pub times: u16,
    /// Which areas owe it, each of this level.
    pub level: Level,
    /// Of grids, only the base ones owe it.
    #[serde(default)]
    pub base_grids_only: bool,
    /// Nothing is owed on rest days. Only for what is owed daily.
    #[serde(default)]
    pub working_days_only: bool,
    /// The first day on which it is owed; always when absent.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    #[serde(default)]
    pub from: Option<Date>,
    /// Its record carries a mark from 0 to 100 (述职、考评).
    #[serde(default)]
    pub marked: bool,
    /// Who may record that it was done.
    #[serde(default = "usual_recorders")]
    pub by: Vec<Role>,
}

const fn once() -> u16 {
    1
}

pub(super) fn usual_recorders() -> Vec<Role> {
    vec![Role::GridWorker, Role::Operator, Role::Clerk]
}

/// The duty roster (值班; mission.md, S29).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RosterRule {
    /// The shifts of a day, in order.
    pub shifts: Vec<ShiftRule>,
    /// How somebody can be on duty (常驻、轮驻、随叫随驻); not asked when empty.
    #[serde(default)]
    pub modes: Vec<Named>,
    /// Where it is set, or that it is a convention.
    pub basis: String,
}

/// A shift. One that ends at or before its beginning ends on the next day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShiftRule {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// From when.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub from: Time,
    /// Until when.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub to: Time,
}

/// One of the forces that work in grids (四支队伍; mission.md, S20).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Force {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// The posts that belong to it; people whose register names their force belong to that one.
    #[serde(default)]
    pub posts: Vec<Post>,
    /// How many there are in the whole county by its own figure, where it says so without saying who.
    #[serde(default)]
    pub counted: Option<u32>,
    /// Where that figure stands.
    #[serde(default)]
    pub basis: Option<String>,
}

/// How many people an area should have (mission.md, S50).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// Who counts.
    pub posts: Vec<Post>,
    /// Which areas, each of this level.
    pub level: Level,
    /// How many at least: in each, or for every so many households.
    pub least: u16,
    /// The households that `least` is for; for the whole area when absent.
    #[serde(default)]
    pub per_households: Option<u16>,
    /// Where it is set.
    pub basis: String,
}
