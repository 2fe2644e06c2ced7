//! Who looks at the screen and when, over everything, so that a photograph of it tells.

use jiff::tz::{Offset, TimeZone};
use leptos::prelude::*;

use crate::state::Desk;

/// The watermark.
#[component]
pub fn Watermark() -> impl IntoView {
    let desk = Desk::here();
    let words = Memo::new(move |_| {
        let user = desk
            .user
            .get()
            .map(|user| (user.actor.name, user.actor.user.0));
        let (name, login) = user.unwrap_or_default();
        let now = desk
            .now
            .get()
            .to_zoned(TimeZone::fixed(Offset::constant(8)));
        format!("{name} {login} {}", now.strftime("%Y-%m-%d %H:%M"))
    });
    let image = move || {
        let colour = if desk.dark.get() { "white" } else { "black" };
        let words = words.get().replace('&', "&amp;").replace('<', "&lt;");
        let drawing = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='420' height='260'>\
             <text x='20' y='170' fill='{colour}' fill-opacity='.035' font-size='15' \
             font-family='Noto Sans CJK SC, sans-serif' transform='rotate(-20 20 170)'>{words}</text></svg>"
        );
        format!(
            "url(\"data:image/svg+xml,{}\")",
            String::from(js_sys::encode_uri_component(&drawing))
        )
    };
    view! { <div class="watermark" aria-hidden="true" style:background-image=image /> }
}
