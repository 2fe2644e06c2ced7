//! What the forms of a meeting have in common, and the form that is open.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::close::CloseForm;
use super::decide::DecideForm;
use super::fields::FIELDS;
use super::report::ReportForm;
use super::room::{Form, Room};
use crate::parts::{Button, Look, Whole};
use crate::remote::Deed;
use crate::say;
use crate::text::t;

/// The form that is open.
#[component]
pub fn FormHere(
    /// The meeting.
    room: Room,
) -> impl IntoView {
    let on_close = Callback::new(move |()| {
        room.form.try_set(None);
    });
    move || {
        room.form.get().map(|form| match form {
            Form::Decide(case) => view! { <DecideForm room case on_close /> }.into_any(),
            Form::Report(held) => {
                view! { <ReportForm held=*held drops=false on_close /> }.into_any()
            }
            Form::Drop(held) => view! { <ReportForm held=*held drops=true on_close /> }.into_any(),
            Form::Close => view! { <CloseForm room on_close /> }.into_any(),
        })
    }
}

/// The frame of a form: its heading, its fields, its foot. Enter sends it (in a field of several
/// lines, Ctrl and Enter, where Enter begins a line), Esc leaves it.
#[component]
pub fn Shell(
    /// The stable name of its command.
    name: &'static str,
    /// Giving it.
    deed: Deed,
    /// Enter begins a line in its fields of several lines.
    #[prop(optional)]
    lines: bool,
    /// How much it weighs.
    #[prop(default = Look::Primary)]
    look: Look,
    /// What it is about, beside its heading.
    #[prop(into, optional)]
    about: Signal<String>,
    /// Sends it.
    on_send: Callback<()>,
    /// Leaves it.
    on_close: Callback<()>,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let problem = Signal::derive(move || deed.problem());
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let controlled = event.ctrl_key() || event.meta_key();
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let on = target.map(|target| target.tag_name()).unwrap_or_default();
        let sends = match on.as_str() {
            "BUTTON" => false,
            "TEXTAREA" => !event.shift_key() && !lines,
            _ => true,
        };
        match event.key().as_str() {
            "Escape" => on_close.run(()),
            "Enter" if controlled || sends => on_send.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let words = move || {
        if deed.busy() {
            t("case-form-sending", &[])
        } else {
            t(name, &[])
        }
    };
    view! {
        <section class="meeting-form" data-testid="meeting-form" data-command=name
            aria-label=move || t(name, &[]) on:keydown=on_key>
            <h3 class="form-head">
                {move || t(name, &[])} " "
                <span class="part-note">{about}</span>
            </h3>
            <Whole problem fields=FIELDS testid="meeting-problem" />
            {children()}
            <div class="form-foot meeting-form-foot">
                <Button look on_press=on_send busy=Signal::derive(move || deed.busy())
                    hint=if lines { "Ctrl ⏎" } else { "⏎" } testid="meeting-send">{words}</Button>
                <Button on_press=on_close hint="Esc" testid="meeting-back">{say!("case-form-back")}</Button>
            </div>
        </section>
    }
}
