//! Signing in: who one is, on which county. In a sample the demonstration users stand beside it.

mod asked;
mod provider;

use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::people::UserId;
use onemap_protocol::desk::{DemonstrationAccount, EnterSession};
use onemap_protocol::problem::Problem;
use onemap_protocol::session::Secret;
use onemap_protocol::text::Language;

use self::asked::{Asked, AskedFields, is_request};
use self::provider::ByProvider;
use crate::header::Mark;
use crate::parts::{Button, Look, Segment, Simulated, TextField};
use crate::remote::Deed;
use crate::say;
use crate::state::{Desk, Overlay, keep};
use crate::text::{sentence, t, word};

/// The page before anybody has signed in.
#[component]
pub fn SignIn() -> impl IntoView {
    view! { <Door /> }
}

/// The name of a language in that language: no translation helps who cannot read this one.
pub fn languages() -> Vec<(Language, String)> {
    Language::ALL
        .map(|language| (language, t(&format!("language-{}", language.tag()), &[])))
        .to_vec()
}

/// Chooses a language and keeps it.
pub fn choose_language(desk: Desk, language: Language) {
    desk.language.set(language);
    keep("language", language.tag());
}

/// The form; of the locked screen too, where it is the same user who comes back.
#[component]
pub fn Door(
    /// Somebody is signed in, and the screen has locked itself.
    #[prop(optional)]
    locked: bool,
) -> impl IntoView {
    let desk = Desk::here();
    let before = desk.user.get_untracked().filter(|_| locked);
    let user = RwSignal::new(
        before
            .as_ref()
            .map(|u| u.actor.user.0.clone())
            .unwrap_or_default(),
    );
    let password = RwSignal::new(String::new());
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let asked = Asked::new();
    Effect::new(move || {
        if let Some(problem) = problem.get() {
            asked.hear(&problem);
        }
    });
    // Somebody else has another password, and another second factor.
    Effect::watch(move || user.get(), move |_, _, _| asked.forget(), false);
    let by_provider = RwSignal::new(false);
    let perform = move |session: EnterSession| {
        deed.perform(asked.shown(session), move |user| {
            password.try_set(String::new());
            asked.forget();
            desk.user.set(Some(user));
            desk.overlay.set(Overlay::None);
        });
    };
    match provider::came_back() {
        Some(Ok(())) => {
            by_provider.set(true);
            perform(EnterSession::by_provider());
        }
        Some(Err(problem)) => deed.fail(problem),
        None => {}
    }
    Effect::watch(
        move || user.get(),
        move |_, _, _| by_provider.set(false),
        false,
    );
    let enter = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if by_provider.get_untracked() {
            match asked.mistake() {
                Some(mistake) => deed.fail(mistake),
                None => perform(EnterSession::by_provider()),
            }
            return;
        }
        if let Some(lack) = lack(user, password) {
            deed.fail(lack);
            return;
        }
        if let Some(mistake) = asked.mistake() {
            deed.fail(mistake);
            return;
        }
        let session = EnterSession::with_password(
            UserId(user.get_untracked().trim().to_owned()),
            Secret(password.get_untracked()),
        );
        perform(session);
    };
    view! {
        <div class="door" data-testid="sign-in">
            <section class="door-card">
                <Head />
                <form class="door-form" on:submit=enter novalidate>
                    <Show when=move || locked><p class="door-note">{say!("locked")}</p></Show>
                    <TextField name="user" value=user problem autocomplete="username"
                        focused=!locked testid="sign-in-user" />
                    <TextField name="password" value=password problem kind="password"
                        autocomplete="current-password" focused=locked testid="sign-in-password" />
                    <Wrong problem />
                    <AskedFields asked problem />
                    <Show when=move || is_offline(desk)><p class="door-note">{say!("sign-in-offline")}</p></Show>
                    <Button look=Look::Primary submit=true busy=Signal::derive(move || deed.busy())
                        testid="sign-in-submit">
                        {move || if deed.busy() { t("signing-in", &[]) } else { t("sign-in", &[]) }}
                    </Button>
                    <ByProvider />
                    <Show when=move || !locked && !asked.wants_new()>
                        <button type="button" class="door-link" data-testid="sign-in-change-password"
                            on:click=move |_| asked.want_new()>{say!("change-password")}</button>
                    </Show>
                </form>
                <footer class="door-foot">
                    <Segment choices=languages chosen=desk.language label=say!("language")
                        on_choose=move |language| choose_language(desk, language) />
                </footer>
            </section>
            <Show when=move || !locked>
                <Demonstration deed user password />
            </Show>
        </div>
    }
}

/// Whether the central cannot be asked now.
fn is_offline(desk: Desk) -> bool {
    desk.status.with(|status| {
        let status = status.as_ref();
        status.is_some_and(|status| status.link.down_since().is_some())
    })
}

/// What is not filled in.
fn lack(user: RwSignal<String>, password: RwSignal<String>) -> Option<Problem> {
    let mut fields = [("user", user), ("password", password)].into_iter();
    let (field, _) =
        fields.find(|(_, value)| value.with_untracked(|value| value.trim().is_empty()))?;
    Some(Problem::from(Refusal::FieldMissing {
        field: field.to_owned(),
    }))
}

/// What this is, and of which county.
#[component]
fn Head() -> impl IntoView {
    let desk = Desk::here();
    let county = move || {
        desk.opened
            .with(|opened| opened.as_ref().and_then(|o| o.county.clone()))
    };
    let simulated = move || {
        desk.opened
            .with(|opened| opened.as_ref().is_some_and(|o| o.simulated))
    };
    view! {
        <header class="door-head">
            <Mark />
            <div class="door-names">
                <h1 class="door-title">{say!("app-name")}</h1>
                <p class="door-county">
                    {county}" "<Show when=simulated><Simulated /></Show>
                </p>
            </div>
        </header>
    }
}

/// Why nobody came in, or what is asked for next. What a field shows is not said twice.
#[component]
fn Wrong(problem: Signal<Option<Problem>>) -> impl IntoView {
    move || {
        let problem = problem.get().filter(|p| !p.params.contains_key("field"))?;
        let class = if is_request(&problem) {
            "door-request"
        } else {
            "door-problem"
        };
        Some(view! {
            <p class=class role="alert" data-testid="sign-in-problem">{sentence(&problem)}</p>
        })
    }
}

/// The accounts of a sample; nothing elsewhere.
#[component]
fn Demonstration(deed: Deed, user: RwSignal<String>, password: RwSignal<String>) -> impl IntoView {
    let desk = Desk::here();
    let accounts = move || {
        desk.opened
            .with(|opened| opened.as_ref().map(|o| o.demonstration.clone()))
            .unwrap_or_default()
    };
    let fill = Callback::new(move |account: DemonstrationAccount| {
        deed.forget();
        user.set(account.user.actor.user.0);
        password.set(account.password);
    });
    let one = move |account: DemonstrationAccount| {
        let actor = account.user.actor.clone();
        let login = actor.user.0.clone();
        let role = actor.role;
        let testid = format!("demo-{login}");
        let office = [Some(login), account.unit.clone()];
        let office = office.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <button type="button" class="demo" data-testid=testid
                on:click=move |_| fill.run(account.clone())>
                <span class="demo-name">{actor.name}</span>
                <span class="demo-role">{move || word("role", role.name())}</span>
                <span class="demo-login">{office}</span>
            </button>
        }
    };
    view! {
        <Show when=move || !accounts().is_empty()>
            <section class="door-demos">
                <h2 class="door-demos-title">{say!("demonstration")}" "<Simulated /></h2>
                <p class="door-demos-hint">{say!("demonstration-hint")}</p>
                <div class="door-demos-list">
                    {move || accounts().into_iter().map(one).collect_view()}
                </div>
            </section>
        </Show>
    }
}
