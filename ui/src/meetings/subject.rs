//! A case of a pack in one line: what it is, where it lies, whose it is, how late it is.

use leptos::prelude::*;
use onemap_domain::clock::Lamp;
use onemap_domain::pack::PackCase;

use super::room::{Room, name_of};
use crate::parts::{Due, Hue, LampMark, Tag, count};
use crate::text::{t, word};

/// A case of a pack. Its deadline is told as it stands now; everything else as it was frozen.
#[component]
pub fn CaseLine(
    /// The meeting.
    room: Room,
    /// Which.
    case: PackCase,
) -> impl IntoView {
    let desk = room.desk;
    let id = case.id;
    let lead = case.lead.clone();
    let (grid, category) = (case.grid.clone(), case.category.clone());
    let decided = Memo::new(move |_| {
        let own = room.decided().into_iter();
        let own = own.filter(|one| one.decision.resolution.case == Some(id));
        own.map(|one| one.decision.resolution.becomes)
            .collect::<Vec<_>>()
    });
    let due_at = case.due_at;
    let late = Memo::new(move |_| due_at.is_some_and(|due| due < desk.now.get()));
    let tags = move || {
        decided
            .get()
            .into_iter()
            .map(|becomes| {
                view! { <Tag hue=Hue::Accent>{t("meetings-decided-as", &[("form", &word("decision-becomes", becomes.name()))])}</Tag> }
            })
            .collect_view()
    };
    let whose = move || {
        lead.as_ref().map_or_else(
            || t("meetings-no-lead", &[]),
            |lead| desk.department_short(lead),
        )
    };
    view! {
        <span class="pack-line" data-testid="meeting-case" data-case=id.to_string()>
            <span class="pack-line-title">{case.title.clone()} " " {tags}</span>
            <span class="pack-line-due" class:pack-line-late=late>
                {move || late.get().then(|| view! { <LampMark lamp=Some(Lamp::Red) /> })}
                {due_at.map(|at| view! { <Due at=at /> })}
            </span>
            <span class="pack-line-about">
                <span class="figures">{name_of(&case)}</span>
                <span>{move || desk.place(&grid)}</span>
                <span>{move || desk.category(&category)}</span>
                {(case.people > 0).then(|| view! {
                    <strong class="figures">{t("meetings-people", &[("count", &count(case.people))])}</strong>
                })}
                {(case.returned > 0).then(|| t("meetings-returned", &[("count", &count(case.returned))]))}
            </span>
            <span class="pack-line-lead">{whose}</span>
        </span>
    }
}
