//! The panel of layers: how many there are of each, and which are shown. What was chosen is kept
//! on this computer.

use leptos::prelude::*;
use onemap_protocol::desk::{LayerCounts, Layers};
use onemap_protocol::problem::Problem;

use super::base::{Base, BasePicker};
use super::bridge::Switches;
use super::heat::{Heat, HeatSwitch};
use super::topic::{Topic, TopicPicker};
use crate::parts::count;
use crate::remote::remote;
use crate::state::{Desk, keep, kept as setting};
use crate::text::{sentence, t};

/// A group of layers that is switched as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Areas,
    Units,
    Cases,
    Departments,
    Forces,
    Stations,
    Cameras,
}

impl Group {
    const ALL: [Group; 7] = [
        Group::Cases,
        Group::Departments,
        Group::Forces,
        Group::Stations,
        Group::Cameras,
        Group::Areas,
        Group::Units,
    ];

    const fn name(self) -> &'static str {
        match self {
            Group::Areas => "areas",
            Group::Units => "units",
            Group::Cases => "cases",
            Group::Departments => "departments",
            Group::Forces => "forces",
            Group::Stations => "stations",
            Group::Cameras => "cameras",
        }
    }

    const fn switch(self, switches: &mut Switches) -> &mut bool {
        match self {
            Group::Areas => &mut switches.areas,
            Group::Units => &mut switches.units,
            Group::Cases => &mut switches.cases,
            Group::Departments => &mut switches.departments,
            Group::Forces => &mut switches.forces,
            Group::Stations => &mut switches.stations,
            Group::Cameras => &mut switches.cameras,
        }
    }

    const fn is_on(self, mut switches: Switches) -> bool {
        *self.switch(&mut switches)
    }

    const fn count(self, counts: &LayerCounts) -> u32 {
        match self {
            Group::Areas => counts.grids,
            Group::Units => counts.units,
            Group::Cases => counts.cases,
            Group::Departments => counts.departments,
            Group::Forces => counts.people,
            Group::Stations => counts.stations,
            Group::Cameras => counts.cameras,
        }
    }

    /// What the count is made of, or what comes with it.
    fn more(self, counts: &LayerCounts) -> Option<String> {
        match self {
            Group::Areas => Some(t(
                "map-layer-dedicated",
                &[("count", &count(counts.dedicated))],
            )),
            Group::Forces => Some(t("map-layer-lacking", &[("count", &count(counts.lacking))])),
            _ => None,
        }
    }
}

/// The switches as they were left on this computer.
pub fn kept() -> Switches {
    let mut switches = Switches {
        areas: true,
        units: true,
        cases: true,
        departments: true,
        forces: false,
        stations: false,
        cameras: false,
    };
    for group in Group::ALL {
        if let Some(choice) = setting(&format!("layer.{}", group.name())) {
            *group.switch(&mut switches) = choice == "on";
        }
    }
    switches
}

/// The panel of layers.
#[component]
pub fn LayerPanel(
    /// Which are shown.
    switches: RwSignal<Switches>,
    /// By what areas are shaded.
    topic: Topic,
    /// The heat.
    heat: Heat,
    /// What lies under it all.
    base: Base,
) -> impl IntoView {
    let desk = Desk::here();
    let open = RwSignal::new(setting("layers").is_none_or(|state| state != "folded"));
    let counts = remote(move || {
        desk.cases.track();
        desk.register.track();
        desk.user.with(Option::is_some).then_some(Layers {})
    });
    let fold = move |_| {
        open.update(|open| *open = !*open);
        // Where it cannot be kept, it is open the next time.
        keep(
            "layers",
            if open.get_untracked() {
                "open"
            } else {
                "folded"
            },
        );
    };
    let row = move |group: Group| {
        let toggle = move |event: web_sys::Event| {
            let on = event_target_checked(&event);
            switches.update(|switches| *group.switch(switches) = on);
            keep(
                &format!("layer.{}", group.name()),
                if on { "on" } else { "off" },
            );
        };
        view! {
            <label class="layer" data-testid=format!("layer-row-{}", group.name())>
                <input
                    type="checkbox"
                    data-testid=format!("layer-{}", group.name())
                    prop:checked=move || group.is_on(switches.get())
                    on:change=toggle
                />
                <span class="layer-name">{move || t(&format!("map-layer-{}", group.name()), &[])}</span>
                <span class="layer-count figures" data-testid=format!("layer-count-{}", group.name())>
                    {move || counts.with(|counts| count(group.count(counts)))}
                </span>
                <span class="layer-more figures">
                    {move || counts.with(|counts| group.more(counts)).flatten()}
                </span>
            </label>
        }
    };
    let failed = move || {
        let words = |problem: &Problem| t("map-layers-failed", &[("why", &sentence(problem))]);
        counts.problem().as_ref().map(|problem| {
            view! { <p class="layer-failed" role="status">{words(problem)}</p> }
        })
    };
    let words = move || {
        if open.get() {
            t("map-layers-fold", &[])
        } else {
            t("map-layers-unfold", &[])
        }
    };
    view! {
        <section class="map-plate layers" data-testid="map-layers" aria-label=crate::say!("map-layers")>
            <button
                type="button"
                class="plate-head"
                aria-expanded=move || open.get().to_string()
                title=words
                data-testid="map-layers-fold"
                on:click=fold
            >
                <span>{crate::say!("map-layers")}</span>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 6.5 8 10.5 12 6.5" /></svg>
            </button>
            <Show when=move || open.get()>
                <div class="layers-list">
                    {Group::ALL.map(row)}
                    <HeatSwitch heat />
                </div>
                {failed}
                <TopicPicker topic />
                <BasePicker base />
            </Show>
        </section>
    }
}
