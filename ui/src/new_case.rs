//! Taking in a case, and correcting one: the same fields, in the order in which an operator on the
//! phone hears them.
//!
//! Deliberately absent: judging the contents. The console does, and names the field.

mod alike;
mod draft;
mod keep;
mod place;
mod who;
mod words;

pub use draft::{FIELDS, FactsDraft};
pub use keep::{DraftKept, DropDraft, NewDraft};

use leptos::prelude::*;
use onemap_domain::command::Command;
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use self::alike::AlikeCases;
use self::place::PlaceField;
use self::who::{ChannelField, PersonsField, UnitField};
use crate::case::{FormProblem, Sending, UrgencyField};
use crate::parts::{Button, Choices, Look, Select, TextArea, TextField};
use crate::state::{Book, Desk, Mode, keep as keep_setting};
use crate::text::t;

/// Longest title that the rules take, characters.
const TITLE_LIMIT: usize = 120;

/// The form of a new case.
#[component]
pub fn NewCase() -> impl IntoView {
    let desk = Desk::here();
    let kept = NewDraft::here();
    let draft = kept.facts;
    // Begun on the map: there. What was written before stays.
    Effect::new(move |_| {
        let begun_at = desk.mode.with(|mode| match mode {
            Mode::NewCase { position } => *position,
            _ => None,
        });
        if begun_at.is_some() {
            draft.position.set(begun_at);
        }
    });
    let sending = Sending::new();
    let send = Callback::new(move |()| {
        let command = draft.facts().map(|facts| Command::Report {
            facts: Box::new(facts),
        });
        let old = kept.old.get_untracked();
        sending.give(desk, old, None, 0, command, move |submitted| {
            draft.keep_channel();
            kept.clear(desk);
            desk.select_case(submitted.case);
        });
    });
    let cancel = Callback::new(move |()| kept.leave(desk));
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
                    <Show when=move || kept.old.with(Option::is_some)>
                        <p class="form-moved" role="status" data-testid="form-taken">{crate::say!("order-taken-over")}</p>
                    </Show>
                    <FormProblem problem=sending.problem fields=FIELDS />
                    <FactsFields draft problem=sending.problem />
                </div>
            </div>
            // Always in sight: what is alike must be seen before the case is registered.
            <AlikeCases draft />
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
        <PersonsField draft problem />
        <UnitField draft problem />
        <ChannelField draft problem />
    }
}

/// Remembers a channel on this computer; an operator mostly sits at one.
fn keep_channel(code: &str) {
    // Where it cannot be kept, the profile's first is offered the next time.
    keep_setting("channel", code);
}
