//! The keyboard of the desk. Nothing needs a mouse except drawing.
//!
//! Deliberately absent: keys inside dialogs, menus and lists of hits; those are theirs. While
//! somebody types, only Esc and Ctrl+K are shortcuts.

use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::backend;
use crate::bulk::Chosen;
use crate::state::{Desk, Intent, Mode, Overlay, Selection, Tool};

/// A line of the help.
pub struct Shortcut {
    /// What to press.
    pub keys: &'static [&'static str],
    /// The key of what it does in the locale files.
    pub does: &'static str,
}

/// Every shortcut, in the order of the help.
pub const SHORTCUTS: &[Shortcut] = &[
    Shortcut {
        keys: &["J"],
        does: "key-next",
    },
    Shortcut {
        keys: &["K"],
        does: "key-previous",
    },
    Shortcut {
        keys: &["Enter"],
        does: "key-open",
    },
    Shortcut {
        keys: &["D"],
        does: "key-dispatch",
    },
    Shortcut {
        keys: &["U"],
        does: "key-urge",
    },
    Shortcut {
        keys: &["S"],
        does: "key-supervise",
    },
    Shortcut {
        keys: &["V"],
        does: "key-visit",
    },
    Shortcut {
        keys: &["M"],
        does: "key-merge",
    },
    Shortcut {
        keys: &["X"],
        does: "key-pick",
    },
    Shortcut {
        keys: &["Shift", "J / K"],
        does: "key-pick-on",
    },
    Shortcut {
        keys: &["Ctrl", "A"],
        does: "key-pick-all",
    },
    Shortcut {
        keys: &["L"],
        does: "key-lasso",
    },
    Shortcut {
        keys: &["N"],
        does: "key-new-case",
    },
    Shortcut {
        keys: &["/"],
        does: "key-search",
    },
    Shortcut {
        keys: &["Ctrl", "K"],
        does: "key-palette",
    },
    Shortcut {
        keys: &["G", "D"],
        does: "key-go-desk",
    },
    Shortcut {
        keys: &["G", "O"],
        does: "key-go-orders",
    },
    Shortcut {
        keys: &["G", "T"],
        does: "key-go-matrix",
    },
    Shortcut {
        keys: &["G", "I"],
        does: "key-go-indicators",
    },
    Shortcut {
        keys: &["G", "P"],
        does: "key-go-ways",
    },
    Shortcut {
        keys: &["G", "R"],
        does: "key-go-receptions",
    },
    Shortcut {
        keys: &["G", "S"],
        does: "key-go-supervision",
    },
    Shortcut {
        keys: &["G", "M"],
        does: "key-go-meetings",
    },
    Shortcut {
        keys: &["G", "Z"],
        does: "key-go-index",
    },
    Shortcut {
        keys: &["G", "Q"],
        does: "key-go-service",
    },
    Shortcut {
        keys: &["G", "A"],
        does: "key-go-all",
    },
    Shortcut {
        keys: &["G", "1–9"],
        does: "key-go-lane",
    },
    Shortcut {
        keys: &["?"],
        does: "key-help",
    },
    Shortcut {
        keys: &["Esc"],
        does: "key-back",
    },
];

/// The id of the search box of the header.
pub const SEARCH_BOX: &str = "search";

/// Listens while the desk is on the screen. `leave_form` leaves the form of a new case, which may
/// have to ask first.
pub fn listen(desk: Desk, leave_form: Callback<()>) {
    let going = desk.going;
    let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let went = going.get_untracked();
        if went {
            going.set(false);
        }
        let locked = desk.overlay.get_untracked() == Overlay::Lock;
        if locked || event.default_prevented() || event.is_composing() {
            return;
        }
        let controlled = event.ctrl_key() || event.meta_key();
        if controlled && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            desk.overlay.set(Overlay::Palette);
            return;
        }
        if event.alt_key() || desk.overlay.get_untracked() != Overlay::None {
            return;
        }
        let typing = typed_into(&event);
        if controlled {
            if typing.is_none() && event.key().eq_ignore_ascii_case("a") && shows_list(desk) {
                event.prevent_default();
                desk.many.choose_list(desk);
            }
            return;
        }
        if event.key() == "Escape" {
            event.prevent_default();
            match typing {
                Some(field) => drop(field.blur()),
                None => back(desk, leave_form),
            }
            return;
        }
        if typing.is_some() {
            return;
        }
        let key = event.key();
        let done = if went {
            go(desk, &key)
        } else {
            press(desk, &key, event.shift_key(), going)
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// The field that the key is typed into, if any. A button keeps its Enter and its space.
fn typed_into(event: &KeyboardEvent) -> Option<HtmlElement> {
    let target: HtmlElement = event.target()?.dyn_into().ok()?;
    let key = event.key();
    let types = match target.tag_name().as_str() {
        "INPUT" | "TEXTAREA" | "SELECT" => true,
        "BUTTON" | "A" | "SUMMARY" => key == "Enter" || key == " ",
        _ => target.is_content_editable(),
    };
    types.then_some(target)
}

fn press(desk: Desk, key: &str, shifted: bool, going: RwSignal<bool>) -> bool {
    match key {
        "j" | "J" if shifted => pick_on(desk, 1),
        "k" | "K" if shifted => pick_on(desk, -1),
        "x" | "X" => match desk.selected_case() {
            Some(case) if shifted => desk.many.extend_to(desk, case),
            Some(case) => desk.many.toggle(desk, case),
            None => step(desk, 1),
        },
        "l" | "L" if shows_map(desk) => {
            desk.tool.set(Tool::None);
            desk.many.drawing.update(|drawing| *drawing = !*drawing);
        }
        "j" | "J" => step(desk, 1),
        "k" | "K" => step(desk, -1),
        "Enter" => desk.intent.set(Some(Intent::Enter)),
        "d" | "D" => command(desk, CommandKind::Dispatch),
        "u" | "U" => command(desk, CommandKind::Urge),
        "s" | "S" => command(desk, CommandKind::Supervise),
        "v" | "V" => command(desk, CommandKind::Visit),
        "m" | "M" => command(desk, CommandKind::Merge),
        "n" | "N" if desk.takes_in_cases() => desk.begin_case(None),
        "g" | "G" => going.set(true),
        "/" => focus_search(),
        "?" => desk.overlay.set(Overlay::Help),
        _ => return false,
    }
    true
}

fn go(desk: Desk, key: &str) -> bool {
    let digit = key.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let lane = digit.and_then(|index| {
        desk.names
            .with_untracked(|names| names.as_deref()?.profile.lanes().nth(index))
    });
    match (key, lane) {
        (_, Some(lane)) => {
            desk.mode.set(Mode::Desk);
            desk.lane.set(Some(lane));
        }
        ("d" | "D", _) => desk.mode.set(Mode::Desk),
        ("o" | "O", _) if !backend::in_browser() => desk.mode.set(Mode::Orders),
        ("t" | "T", _) => desk.mode.set(Mode::Matrix),
        ("i" | "I", _) => desk.mode.set(Mode::Indicators),
        ("p" | "P", _) => desk.mode.set(Mode::Ways),
        ("r" | "R", _) if untrack(|| crate::receptions::is_kept(desk)) => {
            desk.mode.set(Mode::Receptions);
        }
        ("s" | "S", _) if untrack(|| crate::supervision::is_for(desk)) => {
            desk.mode.set(Mode::Supervision);
        }
        ("q" | "Q", _) if untrack(|| crate::service::is_for(desk)) => {
            desk.mode.set(Mode::Service);
        }
        ("z" | "Z", _) if untrack(|| crate::index::is_for(desk)) => {
            desk.mode.set(Mode::Index);
        }
        ("m" | "M", _) if untrack(|| crate::meetings::is_for(desk)) => {
            desk.mode.set(Mode::Meetings);
        }
        ("a" | "A", _) => {
            desk.mode.set(Mode::Desk);
            desk.lane.set(None);
        }
        _ => return false,
    }
    true
}

fn command(desk: Desk, command: CommandKind) {
    let case = desk.selected_case().is_some();
    if case || untrack(|| desk.many.is_many()) {
        if !case {
            // An area or a department stands before the panel of many, and takes no commands.
            desk.many.aside.set(false);
        }
        desk.intent.set(Some(Intent::Command(command)));
    }
}

/// The next or the previous case of the list; the first when none of them is selected.
fn step(desk: Desk, by: isize) {
    let next = desk.list_ids.with_untracked(|ids| {
        let Selection::Case(now) = desk.selection.get_untracked() else {
            return ids.first().copied();
        };
        let Some(place) = ids.iter().position(|id| *id == now) else {
            return ids.first().copied();
        };
        ids.get(place.checked_add_signed(by)?).copied()
    });
    if let Some(next) = next {
        desk.go_to_case(next);
    }
}

/// The same, and every case on the way is chosen for many.
fn pick_on(desk: Desk, by: isize) {
    let before = desk.selected_case();
    step(desk, by);
    if let Some(now) = desk.selected_case() {
        if let Some(before) = before.filter(|_| untrack(|| desk.many.chosen.with(Chosen::is_empty)))
        {
            desk.many.toggle(desk, before);
        }
        desk.many.extend_to(desk, now);
    }
}

/// Whether nothing covers the list.
fn shows_list(desk: Desk) -> bool {
    let mode = desk.mode.get_untracked();
    matches!(mode, Mode::Desk | Mode::NewCase { .. } | Mode::Matrix)
}

/// Whether nothing covers the map.
fn shows_map(desk: Desk) -> bool {
    matches!(desk.mode.get_untracked(), Mode::Desk | Mode::Orders)
}

/// Puts the keyboard into the search box.
pub fn focus_search() {
    let search = document().get_element_by_id(SEARCH_BOX);
    if let Some(search) = search.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = search.focus();
    }
}

/// One step back.
fn back(desk: Desk, leave_form: Callback<()>) {
    if desk.pick.get_untracked().is_some() {
        desk.pick.set(None);
    } else if desk.tool.with_untracked(|tool| *tool != Tool::None) {
        desk.tool.set(Tool::None);
    } else if desk.many.drawing.get_untracked() {
        desk.many.drawing.set(false);
    } else if matches!(desk.mode.get_untracked(), Mode::NewCase { .. }) {
        leave_form.run(());
    } else if desk.mode.get_untracked() != Mode::Desk {
        desk.presenting.set(false);
        desk.mode.set(Mode::Desk);
    } else if desk.many.step_back() {
        // One step of the panel of many; dropping the selection is its last.
    } else if desk.selection.get_untracked() != Selection::None {
        desk.selection.set(Selection::None);
    } else if desk.category_filter.get_untracked().is_some() {
        desk.category_filter.set(None);
    } else if desk.area_filter.get_untracked().is_some() {
        desk.area_filter.set(None);
    } else if desk.flag.get_untracked().is_some() {
        desk.flag.set(None);
    } else {
        desk.lane.set(None);
    }
}
