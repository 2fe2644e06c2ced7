//! What a pack counts, as tables that leave the page: figures with what they were, rates with both
//! their numbers, hot spots with the sum that they rest on.

use onemap_domain::pack::{Figure, Pack, Rhythm, WEEKS};
use onemap_protocol::desk::{Table, TableCell};

use crate::indicators::{counted, counted_head};
use crate::parts::day_of;
use crate::state::Desk;
use crate::text::{t, word};

/// A table of this meeting.
fn titled(key: &str, pack: &Pack) -> String {
    let meeting = format!("{} {}", word("rhythm", pack.rhythm.name()), day_of(pack.at));
    t(key, &[("meeting", &meeting)])
}

/// The figures, with the period before and, for a day, the same weekday of the week before; the index
/// last.
pub fn of_figures(pack: &Pack) -> Table {
    let daily = pack.rhythm == Rhythm::Daily;
    let mut head = vec![
        t("table-figure", &[]),
        t("table-now", &[]),
        word("meetings-before", pack.rhythm.name()),
    ];
    head.extend(daily.then(|| t("meetings-week-before", &[])));
    let row = |figure: &Figure| {
        let mut cells = vec![
            TableCell::text(word("figure", figure.kind.name())),
            TableCell::count(figure.count),
            TableCell::known(figure.before),
        ];
        cells.extend(daily.then(|| TableCell::known(figure.week_before)));
        cells
    };
    let index = pack.index.map(|index| {
        let hundredths = |points: u32| TableCell::Hundredths(i64::from(points));
        let mut cells = vec![
            TableCell::text(t("record-index", &[])),
            hundredths(index.total),
            index.before.map_or(TableCell::Nothing, hundredths),
        ];
        cells.extend(daily.then_some(TableCell::Nothing));
        cells
    });
    Table {
        title: titled("table-meeting-figures", pack),
        head,
        rows: pack.figures.iter().map(row).chain(index).collect(),
    }
}

/// The rates.
pub fn of_rates(pack: &Pack) -> Table {
    let rates = pack.rates.iter();
    Table {
        title: titled("table-meeting-rates", pack),
        head: counted_head(),
        rows: rates
            .map(|(indicator, rate)| counted(*indicator, *rate))
            .collect(),
    }
}

/// The hot spots; the earlier periods from the nearest to the furthest.
pub fn of_spots(desk: Desk, pack: &Pack) -> Table {
    let back = |n: usize| t("table-spot-back", &[("n", &n.to_string())]);
    let named = ["table-spot-area", "table-spot-category", "table-now"];
    let summed = ["table-spot-mean", "table-spot-limit"];
    let head = named.into_iter().map(|key| t(key, &[]));
    let head = head
        .chain((1..=WEEKS).map(back))
        .chain(summed.into_iter().map(|key| t(key, &[])));
    let rows = pack.hot_spots.iter().map(|spot| {
        let earlier = (0..WEEKS).map(|back| {
            let count = spot.earlier.get(back);
            TableCell::known(count.map(|count| u64::from(*count)))
        });
        let usual = (spot.usual_thousandths() + 5) / 10;
        let hundredths = [usual, spot.usual_to_hundredths];
        [
            TableCell::text(desk.area_name(&spot.area)),
            TableCell::text(desk.category(&spot.category)),
            TableCell::count(spot.count),
        ]
        .into_iter()
        .chain(earlier)
        .chain(hundredths.map(|one| TableCell::Hundredths(i64::from(one))))
        .collect()
    });
    Table {
        title: titled("table-meeting-spots", pack),
        head: head.collect(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_goes_out_with_what_it_was_and_nothing_where_nothing_is_known() {
        let pack: Pack = serde_json::from_value(serde_json::json!({
            "version": 2, "rhythm": "daily", "area": "520381",
            "days": { "from": "2026-11-17", "to": "2026-11-17" },
            "at": "2026-11-18T00:00:00Z",
            "figures": [{ "kind": "reported", "count": 12, "before": 9, "week_before": null }],
            "rates": [["closing", { "numerator": 1, "denominator": 3 }]],
            "listed": [], "hot_spots": [], "owed": [],
        }))
        .unwrap();
        let figures = of_figures(&pack);
        assert!(figures.title.contains("2026-11-18"), "{}", figures.title);
        assert_eq!(figures.head.len(), 4);
        assert_eq!(
            figures.rows[0][1..],
            [
                TableCell::Count(12),
                TableCell::Count(9),
                TableCell::Nothing
            ]
        );
        let rates = of_rates(&pack);
        assert_eq!(rates.rows[0].len(), rates.head.len());
    }
}
