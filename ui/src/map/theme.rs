//! The map's colours out of the page's tokens, so that there is one place where colours stand.

use leptos::prelude::window;

use super::bridge::Colors;

/// The map's names and the tokens behind them.
const TOKENS: [(&str, &str); 20] = [
    ("background", "--map-ground"),
    ("areaFill", "--map-land"),
    ("areaFillAlt", "--map-land-other"),
    ("dedicatedFill", "--map-dedicated"),
    ("boundaryStrong", "--map-county"),
    ("boundaryMedium", "--map-town"),
    ("boundaryWeak", "--map-village"),
    ("label", "--map-label"),
    ("labelWeak", "--map-label-soft"),
    ("labelHalo", "--map-halo"),
    ("surface", "--map-cluster"),
    ("onSurface", "--ink"),
    ("green", "--lamp-green"),
    ("yellow", "--lamp-yellow"),
    ("red", "--lamp-red"),
    ("department", "--map-department"),
    ("departmentTrack", "--map-department-soft"),
    ("resource", "--map-place"),
    ("unit", "--map-label-soft"),
    ("accent", "--accent"),
];

/// The colours in force now. A token that is not there is left out; the map has its own then.
pub fn colors() -> Colors {
    let root = leptos::prelude::document().document_element();
    let Some(style) = root.and_then(|root| window().get_computed_style(&root).ok().flatten())
    else {
        return Colors::new();
    };
    TOKENS
        .into_iter()
        .filter_map(|(name, token)| {
            let value = style.get_property_value(token).ok()?.trim().to_owned();
            (!value.is_empty()).then_some((name, value))
        })
        .collect()
}
