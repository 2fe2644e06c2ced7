//! Signing in by the county's identity provider: a way out of the page and, some moments later, back to it.

use leptos::prelude::*;
use onemap_protocol::problem::{Problem, ProblemCode};
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use crate::state::Desk;
use crate::text::t;

/// Where the central sends a browser there.
const BEGIN: &str = "/v1/provider/begin";

/// Whether this page was come back to, and what became of it: somebody is vouched for, or why nobody is. It is
/// said once; the address forgets it.
pub fn came_back() -> Option<Result<(), Problem>> {
    let location = window().location();
    let said = UrlSearchParams::new_with_str(&location.search().ok()?).ok()?;
    said.get("from").filter(|from| from == "provider")?;
    let path = location.pathname().ok()?;
    let history = window().history().ok()?;
    // Where the address stays, the worst is one more try with what was used.
    let _stays = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    let Some(code) = said.get("problem") else {
        return Some(Ok(()));
    };
    let known = [
        ProblemCode::TicketLapsed,
        ProblemCode::ProviderStranger,
        ProblemCode::ProviderFailed,
    ];
    let code = known.into_iter().find(|known| known.name() == code);
    Some(Err(Problem::new(
        code.unwrap_or(ProblemCode::ProviderFailed),
    )))
}

/// The way there, where the central offers one.
#[component]
pub fn ByProvider() -> impl IntoView {
    let desk = Desk::here();
    move || {
        let name = desk
            .opened
            .with(|opened| opened.as_ref()?.provider.clone())?;
        Some(view! {
            <a class="button door-provider" href=BEGIN data-testid="sign-in-provider">
                {move || t("sign-in-by-provider", &[("name", &name)])}
            </a>
        })
    }
}
