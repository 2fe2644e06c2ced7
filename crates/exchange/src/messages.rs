//! Citizens' messages from an Excel sheet (.xlsx): 留言编号, 留言用户, 留言主题, 留言时间,
//! 留言详情, and where the file has them 答复意见 with 答复时间, 反对数 and 点赞数.
//!
//! A file is read whole or not at all: [`read`] gives every message, or a report of every row
//! that stands in the way. What was taken with a reservation comes back as a note.
//!
//! Deliberately absent: where a message happened and what it is about (the file does not say),
//! .xls and CSV (both come back as [`SheetError::NotASheet`], which names what they look like).

mod cell;
mod finding;
mod layout;
mod package;
mod rows;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use onemap_domain::case::CaseId;
use onemap_domain::event::Reply;
use uuid::Uuid;

pub use finding::{FileKind, Finding, Problem, SheetError};

use cell::Moment;
use finding::Report;
use layout::{Column, Header, Layout};
use rows::{Book, Row, Rows};

/// The namespace of [`case_id`]: drawn once, and never to change.
const CASES: Uuid = Uuid::from_u128(0x5f0c_92d1_7be4_4a36_9d58_c1e0_73ab_2f64);

/// How much text one file may hold, bytes of UTF-8. A small file can name one long shared text a
/// million times over, so that the size of the file does not bound it.
const TEXT_CAP: usize = 512 << 20;

/// Rows between two reports of progress.
const PROGRESS_EVERY: u32 = 256;

/// What a file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its messages, in the order of the file.
    pub messages: Vec<Message>,
    /// What was taken with a reservation, in the order of the file.
    pub notes: Vec<Finding>,
}

/// One message of a citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where it stands, as Excel numbers rows: the first row of a sheet is 1.
    pub row: u32,
    /// 留言编号: the number it has where it comes from.
    pub external: String,
    /// 留言用户: the writer's name or pseudonym there.
    pub user: String,
    /// 留言主题
    pub title: String,
    /// 留言详情, without the white space around it.
    pub text: String,
    /// 留言时间, written in Beijing time.
    pub at: Timestamp,
    /// 答复意见 and 答复时间.
    pub reply: Option<Reply>,
    /// 点赞数; `None` where the file does not say.
    pub votes_for: Option<u32>,
    /// 反对数; `None` where the file does not say.
    pub votes_against: Option<u32>,
}

impl Message {
    /// Whether two rows say the same, wherever they stand.
    fn says_what(&self, other: &Message) -> bool {
        let Message {
            row: _,
            external,
            user,
            title,
            text,
            at,
            reply,
            votes_for,
            votes_against,
        } = self;
        *external == other.external
            && *user == other.user
            && *title == other.title
            && *text == other.text
            && *at == other.at
            && *reply == other.reply
            && *votes_for == other.votes_for
            && *votes_against == other.votes_against
    }

    fn text_bytes(&self) -> usize {
        self.external.len()
            + self.user.len()
            + self.title.len()
            + self.text.len()
            + self.reply.as_ref().map_or(0, |reply| reply.text.len())
    }
}

/// The identity of the case that a message becomes: the same for the same number from the same
/// source, so that a second import adds nothing. A UUID of version 5 (RFC 9562, 5.5).
pub fn case_id(external: &str, source: &str) -> CaseId {
    // The length goes first, so that no two pairs run together into the same name.
    let name = format!("{}:{source}{external}", source.len());
    CaseId(Uuid::new_v5(&CASES, name.as_bytes()))
}

/// Reads a file. `progress` is told the rows read and the rows in all, first with none read and
/// at the end with all of them; blank rows count. The sheet is the first visible one with the
/// columns that a message needs; titles above the row of headers are passed over.
pub fn read(bytes: &[u8], progress: &mut dyn FnMut(usize, usize)) -> Result<Sheet, SheetError> {
    let rows_in_all = package::inspect(bytes)?;
    progress(0, rows_in_all);
    let mut book = Book::open(bytes)?;
    let mut closest: Option<Header> = None;
    for name in book.visible_sheets() {
        let Some(mut rows) = book.rows(&name)? else {
            continue;
        };
        match Layout::find(&mut rows)? {
            Ok(layout) => return read_rows(&mut rows, &layout, rows_in_all, progress),
            Err(Some(header)) if closest.as_ref().is_none_or(|c| header.known > c.known) => {
                closest = Some(header);
            }
            Err(_) => {}
        }
    }
    Err(
        closest.map_or(SheetError::Empty, |header| SheetError::MissingColumns {
            missing: header.missing,
            found: header.found,
        }),
    )
}

fn read_rows(
    rows: &mut Rows<'_, '_>,
    layout: &Layout,
    rows_in_all: usize,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Sheet, SheetError> {
    let mut report = Report::default();
    for (column, letter) in &layout.twice {
        report.error(Finding {
            row: layout.row,
            column: letter.clone(),
            header: column.header().to_owned(),
            value: column.header().to_owned(),
            problem: Problem::DuplicateColumn,
            other_row: None,
        });
    }
    let mut messages: Vec<Message> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut text_bytes = 0;
    let mut told = 0;
    let mut all = rows_in_all.saturating_sub(layout.row as usize);
    while let Some(row) = rows.next()? {
        let done = row.number.saturating_sub(layout.row);
        if done >= told + PROGRESS_EVERY {
            told = done;
            all = all.max(done as usize);
            progress(done as usize, all);
        }
        if layout.is_blank(&row) {
            continue;
        }
        let Ok(message) = message(&row, layout, &mut report) else {
            continue;
        };
        match seen.entry(message.external.clone()) {
            Entry::Vacant(place) => {
                text_bytes += message.text_bytes();
                if text_bytes > TEXT_CAP {
                    return Err(SheetError::TooLarge {
                        limit_mib: TEXT_CAP >> 20,
                    });
                }
                place.insert(messages.len());
                messages.push(message);
            }
            Entry::Occupied(place) => {
                let first = &messages[*place.get()];
                let same = first.says_what(&message);
                let problem = if same {
                    Problem::DuplicateSame
                } else {
                    Problem::DuplicateDiffers
                };
                let finding = layout.finding(&row, Column::Number, problem);
                let finding = Finding {
                    other_row: Some(first.row),
                    ..finding
                };
                if same {
                    report.note(finding);
                } else {
                    report.error(finding);
                }
            }
        }
    }
    let notes = report.into_notes()?;
    if messages.is_empty() {
        return Err(SheetError::Empty);
    }
    progress(all, all);
    Ok(Sheet { messages, notes })
}

/// What stood in the way of a value has been reported.
struct Reported;

/// One row as a message. Every problem of the row is reported, not just its first.
fn message(row: &Row<'_>, layout: &Layout, report: &mut Report) -> Result<Message, Reported> {
    let mut fields = Fields {
        row,
        layout,
        report,
    };
    let external = fields.required(Column::Number, cell::label);
    let user = fields.required(Column::User, cell::label);
    let title = fields.required(Column::Title, cell::text);
    let at = fields.required(Column::At, cell::moment);
    let text = fields.required(Column::Text, cell::text);
    let reply = fields.reply();
    let votes_for = fields.optional(Column::VotesFor, cell::count);
    let votes_against = fields.optional(Column::VotesAgainst, cell::count);
    let Moment { at, day_only } = at?;
    let message = Message {
        row: row.number,
        external: external?,
        user: user?,
        title: title?,
        text: text?,
        at,
        reply: reply?,
        votes_for: votes_for?,
        votes_against: votes_against?,
    };
    if day_only {
        fields.note(Column::At, Problem::DayOnly);
    }
    if message.reply.as_ref().is_some_and(|reply| reply.day_only) {
        fields.note(Column::ReplyAt, Problem::DayOnly);
    }
    Ok(message)
}

/// The fields of one row. What cannot be read is reported.
struct Fields<'r, 'a> {
    row: &'r Row<'a>,
    layout: &'r Layout,
    report: &'r mut Report,
}

impl<'a> Fields<'_, 'a> {
    fn required<T>(
        &mut self,
        column: Column,
        interpret: impl Fn(&rows::Value<'a>) -> Result<T, Problem>,
    ) -> Result<T, Reported> {
        let value = self.optional(column, interpret)?;
        value.ok_or_else(|| self.error(column, Problem::MissingValue))
    }

    fn optional<T>(
        &mut self,
        column: Column,
        interpret: impl Fn(&rows::Value<'a>) -> Result<T, Problem>,
    ) -> Result<Option<T>, Reported> {
        match self
            .layout
            .value(self.row, column)
            .map(interpret)
            .transpose()
        {
            Ok(value) => Ok(value),
            Err(problem) => Err(self.error(column, problem)),
        }
    }

    fn reply(&mut self) -> Result<Option<Reply>, Reported> {
        let text = self.optional(Column::ReplyText, cell::text);
        let at = self.optional(Column::ReplyAt, cell::moment);
        match (text?, at?) {
            (None, None) => Ok(None),
            (Some(text), Some(Moment { at, day_only })) => Ok(Some(Reply { text, at, day_only })),
            (None, Some(_)) => Err(self.error(Column::ReplyText, Problem::MissingValue)),
            (Some(_), None) => Err(self.error(Column::ReplyAt, Problem::MissingValue)),
        }
    }

    fn error(&mut self, column: Column, problem: Problem) -> Reported {
        self.report
            .error(self.layout.finding(self.row, column, problem));
        Reported
    }

    fn note(&mut self, column: Column, problem: Problem) {
        self.report
            .note(self.layout.finding(self.row, column, problem));
    }
}
