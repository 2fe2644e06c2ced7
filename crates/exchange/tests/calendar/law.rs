//! 民法典 200–204, article by article, on the holidays of 2019–2026. Dates counted by hand from the
//! notices.

use onemap_domain::calendar::{Day, Deadline, Ending, Period, Step};

use crate::{at, calendar, date, end};

/// The deadline of a period that starts at 10:00 of a date, and its last day in law.
fn assert_ends(start: &str, period: Period, last: &str, why: &str) -> Deadline {
    let calendar = calendar();
    let start = at(&format!("{start} 10:00"));
    let computation = calendar.computation(start, period);
    assert_eq!(computation.deadline.at, end(last), "{why}");
    assert_eq!(computation.deadline, calendar.deadline(start, period));
    computation.deadline
}

#[test]
fn periods_are_counted_by_the_gregorian_calendar_200() {
    // A lunar month from 2023-03-22 (the leap second month) would have 29 days.
    let deadline = assert_ends(
        "2023-03-22",
        Period::Months(1),
        "2023-04-23",
        "22 April is a Saturday, and Sunday the 23rd is worked for 劳动节",
    );
    assert_eq!(deadline.nominal, end("2023-04-22"));
    assert_ends(
        "2025-01-29",
        Period::Years(1),
        "2026-01-29",
        "春节 to no 春节",
    );
}

#[test]
fn the_first_day_does_not_count_201() {
    assert_ends("2026-03-02", Period::NaturalDays(1), "2026-03-03", "");
    assert_ends("2026-03-02", Period::WorkingDays(1), "2026-03-03", "");
    assert_ends(
        "2025-09-28",
        Period::WorkingDays(1),
        "2025-09-29",
        "a worked Sunday is a first day like any other",
    );
    let calendar = calendar();
    for time in ["00:00", "23:59"] {
        let start = at(&format!("2026-03-02 {time}"));
        let deadline = calendar.deadline(start, Period::NaturalDays(1));
        assert_eq!(deadline.at, end("2026-03-03"), "from {time}");
    }
}

#[test]
fn hours_start_at_their_hour_and_run_through_holidays_201() {
    let computation = calendar().computation(at("2019-09-30 16:30"), Period::RunningHours(24));
    let ends = at("2019-10-01 16:30");
    assert_eq!(computation.deadline.at, ends);
    assert_eq!(
        computation.steps,
        [
            Step::StartsAt {
                at: at("2019-09-30 16:30")
            },
            Step::Ends {
                at: ends,
                ending: Ending::Hour
            },
        ]
    );
}

#[test]
fn months_end_on_the_same_date_or_on_the_months_last_202() {
    assert_ends(
        "2024-03-15",
        Period::Months(2),
        "2024-05-15",
        "the same date",
    );
    assert_ends(
        "2023-01-31",
        Period::Months(1),
        "2023-02-28",
        "no 31 February",
    );
    assert_ends("2024-01-31", Period::Months(1), "2024-02-29", "a leap year");
    assert_ends(
        "2019-08-31",
        Period::Months(1),
        "2019-09-30",
        "no 31 September",
    );
    let deadline = assert_ends(
        "2020-02-29",
        Period::Years(1),
        "2021-03-01",
        "no 29 February in 2021, and the 28th is a Sunday",
    );
    assert_eq!(deadline.nominal, end("2021-02-28"));
    let steps = calendar()
        .computation(at("2020-02-29 10:00"), Period::Years(1))
        .steps;
    assert!(steps.contains(&Step::MonthEnd {
        missing: 29,
        date: date("2021-02-28")
    }));
}

#[test]
fn a_last_day_that_rests_moves_to_the_next_that_does_not_203() {
    for (start, days, nominal, last, why) in [
        (
            "2019-04-26",
            5,
            "2019-05-01",
            "2019-05-05",
            "劳动节 1–4 May, and Sunday the 5th is worked",
        ),
        (
            "2019-09-17",
            15,
            "2019-10-02",
            "2019-10-08",
            "国庆节 1–7 October",
        ),
        (
            "2020-01-10",
            15,
            "2020-01-25",
            "2020-02-03",
            "春节 as it was lengthened to 2 February",
        ),
        (
            "2020-06-10",
            15,
            "2020-06-25",
            "2020-06-28",
            "端午节 25–27 June, Sunday the 28th worked",
        ),
        (
            "2021-04-20",
            15,
            "2021-05-05",
            "2021-05-06",
            "劳动节 1–5 May",
        ),
        (
            "2022-01-14",
            15,
            "2022-01-29",
            "2022-01-29",
            "a worked Saturday is no rest day",
        ),
        (
            "2022-12-16",
            15,
            "2022-12-31",
            "2023-01-03",
            "元旦 from the December before",
        ),
        (
            "2023-04-14",
            15,
            "2023-04-29",
            "2023-05-04",
            "劳动节 29 April – 3 May",
        ),
        (
            "2024-02-01",
            10,
            "2024-02-11",
            "2024-02-18",
            "春节 10–17 February, Sunday the 18th worked",
        ),
        (
            "2024-06-01",
            7,
            "2024-06-08",
            "2024-06-11",
            "a weekend that runs into 端午节",
        ),
        (
            "2025-09-26",
            5,
            "2025-10-01",
            "2025-10-09",
            "国庆节、中秋节 1–8 October",
        ),
        (
            "2026-02-05",
            15,
            "2026-02-20",
            "2026-02-24",
            "春节 15–23 February",
        ),
        (
            "2026-05-04",
            5,
            "2026-05-09",
            "2026-05-09",
            "a worked Saturday is no rest day",
        ),
    ] {
        let deadline = assert_ends(start, Period::NaturalDays(days), last, why);
        assert_eq!(deadline.nominal, end(nominal), "{why}");
        assert_eq!(deadline.provisional, None, "{why}");
    }
}

#[test]
fn where_business_hours_count_a_period_ends_with_them_203() {
    let calendar = calendar();
    for (start, hours, ends, ending) in [
        (
            "2026-03-02 08:00",
            8,
            "2026-03-02 18:00",
            Ending::CloseOfBusiness,
        ),
        ("2026-03-02 15:30", 4, "2026-03-03 09:30", Ending::Hour),
        ("2026-03-02 08:00", 4, "2026-03-02 12:00", Ending::Hour),
        ("2026-03-06 17:00", 2, "2026-03-09 09:00", Ending::Hour),
        // Friday evening, a Saturday that is worked, and then 春节.
        ("2026-02-13 20:00", 10, "2026-02-24 10:00", Ending::Hour),
    ] {
        let computation = calendar.computation(at(start), Period::WorkingHours(hours));
        assert_eq!(computation.deadline.at, at(ends), "{hours} h from {start}");
        let last = computation.steps.last();
        assert_eq!(
            last,
            Some(&Step::Ends {
                at: at(ends),
                ending
            })
        );
    }
}

#[test]
fn where_another_law_counts_working_days_they_are_counted_204() {
    assert_ends(
        "2025-09-28",
        Period::WorkingDays(7),
        "2025-10-14",
        "行政处罚法 85: 29, 30 September; 9, 10, 11 (worked), 13, 14 October",
    );
    assert_ends(
        "2024-01-29",
        Period::WorkingDays(20),
        "2024-02-29",
        "行政许可法 82: 4 and 18 February are worked, the 9th (除夕) was an ordinary Friday",
    );
    assert_ends(
        "2019-04-26",
        Period::WorkingDays(10),
        "2019-05-13",
        "行政强制法 69: 28 to 30 April; 5 to 10 May; the 13th",
    );
    assert_ends(
        "2020-01-17",
        Period::WorkingDays(5),
        "2020-01-23",
        "Sunday 19 January is worked before 春节",
    );
}

#[test]
fn counting_is_shown_step_by_step() {
    let start = at("2025-09-26 10:00");
    let working = calendar().computation(start, Period::WorkingDays(5));
    assert_eq!(
        working.steps,
        [
            Step::FirstDayNotCounted {
                date: date("2025-09-26")
            },
            Step::Rest {
                from: date("2025-09-27"),
                to: date("2025-09-27"),
                holiday: None
            },
            Step::MadeUp {
                date: date("2025-09-28")
            },
            Step::Rest {
                from: date("2025-10-01"),
                to: date("2025-10-08"),
                holiday: Some("国庆节、中秋节".to_owned())
            },
            Step::LastDay {
                date: date("2025-10-10")
            },
            Step::Ends {
                at: end("2025-10-10"),
                ending: Ending::Midnight
            },
        ]
    );
    let natural = calendar().computation(start, Period::NaturalDays(5));
    assert_eq!(
        natural.steps,
        [
            Step::FirstDayNotCounted {
                date: date("2025-09-26")
            },
            Step::LastDay {
                date: date("2025-10-01")
            },
            Step::Rest {
                from: date("2025-10-01"),
                to: date("2025-10-08"),
                holiday: Some("国庆节、中秋节".to_owned())
            },
            Step::Moved {
                from: date("2025-10-01"),
                to: date("2025-10-09")
            },
            Step::Ends {
                at: end("2025-10-09"),
                ending: Ending::Midnight
            },
        ]
    );
}

#[test]
fn a_year_without_a_notice_makes_a_deadline_provisional_and_is_named() {
    let deadline = assert_ends("2026-12-20", Period::NaturalDays(15), "2027-01-04", "");
    assert_eq!(deadline.provisional, Some(2027));
    let deadline = assert_ends("2026-12-01", Period::NaturalDays(15), "2026-12-16", "");
    assert_eq!(deadline.provisional, None);
    let deadline = assert_ends(
        "2026-12-24",
        Period::WorkingDays(3),
        "2026-12-29",
        "the notice for 2027 may yet say otherwise of these days",
    );
    assert_eq!(deadline.provisional, Some(2027));
    let steps = calendar()
        .computation(at("2026-12-20 10:00"), Period::NaturalDays(15))
        .steps;
    assert_eq!(steps.last(), Some(&Step::Provisional { year: 2027 }));
}

#[test]
fn a_day_of_each_kind_is_told_apart_and_a_holiday_has_its_name() {
    let calendar = calendar();
    for (day, kind, name) in [
        ("2026-02-13", Day::Working, None),
        ("2026-02-14", Day::MadeUp, None),
        ("2026-02-15", Day::Holiday, Some("春节")),
        ("2026-03-01", Day::Weekend, None),
        ("2018-12-31", Day::Holiday, Some("元旦")),
        ("2011-12-31", Day::MadeUp, None),
        ("2019-04-06", Day::Weekend, None),
    ] {
        assert_eq!(calendar.day(date(day)), kind, "{day}");
        assert_eq!(calendar.holiday(date(day)), name, "{day}");
        assert_eq!(calendar.is_working(date(day)), kind.is_working());
    }
    // 2026 has 365 days, 104 of them weekend days; its notice works 6 and takes 19 weekdays off.
    assert_eq!(
        calendar.working_days_after(date("2025-12-31"), date("2026-12-31")),
        248
    );
    assert_eq!(
        calendar.working_days_after(date("2026-02-13"), date("2026-02-13")),
        0
    );
}
