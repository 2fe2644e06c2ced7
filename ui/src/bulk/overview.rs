//! What is in the selection, and what can be done with it.

use leptos::prelude::*;
use onemap_domain::command::CommandKind;

use super::many::Face;
use super::plan::can_be_undone;
use super::sum::{Sum, sum};
use super::{commands, ready_for, with_profile};
use crate::case::command_name;
use crate::parts::{Button, Failure, LampMark, count};
use crate::state::Desk;
use crate::text::{t, word};

/// What is in the selection, and what can be done with it.
#[component]
pub fn Overview(
    /// Opens the form of a command.
    on_open: Callback<CommandKind>,
) -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let offered = Memo::new(move |_| commands(desk));
    let button = move |kind: CommandKind| {
        let able = Memo::new(move |_| ready_for(desk, kind).able.len() as u32);
        let none = Signal::derive(move || (able.get() == 0).then(|| t("bulk-none-can", &[])));
        view! {
            <li>
                <Button
                    on_press=move |()| on_open.run(kind)
                    reason=none
                    hint=key_of(kind)
                    testid=format!("bulk-command-{}", kind.name())
                >
                    {move || command_name(desk, kind)}
                    <span class="bulk-able figures">{move || count(able.get())}</span>
                </Button>
                {(!can_be_undone(kind)).then(|| view! {
                    <span class="part-note">{crate::say!("bulk-cannot-undo-short")}</span>
                })}
            </li>
        }
    };
    let buttons = move || {
        let offered = offered.get();
        if offered.is_empty() {
            return view! { <p class="part-empty">{t("bulk-commands-none", &[])}</p> }.into_any();
        }
        view! { <ul class="bulk-commands">{offered.into_iter().map(button).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <div class="panel-body">
            <LastRun />
            <section class="part">
                <h3 class="part-head">{crate::say!("bulk-commands")}</h3>
                {buttons}
            </section>
            <Content />
            <p class="part part-note">{crate::say!("bulk-keys")}</p>
        </div>
        <footer class="panel-foot">
            <Button on_press=move |()| many.clear() hint="Esc" testid="bulk-clear">
                {crate::say!("bulk-drop")}
            </Button>
        </footer>
    }
}

/// The keys of commands that have one.
const fn key_of(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::Dispatch => "D",
        CommandKind::Urge => "U",
        _ => "",
    }
}

/// The way back to what was done last; taking it back is there.
#[component]
fn LastRun() -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let last = Memo::new(move |_| {
        many.run.with(|run| {
            run.as_ref()
                .map(|run| (run.kind, run.done().count() as u32))
        })
    });
    move || {
        last.get().map(|(kind, done)| {
            let words = t(
                "bulk-last",
                &[
                    ("command", &command_name(desk, kind)),
                    ("count", &count(done)),
                ],
            );
            view! {
                <p class="bulk-last">
                    <span>{words}</span>
                    <button type="button" class="link" data-testid="bulk-last"
                        on:click=move |_| many.face.set(Face::Outcome)>
                        {crate::say!("bulk-last-open")}
                    </button>
                </p>
            }
        })
    }
}

/// By lane, by lamp, by category.
#[component]
fn Content() -> impl IntoView {
    let desk = Desk::here();
    let many = desk.many;
    let content = Memo::new(move |_| {
        with_profile(desk, |profile| {
            many.chosen
                .with(|chosen| many.known.with(|known| sum(profile, chosen.ids(), known)))
        })
    });
    let problem = Memo::new(move |_| many.known.with(|known| known.problem.clone()));
    let reading = move || {
        let unknown = content.with(|content| content.unknown);
        let read = many.known.with(|known| known.reading);
        (unknown > 0 && problem.with(Option::is_none)).then(|| match read {
            Some((read, total)) => t(
                "bulk-reading-of",
                &[("read", &count(read)), ("total", &count(total))],
            ),
            None => t("bulk-reading", &[]),
        })
    };
    let retry = Callback::new(move |()| many.again.update(|again| *again += 1));
    let line = |name: AnyView, of: u32, testid: String| {
        view! {
            <li class="bulk-line" data-testid=testid data-count=of>
                <span class="clip">{name}</span>
                <span class="figures">{count(of)}</span>
            </li>
        }
    };
    let by_lane = move || {
        let Sum {
            lanes,
            ended,
            unknown,
            ..
        } = content.get();
        let rest = [("ended", ended), ("unknown", unknown)];
        let rest = rest
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(move |(key, count)| {
                line(
                    word("bulk", key).into_any(),
                    count,
                    format!("bulk-lane-{key}"),
                )
            });
        let lanes = lanes.into_iter().map(move |(lane, count)| {
            let name = word("lane", lane.name());
            line(name.into_any(), count, format!("bulk-lane-{}", lane.name()))
        });
        lanes.chain(rest).collect_view()
    };
    let by_lamp = move || {
        let lamps = content.with(|content| content.lamps.clone());
        let lamps = lamps.into_iter().map(move |(lamp, count)| {
            let name = match lamp {
                Some(lamp) => view! { <LampMark lamp=Some(lamp) named=true /> }.into_any(),
                None => t("bulk-no-deadline", &[]).into_any(),
            };
            let testid = lamp.map_or("none", |lamp| lamp.name());
            line(name, count, format!("bulk-lamp-{testid}"))
        });
        lamps.collect_view()
    };
    let by_category = move || {
        let categories = content.with(|content| content.categories.clone());
        let categories = categories.into_iter().map(move |(code, count)| {
            let name = desk.category(&code);
            line(name.into_any(), count, format!("bulk-category-{code}"))
        });
        categories.collect_view()
    };
    view! {
        {move || problem.get().map(|problem| view! { <Failure problem on_retry=retry /> })}
        <section class="part" data-testid="bulk-content">
            <h3 class="part-head">
                {crate::say!("bulk-content")}
                <span class="part-note figures" role="status">{reading}</span>
            </h3>
            <div class="bulk-content">
                <div>
                    <h4 class="bulk-by">{crate::say!("bulk-by-lane")}</h4>
                    <ul class="bulk-lines">{by_lane}</ul>
                </div>
                <div>
                    <h4 class="bulk-by">{crate::say!("bulk-by-lamp")}</h4>
                    <ul class="bulk-lines">{by_lamp}</ul>
                </div>
                <div class="bulk-wide">
                    <h4 class="bulk-by">{crate::say!("bulk-by-category")}</h4>
                    <ul class="bulk-lines">{by_category}</ul>
                </div>
            </div>
        </section>
    }
}
