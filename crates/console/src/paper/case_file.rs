//! The case file: the cover, what always stands in it (matter, way, clocks, order, timeline), and
//! between them the [`parts`](super::parts) that only some cases have.

use jiff::Timestamp;
use onemap_domain::area::Level;
use onemap_domain::case::Stage;
use onemap_domain::event::Event;
use onemap_domain::people::User;
use onemap_exchange::paper::{CaseFile, Chapter, Column, Content, Entry, Line, Row, State, Step};
use onemap_protocol::desk::ClockView;
use onemap_protocol::told::{self, Moment, Said, Voice, length, moments};

use super::speaker::{Speaker, date};
use super::{frame, marks, parts};
use crate::mask;

/// Everything about a case.
pub(super) fn of(speaker: &Speaker<'_>, user: &User) -> CaseFile {
    let facts = &speaker.view.case.facts;
    let mut chapters = vec![
        chapter(speaker, "paper-matter", vec![matter(speaker)]),
        chapter(speaker, "paper-way", vec![Content::Way(way(speaker))]),
    ];
    if !speaker.view.clocks.is_empty() {
        chapters.push(chapter(speaker, "paper-clocks", vec![clocks(speaker)]));
    }
    chapters.extend(parts::of(speaker));
    let timeline = Content::Timeline(timeline(speaker));
    chapters.push(chapter(speaker, "paper-timeline", vec![timeline]));
    let printed = [
        ("name", user.actor.name.as_str()),
        ("login", user.actor.user.0.as_str()),
        ("when", &speaker.moment(speaker.now)),
    ];
    let mut end = vec![
        speaker.say("paper-printed", &printed),
        speaker.say("paper-masked", &[]),
    ];
    if speaker.view.pending {
        end.push(speaker.say("paper-pending-note", &[]));
    }
    CaseFile {
        frame: frame(speaker, user, "paper-case-file", speaker.number()),
        organisation: speaker.county.register.name.clone(),
        subject: mask::written(&facts.title),
        marks: marks(speaker, speaker.view),
        cover: cover(speaker),
        numbering: speaker.say("paper-numbering", &[]),
        chapters,
        end,
    }
}

pub(super) fn chapter(speaker: &Speaker<'_>, title: &str, contents: Vec<Content>) -> Chapter {
    Chapter {
        title: speaker.say(title, &[]),
        contents,
    }
}

fn cover(speaker: &Speaker<'_>) -> Vec<Row> {
    let case = &speaker.view.case;
    let mut rows = vec![
        speaker.row("paper-number", speaker.number()),
        speaker.row("field-category", speaker.category(&case.facts.category)),
        speaker.row("field-channel", speaker.channel(&case.facts.channel)),
        speaker.row(
            "field-urgency",
            speaker.word("urgency", case.facts.urgency.name()),
        ),
        speaker.row("paper-reported-at", speaker.moment(case.reported_at)),
    ];
    if let Some(lead) = &case.lead {
        rows.push(speaker.row("field-lead", speaker.department(lead)));
    }
    rows.push(speaker.row("paper-stands", speaker.word("stage", case.stage.name())));
    if let Some(closed_at) = case.closed_at {
        rows.push(speaker.row("paper-closed-at", speaker.moment(closed_at)));
    }
    rows
}

fn matter(speaker: &Speaker<'_>) -> Content {
    let facts = &speaker.view.case.facts;
    let levels = [Level::Town, Level::Village, Level::Grid];
    let place: Vec<String> = levels
        .into_iter()
        .filter_map(|level| facts.grid.at(level))
        .filter_map(|code| Some(speaker.county.area(&code)?.name.clone()))
        .collect();
    let mut rows = vec![speaker.row("field-text", &facts.text)];
    let reporter = facts.reporter.as_ref();
    let reporter = reporter.map_or_else(
        || speaker.say("case-reporter-none", &[]),
        |reporter| format!("{} {}", reporter.name, reporter.phone),
    );
    rows.push(speaker.row("field-reporter", reporter.trim()));
    rows.push(speaker.row("paper-place", place.join(" ")));
    if !facts.address.is_empty() {
        rows.push(speaker.row("field-address", &facts.address));
    }
    if let Some(unit) = &facts.unit {
        rows.push(speaker.row("new-case-unit", speaker.department(unit)));
    }
    if !facts.persons.is_empty() {
        let tags = &speaker.county.profile.persons;
        let said = facts.persons.iter().map(|code| {
            let known = tags.iter().find(|tag| tag.code == *code);
            known.map_or_else(|| code.clone(), |tag| speaker.label(&tag.name))
        });
        rows.push(speaker.row("field-persons", speaker.listed(&said.collect::<Vec<_>>())));
    }
    if let Some(origin) = &facts.origin {
        let number = origin.number.as_ref();
        let number = number.map(|number| speaker.say("case-origin-number", &[("number", number)]));
        rows.push(speaker.row("case-origin", number.unwrap_or_default()));
        let said = origin.said.iter();
        rows.extend(said.map(|said| Row::new(said.name.clone(), mask::written(&said.value))));
    }
    Content::Pairs(rows)
}

/// The county's steps, each with the last time that the case came to it.
fn way(speaker: &Speaker<'_>) -> Vec<Step> {
    let profile = &speaker.county.profile;
    let stage = speaker.view.case.stage;
    let now = profile.step_of(stage);
    let steps = profile.steps.iter().enumerate().map(|(index, step)| {
        let state = match now {
            Some(now) if index < now => State::Done,
            // What has ended has no step that somebody works at.
            Some(now) if index == now && stage.is_open() => State::Now,
            Some(now) if index == now => State::Done,
            _ => State::Ahead,
        };
        let came = (state != State::Ahead).then(|| came_to(speaker, &step.stages));
        Step {
            name: speaker.label(&step.name),
            when: came
                .flatten()
                .map(|at| short(speaker, at))
                .unwrap_or_default(),
            state,
        }
    });
    steps.collect()
}

/// When the case last came into one of these stages from outside them.
fn came_to(speaker: &Speaker<'_>, stages: &[Stage]) -> Option<Timestamp> {
    let mut came = None;
    let mut inside = false;
    for happening in &speaker.view.timeline {
        let recorded = &happening.recorded;
        let Some(reached) = reached(&recorded.event) else {
            continue;
        };
        let is_one = stages.contains(&reached);
        if is_one && !inside {
            came = Some(recorded.at);
        }
        inside = is_one;
    }
    came
}

/// The stage that an event brings a case to, where it is always the same one.
fn reached(event: &Event) -> Option<Stage> {
    Some(match event {
        Event::Reported { .. } => Stage::Reported,
        Event::Verified { .. } => Stage::Verified,
        Event::Declined { .. } => Stage::Declined,
        Event::Established { .. } => Stage::Established,
        Event::Dispatched { .. } => Stage::Dispatched,
        Event::Accepted | Event::Reopened { .. } | Event::CheckFailed { .. } => Stage::Handling,
        Event::FedBack { .. } => Stage::FedBack,
        Event::CheckPassed { .. } => Stage::Checked,
        Event::Closed { .. } => Stage::Closed,
        Event::Evaluated { .. } => Stage::Evaluated,
        Event::Voided => Stage::Voided,
        Event::Withdrawn { back_to, .. } | Event::Returned { back_to, .. } => *back_to,
        _ => return None,
    })
}

/// A moment without its year, for where there is little room.
fn short(speaker: &Speaker<'_>, at: Timestamp) -> String {
    let whole = speaker.moment(at);
    let day = date(at);
    if day.year() != date(speaker.view.case.reported_at).year() {
        return whole;
    }
    // Midnight belongs to the day that ends with it; the last word of a moment is its time.
    let time = whole.rsplit(' ').next().unwrap_or_default();
    let day = if time == "24:00" {
        day.yesterday().unwrap_or(day)
    } else {
        day
    };
    let (month, day) = (day.month().to_string(), day.day().to_string());
    speaker.say(
        "when-date",
        &[("month", &month), ("day", &day), ("time", time)],
    )
}

fn clocks(speaker: &Speaker<'_>) -> Content {
    let column = |key: &str, share| Column {
        name: speaker.say(key, &[]),
        share,
    };
    Content::Table {
        columns: vec![
            column("paper-clock", 4),
            column("case-clock-period", 3),
            column("case-clock-started", 4),
            column("case-clock-ends", 4),
            column("paper-clock-result", 3),
        ],
        lines: speaker
            .view
            .clocks
            .iter()
            .map(|view| clock(speaker, view))
            .collect(),
    }
}

fn clock(speaker: &Speaker<'_>, view: &ClockView) -> Line {
    let clock = &view.clock;
    let period = clock
        .period
        .map_or_else(String::new, |period| speaker.text().period(period));
    let mut notes = Vec::new();
    if !view.basis.is_empty() {
        notes.push(speaker.say("paper-clock-basis", &[("basis", &view.basis)]));
    }
    notes.push(match &view.computation {
        Some(counted) => {
            let steps = counted.steps.iter().map(|step| told::step(speaker, step));
            let separator = speaker.say("paper-step-separator", &[]);
            let steps = steps.collect::<Vec<_>>().join(&separator);
            speaker.say("paper-clock-counted", &[("steps", &steps)])
        }
        None if clock.period.is_none() => speaker.say("case-clock-by-hand", &[]),
        None => speaker.say("case-clock-was-moved", &[]),
    });
    Line {
        cells: vec![
            speaker.clock(&clock.code),
            period,
            speaker.moment(clock.started_at),
            speaker.moment(clock.due.at),
            result(speaker, view),
        ],
        notes,
    }
}

/// How a clock ended, or how it stands.
fn result(speaker: &Speaker<'_>, view: &ClockView) -> String {
    let clock = &view.clock;
    let ended = clock.stopped_at.or(speaker.view.case.closed_at);
    let until = ended.or(clock.paused_at).unwrap_or(speaker.now);
    let late = until.duration_since(clock.due.at).as_secs();
    if late > 0 {
        let by = length(speaker, "case-length", late);
        return speaker.say("paper-clock-late", &[("length", &by)]);
    }
    let key = if ended.is_some() {
        "paper-clock-kept"
    } else if clock.paused_at.is_some() {
        "case-clock-paused"
    } else {
        "paper-clock-runs"
    };
    speaker.say(key, &[])
}

/// What happened, the oldest first.
fn timeline(speaker: &Speaker<'_>) -> Vec<Entry> {
    let mut moments = moments(&speaker.view.timeline);
    moments.reverse();
    moments
        .iter()
        .map(|moment| entry(speaker, moment))
        .collect()
}

fn entry(speaker: &Speaker<'_>, moment: &Moment) -> Entry {
    let recorded = &moment.what.recorded;
    let Said { mut facts, words } = told::said(speaker, &recorded.event, &moment.changed);
    let clocks = moment.clocks.iter();
    facts.extend(clocks.filter_map(|clock| told::clock(speaker, &clock.recorded.event)));
    if moment.what.pending {
        facts.push(speaker.say("pending", &[]));
    }
    let masked = |(label, text): (Option<String>, String)| (label, mask::written(&text));
    Entry {
        when: speaker.moment(recorded.at),
        what: speaker.word("event", recorded.event.name()),
        who: speaker.who(&recorded.actor),
        facts: facts.iter().map(|fact| mask::written(fact)).collect(),
        words: words.into_iter().map(masked).collect(),
    }
}
