//! An order to a department (交办, 指定牵头, 改派): one lead with the rule that names it, the load
//! of every department beside its name, those that assist, what is asked for, and until when.
//!
//! Deliberately absent: deciding. The rules suggest, a person chooses, the console judges.

mod advice;
mod due;
mod why;

use std::sync::Arc;

use jiff::Timestamp;
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::command;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_protocol::desk::{CaseView, DepartmentLoad, Loads};
use onemap_protocol::problem::Problem;

use self::advice::Counsel;
use self::due::{DueChoice, DueField, DueTime};
use super::assists::Assists;
use super::choose::DepartmentChooser;
use super::when;
use crate::department::LoadBar;
use crate::parts::{TextArea, exact};
use crate::remote::remote;
use crate::state::Desk;
use crate::text::t;

/// An order while it is being written.
#[derive(Clone, Copy)]
pub struct OrderDraft {
    lead: RwSignal<Option<DepartmentCode>>,
    /// Somebody has chosen the lead; suggestions do not change it any more.
    chosen: RwSignal<bool>,
    assists: RwSignal<Vec<DepartmentCode>>,
    /// Somebody has changed the assists; rules do not fill them any more.
    assists_chosen: RwSignal<bool>,
    requirements: RwSignal<String>,
    due: RwSignal<DueChoice>,
    custom: RwSignal<String>,
}

impl OrderDraft {
    /// Nothing is chosen yet.
    pub fn new() -> OrderDraft {
        OrderDraft {
            lead: RwSignal::new(None),
            chosen: RwSignal::new(false),
            assists: RwSignal::new(Vec::new()),
            assists_chosen: RwSignal::new(false),
            requirements: RwSignal::new(String::new()),
            due: RwSignal::new(DueChoice::Profile),
            custom: RwSignal::new(String::new()),
        }
    }

    /// As somebody has written it before.
    pub fn of(order: &command::Dispatch) -> OrderDraft {
        let draft = OrderDraft::new();
        draft.lead_by(order.lead.clone(), &order.assists);
        draft.assists_chosen.set(true);
        draft.requirements.set(order.requirements.clone());
        if let Some(at) = order.due_at {
            draft.due.set(DueChoice::Custom);
            draft.custom.set(when::to_control(at));
        }
        draft
    }

    /// The order as it will be given.
    pub fn order(self, now: Timestamp) -> Result<command::Dispatch, Problem> {
        let missing = |field: &str| {
            Problem::from(Refusal::FieldMissing {
                field: field.to_owned(),
            })
        };
        let due_at = match self.due.get_untracked() {
            DueChoice::Custom => {
                let typed = when::from_control(&self.custom.get_untracked());
                Some(typed.ok_or_else(|| missing("due_at"))?)
            }
            choice => choice.set_time(now),
        };
        Ok(command::Dispatch {
            lead: self.lead.get_untracked().ok_or_else(|| missing("lead"))?,
            assists: self.assists.get_untracked(),
            requirements: self.requirements.get_untracked(),
            due_at,
        })
    }

    /// A person chooses the lead; `assists` are those of the rule that names it.
    fn lead_by(self, code: DepartmentCode, assists: &[DepartmentCode]) {
        self.chosen.set(true);
        self.take(code, assists);
    }

    /// The lead, and the assists as long as nobody has chosen others.
    fn take(self, code: DepartmentCode, assists: &[DepartmentCode]) {
        if !self.assists_chosen.get_untracked() {
            self.assists.set(assists.to_vec());
        }
        self.lead.set(Some(code));
    }
}

/// The loads of all departments, and that of one.
fn load_of(loads: Signal<Vec<DepartmentLoad>>, code: &DepartmentCode) -> Option<Load> {
    loads.with(|loads| {
        let load = loads.iter().find(|load| load.department == *code)?;
        Some(load.load)
    })
}

/// The fields of an order.
#[component]
pub fn DispatchFields(
    /// What is being written.
    order: OrderDraft,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// What the console found.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let loads = remote(move || {
        desk.cases.track();
        Some(Loads {})
    });
    let all = Signal::derive(move || loads.with(Clone::clone).unwrap_or_default());
    let due = DueTime::new(desk, order, view);
    let wrong_lead = move || {
        let problem = problem.get()?;
        let field = problem.params.get("field").map(String::as_str);
        let about_lead = matches!(field, Some("lead" | "assists"))
            || matches!(problem.code.as_str(), "lead_assists" | "same_lead");
        about_lead.then(|| {
            view! { <p class="field-line field-error" role="alert">{crate::text::sentence(&problem)}</p> }
        })
    };
    let hidden = move || {
        let now_leading = view.with(|view| view.case.lead.clone());
        order.lead.get().into_iter().chain(now_leading).collect()
    };
    view! {
        <div class="field" data-testid="dispatch-lead" data-lead=move || order.lead.get().map(|l| l.to_string())>
            <div class="field-top">
                <span class="field-label">{crate::say!("dispatch-suggestions")}</span>
                <span class="part-note">{crate::say!("dispatch-load-meaning")}</span>
            </div>
            <Counsel order view loads=all />
            <DepartmentChooser
                loads=all
                hidden=Signal::derive(hidden)
                hint=Signal::derive(crate::say!("dispatch-lead-search"))
                on_choose=move |code| order.lead_by(code, &[])
                testid="dispatch-lead-search"
                focused=true
            />
            {wrong_lead}
        </div>
        <Assists
            assists=order.assists
            lead=order.lead
            loads=all
            by_rule=Signal::derive(move || !order.assists_chosen.get())
            on_change=Callback::new(move |()| order.assists_chosen.set(true))
        />
        <TextArea
            name="requirements"
            value=order.requirements
            problem
            hint=Signal::derive(crate::say!("dispatch-requirements-hint"))
            rows=2
            testid="dispatch-requirements"
        />
        <DueField order due problem />
        <Preview order due />
    }
}

/// A lead that no suggestion names, as it was chosen.
#[component]
fn OtherLead(
    /// Which.
    code: DepartmentCode,
    /// The loads of all.
    loads: Signal<Vec<DepartmentLoad>>,
) -> impl IntoView {
    let desk = Desk::here();
    let own = code.clone();
    let load = Signal::derive(move || load_of(loads, &own).unwrap_or_default());
    view! {
        <div class="offer offer-chosen" data-testid="dispatch-chosen" data-department=code.to_string()>
            <span class="offer-name">{desk.department_name(&code)}</span>
            <LoadBar load />
        </div>
    }
}

/// The order as one sentence.
#[component]
fn Preview(order: OrderDraft, due: DueTime) -> impl IntoView {
    let desk = Desk::here();
    let words = Memo::new(move |_| {
        let Some(lead) = order.lead.get() else {
            return t("dispatch-preview-none", &[]);
        };
        let lead = desk.department_name(&lead);
        let assists: Vec<String> = order.assists.with(|assists| {
            assists
                .iter()
                .map(|code| desk.department_short(code))
                .collect()
        });
        let until = due.at.get().map(|at| when::moment(at, desk.now.get()));
        let key = match (assists.is_empty(), until.is_some()) {
            (true, true) => "dispatch-preview",
            (false, true) => "dispatch-preview-assists",
            (true, false) => "dispatch-preview-unlimited",
            (false, false) => "dispatch-preview-assists-unlimited",
        };
        t(
            key,
            &[
                ("lead", &lead),
                ("assists", &assists.join(&t("list-separator", &[]))),
                ("when", &until.unwrap_or_default()),
            ],
        )
    });
    view! {
        <p class="preview" data-testid="dispatch-preview" aria-live="polite" title=move || due.at.get().map(exact)>
            {words}
        </p>
    }
}
