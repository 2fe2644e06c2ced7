//! What charts by day share: their scale, their places and dates, and the turn between a chart and
//! its table.
//!
//! A drawing is stretched over its box; the words stand over it as text, so that they keep their
//! size. Deliberately absent: bars, lines and colours. Each chart draws its own.

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_protocol::desk::Table;

use super::{CopyOrKeep, SheetTable};
use crate::text::t;

/// A drawing is so wide and so high in units of its own.
pub const WIDTH: f64 = 1_000.0;
/// See [`WIDTH`].
pub const HEIGHT: f64 = 100.0;
/// Every so many days stands a date.
const DATED: usize = 7;

/// Where things stand in a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// So many places side by side, a day each.
    pub places: usize,
    /// The figure at the foot.
    pub low: u32,
    /// The figure at the top.
    pub high: u32,
}

impl Scale {
    /// The width of a place.
    pub fn step(self) -> f64 {
        WIDTH / self.places.max(1) as f64
    }

    /// The middle of a place.
    pub fn x(self, place: usize) -> f64 {
        (place as f64 + 0.5) * self.step()
    }

    /// The height of a figure.
    pub fn y(self, figure: u32) -> f64 {
        let above = f64::from(figure) - f64::from(self.low);
        let whole = f64::from(self.high) - f64::from(self.low);
        HEIGHT - above / whole.max(1.0) * HEIGHT
    }
}

/// A place of the drawing as a share of its box.
pub fn share(at: f64, whole: f64) -> String {
    format!("{:.2}%", at * 100.0 / whole)
}

/// The lines at some figures, for the drawing; and the figures in words, to stand over it.
pub fn lines_at(
    scale: Scale,
    figures: &[u32],
    worded: fn(u32) -> String,
) -> (impl IntoView + use<>, impl IntoView + use<>) {
    let lines = figures.iter().map(|figure| {
        let y = scale.y(*figure);
        view! { <line class="course-grid" x1="0" x2=WIDTH y1=y y2=y /> }
    });
    let words = figures.iter().map(|figure| {
        let top = share(scale.y(*figure), HEIGHT);
        view! { <span class="course-figure figures" style:top=top>{worded(*figure)}</span> }
    });
    (lines.collect_view(), words.collect_view())
}

/// The dates below a drawing; the last day has one.
pub fn dates(scale: Scale, days: &[Date]) -> impl IntoView + use<> {
    let last = days.len().saturating_sub(1);
    let dated = days.iter().enumerate().filter_map(|(place, on)| {
        let left = share(scale.x(place), WIDTH);
        (last - place).is_multiple_of(DATED).then(|| {
            view! {
                <span class="course-date figures" style:left=left>
                    {format!("{}/{}", on.month(), on.day())}
                </span>
            }
        })
    });
    dated.collect_view()
}

/// Turns a chart into its table and back.
#[component]
pub fn Turn(
    /// The chart's name in test ids.
    name: &'static str,
    /// Whether the table is shown.
    as_table: RwSignal<bool>,
) -> impl IntoView {
    let words = move || {
        let key = if as_table.get() {
            "table-as-chart"
        } else {
            "table-as-table"
        };
        t(key, &[])
    };
    view! {
        <button type="button" class="link course-turn" data-testid=format!("{name}-turn")
            on:click=move |_| as_table.update(|now| *now = !*now)>{words}</button>
    }
}

/// A chart or its table, and the table's ways out.
#[component]
pub fn ChartOrTable(
    /// The chart's name in test ids.
    name: &'static str,
    /// Whether the table is shown.
    as_table: RwSignal<bool>,
    /// The figures of the chart.
    #[prop(into)]
    table: Signal<Table>,
    /// Draws it.
    #[prop(into)]
    chart: ViewFn,
    /// Shows the table where it is more than figures; else it is shown as it is.
    #[prop(into, optional)]
    rows: Option<ViewFn>,
) -> impl IntoView {
    let rows = move || match &rows {
        Some(rows) => rows.run(),
        None => view! { <SheetTable table testid=format!("{name}-table") /> }.into_any(),
    };
    view! {
        <Show when=move || as_table.get() fallback=move || chart.run()>{rows()}</Show>
        <CopyOrKeep name table />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stands_between_the_foot_and_the_top() {
        let scale = Scale {
            places: 2,
            low: 8_500,
            high: 9_500,
        };
        assert!((scale.y(8_500) - HEIGHT).abs() < 1e-9);
        assert!(scale.y(9_500).abs() < 1e-9);
        assert_eq!(share(scale.y(9_000), HEIGHT), "50.00%");
        assert_eq!(share(scale.x(0), WIDTH), "25.00%");
    }
}
