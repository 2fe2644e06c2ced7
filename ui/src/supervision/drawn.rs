//! One draw: from what and by which seed and share it was drawn, its sample, and what the checks
//! found.
//!
//! The sample is made again here from population, seed and share, so that everybody can see that
//! nobody chose it.

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::record::draw::Command;
use onemap_domain::record::{Finding, RecordCommand, RecordId};
use onemap_protocol::desk::{CaseCard, KeepRecord};
use onemap_protocol::problem::{Problem, ProblemCode};

use super::draws::Entry;
use super::listed::Marked;
use super::{Hand, keep_order};
use crate::parts::{Ago, Button, Look, TextArea, count};
use crate::remote::{Deed, remote};
use crate::say;
use crate::state::{Desk, Mode};
use crate::text::{sentence, t, word};

/// The draw.
#[component]
pub fn Drawn(
    /// As it is now; `None` when it is gone.
    entry: Memo<Option<Entry>>,
    hand: Hand,
) -> impl IntoView {
    let sampled = Memo::new(move |_| {
        entry.with(|entry| {
            let entry = entry.as_ref().filter(|entry| entry.is_drawn())?;
            Some((entry.id, entry.draw.drawn.clone()))
        })
    });
    keep_order(
        hand,
        Memo::new(move |_| {
            let sampled = sampled.get();
            sampled.map(|(_, drawn)| drawn).unwrap_or_default()
        }),
    );
    // Which line has its form open.
    let checked = RwSignal::new(None::<CaseId>);
    let lines = move || {
        sampled.get().map(|(record, drawn)| {
            let lines = drawn.into_iter().enumerate().map(|(index, case)| {
                let finding = Memo::new(move |_| {
                    entry.with(|entry| {
                        let findings = entry.as_ref().map(|entry| &entry.draw.findings);
                        findings.and_then(|findings| findings.get(&case).cloned())
                    })
                });
                view! { <One place={index + 1} case record finding checked /> }
            });
            view! { <ol class="drawn-list" data-testid="drawn-list">{lines.collect_view()}</ol> }
        })
    };
    let waits = move || {
        sampled.with(Option::is_none).then(|| {
            view! {
                <p class="draw-waits" role="status" data-testid="draw-waits">
                    {t("draw-waits", &[])}
                </p>
            }
        })
    };
    view! {
        <section class="drawn" data-testid="drawn"
            data-record=move || entry.with(|entry| entry.as_ref().map(|entry| entry.id.to_string()))
            data-pending=move || entry.with(|entry| entry.as_ref().map(|entry| entry.pending.to_string()))>
            <About entry sampled />
            {waits}
            {lines}
        </section>
    }
}

/// From what it was drawn, by which seed, and how far the checks are.
#[component]
fn About(
    entry: Memo<Option<Entry>>,
    sampled: Memo<Option<(RecordId, Vec<CaseId>)>>,
) -> impl IntoView {
    let desk = Desk::here();
    let again = Memo::new(move |_| {
        sampled.get()?;
        entry.with(|entry| entry.as_ref().map(|entry| entry.draw.is_sound()))
    });
    let proof = move || {
        again.get().map(|same| {
            let (key, class) = if same {
                ("draw-same", "draw-proof")
            } else {
                ("draw-other", "draw-proof draw-proof-other")
            };
            view! { <p class=class data-testid="draw-proof" data-same=same.to_string()>{t(key, &[])}</p> }
        })
    };
    let sums = move || {
        let entry = entry.get()?;
        let [passed, failed, left] = entry.results();
        let whole = f64::from(entry.draw.lot.size.max(1));
        let share = |part: usize| format!("{:.1}%", part as f64 * 100.0 / whole);
        let one = |name: &'static str, sign: &'static str, number: usize| {
            view! {
                <span class=format!("drawn-sum drawn-sum-{name}") data-testid=format!("drawn-{name}")
                    data-count=number.to_string()>
                    <span aria-hidden="true">{sign}</span>
                    {word("drawn", name)}
                    <strong class="figures">{count(number as u64)}</strong>
                </span>
            }
        };
        Some(view! {
            <div class="drawn-sums">
                {one("passed", "✓", passed)}
                {one("failed", "✗", failed)}
                {one("left", "○", left)}
            </div>
            <div class="drawn-bar" aria-hidden="true">
                <i class="drawn-bar-passed" style:width=share(passed)></i>
                <i class="drawn-bar-failed" style:width=share(failed)></i>
            </div>
        })
    };
    let facts = move || {
        let entry = entry.get()?;
        let share = entry.draw.share;
        let share = match share {
            Some(share) => share.to_string(),
            None if entry.draw.is_drawn() => t("draw-no-share", &[]),
            None => t("draw-undrawn", &[]),
        };
        let lot = entry.draw.lot;
        Some(view! {
            <h3 class="drawn-title" data-testid="drawn-title">{lot.title}</h3>
            <dl class="pairs">
                <dt>{t("draw-from", &[])}</dt>
                <dd>{lot.population}</dd>
                <dt>{t("field-size", &[])}</dt>
                <dd class="figures">{count(lot.size)}</dd>
                <dt>{t("field-seed", &[])}</dt>
                <dd class="figures draw-seed-shown" data-testid="drawn-seed">{lot.seed.to_string()}</dd>
                <dt>{t("draw-share", &[])}</dt>
                <dd class="figures draw-seed-shown" data-testid="drawn-share">{share}</dd>
            </dl>
        })
    };
    let on_map = move |_| {
        if let Some(id) = entry.with_untracked(|entry| entry.as_ref().map(|entry| entry.id)) {
            desk.marks.set(Some(id));
            desk.mode.set(Mode::Desk);
        }
    };
    let map = move || {
        sampled.with(Option::is_some).then(|| {
            view! {
                <button type="button" class="link" data-testid="drawn-map-all" on:click=on_map>
                    {say!("drawn-map-all")}
                </button>
            }
        })
    };
    view! { {facts} {proof} {sums} {map} }
}

/// One case of the sample with its result, or the form of one.
#[component]
fn One(
    place: usize,
    case: CaseId,
    record: RecordId,
    finding: Memo<Option<Finding>>,
    checked: RwSignal<Option<CaseId>>,
) -> impl IntoView {
    let desk = Desk::here();
    let card = remote(move || {
        desk.cases.track();
        Some(CaseCard { id: case })
    });
    let name = move || {
        if let Some((number, title, stage)) = card.with(|view| {
            let number = view.case.number.as_ref().map(|number| number.0.clone());
            (number, view.case.facts.title.clone(), view.case.stage)
        }) {
            let number = number.unwrap_or_else(|| t("case-unnumbered", &[]));
            return view! {
                <button type="button" class="link drawn-name clip" data-testid="drawn-case-open"
                    on:click=move |_| desk.select_case(case)>{title}</button>
                <span class="part-note figures">{number} " · " {word("stage", stage.name())}</span>
            }
            .into_any();
        }
        match card.problem() {
            Some(problem) if problem.is(ProblemCode::NotFound) => {
                view! { <span class="part-note">{t("case-other-unseen", &[])}</span> }.into_any()
            }
            Some(problem) => {
                view! { <span class="part-failed">{sentence(&problem)}</span> }.into_any()
            }
            None => {
                view! { <span class="part-note">{t("case-other-searching", &[])}</span> }.into_any()
            }
        }
    };
    let state = move || {
        finding.with(|finding| match finding {
            Some(finding) if finding.passed => "passed",
            Some(_) => "failed",
            None => "left",
        })
    };
    let is_open = Memo::new(move |_| checked.get() == Some(case) && finding.with(Option::is_none));
    let on_map = move |_| {
        desk.select_case(case);
        desk.mode.set(Mode::Desk);
    };
    let result = move || {
        match finding.get() {
        Some(finding) => view! { <Result finding /> }.into_any(),
        None => view! {
            <button type="button" class="button" data-testid="drawn-check"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| checked.set(if is_open.get_untracked() { None } else { Some(case) })>
                <span class="button-words">{say!("draw-find")}</span>
            </button>
        }
        .into_any(),
    }
    };
    view! {
        <Marked id=case>
            <div class="drawn-case" data-testid="drawn-case" data-case=case.to_string() data-state=state>
                <span class="drawn-place figures">{place}</span>
                <div class="drawn-what">{name}</div>
                <button type="button" class="link drawn-map" data-testid="drawn-map"
                    on:click=on_map>{say!("drawn-on-map")}</button>
                <div class="drawn-result">{result}</div>
                <Show when=move || is_open.get()>
                    <Check case record checked />
                </Show>
            </div>
        </Marked>
    }
}

/// What a check found, by whom and when.
#[component]
fn Result(finding: Finding) -> impl IntoView {
    let (name, sign) = if finding.passed {
        ("passed", "✓")
    } else {
        ("failed", "✗")
    };
    let note = (!finding.note.is_empty())
        .then(|| view! { <p class="drawn-note">{finding.note.clone()}</p> });
    view! {
        <p class=format!("drawn-found drawn-sum-{name}") data-testid="drawn-found">
            <span aria-hidden="true">{sign}</span> " " <strong>{move || word("drawn", name)}</strong>
            <span class="part-note">" " {finding.by} " " <Ago at=finding.at /></span>
        </p>
        {note}
    }
}

/// The form of a result: what was seen, and whether it is as the answer said.
#[component]
fn Check(case: CaseId, record: RecordId, checked: RwSignal<Option<CaseId>>) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let give = move |passed: bool| {
        let note = note.get_untracked();
        if !passed && note.trim().is_empty() {
            return deed.fail(Problem::bad_field("note"));
        }
        let keep = KeepRecord {
            record: Some(record),
            revision: 0,
            keep: RecordCommand::Draw(Command::Find { case, passed, note }),
        };
        deed.perform(keep, move |_| {
            checked.try_set(None);
        });
    };
    let other = move || {
        let problem = problem.get()?;
        let is_notes = problem.params.get("field").map(String::as_str) == Some("note");
        (!is_notes).then(|| {
            view! { <p class="form-problem" role="alert">{sentence(&problem)}</p> }
        })
    };
    let busy = Signal::derive(move || deed.busy());
    view! {
        <div class="drawn-check" data-testid="drawn-form">
            {other}
            <TextArea name="note" value=note problem rows=2 focused=true testid="drawn-note"
                hint=say!("drawn-note-hint") />
            <div class="form-foot">
                <Button look=Look::Primary busy testid="drawn-pass"
                    on_press=Callback::new(move |()| give(true))>{say!("drawn-pass")}</Button>
                <Button look=Look::Danger busy testid="drawn-fail"
                    on_press=Callback::new(move |()| give(false))>{say!("drawn-fail")}</Button>
                <Button testid="drawn-back" on_press=Callback::new(move |()| checked.set(None))>
                    {say!("case-form-back")}
                </Button>
            </div>
        </div>
    }
}
