//! The map's colours out of the page's tokens, and its words out of the locale files, so that there
//! is one place where each stands.

use leptos::prelude::{untrack, window};

use super::bridge::{Colors, Words};
use crate::text::t;

/// The map's names and the tokens behind them.
const TOKENS: [(&str, &str); 25] = [
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
    ("shade0", "--map-shade-0"),
    ("shade1", "--map-shade-1"),
    ("shade2", "--map-shade-2"),
    ("shade3", "--map-shade-3"),
    ("shade4", "--map-shade-4"),
];

/// Text size on the desk, for which the map's symbols are drawn, pixels.
const DESK_TEXT: f64 = 14.0;

/// The colours in force now. A token that is not there is left out; the map has its own then.
pub fn colors() -> Colors {
    let value = tokens();
    TOKENS
        .into_iter()
        .filter_map(|(name, token)| Some((name, value(token)?)))
        .collect()
}

/// How much larger symbols and labels are than on a desk: as much as the page's text.
pub fn scale() -> f64 {
    // Not the token: the wall's is in parts of the screen's height.
    let size = tokens()("font-size");
    let pixels = size.and_then(|size| size.strip_suffix("px")?.parse::<f64>().ok());
    pixels.map_or(1.0, |pixels| pixels / DESK_TEXT)
}

/// What the map writes, in the language in force now.
pub fn words() -> Words {
    // Stands where the map puts the figure.
    const FIGURE: char = '\u{fffc}';
    untrack(|| {
        let late = t("map-late", &[("days", &FIGURE.to_string())]);
        let (before, after) = late.split_once(FIGURE).unwrap_or((&late, ""));
        Words {
            late: [before.to_owned(), after.to_owned()],
            late_today: t("map-late-today", &[]),
        }
    })
}

/// The tokens' values in force now.
fn tokens() -> impl Fn(&str) -> Option<String> {
    let root = leptos::prelude::document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    move |token| {
        let value = style
            .as_ref()?
            .get_property_value(token)
            .ok()?
            .trim()
            .to_owned();
        (!value.is_empty()).then_some(value)
    }
}
