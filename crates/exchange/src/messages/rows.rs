//! The rows of a sheet, one after the other, without the blank ones.
//!
//! Cells come as the file's XML gives them, so a sheet that claims a million rows and fills ten
//! costs ten. Deliberately absent: formulas (their last results are read) and colours.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use super::cell;
use super::finding::{FileKind, SheetError};

/// An open file.
pub(super) struct Book<'b> {
    xlsx: Xlsx<Cursor<&'b [u8]>>,
}

impl<'b> Book<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Book<'b>, SheetError> {
        let xlsx = caught(|| Xlsx::new(Cursor::new(bytes)))?.map_err(SheetError::damaged)?;
        Ok(Book { xlsx })
    }

    /// The names of the sheets a person sees, in their order.
    pub(super) fn visible_sheets(&self) -> Vec<String> {
        let sheets = self.xlsx.sheets_metadata().iter();
        sheets
            .filter(|s| s.visible == SheetVisible::Visible && s.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect()
    }

    /// The rows of a sheet; `None` when it is none of cells.
    pub(super) fn rows(&mut self, name: &str) -> Result<Option<Rows<'_, 'b>>, SheetError> {
        match caught(|| self.xlsx.worksheet_cells_reader(name))? {
            Ok(reader) => Ok(Some(Rows {
                reader: Box::new(reader),
                next: None,
                ended: false,
            })),
            Err(XlsxError::NotAWorksheet(_)) => Ok(None),
            Err(error) => Err(SheetError::damaged(error)),
        }
    }
}

/// Runs a step of the reader. It was not written against malice: a range that runs backwards, for
/// one, makes it panic. Nothing of the reader is used after that, so none of it can be half done.
fn caught<T>(step: impl FnOnce() -> T) -> Result<T, SheetError> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|_| SheetError::not_a_sheet(FileKind::Damaged))
}

/// A cell's value.
pub(super) struct Value<'a> {
    pub(super) data: DataRef<'a>,
    /// For a date: whether the cell shows its time of day.
    pub(super) shows_time: bool,
}

/// A row that is not blank.
pub(super) struct Row<'a> {
    /// As Excel numbers it: from 1.
    pub(super) number: u32,
    /// Its filled cells with their columns, from 0.
    cells: Vec<(u32, Value<'a>)>,
}

impl<'a> Row<'a> {
    pub(super) fn value(&self, column: u32) -> Option<&Value<'a>> {
        self.cells
            .iter()
            .find(|(at, _)| *at == column)
            .map(|(_, value)| value)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, &Value<'a>)> {
        self.cells.iter().map(|(column, value)| (*column, value))
    }
}

/// The rows still to come.
pub(super) struct Rows<'a, 'b> {
    reader: Box<XlsxCellReader<'a, Cursor<&'b [u8]>>>,
    /// The first filled cell of the next row: its row from 0, its column and its value.
    next: Option<(u32, u32, Value<'a>)>,
    /// The reader takes a call after its last cell for a file that is cut short.
    ended: bool,
}

impl<'a> Rows<'a, '_> {
    /// The next row that has anything in it.
    pub(super) fn next(&mut self) -> Result<Option<Row<'a>>, SheetError> {
        let first = match self.next.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        };
        let Some((row, column, value)) = first else {
            return Ok(None);
        };
        let mut cells = vec![(column, value)];
        while let Some((other, column, value)) = self.next_cell()? {
            if other != row {
                self.next = Some((other, column, value));
                break;
            }
            cells.push((column, value));
        }
        Ok(Some(Row {
            number: row.saturating_add(1),
            cells,
        }))
    }

    fn next_cell(&mut self) -> Result<Option<(u32, u32, Value<'a>)>, SheetError> {
        while !self.ended {
            let next = caught(|| self.reader.next_cell_with_style_id())?;
            let next = next.map_err(SheetError::damaged)?;
            let Some((cell, style)) = next else {
                self.ended = true;
                break;
            };
            let (row, column) = cell.get_position();
            if cell::is_blank(cell.get_value()) {
                continue;
            }
            let data = cell.get_value().clone();
            let shows_time = matches!(data, DataRef::DateTime(_)) && self.shows_time(style);
            return Ok(Some((row, column, Value { data, shows_time })));
        }
        Ok(None)
    }

    fn shows_time(&self, style: usize) -> bool {
        let format = self
            .reader
            .styles()
            .get(style)
            .and_then(|style| style.number_format.as_ref());
        format.is_none_or(|format| cell::shows_time(&format.format_code))
    }
}
