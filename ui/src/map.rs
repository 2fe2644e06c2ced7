//! The map in the middle of the desk: what is shown on it, what a click on it means, and the way
//! down from the county to a household unit.
//!
//! Deliberately absent: drawing, which is MapLibre's ([`bridge`]), and tiles, which the console
//! serves.

mod base;
mod bridge;
mod crumbs;
mod drill;
mod feed;
mod follow;
mod heat;
mod lasso;
mod layers;
mod legend;
mod marks;
mod plain;
mod theme;
mod tools;
mod topic;

use leptos::html;
use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Position};
use onemap_protocol::desk::AreaCard;

use self::base::{Base, BaseCredit};
pub use self::bridge::Switches;
use self::bridge::{Click, Frame, FromMap, Ground, Options, ToMap};
use self::crumbs::Breadcrumbs;
use self::feed::feed;
use self::follow::follow;
use self::heat::{Heat, HeatBar};
use self::lasso::LassoBar;
use self::layers::LayerPanel;
use self::legend::Legend;
use self::marks::MarksBar;
pub use self::plain::{PlainMap, Show};
use self::tools::{ToolBar, Tools};
use self::topic::Topic;
use crate::parts::{Button, Loading};
use crate::remote::remote;
use crate::state::{Desk, Selection};

const ELEMENT: &str = "map-ground";
/// Pixels left free around what the map is moved to: the overlays stand there.
const PADDING: u32 = 56;

/// How far the map is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawing {
    /// Not everything has been drawn yet.
    Begun,
    /// It takes messages, and something is still on its way.
    Ready,
    /// Everything asked for has been drawn.
    Done,
    /// There is no map.
    Failed,
}

/// The map with everything that lies over it.
#[component]
#[allow(
    clippy::too_many_lines,
    reason = "the wiring between the map and the desk, in one place"
)]
pub fn MapView() -> impl IntoView {
    let desk = Desk::here();
    let ground = StoredValue::new_local(None::<Ground>);
    // Which map this is; 0 while there is none. Who posts reads it, so that a new map gets all.
    let (alive, attempt) = (RwSignal::new(0_u32), RwSignal::new(0_u32));
    let drawing = RwSignal::new(Drawing::Begun);
    let trouble = RwSignal::new(false);
    let moving = RwSignal::new(false);
    let frame = RwSignal::new(None::<Frame>);
    let switches = RwSignal::new(layers::kept());
    let host = NodeRef::<html::Div>::new();

    let root = Memo::new(move |_| root(desk));
    let focus = Memo::new(move |_| match desk.selection.get() {
        Selection::Area(code) => Some(code),
        _ => desk.area_filter.get().or_else(|| root.get()),
    });
    let card = remote(move || {
        desk.cases.track();
        desk.register.track();
        focus.get().map(|code| AreaCard { code })
    });

    let post = move |message: &ToMap| {
        ground.with_value(|ground| {
            if let Some(ground) = ground {
                ground.post(message);
            }
        });
    };
    let base = Base::new();
    // The map as it was seen when it was asked for.
    let taken = RwSignal::new(None::<String>);
    let take = tools::Take {
        taken,
        ask: Callback::new(move |()| post(&ToMap::Picture {})),
    };
    let hear = move |message: FromMap| match message {
        FromMap::Ready => drawing.set(Drawing::Ready),
        FromMap::Idle => {
            drawing.set(Drawing::Done);
            moving.set(false);
            base.settled();
        }
        FromMap::Error { message } => {
            leptos::logging::error!("map: {message}");
            if drawing.get_untracked() == Drawing::Begun {
                drawing.set(Drawing::Failed);
            } else {
                trouble.set(true);
            }
        }
        FromMap::BaseLacks => base.look_again(),
        FromMap::Click(click) => {
            if let Some(move_to) = on_click(desk, &click, focus.get_untracked().as_ref()) {
                moving.set(true);
                post(&move_to);
            }
        }
        FromMap::Hover { case, department } => {
            let over = case.map(Selection::Case);
            let over = over
                .or_else(|| department.map(Selection::Department))
                .unwrap_or_default();
            if desk.hover.get_untracked() != over {
                desk.hover.set(over);
            }
        }
        FromMap::Picture { png } => taken.set(Some(png)),
        FromMap::View(seen) => frame.set(Some(seen)),
        FromMap::Ring { ring } => desk.many.choose_within(desk, ring),
    };

    let bounds = Memo::new(move |_| whole(desk));
    Effect::new(move |_| {
        attempt.track();
        let (Some(bounds), Some(_)) = (bounds.get(), host.get()) else {
            return;
        };
        // The old map goes before a new one takes its element.
        ground.set_value(None);
        drawing.set(Drawing::Begun);
        trouble.set(false);
        let options = Options {
            bounds,
            padding: PADDING,
            colors: theme::colors(),
            scale: theme::scale(),
            words: theme::words(),
        };
        ground.set_value(Some(Ground::create(ELEMENT, &options, hear)));
        alive.update(|count| *count += 1);
    });
    // What ends in a new drawing, after which the map says that it is idle.
    let go = move |message: ToMap| {
        moving.set(true);
        post(&message);
    };
    feed(desk, alive, switches, post, go);
    let heat = Heat::new();
    heat::feed(alive, heat, post);
    base::feed(alive, base, go);
    let topic = Topic::new();
    topic::feed(desk, alive, topic, post);
    let marks = marks::feed(desk, alive, post, go);
    follow(desk, alive, card, frame, go);
    narrow_the_list(desk, root);

    let again = Callback::new(move |()| attempt.update(|count| *count += 1));
    let is_ready = move || drawing.get() == Drawing::Done && !moving.get();
    view! {
        <section
            class="map"
            class:map-picking=move || desk.pick.get().is_some()
            aria-label=crate::say!("map-label")
            data-testid="map"
            data-ready=move || is_ready().to_string()
            data-zoom=move || frame.get().map(|frame| format!("{:.2}", frame.zoom))
        >
            <div id=ELEMENT class="map-ground" node_ref=host></div>
            <Breadcrumbs root focus card />
            <LayerPanel switches topic heat base />
            <BaseCredit base />
            <HeatBar heat />
            <Legend />
            <Tools />
            <PickBar />
            <LassoBar />
            <ToolBar take base card />
            <MarksBar marks />
            <Show when=move || trouble.get() && drawing.get() != Drawing::Failed>
                <p class="map-trouble" role="status" data-testid="map-trouble">
                    {crate::say!("map-trouble")}
                    <button type="button" class="link" on:click=move |_| again.run(())>
                        {crate::say!("retry")}
                    </button>
                </p>
            </Show>
            <Cover drawing again />
        </section>
    }
}

/// Loading, or why there is no map.
#[component]
fn Cover(drawing: RwSignal<Drawing>, again: Callback<()>) -> impl IntoView {
    let first = Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or(true) && drawing.get() != Drawing::Done
    });
    move || {
        if drawing.get() == Drawing::Failed {
            view! {
                <div class="map-cover" role="alert" data-testid="map-failed">
                    <div class="state state-failed">
                        <p class="state-title">{crate::say!("map-failed")}</p>
                        <p class="state-more">{crate::say!("map-failed-safe")}</p>
                        <Button on_press=again testid="map-retry">{crate::say!("map-retry")}</Button>
                    </div>
                </div>
            }
            .into_any()
        } else if first.get() {
            view! {
                <div class="map-cover" data-testid="map-loading">
                    <Loading what=Signal::derive(crate::say!("map-loading-what")) />
                </div>
            }
            .into_any()
        } else {
            ().into_any()
        }
    }
}

/// What to do while a form waits for a place.
#[component]
fn PickBar() -> impl IntoView {
    let desk = Desk::here();
    let cancel = Callback::new(move |()| desk.pick.set(None));
    view! {
        <Show when=move || desk.pick.get().is_some()>
            <div class="map-pick" role="status" data-testid="map-pick">
                <span>{crate::say!("map-pick")}</span>
                <Button on_press=cancel hint="Esc" testid="map-pick-cancel">
                    {crate::say!("map-pick-cancel")}
                </Button>
            </div>
        </Show>
    }
}

/// `[west, south, east, north]` of the county.
fn whole(desk: Desk) -> Option<[f64; 4]> {
    desk.names
        .with(|names| names.as_deref().map(|names| names.bounds))
}

/// The top of what this user may see: the county, or their own part of it.
fn root(desk: Desk) -> Option<AreaCode> {
    let county = desk
        .names
        .with(|names| names.as_deref().map(|n| n.county.code.clone()))?;
    let scope = desk
        .user
        .with(|user| user.as_ref().map(|user| user.scope.area.clone()));
    Some(scope.filter(|scope| county.covers(scope)).unwrap_or(county))
}

/// The list shows the area that was gone to, until somebody goes elsewhere.
fn narrow_the_list(desk: Desk, root: Memo<Option<AreaCode>>) {
    Effect::new(move |_| {
        let Selection::Area(code) = desk.selection.get() else {
            return;
        };
        let narrowed = Some(code).filter(|code| Some(code) != root.get().as_ref());
        if desk.area_filter.get_untracked() != narrowed {
            desk.area_filter.set(narrowed);
        }
    });
}

/// Selects what was clicked, or says where the map should go.
fn on_click(desk: Desk, click: &Click, focus: Option<&AreaCode>) -> Option<ToMap> {
    if click.picked {
        let place = Position {
            lon: click.lon,
            lat: click.lat,
        };
        if !tools::clicked(desk, place) {
            desk.picked.set(Some(place));
            desk.pick.set(None);
        }
    } else if let Some(case) = click.case {
        if click.adds {
            desk.many.toggle(desk, case);
        } else {
            desk.select_case(case);
        }
    } else if let Some(department) = &click.department {
        desk.show(Selection::Department(department.clone()));
    } else if let Some(cluster) = click.cluster {
        return Some(ToMap::Fly {
            lon: cluster.lon,
            lat: cluster.lat,
            zoom: cluster.zoom,
        });
    } else {
        let under: Vec<AreaCode> = click.areas.iter().map(|area| area.code.clone()).collect();
        let meant = focus.and_then(|focus| drill::target(&under, click.zoom, focus));
        if let Some(code) = meant {
            desk.show(Selection::Area(code));
        }
    }
    None
}
