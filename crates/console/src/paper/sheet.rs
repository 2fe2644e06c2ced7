//! A table of figures as the page shows it, as a workbook: its title, when it was, and by whom.
//!
//! Deliberately absent: counting anew. The page sends what it shows, which this console gave it,
//! masked and within the reader's scope; what is written here is bounded and masked once more.

use onemap_exchange::workbook::{Cell, Head, Workbook};
use onemap_protocol::desk::{KeepTable, Kept, Table, TableCell};
use onemap_protocol::problem::{Problem, ProblemCode};
use onemap_protocol::told::Voice;

use super::frame;
use super::minutes::unwritten;
use super::speaker::{Teller, date};
use crate::{Console, Paper, Reads, Submit, mask};

/// Most columns of a table: a category each, with room.
const COLUMNS: usize = 100;
/// Most rows: every grid of a county, with room.
const ROWS: usize = 5_000;
/// Most characters of a title or a head.
const WORDS: usize = 200;
/// Most characters of a text in a cell.
const TEXT: usize = 2_000;
/// The largest number that a spreadsheet keeps exactly.
const LARGEST: u64 = 999_999_999_999_999;
/// Before this year a spreadsheet has no days.
const FIRST_YEAR: i16 = 1900;

impl<P: Reads + Submit> Console<P> {
    pub(crate) async fn keep_table(&self, ask: &KeepTable) -> Result<Kept, Problem> {
        let user = self.user()?;
        let county = self.county()?;
        bounded(&ask.table)?;
        let (name, book) = {
            let teller = self.teller(ask.language, &county);
            let title = mask::written(&ask.table.title);
            let day = date(teller.now).to_string();
            let name = teller.say("table-name", &[("title", &title), ("day", &day)]);
            let mut frame = frame(&teller, &user, "table-untitled", String::new());
            frame.title.clone_from(&title);
            let above = vec![title, moment(&teller), frame.watermark.clone()];
            let (heads, rows) = sheet(&ask.table);
            let book = Workbook {
                frame,
                above,
                heads,
                rows,
            };
            (name, book)
        };
        let paper = Paper::File {
            ending: "xlsx",
            bytes: book.xlsx().map_err(unwritten)?,
        };
        self.ports.keep_paper(&name, paper).await
    }
}

/// When it was, and that it is made up where it is.
fn moment(teller: &Teller<'_>) -> String {
    let when = teller.moment(teller.now);
    let when = teller.say("table-at", &[("when", &when)]);
    if teller.simulated {
        let simulated = teller.say("simulated", &[]);
        return format!("{when} · {simulated}");
    }
    when
}

/// Refuses what no page shows, and names what of it.
fn bounded(table: &Table) -> Result<(), Problem> {
    let at_most = |field: &str, size: usize, limit: usize| {
        if size <= limit {
            return Ok(());
        }
        let problem = Problem::new(ProblemCode::TableTooLarge);
        Err(problem.with("field", field).with("limit", limit))
    };
    at_most("table_title", table.title.chars().count(), WORDS)?;
    at_most("table_columns", table.head.len(), COLUMNS)?;
    at_most("table_rows", table.rows.len(), ROWS)?;
    for head in &table.head {
        at_most("table_head", head.chars().count(), WORDS)?;
    }
    if table.title.trim().is_empty() {
        return Err(Problem::bad_field("table_title"));
    }
    if table.head.is_empty() {
        return Err(Problem::bad_field("table_columns"));
    }
    for row in &table.rows {
        if row.len() != table.head.len() {
            return Err(Problem::bad_field("table_rows"));
        }
        for cell in row {
            match cell {
                TableCell::Text(text) => at_most("table_text", text.chars().count(), TEXT)?,
                TableCell::Count(number) if *number > LARGEST => {
                    return Err(Problem::bad_field("table_count"));
                }
                TableCell::Hundredths(number) if number.unsigned_abs() > LARGEST => {
                    return Err(Problem::bad_field("table_count"));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// The columns and the rows.
fn sheet(table: &Table) -> (Vec<Head>, Vec<Vec<Cell>>) {
    let rows = table.rows.iter();
    let rows: Vec<Vec<Cell>> = rows.map(|row| row.iter().map(cell).collect()).collect();
    let head = |(column, name): (usize, &String)| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        Head::fitting(mask::written(name), cells)
    };
    let heads = table.head.iter().enumerate().map(head).collect();
    (heads, rows)
}

fn cell(cell: &TableCell) -> Cell {
    match cell {
        TableCell::Nothing => Cell::Empty,
        TableCell::Text(text) => Cell::text(mask::written(text)),
        TableCell::Count(number) => Cell::Number(*number),
        TableCell::Hundredths(hundredths) => Cell::Hundredths(*hundredths),
        // As it is read on the screen; both its numbers have columns of their own there.
        TableCell::Share(rate) => rate
            .percent()
            .map_or(Cell::Empty, |percent| Cell::Percent(percent.0)),
        TableCell::Day(day) if day.year() < FIRST_YEAR => Cell::text(day.to_string()),
        TableCell::Day(day) => Cell::Day(*day),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::indicator::Rate;

    use super::*;

    fn table(rows: Vec<Vec<TableCell>>) -> Table {
        Table {
            title: "住建局 近 30 天".to_owned(),
            head: vec!["日期".to_owned(), "在办".to_owned()],
            rows,
        }
    }

    #[test]
    fn a_table_that_no_page_shows_is_refused_by_what_is_wrong_with_it() {
        let refused = |change: fn(&mut Table)| {
            let mut table = table(vec![vec![TableCell::Nothing, TableCell::Count(1)]]);
            assert_eq!(bounded(&table), Ok(()));
            change(&mut table);
            let problem = bounded(&table).unwrap_err();
            (problem.code, problem.params["field"].clone())
        };
        let large = |field: &str| ("table_too_large".to_owned(), field.to_owned());
        let bad = |field: &str| ("bad_input".to_owned(), field.to_owned());
        let long = |table: &mut Table| table.title = "长".repeat(WORDS + 1);
        assert_eq!(refused(long), large("table_title"));
        let wide = |table: &mut Table| table.head = vec![String::new(); COLUMNS + 1];
        assert_eq!(refused(wide), large("table_columns"));
        let deep = |table: &mut Table| table.rows = vec![table.rows[0].clone(); ROWS + 1];
        assert_eq!(refused(deep), large("table_rows"));
        let headed = |table: &mut Table| table.head[0] = "长".repeat(WORDS + 1);
        assert_eq!(refused(headed), large("table_head"));
        let wordy = |table: &mut Table| table.rows[0][0] = TableCell::text("长".repeat(TEXT + 1));
        assert_eq!(refused(wordy), large("table_text"));
        let nameless = |table: &mut Table| table.title = " ".to_owned();
        assert_eq!(refused(nameless), bad("table_title"));
        let headless = |table: &mut Table| table.head.clear();
        assert_eq!(refused(headless), bad("table_columns"));
        let ragged = |table: &mut Table| table.rows[0].truncate(1);
        assert_eq!(refused(ragged), bad("table_rows"));
        let huge = |table: &mut Table| table.rows[0][1] = TableCell::Count(LARGEST + 1);
        assert_eq!(refused(huge), bad("table_count"));
    }

    #[test]
    fn figures_go_out_as_numbers_and_the_numbers_of_people_do_not_go_out() {
        let row = vec![
            TableCell::text("=联系 13812341234"),
            TableCell::Share(Rate::new(99_999, 100_000)),
        ];
        let old = vec![
            TableCell::Day(date(1899, 12, 31)),
            TableCell::Hundredths(-25),
        ];
        let (heads, rows) = sheet(&table(vec![row, old]));
        assert_eq!(heads.len(), 2);
        assert_eq!(
            rows,
            [
                [Cell::text("=联系 138****1234"), Cell::Percent(9_999)],
                [Cell::text("1899-12-31"), Cell::Hundredths(-25)],
            ]
        );
    }
}
