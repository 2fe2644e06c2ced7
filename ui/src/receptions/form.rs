//! The forms on a reception: planning, changing, cancelling, recording what came of it.
//!
//! What the console refuses lands on its field, as a sentence; the form stays open with it.

use leptos::prelude::*;
use onemap_domain::area::Level;
use onemap_domain::people::Role;
use onemap_domain::record::reception::Command;
use onemap_domain::record::{ReceptionMode, RecordCommand, RecordId};
use onemap_protocol::desk::KeepRecord;
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use super::calendar::{Entry, Leader};
use super::cases::{Cases, selected_case};
use super::draft::{Heard, HeldDraft, PlanDraft};
use super::fields::{Area, Choose, FIELDS, Keys, Line};
use super::spoken;
use crate::parts::{Button, Look, Whole, day_of};
use crate::remote::Deed;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};
use crate::toasts::{Toast, Tone};

/// Which form is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// 安排
    Plan,
    /// 调整: the reception as its author saw it.
    Change(Entry),
    /// 取消
    Cancel(Entry),
    /// 登记情况
    Hold(Entry),
}

impl Form {
    /// The stable name of its command.
    pub const fn name(&self) -> &'static str {
        match self {
            Form::Plan => "reception-plan",
            Form::Change(_) => "reception-change",
            Form::Cancel(_) => "reception-cancel",
            Form::Hold(_) => "reception-hold",
        }
    }

    /// On which record, and its revision on the screen.
    fn record(&self) -> Option<(RecordId, u64)> {
        match self {
            Form::Plan => None,
            Form::Change(entry) | Form::Cancel(entry) | Form::Hold(entry) => {
                Some((entry.id, entry.revision))
            }
        }
    }
}

/// What is being filled in.
#[derive(Clone, Copy)]
struct Draft {
    plan: PlanDraft,
    reason: RwSignal<String>,
    held: HeldDraft,
}

impl Draft {
    fn command(self, form: &Form) -> Result<Command, Problem> {
        Ok(match form {
            Form::Plan => Command::Plan(self.plan.plan()?),
            Form::Change(_) => Command::Change(self.plan.plan()?),
            Form::Cancel(_) => Command::Cancel {
                reason: self.reason.get_untracked(),
            },
            Form::Hold(_) => Command::Hold(self.held.held()?),
        })
    }
}

/// The plan that a form begins with: the one on the screen, or one of today by who is signed in.
fn begin(form: &Form, desk: Desk) -> PlanDraft {
    if let Form::Change(entry) = form {
        return PlanDraft::of(&entry.reception.plan);
    }
    let today = day_of(desk.central_now());
    let user = desk.user.get_untracked();
    let mode = desk.names.with_untracked(|names| {
        let rule = names.as_deref()?.profile.reception.as_ref();
        rule?.modes.first().copied()
    });
    let area = user.as_ref().map(|user| &user.scope.area);
    let plan = PlanDraft::new(today, area, mode);
    if let Some(user) = user.filter(|user| user.actor.role == Role::Leader) {
        plan.leader.set(user.actor.user.0);
        plan.name.set(user.actor.name);
    }
    plan
}

/// A form.
#[component]
pub fn FormView(
    /// Which.
    form: Form,
    /// The leaders that the calendar knows, to be proposed.
    leaders: Memo<Vec<Leader>>,
    /// Closes it; with the record that it was about when that is in the outbox.
    on_close: Callback<Option<RecordId>>,
) -> impl IntoView {
    let desk = Desk::here();
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let draft = Draft {
        plan: begin(&form, desk),
        reason: RwSignal::new(String::new()),
        held: HeldDraft::new(),
    };
    let selected = selected_case(desk);
    let name = form.name();
    let holds = matches!(form, Form::Hold(_));
    let body = fields_of(&form, draft, leaders, selected, problem);
    let about = match &form {
        Form::Plan => None,
        Form::Change(entry) | Form::Cancel(entry) | Form::Hold(entry) => {
            let plan = entry.reception.plan.clone();
            Some(move || {
                let today = day_of(desk.now.get());
                format!("{} {}", plan.name, spoken(plan.on, today))
            })
        }
    };
    let look = if matches!(form, Form::Cancel(_)) {
        Look::Danger
    } else {
        Look::Primary
    };
    let send = Callback::new(move |()| give(&form, draft, deed, desk, on_close));
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let controlled = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Escape" => on_close.run(None),
            "Enter" if controlled => send.run(()),
            _ if holds && event.alt_key() && event.code() == "KeyA" => {
                if let Some(case) = selected.get_untracked() {
                    draft.held.hear(case);
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let words = move || {
        if deed.busy() {
            t("case-form-sending", &[])
        } else {
            t(name, &[])
        }
    };
    view! {
        <section class="reception-form" data-testid="reception-form" data-command=name
            aria-label=move || t(name, &[]) on:keydown=on_key>
            <h3 class="form-head">
                {move || t(name, &[])}
                <span class="part-note">{about}</span>
            </h3>
            <Whole problem fields=FIELDS testid="reception-problem" />
            {body}
            <div class="form-foot">
                <Button look on_press=send busy=Signal::derive(move || deed.busy()) hint="Ctrl ⏎"
                    testid="reception-send">{words}</Button>
                <Button on_press=Callback::new(move |()| on_close.run(None)) hint="Esc"
                    testid="reception-back">{say!("case-form-back")}</Button>
            </div>
            {holds.then(|| view! { <Keys /> })}
        </section>
    }
}

/// The fields of a form.
fn fields_of(
    form: &Form,
    draft: Draft,
    leaders: Memo<Vec<Leader>>,
    selected: Memo<Option<Heard>>,
    problem: Signal<Option<Problem>>,
) -> AnyView {
    match form {
        Form::Plan | Form::Change(_) => {
            view! { <PlanFields plan=draft.plan leaders problem /> }.into_any()
        }
        Form::Cancel(_) => {
            view! { <Area name="reason" value=draft.reason problem required=true focused=true /> }
                .into_any()
        }
        Form::Hold(_) => view! {
            <Line name="parties" value=draft.held.parties problem kind="number" required=true focused=true />
            <Cases draft=draft.held selected />
            <Area name="note" value=draft.held.note problem />
        }
        .into_any(),
    }
}

/// Gives the command of a form; the form closes when it is in the outbox.
fn give(form: &Form, draft: Draft, deed: Deed, desk: Desk, on_close: Callback<Option<RecordId>>) {
    let command = match draft.command(form) {
        Ok(command) => command,
        Err(problem) => return deed.fail(problem),
    };
    let name = form.name();
    let (record, revision) = form
        .record()
        .map_or((None, 0), |(id, revision)| (Some(id), revision));
    let keep = KeepRecord {
        record,
        revision,
        keep: RecordCommand::Reception(command),
    };
    deed.perform(keep, move |submitted| {
        let command = untrack(|| t(name, &[]));
        desk.toast(Toast::new(
            Tone::Good,
            "case-submitted",
            &[("command", &command)],
        ));
        on_close.try_run(Some(submitted.record));
    });
}

#[component]
fn PlanFields(
    plan: PlanDraft,
    leaders: Memo<Vec<Leader>>,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let proposed = Signal::derive(move || {
        let one = |leader: Leader| (leader.user.0, leader.name);
        leaders.get().into_iter().map(one).collect::<Vec<_>>()
    });
    // Whoever is known by login has the name that was last published.
    Effect::new(move |_| {
        let login = plan.leader.get();
        let known = leaders.with_untracked(|leaders| {
            let known = leaders.iter().find(|leader| leader.user.0 == login.trim());
            known.map(|leader| leader.name.clone())
        });
        if let Some(known) = known.filter(|_| plan.name.with_untracked(String::is_empty)) {
            plan.name.set(known);
        }
    });
    let modes = Signal::derive(move || {
        let modes = desk.names.with(|names| {
            let rule = names.as_deref()?.profile.reception.as_ref();
            rule.map(|rule| rule.modes.clone())
        });
        let mode = |mode: ReceptionMode| {
            let name = mode.name();
            (name.to_owned(), word("reception-mode", name))
        };
        modes
            .unwrap_or_default()
            .into_iter()
            .map(mode)
            .collect::<Vec<_>>()
    });
    let areas = Signal::derive(move || {
        let own = desk
            .user
            .with(|user| user.as_ref().map(|user| user.scope.area.clone()));
        let Some(own) = own else { return Vec::new() };
        desk.names.with(|names| {
            let areas = names.as_deref().map(|names| &names.areas);
            let within = areas.into_iter().flatten().filter(|area| {
                let wide = area.code.level() <= Level::Town || area.code == own;
                wide && own.covers(&area.code)
            });
            within
                .map(|area| (area.code.to_string(), area.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="reception-pair">
            <Line name="leader" value=plan.leader problem proposed required=true focused=true />
            <Line name="name" value=plan.name problem required=true />
        </div>
        <div class="reception-pair">
            <Choose name="mode" value=plan.mode choices=modes problem />
            <Choose name="area" value=plan.area choices=areas problem />
        </div>
        <Line name="on" value=plan.on problem kind="date" required=true />
        <div class="reception-pair">
            <Line name="from" value=plan.from problem kind="time" required=true />
            <Line name="to" value=plan.to problem kind="time" required=true />
        </div>
        <Line name="place" value=plan.place problem required=true />
    }
}
