//! The panels beside the map. Each is a part of the one answer that the wall asks for, so all of
//! them are of the same moment.

use std::sync::Arc;

use jiff::Timestamp;
use leptos::prelude::*;
use onemap_domain::board::{Band, Concern};
use onemap_domain::indicator::{Indicator, Rate};
use onemap_domain::pack::HotSpot;
use onemap_protocol::desk::{CaseRow, Compared, WallView};

use super::bars::{Bar, bars};
use super::scene::Panel;
use crate::indicators::percent;
use crate::parts::{LampMark, civil, count, due, points};
use crate::state::Desk;
use crate::text::{t, word};

/// Bars of a panel; what does not fit its height is left out by the layout.
const BARS: usize = 12;

/// One panel.
#[component]
pub fn One(
    /// Which.
    panel: Panel,
    /// What the wall shows.
    now: Signal<Option<Arc<WallView>>>,
) -> impl IntoView {
    let desk = Desk::here();
    let title = move || {
        let open = now.with(|now| now.as_ref().map_or(0, |now| now.sums.open));
        t(
            &format!("wall-panel-{}", panel.name()),
            &[("open", &count(open))],
        )
    };
    let body = move || {
        let Some(view) = now.get() else {
            return ().into_any();
        };
        match panel {
            Panel::Today => today(&view).into_any(),
            Panel::Bands => bands(&view).into_any(),
            Panel::Funnel => bars(lanes(&view)).into_any(),
            Panel::Departments => bars(departments(desk, &view)).into_any(),
            Panel::Hours => hours(&view).into_any(),
            Panel::Channels => bars(mix(&view.channels, |code| desk.channel(code))).into_any(),
            Panel::Categories => bars(mix(&view.categories, |code| desk.category(code))).into_any(),
            Panel::Quality => quality(desk, &view).into_any(),
            Panel::Hot => hot(desk, &view).into_any(),
            Panel::Latest => latest(&view).into_any(),
            Panel::Worst => worst(desk, &view).into_any(),
            Panel::Places => bars(places(desk, &view)).into_any(),
        }
    };
    let testid = format!("wall-{}", panel.name());
    view! {
        <section class=format!("wall-panel wall-panel-{}", panel.name()) data-testid=testid>
            <h2 class="wall-panel-title">{title}</h2>
            <div class="wall-panel-body">{body}</div>
        </section>
    }
}

/// The time of today, the day of before.
fn moment(at: Timestamp, now: Timestamp) -> String {
    let (then, now) = (civil(at), civil(now));
    let form = if then.date() == now.date() {
        "%H:%M"
    } else {
        "%m-%d %H:%M"
    };
    then.strftime(form).to_string()
}

fn today(view: &WallView) -> impl IntoView {
    let compared = |key: &'static str, figure: Compared, more: &'static str| {
        let before = t("wall-yesterday", &[("count", &count(figure.yesterday))]);
        number(key, figure.today, Some(before), more)
    };
    let morning = |read: fn(&onemap_protocol::desk::Morning) -> u64| {
        view.morning.as_ref().map(|morning| {
            t(
                "wall-morning",
                &[
                    ("time", &moment(morning.at, view.at)),
                    ("count", &count(read(morning))),
                ],
            )
        })
    };
    let overdue = view.sums.overdue();
    let late = if overdue > 0 { "wall-number-late" } else { "" };
    view! {
        <div class="wall-numbers">
            {compared("wall-reported", view.reported, "")}
            {compared("wall-closed", view.closed, "")}
            {number("wall-open", view.sums.open, morning(|morning| morning.open), "")}
            {number("wall-overdue", overdue, morning(|morning| morning.overdue), late)}
        </div>
    }
}

fn number(
    key: &'static str,
    figure: u32,
    before: Option<String>,
    more: &'static str,
) -> impl IntoView {
    view! {
        <div class=format!("wall-number {more}") data-testid=key data-count=figure.to_string()>
            <strong class="figures">{count(figure)}</strong>
            <span class="wall-number-name">{t(key, &[])}</span>
            <span class="wall-number-before figures">{before}</span>
        </div>
    }
}

/// The open cases by how near their deadline is, with what gives cause for concern.
fn bands(view: &WallView) -> impl IntoView {
    use onemap_domain::clock::Lamp;
    let open = view.sums.open.max(1);
    let share = |n: u32| format!("{:.2}%", f64::from(n) / f64::from(open) * 100.0);
    let part = |band: Band| {
        let class = format!("wall-band wall-band-{}", band.name());
        view! { <i class=class style:width=share(view.sums.band(band))></i> }
    };
    let lamp = |band: Band| match band {
        Band::Unlimited => None,
        Band::Green => Some(Lamp::Green),
        Band::Yellow => Some(Lamp::Yellow),
        Band::Late3 | Band::Late7 | Band::Later => Some(Lamp::Red),
    };
    let line = |band: Band| {
        let figure = view.sums.band(band);
        view! {
            <li class:wall-faint=figure == 0>
                <LampMark lamp=Signal::stored(lamp(band)) />
                <span class="wall-line-title">{word("wall-band", band.name())}</span>
                <b class="figures">{count(figure)}</b>
            </li>
        }
    };
    let concerns = [
        Concern::Supervised,
        Concern::Unanswered,
        Concern::ReturnedTwice,
    ];
    let concern = |concern: Concern| {
        let figure = view.sums.concern(concern);
        view! {
            <li class:wall-faint=figure == 0>
                <span class="wall-line-title">{word("wall-concern", concern.name())}</span>
                <b class="figures">{count(figure)}</b>
            </li>
        }
    };
    view! {
        <div class="wall-stack">{Band::ALL.map(part).into_iter().collect_view()}</div>
        <ul class="wall-lines">
            {Band::ALL.map(line).into_iter().collect_view()}
            {concerns.map(concern).into_iter().collect_view()}
        </ul>
    }
}

fn lanes(view: &WallView) -> Vec<Bar> {
    let bar = |(lane, cases): &(onemap_domain::lane::Lane, u32)| Bar {
        name: word("lane", lane.name()),
        value: *cases,
        marked: 0,
        figures: count(*cases),
        marked_figures: String::new(),
    };
    view.lanes.iter().map(bar).collect()
}

fn departments(desk: Desk, view: &WallView) -> Vec<Bar> {
    view.loads
        .iter()
        .take(BARS)
        .map(|row| {
            let load = row.load;
            Bar {
                name: desk.department_short(&row.department),
                value: load.open,
                marked: load.overdue,
                figures: match load.capacity {
                    0 => count(load.open),
                    capacity => t(
                        "wall-of-capacity",
                        &[("open", &count(load.open)), ("capacity", &count(capacity))],
                    ),
                },
                marked_figures: late(load.overdue),
            }
        })
        .collect()
}

fn late(overdue: u32) -> String {
    match overdue {
        0 => String::new(),
        overdue => t("wall-late", &[("count", &count(overdue))]),
    }
}

fn places(desk: Desk, view: &WallView) -> Vec<Bar> {
    view.places
        .iter()
        .take(2 * BARS)
        .map(|place| Bar {
            name: desk.area_name(&place.area),
            value: place.open,
            marked: place.overdue,
            figures: t(
                "wall-place",
                &[
                    ("open", &count(place.open)),
                    ("reported", &count(place.reported)),
                ],
            ),
            marked_figures: late(place.overdue),
        })
        .collect()
}

fn mix(counts: &[(String, u32)], name: impl Fn(&str) -> String) -> Vec<Bar> {
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    counts
        .iter()
        .take(BARS)
        .map(|(code, cases)| Bar {
            name: name(code),
            value: *cases,
            marked: 0,
            figures: t(
                "wall-share",
                &[
                    ("count", &count(*cases)),
                    ("share", &percent(Rate::new((*cases).into(), all.into()))),
                ],
            ),
            marked_figures: String::new(),
        })
        .collect()
}

/// The reports of today by hour: bars that stand, the hours below.
fn hours(view: &WallView) -> impl IntoView {
    let most = view.hours.iter().copied().max().unwrap_or_default().max(1);
    let all: u32 = view.hours.iter().sum();
    let one = |(hour, cases): (usize, &u32)| {
        let height = format!("{:.1}%", f64::from(*cases) / f64::from(most) * 100.0);
        let figure = (*cases > 0).then(|| view! { <b class="figures">{count(*cases)}</b> });
        view! {
            <li>
                <span class="wall-hour" style:height=height>{figure}</span>
                <small class="figures">{(hour % 6 == 0).then(|| hour.to_string())}</small>
            </li>
        }
    };
    let nothing =
        (all == 0).then(|| view! { <p class="wall-none">{t("wall-no-reports", &[])}</p> });
    view! {
        <ol class="wall-hours">{view.hours.iter().enumerate().map(one).collect_view()}</ol>
        {nothing}
    }
}

/// The rates of the month; the two that everybody asks about large.
fn quality(desk: Desk, view: &WallView) -> impl IntoView {
    const FIRST: [Indicator; 2] = [Indicator::ClosingInTime, Indicator::Satisfaction];
    if view.rates.is_empty() && view.index.is_none() && view.duties.is_empty() {
        return view! { <p class="wall-none">{t("wall-no-rates", &[])}</p> }.into_any();
    }
    let fraction = |rate: Rate| format!("{} / {}", count(rate.numerator), count(rate.denominator));
    let find = |indicator: Indicator| view.rates.iter().find(|row| row.indicator == indicator);
    let large = FIRST.into_iter().filter_map(find).map(|row| {
        view! {
            <div class="wall-number">
                <strong class="figures">{percent(row.rate)}</strong>
                <span class="wall-number-name">{word("indicator", row.indicator.name())}</span>
                <span class="wall-number-before figures">{fraction(row.rate)}</span>
            </div>
        }
    });
    let index = view.index.map(|index| {
        let before = index
            .before
            .map(|before| t("wall-index-before", &[("points", &points(before))]));
        line(
            t("wall-index", &[]),
            before.unwrap_or_default(),
            points(index.total),
        )
    });
    let duties = view
        .duties
        .iter()
        .map(|(rule, rate)| line(desk.duty(rule), fraction(*rate), percent(*rate)));
    let rest = view
        .rates
        .iter()
        .filter(|row| !FIRST.contains(&row.indicator));
    let rest = rest.map(|row| {
        let name = word("indicator", row.indicator.name());
        line(name, fraction(row.rate), percent(row.rate))
    });
    view! {
        <div class="wall-numbers wall-numbers-two">{large.collect_view()}</div>
        <ul class="wall-lines wall-rates">
            {index}
            {duties.collect_view()}
            {rest.collect_view()}
        </ul>
    }
    .into_any()
}

fn line(name: String, small: String, figure: String) -> impl IntoView {
    view! {
        <li>
            <span class="wall-line-title">{name}</span>
            <small class="figures">{small}</small>
            <b class="figures">{figure}</b>
        </li>
    }
}

/// What is above its usual range, with the sum it rests on.
fn hot(desk: Desk, view: &WallView) -> impl IntoView {
    if view.hot_spots.is_empty() {
        return view! { <p class="wall-none">{t("wall-no-spots", &[])}</p> }.into_any();
    }
    let bar = |spot: &HotSpot| Bar {
        name: t(
            "wall-spot",
            &[
                ("area", &desk.area_name(&spot.area)),
                ("category", &desk.category(&spot.category)),
            ],
        ),
        value: spot.count,
        marked: spot.count.saturating_sub(spot.usual_to_hundredths / 100),
        figures: t(
            "wall-spot-figures",
            &[("count", &count(spot.count)), ("usual", &tenths(spot))],
        ),
        marked_figures: String::new(),
    };
    bars(view.hot_spots.iter().take(BARS).map(bar).collect()).into_any()
}

/// What is usual with one digit after the point, which a room reads; the pack has it exactly.
fn tenths(spot: &HotSpot) -> String {
    format!("{:.1}", f64::from(spot.usual_thousandths()) / 1_000.0)
}

fn latest(view: &WallView) -> impl IntoView {
    if view.latest.is_empty() {
        return view! { <p class="wall-none">{t("wall-no-latest", &[])}</p> }.into_any();
    }
    let lines = view.latest.iter().map(|latest| {
        let stage = latest.row.stage;
        let when = moment(latest.at, view.at);
        view! {
            <li data-case=latest.row.id.to_string()>
                <small class="figures">{when}</small>
                <span class="wall-line-title">{latest.row.title.clone()}</span>
                <em>{word("stage", stage.name())}</em>
            </li>
        }
    });
    view! { <ul class="wall-lines wall-latest">{lines.collect_view()}</ul> }.into_any()
}

fn worst(desk: Desk, view: &WallView) -> impl IntoView {
    if view.worst.is_empty() {
        return view! { <p class="wall-none">{t("wall-none-overdue", &[])}</p> }.into_any();
    }
    let at = view.at;
    let line = |row: &CaseRow| {
        let lead = row.lead.as_ref();
        let whose = lead.map_or_else(|| t("wall-nobody", &[]), |lead| desk.department_short(lead));
        view! {
            <li data-case=row.id.to_string()>
                <b class="wall-late figures">{row.due_at.map(|end| due(end, at))}</b>
                <span class="wall-line-title">{row.title.clone()}</span>
                <em>{whose}</em>
            </li>
        }
    };
    view! { <ul class="wall-lines wall-worst">{view.worst.iter().map(line).collect_view()}</ul> }
        .into_any()
}
