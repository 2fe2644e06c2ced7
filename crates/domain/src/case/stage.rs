//! Where a case stands.

use serde::{Deserialize, Serialize};

/// Canonical stages (domain.md; CJ/T 315 names the same ones for city management). A profile
/// names them, groups them into the county's own steps, and may leave out those that are not
/// [`Stage::is_indispensable`]. 复查 and 复核 are the reviews of 信访工作条例 35 and 36.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 上报
    Reported,
    /// 核实
    Verified,
    /// 立案
    Established,
    /// 交办
    Dispatched,
    /// 处理
    Handling,
    /// 反馈
    FedBack,
    /// 核查
    Checked,
    /// 结案
    Closed,
    /// 评价
    Evaluated,
    /// 复查
    UnderReview,
    /// 复核
    UnderFinalReview,
    /// 不予立案
    Declined,
    /// 作废
    Voided,
}

impl Stage {
    /// Every stage: the way in its order, then the reviews, then the ends beside the way.
    pub const ALL: [Stage; 13] = [
        Stage::Reported,
        Stage::Verified,
        Stage::Established,
        Stage::Dispatched,
        Stage::Handling,
        Stage::FedBack,
        Stage::Checked,
        Stage::Closed,
        Stage::Evaluated,
        Stage::UnderReview,
        Stage::UnderFinalReview,
        Stage::Declined,
        Stage::Voided,
    ];

    /// The way that a case goes when nothing turns it back.
    pub const WAY: [Stage; 9] = [
        Stage::Reported,
        Stage::Verified,
        Stage::Established,
        Stage::Dispatched,
        Stage::Handling,
        Stage::FedBack,
        Stage::Checked,
        Stage::Closed,
        Stage::Evaluated,
    ];

    /// The stable name on the wire, in SQL and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Reported => "reported",
            Stage::Verified => "verified",
            Stage::Established => "established",
            Stage::Dispatched => "dispatched",
            Stage::Handling => "handling",
            Stage::FedBack => "fed_back",
            Stage::Checked => "checked",
            Stage::Closed => "closed",
            Stage::Evaluated => "evaluated",
            Stage::UnderReview => "under_review",
            Stage::UnderFinalReview => "under_final_review",
            Stage::Declined => "declined",
            Stage::Voided => "voided",
        }
    }

    /// Whether every profile must have it.
    pub const fn is_indispensable(self) -> bool {
        matches!(
            self,
            Stage::Reported | Stage::Dispatched | Stage::Handling | Stage::FedBack | Stage::Closed
        )
    }

    /// Whether work is still owed.
    pub const fn is_open(self) -> bool {
        !matches!(
            self,
            Stage::Closed | Stage::Evaluated | Stage::Declined | Stage::Voided
        )
    }

    /// Whether a department carries the case: dispatched and not closed.
    pub const fn is_carried(self) -> bool {
        matches!(
            self,
            Stage::Dispatched | Stage::Handling | Stage::FedBack | Stage::Checked
        )
    }

    /// Whether the case has not been given to a department yet.
    pub const fn is_before_dispatch(self) -> bool {
        matches!(self, Stage::Reported | Stage::Verified | Stage::Established)
    }
}
