//! A table as an Excel workbook: one sheet, its head frozen and filtered, numbers as numbers, dates as
//! dates.
//!
//! Nothing in it is ever a formula. A text is stored as text, and where it begins as a formula
//! would, it carries the mark that keeps it one when somebody edits the cell (the quote prefix).
//!
//! Deliberately absent: words of its own, and what a reader may see; whoever makes the rows has
//! masked them.

use jiff::civil::{Date, DateTime};
use onemap_protocol::desk::is_like_a_formula;
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
    Number(u64),
    /// A decimal in hundredths.
    Hundredths(i64),
    /// A share in hundredths of a per cent, as [`Rate::percent`](onemap_domain::indicator::Rate::percent)
    /// rounds it: 100.00% only where it is all.
    Percent(u32),
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

    /// How wide it is, in characters of the standard font.
    fn width(&self) -> usize {
        match self {
            Cell::Empty => 0,
            Cell::Number(number) => {
                let digits = number.to_string().len();
                digits + (digits - 1) / 3
            }
            Cell::Hundredths(_) | Cell::Percent(_) => 8,
            Cell::Day(_) => 10,
            Cell::Moment(_) => 16,
            Cell::Text(text) => text.lines().map(wide).max().unwrap_or(0),
        }
    }
}

/// The width of a line: what is not ASCII takes two characters.
fn wide(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

impl Head {
    /// A head as wide as what stands in its column, within reason; longer texts go on below.
    pub fn fitting<'a>(name: String, column: impl Iterator<Item = &'a Cell>) -> Head {
        // The button of the filter stands over the head's last characters.
        let own = wide(&name) + 3;
        let widest = column.map(Cell::width).max().unwrap_or(0).max(own);
        let width = widest.clamp(NARROWEST, WIDEST) + 1;
        Head {
            name,
            width: u8::try_from(width).unwrap_or(u8::MAX),
        }
    }
}

/// A workbook of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workbook {
    /// What its pages have when it is printed; its title names the sheet.
    pub frame: Frame,
    /// Lines above the table, the first of them its title; none where the table begins at once.
    pub above: Vec<String>,
    /// Its columns.
    pub heads: Vec<Head>,
    /// Its rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Most characters that Excel keeps in a cell.
const CELL_LIMIT: usize = 32_767;
/// Most characters that Excel keeps in the name of a sheet, as UTF-16 counts them.
const NAME_LIMIT: usize = 31;
/// Most characters of the title in the head of a page: Excel keeps 255 in all.
const HEADER_LIMIT: usize = 80;
/// The width of a column that is made to fit.
const NARROWEST: usize = 7;
const WIDEST: usize = 44;
/// The size of the title, in points.
const TITLE: f64 = 14.0;
/// Excel's number of A4.
const A4: u8 = 9;
const NUMBER: &str = "#,##0";
const HUNDREDTHS: &str = "0.00";
const PERCENT: &str = "0.00%";
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
        sheet.set_name(sheet_name(&self.frame.title))?;
        let head = self.above_into(sheet)?;
        self.heads_into(sheet, head)?;
        let formats = Formats::new();
        for (row, cells) in (head + 1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(cells) {
                formats.write(sheet, row, column, cell)?;
            }
        }
        if let Some(last) = self.heads.len().checked_sub(1) {
            sheet.autofilter(head, 0, head + self.rows.len() as u32, last as u16)?;
        }
        self.page(sheet, head)?;
        Ok(book.save_to_buffer()?)
    }

    /// Writes the lines above the table; the row that its head stands in.
    fn above_into(&self, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
        let mut row = 0;
        for line in &self.above {
            let mut format = Format::new();
            if row == 0 {
                format = format.set_bold().set_font_size(TITLE);
            }
            if is_like_a_formula(line) {
                format = format.set_quote_prefix();
            }
            sheet.write_string_with_format(row, 0, plain(line), &format)?;
            row += 1;
        }
        Ok(row)
    }

    fn heads_into(&self, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        let format = ruled()
            .set_bold()
            .set_background_color(0x00F2_F2F2)
            .set_align(FormatAlign::Center);
        for (column, head) in (0..).zip(&self.heads) {
            let name = plain(&head.name);
            if is_like_a_formula(&name) {
                let quoted = format.clone().set_quote_prefix();
                sheet.write_string_with_format(row, column, name, &quoted)?;
            } else {
                sheet.write_string_with_format(row, column, name, &format)?;
            }
            sheet.set_column_width(column, f64::from(head.width))?;
        }
        sheet.set_row_height(row, 24)?;
        sheet.set_freeze_panes(row + 1, 0)?;
        Ok(())
    }

    /// How it is printed: across on A4, as wide as the page, the head on each.
    fn page(&self, sheet: &mut Worksheet, head: u32) -> Result<(), XlsxError> {
        sheet.set_landscape();
        sheet.set_paper_size(A4);
        sheet.set_print_fit_to_pages(1, 0);
        // Inches: left, right, top, bottom, head, foot.
        sheet.set_margins(0.4, 0.4, 0.75, 0.65, 0.35, 0.3);
        sheet.set_repeat_rows(head, head)?;
        let frame = &self.frame;
        let title: String = frame.title.chars().take(HEADER_LIMIT).collect();
        sheet.set_header(format!("&L{}&R{}", said(&title), said(&frame.watermark)));
        let numbered = said(&frame.page).replace("<pages>", "&N");
        sheet.set_footer(format!("&C{}", numbered.replace("<page>", "&P")));
        Ok(())
    }
}

/// A title as the name of a sheet, which may neither be long nor hold certain signs.
fn sheet_name(title: &str) -> String {
    let mut name = String::new();
    let mut length = 0;
    for c in plain(title).trim().chars() {
        length += c.len_utf16();
        if length > NAME_LIMIT {
            break;
        }
        let refused = c.is_control() || "[]:*?/\\'".contains(c);
        name.push(if refused { '_' } else { c });
    }
    if name.is_empty() {
        name.push('_');
    }
    name
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
    hundredths: Format,
    percent: Format,
    text: Format,
    quoted: Format,
    day: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Formats {
        let centred = || ruled().set_align(FormatAlign::Center);
        Formats {
            number: centred().set_num_format(NUMBER),
            hundredths: centred().set_num_format(HUNDREDTHS),
            percent: centred().set_num_format(PERCENT),
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
                sheet.write_number_with_format(row, column, *number as f64, &self.number)
            }
            Cell::Hundredths(hundredths) => {
                let number = *hundredths as f64 / 100.0;
                sheet.write_number_with_format(row, column, number, &self.hundredths)
            }
            Cell::Percent(hundredths) => {
                let number = f64::from(*hundredths) / 10_000.0;
                sheet.write_number_with_format(row, column, number, &self.percent)
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
