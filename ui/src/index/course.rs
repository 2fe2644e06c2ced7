//! The course of an area's index over the last days: a line, and the same figures as a table.
//!
//! A day without a snapshot is a gap: nothing is drawn through it, and the table says so. Where the
//! formula's version changed, what stands before and behind is not the same measure; a mark stands
//! there. Deliberately absent: a scale from zero. The line shows how the index moves, and its lowest
//! figure is written beside it.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_protocol::desk::{IndexDay, IndexView, Table, TableCell};

use super::points::points;
use super::{Hand, spoken};
use crate::parts::{ChartOrTable, HEIGHT, Scale, Turn, WIDTH};
use crate::parts::{dates, lines_at, share, shown};
use crate::text::t;

/// Days of the course, with the day that is shown.
pub const DAYS: u16 = 30;
/// The scale ends on whole fives of points.
const FIVE: u32 = 500;

/// A day of the course.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Which.
    pub on: Date,
    /// The area's total and the formula's version; `None` where no index was frozen.
    pub is: Option<(u32, String)>,
    /// The last index before it was by another formula.
    pub anew: bool,
}

/// How a day stands to the one before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Hundredths of a point.
    By(i64),
    /// Of the day before there is none.
    NoneBefore,
    /// The day before was by another formula: they are not the same measure.
    OtherFormula,
}

/// The days of an area's course up to one of them.
pub fn spots(course: &[IndexDay], area: &AreaCode, until: Date) -> Vec<Spot> {
    let mut formula: Option<&str> = None;
    let days = (0..i64::from(DAYS)).rev();
    days.map(|back| {
        let on = until.saturating_sub(back.days());
        let day = course.iter().find(|day| day.day == on);
        let is = day.and_then(|day| {
            let own = day.totals.iter().find(|(one, _)| one == area)?;
            Some((own.1, day.formula.clone()))
        });
        let now = day.map(|day| day.formula.as_str());
        let anew = now.is_some() && formula.is_some() && now != formula;
        formula = now.or(formula);
        Spot { on, is, anew }
    })
    .collect()
}

/// How the last day stands to the one before it; `None` where it has no index.
pub fn change(spots: &[Spot]) -> Option<Change> {
    let [.., before, last] = spots else {
        return None;
    };
    let (now, formula) = last.is.as_ref()?;
    Some(match &before.is {
        None => Change::NoneBefore,
        Some((_, other)) if other != formula => Change::OtherFormula,
        Some((then, _)) => Change::By(i64::from(*now) - i64::from(*then)),
    })
}

/// A change in words: a sign and points.
pub fn change_words(change: &Change) -> String {
    match change {
        Change::NoneBefore => t("index-change-none", &[]),
        Change::OtherFormula => t("index-change-formula", &[]),
        Change::By(0) => t("index-change-same", &[]),
        Change::By(by) => {
            let key = if *by > 0 {
                "index-change-up"
            } else {
                "index-change-down"
            };
            let by = u32::try_from(by.unsigned_abs()).unwrap_or(u32::MAX);
            t(key, &[("points", &points(by))])
        }
    }
}

/// The days that follow one another without a gap and by one formula, by their places.
fn lines(spots: &[Spot]) -> Vec<Vec<(usize, u32)>> {
    let mut lines: Vec<Vec<(usize, u32)>> = Vec::new();
    let mut goes_on = false;
    for (place, spot) in spots.iter().enumerate() {
        let Some((total, _)) = &spot.is else {
            goes_on = false;
            continue;
        };
        if !goes_on || spot.anew {
            lines.push(Vec::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push((place, *total));
        }
        goes_on = true;
    }
    lines
}

/// The gaps: the place of the first day of each, and how many days it has.
fn gaps(spots: &[Spot]) -> Vec<(usize, usize)> {
    let mut gaps: Vec<(usize, usize)> = Vec::new();
    let missing = spots
        .iter()
        .enumerate()
        .filter(|(_, spot)| spot.is.is_none());
    for (place, _) in missing {
        match gaps.last_mut() {
            Some((first, days)) if *first + *days == place => *days += 1,
            _ => gaps.push((place, 1)),
        }
    }
    gaps
}

/// From the whole fives of points below the least to those above the most.
fn scale(spots: &[Spot]) -> Scale {
    let totals = || spots.iter().filter_map(|spot| Some(spot.is.as_ref()?.0));
    let low = totals().min().unwrap_or(0) / FIVE * FIVE;
    let high = totals().max().unwrap_or(0).div_ceil(FIVE) * FIVE;
    // A level line at a whole five has its room below it: nothing is above all points.
    let low = if low == high {
        low.saturating_sub(FIVE)
    } else {
        low
    };
    Scale {
        places: spots.len(),
        low,
        high: high.max(low + FIVE),
    }
}

/// The same figures as a table, the last day first.
fn table(name: &str, spots: &[Spot]) -> Table {
    let row = |upto: usize| {
        let spot = &spots[upto];
        let (total, formula) = match &spot.is {
            Some((total, formula)) => (
                TableCell::Hundredths(i64::from(*total)),
                TableCell::text(formula),
            ),
            None => (
                TableCell::text(t("index-course-gap", &[])),
                TableCell::Nothing,
            ),
        };
        let change = match change(&spots[..=upto]) {
            None => TableCell::Nothing,
            Some(Change::By(by)) => TableCell::Hundredths(by),
            Some(other) => TableCell::text(change_words(&other)),
        };
        vec![TableCell::Day(spot.on), total, change, formula]
    };
    Table {
        title: t(
            "table-of-days",
            &[("name", name), ("days", &DAYS.to_string())],
        ),
        head: [
            "index-course-day",
            "index-total",
            "index-change",
            "index-formula",
        ]
        .map(|column| t(column, &[]))
        .to_vec(),
        rows: (0..spots.len()).rev().map(row).collect(),
    }
}

/// A day in words, for the pointer and for screen readers.
fn told(spot: &Spot) -> String {
    let day = spoken(spot.on);
    match &spot.is {
        None => t("index-course-gap-on", &[("day", &day)]),
        Some((total, formula)) => t(
            "index-course-on",
            &[
                ("day", &day),
                ("points", &points(*total)),
                ("formula", formula),
            ],
        ),
    }
}

/// The course of an area.
#[component]
pub fn Course(
    /// The answer of the console.
    view: Signal<Arc<IndexView>>,
    /// Whose.
    area: Memo<Option<AreaCode>>,
    /// Its name.
    #[prop(into)]
    name: Signal<String>,
    /// The last day.
    until: Memo<Date>,
    hand: Hand,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    let spots = Memo::new(move |_| {
        let area = area.get();
        view.with(|view| {
            let area = area.as_ref();
            area.map_or_else(Vec::new, |area| spots(&view.course, area, until.get()))
        })
    });
    let table = Signal::derive(move || {
        let name = t("index-of", &[("name", &name.get())]);
        spots.with(|spots| table(&name, spots))
    });
    let gaps = Memo::new(move |_| {
        spots.with(|spots| spots.iter().filter(|spot| spot.is.is_none()).count())
    });
    let missing = move || {
        (gaps.get() > 0).then(|| {
            view! {
                <span class="part-note" data-testid="index-gaps" data-count=gaps.get().to_string()>
                    {t("index-course-gaps", &[("count", &gaps.get().to_string())])}
                </span>
            }
        })
    };
    let drawn = move || chart(&spots.get(), hand).into_any();
    view! {
        <div class="index-course" data-testid="index-course">
            <h3 class="part-head">
                {move || t("index-course", &[("area", &name.get()), ("days", &DAYS.to_string())])}
                {missing}
                <Turn name="index-course" as_table />
            </h3>
            <ChartOrTable name="index-course" as_table table chart=drawn
                rows=move || view! { <Rows table spots hand /> } />
        </div>
    }
}

fn chart(spots: &[Spot], hand: Hand) -> impl IntoView + use<> {
    let scale = scale(spots);
    let figures = [scale.high, scale.low];
    let (grid, figures) = lines_at(scale, &figures, |figure| (figure / 100).to_string());
    let marks = spots.iter().enumerate().filter(|(_, spot)| spot.anew);
    let marks = marks.map(|(place, spot)| {
        let x = scale.x(place) - scale.step() / 2.0;
        let left = share(x, WIDTH);
        let formula = spot.is.as_ref().map(|(_, formula)| formula.clone());
        let words = t(
            "index-course-formula",
            &[("formula", &formula.unwrap_or_default())],
        );
        view! {
            <span class="index-course-anew" style:left=left data-testid="index-course-anew">{words}</span>
        }
    });
    let gaps = gaps(spots).into_iter().map(|(first, days)| {
        let x = scale.x(first) - scale.step() / 2.0;
        let width = scale.step() * days as f64;
        view! { <rect class="index-course-gap" x=x y="0" width=width height=HEIGHT /> }
    });
    let runs = lines(spots).into_iter().map(|line| {
        let points: Vec<String> = line
            .into_iter()
            .map(|(place, total)| format!("{:.1},{:.1}", scale.x(place), scale.y(total)))
            .collect();
        view! { <polyline class="course-open" points=points.join(" ") /> }
    });
    let days: Vec<Date> = spots.iter().map(|spot| spot.on).collect();
    let dates = dates(scale, &days);
    // A day can be clicked; the keyboard goes from day to day by its arrows.
    let dots = spots.iter().enumerate().filter_map(|(place, spot)| {
        let (total, _) = spot.is.as_ref()?;
        let (left, top) = (share(scale.x(place), WIDTH), share(scale.y(*total), HEIGHT));
        let (on, title) = (spot.on, told(spot));
        let last = place + 1 == spots.len();
        Some(view! {
            <button type="button" class="index-dot" class:index-dot-last=last tabindex="-1"
                style:left=left style:top=top title=title.clone() aria-label=title
                data-testid="index-dot" data-day=on.to_string()
                on:click=move |_| hand.day.set(Some(on))></button>
        })
    });
    let whole = spots.last().map(told).unwrap_or_default();
    view! {
        <div class="course index-chart">
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img"
                aria-label=whole>
                {gaps.collect_view()}
                {grid}
                {runs.collect_view()}
            </svg>
            {figures}
            {dates}
            {marks.collect_view()}
            {dots.collect_view()}
        </div>
    }
}

/// The table, where each day can be opened.
#[component]
fn Rows(table: Signal<Table>, spots: Memo<Vec<Spot>>, hand: Hand) -> impl IntoView {
    let head = move || {
        let head = table
            .with(|table| table.head.clone())
            .into_iter()
            .enumerate();
        let column = |(column, name): (usize, String)| {
            view! { <th scope="col" class:number=is_figure(column)>{name}</th> }
        };
        head.map(column).collect_view()
    };
    let rows = move || {
        let (table, spots) = (table.get(), spots.get());
        let row = |(back, cells): (usize, &Vec<TableCell>)| {
            let upto = spots.len().checked_sub(back + 1)?;
            let spot = spots.get(upto)?;
            let on = spot.on;
            let changed = change(&spots[..=upto]);
            let cells = cells.iter().enumerate().skip(1).map(|(column, cell)| {
                let figure = is_figure(column);
                // A change is read with its direction.
                let words = match &changed {
                    Some(changed) if column == CHANGE => change_words(changed),
                    _ => shown(cell),
                };
                view! { <td class:number=figure class:figures=figure>{words}</td> }
            });
            Some(view! {
                <tr class:index-anew=spot.anew data-testid="index-course-day" data-day=on.to_string()>
                    <th scope="row">
                        <button type="button" class="link" on:click=move |_| hand.day.set(Some(on))>
                            {spoken(on)}
                        </button>
                    </th>
                    {cells.collect_view()}
                </tr>
            })
        };
        let rows = table.rows.iter().enumerate().filter_map(row);
        rows.collect_view()
    };
    view! {
        <div class="sheet index-course-table">
            <table class="page-table" data-testid="index-course-table">
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The column of changes.
const CHANGE: usize = 2;

/// The total and the change are figures; the day and the formula are not.
const fn is_figure(column: usize) -> bool {
    matches!(column, 1 | CHANGE)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn county() -> AreaCode {
        AreaCode::parse("520381").unwrap()
    }

    fn course(days: &[(i8, u32, &str)]) -> Vec<Spot> {
        let days: Vec<IndexDay> = days
            .iter()
            .map(|(day, total, formula)| IndexDay {
                day: date(2026, 11, *day),
                formula: (*formula).to_owned(),
                most: 10_000,
                totals: vec![(county(), *total)],
            })
            .collect();
        spots(&days, &county(), date(2026, 11, 20))
    }

    #[test]
    fn nothing_is_drawn_through_a_day_without_an_index_nor_through_a_new_formula() {
        let spots = course(&[
            (14, 9_000, "1"),
            (15, 9_100, "1"),
            (17, 9_200, "1"),
            (18, 9_300, "2"),
            (20, 9_400, "2"),
        ]);
        assert_eq!(spots.len(), usize::from(DAYS));
        assert_eq!(spots.iter().filter(|spot| spot.is.is_none()).count(), 25);
        let runs: Vec<Vec<u32>> = lines(&spots)
            .into_iter()
            .map(|line| line.into_iter().map(|(_, total)| total).collect())
            .collect();
        assert_eq!(
            runs,
            [vec![9_000, 9_100], vec![9_200], vec![9_300], vec![9_400]]
        );
        assert_eq!(gaps(&spots), [(0, 23), (25, 1), (28, 1)]);
        let anew: Vec<i8> = spots
            .iter()
            .filter(|spot| spot.anew)
            .map(|spot| spot.on.day())
            .collect();
        assert_eq!(anew, [18], "once, where it changed");
    }

    #[test]
    fn a_day_is_compared_only_with_the_day_before_it_and_by_one_formula() {
        let by = |days: &[(i8, u32, &str)]| change(&course(days));
        assert_eq!(
            by(&[(19, 9_000, "1"), (20, 8_975, "1")]),
            Some(Change::By(-25))
        );
        assert_eq!(
            by(&[(18, 9_000, "1"), (20, 8_975, "1")]),
            Some(Change::NoneBefore)
        );
        assert_eq!(
            by(&[(19, 9_000, "1"), (20, 8_975, "2")]),
            Some(Change::OtherFormula)
        );
        assert_eq!(by(&[(19, 9_000, "1")]), None);
        assert!(change_words(&Change::By(-25)).contains("0.25"));
    }

    #[test]
    fn the_scale_ends_on_whole_fives_and_has_room_for_a_level_line() {
        let between = scale(&course(&[(19, 8_975, "1"), (20, 9_325, "1")]));
        assert_eq!((between.low, between.high), (8_500, 9_500));
        let level = scale(&course(&[(20, 10_000, "1")]));
        assert_eq!((level.low, level.high), (9_500, 10_000));
    }

    #[test]
    fn the_table_tells_a_gap_in_words_and_a_change_as_a_number() {
        let table = table("全县指数", &course(&[(18, 9_000, "1"), (20, 8_975, "1")]));
        assert_eq!(table.title, "全县指数 近 30 天");
        assert_eq!(table.rows.len(), usize::from(DAYS));
        let text = |words: &str| TableCell::text(words);
        assert_eq!(
            table.rows[0][1..],
            [
                TableCell::Hundredths(8_975),
                text("前一天没有指数"),
                text("1")
            ]
        );
        assert_eq!(
            table.rows[1][1..],
            [text("没有指数"), TableCell::Nothing, TableCell::Nothing]
        );
    }
}
