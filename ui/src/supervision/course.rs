//! A department day by day: a line of what is open, bars of what came and what was closed, and the
//! same figures as a table.
//!
//! Drawn by hand: one line and sixty bars need no library. Deliberately absent: a second axis. All
//! three are cases and stand on the same scale.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::desk::{Course, CourseDay};

use crate::parts::{Empty, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// Days of the course, with today.
const DAYS: u32 = 30;
/// The drawing is stretched over its box: so wide and so high in units of its own. The words stand
/// over it as text, so that they keep their size.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 100.0;
/// A bar's share of the width of its day.
const BAR: f64 = 0.32;
/// Every so many days stands a date.
const DATED: usize = 7;

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
    let course = remote(move || {
        desk.cases.track();
        minute.track();
        Some(Course {
            department: department.clone(),
            days: DAYS,
        })
    });
    let turn = move || {
        t(
            if as_table.get() {
                "supervision-course-as-chart"
            } else {
                "supervision-course-as-table"
            },
            &[],
        )
    };
    let body = move |days: Signal<Arc<Vec<CourseDay>>>| {
        view! {
            <Show when=move || as_table.get() fallback=move || view! { <Chart days /> }>
                <Table days />
            </Show>
        }
    };
    view! {
        <section class="page-part" data-testid="department-course">
            <h3 class="part-head">
                {say!("supervision-course", days = DAYS)}
                <button type="button" class="link course-turn" data-testid="course-turn"
                    on:click=move |_| as_table.update(|now| *now = !*now)>{turn}</button>
            </h3>
            <Shown remote=course what=say!("what-course") view=body />
        </section>
    }
}

/// Where things stand in the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    days: usize,
    /// The figure at the top.
    most: u32,
}

impl Scale {
    fn of(days: &[CourseDay]) -> Scale {
        let all = days.iter();
        let most = all.map(|day| day.open.max(day.dispatched).max(day.closed));
        Scale {
            days: days.len(),
            most: rounded(most.max().unwrap_or(0)),
        }
    }

    fn step(self) -> f64 {
        WIDTH / self.days.max(1) as f64
    }

    /// The middle of a day.
    fn x(self, index: usize) -> f64 {
        (index as f64 + 0.5) * self.step()
    }

    fn y(self, figure: u32) -> f64 {
        HEIGHT - f64::from(figure) / f64::from(self.most) * HEIGHT
    }
}

/// A place of the drawing as a share of its box.
fn share(at: f64, whole: f64) -> String {
    format!("{:.2}%", at * 100.0 / whole)
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
        let scale = Scale::of(&days);
        let figures = [scale.most, scale.most / 2, 0];
        let grid = figures.map(|figure| {
            let y = scale.y(figure);
            view! { <line class="course-grid" x1="0" x2=WIDTH y1=y y2=y /> }
        });
        let figures = figures.map(|figure| {
            let top = share(scale.y(figure), HEIGHT);
            view! { <span class="course-figure figures" style:top=top>{count(figure)}</span> }
        });
        let dates = days.iter().enumerate().filter_map(|(index, day)| {
            let dated = (days.len() - 1 - index).is_multiple_of(DATED);
            let left = share(scale.x(index), WIDTH);
            dated.then(|| {
                view! {
                    <span class="course-date figures" style:left=left>
                        {format!("{}/{}", day.on.month(), day.on.day())}
                    </span>
                }
            })
        });
        let dates = dates.collect_view();
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
                    {grid.collect_view()}
                    {bars}
                    <polyline class="course-open" points=points.join(" ") />
                </svg>
                {figures.collect_view()}
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

#[component]
fn Table(days: Signal<Arc<Vec<CourseDay>>>) -> impl IntoView {
    let rows = move || {
        let days = days.get();
        let row = |day: &CourseDay| {
            view! {
                <tr>
                    <th scope="row">{spoken(day.on)}</th>
                    <td class="number figures">{count(day.open)}</td>
                    <td class="number figures">{count(day.dispatched)}</td>
                    <td class="number figures">{count(day.closed)}</td>
                </tr>
            }
        };
        days.iter().rev().map(row).collect_view()
    };
    view! {
        <div class="course-table">
            <table class="page-table" data-testid="course-table">
                <thead>
                    <tr>
                        <th scope="col">{say!("supervision-course-date")}</th>
                        <th scope="col" class="number">{say!("supervision-course-open")}</th>
                        <th scope="col" class="number">{say!("supervision-course-dispatched")}</th>
                        <th scope="col" class="number">{say!("supervision-course-closed")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
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
        let scale = Scale::of(&[day(3), day(4)]);
        assert!(scale.y(4).abs() < 1e-9);
        assert!((scale.y(0) - HEIGHT).abs() < 1e-9);
        assert_eq!(share(scale.x(0), WIDTH), "25.00%");
    }
}
