//! What areas and their people are scored by: the index (社会治理指数) and the scorecard (考评表).

use serde::{Deserialize, Serialize};

use super::Label;
use crate::area::Level;
use crate::indicator::Indicator;

/// What a row of a score looks at. Each is a share: so much of what there was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// A rate of the period; of rework, extensions and returns, what was free of them.
    Rate(Indicator),
    /// Open cases that are not overdue ÷ open cases, at the moment.
    Punctual,
    /// How often a duty was done ÷ how often it was owed, over the periods that ended.
    Duty(String),
    /// Cases reported in the period ÷ so many, at most all of them.
    Reported(u32),
    /// Points that somebody gives.
    Judged,
}

/// A row of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoreRow {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Label,
    /// The most points it gives.
    pub points: u16,
    /// What it looks at.
    pub measure: Measure,
    /// Over how many days up to yesterday; over the period of the score when absent.
    #[serde(default)]
    pub days: Option<u16>,
}

/// The daily index (社会治理指数; mission.md, S21). Each share that is missing takes so many of its
/// row's points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IndexRule {
    /// The version of the formula, which every snapshot names: a changed formula needs another.
    pub version: String,
    /// Where it is set, or that it is a convention.
    pub basis: String,
    /// The rows.
    pub rows: Vec<ScoreRow>,
}

/// The monthly scorecard of the areas of one level (14 项指标; mission.md, S37).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ScorecardRule {
    /// Name.
    pub name: Label,
    /// Where it is set.
    pub basis: String,
    /// Whose: each area of this level.
    pub level: Level,
    /// The rows.
    pub rows: Vec<ScoreRow>,
}

impl ScorecardRule {
    /// The row with this code.
    pub fn row(&self, code: &str) -> Option<&ScoreRow> {
        self.rows.iter().find(|row| row.code == code)
    }
}
