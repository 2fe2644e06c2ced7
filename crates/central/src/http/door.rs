//! Who stands at the doors that need no session: in which language they read, from which address they
//! come, and by which address they found this central.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{ACCEPT_LANGUAGE, HOST};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use onemap_protocol::text::Language;

/// What a reverse proxy says of whom it speaks for.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// In which language somebody reads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reads(pub(super) Language);

/// From where somebody comes, and how they found us.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    /// The address, as far as one house has it.
    pub(super) from: String,
    /// Scheme, name and port of this central, as the guest wrote them.
    pub(super) came_to: String,
}

impl Guest {
    /// Whether they came over TLS.
    pub(super) fn is_secure(&self) -> bool {
        self.came_to.starts_with("https:")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reads {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Reads, Infallible> {
        Ok(Reads(language(&parts.headers)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Guest, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(address)| *address);
        let told = |name: &HeaderName| text(&parts.headers, name).filter(|_| is_proxy(peer));
        let scheme = told(&FORWARDED_PROTO).filter(|scheme| *scheme == "https");
        let host = text(&parts.headers, &HOST).unwrap_or_default();
        Ok(Guest {
            from: from(&parts.headers, peer),
            came_to: format!("{}://{host}", scheme.unwrap_or("http")),
        })
    }
}

/// Only a proxy on this machine is believed: anybody else could write what they like.
fn is_proxy(peer: Option<SocketAddr>) -> bool {
    peer.is_some_and(|peer| peer.ip().is_loopback())
}

/// The address that a request comes from, as far as one house has it.
pub(super) fn from(headers: &HeaderMap, peer: Option<SocketAddr>) -> String {
    let before = text(headers, &FORWARDED_FOR)
        .filter(|_| is_proxy(peer))
        .and_then(|list| list.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok());
    let address = before.or(peer.map(|peer| peer.ip()));
    address.map(house).unwrap_or_default()
}

/// The language that a request asks for.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = text(headers, &ACCEPT_LANGUAGE);
    asked.map(Language::accepted).unwrap_or_default()
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Of an IPv6 address what a provider gives to one house (RFC 6177): the rest is the house's to choose.
fn house(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}
