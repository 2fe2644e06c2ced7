//! What a pack froze, as tables of a paper: figures, rates, cases, hot spots, duties.

use onemap_domain::pack::{
    Days, Figure, HotSpot, Listed, Pack, PackCase, PackDuty, Rhythm, Subject,
};
use onemap_exchange::paper::{Column, Line, Part};
use onemap_protocol::told::Voice;

use super::speaker::Teller;
use crate::mask;

/// Cases of one subject that the minutes name; the pack has the others.
const NAMED: usize = 20;

/// The heads of a table with their shares of its width.
pub(super) fn columns(teller: &Teller<'_>, columns: &[(&str, u8)]) -> Vec<Column> {
    let column = |(key, share): &(&str, u8)| Column {
        name: teller.say(key, &[]),
        share: *share,
    };
    columns.iter().map(column).collect()
}

/// A table, unless it has no lines.
pub(super) fn table(columns: Vec<Column>, lines: Vec<Line>) -> Option<Part> {
    (!lines.is_empty()).then_some(Part::Table { columns, lines })
}

/// A line; numbers of people in what was written are masked.
pub(super) fn line<const N: usize>(cells: [String; N], notes: Vec<String>) -> Line {
    let masked = |texts: Vec<String>| texts.iter().map(|text| mask::written(text)).collect();
    Line {
        cells: masked(cells.to_vec()),
        notes: masked(notes),
    }
}

/// The figures with what they were before, and the rates with what they were counted from.
pub(super) fn figures(teller: &Teller<'_>, pack: &Pack) -> Vec<Part> {
    let is_daily = pack.rhythm == Rhythm::Daily;
    let is_long = pack.rhythm.is_long(pack.days);
    let (before, week) = if is_long {
        ("paper-before-long".to_owned(), "paper-before-week-long")
    } else {
        let before = format!("paper-before-{}", pack.rhythm.name());
        (before, "paper-before-week")
    };
    let mut heads = vec![("paper-figure", 4), ("paper-figure-count", 3), (&before, 3)];
    if is_daily {
        heads.push((week, 3));
    }
    let known = |count: Option<u64>| {
        count.map_or_else(
            || teller.say("paper-unknown", &[]),
            |count| count.to_string(),
        )
    };
    let counted = |figure: &Figure| {
        let name = teller.word("figure", figure.kind.name());
        let mut cells = vec![name, figure.count.to_string(), known(figure.before)];
        if is_daily {
            cells.push(known(figure.week_before));
        }
        Line {
            cells,
            notes: Vec::new(),
        }
    };
    let rates = pack.rates.iter().filter_map(|(indicator, rate)| {
        let percent = rate.percent()?;
        let name = indicator.name();
        let of = format!("indicator-{}-of", name.replace('_', "-"));
        let cells = [
            teller.word("indicator", name),
            format!("{percent}%"),
            format!("{} ÷ {}", rate.numerator, rate.denominator),
            teller.say(&of, &[]),
        ];
        Some(line(cells, Vec::new()))
    });
    let rated = columns(
        teller,
        &[
            ("paper-rate", 4),
            ("paper-rate-value", 3),
            ("paper-rate-counts", 3),
            ("paper-rate-of", 6),
        ],
    );
    let counted = pack.figures.iter().map(counted).collect();
    let counted = table(columns(teller, &heads), counted);
    let rated = table(rated, rates.collect());
    let title = Part::Title(teller.say("paper-minutes-rates", &[]));
    let rated = rated.map(|rated| [title, rated]);
    let compared = is_long.then(|| Part::Words(compared(teller, pack)));
    counted
        .into_iter()
        .chain(compared)
        .chain(rated.into_iter().flatten())
        .collect()
}

/// With which days the figures are compared, where they are not of one day, week or month.
fn compared(teller: &Teller<'_>, pack: &Pack) -> String {
    let told = |key: &str, other: Days| teller.say(key, &[("days", &days(teller, other))]);
    let week = pack.rhythm.week_before(pack.days);
    [
        Some(told("paper-before-note", pack.rhythm.before(pack.days))),
        week.map(|week| told("paper-before-week-note", week)),
        Some(teller.say("paper-before-stocks", &[])),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" ")
}

/// Days in words: the day, or the first and the last.
pub(super) fn days(teller: &Teller<'_>, days: Days) -> String {
    let (from, to) = (teller.day(days.from), teller.day(days.to));
    if days.from == days.to {
        return from;
    }
    teller.say("case-days-from-to", &[("from", &from), ("to", &to)])
}

/// A case's number, or that it has none yet.
pub(super) fn number(teller: &Teller<'_>, case: &PackCase) -> String {
    let number = case.number.as_ref();
    number.map_or_else(
        || teller.say("paper-unnumbered", &[]),
        |number| number.0.clone(),
    )
}

/// What was spoken of, the first cases of each subject by name.
pub(super) fn cases(teller: &Teller<'_>, listed: &[Listed]) -> Vec<Part> {
    let spoken = listed.iter().filter(|listed| listed.total > 0);
    spoken.flat_map(|listed| subject(teller, listed)).collect()
}

fn subject(teller: &Teller<'_>, listed: &Listed) -> Vec<Part> {
    let name = teller.word("subject", listed.subject.name());
    let total = listed.total.to_string();
    let title = teller.say(
        "paper-subject-title",
        &[("subject", &name), ("count", &total)],
    );
    let heads = columns(
        teller,
        &[
            ("paper-number", 15),
            ("paper-case", 17),
            ("field-lead", 8),
            ("paper-subject-due", 16),
        ],
    );
    let named = &listed.cases[..listed.cases.len().min(NAMED)];
    let one = |case: &PackCase| {
        let lead = case.lead.as_ref();
        let cells = [
            number(teller, case),
            case.title.clone(),
            lead.map_or_else(
                || teller.say("paper-unassigned", &[]),
                |lead| teller.department_short(lead),
            ),
            case.due_at.map_or_else(
                || teller.say("paper-unknown", &[]),
                |due| teller.moment(due),
            ),
        ];
        let returned = (listed.subject == Subject::ReturnedTwice).then(|| {
            let times = case.returned.to_string();
            teller.say("paper-subject-returned", &[("count", &times)])
        });
        let people = (case.people > 0).then(|| {
            let people = case.people.to_string();
            teller.say("paper-subject-people", &[("count", &people)])
        });
        line(cells, returned.into_iter().chain(people).collect())
    };
    let lines: Vec<Line> = named.iter().map(one).collect();
    let others = listed.total - (lines.len() as u64).min(listed.total);
    let others = (others > 0).then(|| {
        let others = others.to_string();
        Part::Words(teller.say("paper-subject-others", &[("count", &others)]))
    });
    let table = table(heads, lines);
    std::iter::once(Part::Title(title))
        .chain(table)
        .chain(others)
        .collect()
}

/// Hot spots, each with the sum that it rests on.
pub(super) fn spots(teller: &Teller<'_>, pack: &Pack) -> Vec<Part> {
    let heads = columns(
        teller,
        &[
            ("field-category", 6),
            ("paper-spot-area", 5),
            ("paper-spot-count", 3),
            ("paper-spot-usual", 3),
            ("paper-spot-limit", 3),
        ],
    );
    let one = |spot: &HotSpot| {
        let area = teller.area(&spot.area);
        let (usual, limit) = (spot.usual(), hundredths(spot.usual_to_hundredths));
        let earlier: Vec<String> = spot.earlier.iter().map(u32::to_string).collect();
        let sum = [
            ("periods", earlier.len().to_string()),
            ("sum", earlier.join(" + ")),
            ("usual", usual.clone()),
        ];
        let sum = sum.each_ref().map(|(name, value)| (*name, value.as_str()));
        let key = if pack.rhythm.is_long(pack.days) {
            "paper-spot-sum-long".to_owned()
        } else {
            format!("paper-spot-sum-{}", pack.rhythm.name())
        };
        let range = if pack.rounds_limits_up() {
            "paper-spot-limit-now"
        } else {
            "paper-spot-limit-then"
        };
        let notes = vec![
            teller.say(&key, &sum),
            teller.say(range, &[("limit", &limit)]),
        ];
        let cells = [
            teller.category(&spot.category),
            area,
            spot.count.to_string(),
            usual.clone(),
            limit.clone(),
        ];
        line(cells, notes)
    };
    let lines = pack.hot_spots.iter().map(one).collect();
    table(heads, lines).into_iter().collect()
}

/// Duties of the period, each with the first areas in which it is missing.
pub(super) fn duties(teller: &Teller<'_>, pack: &Pack) -> Vec<Part> {
    let heads = columns(
        teller,
        &[
            ("paper-duty", 10),
            ("paper-duty-done", 4),
            ("paper-duty-owed", 4),
            ("paper-duty-percent", 4),
            ("paper-duty-areas", 4),
        ],
    );
    let one = |duty: &PackDuty| {
        let (rate, gaps) = (duty.standing.rate, &duty.standing.gaps);
        let percent = rate.percent().map(|percent| format!("{percent}%"));
        let cells = [
            teller.duty(&duty.standing.rule),
            rate.numerator.to_string(),
            rate.denominator.to_string(),
            percent.unwrap_or_default(),
            duty.areas.to_string(),
        ];
        let names = gaps.iter().take(NAMED).map(|gap| teller.place(&gap.area));
        let names: Vec<String> = names.collect();
        let more = duty.areas > names.len() as u64;
        let missing = (!names.is_empty()).then(|| {
            let key = if more {
                "paper-duty-missing-first"
            } else {
                "paper-duty-missing"
            };
            teller.say(key, &[("areas", &teller.listed(&names))])
        });
        line(cells, missing.into_iter().collect())
    };
    let lines = pack.duties.iter().map(one).collect();
    table(heads, lines).into_iter().collect()
}

/// The index of the last day, with the one before.
pub(super) fn index(teller: &Teller<'_>, pack: &Pack) -> Option<Part> {
    let index = pack.index?;
    let (total, most) = (hundredths(index.total), hundredths(index.most));
    let words = match index.before.map(hundredths) {
        Some(before) => teller.say(
            "paper-index-since",
            &[("points", &total), ("most", &most), ("before", &before)],
        ),
        None => teller.say("paper-index", &[("points", &total), ("most", &most)]),
    };
    Some(Part::Words(words))
}

fn hundredths(count: u32) -> String {
    format!("{}.{:02}", count / 100, count % 100)
}
