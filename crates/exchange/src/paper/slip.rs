//! The supervision slip (督办单): numbered, with a receipt (回执) under a line to cut at that the
//! department sends back by a time.

use serde::Serialize;

use super::{Frame, Row, markup};

/// A supervision slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// What every page has; its number is the slip's.
    pub frame: Frame,
    /// Whose paper it is: the county.
    pub organisation: String,
    /// What must not be overlooked: sealed, not confirmed yet, made up.
    pub marks: Vec<String>,
    /// The number with its label.
    pub number: Row,
    /// Whom it is addressed to: the department, with the colon behind it.
    pub addressee: String,
    /// The sentence that asks for an answer.
    pub request: String,
    /// The table: the case, the rung, why, until when.
    pub rows: Vec<Row>,
    /// Where it was issued, by whom, on which day: one line each, at the right.
    pub signature: Vec<String>,
    /// The receipt.
    pub receipt: Receipt,
}

/// The receipt under the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// Its title.
    pub title: String,
    /// What is written beside the line to cut at.
    pub cut: String,
    /// What is filled in already: the number, the case, until when.
    pub rows: Vec<Row>,
    /// The answer.
    pub answer: Answer,
    /// Lines to be signed, each with room behind it.
    pub signed: Vec<String>,
}

/// The department's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Its label.
    pub label: String,
    /// What it answered; empty leaves room to write.
    pub text: String,
}

impl Slip {
    /// Its typst markup.
    pub fn markup(&self) -> String {
        markup(self, include_str!("slip.typ"))
    }
}
