//! The slip of the supervision that stands.

use onemap_domain::case::Supervision;
use onemap_domain::event::Event;
use onemap_domain::people::User;
use onemap_exchange::paper::{Answer, Receipt, Row, Slip};
use onemap_protocol::told::Voice;

use super::speaker::{Speaker, date};
use super::{frame, marks};
use crate::mask;

/// The slip; `None` where no supervision stands.
pub(super) fn of(speaker: &Speaker<'_>, user: &User) -> Option<Slip> {
    let case = &speaker.view.case;
    let stands = case.supervision.as_ref()?;
    let number = speaker.say(
        "case-slip",
        &[
            ("number", &speaker.number()),
            ("slip", &stands.slip.to_string()),
        ],
    );
    let label = |key: &str| speaker.say(key, &[]);
    let due = speaker.moment(stands.due_at);
    let unit = case
        .lead
        .as_ref()
        .map_or_else(|| label("paper-nothing"), |lead| speaker.department(lead));
    let title = speaker.row("paper-case", &case.facts.title);
    Some(Slip {
        organisation: speaker.county.register.name.clone(),
        marks: marks(speaker, speaker.view),
        number: Row::new(label("paper-slip-number"), &number),
        addressee: speaker.say("paper-slip-to", &[("unit", &unit)]),
        request: speaker.say("paper-slip-request", &[("when", &due)]),
        rows: vec![
            speaker.row("paper-number", speaker.number()),
            title.clone(),
            speaker.row("paper-matter", brief(&case.facts.text)),
            speaker.row("paper-slip-ladder", level(speaker, stands)),
            speaker.row("paper-slip-reason", &stands.reason),
            speaker.row("paper-slip-due", &due),
        ],
        signature: signature(speaker, stands),
        receipt: Receipt {
            title: label("paper-receipt"),
            cut: label("paper-receipt-cut"),
            rows: vec![
                speaker.row("paper-receipt-slip", &number),
                title,
                speaker.row("paper-receipt-due", &due),
            ],
            answer: Answer {
                label: label("paper-receipt-answer"),
                text: mask::written(stands.answer.as_deref().unwrap_or_default()),
            },
            signed: ["handler", "head", "day"]
                .map(|who| label(&format!("paper-receipt-{who}")))
                .to_vec(),
        },
        frame: frame(speaker, user, "paper-slip", number),
    })
}

/// Characters of the matter on a slip; the whole text is in the case file.
const BRIEF: usize = 240;

fn brief(text: &str) -> String {
    match text.char_indices().nth(BRIEF) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The ladder and the rung: 督办 · 第 2 级 约谈.
pub(super) fn level(speaker: &Speaker<'_>, stands: &Supervision) -> String {
    let ladder = speaker.named(&stands.ladder, |profile| {
        Some(&profile.ladder(&stands.ladder)?.name)
    });
    let rung = speaker.rung(&stands.ladder, stands.rung);
    let level = (stands.rung + 1).to_string();
    speaker.say(
        "paper-level",
        &[("ladder", &ladder), ("level", &level), ("rung", &rung)],
    )
}

/// Who issued it, and on which day.
fn signature(speaker: &Speaker<'_>, stands: &Supervision) -> Vec<String> {
    let issued = speaker.view.timeline.iter().rev();
    let by = issued
        .map(|happening| &happening.recorded)
        .find(|recorded| matches!(recorded.event, Event::Supervised { .. }));
    let by = by.map(|recorded| {
        let role = speaker.word("role", recorded.actor.role.name());
        speaker.say(
            "paper-slip-issued-by",
            &[("name", &recorded.actor.name), ("role", &role)],
        )
    });
    let day = speaker.day(date(stands.issued_at));
    by.into_iter()
        .chain([speaker.say("paper-slip-issued-on", &[("day", &day)])])
        .collect()
}
