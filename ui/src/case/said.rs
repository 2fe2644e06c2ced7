//! What each event says in the timeline, in the voice of the screen.
//!
//! Deliberately absent: the sentences. They are the same on paper: [`onemap_protocol::told`].

use onemap_domain::event::Event;
use onemap_protocol::desk::CaseView;
use onemap_protocol::told;

use super::voice::Screen;
use crate::state::Desk;

pub use onemap_protocol::told::Said;

/// What an event of this case says. `changed` are the fields of an amendment.
pub fn said(desk: Desk, view: &CaseView, event: &Event, changed: &[&str]) -> Said {
    told::said(&Screen::of(desk, view), event, changed)
}

/// What became of a clock, on one line: 办理时限到 11月28日 24:00.
pub fn clock(desk: Desk, event: &Event) -> Option<String> {
    use leptos::prelude::Get;
    told::clock(&Screen::at(desk, desk.now.get()), event)
}
