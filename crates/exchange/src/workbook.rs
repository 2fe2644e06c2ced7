//! A table as an Excel workbook: one sheet, its head frozen and filtered, dates as dates.
//!
//! Nothing in it is ever a formula. A text is stored as text, and where it begins as a formula
//! would, it carries the mark that keeps it one when somebody edits the cell (the quote prefix).
//!
//! Deliberately absent: words of its own, and what a reader may see; whoever makes the rows has
//! masked them.

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet, XlsxError,
};

use crate::paper::{Frame, plain};

/// Why there is no workbook: a fault of the program.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its head.
    pub name: String,
    /// Its width, in characters of the standard font; a Chinese one takes two.
    pub width: u8,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A number.
    Number(u32),
    /// A text, never a formula.
    Text(String),
    /// A day.
    Day(Date),
    /// A moment, to the minute, as the clock on the wall says it.
    Moment(DateTime),
}

impl Cell {
    /// A text; nothing where it is empty.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    }
}

/// A workbook of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workbook {
    /// What its pages have when it is printed; its title names the sheet.
    pub frame: Frame,
    /// Its columns.
    pub heads: Vec<Head>,
    /// Its rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Most characters that Excel keeps in a cell.
const CELL_LIMIT: usize = 32_767;
/// Excel's number of A4.
const A4: u8 = 9;
const DAY: &str = "yyyy-mm-dd";
const MOMENT: &str = "yyyy-mm-dd hh:mm";

impl Workbook {
    /// The bytes of the `.xlsx` file. The same workbook makes the same bytes.
    pub fn xlsx(&self) -> Result<Vec<u8>, WorkbookError> {
        let (year, month, day) = self.frame.day;
        let made = ExcelDateTime::from_ymd(year.unsigned_abs(), month as u8, day as u8)?;
        let properties = DocProperties::new()
            .set_title(plain(&self.frame.title))
            .set_author(plain(&self.frame.author))
            .set_creation_datetime(&made);
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_properties(&properties);
        let sheet = book.add_worksheet();
        sheet.set_name(&self.frame.title)?;
        self.heads_into(sheet)?;
        let formats = Formats::new();
        for (row, cells) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(cells) {
                formats.write(sheet, row, column, cell)?;
            }
        }
        if let Some(last) = self.heads.len().checked_sub(1) {
            sheet.autofilter(0, 0, self.rows.len() as u32, last as u16)?;
        }
        self.page(sheet)?;
        Ok(book.save_to_buffer()?)
    }

    fn heads_into(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let format = ruled()
            .set_bold()
            .set_background_color(0x00F2_F2F2)
            .set_align(FormatAlign::Center);
        for (column, head) in (0..).zip(&self.heads) {
            sheet.write_string_with_format(0, column, plain(&head.name), &format)?;
            sheet.set_column_width(column, f64::from(head.width))?;
        }
        sheet.set_row_height(0, 24)?;
        sheet.set_freeze_panes(1, 0)?;
        Ok(())
    }

    /// How it is printed: across on A4, as wide as the page, the head on each.
    fn page(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_landscape();
        sheet.set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0);
        // Inches: left, right, top, bottom, head, foot.
        sheet.set_margins(0.4, 0.4, 0.75, 0.65, 0.35, 0.3);
        sheet.set_repeat_rows(0, 0)?;
        let frame = &self.frame;
        sheet.set_header(format!(
            "&L{}&R{}",
            said(&frame.title),
            said(&frame.watermark)
        ));
        let numbered = said(&frame.page).replace("<pages>", "&N");
        sheet.set_footer(format!("&C{}", numbered.replace("<page>", "&P")));
        Ok(())
    }
}

/// Text in the head or foot of a page, where `&` begins a command.
fn said(text: &str) -> String {
    plain(text).replace('&', "&&")
}

fn ruled() -> Format {
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(0x00A0_A0A0)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

struct Formats {
    number: Format,
    text: Format,
    quoted: Format,
    day: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Formats {
        let centred = || ruled().set_align(FormatAlign::Center);
        Formats {
            number: centred(),
            text: ruled(),
            quoted: ruled().set_quote_prefix(),
            day: centred().set_num_format(DAY),
            moment: centred().set_num_format(MOMENT),
        }
    }

    fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        cell: &Cell,
    ) -> Result<(), XlsxError> {
        match cell {
            Cell::Empty => sheet.write_blank(row, column, &self.text),
            Cell::Number(number) => {
                sheet.write_number_with_format(row, column, *number, &self.number)
            }
            Cell::Day(day) => sheet.write_datetime_with_format(row, column, day, &self.day),
            Cell::Moment(at) => sheet.write_datetime_with_format(row, column, at, &self.moment),
            Cell::Text(text) => {
                let text: String = plain(text).chars().take(CELL_LIMIT).collect();
                let format = if is_like_a_formula(&text) {
                    &self.quoted
                } else {
                    &self.text
                };
                sheet.write_string_with_format(row, column, text, format)
            }
        }?;
        Ok(())
    }
}

/// Whether Excel, or what reads the sheet after it was saved as CSV, would take it for a formula.
fn is_like_a_formula(text: &str) -> bool {
    text.trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}
