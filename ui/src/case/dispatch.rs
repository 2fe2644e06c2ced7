//! Dispatch (交办): one lead with its reason, the load of every department beside its name, those
//! that assist, what is asked for, and until when.

use std::sync::Arc;

use jiff::Timestamp;
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::case::Stage;
use onemap_domain::command;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_protocol::desk::{
    CaseView, DepartmentLoad, Loads, Suggest, Suggestion, SuggestionReason,
};
use onemap_protocol::problem::Problem;

use super::choose::DepartmentChooser;
use super::when;
use crate::department::LoadBar;
use crate::parts::{Hue, Tag, TextArea, TextField, count, exact};
use crate::remote::remote;
use crate::state::Desk;
use crate::text::{t, word};

/// Until when a department has to feed back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DueChoice {
    Profile,
    Today,
    Days(u16),
    Custom,
}

impl DueChoice {
    const ALL: [DueChoice; 6] = [
        DueChoice::Profile,
        DueChoice::Today,
        DueChoice::Days(1),
        DueChoice::Days(3),
        DueChoice::Days(7),
        DueChoice::Custom,
    ];

    fn words(self) -> String {
        match self {
            DueChoice::Profile => t("dispatch-due-profile", &[]),
            DueChoice::Today => t("dispatch-due-today", &[]),
            DueChoice::Days(days) => t("dispatch-due-days", &[("count", &days.to_string())]),
            DueChoice::Custom => t("dispatch-due-custom", &[]),
        }
    }

    fn name(self) -> String {
        match self {
            DueChoice::Profile => "profile".to_owned(),
            DueChoice::Today => "today".to_owned(),
            DueChoice::Days(days) => format!("days-{days}"),
            DueChoice::Custom => "custom".to_owned(),
        }
    }
}

/// The hour of the quick choice "today".
const CLOSE_OF_BUSINESS: i8 = 18;

/// An order while it is being written.
#[derive(Clone, Copy)]
pub struct OrderDraft {
    lead: RwSignal<Option<DepartmentCode>>,
    /// Somebody has chosen the lead; suggestions do not change it any more.
    chosen: RwSignal<bool>,
    assists: RwSignal<Vec<DepartmentCode>>,
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
            requirements: RwSignal::new(String::new()),
            due: RwSignal::new(DueChoice::Profile),
            custom: RwSignal::new(String::new()),
        }
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
            choice => set_time(choice, now),
        };
        Ok(command::Dispatch {
            lead: self.lead.get_untracked().ok_or_else(|| missing("lead"))?,
            assists: self.assists.get_untracked(),
            requirements: self.requirements.get_untracked(),
            due_at,
        })
    }

    fn lead_by(self, code: DepartmentCode) {
        self.chosen.set(true);
        // The lead cannot also assist.
        self.assists
            .update(|assists| assists.retain(|assist| *assist != code));
        self.lead.set(Some(code));
    }
}

/// The moment of a quick choice; `None` leaves it to the profile.
fn set_time(choice: DueChoice, now: Timestamp) -> Option<Timestamp> {
    match choice {
        DueChoice::Today => Some(when::today_at(now, CLOSE_OF_BUSINESS)),
        DueChoice::Days(days) => Some(when::after_days(now, days)),
        DueChoice::Profile | DueChoice::Custom => None,
    }
}

/// The fields of an order.
#[component]
#[allow(
    clippy::too_many_lines,
    reason = "one form, from top to bottom as it is read"
)]
pub fn DispatchFields(
    /// What is being written.
    order: OrderDraft,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// What the console found.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let id = view.with_untracked(|view| view.case.id);
    // Asked once: what moves under the pointer is clicked wrongly. The loads beside them live.
    let suggestions = remote(move || Some(Suggest { case: id }));
    let loads = remote(move || {
        desk.cases.track();
        Some(Loads {})
    });
    let load_of = move |code: &DepartmentCode| {
        let find = |loads: &Vec<DepartmentLoad>| {
            loads
                .iter()
                .find(|load| load.department == *code)
                .map(|load| load.load)
        };
        loads.with(find).flatten()
    };
    Effect::new(move |_| {
        let best = suggestions
            .with(|s| s.first().map(|s| s.department.clone()))
            .flatten();
        if best.is_some() && !order.chosen.get() {
            order.lead.set(best);
        }
    });

    let category = Memo::new(move |_| view.with(|view| view.case.facts.category.clone()));
    let offered = Memo::new(move |_| {
        suggestions.with(|suggestions| suggestions.iter().take(3).cloned().collect::<Vec<_>>())
    });
    let options = move || match (offered.get(), suggestions.problem()) {
        (Some(offered), _) if offered.is_empty() => {
            view! { <p class="part-empty">{t("dispatch-suggestions-none", &[])}</p> }.into_any()
        }
        (Some(offered), _) => {
            let option = |suggestion: Suggestion| {
                let (code, first) = (suggestion.department.clone(), suggestion.load);
                let load = Signal::derive(move || load_of(&code).unwrap_or(first));
                view! { <Offer order suggestion load category /> }
            };
            offered.into_iter().map(option).collect_view().into_any()
        }
        (None, Some(_)) => {
            view! { <p class="part-failed">{t("dispatch-suggestions-failed", &[])}</p> }.into_any()
        }
        (None, None) => view! { <p class="part-empty">"…"</p> }.into_any(),
    };
    let other_lead = move || {
        let chosen = order.lead.get()?;
        let is_offered = offered.with(|o| {
            o.as_ref()
                .is_some_and(|o| o.iter().any(|suggestion| suggestion.department == chosen))
        });
        (!is_offered).then(|| {
            let code = chosen.clone();
            let load = Signal::derive(move || load_of(&code).unwrap_or_default());
            view! {
                <div class="offer offer-chosen" data-testid="dispatch-chosen" data-department=chosen.to_string()>
                    <span class="offer-name">{desk.department_name(&chosen)}</span>
                    <LoadBar load />
                </div>
            }
        })
    };
    let missing_lead = move || {
        let problem = problem.get()?;
        let field = problem.params.get("field").map(String::as_str);
        let about_lead =
            matches!(field, Some("lead" | "assists")) || problem.code == "lead_assists";
        about_lead.then(|| {
            view! { <p class="field-line field-error" role="alert">{crate::text::sentence(&problem)}</p> }
        })
    };
    let all = Signal::derive(move || loads.with(Clone::clone).unwrap_or_default());
    view! {
        <div class="field" data-testid="dispatch-lead" data-lead=move || order.lead.get().map(|l| l.to_string())>
            <div class="field-top">
                <span class="field-label">{crate::say!("dispatch-suggestions")}</span>
                <span class="part-note">{crate::say!("dispatch-load-meaning")}</span>
            </div>
            <div class="offers" role="radiogroup" aria-label=crate::say!("dispatch-lead")>
                {options}
                {other_lead}
            </div>
            <DepartmentChooser
                loads=all
                hidden=Signal::derive(move || order.lead.get().into_iter().collect())
                hint=Signal::derive(crate::say!("dispatch-lead-search"))
                on_choose=move |code| order.lead_by(code)
                testid="dispatch-lead-search"
                focused=true
            />
            {missing_lead}
        </div>
        <Assists order loads=all />
        <TextArea
            name="requirements"
            value=order.requirements
            problem
            hint=Signal::derive(crate::say!("dispatch-requirements-hint"))
            rows=2
            testid="dispatch-requirements"
        />
        <DueField order view problem />
        <Preview order view />
    }
}

/// A suggested lead: why, on what evidence, with which load.
#[component]
fn Offer(
    order: OrderDraft,
    suggestion: Suggestion,
    load: Signal<Load>,
    category: Memo<String>,
) -> impl IntoView {
    let desk = Desk::here();
    let Suggestion {
        department,
        reason,
        led_before,
        known_before,
        ..
    } = suggestion;
    let is_chosen = {
        let department = department.clone();
        Memo::new(move |_| order.lead.with(|lead| lead.as_ref() == Some(&department)))
    };
    let (tag, hint) = match reason {
        SuggestionReason::Duty => ("dispatch-reason-duty", "dispatch-reason-duty-hint"),
        SuggestionReason::Place => ("dispatch-reason-place", "dispatch-reason-place-hint"),
    };
    let why = Signal::derive(move || t(hint, &[("category", &desk.category(&category.get()))]));
    let evidence = move || {
        if known_before == 0 {
            t("dispatch-evidence-none", &[])
        } else {
            t(
                "dispatch-evidence",
                &[("known", &count(known_before)), ("led", &count(led_before))],
            )
        }
    };
    let choose = {
        let department = department.clone();
        move |_| order.lead_by(department.clone())
    };
    view! {
        <button
            type="button"
            class="offer"
            class:offer-chosen=is_chosen
            role="radio"
            aria-checked=move || is_chosen.get().to_string()
            data-testid=format!("dispatch-option-{department}")
            data-reason=match reason { SuggestionReason::Duty => "duty", SuggestionReason::Place => "place" }
            on:click=choose
        >
            <span class="offer-name">
                {desk.department_name(&department)}
                " "
                <Tag hue=Hue::Accent title=why>{crate::say!(tag)}</Tag>
            </span>
            <LoadBar load />
            <span class="offer-why">{why} " · " {evidence}</span>
        </button>
    }
}

/// Those that assist, as tags, and adding one.
#[component]
fn Assists(order: OrderDraft, loads: Signal<Vec<DepartmentLoad>>) -> impl IntoView {
    let desk = Desk::here();
    let adding = RwSignal::new(false);
    let tag = move |code: DepartmentCode| {
        let name = desk.department_short(&code);
        let removes = t("dispatch-assist-remove", &[("name", &name)]);
        let gone = code.clone();
        view! {
            <button
                type="button"
                class="tag tag-remove"
                title=removes.clone()
                aria-label=removes
                data-testid="dispatch-assist-tag"
                data-department=code.to_string()
                on:click=move |_| order.assists.update(|all| all.retain(|other| *other != gone))
            >
                {name} <span aria-hidden="true">"×"</span>
            </button>
        }
    };
    let hidden = Signal::derive(move || {
        order
            .assists
            .get()
            .into_iter()
            .chain(order.lead.get())
            .collect::<Vec<_>>()
    });
    view! {
        <div class="field" data-testid="dispatch-assists">
            <span class="field-label">{crate::say!("dispatch-assists")}</span>
            <div class="assists">
                {move || order.assists.get().into_iter().map(tag).collect_view()}
                <Show when=move || !adding.get()>
                    <button
                        type="button"
                        class="link"
                        data-testid="dispatch-assist"
                        on:click=move |_| adding.set(true)
                    >
                        "+ " {crate::say!("dispatch-assist-add")}
                    </button>
                </Show>
            </div>
            <Show when=move || adding.get()>
                <DepartmentChooser
                    loads
                    hidden
                    hint=Signal::derive(crate::say!("dispatch-lead-search"))
                    on_choose=move |code| {
                        order.assists.update(|all| all.push(code));
                        adding.set(false);
                    }
                    testid="dispatch-assist-search"
                    focused=true
                />
            </Show>
        </div>
    }
}

/// Until when, and how that was computed.
#[component]
fn DueField(
    order: OrderDraft,
    view: Signal<Arc<CaseView>>,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let urgency = Memo::new(move |_| view.with(|view| view.case.facts.urgency));
    let how = move || match order.due.get() {
        DueChoice::Profile => {
            let limit = desk.names.with(|names| {
                names
                    .as_deref()?
                    .profile
                    .stage_period(Stage::Handling, urgency.get())
            });
            limit.map_or_else(
                || t("dispatch-due-unlimited", &[]),
                |limit| {
                    let name = word("urgency", urgency.get().name());
                    t(
                        "dispatch-due-how-profile",
                        &[("urgency", &name), ("period", &when::period(limit))],
                    )
                },
            )
        }
        _ => t("dispatch-due-how-set", &[]),
    };
    let choice = move |choice: DueChoice| {
        let is_past = move || {
            choice == DueChoice::Today
                && when::today_at(desk.now.get(), CLOSE_OF_BUSINESS) <= desk.now.get()
        };
        let choose = move |_| {
            if choice == DueChoice::Custom && order.custom.with_untracked(String::is_empty) {
                order
                    .custom
                    .set(when::to_control(when::proposed(desk.central_now())));
            }
            order.due.set(choice);
        };
        view! {
            <button
                type="button"
                class="quick"
                role="radio"
                aria-checked=move || (order.due.get() == choice).to_string()
                disabled=is_past
                data-testid=format!("dispatch-due-{}", choice.name())
                on:click=choose
            >
                {move || choice.words()}
            </button>
        }
    };
    view! {
        <div class="field" data-testid="dispatch-due" data-due=move || due_at(desk, order, view).map(|at| at.to_string())>
            <div class="field-top">
                <span class="field-label">{crate::say!("dispatch-due")}</span>
                <span class="part-note">{how}</span>
            </div>
            <div class="quicks" role="radiogroup" aria-label=crate::say!("dispatch-due")>
                {DueChoice::ALL.map(choice)}
            </div>
            <Show
                when=move || order.due.get() == DueChoice::Custom
                fallback=move || view! { <DueProblem problem /> }
            >
                <TextField name="due_at" value=order.custom problem kind="datetime-local" testid="dispatch-due-at" />
            </Show>
        </div>
    }
}

/// A quick choice may have run out too, while the form stood open.
#[component]
fn DueProblem(problem: Signal<Option<Problem>>) -> impl IntoView {
    move || {
        let problem = problem
            .get()
            .filter(|problem| problem.code == "due_in_past")?;
        Some(view! {
            <p class="field-line field-error" role="alert">{crate::text::sentence(&problem)}</p>
        })
    }
}

/// When the order will be due; `None` when nothing limits it.
fn due_at(desk: Desk, order: OrderDraft, view: Signal<Arc<CaseView>>) -> Option<Timestamp> {
    let now = desk.now.get();
    match order.due.get() {
        DueChoice::Profile => {
            let urgency = view.with(|view| view.case.facts.urgency);
            let limit = desk.names.with(|names| {
                names
                    .as_deref()?
                    .profile
                    .stage_period(Stage::Handling, urgency)
            });
            limit.map(|limit| when::deadline(now, limit))
        }
        DueChoice::Custom => when::from_control(&order.custom.get()),
        choice => set_time(choice, now),
    }
}

/// The order as one sentence.
#[component]
fn Preview(order: OrderDraft, view: Signal<Arc<CaseView>>) -> impl IntoView {
    let desk = Desk::here();
    let due = Memo::new(move |_| due_at(desk, order, view));
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
        let until = due.get().map(|at| when::moment(at, desk.now.get()));
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
        <p class="preview" data-testid="dispatch-preview" aria-live="polite" title=move || due.get().map(exact)>
            {words}
        </p>
    }
}
