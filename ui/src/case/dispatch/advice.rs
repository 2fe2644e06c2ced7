//! What the rules say of the lead, and why: the verdict, each suggestion with the rule that made
//! it and the facts that made the rule fit, what is set beside it from history, and the load.
//!
//! When the rules clash or say nothing, the first thing offered is a research meeting (研判).

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::command::CommandKind;
use onemap_domain::department::{DepartmentCode, Load};
use onemap_domain::route::{RouteTable, Verdict};
use onemap_protocol::desk::{Advice, CaseView, DepartmentLoad, Learnt, Suggest, Suggestion};

use super::{OrderDraft, OtherLead, load_of, why};
use crate::case::names::command_name;
use crate::department::LoadBar;
use crate::parts::{Button, Hue, Look, Tag, count};
use crate::remote::remote;
use crate::state::{Desk, Intent};
use crate::text::{sentence, t, word};

/// Runners-up that are shown beside the first.
const RUNNERS_UP: usize = 4;

/// The verdict and the offers.
#[component]
pub fn Counsel(
    /// What is being written.
    order: OrderDraft,
    /// The case.
    view: Signal<Arc<CaseView>>,
    /// The loads of all.
    loads: Signal<Vec<DepartmentLoad>>,
) -> impl IntoView {
    let id = view.with_untracked(|view| view.case.id);
    // Asked once: what moves under the pointer is clicked wrongly. The loads beside them live.
    let advice = remote(move || Some(Suggest { case: id }));
    Effect::new(move |_| {
        let Some(advice) = advice.get() else { return };
        if order.chosen.get() {
            return;
        }
        let leads_now = view.with_untracked(|view| view.case.lead.clone());
        if let Some(first) = preset(&advice, leads_now.as_ref()) {
            order.take(first.matched.lead.clone(), &first.matched.assists);
        }
    });
    let offered = Memo::new(move |_| {
        advice
            .with(|advice| {
                let ruled = advice.suggestions.iter().map(|s| s.matched.lead.clone());
                let learnt = advice.learnt.iter().map(|l| l.department.clone());
                ruled.chain(learnt).collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let other_lead = move || {
        let chosen = order.lead.get()?;
        let is_offered = offered.with(|offered| offered.contains(&chosen));
        (!is_offered).then(|| view! { <OtherLead code=chosen loads /> })
    };
    let body = move || match (advice.get(), advice.problem()) {
        (Some(advice), _) => view! { <Offers advice order view loads /> }.into_any(),
        (None, Some(problem)) => {
            let retry = move |_| advice.retry();
            view! {
                <p class="part-failed" role="alert">
                    {t("dispatch-suggestions-failed", &[])} " " {sentence(&problem)} " "
                    <button type="button" class="link" on:click=retry>{t("retry", &[])}</button>
                </p>
            }
            .into_any()
        }
        (None, None) => {
            view! { <p class="part-empty">{t("dispatch-suggestions-loading", &[])}</p> }.into_any()
        }
    };
    view! {
        <div class="offers" role="radiogroup" aria-label=crate::say!("dispatch-lead")>
            {body}
            {other_lead}
        </div>
    }
}

/// The suggestion that a form begins with: the first one, when the rules are clear; never the
/// department that leads already.
fn preset<'a>(advice: &'a Advice, leads_now: Option<&DepartmentCode>) -> Option<&'a Suggestion> {
    if advice.verdict != Verdict::Clear {
        return None;
    }
    let mut others = advice.suggestions.iter();
    others.find(|suggestion| Some(&suggestion.matched.lead) != leads_now)
}

#[component]
fn Offers(
    advice: Arc<Advice>,
    order: OrderDraft,
    view: Signal<Arc<CaseView>>,
    loads: Signal<Vec<DepartmentLoad>>,
) -> impl IntoView {
    let Advice {
        verdict,
        version,
        suggestions,
        learnt,
    } = (*advice).clone();
    // In a clash every one of those that clash comes first; else there is one first.
    let first = match &verdict {
        Verdict::Clear => 1,
        Verdict::Clash { rules } => {
            let clashes = |s: &&Suggestion| rules.contains(&s.matched.rule);
            suggestions.iter().take_while(clashes).count()
        }
        Verdict::NoRule => 0,
    };
    let runs = suggestions.len().saturating_sub(first).min(RUNNERS_UP);
    let clashing = match &verdict {
        Verdict::Clash { .. } => suggestions.get(..first).unwrap_or_default().to_vec(),
        Verdict::Clear | Verdict::NoRule => Vec::new(),
    };
    let mut offers = suggestions
        .into_iter()
        .map(move |suggestion| view! { <Offer order suggestion view loads /> });
    let firsts = offers.by_ref().take(first).collect_view();
    let runners_up = offers.take(runs).collect_view();
    let known = learnt
        .into_iter()
        .map(move |learnt| view! { <FromHistory order learnt view loads /> });
    let has_known = known.len() > 0;
    view! {
        <Judgement verdict version clashing view />
        {firsts}
        {(runs > 0).then(|| view! { <p class="offers-head">{crate::say!("dispatch-runners-up")}</p> })}
        {runners_up}
        {has_known.then(|| view! { <p class="offers-head">{crate::say!("dispatch-learnt")}</p> })}
        {known.collect_view()}
    }
}

/// Whether the rules settle it; if not, the way to a research meeting.
#[component]
fn Judgement(
    verdict: Verdict,
    version: String,
    clashing: Vec<Suggestion>,
    view: Signal<Arc<CaseView>>,
) -> impl IntoView {
    let desk = Desk::here();
    let name = match &verdict {
        Verdict::Clear => "clear",
        Verdict::Clash { .. } => "clash",
        Verdict::NoRule => "no_rule",
    };
    let rules = match &verdict {
        Verdict::Clash { rules } => rules.clone(),
        Verdict::Clear | Verdict::NoRule => Vec::new(),
    };
    let words = move || {
        let listed = rules.join(&t("list-separator", &[]));
        let number = rules.len().to_string();
        let key = format!("dispatch-verdict-{}", name.replace('_', "-"));
        t(&key, &[("rules", &listed), ("count", &number)])
    };
    let of_version = move || {
        if version == RouteTable::DERIVED {
            t("dispatch-rules-derived", &[])
        } else {
            t("dispatch-rules-version", &[("version", &version)])
        }
    };
    let is_open = verdict != Verdict::Clear;
    // A case that waits for its meeting, or has a lead, needs no other one.
    let refers = Memo::new(move |_| {
        is_open
            && view.with(|view| {
                let may = |kind: CommandKind| {
                    let mut actions = view.actions.iter();
                    actions.any(|action| action.command == kind && action.refusal.is_none())
                };
                may(CommandKind::Refer)
            })
    });
    let refer = Callback::new(move |()| {
        let doubt = untrack(|| view.with(|view| why::doubt(desk, &clashing, &view.case.facts)));
        desk.intent.set(Some(Intent::Research(doubt)));
    });
    view! {
        <div class="verdict" class:verdict-open=is_open data-testid="dispatch-verdict" data-verdict=name>
            <p>{words}</p>
            <Show when=move || refers.get()>
                <Button look=Look::Primary on_press=refer testid="dispatch-refer">
                    {move || command_name(desk, CommandKind::Refer)}
                </Button>
            </Show>
            <p class="part-note">{of_version}</p>
        </div>
    }
}

/// What is the same in every offer: the button, whether it is chosen, whether it leads already.
#[component]
fn OfferFrame(
    order: OrderDraft,
    department: DepartmentCode,
    assists: Vec<DepartmentCode>,
    load: Load,
    reason: &'static str,
    view: Signal<Arc<CaseView>>,
    loads: Signal<Vec<DepartmentLoad>>,
    /// Stands behind the name.
    tags: AnyView,
    /// Stands below.
    children: Children,
) -> impl IntoView {
    let desk = Desk::here();
    let own = department.clone();
    let is_chosen = Memo::new(move |_| order.lead.with(|lead| lead.as_ref() == Some(&own)));
    let own = department.clone();
    let leads = Memo::new(move |_| view.with(|view| view.case.lead.as_ref() == Some(&own)));
    let own = department.clone();
    let load = Signal::derive(move || load_of(loads, &own).unwrap_or(load));
    let chosen = department.clone();
    view! {
        <button
            type="button"
            class="offer"
            class:offer-chosen=is_chosen
            role="radio"
            aria-checked=move || is_chosen.get().to_string()
            disabled=leads
            data-testid=format!("dispatch-option-{department}")
            data-reason=reason
            on:click=move |_| order.lead_by(chosen.clone(), &assists)
        >
            <span class="offer-name">
                {desk.department_name(&department)} " " {tags}
                <Show when=move || leads.get()>
                    " " <Tag hue=Hue::Plain>{crate::say!("dispatch-leads-now")}</Tag>
                </Show>
            </span>
            <LoadBar load />
            {children()}
        </button>
    }
}

/// A suggested lead: by which rule, of which list, on what facts, on what evidence.
#[component]
fn Offer(
    order: OrderDraft,
    suggestion: Suggestion,
    view: Signal<Arc<CaseView>>,
    loads: Signal<Vec<DepartmentLoad>>,
) -> impl IntoView {
    let desk = Desk::here();
    let own = suggestion.clone();
    let list_name = move || why::list(desk, &own);
    let Suggestion {
        matched,
        led_before,
        known_before,
        load,
        ..
    } = suggestion;
    let principle = matched.principle.name();
    let rule = matched.rule.clone();
    let hint = Signal::derive(move || {
        let meaning = word("principle-means", principle);
        t("dispatch-rule", &[("meaning", &meaning), ("rule", &rule)])
    });
    let basis = matched.basis.clone();
    let facts = matched.facts.clone();
    let used = move || why::facts(desk, &facts);
    let assists = matched.assists.clone();
    let helpers = {
        let assists = assists.clone();
        move || {
            let names: Vec<String> = assists.iter().map(|c| desk.department_short(c)).collect();
            let names = names.join(&t("list-separator", &[]));
            (!names.is_empty()).then(|| t("dispatch-with", &[("assists", &names)]))
        }
    };
    let has_basis = !basis.is_empty();
    let tags = view! {
        <Tag hue=Hue::Accent title=hint>{move || word("principle", principle)}</Tag>
        " " <Tag hue=Hue::Plain>{list_name}</Tag>
    }
    .into_any();
    view! {
        <OfferFrame order department=matched.lead assists load reason=principle view loads tags>
            {has_basis.then(|| view! { <span class="offer-basis">{basis}</span> })}
            <span class="offer-why">{used}</span>
            <span class="offer-why">{move || evidence(led_before, known_before)} " " {helpers}</span>
        </OfferFrame>
    }
}

/// A department that led cases like this one, though no rule names it.
#[component]
fn FromHistory(
    order: OrderDraft,
    learnt: Learnt,
    view: Signal<Arc<CaseView>>,
    loads: Signal<Vec<DepartmentLoad>>,
) -> impl IntoView {
    let Learnt {
        department,
        led_before,
        known_before,
        load,
    } = learnt;
    let tags = view! { <Tag hue=Hue::Plain>{crate::say!("dispatch-by-history")}</Tag> }.into_any();
    view! {
        <OfferFrame order department assists=Vec::new() load reason="history" view loads tags>
            <span class="offer-why">{move || evidence(led_before, known_before)}</span>
        </OfferFrame>
    }
}

fn evidence(led: u32, known: u32) -> String {
    if known == 0 {
        t("dispatch-history-none", &[])
    } else {
        t(
            "dispatch-history",
            &[("known", &count(known)), ("led", &count(led))],
        )
    }
}

#[cfg(test)]
mod tests {
    use onemap_domain::route::{Match, Principle, RouteList};

    use super::*;

    fn suggestion(lead: &str) -> Suggestion {
        Suggestion {
            matched: Match {
                rule: format!("duty.{lead}"),
                list: RouteList::DUTY.to_owned(),
                principle: Principle::Subject,
                lead: DepartmentCode(lead.to_owned()),
                assists: Vec::new(),
                facts: Vec::new(),
                basis: String::new(),
            },
            list: None,
            led_before: 0,
            known_before: 0,
            load: Load::default(),
        }
    }

    fn advice(verdict: Verdict) -> Advice {
        Advice {
            verdict,
            version: "1".to_owned(),
            suggestions: vec![suggestion("zhifa"), suggestion("shengtai")],
            learnt: Vec::new(),
        }
    }

    #[test]
    fn a_form_begins_with_the_first_rule_and_passes_over_who_leads_already() {
        let clear = advice(Verdict::Clear);
        let lead = |leads_now: Option<&str>| {
            let leads_now = leads_now.map(|code| DepartmentCode(code.to_owned()));
            preset(&clear, leads_now.as_ref()).map(|s| s.matched.lead.0.clone())
        };
        assert_eq!(lead(None).as_deref(), Some("zhifa"));
        assert_eq!(lead(Some("zhifa")).as_deref(), Some("shengtai"));
    }

    #[test]
    fn a_clash_chooses_nobody() {
        let clash = Verdict::Clash {
            rules: vec!["duty.shengtai".to_owned(), "duty.zhifa".to_owned()],
        };
        assert!(preset(&advice(clash), None).is_none());
        assert!(preset(&advice(Verdict::NoRule), None).is_none());
    }
}
