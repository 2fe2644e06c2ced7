//! The book of a duty (勤务台账): what one area did of one duty in a month or a year, day by day.
//!
//! A book is begun by its first line, under an identity that follows from what it is of, so that
//! two who write off line write into the same one. Nothing is rubbed out: a line that was wrong is
//! struck with a reason and stays.
//!
//! What is owed and where it is missing: [`crate::duty`].

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RecordEntry, RecordId, derived};
use crate::area::AreaCode;
use crate::decide::{Context, words};
use crate::pack::Days;
use crate::profile::DutyRule;
use crate::refusal::Refusal;

/// Within how many days something done is written down; a convention.
pub const WRITTEN_WITHIN: i64 = 31;
/// Most lines of a book.
pub const LINES: usize = 400;
/// The best mark.
pub const BEST: u16 = 100;

/// A line of a book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// Which: the command that wrote it.
    pub id: Uuid,
    /// On which day it was done.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub on: Date,
    /// Who wrote it.
    pub by: String,
    /// When it was written.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// In words, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The mark, where the duty has one: 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<u16>,
    /// Why it does not count; it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<String>,
}

/// A book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DutyBook))]
pub struct Book {
    /// Of which duty.
    pub rule: String,
    /// Of which area.
    pub area: AreaCode,
    /// Of which days: a month or a year.
    pub days: Days,
    /// Its lines, as they were written.
    pub lines: Vec<Line>,
}

impl Book {
    /// The lines that count.
    pub fn standing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.struck.is_none())
    }
}

/// The identity of the book of a duty, an area and the days of the book.
pub fn identity(rule: &str, area: &AreaCode, book: Days) -> RecordId {
    let first = book.from.to_string();
    RecordId(derived(&[
        b"duty",
        rule.as_bytes(),
        area.as_str().as_bytes(),
        first.as_bytes(),
    ]))
}

/// A command on a book. On the wire: `{"do": "write", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DutyCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 登记: it was done.
    Write {
        /// Of which duty.
        rule: String,
        /// In which area.
        area: AreaCode,
        /// On which day; not in the future, and within [`WRITTEN_WITHIN`] days.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        on: Date,
        /// In words, may be empty.
        note: String,
        /// The mark, where the duty has one.
        mark: Option<u16>,
    },
    /// 划去: a line was wrong.
    Strike {
        /// Which.
        line: Uuid,
        /// Why.
        reason: String,
    },
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Write { .. } => "duty-write",
            Command::Strike { .. } => "duty-strike",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        match self {
            Command::Write { on, note, .. } => format!("{on} {note}").trim_end().to_owned(),
            Command::Strike { reason, .. } => reason.clone(),
        }
    }
}

/// What happened to a book. On the wire: `{"kind": "written", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DutyEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Something was done.
    Written {
        /// Of which duty.
        rule: String,
        /// In which area.
        area: AreaCode,
        /// Of which days the book is.
        book: Days,
        /// On which day.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        on: Date,
        /// In words.
        note: String,
        /// The mark.
        mark: Option<u16>,
    },
    /// A line was wrong.
    Struck {
        /// Which.
        line: Uuid,
        /// Why.
        reason: String,
    },
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Written { .. } => "duty-written",
            Event::Struck { .. } => "duty-struck",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Book>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    match command {
        Command::Write {
            rule,
            area,
            on,
            note,
            mark,
        } => {
            let rule = known(rule, context)?;
            let book = rule.book_of(*on);
            if state.is_some_and(|state| !is_of(state, rule, area, book)) {
                return Err(Refusal::AlreadyExists);
            }
            if state.is_some_and(|state| state.lines.len() >= LINES) {
                return Err(words::too_long("lines", LINES));
            }
            if !rule.is_owed_by(area) || !context.scope.area.covers(area) {
                return Err(words::unknown("area", area.as_str()));
            }
            let today = context.calendar.date(context.now);
            if *on > today || *on < today.saturating_sub(WRITTEN_WITHIN.days()) {
                return Err(words::unknown("on", &on.to_string()));
            }
            Ok(Event::Written {
                rule: rule.code.clone(),
                area: area.clone(),
                book,
                on: *on,
                note: words::optional("note", note)?,
                mark: marked(rule, *mark)?,
            })
        }
        Command::Strike { line, reason } => {
            let state = state.ok_or(Refusal::NotFound)?;
            known(&state.rule, context)?;
            if !state.standing().any(|one| one.id == *line) {
                return Err(Refusal::NotFound);
            }
            Ok(Event::Struck {
                line: *line,
                reason: words::required("reason", reason)?,
            })
        }
    }
}

fn known<'a>(code: &str, context: &Context<'a>) -> Result<&'a DutyRule, Refusal> {
    let rule = context.profile.duty(code);
    let rule = rule.ok_or(Refusal::RecordNotInProfile)?;
    let role = context.actor.role;
    if rule.by.contains(&role) {
        Ok(rule)
    } else {
        Err(Refusal::RecordNotYours { role })
    }
}

fn is_of(state: &Book, rule: &DutyRule, area: &AreaCode, book: Days) -> bool {
    state.rule == rule.code && state.area == *area && state.days == book
}

fn marked(rule: &DutyRule, mark: Option<u16>) -> Result<Option<u16>, Refusal> {
    match (rule.marked, mark) {
        (false, _) => Ok(None),
        (true, None) => Err(words::missing("mark")),
        (true, Some(mark)) if mark > BEST => Err(words::unknown("mark", &mark.to_string())),
        (true, mark) => Ok(mark),
    }
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event, entry: &RecordEntry) -> Option<Book> {
    let Event::Written {
        rule, area, book, ..
    } = event
    else {
        return None;
    };
    let empty = Book {
        rule: rule.clone(),
        area: area.clone(),
        days: *book,
        lines: Vec::new(),
    };
    Some(applied(empty, event, entry))
}

/// The state after an event.
pub(super) fn applied(mut state: Book, event: &Event, entry: &RecordEntry) -> Book {
    match event {
        Event::Written { on, note, mark, .. } => state.lines.push(Line {
            id: entry.command,
            on: *on,
            by: entry.actor.name.clone(),
            at: entry.at,
            note: note.clone(),
            mark: *mark,
            struck: None,
        }),
        Event::Struck { line, reason } => {
            if let Some(line) = state.lines.iter_mut().find(|one| one.id == *line) {
                line.struck = Some(reason.clone());
            }
        }
    }
    state
}
