//! What each event says: its facts, and what was written.

use onemap_domain::case::{Path, VisitAnswers, Wish};
use onemap_domain::department::DepartmentCode;
use onemap_domain::event::Event;

use super::Voice;

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

fn units<'a>(voice: &impl Voice, codes: impl IntoIterator<Item = &'a DepartmentCode>) -> String {
    let names: Vec<String> = codes
        .into_iter()
        .map(|code| voice.department_short(code))
        .collect();
    voice.listed(&names)
}

/// What was heard: 真办理 ✓ 真解决 ✗ 真满意 ✗.
fn heard(voice: &impl Voice, answers: VisitAnswers) -> String {
    let answer = |name: &str, yes: bool| {
        format!(
            "{} {}",
            voice.word("field", name),
            if yes { "✓" } else { "✗" }
        )
    };
    [
        answer("handled", answers.handled),
        answer("resolved", answers.resolved),
        answer("satisfied", answers.satisfied),
    ]
    .join(" ")
}

/// What an event of this case says. `changed` are the fields of an amendment.
#[expect(clippy::too_many_lines, reason = "one arm for each event")]
pub fn said(voice: &impl Voice, event: &Event, changed: &[&str]) -> Said {
    let moment = |at| voice.moment(at);
    let word = |prefix: &str, name: &str| voice.word(prefix, name);
    let fact = |key: &str, name: &str, value: &str| voice.say(key, &[(name, value)]);
    match event {
        Event::Reported { facts, .. } => Said::fact(voice.channel(&facts.channel)),
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
            let fields: Vec<String> = changed.iter().map(|key| voice.say(key, &[])).collect();
            Said::fact(fact("case-event-amended", "fields", &voice.listed(&fields)))
        }
        Event::Triaged {
            path,
            assists,
            note,
        } => {
            let said = Said::fact(word("path", path.name()));
            let said = match path {
                Path::Joint => said.and(fact(
                    "case-event-assists",
                    "assists",
                    &units(voice, assists),
                )),
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
            clock: _,
        } => {
            let mut said = Said::default();
            if *designated {
                said = said.and(voice.say("case-event-designated", &[]));
            }
            said = said.and(fact("case-event-lead", "lead", &voice.department(lead)));
            if !assists.is_empty() {
                said = said.and(fact(
                    "case-event-assists",
                    "assists",
                    &units(voice, assists),
                ));
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
                said = said.and(format!("{} {name}", voice.force_role(code)));
            }
            if task_force.members.is_empty() {
                said
            } else {
                let members = voice.listed(&task_force.members);
                said.and(fact("case-event-members", "names", &members))
            }
        }
        Event::Requested {
            wish: asked,
            reason,
        } => Said::fact(wish(voice, asked)).and_words(reason),
        Event::Suspended {
            cause,
            reason,
            until,
        } => {
            let said = Said::fact(word("cause", cause.name()));
            let said = match until {
                Some(until) => said.and(fact("case-until", "when", &voice.day(*until))),
                None => said,
            };
            said.and_words(reason)
        }
        Event::HandedOff { body, reason } => Said::fact(voice.body(body)).and_words(reason),
        Event::Mediated { mediation } => {
            let bodies: Vec<String> = mediation
                .bodies
                .iter()
                .map(|code| voice.mediator(code))
                .collect();
            let key = if mediation.agreed {
                "case-mediation-agreed"
            } else {
                "case-mediation-not-agreed"
            };
            let said = Said::fact(voice.say(key, &[])).and(voice.listed(&bodies));
            let said = match mediation.amount_fen {
                Some(fen) => said.and(fact("case-yuan", "amount", &yuan(fen))),
                None => said,
            };
            said.and(voice.listed(&mediation.parties))
                .and_words(&mediation.text)
        }
        Event::Visited {
            visitor,
            answers,
            note,
        } => Said::fact(word("visitor", visitor.name()))
            .and(heard(voice, *answers))
            .and_words(note),
        Event::Closed {
            reason,
            note,
            demands,
        } => {
            let mut said = Said::fact(voice.closing(reason)).and_words(note);
            for (code, text) in demands {
                said = said.and_labelled(voice.demand(reason, code), text);
            }
            said
        }
        Event::ReviewDecided { maintained, text } => {
            let key = if *maintained {
                "case-review-stands"
            } else {
                "case-review-again"
            };
            Said::fact(voice.say(key, &[])).and_words(text)
        }
        Event::Evaluated { satisfaction } => Said::fact(word("satisfaction", satisfaction.name())),
        Event::Supervised {
            ladder,
            rung,
            reason,
            due_at,
        } => Said::fact(voice.rung(ladder, *rung))
            .and(fact("case-event-answer-by", "when", &moment(*due_at)))
            .and_words(reason),
        Event::Adopted { unit } => {
            Said::fact(fact("case-event-unit", "unit", &voice.department(unit)))
        }
        Event::Attested { item, evidence } => Said::fact(voice.item(item)).and_words(evidence),
        Event::Whistled {
            units: called,
            needed_by,
            reason,
        } => Said::fact(units(voice, called))
            .and(fact("case-event-needed-by", "when", &moment(*needed_by)))
            .and_words(reason),
        Event::ReportedIn { unit, note } => {
            Said::fact(voice.department_short(unit)).and_words(note)
        }
        Event::WhistleRated {
            unit,
            by_unit,
            satisfaction,
            note,
        } => {
            let key = if *by_unit {
                "case-event-call-rated"
            } else {
                "case-event-unit-rated"
            };
            let unit = voice.department_short(unit);
            let satisfaction = word("satisfaction", satisfaction.name());
            let filled = [("unit", unit.as_str()), ("satisfaction", &satisfaction)];
            Said::fact(voice.say(key, &filled)).and_words(note)
        }
        Event::HandedOut { policies } => {
            let names: Vec<String> = policies.iter().map(|code| voice.policy(code)).collect();
            Said::fact(voice.listed(&names))
        }
        Event::Attached { attachment } => Said::words(&attachment.name),
        Event::Merged { into, reason } => Said::fact(voice.case(*into)).and_words(reason),
        Event::Unmerged { from, reason } => Said::fact(voice.case(*from)).and_words(reason),
        Event::Absorbed { from } => Said::fact(voice.case(*from)),
        Event::Released { case } => Said::fact(voice.case(*case)),
        Event::Linked { with, note } => Said::fact(voice.case(*with)).and_words(note),
        Event::Sealed {
            compartment,
            reason,
        } => Said::fact(voice.compartment(&compartment.0)).and_words(reason),
        Event::ClockStarted { .. } | Event::ClockMoved { .. } => {
            clock(voice, event).map_or_else(Said::default, Said::fact)
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
pub fn clock(voice: &impl Voice, event: &Event) -> Option<String> {
    let until = |at| voice.moment(at);
    match event {
        Event::ClockStarted { clock, due, .. } => Some(voice.say(
            "case-event-clock",
            &[("clock", &voice.clock(clock)), ("when", &until(due.at))],
        )),
        Event::ClockMoved {
            clock, due, cause, ..
        } => Some(voice.say(
            "case-event-clock-moved",
            &[
                ("clock", &voice.clock(clock)),
                ("when", &until(due.at)),
                ("cause", &voice.word("clock-cause", cause.name())),
            ],
        )),
        _ => None,
    }
}

/// What is asked for, in words.
pub fn wish(voice: &impl Voice, wish: &Wish) -> String {
    match wish {
        Wish::Void => voice.word("wish", "void"),
        Wish::Extension { clock, period } => voice.say(
            "case-wish-extension",
            &[
                ("clock", &voice.clock(clock)),
                (
                    "period",
                    &crate::text::Text::of(voice.language()).period(*period),
                ),
            ],
        ),
    }
}

/// A sum in yuan with its two decimals: 12,345.60.
pub fn yuan(fen: u64) -> String {
    let digits = (fen / 100).to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{:02}", fen % 100)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_sum_reads_in_yuan() {
        assert_eq!(super::yuan(1_234_560), "12,345.60");
        assert_eq!(super::yuan(123_456_789), "1,234,567.89");
        assert_eq!(super::yuan(5), "0.05");
    }
}
