//! How a case belongs with others: merged into one, having taken others in, linked, alike.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::command::CommandKind;
use onemap_domain::likeness::Likeness;
use onemap_protocol::desk::{Alike, CaseRow, CaseView};

use super::brief::Brief;
use super::names::command_name;
use super::when;
use crate::parts::count;
use crate::state::{Desk, Intent};
use crate::text::t;

/// In what two cases are alike: 相距 28 米 · 相隔 3 小时 · 用词相同 81%.
pub fn explained(likeness: &Likeness) -> String {
    let mut words = Vec::new();
    if let Some(metres) = likeness.metres {
        let metres = metres.round().max(0.0) as u64;
        words.push(t("case-alike-metres", &[("count", &count(metres))]));
    }
    let apart = (likeness.hours.abs() * 3_600.0).round() as i64;
    words.push(t(
        "case-alike-apart",
        &[("length", &when::length("case-length", apart))],
    ));
    words.push(t(
        "case-alike-words",
        &[("share", &likeness.words.to_string())],
    ));
    if likeness.same_category {
        words.push(t("case-alike-category", &[]));
    }
    if likeness.same_phone {
        words.push(t("case-alike-phone", &[]));
    }
    let mut told = words.join(" · ");
    if !likeness.shared.is_empty() {
        let shared: Vec<String> = likeness
            .shared
            .iter()
            .map(|run| t("case-quoted", &[("words", run)]))
            .collect();
        let shared = t("case-alike-shared", &[("words", &shared.concat())]);
        told = format!("{told} · {shared}");
    }
    told
}

/// The cases that this one belongs with.
#[component]
pub fn Ties(
    /// The case.
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let into = Memo::new(move |_| view.with(|view| view.merged_into.clone()));
    let is_merged = Memo::new(move |_| view.with(|view| view.case.merged_into.is_some()));
    let absorbed = Memo::new(move |_| view.with(|view| view.absorbed.clone()));
    let linked = Memo::new(move |_| view.with(|view| view.linked.clone()));
    // What was merged or linked that the reader may not see is counted all the same.
    let unseen = Memo::new(move |_| {
        view.with(|view| {
            let case = &view.case;
            let absorbed = case.absorbed.len().saturating_sub(view.absorbed.len());
            let linked = case.links.len().saturating_sub(view.linked.len());
            (absorbed, linked)
        })
    });
    let may_unmerge = Memo::new(move |_| {
        let role = desk.role();
        let roles = super::names::profile(desk, |profile| {
            role.is_some_and(|role| profile.roles(CommandKind::Unmerge).contains(&role))
        });
        roles.unwrap_or(false)
    });
    let taken_in = move |row: CaseRow| {
        let id = row.id;
        let take_out = move || may_unmerge.get().then(|| take_out(desk, id));
        view! { <li class="tie" data-testid="case-absorbed-row"><Brief row /> {take_out}</li> }
    };
    let hidden = |count_of: usize| {
        (count_of > 0).then(|| {
            view! { <p class="part-empty">{crate::say!("case-ties-unseen", count = count(count_of as u64))}</p> }
        })
    };
    view! {
        <Show when=move || is_merged.get()>
            <section class="part" data-testid="case-merged-into">
                <h3 class="part-head">
                    {crate::say!("case-merged-into")}
                    <span class="part-note">{crate::say!("case-merged-into-hint")}</span>
                </h3>
                {move || match into.get() {
                    Some(row) => view! { <ul class="briefs"><li><Brief row /></li></ul> }.into_any(),
                    None => view! { <p class="part-empty">{crate::say!("case-other-unseen")}</p> }.into_any(),
                }}
            </section>
        </Show>
        <Show when=move || !absorbed.with(Vec::is_empty) || unseen.get().0 != 0>
            <section class="part" data-testid="case-absorbed">
                <h3 class="part-head">{crate::say!("case-absorbed")}</h3>
                <ul class="briefs">{move || absorbed.get().into_iter().map(taken_in).collect_view()}</ul>
                {move || hidden(unseen.get().0)}
            </section>
        </Show>
        <Show when=move || !linked.with(Vec::is_empty) || unseen.get().1 != 0>
            <section class="part" data-testid="case-linked">
                <h3 class="part-head">{crate::say!("case-linked")}</h3>
                <ul class="briefs">
                    {move || linked.get().into_iter().map(|row| view! { <li><Brief row /></li> }).collect_view()}
                </ul>
                {move || hidden(unseen.get().1)}
            </section>
        </Show>
    }
}

/// Opens the taking-out on the case that was taken in: the command is given there.
fn take_out(desk: Desk, absorbed: CaseId) -> impl IntoView {
    let open = move |_| {
        desk.select_case(absorbed);
        desk.intent.set(Some(Intent::Command(CommandKind::Unmerge)));
    };
    view! {
        <button type="button" class="link" data-testid="case-unmerge" on:click=open>
            {move || command_name(desk, CommandKind::Unmerge)}
        </button>
    }
}

/// Cases that may be about the same matter, and in what; nothing when there is none.
#[component]
pub fn AlikeCases(
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// Opens the form of a command.
    on_open: Callback<CommandKind>,
) -> impl IntoView {
    let desk = Desk::here();
    let alike = Memo::new(move |_| view.with(|view| view.alike.clone()));
    let may_merge = Memo::new(move |_| {
        view.with(|view| {
            view.actions
                .iter()
                .any(|a| a.command == CommandKind::Merge && a.refusal.is_none())
        })
    });
    let row = move |alike: Alike| {
        let Alike { row, likeness } = alike;
        let (id, points) = (row.id.to_string(), likeness.score.to_string());
        let score = t("case-alike-score", &[("score", &points)]);
        view! {
            <li data-testid="case-alike-row" data-case=id data-score=points>
                <Brief row note=score />
                <p class="alike-why">{move || explained(&likeness)}</p>
            </li>
        }
    };
    view! {
        <Show when=move || !alike.with(Vec::is_empty)>
            <section class="part" data-testid="case-alike">
                <h3 class="part-head">
                    {crate::say!("case-alike")}
                    <Show when=move || may_merge.get()>
                        <button
                            type="button"
                            class="link part-tags"
                            data-testid="case-alike-merge"
                            on:click=move |_| on_open.run(CommandKind::Merge)
                        >
                            {move || command_name(desk, CommandKind::Merge)} "…"
                        </button>
                    </Show>
                </h3>
                <ul class="briefs">{move || alike.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_likeness_says_place_time_words_and_what_stands_in_both() {
        let told = explained(&Likeness {
            metres: Some(28.4),
            hours: -3.0,
            words: 81,
            same_category: true,
            same_phone: false,
            score: 84,
            shared: vec!["化粪池".to_owned(), "外溢".to_owned()],
        });
        assert_eq!(
            told,
            "相距 28 米 · 相隔 3 小时 · 用词相同 81% · 同一类别 · 共同用词 “化粪池”“外溢”"
        );
    }
}
