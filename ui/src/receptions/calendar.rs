//! The calendar without a screen: how a reception stands, which days are shown, and when each
//! leader last received people.
//!
//! Deliberately absent: what may be done. The console decides that.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use onemap_domain::people::UserId;
use onemap_domain::record::reception::overdue;
use onemap_domain::record::{Matter, Reception, RecordId};
use onemap_protocol::desk::RecordRow;

/// How many days before today, and behind it, the calendar shows.
const REACH: i64 = 14;

/// How a reception stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 计划中: its day is still to come, or is today.
    Planned,
    /// 已接访
    Held,
    /// 未登记: its day has passed and nothing was recorded.
    Missed,
    /// 已取消
    Cancelled,
}

impl Standing {
    /// How it stands on this day.
    pub fn of(reception: &Reception, today: Date) -> Standing {
        if reception.cancelled.is_some() {
            Standing::Cancelled
        } else if reception.held.is_some() {
            Standing::Held
        } else if reception.plan.on < today {
            Standing::Missed
        } else {
            Standing::Planned
        }
    }

    /// The stable name in the locale files and for tests.
    pub const fn name(self) -> &'static str {
        match self {
            Standing::Planned => "planned",
            Standing::Held => "held",
            Standing::Missed => "missed",
            Standing::Cancelled => "cancelled",
        }
    }

    /// Whether something can still be done about it.
    pub const fn is_open(self) -> bool {
        matches!(self, Standing::Planned | Standing::Missed)
    }
}

/// A reception in the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which record.
    pub id: RecordId,
    /// The revision on the screen.
    pub revision: u64,
    /// What it holds.
    pub reception: Reception,
    /// It shows what the central has not confirmed.
    pub pending: bool,
}

/// The receptions among the records.
pub fn entries(rows: &[RecordRow]) -> Vec<Entry> {
    let entry = |row: &RecordRow| match &row.record.matter {
        Matter::Reception(reception) => Some(Entry {
            id: row.record.id,
            revision: row.record.revision,
            reception: reception.clone(),
            pending: row.pending,
        }),
        _ => None,
    };
    rows.iter().filter_map(entry).collect()
}

/// A day and its receptions, the earliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which day.
    pub on: Date,
    /// Its receptions.
    pub entries: Vec<Entry>,
}

/// The days that are shown; those without a reception are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weeks {
    /// From today on, the nearest first.
    pub ahead: Vec<Day>,
    /// Before today, the nearest first.
    pub behind: Vec<Day>,
    /// How many lie farther away than is shown.
    pub outside: usize,
}

impl Weeks {
    /// Two weeks to come and two weeks past; with `whole`, every day there is.
    pub fn of(entries: &[Entry], today: Date, whole: bool) -> Weeks {
        let first = today.saturating_sub(REACH.days());
        let last = today.saturating_add(REACH.days());
        let mut days: BTreeMap<Date, Vec<Entry>> = BTreeMap::new();
        let mut outside = 0;
        for entry in entries {
            let on = entry.reception.plan.on;
            if whole || (first..=last).contains(&on) {
                days.entry(on).or_default().push(entry.clone());
            } else {
                outside += 1;
            }
        }
        for entries in days.values_mut() {
            entries.sort_by_key(|entry| (entry.reception.plan.from, entry.id));
        }
        let ahead = days.split_off(&today);
        let day = |(on, entries)| Day { on, entries };
        Weeks {
            ahead: ahead.into_iter().map(day).collect(),
            behind: days.into_iter().rev().map(day).collect(),
            outside,
        }
    }

    /// The receptions in the order in which they stand on the screen.
    pub fn order(&self) -> Vec<RecordId> {
        let days = self.ahead.iter().chain(&self.behind);
        days.flat_map(|day| day.entries.iter().map(|entry| entry.id))
            .collect()
    }

    /// One of those on the screen.
    pub fn find(&self, id: RecordId) -> Option<&Entry> {
        let days = self.ahead.iter().chain(&self.behind);
        days.flat_map(|day| &day.entries)
            .find(|entry| entry.id == id)
    }
}

/// A leader who receives people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leader {
    /// Login name.
    pub user: UserId,
    /// The name, as it was last published.
    pub name: String,
    /// The day of the last reception that was held.
    pub last: Option<Date>,
    /// Days since then, or since the first planned day of all for who never received anybody.
    pub days: i32,
    /// That is more than the rule allows.
    pub late: bool,
    /// The next day that is planned.
    pub next: Option<Date>,
}

/// The leaders that the calendar knows, those who are late first, then by name of login.
pub fn leaders(entries: &[Entry], every: u16, today: Date) -> Vec<Leader> {
    let mut names: BTreeMap<UserId, (Date, String)> = BTreeMap::new();
    for plan in entries.iter().map(|entry| &entry.reception.plan) {
        let newest = names.get(&plan.leader).is_none_or(|(on, _)| *on <= plan.on);
        if newest {
            names.insert(plan.leader.clone(), (plan.on, plan.name.clone()));
        }
    }
    let receptions = || entries.iter().map(|entry| &entry.reception);
    let since = receptions().map(|one| one.plan.on).min().unwrap_or(today);
    let last = overdue(names.keys(), receptions(), every, since, today);
    let next = |user: &UserId| {
        let own = receptions().filter(|one| one.plan.leader == *user);
        let planned =
            own.filter(|one| one.plan.on >= today && Standing::of(one, today) == Standing::Planned);
        planned.map(|one| one.plan.on).min()
    };
    let mut leaders: Vec<Leader> = last
        .into_iter()
        .map(|(user, (last, late))| Leader {
            name: names
                .get(&user)
                .map_or_else(String::new, |(_, name)| name.clone()),
            days: last
                .unwrap_or(since)
                .until(today)
                .map_or(0, |span| span.get_days().max(0)),
            next: next(&user),
            user,
            last,
            late,
        })
        .collect();
    leaders.sort_by_key(|leader| !leader.late);
    leaders
}

/// The address of a video line, as far as it is one that can be opened.
pub fn is_address(place: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| place.trim().to_ascii_lowercase().starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Time, date};
    use onemap_domain::area::AreaCode;
    use onemap_domain::record::ReceptionMode;
    use onemap_domain::record::reception::{Held, Plan};
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    fn reception(leader: &str, on: Date, hour: i8) -> Reception {
        Reception {
            plan: Plan {
                leader: UserId(leader.to_owned()),
                name: leader.to_uppercase(),
                mode: ReceptionMode::Fixed,
                area: AreaCode::parse("360730").unwrap(),
                on,
                from: Time::constant(hour, 0, 0, 0),
                to: Time::constant(hour + 1, 0, 0, 0),
                place: "综治中心".to_owned(),
            },
            held: None,
            cancelled: None,
        }
    }

    fn held(leader: &str, on: Date) -> Reception {
        Reception {
            held: Some(Held {
                parties: 1,
                cases: std::collections::BTreeSet::new(),
                note: String::new(),
            }),
            ..reception(leader, on, 9)
        }
    }

    fn entry(number: u128, reception: Reception) -> Entry {
        Entry {
            id: RecordId(Uuid::from_u128(number)),
            revision: 1,
            reception,
            pending: false,
        }
    }

    #[test]
    fn a_day_that_has_passed_without_a_record_is_missed_and_today_is_still_planned() {
        let stands = |one: &Reception| Standing::of(one, TODAY);
        assert_eq!(stands(&reception("a", TODAY, 9)), Standing::Planned);
        let past = reception("a", date(2026, 11, 20), 9);
        assert_eq!(stands(&past), Standing::Missed);
        assert_eq!(stands(&held("a", date(2026, 11, 20))), Standing::Held);
        let dropped = Reception {
            cancelled: Some("出差".to_owned()),
            ..past
        };
        assert_eq!(stands(&dropped), Standing::Cancelled);
        assert!(!Standing::Cancelled.is_open() && Standing::Missed.is_open());
    }

    #[test]
    fn days_stand_nearest_first_on_both_sides_of_today_and_their_hours_in_order() {
        let all = [
            entry(1, reception("a", date(2026, 11, 25), 9)),
            entry(2, reception("b", TODAY, 15)),
            entry(3, reception("c", TODAY, 9)),
            entry(4, reception("a", date(2026, 11, 10), 9)),
            entry(5, reception("a", date(2026, 11, 20), 9)),
            entry(6, reception("a", date(2026, 12, 5), 9)),
            entry(7, reception("a", date(2026, 12, 6), 9)),
            entry(8, reception("a", date(2026, 11, 6), 9)),
        ];
        let weeks = Weeks::of(&all, TODAY, false);
        let order: Vec<u128> = weeks.order().iter().map(|id| id.0.as_u128()).collect();
        assert_eq!(order, [3, 2, 1, 6, 5, 4]);
        assert_eq!(
            weeks.outside, 2,
            "the fifteenth day is outside on both sides"
        );
        let whole = Weeks::of(&all, TODAY, true);
        assert_eq!((whole.order().len(), whole.outside), (8, 0));
        assert!(whole.find(all[6].id).is_some() && weeks.find(all[6].id).is_none());
    }

    #[test]
    fn a_leader_is_late_on_the_eighth_day_and_stands_first() {
        let all = [
            entry(1, held("a", date(2026, 11, 14))),
            entry(2, held("b", date(2026, 11, 13))),
            entry(3, reception("a", date(2026, 11, 24), 9)),
            entry(4, reception("b", date(2026, 11, 19), 9)),
        ];
        let told = leaders(&all, 7, TODAY);
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.user.0.as_str(), one.days, one.late, one.next))
            .collect();
        assert_eq!(
            told,
            [
                ("b", 8, true, None),
                ("a", 7, false, Some(date(2026, 11, 24))),
            ]
        );
    }

    #[test]
    fn who_never_received_anybody_counts_from_the_first_planned_day_of_all() {
        let all = [
            entry(1, reception("a", date(2026, 11, 1), 9)),
            entry(2, reception("b", date(2026, 11, 22), 9)),
        ];
        let told = leaders(&all, 7, TODAY);
        assert!(told.iter().all(|one| one.late && one.last.is_none()));
        assert_eq!(told[1].days, 20);
    }

    #[test]
    fn only_an_address_with_its_scheme_is_a_link() {
        assert!(is_address("https://video.example/12"));
        assert!(!is_address("综治中心二楼"));
    }
}
