//! The form that writes a line into the book of a duty.
//!
//! What the console refuses lands on its field, as a sentence; the form stays open with it.

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::profile::DutyRule;
use onemap_domain::record::RecordCommand;
use onemap_domain::record::duty::{BEST, Command, WRITTEN_WITHIN};
use onemap_protocol::desk::KeepRecord;
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use super::Hand;
use super::fields::{Choose, Line};
use crate::parts::{Button, Look, Whole};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::t;
use crate::toasts::{Toast, Tone};

/// The fields of the form, by their names on the wire.
const FIELDS: &[&str] = &["area", "on", "note", "mark"];

/// What the form begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begin {
    /// Where, when it was begun from a gap or a cell.
    pub area: Option<AreaCode>,
    /// The proposed day.
    pub on: Date,
}

/// A line as it is typed.
#[derive(Clone, Copy)]
struct Draft {
    area: RwSignal<String>,
    on: RwSignal<String>,
    note: RwSignal<String>,
    mark: RwSignal<String>,
}

impl Draft {
    fn new(begin: &Begin, choices: &[(String, String)]) -> Draft {
        let area = begin.area.as_ref().map(AreaCode::to_string);
        let area = area.or_else(|| choices.first().map(|(code, _)| code.clone()));
        Draft {
            area: RwSignal::new(area.unwrap_or_default()),
            on: RwSignal::new(begin.on.to_string()),
            note: RwSignal::new(String::new()),
            mark: RwSignal::new(String::new()),
        }
    }

    /// Reads every field, so that a change of any is told.
    fn track(self) {
        for text in [self.area, self.on, self.note, self.mark] {
            text.track();
        }
    }

    /// What it says, or the first field that cannot be read.
    fn command(self, rule: &DutyRule) -> Result<Command, Problem> {
        let area = self.area.get_untracked();
        let area = AreaCode::parse(&area).map_err(|_| Problem::bad_field("area"))?;
        let mark = if rule.marked {
            Some(read(self.mark, "mark")?)
        } else {
            None
        };
        Ok(Command::Write {
            rule: rule.code.clone(),
            area,
            on: read(self.on, "on")?,
            note: self.note.get_untracked(),
            mark,
        })
    }
}

fn read<T: std::str::FromStr>(text: RwSignal<String>, field: &str) -> Result<T, Problem> {
    let read = text.with_untracked(|text| text.trim().parse().ok());
    read.ok_or_else(|| Problem::bad_field(field))
}

/// The form.
#[component]
pub fn WriteForm(
    /// Of which duty.
    rule: DutyRule,
    /// What it begins with.
    begin: Begin,
    /// The areas that owe it, code and name.
    choices: Vec<(String, String)>,
    hand: Hand,
) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let draft = Draft::new(&begin, &choices);
    let choices = Signal::stored(choices);
    // What was wrong is said until somebody changes something.
    Effect::new(move |_| {
        draft.track();
        deed.forget();
    });
    let marked = rule.marked;
    let close = move || hand.writing.set(None);
    let send = Callback::new(move |()| {
        let command = match draft.command(&rule) {
            Ok(command) => command,
            Err(problem) => return deed.fail(problem),
        };
        let keep = KeepRecord {
            record: None,
            revision: 0,
            keep: RecordCommand::Duty(command),
        };
        deed.perform(keep, move |submitted| {
            let command = untrack(|| t("duty-write", &[]));
            let words = [("command", command.as_str())];
            desk.toast(Toast::new(Tone::Good, "case-submitted", &words));
            hand.touched.try_set(Some(submitted.record));
            // The mark of a gap that is written down would stand on the next one's place.
            hand.gap.try_set(None);
            hand.writing.try_set(None);
        });
    });
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" => close(),
            "Enter" if event.ctrl_key() || event.meta_key() => send.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let words = move || {
        let key = if deed.busy() {
            "case-form-sending"
        } else {
            "service-write"
        };
        t(key, &[])
    };
    let today = hand.today.get_untracked();
    let earliest = today.saturating_sub(WRITTEN_WITHIN.days());
    let days = (earliest.to_string(), today.to_string());
    let mark = marked.then(|| {
        let marks = ("0".to_owned(), BEST.to_string());
        view! {
            <Line name="mark" value=draft.mark problem kind="number" between=marks required=true
                focused=true />
        }
    });
    view! {
        <section class="duty-form" data-testid="duty-form" aria-label=say!("duty-write") on:keydown=on_key>
            <Whole problem fields=FIELDS testid="duty-problem" />
            <div class="duty-fields">
                <Choose name="area" value=draft.area choices problem />
                <Line name="on" value=draft.on problem kind="date" between=days required=true />
                {mark}
                <Line name="note" value=draft.note problem focused=!marked />
            </div>
            <div class="form-foot">
                <Button look=Look::Primary on_press=send busy=Signal::derive(move || deed.busy())
                    hint="Ctrl ⏎" testid="duty-send">{words}</Button>
                <Button on_press=move |()| close() hint="Esc" testid="duty-back">{say!("case-form-back")}</Button>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn rule(marked: bool) -> DutyRule {
        let wire = serde_json::json!({
            "code": "weekly_report", "name": { "zh": "周述职", "en": "Weekly report" }, "basis": "",
            "every": "week", "level": "village", "marked": marked,
        });
        serde_json::from_value(wire).unwrap()
    }

    #[test]
    fn a_line_is_what_was_typed_and_what_cannot_be_read_names_its_field() {
        Owner::new().with(|| {
            let begin = Begin {
                area: None,
                on: date(2026, 11, 22),
            };
            let village = ("520381001001".to_owned(), "康佳社区".to_owned());
            let draft = Draft::new(&begin, &[village]);
            let field = |problem: Problem| problem.params["field"].clone();
            assert_eq!(field(draft.command(&rule(true)).unwrap_err()), "mark");
            draft.mark.set(" 92 ".to_owned());
            let Ok(Command::Write { area, mark, on, .. }) = draft.command(&rule(true)) else {
                panic!("it can be read");
            };
            assert_eq!((area.as_str(), mark), ("520381001001", Some(92)));
            assert_eq!(on, begin.on);
            draft.on.set(String::new());
            assert_eq!(field(draft.command(&rule(false)).unwrap_err()), "on");
        });
    }
}
