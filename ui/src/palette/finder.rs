//! What is typed, what is found, and which of it is lit.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::people::Role;
use onemap_protocol::desk::{CaseRow, Hit, Search};
use web_sys::KeyboardEvent;

use super::commands::Command;
use crate::parts::LampMark;
use crate::remote::{Remote, remote};
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{sentence, t, word};

/// How long typing must rest before the console is asked.
const REST: std::time::Duration = std::time::Duration::from_millis(120);
/// Most entries of one kind shown.
const MOST: usize = 30;

/// Something one can choose.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Command(Command),
    Hit(Hit),
}

/// One search under way.
#[derive(Clone, Copy)]
pub struct Finder {
    /// What is typed.
    pub typed: RwSignal<String>,
    asked: RwSignal<String>,
    hits: Remote<Vec<Hit>>,
    entries: Memo<Vec<Entry>>,
    lit: RwSignal<usize>,
    with_commands: bool,
}

impl Finder {
    /// Nothing typed yet. Only for the bodies of components.
    pub fn new(desk: Desk, with_commands: bool) -> Finder {
        let typed = RwSignal::new(String::new());
        let asked = RwSignal::new(String::new());
        let lit = RwSignal::new(0);
        Effect::new(move |earlier: Option<Option<TimeoutHandle>>| {
            let now = typed.get().trim().to_owned();
            if let Some(Some(earlier)) = earlier {
                earlier.clear();
            }
            let ask = move || {
                if asked.try_get_untracked().is_some_and(|asked| asked != now) {
                    asked.try_set(now);
                    lit.try_set(0);
                }
            };
            set_timeout_with_handle(ask, REST).ok()
        });
        let hits = remote(move || {
            let text = asked.get();
            (!text.is_empty()).then_some(Search { text })
        });
        let entries = Memo::new(move |_| {
            let typed = asked.get();
            let commands = if with_commands {
                Command::all(desk)
            } else {
                Vec::new()
            };
            let commands = commands
                .into_iter()
                .filter(|command| command.is_meant_by(&typed));
            let hits = hits.get().unwrap_or_else(|| Arc::new(Vec::new()));
            let found = hits.iter().take(MOST).cloned().map(Entry::Hit);
            commands
                .map(Entry::Command)
                .take(MOST)
                .chain(found)
                .collect()
        });
        Finder {
            typed,
            asked,
            hits,
            entries,
            lit,
            with_commands,
        }
    }

    /// Whether there is anything to show below the box.
    pub fn asks(&self) -> bool {
        self.with_commands || self.asked.with(|asked| !asked.is_empty())
    }

    /// Forgets what was typed.
    pub fn clear(&self) {
        self.typed.set(String::new());
        self.asked.set(String::new());
    }

    /// Up, down and Enter; `done` is called after something was chosen.
    pub fn on_key(&self, desk: Desk, event: &KeyboardEvent, done: impl Fn()) {
        let many = self.entries.with_untracked(Vec::len);
        let lit = self.lit.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if many > 0 => self.lit.set((lit + 1) % many),
            "ArrowUp" if many > 0 => self.lit.set((lit + many - 1) % many),
            // A composition's Enter belongs to the input method.
            "Enter" if !event.is_composing() => {
                let chosen = self
                    .entries
                    .with_untracked(|entries| entries.get(lit).cloned());
                if let Some(chosen) = chosen {
                    done();
                    choose(desk, &chosen);
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

fn choose(desk: Desk, entry: &Entry) {
    match entry {
        Entry::Command(command) => command.run(desk),
        Entry::Hit(Hit::Case { row }) => desk.select_case(row.id),
        Entry::Hit(Hit::Area { code, .. }) => desk.show(Selection::Area(code.clone())),
        Entry::Hit(Hit::Department { code, .. }) => {
            desk.show(Selection::Department(code.clone()));
        }
    }
}

/// What was found.
#[component]
pub fn Results(finder: Finder, on_done: Callback<()>) -> impl IntoView {
    let desk = Desk::here();
    let one = move |index: usize, entry: Entry| {
        let lit = move || finder.lit.get() == index;
        let inside = match &entry {
            Entry::Command(command) => view! { <CommandLine command=*command /> }.into_any(),
            Entry::Hit(hit) => view! { <HitLine hit=hit.clone() /> }.into_any(),
        };
        let line = NodeRef::<leptos::html::Div>::new();
        Effect::new(move |_| {
            if let (true, Some(line)) = (lit(), line.get()) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                line.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
        view! {
            <div node_ref=line class="hit" class:hit-lit=lit role="option"
                aria-selected=move || lit().to_string() data-testid="hit"
                on:pointermove=move |_| finder.lit.set(index)
                // Before the box loses the keyboard and the list goes away.
                on:mousedown=move |event| {
                    event.prevent_default();
                    on_done.run(());
                    choose(desk, &entry);
                }>
                {inside}
            </div>
        }
    };
    let nothing = move || {
        let asked = finder.asked.get();
        if let Some(problem) = finder.hits.problem() {
            Some(sentence(&problem))
        } else if finder.entries.with(Vec::is_empty) && !asked.is_empty() {
            let key = if finder.hits.loading() {
                "searching"
            } else {
                "search-nothing"
            };
            Some(t(key, &[("text", &asked)]))
        } else {
            None
        }
    };
    let role = desk.role();
    view! {
        <div class="hits" role="listbox" data-testid="hits">
            {move || finder.entries.get().into_iter().enumerate().map(|(i, e)| one(i, e)).collect_view()}
            {move || nothing().map(|words| view! { <p class="hits-nothing">{words}</p> })}
            {(role == Some(Role::Clerk)).then(|| view! { <p class="hits-nothing">{say!("search-scope")}</p> })}
        </div>
    }
}

#[component]
fn CommandLine(command: Command) -> impl IntoView {
    view! {
        <span class="hit-kind">{say!("hit-command")}</span>
        <span class="hit-words clip">{move || command.words()}</span>
        {(!command.key().is_empty()).then(|| view! { <kbd class="key">{command.key()}</kbd> })}
    }
}

#[component]
fn HitLine(hit: Hit) -> impl IntoView {
    let desk = Desk::here();
    match hit {
        Hit::Case { row } => view! { <CaseLine row=*row /> }.into_any(),
        Hit::Area { code, name } => {
            let level = code.level();
            let place = code.parent().map(|parent| desk.place(&parent));
            view! {
                <span class="hit-kind">{move || word("level", level.name())}</span>
                <span class="hit-words clip">{name}</span>
                <span class="hit-more clip">{place}</span>
            }
            .into_any()
        }
        Hit::Department { code, name } => {
            let short = desk.department_short(&code);
            view! {
                <span class="hit-kind">{say!("hit-department")}</span>
                <span class="hit-words clip">{name}</span>
                <span class="hit-more clip">{short}</span>
            }
            .into_any()
        }
    }
}

#[component]
fn CaseLine(row: CaseRow) -> impl IntoView {
    let desk = Desk::here();
    let (stage, grid) = (row.stage, row.grid.clone());
    let more = move || format!("{} · {}", word("stage", stage.name()), desk.place(&grid));
    let number = row
        .number
        .map_or_else(|| t("no-number", &[]), |number| number.0);
    view! {
        <span class="hit-kind"><LampMark lamp=row.lamp />" "{say!("hit-case")}</span>
        <span class="hit-words clip">{row.title}</span>
        <span class="hit-more clip">{number}" · "{more}</span>
    }
}
