//! A department at the right of the desk: what it carries, what it answers for, and the open cases
//! it leads.

mod load;

pub use load::LoadBar;

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::department::DepartmentCode;
use onemap_protocol::desk::{DepartmentCard, DepartmentView};

use crate::open_cases::OpenCases;
use crate::parts::{Failure, Loading, Simulated, count};
use crate::remote::{Remote, remote};
use crate::state::{Desk, Selection};
use crate::text::t;

/// The console sends no more cases than this.
const CASES: u32 = 200;

/// The panel of the selected department.
#[component]
pub fn DepartmentPanel() -> impl IntoView {
    let desk = Desk::here();
    let selected = Memo::new(move |_| match desk.selection.get() {
        Selection::Department(code) => Some(code),
        _ => None,
    });
    let card = remote(move || {
        desk.cases.track();
        desk.register.track();
        selected.get().map(|code| DepartmentCard { code })
    });
    let shown = Memo::new(move |_| card.with(|view| view.department.code.clone()));
    let failed = Memo::new(move |_| {
        let is_it = shown.get().is_some() && shown.get() == selected.get();
        card.problem().filter(|_| !is_it)
    });
    let retry = Callback::new(move |()| card.retry());
    move || {
        if let Some(problem) = failed.get() {
            return view! { <Failure problem on_retry=retry /> }.into_any();
        }
        match (shown.get(), card.get_untracked()) {
            (Some(code), Some(first)) => {
                view! { <OneDepartment code first card selected /> }.into_any()
            }
            _ => {
                view! { <Loading what=Signal::derive(crate::say!("department-what")) /> }.into_any()
            }
        }
    }
}

/// One department, as long as it is the one shown.
#[component]
fn OneDepartment(
    code: DepartmentCode,
    first: Arc<DepartmentView>,
    card: Remote<DepartmentView>,
    selected: Memo<Option<DepartmentCode>>,
) -> impl IntoView {
    let desk = Desk::here();
    let own = code.clone();
    let view = Memo::new(move |before: Option<&Arc<DepartmentView>>| {
        let now = card.get().filter(|view| view.department.code == own);
        now.or_else(|| before.cloned())
            .unwrap_or_else(|| first.clone())
    });
    let is_old = {
        let code = code.clone();
        move || selected.with(|selected| selected.as_ref() != Some(&code))
    };
    let department = Memo::new(move |_| view.with(|view| view.department.clone()));
    let load = Signal::derive(move || view.with(|view| view.load));
    let area = move || department.with(|department| department.area.clone());
    let name = move || department.with(|department| department.name.clone());
    let short = move || department.with(|department| department.short.clone());
    let cases = Memo::new(move |_| view.with(|view| view.cases.clone()));
    let close = move |_| desk.selection.set(Selection::None);
    view! {
        <section
            class="panel department"
            class:case-old=is_old
            aria-label=name
            data-testid="department-panel"
            data-code=code.to_string()
        >
            <header class="case-head">
                <p class="case-line">
                    <span>{short}</span>
                    <button
                        type="button"
                        class="link"
                        on:click=move |_| desk.show(Selection::Area(area()))
                    >
                        {move || desk.area_name(&area())}
                    </button>
                    <button
                        type="button"
                        class="panel-close"
                        data-testid="panel-close"
                        aria-label=crate::say!("close")
                        title=crate::say!("close-esc")
                        on:click=close
                    >
                        <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9m0-9-9 9" /></svg>
                    </button>
                </p>
                <h2 class="case-title" data-testid="department-name">{name}</h2>
                <p class="case-tags">
                    <Show when=move || department.with(|department| department.simulated)>
                        <Simulated />
                    </Show>
                </p>
            </header>
            <LoadFigures load />
            <div class="panel-body">
                <Duties duties=Signal::derive(move || department.with(|d| d.duties.clone())) />
                <OpenCases whose="department" cases open=Signal::derive(move || load.get().open) most=CASES />
            </div>
        </section>
    }
}

/// The load as a bar, and the four figures behind it.
#[component]
fn LoadFigures(load: Signal<onemap_domain::department::Load>) -> impl IntoView {
    let figure = |key: &'static str, value: u32, late: bool| {
        view! {
            <div class="figure" class:figure-late=late data-testid=key>
                <dt>{crate::say!(key)}</dt>
                <dd class="figures">{count(value)}</dd>
            </div>
        }
    };
    let words = move || {
        let load = load.get();
        let open = count(load.open);
        if load.capacity == 0 {
            return t("department-load-unknown", &[("open", &open)]);
        }
        let of = t(
            "department-load-of",
            &[("open", &open), ("capacity", &count(load.capacity))],
        );
        match load
            .open
            .checked_sub(load.capacity)
            .filter(|over| *over > 0)
        {
            Some(over) => {
                let over = t("department-over-capacity", &[("count", &count(over))]);
                format!("{of} · {over}")
            }
            None => of,
        }
    };
    view! {
        <div
            class="department-load"
            data-testid="department-load"
            data-open=move || load.get().open
            data-capacity=move || load.get().capacity
            data-overdue=move || load.get().overdue
        >
            <p class="department-load-words figures">{words}</p>
            <LoadBar load />
        </div>
        {move || {
            let load = load.get();
            view! {
                <dl class="figures-row">
                    {figure("department-open", load.open, false)}
                    {figure("department-overdue", load.overdue, load.overdue > 0)}
                    {figure("department-due-today", load.due_today, false)}
                    {figure("department-returned", load.returned, false)}
                </dl>
            }
        }}
    }
}

/// What it answers for.
#[component]
fn Duties(duties: Signal<Vec<String>>) -> impl IntoView {
    let list = move || {
        let duties = duties.get();
        if duties.is_empty() {
            return view! { <p class="part-empty">{crate::say!("department-duties-none")}</p> }
                .into_any();
        }
        let items = duties
            .into_iter()
            .map(|duty| view! { <li>{duty}</li> })
            .collect_view();
        view! { <ul class="duties">{items}</ul> }.into_any()
    };
    view! {
        <section class="part" data-testid="department-duties">
            <h3 class="part-head">{crate::say!("department-duties")}</h3>
            {list}
        </section>
    }
}
