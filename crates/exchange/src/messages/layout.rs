//! Which column holds what, by the headers.

use super::cell;
use super::finding::{Finding, Problem, SheetError};
use super::rows::{Row, Rows, Value};

/// How far down the row of headers is looked for, in rows that are not blank.
const HEADER_DEPTH: usize = 10;
/// How many of the headers found are told when some are missing.
const HEADERS_TOLD: usize = 40;

/// The columns of a sheet of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    User,
    Title,
    At,
    Text,
    ReplyText,
    ReplyAt,
    VotesAgainst,
    VotesFor,
}

impl Column {
    const ALL: [Column; 9] = [
        Column::Number,
        Column::User,
        Column::Title,
        Column::At,
        Column::Text,
        Column::ReplyText,
        Column::ReplyAt,
        Column::VotesAgainst,
        Column::VotesFor,
    ];

    pub(super) const fn header(self) -> &'static str {
        match self {
            Column::Number => "留言编号",
            Column::User => "留言用户",
            Column::Title => "留言主题",
            Column::At => "留言时间",
            Column::Text => "留言详情",
            Column::ReplyText => "答复意见",
            Column::ReplyAt => "答复时间",
            Column::VotesAgainst => "反对数",
            Column::VotesFor => "点赞数",
        }
    }
}

/// The row that comes nearest to a row of headers, when none is complete.
pub(super) struct Header {
    /// How many of its cells are headers we know.
    pub(super) known: usize,
    /// What it lacks.
    pub(super) missing: Vec<String>,
    /// What it has.
    pub(super) found: Vec<String>,
}

/// Where the columns of a sheet are.
pub(super) struct Layout {
    /// The row of headers, as Excel numbers it.
    pub(super) row: u32,
    /// The columns from 0, in the order of [`Column::ALL`].
    places: [Option<u32>; Column::ALL.len()],
    /// Columns whose header comes again, with the letters of the later one.
    pub(super) twice: Vec<(Column, String)>,
}

impl Layout {
    /// Finds the row of headers; what follows it is left in `rows`. Without one gives the row
    /// that comes nearest, or nothing when the sheet is blank.
    pub(super) fn find(
        rows: &mut Rows<'_, '_>,
    ) -> Result<Result<Layout, Option<Header>>, SheetError> {
        let mut nearest: Option<Header> = None;
        for _ in 0..HEADER_DEPTH {
            let Some(row) = rows.next()? else { break };
            let layout = Layout::of(&row);
            let missing = layout.missing();
            if missing.is_empty() {
                return Ok(Ok(layout));
            }
            let known = layout.places.iter().flatten().count();
            if nearest.as_ref().is_none_or(|other| known > other.known) {
                let found = row
                    .cells()
                    .take(HEADERS_TOLD)
                    .map(|(_, value)| cell::shown(value));
                let missing = missing.into_iter().map(|c| c.header().to_owned()).collect();
                nearest = Some(Header {
                    known,
                    missing,
                    found: found.collect(),
                });
            }
        }
        Ok(Err(nearest))
    }

    fn of(row: &Row<'_>) -> Layout {
        let mut layout = Layout {
            row: row.number,
            places: [None; Column::ALL.len()],
            twice: Vec::new(),
        };
        for (place, value) in row.cells() {
            let Ok(header) = cell::text(value) else {
                continue;
            };
            let Some(column) = Column::ALL.into_iter().find(|c| c.header() == header) else {
                continue;
            };
            let known = &mut layout.places[column as usize];
            if known.is_some() {
                layout.twice.push((column, letters(place)));
            } else {
                *known = Some(place);
            }
        }
        layout
    }

    /// What a message needs and is not there. Half of a reply is as good as a missing column.
    fn missing(&self) -> Vec<Column> {
        let has = |column: Column| self.places[column as usize].is_some();
        let replies = has(Column::ReplyText) || has(Column::ReplyAt);
        let needed = |column: &Column| match column {
            Column::ReplyText | Column::ReplyAt => replies,
            Column::VotesAgainst | Column::VotesFor => false,
            _ => true,
        };
        Column::ALL
            .into_iter()
            .filter(needed)
            .filter(|column| !has(*column))
            .collect()
    }

    /// What a row has in a column.
    pub(super) fn value<'r, 'a>(&self, row: &'r Row<'a>, column: Column) -> Option<&'r Value<'a>> {
        row.value(self.places[column as usize]?)
    }

    /// Whether a row has nothing in any of the columns; others may hold remarks.
    pub(super) fn is_blank(&self, row: &Row<'_>) -> bool {
        Column::ALL
            .into_iter()
            .all(|column| self.value(row, column).is_none())
    }

    /// A finding about a cell of a row.
    pub(super) fn finding(&self, row: &Row<'_>, column: Column, problem: Problem) -> Finding {
        Finding {
            row: row.number,
            column: self.places[column as usize]
                .map(letters)
                .unwrap_or_default(),
            header: column.header().to_owned(),
            value: self.value(row, column).map(cell::shown).unwrap_or_default(),
            problem,
            other_row: None,
        }
    }
}

/// The letters that Excel shows for a column from 0: A … Z, AA …
fn letters(column: u32) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        match (rest / 26).checked_sub(1) {
            Some(left) => rest = left,
            None => break,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_that_excel_shows() {
        let shown: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters).into();
        assert_eq!(shown, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }
}
