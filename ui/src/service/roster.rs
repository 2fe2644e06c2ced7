//! 值班: who is on duty now, which shifts ahead have nobody, and the month by day and shift.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::area::AreaCode;
use onemap_domain::profile::{Every, RosterRule, ShiftRule};
use onemap_domain::record::roster::Turn;
use onemap_domain::record::{RecordKind, Roster};
use onemap_protocol::desk::{AskRoster, OnDuty, RosterView};
use onemap_protocol::problem::Problem;

use super::cells::{period_words, turned};
use super::turn::{Card, Officers, shift_words};
use super::turn_form::TurnForm;
use super::{Hand, Key};
use crate::parts::{Button, Empty, Hue, Look, Shown, Tag, civil, count, exact, spoken_day};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{sentence, t, word};

/// Within how many days a shift without people is shown as missing; later ones can wait.
const SOON: i64 = 7;

/// The roster of the county.
#[component]
pub fn RosterTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    // Who is on duty depends on the minute.
    let minute = Memo::new(move |_| desk.now.get().as_second().div_euclid(60));
    let rule = Memo::new(move |_| {
        desk.names
            .with(|names| names.as_deref()?.profile.roster.clone())
    });
    let roster = remote(move || {
        desk.cases.track();
        minute.track();
        let first = |day: Date| Every::Month.period(day).from;
        Some(AskRoster {
            area: None,
            around: hand
                .month
                .get()
                .or_else(|| Some(hand.today.get()))
                .map(first),
        })
    });
    view! {
        <Shown remote=roster what=say!("what-roster") view=move |view| {
            rule.get_untracked().map(|rule| view! { <Board view rule hand /> })
        } />
    }
}

/// Why whoever is signed in may not plan the roster of an area, as a sentence; tracked.
fn refusal(desk: Desk, area: &AreaCode) -> Option<String> {
    let role = desk.role()?;
    if !RecordKind::Roster.keepers().contains(&role) {
        return Some(sentence(&Problem::from(&Refusal::RecordNotYours { role })));
    }
    let covers = desk.user.with(|user| {
        user.as_ref()
            .is_some_and(|user| user.scope.area.covers(area))
    });
    (!covers).then(|| t("roster-not-your-area", &[]))
}

/// The days of a roster.
fn days_of(roster: &Roster) -> impl Iterator<Item = Date> + use<> {
    let (first, last) = (roster.month.from, roster.month.to);
    let next = |day: &Date| day.tomorrow().ok();
    std::iter::successors(Some(first), next).take_while(move |day| *day <= last)
}

/// The shift of a day; `None` where nobody is planned.
fn turn_of<'a>(roster: &'a Roster, on: Date, shift: &str) -> Option<&'a Turn> {
    let mut turns = roster.turns.iter();
    turns.find(|turn| turn.on == on && turn.shift == shift)
}

/// The shifts from today on that nobody is planned for, in order.
fn unplanned(roster: &Roster, shifts: &[ShiftRule], today: Date) -> Vec<(Date, String)> {
    days_of(roster)
        .filter(|day| *day >= today)
        .flat_map(|day| shifts.iter().map(move |shift| (day, shift)))
        .filter(|(day, shift)| turn_of(roster, *day, &shift.code).is_none())
        .map(|(day, shift)| (day, shift.code.clone()))
        .collect()
}

#[component]
fn Board(view: Signal<Arc<RosterView>>, rule: RosterRule, hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let shifts = StoredValue::new(rule.shifts.clone());
    let rule = StoredValue::new(rule);
    let why_not = Signal::derive(move || view.with(|view| refusal(desk, &view.roster.area)));
    let ahead = Memo::new(move |_| {
        view.with(|view| {
            shifts.with_value(|shifts| unplanned(&view.roster, shifts, hand.today.get()))
        })
    });
    let plan = Callback::new(move |turn: (Date, String)| {
        hand.turn.set(Some(turn.clone()));
        hand.planning.set(Some(turn));
    });
    let order = move || {
        view.with_untracked(|view| {
            let shifts = shifts.get_value();
            let days = days_of(&view.roster);
            let all = days.flat_map(|day| {
                let shifts = shifts.iter().map(|shift| shift.code.clone());
                shifts.map(move |code| (day, code)).collect::<Vec<_>>()
            });
            all.collect::<Vec<_>>()
        })
    };
    hand.listen(move |key| {
        untrack(|| {
            let step = |by: isize| {
                let order = order();
                let now = hand.turn.get_untracked();
                let place = now.and_then(|now| order.iter().position(|one| *one == now));
                let today = || {
                    order
                        .iter()
                        .position(|(day, _)| *day >= hand.today.get_untracked())
                };
                let next = place.map_or_else(
                    || Some(today().unwrap_or(0)),
                    |place| place.checked_add_signed(by),
                );
                if let Some(turn) = next.and_then(|next| order.get(next)) {
                    hand.turn.set(Some(turn.clone()));
                }
            };
            let may = why_not.with_untracked(Option::is_none);
            match key {
                Key::Next => step(1),
                Key::Previous => step(-1),
                Key::Into if may => {
                    let Some(turn) = hand.turn.get_untracked() else {
                        return false;
                    };
                    hand.planning.set(Some(turn));
                }
                Key::New if may => {
                    let Some(turn) = ahead.with_untracked(|ahead| ahead.first().cloned()) else {
                        return false;
                    };
                    plan.run(turn);
                }
                Key::Back if hand.turn.with_untracked(Option::is_some) => hand.turn.set(None),
                _ => return false,
            }
            true
        })
    });
    let side = move || {
        if let Some((on, shift)) = hand.planning.get() {
            let rule = rule.get_value();
            return view! { <TurnForm on shift view rule hand /> }.into_any();
        }
        match hand.turn.get() {
            Some((on, shift)) => {
                let turn = view.with(|view| turn_of(&view.roster, on, &shift).cloned());
                let rule = rule.get_value();
                view! { <Card on shift turn rule why_not plan hand /> }.into_any()
            }
            None => view! {
                <Empty sentence=say!("roster-nothing-chosen") next=say!("service-keys-roster") />
            }
            .into_any(),
        }
    };
    let basis = rule.with_value(|rule| rule.basis.clone());
    view! {
        <div class="roster">
            <div class="roster-main">
                <Now view shifts hand />
                <div class="service-pager">
                    <Pager view hand />
                    <Ahead ahead shifts why_not plan hand />
                </div>
                <Month view shifts ahead hand />
                <p class="part-note">{basis}</p>
            </div>
            <div class="roster-side">{side}</div>
        </div>
    }
}

/// Who is on duty now, and until when.
#[component]
fn Now(
    view: Signal<Arc<RosterView>>,
    shifts: StoredValue<Vec<ShiftRule>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let now = Memo::new(move |_| view.with(|view| view.on_duty.clone()));
    let one = move |on_duty: OnDuty| {
        let OnDuty { until, turn } = on_duty;
        let name = shifts.with_value(|shifts| shift_words(desk, shifts, &turn.shift));
        let end = civil(until);
        let number = turn.officers.len();
        let when = move || {
            let clock = end.strftime("%H:%M").to_string();
            let day = spoken_day("service", end.date(), hand.today.get());
            t("roster-until", &[("day", &day), ("time", &clock)])
        };
        view! {
            <article class="on-duty" data-testid="on-duty" data-shift=turn.shift.clone()
                data-on=turn.on.to_string() data-count=number.to_string()>
                <header>
                    <strong>{name}</strong>
                    <time class="figures" datetime=until.to_string() title=exact(until)
                        data-testid="on-duty-until">{when}</time>
                </header>
                <Officers officers=turn.officers />
            </article>
        }
    };
    let nobody = || {
        view! {
            <p class="on-duty-nobody" role="status" data-testid="on-duty-nobody">
                <span aria-hidden="true">"◆"</span>{say!("roster-nobody-now")}
            </p>
        }
    };
    view! {
        <section class="on-duty-now" aria-label=say!("roster-now")>
            <h3 class="part-head">{say!("roster-now")}</h3>
            <Show when=move || !now.with(Vec::is_empty) fallback=nobody>
                <div class="on-duty-list">
                    {move || now.get().into_iter().map(one).collect_view()}
                </div>
            </Show>
        </section>
    }
}

#[component]
fn Pager(view: Signal<Arc<RosterView>>, hand: Hand) -> impl IntoView {
    let month = Memo::new(move |_| {
        let around = hand.month.get().unwrap_or_else(|| hand.today.get());
        Every::Month.period(around)
    });
    let turn = move |by: i64| {
        let next = turned(Every::Month, month.get_untracked().from, by);
        hand.turn.set(None);
        hand.month.set(Some(next));
    };
    let is_now = move || month.get().hold(hand.today.get());
    let pending = move || view.with(|view| view.pending);
    view! {
        <button type="button" class="button" data-testid="roster-before" aria-label=say!("service-before")
            on:click=move |_| turn(-1)>"‹"</button>
        <strong class="figures" data-testid="roster-month"
            data-from=move || month.get().from.to_string()>
            {move || period_words(Every::Month, month.get(), hand.today.get())}
        </strong>
        <button type="button" class="button" data-testid="roster-after" aria-label=say!("service-after")
            on:click=move |_| turn(1)>"›"</button>
        <Show when=move || !is_now()>
            <button type="button" class="link" data-testid="roster-this-month"
                on:click=move |_| hand.month.set(None)>{say!("service-now")}</button>
        </Show>
        <Show when=pending>
            <span data-testid="roster-pending">
                <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag>
            </span>
        </Show>
    }
}

/// How many shifts ahead have nobody, and the button that plans the first of them.
#[component]
fn Ahead(
    ahead: Memo<Vec<(Date, String)>>,
    shifts: StoredValue<Vec<ShiftRule>>,
    why_not: Signal<Option<String>>,
    plan: Callback<(Date, String)>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let number = move || ahead.with(Vec::len);
    let first = move || {
        let (on, shift) = ahead.with(|ahead| ahead.first().cloned())?;
        let day = spoken_day("service", on, hand.today.get());
        let shift = shifts.with_value(|shifts| shift_words(desk, shifts, &shift));
        Some(t("roster-plan-first", &[("day", &day), ("shift", &shift)]))
    };
    let press = move |()| {
        if let Some(turn) = ahead.with_untracked(|ahead| ahead.first().cloned()) {
            plan.run(turn);
        }
    };
    view! {
        <div class="roster-ahead" data-testid="roster-ahead" data-count=move || number().to_string()>
            <Show when=move || { number() > 0 }
                fallback=|| view! { <span class="gaps-whole">"✓ " {say!("roster-all-planned")}</span> }>
                <span class="roster-missing figures">
                    <span aria-hidden="true">"◆"</span>
                    {move || t("roster-unplanned", &[("count", &count(number() as u64))])}
                </span>
                <Button look=Look::Primary on_press=press reason=why_not hint="N" testid="roster-plan">
                    {first}
                </Button>
            </Show>
        </div>
    }
}

/// The month, a day a row and a shift a column.
#[component]
fn Month(
    view: Signal<Arc<RosterView>>,
    shifts: StoredValue<Vec<ShiftRule>>,
    ahead: Memo<Vec<(Date, String)>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let head = move || {
        let language = desk.language.get();
        shifts
            .get_value()
            .into_iter()
            .map(|shift| {
                let hours = format!(
                    "{}–{}",
                    shift.from.strftime("%H:%M"),
                    shift.to.strftime("%H:%M")
                );
                view! {
                    <th scope="col">{language.of(&shift.name).to_owned()}
                        <span class="part-note figures">{hours}</span></th>
                }
            })
            .collect_view()
    };
    let rows = move || {
        view.with(|view| {
            let turns = |day: Date| -> Vec<(String, Option<Turn>)> {
                shifts.with_value(|shifts| {
                    let turn = |shift: &ShiftRule| {
                        let turn = turn_of(&view.roster, day, &shift.code).cloned();
                        (shift.code.clone(), turn)
                    };
                    shifts.iter().map(turn).collect()
                })
            };
            let rows = days_of(&view.roster).map(|day| (day, turns(day)));
            rows.collect::<Vec<_>>()
        })
    };
    let frame = NodeRef::<leptos::html::Div>::new();
    let month = Memo::new(move |_| view.with(|view| view.roster.month));
    // Another month begins at its first day; the running one shows today.
    Effect::new(move |_| {
        let month = month.get();
        let is_running = month.hold(hand.today.get_untracked());
        if let Some(frame) = frame.get().filter(|_| !is_running) {
            frame.set_scroll_top(0);
        }
    });
    view! {
        <div class="roster-box" node_ref=frame>
            <table class="roster-table" data-testid="roster-table">
                <thead><tr><th scope="col">{say!("roster-day")}</th>{head}</tr></thead>
                <tbody>
                    <For each=rows key=|row| format!("{row:?}")
                        children=move |(day, turns)| view! { <Day day turns ahead hand /> } />
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Day(
    day: Date,
    turns: Vec<(String, Option<Turn>)>,
    ahead: Memo<Vec<(Date, String)>>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let node = NodeRef::<leptos::html::Tr>::new();
    let is_today = Memo::new(move |_| hand.today.get() == day);
    Effect::new(move |_| {
        if let (true, Some(node)) = (is_today.get(), node.get()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let weekday = day.weekday().to_monday_one_offset().to_string();
    let is_soon = Memo::new(move |_| day <= hand.today.get().saturating_add(SOON.days()));
    let cell = |(shift, turn): (String, Option<Turn>)| {
        let own = (day, shift.clone());
        let missing = {
            let own = own.clone();
            move || is_soon.get() && ahead.with(|ahead| ahead.contains(&own))
        };
        let open = own.clone();
        let is_open = move || hand.turn.with(|turn| turn.as_ref() == Some(&open));
        let officers = turn.map(|turn| turn.officers).unwrap_or_default();
        let number = officers.len();
        let names: Vec<_> = officers
            .into_iter()
            .map(|officer| {
                let unit = officer.unit.map(|code| desk.department_short(&code));
                view! {
                    <span class="roster-name" class:roster-leads=officer.leads>
                        {officer.leads.then_some("★")}{officer.name}
                        {unit.map(|unit| view! { <small>{unit}</small> })}
                    </span>
                }
            })
            .collect();
        view! {
            <td>
                <button type="button" class="roster-cell" class:roster-open=is_open
                    data-testid="roster-cell" data-on=day.to_string() data-shift=shift
                    data-count=number.to_string()
                    on:click=move |_| hand.turn.set(Some(own.clone()))>
                    {names}
                    {move || missing().then(|| view! {
                        <span class="roster-none"><span aria-hidden="true">"◆"</span>{t("roster-none", &[])}</span>
                    })}
                </button>
            </td>
        }
    };
    view! {
        <tr node_ref=node class:roster-today=is_today class:roster-weekend=weekend
            data-testid="roster-day" data-on=day.to_string()
            data-today=move || is_today.get().to_string()>
            <th scope="row">
                <span class="figures">{day.day().to_string()}</span>
                <span>{move || word("weekday", &weekday)}</span>
                <Show when=move || is_today.get()><Tag hue=Hue::Accent>{say!("roster-today")}</Tag></Show>
            </th>
            {turns.into_iter().map(cell).collect_view()}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::record::roster::Officer;

    use super::*;

    #[test]
    fn a_shift_ahead_without_people_is_missing_and_one_behind_is_history() {
        let officer = Officer {
            name: "陈宏".to_owned(),
            phone: String::new(),
            unit: None,
            mode: None,
            leads: true,
        };
        let roster = Roster {
            area: AreaCode::parse("520381").unwrap(),
            month: Every::Month.period(date(2026, 11, 22)),
            turns: vec![Turn {
                on: date(2026, 11, 29),
                shift: "day".to_owned(),
                officers: vec![officer],
            }],
        };
        let shifts: Vec<ShiftRule> = ["day", "night"]
            .map(|code| {
                serde_json::from_value(serde_json::json!({
                    "code": code, "name": { "zh": code, "en": code },
                    "from": "08:00:00", "to": "20:00:00",
                }))
                .unwrap()
            })
            .to_vec();
        let ahead = unplanned(&roster, &shifts, date(2026, 11, 29));
        assert_eq!(
            ahead,
            [
                (date(2026, 11, 29), "night".to_owned()),
                (date(2026, 11, 30), "day".to_owned()),
                (date(2026, 11, 30), "night".to_owned()),
            ]
        );
        assert_eq!(days_of(&roster).count(), 30);
    }
}
