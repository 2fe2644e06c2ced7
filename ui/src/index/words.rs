//! What a row counts, in words with both its numbers.

use leptos::prelude::*;
use onemap_domain::indicator::{Indicator, Rate};
use onemap_domain::pack::Days;
use onemap_domain::profile::{Measure, ScoreRow};

use crate::indicators::fraction_of;
use crate::parts::count;
use crate::state::Desk;
use crate::text::{t, word};

/// A row's name; tracked.
pub fn row_name(desk: Desk, row: &ScoreRow) -> String {
    desk.language.get().of(&row.name).to_owned()
}

/// What is good ÷ what there was, with both numbers: 按期结案 18 ÷ 应结案 20; and over how many days
/// where that is the row's own business.
pub fn fraction(row: &ScoreRow, rate: Rate) -> String {
    let fraction = match &row.measure {
        Measure::Rate(indicator) if indicator.higher_is_better() => fraction_of(*indicator, rate),
        Measure::Rate(indicator) => free_of(*indicator, rate),
        Measure::Punctual => both("index-fraction-punctual", rate),
        Measure::Duty(_) => both("index-fraction-duty", rate),
        Measure::Reported(_) => both("index-fraction-reported", rate),
        Measure::Judged => both("index-fraction-judged", rate),
    };
    match row.days {
        Some(days) if days > 0 => {
            let own = t("index-own-days", &[("days", &days.to_string())]);
            format!("{fraction} · {own}")
        }
        _ => fraction,
    }
}

fn both(key: &str, rate: Rate) -> String {
    t(
        key,
        &[
            ("above", &count(rate.numerator)),
            ("below", &count(rate.denominator)),
        ],
    )
}

/// Of what should not happen, what is free of it counts: 无返工 18 ÷ 应结案 20.
fn free_of(indicator: Indicator, rate: Rate) -> String {
    let words = word("indicator", &format!("{}_of", indicator.name()));
    let (what, all) = words.split_once('÷').unwrap_or((&words, ""));
    t(
        "index-fraction-free",
        &[
            ("what", what.trim()),
            ("above", &count(rate.numerator)),
            ("all", all.trim()),
            ("below", &count(rate.denominator)),
        ],
    )
}

/// Days in words: 11月1日至20日.
pub fn days(days: Days) -> String {
    t(
        "index-days",
        &[
            ("month", &days.from.month().to_string()),
            ("from", &days.from.day().to_string()),
            ("to-month", &days.to.month().to_string()),
            ("to", &days.to.day().to_string()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_should_not_happen_what_is_free_of_it_is_counted() {
        let rate = Rate::new(18, 20);
        assert_eq!(free_of(Indicator::Rework, rate), "无返工 18 ÷ 应结案 20");
        assert_eq!(both("index-fraction-punctual", rate), "未逾期 18 ÷ 在办 20");
    }
}
