//! The map follows the selection: it is highlighted, and moved to when it is out of sight.

use leptos::prelude::*;
use onemap_domain::area::{AreaCode, Level, Position};
use onemap_protocol::desk::{AreaView, CaseCard};

use super::bridge::{Frame, Highlight, SelectedCase, ToMap};
use super::{PADDING, whole};
use crate::remote::{Remote, remote};
use crate::state::{Desk, Selection};

/// Where a household unit and a case that was out of sight are looked at.
const UNIT_ZOOM: f64 = 16.5;
const CASE_ZOOM: f64 = 14.0;

/// Where the map should go.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Aim {
    Box([f64; 4]),
    Place(Position, f64),
}

/// Highlights what is selected, and moves the map to it when it is out of sight.
pub(super) fn follow(
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
