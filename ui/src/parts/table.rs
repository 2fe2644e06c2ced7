//! A table of figures, and the two ways in which it leaves the page: onto the clipboard, and as an
//! Excel sheet.
//!
//! What is read, what is copied and what is kept are made of one [`Table`], so they cannot differ.
//! A table whose cells open something keeps its own markup and gives only its figures here.
//! Deliberately absent: writing the sheet; the console behind the page does.

use leptos::prelude::*;
use onemap_protocol::desk::{KeepTable, Table, TableCell, is_like_a_formula};

use super::{Button, Keeping, KeptPaper, count};
use crate::clipboard;
use crate::say;
use crate::text::{language, t};
use crate::toasts::{self, Toast, Tone};

/// A cell as it is read.
pub fn shown(cell: &TableCell) -> String {
    match cell {
        TableCell::Nothing => t("percent-none", &[]),
        TableCell::Text(text) => text.clone(),
        TableCell::Count(number) => count(*number),
        TableCell::Hundredths(number) => hundredths(*number),
        TableCell::Share(rate) => match rate.percent() {
            Some(percent) => t("percent", &[("value", &percent.to_string())]),
            None => t("percent-none", &[]),
        },
        TableCell::Day(day) => t(
            "table-day",
            &[
                ("month", &day.month().to_string()),
                ("day", &day.day().to_string()),
            ],
        ),
    }
}

/// Hundredths with their two decimals: 93.25, -0.25, with the sign that spreadsheets read.
fn hundredths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let size = number.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// A table as spreadsheets take it from the clipboard: columns parted by tabs, rows by line ends.
/// Days and numbers are written so that they become days and numbers there; a text that would
/// become a formula is kept a text by the sign that spreadsheets have for it.
fn tab_separated(table: &Table) -> String {
    let head = table.head.iter().map(|head| text_of(head)).collect();
    let rows = table.rows.iter();
    let rows = rows.map(|row| row.iter().map(plain).collect::<Vec<_>>());
    let lines = std::iter::once(head).chain(rows);
    let mut whole = String::new();
    for line in lines {
        whole.push_str(&line.join("\t"));
        whole.push_str("\r\n");
    }
    whole
}

/// A cell without what only people need: no separators of thousands, the year with the day.
fn plain(cell: &TableCell) -> String {
    match cell {
        TableCell::Nothing => String::new(),
        TableCell::Text(text) => text_of(text),
        TableCell::Count(number) => number.to_string(),
        TableCell::Hundredths(number) => hundredths(*number),
        TableCell::Share(rate) => rate
            .percent()
            .map_or_else(String::new, |percent| format!("{percent}%")),
        TableCell::Day(day) => day.to_string(),
    }
}

/// A text in one cell, whatever is in it.
fn text_of(text: &str) -> String {
    let text = if is_like_a_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// A table to be read. Its first column names its rows.
#[component]
pub fn SheetTable(
    /// The table.
    #[prop(into)]
    table: Signal<Table>,
    /// Its name for tests.
    testid: String,
) -> impl IntoView {
    let body = move || {
        let table = table.get();
        // A column is as its first figure is; heads stand over their figures.
        let figures: Vec<bool> = (0..table.head.len())
            .map(|column| {
                let mut cells = table.rows.iter().filter_map(|row| row.get(column));
                cells.any(TableCell::is_figure)
            })
            .collect();
        let head = table.head.iter().zip(&figures);
        let head = head.map(|(name, figure)| {
            view! { <th scope="col" class:number=*figure>{name.clone()}</th> }
        });
        let row = |row: &Vec<TableCell>| {
            let cells = row.iter().zip(&figures).enumerate();
            let cells = cells.map(|(column, (cell, figure))| {
                let words = shown(cell);
                if column == 0 {
                    view! { <th scope="row">{words}</th> }.into_any()
                } else {
                    view! { <td class:number=*figure class:figures=*figure>{words}</td> }.into_any()
                }
            });
            view! { <tr>{cells.collect_view()}</tr> }
        };
        view! {
            <thead><tr>{head.collect_view()}</tr></thead>
            <tbody>{table.rows.iter().map(row).collect_view()}</tbody>
        }
    };
    view! {
        <div class="sheet">
            <table class="page-table" data-testid=testid aria-label=move || table.with(|table| table.title.clone())>
                {body}
            </table>
        </div>
    }
}

/// The two ways out for a table: a button each, and what came of it.
#[component]
pub fn CopyOrKeep(
    /// Its name in test ids.
    name: &'static str,
    /// The table as the page shows it; read when a button is pressed.
    #[prop(into)]
    table: Signal<Table>,
) -> impl IntoView {
    let copying = RwSignal::new(false);
    let copy = move |()| {
        if copying.get_untracked() {
            return;
        }
        copying.set(true);
        let table = table.get_untracked();
        wasm_bindgen_futures::spawn_local(async move {
            let copied = clipboard::put(&tab_separated(&table)).await;
            let rows = count(table.rows.len() as u64);
            toasts::add(match copied {
                Ok(()) => Toast::new(Tone::Good, "table-copied", &[("rows", &rows)]),
                Err(clipboard::NotWritten) => Toast::new(Tone::Bad, "table-not-copied", &[]),
            });
            // The page may be turned meanwhile; the table is on the clipboard all the same.
            copying.try_set(false);
        });
    };
    let keeping = Keeping::new();
    let keep = move |()| {
        keeping.keep(KeepTable {
            table: table.get_untracked(),
            language: untrack(language),
        });
    };
    view! {
        <div class="table-out" role="group" aria-label=say!("table-out")>
            <div title=say!("table-copy-hint")>
                <Button on_press=copy busy=copying testid=format!("copy-{name}")>{say!("table-copy")}</Button>
            </div>
            <KeptPaper name words=Signal::derive(say!("table-keep"))
                hint=Signal::derive(say!("table-keep-hint")) keeping on_keep=keep />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use onemap_domain::indicator::Rate;

    use super::*;

    fn table(cells: Vec<TableCell>) -> Table {
        Table {
            title: "表".to_owned(),
            head: cells.iter().map(|_| "列".to_owned()).collect(),
            rows: vec![cells],
        }
    }

    /// Reads one row back as a spreadsheet does: quotes only where a cell begins with one.
    fn pasted(row: &str) -> Vec<String> {
        let mut cells = vec![String::new()];
        let mut quoted = false;
        let mut signs = row.chars().peekable();
        while let Some(sign) = signs.next() {
            let Some(cell) = cells.last_mut() else { break };
            match sign {
                '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
                '"' if quoted => quoted = false,
                '"' if cell.is_empty() => quoted = true,
                '\t' if !quoted => cells.push(String::new()),
                other => cell.push(other),
            }
        }
        cells
    }

    #[test]
    fn a_cell_with_tabs_lines_and_quotes_comes_out_of_the_clipboard_as_it_went_in() {
        let texts = [
            "两行\n一格",
            "一\t二",
            "他说\"好\"",
            "\"全在引号里\"",
            "行尾\r\n",
            "平常",
            "",
        ];
        let whole = tab_separated(&table(texts.map(TableCell::text).to_vec()));
        let (head, rows) = whole.split_once("\r\n").unwrap();
        assert_eq!(head, "列\t列\t列\t列\t列\t列\t列");
        let row = rows.strip_suffix("\r\n").unwrap();
        assert_eq!(pasted(row), texts);
    }

    #[test]
    fn what_is_pasted_is_a_number_a_share_or_a_day_and_never_a_formula() {
        let cells = vec![
            TableCell::Count(1_203),
            TableCell::Hundredths(-25),
            TableCell::Share(Rate::new(1_203, 1_260)),
            TableCell::Day(date(2026, 11, 21)),
            TableCell::Nothing,
            TableCell::text("=1+1"),
            TableCell::text("+86 13"),
            TableCell::text("@SUM(1)"),
            TableCell::text("-"),
        ];
        let whole = tab_separated(&table(cells));
        let row = whole.lines().nth(1).unwrap();
        assert_eq!(
            row,
            "1203\t-0.25\t95.48%\t2026-11-21\t\t'=1+1\t'+86 13\t'@SUM(1)\t'-"
        );
    }

    #[test]
    fn on_the_screen_figures_have_their_separators_and_nothing_is_a_dash() {
        let cells = [
            TableCell::Count(1_203),
            TableCell::Hundredths(8_975),
            TableCell::Share(Rate::new(99_999, 100_000)),
            TableCell::Day(date(2026, 11, 21)),
            TableCell::Nothing,
        ];
        let words: Vec<String> = cells.iter().map(shown).collect();
        assert_eq!(words, ["1,203", "89.75", "99.99%", "11月21日", "–"]);
    }
}
