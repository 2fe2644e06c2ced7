//! One of each event, every field filled; a second one where a field has another form.

use jiff::civil::date;
use onemap_domain::calendar::Period;
use onemap_domain::case::{
    Attachment, CaseNumber, ContentHash, MediaType, Path, PauseCause, Satisfaction, Stage, Urgency,
    VisitAnswers, Visitor, Wish,
};
use onemap_domain::clock::ClockCode;
use onemap_domain::event::{ClockCause, Event, Reply};
use onemap_domain::people::Compartment;

use crate::{at, deadline, department, facts, foreign, id, mediation, task_force};

fn words() -> String {
    "现场已查看。".to_owned()
}

fn number() -> CaseNumber {
    CaseNumber("520381-20261121-0041".to_owned())
}

/// The form's word where an event has more than one, and the event.
pub(crate) fn examples() -> Vec<(&'static str, Event)> {
    let whole = [
        taking_in(),
        order(),
        handling(),
        ending(),
        beside(),
        pairs(),
        clocks(),
    ];
    let mut examples: Vec<_> = whole
        .into_iter()
        .flatten()
        .map(|event| ("", event))
        .collect();
    examples.push((
        "unnumbered",
        Event::Reported {
            facts: Box::new(facts()),
            number: None,
        },
    ));
    examples.push((
        "foreign",
        Event::Reported {
            facts: Box::new(foreign()),
            number: Some(number()),
        },
    ));
    examples.push((
        "void",
        Event::Requested {
            wish: Wish::Void,
            reason: words(),
        },
    ));
    examples.push((
        "set",
        Event::ClockStarted {
            clock: ClockCode::new(ClockCode::WHISTLE),
            from: at("2026-11-21T02:00:00Z"),
            period: None,
            due: onemap_domain::calendar::Deadline {
                provisional: None,
                ..deadline()
            },
            stages: vec![Stage::Reported],
            stops: Vec::new(),
            repeats: false,
        },
    ));
    examples
}

fn taking_in() -> Vec<Event> {
    let facts = || Box::new(facts());
    vec![
        Event::Reported {
            facts: facts(),
            number: Some(number()),
        },
        Event::Imported {
            facts: facts(),
            number: Some(number()),
            external: "12345-0007".to_owned(),
            reported_at: at("2025-06-01T00:30:00Z"),
            reply: Some(Reply {
                text: "已修复。".to_owned(),
                at: at("2025-06-04T16:00:00Z"),
                day_only: true,
            }),
        },
        Event::Amended { facts: facts() },
        Event::Triaged {
            path: Path::OnTheSpot,
            assists: [department("chengguan")].into(),
            note: words(),
        },
        Event::Verified { note: words() },
        Event::Declined { reason: words() },
        Event::Established {
            urgency: Urgency::Normal,
        },
        Event::Expedited { reason: words() },
        Event::Referred { reason: words() },
    ]
}

fn order() -> Vec<Event> {
    vec![
        Event::Dispatched {
            lead: department("zhujian"),
            assists: [department("520381001"), department("chengguan")].into(),
            requirements: "三日内修复。".to_owned(),
            due_at: Some(at("2026-11-27T16:00:00Z")),
            clock: Some(ClockCode::new("handling")),
            designated: true,
            reason: words(),
        },
        Event::Withdrawn {
            note: words(),
            back_to: Stage::Established,
        },
        Event::Accepted,
        Event::Objected { reason: words() },
        Event::Returned {
            reason: words(),
            back_to: Stage::Reported,
        },
        Event::ObjectionRejected { reason: words() },
        Event::TaskForceFormed {
            task_force: task_force(),
        },
    ]
}

fn handling() -> Vec<Event> {
    vec![
        Event::Progressed { note: words() },
        Event::Requested {
            wish: Wish::Extension {
                clock: ClockCode::new("handling"),
                period: Period::WorkingDays(5),
            },
            reason: words(),
        },
        Event::RequestApproved { note: words() },
        Event::RequestRefused { reason: words() },
        Event::Voided,
        Event::Suspended {
            cause: PauseCause::Postponed,
            reason: words(),
            until: Some(date(2026, 12, 1)),
        },
        Event::Resumed { note: words() },
        Event::HandedOff {
            body: "court".to_owned(),
            reason: words(),
        },
        Event::CameBack { result: words() },
        Event::Mediated {
            mediation: mediation(),
        },
    ]
}

fn ending() -> Vec<Event> {
    vec![
        Event::FedBack { result: words() },
        Event::CheckPassed { note: words() },
        Event::CheckFailed { note: words() },
        Event::Visited {
            visitor: Visitor::Handler,
            answers: VisitAnswers {
                handled: true,
                resolved: false,
                satisfied: true,
            },
            note: words(),
        },
        Event::Closed {
            reason: "solved".to_owned(),
            note: words(),
            demands: [("photo".to_owned(), "两张".to_owned())].into(),
        },
        Event::ReviewAsked { reason: words() },
        Event::ReviewDecided {
            maintained: false,
            text: words(),
        },
        Event::Reopened { reason: words() },
        Event::Evaluated {
            satisfaction: Satisfaction::Satisfied,
        },
    ]
}

fn beside() -> Vec<Event> {
    vec![
        Event::Urged { note: words() },
        Event::Supervised {
            ladder: "usual".to_owned(),
            rung: 1,
            reason: words(),
            due_at: at("2026-11-24T16:00:00Z"),
        },
        Event::SupervisionAnswered { text: words() },
        Event::Adopted {
            unit: department("zhujian"),
        },
        Event::Attested {
            item: "visit".to_owned(),
            evidence: words(),
        },
        Event::Commented { text: words() },
        Event::Whistled {
            units: [department("chengguan"), department("zhujian")].into(),
            needed_by: at("2026-11-21T04:00:00Z"),
            reason: words(),
        },
        Event::ReportedIn {
            unit: department("zhujian"),
            note: words(),
        },
        Event::WhistleRated {
            unit: department("zhujian"),
            by_unit: true,
            satisfaction: Satisfaction::Dissatisfied,
            note: words(),
        },
        Event::HandedOut {
            policies: std::iter::once("wages_regulation".to_owned()).collect(),
        },
        Event::Attached {
            attachment: Attachment {
                sha256: ContentHash::of(b"photo"),
                name: "路灯.jpg".to_owned(),
                media_type: MediaType::Jpeg,
                size: 3_145_728,
            },
        },
        Event::Sealed {
            compartment: Compartment("minors".to_owned()),
            reason: words(),
        },
        Event::Unsealed { reason: words() },
    ]
}

fn pairs() -> Vec<Event> {
    vec![
        Event::Merged {
            into: id(2),
            reason: words(),
        },
        Event::Absorbed { from: id(2) },
        Event::Unmerged {
            from: id(2),
            reason: words(),
        },
        Event::Released { case: id(2) },
        Event::Linked {
            with: id(3),
            note: words(),
        },
    ]
}

fn clocks() -> Vec<Event> {
    vec![
        Event::ClockStarted {
            clock: ClockCode::new("handling"),
            from: at("2026-11-21T01:41:22Z"),
            period: Some(Period::Months(1)),
            due: deadline(),
            stages: vec![Stage::Dispatched, Stage::Handling],
            stops: vec![PauseCause::Hearing, PauseCause::HandOff],
            repeats: true,
        },
        Event::ClockMoved {
            clock: ClockCode::new("handling"),
            due: deadline(),
            cause: ClockCause::GreenChannel,
            period: None,
        },
    ]
}
