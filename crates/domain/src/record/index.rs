//! The index of a day (社会治理指数), as the central froze it. Nothing changes it afterwards.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{RecordId, derived};
use crate::decide::Context;
use crate::index::Snapshot;
use crate::refusal::Refusal;

/// The identity of a county's index of a day.
pub fn identity(day: Date) -> RecordId {
    RecordId(derived(&[b"index", day.to_string().as_bytes()]))
}

/// A command on an index. On the wire: `{"do": "freeze", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = IndexCommand))]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// 生成: only the central itself does.
    Freeze {
        /// The snapshot.
        snapshot: Box<Snapshot>,
    },
}

impl Command {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Freeze { .. } => "index-freeze",
        }
    }
}

/// What happened to an index. On the wire: `{"kind": "frozen", …}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = IndexEvent))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Frozen.
    Frozen {
        /// The snapshot.
        snapshot: Box<Snapshot>,
    },
}

impl Event {
    /// The stable name in the locale files.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Frozen { .. } => "index-frozen",
        }
    }
}

/// Decides a command.
pub(super) fn decide(
    state: Option<&Snapshot>,
    command: &Command,
    context: &Context,
) -> Result<Event, Refusal> {
    let Command::Freeze { snapshot } = command;
    if !context.actor.is_system() {
        return Err(Refusal::OnlyTheCentral);
    }
    if state.is_some() {
        return Err(Refusal::AlreadyExists);
    }
    Ok(Event::Frozen {
        snapshot: snapshot.clone(),
    })
}

/// The state that the first event makes; no other follows it.
pub(super) fn begun(event: &Event) -> Snapshot {
    let Event::Frozen { snapshot } = event;
    Snapshot::clone(snapshot)
}
