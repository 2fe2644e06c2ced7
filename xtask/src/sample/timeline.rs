//! When the commands of a story were given: minutes before an anchor that nobody knows yet.
//!
//! Deliberately absent: dates. A package is opened on any day, at any hour.

use onemap_domain::case::{CaseId, Urgency};
use onemap_domain::command::Command;
use onemap_domain::people::UserId;
use onemap_exchange::county::Step;

use super::draw::Draw;

/// Minutes of an hour.
pub(super) const HOUR: u32 = 60;
/// Minutes of a day.
pub(super) const DAY: u32 = 24 * HOUR;
/// Minutes that the stories go back.
pub(super) const WHOLE: u32 = 60 * DAY;
/// Minutes after midnight at an anchor as it usually is; only the hours of closed cases lean on it.
const MORNING: i64 = 10 * 60;

/// A command and the minutes since the one before.
pub(super) struct Act {
    /// Minutes.
    pub gap: u32,
    /// Whose.
    pub by: UserId,
    /// What.
    pub command: Command,
}

/// Dates commands back from the last, `tail` minutes before the anchor.
pub(super) fn back_from(tail: u32, acts: Vec<Act>) -> Vec<Step> {
    let mut minutes_before = tail;
    let mut steps: Vec<Step> = Vec::with_capacity(acts.len());
    for act in acts.into_iter().rev() {
        steps.push(Step {
            minutes_before,
            by: act.by,
            command: act.command,
        });
        minutes_before += act.gap;
    }
    steps.reverse();
    steps
}

/// Dates commands from the first, `age` minutes before the anchor; what would be done at night
/// waits for the morning, unless it is an emergency.
pub(super) fn forward_from(
    age: u32,
    acts: Vec<Act>,
    urgency: Urgency,
    draw: &mut Draw,
) -> Vec<Step> {
    let mut minutes_before = age;
    let mut steps = Vec::with_capacity(acts.len());
    for act in acts {
        minutes_before = minutes_before.saturating_sub(act.gap);
        let of_day = (MORNING - i64::from(minutes_before)).rem_euclid(i64::from(DAY)) as u32;
        let night = !(7 * HOUR + 30..21 * HOUR).contains(&of_day);
        if night && urgency != Urgency::Emergency {
            let until_morning = (DAY + 8 * HOUR - of_day) % DAY;
            minutes_before = minutes_before.saturating_sub(until_morning + draw.whole(0, 50));
        }
        steps.push(Step {
            minutes_before,
            by: act.by,
            command: act.command,
        });
    }
    steps
}

/// A version 7 UUID: its first 48 bits say when the case would have been reported, had the anchor
/// been the first of October 2026, so that cases sort by age.
pub(super) fn identity(minutes_before: u32, draw: &mut Draw) -> CaseId {
    let anchor: u64 = 1_790_784_000_000;
    let millis = anchor - u64::from(minutes_before) * 60_000 + draw.bits() % 60_000;
    let random: [u8; 10] = std::array::from_fn(|_| (draw.bits() >> 56) as u8);
    CaseId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}
