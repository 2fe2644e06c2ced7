//! The moments of the timeline: what somebody did, and the clocks that it started or moved. They
//! are the same on paper.

pub use onemap_protocol::told::{Moment, moments};

#[cfg(test)]
mod tests {
    use onemap_domain::calendar::Deadline;
    use onemap_domain::case::Stage;
    use onemap_domain::clock::ClockCode;
    use onemap_domain::event::{ClockCause, Event, Recorded};
    use onemap_domain::people::{Actor, Role, UserId};
    use onemap_protocol::desk::Happening;
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
