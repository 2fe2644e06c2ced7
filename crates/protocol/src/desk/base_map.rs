//! Maps that lie under the console's own layers: files on this computer, and the national service.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// Which base maps there are on this computer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskBaseMaps {}

/// The answer to [`AskBaseMaps`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BaseMapsView {
    /// The folder that they are looked for in; `None` where there is none, in a browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Those that are there, by their names.
    pub maps: Vec<BaseMap>,
}

/// A map that can lie under the layers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BaseMap {
    /// Its number in the addresses of its tiles, until the program ends.
    pub id: u16,
    /// What it is.
    pub name: BaseMapName,
    /// What its tiles are.
    pub tiles: BaseTiles,
    /// How many sheets lie over one another, each with tiles of its own.
    pub sheets: u8,
    /// The first level that it has.
    pub min_zoom: u8,
    /// The last one; beyond it its tiles are enlarged.
    pub max_zoom: u8,
    /// `[west, south, east, north]`, degrees, outside which it has nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
    /// Whose it is, and under which number its publication was approved (审图号), as it says itself. What is
    /// published has to show it (地图管理条例, 2015).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attribution: String,
    /// Why its last tile did not come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Problem>,
}

/// What a base map is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseMapName {
    /// As its file says.
    File(String),
    /// The lines and names of 天地图.
    TiandituLines,
    /// The pictures of 天地图, with names over them.
    TiandituPictures,
}

/// What the tiles of a base map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseTiles {
    /// Pictures: PNG, JPEG, WebP.
    Pictures,
    /// Vector tiles with the layers of the Protomaps basemap.
    Vectors,
}

/// A sheet of a base map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Of which map.
    pub map: u16,
    /// Which, from 0, the lowest.
    pub sheet: u8,
}
