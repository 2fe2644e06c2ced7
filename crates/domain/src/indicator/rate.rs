//! Exact fractions and the digits people read. Deliberately absent: floating point.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A numerator and its denominator, always shown together. Not reduced: 2/4 stays 2 of 4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rate {
    /// What is counted.
    pub numerator: u64,
    /// Out of what.
    pub denominator: u64,
}

impl Rate {
    /// `numerator` out of `denominator`.
    pub const fn new(numerator: u64, denominator: u64) -> Rate {
        Rate {
            numerator,
            denominator,
        }
    }

    /// In hundredths of a per cent, rounded half up, but 100.00 only when both are equal: less is
    /// at most 99.99, more (a load can be) at least 100.01. `None` when nothing could count.
    pub fn percent(self) -> Option<Percent> {
        if self.denominator == 0 {
            return None;
        }
        let (part, whole) = (u128::from(self.numerator), u128::from(self.denominator));
        let rounded = (part * 20_000 + whole) / (whole * 2);
        let honest = match part.cmp(&whole) {
            Ordering::Less => rounded.min(9_999),
            Ordering::Equal => 10_000,
            Ordering::Greater => rounded.max(10_001),
        };
        Some(Percent(u32::try_from(honest).unwrap_or(u32::MAX)))
    }

    /// Compares as exact fractions; `None` when either has nothing that could count.
    pub fn compare(self, other: Rate) -> Option<Ordering> {
        (self.denominator > 0 && other.denominator > 0).then(|| {
            let left = u128::from(self.numerator) * u128::from(other.denominator);
            let right = u128::from(other.numerator) * u128::from(self.denominator);
            left.cmp(&right)
        })
    }

    /// Whether it reaches a threshold, as exact fractions. What has nothing that could count
    /// reaches none.
    pub fn at_least(self, threshold: Rate) -> bool {
        self.compare(threshold).is_some_and(Ordering::is_ge)
    }
}

impl From<Percent> for Rate {
    /// A threshold written in per cent, as a fraction.
    fn from(percent: Percent) -> Rate {
        Rate::new(u64::from(percent.0), 10_000)
    }
}

/// Hundredths of a per cent. Shows its digits with two decimals, `93.72`; the sign and the space
/// before it belong to the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Percent(pub u32);

impl Percent {
    /// The whole.
    pub const WHOLE: Percent = Percent(10_000);
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}
