//! Papers (一案一册, 督办单, 会议纪要): what stands on them, and the typst markup that sets it; for
//! minutes a Word document, too.
//!
//! Pure. A paper holds words that are already in the reader's language and already masked, each
//! with its label; the templates beside this file only lay them out. User text reaches the markup
//! as string literals of one dictionary, so nothing that anybody wrote can be read as markup.
//!
//! Deliberately absent: making a PDF of it (`onemap-press`), choosing what a reader may see
//! (`onemap-console`), and words of its own (`assets/locales/*/paper.ftl`).

mod case_file;
mod chart;
mod literal;
mod minutes;
mod slip;
mod word;

pub use case_file::{CaseFile, Chapter, Column, Content, Entry, Line, State, Step};
pub use chart::Chart;
pub use literal::escaped;
pub(crate) use literal::plain;
pub use minutes::{Minutes, Part, Section};
pub use slip::{Answer, Receipt, Slip};
pub use word::WordError;

use serde::Serialize;

/// What every page of a paper has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Frame {
    /// BCP 47 tag of the language it is in.
    pub language: String,
    /// What kind of paper it is: 一案一册.
    pub title: String,
    /// The paper's number, in the head of each page.
    pub number: String,
    /// Who prints, and when: light, across each page, so that a copy tells where it is from.
    pub watermark: String,
    /// How a page is numbered, with `<page>` and `<pages>` in it.
    pub page: String,
    /// Who made it, for the PDF's properties.
    pub author: String,
    /// The day it was made: year, month, day.
    pub day: (i16, i8, i8),
}

/// A label with what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The label.
    pub label: String,
    /// What it says; may have several lines.
    pub value: String,
}

impl Row {
    /// A row.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Row {
        Row {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// What the templates lean on.
const COMMON: &str = include_str!("paper/common.typ");

/// The markup of a paper: the paper as a dictionary, then the templates that lay it out.
fn markup(paper: &impl Serialize, template: &str) -> String {
    // Strings, numbers and lists of them: there is nothing in a paper that JSON cannot hold.
    let value = serde_json::to_value(paper).unwrap_or_default();
    format!("#let paper = {}\n{COMMON}\n{template}", literal::of(&value))
}
