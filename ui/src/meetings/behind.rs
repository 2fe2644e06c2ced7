//! The cases behind a number of a pack. What was overdue or due that day the pack names itself; of the
//! others the console says what it knows now, which may be less than the pack counted: then both
//! numbers are told.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::indicator::{Indicator, Slice};
use onemap_domain::pack::{FigureKind, Pack, Subject};
use onemap_protocol::desk::{CasePage, CasesOf, CountedIn};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MouseEvent};

use super::room::Room;
use crate::case::Brief;
use crate::indicators::BehindRate;
use crate::parts::{Empty, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The most rows: the console's.
const MOST: u32 = 200;

/// A number whose cases are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// A figure, and what it says.
    Figure(FigureKind, u64),
    /// A rate.
    Rate(Indicator),
}

/// The cases that a pack itself names behind a figure; `None` of the others.
fn named(pack: &Pack, kind: FigureKind) -> Option<Vec<CaseId>> {
    let subject = match kind {
        FigureKind::Overdue => Subject::Overdue,
        FigureKind::DueToday => Subject::DueToday,
        FigureKind::Reported | FigureKind::Dispatched | FigureKind::Closed | FigureKind::Open => {
            return None;
        }
    };
    let cases = pack.listed(subject).map(|listed| listed.cases.iter());
    Some(cases.into_iter().flatten().map(|case| case.id).collect())
}

/// The list of the number that is open, below the figures.
#[component]
pub fn BehindList(
    /// The meeting.
    room: Room,
    /// Which number.
    opened: RwSignal<Option<Behind>>,
) -> impl IntoView {
    // Another meeting has other numbers.
    Effect::new(move |before: Option<_>| {
        let now = room.id.get();
        if before.is_some_and(|before| before != now) {
            opened.set(None);
        }
        now
    });
    // The keyboard stays on the page when the button that had it is gone.
    let close = move |event: MouseEvent| {
        let page = event_target::<HtmlElement>(&event).closest(".meeting");
        if let Ok(Some(page)) = page
            && let Ok(page) = page.dyn_into::<HtmlElement>()
        {
            let _ = page.focus();
        }
        opened.set(None);
    };
    let list = move |behind: Behind| {
        let body = match behind {
            Behind::Figure(kind, then) => view! { <OfFigure room kind then /> }.into_any(),
            Behind::Rate(indicator) => view! { <OfRate room indicator /> }.into_any(),
        };
        view! {
            <div class="meeting-behind" data-testid="meeting-behind">
                <button type="button" class="link" data-testid="meeting-behind-close" on:click=close>
                    {say!("meetings-behind-close")}
                </button>
                {body}
            </div>
        }
    };
    move || opened.get().map(list)
}

#[component]
fn OfRate(room: Room, indicator: Indicator) -> impl IntoView {
    let asked = Signal::derive(move || {
        let days = room.pack.with(|pack| pack.days);
        Some((indicator, days.from, days.to, Slice::All))
    });
    let title = Signal::derive(move || word("indicator", indicator.name()));
    view! { <BehindRate asked title /> }
}

#[component]
fn OfFigure(room: Room, kind: FigureKind, then: u64) -> impl IntoView {
    let desk = Desk::here();
    let title = move || {
        let figure = word("figure", kind.name());
        t(
            "meetings-behind",
            &[("figure", &figure), ("count", &count(then))],
        )
    };
    let of_pack = untrack(|| room.pack.with(|pack| named(pack, kind)));
    let list = if let Some(cases) = of_pack {
        let page = remote(move || {
            desk.cases.track();
            Some(CasesOf {
                cases: cases.clone(),
                offset: 0,
                limit: MOST,
            })
        });
        view! {
            <Shown remote=page what=say!("what-cases")
                view=move |page| view! { <List page then by_deadline=true /> } />
        }
        .into_any()
    } else {
        let page = remote(move || {
            desk.cases.track();
            room.pack.with(|pack| {
                Some(CountedIn {
                    figure: kind,
                    area: pack.area.clone(),
                    days: pack.days,
                    at: pack.at,
                    offset: 0,
                    limit: MOST,
                })
            })
        });
        view! {
            <Shown remote=page what=say!("what-cases")
                view=move |page| view! { <List page then by_deadline=false /> } />
        }
        .into_any()
    };
    view! {
        <section class="page-part" data-testid="meeting-behind-figure" data-kind=kind.name()>
            <h3 class="part-head">{title}</h3>
            {list}
        </section>
    }
}

/// What is said above a list that is not all of what was counted.
fn notes(then: u64, page: &CasePage, by_deadline: bool) -> Vec<String> {
    let (now, shown) = (u64::from(page.total), page.rows.len() as u64);
    if by_deadline {
        let first = || t("meetings-first", &[("count", &count(shown))]);
        return (shown < then).then(first).into_iter().collect();
    }
    let differs = (now != then).then(|| {
        let (now, then) = (count(now), count(then));
        t("meetings-behind-now", &[("now", &now), ("then", &then)])
    });
    let newest = (shown < now).then(|| t("meetings-behind-newest", &[("count", &count(shown))]));
    differs.into_iter().chain(newest).collect()
}

#[component]
fn List(page: Signal<Arc<CasePage>>, then: u64, by_deadline: bool) -> impl IntoView {
    let rows = Memo::new(move |_| page.with(|page| page.rows.clone()));
    let notes = move || {
        let notes = page.with(|page| notes(then, page, by_deadline)).into_iter();
        notes
            .map(|note| view! { <p class="part-note figures">{note}</p> })
            .collect_view()
    };
    view! {
        {notes}
        <Show when=move || rows.with(|rows| !rows.is_empty())
            fallback=|| view! { <Empty sentence=say!("meetings-behind-none") /> }>
            <ul class="briefs" data-testid="meeting-behind-cases"
                data-count=move || rows.with(Vec::len).to_string()>
                // A row that changed is drawn anew; the others keep the pointer and the keyboard.
                <For each=move || rows.get() key=|row| format!("{row:?}")
                    children=|row| view! { <li><Brief row /></li> } />
            </ul>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_not_what_was_counted_says_so() {
        let page = |total: u32| CasePage {
            total,
            rows: Vec::new(),
        };
        assert_eq!(notes(0, &page(0), false), Vec::<String>::new());
        let told = notes(9, &page(7), false);
        assert!(told[0].contains('7') && told[0].contains('9'), "{told:?}");
    }
}
