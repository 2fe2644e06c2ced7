//! What came of a decision, and dropping it.

use leptos::prelude::*;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::decision::Command;
use onemap_protocol::desk::KeepRecord;

use super::fields::Area;
use super::form::Shell;
use super::room::Held;
use crate::parts::Look;
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::t;
use crate::toasts::{Toast, Tone};

/// The form.
#[component]
pub fn ReportForm(
    /// On which decision.
    held: Held,
    /// Drops it instead.
    drops: bool,
    /// Leaves it.
    on_close: Callback<()>,
) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let text = RwSignal::new(String::new());
    let done = RwSignal::new(false);
    let name = if drops {
        "decision-drop"
    } else {
        "decision-report"
    };
    let about = held.decision.resolution.text.clone();
    let send = Callback::new(move |()| {
        let words = text.get_untracked();
        let command = if drops {
            Command::Drop { reason: words }
        } else {
            Command::Report {
                text: words,
                done: done.get_untracked(),
            }
        };
        let keep = KeepRecord {
            record: Some(held.id),
            revision: held.revision,
            keep: RecordCommand::Decision(command),
        };
        deed.perform(keep, move |_| {
            let command = untrack(|| t(name, &[]));
            desk.toast(Toast::new(
                Tone::Good,
                "case-submitted",
                &[("command", &command)],
            ));
            on_close.try_run(());
        });
    });
    let (field, label) = if drops {
        ("reason", "meetings-field-reason")
    } else {
        ("text", "meetings-field-report")
    };
    let is_done = (!drops).then(|| {
        view! {
            <label class="meeting-check">
                <input type="checkbox" data-testid="meeting-done" prop:checked=done
                    on:change:target=move |event| done.set(event.target().checked()) />
                {say!("meetings-report-done")}
            </label>
        }
    });
    let look = if drops { Look::Danger } else { Look::Primary };
    view! {
        <Shell name deed look about=Signal::derive(move || about.clone()) on_send=send on_close>
            <Area name=field value=text problem required=true focused=true label />
            {is_done}
        </Shell>
    }
}
