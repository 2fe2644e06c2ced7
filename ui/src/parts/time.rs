//! Time as people say it: 3 分钟前, 今天 16:00 前, 逾期 2 天. Exact on hover.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use leptos::prelude::*;

use crate::state::Desk;
use crate::text::{t, word};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The county's civil time; China has one zone.
pub fn civil(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(Offset::constant(8)))
}

/// The county's civil day.
pub fn day_of(at: Timestamp) -> Date {
    civil(at).date()
}

/// A day as it is said beside others: 今天 11月21日 周六. The words are `PREFIX-today`, `PREFIX-day` and
/// `PREFIX-day-of-year`.
pub fn spoken_day(prefix: &str, on: Date, today: Date) -> String {
    let key = if on == today {
        "today"
    } else if on.year() == today.year() {
        "day"
    } else {
        "day-of-year"
    };
    let weekday = on.weekday().to_monday_one_offset().to_string();
    t(
        &format!("{prefix}-{key}"),
        &[
            ("year", &on.year().to_string()),
            ("month", &on.month().to_string()),
            ("day", &on.day().to_string()),
            ("weekday", &word("weekday", &weekday)),
        ],
    )
}

/// The exact moment: 2026-11-21 09:41:22.
pub fn exact(at: Timestamp) -> String {
    civil(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn amount(seconds: i64) -> (&'static str, i64) {
    match seconds {
        ..HOUR => ("minutes", (seconds / MINUTE).max(1)),
        HOUR..DAY => ("hours", seconds / HOUR),
        _ => ("days", seconds / DAY),
    }
}

fn say(what: &str, seconds: i64) -> String {
    let (unit, n) = amount(seconds);
    t(&format!("{what}-{unit}"), &[("n", &n.to_string())])
}

/// How long ago: 刚刚, 3 分钟前, 昨天 17:20, 11月3日 08:00.
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs();
    if seconds < MINUTE {
        return t("ago-now", &[]);
    }
    let (then, today) = (civil(at), civil(now));
    let days = i64::from(days_between(&then, &today));
    let clock = then.strftime("%H:%M").to_string();
    match days {
        0 => say("ago", seconds),
        1 if seconds < 6 * HOUR => say("ago", seconds),
        1 => t("ago-yesterday", &[("time", &clock)]),
        2..=6 => say("ago", days * DAY),
        _ => date(&then, &today),
    }
}

/// When something is due, and how much is left or past: 还剩 57 分钟, 今天 16:00 前, 逾期 2 天.
pub fn due(at: Timestamp, now: Timestamp) -> String {
    let left = at.duration_since(now).as_secs();
    if left < 0 {
        return say("overdue", -left);
    }
    if left < 2 * HOUR {
        return say("left", left);
    }
    // 24:00 of a day is what people call the end of that day, not the start of the next.
    let before_midnight = at
        .checked_sub(jiff::SignedDuration::from_secs(1))
        .unwrap_or(at);
    let (then, today) = (civil(before_midnight), civil(now));
    let midnight = civil(at).strftime("%H:%M").to_string() == "00:00";
    let clock = if midnight {
        "24:00".to_owned()
    } else {
        civil(at).strftime("%H:%M").to_string()
    };
    match days_between(&today, &then) {
        0 => t("due-today", &[("time", &clock)]),
        1 => t("due-tomorrow", &[("time", &clock)]),
        _ => say("left", left),
    }
}

fn date(then: &Zoned, today: &Zoned) -> String {
    let key = if then.year() == today.year() {
        "date-this-year"
    } else {
        "date"
    };
    t(
        key,
        &[
            ("year", &then.year().to_string()),
            ("month", &then.month().to_string()),
            ("day", &then.day().to_string()),
            ("time", &then.strftime("%H:%M").to_string()),
        ],
    )
}

fn days_between(earlier: &Zoned, later: &Zoned) -> i32 {
    earlier
        .date()
        .until(later.date())
        .map_or(i32::MAX, |span| span.get_days())
}

/// How long ago; follows the clock.
#[component]
pub fn Ago(
    /// When.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let desk = Desk::here();
    let words = Memo::new(move |_| {
        desk.language.track();
        ago(at.get(), desk.now.get())
    });
    view! {
        <time class="figures" datetime=move || at.get().to_string() title=move || exact(at.get())>
            {words}
        </time>
    }
}

/// When something is due; follows the clock.
#[component]
pub fn Due(
    /// When.
    #[prop(into)]
    at: Signal<Timestamp>,
) -> impl IntoView {
    let desk = Desk::here();
    let words = Memo::new(move |_| {
        desk.language.track();
        due(at.get(), desk.now.get())
    });
    view! {
        <time class="figures" datetime=move || at.get().to_string() title=move || exact(at.get())>
            {words}
        </time>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_that_has_passed_is_told_as_people_tell_it() {
        let now = at("2026-11-21T09:41:22+08:00");
        let told = [
            "2026-11-21T09:41:00+08:00",
            "2026-11-21T09:38:00+08:00",
            "2026-11-21T07:00:00+08:00",
            "2026-11-20T17:20:00+08:00",
            "2026-11-18T08:00:00+08:00",
            "2026-11-03T08:00:00+08:00",
            "2025-11-03T08:00:00+08:00",
        ]
        .map(|then| ago(at(then), now));
        assert_eq!(
            told,
            [
                "刚刚",
                "3 分钟前",
                "2 小时前",
                "昨天 17:20",
                "3 天前",
                "11月3日 08:00",
                "2025年11月3日 08:00",
            ]
        );
    }

    #[test]
    fn a_deadline_at_midnight_belongs_to_the_day_that_ends() {
        let now = at("2026-11-21T09:41:22+08:00");
        let told = [
            "2026-11-21T10:38:30+08:00",
            "2026-11-21T16:00:00+08:00",
            "2026-11-22T00:00:00+08:00",
            "2026-11-23T00:00:00+08:00",
            "2026-11-30T18:00:00+08:00",
            "2026-11-19T09:00:00+08:00",
            "2026-11-21T03:00:00+08:00",
        ]
        .map(|then| due(at(then), now));
        assert_eq!(
            told,
            [
                "还剩 57 分钟",
                "今天 16:00 前",
                "今天 24:00 前",
                "明天 24:00 前",
                "还剩 9 天",
                "逾期 2 天",
                "逾期 6 小时",
            ]
        );
    }
}
