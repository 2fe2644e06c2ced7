//! What the sample's people did of their duties, and who is on duty: made up, so that the pages of
//! a new user have something on them.
//!
//! Which duties there are is the profile's; that they were done, nearly always, is drawn from the
//! sample's seed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use onemap_domain::area::AreaCode;
use onemap_domain::command::Command;
use onemap_domain::pack::Days;
use onemap_domain::people::{Role, User, UserId};
use onemap_domain::profile::{DutyRule, Every};
use onemap_domain::record::roster::{self, Officer, Turn};
use onemap_domain::record::{RecordCommand, RecordId, duty};
use onemap_protocol::command::Subject;

use crate::acceptance::on_behalf;
use crate::error::CentralError;
use crate::ground::{self, Diaries};
use crate::land::Land;
use crate::repository::Transaction;
use crate::tokens::derived;

/// How many days back duties are told.
const DAYS: i64 = 30;
/// How many days back what is owed daily is told: there is much of it.
const DAILY: i64 = 10;
/// Of 256 times, how often something is done.
const DONE: u8 = 238;
/// The hour at which it is written down.
const EVENING: i64 = 18;

/// Something done.
pub(super) struct Done {
    at: Timestamp,
    rule: String,
    area: AreaCode,
    on: Date,
    book: Days,
    mark: Option<u16>,
}

/// What was done up to a moment, in the order of time.
pub(super) fn done(land: &Land, seed: u64, anchor: Timestamp) -> Vec<Done> {
    let areas = ground::areas(land);
    let mut done = Vec::new();
    for rule in &land.profile.duties {
        let owing = areas.iter().filter(|area| rule.is_owed_by(area));
        for area in owing {
            for on in days(rule, land, anchor) {
                done.extend(drawn(rule, area, on, land, seed));
            }
        }
    }
    done.retain(|one| one.at <= anchor);
    done.sort_by(|one, other| {
        (one.at, &one.rule, &one.area).cmp(&(other.at, &other.rule, &other.area))
    });
    done
}

/// The days on which a duty is done: the last of its period, or today where that has not come.
fn days(rule: &DutyRule, land: &Land, anchor: Timestamp) -> Vec<Date> {
    let today = land.calendar.date(anchor);
    let back = if rule.every == Every::Day {
        DAILY
    } else {
        DAYS
    };
    let mut days = Vec::new();
    let mut day = today.saturating_sub(back.days());
    while day <= today {
        let period = rule.every.period(day);
        if period.to > today {
            break;
        }
        if rule.owed_in(period, &land.calendar) > 0
            && period.to >= today.saturating_sub(back.days())
        {
            days.push(period.to);
        }
        match period.to.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    days
}

fn drawn(rule: &DutyRule, area: &AreaCode, on: Date, land: &Land, seed: u64) -> Option<Done> {
    let chance = derived(&[
        b"sample duty",
        &seed.to_be_bytes(),
        rule.code.as_bytes(),
        area.as_str().as_bytes(),
        on.to_string().as_bytes(),
    ]);
    let [first, second, ..] = *chance.as_bytes();
    let after_midnight =
        SignedDuration::from_hours(EVENING) + SignedDuration::from_mins(i64::from(second) / 4);
    let at = land
        .calendar
        .start_of(on)
        .checked_add(after_midnight)
        .ok()?;
    (first < DONE).then(|| Done {
        at,
        rule: rule.code.clone(),
        area: area.clone(),
        on,
        book: rule.book_of(on),
        mark: rule.marked.then_some(80 + u16::from(second) % 20),
    })
}

/// What the books say at a moment.
pub(super) fn diaries(done: &[Done], at: Timestamp) -> Diaries {
    let mut days: BTreeMap<String, Vec<(AreaCode, Date)>> = BTreeMap::new();
    for one in done.iter().take_while(|one| one.at <= at) {
        let of_rule = days.entry(one.rule.clone()).or_default();
        of_rule.push((one.area.clone(), one.on));
    }
    days.into_iter()
        .map(|(rule, days)| (rule, days.into_iter().collect()))
        .collect()
}

/// Writes it into the books.
pub(super) async fn write(
    transaction: &mut dyn Transaction,
    land: &Land,
    users: &BTreeMap<UserId, User>,
    done: Vec<Done>,
) -> Result<(), CentralError> {
    for one in done {
        let may = |user: &&User| {
            let by = land.profile.duty(&one.rule).map(|rule| &rule.by);
            by.is_some_and(|by| by.contains(&user.actor.role)) && user.scope.area.covers(&one.area)
        };
        // Whoever walks the ground, where the sample has one; else whoever may.
        let walks = |user: &&User| user.actor.role == Role::GridWorker;
        let mut able: Vec<&User> = users.values().filter(may).collect();
        able.sort_by_key(|user| !walks(user));
        let Some(author) = able.first() else {
            continue;
        };
        let id = duty::identity(&one.rule, &one.area, one.book);
        let order = derived(&[
            b"sample duty",
            id.0.as_bytes(),
            one.on.to_string().as_bytes(),
        ]);
        let keep = RecordCommand::Duty(duty::Command::Write {
            rule: one.rule,
            area: one.area,
            on: one.on,
            note: String::new(),
            mark: one.mark,
        });
        kept(transaction, land, one.at, order, id, keep, author).await?;
    }
    Ok(())
}

/// Plans who is on duty from the days before to the days after a moment, from the register's
/// people, whose names are made up as well.
pub(super) async fn plan(
    transaction: &mut dyn Transaction,
    land: &Land,
    users: &BTreeMap<UserId, User>,
    anchor: Timestamp,
) -> Result<(), CentralError> {
    let Some(rule) = &land.profile.roster else {
        return Ok(());
    };
    let keepers = [Role::Operator, Role::Supervisor];
    let author = users.values().find(|user| {
        keepers.contains(&user.actor.role) && user.scope.area.covers(&land.register.county)
    });
    let (Some(author), false) = (author, land.register.people.is_empty()) else {
        return Ok(());
    };
    let leaders: Vec<&User> = users
        .values()
        .filter(|user| user.actor.role == Role::Leader)
        .collect();
    let today = land.calendar.date(anchor);
    let mut months: BTreeMap<Date, Vec<Turn>> = BTreeMap::new();
    for ahead in -DAILY..=DAILY {
        let on = today.saturating_add(ahead.days());
        for (place, shift) in rule.shifts.iter().enumerate() {
            let turn = Turn {
                on,
                shift: shift.code.clone(),
                officers: officers(land, &leaders, on, place),
            };
            months.entry(on.first_of_month()).or_default().push(turn);
        }
    }
    for (month, turns) in months {
        let area = land.register.county.clone();
        let id = roster::identity(&area, month);
        let order = derived(&[b"sample roster", id.0.as_bytes()]);
        let keep = RecordCommand::Roster(roster::Command::Put { area, turns });
        kept(transaction, land, anchor, order, id, keep, author).await?;
    }
    Ok(())
}

fn officers(land: &Land, leaders: &[&User], on: Date, place: usize) -> Vec<Officer> {
    let number = usize::try_from(on.day_of_year()).unwrap_or(0) * 7 + place * 3;
    let modes = land.profile.roster.iter().flat_map(|rule| &rule.modes);
    let modes: Vec<&str> = modes.map(|mode| mode.code.as_str()).collect();
    let mode = |at: usize| Some((*modes.get(at % modes.len().max(1))?).to_owned());
    let leader = leaders
        .get(number % leaders.len().max(1))
        .map(|user| Officer {
            name: user.actor.name.clone(),
            phone: String::new(),
            unit: None,
            mode: mode(0),
            leads: true,
        });
    let people = &land.register.people;
    let two = (0..2).filter_map(|more| people.get((number + more) * 31 % people.len().max(1)));
    let two = two.enumerate().map(|(at, person)| Officer {
        name: person.name.clone(),
        phone: person.phone.clone(),
        unit: None,
        mode: mode(at),
        leads: false,
    });
    leader.into_iter().chain(two).collect()
}

pub(super) async fn kept(
    transaction: &mut dyn Transaction,
    land: &Land,
    at: Timestamp,
    order: uuid::Uuid,
    record: RecordId,
    keep: RecordCommand,
    author: &User,
) -> Result<(), CentralError> {
    let subject = Subject {
        id: record.into(),
        expected_revision: 0,
    };
    let command = Command::Keep { keep };
    on_behalf(transaction, land, at, order, subject, command, author).await?;
    Ok(())
}
