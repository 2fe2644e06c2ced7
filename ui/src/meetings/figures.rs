//! The figures of a pack with what they were before, and its rates with both their numbers.

use leptos::prelude::*;
use onemap_domain::indicator::{Indicator, Rate};
use onemap_domain::pack::{Days, Figure, FigureKind, Pack, Rhythm};

use super::behind::Behind;
use super::duties::index_tile;
use super::list;
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
    /// The number whose cases are listed.
    opened: RwSignal<Option<Behind>>,
) -> impl IntoView {
    let figures = Memo::new(move |_| {
        let of = |pack: &Pack| (pack.rhythm, pack.days, pack.figures.clone());
        room.pack.with(|pack| of(pack))
    });
    let tiles = move || {
        let (rhythm, days, figures) = figures.get();
        figures
            .into_iter()
            .map(|figure| tile(rhythm, days, figure, opened))
            .collect_view()
    };
    let index = move || room.pack.with(|pack| pack.index).map(index_tile);
    view! { <ul class="meeting-figures">{tiles} {index}</ul> }
}

/// With what a figure is compared: first, and for a daily one also second. Of more than one day,
/// week or month the days are named.
fn compared(rhythm: Rhythm, days: Days, kind: FigureKind) -> (String, Option<String>) {
    let named = |days: Days| t("meetings-before-days", &[("days", &list::days(days))]);
    let week = rhythm.week_before(days);
    if rhythm.is_long(days) {
        let before = match kind.flow() {
            Some(_) => named(rhythm.before(days)),
            None => t("meetings-before-pack", &[]),
        };
        return (before, week.map(named));
    }
    let week = week.map(|_| t("meetings-week-before", &[]));
    (word("meetings-before", rhythm.name()), week)
}

fn tile(
    rhythm: Rhythm,
    days: Days,
    figure: Figure,
    opened: RwSignal<Option<Behind>>,
) -> impl IntoView {
    let kind = figure.kind;
    let more = figure.before.is_some_and(|before| figure.count > before);
    let (before, week) = compared(rhythm, days, kind);
    let week = week.map(|week| {
        view! {
            <span class="meeting-then">
                {week} " "
                <span class="figures">{change(figure.count, figure.week_before)}</span>
            </span>
        }
    });
    let own = Behind::Figure(kind, figure.count);
    let is_open = Memo::new(move |_| opened.get() == Some(own));
    let open = move |_| opened.set((!is_open.get_untracked()).then_some(own));
    view! {
        <li class="meeting-figure" class:meeting-figure-worse=more && is_worse_by_more(kind)
            data-testid="meeting-figure" data-kind=kind.name() data-count=figure.count.to_string()
            data-before=figure.before.map(|before| before.to_string())
            title=t(&format!("meetings-figure-{}", kind.name().replace('_', "-")), &[])>
            <span class="meeting-figure-name">{word("figure", kind.name())}</span>
            <button type="button" class="meeting-figure-open" disabled={figure.count == 0}
                data-testid="meeting-figure-open" aria-expanded=move || is_open.get().to_string()
                on:click=open>
                <strong class="figures">{count(figure.count)}</strong>
            </button>
            <span class="meeting-then">
                {before} " "
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
    /// The number whose cases are listed.
    opened: RwSignal<Option<Behind>>,
) -> impl IntoView {
    let rates = Memo::new(move |_| room.pack.with(|pack| pack.rates.clone()));
    let row = move |(indicator, rate): (Indicator, Rate)| {
        let own = Behind::Rate(indicator);
        let is_open = Memo::new(move |_| opened.get() == Some(own));
        let open = move |_| opened.set((!is_open.get_untracked()).then_some(own));
        view! {
            <tr data-testid="meeting-rate" data-indicator=indicator.name()
                data-numerator=rate.numerator.to_string() data-denominator=rate.denominator.to_string()>
                <th scope="row">{word("indicator", indicator.name())}</th>
                <td class="figures">
                    <button type="button" class="link" data-testid="meeting-rate-open"
                        aria-expanded=move || is_open.get().to_string() on:click=open>
                        {fraction_of(indicator, rate)}
                    </button>
                </td>
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
    fn of_several_days_the_days_that_they_are_compared_with_are_named() {
        let day = |day: i8| jiff::civil::date(2026, 11, day);
        let one = Days::new(day(19), day(19));
        let told = compared(Rhythm::Daily, one, FigureKind::Reported);
        assert_eq!(told, ("前一日".to_owned(), Some("上周同日".to_owned())));
        let weekend = Days::new(day(20), day(22));
        let (before, week) = compared(Rhythm::Daily, weekend, FigureKind::Reported);
        assert_eq!(before, "11月17日至11月19日");
        assert_eq!(week.as_deref(), Some("11月13日至11月15日"));
        let (before, _) = compared(Rhythm::Daily, weekend, FigureKind::Open);
        assert_eq!(
            before, "上一份材料",
            "what stands at the moment is of no days"
        );
    }

    #[test]
    fn a_figure_is_told_with_what_it_was_and_how_it_moved() {
        assert_eq!(change(12, Some(9)), "9 (+3)");
        assert_eq!(change(9, Some(12)), "12 (−3)");
        assert_eq!(change(9, Some(9)), "9 (持平)");
        assert_eq!(change(9, None), "无数据");
    }
}
