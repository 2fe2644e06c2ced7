//! The routing table: its lists in their order, and every rule with what it asks for.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::profile::Profile;
use onemap_domain::route::{Owner, RouteList, RouteTable, Rule};

use super::{category, channel, label, listed};
use crate::parts::count;
use crate::state::Desk;
use crate::text::{t, word};

/// The routing table of a way of working.
#[component]
pub fn Routing(
    /// Which.
    profile: Arc<Profile>,
) -> impl IntoView {
    let body = match &profile.routing {
        None => {
            view! { <p data-testid="ways-routing-derived">{t("ways-routing-derived", &[])}</p> }
                .into_any()
        }
        Some(table) => view! { <Table profile=profile.clone() table=table.clone() /> }.into_any(),
    };
    view! {
        <section class="page-part" data-testid="ways-routing">
            <h3 class="part-head">{t("ways-routing", &[])}</h3>
            {body}
        </section>
    }
}

#[component]
fn Table(profile: Arc<Profile>, table: RouteTable) -> impl IntoView {
    let desk = Desk::here();
    let order: Vec<String> = table
        .lists
        .iter()
        .map(|list| name_of(&table, &list.code))
        .collect();
    let about = t(
        "ways-routing-about",
        &[
            ("version", &table.version),
            ("lists", &order.join(" → ")),
            ("count", &count(table.rules.len() as u64)),
        ],
    );
    let rows = table.rules.iter().map(|rule| {
        view! {
            <tr data-testid="ways-route" data-code=rule.code.clone()>
                <td>{name_of(&table, &rule.list)} " · " {word("principle", rule.principle.name())}</td>
                <td>{asks(&profile, desk, rule)}</td>
                <td>
                    <strong>{owner(desk, &rule.lead)}</strong>
                    {(!rule.assists.is_empty()).then(|| view! {
                        <span class="way-more">
                            {t("dispatch-with", &[("assists", &listed(rule.assists.iter().map(|code| desk.department_short(code))))])}
                        </span>
                    })}
                </td>
                <td>{rule.basis.clone()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <details>
            <summary>{about}</summary>
            <table class="page-table">
                <thead><tr>
                    <th scope="col">{t("ways-route-list", &[])}</th>
                    <th scope="col">{t("ways-when", &[])}</th>
                    <th scope="col">{t("dispatch-lead", &[])}</th>
                    <th scope="col">{t("ways-basis", &[])}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}

/// What a list is called: by the county, else by the program.
fn name_of(table: &RouteTable, code: &str) -> String {
    let list = table.lists.iter().find(|list| list.code == code);
    let own = list.and_then(|list| list.name.as_ref());
    own.map_or_else(|| list_word(code), label)
}

/// The name of a list that the program names itself.
pub fn list_word(code: &str) -> String {
    let known = [
        RouteList::DUTY,
        RouteList::DUTY_ALSO,
        RouteList::POWER,
        RouteList::PERFORMANCE,
        RouteList::PLACE,
    ];
    if known.contains(&code) {
        word("route-list", code)
    } else {
        code.to_owned()
    }
}

fn owner(desk: Desk, owner: &Owner) -> String {
    match owner {
        Owner::TownOffice => t("ways-owner-town-office", &[]),
        Owner::Unit => t("ways-owner-unit", &[]),
        Owner::Department(code) => desk.department_name(code),
    }
}

/// What a rule asks of a case.
fn asks(profile: &Profile, desk: Desk, rule: &Rule) -> String {
    let person = |code: &String| {
        let tag = profile.persons.iter().find(|tag| tag.code == *code);
        tag.map_or_else(|| code.clone(), |tag| label(&tag.name))
    };
    let all: Vec<String> = [
        listed(rule.categories.iter().map(|code| category(profile, code))),
        listed(rule.channels.iter().map(|code| channel(profile, code))),
        listed(rule.areas.iter().map(|code| desk.place(code))),
        listed(rule.persons.iter().map(person)),
        listed(rule.units.iter().map(|code| desk.department_short(code))),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect();
    if all.is_empty() {
        t("ways-any-case", &[])
    } else {
        all.join(" · ")
    }
}
