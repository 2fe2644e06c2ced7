//! 治理模式: how the county works, as a page to read. The flow chart, who may do what, every
//! clock with its law, every list; any way that ships with the program beside it; and the routing
//! rules tried on past cases.
//!
//! Deliberately absent: changing it. A way of working is a file that people read, check and put
//! in force with the command line; the page says how.

mod clocks;
mod flow;
mod lists;
mod replay;
mod roles;
mod routing;
mod rules;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::profile::Profile;
use onemap_protocol::desk::{CalendarRow, Ways as Question, WaysView};

pub use self::routing::list_word;

use self::clocks::Clocks;
use self::flow::FlowChart;
use self::lists::Lists;
use self::replay::Replaying;
use self::roles::WhoMay;
use self::routing::Routing;
use self::rules::Rules;
use crate::parts::{Hue, Panel, Shown, Tag, count};
use crate::remote::remote;
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::{label, language, t};

/// The page.
#[component]
pub fn Ways() -> impl IntoView {
    let desk = Desk::here();
    let ways = remote(move || {
        desk.register.track();
        Some(Question {})
    });
    view! {
        <Panel title=say!("ways-title") testid="ways-page" on_close=move |()| desk.mode.set(Mode::Desk)>
            <div class="page">
                <p class="page-about">{say!("ways-about")}</p>
                <Shown remote=ways what=say!("what-ways") view=|ways| view! { <Shelf ways /> } />
                <Replaying />
            </div>
        </Panel>
    }
}

/// A way of working on the shelf.
#[derive(Clone, Debug, PartialEq)]
struct Volume {
    profile: Arc<Profile>,
    in_force: bool,
}

/// The one in force first, then those that ship. A shipped one that is the one in force stands
/// there once; one that the county has changed since stands there too.
fn shelf(view: &WaysView) -> Vec<Volume> {
    let own = Volume {
        profile: Arc::new(view.own.clone()),
        in_force: true,
    };
    let others = view.shipped.iter().filter(|shipped| **shipped != view.own);
    let others = others.map(|shipped| Volume {
        profile: Arc::new(shipped.clone()),
        in_force: false,
    });
    std::iter::once(own).chain(others).collect()
}

/// The chooser, and the chosen one below it.
#[component]
fn Shelf(ways: Signal<Arc<WaysView>>) -> impl IntoView {
    let volumes = Memo::new(move |_| ways.with(|ways| shelf(ways)));
    let calendars = Memo::new(move |_| ways.with(|ways| ways.calendars.clone()));
    let chosen = RwSignal::new(0_usize);
    let card = move |(index, volume): (usize, Volume)| {
        let Volume { profile, in_force } = volume;
        // A shipped one with the code of the one in force is another text under the same name.
        let is_twin = !in_force && ways.with_untracked(|ways| ways.own.code == profile.code);
        let testid = if is_twin {
            format!("ways-choose-{}-shipped", profile.code)
        } else {
            format!("ways-choose-{}", profile.code)
        };
        let steps: Vec<String> = profile.steps.iter().map(|step| label(&step.name)).collect();
        let figures = t(
            "ways-figures",
            &[
                ("steps", &count(profile.steps.len() as u64)),
                ("clocks", &count(profile.clock_codes().count() as u64)),
                ("channels", &count(profile.channels.len() as u64)),
                ("categories", &count(profile.categories.len() as u64)),
            ],
        );
        view! {
            <button type="button" class="way-card" role="radio" data-testid=testid
                aria-checked=move || (chosen.get() == index).to_string()
                on:click=move |_| chosen.set(index)>
                <strong>{label(&profile.name)}</strong>
                {in_force.then(|| view! { <Tag hue=Hue::Accent>{t("ways-in-force", &[])}</Tag> })}
                {is_twin.then(|| view! { <Tag hue=Hue::Plain>{t("ways-as-shipped", &[])}</Tag> })}
                <span class="way-steps">{steps.join(" → ")}</span>
                <span class="part-note figures">{figures}</span>
            </button>
        }
    };
    let cards = move || {
        let cards = volumes.get().into_iter().enumerate();
        cards.map(card).collect_view()
    };
    let shown = move || {
        let volume = volumes.with(|volumes| {
            let volume = volumes.get(chosen.get()).or(volumes.first());
            volume.cloned()
        })?;
        let calendars = calendars.get();
        // Worded as a whole: it is made anew in the other language.
        language();
        Some(view! { <OneWay volume calendars /> })
    };
    view! {
        <div class="way-cards" role="radiogroup" aria-label=say!("ways-choose")>{cards}</div>
        {shown}
    }
}

/// One way of working, from the flow chart to the calendars.
#[component]
fn OneWay(volume: Volume, calendars: Vec<CalendarRow>) -> impl IntoView {
    let Volume { profile, in_force } = volume;
    view! {
        <article class="way" data-testid="ways-shown" data-code=profile.code.clone()
            data-in-force=in_force.to_string()>
            <header class="way-head">
                <h2>{label(&profile.name)}</h2>
                <p class="page-about">{profile.source.clone()}</p>
                {(!in_force).then(|| view! { <HowToUse code=profile.code.clone() /> })}
            </header>
            <FlowChart profile=profile.clone() />
            <Clocks profile=profile.clone() />
            <WhoMay profile=profile.clone() />
            <Rules profile=profile.clone() />
            <Lists profile=profile.clone() />
            <Routing profile=profile.clone() />
            <Calendars calendars />
        </article>
    }
}

/// The two command lines that put a way in force.
#[component]
fn HowToUse(code: String) -> impl IntoView {
    let central = format!("onemap-central profile use {code} --database FILE");
    let trial = format!("cargo xtask run -- --profile {code}");
    view! {
        <div class="way-use" data-testid="ways-use">
            <p>{t("ways-use", &[])}</p>
            <code>{central}</code>
            <p>{t("ways-use-trial", &[])}</p>
            <code>{trial}</code>
        </div>
    }
}

/// The years whose working calendar is known.
#[component]
fn Calendars(calendars: Vec<CalendarRow>) -> impl IntoView {
    let row = |row: CalendarRow| {
        view! {
            <tr data-testid="ways-calendar" data-year=row.year>
                <th scope="row" class="figures">{row.year.to_string()}</th>
                <td>{row.notice}</td>
                <td class="number figures">{count(row.days_off)}</td>
                <td class="number figures">{count(row.made_up)}</td>
            </tr>
        }
    };
    let none = calendars.is_empty();
    // The newest is what one looks for.
    let rows = calendars.into_iter().rev().map(row).collect_view();
    view! {
        <section class="page-part" data-testid="ways-calendars">
            <h3 class="part-head">{t("ways-calendars", &[])}</h3>
            <p class="part-note page-note">{t("ways-calendars-note", &[])}</p>
            {if none {
                view! { <p class="part-empty">{t("ways-calendars-none", &[])}</p> }.into_any()
            } else {
                view! {
                    <table class="page-table">
                        <thead><tr>
                            <th scope="col">{t("ways-year", &[])}</th>
                            <th scope="col">{t("ways-notice", &[])}</th>
                            <th scope="col" class="number">{t("ways-days-off", &[])}</th>
                            <th scope="col" class="number">{t("ways-made-up", &[])}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                }
                .into_any()
            }}
        </section>
    }
}

/// Words one after another: 甲、乙、丙.
fn listed<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> String {
    let words: Vec<String> = words
        .into_iter()
        .map(|word| word.as_ref().to_owned())
        .collect();
    words.join(&t("list-separator", &[]))
}

/// A period in words.
fn period(period: onemap_domain::calendar::Period) -> String {
    onemap_protocol::text::Text::of(language()).period(period)
}

/// What a way calls one of its channels.
fn channel(profile: &Profile, code: &str) -> String {
    let found = profile.channel(code);
    found.map_or_else(|| code.to_owned(), |found| label(&found.name))
}

/// What a way calls one of its categories.
fn category(profile: &Profile, code: &str) -> String {
    let found = profile.category(code);
    found.map_or_else(|| code.to_owned(), |found| label(&found.name))
}

#[cfg(test)]
mod tests;
