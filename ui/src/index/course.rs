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
use onemap_protocol::desk::{IndexDay, IndexView};

use super::points::points;
use super::{Hand, spoken};
use crate::say;
use crate::text::t;

/// Days of the course, with the day that is shown.
pub const DAYS: u16 = 30;
/// The drawing is stretched over its box: so wide and so high in units of its own. The words stand
/// over it as text, so that they keep their size.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 100.0;
/// Every so many days stands a date.
const DATED: usize = 7;
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

/// Where things stand in the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    days: usize,
    low: u32,
    high: u32,
}

impl Scale {
    /// From the whole fives of points below the least to those above the most.
    fn of(spots: &[Spot]) -> Scale {
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
            days: spots.len(),
            low,
            high: high.max(low + FIVE),
        }
    }

    fn x(self, place: usize) -> f64 {
        (place as f64 + 0.5) * WIDTH / self.days.max(1) as f64
    }

    fn y(self, total: u32) -> f64 {
        let above = f64::from(total) - f64::from(self.low);
        HEIGHT - above / f64::from(self.high - self.low) * HEIGHT
    }
}

/// A place of the drawing as a share of its box.
fn share(at: f64, whole: f64) -> String {
    format!("{:.2}%", at * 100.0 / whole)
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
    let turn = move || {
        let key = if as_table.get() {
            "index-course-as-chart"
        } else {
            "index-course-as-table"
        };
        t(key, &[])
    };
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
                <button type="button" class="link course-turn" data-testid="index-course-turn"
                    on:click=move |_| as_table.update(|now| *now = !*now)>{turn}</button>
            </h3>
            <Show when=move || as_table.get() fallback=move || drawn()>
                <Table spots hand />
            </Show>
        </div>
    }
}

fn chart(spots: &[Spot], hand: Hand) -> impl IntoView + use<> {
    let scale = Scale::of(spots);
    let figures = [scale.high, scale.low];
    let grid = figures.map(|figure| {
        let y = scale.y(figure);
        view! { <line class="course-grid" x1="0" x2=WIDTH y1=y y2=y /> }
    });
    let figures = figures.map(|figure| {
        let top = share(scale.y(figure), HEIGHT);
        view! { <span class="course-figure figures" style:top=top>{(figure / 100).to_string()}</span> }
    });
    let marks = spots.iter().enumerate().filter(|(_, spot)| spot.anew);
    let marks = marks.map(|(place, spot)| {
        let x = scale.x(place) - WIDTH / (2.0 * scale.days as f64);
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
        let width = WIDTH / scale.days as f64;
        let x = scale.x(first) - width / 2.0;
        let width = width * days as f64;
        view! { <rect class="index-course-gap" x=x y="0" width=width height=HEIGHT /> }
    });
    let runs = lines(spots).into_iter().map(|line| {
        let points: Vec<String> = line
            .into_iter()
            .map(|(place, total)| format!("{:.1},{:.1}", scale.x(place), scale.y(total)))
            .collect();
        view! { <polyline class="course-open" points=points.join(" ") /> }
    });
    let dates = spots.iter().enumerate().filter_map(|(place, spot)| {
        let dated = (spots.len() - 1 - place).is_multiple_of(DATED);
        let left = share(scale.x(place), WIDTH);
        dated.then(|| {
            view! {
                <span class="course-date figures" style:left=left>
                    {format!("{}/{}", spot.on.month(), spot.on.day())}
                </span>
            }
        })
    });
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
                {grid.collect_view()}
                {runs.collect_view()}
            </svg>
            {figures.collect_view()}
            {dates.collect_view()}
            {marks.collect_view()}
            {dots.collect_view()}
        </div>
    }
}

#[component]
fn Table(spots: Memo<Vec<Spot>>, hand: Hand) -> impl IntoView {
    let rows = move || {
        let spots = spots.get();
        let row = |upto: usize| {
            let spot = &spots[upto];
            let on = spot.on;
            let (total, formula) = match &spot.is {
                Some((total, formula)) => (points(*total), formula.clone()),
                None => (t("index-course-gap", &[]), String::new()),
            };
            let change = change(&spots[..=upto]).map(|change| change_words(&change));
            view! {
                <tr class:index-anew=spot.anew data-testid="index-course-day" data-day=on.to_string()>
                    <th scope="row">
                        <button type="button" class="link" on:click=move |_| hand.day.set(Some(on))>
                            {spoken(on)}
                        </button>
                    </th>
                    <td class="number figures">{total}</td>
                    <td class="number figures">{change}</td>
                    <td>{formula}</td>
                </tr>
            }
        };
        (0..spots.len()).rev().map(row).collect_view()
    };
    view! {
        <div class="course-table index-course-table">
            <table class="page-table" data-testid="index-course-table">
                <thead>
                    <tr>
                        <th scope="col">{say!("index-course-day")}</th>
                        <th scope="col" class="number">{say!("index-total")}</th>
                        <th scope="col" class="number">{say!("index-change")}</th>
                        <th scope="col">{say!("index-formula")}</th>
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
        let scale = Scale::of(&course(&[(19, 8_975, "1"), (20, 9_325, "1")]));
        assert_eq!((scale.low, scale.high), (8_500, 9_500));
        assert!((scale.y(8_500) - HEIGHT).abs() < 1e-9 && scale.y(9_500).abs() < 1e-9);
        let level = Scale::of(&course(&[(20, 10_000, "1")]));
        assert_eq!((level.low, level.high), (9_500, 10_000));
    }
}
