//! A meeting (每日晨会、周研判、月会商): the pack frozen for it, that it was held, and by whom.
//!
//! The central freezes the pack at the county's time; nothing changes it afterwards. What the
//! meeting decides are records of their own ([`super::decision`]).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::RecordEntry;
use crate::decide::{Context, words};
use crate::pack::Pack;
use crate::refusal::Refusal;

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meeting {
    /// What it looks at.
    pub pack: Box<Pack>,
    /// When it was opened, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Opened>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
}

/// The opening of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opened {
    /// Who leads it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// The end of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closed {
    /// Who was there.
    pub attendees: Vec<String>,
    /// In words, may be empty.
    pub note: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
}

/// A command on a meeting. On the wire: `{"do": "freeze", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MeetingCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 冻结: only the central itself does.
    Freeze {
        /// The pack.
        pack: Box<Pack>,
    },
    /// 开始会议
    Open {},
    /// 结束会议
    Close {
        /// Who was there.
        attendees: Vec<String>,
        /// In words, may be empty.
        note: String,
    },
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Freeze { .. } => "meeting-freeze",
            Command::Open {} => "meeting-open",
            Command::Close { .. } => "meeting-close",
        }
    }

    /// What was meant, in its author's own words.
    pub fn meant(&self) -> String {
        match self {
            Command::Close { note, .. } => note.clone(),
            Command::Freeze { .. } | Command::Open {} => String::new(),
        }
    }
}

/// What happened to a meeting. On the wire: `{"kind": "frozen", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MeetingEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Frozen.
    Frozen {
        /// The pack.
        pack: Box<Pack>,
    },
    /// Opened.
    Opened,
    /// Ended.
    Closed {
        /// Who was there.
        attendees: Vec<String>,
        /// In words.
        note: String,
    },
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Frozen { .. } => "meeting-frozen",
            Event::Opened => "meeting-opened",
            Event::Closed { .. } => "meeting-closed",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Meeting>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    match (state, command) {
        (None, Command::Freeze { pack }) => {
            if !context.actor.is_system() {
                return Err(Refusal::OnlyTheCentral);
            }
            Ok(Event::Frozen { pack: pack.clone() })
        }
        (Some(_), Command::Freeze { .. }) => Err(Refusal::AlreadyExists),
        (None, _) => Err(Refusal::NotFound),
        (Some(meeting), _) if meeting.closed.is_some() => Err(Refusal::RecordEnded),
        (Some(meeting), Command::Open {}) => match meeting.opened {
            Some(_) => Err(Refusal::MeetingOpen),
            None => Ok(Event::Opened),
        },
        (Some(meeting), Command::Close { attendees, note }) => {
            if meeting.opened.is_none() {
                return Err(Refusal::MeetingNotOpen);
            }
            let attendees: Vec<String> = attendees
                .iter()
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect();
            if attendees.is_empty() {
                return Err(words::missing("attendees"));
            }
            Ok(Event::Closed {
                attendees,
                note: words::optional("note", note)?,
            })
        }
    }
}

/// The state that the first event makes.
pub(super) fn begun(event: &Event) -> Option<Meeting> {
    let Event::Frozen { pack } = event else {
        return None;
    };
    Some(Meeting {
        pack: pack.clone(),
        opened: None,
        closed: None,
    })
}

/// The state after an event.
pub(super) fn applied(mut state: Meeting, event: &Event, entry: &RecordEntry) -> Meeting {
    match event {
        Event::Frozen { .. } => {}
        Event::Opened => {
            state.opened = Some(Opened {
                by: entry.actor.name.clone(),
                at: entry.at,
            });
        }
        Event::Closed { attendees, note } => {
            state.closed = Some(Closed {
                attendees: attendees.clone(),
                note: note.clone(),
                at: entry.at,
            });
        }
    }
    state
}
