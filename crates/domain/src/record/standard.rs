//! The evidence of a standard (达标凭证): what shows, item by item and dated, that one area reaches it.
//!
//! An area has one sheet, begun by its first line under an identity that follows from what it is
//! of, so that two who write off line write into the same one. Nothing is rubbed out: evidence
//! that was wrong is struck with a reason and stays.
//!
//! Deliberately absent: whether an item holds. That follows from the evidence and from the cases
//! ([`crate::standard`]), and so is never stored.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RecordEntry, RecordId, derived};
use crate::area::AreaCode;
use crate::decide::{Context, words};
use crate::profile::StandardRule;
use crate::refusal::Refusal;

/// Most lines of a sheet.
pub const LINES: usize = 1_000;

/// A line of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = StandardLine))]
pub struct Line {
    /// Which: the command that wrote it.
    pub id: Uuid,
    /// For which item, from 1.
    pub item: u16,
    /// On which day it held.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub on: Date,
    /// Who wrote it.
    pub by: String,
    /// When it was written.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The evidence in words.
    pub note: String,
    /// Why it does not count; it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub struck: Option<String>,
}

/// The evidence of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = StandardSheet))]
pub struct Sheet {
    /// Of which standard: the code of its list.
    pub list: String,
    /// Of which area.
    pub area: AreaCode,
    /// Its lines, as they were written.
    pub lines: Vec<Line>,
}

impl Sheet {
    /// The newest evidence of an item that counts: that of the latest day, of one day the last
    /// that was written.
    pub fn newest(&self, item: u16) -> Option<&Line> {
        let standing = self.lines.iter().filter(|line| line.struck.is_none());
        standing
            .filter(|line| line.item == item)
            .max_by_key(|line| line.on)
    }
}

/// The identity of the sheet of a standard and an area.
pub fn identity(list: &str, area: &AreaCode) -> RecordId {
    RecordId(derived(&[
        b"standard",
        list.as_bytes(),
        area.as_str().as_bytes(),
    ]))
}

/// A command on a sheet. On the wire: `{"do": "attest", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = StandardCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 登记凭证: an item holds.
    Attest {
        /// Of which standard: the code of its list.
        list: String,
        /// In which area.
        area: AreaCode,
        /// Which item, from 1.
        item: u16,
        /// On which day it held; not in the future.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        on: Date,
        /// The evidence in words.
        note: String,
    },
    /// 划去: evidence was wrong.
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
            Command::Attest { .. } => "standard-attest",
            Command::Strike { .. } => "standard-strike",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        match self {
            Command::Attest { on, note, .. } => format!("{on} {note}").trim_end().to_owned(),
            Command::Strike { reason, .. } => reason.clone(),
        }
    }
}

/// What happened to a sheet. On the wire: `{"kind": "attested", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = StandardEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// An item was shown to hold.
    Attested {
        /// Of which standard: the code of its list.
        list: String,
        /// In which area.
        area: AreaCode,
        /// Which item, from 1.
        item: u16,
        /// On which day it held.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
        on: Date,
        /// The evidence in words.
        note: String,
    },
    /// Evidence was wrong.
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
            Event::Attested { .. } => "standard-attested",
            Event::Struck { .. } => "standard-struck",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Sheet>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    match command {
        Command::Attest {
            list,
            area,
            item,
            on,
            note,
        } => {
            let (rule, items) = known(list, context)?;
            if state.is_some_and(|state| state.list != *list || state.area != *area) {
                return Err(Refusal::AlreadyExists);
            }
            if state.is_some_and(|state| state.lines.len() >= LINES) {
                return Err(words::too_long("lines", LINES));
            }
            if !rule.is_for(area) || !context.scope.area.covers(area) {
                return Err(words::unknown("area", area.as_str()));
            }
            if !(1..=items).contains(item) {
                return Err(words::unknown("item", &item.to_string()));
            }
            // Evidence may be as old as it likes: all the more cases come after it.
            if *on > context.calendar.date(context.now) {
                return Err(words::unknown("on", &on.to_string()));
            }
            Ok(Event::Attested {
                list: list.clone(),
                area: area.clone(),
                item: *item,
                on: *on,
                note: words::required("note", note)?,
            })
        }
        Command::Strike { line, reason } => {
            let state = state.ok_or(Refusal::NotFound)?;
            known(&state.list, context)?;
            let is_it = |one: &Line| one.id == *line && one.struck.is_none();
            if !state.lines.iter().any(is_it) {
                return Err(Refusal::NotFound);
            }
            Ok(Event::Struck {
                line: *line,
                reason: words::required("reason", reason)?,
            })
        }
    }
}

/// The standard with the number of its items, for whoever may write its evidence.
fn known<'a>(list: &str, context: &Context<'a>) -> Result<(&'a StandardRule, u16), Refusal> {
    let standard = context.profile.items_of_standard();
    let standard = standard.filter(|(rule, _)| rule.list == list);
    let (rule, items) = standard.ok_or(Refusal::RecordNotInProfile)?;
    let role = context.actor.role;
    if rule.by.contains(&role) {
        Ok((rule, items))
    } else {
        Err(Refusal::RecordNotYours { role })
    }
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event, entry: &RecordEntry) -> Option<Sheet> {
    let Event::Attested { list, area, .. } = event else {
        return None;
    };
    let empty = Sheet {
        list: list.clone(),
        area: area.clone(),
        lines: Vec::new(),
    };
    Some(applied(empty, event, entry))
}

/// The state after an event.
pub(super) fn applied(mut state: Sheet, event: &Event, entry: &RecordEntry) -> Sheet {
    match event {
        Event::Attested { item, on, note, .. } => state.lines.push(Line {
            id: entry.command,
            item: *item,
            on: *on,
            by: entry.actor.name.clone(),
            at: entry.at,
            note: note.clone(),
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
