//! The chapters that only some cases have. Each is there only where there is something to say.

use onemap_domain::case::{Case, Stage, VisitAnswers};
use onemap_domain::event::Event;
use onemap_exchange::paper::{Chapter, Column, Content, Line, Row};
use onemap_protocol::told::{Voice, yuan};

use super::case_file::chapter;
use super::slip::level;
use super::speaker::Speaker;
use crate::mask;

/// The chapters between the clocks and the timeline.
pub(super) fn of(speaker: &Speaker<'_>) -> Vec<Chapter> {
    let case = &speaker.view.case;
    let parts = [
        ("paper-order", order(speaker, case)),
        ("case-task-force", task_force(speaker, case)),
        ("case-visits", visits(speaker)),
        ("case-mediations", mediations(speaker, case)),
        ("case-policies", policies(speaker, case)),
        ("case-supervision", supervision(speaker, case)),
        ("case-adoption", adoption(speaker, case)),
        ("case-whistle", whistle(speaker, case)),
        ("paper-ties", ties(speaker)),
    ];
    parts
        .into_iter()
        .filter(|(_, contents)| !contents.is_empty())
        .map(|(title, contents)| chapter(speaker, title, contents))
        .collect()
}

fn pairs(rows: Vec<Row>) -> Vec<Content> {
    if rows.is_empty() {
        return Vec::new();
    }
    vec![Content::Pairs(rows)]
}

/// A table whose texts are masked; none without lines.
fn table(
    speaker: &Speaker<'_>,
    columns: &[(&str, u8)],
    lines: impl IntoIterator<Item = Vec<String>>,
) -> Vec<Content> {
    let lines: Vec<Line> = lines
        .into_iter()
        .map(|cells| Line {
            cells: cells.iter().map(|cell| mask::written(cell)).collect(),
            notes: Vec::new(),
        })
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let columns = columns.iter().map(|(key, share)| Column {
        name: speaker.say(key, &[]),
        share: *share,
    });
    vec![Content::Table {
        columns: columns.collect(),
        lines,
    }]
}

fn order(speaker: &Speaker<'_>, case: &Case) -> Vec<Content> {
    let mut rows = Vec::new();
    let units = |codes: &std::collections::BTreeSet<_>| {
        let names: Vec<String> = codes.iter().map(|code| speaker.department(code)).collect();
        speaker.listed(&names)
    };
    if let Some(intake) = &case.intake {
        rows.push(speaker.row("case-intake", speaker.department(intake)));
    }
    if let Some(lead) = &case.lead {
        rows.push(speaker.row("field-lead", speaker.department(lead)));
    }
    if !case.assists.is_empty() {
        rows.push(speaker.row("field-assists", units(&case.assists)));
    }
    if !case.requirements.is_empty() {
        rows.push(speaker.row("field-requirements", &case.requirements));
    }
    if let Some(due_at) = case.order_due() {
        rows.push(speaker.row("field-due-at", speaker.moment(due_at)));
    }
    if !case.result.is_empty() {
        rows.push(speaker.row("field-result", &case.result));
    }
    if let Some(outcome) = &case.outcome {
        let declined = case.stage == Stage::Declined;
        let key = if declined {
            "case-declined"
        } else {
            "case-outcome"
        };
        let reason = if declined {
            outcome.reason.clone()
        } else {
            speaker.closing(&outcome.reason)
        };
        let words = [reason, outcome.note.clone()];
        let words = words.into_iter().filter(|words| !words.is_empty());
        rows.push(speaker.row(key, words.collect::<Vec<_>>().join("\n")));
        for (code, text) in &outcome.demands {
            let label = speaker.demand(&outcome.reason, code);
            rows.push(Row::new(label, mask::written(text)));
        }
    }
    if let Some(satisfaction) = case.satisfaction {
        let said = speaker.word("satisfaction", satisfaction.name());
        rows.push(speaker.row("field-satisfaction", said));
    }
    let times = [
        ("case-returned", case.returned),
        ("case-urged", case.urged),
        ("case-reopened", case.reopened),
        ("case-extended", case.extended),
    ];
    let times: Vec<String> = times
        .into_iter()
        .filter(|(_, times)| *times > 0)
        .map(|(key, times)| speaker.say(key, &[("count", &times.to_string())]))
        .collect();
    if !times.is_empty() {
        rows.push(speaker.row("paper-times", speaker.listed(&times)));
    }
    pairs(rows)
}

fn task_force(speaker: &Speaker<'_>, case: &Case) -> Vec<Content> {
    let Some(force) = &case.task_force else {
        return Vec::new();
    };
    let rule = speaker.county.profile.task_force.as_ref();
    let known = rule.map_or(&[][..], |rule| &rule.roles);
    let mut roles: Vec<(&String, &String)> = force.roles.iter().collect();
    // In the profile's order, which is that of rank.
    roles.sort_by_key(|(code, _)| known.iter().position(|role| role.code == **code));
    let mut rows: Vec<Row> = roles
        .into_iter()
        .map(|(code, name)| Row::new(speaker.force_role(code), mask::written(name)))
        .collect();
    if !force.members.is_empty() {
        let label = rule.map_or_else(
            || speaker.say("field-members", &[]),
            |rule| speaker.label(&rule.members),
        );
        let members = speaker.listed(&force.members);
        rows.push(Row::new(label, mask::written(&members)));
    }
    pairs(rows)
}

/// Every visit that was ever made, with what was heard.
fn visits(speaker: &Speaker<'_>) -> Vec<Content> {
    let made = speaker.view.timeline.iter().filter_map(|happening| {
        let recorded = &happening.recorded;
        let Event::Visited {
            visitor,
            answers,
            note,
        } = &recorded.event
        else {
            return None;
        };
        let by = format!(
            "{} {}",
            speaker.word("visitor", visitor.name()),
            recorded.actor.name
        );
        Some(vec![
            by,
            speaker.moment(recorded.at),
            heard(speaker, *answers),
            note.clone(),
        ])
    });
    let columns = [
        ("paper-visit-by", 3),
        ("paper-visit-at", 3),
        ("paper-visit-result", 4),
        ("field-note", 5),
    ];
    table(speaker, &columns, made)
}

fn heard(speaker: &Speaker<'_>, answers: VisitAnswers) -> String {
    let answer = |name: &str, yes: bool| {
        let said = speaker.say(if yes { "case-yes" } else { "case-no" }, &[]);
        format!("{}: {said}", speaker.word("field", name))
    };
    [
        answer("handled", answers.handled),
        answer("resolved", answers.resolved),
        answer("satisfied", answers.satisfied),
    ]
    .join("\n")
}

fn mediations(speaker: &Speaker<'_>, case: &Case) -> Vec<Content> {
    let each = case.mediations.iter().flat_map(|mediation| {
        let bodies: Vec<String> = mediation
            .bodies
            .iter()
            .map(|code| speaker.mediator(code))
            .collect();
        let key = if mediation.agreed {
            "case-mediation-agreed"
        } else {
            "case-mediation-not-agreed"
        };
        let mut rows = vec![
            speaker.row("field-bodies", speaker.listed(&bodies)),
            speaker.row("case-parties", speaker.listed(&mediation.parties)),
            speaker.row("paper-visit-result", speaker.say(key, &[])),
        ];
        if let Some(fen) = mediation.amount_fen {
            let amount = speaker.say("case-yuan", &[("amount", &yuan(fen))]);
            rows.push(speaker.row("field-amount", amount));
        }
        rows.push(speaker.row("field-text", &mediation.text));
        pairs(rows)
    });
    each.collect()
}

fn policies(speaker: &Speaker<'_>, case: &Case) -> Vec<Content> {
    let lines = case.handed_out.iter().map(|code| {
        // A profile may have dropped it since; the code is then all there is.
        let known = speaker.county.profile.policy(code);
        let basis = known.map_or_else(String::new, |policy| policy.basis.clone());
        let text = known.map_or_else(String::new, |policy| speaker.label(&policy.text));
        vec![speaker.policy(code), basis, text]
    });
    let columns = [
        ("paper-policy", 4),
        ("paper-policy-basis", 4),
        ("paper-policy-text", 8),
    ];
    table(speaker, &columns, lines)
}

fn supervision(speaker: &Speaker<'_>, case: &Case) -> Vec<Content> {
    let Some(stands) = &case.supervision else {
        return Vec::new();
    };
    let slip = speaker.say(
        "case-slip",
        &[
            ("number", &speaker.number()),
            ("slip", &stands.slip.to_string()),
        ],
    );
    let answer = stands.answer.clone();
    let answer = answer.unwrap_or_else(|| speaker.say("case-slip-owed", &[]));
    pairs(vec![
        speaker.row("paper-slip", slip),
        speaker.row("paper-slip-ladder", level(speaker, stands)),
        speaker.row("paper-slip-reason", &stands.reason),
        speaker.row("case-slip-issued", speaker.moment(stands.issued_at)),
        speaker.row("paper-slip-due", speaker.moment(stands.due_at)),
        speaker.row("paper-receipt-answer", answer),
    ])
}

/// Who took it on, then each item with its evidence, or who owes it.
fn adoption(speaker: &Speaker<'_>, case: &Case) -> Vec<Content> {
    let Some(adoption) = &case.adoption else {
        return Vec::new();
    };
    let unit = speaker.department(&adoption.unit);
    let mut contents = pairs(vec![
        speaker.row("case-adopter", &adoption.name),
        speaker.row("field-unit", &unit),
    ]);
    let Some(rule) = &speaker.county.profile.adoption else {
        return contents;
    };
    let owned = |items: &[onemap_domain::profile::Named], owner: &str| {
        let line = |item: &onemap_domain::profile::Named| {
            let shown = adoption.evidence.get(&item.code).cloned();
            let shown = shown.unwrap_or_else(|| speaker.say("case-item-owed", &[("name", owner)]));
            vec![speaker.label(&item.name), owner.to_owned(), shown]
        };
        items.iter().map(line).collect::<Vec<_>>()
    };
    let lines = owned(&rule.leader_items, &adoption.name);
    let lines = lines.into_iter().chain(owned(&rule.unit_items, &unit));
    let columns = [
        ("paper-adoption-item", 3),
        ("paper-adoption-owner", 3),
        ("field-evidence", 7),
    ];
    contents.extend(table(speaker, &columns, lines));
    contents
}

fn whistle(speaker: &Speaker<'_>, case: &Case) -> Vec<Content> {
    let Some(whistle) = &case.whistle else {
        return Vec::new();
    };
    let mut contents = pairs(vec![
        speaker.row("field-reason", &whistle.reason),
        speaker.row("field-needed-by", speaker.moment(whistle.needed_by)),
    ]);
    let rated = |said: Option<onemap_domain::case::Satisfaction>| {
        said.map_or_else(
            || speaker.say("case-not-rated", &[]),
            |said| speaker.word("satisfaction", said.name()),
        )
    };
    let lines = whistle.units.iter().map(|(unit, arrived)| {
        let state = match arrived {
            Some(at) if *at <= whistle.needed_by => "there",
            Some(_) => "late",
            None if speaker.now <= whistle.needed_by => "expected",
            None => "no_show",
        };
        let mut came = speaker.word("case-arrival", state);
        if let Some(at) = arrived {
            came = format!("{came} {}", speaker.moment(*at));
        }
        let said = whistle.ratings.get(unit).copied().unwrap_or_default();
        vec![
            speaker.department(unit),
            came,
            rated(said.of_unit),
            rated(said.of_call),
        ]
    });
    let columns = [
        ("paper-whistle-unit", 4),
        ("paper-whistle-came", 4),
        ("case-rated-by-caller", 3),
        ("case-rated-by-unit", 3),
    ];
    contents.extend(table(speaker, &columns, lines));
    contents
}

fn ties(speaker: &Speaker<'_>) -> Vec<Content> {
    let case = &speaker.view.case;
    let mut rows = Vec::new();
    if let Some(into) = case.merged_into {
        rows.push(speaker.row("case-merged-into", speaker.case(into)));
    }
    for from in &case.absorbed {
        rows.push(speaker.row("case-absorbed", speaker.case(*from)));
    }
    for with in &case.links {
        rows.push(speaker.row("case-linked", speaker.case(*with)));
    }
    pairs(rows)
}
