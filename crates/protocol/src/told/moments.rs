//! The moments of the timeline: what somebody did, and the clocks that it started or moved.
//!
//! Pure; it only arranges what the console answered.

use onemap_domain::case::Facts;
use onemap_domain::event::Event;

use crate::desk::Happening;

/// A line of the timeline: what somebody did, and what became of the clocks by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// What happened.
    pub what: Happening,
    /// The clocks that began to run or were moved with it.
    pub clocks: Vec<Happening>,
    /// For an amendment: the `field-…` keys of what it changed.
    pub changed: Vec<&'static str>,
}

/// The timeline, newest first, each clock under the event that it came with.
pub fn moments(timeline: &[Happening]) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    let mut known: Option<&Facts> = None;
    for happening in timeline {
        let recorded = &happening.recorded;
        let event = &recorded.event;
        let is_clock = matches!(event, Event::ClockStarted { .. } | Event::ClockMoved { .. });
        // A clock that was counted anew by itself (the year's notice came) is its own moment.
        if let Some(last) = moments
            .last_mut()
            .filter(|last| is_clock && last.what.recorded.command == recorded.command)
        {
            last.clocks.push(happening.clone());
            continue;
        }
        let mut changed = Vec::new();
        if let Event::Reported { facts, .. }
        | Event::Imported { facts, .. }
        | Event::Amended { facts } = event
        {
            if let Some(before) = known {
                changed = differences(before, facts);
            }
            known = Some(facts);
        }
        moments.push(Moment {
            what: happening.clone(),
            clocks: Vec::new(),
            changed,
        });
    }
    moments.reverse();
    moments
}

fn differences(before: &Facts, after: &Facts) -> Vec<&'static str> {
    [
        ("field-title", before.title != after.title),
        ("field-text", before.text != after.text),
        ("field-category", before.category != after.category),
        ("field-channel", before.channel != after.channel),
        ("field-urgency", before.urgency != after.urgency),
        ("field-reporter", before.reporter != after.reporter),
        ("field-position", before.position != after.position),
        ("field-address", before.address != after.address),
        ("field-persons", before.persons != after.persons),
        ("field-unit", before.unit != after.unit),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
