//! Minutes (会议纪要): what a meeting looked at and what it decided, once, for the two ways in which
//! they are written: a PDF (typst markup) and a Word document.

use serde::Serialize;

use super::word::{self, WordError};
use super::{Column, Frame, Line, Row, markup};

/// The minutes of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// What every page has; its number is the meeting with its day.
    pub frame: Frame,
    /// Whose paper it is: the county.
    pub organisation: String,
    /// The meeting with its day, under the title.
    pub subject: String,
    /// What must not be overlooked: not ended, not confirmed yet, made up.
    pub marks: Vec<String>,
    /// When, who leads, who is there.
    pub head: Vec<Row>,
    /// What follows, in the order of the meeting.
    pub sections: Vec<Section>,
    /// What stands at the very end: who printed it, what is masked.
    pub end: Vec<String>,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its title, with its number.
    pub title: String,
    /// What is in it, one under another.
    pub parts: Vec<Part>,
}

/// One thing in a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Part {
    /// A title of its own, for what comes after it.
    Title(String),
    /// A paragraph.
    Words(String),
    /// A table.
    Table {
        /// Its columns.
        columns: Vec<Column>,
        /// Its lines, each with as many cells as there are columns.
        lines: Vec<Line>,
    },
}

impl Minutes {
    /// Their typst markup.
    pub fn markup(&self) -> String {
        markup(self, include_str!("minutes.typ"))
    }

    /// Them as a Word document (Office Open XML, `.docx`). The same minutes make the same bytes.
    pub fn word(&self) -> Result<Vec<u8>, WordError> {
        word::of(self)
    }
}
