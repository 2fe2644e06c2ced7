//! The central's end: one command, and what is known about it, become an answer and what to write.
//!
//! Whoever runs it owns the transaction: the reads that fill the arguments, the writing of the
//! [`Write`] and the remembering of the answer belong into one, and the answer is sent only when
//! that one is durable.
//!
//! Deliberately absent: sockets, SQL, clocks, the table of grants, the counter of numbers.

use jiff::Timestamp;
use onemap_domain::case::{Case, CaseId, CaseNumber};
use onemap_domain::clock::Calendar;
use onemap_domain::command::{Command, ConflictClass};
use onemap_domain::event::{Event, Recorded};
use onemap_domain::people::{Actor, User};
use onemap_domain::profile::Profile;
use onemap_domain::record::{Drawing, Record, RecordCommand, RecordEntry};
use onemap_domain::subject::SubjectId;
use onemap_domain::{Context, Ground, Refusal, apply, apply_record, decide, decide_record};
use onemap_protocol::command::{Answer, Envelope, Subject};
use uuid::Uuid;

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
    /// The second case, for a command that is about two.
    pub other: Option<&'a Case>,
    /// The record of its subject, for a command on one; in the same way.
    pub record: Option<&'a Record>,
    /// The fingerprint of the commands that made its subject what it is; needed where
    /// [`asks_for_line`].
    pub line: Option<Uuid>,
}

impl Known<'_> {
    /// Whether the author saw this revision. The number alone would not do: when an order before
    /// this one was refused, somebody else's change may stand under the number it would have had.
    fn was_seen(&self, envelope: &Envelope, subject: &Subject, revision: u64) -> bool {
        let same = envelope.seen.is_none() || envelope.seen == self.line;
        subject.expected_revision == revision && same
    }
}

/// Whether a command is only carried out on the revision that its author saw.
pub fn needs_revision(command: &Command) -> bool {
    match command {
        Command::Keep { keep } => keep.needs_revision(),
        command => command.kind().conflict_class() == ConflictClass::NeedsRevision,
    }
}

/// Whether [`Known::line`] must be read for a command.
pub fn asks_for_line(envelope: &Envelope) -> bool {
    envelope.seen.is_some() && needs_revision(&envelope.command)
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
    /// What a sample is drawn with, for a command that draws one.
    pub drawing: Option<&'a Drawing>,
}

/// What to write for a command that is carried out.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "made one at a time, and taken apart at once"
)]
pub enum Write {
    /// A command on a case.
    Case {
        /// To be appended to the log, in this order. Never empty.
        events: Vec<Recorded>,
        /// The state of the command's case after them.
        case: Case,
        /// The state of the second case, when the command changed two.
        other: Option<Case>,
    },
    /// A command on a record.
    Record {
        /// To be appended to the log, in this order. Never empty.
        entries: Vec<RecordEntry>,
        /// The state of the record after them.
        record: Record,
    },
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
    let second = envelope.subjects.get(1).map(|subject| subject.id);
    let (Some(subject), true) = (
        envelope.subjects.first(),
        second == envelope.command.other().map(SubjectId::from) && envelope.subjects.len() <= 2,
    ) else {
        let field = "subjects".to_owned();
        return Outcome::without_effect(Answer::Refused(Refusal::FieldMissing { field }));
    };
    let context = Context {
        now: circumstances.now,
        actor: &author.actor,
        scope: &author.scope,
        profile: circumstances.profile,
        calendar: circumstances.calendar,
        ground: circumstances.ground,
        number: circumstances.number,
        drawing: circumstances.drawing,
    };
    let happened = Happened {
        at: circumstances.now,
        actor: &author.actor,
        command: envelope.id,
    };
    if let Command::Keep { keep } = &envelope.command {
        return kept(envelope, (subject, keep), known, &happened, &context);
    }
    if let Some(case) = known.case.filter(|case| author.scope.covers(case))
        && needs_revision(&envelope.command)
        && !known.was_seen(envelope, subject, case.revision)
    {
        return Outcome::without_effect(Answer::Conflict {
            current_revision: case.revision,
        });
    }
    let decision = match decide(known.case, known.other, &envelope.command, &context) {
        Ok(decision) => decision,
        Err(refusal) => return Outcome::without_effect(Answer::Refused(refusal)),
    };

    let mut recorded = Vec::new();
    let here = happened.folded(subject.id.case(), known.case, decision.here, &mut recorded);
    // A decision on no case begins with the event that makes it, so there always is a state; were
    // there none, there would be nothing to write either.
    let Some(case) = here else {
        return Outcome::without_effect(Answer::Refused(Refusal::NotFound));
    };
    let other = known
        .other
        .filter(|_| !decision.there.is_empty())
        .and_then(|other| happened.folded(other.id, Some(other), decision.there, &mut recorded));
    let answer = Answer::Applied {
        revision: case.revision,
        number: case.number.clone(),
    };
    Outcome {
        answer,
        write: Some(Write::Case {
            events: recorded,
            case,
            other,
        }),
    }
}

/// The same for a command on a record.
fn kept(
    envelope: &Envelope,
    (subject, command): (&Subject, &RecordCommand),
    all: Known,
    happened: &Happened,
    context: &Context,
) -> Outcome {
    let known = all.record;
    // What can be about one record only is not taken for another: it would be a second truth.
    let only = command.identity(|code| context.profile.duty(code));
    if only.is_some_and(|only| only != subject.id.record()) {
        return Outcome::without_effect(Answer::Refused(Refusal::NotFound));
    }
    if let Some(record) = known.filter(|record| context.scope.covers_record(record))
        && command.needs_revision()
        && !all.was_seen(envelope, subject, record.revision)
    {
        return Outcome::without_effect(Answer::Conflict {
            current_revision: record.revision,
        });
    }
    let events = match decide_record(known, command, context) {
        Ok(events) => events,
        Err(refusal) => return Outcome::without_effect(Answer::Refused(refusal)),
    };
    let mut entries = Vec::new();
    let mut state = known.cloned();
    for event in events {
        let entry = RecordEntry {
            record: subject.id.record(),
            revision: state.as_ref().map_or(0, |record| record.revision) + 1,
            at: happened.at,
            actor: happened.actor.clone(),
            command: happened.command,
            event,
        };
        state = apply_record(state, &entry);
        entries.push(entry);
    }
    let Some(record) = state.filter(|_| !entries.is_empty()) else {
        return Outcome::without_effect(Answer::Refused(Refusal::NotFound));
    };
    Outcome {
        answer: Answer::Applied {
            revision: record.revision,
            number: None,
        },
        write: Some(Write::Record { entries, record }),
    }
}

/// What the events of one command have in common.
struct Happened<'a> {
    at: Timestamp,
    actor: &'a Actor,
    command: Uuid,
}

impl Happened<'_> {
    /// The state of a case after its events, which are appended to `recorded`.
    fn folded(
        &self,
        case: CaseId,
        before: Option<&Case>,
        events: Vec<Event>,
        recorded: &mut Vec<Recorded>,
    ) -> Option<Case> {
        let mut state = before.cloned();
        for event in events {
            let next = Recorded {
                case,
                revision: state.as_ref().map_or(0, |case| case.revision) + 1,
                at: self.at,
                actor: self.actor.clone(),
                command: self.command,
                event,
            };
            state = apply(state, &next);
            recorded.push(next);
        }
        state
    }
}
