//! 评分: the small form by which somebody gives an area the points of a row that no count gives.
//!
//! What the console refuses stands at its field, as a sentence; the form stays open with it.

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::appraisal::Command;
use onemap_protocol::desk::KeepRecord;
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use super::points::Lost;
use super::words::row_name;
use crate::parts::{Ago, Button, Look, Whole};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::{sentence, t};
use crate::toasts::{Toast, Tone};

/// The fields by their names on the wire.
const FIELDS: &[&str] = &["points", "note"];

/// The form.
#[component]
pub fn Give(
    /// The row of the area, as it was when the form opened.
    lost: Lost,
    /// The first day of the month.
    month: Date,
    /// Closes it.
    on_close: Callback<()>,
) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let Lost {
        area, row, given, ..
    } = lost;
    let most = row.points;
    let typed = given.as_ref().map(|given| given.points.to_string());
    let points = RwSignal::new(typed.unwrap_or_default());
    let note = RwSignal::new(
        given
            .as_ref()
            .map(|given| given.note.clone())
            .unwrap_or_default(),
    );
    let is_full = Memo::new(move |_| points.with(|points| parsed(points, most).ok() == Some(most)));
    let send = {
        let (area, code) = (area.clone(), row.code.clone());
        Callback::new(move |()| {
            let points = match points.with_untracked(|points| parsed(points, most)) {
                Ok(points) => points,
                Err(problem) => return deed.fail(problem),
            };
            let give = Command::Give {
                area: area.clone(),
                month,
                row: code.clone(),
                points,
                note: note.get_untracked(),
            };
            let name = give.name();
            let keep = KeepRecord {
                record: None,
                revision: 0,
                keep: RecordCommand::Appraisal(give),
            };
            deed.perform(keep, move |_| {
                let command = untrack(|| t(name, &[]));
                let words = [("command", command.as_str())];
                desk.toast(Toast::new(Tone::Good, "case-submitted", &words));
                on_close.try_run(());
            });
        })
    };
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" => on_close.run(()),
            "Enter" if event.ctrl_key() || event.meta_key() => send.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let title = {
        let (area, row) = (area.clone(), row.clone());
        move || {
            t(
                "scorecards-form",
                &[("area", &desk.place(&area)), ("row", &row_name(desk, &row))],
            )
        }
    };
    let words = move || {
        let key = if deed.busy() {
            "case-form-sending"
        } else {
            "appraisal-give"
        };
        t(key, &[])
    };
    let before = given.map(|given| {
        let (by, at, points) = (given.by, given.at, given.points.to_string());
        view! {
            <p class="part-note" data-testid="give-before">
                {move || t("scorecards-before-given", &[("by", &by), ("points", &points)])}
                " " <Ago at />
            </p>
        }
    });
    view! {
        <section class="listed give" data-testid="give-form" data-area=area.to_string()
            data-row=row.code.clone() aria-label=say!("appraisal-give") on:keydown=on_key>
            <header class="listed-head"><h3>{title}</h3></header>
            <div class="listed-body give-body">
                <Whole problem fields=FIELDS testid="give-problem" />
                {before}
                <PointsField points most problem />
                <NoteField note problem required=Signal::derive(move || !is_full.get()) most />
                <div class="form-foot">
                    <Button look=Look::Primary on_press=send busy=Signal::derive(move || deed.busy())
                        hint="Ctrl ⏎" testid="give-send">{words}</Button>
                    <Button on_press=on_close hint="Esc" testid="give-back">{say!("case-form-back")}</Button>
                </div>
            </div>
        </section>
    }
}

/// What was typed, as points.
fn parsed(typed: &str, most: u16) -> Result<u16, Problem> {
    let points = typed.trim().parse().ok();
    let points = points.filter(|points| *points <= most);
    points.ok_or_else(|| Problem::bad_field("points"))
}

/// What is wrong with a field, as a code and a sentence that fits this form.
fn wrong(problem: Option<&Problem>, name: &str, most: u16) -> Option<(String, String)> {
    let problem = problem?;
    if problem.params.get("field").map(String::as_str) != Some(name) {
        return None;
    }
    let words = match (problem.code.as_str(), name) {
        ("bad_input" | "field_unknown", "points") => {
            t("scorecards-wrong-points", &[("most", &most.to_string())])
        }
        ("field_missing", "note") => t("scorecards-wrong-note", &[("most", &most.to_string())]),
        _ => sentence(problem),
    };
    Some((problem.code.clone(), words))
}

/// The frame of a field: its label, the control, and what is wrong with it.
#[component]
fn Framed(
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] required: Signal<bool>,
    problem: Signal<Option<Problem>>,
    most: u16,
    children: Children,
) -> impl IntoView {
    let wrong = Memo::new(move |_| problem.with(|problem| wrong(problem.as_ref(), name, most)));
    let line = move || {
        wrong.get().map(|(code, words)| {
            view! {
                <p class="field-line field-error" id=format!("give-{name}-line") role="alert"
                    data-testid=format!("give-error-{name}") data-code=code>{words}</p>
            }
        })
    };
    view! {
        <div class="field" class:field-wrong=move || wrong.with(Option::is_some) data-field=name>
            <label class="field-label" for=format!("give-{name}")>
                {label}
                <Show when=move || required.get()>
                    <span class="field-required" aria-hidden="true">" *"</span>
                </Show>
            </label>
            {children()}
            {line}
        </div>
    }
}

#[component]
fn PointsField(
    points: RwSignal<String>,
    most: u16,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // Without the keyboard's place it is still there to be clicked.
            let _ = input.focus();
            input.select();
        }
    });
    let label = say!("scorecards-points", most = most);
    view! {
        <Framed name="points" label=Signal::derive(label) required=true problem most>
            <input node_ref=input class="input give-points" id="give-points" name="points" type="text"
                inputmode="numeric" autocomplete="off" data-testid="give-points"
                aria-describedby="give-points-line" prop:value=points
                on:input:target=move |event| points.set(event.target().value()) />
        </Framed>
    }
}

#[component]
fn NoteField(
    note: RwSignal<String>,
    problem: Signal<Option<Problem>>,
    required: Signal<bool>,
    most: u16,
) -> impl IntoView {
    view! {
        <Framed name="note" label=Signal::derive(say!("scorecards-note")) required problem most>
            <textarea class="input input-area" id="give-note" name="note" rows="3" spellcheck="false"
                data-testid="give-note" aria-describedby="give-note-line" prop:value=note
                on:input:target=move |event| note.set(event.target().value())></textarea>
        </Framed>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_whole_and_at_most_those_of_the_row() {
        assert_eq!(parsed(" 8 ", 10).ok(), Some(8));
        assert_eq!(parsed("10", 10).ok(), Some(10));
        for typed in ["11", "", "-1", "7.5", "八"] {
            let problem = parsed(typed, 10).unwrap_err();
            assert_eq!(problem.params["field"], "points", "{typed}");
        }
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_in_words_of_this_form() {
        let problem = Problem::bad_field("points");
        let (_, words) = wrong(Some(&problem), "points", 5).unwrap();
        assert!(words.contains('5'), "{words}");
        assert_eq!(wrong(Some(&problem), "note", 5), None);
        assert_eq!(wrong(None, "points", 5), None);
    }
}
