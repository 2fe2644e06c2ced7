//! The lock: after a while without anybody the screen asks who is there. What was on it stays.

use jiff::{SignedDuration, Timestamp};
use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;

use crate::sign_in::Door;
use crate::state::{Desk, Overlay};

/// How long nobody may be there.
const IDLE: SignedDuration = SignedDuration::from_mins(15);

/// Locks the desk when nobody has touched it for a while.
pub fn watch(desk: Desk) {
    let touched = StoredValue::new(Timestamp::now());
    let touch = move || {
        // A touch of the locked screen unlocks nothing.
        if desk.overlay.get_untracked() != Overlay::Lock {
            touched.set_value(Timestamp::now());
        }
    };
    let key = window_event_listener(leptos::ev::keydown, move |_| touch());
    let pointer = window_event_listener(leptos::ev::pointermove, move |_| touch());
    let press = window_event_listener(leptos::ev::pointerdown, move |_| touch());
    let wheel = window_event_listener(leptos::ev::wheel, move |_| touch());
    on_cleanup(move || {
        key.remove();
        pointer.remove();
        press.remove();
        wheel.remove();
    });
    Effect::new(move |_| {
        desk.now.track();
        // The device's own clock: the central's may be set while we wait.
        let idle = Timestamp::now().duration_since(touched.get_value());
        if idle > IDLE && desk.overlay.get_untracked() != Overlay::Lock {
            desk.overlay.set(Overlay::Lock);
        }
    });
    Effect::new(move |_| {
        if desk.overlay.get() != Overlay::Lock {
            touched.set_value(Timestamp::now());
        }
    });
}

/// The locked screen.
#[component]
pub fn Lock() -> impl IntoView {
    view! {
        <div class="lock" role="dialog" aria-modal="true" data-testid="lock">
            <Door locked=true />
        </div>
    }
}
