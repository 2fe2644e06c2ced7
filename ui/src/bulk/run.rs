//! Giving commands to many cases: in portions, each case decided by itself, stopped at any time,
//! tried again, taken back.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::command::{Command, CommandKind};
use onemap_protocol::desk::{MANY_AT_ONCE, OneOfMany, SubmitMany};
use onemap_protocol::problem::{Problem, ProblemCode};

use super::plan::{Batch, can_be_undone};
use crate::backend;
use crate::state::Desk;

/// How long a whole run can be taken back at once.
const UNDO_FOR: SignedDuration = SignedDuration::from_mins(10);

/// Where a run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Portions are on their way.
    UnderWay,
    /// Somebody stopped it, or a portion failed as a whole; what is left can still be given.
    Stopped(Option<Problem>),
    /// Everything was given.
    Finished,
}

/// Commands on their way to many cases.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What is given.
    pub kind: CommandKind,
    /// It takes back a run of this.
    pub undoes: Option<CommandKind>,
    /// Where it stands.
    pub state: State,
    /// What became of each, in the order in which they were given.
    pub outcomes: Vec<OneOfMany>,
    batches: Vec<Batch>,
    left: Vec<Batch>,
    /// The portion that has no answer yet.
    on_its_way: Option<SubmitMany>,
    ended_at: Option<Timestamp>,
}

impl Run {
    /// Nothing is given yet.
    pub fn new(kind: CommandKind, batches: Vec<Batch>) -> Run {
        Run {
            kind,
            undoes: None,
            state: State::UnderWay,
            outcomes: Vec::new(),
            left: batches.clone(),
            batches,
            on_its_way: None,
            ended_at: None,
        }
    }

    /// Whether a portion is on its way, or another one will be.
    pub fn is_under_way(&self) -> bool {
        self.state == State::UnderWay || self.on_its_way.is_some()
    }

    /// Cases in all.
    pub fn total(&self) -> usize {
        self.batches.iter().map(|batch| batch.cases.len()).sum()
    }

    /// Cases that were not given yet.
    pub fn left(&self) -> usize {
        self.left.iter().map(|batch| batch.cases.len()).sum()
    }

    /// Those that were taken.
    pub fn done(&self) -> impl Iterator<Item = &OneOfMany> {
        self.outcomes.iter().filter(|one| one.result.is_ok())
    }

    /// Those that were not.
    pub fn refused(&self) -> impl Iterator<Item = &OneOfMany> {
        self.outcomes.iter().filter(|one| one.result.is_err())
    }

    /// The next portion, on its way from now on; `None` when the run stands still.
    pub fn next(&mut self) -> Option<SubmitMany> {
        let goes = self.state == State::UnderWay && self.on_its_way.is_none();
        let batch = self.left.first().filter(|_| goes)?;
        self.on_its_way = Some(SubmitMany {
            cases: batch.cases.iter().copied().take(MANY_AT_ONCE).collect(),
            command: batch.command.clone(),
        });
        self.on_its_way.clone()
    }

    /// Takes the answer to a portion. One that failed as a whole stays to be given: whether a case
    /// got it after all the console decides then. Whether the portion was this run's.
    pub fn take(
        &mut self,
        portion: &SubmitMany,
        answer: Result<Vec<OneOfMany>, Problem>,
        now: Timestamp,
    ) -> bool {
        if self.on_its_way.as_ref() != Some(portion) {
            return false;
        }
        self.on_its_way = None;
        self.ended_at = Some(now);
        match answer {
            Err(problem) => self.state = State::Stopped(Some(problem)),
            Ok(outcomes) => {
                let given: HashSet<CaseId> = portion.cases.iter().copied().collect();
                if let Some(batch) = self.left.first_mut() {
                    batch.cases.retain(|case| !given.contains(case));
                }
                self.left.retain(|batch| !batch.cases.is_empty());
                self.outcomes.extend(outcomes);
                if self.left.is_empty() {
                    self.state = State::Finished;
                }
            }
        }
        true
    }

    /// No further portion is given; the one under way is.
    pub fn stop(&mut self) {
        if self.state == State::UnderWay {
            self.state = State::Stopped(None);
        }
    }

    /// Gives what is left.
    pub fn go_on(&mut self) {
        if self.left() > 0 {
            self.state = State::UnderWay;
        }
    }

    /// Gives the refused ones again.
    pub fn retry(&mut self) {
        let refused: HashSet<CaseId> = self.refused().map(|one| one.case).collect();
        self.outcomes.retain(|one| one.result.is_ok());
        for batch in &self.batches {
            let cases: Vec<CaseId> = batch
                .cases
                .iter()
                .copied()
                .filter(|case| refused.contains(case))
                .collect();
            if !cases.is_empty() {
                let command = batch.command.clone();
                self.left.push(Batch { command, cases });
            }
        }
        self.go_on();
    }

    /// How long what was done can still be taken back; `None` when it cannot.
    pub fn undo_left(&self, now: Timestamp) -> Option<SignedDuration> {
        let possible = can_be_undone(self.kind) && !self.is_under_way();
        self.done().next().filter(|_| possible)?;
        let left = UNDO_FOR - now.duration_since(self.ended_at?);
        left.is_positive().then_some(left)
    }

    /// The run that takes back what was done.
    pub fn undo(&self, note: String) -> Run {
        let cases = self.done().map(|one| one.case).collect();
        let command = Command::Withdraw { note };
        Run {
            undoes: Some(self.kind),
            ..Run::new(CommandKind::Withdraw, vec![Batch { command, cases }])
        }
    }
}

/// Begins a run and gives portion after portion until it stands still.
pub fn begin(desk: Desk, run: Run) {
    desk.many.run.set(Some(run));
    drive(desk);
}

/// Changes a run that stands still, and gives what it has to give then.
pub fn resume(desk: Desk, change: impl FnOnce(&mut Run)) {
    if untrack(|| desk.many.is_sending()) {
        return;
    }
    desk.many.run.update(|run| {
        if let Some(run) = run {
            change(run);
        }
    });
    drive(desk);
}

fn drive(desk: Desk) {
    let run = desk.many.run;
    wasm_bindgen_futures::spawn_local(async move {
        let next = move || {
            let mut portion = None;
            // Not told to anybody: nothing on the screen changes before the answer.
            run.update_untracked(|run| portion = run.as_mut().and_then(Run::next));
            portion
        };
        while let Some(portion) = next() {
            let answer = backend::ask(portion.clone()).await;
            let lapsed = answer
                .as_ref()
                .err()
                .filter(|p| p.is(ProblemCode::SignInNeeded))
                .cloned();
            let now = desk.central_now();
            // Dropped when somebody else has signed in meanwhile.
            let mut is_ours = false;
            run.update(|run| {
                is_ours = run
                    .as_mut()
                    .is_some_and(|run| run.take(&portion, answer, now));
            });
            if let Some(problem) = lapsed {
                desk.report(&problem);
            }
            if !is_ours {
                return;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::bulk::fixture::case;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn urge(from: u128, to: u128) -> Batch {
        Batch {
            command: Command::Urge {
                note: String::new(),
            },
            cases: (from..to).map(case).collect(),
        }
    }

    /// Answers a portion; `refuses` says which are refused.
    fn answer(portion: &SubmitMany, refuses: impl Fn(CaseId) -> bool) -> Vec<OneOfMany> {
        let one = |case: &CaseId| OneOfMany {
            case: *case,
            title: String::new(),
            result: if refuses(*case) {
                Err(Problem::new(ProblemCode::NotFound))
            } else {
                Ok(Uuid::nil())
            },
        };
        portion.cases.iter().map(one).collect()
    }

    fn play(run: &mut Run, refuses: impl Fn(CaseId) -> bool) -> Vec<usize> {
        let mut portions = Vec::new();
        while let Some(portion) = run.next() {
            portions.push(portion.cases.len());
            let answer = answer(&portion, &refuses);
            run.take(&portion, Ok(answer), at("2026-11-21T10:00:00+08:00"));
        }
        portions
    }

    #[test]
    fn a_run_goes_in_portions_and_each_case_gets_one_command() {
        let mut run = Run::new(CommandKind::Urge, vec![urge(0, 120), urge(120, 130)]);
        assert_eq!(play(&mut run, |_| false), [50, 50, 20, 10]);
        assert_eq!(run.state, State::Finished);
        let given: HashSet<CaseId> = run.outcomes.iter().map(|one| one.case).collect();
        assert_eq!((given.len(), run.outcomes.len(), run.left()), (130, 130, 0));
    }

    #[test]
    fn a_stopped_run_keeps_what_is_left_and_goes_on() {
        let mut run = Run::new(CommandKind::Urge, vec![urge(0, 80)]);
        let portion = run.next().unwrap();
        run.stop();
        let answer = answer(&portion, |_| false);
        run.take(&portion, Ok(answer), at("2026-11-21T10:00:00+08:00"));
        assert_eq!((run.next(), run.left()), (None, 30));
        assert!(!run.is_under_way());
        run.go_on();
        assert_eq!(play(&mut run, |_| false), [30]);
        assert_eq!(run.state, State::Finished);
    }

    #[test]
    fn a_portion_that_failed_as_a_whole_is_given_again() {
        let mut run = Run::new(CommandKind::Urge, vec![urge(0, 3)]);
        let portion = run.next().unwrap();
        let problem = Problem::new(ProblemCode::DiskFull);
        run.take(&portion, Err(problem), at("2026-11-21T10:00:00+08:00"));
        assert!(matches!(run.state, State::Stopped(Some(_))));
        assert_eq!((run.outcomes.len(), run.left()), (0, 3));
        run.go_on();
        assert_eq!(run.next(), Some(portion));
    }

    #[test]
    fn an_answer_that_belongs_to_another_run_changes_nothing() {
        let mut earlier = Run::new(CommandKind::Urge, vec![urge(0, 3)]);
        let portion = earlier.next().unwrap();
        assert_eq!(earlier.next(), None, "one portion at a time");
        let mut run = Run::new(CommandKind::Urge, vec![urge(7, 9)]);
        let answer = answer(&portion, |_| false);
        assert!(!run.take(&portion, Ok(answer), at("2026-11-21T10:00:00+08:00")));
        assert_eq!((run.outcomes.len(), run.left()), (0, 2));
    }

    #[test]
    fn only_the_refused_ones_are_tried_again() {
        let mut run = Run::new(CommandKind::Urge, vec![urge(0, 4)]);
        play(&mut run, |one| one == case(2));
        assert_eq!((run.done().count(), run.refused().count()), (3, 1));
        run.retry();
        assert_eq!((run.total(), run.left()), (4, 1));
        assert_eq!(play(&mut run, |_| false), [1]);
        assert_eq!((run.done().count(), run.refused().count()), (4, 0));
    }

    #[test]
    fn what_was_done_is_taken_back_within_ten_minutes_and_the_taking_back_is_not() {
        let command = Command::Close {
            reason: "solved".to_owned(),
            note: String::new(),
            demands: std::collections::BTreeMap::new(),
        };
        let cases = (0..3).map(case).collect();
        let mut run = Run::new(CommandKind::Close, vec![Batch { command, cases }]);
        assert_eq!(run.undo_left(at("2026-11-21T10:00:00+08:00")), None);
        play(&mut run, |one| one == case(1));
        assert!(run.undo_left(at("2026-11-21T10:09:59+08:00")).is_some());
        assert_eq!(run.undo_left(at("2026-11-21T10:10:00+08:00")), None);
        let mut undo = run.undo(String::new());
        let portion = undo.next().unwrap();
        assert_eq!(portion.cases, [case(0), case(2)]);
        let given = answer(&portion, |_| false);
        assert!(undo.take(&portion, Ok(given), at("2026-11-21T10:00:00+08:00")));
        assert_eq!(undo.undo_left(at("2026-11-21T10:00:00+08:00")), None);
        let mut urged = Run::new(CommandKind::Urge, vec![urge(0, 1)]);
        play(&mut urged, |_| false);
        assert_eq!(urged.undo_left(at("2026-11-21T10:00:00+08:00")), None);
    }
}
