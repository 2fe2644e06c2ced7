//! One of each command, every field filled.

use jiff::civil::date;
use onemap_domain::calendar::Period;
use onemap_domain::case::{
    Attachment, ContentHash, MediaType, Path, PauseCause, Satisfaction, Urgency, VisitAnswers,
};
use onemap_domain::clock::ClockCode;
use onemap_domain::command::{Command, Dispatch};
use onemap_domain::people::Compartment;

use crate::{at, department, facts, foreign, id, mediation, task_force};

fn words() -> String {
    "现场已查看。".to_owned()
}

fn order() -> Dispatch {
    Dispatch {
        lead: department("zhujian"),
        assists: vec![department("chengguan"), department("520381001")],
        requirements: "三日内修复。".to_owned(),
        due_at: Some(at("2026-11-27T16:00:00Z")),
    }
}

fn answers() -> VisitAnswers {
    VisitAnswers {
        handled: true,
        resolved: true,
        satisfied: false,
    }
}

/// The form's word where a command has more than one, and the command.
pub(crate) fn examples() -> Vec<(&'static str, Command)> {
    let whole = [way(), ending(), beside()];
    let foreign = Command::Report {
        facts: Box::new(foreign()),
    };
    whole
        .into_iter()
        .flatten()
        .map(|command| ("", command))
        .chain([("foreign", foreign)])
        .collect()
}

fn way() -> Vec<Command> {
    let facts = || Box::new(facts());
    let (note, reason) = (words, words);
    vec![
        Command::Report { facts: facts() },
        Command::Amend { facts: facts() },
        Command::Triage {
            path: Path::Joint,
            assists: vec![department("chengguan")],
            note: note(),
        },
        Command::Verify { note: note() },
        Command::Decline { reason: reason() },
        Command::Establish {
            urgency: Urgency::Emergency,
        },
        Command::Expedite { reason: reason() },
        Command::Refer { reason: reason() },
        Command::Designate {
            order: order(),
            reason: reason(),
        },
        Command::Dispatch(order()),
        Command::Withdraw { note: note() },
        Command::Redispatch {
            order: order(),
            reason: reason(),
        },
        Command::Accept,
        Command::Return { reason: reason() },
        Command::UpholdReturn { note: note() },
        Command::RejectReturn { reason: reason() },
        Command::FormTaskForce {
            task_force: task_force(),
        },
        Command::Progress { note: note() },
        Command::RequestExtension {
            clock: ClockCode::new("handling"),
            period: Period::NaturalDays(30),
            reason: reason(),
        },
        Command::RequestVoid { reason: reason() },
        Command::Approve { note: note() },
        Command::Refuse { reason: reason() },
        Command::Suspend {
            cause: PauseCause::Hearing,
            reason: reason(),
            until: Some(date(2026, 12, 1)),
        },
        Command::Resume { note: note() },
        Command::HandOff {
            body: "court".to_owned(),
            reason: reason(),
        },
        Command::ComeBack { result: words() },
        Command::Mediate {
            mediation: mediation(),
        },
    ]
}

fn ending() -> Vec<Command> {
    let (note, reason) = (words, words);
    vec![
        Command::FeedBack { result: words() },
        Command::Check {
            passed: true,
            note: note(),
        },
        Command::Visit {
            answers: answers(),
            note: note(),
        },
        Command::Close {
            reason: "solved".to_owned(),
            note: note(),
            demands: [("photo".to_owned(), "两张".to_owned())].into(),
        },
        Command::AskReview { reason: reason() },
        Command::DecideReview {
            maintained: true,
            text: words(),
        },
        Command::Reopen { reason: reason() },
        Command::Evaluate {
            satisfaction: Satisfaction::Fair,
        },
    ]
}

fn beside() -> Vec<Command> {
    let (note, reason) = (words, words);
    vec![
        Command::Urge { note: note() },
        Command::Supervise {
            ladder: "usual".to_owned(),
            reason: reason(),
        },
        Command::Climb { reason: reason() },
        Command::AnswerSupervision { text: words() },
        Command::Adopt {
            unit: department("zhujian"),
        },
        Command::Attest {
            item: "visit".to_owned(),
            evidence: words(),
        },
        Command::Comment { text: words() },
        Command::Whistle {
            units: vec![department("zhujian"), department("chengguan")],
            needed_by: at("2026-11-21T04:00:00Z"),
            reason: reason(),
        },
        Command::ReportIn { note: note() },
        Command::RateWhistle {
            unit: department("zhujian"),
            satisfaction: Satisfaction::Dissatisfied,
            note: note(),
        },
        Command::HandOut {
            policies: vec!["wages_regulation".to_owned()],
        },
        Command::Attach {
            attachment: Attachment {
                sha256: ContentHash::of(b"photo"),
                name: "路灯.jpg".to_owned(),
                media_type: MediaType::Jpeg,
                size: 3_145_728,
            },
        },
        Command::Merge {
            into: id(2),
            reason: reason(),
        },
        Command::Keep {
            keep: crate::records::commands()[2].1.clone(),
        },
        Command::Unmerge {
            from: id(2),
            reason: reason(),
        },
        Command::Link {
            with: id(3),
            note: note(),
        },
        Command::Seal {
            compartment: Compartment("minors".to_owned()),
            reason: reason(),
        },
        Command::Unseal { reason: reason() },
    ]
}
