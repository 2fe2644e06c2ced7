//! What the reporting system is told in words: the number, and what became of what it sent.

use onemap_protocol::text::{Language, Text};

use super::intake::Receipt;
use super::posted::{Notice, Report};

/// The `service_notice` of an answer (POST Service Request). Nothing that was sent is left unmentioned
/// if it has no place of its own here.
pub fn notice(receipt: &Receipt, report: &Report, language: Language) -> String {
    let text = Text::of(language);
    let mut said = vec![text.say("open311-taken-in", &[("number", &number(receipt, &text))])];
    if receipt.is_known {
        said.push(text.say("open311-known", &[]));
        return said.join(" ");
    }
    for notice in &report.notices {
        let key = match notice {
            Notice::PlacedByGrid => "open311-placed-by-grid",
            Notice::LinkNotFollowed => "open311-link-not-followed",
        };
        said.push(text.say(key, &[]));
    }
    let origin = report.facts.origin.as_deref();
    let kept: Vec<&str> = origin.map_or_else(Vec::new, |origin| {
        origin.said.iter().map(|said| said.name.as_str()).collect()
    });
    if !kept.is_empty() {
        said.push(text.say("open311-kept", &[("fields", &kept.join(", "))]));
    }
    said.join(" ")
}

/// The number, or that there is none yet (待编号).
pub fn number(receipt: &Receipt, text: &Text) -> String {
    match &receipt.number {
        Some(number) => number.0.clone(),
        None => text.say("case-unnumbered", &[]),
    }
}
