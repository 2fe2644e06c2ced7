//! Trying a table on the past: what it would have done with cases whose lead is known, and what
//! a new table would do otherwise than the old one. Every list of differences names its cases.

use serde::{Deserialize, Serialize};

use super::{Matter, RouteTable, Verdict, route};
use crate::department::DepartmentCode;

/// A case of the past.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// Names it in the result.
    pub key: &'a str,
    /// What it was about, as routing would have seen it.
    pub matter: Matter<'a>,
    /// Who led it.
    pub lead: &'a DepartmentCode,
}

/// A case that would get another lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Its key.
    pub key: String,
    /// Who led it.
    pub was: DepartmentCode,
    /// Who would lead it.
    pub would: DepartmentCode,
}

/// A case that the table would hand to 研判 because rules clash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clashed {
    /// Its key.
    pub key: String,
    /// The rules, sorted.
    pub rules: Vec<String>,
}

/// What a table would have done with past cases. Each case counts once:
/// `total` = `same` + changed + clashes + unrouted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replay {
    /// Cases tried.
    pub total: usize,
    /// Of those, the ones that would get the lead they got.
    pub same: usize,
    /// Those that would get another.
    pub changed: Vec<Change>,
    /// Those that rules clash on.
    pub clashes: Vec<Clashed>,
    /// The keys of those that no rule routes.
    pub unrouted: Vec<String>,
}

impl Replay {
    /// Same ÷ total, in hundredths of a percent (9600 is 96.00 %); `None` without cases.
    pub fn share(&self) -> Option<u32> {
        hundredths(self.same, self.total)
    }
}

/// What a table does with a case, without its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It gives the lead to this department.
    Lead(DepartmentCode),
    /// Its rules clash.
    Clash,
    /// It has no rule.
    NoRule,
}

/// A case that two tables treat differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// Its key.
    pub key: String,
    /// By the table before.
    pub was: Outcome,
    /// By the table after.
    pub would: Outcome,
}

/// What a change of rules would change: `total` = `same` + changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// Cases tried.
    pub total: usize,
    /// Of those, the ones that both tables treat alike.
    pub same: usize,
    /// Those that they do not.
    pub changed: Vec<Difference>,
}

impl Comparison {
    /// Same ÷ total, in hundredths of a percent (9600 is 96.00 %); `None` without cases.
    pub fn share(&self) -> Option<u32> {
        hundredths(self.same, self.total)
    }
}

/// Tries a table on past cases. `has_department` as for [`route`].
pub fn replay<'a>(
    table: &RouteTable,
    past: impl Iterator<Item = Past<'a>>,
    has_department: impl Fn(&DepartmentCode) -> bool,
) -> Replay {
    let mut result = Replay::default();
    for case in past {
        result.total += 1;
        let key = || case.key.to_owned();
        let routing = route(table, &case.matter, &has_department);
        match (routing.verdict, routing.chosen) {
            (Verdict::Clash { rules }, _) => result.clashes.push(Clashed { key: key(), rules }),
            (Verdict::Clear, Some(chosen)) if chosen.lead == *case.lead => result.same += 1,
            (Verdict::Clear, Some(chosen)) => result.changed.push(Change {
                key: key(),
                was: case.lead.clone(),
                would: chosen.lead,
            }),
            (Verdict::Clear | Verdict::NoRule, _) => result.unrouted.push(key()),
        }
    }
    result
}

/// Tries two tables on the same cases. Who led a case does not matter here; a clash is a clash,
/// whichever rules it is between.
pub fn compare<'a>(
    before: &RouteTable,
    after: &RouteTable,
    cases: impl Iterator<Item = (&'a str, Matter<'a>)>,
    has_department: impl Fn(&DepartmentCode) -> bool,
) -> Comparison {
    let mut result = Comparison::default();
    for (key, matter) in cases {
        result.total += 1;
        let was = outcome(before, &matter, &has_department);
        let would = outcome(after, &matter, &has_department);
        if was == would {
            result.same += 1;
        } else {
            result.changed.push(Difference {
                key: key.to_owned(),
                was,
                would,
            });
        }
    }
    result
}

fn outcome(
    table: &RouteTable,
    matter: &Matter,
    has_department: impl Fn(&DepartmentCode) -> bool,
) -> Outcome {
    let routing = route(table, matter, has_department);
    match (routing.verdict, routing.chosen) {
        (_, Some(chosen)) => Outcome::Lead(chosen.lead),
        (Verdict::Clash { .. }, None) => Outcome::Clash,
        (Verdict::Clear | Verdict::NoRule, None) => Outcome::NoRule,
    }
}

/// A share in hundredths of a percent, rounded half up, but 10000 only for a whole (domain.md,
/// Indicators); `None` of nothing.
fn hundredths(part: usize, whole: usize) -> Option<u32> {
    if whole == 0 {
        return None;
    }
    if part >= whole {
        return Some(10_000);
    }
    // usize is at most 64 bits, so this cannot overflow.
    let (part, whole) = (part as u128, whole as u128);
    let rounded = (part * 20_000 + whole) / (whole * 2);
    u32::try_from(rounded.min(9_999)).ok()
}
