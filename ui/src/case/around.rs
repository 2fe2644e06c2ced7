//! What stands around the case: cameras, the nearest station of each level and the one that has a service,
//! and how far a unit comes in so many minutes; drawn on the map when asked.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_protocol::desk::{AroundView, AskAround, CaseView, Near, RingView};

use crate::parts::{Simulated, count};
use crate::remote::{Remote, remote};
use crate::state::{Around, Desk};
use crate::text::{label, sentence, t, word};

/// Cameras that are listed before one asks for all.
const FEW: usize = 5;

/// What stands around.
#[component]
pub fn Surroundings(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let place = Memo::new(move |_| view.with(|view| view.case.facts.position));
    let case = Memo::new(move |_| view.with(|view| view.case.id));
    let service = RwSignal::new(String::new());
    let drawn = RwSignal::new(None::<CaseId>);
    let answer = remote(move || {
        desk.register.track();
        let service = service.get();
        Some(AskAround {
            position: place.get(),
            service: (!service.is_empty()).then_some(service),
        })
    });
    let is_drawn = move || drawn.get() == Some(case.get());
    Effect::new(move |_| {
        let around = is_drawn()
            .then(|| answer.with(|around| drawing(place.get(), around)))
            .flatten();
        if desk.around.with_untracked(|before| *before != around) {
            desk.around.set(around);
        }
    });
    on_cleanup(move || desk.around.set(None));
    let turn = move |_| {
        let id = case.get_untracked();
        drawn.update(|drawn| *drawn = (*drawn != Some(id)).then_some(id));
    };
    let body = move || match (answer.get(), answer.problem()) {
        (Some(_), _) => view! { <Found answer service /> }.into_any(),
        (None, Some(problem)) => {
            view! { <p class="part-failed" role="alert">{sentence(&problem)}</p> }.into_any()
        }
        (None, None) => ().into_any(),
    };
    view! {
        <section class="part" data-testid="case-around">
            <h3 class="part-head">
                {crate::say!("around")}
                <button type="button" class="link" aria-pressed=move || is_drawn().to_string()
                    data-testid="around-draw" on:click=turn>
                    {move || if is_drawn() { t("around-hide", &[]) } else { t("around-draw", &[]) }}
                </button>
            </h3>
            {body}
        </section>
    }
}

/// Rings, and lines to the cameras and to the station that has what is needed, or to the nearest ones.
fn drawing(centre: onemap_domain::area::Position, around: &AroundView) -> Around {
    let ring = |view: &RingView| (view.outline.clone(), label(&view.ring.name));
    let stations = around.stations.iter().map(|station| &station.near);
    let stations: Vec<&Near> = match &around.suitable {
        Some(suitable) => vec![suitable],
        None => stations.collect(),
    };
    let found = stations.into_iter().chain(&around.cameras);
    Around {
        centre,
        rings: around.rings.iter().map(ring).collect(),
        found: found.map(|near| near.resource.position).collect(),
    }
}

#[component]
fn Found(answer: Remote<AroundView>, service: RwSignal<String>) -> impl IntoView {
    let all = RwSignal::new(false);
    let rings = move || {
        let row = |view: RingView| {
            let said = crate::say!(
                "around-ring",
                name = label(&view.ring.name),
                metres = count(view.ring.metres),
                stations = count(view.stations),
                cameras = count(view.cameras),
            );
            view! { <li class="around-ring figures" data-testid="around-ring">{said}</li> }
        };
        let rings = answer
            .with(|around| around.rings.clone())
            .unwrap_or_default();
        rings.into_iter().map(row).collect_view()
    };
    let stations = move || {
        let (stations, services) = answer
            .with(|around| (around.stations.clone(), around.services.clone()))
            .unwrap_or_default();
        let row = |station: onemap_protocol::desk::NearStation| {
            let list = services
                .iter()
                .find(|list| Some(&list.code) == station.services.as_ref());
            let offers = list.map(|list| {
                t(
                    "around-services",
                    &[
                        ("name", &label(&list.name)),
                        ("count", &list.size.to_string()),
                    ],
                )
            });
            view! { <Line near=station.near note=offers.unwrap_or_default() /> }
        };
        stations.into_iter().map(row).collect_view()
    };
    let choices = move || {
        let lists = answer
            .with(|around| around.services.clone())
            .unwrap_or_default();
        let mut seen = Vec::new();
        for service in lists.into_iter().flat_map(|list| list.members) {
            if !seen.iter().any(|(code, _)| *code == service.code) {
                seen.push((service.code, label(&service.name)));
            }
        }
        seen
    };
    let needed = move || {
        let options = choices().into_iter().map(|(code, words)| {
            let value = code.clone();
            view! { <option value=code prop:selected=move || service.with(|now| *now == value)>{words}</option> }
        });
        options.collect_view()
    };
    let suitable = move || {
        let found = answer.with(|around| around.suitable.clone())?;
        if service.with(String::is_empty) {
            return None;
        }
        Some(match found {
            Some(near) => {
                view! { <ul class="around-list"><Line near note=t("around-suitable", &[]) /></ul> }
                    .into_any()
            }
            None => {
                view! { <p class="part-empty">{crate::say!("around-no-suitable")}</p> }.into_any()
            }
        })
    };
    let cameras = move || {
        let cameras = answer
            .with(|around| around.cameras.clone())
            .unwrap_or_default();
        let shown = if all.get() { cameras.len() } else { FEW };
        let rows = cameras.into_iter().take(shown);
        rows.map(|near| view! { <Line near note=String::new() /> })
            .collect_view()
    };
    let number = move || {
        answer
            .with(|around| around.cameras.len())
            .unwrap_or_default()
    };
    let within = move || {
        let metres = answer
            .with(|around| around.camera_metres)
            .unwrap_or_default();
        let figures = [
            ("metres", &*count(metres)),
            ("count", &*count(number() as u64)),
        ];
        t("around-cameras", &figures)
    };
    view! {
        <Show when=move || answer.with(|around| !around.rings.is_empty()).unwrap_or_default()>
            <ul class="around-list">{rings}</ul>
        </Show>
        <ul class="around-list" data-testid="around-stations">{stations}</ul>
        <Show when=move || !choices().is_empty()>
            <label class="around-needed">
                <span>{crate::say!("around-needed")}</span>
                <select class="input input-select" data-testid="around-service"
                    on:change=move |event| service.set(event_target_value(&event))>
                    <option value="">{crate::say!("around-any")}</option>
                    {needed}
                </select>
            </label>
            <div data-testid="around-suitable">{suitable}</div>
        </Show>
        <p class="around-title figures" data-testid="around-cameras" data-count=move || number().to_string()>{within}</p>
        <ul class="around-list">{cameras}</ul>
        <Show when=move || { number() > FEW && !all.get() }>
            <button type="button" class="link" on:click=move |_| all.set(true)>{crate::say!("around-all")}</button>
        </Show>
    }
}

/// A station or a camera, and how far away it is.
#[component]
fn Line(near: Near, note: String) -> impl IntoView {
    let Near { resource, metres } = near;
    let kind = word("resource", resource.kind.name());
    let is_station = resource.kind.is_station();
    view! {
        <li class="around-line" data-kind=resource.kind.name()>
            <span class="around-name">
                {resource.name}" "{resource.simulated.then(|| view! { <Simulated /> })}
            </span>
            <span class="around-metres figures">{t("case-metres", &[("count", &count(metres))])}</span>
            <span class="around-note">
                {is_station.then(|| view! { <span class="around-kind">{kind}</span> })}{note}
            </span>
        </li>
    }
}
