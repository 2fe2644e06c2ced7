//! The one module that talks to `js/map.js`, and so to MapLibre: typed messages both ways.
//!
//! Deliberately absent: what the messages are for. [`super`] decides that.

use std::collections::BTreeMap;

use onemap_domain::area::{AreaCode, Position};
use onemap_domain::case::CaseId;
use onemap_domain::department::DepartmentCode;
use onemap_domain::people::ResourceKind;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./js/map.js")]
extern "C" {
    fn create(element: &str, options: &str, on_message: &Closure<dyn Fn(String)>) -> u32;
    fn post(handle: u32, message: &str);
    fn destroy(handle: u32);
}

/// What a map begins with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Options {
    /// `[west, south, east, north]`, degrees.
    pub bounds: [f64; 4],
    /// Pixels left free around the bounds.
    pub padding: u32,
    /// The theme.
    pub colors: Colors,
    /// How much larger symbols and labels are than on a desk.
    pub scale: f64,
    /// What it writes.
    pub words: Words,
}

/// What the map writes beside names and figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Words {
    /// What stands before and after the days of something overdue.
    pub late: [String; 2],
    /// What is said of less than a day.
    pub late_today: String,
}

/// Colours by the names of `js/map/colors.js`.
pub type Colors = BTreeMap<&'static str, String>;

/// Versions of the tiles; a new one reloads only its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// Of the boundaries.
    pub areas: u64,
    /// Of the cases.
    pub cases: u64,
}

/// Which groups of layers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "seven switches, each independent of the others"
)]
pub struct Switches {
    /// Boundaries and their names.
    pub areas: bool,
    /// Household units.
    pub units: bool,
    /// Open cases.
    pub cases: bool,
    /// Departments and their load.
    pub departments: bool,
    /// People with posts.
    pub forces: bool,
    /// Stations.
    pub stations: bool,
    /// Cameras.
    pub cameras: bool,
}

/// A department as the map draws it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DepartmentSymbol {
    /// Which.
    pub code: DepartmentCode,
    /// What is written beside it.
    pub label: String,
    /// Its seat.
    #[serde(flatten)]
    pub seat: Position,
    /// Open cases.
    pub open: u32,
    /// Of those, overdue.
    pub overdue: u32,
    /// Open cases it can carry.
    pub capacity: u32,
}

/// A station or a camera as the map draws it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResourceSymbol {
    /// Which.
    pub id: String,
    /// The name of its symbol.
    pub kind: &'static str,
    /// What is written beside it.
    pub name: String,
    /// Where it stands.
    #[serde(flatten)]
    pub position: Position,
}

/// The symbol of a kind of resource.
pub const fn symbol(kind: ResourceKind) -> &'static str {
    if kind.is_station() {
        "station"
    } else {
        "camera"
    }
}

/// Who works in an area, as the map draws it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForceSymbol {
    /// `town`, `village` or `grid`.
    pub level: &'static str,
    /// What is written beside it.
    pub label: String,
    /// A grid in it lacks a post that every grid has.
    pub lacks: bool,
    /// Where it is drawn.
    #[serde(flatten)]
    pub position: Position,
}

/// A ring of response as the map draws it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RingLine {
    /// Where it runs.
    pub outline: Vec<Position>,
    /// What is written on it.
    pub label: String,
}

/// A selected case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SelectedCase {
    /// Which.
    pub key: CaseId,
    /// Where it is.
    #[serde(flatten)]
    pub position: Position,
}

/// A case of a sample with what its check found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MarkedCase {
    /// Which.
    pub key: CaseId,
    /// `passed`, `failed` or `left`.
    pub sign: &'static str,
    /// Where it is.
    #[serde(flatten)]
    pub position: Position,
}

/// What is highlighted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Highlight {
    /// An area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// A case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<SelectedCase>,
    /// A department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentCode>,
}

/// A sheet of a base map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BaseSheet {
    /// The address of its tiles, with `{z}`, `{x}` and `{y}` in it.
    pub tiles: String,
    /// They are vector tiles, not pictures.
    pub vectors: bool,
    /// The first level that it has.
    pub minzoom: u8,
    /// The last one.
    pub maxzoom: u8,
    /// `[west, south, east, north]`, degrees, outside which it has nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
}

/// A message to the map.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ToMap {
    /// Where tiles come from, and which.
    Tiles {
        /// `{base}/{source}/{z}/{x}/{y}.mvt`.
        base: String,
        /// Which.
        version: Versions,
    },
    /// What lies under everything; nothing without sheets.
    Base {
        /// The lowest first.
        sheets: Vec<BaseSheet>,
    },
    /// What is measured; nothing without points.
    Path {
        /// In their order.
        points: Vec<Position>,
    },
    /// Tell the map as it is seen now.
    Picture {},
    /// Which layers are shown.
    Layers(Switches),
    /// Departments.
    Departments {
        /// What a folded crowd is labelled with; `%count`, `%open`, `%capacity` and `%overdue` in
        /// it are filled there.
        crowd: String,
        /// All of them.
        features: Vec<DepartmentSymbol>,
    },
    /// Stations and cameras.
    Resources {
        /// All of them.
        features: Vec<ResourceSymbol>,
    },
    /// Where how much was reported; nothing takes the heat away.
    Heat {
        /// Longitude, latitude and how many, of each cell.
        cells: Vec<(f64, f64, u32)>,
    },
    /// Who works where.
    Forces {
        /// All areas.
        features: Vec<ForceSymbol>,
    },
    /// What is drawn around a place; nothing without one.
    Around {
        /// The place.
        #[serde(skip_serializing_if = "Option::is_none")]
        centre: Option<Position>,
        /// Rings of response.
        rings: Vec<RingLine>,
        /// What was found: a line leads to each.
        found: Vec<Position>,
    },
    /// What is highlighted; what is left out is not.
    Select(Highlight),
    /// Move so that a box is seen.
    Fit {
        /// `[west, south, east, north]`, degrees.
        bounds: [f64; 4],
        /// Pixels left free around it.
        padding: u32,
    },
    /// Move to a place.
    Fly {
        /// Degrees east.
        lon: f64,
        /// Degrees north.
        lat: f64,
        /// MapLibre's zoom.
        zoom: f64,
    },
    /// A step of the scale, 0 to 4, for each area of a level; none without a level.
    Shade {
        /// Of which level.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<&'static str>,
        /// The steps.
        values: BTreeMap<AreaCode, u8>,
    },
    /// Other colours.
    Theme {
        /// By name.
        colors: Colors,
    },
    /// Whether the next click tells its place and selects nothing.
    Pick {
        /// Whether.
        active: bool,
    },
    /// Whether a ring is being drawn.
    Lasso {
        /// Whether.
        active: bool,
    },
    /// Rings that stay in sight.
    Rings {
        /// All of them; each closes itself.
        rings: Vec<Vec<Position>>,
    },
    /// Cases of a sample, each with a sign.
    Marks {
        /// All of them.
        features: Vec<MarkedCase>,
    },
    /// Cases chosen for many; only what changes.
    Chosen {
        /// New ones, and those that have moved.
        add: Vec<SelectedCase>,
        /// Those that are chosen no longer.
        remove: Vec<CaseId>,
    },
}

/// An area under a click; `level` may be `dedicated`, whose code is that of a grid.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Under {
    /// Its code.
    pub code: AreaCode,
}

/// Several cases drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Cluster {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// The zoom at which it has come apart.
    pub zoom: f64,
}

/// A click; at most one of case, cluster and department is there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Click {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// MapLibre's zoom.
    pub zoom: f64,
    /// It answers `pick`.
    pub picked: bool,
    /// A key was held that chooses beside what is chosen.
    pub adds: bool,
    /// From the county down.
    pub areas: Vec<Under>,
    /// A case was hit.
    pub case: Option<CaseId>,
    /// A cluster was hit.
    pub cluster: Option<Cluster>,
    /// A department was hit.
    pub department: Option<DepartmentCode>,
}

/// What the map shows.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Frame {
    /// MapLibre's zoom.
    pub zoom: f64,
    /// `[west, south, east, north]`, degrees.
    pub bounds: [f64; 4],
}

/// A message from the map.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FromMap {
    /// It takes messages.
    Ready,
    /// Everything asked for is drawn.
    Idle,
    /// Something failed; `message` is for the log.
    Error {
        /// In the words of the library.
        message: String,
    },
    /// A tile of the base map did not come.
    BaseLacks,
    /// The map as it is seen now.
    Picture {
        /// PNG in base 64.
        png: String,
    },
    /// A click.
    Click(Click),
    /// The pointer is over something else than before.
    Hover {
        /// A case.
        case: Option<CaseId>,
        /// A department.
        department: Option<DepartmentCode>,
    },
    /// It has moved.
    View(Frame),
    /// A ring was drawn.
    Ring {
        /// Its corners; it closes itself.
        ring: Vec<Position>,
    },
}

/// A map on the page; gone when dropped.
pub struct Ground {
    handle: u32,
    /// Kept as long as the map may call it. Not `FnMut`: a message may be answered at once, while
    /// the message that caused it is still being handled.
    _listener: Closure<dyn Fn(String)>,
}

impl Ground {
    /// Makes a map in the element with this id, which must be on the page.
    pub fn create(element: &str, options: &Options, on: impl Fn(FromMap) + 'static) -> Ground {
        let listener = Closure::<dyn Fn(String)>::new(move |json: String| {
            on(
                serde_json::from_str(&json).unwrap_or_else(|error| FromMap::Error {
                    message: format!("{error} in {json}"),
                }),
            );
        });
        let handle = create(element, &json(options), &listener);
        Ground {
            handle,
            _listener: listener,
        }
    }

    /// Hands the map a message.
    pub fn post(&self, message: &ToMap) {
        post(self.handle, &json(message));
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        destroy(self.handle);
    }
}

/// Plain structs of numbers and texts always have a JSON; `null` is what the map ignores.
fn json(message: &impl Serialize) -> String {
    serde_json::to_string(message).unwrap_or_else(|_| "null".to_owned())
}
