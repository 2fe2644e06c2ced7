//! Cases to count, drawn from a seed: three years of a county with 17 towns, 127 villages, 40
//! departments, 60 categories and 10 channels.
//!
//! How many are late, sent back or dissatisfied is ours. Every way in which a case can count or
//! not count happens: no deadline, done on the last day in time or too late, sent back by one
//! who no longer leads, imported, declined, not yet dispatched.
//!
//! Deliberately absent: whistles. They count by called unit, which the peer's table has no column
//! for.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use onemap_domain::area::AreaCode;
use onemap_domain::department::DepartmentCode;
use onemap_domain::indicator::{Owed, Standing, Visit};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::failure::Failure;

/// The day before which, or on which, every case was reported.
pub const LAST_DAY: Date = date(2026, 6, 15);

const DAYS: i64 = 3 * 365;
const TOWNS: u32 = 17;
const VILLAGES: u32 = 127;
const DEPARTMENTS: u32 = 40;

/// Draws cases.
pub fn draw(count: usize, chance: &mut ChaCha8Rng) -> Result<Vec<Standing>, Failure> {
    (0..count).map(|_| standing(chance)).collect()
}

fn standing(chance: &mut ChaCha8Rng) -> Result<Standing, Failure> {
    let reported_on = LAST_DAY.saturating_sub(chance.random_range(0..DAYS).days());
    let declined = chance.random_ratio(1, 25);
    let established = !declined && chance.random_ratio(49, 50);
    let dispatched = established && chance.random_ratio(49, 50);
    let answered = dispatched && chance.random_ratio(19, 20);
    let closed = answered && chance.random_ratio(49, 50);
    let accepted = answered || (dispatched && chance.random_bool(0.5));

    let mut after = |day: Date, most: i64| day.saturating_add(chance.random_range(0..=most).days());
    let established_on = after(reported_on, 1);
    let dispatched_on = after(established_on, 1);
    let accepted_on = after(dispatched_on, 2);
    let answered_on = after(accepted_on, 7);
    let closed_on = after(answered_on, 3);
    let declined_on = after(reported_on, 2);
    let visited_on = after(closed_on, 5);
    let mut owed = |from: Date, least: i64, most: i64, done: Option<Date>| Owed {
        due_on: (dispatched && chance.random_ratio(9, 10))
            .then(|| from.saturating_add(chance.random_range(least..=most).days())),
        done_on: done,
        in_time: chance.random_bool(0.5),
    };
    let acceptance = owed(dispatched_on, 1, 2, accepted.then_some(accepted_on));
    let completion = owed(accepted_on, 3, 7, answered.then_some(answered_on));
    let closing = owed(established_on, 7, 15, closed.then_some(closed_on));

    let lead = dispatched.then(|| department(chance));
    let mut returned_by = BTreeSet::new();
    if established && chance.random_ratio(1, 16) {
        returned_by.insert(department(chance));
        returned_by.extend(lead.clone().filter(|_| chance.random_ratio(1, 10)));
    }
    let mut answer = |often| {
        chance
            .random_ratio(19, 20)
            .then(|| chance.random_bool(often))
    };
    let visit = Visit {
        on: visited_on,
        responded: answer(0.98),
        resolved: answer(0.92),
        satisfied: answer(0.9),
    };
    let open = !declined && !closed;
    let village = chance.random_range(0..VILLAGES);
    let grid = chance.random_range(1..=7);
    let (town, village) = (village % TOWNS + 1, village / TOWNS + 1);
    Ok(Standing {
        grid: AreaCode::parse(&format!("520381{town:03}{village:03}{grid:03}"))?,
        category: format!("category-{}", chance.random_range(0..60)),
        channel: format!("channel-{}", chance.random_range(0..10)),
        lead,
        reported_on,
        established_on: established.then_some(established_on),
        declined_on: declined.then_some(declined_on),
        dispatched_on: dispatched.then_some(dispatched_on),
        acceptance,
        completion,
        closing,
        reworked: closed && chance.random_ratio(1, 16),
        extended: dispatched && chance.random_ratio(1, 10),
        returned_by,
        visit: Some(visit).filter(|_| closed && chance.random_ratio(3, 5)),
        called: BTreeMap::new(),
        imported: chance.random_ratio(1, 20),
        open,
        next_due_at: if open { Some(due_at(chance)?) } else { None },
    })
}

fn department(chance: &mut ChaCha8Rng) -> DepartmentCode {
    let number = chance.random_range(0..DEPARTMENTS);
    DepartmentCode(format!("department-{number}"))
}

/// Within thirty days of [`LAST_DAY`]; mostly at the end of a day of Beijing's.
fn due_at(chance: &mut ChaCha8Rng) -> Result<Timestamp, Failure> {
    let day = LAST_DAY.saturating_add(chance.random_range(-30..=30_i64).days());
    let sixteen = day.at(16, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC)?;
    let second = if chance.random_ratio(7, 10) {
        0
    } else {
        chance.random_range(0..86_400_i64)
    };
    Ok(sixteen.timestamp().checked_sub(second.seconds())?)
}
