//! The end of a meeting: who was there, and what else there is to say.

use leptos::prelude::*;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::meeting::Command;
use onemap_protocol::desk::KeepRecord;

use super::draft::names;
use super::fields::Area;
use super::form::Shell;
use super::room::Room;
use crate::parts::count;
use crate::remote::Deed;
use crate::text::t;
use crate::toasts::{Toast, Tone};

/// The form.
#[component]
pub fn CloseForm(
    /// Which meeting.
    room: Room,
    /// Leaves it.
    on_close: Callback<()>,
) -> impl IntoView {
    let desk = room.desk;
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let attendees = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let send = Callback::new(move |()| {
        let keep = KeepRecord {
            record: Some(room.id.get_untracked()),
            revision: room.revision.get_untracked(),
            keep: RecordCommand::Meeting(Command::Close {
                attendees: attendees.with_untracked(|text| names(text)),
                note: note.get_untracked(),
            }),
        };
        deed.perform(keep, move |_| {
            let command = untrack(|| t("meeting-close", &[]));
            desk.toast(Toast::new(
                Tone::Good,
                "case-submitted",
                &[("command", &command)],
            ));
            on_close.try_run(());
        });
    });
    let here = Signal::derive(move || {
        let here = attendees.with(|text| names(text).len());
        t("meetings-close-about", &[("count", &count(here as u64))])
    });
    view! {
        <Shell name="meeting-close" deed lines=true about=here on_send=send on_close>
            <Area name="attendees" value=attendees problem required=true focused=true rows=3 />
            <Area name="note" value=note problem />
        </Shell>
    }
}
