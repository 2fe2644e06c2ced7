//! A table of figures on its way out of the program: one value, of which the page makes what is
//! read, the clipboard its text and the desk an Excel sheet, so that the three cannot differ.
//!
//! Deliberately absent: words of its own, and what a reader may see. A table holds what the screen
//! showed, already in the reader's language, masked and within the reader's scope.

use jiff::civil::Date;
use onemap_domain::indicator::Rate;
use serde::{Deserialize, Serialize};

use crate::text::Language;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What it is of: 住建局 近 30 天.
    pub title: String,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its rows, each with as many cells as there are heads.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell says what it is, so that a number stays a number wherever it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "of", rename_all = "snake_case")]
pub enum TableCell {
    /// Nothing, or nothing that is known.
    Nothing,
    /// A text, never a formula.
    Text(String),
    /// How many.
    Count(u64),
    /// A decimal in hundredths, such as points; may be below nothing.
    Hundredths(i64),
    /// A share, as its exact fraction.
    Share(Rate),
    /// A day.
    Day(Date),
}

impl TableCell {
    /// A text; nothing where it is empty.
    pub fn text(text: impl Into<String>) -> TableCell {
        let text = text.into();
        if text.is_empty() {
            TableCell::Nothing
        } else {
            TableCell::Text(text)
        }
    }

    /// How many.
    pub fn count(number: impl Into<u64>) -> TableCell {
        TableCell::Count(number.into())
    }

    /// How many, where that is known.
    pub fn known(number: Option<u64>) -> TableCell {
        number.map_or(TableCell::Nothing, TableCell::Count)
    }

    /// A share; nothing where nothing could count.
    pub const fn share(rate: Rate) -> TableCell {
        if rate.denominator == 0 {
            TableCell::Nothing
        } else {
            TableCell::Share(rate)
        }
    }

    /// Whether it is a figure, which stands at the right of its column.
    pub const fn is_figure(&self) -> bool {
        matches!(
            self,
            TableCell::Count(_) | TableCell::Hundredths(_) | TableCell::Share(_)
        )
    }
}

/// Whether a spreadsheet, or what reads it after it was saved as CSV, would take a text for a
/// formula.
pub fn is_like_a_formula(text: &str) -> bool {
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Write a table as an Excel workbook and keep it. It holds what the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepTable {
    /// The table.
    pub table: Table,
    /// In which language its words are.
    pub language: Language,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_on_the_wire_what_it_is() {
        let cells = [
            TableCell::Nothing,
            TableCell::text("=1+1"),
            TableCell::count(3_u32),
            TableCell::Hundredths(-25),
            TableCell::share(Rate::new(1, 3)),
            TableCell::Day(Date::constant(2026, 11, 21)),
        ];
        let wire = serde_json::to_string(&cells).unwrap();
        assert_eq!(
            wire,
            r#"[{"is":"nothing"},{"is":"text","of":"=1+1"},{"is":"count","of":3},{"is":"hundredths","of":-25},{"is":"share","of":{"numerator":1,"denominator":3}},{"is":"day","of":"2026-11-21"}]"#
        );
        let again: Vec<TableCell> = serde_json::from_str(&wire).unwrap();
        assert_eq!(again, cells);
    }

    #[test]
    fn what_has_no_denominator_and_what_is_empty_is_nothing() {
        assert_eq!(TableCell::share(Rate::new(0, 0)), TableCell::Nothing);
        assert_eq!(TableCell::text(""), TableCell::Nothing);
        assert_eq!(TableCell::known(None), TableCell::Nothing);
    }
}
