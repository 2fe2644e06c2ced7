//! Taking in a case, and correcting one: the same fields, in the order in which an operator on the
//! phone hears them.
//!
//! Deliberately absent: judging the contents. The console does, and names the field.

mod draft;
mod place;
mod words;

pub use draft::{FIELDS, FactsDraft};

use leptos::prelude::*;
use onemap_domain::command::Command;
use onemap_protocol::desk::{CaseFilter, Cases};
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use self::place::PlaceField;
use crate::case::{Brief, FormProblem, Sending, UrgencyField};
use crate::parts::{Button, Choices, Look, Select, TextArea, TextField};
use crate::remote::remote;
use crate::state::{Book, Desk, Mode, Pick, keep};
use crate::text::t;

/// Longest title that the rules take, characters.
const TITLE_LIMIT: usize = 120;
/// How many cases like this one are shown.
const SHOWN: usize = 4;

/// The form of a new case.
#[component]
pub fn NewCase() -> impl IntoView {
    let desk = Desk::here();
    let position = desk.mode.with_untracked(|mode| match mode {
        Mode::NewCase { position } => *position,
        _ => None,
    });
    let draft = FactsDraft::new(position, first_channel(desk), Pick::NewCase);
    let sending = Sending::new();
    let send = Callback::new(move |()| {
        let command = draft.facts().map(|facts| Command::Report {
            facts: Box::new(facts),
        });
        sending.give(desk, None, 0, command, move |submitted| {
            draft.keep_channel();
            desk.select_case(submitted.case);
        });
    });
    let cancel = Callback::new(move |()| {
        desk.pick.set(None);
        desk.mode.set(Mode::Desk);
    });
    let on_key = move |event: KeyboardEvent| {
        let controlled = event.ctrl_key() || event.meta_key();
        if !event.is_composing() && controlled && event.key() == "Enter" {
            event.prevent_default();
            event.stop_propagation();
            send.run(());
        }
    };
    view! {
        <section
            class="panel new-case"
            aria-label=crate::say!("new-case-heading")
            data-testid="new-case"
            on:keydown=on_key
        >
            <header class="panel-head">
                <h2 class="panel-title">{crate::say!("new-case-heading")}</h2>
                <button
                    type="button"
                    class="panel-close"
                    data-testid="panel-close"
                    aria-label=crate::say!("close")
                    title=crate::say!("close-esc")
                    on:click=move |_| cancel.run(())
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                </button>
            </header>
            <div class="panel-body">
                <div class="case-form case-form-whole">
                    <FormProblem problem=sending.problem fields=FIELDS />
                    <FactsFields draft problem=sending.problem />
                </div>
                <AlreadyOpen draft />
            </div>
            <footer class="panel-foot">
                <div class="form-foot">
                    <Button
                        look=Look::Primary
                        on_press=send
                        busy=sending.busy
                        hint="Ctrl ⏎"
                        testid="new-case-submit"
                    >
                        {crate::say!("new-case-submit")}
                    </Button>
                    <Button on_press=cancel hint="Esc" testid="new-case-cancel">
                        {crate::say!("new-case-cancel")}
                    </Button>
                </div>
            </footer>
        </section>
    }
}

/// The channel that was used last on this computer, else the profile's first.
fn first_channel(desk: Desk) -> String {
    let last = crate::state::kept("channel").unwrap_or_default();
    desk.names.with_untracked(|names| {
        let channels = names
            .as_deref()
            .map(|n| n.profile.channels.as_slice())
            .unwrap_or_default();
        let known = channels
            .iter()
            .find(|channel| channel.code == last)
            .or(channels.first());
        known
            .map(|channel| channel.code.clone())
            .unwrap_or_default()
    })
}

/// The fields of a case's facts.
#[component]
pub fn FactsFields(
    /// What is being written.
    draft: FactsDraft,
    /// What the console found.
    #[prop(into)]
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let hint = move |key: &'static str| Signal::derive(crate::say!(key));
    let from_book = move |list: fn(&Book, onemap_protocol::text::Language) -> Choices| {
        Signal::derive(move || {
            let language = desk.language.get();
            desk.names.with(|names| {
                names
                    .as_deref()
                    .map(|b| list(b, language))
                    .unwrap_or_default()
            })
        })
    };
    let categories = from_book(|book, language| {
        let all = book.profile.categories.iter();
        all.map(|c| (c.code.clone(), language.of(&c.name).to_owned()))
            .collect()
    });
    let channels = from_book(|book, language| {
        let all = book.profile.channels.iter();
        all.map(|c| (c.code.clone(), language.of(&c.name).to_owned()))
            .collect()
    });
    let title_hint = Signal::derive(move || {
        if draft.title_is_suggested() {
            t("new-case-title-suggested", &[])
        } else {
            t("new-case-title-hint", &[])
        }
    });
    let kept = draft.masked_reporter();
    let reporter_hint = kept.map(|reporter| {
        view! { <p class="field-line">{crate::say!("new-case-reporter-kept", reporter = reporter)}</p> }
    });
    draft.follow();
    view! {
        <TextArea
            name="text"
            value=draft.text
            problem
            hint=hint("new-case-text-hint")
            rows=4
            focused=true
            testid="new-case-text"
        />
        <TextField
            name="title"
            value=draft.title
            problem
            hint=title_hint
            required=true
            limit=TITLE_LIMIT
            testid="new-case-title"
        />
        <div class="form-two">
            <Select
                name="category"
                value=draft.category
                choices=categories
                problem
                required=true
                testid="new-case-category"
            />
            <UrgencyField urgency=draft.urgency />
        </div>
        <div class="form-two">
            <TextField name="name" value=draft.name problem testid="new-case-reporter-name" />
            <TextField name="phone" value=draft.phone problem kind="tel" testid="new-case-reporter-phone" />
        </div>
        {reporter_hint}
        <PlaceField draft problem />
        <TextField
            name="address"
            value=draft.address
            problem
            hint=hint("new-case-address-hint")
            limit=TITLE_LIMIT
            testid="new-case-address"
        />
        <Select
            name="channel"
            value=draft.channel
            choices=channels
            problem
            required=true
            testid="new-case-channel"
        />
    }
}

/// Open cases of the same category in the same grid, before one is taken in twice.
#[component]
fn AlreadyOpen(draft: FactsDraft) -> impl IntoView {
    let desk = Desk::here();
    let cases = remote(move || {
        desk.cases.track();
        let area = draft.grid()?;
        let filter = CaseFilter {
            area: Some(area),
            ..CaseFilter::default()
        };
        Some(Cases {
            filter,
            offset: 0,
            limit: 200,
        })
    });
    let alike = Memo::new(move |_| {
        let category = draft.category.get();
        let rows = cases.with(|page| {
            let alike = page.rows.iter().filter(|row| row.category == category);
            alike.take(SHOWN).cloned().collect::<Vec<_>>()
        });
        rows.filter(|_| !category.is_empty())
    });
    move || {
        let rows = alike.get()?;
        let is_any = !rows.is_empty();
        let key = if is_any {
            "new-case-nearby-hint"
        } else {
            "new-case-nearby-none"
        };
        let rows = rows
            .into_iter()
            .map(|row| view! { <li><Brief row /></li> })
            .collect_view();
        Some(view! {
            <section class="part" data-testid="new-case-nearby">
                <h3 class="part-head">{t("new-case-nearby", &[])}</h3>
                <p class="part-empty">{t(key, &[])}</p>
                <ul class="briefs">{rows}</ul>
            </section>
        })
    }
}

/// Remembers a channel on this computer; an operator mostly sits at one.
fn keep_channel(code: &str) {
    // Where it cannot be kept, the profile's first is offered the next time.
    keep("channel", code);
}
