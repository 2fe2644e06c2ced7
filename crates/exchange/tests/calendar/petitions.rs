//! Every period of 信访工作条例 (2022) in domain.md, and 人民调解法 33, once in each year 2019–2026,
//! with the last day on or beside a holiday where the year has one to offer. The dates were worked
//! out in Python with chinesecalendar, apart from this code.

use onemap_domain::calendar::{Period, Step};

use crate::{at, calendar, end};

/// From a day, by how much, the last day as counted, and the last day in law.
type Worked = (&'static str, &'static str, &'static str);

fn assert_worked(article: &str, period: Period, cases: &[Worked; 8]) {
    let calendar = calendar();
    for (index, (start, nominal, last)) in cases.iter().enumerate() {
        let year = (2019 + index).to_string();
        assert!(last.starts_with(&year), "one for each year: {last}");
        let deadline = calendar.deadline(at(&format!("{start} 16:45")), period);
        let found = (deadline.nominal, deadline.at, deadline.provisional);
        let wanted = (end(nominal), end(last), None);
        assert_eq!(found, wanted, "{article} from {start}");
    }
}

#[test]
fn a_petition_is_passed_on_within_15_days_22() {
    assert_worked(
        "第二十二条",
        Period::NaturalDays(15),
        &[
            ("2019-09-16", "2019-10-01", "2019-10-08"),
            ("2020-01-09", "2020-01-24", "2020-02-03"),
            ("2021-09-16", "2021-10-01", "2021-10-08"),
            ("2022-09-16", "2022-10-01", "2022-10-08"),
            ("2023-09-14", "2023-09-29", "2023-10-07"),
            ("2024-01-26", "2024-02-10", "2024-02-18"),
            ("2025-09-16", "2025-10-01", "2025-10-09"),
            ("2026-09-16", "2026-10-01", "2026-10-08"),
        ],
    );
}

#[test]
fn its_receiver_writes_to_the_petitioner_within_15_days_23() {
    assert_worked(
        "第二十三条",
        Period::NaturalDays(15),
        &[
            ("2019-04-16", "2019-05-01", "2019-05-05"),
            ("2020-09-16", "2020-10-01", "2020-10-09"),
            ("2021-01-27", "2021-02-11", "2021-02-18"),
            ("2022-01-17", "2022-02-01", "2022-02-07"),
            ("2023-01-06", "2023-01-21", "2023-01-28"),
            ("2024-09-16", "2024-10-01", "2024-10-08"),
            ("2025-01-13", "2025-01-28", "2025-02-05"),
            ("2026-02-02", "2026-02-17", "2026-02-24"),
        ],
    );
}

#[test]
fn its_receiver_objects_within_5_working_days_23() {
    assert_worked(
        "第二十三条 (异议)",
        Period::WorkingDays(5),
        &[
            ("2019-02-01", "2019-02-13", "2019-02-13"),
            ("2020-09-30", "2020-10-14", "2020-10-14"),
            ("2021-09-30", "2021-10-13", "2021-10-13"),
            ("2022-09-30", "2022-10-12", "2022-10-12"),
            ("2023-09-28", "2023-10-11", "2023-10-11"),
            ("2024-09-27", "2024-10-10", "2024-10-10"),
            ("2025-09-30", "2025-10-14", "2025-10-14"),
            ("2026-02-14", "2026-02-28", "2026-02-28"),
        ],
    );
}

#[test]
fn it_is_answered_within_60_days_34() {
    assert_worked(
        "第三十四条",
        Period::NaturalDays(60),
        &[
            ("2018-12-06", "2019-02-04", "2019-02-11"),
            ("2020-03-02", "2020-05-01", "2020-05-06"),
            ("2021-03-02", "2021-05-01", "2021-05-06"),
            ("2022-03-01", "2022-04-30", "2022-05-05"),
            ("2023-02-28", "2023-04-29", "2023-05-04"),
            ("2024-02-05", "2024-04-05", "2024-04-07"),
            ("2025-03-03", "2025-05-02", "2025-05-06"),
            ("2026-03-02", "2026-05-01", "2026-05-06"),
        ],
    );
}

#[test]
fn a_review_is_asked_for_within_30_days_35() {
    assert_worked(
        "第三十五条 (提出)",
        Period::NaturalDays(30),
        &[
            ("2019-08-29", "2019-09-28", "2019-09-29"),
            ("2020-05-26", "2020-06-25", "2020-06-28"),
            ("2021-08-26", "2021-09-25", "2021-09-26"),
            ("2022-03-24", "2022-04-23", "2022-04-24"),
            ("2023-05-23", "2023-06-22", "2023-06-25"),
            ("2024-04-01", "2024-05-01", "2024-05-06"),
            ("2025-08-28", "2025-09-27", "2025-09-28"),
            ("2025-12-02", "2026-01-01", "2026-01-04"),
        ],
    );
}

#[test]
fn a_review_is_decided_within_30_days_35() {
    assert_worked(
        "第三十五条 (答复)",
        Period::NaturalDays(30),
        &[
            ("2019-03-28", "2019-04-27", "2019-04-28"),
            ("2020-08-27", "2020-09-26", "2020-09-27"),
            ("2021-03-25", "2021-04-24", "2021-04-25"),
            ("2022-08-11", "2022-09-10", "2022-09-13"),
            ("2023-03-23", "2023-04-22", "2023-04-23"),
            ("2024-08-29", "2024-09-28", "2024-09-29"),
            ("2025-03-27", "2025-04-26", "2025-04-27"),
            ("2026-08-20", "2026-09-19", "2026-09-20"),
        ],
    );
}

#[test]
fn a_re_review_is_asked_for_within_30_days_36() {
    assert_worked(
        "第三十六条 (提出)",
        Period::NaturalDays(30),
        &[
            ("2019-08-14", "2019-09-13", "2019-09-16"),
            ("2020-03-26", "2020-04-25", "2020-04-26"),
            ("2021-01-07", "2021-02-06", "2021-02-07"),
            ("2022-05-04", "2022-06-03", "2022-06-06"),
            ("2023-09-08", "2023-10-08", "2023-10-08"),
            ("2024-03-28", "2024-04-27", "2024-04-28"),
            ("2024-12-26", "2025-01-25", "2025-01-26"),
            ("2026-08-26", "2026-09-25", "2026-09-28"),
        ],
    );
}

#[test]
fn a_re_review_is_decided_within_30_days_36() {
    assert_worked(
        "第三十六条 (答复)",
        Period::NaturalDays(30),
        &[
            ("2019-05-08", "2019-06-07", "2019-06-10"),
            ("2019-12-19", "2020-01-18", "2020-01-19"),
            ("2021-08-20", "2021-09-19", "2021-09-22"),
            ("2022-03-04", "2022-04-03", "2022-04-06"),
            ("2023-04-06", "2023-05-06", "2023-05-06"),
            ("2024-01-04", "2024-02-03", "2024-02-04"),
            ("2025-05-01", "2025-05-31", "2025-06-03"),
            ("2026-05-20", "2026-06-19", "2026-06-22"),
        ],
    );
}

#[test]
fn a_settlement_is_brought_before_the_court_within_30_days() {
    assert_worked(
        "人民调解法 第三十三条",
        Period::NaturalDays(30),
        &[
            ("2019-03-06", "2019-04-05", "2019-04-08"),
            ("2020-03-05", "2020-04-04", "2020-04-07"),
            ("2021-05-13", "2021-06-12", "2021-06-15"),
            ("2021-12-02", "2022-01-01", "2022-01-04"),
            ("2022-12-30", "2023-01-29", "2023-01-29"),
            ("2024-08-16", "2024-09-15", "2024-09-18"),
            ("2025-03-05", "2025-04-04", "2025-04-07"),
            ("2026-03-05", "2026-04-04", "2026-04-07"),
        ],
    );
}

#[test]
fn an_answer_is_put_off_once_by_30_days_counted_on_from_the_60th_34() {
    let calendar = calendar();
    // Accepted, the 60th day, the last day in law, the 90th day, the last day in law.
    for (start, sixty, last, ninety, extended) in [
        (
            "2019-08-05",
            "2019-10-04",
            "2019-10-08",
            "2019-11-03",
            "2019-11-04",
        ),
        (
            "2020-08-07",
            "2020-10-06",
            "2020-10-09",
            "2020-11-05",
            "2020-11-05",
        ),
        (
            "2021-08-04",
            "2021-10-03",
            "2021-10-08",
            "2021-11-02",
            "2021-11-02",
        ),
        (
            "2022-08-08",
            "2022-10-07",
            "2022-10-08",
            "2022-11-06",
            "2022-11-07",
        ),
        (
            "2023-08-01",
            "2023-09-30",
            "2023-10-07",
            "2023-10-30",
            "2023-10-30",
        ),
        (
            "2024-08-06",
            "2024-10-05",
            "2024-10-08",
            "2024-11-04",
            "2024-11-04",
        ),
        (
            "2025-08-04",
            "2025-10-03",
            "2025-10-09",
            "2025-11-02",
            "2025-11-03",
        ),
        (
            "2025-12-19",
            "2026-02-17",
            "2026-02-24",
            "2026-03-19",
            "2026-03-19",
        ),
    ] {
        let before = calendar.deadline(at(&format!("{start} 09:00")), Period::NaturalDays(60));
        assert_eq!((before.nominal, before.at), (end(sixty), end(last)));
        let after = calendar.extended(&before, Period::NaturalDays(30));
        assert_eq!((after.nominal, after.at), (end(ninety), end(extended)));
        let shown = calendar.extension(&before, Period::NaturalDays(30));
        assert_eq!(shown.deadline, after);
        let date = calendar.date(at(&format!("{sixty} 12:00")));
        assert_eq!(shown.steps[0], Step::CountsOnFrom { date });
    }
}

#[test]
fn the_days_of_a_hearing_do_not_count_in_a_re_review_36() {
    let calendar = calendar();
    let period = Period::NaturalDays(30);
    // Received, its last day, the hearing from and to, the last day with it.
    for (start, last, from, to, with) in [
        (
            "2019-09-02",
            "2019-10-08",
            "2019-09-10",
            "2019-09-12",
            "2019-10-08",
        ),
        (
            "2020-01-02",
            "2020-02-03",
            "2020-01-06",
            "2020-01-10",
            "2020-02-05",
        ),
        (
            "2021-09-03",
            "2021-10-08",
            "2021-09-13",
            "2021-09-23",
            "2021-10-13",
        ),
        (
            "2022-04-01",
            "2022-05-05",
            "2022-04-11",
            "2022-04-14",
            "2022-05-05",
        ),
        (
            "2023-09-01",
            "2023-10-07",
            "2023-09-11",
            "2023-09-21",
            "2023-10-11",
        ),
        (
            "2024-01-12",
            "2024-02-18",
            "2024-01-18",
            "2024-01-22",
            "2024-02-18",
        ),
        (
            "2025-09-01",
            "2025-10-09",
            "2025-09-11",
            "2025-09-19",
            "2025-10-09",
        ),
        (
            "2026-01-19",
            "2026-02-24",
            "2026-01-26",
            "2026-02-03",
            "2026-02-26",
        ),
    ] {
        let before = calendar.deadline(at(&format!("{start} 09:00")), period);
        assert_eq!(before.at, end(last));
        let (from, to) = (at(&format!("{from} 14:30")), at(&format!("{to} 09:00")));
        let after = calendar.resumed(&before, period, from, to);
        assert_eq!(after.at, end(with), "received {start}");
        assert_eq!(
            calendar.resumption(&before, period, from, to).deadline,
            after
        );
        assert_eq!(
            calendar.resumed(&before, period, from, from),
            before,
            "a hearing that ends on its first day costs no day"
        );
    }
}
