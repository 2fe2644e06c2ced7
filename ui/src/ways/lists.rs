//! What a way lists: channels, categories with their departments, closings with their demands,
//! tags of persons, the sets that a county names and fills, the policies that it hands out, and
//! what it set itself to reach.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::profile::{Closing, Named, OpenList, Policy, Profile, Target};

use super::{label, listed};
use crate::indicators::target_words;
use crate::parts::count;
use crate::state::Desk;
use crate::text::{t, word};

/// All lists of a way of working.
#[component]
pub fn Lists(
    /// Which.
    profile: Arc<Profile>,
) -> impl IntoView {
    let online = channels(&profile, true);
    let offline = channels(&profile, false);
    let persons = profile.persons.clone();
    let has_persons = !persons.is_empty();
    let open_lists = profile.lists.iter().map(open_list).collect_view();
    let has_lists = !profile.lists.is_empty();
    let policies = profile.policies.iter().map(policy).collect_view();
    let has_policies = !profile.policies.is_empty();
    let targets = profile.targets.iter().map(target).collect_view();
    let has_targets = !profile.targets.is_empty();
    view! {
        <section class="page-part" data-testid="ways-channels">
            <h3 class="part-head">{t("ways-channels", &[])}</h3>
            <dl class="pairs way-pairs">
                <dt>{t("channels-online", &[])}</dt><dd data-testid="ways-online">{online}</dd>
                <dt>{t("channels-offline", &[])}</dt><dd data-testid="ways-offline">{offline}</dd>
            </dl>
        </section>
        <Categories profile=profile.clone() />
        <Closings profile />
        {has_persons.then(|| view! {
            <section class="page-part" data-testid="ways-persons">
                <h3 class="part-head">{t("ways-persons", &[])}</h3>
                <p>{listed(persons.iter().map(|person| label(&person.name)))}</p>
            </section>
        })}
        {has_lists.then(|| view! {
            <section class="page-part" data-testid="ways-lists">
                <h3 class="part-head">
                    {t("ways-lists", &[])}
                    <span class="part-note">{t("ways-lists-note", &[])}</span>
                </h3>
                <dl class="pairs way-pairs">{open_lists}</dl>
            </section>
        })}
        {has_policies.then(|| view! {
            <section class="page-part" data-testid="ways-policies">
                <h3 class="part-head">{t("ways-policies", &[])}</h3>
                <dl class="pairs way-pairs">{policies}</dl>
            </section>
        })}
        {has_targets.then(|| view! {
            <section class="page-part" data-testid="ways-targets">
                <h3 class="part-head">{t("ways-targets", &[])}</h3>
                <dl class="pairs way-pairs">{targets}</dl>
            </section>
        })}
    }
}

fn channels(profile: &Profile, online: bool) -> String {
    let of_kind = profile.channels.iter().filter(|c| c.online == online);
    let words = listed(of_kind.map(|channel| label(&channel.name)));
    if words.is_empty() {
        t("ways-none", &[])
    } else {
        words
    }
}

#[component]
fn Categories(profile: Arc<Profile>) -> impl IntoView {
    let desk = Desk::here();
    let rows = profile.categories.iter().map(|category| {
        // The first is the usual lead; of another county's way a code is all there is.
        let names = category.departments.iter();
        let departments = listed(names.map(|code| desk.department_short(code)));
        let departments = if departments.is_empty() {
            t("ways-none", &[])
        } else {
            departments
        };
        view! {
            <tr data-testid="ways-category" data-code=category.code.clone()>
                <th scope="row">{label(&category.name)}</th><td>{departments}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let number = count(profile.categories.len() as u64);
    view! {
        <section class="page-part" data-testid="ways-categories">
            <details>
                <summary class="part-head">
                    {t("ways-categories", &[("count", &number)])}
                </summary>
                <p class="part-note page-note">{t("ways-categories-note", &[])}</p>
                <table class="page-table"><tbody>{rows}</tbody></table>
            </details>
        </section>
    }
}

#[component]
fn Closings(profile: Arc<Profile>) -> impl IntoView {
    let rows = profile.closings.iter().map(|closing| {
        view! {
            <tr data-testid="ways-closing" data-code=closing.code.clone()>
                <th scope="row">{label(&closing.name)}</th>
                <td>{demands(closing)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="page-part" data-testid="ways-closings">
            <h3 class="part-head">{t("ways-closings", &[])}</h3>
            <table class="page-table"><tbody>{rows}</tbody></table>
        </section>
    }
}

/// What a closing demands.
fn demands(closing: &Closing) -> String {
    let note = closing.needs_note.then(|| t("ways-needs-note", &[]));
    let named = closing.demands.iter().map(|demand| label(&demand.name));
    let words = listed(note.into_iter().chain(named));
    if words.is_empty() {
        t("ways-demands-nothing", &[])
    } else {
        t("ways-demands", &[("demands", &words)])
    }
}

/// A set with its size and how much of it is filled in.
fn open_list(list: &OpenList) -> impl IntoView + use<> {
    let known = list.members.len();
    let filled = t(
        "ways-list-filled",
        &[
            ("size", &list.size.to_string()),
            ("known", &known.to_string()),
        ],
    );
    let members = listed(
        list.members
            .iter()
            .map(|member: &Named| label(&member.name)),
    );
    view! {
        <dt>{label(&list.name)}</dt>
        <dd data-testid=format!("ways-list-{}", list.code) data-size=list.size data-known=known>
            <strong class="figures">{filled}</strong>
            {(!members.is_empty()).then(|| view! { <span>" "{members}</span> })}
            <span class="way-more">{list.basis.clone()}</span>
        </dd>
    }
}

/// A policy with where it is published and what it says.
fn policy(policy: &Policy) -> impl IntoView + use<> {
    view! {
        <dt>{label(&policy.name)}</dt>
        <dd data-testid=format!("ways-policy-{}", policy.code)>
            {label(&policy.text)}
            <span class="way-more">{policy.basis.clone()}</span>
        </dd>
    }
}

/// What is to be reached in one indicator, and where that is set.
fn target(target: &Target) -> impl IntoView + use<> {
    let name = target.indicator.name();
    view! {
        <dt>{word("indicator", name)}</dt>
        <dd data-testid=format!("ways-target-{name}")>
            <strong class="figures">{target_words(target)}</strong>
            <span class="way-more">{target.basis.clone()}</span>
        </dd>
    }
}
