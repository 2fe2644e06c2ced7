//! Finding a department by typing: its name, its short name, its code, a duty. Those that were
//! chosen, as tags.

use leptos::prelude::*;
use onemap_domain::department::{Department, DepartmentCode};
use onemap_protocol::desk::DepartmentLoad;
use web_sys::KeyboardEvent;

use crate::department::LoadBar;
use crate::parts::takes_keyboard_in_place;
use crate::state::Desk;
use crate::text::t;

/// How many are shown at once.
const SHOWN: usize = 7;

/// A box to type into, with the departments that fit below it.
#[component]
pub fn DepartmentChooser(
    /// The load of every department; without, none is shown.
    #[prop(into, optional)]
    loads: Option<Signal<Vec<DepartmentLoad>>>,
    /// Those that are chosen already.
    #[prop(into)]
    hidden: Signal<Vec<DepartmentCode>>,
    /// What to type.
    #[prop(into)]
    hint: Signal<String>,
    /// Chooses one.
    #[prop(into)]
    on_choose: Callback<DepartmentCode>,
    /// Its name for tests.
    testid: &'static str,
    /// Takes the keyboard when it appears.
    #[prop(optional)]
    focused: bool,
) -> impl IntoView {
    let desk = Desk::here();
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let input = NodeRef::<leptos::html::Input>::new();
    if focused {
        takes_keyboard_in_place(input);
    }
    let found = Memo::new(move |_| {
        let wanted = typed.get().trim().to_lowercase();
        if wanted.is_empty() {
            return Vec::new();
        }
        let hidden = hidden.get();
        desk.names.with(|names| {
            let all = names
                .as_deref()
                .map(|names| names.departments.as_slice())
                .unwrap_or_default();
            let fitting = all
                .iter()
                .filter(|d| !hidden.contains(&d.code) && fits(d, &wanted));
            fitting
                .take(SHOWN)
                .map(|d| (d.code.clone(), d.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let choose = move |code: DepartmentCode| {
        typed.set(String::new());
        at.set(0);
        on_choose.run(code);
    };
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" if count > 0 => {
                let chosen = found.with_untracked(|f| f.get(at.get_untracked()).cloned());
                if let Some((code, _)) = chosen {
                    choose(code);
                }
            }
            "Escape" if !typed.with_untracked(String::is_empty) => typed.set(String::new()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div class="choose">
            <input
                node_ref=input
                class="input"
                type="search"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=hint
                aria-label=hint
                aria-expanded=move || (!found.with(Vec::is_empty)).to_string()
                data-testid=testid
                prop:value=typed
                on:input:target=move |event| {
                    at.set(0);
                    typed.set(event.target().value());
                }
                on:keydown=on_key
            />
            <Show when=move || !typed.with(|typed| typed.trim().is_empty())>
                <Found found loads at on_choose=choose />
            </Show>
        </div>
    }
}

/// What fits what was typed.
#[component]
fn Found(
    found: Memo<Vec<(DepartmentCode, String)>>,
    loads: Option<Signal<Vec<DepartmentLoad>>>,
    /// Which one the keyboard is at.
    at: RwSignal<usize>,
    #[prop(into)] on_choose: Callback<DepartmentCode>,
) -> impl IntoView {
    let row = move |(index, (code, name)): (usize, (DepartmentCode, String))| {
        let chosen = code.clone();
        let of = code.clone();
        let load = loads.map(|loads| {
            Signal::derive(move || {
                let load = |loads: &Vec<DepartmentLoad>| {
                    loads
                        .iter()
                        .find(|load| load.department == of)
                        .map(|load| load.load)
                };
                loads.with(load).unwrap_or_default()
            })
        });
        view! {
            <button
                type="button"
                class="choose-row"
                role="option"
                tabindex="-1"
                aria-selected=move || (at.get() == index).to_string()
                data-testid=format!("dispatch-found-{code}")
                // The box must not lose the keyboard before the click arrives.
                on:mousedown=|event| event.prevent_default()
                on:mouseenter=move |_| at.set(index)
                on:click=move |_| on_choose.run(chosen.clone())
            >
                <span class="offer-name">{name}</span>
                {load.map(|load| view! { <LoadBar load /> })}
            </button>
        }
    };
    let rows = move || {
        let found = found.get();
        if found.is_empty() {
            return view! { <p class="part-empty">{t("dispatch-lead-none", &[])}</p> }.into_any();
        }
        found
            .into_iter()
            .enumerate()
            .map(row)
            .collect_view()
            .into_any()
    };
    view! { <div class="choose-list" role="listbox">{rows}</div> }
}

/// Departments that were chosen, each as a tag that goes when it is pressed.
#[component]
pub fn DepartmentTags(
    /// Which.
    #[prop(into)]
    departments: Signal<Vec<DepartmentCode>>,
    /// Takes one out.
    #[prop(into)]
    on_remove: Callback<DepartmentCode>,
    /// The name of each for tests.
    testid: &'static str,
) -> impl IntoView {
    let desk = Desk::here();
    let tag = move |code: DepartmentCode| {
        let name = desk.department_short(&code);
        let removes = t("dispatch-assist-remove", &[("name", &name)]);
        let department = code.to_string();
        view! {
            <button
                type="button"
                class="tag tag-remove"
                title=removes.clone()
                aria-label=removes
                data-testid=testid
                data-department=department
                on:click=move |_| on_remove.run(code.clone())
            >
                {name} <span aria-hidden="true">"×"</span>
            </button>
        }
    };
    move || departments.get().into_iter().map(tag).collect_view()
}

fn fits(department: &Department, wanted: &str) -> bool {
    let in_name = department.name.contains(wanted) || department.short.contains(wanted);
    let in_duties = || department.duties.iter().any(|duty| duty.contains(wanted));
    in_name || department.code.as_str().to_lowercase().starts_with(wanted) || in_duties()
}
