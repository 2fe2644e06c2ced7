//! The clocks of a case, and their lamps.
//!
//! Deliberately absent: how a deadline is computed ([`crate::calendar`]) and which clocks a case
//! has ([`crate::profile::ClockRule`]).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::case::{PauseCause, Stage};

pub use crate::calendar::{Calendar, Deadline, Period};

/// Which clock: a code of the profile, or one of those that every profile has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String))]
#[serde(transparent)]
pub struct ClockCode(pub String);

impl ClockCode {
    /// Until a supervision slip must be answered.
    pub const SUPERVISION: &'static str = "supervision";
    /// Until the units called by a whistle must be there.
    pub const WHISTLE: &'static str = "whistle";
    /// Until the parties of a mediation may ask a court to confirm it (人民调解法 33).
    pub const CONFIRMATION: &'static str = "confirmation";

    /// Until an order must be answered whose due time was set by hand, where no clock of the
    /// profile follows it.
    pub const ORDER: &'static str = "order";

    /// The codes that no profile may take.
    pub const RESERVED: [&'static str; 4] = [
        Self::SUPERVISION,
        Self::WHISTLE,
        Self::CONFIRMATION,
        Self::ORDER,
    ];

    /// Whether the clock goes beside the way and limits no stage: supervision, a whistle, the time
    /// to have a mediation confirmed.
    pub fn is_beside(&self) -> bool {
        let code = self.as_str();
        Self::RESERVED.contains(&code) && code != Self::ORDER
    }

    /// A code.
    pub fn new(code: &str) -> ClockCode {
        ClockCode(code.to_owned())
    }

    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One clock of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// What it measures.
    pub code: ClockCode,
    /// When it started.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started_at: Timestamp,
    /// How long was given; `None` when somebody set the due time by hand.
    pub period: Option<Period>,
    /// When it runs out.
    pub due: Deadline,
    /// The stages that it runs in; it stops when the case leaves them.
    pub stages: Vec<Stage>,
    /// What makes it stand still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<PauseCause>,
    /// Starts anew with every report of progress.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeats: bool,
    /// Extensions it was given.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub extended: u8,
    /// Times it was moved: extended, paused, or hastened.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub moved: u8,
    /// Since when it stands still.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_at: Option<Timestamp>,
    /// When it was stopped; `None` while it runs.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub stopped_at: Option<Timestamp>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

impl Clock {
    /// Whether it runs: neither stopped nor paused.
    pub fn runs(&self) -> bool {
        self.stopped_at.is_none() && self.paused_at.is_none()
    }

    /// From when to when.
    pub fn term(&self) -> Term {
        Term {
            from: self.started_at,
            due_at: self.due.at,
        }
    }

    /// The lamp at `now`; a clock that does not run keeps the lamp it stopped with.
    pub fn lamp(&self, now: Timestamp, yellow_share: u8) -> Lamp {
        let now = self.stopped_at.or(self.paused_at).unwrap_or(now);
        self.term().lamp(now, yellow_share)
    }
}

/// From when to when something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub due_at: Timestamp,
}

impl Term {
    /// The lamp at `now`. `yellow_share` is the percentage of the term that is left when the
    /// lamp turns from green to yellow.
    pub fn lamp(self, now: Timestamp, yellow_share: u8) -> Lamp {
        if now > self.due_at {
            return Lamp::Red;
        }
        let whole = self.due_at.duration_since(self.from).as_secs();
        let left = self.due_at.duration_since(now).as_secs();
        if left * 100 <= whole * i64::from(yellow_share) {
            Lamp::Yellow
        } else {
            Lamp::Green
        }
    }
}

/// How urgent the nearest deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lamp {
    /// 正常
    Green,
    /// 临期
    Yellow,
    /// 逾期
    Red,
}

impl Lamp {
    /// The stable name on the wire, in tiles and in the locale files.
    pub const fn name(self) -> &'static str {
        match self {
            Lamp::Green => "green",
            Lamp::Yellow => "yellow",
            Lamp::Red => "red",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_lamp_turns_yellow_with_the_last_quarter_and_red_after_the_deadline() {
        let due = at("2026-11-21T12:00:00Z");
        let clock = Clock {
            code: ClockCode::new("handling"),
            started_at: at("2026-11-21T08:00:00Z"),
            period: None,
            due: Deadline {
                at: due,
                nominal: due,
                provisional: None,
            },
            stages: vec![Stage::Handling],
            stops: Vec::new(),
            repeats: false,
            extended: 0,
            moved: 0,
            paused_at: None,
            stopped_at: None,
        };
        assert_eq!(clock.lamp(at("2026-11-21T10:59:59Z"), 25), Lamp::Green);
        assert_eq!(clock.lamp(at("2026-11-21T11:00:00Z"), 25), Lamp::Yellow);
        assert_eq!(clock.lamp(at("2026-11-21T12:00:00Z"), 25), Lamp::Yellow);
        assert_eq!(clock.lamp(at("2026-11-21T12:00:01Z"), 25), Lamp::Red);
        let stopped = Clock {
            stopped_at: Some(at("2026-11-21T09:00:00Z")),
            ..clock
        };
        assert_eq!(stopped.lamp(at("2027-01-01T00:00:00Z"), 25), Lamp::Green);
    }
}
