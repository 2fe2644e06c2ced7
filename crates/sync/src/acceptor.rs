//! The central's end: one command, and what is known about it, become an answer and what to write.
//!
//! Whoever runs it owns the transaction: the reads that fill the arguments, the writing of the
//! [`Write`] and the remembering of the answer belong into one, and the answer is sent only when
//! that one is durable.
//!
//! Deliberately absent: sockets, SQL, clocks, the table of grants, the counter of numbers.

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseNumber};
use onemap_domain::clock::Calendar;
use onemap_domain::command::ConflictClass;
use onemap_domain::event::Recorded;
use onemap_domain::people::User;
use onemap_domain::profile::Profile;
use onemap_domain::{Context, Ground, Refusal, apply, decide};
use onemap_protocol::command::{Answer, Envelope};

#[cfg(test)]
mod tests;

/// What is known about one command, read in the transaction that will write its effect.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The answer that its (device, id) was given before, if it ever was.
    pub first: Option<&'a Answer>,
    /// Whom its grant stands for; `None` when the grant is unknown or has lapsed.
    pub author: Option<&'a User>,
    /// The case of its subject, whoever may see it; the decision hides what its author may not.
    pub case: Option<&'a Case>,
}

/// The county at the moment of the decision.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// The central's time.
    pub now: Timestamp,
    /// The county's way of working.
    pub profile: &'a Profile,
    /// The county's calendar.
    pub calendar: &'a Calendar,
    /// The county's ground.
    pub ground: &'a dyn Ground,
    /// The number a case gets that is reported now. It is used up only when something is written.
    pub number: Option<&'a CaseNumber>,
}

/// What to write for a command that is carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// To be appended to the log, in this order. Never empty.
    pub events: Vec<Recorded>,
    /// The state after them.
    pub case: Case,
}

/// What becomes of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// For the console.
    pub answer: Answer,
    /// For the log; `None` when nothing happened.
    pub write: Option<Write>,
}

impl Outcome {
    fn without_effect(answer: Answer) -> Outcome {
        Outcome {
            answer,
            write: None,
        }
    }

    /// The answer to remember under the command's (device, id). A duplicate has one already, and
    /// a command whose grant has lapsed may come again with a new one.
    pub fn to_remember(&self) -> Option<&Answer> {
        match &self.answer {
            Answer::Applied { .. } | Answer::Refused(_) | Answer::Conflict { .. } => {
                Some(&self.answer)
            }
            Answer::Duplicate { .. } | Answer::GrantLapsed => None,
        }
    }
}

/// Decides one command. The central has the last word: the console decided it with the same rules,
/// but on an older state.
pub fn accept(envelope: &Envelope, known: Known, circumstances: &Circumstances) -> Outcome {
    if let Some(first) = known.first {
        let first = Box::new(first.settled().clone());
        return Outcome::without_effect(Answer::Duplicate { first });
    }
    let Some(author) = known.author else {
        return Outcome::without_effect(Answer::GrantLapsed);
    };
    let [subject] = envelope.subjects.as_slice() else {
        let field = "subjects".to_owned();
        return Outcome::without_effect(Answer::Refused(Refusal::FieldMissing { field }));
    };
    let class = envelope.command.kind().conflict_class();
    if let Some(case) = known.case.filter(|case| author.scope.covers(case))
        && class == ConflictClass::NeedsRevision
        && subject.expected_revision != case.revision
    {
        return Outcome::without_effect(Answer::Conflict {
            current_revision: case.revision,
        });
    }

    let context = Context {
        now: circumstances.now,
        actor: &author.actor,
        scope: &author.scope,
        profile: circumstances.profile,
        calendar: circumstances.calendar,
        ground: circumstances.ground,
        number: circumstances.number,
    };
    let events = match decide(known.case, &envelope.command, &context) {
        Ok(events) => events,
        Err(refusal) => return Outcome::without_effect(Answer::Refused(refusal)),
    };

    let mut state = known.case.cloned();
    let mut recorded = Vec::with_capacity(events.len());
    for event in events {
        let next = Recorded {
            case: subject.id,
            revision: state.as_ref().map_or(0, |case| case.revision) + 1,
            at: circumstances.now,
            actor: author.actor.clone(),
            command: envelope.id,
            event,
        };
        state = apply(state, &next);
        recorded.push(next);
    }
    // A decision on no case begins with the event that makes it, so there always is a state; were
    // there none, there would be nothing to write either.
    let Some(case) = state else {
        return Outcome::without_effect(Answer::Refused(Refusal::NotFound));
    };
    let answer = Answer::Applied {
        revision: case.revision,
        number: case.number.clone(),
    };
    Outcome {
        answer,
        write: Some(Write {
            events: recorded,
            case,
        }),
    }
}
