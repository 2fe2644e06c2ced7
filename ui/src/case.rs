//! The case at the right of the desk: its facts, where it stands, its clocks, what presses it, what
//! happened, which cases it belongs with, and what may be done now.
//!
//! Deliberately absent: deciding. What is allowed, and why not, is the console's answer.

mod actions;
mod around;
mod assists;
mod beside;
mod brief;
mod choose;
mod clocks;
mod counting;
mod dispatch;
#[cfg(test)]
mod fixture;
mod flow;
mod form;
mod head;
mod looks;
mod matter;
mod moments;
mod names;
mod oversight;
mod paper;
mod policies;
mod reporter;
mod said;
mod submit;
mod ties;
mod timeline;
mod voice;
mod way;
mod when;

pub use assists::Assists;
pub use brief::Brief;
pub use choose::DepartmentChooser;
pub use form::{UrgencyField, can_begin};
pub use head::Provisional;
pub use matter::PeopleList;
pub use names::command_name;
pub use submit::{FormProblem, Sending};

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::command::CommandKind;
use onemap_protocol::desk::{CaseCard, CaseView};
use onemap_protocol::problem::{Problem, ProblemCode};
use web_sys::KeyboardEvent;

use self::actions::ActionBar;
use self::around::Surroundings;
use self::beside::Beside;
use self::clocks::Clocks;
use self::flow::Flow;
use self::form::{Draft, FormFoot, FormView};
use self::head::{Banners, Head, PendingBanner};
use self::looks::Looks;
use self::matter::{Matter, NearbyCases, Order, OriginPart, People};
use self::oversight::Oversight;
use self::paper::{KeepPaper, Paper};
use self::policies::HandedOut;
use self::ties::{AlikeCases, Ties};
use self::timeline::Timeline;
use crate::attachments::Attachments;
use crate::parts::{Empty, Failure, Loading};
use crate::remote::{Remote, remote};
use crate::state::{Desk, Intent, Selection};

/// What the panel holds.
#[derive(Clone, Debug, PartialEq)]
enum Held {
    Nothing,
    Loading,
    Failed(Problem),
    Case(CaseId),
}

/// The panel of the selected case.
#[component]
pub fn CasePanel() -> impl IntoView {
    let desk = Desk::here();
    let selected = Memo::new(move |_| match desk.selection.get() {
        Selection::Case(id) => Some(id),
        _ => None,
    });
    let card = remote(move || {
        desk.cases.track();
        selected.get().map(|id| CaseCard { id })
    });
    // The case before stays in sight, dimmed, until the new one is there: nothing flickers.
    let held = Memo::new(move |_| {
        let Some(wanted) = selected.get() else {
            return Held::Nothing;
        };
        let shown = card.with(|view| view.case.id);
        match (shown, card.problem()) {
            // Sealed or given away meanwhile: it is not shown as it was, either.
            (Some(shown), Some(gone)) if shown == wanted && gone.is(ProblemCode::NotFound) => {
                Held::Failed(gone)
            }
            (Some(shown), _) if shown == wanted => Held::Case(shown),
            (_, Some(problem)) => Held::Failed(problem),
            (Some(shown), None) => Held::Case(shown),
            (None, None) => Held::Loading,
        }
    });
    let retry = Callback::new(move |()| card.retry());
    move || match held.get() {
        Held::Nothing => view! {
            <Empty
                sentence=Signal::derive(crate::say!("case-empty"))
                next=Signal::derive(crate::say!("case-empty-hint"))
            />
        }
        .into_any(),
        Held::Loading => {
            view! { <Loading what=Signal::derive(crate::say!("case-what")) /> }.into_any()
        }
        Held::Failed(problem) => view! { <Failure problem on_retry=retry /> }.into_any(),
        Held::Case(id) => match card.get_untracked() {
            Some(first) => view! { <OneCase id first card selected /> }.into_any(),
            None => ().into_any(),
        },
    }
}

/// The form that is open, and the reason that it begins with.
#[derive(Clone, Debug, PartialEq)]
struct Opened {
    command: CommandKind,
    reason: String,
}

/// One case, as long as it is the one shown.
#[component]
fn OneCase(
    id: CaseId,
    first: Arc<CaseView>,
    card: Remote<CaseView>,
    selected: Memo<Option<CaseId>>,
) -> impl IntoView {
    let desk = Desk::here();
    // Its last answer outlives the moment in which the next case's comes.
    let view = Memo::new(move |before: Option<&Arc<CaseView>>| {
        let now = card.get().filter(|view| view.case.id == id);
        now.or_else(|| before.cloned())
            .unwrap_or_else(|| first.clone())
    });
    let view: Signal<Arc<CaseView>> = view.into();
    let is_old = move || selected.get() != Some(id);

    let is_carried = Memo::new(move |_| view.with(|view| view.case.lead.is_some()));

    let form = RwSignal::new(None::<Opened>);
    let draft = RwSignal::new(None::<Draft>);
    let why = RwSignal::new(None::<CommandKind>);
    let panel = NodeRef::<html::Section>::new();
    let body = NodeRef::<html::Div>::new();

    let begin = move |command: CommandKind, reason: String| {
        // Its place is the list of attachments, not a form.
        if command == CommandKind::Attach {
            return;
        }
        let refused = view.with_untracked(|view| {
            view.actions
                .iter()
                .any(|a| a.command == command && a.refusal.is_some())
        });
        if refused {
            why.set(Some(command));
        } else {
            why.set(None);
            form.set(Some(Opened { command, reason }));
            // It opens at the top, and nothing moves any more once it can be clicked.
            if let Some(body) = body.get_untracked() {
                body.set_scroll_top(0);
            }
        }
    };
    let open = Callback::new(move |command| begin(command, String::new()));
    let close = Callback::new(move |()| {
        form.set(None);
        desk.pick.set(None);
        if let Some(panel) = panel.get_untracked() {
            // The keyboard goes back to where shortcuts are heard.
            let _ = panel.focus();
        }
    });
    let send = Callback::new(move |()| {
        if let Some(draft) = draft.get_untracked() {
            draft.send(desk, &view.get_untracked(), close);
        }
    });
    Effect::new(move |_| {
        if is_old() {
            return;
        }
        let Some(intent) = desk.intent.get() else {
            return;
        };
        desk.intent.set(None);
        match intent {
            Intent::Command(command) => open.run(command),
            Intent::Research(reason) => begin(CommandKind::Refer, reason),
            Intent::Enter => {
                if let Some(panel) = panel.get_untracked() {
                    let _ = panel.focus();
                }
            }
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() || form.get_untracked().is_none() {
            return;
        }
        let controlled = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Enter" if controlled => send.run(()),
            // A place is being picked: that is what Esc gives up first.
            "Escape" if desk.pick.get_untracked().is_none() => close.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <section
            node_ref=panel
            class="panel case"
            class:case-old=is_old
            tabindex="-1"
            aria-label=move || view.with(|view| view.case.facts.title.clone())
            aria-busy=move || is_old().then_some("true")
            data-testid="case-panel"
            data-case=id.to_string()
            data-stage=move || view.with(|view| view.case.stage.name())
            data-revision=move || view.with(|view| view.case.revision.to_string())
            data-pending=move || view.with(|view| view.pending.to_string())
            on:keydown=on_key
        >
            <Head view />
            <Flow view />
            <div class="panel-body" node_ref=body>
                <PendingBanner view />
                <Stale card />
                {move || form.get().map(|Opened { command, reason }| view! {
                    <FormView kind=command reason view open=draft />
                })}
                <Banners view />
                <Beside view on_open=open />
                <Matter view />
                <OriginPart view />
                <Order view />
                <Oversight view />
                <HandedOut view />
                <Attachments view />
                <Clocks view />
                <Ties view />
                // Before an order, what is alike decides; after it, what was done.
                <Show when=move || !is_carried.get()>
                    <AlikeCases view on_open=open />
                    <NearbyCases view />
                </Show>
                <Looks view />
                <KeepPaper paper=Paper::CaseFile view />
                <Timeline view />
                <Show when=move || is_carried.get()>
                    <AlikeCases view on_open=open />
                    <NearbyCases view />
                </Show>
                <Surroundings view />
                <People view />
            </div>
            <footer class="panel-foot">
                {move || match draft.get() {
                    Some(Draft { kind, sending, .. }) => {
                        view! { <FormFoot kind sending on_send=send on_back=close /> }.into_any()
                    }
                    None => view! { <ActionBar view why on_open=open /> }.into_any(),
                }}
            </footer>
        </section>
    }
}

/// What is shown may be old: the last asking failed.
#[component]
fn Stale(card: Remote<CaseView>) -> impl IntoView {
    move || {
        card.problem().map(|problem| {
            let why = crate::text::sentence(&problem);
            view! {
                <div class="stale" role="alert" data-testid="stale">
                    <span>{crate::text::t("stale", &[("why", &why)])}</span>
                    <button type="button" class="link" on:click=move |_| card.retry()>
                        {crate::say!("retry")}
                    </button>
                </div>
            }
        })
    }
}
