//! The wall (大屏): what a room reads from eight metres. Scenes rotate, an alarm interrupts, and it
//! says, large, when it is old.
//!
//! It is shown to whoever is signed in as a wall, in its own window or in a browser. A desk drives
//! it through the console ([`control`]); its own keyboard can hold it and step on, nothing else.
//!
//! Deliberately absent: anything to click, and anything of a reporter.

mod bars;
mod control;
mod enter;
mod interrupt;
mod panels;
mod rotation;
mod scene;

use std::sync::Arc;

use jiff::Timestamp;
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_protocol::desk::{
    AskDrive, AskWall, Drive, Layers, Link, OnDuty as OnDutyTurn, Scene, WallView,
};

pub use control::Control;
pub use enter::Enter;
pub use scene::Aim;

use self::interrupt::Interrupt;
use self::rotation::Rotation;
use self::scene::aim;
use crate::map::{PlainMap, Show as MapShow};
use crate::parts::{Failure, Loading, Simulated, ago, civil, count};
use crate::remote::{Remote, remote};
use crate::say;
use crate::state::{Desk, Theme};
use crate::text::{t, word};

/// Deadlines pass without anything happening, so it is asked again also without a tick.
const BEAT_SECONDS: i64 = 10;
/// Beats without a new picture after which it is called old.
const BEATS_MISSED: i64 = 4;
/// The picture is called old after so long without the central, seconds.
const OLD_AFTER: i64 = 15;
/// Pixels that everything moves by, in turn, each minute: no line burns itself into the screen.
const SHIFTS: [(i8, i8); 8] = [
    (0, 0),
    (2, 0),
    (4, 2),
    (2, 4),
    (0, 4),
    (-2, 2),
    (-4, 0),
    (-2, -2),
];

/// The wall.
#[component]
pub fn Wall() -> impl IntoView {
    let desk = Desk::here();
    take_the_room(desk);
    let drive = remote(move || {
        desk.wall.track();
        Some(AskDrive {})
    });
    let area = Memo::new(move |_| drive.with(|drive| drive.area.clone()).flatten());
    let beat = Memo::new(move |_| desk.now.get().as_second() / BEAT_SECONDS);
    let view = remote(move || {
        desk.cases.track();
        desk.register.track();
        beat.track();
        desk.names
            .with(Option::is_some)
            .then(|| AskWall { area: area.get() })
    });
    let held = RwSignal::new(false);
    let scene = rotate(desk, drive, view, held);
    let shift = Memo::new(move |_| {
        let minute = desk.now.get().as_second() / 60;
        let turn = usize::try_from(minute).unwrap_or_default() % SHIFTS.len();
        SHIFTS.get(turn).copied().unwrap_or_default()
    });
    let style = move || {
        let (x, y) = shift.get();
        format!("transform: translate({x}px, {y}px)")
    };
    let there = Memo::new(move |_| view.is_there());
    let retry = Callback::new(move |()| view.retry());
    let body = move || {
        if there.get() {
            view! { <Body view scene area /> }.into_any()
        } else if let Some(problem) = view.problem() {
            view! { <div class="alone"><Failure problem on_retry=retry /></div> }.into_any()
        } else {
            view! { <div class="alone"><Loading what=say!("what-wall") /></div> }.into_any()
        }
    };
    view! {
        <div class="wall" style=style data-testid="wall" data-scene=move || scene.get().name()
            data-ready=move || there.get().to_string()>
            <Head view scene />
            {body}
            <Foot scene drive view held />
            <Old view />
            <Show when=move || there.get()><Interrupt view /></Show>
        </div>
    }
}

/// The dark palette and the large letters, as long as this is the wall.
fn take_the_room(desk: Desk) {
    desk.theme.set(Theme::Dark);
    let mark = |on: bool| {
        if let Some(root) = document().document_element() {
            let _ = if on {
                root.set_attribute("data-room", "wall")
            } else {
                root.remove_attribute("data-room")
            };
        }
    };
    mark(true);
    on_cleanup(move || {
        mark(false);
        desk.theme.set(Theme::kept());
    });
}

/// The scene that is shown. Once a second the rotation goes on; the wall's own keyboard holds it
/// with the space bar and steps on with →.
fn rotate(
    desk: Desk,
    drive: Remote<Drive>,
    view: Remote<WallView>,
    held: RwSignal<bool>,
) -> Memo<Scene> {
    let rotation = RwSignal::new(Rotation::default());
    let stepped = RwSignal::new(0_u32);
    // Whoever drives from the desk has the last word.
    let ordered = Memo::new(move |_| drive.with(|drive| (drive.paused, drive.steps, drive.pinned)));
    Effect::new(move |before: Option<()>| {
        ordered.track();
        if before.is_some() {
            held.set(false);
        }
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if !untrack(|| view.is_there()) {
            return;
        }
        match event.key().as_str() {
            " " => held.update(|held| *held = !*held),
            "ArrowRight" => stepped.update(|steps| *steps = steps.wrapping_add(1)),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
    Effect::new(move |_| {
        desk.now.track();
        // Before it is known how the wall is driven, its steps would look like new ones.
        let Some(driven) = drive.with(Clone::clone) else {
            return;
        };
        let driven = Drive {
            paused: driven.paused || held.get(),
            steps: driven.steps.wrapping_add(stepped.get()),
            ..driven
        };
        let second = desk.now.get().as_second();
        let shows = |scene| view.with(|view| scene::has(scene, view)).unwrap_or(true);
        rotation.update(|rotation| rotation.beat(second, &driven, shows));
    });
    Memo::new(move |_| rotation.with(Rotation::scene))
}

#[component]
fn Head(view: Remote<WallView>, scene: Memo<Scene>) -> impl IntoView {
    let desk = Desk::here();
    let county = move || {
        let area = view.with(|view| view.area.name.clone());
        area.or_else(|| {
            desk.names
                .with(|names| Some(names.as_ref()?.county.name.clone()))
        })
    };
    let simulated = move || desk.is_simulated();
    let civil = move || civil(desk.now.get());
    let day = move || {
        let now = civil();
        t(
            "wall-day",
            &[
                ("year", &now.year().to_string()),
                ("month", &now.month().to_string()),
                ("day", &now.day().to_string()),
                (
                    "weekday",
                    &word("weekday", &now.weekday().to_monday_one_offset().to_string()),
                ),
            ],
        )
    };
    let clock = move || civil().strftime("%H:%M:%S").to_string();
    view! {
        <header class="wall-head">
            <div class="wall-head-side">
                <span class="wall-county" data-testid="wall-area">{county}</span>
                <Show when=simulated><Simulated /></Show>
                <OnDuty view />
            </div>
            <div class="wall-head-middle">
                <h1 class="wall-title">{say!("app-name")}</h1>
                <span class="wall-scene">{move || word("wall-scene", scene.get().name())}</span>
            </div>
            <div class="wall-head-side wall-head-end">
                <span class="wall-date">{day}</span>
                <span class="wall-clock figures" data-testid="wall-clock">{clock}</span>
            </div>
        </header>
    }
}

/// Who is on duty now, who leads first.
#[component]
fn OnDuty(view: Remote<WallView>) -> impl IntoView {
    let desk = Desk::here();
    let turns = move || {
        let on_duty = view.with(|view| view.on_duty.clone()).unwrap_or_default();
        let turn = |one: OnDutyTurn| {
            let mut officers = one.turn.officers;
            officers.sort_by_key(|officer| !officer.leads);
            let names = officers.into_iter().map(|officer| {
                if officer.leads {
                    t("wall-duty-leads", &[("name", &officer.name)])
                } else {
                    officer.name
                }
            });
            let names: Vec<String> = names.collect();
            let shift = desk.shift(&one.turn.shift);
            let until = civil(one.until).strftime("%H:%M").to_string();
            let names = names.join(&t("list-separator", &[]));
            let words = [
                ("shift", shift.as_str()),
                ("names", &names),
                ("until", &until),
            ];
            view! { <span class="wall-duty" data-testid="wall-duty">{t("wall-duty", &words)}</span> }
        };
        on_duty.into_iter().map(turn).collect_view()
    };
    view! { <span class="wall-duties clip">{turns}</span> }
}

#[component]
fn Body(view: Remote<WallView>, scene: Memo<Scene>, area: Memo<Option<AreaCode>>) -> impl IntoView {
    let last = StoredValue::new(view.get_untracked());
    let shown = Signal::derive(move || {
        if let Some(now) = view.get() {
            last.set_value(Some(now));
        }
        last.get_value()
    });
    let now: Signal<Option<Arc<WallView>>> = Signal::derive(move || shown.get());
    let column = move |left: bool| {
        move || {
            let panels = scene::panels(scene.get());
            let (one, other) = panels.split_at(panels.len() / 2);
            let own = if left { one } else { other };
            own.iter()
                .map(|panel| view! { <panels::One panel=*panel now /> })
                .collect_view()
        }
    };
    let looks = Memo::new(move |_| {
        let scene = scene.get();
        let view = now.get();
        view.map_or_else(MapShow::default, |view| scene::look(scene, &view))
    });
    let target = Memo::new(move |_| {
        let view = now.get()?;
        aim(scene.get(), &view, area.get().as_ref())
    });
    view! {
        <div class="wall-body">
            <div class="wall-side wall-left">{column(true)}</div>
            <div class="wall-middle">
                <PlainMap show=looks aim=target />
                <Key show=looks />
                <Show when=move || scene.get() == Scene::Spotlight>
                    <Spotlight target now />
                </Show>
            </div>
            <div class="wall-side wall-right">{column(false)}</div>
        </div>
    }
}

/// What the signs on the map mean.
#[component]
fn Key(show: Memo<MapShow>) -> impl IntoView {
    use crate::parts::LampMark;
    use onemap_domain::clock::Lamp;
    let lamps = || {
        let lamps = [Lamp::Green, Lamp::Yellow, Lamp::Red];
        let lamps =
            lamps.map(|lamp| view! { <LampMark lamp=Signal::stored(Some(lamp)) named=true /> });
        lamps.into_iter().collect_view()
    };
    let shaded = move || show.with(|show| show.shaded).map(|name| t(name, &[]));
    view! {
        <p class="wall-key">
            <Show when=move || show.with(|show| show.switches.cases)>{lamps()}</Show>
            <Show when=move || show.with(|show| show.switches.departments)>
                <span>{say!("wall-key-department")}</span>
            </Show>
            <Show when=move || show.with(|show| show.level.is_some())>
                <span class="wall-key-shade"><i></i><i></i><i></i><i></i>{shaded}</span>
            </Show>
        </p>
    }
}

/// One case, said in full.
#[component]
fn Spotlight(target: Memo<Option<Aim>>, now: Signal<Option<Arc<WallView>>>) -> impl IntoView {
    let desk = Desk::here();
    let row = move || {
        let Some(Aim::Case(id, _)) = target.get() else {
            return None;
        };
        let view = now.get()?;
        view.worst.iter().find(|row| row.id == id).cloned()
    };
    move || {
        row().map(|row| {
            let lead = row.lead.clone();
            let grid = row.grid.clone();
            let stage = row.stage;
            let due = row.due_at;
            view! {
                <section class="wall-spot" data-testid="wall-spot" data-case=row.id.to_string()>
                    <p class="wall-spot-late">{move || due.map(|due| crate::parts::due(due, desk.now.get()))}</p>
                    <h2 class="wall-spot-title">{row.title.clone()}</h2>
                    <p class="wall-spot-more">
                        <span>{row.number.clone().map(|number| number.0)}</span>
                        <span>{move || desk.place(&grid)}</span>
                        <span>{move || lead.as_ref().map(|lead| desk.department_name(lead))}</span>
                        <span>{move || word("stage", stage.name())}</span>
                    </p>
                </section>
            }
        })
    }
}

#[component]
fn Foot(
    scene: Memo<Scene>,
    drive: Remote<Drive>,
    view: Remote<WallView>,
    held: RwSignal<bool>,
) -> impl IntoView {
    let desk = Desk::here();
    let layers = remote(move || {
        desk.register.track();
        desk.names.with(Option::is_some).then_some(Layers {})
    });
    let counts = move || {
        layers.with(|counts| {
            t(
                "wall-counts",
                &[
                    ("towns", &count(counts.towns)),
                    ("villages", &count(counts.villages)),
                    ("grids", &count(counts.grids)),
                    ("units", &count(counts.units)),
                ],
            )
        })
    };
    let age = move || {
        desk.now.track();
        let at = synchronised(desk)?;
        Some(t("wall-age", &[("age", &ago(at, Timestamp::now()))]))
    };
    let scenes = move || {
        Scene::ALL
            .map(|one| {
                view! {
                    <span class="wall-step" data-scene=one.name()
                        aria-current=move || (scene.get() == one).then_some("step")>
                        {word("wall-scene", one.name())}
                    </span>
                }
            })
            .into_iter()
            .collect_view()
    };
    let state = move || {
        drive.with(|drive| {
            let key = match (drive.pinned, drive.paused || held.get()) {
                (Some(_), _) => "wall-pinned",
                (None, true) => "wall-paused",
                (None, false) => return None,
            };
            Some(view! { <span class="wall-hold" data-testid="wall-hold">{t(key, &[])}</span> })
        })
    };
    view! {
        <footer class="wall-foot">
            <span class="wall-link" data-old=move || is_old(desk, view).to_string()>
                <i class="wall-dot"></i>{age}
            </span>
            <span class="wall-steps">{scenes}{state}</span>
            <span class="wall-counts">{counts}</span>
        </footer>
    }
}

fn synchronised(desk: Desk) -> Option<Timestamp> {
    desk.status
        .with(|status| status.as_ref().and_then(|status| status.synchronised_at))
}

/// Whether what is shown may be long out of date: the central is away, or the picture itself has not
/// been renewed for several beats, whatever the line says.
fn is_old(desk: Desk, view: Remote<WallView>) -> bool {
    let now = desk.now.get();
    let cut = desk.status.with(|status| {
        status.as_ref().is_some_and(|status| {
            status.link == Link::SignInNeeded || status.link.down_since().is_some()
        })
    });
    let age = synchronised(desk).map(|at| Timestamp::now().duration_since(at).as_secs());
    let stands = view
        .with(|view| now.duration_since(view.at).as_secs() > BEATS_MISSED * BEAT_SECONDS)
        .unwrap_or(false);
    stands || (cut && age.is_none_or(|age| age >= OLD_AFTER))
}

/// That it is old, large.
#[component]
fn Old(view: Remote<WallView>) -> impl IntoView {
    let desk = Desk::here();
    // Where the line is cut the console goes on answering, from what it has.
    let at = move || {
        let stood = view.with(|view| view.at);
        let known = synchronised(desk);
        stood
            .into_iter()
            .chain(known)
            .min()
            .map(crate::parts::exact)
    };
    view! {
        <Show when=move || is_old(desk, view)>
            <p class="wall-old" role="alert" data-testid="wall-old">
                {move || match at() {
                    Some(at) => t("wall-old", &[("at", &at)]),
                    None => t("wall-never", &[]),
                }}
            </p>
        </Show>
    }
}
