//! The days of the calendar: a line for each reception, told by its shape before its colour.

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::clock::Lamp;
use onemap_domain::record::{Reception, RecordId};

use super::calendar::{Day, Entry, Standing, Weeks, is_address};
use super::spoken;
use crate::parts::{Empty, Hue, LampMark, Tag, count};
use crate::say;
use crate::text::{t, word};

/// The days ahead and those behind.
#[component]
pub fn Days(
    /// What is shown.
    weeks: Memo<Weeks>,
    /// Today in the county.
    today: Memo<Date>,
    /// The reception whose card is open.
    chosen: RwSignal<Option<RecordId>>,
    /// Shows every day instead of four weeks.
    whole: RwSignal<bool>,
) -> impl IntoView {
    let part = move |key: &'static str, testid: &'static str, days: Vec<Day>| {
        let nothing = days
            .is_empty()
            .then(|| view! { <p class="part-empty">{t("receptions-no-days", &[])}</p> });
        let days = days
            .into_iter()
            .map(|day| view! { <DayPart day today chosen /> })
            .collect_view();
        view! {
            <section class="page-part" data-testid=testid>
                <h3 class="part-title">{t(key, &[])}</h3>
                {nothing}
                {days}
            </section>
        }
    };
    let nothing =
        Memo::new(move |_| weeks.with(|weeks| weeks.order().is_empty() && weeks.outside == 0));
    let outside = Memo::new(move |_| weeks.with(|weeks| weeks.outside));
    let shown = move || {
        let Weeks { ahead, behind, .. } = weeks.get();
        view! {
            {part("receptions-ahead", "receptions-ahead", ahead)}
            {part("receptions-behind", "receptions-behind", behind)}
        }
    };
    view! {
        <Show when=move || !nothing.get()
            fallback=|| view! { <Empty sentence=say!("receptions-empty") next=say!("receptions-empty-next") /> }>
            {shown}
            <Show when=move || { outside.get() > 0 || whole.get() }>
                <p class="part-note" role="status">
                    {move || (outside.get() > 0).then(|| {
                        t("receptions-outside", &[("count", &count(outside.get() as u64))])
                    })}
                    " "
                    <button type="button" class="link" data-testid="receptions-whole"
                        on:click=move |_| whole.update(|whole| *whole = !*whole)>
                        {move || t(if whole.get() { "receptions-four-weeks" } else { "receptions-whole" }, &[])}
                    </button>
                </p>
            </Show>
        </Show>
    }
}

#[component]
fn DayPart(day: Day, today: Memo<Date>, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let on = day.on;
    let is_today = move || today.get() == on;
    let lines = day
        .entries
        .into_iter()
        .map(|entry| view! { <Line entry today chosen /> })
        .collect_view();
    view! {
        <section class="reception-day" data-testid="reception-day" data-on=on.to_string()>
            <h4 class="reception-date" class:reception-today=is_today>
                {move || spoken(on, today.get())}
            </h4>
            <ul class="reception-lines">{lines}</ul>
        </section>
    }
}

/// A reception; a press opens its card.
#[component]
fn Line(entry: Entry, today: Memo<Date>, chosen: RwSignal<Option<RecordId>>) -> impl IntoView {
    let id = entry.id;
    let reception = StoredValue::new(entry.reception.clone());
    let standing = Memo::new(move |_| reception.with_value(|one| Standing::of(one, today.get())));
    let is_chosen = Memo::new(move |_| chosen.get() == Some(id));
    let node = NodeRef::<leptos::html::Li>::new();
    Effect::new(move |_| {
        if let (true, Some(node)) = (is_chosen.get(), node.get()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let plan = entry.reception.plan.clone();
    let mode = plan.mode;
    let pending = entry.pending.then(|| {
        view! { <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag> }
    });
    view! {
        <li node_ref=node class="reception" class:reception-chosen=is_chosen
            data-testid="reception" data-record=id.to_string()
            data-leader=plan.leader.0.clone()
            data-state=move || standing.get().name()
            data-pending=entry.pending.to_string()
            on:click=move |_| chosen.set(Some(id))>
            <span class="reception-hours figures">{hours(&entry.reception)}</span>
            <button type="button" class="link reception-name clip" data-testid="reception-open"
                aria-pressed=move || is_chosen.get().to_string()>{plan.name.clone()}</button>
            <span class="reception-mode">{move || word("reception-mode", mode.name())}</span>
            <Place place=plan.place.clone() />
            <span class="reception-state">
                {move || {
                    let standing = standing.get();
                    reception.with_value(|one| view! { <State standing reception=one.clone() /> })
                }}
                {pending}
            </span>
        </li>
    }
}

/// From when until when: 09:00–11:00.
pub fn hours(reception: &Reception) -> String {
    let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    format!(
        "{}–{}",
        clock(reception.plan.from),
        clock(reception.plan.to)
    )
}

/// Where; the address of a video line is chosen as a whole by one press, to be copied.
#[component]
pub fn Place(
    /// As it was planned.
    place: String,
) -> impl IntoView {
    if is_address(&place) {
        let title = say!("receptions-copy");
        view! { <code class="reception-link" title=title data-testid="reception-link">{place}</code> }
            .into_any()
    } else {
        view! { <span class="reception-place">{place}</span> }.into_any()
    }
}

/// How it stands, in words with what came of it.
#[component]
pub fn State(
    /// How.
    standing: Standing,
    /// The reception.
    reception: Reception,
) -> impl IntoView {
    let name = word("reception-state", standing.name());
    match standing {
        Standing::Planned => view! { <Tag>{name}</Tag> }.into_any(),
        Standing::Held => {
            let (parties, cases) = reception
                .held
                .map_or((0, 0), |held| (held.parties, held.cases.len() as u64));
            let figures = t(
                "receptions-figures",
                &[("parties", &count(parties)), ("cases", &count(cases))],
            );
            view! {
                <Tag hue=Hue::Accent>{name}</Tag>
                <span class="figures" data-testid="reception-figures" data-parties=parties.to_string()
                    data-cases=cases.to_string()>{figures}</span>
            }
            .into_any()
        }
        Standing::Missed => view! {
            <span class="reception-missed"><LampMark lamp=Some(Lamp::Red) />{name}</span>
        }
        .into_any(),
        Standing::Cancelled => view! {
            <Tag>{name}</Tag>
            <span class="reception-reason clip">{reception.cancelled.unwrap_or_default()}</span>
        }
        .into_any(),
    }
}
