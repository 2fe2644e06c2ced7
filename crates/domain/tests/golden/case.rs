//! A case with everything a case can have at once, as no real one has.

use jiff::civil::date;
use onemap_domain::calendar::{Deadline, Period};
use onemap_domain::case::{
    Adoption, Attached, Attachment, Case, CaseNumber, ContentHash, Evaluation, HandOff, Marks,
    MediaType, Objection, Outcome, Path, Pause, PauseCause, Request, Satisfaction, Stage,
    Supervision, Visit, VisitAnswers, Visitor, Whistle, Wish,
};
use onemap_domain::clock::{Clock, ClockCode};
use onemap_domain::people::Compartment;

use crate::{at, deadline, department, facts, id, mediation, task_force, user};

fn words() -> String {
    "现场已查看。".to_owned()
}

/// One clock for every unit of a period, and one that somebody set by hand.
fn clocks() -> Vec<Clock> {
    let periods = [
        Some(Period::NaturalDays(60)),
        Some(Period::WorkingDays(5)),
        Some(Period::Months(1)),
        Some(Period::Years(1)),
        Some(Period::RunningHours(24)),
        Some(Period::WorkingHours(4)),
        None,
    ];
    let clock = |period: Option<Period>| Clock {
        code: ClockCode::new(if period.is_some() {
            "handling"
        } else {
            "whistle"
        }),
        started_at: at("2026-11-21T01:41:22Z"),
        period,
        due: deadline(),
        stages: vec![Stage::Dispatched, Stage::Handling],
        stops: vec![PauseCause::Postponed],
        repeats: true,
        extended: 1,
        moved: 2,
        paused_at: Some(at("2026-11-23T02:00:00Z")),
        stopped_at: Some(at("2026-11-24T02:00:00Z")),
    };
    let plain = Clock {
        due: Deadline {
            provisional: None,
            ..deadline()
        },
        stops: Vec::new(),
        repeats: false,
        extended: 0,
        moved: 0,
        paused_at: None,
        stopped_at: None,
        ..clock(Some(Period::NaturalDays(1)))
    };
    periods.map(clock).into_iter().chain([plain]).collect()
}

fn supervision() -> Supervision {
    Supervision {
        ladder: "usual".to_owned(),
        rung: 1,
        slip: 2,
        reason: words(),
        issued_at: at("2026-11-22T01:00:00Z"),
        due_at: at("2026-11-24T16:00:00Z"),
        answer: Some(words()),
    }
}

fn visit() -> Visit {
    Visit {
        visitor: Visitor::Handler,
        user: user("sunli"),
        unit: Some(department("zhujian")),
        answers: VisitAnswers {
            handled: true,
            resolved: true,
            satisfied: true,
        },
        at: at("2026-11-24T06:00:00Z"),
    }
}

fn pause() -> Pause {
    Pause {
        cause: PauseCause::HandOff,
        reason: words(),
        since: at("2026-11-23T02:00:00Z"),
        until: Some(date(2026, 12, 1)),
        hand_off: Some(HandOff {
            body: "court".to_owned(),
        }),
    }
}

#[expect(clippy::too_many_lines, reason = "one line for each field")]
pub(crate) fn example() -> Case {
    Case {
        id: id(1),
        number: Some(CaseNumber("520381-20261121-0041".to_owned())),
        revision: 52,
        facts: facts(),
        stage: Stage::UnderFinalReview,
        intake: Some(department("minzheng")),
        path: Some(Path::ReportUp),
        expedited: Some(words()),
        research: Some(words()),
        designated: true,
        lead: Some(department("zhujian")),
        assists: [department("chengguan")].into(),
        requirements: "三日内修复。".to_owned(),
        order_due_at: Some(at("2026-11-27T16:00:00Z")),
        order_clock: None,
        dispatched_by: Some(user("chenhong")),
        objection: Some(Objection {
            reason: words(),
            at: at("2026-11-21T03:00:00Z"),
        }),
        task_force: Some(task_force()),
        request: Some(Request {
            wish: Wish::Extension {
                clock: ClockCode::new("handling"),
                period: Period::NaturalDays(30),
            },
            reason: words(),
            by: user("wanglei"),
            at: at("2026-11-22T03:00:00Z"),
        }),
        pause: Some(pause()),
        handlers: [user("wanglei"), user("sunli")].into(),
        clocks: clocks(),
        reported_at: at("2026-11-21T01:41:22.123Z"),
        marks: Marks {
            established_at: Some(at("2026-11-21T01:50:00Z")),
            first_dispatched_at: Some(at("2026-11-21T01:55:00Z")),
            dispatched_at: Some(at("2026-11-21T02:00:00Z")),
            accepted_at: Some(at("2026-11-21T02:10:00Z")),
            fed_back_at: Some(at("2026-11-24T02:00:00Z")),
        },
        closed_at: Some(at("2026-11-25T02:00:00Z")),
        closed_by: Some(user("liuyang")),
        result: "已修复。".to_owned(),
        visits: vec![
            visit(),
            Visit {
                visitor: Visitor::Centre,
                unit: None,
                ..visit()
            },
        ],
        last_visit: Some(visit()),
        outcome: Some(Outcome {
            reason: "solved".to_owned(),
            note: words(),
            demands: [("photo".to_owned(), "两张".to_owned())].into(),
        }),
        satisfaction: Some(Satisfaction::Dissatisfied),
        last_evaluation: Some(Evaluation {
            satisfaction: Satisfaction::Fair,
            at: at("2026-11-26T02:00:00Z"),
        }),
        returned: 1,
        returned_by: [department("jiaotong")].into(),
        urged: 2,
        reopened: 3,
        extended: 4,
        reviews: 2,
        supervised: 2,
        supervision: Some(supervision()),
        adoption: Some(Adoption {
            leader: user("chenhong"),
            name: "陈宏".to_owned(),
            unit: department("zhujian"),
            evidence: [("visit".to_owned(), words())].into(),
        }),
        whistle: Some(Whistle {
            reason: words(),
            needed_by: at("2026-11-21T04:00:00Z"),
            units: [
                (department("chengguan"), None),
                (department("zhujian"), Some(at("2026-11-21T03:50:00Z"))),
            ]
            .into(),
            ratings: std::collections::BTreeMap::new(),
        }),
        handed_out: std::collections::BTreeSet::new(),
        mediations: vec![mediation()],
        attachments: vec![Attached {
            attachment: Attachment {
                sha256: ContentHash::of(b"photo"),
                name: "路灯.jpg".to_owned(),
                media_type: MediaType::Jpeg,
                size: 3_145_728,
            },
            by: user("wanglei"),
            by_name: "王磊".to_owned(),
            at: at("2026-11-21T02:20:00Z"),
        }],
        merged_into: Some(id(2)),
        merged_at: Some(at("2026-11-26T03:00:00Z")),
        absorbed: [id(3)].into(),
        links: [id(4)].into(),
        compartment: Some(Compartment("minors".to_owned())),
        imported: Some("12345-0007".to_owned()),
    }
}
