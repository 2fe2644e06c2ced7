//! A department day by day: a line of what is open, bars of what came and what was closed, and the
//! same figures as a table.
//!
//! Drawn by hand: one line and sixty bars need no library. Deliberately absent: a second axis. All
//! three are cases and stand on the same scale.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::desk::{Course, CourseDay, Table, TableCell};

use crate::parts::{ChartOrTable, Empty, HEIGHT, Scale, Shown, Turn, WIDTH};
use crate::parts::{count, dates, lines_at, share};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// Days of the course, with today.
const DAYS: u32 = 30;
/// A bar's share of the width of its day.
const BAR: f64 = 0.32;

/// The course of a department.
#[component]
pub fn CourseOf(
    /// Which.
    department: DepartmentCode,
    /// Tells that it may be old: the minute.
    minute: Memo<i64>,
) -> impl IntoView {
    let desk = Desk::here();
    let as_table = RwSignal::new(false);
    let named = department.clone();
    let course = remote(move || {
        desk.cases.track();
        minute.track();
        Some(Course {
            department: department.clone(),
            days: DAYS,
        })
    });
    let body = move |days: Signal<Arc<Vec<CourseDay>>>| {
        let named = named.clone();
        let table =
            Signal::derive(move || days.with(|days| table(&desk.department_name(&named), days)));
        view! {
            <ChartOrTable name="course" as_table table chart=move || view! { <Chart days /> } />
        }
    };
    view! {
        <section class="page-part" data-testid="department-course">
            <h3 class="part-head">
                {say!("supervision-course", days = DAYS)}
                <Turn name="course" as_table />
            </h3>
            <Shown remote=course what=say!("what-course") view=body />
        </section>
    }
}

/// The same figures as a table, the last day first.
fn table(name: &str, days: &[CourseDay]) -> Table {
    let row = |day: &CourseDay| {
        vec![
            TableCell::Day(day.on),
            TableCell::count(day.open),
            TableCell::count(day.dispatched),
            TableCell::count(day.closed),
        ]
    };
    Table {
        title: t(
            "table-of-days",
            &[("name", name), ("days", &DAYS.to_string())],
        ),
        head: ["date", "open", "dispatched", "closed"]
            .map(|column| t(&format!("supervision-course-{column}"), &[]))
            .to_vec(),
        rows: days.iter().rev().map(row).collect(),
    }
}

/// From nothing to a figure that is at least the most.
fn scale(days: &[CourseDay]) -> Scale {
    let all = days.iter();
    let most = all.map(|day| day.open.max(day.dispatched).max(day.closed));
    Scale {
        places: days.len(),
        low: 0,
        high: rounded(most.max().unwrap_or(0)),
    }
}

/// The next figure that halves evenly and is easily read: 2, 4, 10, 20, 40, 100, ….
fn rounded(most: u32) -> u32 {
    let mut tens = 1;
    loop {
        for step in [2, 4, 10_u32] {
            let top = step.saturating_mul(tens);
            if top >= most {
                return top;
            }
        }
        tens = tens.saturating_mul(10);
    }
}

fn spoken(on: Date) -> String {
    t(
        "supervision-course-day",
        &[
            ("month", &on.month().to_string()),
            ("day", &on.day().to_string()),
        ],
    )
}

/// A day in words, for the pointer and for screen readers.
fn told(day: &CourseDay) -> String {
    t(
        "supervision-course-told",
        &[
            ("day", &spoken(day.on)),
            ("open", &count(day.open)),
            ("dispatched", &count(day.dispatched)),
            ("closed", &count(day.closed)),
        ],
    )
}

#[component]
fn Chart(days: Signal<Arc<Vec<CourseDay>>>) -> impl IntoView {
    let nothing = Memo::new(move |_| {
        days.with(|days| {
            let mut all = days.iter();
            all.all(|day| day.open + day.dispatched + day.closed == 0)
        })
    });
    let drawn = move || {
        let days = days.get();
        let scale = scale(&days);
        let (grid, figures) = lines_at(scale, &[scale.high, scale.high / 2, 0], count);
        let dated: Vec<Date> = days.iter().map(|day| day.on).collect();
        let dates = dates(scale, &dated);
        let width = scale.step() * BAR;
        let bars = days.iter().enumerate().map(|(index, day)| {
            let middle = scale.x(index);
            let bar = |class: &'static str, x: f64, figure: u32| {
                let y = scale.y(figure);
                (figure > 0).then(|| {
                    view! { <rect class=class x=x y=y width=width height={HEIGHT - y} /> }
                })
            };
            view! {
                <g class="course-day">
                    <title>{told(day)}</title>
                    <rect class="course-room" x={middle - scale.step() / 2.0} y="0"
                        width=scale.step() height=HEIGHT />
                    {bar("course-dispatched", middle - width, day.dispatched)}
                    {bar("course-closed", middle, day.closed)}
                </g>
            }
        });
        let bars = bars.collect_view();
        let points: Vec<String> = days
            .iter()
            .enumerate()
            .map(|(index, day)| format!("{:.1},{:.1}", scale.x(index), scale.y(day.open)))
            .collect();
        let last = days.last().map(|day| {
            let left = share(scale.x(days.len() - 1), WIDTH);
            let top = share(scale.y(day.open), HEIGHT);
            view! {
                <span class="course-now figures" style:left=left style:top=top>{count(day.open)}</span>
            }
        });
        let whole = days.last().map(told).unwrap_or_default();
        view! {
            <div class="course">
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img"
                    aria-label=whole>
                    {grid}
                    {bars}
                    <polyline class="course-open" points=points.join(" ") />
                </svg>
                {figures}
                {dates}
                {last}
            </div>
            <p class="course-legend part-note">
                <span><i class="course-key-line" aria-hidden="true"></i>{t("supervision-course-open", &[])}</span>
                <span><i class="course-key-full" aria-hidden="true"></i>{t("supervision-course-dispatched", &[])}</span>
                <span><i class="course-key-hollow" aria-hidden="true"></i>{t("supervision-course-closed", &[])}</span>
            </p>
        }
    };
    view! {
        <Show when=move || !nothing.get()
            fallback=|| view! { <Empty sentence=say!("supervision-course-empty") /> }>
            {drawn}
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_scale_ends_on_a_figure_that_halves_evenly() {
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 11, 39, 41, 100, 101].map(rounded),
            [2, 2, 2, 4, 4, 10, 20, 40, 100, 100, 200]
        );
    }

    #[test]
    fn what_is_most_stands_at_the_top_and_nothing_stands_on_the_line() {
        let day = |open: u32| CourseDay {
            on: date(2026, 11, 21),
            dispatched: 1,
            closed: 0,
            open,
        };
        let days = [day(3), day(4)];
        let scale = scale(&days);
        assert!(scale.y(4).abs() < 1e-9);
        assert!((scale.y(0) - HEIGHT).abs() < 1e-9);
        assert_eq!(share(scale.x(0), WIDTH), "25.00%");
    }

    #[test]
    fn the_table_has_the_figures_of_the_chart_the_last_day_first() {
        let day = |on: i8, open: u32| CourseDay {
            on: date(2026, 11, on),
            dispatched: 1,
            closed: 0,
            open,
        };
        let table = table("住建局", &[day(20, 3), day(21, 4)]);
        assert_eq!(table.title, "住建局 近 30 天");
        assert_eq!(table.head, ["日期", "在办", "交办", "结案"]);
        let last = [4_u32, 1, 0].map(TableCell::count);
        assert_eq!(table.rows[0][0], TableCell::Day(date(2026, 11, 21)));
        assert_eq!(table.rows[0][1..], last);
        assert_eq!(table.rows.len(), 2);
    }
}
