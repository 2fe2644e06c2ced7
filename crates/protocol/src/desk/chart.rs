//! The map as it is seen now, on paper or as a picture.

use serde::{Deserialize, Serialize};

use crate::text::Language;

/// Keep the map as it is seen now. The console puts on it what it shows, when, for whom, and a watermark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepMap {
    /// What becomes of it.
    pub form: ChartForm,
    /// The picture of the map, PNG in base 64.
    pub picture: String,
    /// What is seen: the names of the area, the layers that are on.
    pub title: String,
    /// Whose base map lies under it, and its number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credit: String,
    /// In which language its words are.
    pub language: Language,
}

/// What a map becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartForm {
    /// A sheet of paper, A4 across.
    Pdf,
    /// A picture of the size that was seen.
    Png,
}

impl ChartForm {
    /// The ending of its file.
    pub const fn ending(self) -> &'static str {
        match self {
            ChartForm::Pdf => "pdf",
            ChartForm::Png => "png",
        }
    }
}
