//! The case file (一案一册): everything about one case, in chapters.

use serde::Serialize;

use super::{Frame, Row, markup};

/// A case file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseFile {
    /// What every page has.
    pub frame: Frame,
    /// Whose paper it is: the county.
    pub organisation: String,
    /// The case's title.
    pub subject: String,
    /// What must not be overlooked: sealed, not confirmed yet, made up.
    pub marks: Vec<String>,
    /// The case at a glance, on the cover.
    pub cover: Vec<Row>,
    /// How chapters are numbered, in typst's pattern: `一、` or `1.`.
    pub numbering: String,
    /// The chapters; one with nothing in it is left out before.
    pub chapters: Vec<Chapter>,
    /// What stands at the very end: who printed it, what is masked.
    pub end: Vec<String>,
}

/// A chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Its title.
    pub title: String,
    /// What is in it, one under another.
    pub contents: Vec<Content>,
}

/// One thing in a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Content {
    /// Labels with what they say.
    Pairs(Vec<Row>),
    /// The county's steps, one beside the other.
    Way(Vec<Step>),
    /// A table.
    Table {
        /// Its columns.
        columns: Vec<Column>,
        /// Its lines, each with as many cells as there are columns.
        lines: Vec<Line>,
    },
    /// What happened, the oldest first.
    Timeline(Vec<Entry>),
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Behind.
    Done,
    /// Here the case stands.
    Now,
    /// Not reached.
    Ahead,
}

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What the county calls it.
    pub name: String,
    /// When it was reached; empty while it is ahead.
    pub when: String,
    /// How far it is.
    pub state: State,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub name: String,
    /// Its share of the width.
    pub share: u8,
}

/// A line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its cells.
    pub cells: Vec<String>,
    /// What stands under it in small, over the whole width; one line each.
    pub notes: Vec<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// When.
    pub when: String,
    /// What, in a word.
    pub what: String,
    /// Who, of which unit.
    pub who: String,
    /// Its facts, short.
    pub facts: Vec<String>,
    /// What was written, with a label where it needs one.
    pub words: Vec<(Option<String>, String)>,
}

impl CaseFile {
    /// Its typst markup.
    pub fn markup(&self) -> String {
        markup(self, include_str!("case_file.typ"))
    }
}
