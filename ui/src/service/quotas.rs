//! Where too few people stand: each quota with how many areas reach it, and those that do not.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::profile::Quota;
use onemap_domain::staffing::Short;
use onemap_protocol::desk::{QuotaRow, StaffingView};

use super::areas::name_within;
use super::duties::fraction;
use crate::indicators::percent;
use crate::parts::count;
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// Areas that are listed at first.
const LISTED: usize = 12;

/// The quotas of the profile in an area.
#[component]
pub fn Quotas(view: Signal<Arc<StaffingView>>) -> impl IntoView {
    let quotas = Memo::new(move |_| view.with(|view| view.quotas.clone()));
    // One that is for no area here says nothing here.
    let there = move || {
        let quotas = quotas.get().into_iter();
        quotas
            .filter(|quota| quota.rate.denominator > 0)
            .collect::<Vec<_>>()
    };
    let within = Memo::new(move |_| view.with(|view| view.whole.area.clone()));
    view! {
        <Show when=move || !there().is_empty()>
            <section class="page-part quotas" data-testid="quotas">
                <h3 class="part-head">{say!("quotas-title")}</h3>
                <div class="quotas-list">
                    <For each=there key=move |row| format!("{row:?}{}", within.get())
                        children=move |row| view! { <OneQuota row view /> } />
                </div>
            </section>
        </Show>
    }
}

fn quota_of(desk: Desk, code: &str) -> Option<Quota> {
    desk.names.with(|names| {
        let quotas = &names.as_deref()?.profile.quotas;
        quotas.iter().find(|quota| quota.code == code).cloned()
    })
}

#[component]
fn OneQuota(row: QuotaRow, view: Signal<Arc<StaffingView>>) -> impl IntoView {
    let desk = Desk::here();
    let QuotaRow { code, rate, short } = row;
    let quota = untrack(|| quota_of(desk, &code));
    let within = view.with_untracked(|view| view.whole.area.clone());
    let whole = RwSignal::new(false);
    let number = short.len();
    let all = StoredValue::new(short);
    let shown = move || {
        let most = if whole.get() { usize::MAX } else { LISTED };
        all.with_value(|all| all.iter().take(most).cloned().collect::<Vec<_>>())
    };
    let line = move |short: Short| {
        let Short { area, have, want } = short;
        let (named, go, within) = (area.clone(), area.clone(), within.clone());
        // The area's own page has who they are; a village or town has its rows here, too.
        let choose = move |_| desk.show(Selection::Area(go.clone()));
        view! {
            <li class="quota-short" data-testid="quota-short" data-area=area.to_string()
                data-have=have.to_string() data-want=want.to_string()>
                <span class="gap-mark" aria-hidden="true">"◆"</span>
                <button type="button" class="link clip" on:click=choose>
                    {move || name_within(desk, &named, &within)}
                </button>
                <span class="figures">
                    {move || t("quota-have", &[("have", &count(have)), ("want", &count(want))])}
                </span>
            </li>
        }
    };
    let title = quota.as_ref().map(|quota| quota.name.clone());
    let basis = quota.as_ref().map(|quota| quota.basis.clone());
    let level = quota.map(|quota| quota.level);
    view! {
        <article class="quota" data-testid=format!("quota-{code}") data-short=number.to_string()
            data-reached=rate.numerator.to_string() data-all=rate.denominator.to_string()>
            <h4>{move || title.as_ref().map(|name| desk.language.get().of(name).to_owned())}</h4>
            <p class="quota-rate figures">
                <strong>{fraction(rate.numerator, rate.denominator)}</strong> " "
                {percent(rate)} " "
                <span class="part-note">{move || level.map(|level| t("quota-of", &[
                    ("level", &word("level", level.name())),
                ]))}</span>
            </p>
            <p class="part-note">{basis}</p>
            <Show when=move || { number > 0 }
                fallback=|| view! { <p class="gaps-none gaps-whole">{say!("quota-reached")}</p> }>
                <ul class="quota-shorts">
                    <For each=shown key=|short| short.area.clone() children=line.clone() />
                </ul>
                <Show when=move || { number > LISTED && !whole.get() }>
                    <button type="button" class="link" on:click=move |_| whole.set(true)>
                        {move || t("gaps-more", &[("count", &count((number - LISTED) as u64))])}
                    </button>
                </Show>
            </Show>
        </article>
    }
}
