//! The map as somebody saw it: a sheet across, or a picture with a foot.

use serde::Serialize;

use super::{Frame, markup};

/// A map on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// What every page has.
    pub frame: Frame,
    /// Whose it is: the county.
    pub organisation: String,
    /// What is seen.
    pub title: String,
    /// Who kept it, and when.
    pub printed: String,
    /// What must not be overlooked: made up.
    pub marks: Vec<String>,
    /// Whose the base map is, and its number; empty without one.
    pub credit: String,
    /// Width and height of the picture, pixels.
    pub size: (u32, u32),
    /// It becomes a picture as large as the map was, with a foot; else a sheet of A4.
    pub is_picture: bool,
}

impl Chart {
    /// Its typst markup. The picture is `picture.png`.
    pub fn markup(&self) -> String {
        markup(self, include_str!("chart.typ"))
    }
}
