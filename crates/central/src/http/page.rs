//! The files of the page for browsers: the same for everybody, and nothing of any county.

use std::path::Path;

use axum::Router;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Redirect;
use axum::routing::get;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::App;
use super::console::ROOT;

/// What the page may load and do: what comes from here, and nothing written into it. Its tiles are worked
/// on in a worker of its own, and pictures of attachments are made from bytes.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
     connect-src 'self'; img-src 'self' data: blob:; style-src 'self'; font-src 'self'; \
     media-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     object-src 'none'";

/// Serves the page beside the API, from a folder that was built with this program.
pub(super) fn beside(router: Router<App>, folder: &Path) -> Router<App> {
    let headers: [(HeaderName, &'static str); 5] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        // Asked anew each time, and answered in a word where nothing changed.
        (CACHE_CONTROL, "no-cache"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    let files = Router::new().nest_service(&format!("{ROOT}/"), ServeDir::new(folder));
    let files = headers.into_iter().fold(files, |files, (name, value)| {
        let value = HeaderValue::from_static(value);
        files.layer(SetResponseHeaderLayer::overriding(name, value))
    });
    let files = files.route(ROOT, get(async || Redirect::permanent("/console/")));
    router.merge(files)
}
