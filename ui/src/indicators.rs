//! 指标: the rates of a period, each with its numerator and denominator, who is best in one of
//! them, and the cases behind a figure.
//!
//! Deliberately absent: counting. The console does, by the one definition of the domain.

mod behind;
mod period;
mod ranking;
mod tables;

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_domain::department::DepartmentCode;
use onemap_domain::indicator::{Indicator, Rate, Slice};
use onemap_domain::profile::Target;
use onemap_protocol::desk::{RateRow, Rates};

pub use self::behind::BehindRate;
use self::behind::CasesBehind;
use self::period::Span;
use self::ranking::RankingBy;
pub use self::tables::{counted, counted_head};
use crate::parts::{CopyOrKeep, Empty, Panel, Segment, Shown, count, day_of};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::{t, word};

/// By what the cases are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    All,
    Department,
    Town,
    Category,
    Channel,
}

impl Part {
    const ALL: [Part; 5] = [
        Part::All,
        Part::Department,
        Part::Town,
        Part::Category,
        Part::Channel,
    ];

    const fn name(self) -> &'static str {
        match self {
            Part::All => "all",
            Part::Department => "department",
            Part::Town => "town",
            Part::Category => "category",
            Part::Channel => "channel",
        }
    }

    /// The part that a key names; `None` while none is chosen.
    fn slice(self, key: &str) -> Option<Slice> {
        if self == Part::All {
            return Some(Slice::All);
        }
        if key.is_empty() {
            return None;
        }
        Some(match self {
            Part::All => Slice::All,
            Part::Department => Slice::Department(DepartmentCode(key.to_owned())),
            Part::Town => Slice::Area(AreaCode::parse(key).ok()?),
            Part::Category => Slice::Category(key.to_owned()),
            Part::Channel => Slice::Channel(key.to_owned()),
        })
    }

    /// The way of parting and the key that lead to a slice.
    fn of(slice: &Slice) -> (Part, String) {
        match slice {
            Slice::All => (Part::All, String::new()),
            Slice::Department(code) => (Part::Department, code.0.clone()),
            Slice::Category(code) => (Part::Category, code.clone()),
            Slice::Channel(code) => (Part::Channel, code.clone()),
            Slice::Area(code) => (Part::Town, code.to_string()),
        }
    }
}

/// What the page is about: a period, a part of the cases, one rate.
#[derive(Clone, Copy)]
pub struct Subject {
    span: RwSignal<Span>,
    first: RwSignal<String>,
    last: RwSignal<String>,
    part: RwSignal<Part>,
    key: RwSignal<String>,
    /// The rate that is ranked, and whose cases are listed.
    pub indicator: RwSignal<Indicator>,
    /// First and last day; `None` while they are not both given, or in the wrong order.
    pub days: Memo<Option<(Date, Date)>>,
    /// The part; `None` while none is chosen.
    pub slice: Memo<Option<Slice>>,
}

impl Subject {
    fn new(desk: Desk) -> Subject {
        let span = RwSignal::new(Span::ThisMonth);
        let first = RwSignal::new(String::new());
        let last = RwSignal::new(String::new());
        let part = RwSignal::new(Part::All);
        let key = RwSignal::new(String::new());
        let today = Memo::new(move |_| day_of(desk.now.get()));
        Subject {
            span,
            first,
            last,
            part,
            key,
            indicator: RwSignal::new(Indicator::ClosingInTime),
            days: Memo::new(move |_| span.get().days(today.get(), &first.get(), &last.get())),
            slice: Memo::new(move |_| part.get().slice(&key.get())),
        }
    }

    /// Turns to one part of the cases.
    pub fn turn_to(self, slice: &Slice) {
        let (part, key) = Part::of(slice);
        self.part.set(part);
        self.key.set(key);
    }
}

/// The page.
#[component]
pub fn Indicators() -> impl IntoView {
    let desk = Desk::here();
    let subject = Subject::new(desk);
    let rates = remote(move || {
        desk.cases.track();
        let (from, to) = subject.days.get()?;
        let by = subject.slice.get()?;
        Some(Rates { from, to, by })
    });
    let is_asked = Memo::new(move |_| {
        subject.days.with(Option::is_some) && subject.slice.with(Option::is_some)
    });
    view! {
        <Panel title=say!("indicators-title") testid="indicators-page"
            on_close=move |()| desk.mode.set(Mode::Desk)>
            <div class="page">
                <p class="page-about">{say!("indicators-about")}</p>
                <div class="page-bar"><PeriodPicker subject /><PartPicker subject /></div>
                <Show when=move || is_asked.get()
                    fallback=|| view! { <Empty sentence=say!("indicators-choose") /> }>
                    <div class="indicators">
                        <section class="page-part" aria-label=say!("indicators-rates")>
                            <Shown remote=rates what=say!("what-rates")
                                view=move |rates| view! { <RateTable rates subject /> } />
                        </section>
                        <div class="indicators-side">
                            <RankingBy subject />
                            <CasesBehind subject />
                        </div>
                    </div>
                </Show>
            </div>
        </Panel>
    }
}

#[component]
fn PeriodPicker(subject: Subject) -> impl IntoView {
    let desk = Desk::here();
    let choices = Signal::derive(move || {
        desk.language.track();
        Span::ALL
            .map(|span| (span, word("indicators-span", span.name())))
            .to_vec()
    });
    let choose = move |span: Span| {
        // One's own period begins with the one on the screen.
        if span == Span::Custom
            && let Some((first, last)) = subject.days.get_untracked()
        {
            subject.first.set(first.to_string());
            subject.last.set(last.to_string());
        }
        subject.span.set(span);
    };
    let day = |value: RwSignal<String>, testid: &'static str, key: &'static str| {
        view! {
            <input type="date" class="input" aria-label=say!(key) data-testid=testid
                prop:value=value on:change:target=move |event| value.set(event.target().value()) />
        }
    };
    let days = move || {
        subject.days.get().map_or_else(
            || t("indicators-days-wrong", &[]),
            |(from, to)| {
                t(
                    "indicators-days",
                    &[("from", &from.to_string()), ("to", &to.to_string())],
                )
            },
        )
    };
    view! {
        <div class="page-set" data-testid="indicators-period">
            <Segment choices chosen=subject.span on_choose=choose label=say!("indicators-period") />
            <Show when=move || subject.span.get() == Span::Custom>
                {day(subject.first, "indicators-from", "indicators-from")}
                {day(subject.last, "indicators-to", "indicators-to")}
            </Show>
            <span class="part-note figures" data-testid="indicators-days">{days}</span>
        </div>
    }
}

#[component]
fn PartPicker(subject: Subject) -> impl IntoView {
    let desk = Desk::here();
    let choices = Signal::derive(move || {
        desk.language.track();
        Part::ALL
            .map(|part| (part, word("indicators-part", part.name())))
            .to_vec()
    });
    let choose = move |part: Part| {
        subject.key.set(String::new());
        subject.part.set(part);
    };
    let keys = Memo::new(move |_| keys_of(desk, subject.part.get(), &subject.key.get()));
    let option = move |(key, name): (String, String)| {
        let own = key.clone();
        let is_chosen = move || subject.key.with(|chosen| *chosen == own);
        view! { <option value=key prop:selected=is_chosen>{name}</option> }
    };
    view! {
        <div class="page-set" data-testid="indicators-part">
            <Segment choices chosen=subject.part on_choose=choose label=say!("indicators-part") />
            <Show when=move || subject.part.get() != Part::All>
                <select class="input input-select" aria-label=say!("indicators-part")
                    data-testid="indicators-key"
                    on:change:target=move |event| subject.key.set(event.target().value())>
                    <option value="" prop:selected=move || subject.key.with(String::is_empty)>
                        {say!("choose")}
                    </option>
                    {move || keys.get().into_iter().map(option).collect_view()}
                </select>
            </Show>
        </div>
    }
}

/// What a part can be, with its words. The part of towns may have been reached through a ranking
/// of villages; then that village is offered too.
fn keys_of(desk: Desk, part: Part, chosen: &str) -> Vec<(String, String)> {
    let language = desk.language.get();
    desk.names.with(|names| {
        let Some(names) = names.as_deref() else {
            return Vec::new();
        };
        let profile = &names.profile;
        match part {
            Part::All => Vec::new(),
            Part::Department => {
                let all = names.departments.iter();
                all.map(|d| (d.code.0.clone(), d.name.clone())).collect()
            }
            Part::Town => {
                let areas = names.areas.iter();
                areas
                    .filter(|area| area.code.level() == Level::Town || area.code.as_str() == chosen)
                    .map(|area| (area.code.to_string(), area.name.clone()))
                    .collect()
            }
            Part::Category => {
                let all = profile.categories.iter();
                all.map(|c| (c.code.clone(), language.of(&c.name).to_owned()))
                    .collect()
            }
            Part::Channel => {
                let all = profile.channels.iter();
                all.map(|c| (c.code.clone(), language.of(&c.name).to_owned()))
                    .collect()
            }
        }
    })
}

/// Every rate of the period.
#[component]
fn RateTable(rates: Signal<Arc<Vec<RateRow>>>, subject: Subject) -> impl IntoView {
    let nothing = move || rates.with(|rates| rates.iter().all(|row| row.rate.denominator == 0));
    let row = move |indicator: Indicator| {
        let rate = Memo::new(move |_| {
            rates.with(|rates| {
                let row = rates.iter().find(|row| row.indicator == indicator);
                row.map(|row| row.rate).unwrap_or_default()
            })
        });
        let goal = Memo::new(move |_| {
            rates.with(|rates| {
                let row = rates.iter().find(|row| row.indicator == indicator)?;
                Some((row.target.clone()?, row.met))
            })
        });
        view! { <OneRate indicator rate goal subject /> }
    };
    let desk = Desk::here();
    let table = Signal::derive(move || rates.with(|rates| tables::of_rates(desk, subject, rates)));
    view! {
        <Show when=nothing>
            <Empty sentence=say!("indicators-empty") next=say!("indicators-empty-next") />
        </Show>
        <table class="page-table rates">
            <thead>
                <tr>
                    <th scope="col">{say!("indicators-rate")}</th>
                    <th scope="col">{say!("indicators-fraction")}</th>
                    <th scope="col" class="number">{say!("indicators-percent")}</th>
                </tr>
            </thead>
            <tbody>
                {Indicator::ALL.map(row)}
            </tbody>
        </table>
        <CopyOrKeep name="rates" table />
        <p class="part-note page-note">{say!("indicators-note")}</p>
    }
}

#[component]
fn OneRate(
    indicator: Indicator,
    rate: Memo<Rate>,
    goal: Memo<Option<(Target, Option<bool>)>>,
    subject: Subject,
) -> impl IntoView {
    let name = indicator.name();
    let is_chosen = move || subject.indicator.get() == indicator;
    view! {
        <tr class:row-chosen=is_chosen data-testid=format!("indicator-row-{name}")
            data-numerator=move || rate.get().numerator.to_string()
            data-denominator=move || rate.get().denominator.to_string()
            on:click=move |_| subject.indicator.set(indicator)>
            <th scope="row">
                <button type="button" class="link" aria-pressed=move || is_chosen().to_string()>
                    {move || word("indicator", name)}
                </button>
            </th>
            <td>
                {move || fraction_of(indicator, rate.get())}
                {move || goal.get().map(|(target, met)| goal_of(&target, met))}
            </td>
            <td class="number figures" data-testid=format!("indicator-percent-{name}")>
                {move || percent(rate.get())}
            </td>
        </tr>
    }
}

/// What a county set itself to reach: 目标 ≥ 99.50%.
pub fn target_words(target: &Target) -> String {
    let key = if target.indicator.higher_is_better() {
        "indicators-target-least"
    } else {
        "indicators-target-most"
    };
    let threshold = percent(Rate::new(u64::from(target.hundredths), 10_000));
    t(key, &[("value", &threshold)])
}

/// What the county set itself to reach, and whether it did: in words and a sign, not in colour
/// alone.
fn goal_of(target: &Target, met: Option<bool>) -> impl IntoView + use<> {
    let (state, sign) = match met {
        Some(true) => ("met", "✓"),
        Some(false) => ("missed", "✗"),
        None => ("open", ""),
    };
    let judged = met.map(|_| {
        view! {
            <span class="goal-judged">
                <span aria-hidden="true">{sign}</span>
                " "
                {word("indicators-target", state)}
            </span>
        }
    });
    view! {
        <span
            class=format!("goal goal-{state}")
            title=target.basis.clone()
            data-testid=format!("indicator-target-{}", target.indicator.name())
            data-state=state
        >
            {target_words(target)}
            {judged}
        </span>
    }
}

/// A rate as its fraction in words: 结案 1,203 ÷ 应结案 1,260.
pub fn fraction_of(indicator: Indicator, rate: Rate) -> String {
    fraction(
        &word("indicator", &format!("{}_of", indicator.name())),
        rate,
    )
}

/// Puts the numbers behind the words on both sides of the stroke.
fn fraction(words: &str, rate: Rate) -> String {
    let (above, below) = words.split_once('÷').unwrap_or((words, ""));
    format!(
        "{} {} ÷ {} {}",
        above.trim(),
        count(rate.numerator),
        below.trim(),
        count(rate.denominator)
    )
}

/// A rate in per cent, with two decimals; a dash where nothing could count.
pub fn percent(rate: Rate) -> String {
    rate.percent().map_or_else(
        || t("percent-none", &[]),
        |percent| t("percent", &[("value", &percent.to_string())]),
    )
}

/// What a part of the cases is called.
pub fn slice_name(desk: Desk, slice: &Slice) -> String {
    match slice {
        Slice::All => word("indicators-part", "all"),
        Slice::Department(code) => desk.department_name(code),
        Slice::Category(code) => desk.category(code),
        Slice::Channel(code) => desk.channel(code),
        Slice::Area(code) => desk.place(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_told_with_both_its_numbers_and_two_decimals() {
        let rate = Rate::new(1_203, 1_260);
        assert_eq!(fraction("结案 ÷ 应结案", rate), "结案 1,203 ÷ 应结案 1,260");
        assert_eq!(percent(rate), "95.48%");
        assert_eq!(percent(Rate::new(99_999, 100_000)), "99.99%");
        assert_eq!(percent(Rate::new(0, 0)), "–");
    }

    #[test]
    fn a_part_and_its_key_lead_to_a_slice_and_back() {
        assert_eq!(Part::Town.slice(""), None);
        assert_eq!(Part::Town.slice("town"), None);
        for slice in [
            Slice::All,
            Slice::Department(DepartmentCode("zhujian".to_owned())),
            Slice::Category("road".to_owned()),
            Slice::Channel("hotline".to_owned()),
            Slice::Area(AreaCode::parse("520381001").unwrap()),
        ] {
            let (part, key) = Part::of(&slice);
            assert_eq!(part.slice(&key), Some(slice));
        }
    }
}
