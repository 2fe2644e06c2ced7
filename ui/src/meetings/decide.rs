//! Deciding: typed once, with a person and a day, and becoming an order, a supervision or nothing
//! but itself. Before it is sent the form says what it will do to its case.

use leptos::prelude::*;
use onemap_domain::clock::Calendar;
use onemap_domain::command::CommandKind;
use onemap_domain::record::Becomes;
use onemap_domain::route::Verdict;
use onemap_protocol::desk::{CaseCard, CaseRow, CaseView, Hit, Resolve, Search, Suggest};
use onemap_protocol::problem::Problem;

use super::draft::Draft;
use super::fields::{Area, Framed, Line};
use super::form::Shell;
use super::room::{Chosen, Room};
use crate::parts::{Hue, LampMark, Tag};
use crate::remote::{Deed, Remote, remote};
use crate::say;
use crate::text::{sentence, t, word};
use crate::toasts::{Toast, Tone};

/// Most cases found that are offered.
const MOST: usize = 4;

/// The form.
#[component]
pub fn DecideForm(
    /// At which meeting.
    room: Room,
    /// About which case it begins.
    case: Option<Chosen>,
    /// Leaves it.
    on_close: Callback<()>,
) -> impl IntoView {
    let desk = room.desk;
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let draft = Draft::new(case, room.today.get_untracked());
    let card = remote(move || {
        desk.cases.track();
        draft
            .case
            .with(|case| case.as_ref().map(|case| CaseCard { id: case.id }))
    });
    suggest_department(draft, card);
    let send = Callback::new(move |()| {
        let area = room.pack.with_untracked(|pack| pack.area.clone());
        let resolution = match draft.resolution(room.id.get_untracked(), area) {
            Ok(resolution) => resolution,
            Err(problem) => return deed.fail(problem),
        };
        let becomes = resolution.becomes;
        deed.perform(Resolve { resolution }, move |_| {
            let command = untrack(|| word("decision-becomes", becomes.name()));
            desk.toast(Toast::new(
                Tone::Good,
                "case-submitted",
                &[("command", &command)],
            ));
            on_close.try_run(());
        });
    });
    let persons = Signal::derive(move || {
        let mut persons: Vec<String> = room.decisions.with(|all| {
            let all = all.iter();
            all.map(|one| one.decision.resolution.person.clone())
                .collect()
        });
        persons.sort();
        persons.dedup();
        persons
    });
    view! {
        <Shell name="decision-decide" deed on_send=send on_close>
            <CaseBox room draft problem />
            <Area name="text" value=draft.text problem required=true focused=true />
            <div class="meeting-fields">
                <BecomesField draft problem />
                <DepartmentField room draft problem />
                <Line name="person" value=draft.person problem required=true proposed=persons />
                <Line name="by" value=draft.by problem kind="date" required=true />
            </div>
            <Meaning room draft card />
        </Shell>
    }
}

/// Where nobody leads the case, the department that the rules name, unless somebody chose one.
fn suggest_department(draft: Draft, card: Remote<CaseView>) {
    let advice = remote(move || {
        let unled = card.with(|view| (view.case.lead.is_none(), view.case.id));
        let (_, case) = unled.filter(|(unled, _)| *unled)?;
        Some(Suggest { case })
    });
    Effect::new(move |_| {
        let lead = advice
            .with(|advice| {
                let first = advice.suggestions.first();
                let clear = advice.verdict == Verdict::Clear;
                first.filter(|_| clear).map(|one| one.matched.lead.clone())
            })
            .flatten();
        let Some(lead) = lead else { return };
        let empty = draft.department.with_untracked(String::is_empty);
        if empty && !draft.department_chosen.get_untracked() {
            draft.department.set(lead.0);
        }
    });
}

/// About which case: the chosen one, another that is found, or none.
#[component]
fn CaseBox(room: Room, draft: Draft, problem: Signal<Option<Problem>>) -> impl IntoView {
    let desk = room.desk;
    let typed = RwSignal::new(String::new());
    let found = remote(move || {
        let text = typed.get().trim().to_owned();
        (!text.is_empty()).then_some(Search { text })
    });
    let rows = Memo::new(move |_| {
        found
            .with(|hits| {
                let cases = hits.iter().filter_map(|hit| match hit {
                    Hit::Case { row } => Some((**row).clone()),
                    Hit::Area { .. } | Hit::Department { .. } => None,
                });
                cases.take(MOST).collect::<Vec<CaseRow>>()
            })
            .unwrap_or_default()
    });
    let take = Callback::new(move |row: CaseRow| {
        typed.set(String::new());
        desk.select_case(row.id);
        draft.turn_to(Some(Chosen::of_row(&row, desk)));
    });
    let option = move |row: CaseRow| {
        let taken = row.clone();
        let lamp = row.lamp;
        view! {
            <button type="button" class="offer" data-testid="meeting-case-option"
                data-case=row.id.to_string() on:click=move |_| take.run(taken.clone())>
                <span class="offer-name offer-case"><LampMark lamp /><span class="clip">{row.title}</span></span>
                <span class="figures">{row.number.map_or_else(|| t("no-number", &[]), |number| number.0)}</span>
            </button>
        }
    };
    let hits = move || {
        if let Some(problem) = found.problem() {
            return view! { <p class="part-failed" role="alert">{sentence(&problem)}</p> }
                .into_any();
        }
        let rows = rows.get();
        if rows.is_empty() {
            let key = if found.is_there() {
                "case-other-not-found"
            } else {
                "case-other-searching"
            };
            return view! { <p class="part-empty">{t(key, &[])}</p> }.into_any();
        }
        rows.into_iter().map(option).collect_view().into_any()
    };
    let first = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" && !event.is_composing() {
            // The first that was found, and never the form itself.
            // While another is searched for, the list is still of the words before.
            let first = rows.with_untracked(|rows| rows.first().cloned());
            if let Some(row) = first.filter(|_| untrack(|| !found.loading())) {
                take.run(row);
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let box_or_case = move || {
        match draft.case.get() {
        Some(case) => view! {
            <p class="meeting-about" data-testid="meeting-about" data-case=case.id.to_string()>
                <span class="clip"><strong>{case.title}</strong> " " <span class="figures">{case.name}</span></span>
                <button type="button" class="link" data-testid="meeting-about-none"
                    on:click=move |_| draft.turn_to(None)>{say!("meetings-about-none")}</button>
            </p>
        }
        .into_any(),
        None => view! {
            <input class="input" id="meeting-case" type="search" autocomplete="off" spellcheck="false"
                placeholder=say!("meetings-about-search") data-testid="meeting-case-search"
                prop:value=typed on:keydown=first
                on:input:target=move |event| typed.set(event.target().value()) />
            <Show when=move || !typed.with(|typed| typed.trim().is_empty())>
                <div class="offers" data-testid="meeting-case-found">{hits}</div>
            </Show>
        }
        .into_any(),
    }
    };
    view! { <Framed name="case" problem>{box_or_case}</Framed> }
}

/// What it becomes: three choices, which the arrows go through.
#[component]
fn BecomesField(draft: Draft, problem: Signal<Option<Problem>>) -> impl IntoView {
    let choice = move |becomes: Becomes| {
        let is_chosen = move || draft.becomes.get() == becomes;
        let name = becomes.name();
        view! {
            <label class="segment-option" data-checked=move || is_chosen().to_string()>
                <input type="radio" class="unseen" name="meeting-becomes" value=name
                    data-testid=format!("meeting-becomes-{name}") prop:checked=is_chosen
                    on:change=move |_| draft.becomes.set(becomes) />
                {move || word("decision-becomes", name)}
            </label>
        }
    };
    view! {
        <Framed name="becomes" problem>
            <div class="segment meeting-becomes" id="meeting-becomes" role="radiogroup"
                data-testid="meeting-becomes" data-chosen=move || draft.becomes.get().name()>
                {Becomes::ALL.map(choice)}
            </div>
        </Framed>
    }
}

/// Who answers for it.
#[component]
fn DepartmentField(room: Room, draft: Draft, problem: Signal<Option<Problem>>) -> impl IntoView {
    let desk = room.desk;
    let choices = Memo::new(move |_| {
        desk.names.with(|names| {
            let names = names.as_deref();
            let all = names.map(|names| names.departments.as_slice());
            let all = all.unwrap_or_default().iter();
            all.map(|one| (one.code.0.clone(), one.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let option = move |(code, name): (String, String)| {
        let own = code.clone();
        let is_chosen = move || draft.department.with(|chosen| *chosen == own);
        view! { <option value=code prop:selected=is_chosen>{name}</option> }
    };
    view! {
        <Framed name="department" problem>
            <select class="input input-select" id="meeting-department" name="department"
                data-testid="meeting-department" data-chosen=draft.department
                aria-describedby="meeting-department-line"
                on:change:target=move |event| {
                    draft.department_chosen.set(true);
                    draft.department.set(event.target().value());
                }>
                <option value="" prop:selected=move || draft.department.with(String::is_empty)>
                    {say!("meetings-no-department")}
                </option>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </Framed>
    }
}

/// What sending it does to its case, and why it would not be taken.
#[component]
fn Meaning(room: Room, draft: Draft, card: Remote<CaseView>) -> impl IntoView {
    let desk = room.desk;
    // What the words are does not matter for which command they become.
    let meant = Memo::new(move |_| {
        let becomes = draft.becomes.get();
        if becomes == Becomes::Note {
            return Some((None, None));
        }
        let department = draft.chosen_department();
        let area = room.pack.with(|pack| pack.area.clone());
        let resolution = untrack(|| draft.resolution(room.id.get(), area)).ok()?;
        let resolution = onemap_domain::record::Resolution {
            becomes,
            department,
            ..resolution
        };
        let command = card
            .with(|view| {
                desk.names.with(|names| {
                    let profile = &names.as_deref()?.profile;
                    Some(
                        resolution
                            .command(&view.case, profile, &Calendar::BEIJING)?
                            .kind(),
                    )
                })
            })
            .flatten();
        let refusal = command.and_then(|command| {
            let refusal = card.with(|view| {
                let allowed = view.actions.iter().find(|one| one.command == command);
                allowed.and_then(|one| one.refusal.clone())
            });
            refusal.flatten()
        });
        Some((command, refusal))
    });
    let words = move || {
        let becomes = draft.becomes.get();
        let unit = draft
            .chosen_department()
            .map(|code| desk.department_name(&code))
            .unwrap_or_default();
        let case = draft.case.with(Option::is_some);
        let key = match (becomes, case, meant.get()) {
            (Becomes::Note, ..) => "meetings-means-note",
            (_, false, _) => "meetings-means-no-case",
            (_, true, Some((Some(command), _))) => means(command),
            (Becomes::Order, true, _) if unit.is_empty() => "meetings-means-no-unit",
            (_, true, _) => return String::new(),
        };
        t(key, &[("unit", &unit)])
    };
    let refusal = move || {
        let (_, refusal) = meant.get()?;
        let problem = Problem::from(&refusal?);
        let code = problem.code.clone();
        Some(view! {
            <span class="meeting-refused" data-testid="meeting-refused" data-code=code>
                <Tag hue=Hue::Warning>{t("meetings-refused", &[])}</Tag> " " {sentence(&problem)}
            </span>
        })
    };
    view! {
        <p class="preview" data-testid="meeting-means" aria-live="polite"
            data-command=move || meant.get().and_then(|(command, _)| command).map(CommandKind::name)>
            {words} " " {refusal}
        </p>
    }
}

/// The key of the sentence that says what a command does.
fn means(command: CommandKind) -> &'static str {
    match command {
        CommandKind::Dispatch => "meetings-means-dispatch",
        CommandKind::Redispatch => "meetings-means-redispatch",
        CommandKind::Urge => "meetings-means-urge",
        CommandKind::Climb => "meetings-means-climb",
        _ => "meetings-means-supervise",
    }
}
