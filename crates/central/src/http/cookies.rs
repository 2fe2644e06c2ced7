//! What a browser shows and is given: its session, and a name for itself. The page's program can read
//! neither (`HttpOnly`), and no other site's page can have them sent (`SameSite=Strict`).

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use uuid::Uuid;

use super::console::ROOT;
use crate::provider::BACK;

/// The name of the session's cookie.
pub(super) const SESSION: &str = "onemap-session";
const DEVICE: &str = "onemap-device";
const TICKET: &str = "onemap-ticket";
const ERRAND: &str = "onemap-errand";

/// How long a person may take at the identity provider.
const ERRAND_LASTS: Duration = Duration::minutes(10);

/// The longest that browsers keep a cookie.
const LONGEST: Duration = Duration::days(400);

/// The session's token, where a browser shows one.
pub(super) fn session(headers: &HeaderMap) -> Option<String> {
    value(headers, SESSION)
}

/// What the browser was named before.
pub(super) fn device(headers: &HeaderMap) -> Option<Uuid> {
    value(headers, DEVICE)?.parse().ok()
}

fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(|line| Cookie::split_parse(line).filter_map(Result::ok));
    let found = cookies.find(|cookie| cookie.name() == name)?;
    Some(found.value().to_owned())
}

/// Gives the browser a session, until it is closed; the central ends it sooner. `is_secure` says that it
/// came over TLS, and then it is never sent otherwise.
pub(super) fn give_session(headers: &mut HeaderMap, token: String, is_secure: bool) {
    give(headers, Cookie::new(SESSION, token), is_secure);
}

/// Takes the session from the browser.
pub(super) fn take_session(headers: &mut HeaderMap, is_secure: bool) {
    give(headers, gone(SESSION), is_secure);
}

/// Gives the browser what it comes in with from the identity provider, until it has.
pub(super) fn give_ticket(headers: &mut HeaderMap, ticket: String, is_secure: bool) {
    give(headers, Cookie::new(TICKET, ticket), is_secure);
}

/// Takes it again.
pub(super) fn take_ticket(headers: &mut HeaderMap, is_secure: bool) {
    give(headers, gone(TICKET), is_secure);
}

/// What the browser came back with from the identity provider.
pub(super) fn ticket(headers: &HeaderMap) -> Option<String> {
    value(headers, TICKET)
}

/// What must be the same when a person comes back from the identity provider: sent along when they do, though
/// another site sends them (`Lax`), and nowhere but where they come back to.
pub(super) fn give_errand(headers: &mut HeaderMap, errand: String, is_secure: bool) {
    let mut cookie = Cookie::new(ERRAND, errand);
    cookie.set_max_age(ERRAND_LASTS);
    give_in(headers, cookie, BACK, SameSite::Lax, is_secure);
}

/// The same, where a browser shows it.
pub(super) fn errand(headers: &HeaderMap) -> Option<String> {
    value(headers, ERRAND)
}

/// Takes it again.
pub(super) fn take_errand(headers: &mut HeaderMap, is_secure: bool) {
    give_in(headers, gone(ERRAND), BACK, SameSite::Lax, is_secure);
}

/// Names the browser, for as long as it keeps that.
pub(super) fn name_device(headers: &mut HeaderMap, device: Uuid, is_secure: bool) {
    let mut named = Cookie::new(DEVICE, device.to_string());
    named.set_max_age(LONGEST);
    give(headers, named, is_secure);
}

/// A cookie that takes the one of its name away.
fn gone(name: &'static str) -> Cookie<'static> {
    let mut gone = Cookie::new(name, "");
    gone.make_removal();
    gone
}

fn give(headers: &mut HeaderMap, cookie: Cookie<'_>, is_secure: bool) {
    give_in(headers, cookie, ROOT, SameSite::Strict, is_secure);
}

fn give_in(
    headers: &mut HeaderMap,
    mut cookie: Cookie<'_>,
    path: &'static str,
    same_site: SameSite,
    is_secure: bool,
) {
    cookie.set_path(path);
    cookie.set_http_only(true);
    cookie.set_same_site(same_site);
    cookie.set_secure(is_secure);
    // Hexadecimal and dashes: it always is a header's value.
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(SET_COOKIE, value);
    }
}
