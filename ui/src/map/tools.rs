//! The tools of the map: drawing around cases, choosing those around a place, measuring, and keeping the map as it
//! is seen, as a picture or on paper.
//!
//! Deliberately absent: drawing, which is the map's, and what stands on a kept map, which is the console's.

use leptos::prelude::*;
use onemap_domain::area::{Outline, Position};
use onemap_protocol::desk::{AreaView, ChartForm, KeepMap};
use onemap_spatial::measure;

use super::base::Base;
use crate::parts::{Button, Keeping, KeptPaper, Look};
use crate::remote::Remote;
use crate::state::{Desk, Tool};
use crate::text::{language, t};

/// How far around a place cases can be chosen, metres.
const RADII: [u32; 6] = [100, 200, 500, 1_000, 2_000, 5_000];

/// The radius at first, metres.
const RADIUS: u32 = 500;

/// Corners of a circle: its sides lie less than 0.2 % of the radius inside.
const CORNERS: u16 = 64;

/// The drawings of the buttons.
const CAMERA: &str = "M2.500 5.500h2.300l1.100-1.700h4.200l1.100 1.700h2.300v7h-11z\
    M8 11a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400";
const RULER: &str = "M1.800 11.200 11.200 1.800l3 3-9.400 9.400z\
    M4.300 8.700l1.400 1.400M6.600 6.400l1.400 1.400M8.900 4.100l1.400 1.400";
const CIRCLE: &str =
    "M8 2.300a5.700 5.700 0 1 0 0 11.400A5.700 5.700 0 0 0 8 2.300M8 8l3.900-3.200M8 8h.01";
const LASSO: &str = "M6 12.200C3.200 11.700 1.800 9.600 2.300 7.200 2.900 4.300 6 2.600 9.300 3c3.100.4 5 2.600 4.400 5.100\
    -.6 2.400-3.200 4-6.100 4.100M6 12.200a1.500 1.500 0 1 0 1.600 0c.1 1.300-.5 2.200-1.900 2.600";

/// Asks the map for a picture of itself.
#[derive(Clone, Copy)]
pub struct Take {
    /// The picture that came, PNG in base 64.
    pub taken: RwSignal<Option<String>>,
    /// Asks.
    pub ask: Callback<()>,
}

/// Whether a tool waits for a place.
pub fn takes_clicks(tool: &Tool) -> bool {
    matches!(tool, Tool::Measure(_) | Tool::Circle { .. })
}

/// Hands a place to the tool in hand; whether there was one.
pub fn clicked(desk: Desk, place: Position) -> bool {
    match desk.tool.get_untracked() {
        Tool::Measure(mut points) => {
            points.push(place);
            desk.tool.set(Tool::Measure(points));
            true
        }
        Tool::Circle { metres } => {
            desk.tool.set(Tool::None);
            let ring = measure::ring_around(place, f64::from(metres), CORNERS);
            desk.many.choose_within(desk, ring);
            true
        }
        Tool::None | Tool::Picture => false,
    }
}

/// The buttons.
#[component]
pub fn Tools() -> impl IntoView {
    let desk = Desk::here();
    let drawing = desk.many.drawing;
    // One tool at a time.
    let take = move |tool: Tool| {
        let is_in_hand = desk.tool.with_untracked(|now| is_same(now, &tool));
        drawing.set(false);
        desk.tool.set(if is_in_hand { Tool::None } else { tool });
    };
    let button =
        |id, key: [&'static str; 2], path, pressed: Signal<bool>, on_press: Callback<()>| {
            view! {
                <button
                    type="button"
                    class="map-tool"
                    aria-pressed=move || pressed.get().to_string()
                    aria-label=crate::say!(key[0])
                    title=crate::say!(key[1])
                    data-testid=id
                    on:click=move |_| on_press.run(())
                >
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d=path /></svg>
                </button>
            }
        };
    let tool = |key: &'static str, path, tool: Tool| {
        let shown = tool.clone();
        let pressed = Signal::derive(move || desk.tool.with(|now| is_same(now, &shown)));
        let on_press = Callback::new(move |()| take(tool.clone()));
        button(key, [key; 2], path, pressed, on_press)
    };
    let lasso = Callback::new(move |()| {
        desk.tool.set(Tool::None);
        drawing.update(|drawing| *drawing = !*drawing);
    });
    view! {
        <div class="map-plate map-tools">
            {tool("map-picture", CAMERA, Tool::Picture)}
            {tool("map-measure", RULER, Tool::Measure(Vec::new()))}
            {tool("map-circle", CIRCLE, Tool::Circle { metres: RADIUS })}
            {button("map-lasso", ["bulk-lasso", "bulk-lasso-key"], LASSO, drawing.into(), lasso)}
        </div>
    }
}

fn is_same(one: &Tool, other: &Tool) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// What to do while a tool is in hand, and what it tells.
#[component]
pub fn ToolBar(
    /// Pictures of the map.
    take: Take,
    /// What lies under it.
    base: Base,
    /// The area in view.
    card: Remote<AreaView>,
) -> impl IntoView {
    let desk = Desk::here();
    // What is measured, or how far, changes within its bar.
    let kind = Memo::new(move |_| {
        desk.tool.with(|tool| match tool {
            Tool::Measure(_) => Tool::Measure(Vec::new()),
            Tool::Circle { .. } => Tool::Circle { metres: RADIUS },
            other => other.clone(),
        })
    });
    move || match kind.get() {
        Tool::None => ().into_any(),
        Tool::Measure(_) => view! { <Measuring /> }.into_any(),
        Tool::Circle { .. } => view! { <Circling /> }.into_any(),
        Tool::Picture => view! { <Keep take base card /> }.into_any(),
    }
}

#[component]
fn Measuring() -> impl IntoView {
    let desk = Desk::here();
    let points = move || desk.tool.with(Tool::measured);
    let said = move || {
        desk.language.track();
        let points = points();
        match points.len() {
            0 | 1 => t("map-measure-how", &[]),
            count => {
                let along = t("map-measure-said", &[("length", &length(along(&points)))]);
                let within = (count > 2)
                    .then(|| t("map-measure-ground", &[("area", &ground(within(&points)))]));
                [Some(along), within]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · ")
            }
        }
    };
    let back = Callback::new(move |()| {
        let mut points = points();
        points.pop();
        desk.tool.set(Tool::Measure(points));
    });
    view! {
        <div class="map-pick" role="status" data-testid="map-measure-bar">
            <span class="map-figures figures" data-testid="map-measured">{said}</span>
            <Button look=Look::Plain on_press=back testid="map-measure-back">
                {crate::say!("map-measure-back")}
            </Button>
            <Done />
        </div>
    }
}

#[component]
fn Circling() -> impl IntoView {
    let desk = Desk::here();
    let option = move |metres: u32| {
        let chosen = move || desk.tool.with(|tool| *tool == Tool::Circle { metres });
        view! {
            <option value=metres.to_string() prop:selected=chosen>
                {move || { desk.language.track(); length(f64::from(metres)) }}
            </option>
        }
    };
    view! {
        <div class="map-pick" role="status" data-testid="map-circle-bar">
            <span>{crate::say!("map-circle-how")}</span>
            <select class="input input-select" data-testid="map-circle-radius"
                aria-label=crate::say!("map-circle-radius")
                on:change=move |event| {
                    if let Ok(metres) = event_target_value(&event).parse() {
                        desk.tool.set(Tool::Circle { metres });
                    }
                }>
                {RADII.map(option)}
            </select>
            <Done />
        </div>
    }
}

#[component]
fn Keep(take: Take, base: Base, card: Remote<AreaView>) -> impl IntoView {
    let (picture, paper) = (Keeping::new(), Keeping::new());
    let wanted = RwSignal::new(None::<ChartForm>);
    let want = move |form| {
        take.taken.set(None);
        wanted.set(Some(form));
        take.ask.run(());
    };
    Effect::new(move |_| {
        let Some(png) = take.taken.get() else { return };
        take.taken.set(None);
        let Some(form) = wanted.get_untracked() else {
            return;
        };
        wanted.set(None);
        let names = |card: &AreaView| {
            let names: Vec<&str> = card.chain.iter().map(|area| area.name.as_str()).collect();
            names.join(" ")
        };
        let keeping = match form {
            ChartForm::Png => picture,
            ChartForm::Pdf => paper,
        };
        keeping.keep(KeepMap {
            form,
            picture: png,
            title: untrack(|| card.with(names)).unwrap_or_default(),
            credit: untrack(|| base.credit()),
            language: untrack(language),
        });
    });
    let words = |key: &'static str| Signal::derive(move || t(key, &[]));
    view! {
        <div class="map-pick map-kept" role="status" data-testid="map-picture-bar">
            <span>{crate::say!("map-picture-how")}</span>
            <KeptPaper name="map-png" words=words("map-picture-png") keeping=picture
                on_keep=move |()| want(ChartForm::Png) />
            <KeptPaper name="map-pdf" words=words("map-picture-pdf") keeping=paper
                on_keep=move |()| want(ChartForm::Pdf) />
            <Done />
        </div>
    }
}

/// Puts the tool away.
#[component]
fn Done() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <Button on_press=move |()| desk.tool.set(Tool::None) hint="Esc" testid="map-tool-done">
            {crate::say!("map-tool-done")}
        </Button>
    }
}

/// Along a line, metres.
fn along(points: &[Position]) -> f64 {
    let sides = points.windows(2);
    sides
        .map(|side| measure::distance_m(side[0], side[1]))
        .sum()
}

/// Within a ring that closes itself, m².
fn within(points: &[Position]) -> f64 {
    let ring = points.iter().map(|point| [point.lon, point.lat]).collect();
    measure::area_km2(&Outline(vec![vec![ring]])) * 1e6
}

/// A length in words.
fn length(metres: f64) -> String {
    if metres < 1_000.0 {
        t("map-metres", &[("count", &format!("{metres:.0}"))])
    } else {
        let kilometres = three_digits(metres / 1_000.0);
        t("map-kilometres", &[("count", &kilometres)])
    }
}

/// A size of ground in words.
fn ground(square_metres: f64) -> String {
    let (key, count) = if square_metres < 10_000.0 {
        ("map-square-metres", format!("{square_metres:.0}"))
    } else if square_metres < 1e6 {
        ("map-hectares", three_digits(square_metres / 10_000.0))
    } else {
        ("map-square-kilometres", three_digits(square_metres / 1e6))
    };
    t(key, &[("count", &count)])
}

/// As many digits as somebody reads off a map.
fn three_digits(figure: f64) -> String {
    let behind = if figure < 10.0 {
        2
    } else {
        usize::from(figure < 100.0)
    };
    format!("{figure:.behind$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_three_digits_and_never_fewer_than_its_whole() {
        let written = [1.234, 12.34, 123.4, 1_234.4].map(three_digits);
        assert_eq!(written, ["1.23", "12.3", "123", "1234"]);
    }

    #[test]
    fn a_square_kilometre_is_measured_around_and_across() {
        let corner = |east: f64, north: f64| Position {
            // Metres of a degree near 28.6 degrees north, on the ellipsoid of WGS 84.
            lon: 105.7 + east / 97_820.0,
            lat: 28.6 + north / 110_846.0,
        };
        let square = [
            corner(0.0, 0.0),
            corner(1_000.0, 0.0),
            corner(1_000.0, 1_000.0),
            corner(0.0, 1_000.0),
        ];
        assert!((along(&square) - 3_000.0).abs() < 6.0, "{}", along(&square));
        let ground = within(&square);
        assert!((ground - 1e6).abs() < 4_000.0, "{ground}");
    }
}
