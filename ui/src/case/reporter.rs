//! Who brought the matter: masked, and shown for a minute to whoever says why.
//!
//! Deliberately absent: keeping what was shown. It is in one signal of this component, and goes with it.

use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use onemap_domain::audit::{Revealed, may_reveal};
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{CaseView, Link, Reveal};
use web_sys::KeyboardEvent;

use crate::parts::{Button, Dialog, Hue, Look, Tag, TextArea};
use crate::remote::Deed;
use crate::say;
use crate::state::{Desk, Overlay, Selection};
use crate::text::{sentence, t, word};

/// How long what is masked is shown.
const SHOWN_FOR: Duration = Duration::from_mins(1);

/// Reasons that are often given, by their names in the locale files.
const REASONS: [&str; 4] = ["call_back", "visit", "duplicate", "satisfaction"];

/// Whether the line is up: what only the central can tell can be asked for.
pub fn on_line(desk: Desk) -> bool {
    desk.status.with(|status| {
        status
            .as_ref()
            .is_some_and(|status| status.link == Link::Online)
    })
}

/// The reporter's line among the pairs of the matter, and what else is masked while it is shown.
#[component]
pub fn ReporterLine(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let id = Memo::new(move |_| view.with(|view| view.case.id));
    let reporter = Memo::new(move |_| view.with(|view| view.case.facts.reporter.clone()));
    let shown = RwSignal::new(None::<Revealed>);
    let asking = RwSignal::new(false);
    hide_in_time(desk, id, shown);
    let may = move || {
        let is_allowed = desk.user.with(|user| {
            user.as_ref()
                .is_some_and(|user| may_reveal(user.scope.role))
        });
        is_allowed && view.with(|view| !Revealed::of(&view.case).fields().is_empty())
    };
    let masked = move || {
        reporter.with(|reporter| match reporter {
            Some(reporter) => format!("{} {}", reporter.name, reporter.phone)
                .trim()
                .to_owned(),
            None => t("case-reporter-none", &[]),
        })
    };
    let is_masked = move || reporter.with(Option::is_some);
    let needs_line = Signal::derive(move || (!on_line(desk)).then(|| t("reveal-needs-line", &[])));
    view! {
        <dt>{say!("case-reporter")}</dt>
        <dd data-testid="case-reporter" class="figures">
            {move || match shown.get() {
                Some(revealed) => view! { <Unmasked revealed on_hide=move |()| shown.set(None) /> }.into_any(),
                None => view! {
                    {masked}
                    <Show when=is_masked>
                        " " <Tag>{say!("case-reporter-masked")}</Tag>
                    </Show>
                    <Show when=may>
                        " "
                        <Button testid="reveal" reason=needs_line on_press=move |()| asking.set(true)>
                            {say!("reveal-open")}
                        </Button>
                        {move || needs_line.get().map(|why| view! {
                            <p class="part-note" data-testid="reveal-needs-line">{why}</p>
                        })}
                    </Show>
                }
                .into_any(),
            }}
            <Show when=move || asking.get()>
                <Asking case=id asking shown />
            </Show>
        </dd>
    }
}

/// Masks again after a minute, when another case is selected, and when the desk is locked.
fn hide_in_time(desk: Desk, id: Memo<CaseId>, shown: RwSignal<Option<Revealed>>) {
    Effect::new(move |earlier: Option<Option<TimeoutHandle>>| {
        if let Some(Some(earlier)) = earlier {
            earlier.clear();
        }
        let hide = move || drop(shown.try_set(None));
        let begins = shown.with(Option::is_some);
        let timer = begins.then(|| set_timeout_with_handle(hide, SHOWN_FOR).ok());
        timer.flatten()
    });
    Effect::new(move |_| {
        let is_here = desk.selection.get() == Selection::Case(id.get());
        let is_locked = desk.overlay.get() == Overlay::Lock;
        if (!is_here || is_locked) && shown.with_untracked(Option::is_some) {
            shown.set(None);
        }
    });
}

/// Asks why.
#[component]
fn Asking(
    case: Memo<CaseId>,
    asking: RwSignal<bool>,
    shown: RwSignal<Option<Revealed>>,
) -> impl IntoView {
    let deed = Deed::new();
    let reason = RwSignal::new(String::new());
    let busy = Signal::derive(move || deed.busy());
    let problem = Signal::derive(move || deed.problem());
    let other = move || {
        let problem = deed.problem()?;
        let at_field = problem
            .params
            .get("field")
            .is_some_and(|field| field == "reason");
        (!at_field).then(|| {
            view! {
                <p class="form-problem" role="alert" data-testid="reveal-problem">
                    {sentence(&problem)}
                </p>
            }
        })
    };
    let ask = move |()| {
        let reveal = Reveal {
            case: case.get_untracked(),
            reason: reason.get_untracked(),
        };
        deed.perform(reveal, move |revealed| {
            shown.try_set(Some(revealed));
            asking.try_set(false);
        });
    };
    let preset = move |name: &'static str| {
        let fill = move |()| reason.set(word("reveal-reason", name));
        view! {
            <Button testid=format!("reveal-reason-{name}") on_press=fill>
                {move || word("reveal-reason", name)}
            </Button>
        }
    };
    // What is typed here is neither a shortcut of the desk nor one of the panel around it.
    let keep = |event: KeyboardEvent| event.stop_propagation();
    view! {
        <div on:keydown=keep>
        <Dialog title=say!("reveal-title") testid="reveal-dialog"
            on_close=move |()| asking.set(false)>
            <p>{say!("reveal-note")}</p>
            {other}
            <div class="reveal-reasons" role="group" aria-label=say!("reveal-presets")>
                {REASONS.map(preset).collect_view()}
            </div>
            <TextArea name="reason" value=reason problem required=true rows=2 focused=true
                testid="reveal-reason" />
            <div class="dialog-actions">
                <Button on_press=move |()| asking.set(false)>{say!("cancel")}</Button>
                <Button busy look=Look::Primary testid="reveal-confirm" on_press=ask>
                    {say!("reveal-confirm")}
                </Button>
            </div>
        </Dialog>
        </div>
    }
}

/// What is masked otherwise.
#[component]
fn Unmasked(revealed: Revealed, #[prop(into)] on_hide: Callback<()>) -> impl IntoView {
    let Revealed {
        reporter,
        said,
        parties,
    } = revealed;
    let reporter = reporter.map(|reporter| format!("{} {}", reporter.name, reporter.phone));
    let is_empty = reporter.is_none() && said.is_empty() && parties.iter().all(Vec::is_empty);
    let said = (!said.is_empty()).then(|| {
        let rows = said.into_iter();
        let rows = rows.map(|said| view! { <li>{said.name} ": " {said.value}</li> });
        view! {
            <p class="part-note">{say!("reveal-said")}</p>
            <ul class="plain">{rows.collect_view()}</ul>
        }
    });
    let parties = parties.into_iter().filter(|parties| !parties.is_empty());
    let parties: Vec<_> = parties
        .map(|parties| {
            view! {
                <p>
                    <span class="part-note">{say!("reveal-parties")}</span>
                    " " {move || super::names::listed(&parties)}
                </p>
            }
        })
        .collect();
    view! {
        <div class="revealed" data-testid="revealed">
            {reporter}
            {is_empty.then(|| view! { <span>{say!("reveal-nothing")}</span> })}
            " " <Tag hue=Hue::Warning>{say!("reveal-shown")}</Tag>
            " "
            <Button testid="reveal-hide" on_press=on_hide>{say!("reveal-hide")}</Button>
            {said}
            {parties}
        </div>
    }
}
