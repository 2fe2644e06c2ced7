//! The rates and a ranking as tables that leave the page: each share beside both its numbers.

use onemap_domain::indicator::{Dimension, Indicator, Rate, Slice};
use onemap_protocol::desk::{Ranked, RateRow, Table, TableCell};

use super::{Subject, slice_name, target_words};
use crate::state::Desk;
use crate::text::{t, word};
use leptos::prelude::*;

/// The rates of the page.
pub fn of_rates(desk: Desk, subject: Subject, rates: &[RateRow]) -> Table {
    let slice = subject.slice.get();
    let part = slice.map_or_else(String::new, |slice| slice_name(desk, &slice));
    let (from, to) = days(subject);
    Table {
        title: t(
            "table-rates",
            &[("part", &part), ("from", &from), ("to", &to)],
        ),
        ..rate_rows(rates)
    }
}

/// Rates, one below the other; a table without a title.
pub fn rate_rows(rates: &[RateRow]) -> Table {
    let row = |row: &RateRow| {
        let target = row.target.as_ref();
        let met = row.met.map(|met| if met { "met" } else { "missed" });
        let met = met.map(|met| word("indicators-target", met));
        let mut cells = counted(row.indicator, row.rate);
        cells.push(TableCell::text(
            target.map(target_words).unwrap_or_default(),
        ));
        cells.push(TableCell::text(met.unwrap_or_default()));
        cells
    };
    let own = ["table-target", "table-met"].map(|key| t(key, &[]));
    Table {
        title: String::new(),
        head: counted_head().into_iter().chain(own).collect(),
        rows: rates.iter().map(row).collect(),
    }
}

/// A rate: its name, what it counts, both its numbers, its share.
pub fn counted(indicator: Indicator, rate: Rate) -> Vec<TableCell> {
    let name = indicator.name();
    let mut cells = vec![
        TableCell::text(word("indicator", name)),
        TableCell::text(word("indicator", &format!("{name}_of"))),
    ];
    cells.extend(numbers(rate));
    cells
}

/// The heads above [`counted`].
pub fn counted_head() -> Vec<String> {
    let own = ["indicators-rate", "table-rates-of"].map(|key| t(key, &[]));
    own.into_iter().chain(numbers_head()).collect()
}

fn numbers(rate: Rate) -> [TableCell; 3] {
    [
        TableCell::count(rate.numerator),
        TableCell::count(rate.denominator),
        TableCell::share(rate),
    ]
}

fn numbers_head() -> [String; 3] {
    ["table-numerator", "table-denominator", "indicators-percent"].map(|key| t(key, &[]))
}

/// The places of a ranking, and below them those with too few cases to have one.
pub fn of_places(desk: Desk, subject: Subject, by: Dimension, ranked: &Ranked) -> Table {
    let row = |place: Option<u32>, key: &Slice, rate: Rate| {
        let remark = place.is_none().then(|| t("ranking-too-few", &[]));
        let mut cells = vec![
            TableCell::known(place.map(u64::from)),
            TableCell::text(slice_name(desk, key)),
        ];
        cells.extend(numbers(rate));
        cells.push(TableCell::text(remark.unwrap_or_default()));
        cells
    };
    let places = ranked.places.iter();
    let places = places.map(|place| row(Some(place.place), &place.key, place.rate));
    let too_few = ranked.too_few.iter();
    let too_few = too_few.map(|(key, rate)| row(None, key, *rate));
    let rate = word("indicator", subject.indicator.get().name());
    let by = word("indicators-part", by.name());
    let (from, to) = days(subject);
    let head = [t("table-place", &[]), by.clone()];
    Table {
        title: t(
            "table-ranking",
            &[("rate", &rate), ("by", &by), ("from", &from), ("to", &to)],
        ),
        head: head
            .into_iter()
            .chain(numbers_head())
            .chain([t("table-remark", &[])])
            .collect(),
        rows: places.chain(too_few).collect(),
    }
}

fn days(subject: Subject) -> (String, String) {
    let days = subject.days.get();
    days.map_or_else(Default::default, |(from, to)| {
        (from.to_string(), to.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_goes_out_with_both_its_numbers_and_no_share_where_nothing_counted() {
        let of = |numerator, denominator| RateRow {
            indicator: Indicator::Closing,
            rate: Rate::new(numerator, denominator),
            target: None,
            met: None,
        };
        let table = rate_rows(&[of(1_203, 1_260), of(0, 0)]);
        assert_eq!(
            table.head,
            ["指标", "口径", "分子", "分母", "百分率", "目标", "是否达标"]
        );
        assert_eq!(
            table.rows[0][2..5],
            [
                TableCell::Count(1_203),
                TableCell::Count(1_260),
                TableCell::Share(Rate::new(1_203, 1_260)),
            ]
        );
        assert_eq!(table.rows[1][4], TableCell::Nothing);
        assert!(table.rows.iter().all(|row| row.len() == table.head.len()));
    }
}
