//! The map in the middle of the desk: what is shown on it, what a click on it means, and the way
//! down from the county to a household unit.
//!
//! Deliberately absent: drawing, which is MapLibre's ([`bridge`]), and tiles, which the console
//! serves.

mod bridge;
mod crumbs;
mod drill;
mod layers;
mod legend;
mod theme;

use leptos::html;
use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_protocol::desk::{AreaCard, AreaView, CaseCard, DepartmentLoad, Loads, Resources};

use self::bridge::{
    Click, DepartmentSymbol, Frame, FromMap, Ground, Highlight, Options, ResourceSymbol,
    SelectedCase, Switches, ToMap, Versions,
};
use self::crumbs::Breadcrumbs;
use self::layers::LayerPanel;
use self::legend::Legend;
use crate::backend;
use crate::parts::{Button, Loading};
use crate::remote::{Remote, remote};
use crate::state::{Book, Desk, Selection};
use crate::text::t;

const ELEMENT: &str = "map-ground";
/// Pixels left free around what the map is moved to: the overlays stand there.
const PADDING: u32 = 56;
/// Where a household unit and a case that was out of sight are looked at.
const UNIT_ZOOM: f64 = 16.5;
const CASE_ZOOM: f64 = 14.0;

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

/// Where the map should go.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Aim {
    Box([f64; 4]),
    Place(Position, f64),
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
    let hear = move |message: FromMap| match message {
        FromMap::Ready => drawing.set(Drawing::Ready),
        FromMap::Idle => {
            drawing.set(Drawing::Done);
            moving.set(false);
        }
        FromMap::Error { message } => {
            leptos::logging::error!("map: {message}");
            if drawing.get_untracked() == Drawing::Begun {
                drawing.set(Drawing::Failed);
            } else {
                trouble.set(true);
            }
        }
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
        FromMap::View(seen) => frame.set(Some(seen)),
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
            <LayerPanel switches />
            <Legend />
            <PickBar />
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
        desk.picked.set(Some(Position {
            lon: click.lon,
            lat: click.lat,
        }));
        desk.pick.set(None);
    } else if let Some(case) = click.case {
        desk.select_case(case);
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

/// Keeps the map supplied with what it draws.
fn feed(
    desk: Desk,
    alive: RwSignal<u32>,
    switches: RwSignal<Switches>,
    post: impl Fn(&ToMap) + Copy + 'static,
    go: impl Fn(ToMap) + Copy + 'static,
) {
    let loads = remote(move || {
        desk.cases.track();
        desk.register.track();
        desk.user.with(Option::is_some).then_some(Loads {})
    });
    let resources = remote(move || {
        desk.register.track();
        desk.user.with(Option::is_some).then_some(Resources {})
    });
    Effect::new(move |_| {
        if alive.get() > 0 {
            let version = Versions {
                areas: desk.register.get(),
                cases: desk.cases.get(),
            };
            go(ToMap::Tiles {
                base: backend::tiles_base(),
                version,
            });
        }
    });
    Effect::new(move |_| {
        alive.track();
        post(&ToMap::Layers(switches.get()));
    });
    let symbols = Memo::new(move |_| {
        desk.language.track();
        let names = desk.names.get()?;
        loads.with(|loads| symbols(&names, loads))
    });
    Effect::new(move |_| {
        alive.track();
        if let Some(features) = symbols.get() {
            post(&ToMap::Departments {
                crowd: t("map-department-crowd", &[]),
                features,
            });
        }
    });
    Effect::new(move |_| {
        alive.track();
        let features = resources.with(|resources| {
            let symbol = |resource: &onemap_domain::people::Resource| ResourceSymbol {
                id: resource.id.clone(),
                kind: bridge::symbol(resource.kind),
                name: resource.name.clone(),
                position: resource.position,
            };
            resources.iter().map(symbol).collect()
        });
        if let Some(features) = features {
            post(&ToMap::Resources { features });
        }
    });
    Effect::new(move |before: Option<bool>| {
        let dark = desk.dark.get();
        // The page sets its palette when it hears of the change; its colours are there one frame
        // later. A map that was just made has them already.
        if before.is_some_and(|before| before != dark) {
            request_animation_frame(move || {
                request_animation_frame(move || {
                    post(&ToMap::Theme {
                        colors: theme::colors(),
                    });
                });
            });
        }
        dark
    });
    Effect::new(move |_| {
        alive.track();
        post(&ToMap::Pick {
            active: desk.pick.get().is_some(),
        });
    });
}

fn symbols(names: &Book, loads: &[DepartmentLoad]) -> Vec<DepartmentSymbol> {
    let symbol = |DepartmentLoad { department, load }: &DepartmentLoad| {
        let department = names.department(department)?;
        let figures = [
            ("name", department.short.clone()),
            ("open", load.open.to_string()),
            ("capacity", load.capacity.to_string()),
            ("overdue", load.overdue.to_string()),
        ];
        let figures: Vec<(&str, &str)> = figures.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let key = match (load.capacity, load.overdue) {
            (0, 0) => "map-department-free",
            (0, _) => "map-department-free-overdue",
            (_, 0) => "map-department",
            _ => "map-department-overdue",
        };
        Some(DepartmentSymbol {
            code: department.code.clone(),
            label: t(key, &figures),
            seat: department.seat,
            open: load.open,
            overdue: load.overdue,
            capacity: load.capacity,
        })
    };
    loads.iter().filter_map(symbol).collect()
}

/// Highlights what is selected, and moves the map to it when it is out of sight.
fn follow(
    desk: Desk,
    alive: RwSignal<u32>,
    card: Remote<AreaView>,
    frame: RwSignal<Option<Frame>>,
    go: impl Fn(ToMap) + Copy + 'static,
) {
    let selected_case = move || match desk.selection.get() {
        Selection::Case(id) => Some(id),
        _ => None,
    };
    let case_view = remote(move || {
        desk.cases.track();
        selected_case().map(|id| CaseCard { id })
    });
    let case = Memo::new(move |_| {
        let id = selected_case()?;
        let position = case_view.with(|view| (view.case.id, view.case.facts.position));
        position
            .filter(|(other, _)| *other == id)
            .map(|(key, position)| SelectedCase { key, position })
    });
    let highlight = Memo::new(move |_| match desk.selection.get() {
        Selection::Area(code) => {
            // A household unit is a point; its grid is what can be outlined.
            let area = code.at(Level::Grid).unwrap_or(code);
            Highlight {
                area: Some(area),
                ..Highlight::default()
            }
        }
        Selection::Department(code) => Highlight {
            department: Some(code),
            ..Highlight::default()
        },
        Selection::Case(_) => Highlight {
            case: case.get(),
            ..Highlight::default()
        },
        Selection::None => Highlight::default(),
    });
    Effect::new(move |before: Option<(u32, Highlight)>| {
        let now = (alive.get(), highlight.get());
        if before.as_ref() != Some(&now) && now.0 > 0 {
            go(ToMap::Select(now.1.clone()));
        }
        now
    });
    let aim = Memo::new(move |_| match desk.selection.get() {
        Selection::Area(code) => card.with(|card| aim(card, &code)).flatten(),
        Selection::Case(_) => case.get().map(|case| Aim::Place(case.position, CASE_ZOOM)),
        Selection::Department(code) => desk.names.with(|names| {
            let seat = names.as_deref()?.department(&code)?.seat;
            Some(Aim::Place(seat, 0.0))
        }),
        Selection::None => None,
    });
    Effect::new(move |_| {
        let Some(aim) = aim.get() else { return };
        // It has not moved yet, so it shows the county.
        let county = || untrack(|| whole(desk));
        let seen = frame.get_untracked().or_else(|| {
            Some(Frame {
                zoom: 0.0,
                bounds: county()?,
            })
        });
        match aim {
            Aim::Box(bounds) => go(ToMap::Fit {
                bounds,
                padding: PADDING,
            }),
            Aim::Place(place, zoom) if !seen.is_some_and(|seen| shows(&seen, place, zoom)) => {
                let zoom = seen.map_or(zoom, |seen| seen.zoom.max(zoom));
                go(ToMap::Fly {
                    lon: place.lon,
                    lat: place.lat,
                    zoom,
                });
            }
            Aim::Place(..) => {}
        }
    });
}

fn aim(card: &AreaView, code: &AreaCode) -> Option<Aim> {
    let area = card.chain.last().filter(|area| area.code == *code)?;
    Some(
        card.bounds
            .map_or(Aim::Place(area.centre, UNIT_ZOOM), Aim::Box),
    )
}

/// Whether a place is well within what is seen. A case may be seen from afar, within its cluster;
/// a household unit is a point that only appears close by.
fn shows(frame: &Frame, place: Position, zoom: f64) -> bool {
    let [west, south, east, north] = frame.bounds;
    let (dx, dy) = ((east - west) * 0.06, (north - south) * 0.06);
    let inside = place.lon > west + dx
        && place.lon < east - dx
        && place.lat > south + dy
        && place.lat < north - dy;
    inside && (zoom <= CASE_ZOOM || frame.zoom >= zoom - 1.0)
}
