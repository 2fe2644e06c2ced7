//! How far a run is and what became of each case: stopped, gone on with, tried again, taken back.

use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_protocol::desk::OneOfMany;
use onemap_protocol::problem::Problem;

use super::many::Face;
use super::run::{Run, State, begin, resume};
use crate::case::command_name;
use crate::parts::{Button, Hue, Look, Tag, count};
use crate::state::Desk;
use crate::text::{sentence, t};

/// Lines of a list at first, and with every asking for more.
const SHOWN: usize = 100;

/// How far a run is and what became of each case.
#[component]
pub fn Outcome() -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let figures = Memo::new(move |_| many.run.with(|run| run.as_ref().map(Figures::of)));
    let get = move || figures.get().unwrap_or_default();
    let heading = move || {
        let run = many
            .run
            .with(|run| run.as_ref().map(|run| (run.kind, run.undoes)));
        run.map(|(kind, undoes)| match undoes {
            Some(undone) => t(
                "bulk-undo-of",
                &[
                    ("withdraw", &command_name(desk, CommandKind::Withdraw)),
                    ("command", &command_name(desk, undone)),
                ],
            ),
            None => command_name(desk, kind),
        })
    };
    let share = move || {
        let Figures { total, left, .. } = get();
        format!(
            "{:.1}%",
            f64::from(total - left) / f64::from(total.max(1)) * 100.0
        )
    };
    let progress = move || {
        let Figures { total, left, .. } = get();
        t(
            "progress",
            &[("done", &count(total - left)), ("total", &count(total))],
        )
    };
    view! {
        <div class="panel-body">
            <section class="part" data-testid="bulk-outcome" data-state=move || get().state>
                <h3 class="part-head">
                    {heading}
                    <span class="part-note figures">{progress}</span>
                </h3>
                <div
                    class="bar"
                    role="progressbar"
                    aria-valuemin="0"
                    aria-valuemax=move || get().total
                    aria-valuenow=move || { get().total - get().left }
                    data-testid="bulk-progress"
                    data-done=move || { get().total - get().left }
                    data-total=move || get().total
                >
                    <div class="bar-done" style:width=share />
                </div>
                <Standing />
            </section>
            <Part done=false />
            <Part done=true />
        </div>
        <footer class="panel-foot form-foot"><Acts /></footer>
    }
}

/// The figures of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Figures {
    total: u32,
    left: u32,
    refused: u32,
    state: &'static str,
}

impl Figures {
    fn of(run: &Run) -> Figures {
        Figures {
            total: run.total() as u32,
            left: run.left() as u32,
            refused: run.refused().count() as u32,
            state: match run.state {
                _ if run.is_under_way() => "under_way",
                State::Finished => "finished",
                State::UnderWay | State::Stopped(_) => "stopped",
            },
        }
    }
}

/// What is left after a stop, and why it stopped.
#[component]
fn Standing() -> impl IntoView {
    let desk = Desk::here();
    let standing = Memo::new(move |_| {
        desk.many.run.with(|run| {
            let run = run.as_ref().filter(|run| !run.is_under_way())?;
            let problem: Option<Problem> = match &run.state {
                State::Stopped(problem) => problem.clone(),
                State::UnderWay | State::Finished => None,
            };
            Some((run.left() as u32, problem))
        })
    });
    move || {
        let (left, problem) = standing.get()?;
        let why = problem.as_ref().map(sentence);
        let words = (left > 0).then(|| t("bulk-left", &[("count", &count(left))]));
        Some(view! {
            {why.map(|why| view! { <p class="form-problem" role="alert">{why}</p> })}
            {words.map(|words| view! {
                <p class="form-moved" role="status" data-testid="bulk-left" data-count=left>{words}</p>
            })}
            {(left == 0).then(|| view! { <p class="part-note">{crate::say!("bulk-given")}</p> })}
        })
    }
}

/// Those that were taken, or those that were not.
#[component]
fn Part(done: bool) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let all = Memo::new(move |_| {
        many.run.with(|run| {
            let run = run.as_ref()?;
            let mine = run.outcomes.iter().filter(|one| one.result.is_ok() == done);
            Some(mine.cloned().collect::<Vec<_>>())
        })
    });
    let of = Memo::new(move |_| all.with(|all| all.as_ref().map_or(0, Vec::len)));
    let shown = RwSignal::new(SHOWN);
    let lines = move || {
        let lines = all.with(|all| {
            let all = all.as_deref().unwrap_or_default();
            all.iter().take(shown.get()).cloned().collect::<Vec<_>>()
        });
        lines
            .into_iter()
            .map(|one| view! { <Line one /> })
            .collect_view()
    };
    let (testid, key) = if done {
        ("bulk-outcome-done", "bulk-done")
    } else {
        ("bulk-outcome-refused", "bulk-refused")
    };
    let more = move || of.get().saturating_sub(shown.get()) as u32;
    view! {
        <section class="part" data-testid=testid data-count=of>
            <h3 class="part-head figures">
                {move || t(key, &[("count", &count(of.get() as u32))])}
            </h3>
            <ul class="briefs">{lines}</ul>
            <Show when=move || { more() > 0 }>
                <button type="button" class="link" on:click=move |_| shown.update(|n| *n += SHOWN)>
                    {move || t("bulk-more", &[("count", &count(more()))])}
                </button>
            </Show>
        </section>
    }
}

#[component]
fn Line(one: OneOfMany) -> impl IntoView {
    let desk = Desk::here();
    let case = one.case;
    let problem = one.result.err();
    let code = problem.as_ref().map(|problem| problem.code.clone());
    let title = if one.title.is_empty() {
        t("bulk-untitled", &[])
    } else {
        one.title
    };
    let hue = if problem.is_some() {
        Hue::Danger
    } else {
        Hue::Plain
    };
    let mark = if problem.is_some() {
        "bulk-mark-refused"
    } else {
        "bulk-mark-done"
    };
    view! {
        <li>
            <button
                type="button"
                class="bulk-one"
                data-testid="bulk-outcome-row"
                data-case=case.to_string()
                data-code=code
                on:click=move |_| desk.select_case(case)
            >
                <Tag hue>{crate::say!(mark)}</Tag>
                <span class="clip">{title}</span>
                {problem.map(|problem| view! {
                    <span class="bulk-why">{move || sentence(&problem)}</span>
                })}
            </button>
        </li>
    }
}

/// What can be done with a run.
#[component]
fn Acts() -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let figures = Memo::new(move |_| many.run.with(|run| run.as_ref().map(Figures::of)));
    // Whole minutes, so that the button changes only with them.
    let undo_minutes = Memo::new(move |_| {
        let now = desk.now.get();
        let left = many.run.with(|run| run.as_ref()?.undo_left(now))?;
        u64::try_from(left.as_secs())
            .ok()
            .map(|seconds| seconds.div_ceil(60))
    });
    let may_withdraw = Memo::new(move |_| {
        let Some(role) = desk.role() else {
            return false;
        };
        super::with_profile(desk, |profile| {
            profile.roles(CommandKind::Withdraw).contains(&role)
        })
    });
    let stop = move |()| {
        many.run.update(|run| {
            if let Some(run) = run {
                run.stop();
            }
        });
    };
    let undo = move |()| {
        let note = untrack(|| {
            let withdraw = command_name(desk, CommandKind::Withdraw);
            t("bulk-undo-words", &[("withdraw", &withdraw)])
        });
        let undo = many
            .run
            .with_untracked(|run| run.as_ref().map(|run| run.undo(note)));
        if let Some(undo) = undo.filter(|_| !untrack(|| many.is_sending())) {
            begin(desk, undo);
        }
    };
    move || {
        let Figures {
            left,
            refused,
            state,
            ..
        } = figures.get().unwrap_or_default();
        if state == "under_way" {
            return view! {
                <Button on_press=stop testid="bulk-stop">{crate::say!("bulk-stop")}</Button>
            }
            .into_any();
        }
        let back = move |()| many.face.set(Face::Overview);
        let undo_words = move || {
            let minutes = undo_minutes.get().unwrap_or(0).to_string();
            t(
                "bulk-undo",
                &[
                    ("withdraw", &command_name(desk, CommandKind::Withdraw)),
                    ("minutes", &minutes),
                ],
            )
        };
        view! {
            {(left > 0).then(|| view! {
                <Button look=Look::Primary on_press=move |()| resume(desk, Run::go_on) testid="bulk-go-on">
                    {t("bulk-go-on", &[("count", &count(left))])}
                </Button>
            })}
            {(refused > 0).then(|| view! {
                <Button on_press=move |()| resume(desk, Run::retry) testid="bulk-retry">
                    {t("bulk-retry", &[("count", &count(refused))])}
                </Button>
            })}
            <Show when=move || undo_minutes.get().is_some() && may_withdraw.get()>
                <Button look=Look::Danger on_press=undo testid="bulk-undo">{undo_words}</Button>
            </Show>
            <Button on_press=back hint="Esc" testid="bulk-back">{crate::say!("bulk-back")}</Button>
        }
        .into_any()
    }
}
