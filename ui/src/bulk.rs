//! Many cases at once: what is chosen, what is in it, one command for all, what became of each, and
//! taking it back.
//!
//! The panel stands where the case panel does while two cases or more are chosen. Deliberately
//! absent: choosing, which is the list's and the map's, and deciding, which is the console's.

mod chosen;
mod draft;
#[cfg(test)]
mod fixture;
mod form;
mod known;
mod many;
mod outcome;
mod overview;
mod plan;
mod reach;
mod review;
mod run;
mod sum;

pub use chosen::Chosen;
pub use known::watch;
pub use many::Many;

use leptos::html;
use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_domain::profile::Profile;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use self::draft::Draft;
use self::form::Form;
use self::many::Face;
use self::outcome::Outcome;
use self::overview::Overview;
use self::plan::{Ready, offered, ready};
use self::review::Review;
use crate::parts::count;
use crate::state::{Book, Desk, Intent};
use crate::text::t;

/// Reads the profile, once the names are there; tracked.
fn with_profile<T: Default>(desk: Desk, read: impl FnOnce(&Profile) -> T) -> T {
    desk.names.with(|names| {
        let profile = names.as_deref().map(|names: &Book| &names.profile);
        profile.map(read).unwrap_or_default()
    })
}

/// The commands that whoever is signed in may give to many; tracked.
fn commands(desk: Desk) -> Vec<CommandKind> {
    let Some(role) = desk.role() else {
        return Vec::new();
    };
    with_profile(desk, |profile| offered(profile, role).collect())
}

/// The chosen cases, sorted by whether a command can be given to them; tracked.
fn ready_for(desk: Desk, kind: CommandKind) -> Ready {
    let actor = desk
        .user
        .with(|user| user.as_ref().map(|user| user.actor.clone()));
    let Some(actor) = actor else {
        return Ready::default();
    };
    with_profile(desk, |profile| {
        desk.many.chosen.with(|chosen| {
            let sort = |known: &known::Known| ready(profile, &actor, kind, chosen.ids(), known);
            desk.many.known.with(sort)
        })
    })
}

/// The panel of many cases.
#[component]
pub fn BulkPanel(
    /// Something else stands in its place; what is filled in stays.
    #[prop(into)]
    covered: Signal<bool>,
) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let draft = Draft::new();
    // The draft of an earlier selection went with its panel.
    if matches!(many.face.get_untracked(), Face::Form(_) | Face::Review(_)) {
        many.face.set(Face::Overview);
    }
    let panel = NodeRef::<html::Section>::new();
    let open = Callback::new(move |kind: CommandKind| {
        let ready = untrack(|| ready_for(desk, kind));
        let known = commands(desk).contains(&kind);
        if !known || ready.able.is_empty() || untrack(|| many.is_sending()) {
            return;
        }
        untrack(|| {
            with_profile(desk, |profile| {
                many.known
                    .with(|known| draft.begin(kind, profile, &ready, known));
            });
        });
        many.face.set(Face::Form(kind));
    });
    Effect::new(move |_| {
        let Some(intent) = desk.intent.get().filter(|_| !covered.get()) else {
            return;
        };
        desk.intent.set(None);
        match intent {
            Intent::Command(kind) => open.run(kind),
            Intent::Enter => enter(panel),
            // Whom the rules name is asked for one case at a time.
            Intent::Research(_) => {}
        }
    });
    // After a step the keyboard is where it goes on: at what the new face begins with.
    Effect::new(move |before: Option<Face>| {
        let face = many.face.get();
        if before.is_some_and(|before| before != face) {
            // The overview takes no key of its own: X and J go on choosing.
            request_animation_frame(move || match face {
                Face::Overview => focus(panel),
                _ => enter(panel),
            });
        }
        face
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() && many.step_back() {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let chosen = Memo::new(move |_| many.chosen.with(|chosen| chosen.len() as u32));
    let words = move || t("bulk-count", &[("count", &count(chosen.get()))]);
    let sending = Memo::new(move |_| many.is_sending());
    view! {
        <section
            node_ref=panel
            class="panel bulk"
            hidden=covered
            tabindex="-1"
            aria-label=words
            data-testid="bulk-panel"
            data-face=move || match many.face.get() {
                Face::Overview => "overview",
                Face::Form(_) => "form",
                Face::Review(_) => "review",
                Face::Outcome => "outcome",
            }
            on:keydown=on_key
        >
            <header class="panel-head">
                <h2 class="panel-title figures" data-testid="bulk-count" data-count=chosen aria-live="polite">
                    {words}
                </h2>
                <button
                    type="button"
                    class="panel-close"
                    data-testid="panel-close"
                    aria-label=crate::say!("bulk-drop")
                    title=crate::say!("bulk-drop")
                    disabled=sending
                    on:click=move |_| many.clear()
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                </button>
            </header>
            {move || match many.face.get() {
                // Two forms with the same fields must not be on the page at once.
                _ if covered.get() => ().into_any(),
                Face::Overview => view! { <Overview on_open=open /> }.into_any(),
                Face::Form(kind) => view! { <Form kind draft /> }.into_any(),
                Face::Review(kind) => view! { <Review kind draft /> }.into_any(),
                Face::Outcome => view! { <Outcome /> }.into_any(),
            }}
        </section>
    }
}

/// Moves the keyboard to what the panel begins with, else to the panel.
fn enter(panel: NodeRef<html::Section>) {
    let Some(Some(panel)) = panel.try_get_untracked() else {
        return;
    };
    let first = panel
        .query_selector(".panel-body :is(input, select, textarea, .button), .panel-foot .button");
    let first = first
        .ok()
        .flatten()
        .and_then(|first| first.dyn_into::<HtmlElement>().ok());
    let _ = first.map_or_else(|| panel.focus(), |first| first.focus());
}

/// Moves the keyboard to the panel itself.
fn focus(panel: NodeRef<html::Section>) {
    if let Some(Some(panel)) = panel.try_get_untracked() {
        let _ = panel.focus();
    }
}
