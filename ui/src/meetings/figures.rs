//! The figures of a pack with what they were before, and its rates with both their numbers.

use leptos::prelude::*;
use onemap_domain::indicator::{Indicator, Rate};
use onemap_domain::pack::{Figure, FigureKind, Rhythm};

use super::duties::index_tile;
use super::room::Room;
use crate::indicators::{fraction_of, percent};
use crate::parts::count;
use crate::say;
use crate::text::{t, word};

/// How a figure moved since: +3, −2, 持平; a dash where nothing is known of then.
fn change(now: u64, then: Option<u64>) -> String {
    let Some(then) = then else {
        return t("meetings-before-unknown", &[]);
    };
    let moved = match now.cmp(&then) {
        std::cmp::Ordering::Less => format!("−{}", count(then - now)),
        std::cmp::Ordering::Equal => t("meetings-same", &[]),
        std::cmp::Ordering::Greater => format!("+{}", count(now - then)),
    };
    t(
        "meetings-then",
        &[("count", &count(then)), ("change", &moved)],
    )
}

/// Whether more of it than before wants attention.
const fn is_worse_by_more(kind: FigureKind) -> bool {
    matches!(kind, FigureKind::Overdue)
}

/// Every figure.
#[component]
pub fn Figures(
    /// The meeting.
    room: Room,
) -> impl IntoView {
    let figures = Memo::new(move |_| room.pack.with(|pack| (pack.rhythm, pack.figures.clone())));
    let tiles = move || {
        let (rhythm, figures) = figures.get();
        figures
            .into_iter()
            .map(|figure| tile(rhythm, figure))
            .collect_view()
    };
    let index = move || room.pack.with(|pack| pack.index).map(index_tile);
    view! { <ul class="meeting-figures">{tiles} {index}</ul> }
}

fn tile(rhythm: Rhythm, figure: Figure) -> impl IntoView {
    let kind = figure.kind;
    let more = figure.before.is_some_and(|before| figure.count > before);
    let daily = rhythm == Rhythm::Daily;
    let week = daily.then(|| {
        view! {
            <span class="meeting-then">
                {t("meetings-week-before", &[])} " "
                <span class="figures">{change(figure.count, figure.week_before)}</span>
            </span>
        }
    });
    view! {
        <li class="meeting-figure" class:meeting-figure-worse=more && is_worse_by_more(kind)
            data-testid="meeting-figure" data-kind=kind.name() data-count=figure.count.to_string()
            data-before=figure.before.map(|before| before.to_string())
            title=t(&format!("meetings-figure-{}", kind.name().replace('_', "-")), &[])>
            <span class="meeting-figure-name">{word("figure", kind.name())}</span>
            <strong class="figures">{count(figure.count)}</strong>
            <span class="meeting-then">
                {word("meetings-before", rhythm.name())} " "
                <span class="figures">{change(figure.count, figure.before)}</span>
            </span>
            {week}
        </li>
    }
}

/// Every rate that anything counted in.
#[component]
pub fn RateList(
    /// The meeting.
    room: Room,
) -> impl IntoView {
    let rates = Memo::new(move |_| room.pack.with(|pack| pack.rates.clone()));
    let row = |(indicator, rate): (Indicator, Rate)| {
        view! {
            <tr data-testid="meeting-rate" data-indicator=indicator.name()
                data-numerator=rate.numerator.to_string() data-denominator=rate.denominator.to_string()>
                <th scope="row">{word("indicator", indicator.name())}</th>
                <td class="figures">{fraction_of(indicator, rate)}</td>
                <td class="number figures">{percent(rate)}</td>
            </tr>
        }
    };
    let body = move || rates.get().into_iter().map(row).collect_view();
    view! {
        <Show when=move || rates.with(|rates| !rates.is_empty())
            fallback=|| view! { <p class="part-empty">{t("meetings-no-rates", &[])}</p> }>
            <table class="page-table meeting-rates">
                <thead class="unseen"><tr>
                    <th scope="col">{say!("indicators-rate")}</th>
                    <th scope="col">{say!("indicators-fraction")}</th>
                    <th scope="col">{say!("indicators-percent")}</th>
                </tr></thead>
                <tbody>{body}</tbody>
            </table>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_told_with_what_it_was_and_how_it_moved() {
        assert_eq!(change(12, Some(9)), "9 (+3)");
        assert_eq!(change(9, Some(12)), "12 (−3)");
        assert_eq!(change(9, Some(9)), "9 (持平)");
        assert_eq!(change(9, None), "无数据");
    }
}
