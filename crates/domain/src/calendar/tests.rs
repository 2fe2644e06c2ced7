//! Counting on a made-up pair of years, and at the edges of time. The real holidays and the law's
//! articles are in `crates/exchange/tests/calendar`.

use jiff::civil::time;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    format!("{}:00+08:00", text.replace(' ', "T"))
        .parse()
        .unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn dates(texts: &[&str]) -> BTreeSet<Date> {
    texts.iter().map(|text| date(text)).collect()
}

fn end(text: &str) -> Timestamp {
    Calendar::BEIJING.end_of(date(text))
}

/// Two years with one feast each: 1–3 May 2030 (Wednesday to Friday) and the turn of the year
/// 2030/2031, which the second notice takes from the Saturday before.
fn calendar() -> Calendar {
    let year = |year, name: &str, days, work| Year {
        year,
        notice: format!("〔{}〕1号", year - 1),
        source: String::new(),
        holidays: vec![Holiday {
            name: name.to_owned(),
            days: dates(days),
        }],
        work: dates(work),
    };
    Calendar::BEIJING.with_years([
        year(
            2030,
            "劳动节",
            &["2030-05-01", "2030-05-02", "2030-05-03"],
            &["2030-04-28", "2030-05-11"],
        ),
        year(
            2031,
            "元旦",
            &["2030-12-30", "2030-12-31", "2031-01-01"],
            &["2030-12-28"],
        ),
    ])
}

#[test]
fn a_civil_day_is_beijings_and_ends_where_the_next_begins() {
    let calendar = Calendar::BEIJING;
    assert_eq!(calendar.date(at("2030-05-01 00:00")), date("2030-05-01"));
    assert_eq!(
        calendar.start_of(date("2030-05-01")),
        at("2030-05-01 00:00")
    );
    assert_eq!(calendar.end_of(date("2030-05-01")), at("2030-05-02 00:00"));
}

#[test]
fn a_december_day_may_belong_to_the_next_years_notice() {
    let calendar = calendar();
    assert_eq!(calendar.holiday(date("2030-12-30")), Some("元旦"));
    assert_eq!(calendar.day(date("2030-12-28")), Day::MadeUp);
    assert_eq!(calendar.day(date("2030-12-29")), Day::Weekend);
    assert_eq!(
        calendar.working_days_after(date("2030-12-27"), date("2031-01-02")),
        2
    );
}

#[test]
fn a_day_is_unknown_by_its_own_year_and_a_last_week_by_the_next() {
    let calendar = calendar();
    for (day, unknown) in [
        ("2029-12-24", Some(2029)),
        ("2030-01-01", None),
        ("2030-12-31", None),
        ("2031-12-24", None),
        ("2031-12-25", Some(2032)),
        ("2032-01-01", Some(2032)),
    ] {
        assert_eq!(calendar.unknown(date(day)), unknown, "{day}");
    }
}

#[test]
fn only_the_days_that_were_asked_make_a_deadline_provisional() {
    let calendar = calendar();
    let natural = calendar.deadline(at("2029-06-01 09:00"), Period::NaturalDays(300));
    assert_eq!(natural.provisional, None, "only its last day was asked");
    let working = calendar.deadline(at("2029-12-31 09:00"), Period::WorkingDays(1));
    assert_eq!(working.provisional, None, "the first day does not count");
    let working = calendar.deadline(at("2029-12-28 09:00"), Period::WorkingDays(3));
    assert_eq!(working.provisional, Some(2029));
    let hours = calendar.deadline(at("2031-12-31 09:00"), Period::WorkingHours(1));
    assert_eq!(hours.provisional, Some(2032));
    let running = calendar.deadline(at("2035-01-01 09:00"), Period::RunningHours(1));
    assert_eq!(running.provisional, None, "no day was asked");
}

#[test]
fn working_hours_run_only_while_the_office_is_open() {
    let calendar = calendar();
    for (start, hours, ends) in [
        ("2030-05-06 07:00", 1, "2030-05-06 09:00"),
        ("2030-05-06 12:30", 1, "2030-05-06 15:00"),
        ("2030-05-06 11:30", 1, "2030-05-06 14:30"),
        ("2030-05-06 18:00", 4, "2030-05-07 12:00"),
        ("2030-04-27 10:00", 9, "2030-04-29 09:00"),
        ("2030-04-30 17:00", 2, "2030-05-06 09:00"),
        ("2030-05-04 03:00", 0, "2030-05-04 03:00"),
    ] {
        let deadline = calendar.deadline(at(start), Period::WorkingHours(hours));
        assert_eq!(deadline.at, at(ends), "{hours} h from {start}");
        assert_eq!(deadline.nominal, deadline.at);
    }
}

#[test]
fn a_county_may_keep_other_hours_or_mornings_only() {
    let mornings = Hours::new(
        (time(9, 0, 0, 0), time(11, 30, 0, 0)),
        (time(12, 0, 0, 0), time(12, 0, 0, 0)),
    )
    .unwrap();
    let calendar = calendar().with_hours(mornings);
    let computation = calendar.computation(at("2030-05-06 11:00"), Period::WorkingHours(3));
    assert_eq!(computation.deadline.at, at("2030-05-07 11:30"));
    assert_eq!(
        computation.steps.last(),
        Some(&Step::Ends {
            at: at("2030-05-07 11:30"),
            ending: Ending::CloseOfBusiness
        })
    );
}

#[test]
fn hours_out_of_order_or_without_time_are_refused() {
    let at = |hour| time(hour, 0, 0, 0);
    let refused = |morning, afternoon| Hours::new(morning, afternoon).unwrap_err();
    assert_eq!(
        refused((at(8), at(12)), (at(11), at(18))),
        HoursError::Disordered
    );
    assert_eq!(
        refused((at(12), at(8)), (at(14), at(18))),
        HoursError::Disordered
    );
    assert_eq!(refused((at(8), at(8)), (at(9), at(9))), HoursError::Empty);
    let text = r#"{"morning":["08:00:00","12:00:00"],"afternoon":["14:00:00","18:00:00"]}"#;
    assert_eq!(serde_json::from_str::<Hours>(text).unwrap(), Hours::USUAL);
    assert_eq!(serde_json::to_string(&Hours::USUAL).unwrap(), text);
    let empty = text.replace("12:", "08:").replace("18:", "14:");
    assert!(serde_json::from_str::<Hours>(&empty).is_err());
}

#[test]
fn an_extension_counts_on_from_the_nominal_end_in_any_unit() {
    let calendar = calendar();
    let days = calendar.deadline(at("2030-04-26 09:00"), Period::NaturalDays(5));
    assert_eq!(
        (days.nominal, days.at),
        (end("2030-05-01"), end("2030-05-06"))
    );
    for (by, ends) in [
        (Period::NaturalDays(6), end("2030-05-07")),
        (Period::Months(1), end("2030-06-03")),
        (Period::WorkingDays(2), end("2030-05-07")),
        (Period::RunningHours(30), at("2030-05-03 06:00")),
        (Period::WorkingHours(2), at("2030-05-06 10:00")),
    ] {
        let after = calendar.extended(&days, by);
        assert_eq!(after.at, ends, "{by:?}");
        assert_eq!(calendar.extension(&days, by).deadline, after);
    }
    let hours = calendar.deadline(at("2030-05-06 09:00"), Period::RunningHours(3));
    let after = calendar.extended(&hours, Period::NaturalDays(1));
    assert_eq!(
        after.at,
        end("2030-05-07"),
        "the day the hours ended on is the first"
    );
}

#[test]
fn what_was_provisional_before_an_extension_stays_so() {
    let calendar = calendar();
    let before = calendar.deadline(at("2029-12-20 09:00"), Period::WorkingDays(5));
    let after = calendar.extended(&before, Period::WorkingDays(20));
    assert_eq!(after.provisional, Some(2029));
}

#[test]
fn a_pause_does_not_count_in_the_unit_of_its_period() {
    let calendar = calendar();
    let start = at("2030-04-22 10:00");
    // Five civil days, three of them worked: Sunday the 28th, Monday, Tuesday.
    let (from, to) = (at("2030-04-26 15:00"), at("2030-05-01 11:00"));
    for (period, before, after) in [
        (Period::NaturalDays(3), end("2030-04-25"), end("2030-04-30")),
        (Period::Months(1), end("2030-05-22"), end("2030-05-27")),
        (Period::Years(1), end("2031-04-22"), end("2031-04-28")),
        (Period::WorkingDays(5), end("2030-04-28"), end("2030-05-06")),
        (
            Period::RunningHours(100),
            at("2030-04-26 14:00"),
            at("2030-05-01 10:00"),
        ),
        // 3 h on Friday and three whole days.
        (
            Period::WorkingHours(40),
            at("2030-04-28 10:00"),
            at("2030-05-06 15:00"),
        ),
    ] {
        let ran = calendar.deadline(start, period);
        assert_eq!(ran.at, before, "{period:?}");
        let resumed = calendar.resumed(&ran, period, from, to);
        let shown = calendar.resumption(&ran, period, from, to);
        assert_eq!(shown.deadline, resumed);
        assert_eq!(resumed.at, after, "{period:?}");
        assert_eq!(calendar.resumed(&ran, period, from, from), ran);
        assert_eq!(calendar.resumed(&ran, period, to, from), ran, "no pause");
    }
    assert_eq!(
        calendar.working_time(from, to),
        jiff::SignedDuration::from_hours(27)
    );
}

#[test]
fn nothing_is_too_long_to_be_counted() {
    let calendar = calendar();
    for start in [at("2030-05-01 09:00"), Timestamp::MAX, Timestamp::MIN] {
        for period in [
            Period::NaturalDays(u16::MAX),
            Period::WorkingDays(u16::MAX),
            Period::Months(u16::MAX),
            Period::Years(u16::MAX),
            Period::RunningHours(u16::MAX),
            Period::WorkingHours(u16::MAX),
        ] {
            let deadline = calendar.deadline(start, period);
            assert!(deadline.at >= start, "{period:?} from {start}");
            assert!(calendar.extended(&deadline, period).at >= deadline.at);
        }
    }
}

#[test]
fn a_computation_is_data_with_stable_names() {
    let computation = calendar().computation(at("2030-05-01 09:00"), Period::NaturalDays(1));
    assert_eq!(
        serde_json::to_value(&computation).unwrap(),
        serde_json::json!({
            "steps": [
                {"step": "first_day_not_counted", "date": "2030-05-01"},
                {"step": "last_day", "date": "2030-05-02"},
                {"step": "rest", "from": "2030-05-02", "to": "2030-05-03", "holiday": "劳动节"},
                {"step": "rest", "from": "2030-05-04", "to": "2030-05-05", "holiday": null},
                {"step": "moved", "from": "2030-05-02", "to": "2030-05-06"},
                {"step": "ends", "at": "2030-05-06T16:00:00Z", "ending": "midnight"},
            ],
            "deadline": {
                "at": "2030-05-06T16:00:00Z",
                "nominal": "2030-05-02T16:00:00Z",
                "provisional": null,
            },
        })
    );
    let text = serde_json::to_string(&computation).unwrap();
    assert_eq!(
        serde_json::from_str::<Computation>(&text).unwrap(),
        computation
    );
    let year = calendar().years().next().unwrap().clone();
    let text = serde_json::to_string(&year).unwrap();
    assert_eq!(serde_json::from_str::<Year>(&text).unwrap(), year);
    assert_eq!(
        serde_json::to_string(&Period::WorkingHours(4)).unwrap(),
        r#"{"working_hours":4}"#
    );
}

fn period() -> impl Strategy<Value = Period> {
    prop_oneof![
        (0u16..200).prop_map(Period::NaturalDays),
        (0u16..200).prop_map(Period::WorkingDays),
        (0u16..30).prop_map(Period::Months),
        (0u16..4).prop_map(Period::Years),
        (0u16..3000).prop_map(Period::RunningHours),
        (0u16..300).prop_map(Period::WorkingHours),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_what_holds_and_a_later_start_never_ends_earlier(
        minutes in 0i64..2_000_000,
        more in 0i64..20_000,
        period in period(),
    ) {
        let calendar = calendar();
        let start = at("2029-01-01 00:00") + jiff::SignedDuration::from_mins(minutes);
        let deadline = calendar.deadline(start, period);
        let shown = calendar.computation(start, period);
        prop_assert_eq!(shown.deadline, deadline);
        let ends = shown.steps.iter().find_map(|step| match step {
            Step::Ends { at, .. } => Some(*at),
            _ => None,
        });
        prop_assert_eq!(ends, Some(deadline.at));
        prop_assert!(start <= deadline.nominal && deadline.nominal <= deadline.at);
        let later = start + jiff::SignedDuration::from_mins(more);
        prop_assert!(calendar.deadline(later, period).at >= deadline.at);
    }

    #[test]
    fn working_hours_are_the_working_time_they_take(minutes in 0i64..2_000_000, hours in 1u16..300) {
        let calendar = calendar();
        let start = at("2029-01-01 00:00") + jiff::SignedDuration::from_mins(minutes);
        let deadline = calendar.deadline(start, Period::WorkingHours(hours));
        let taken = calendar.working_time(start, deadline.at);
        prop_assert_eq!(taken, jiff::SignedDuration::from_hours(i64::from(hours)));
    }
}
