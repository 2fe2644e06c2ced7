//! What a view shows of the console: asked, and asked again when it may be old.
//!
//! The old answer stays on the screen while the new one is on its way; a failure is never
//! swallowed. Deliberately absent: caching between views. The console is the cache.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_protocol::desk::Ask;
use onemap_protocol::problem::{Problem, ProblemCode};

use crate::backend;
use crate::state::Desk;

/// An answer on its way, there, or failed.
pub struct Remote<T: Send + Sync + 'static> {
    value: RwSignal<Option<Arc<T>>>,
    problem: RwSignal<Option<Problem>>,
    loading: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Remote<T> {
    /// The newest answer there is; tracked.
    pub fn get(&self) -> Option<Arc<T>> {
        self.value.get()
    }

    /// The newest answer there is; not tracked.
    pub fn get_untracked(&self) -> Option<Arc<T>> {
        self.value.get_untracked()
    }

    /// A part of the newest answer; tracked.
    pub fn with<O>(&self, read: impl FnOnce(&T) -> O) -> Option<O> {
        self.value.with(|value| value.as_deref().map(read))
    }

    /// Whether there is an answer; tracked.
    pub fn is_there(&self) -> bool {
        self.value.with(Option::is_some)
    }

    /// Why the last asking failed; the value beside it, if any, is older.
    pub fn problem(&self) -> Option<Problem> {
        self.problem.get()
    }

    /// Whether an answer is on its way.
    pub fn loading(&self) -> bool {
        self.loading.get()
    }

    /// Asks again.
    pub fn retry(&self) {
        self.again.update(|count| *count += 1);
    }
}

/// Something that a person does: at most once at a time, and its failure stays to be read.
#[derive(Clone, Copy)]
pub struct Deed {
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    desk: Desk,
}

impl Deed {
    /// Nothing done yet. Only for the bodies of components.
    pub fn new() -> Deed {
        Deed {
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
            desk: Desk::here(),
        }
    }

    /// Whether it is being done.
    pub fn busy(&self) -> bool {
        self.busy.get()
    }

    /// Why it failed; fields show the part that is theirs.
    pub fn problem(&self) -> Option<Problem> {
        self.problem.get()
    }

    /// Forgets why it failed.
    pub fn forget(&self) {
        self.problem.set(None);
    }

    /// Shows a problem as if the console had found it.
    pub fn fail(&self, problem: Problem) {
        self.problem.set(Some(problem));
    }

    /// Does it, unless it is being done already; then `done` gets the answer. A failure is kept in
    /// [`Deed::problem`]; a lapsed session leads back to the sign-in.
    pub fn perform<A: Ask + 'static>(&self, ask: A, done: impl FnOnce(A::Answer) + 'static) {
        let deed = *self;
        if deed.busy.get_untracked() {
            return;
        }
        deed.busy.set(true);
        deed.problem.set(None);
        wasm_bindgen_futures::spawn_local(async move {
            let answer = backend::ask(ask).await;
            deed.busy.try_set(false);
            match answer {
                Ok(answer) => done(answer),
                Err(problem) => {
                    if problem.is(ProblemCode::SignInNeeded) {
                        deed.desk.session_ended();
                    }
                    // The form may be gone; then the failure is shown at the edge of the screen.
                    if deed.problem.try_set(Some(problem.clone())).is_some() {
                        deed.desk.report(&problem);
                    }
                }
            }
        });
    }
}

/// Asks what `question` says, and again whenever something it reads has changed: read a tick
/// (`desk.cases.track()`) in it. `None` asks nothing and clears the answer. While one asking of a
/// question is under way, any number of ticks cause only one more.
pub fn remote<A>(question: impl Fn() -> Option<A> + 'static) -> Remote<A::Answer>
where
    A: Ask + Clone + PartialEq + 'static,
    A::Answer: Send + Sync + 'static,
{
    let remote = Remote {
        value: RwSignal::new(None),
        problem: RwSignal::new(None),
        loading: RwSignal::new(false),
        again: RwSignal::new(0),
    };
    let under_way = StoredValue::new_local(UnderWay::<A>::default());
    let desk = use_context::<Desk>();
    Effect::new(move |_| {
        remote.again.track();
        if let Some(question) = question() {
            begin(remote, under_way, desk, question);
            return;
        }
        under_way.update_value(|way| {
            *way = UnderWay {
                turn: way.turn + 1,
                ..UnderWay::default()
            };
        });
        remote.value.set(None);
        remote.problem.set(None);
        remote.loading.set(false);
    });
    remote
}

struct UnderWay<A> {
    /// Answers to earlier turns come too late and are dropped.
    turn: u64,
    /// What is being asked now.
    question: Option<A>,
    /// What the value on the screen answers.
    answered: Option<A>,
    /// Something changed since; ask once more.
    stale: bool,
}

impl<A> Default for UnderWay<A> {
    fn default() -> Self {
        UnderWay {
            turn: 0,
            question: None,
            answered: None,
            stale: false,
        }
    }
}

fn begin<A>(
    remote: Remote<A::Answer>,
    under_way: StoredValue<UnderWay<A>, LocalStorage>,
    desk: Option<Desk>,
    question: A,
) where
    A: Ask + Clone + PartialEq + 'static,
    A::Answer: Send + Sync + 'static,
{
    let turn = under_way.try_update_value(|way| {
        if way.question.as_ref() == Some(&question) {
            way.stale = true;
            return None;
        }
        way.turn += 1;
        way.question = Some(question.clone());
        way.stale = false;
        Some(way.turn)
    });
    let Some(Some(turn)) = turn else { return };
    remote.loading.set(true);
    wasm_bindgen_futures::spawn_local(async move {
        loop {
            let answer = backend::ask(question.clone()).await;
            // `None`: the view is gone.
            let fate = under_way.try_update_value(|way| {
                let once_more = std::mem::take(&mut way.stale);
                let wanted = way.turn == turn;
                if wanted && !once_more {
                    way.question = None;
                }
                if wanted && answer.is_ok() {
                    way.answered = Some(question.clone());
                }
                (wanted, once_more, way.answered.as_ref() == Some(&question))
            });
            let Some((true, once_more, keeps)) = fate else {
                return;
            };
            take(remote, desk, answer, keeps);
            if !once_more {
                remote.loading.try_set(false);
                return;
            }
        }
    });
}

fn take<T: Send + Sync + 'static>(
    remote: Remote<T>,
    desk: Option<Desk>,
    answer: Result<T, Problem>,
    keeps: bool,
) {
    match answer {
        Ok(value) => {
            remote.value.try_set(Some(Arc::new(value)));
            remote.problem.try_set(None);
        }
        Err(problem) => {
            if problem.is(ProblemCode::SignInNeeded)
                && let Some(desk) = desk
            {
                desk.session_ended();
            }
            // An answer to another question must not stand under this one.
            if !keeps {
                remote.value.try_set(None);
            }
            remote.problem.try_set(Some(problem));
        }
    }
}
