//! A wall that has no device account yet: its name and password, once. Only accounts of the role
//! 大屏 are taken.

use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::people::UserId;
use onemap_protocol::problem::Problem;
use onemap_protocol::session::Secret;

use crate::backend;
use crate::header::Mark;
use crate::parts::{Button, Look, TextField};
use crate::say;
use crate::state::Desk;
use crate::text::sentence;

/// The form, or that the device is being signed in.
#[component]
pub fn Enter() -> impl IntoView {
    let desk = Desk::here();
    let user = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let missing = [("user", user), ("password", password)]
            .into_iter()
            .find(|(_, value)| value.with_untracked(|value| value.trim().is_empty()));
        if let Some((field, _)) = missing {
            problem.set(Some(Problem::from(Refusal::FieldMissing {
                field: field.to_owned(),
            })));
            return;
        }
        busy.set(true);
        problem.set(None);
        let name = UserId(user.get_untracked().trim().to_owned());
        let secret = Secret(password.get_untracked());
        wasm_bindgen_futures::spawn_local(async move {
            match backend::enter_wall(&name, &secret).await {
                Ok(()) => desk.statuses.update(|count| *count += 1),
                Err(why) => {
                    problem.try_set(Some(why));
                }
            }
            busy.try_set(false);
        });
    };
    let whole = move || {
        problem
            .get()
            .filter(|problem| !problem.params.contains_key("field"))
            .map(|problem| view! { <p class="door-problem" role="alert">{sentence(&problem)}</p> })
    };
    view! {
        <div class="door" data-testid="wall-enter">
            <section class="door-card">
                <header class="door-head">
                    <Mark />
                    <div class="door-names">
                        <h1 class="door-title">{say!("app-name")}</h1>
                        <p class="door-county">{say!("wall-enter-title")}</p>
                    </div>
                </header>
                <form class="door-form" on:submit=enter novalidate>
                    <p class="door-note">{say!("wall-enter-note")}</p>
                    <TextField name="user" value=user problem autocomplete="username"
                        focused=true testid="wall-enter-user" />
                    <TextField name="password" value=password problem kind="password"
                        autocomplete="current-password" testid="wall-enter-password" />
                    {whole}
                    <Button look=Look::Primary submit=true busy=Signal::derive(move || busy.get())
                        testid="wall-enter-submit">{say!("sign-in")}</Button>
                </form>
            </section>
        </div>
    }
}
