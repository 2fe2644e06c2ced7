//! The status bar: the line, how old the picture is, what waits, who is here, what time it is.

use jiff::tz::{Offset, TimeZone};
use leptos::prelude::*;
use onemap_protocol::desk::{Link, StatusBar as Status};
use onemap_protocol::version::Impasse;

use crate::backend;
use crate::parts::{ago, count, exact};
use crate::say;
use crate::state::{Desk, Mode, Overlay};
use crate::text::{t, word};
use crate::toasts::{Toast, Tone, Way};

const fn name(link: Link) -> &'static str {
    match link {
        Link::Idle => "idle",
        Link::Connecting => "connecting",
        Link::Loading { .. } => "loading",
        Link::Online => "online",
        Link::Offline { .. } => "offline",
        Link::Pulled { .. } => "pulled",
        Link::SignInNeeded => "sign-in-needed",
        Link::Impasse {
            which: Impasse::OldConsole,
            ..
        } => "outdated-console",
        Link::Impasse {
            which: Impasse::OldCentral,
            ..
        } => "outdated-central",
        Link::Impasse {
            which: Impasse::Untrusted,
            ..
        } => "untrusted",
    }
}

fn say_link(desk: Desk, link: Link) -> String {
    let key = format!("link-{}", name(link));
    match link {
        Link::Loading { done, total } => {
            t(&key, &[("done", &count(done)), ("total", &count(total))])
        }
        Link::Offline { since } | Link::Pulled { since } => {
            let since = ago(since, desk.now.get());
            let key = if backend::in_browser() {
                "link-lost"
            } else {
                &key
            };
            t(key, &[("since", &since)])
        }
        _ => t(&key, &[]),
    }
}

/// The status bar.
#[component]
pub fn StatusBar() -> impl IntoView {
    let desk = Desk::here();
    announce(desk);
    let link = Memo::new(move |_| {
        desk.status
            .with(|s| s.as_ref().map_or(Link::Connecting, |s| s.link))
    });
    let link_title = move || link.get().down_since().map(exact);
    let synchronised = move || {
        desk.status
            .with(|s| s.as_ref().and_then(|s| s.synchronised_at))
    };
    // By the device's clock, so it is compared with the device's clock.
    let age = move || {
        desk.now.track();
        synchronised().map(|at| ago(at, jiff::Timestamp::now()))
    };
    // A cache that was broken: made anew, on its way, or waiting for the line.
    let rebuilt = Memo::new(move |_| {
        let status = desk.status.get()?;
        let state = match (status.cache_rebuilt, status.cache_rebuilding, status.link) {
            (false, ..) => return None,
            (true, false, _) => "rebuilt",
            (true, true, link) if link.down_since().is_some() => "rebuild-waits",
            (true, true, _) => "rebuilding",
        };
        Some(state)
    });
    let loading = Memo::new(move |_| match link.get() {
        Link::Loading { done, total } if total > 0 => Some((done, total)),
        _ => None,
    });
    let trouble = Memo::new(move |_| desk.status.with(|s| s.as_ref()?.trouble.clone()));
    view! {
        <footer class="foot">
            <span class=move || format!("foot-link foot-link-{}", name(link.get()))
                data-testid="status-link" data-link=move || name(link.get()) title=link_title role="status">
                <svg viewBox="0 0 12 12" aria-hidden="true">
                    {move || match link.get() {
                        Link::Online => view! { <circle cx="6" cy="6" r="4.5" /> }.into_any(),
                        Link::Offline { .. } | Link::Pulled { .. } | Link::SignInNeeded
                        | Link::Impasse { .. } => {
                            view! { <path d="M2.5 2.5l7 7m0-7-7 7" class="foot-cross" /> }.into_any()
                        }
                        _ => view! { <circle cx="6" cy="6" r="4" class="foot-ring" /> }.into_any(),
                    }}
                </svg>
                {move || say_link(desk, link.get())}
                {move || loading.get().map(|(done, total)| view! {
                    <progress class="foot-bar" data-testid="status-progress" max=total.to_string()
                        value=done.to_string() />
                })}
            </span>
            <Show when=move || link.get() == Link::SignInNeeded>
                <button type="button" class="link" data-testid="status-sign-in"
                    on:click=move |_| desk.overlay.set(Overlay::Lock)>{say!("sign-in-again")}</button>
            </Show>
            <Show when=move || synchronised().is_some()>
                <span data-testid="status-synchronised" title=move || synchronised().map(exact)>
                    {say!("status-synchronised", age = age().unwrap_or_default())}
                </span>
            </Show>
            {if backend::in_browser() {
                view! {
                    <span class="foot-notice" data-testid="status-browser" title=say!("status-browser-hint")>
                        {say!("status-browser")}
                    </span>
                }
                .into_any()
            } else {
                view! { <Outbox /> }.into_any()
            }}
            {move || rebuilt.get().map(|state| view! {
                <span class="foot-notice" data-testid="status-rebuilt" data-state=state
                    title=move || t(&format!("status-{state}-hint"), &[])>
                    {move || t(&format!("status-{state}"), &[])}
                </span>
            })}
            {move || trouble.get().map(|code| {
                let sentence = format!("status-trouble-{}", code.replace('_', "-"));
                view! {
                    <span class="foot-count-bad" role="alert" data-testid="status-trouble" data-code=code>
                        {move || t(&sentence, &[])}
                    </span>
                }
            })}
            <Who />
            <Clock />
        </footer>
    }
}

/// What waits in the outbox, and what was set aside.
#[component]
fn Outbox() -> impl IntoView {
    let desk = Desk::here();
    let read = move |part: fn(&Status) -> u32| desk.status.with(|s| s.as_ref().map_or(0, part));
    let waiting = move || read(|status| status.waiting);
    let set_aside = move || read(|status| status.set_aside);
    let draining = Memo::new(move |_| crate::orders::draining(desk));
    let open_orders = move |_| desk.mode.set(Mode::Orders);
    view! {
            <button type="button" class="foot-count" data-testid="status-waiting"
                data-count=move || waiting().to_string()
                class:foot-count-some=move || { waiting() > 0 } on:click=open_orders>
                {say!("status-waiting")}" "<b class="figures">{move || count(waiting())}</b>
                {move || draining.get().map(|far| view! {
                    " "<span class="figures" data-testid="status-draining"
                        data-done=far.done.to_string() data-total=far.total.to_string()>
                        {t("status-draining", &[("done", &count(far.done)), ("total", &count(far.total))])}
                    </span>
                })}
            </button>
            <button type="button" class="foot-count" data-testid="status-conflicts"
                data-count=move || set_aside().to_string()
                class:foot-count-bad=move || { set_aside() > 0 } on:click=open_orders>
                {say!("status-conflicts")}" "<b class="figures">{move || count(set_aside())}</b>
            </button>
    }
}

#[component]
fn Who() -> impl IntoView {
    let desk = Desk::here();
    let words = move || {
        desk.user.get().map(|user| {
            let place = user.actor.department.as_ref().map_or_else(
                || desk.area_name(&user.scope.area),
                |department| desk.department_name(department),
            );
            view! {
                <span class="foot-who">
                    {user.actor.name}" · "{word("role", user.actor.role.name())}" · "{place}
                </span>
            }
        })
    };
    view! { <span class="foot-space" />{words} }
}

#[component]
fn Clock() -> impl IntoView {
    let desk = Desk::here();
    let words = move || {
        let now = desk
            .now
            .get()
            .to_zoned(TimeZone::fixed(Offset::constant(8)));
        let weekday = t(
            &format!("weekday-{}", now.weekday().to_monday_one_offset()),
            &[],
        );
        format!("{} {weekday}", now.strftime("%Y-%m-%d %H:%M:%S"))
    };
    view! {
        <span class="foot-clock figures" title=say!("status-clock") data-testid="status-clock">{words}</span>
        <span class="foot-hint">{say!("status-hint")}</span>
    }
}

/// Tells of orders that were delivered or set aside since the last look.
fn announce(desk: Desk) {
    Effect::new(move |before: Option<Option<Status>>| {
        let before = before.flatten();
        let now = desk.status.get();
        let same_user = |(old, new): &(Status, Status)| old.user == new.user;
        if let Some((old, new)) = before.clone().zip(now.clone()).filter(same_user) {
            if new.delivered > old.delivered {
                let number = new.delivered - old.delivered;
                desk.toast(Toast::counted(Tone::Good, "toast-delivered", number));
            }
            if new.set_aside > old.set_aside {
                let number = new.set_aside - old.set_aside;
                let toast = Toast::counted(Tone::Bad, "toast-set-aside", number);
                desk.toast(toast.leading_to(Way::Orders));
            }
        }
        // While the status is on its way again, the last one counts.
        now.or(before)
    });
}
