//! What each event says in the timeline: its facts, and what was written.

use onemap_domain::case::{Path, VisitAnswers};
use onemap_domain::department::DepartmentCode;
use onemap_domain::event::Event;
use onemap_protocol::desk::CaseView;

use super::beside::{wish, yuan};
use super::names;
use super::when;
use crate::state::Desk;
use crate::text::{t, word};

/// What an event says: short facts, and words that may be long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// One after another on a line.
    pub facts: Vec<String>,
    /// What was written, each with the key of its label where it needs one.
    pub words: Vec<(Option<String>, String)>,
}

impl Said {
    fn words(text: &str) -> Said {
        Said::default().and_words(text)
    }

    fn fact(fact: String) -> Said {
        Said::default().and(fact)
    }

    fn and(mut self, fact: String) -> Said {
        if !fact.is_empty() {
            self.facts.push(fact);
        }
        self
    }

    fn and_words(mut self, text: &str) -> Said {
        if !text.is_empty() {
            self.words.push((None, text.to_owned()));
        }
        self
    }

    fn and_labelled(mut self, label: String, text: &str) -> Said {
        if !text.is_empty() {
            self.words.push((Some(label), text.to_owned()));
        }
        self
    }
}

fn units<'a>(desk: Desk, codes: impl IntoIterator<Item = &'a DepartmentCode>) -> String {
    let names: Vec<String> = codes
        .into_iter()
        .map(|code| desk.department_short(code))
        .collect();
    names::listed(&names)
}

/// What was heard: 真办理 ✓ 真解决 ✗ 真满意 ✗.
fn heard(answers: VisitAnswers) -> String {
    let answer =
        |name: &str, yes: bool| format!("{} {}", word("field", name), if yes { "✓" } else { "✗" });
    [
        answer("handled", answers.handled),
        answer("resolved", answers.resolved),
        answer("satisfied", answers.satisfied),
    ]
    .join(" ")
}

/// What an event of this case says. `changed` are the fields of an amendment.
#[expect(clippy::too_many_lines, reason = "one arm for each event")]
pub fn said(desk: Desk, view: &CaseView, event: &Event, changed: &[&str]) -> Said {
    use leptos::prelude::GetUntracked;
    let now = desk.now.get_untracked();
    let moment = |at| when::moment(at, now);
    let fact = |key: &str, name: &str, value: &str| t(key, &[(name, value)]);
    match event {
        Event::Reported { facts, .. } => Said::fact(desk.channel(&facts.channel)),
        Event::Imported {
            external, reply, ..
        } => {
            let said = Said::fact(fact("case-event-imported", "number", external));
            match reply {
                Some(reply) => said.and_words(&fact("case-event-replied", "text", &reply.text)),
                None => said,
            }
        }
        Event::Amended { .. } if changed.is_empty() => Said::default(),
        Event::Amended { .. } => {
            let fields: Vec<String> = changed.iter().map(|key| t(key, &[])).collect();
            Said::fact(fact(
                "case-event-amended",
                "fields",
                &names::listed(&fields),
            ))
        }
        Event::Triaged {
            path,
            assists,
            note,
        } => {
            let said = Said::fact(word("path", path.name()));
            let said = match path {
                Path::Joint => {
                    said.and(fact("case-event-assists", "assists", &units(desk, assists)))
                }
                Path::OnTheSpot | Path::ReportUp => said,
            };
            said.and_words(note)
        }
        Event::Established { urgency } => Said::fact(word("urgency", urgency.name())),
        Event::Dispatched {
            lead,
            assists,
            requirements,
            due_at,
            designated,
            reason,
        } => {
            let mut said = Said::default();
            if *designated {
                said = said.and(t("case-event-designated", &[]));
            }
            said = said.and(fact("case-event-lead", "lead", &desk.department_name(lead)));
            if !assists.is_empty() {
                said = said.and(fact("case-event-assists", "assists", &units(desk, assists)));
            }
            if let Some(due_at) = due_at {
                said = said.and(fact("case-event-due", "when", &moment(*due_at)));
            }
            said.and_words(requirements)
                .and_labelled(word("field", "reason"), reason)
        }
        Event::Withdrawn { note, back_to } => Said::fact(fact(
            "case-event-back-to",
            "stage",
            &word("stage", back_to.name()),
        ))
        .and_words(note),
        Event::Returned { reason, back_to } => Said::fact(fact(
            "case-event-back-to",
            "stage",
            &word("stage", back_to.name()),
        ))
        .and_words(reason),
        Event::TaskForceFormed { task_force } => {
            let roles = task_force.roles.iter();
            let mut said = Said::default();
            for (code, name) in roles {
                said = said.and(format!("{} {name}", names::force_role(desk, code)));
            }
            if task_force.members.is_empty() {
                said
            } else {
                let members = names::listed(&task_force.members);
                said.and(fact("case-event-members", "names", &members))
            }
        }
        Event::Requested {
            wish: asked,
            reason,
        } => Said::fact(wish(desk, asked)).and_words(reason),
        Event::Suspended {
            cause,
            reason,
            until,
        } => {
            let said = Said::fact(word("cause", cause.name()));
            let said = match until {
                Some(until) => said.and(fact("case-until", "when", &when::day(*until, now))),
                None => said,
            };
            said.and_words(reason)
        }
        Event::HandedOff { body, reason } => Said::fact(names::body(desk, body)).and_words(reason),
        Event::Mediated { mediation } => {
            let bodies: Vec<String> = mediation
                .bodies
                .iter()
                .map(|code| names::mediator(desk, code))
                .collect();
            let key = if mediation.agreed {
                "case-mediation-agreed"
            } else {
                "case-mediation-not-agreed"
            };
            let said = Said::fact(t(key, &[])).and(names::listed(&bodies));
            let said = match mediation.amount_fen {
                Some(fen) => said.and(fact("case-yuan", "amount", &yuan(fen))),
                None => said,
            };
            said.and(names::listed(&mediation.parties))
                .and_words(&mediation.text)
        }
        Event::Visited {
            visitor,
            answers,
            note,
        } => Said::fact(word("visitor", visitor.name()))
            .and(heard(*answers))
            .and_words(note),
        Event::Closed {
            reason,
            note,
            demands,
        } => {
            let mut said = Said::fact(desk.closing(reason)).and_words(note);
            for (code, text) in demands {
                said = said.and_labelled(names::demand(desk, reason, code), text);
            }
            said
        }
        Event::ReviewDecided { maintained, text } => {
            let key = if *maintained {
                "case-review-stands"
            } else {
                "case-review-again"
            };
            Said::fact(t(key, &[])).and_words(text)
        }
        Event::Evaluated { satisfaction } => Said::fact(word("satisfaction", satisfaction.name())),
        Event::Supervised {
            ladder,
            rung,
            reason,
            due_at,
        } => Said::fact(names::rung(desk, ladder, *rung))
            .and(fact("case-event-answer-by", "when", &moment(*due_at)))
            .and_words(reason),
        Event::Adopted { unit } => {
            Said::fact(fact("case-event-unit", "unit", &desk.department_name(unit)))
        }
        Event::Attested { item, evidence } => {
            Said::fact(names::item(desk, item)).and_words(evidence)
        }
        Event::Whistled {
            units: called,
            needed_by,
            reason,
        } => Said::fact(units(desk, called))
            .and(fact("case-event-needed-by", "when", &moment(*needed_by)))
            .and_words(reason),
        Event::ReportedIn { unit, note } => Said::fact(desk.department_short(unit)).and_words(note),
        Event::Merged { into, reason } => {
            Said::fact(names::other_case(view, *into)).and_words(reason)
        }
        Event::Unmerged { from, reason } => {
            Said::fact(names::other_case(view, *from)).and_words(reason)
        }
        Event::Absorbed { from } => Said::fact(names::other_case(view, *from)),
        Event::Released { case } => Said::fact(names::other_case(view, *case)),
        Event::Linked { with, note } => Said::fact(names::other_case(view, *with)).and_words(note),
        Event::Sealed {
            compartment,
            reason,
        } => Said::fact(names::compartment(desk, &compartment.0)).and_words(reason),
        Event::ClockStarted { .. } | Event::ClockMoved { .. } => {
            clock(desk, event).map_or_else(Said::default, Said::fact)
        }
        Event::Verified { note: words }
        | Event::Progressed { note: words }
        | Event::Urged { note: words }
        | Event::RequestApproved { note: words }
        | Event::Resumed { note: words }
        | Event::CheckPassed { note: words }
        | Event::CheckFailed { note: words }
        | Event::Declined { reason: words }
        | Event::Expedited { reason: words }
        | Event::Referred { reason: words }
        | Event::Objected { reason: words }
        | Event::ObjectionRejected { reason: words }
        | Event::RequestRefused { reason: words }
        | Event::ReviewAsked { reason: words }
        | Event::Reopened { reason: words }
        | Event::Unsealed { reason: words }
        | Event::CameBack { result: words }
        | Event::FedBack { result: words }
        | Event::SupervisionAnswered { text: words }
        | Event::Commented { text: words } => Said::words(words),
        Event::Accepted | Event::Voided => Said::default(),
    }
}

/// What became of a clock, on one line: 办理时限到 11月28日 24:00.
pub fn clock(desk: Desk, event: &Event) -> Option<String> {
    use leptos::prelude::Get;
    let until = |at| when::moment(at, desk.now.get());
    match event {
        Event::ClockStarted { clock, due, .. } => Some(t(
            "case-event-clock",
            &[
                ("clock", &names::clock_name(desk, clock)),
                ("when", &until(due.at)),
            ],
        )),
        Event::ClockMoved {
            clock, due, cause, ..
        } => Some(t(
            "case-event-clock-moved",
            &[
                ("clock", &names::clock_name(desk, clock)),
                ("when", &until(due.at)),
                ("cause", &word("clock-cause", cause.name())),
            ],
        )),
        _ => None,
    }
}
