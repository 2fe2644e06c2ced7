//! What of a case its reader is told.

use super::Case;
use crate::event::Recorded;
use crate::mask;
use crate::people::{Role, Scope};

impl Case {
    /// What of it a reader is told. A wall is read by whoever comes into the room: it is told what
    /// happened where, whose it is and how late it is, and nothing of who brought it, nothing that
    /// people wrote of one another, and no log. Everybody else is told all of it.
    pub fn tell(&mut self, log: &mut Vec<Recorded>, scope: &Scope) {
        if scope.role != Role::Wall {
            return;
        }
        log.clear();
        let facts = &mut self.facts;
        facts.title = mask::written(&facts.title);
        facts.reporter = None;
        facts.text.clear();
        facts.address.clear();
        facts.persons.clear();
        facts.origin = None;
        self.requirements.clear();
        self.result.clear();
        self.mediations.clear();
        self.attachments.clear();
        self.task_force = None;
        self.handlers.clear();
        let reasons = [
            self.expedited.as_mut(),
            self.research.as_mut(),
            self.objection
                .as_mut()
                .map(|objection| &mut objection.reason),
            self.request.as_mut().map(|request| &mut request.reason),
            self.pause.as_mut().map(|pause| &mut pause.reason),
            self.whistle.as_mut().map(|whistle| &mut whistle.reason),
        ];
        reasons.into_iter().flatten().for_each(String::clear);
        if let Some(supervision) = &mut self.supervision {
            supervision.reason.clear();
            supervision.answer.iter_mut().for_each(String::clear);
        }
        if let Some(adoption) = &mut self.adoption {
            adoption.evidence.values_mut().for_each(String::clear);
        }
        if let Some(outcome) = &mut self.outcome {
            outcome.note.clear();
            outcome.demands.values_mut().for_each(String::clear);
        }
    }
}
