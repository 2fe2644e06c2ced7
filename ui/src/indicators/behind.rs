//! The cases behind a figure: those in the numerator, or those that are missing there.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::indicator::{Indicator, Slice};
use onemap_protocol::desk::{Behind, CasePage};

use super::{Subject, slice_name};
use crate::case::Brief;
use crate::parts::{Empty, Segment, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The cases of the chosen rate.
#[component]
pub fn CasesBehind(
    /// What the page is about.
    subject: Subject,
) -> impl IntoView {
    let desk = Desk::here();
    let asked = Signal::derive(move || {
        let (from, to) = subject.days.get()?;
        Some((subject.indicator.get(), from, to, subject.slice.get()?))
    });
    let title = Signal::derive(move || {
        let rate = word("indicator", subject.indicator.get().name());
        let part = subject.slice.get().map(|slice| slice_name(desk, &slice));
        t(
            "behind-title",
            &[("rate", &rate), ("part", &part.unwrap_or_default())],
        )
    });
    view! { <BehindRate asked title /> }
}

/// The cases of a rate.
#[component]
pub fn BehindRate(
    /// Which, from which day to which, of which part; `None` while that is not known.
    asked: Signal<Option<(Indicator, Date, Date, Slice)>>,
    /// What stands above them.
    title: Signal<String>,
) -> impl IntoView {
    let desk = Desk::here();
    // What went wrong comes first: those that are missing of a good rate, those in a bad one.
    let met = RwSignal::new(false);
    let indicator = Memo::new(move |_| asked.with(|asked| asked.as_ref().map(|asked| asked.0)));
    Effect::new(move |_| {
        let better = indicator.get().is_some_and(Indicator::higher_is_better);
        met.set(!better);
    });
    let cases = remote(move || {
        desk.cases.track();
        let (indicator, from, to, by) = asked.get()?;
        Some(Behind {
            indicator,
            from,
            to,
            by,
            met: met.get(),
        })
    });
    let choices = Signal::derive(move || {
        desk.language.track();
        vec![
            (false, t("behind-missing", &[])),
            (true, t("behind-met", &[])),
        ]
    });
    view! {
        <section class="page-part" data-testid="behind" data-met=move || met.get().to_string()>
            <h3 class="part-head">{title}</h3>
            <div class="page-set">
                <Segment choices chosen=met label=say!("behind-which")
                    on_choose=move |chosen| met.set(chosen) />
            </div>
            <Shown remote=cases what=say!("what-cases") view=|page| view! { <List page /> } />
        </section>
    }
}

#[component]
fn List(page: Signal<Arc<CasePage>>) -> impl IntoView {
    let rows = Memo::new(move |_| page.with(|page| page.rows.clone()));
    let is_any = move || rows.with(|rows| !rows.is_empty());
    let number = move || {
        page.with(|page| {
            let (total, shown) = (count(page.total), page.rows.len());
            if shown < page.total as usize {
                let shown = count(shown as u64);
                t("behind-first", &[("total", &total), ("shown", &shown)])
            } else {
                t("behind-all", &[("total", &total)])
            }
        })
    };
    view! {
        <Show when=is_any
            fallback=|| view! { <Empty sentence=say!("behind-none") /> }>
            <p class="part-note figures" data-testid="behind-total">{number}</p>
            <ul class="briefs">
                // A row that changed is drawn anew; the others keep the pointer and the keyboard.
                <For each=move || rows.get() key=|row| format!("{row:?}")
                    children=|row| view! { <li><Brief row /></li> } />
            </ul>
        </Show>
    }
}
