//! Driving the wall from a desk: opening it on a monitor, holding it, stepping on, pinning a scene,
//! narrowing it to an area. What is chosen here is what the wall's console answers its page.

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_protocol::desk::{AskDrive, Drive, DriveWall, Scene, WallOrder, WallWindow};

use crate::parts::{Button, Dialog, Failure, Loading, Look, Segment};
use crate::remote::{Deed, remote};
use crate::say;
use crate::state::{Desk, Overlay};
use crate::text::{sentence, t, word};

/// The dialog.
#[component]
pub fn Control() -> impl IntoView {
    let desk = Desk::here();
    let drive = remote(move || {
        desk.wall.track();
        Some(AskDrive {})
    });
    let close = Callback::new(move |()| desk.overlay.set(Overlay::None));
    let retry = Callback::new(move |()| drive.retry());
    let there = Memo::new(move |_| drive.is_there());
    let body = move || {
        if there.get() {
            let now = Memo::new(move |_| drive.with(Clone::clone).unwrap_or_default());
            view! { <Driven now /> }.into_any()
        } else if let Some(problem) = drive.problem() {
            view! { <Failure problem on_retry=retry /> }.into_any()
        } else {
            view! { <Loading what=say!("what-wall") /> }.into_any()
        }
    };
    view! {
        <Dialog title=say!("wall-control") on_close=close testid="wall-control">{body}</Dialog>
    }
}

#[component]
fn Driven(now: Memo<Drive>) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let order = move |order: WallOrder| deed.perform(DriveWall { order }, |()| {});
    let possible = Memo::new(move |_| now.with(|now| now.window != WallWindow::Impossible));
    let open = Memo::new(move |_| now.with(|now| now.window == WallWindow::Open));
    let not_open = Signal::derive(move || (!open.get()).then(|| t("wall-not-open", &[])));
    let monitors = move || {
        now.with(|now| {
            now.monitors
                .iter()
                .map(|monitor| {
                    let words = format!("{} · {}×{}", monitor.name, monitor.width, monitor.height);
                    (Some(monitor.name.clone()), words)
                })
                .collect::<Vec<_>>()
        })
    };
    // Chosen here before it is open; afterwards where it stands.
    let picked = RwSignal::new(None::<String>);
    let monitor = Signal::derive(move || {
        now.with(|now| {
            let last = now.monitors.last().map(|monitor| monitor.name.clone());
            picked.get().or_else(|| now.monitor.clone()).or(last)
        })
    });
    let show = Callback::new(move |()| {
        let monitor = monitor.get_untracked();
        order(WallOrder::Open { monitor });
    });
    let move_to = Callback::new(move |monitor: Option<String>| {
        picked.set(monitor.clone());
        if open.get_untracked() {
            order(WallOrder::Open { monitor });
        }
    });
    let hide = Callback::new(move |()| order(WallOrder::Close));
    let pause = Callback::new(move |()| {
        order(WallOrder::Pause {
            paused: !now.with_untracked(|now| now.paused),
        });
    });
    let next = Callback::new(move |()| order(WallOrder::Next));
    let mute = Callback::new(move |()| {
        order(WallOrder::Mute {
            muted: !now.with_untracked(|now| now.muted),
        });
    });
    let starting = Callback::new(move |()| {
        order(WallOrder::StartByItself {
            on: !now.with_untracked(|now| now.starts_by_itself),
        });
    });
    let scenes = move || {
        let rotation = std::iter::once((None, t("wall-rotate", &[])));
        let all = Scene::ALL.map(|scene| (Some(scene), word("wall-scene", scene.name())));
        rotation.chain(all).collect::<Vec<_>>()
    };
    let pinned = Signal::derive(move || now.with(|now| now.pinned));
    let pin = Callback::new(move |scene| order(WallOrder::Pin { scene }));
    let areas = move || {
        desk.names.with(|names| {
            let names = names.as_deref()?;
            let towns = names.areas.iter();
            let towns = towns.filter(|area| area.code.level() == Level::Town);
            let options = towns.map(|area| {
                let code = area.code.to_string();
                let chosen = {
                    let own = area.code.clone();
                    move || now.with(|now| now.area.as_ref() == Some(&own))
                };
                view! { <option value=code prop:selected=chosen>{area.name.clone()}</option> }
            });
            Some(options.collect_view())
        })
    };
    let narrow = move |event| {
        let chosen = event_target_value(&event);
        let area = AreaCode::parse(&chosen).ok();
        order(WallOrder::Area { area });
    };
    let problem = move || {
        deed.problem()
            .map(|problem| view! { <p class="door-problem" role="alert">{sentence(&problem)}</p> })
    };
    let failed = move || {
        now.with(|now| now.window == WallWindow::Failed)
            .then(|| view! { <p class="door-problem" role="alert">{t("wall-failed", &[])}</p> })
    };
    let account = move || {
        now.with(|now| match &now.account {
            Some(account) => t("wall-account", &[("account", account)]),
            None => t("wall-no-account", &[]),
        })
    };
    view! {
        <Show when=move || possible.get()
            fallback=|| view! { <p class="page-about">{say!("wall-impossible")}</p> }>
            <div class="wall-control">
                <p class="page-about">{say!("wall-control-about")}</p>
                <div class="page-set">
                    <span class="wall-control-name">{say!("wall-monitor")}</span>
                    <Segment choices=Signal::derive(monitors) chosen=monitor label=say!("wall-monitor")
                        on_choose=move_to />
                </div>
                <div class="page-set">
                    <Show when=move || !open.get() fallback=move || view! {
                        <Button on_press=hide testid="wall-close">{say!("wall-close")}</Button>
                    }>
                        <Button look=Look::Primary on_press=show testid="wall-open-window">{say!("wall-open-window")}</Button>
                    </Show>
                    <Button on_press=pause reason=not_open testid="wall-pause">
                        {move || t(if now.with(|now| now.paused) { "wall-resume" } else { "wall-pause" }, &[])}
                    </Button>
                    <Button on_press=next reason=not_open testid="wall-next">{say!("wall-next")}</Button>
                    <Button on_press=mute testid="wall-mute">
                        {move || t(if now.with(|now| now.muted) { "wall-unmute" } else { "wall-mute" }, &[])}
                    </Button>
                </div>
                <div class="page-set" data-testid="wall-scenes">
                    <span class="wall-control-name">{say!("wall-scene-choice")}</span>
                    <Segment choices=Signal::derive(scenes) chosen=pinned label=say!("wall-scene-choice")
                        on_choose=pin />
                </div>
                <label class="page-set">
                    <span class="wall-control-name">{say!("wall-area-choice")}</span>
                    <select class="input" data-testid="wall-area-choice" on:change=narrow>
                        <option value="" prop:selected=move || now.with(|now| now.area.is_none())>{say!("wall-area-whole")}</option>
                        {areas}
                    </select>
                </label>
                <label class="page-set">
                    <span class="wall-control-name">{say!("wall-start")}</span>
                    <input type="checkbox" data-testid="wall-starts" on:change=move |_| starting.run(())
                        prop:checked=move || now.with(|now| now.starts_by_itself) />
                    <span>{say!("wall-start-about")}</span>
                </label>
                <p class="part-note" data-testid="wall-account"
                    data-account=move || now.with(|now| now.account.clone())>{account}</p>
                {failed}
                {problem}
            </div>
        </Show>
    }
}
