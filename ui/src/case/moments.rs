//! The moments of the timeline: what somebody did, and the clocks that it started or moved.
//!
//! Pure; it only arranges what the console answered.

use onemap_domain::case::Facts;
use onemap_domain::event::Event;
use onemap_protocol::desk::Happening;

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

#[cfg(test)]
mod tests {
    use onemap_domain::calendar::Deadline;
    use onemap_domain::case::Stage;
    use onemap_domain::clock::ClockCode;
    use onemap_domain::event::{ClockCause, Recorded};
    use onemap_domain::people::{Actor, Role, UserId};
    use uuid::Uuid;

    use super::*;
    use crate::case::fixture;

    fn happening(revision: u64, command: u128, event: Event) -> Happening {
        let case = fixture::view(Stage::Reported).case;
        Happening {
            recorded: Recorded {
                case: case.id,
                revision,
                at: case.reported_at,
                actor: Actor {
                    user: UserId("wangmin".to_owned()),
                    name: "王敏".to_owned(),
                    role: Role::Operator,
                    department: None,
                },
                command: Uuid::from_u128(command),
                event,
            },
            pending: false,
        }
    }

    fn moved(cause: ClockCause) -> Event {
        let at = fixture::view(Stage::Reported).case.reported_at;
        Event::ClockMoved {
            clock: ClockCode::new("answer"),
            due: Deadline {
                at,
                nominal: at,
                provisional: None,
            },
            cause,
            period: None,
        }
    }

    #[test]
    fn a_clock_stands_under_what_moved_it_and_alone_when_nobody_did() {
        let approved = Event::RequestApproved {
            note: String::new(),
        };
        let timeline = [
            happening(1, 1, approved),
            happening(2, 1, moved(ClockCause::Extension)),
            happening(3, 2, moved(ClockCause::Calendar)),
        ];
        let moments = moments(&timeline);
        let names: Vec<_> = moments
            .iter()
            .map(|moment| (moment.what.recorded.event.name(), moment.clocks.len()))
            .collect();
        assert_eq!(names, [("clock_moved", 0), ("request_approved", 1)]);
    }

    #[test]
    fn an_amendment_names_what_it_changed() {
        let facts = fixture::view(Stage::Reported).case.facts;
        let mut amended = facts.clone();
        amended.title = "化粪池外溢到路上".to_owned();
        let timeline = [
            happening(
                1,
                1,
                Event::Reported {
                    facts: Box::new(facts),
                    number: None,
                },
            ),
            happening(
                2,
                2,
                Event::Amended {
                    facts: Box::new(amended),
                },
            ),
        ];
        assert_eq!(moments(&timeline)[0].changed, ["field-title"]);
    }
}
