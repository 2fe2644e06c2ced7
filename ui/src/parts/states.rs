//! What a view shows while it has nothing else to show: loading, empty, failed.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_protocol::problem::{Problem, ProblemCode};

use super::{Button, count};
use crate::remote::Remote;
use crate::text::{sentence, t};

/// Something is on its way: what, and how far where that is known.
#[component]
pub fn Loading(
    /// What is loading, worded.
    #[prop(into)]
    what: Signal<String>,
    /// How much is there of how much.
    #[prop(into, optional)]
    progress: Signal<Option<(u64, u64)>>,
) -> impl IntoView {
    let share = move || {
        progress
            .get()
            .map(|(done, total)| done as f64 / total.max(1) as f64)
    };
    let figures = move || {
        progress.get().map(|(done, total)| {
            t(
                "fetched",
                &[("done", &count(done)), ("total", &count(total))],
            )
        })
    };
    view! {
        <div class="state" role="status" data-testid="loading">
            <p class="state-title">{move || t("loading", &[("what", &what.get())])}</p>
            <Show when=move || share().is_some() fallback=|| view! { <div class="state-wait" /> }>
                <div class="bar">
                    <div class="bar-done" style:width=move || {
                        format!("{:.1}%", share().unwrap_or(0.0).clamp(0.0, 1.0) * 100.0)
                    } />
                </div>
                <p class="state-more figures" data-testid="loading-figures">{figures}</p>
            </Show>
        </div>
    }
}

/// There is nothing, and what one can do next.
#[component]
pub fn Empty(
    /// What there is none of.
    #[prop(into)]
    sentence: Signal<String>,
    /// What to do next.
    #[prop(into, optional)]
    next: Signal<String>,
    /// A button that does it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state" data-testid="empty">
            <p class="state-title">{sentence}</p>
            <p class="state-more">{next}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// What happened, what is safe, and how to try again.
#[component]
pub fn Failure(
    /// What happened.
    #[prop(into)]
    problem: Signal<Problem>,
    /// Tries again.
    #[prop(into, optional)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    // These sentences say themselves what is safe.
    let safe = move || {
        let whole = [
            ProblemCode::Internal,
            ProblemCode::CentralUnreachable,
            ProblemCode::DiskFull,
        ];
        let says_so = problem.with(|problem| whole.into_iter().any(|code| problem.is(code)));
        (!says_so).then(|| t("failure-safe", &[]))
    };
    view! {
        <div class="state state-failed" role="alert" data-testid="failure">
            <p class="state-title">{move || problem.with(sentence)}</p>
            <p class="state-more">{safe}</p>
            {on_retry.map(|retry| view! {
                <Button on_press=retry testid="retry">{crate::say!("retry")}</Button>
            })}
        </div>
    }
}

/// Shows an answer when there is one, else that it is on its way or why not. The view is made
/// once; it reads the newest answer from the signal it is given. When a later asking fails, the
/// older answer stays and a line above it says so.
#[component]
pub fn Shown<T, V>(
    /// What is asked.
    remote: Remote<T>,
    /// What is loading, worded.
    #[prop(into)]
    what: Signal<String>,
    /// Makes the view of the answer.
    view: impl Fn(Signal<Arc<T>>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    V: IntoView + 'static,
{
    let there = Memo::new(move |_| remote.is_there());
    let retry = Callback::new(move |()| remote.retry());
    move || {
        if there.get() {
            // The last answer outlives the moment between its loss and the end of this view.
            let first = remote.get_untracked();
            let last = StoredValue::new(first.clone());
            let answer = Signal::derive(move || {
                let now = remote.get();
                if now.is_some() {
                    last.set_value(now.clone());
                }
                now.or_else(|| last.get_value())
            });
            let Some(first) = first else {
                return ().into_any();
            };
            let answer = Signal::derive(move || answer.get().unwrap_or_else(|| first.clone()));
            let old = move || {
                remote.problem().map(|problem| {
                    view! {
                        <div class="stale" role="alert" data-testid="stale">
                            <span>{t("stale", &[("why", &sentence(&problem))])}</span>
                            <button type="button" class="link" on:click=move |_| retry.run(())>
                                {t("retry", &[])}
                            </button>
                        </div>
                    }
                })
            };
            view! { {old} {view(answer)} }.into_any()
        } else if let Some(problem) = remote.problem() {
            view! { <Failure problem on_retry=retry /> }.into_any()
        } else {
            view! { <Loading what /> }.into_any()
        }
    }
}
