//! The network between a console and the central: how each piece of a talk fares, by the condition
//! that the line is in. HTTP over TCP: a request and its answer can be lost, repeated (by a proxy)
//! or late; the ticks of one stream stay in order.

use super::chance::Chance;

/// How a console's line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// Some milliseconds.
    #[default]
    Good,
    /// Seconds.
    Slow,
    /// Some of it is lost, repeated or much too late.
    Lossy,
    /// Connections break and are refused.
    Cut,
    /// Everything vanishes.
    BlackHole,
}

/// What becomes of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives after so many milliseconds, once or oftener.
    Arrives(Vec<i64>),
    /// It vanishes.
    Vanishes,
    /// The sender is told that the line is broken.
    Breaks,
}

impl Condition {
    /// What becomes of a message now.
    pub fn fate(self, chance: &mut Chance) -> Fate {
        match self {
            Condition::Good => Fate::Arrives(vec![chance.between(2, 80)]),
            Condition::Slow => Fate::Arrives(vec![chance.between(500, 6_000)]),
            Condition::Cut => Fate::Breaks,
            Condition::BlackHole => Fate::Vanishes,
            Condition::Lossy => match chance.below(10) {
                0..=2 => Fate::Vanishes,
                3 => Fate::Breaks,
                4 | 5 => Fate::Arrives(vec![chance.between(2, 200), chance.between(100, 30_000)]),
                6 | 7 => Fate::Arrives(vec![chance.between(1_000, 40_000)]),
                _ => Fate::Arrives(vec![chance.between(2, 500)]),
            },
        }
    }

    /// How long a tick of a stream takes; `None` when it does not come.
    pub fn tick(self, chance: &mut Chance) -> Option<i64> {
        match self {
            Condition::Good => Some(chance.between(2, 80)),
            Condition::Slow => Some(chance.between(500, 4_000)),
            Condition::Lossy => Some(chance.between(2, 8_000)),
            Condition::Cut | Condition::BlackHole => None,
        }
    }
}
