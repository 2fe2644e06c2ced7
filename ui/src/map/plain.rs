//! The map without anything to click: for the wall. It draws what it is told to and looks where it
//! is told to.

use std::collections::BTreeMap;

use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level};
use onemap_protocol::desk::AreaCard;

use super::bridge::{FromMap, Ground, Highlight, Options, SelectedCase, Switches, ToMap};
use super::feed::feed;
use super::{theme, whole};
use crate::parts::Failure;
use crate::remote::remote;
use crate::state::Desk;
use crate::wall::Aim;

const ELEMENT: &str = "wall-ground";
/// Pixels left free around the area.
const PADDING: u32 = 36;
/// How close a case is looked at.
const CASE_ZOOM: f64 = 13.2;

/// What the map draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// Which layers.
    pub switches: Switches,
    /// The level whose areas are shaded.
    pub level: Option<Level>,
    /// The words for what the shade counts.
    pub shaded: Option<&'static str>,
    /// The step of the scale of each of them, 0 to 4.
    pub steps: BTreeMap<AreaCode, u8>,
}

impl Default for Show {
    fn default() -> Show {
        Show {
            switches: Switches {
                areas: true,
                units: false,
                cases: true,
                departments: false,
                forces: false,
                stations: false,
                cameras: false,
            },
            level: None,
            shaded: None,
            steps: BTreeMap::new(),
        }
    }
}

/// The map.
#[component]
pub fn PlainMap(
    /// What it draws.
    show: Memo<Show>,
    /// Where it looks.
    aim: Memo<Option<Aim>>,
) -> impl IntoView {
    let desk = Desk::here();
    let ground = StoredValue::new_local(None::<Ground>);
    let alive = RwSignal::new(0_u32);
    let drawn = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let host = NodeRef::<leptos::html::Div>::new();
    let post = move |message: &ToMap| {
        ground.with_value(|ground| {
            if let Some(ground) = ground {
                ground.post(message);
            }
        });
    };
    let hear = move |message: FromMap| match message {
        FromMap::Idle => drawn.set(true),
        FromMap::Error { message } => {
            web_sys::console::warn_1(&message.into());
            // Before anything was drawn there is no map; later it is a tile that comes again.
            if !drawn.get_untracked() {
                failed.set(true);
            }
        }
        _ => {}
    };
    let attempt = RwSignal::new(0_u32);
    // Signs and letters are as large as the page's, which follow the screen it stands on.
    let scale = StoredValue::new(theme::scale());
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if (theme::scale() - scale.get_value()).abs() > 0.02 {
            scale.set_value(theme::scale());
            attempt.update(|count| *count += 1);
        }
    });
    on_cleanup(move || resized.remove());
    let bounds = Memo::new(move |_| whole(desk));
    Effect::new(move |_| {
        attempt.track();
        let (Some(bounds), Some(_)) = (bounds.get(), host.get()) else {
            return;
        };
        ground.set_value(None);
        failed.set(false);
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
    let switches = RwSignal::new(show.with_untracked(|show| show.switches));
    Effect::new(move |_| {
        let wanted = show.with(|show| show.switches);
        if switches.get_untracked() != wanted {
            switches.set(wanted);
        }
    });
    feed(desk, alive, switches, post, move |message| post(&message));
    Effect::new(move |_| {
        alive.track();
        show.with(|show| {
            post(&ToMap::Shade {
                level: show.level.map(Level::name),
                values: show.steps.clone(),
            });
        });
    });
    look(alive, aim, post);
    let again = Callback::new(move |()| attempt.update(|count| *count += 1));
    let trouble = move || {
        failed.get().then(|| {
            let problem = onemap_protocol::problem::Problem::new(
                onemap_protocol::problem::ProblemCode::Internal,
            )
            .with("reference", "map");
            view! { <Failure problem on_retry=again /> }
        })
    };
    view! {
        <div class="wall-map" data-testid="wall-map" data-ready=move || drawn.get().to_string()>
            <div id=ELEMENT class="map-ground" node_ref=host></div>
            {trouble}
        </div>
    }
}

/// Marks what is looked at and goes there.
fn look(alive: RwSignal<u32>, aim: Memo<Option<Aim>>, post: impl Fn(&ToMap) + Copy + 'static) {
    let card = remote(move || match aim.get() {
        Some(Aim::Area(code)) => Some(AreaCard { code }),
        _ => None,
    });
    let place = Memo::new(move |_| match aim.get()? {
        Aim::Case(key, position) => Some((
            Highlight {
                case: Some(SelectedCase { key, position }),
                ..Highlight::default()
            },
            ToMap::Fly {
                lon: position.lon,
                lat: position.lat,
                zoom: CASE_ZOOM,
            },
        )),
        Aim::Area(code) => {
            let fits = card.with(|card| {
                let own = card.chain.last().is_some_and(|area| area.code == code);
                card.bounds.filter(|_| own)
            });
            Some((
                Highlight::default(),
                ToMap::Fit {
                    bounds: fits.flatten()?,
                    padding: PADDING,
                },
            ))
        }
    });
    Effect::new(move |_| {
        alive.track();
        if let Some((highlight, go)) = place.get() {
            post(&ToMap::Select(highlight));
            post(&go);
        }
    });
}
