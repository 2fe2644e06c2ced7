//! 路由规则回放: what routing rules would have done with past cases whose lead is known. First
//! those in force, then any other table that somebody writes.
//!
//! Deliberately absent: reading the table. The console does, and names the line that is wrong.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::indicator::Rate;
use onemap_protocol::desk::{ChangeRow, ReplayRoutes, ReplayView};

use crate::indicators::percent;
use crate::parts::{Button, Empty, Look, Shown, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::t;

/// Rules in force, and another table to try.
#[component]
pub fn Replaying() -> impl IntoView {
    // Past cases do not change: asked once, and again only when somebody wants it.
    let in_force = remote(|| Some(ReplayRoutes { rules: None }));
    let written = RwSignal::new(String::new());
    let tried = RwSignal::new(None::<String>);
    let other = remote(move || tried.get().map(|rules| ReplayRoutes { rules: Some(rules) }));
    let reason = Signal::derive(move || {
        let is_empty = written.with(|written| written.trim().is_empty());
        is_empty.then(|| t("replay-nothing-written", &[]))
    });
    let attempt = move |()| {
        let now = Some(written.get_untracked());
        if tried.get_untracked() == now {
            other.retry();
        } else {
            tried.set(now);
        }
    };
    view! {
        <section class="page-part" data-testid="replay">
            <h3 class="part-head">
                {say!("replay-title")}
                <button type="button" class="link" data-testid="replay-again"
                    on:click=move |_| in_force.retry()>{say!("replay-again")}</button>
            </h3>
            <p class="part-note page-note">{say!("replay-about")}</p>
            <Shown remote=in_force what=say!("what-replay")
                view=|replay| view! { <Outcome replay testid="replay-in-force" /> } />
        </section>
        <section class="page-part" data-testid="replay-other">
            <h3 class="part-head">{say!("replay-other")}</h3>
            <p class="part-note page-note">{say!("replay-other-about")}</p>
            <textarea class="input input-area replay-rules" rows="10" spellcheck="false"
                aria-label=say!("replay-other") data-testid="replay-rules"
                placeholder=say!("replay-example")
                prop:value=written on:input:target=move |event| written.set(event.target().value())>
            </textarea>
            <div class="page-set">
                <Button look=Look::Primary on_press=attempt reason
                    busy=Signal::derive(move || other.loading()) testid="replay-try">
                    {say!("replay-try")}
                </Button>
            </div>
            <Show when=move || tried.with(Option::is_some)>
                <Shown remote=other what=say!("what-replay")
                    view=|replay| view! { <Outcome replay testid="replay-tried" /> } />
            </Show>
        </section>
    }
}

/// How many would go where they went, and what would change.
#[component]
fn Outcome(replay: Signal<Arc<ReplayView>>, testid: &'static str) -> impl IntoView {
    let total = move || replay.with(|replay| replay.total);
    let share = move || replay.with(|replay| rate(replay));
    let words = move || {
        replay.with(|replay| {
            t(
                "replay-fraction",
                &[
                    ("same", &count(replay.same)),
                    ("total", &count(replay.total)),
                ],
            )
        })
    };
    let figure = move |key: &'static str, testid: &'static str, of: fn(&ReplayView) -> u32| {
        view! {
            <div class="figure" data-testid=testid>
                <dt>{say!(key)}</dt>
                <dd class="figures">{move || count(replay.with(|replay| of(replay)))}</dd>
            </div>
        }
    };
    let changes = move || {
        let changes = replay.with(|replay| replay.changes.clone());
        changes
            .into_iter()
            .map(|change| view! { <ChangeLine change /> })
            .collect_view()
    };
    view! {
        <div data-testid=testid>
            <Show when=move || { total() > 0 }
                fallback=|| view! { <Empty sentence=say!("replay-empty") next=say!("replay-empty-next") /> }>
                <dl class="figures-row">
                    <div class="figure" data-testid="replay-share">
                        <dt>{words}</dt>
                        <dd class="figures">{move || percent(share())}</dd>
                    </div>
                    {figure("replay-changed", "replay-changed", changed)}
                    {figure("replay-clashes", "replay-clashes", |replay| replay.clashes)}
                    {figure("replay-unrouted", "replay-unrouted", |replay| replay.unrouted)}
                </dl>
                <Show when=move || replay.with(|replay| !replay.changes.is_empty())>
                    <table class="page-table">
                        <thead><tr>
                            <th scope="col">{say!("field-category")}</th>
                            <th scope="col">{say!("replay-was")}</th>
                            <th scope="col">{say!("replay-would")}</th>
                            <th scope="col" class="number">{say!("replay-cases")}</th>
                            <th scope="col">{say!("replay-one")}</th>
                        </tr></thead>
                        <tbody>{changes}</tbody>
                    </table>
                </Show>
            </Show>
        </div>
    }
}

#[component]
fn ChangeLine(change: ChangeRow) -> impl IntoView {
    let desk = Desk::here();
    let ChangeRow {
        category,
        was,
        would,
        cases,
        example,
    } = change;
    view! {
        <tr data-testid="replay-change" data-cases=cases>
            <th scope="row">{move || desk.category(&category)}</th>
            <td>{move || desk.department_short(&was)}</td>
            <td>{move || desk.department_short(&would)}</td>
            <td class="number figures">{count(cases)}</td>
            <td>
                <button type="button" class="link" data-testid="replay-open"
                    data-case=example.to_string() on:click=move |_| desk.select_case(example)>
                    {say!("replay-open")}
                </button>
            </td>
        </tr>
    }
}

/// Same ÷ tried.
fn rate(replay: &ReplayView) -> Rate {
    Rate::new(u64::from(replay.same), u64::from(replay.total))
}

/// Those that would get another lead; the list of changes may leave the rarest out.
fn changed(replay: &ReplayView) -> u32 {
    let others = replay.same + replay.clashes + replay.unrouted;
    replay.total.saturating_sub(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_a_replay_counts_once() {
        let replay = ReplayView {
            total: 3,
            same: 1,
            clashes: 1,
            ..ReplayView::default()
        };
        assert_eq!(changed(&replay), 1);
        assert_eq!(rate(&replay).percent().map(|p| p.0), Some(3_333));
    }
}
