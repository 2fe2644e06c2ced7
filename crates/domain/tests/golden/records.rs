//! One of each command on a record and one of each of its events, every field filled.

use jiff::civil::{date, time};
use onemap_domain::area::AreaCode;
use onemap_domain::case::{CaseNumber, Stage};
use onemap_domain::duty::{DutyStanding, Gap};
use onemap_domain::index::{AreaIndex, Snapshot};
use onemap_domain::indicator::{Indicator, Rate};
use onemap_domain::pack::{
    Days, Figure, FigureKind, HotSpot, Listed, Owed, OwedCase, Pack, PackCase, PackDuty, PackIndex,
    Rhythm, Subject,
};
use onemap_domain::profile::{IndexRule, Label, Measure, ScoreRow};
use onemap_domain::record::decision::Report;
use onemap_domain::record::reception::{Command, Event, Held, Plan};
use onemap_domain::record::{
    Becomes, Decision, DecisionOutcome, Lot, ReceptionMode, RecordCommand, RecordEntry,
    RecordEvent, RecordId, Resolution, appraisal, decision, draw, duty, index, meeting, roster,
    standard,
};
use onemap_domain::score::Scored;

use crate::{at, clerk, department, id, user};

fn county() -> AreaCode {
    AreaCode::parse("520381").unwrap()
}

fn grid() -> AreaCode {
    AreaCode::parse("520381001002003").unwrap()
}

fn november() -> Days {
    Days::new(date(2026, 11, 1), date(2026, 11, 30))
}

fn turns() -> Vec<roster::Turn> {
    vec![roster::Turn {
        on: date(2026, 11, 23),
        shift: "night".to_owned(),
        officers: vec![roster::Officer {
            name: "王磊".to_owned(),
            phone: "13900001111".to_owned(),
            unit: Some(department("zhujian")),
            mode: Some("on_call".to_owned()),
            leads: true,
        }],
    }]
}

fn snapshot() -> Box<Snapshot> {
    let label = |zh: &str, en: &str| Label {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    let row = |code: &str, measure: Measure| ScoreRow {
        code: code.to_owned(),
        name: label("一行", "A row"),
        points: 50,
        measure,
        days: Some(7),
    };
    let scored = |code: &str, rate: Rate, lost: u32, cases: &[u64], areas: &[AreaCode]| Scored {
        code: code.to_owned(),
        rate,
        points: 50,
        lost,
        cases: cases.iter().map(|number| id(*number)).collect(),
        areas: areas.to_vec(),
    };
    let of = |area: AreaCode, cases: &[u64], areas: &[AreaCode]| AreaIndex {
        area,
        total: 7_583,
        rows: vec![
            scored("rework", Rate::new(2, 3), 1_667, cases, &[]),
            scored("patrols", Rate::new(17, 20), 750, &[], areas),
        ],
    };
    Box::new(Snapshot {
        version: 1,
        day: date(2026, 11, 20),
        at: at("2026-11-20T18:00:00Z"),
        formula: IndexRule {
            version: "示例-1".to_owned(),
            basis: "惯例".to_owned(),
            rows: vec![
                row("rework", Measure::Rate(Indicator::Rework)),
                row("patrols", Measure::Duty("daily_patrol".to_owned())),
            ],
        },
        county: of(county(), &[], &[]),
        towns: vec![of(AreaCode::parse("520381001").unwrap(), &[1], &[grid()])],
    })
}

fn plan() -> Plan {
    Plan {
        leader: user("chenhong"),
        name: "陈宏".to_owned(),
        mode: ReceptionMode::Visiting,
        area: county(),
        on: date(2026, 11, 23),
        from: time(9, 0, 0, 0),
        to: time(11, 30, 0, 0),
        place: "综治中心二楼".to_owned(),
    }
}

fn held() -> Held {
    Held {
        parties: 3,
        cases: [id(1)].into(),
        note: "当场答复两件".to_owned(),
    }
}

fn lot() -> Lot {
    Lot {
        title: "不满意件复查".to_owned(),
        area: county(),
        population: "十月结案的全部案件".to_owned(),
        cases: [id(1), id(2), id(3)].into(),
        size: 2,
        seed: 7,
    }
}

fn resolution() -> Resolution {
    Resolution {
        meeting: Some(RecordId(uuid::Uuid::from_u64_pair(
            0x0193_4e1f_5a00_7000,
            8,
        ))),
        area: county(),
        case: Some(id(1)),
        text: "三日内拿出整改方案".to_owned(),
        becomes: Becomes::Supervision,
        department: Some(department("zhujian")),
        person: "王磊".to_owned(),
        by: date(2026, 11, 24),
    }
}

fn frozen() -> Box<Pack> {
    let listed = PackCase {
        id: id(1),
        number: Some(CaseNumber("520381-20261120-0001".to_owned())),
        title: "路灯不亮".to_owned(),
        grid: grid(),
        category: "road".to_owned(),
        lead: Some(department("zhujian")),
        due_at: Some(at("2026-11-20T16:00:00Z")),
        returned: 2,
        people: 0,
    };
    let group = PackCase {
        people: 3,
        ..listed.clone()
    };
    Box::new(Pack {
        version: 4,
        rhythm: Rhythm::Daily,
        area: county(),
        days: Days::new(date(2026, 11, 20), date(2026, 11, 20)),
        at: at("2026-11-21T00:00:00Z"),
        figures: vec![Figure {
            kind: FigureKind::Overdue,
            count: 12,
            before: Some(11),
            week_before: Some(14),
        }],
        rates: vec![(Indicator::Closing, Rate::new(9, 10))],
        listed: vec![
            Listed {
                subject: Subject::Overdue,
                total: 12,
                cases: vec![listed.clone()],
            },
            Listed {
                subject: Subject::Group,
                total: 1,
                cases: vec![group],
            },
        ],
        hot_spots: vec![HotSpot {
            category: "noise".to_owned(),
            area: AreaCode::parse("520381001").unwrap(),
            count: 7,
            earlier: vec![1, 0, 2, 1, 0, 0, 1, 1],
            usual_to_hundredths: 247,
        }],
        decisions: Vec::new(),
        owed: vec![Owed {
            id: RecordId(uuid::Uuid::from_u64_pair(0x0193_4e1f_5a00_7000, 7)),
            decision: Decision {
                resolution: resolution(),
                decided_at: at("2026-11-20T00:20:00Z"),
                reports: vec![Report {
                    text: "已到现场".to_owned(),
                    by: "王磊".to_owned(),
                    at: at("2026-11-20T08:00:00Z"),
                }],
                outcome: Some(DecisionOutcome::Done),
            },
            case: Some(OwedCase {
                about: listed,
                stage: Stage::Handling,
                open: true,
            }),
        }],
        duties: vec![PackDuty {
            standing: DutyStanding {
                rule: "daily_patrol".to_owned(),
                rate: Rate::new(10, 12),
                gaps: vec![Gap {
                    area: grid(),
                    missing: 2,
                }],
            },
            areas: 1,
        }],
        index: Some(PackIndex {
            total: 9_688,
            most: 10_000,
            before: Some(9_702),
        }),
    })
}

/// The form's word where a command has more than one, and the command.
pub(crate) fn commands() -> Vec<(&'static str, RecordCommand)> {
    let words = || "临时会议".to_owned();
    let receptions = [
        Command::Plan(plan()),
        Command::Change(plan()),
        Command::Cancel { reason: words() },
        Command::Hold(held()),
    ];
    let draws = [
        draw::Command::Draw(lot()),
        draw::Command::Find {
            case: id(1),
            passed: true,
            note: words(),
        },
    ];
    let meetings = [
        meeting::Command::Freeze { pack: frozen() },
        meeting::Command::Open {},
        meeting::Command::Close {
            attendees: vec!["陈宏".to_owned()],
            note: words(),
        },
    ];
    let decisions = [
        decision::Command::Decide(resolution()),
        decision::Command::Report {
            text: words(),
            done: true,
        },
        decision::Command::Drop { reason: words() },
    ];
    let duties = [
        duty::Command::Write {
            rule: "quarterly_review".to_owned(),
            area: grid(),
            on: date(2026, 11, 20),
            note: words(),
            mark: Some(95),
        },
        duty::Command::Strike {
            line: uuid::Uuid::from_u64_pair(2, 1),
            reason: words(),
        },
    ];
    let others = [
        RecordCommand::Roster(roster::Command::Put {
            area: county(),
            turns: turns(),
        }),
        RecordCommand::Index(index::Command::Freeze {
            snapshot: snapshot(),
        }),
        RecordCommand::Appraisal(appraisal::Command::Give {
            area: grid(),
            month: date(2026, 11, 20),
            row: "indicator_4".to_owned(),
            points: 4,
            note: words(),
        }),
        RecordCommand::Standard(standard::Command::Attest {
            list: "ten_withouts".to_owned(),
            area: grid(),
            item: 7,
            on: date(2026, 11, 20),
            note: words(),
        }),
        RecordCommand::Standard(standard::Command::Strike {
            line: uuid::Uuid::from_u64_pair(2, 1),
            reason: words(),
        }),
    ];
    let receptions = receptions.into_iter().map(RecordCommand::Reception);
    let all = receptions
        .chain(draws.into_iter().map(RecordCommand::Draw))
        .chain(meetings.into_iter().map(RecordCommand::Meeting))
        .chain(decisions.into_iter().map(RecordCommand::Decision))
        .chain(duties.into_iter().map(RecordCommand::Duty))
        .chain(others);
    all.map(|command| ("", command)).collect()
}

/// The same for events; the log of a reception first, then one of each other.
pub(crate) fn events() -> Vec<(&'static str, RecordEvent)> {
    let words = || "临时会议".to_owned();
    let receptions = [
        Event::Planned(plan()),
        Event::Changed(plan()),
        Event::Cancelled { reason: words() },
        Event::Held(held()),
    ];
    let draws = [
        draw::Event::Drawn {
            lot: lot(),
            drawn: vec![id(3), id(1)],
            share: Some([171; 32].into()),
        },
        draw::Event::Found {
            case: id(1),
            passed: true,
            note: words(),
        },
    ];
    let meetings = [
        meeting::Event::Frozen { pack: frozen() },
        meeting::Event::Opened,
        meeting::Event::Closed {
            attendees: vec!["陈宏".to_owned()],
            note: words(),
        },
    ];
    let decisions = [
        decision::Event::Decided(resolution()),
        decision::Event::Reported {
            text: words(),
            done: true,
        },
        decision::Event::Dropped { reason: words() },
    ];
    let duties = [
        duty::Event::Written {
            rule: "quarterly_review".to_owned(),
            area: grid(),
            book: Days::new(date(2026, 1, 1), date(2026, 12, 31)),
            on: date(2026, 11, 20),
            note: words(),
            mark: Some(95),
        },
        // What it strikes is the line before: the command that wrote it, by its place in the log.
        duty::Event::Struck {
            line: uuid::Uuid::from_u64_pair(2, 13),
            reason: words(),
        },
    ];
    let others = [
        RecordEvent::Roster(roster::Event::Put {
            area: county(),
            month: november(),
            turns: turns(),
        }),
        RecordEvent::Index(index::Event::Frozen {
            snapshot: snapshot(),
        }),
        RecordEvent::Appraisal(appraisal::Event::Given {
            area: grid(),
            month: november(),
            row: "indicator_4".to_owned(),
            points: 4,
            note: words(),
        }),
        RecordEvent::Standard(standard::Event::Attested {
            list: "ten_withouts".to_owned(),
            area: grid(),
            item: 7,
            on: date(2026, 11, 20),
            note: words(),
        }),
        RecordEvent::Standard(standard::Event::Struck {
            line: uuid::Uuid::from_u64_pair(2, 18),
            reason: words(),
        }),
    ];
    let receptions = receptions.into_iter().map(RecordEvent::Reception);
    let all = receptions
        .chain(draws.into_iter().map(RecordEvent::Draw))
        .chain(meetings.into_iter().map(RecordEvent::Meeting))
        .chain(decisions.into_iter().map(RecordEvent::Decision))
        .chain(duties.into_iter().map(RecordEvent::Duty))
        .chain(others);
    all.map(|event| ("", event)).collect()
}

/// In a log.
pub(crate) fn entry(revision: u64, event: RecordEvent) -> RecordEntry {
    RecordEntry {
        record: RecordId(uuid::Uuid::from_u64_pair(0x0193_4e1f_5a00_7000, 9)),
        revision,
        at: at("2026-11-21T01:41:22.123456789Z"),
        actor: clerk(),
        command: uuid::Uuid::from_u64_pair(2, revision),
        event,
    }
}
