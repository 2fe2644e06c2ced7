//! The keyboard of the desk. Nothing needs a mouse except drawing.
//!
//! Deliberately absent: keys inside dialogs, menus and lists of hits; those are theirs. While
//! somebody types, only Esc and Ctrl+K are shortcuts.

use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_domain::lane::Lane;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::state::{Desk, Intent, Mode, Overlay, Selection};

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
        keys: &["G", "A"],
        does: "key-go-all",
    },
    Shortcut {
        keys: &["G", "1–8"],
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

/// Listens while the desk is on the screen.
pub fn listen(desk: Desk) {
    let going = StoredValue::new(false);
    let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let locked = desk.overlay.get_untracked() == Overlay::Lock;
        if locked || event.default_prevented() || event.is_composing() {
            return;
        }
        let went = going.get_value();
        going.set_value(false);
        let controlled = event.ctrl_key() || event.meta_key();
        if controlled && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            desk.overlay.set(Overlay::Palette);
            return;
        }
        if controlled || event.alt_key() || desk.overlay.get_untracked() != Overlay::None {
            return;
        }
        let typing = typed_into(&event);
        if event.key() == "Escape" {
            event.prevent_default();
            match typing {
                Some(field) => drop(field.blur()),
                None => back(desk),
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
            press(desk, &key, going)
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

fn press(desk: Desk, key: &str, going: StoredValue<bool>) -> bool {
    match key {
        "j" | "J" => step(desk, 1),
        "k" | "K" => step(desk, -1),
        "Enter" => desk.intent.set(Some(Intent::Enter)),
        "d" | "D" => command(desk, CommandKind::Dispatch),
        "u" | "U" => command(desk, CommandKind::Urge),
        "n" | "N" if desk.takes_in_cases() => desk.begin_case(None),
        "g" | "G" => going.set_value(true),
        "/" => focus_search(),
        "?" => desk.overlay.set(Overlay::Help),
        _ => return false,
    }
    true
}

fn go(desk: Desk, key: &str) -> bool {
    let digit = key.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    match (key, digit.and_then(|index| Lane::ALL.get(index))) {
        (_, Some(lane)) => {
            desk.mode.set(Mode::Desk);
            desk.lane.set(Some(*lane));
        }
        ("d" | "D", _) => desk.mode.set(Mode::Desk),
        ("o" | "O", _) => desk.mode.set(Mode::Orders),
        ("a" | "A", _) => {
            desk.mode.set(Mode::Desk);
            desk.lane.set(None);
        }
        _ => return false,
    }
    true
}

fn command(desk: Desk, command: CommandKind) {
    if matches!(desk.selection.get_untracked(), Selection::Case(_)) {
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
        desk.select_case(next);
    }
}

/// Puts the keyboard into the search box.
pub fn focus_search() {
    let search = document().get_element_by_id(SEARCH_BOX);
    if let Some(search) = search.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = search.focus();
    }
}

/// One step back.
fn back(desk: Desk) {
    if desk.pick.get_untracked().is_some() {
        desk.pick.set(None);
    } else if desk.mode.get_untracked() != Mode::Desk {
        desk.mode.set(Mode::Desk);
    } else if desk.selection.get_untracked() != Selection::None {
        desk.selection.set(Selection::None);
    } else if desk.area_filter.get_untracked().is_some() {
        desk.area_filter.set(None);
    } else {
        desk.lane.set(None);
    }
}
