//! What the pages of the form look like. Every word comes from the locale files or the register.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use onemap_domain::area::{AreaCode, Level};
use onemap_protocol::text::{Language, Text};
use sha2::{Digest as _, Sha256};

use super::{ROOT, TEXT_LIMIT};
use crate::land::Land;
use crate::open311::answers::Request;
use crate::open311::posted::Posted;

/// The one style of the pages. It is in the page, and the policy names its digest.
const STYLE: &str = "body{font:16px/1.6 sans-serif;max-width:34rem;margin:0 auto;padding:1rem;\
color:#1d2733;background:#fff}h1{font-size:1.3rem}label{display:block;margin-top:1rem}\
input,select,textarea,button{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;\
border:1px solid #66788a;border-radius:4px;background:#fff;color:inherit}\
textarea{min-height:8rem}button{margin-top:1.5rem;background:#0b5cad;border-color:#0b5cad;\
color:#fff}.told{border-left:4px solid #b3261e;padding-left:.75rem}dt{color:#4a5a6a}\
dd{margin:0 0 .75rem}";

/// What somebody has filled in already.
pub(super) struct Filled<'a> {
    /// Which opened form it is.
    opened: &'a str,
    category: &'a str,
    text: &'a str,
    address: &'a str,
    name: &'a str,
    phone: &'a str,
}

impl<'a> Filled<'a> {
    pub(super) fn new(fields: &'a Posted, opened: &'a str) -> Filled<'a> {
        let field = |name| fields.value(name).unwrap_or_default();
        Filled {
            opened,
            category: field("category"),
            text: field("text"),
            address: field("address"),
            name: field("name"),
            phone: field("phone"),
        }
    }
}

/// The content security policy: this page's style, its form to this address, and nothing else.
pub(super) fn policy() -> String {
    let style = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

fn page(language: Language, heading: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (heading) }
                style { (PreEscaped(STYLE)) }
            }
            body { h1 { (heading) } (body) }
        }
    }
}

pub(super) fn form(
    land: &Land,
    grid: &AreaCode,
    language: Language,
    filled: &Filled,
    told: Option<&str>,
) -> Markup {
    let text = Text::of(language);
    let say = |key: &str| text.say(key, &[]);
    let body = html! {
        p { (place(land, grid)) " · " (grid.as_str()) }
        @if let Some(told) = told { p.told role="alert" { (told) } }
        form method="post" action=(ROOT) {
            input type="hidden" name="grid" value=(grid.as_str());
            input type="hidden" name="opened" value=(filled.opened);
            label for="category" { (say("report-category")) }
            select id="category" name="category" required {
                option value="" { (say("report-choose")) }
                @for category in &land.profile.categories {
                    option value=(category.code) selected[category.code == filled.category] {
                        (language.of(&category.name))
                    }
                }
            }
            label for="text" { (say("report-text")) }
            textarea id="text" name="text" required maxlength=(TEXT_LIMIT) { (filled.text) }
            (line("address", &say("report-address"), filled.address, "text"))
            (line("name", &say("report-name"), filled.name, "text"))
            (line("phone", &say("report-phone"), filled.phone, "tel"))
            p { (say("report-privacy")) }
            button type="submit" { (say("report-send")) }
        }
    };
    page(language, &say("report-heading"), &body)
}

fn line(name: &str, label: &str, value: &str, kind: &str) -> Markup {
    html! {
        label for=(name) { (label) }
        input type=(kind) id=(name) name=(name) maxlength="120" value=(value);
    }
}

/// Where the grid is, from the town down.
fn place(land: &Land, grid: &AreaCode) -> String {
    let levels = [Level::Town, Level::Village, Level::Grid];
    let chain = levels.into_iter().filter_map(|level| grid.at(level));
    let names = chain.filter_map(|code| {
        let mut areas = land.register.areas.iter();
        let area = areas.find(|area| area.code == code)?;
        Some(area.name.as_str())
    });
    names.collect::<Vec<_>>().join(" ")
}

pub(super) fn status(request: &Request, language: Language) -> Markup {
    let text = Text::of(language);
    let say = |key: &str| text.say(key, &[]);
    let number = request.service_notice.clone();
    let number = number.unwrap_or_else(|| say("case-unnumbered"));
    let address = format!("{ROOT}/{}", request.service_request_id);
    let at = request.requested_datetime.parse();
    let at = at.map_or_else(|_| request.requested_datetime.clone(), |at| text.moment(at));
    let rows = [
        ("report-number", Some(number)),
        ("report-state", request.status_notes.clone()),
        ("report-category", request.service_name.clone()),
        ("report-agency", request.agency_responsible.clone()),
        ("report-at", Some(at)),
    ];
    let body = html! {
        dl {
            @for (key, value) in rows {
                @if let Some(value) = value { dt { (say(key)) } dd { (value) } }
            }
        }
        p { (say("report-keep-link")) " " a href=(address) { (say("report-link")) } }
    };
    page(language, &say("report-taken-in"), &body)
}

pub(super) fn failed(told: &str, language: Language) -> Markup {
    let text = Text::of(language);
    let body = html! { p.told role="alert" { (told) } };
    page(language, &text.say("report-failed", &[]), &body)
}
