//! What the map draws: tiles, switches, departments, resources, the cases and rings of a selection
//! of many, colours. Each goes to the map when it changes, and all of it to a new map.

use std::collections::BTreeMap;

use leptos::prelude::*;
use onemap_domain::area::Position;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{AskForces, DepartmentLoad, ForceRow, Loads, Resources};

use super::bridge::{
    self, DepartmentSymbol, ForceSymbol, ResourceSymbol, RingLine, SelectedCase, Switches, ToMap,
    Versions,
};
use super::{theme, tools};
use crate::backend;
use crate::remote::remote;
use crate::state::{Around, Book, Desk, Tool};
use crate::text::{t, word};

/// Keeps the map supplied with what it draws.
pub(super) fn feed(
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
    feed_forces(desk, alive, switches, post);
    Effect::new(move |_| {
        alive.track();
        let around = desk.around.get();
        let (centre, rings, found) = match around {
            Some(Around {
                centre,
                rings,
                found,
            }) => (Some(centre), rings, found),
            None => (None, Vec::new(), Vec::new()),
        };
        let line = |(outline, label)| RingLine { outline, label };
        post(&ToMap::Around {
            centre,
            rings: rings.into_iter().map(line).collect(),
            found,
        });
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
    feed_tools(desk, alive, post);
    feed_chosen(desk, alive, post);
}

/// Whether a click tells its place, and what is measured.
fn feed_tools(desk: Desk, alive: RwSignal<u32>, post: impl Fn(&ToMap) + Copy + 'static) {
    Effect::new(move |_| {
        alive.track();
        post(&ToMap::Pick {
            active: desk.pick.get().is_some() || desk.tool.with(tools::takes_clicks),
        });
    });
    Effect::new(move |_| {
        alive.track();
        let points = desk.tool.with(Tool::measured);
        post(&ToMap::Path { points });
    });
}

/// Who works where; asked for once the layer is on.
fn feed_forces(
    desk: Desk,
    alive: RwSignal<u32>,
    switches: RwSignal<Switches>,
    post: impl Fn(&ToMap) + Copy + 'static,
) {
    let is_on = Memo::new(move |_| switches.with(|switches| switches.forces));
    let forces = remote(move || {
        desk.register.track();
        (is_on.get() && desk.user.with(Option::is_some)).then_some(AskForces {})
    });
    Effect::new(move |_| {
        alive.track();
        desk.language.track();
        let symbol = |row: &ForceRow| ForceSymbol {
            level: row.area.level().name(),
            label: force_label(row),
            lacks: row.lacking > 0,
            position: row.position,
        };
        let features = forces.with(|rows| rows.iter().map(symbol).collect::<Vec<_>>());
        if let Some(features) = features {
            post(&ToMap::Forces { features });
        }
    });
}

/// How many people, and which posts are vacant: of a grid by name, of an area by how many grids lack one.
fn force_label(row: &ForceRow) -> String {
    let people = row.people.to_string();
    if row.lacking == 0 {
        return t("map-force", &[("people", &people)]);
    }
    if row.vacant.is_empty() {
        let lacking = row.lacking.to_string();
        return t(
            "map-force-lacking",
            &[("people", &people), ("count", &lacking)],
        );
    }
    let vacant = row.vacant.iter().map(|post| word("post", post.name()));
    let vacant = vacant.collect::<Vec<_>>().join(&t("list-separator", &[]));
    t(
        "map-force-vacant",
        &[("people", &people), ("posts", &vacant)],
    )
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

/// Shows which cases are chosen for many, and the rings drawn around them. Only what changed is
/// posted.
fn feed_chosen(desk: Desk, alive: RwSignal<u32>, post: impl Fn(&ToMap) + Copy + 'static) {
    let many = desk.many;
    Effect::new(move |_| {
        alive.track();
        post(&ToMap::Rings {
            rings: many.rings.get(),
        });
    });
    Effect::new(move |_| {
        alive.track();
        post(&ToMap::Lasso {
            active: many.drawing.get(),
        });
    });
    let places = Memo::new(move |_| {
        many.known.with(|known| {
            many.chosen.with(|chosen| {
                let place = |case: &CaseId| Some((*case, known.rows.get(case)?.position));
                chosen.ids().iter().filter_map(place).collect::<Places>()
            })
        })
    });
    Effect::new(move |before: Option<(u32, Places)>| {
        let now = (alive.get(), places.get());
        let nothing = Places::new();
        let shown = before
            .as_ref()
            .filter(|before| before.0 == now.0)
            .map_or(&nothing, |before| &before.1);
        let (add, remove) = changes(shown, &now.1);
        if !add.is_empty() || !remove.is_empty() {
            post(&ToMap::Chosen { add, remove });
        }
        now
    });
}

/// Where cases are.
type Places = BTreeMap<CaseId, Position>;

/// What to show, or to show elsewhere, and what to show no longer.
fn changes(before: &Places, now: &Places) -> (Vec<SelectedCase>, Vec<CaseId>) {
    let add = now
        .iter()
        .filter(|(case, place)| before.get(case) != Some(place))
        .map(|(case, place)| SelectedCase {
            key: *case,
            position: *place,
        });
    let remove = before
        .keys()
        .filter(|case| !now.contains_key(case))
        .copied();
    (add.collect(), remove.collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_what_changed_goes_to_the_map() {
        let case = |n| CaseId(Uuid::from_u128(n));
        let at = |lon| Position { lon, lat: 28.5 };
        let before = Places::from([
            (case(1), at(105.1)),
            (case(2), at(105.2)),
            (case(3), at(105.3)),
        ]);
        let now = Places::from([
            (case(2), at(105.2)),
            (case(3), at(105.9)),
            (case(4), at(105.4)),
        ]);
        let (add, remove) = changes(&before, &now);
        let added: Vec<CaseId> = add.iter().map(|one| one.key).collect();
        assert_eq!(added, [case(3), case(4)], "one moved, one is new");
        assert_eq!(remove, [case(1)]);
        assert_eq!(changes(&now, &now), (vec![], vec![]));
    }
}
