//! Duties of the period with where they are missing, and the index of its last day.

use leptos::prelude::*;
use onemap_domain::duty::Gap;
use onemap_domain::pack::{PackDuty, PackIndex};

use super::room::Room;
use crate::indicators::percent;
use crate::parts::{count, points};
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{t, word};

/// How far one duty was done.
#[component]
pub fn DutyLine(
    /// Which.
    duty: PackDuty,
) -> impl IntoView {
    let desk = Desk::here();
    let PackDuty { standing, areas } = duty;
    let rate = standing.rate;
    let rule = standing.rule.clone();
    let every = standing.rule.clone();
    let every = move || {
        desk.names.with(|names| {
            let rule = names.as_deref()?.profile.duty(&every)?;
            Some(word("every", rule.every.name()))
        })
    };
    let words = move || {
        let numbers = [
            ("done", count(rate.numerator)),
            ("owed", count(rate.denominator)),
            ("areas", count(areas)),
        ];
        let numbers = numbers
            .each_ref()
            .map(|(name, text)| (*name, text.as_str()));
        let key = if areas == 0 {
            "meetings-duty-whole"
        } else {
            "meetings-duty-gaps"
        };
        t(key, &numbers)
    };
    view! {
        <div class="meeting-duty" data-testid="meeting-duty" data-rule=standing.rule.clone()
            data-done=rate.numerator.to_string() data-owed=rate.denominator.to_string()
            data-areas=areas.to_string()>
            <span class="meeting-duty-name">
                <strong>{move || desk.duty(&rule)}</strong> " "
                <small>{every}</small>
                <span class="figures meeting-duty-words">{words}</span>
            </span>
            <b class="figures meeting-duty-percent" class:meeting-duty-missing={areas > 0}>{percent(rate)}</b>
        </div>
    }
}

/// One area in which something is missing.
#[component]
pub fn GapLine(
    /// Where, and how often.
    gap: Gap,
) -> impl IntoView {
    let desk = Desk::here();
    let Gap { area, missing } = gap;
    let named = area.clone();
    let times = (missing > 1).then(|| {
        view! { <span class="figures">" " {t("meetings-duty-times", &[("count", &count(missing))])}</span> }
    });
    view! {
        <span class="meeting-gap" data-testid="meeting-gap" data-area=area.to_string()
            data-missing=missing.to_string()>
            {move || desk.place(&named)} {times}
        </span>
    }
}

/// Areas in which something is missing, as far as the pack names them.
#[component]
pub fn GapList(
    /// Of which duty.
    duty: PackDuty,
) -> impl IntoView {
    let desk = Desk::here();
    let named = duty.standing.gaps.len() as u64;
    let others = duty.areas.saturating_sub(named);
    let item = move |gap: Gap| {
        let area = gap.area.clone();
        let choose = move |_| desk.show(Selection::Area(area.clone()));
        view! {
            <li><button type="button" class="meeting-gap-open" on:click=choose><GapLine gap /></button></li>
        }
    };
    view! {
        <ul class="meeting-gaps">
            {duty.standing.gaps.into_iter().map(item).collect_view()}
            {(others > 0).then(|| view! {
                <li class="part-note">{t("meetings-duty-others", &[("count", &count(others))])}</li>
            })}
        </ul>
    }
}

/// Every duty, at the desk; nothing where the county has none.
#[component]
pub fn DutyPart(
    /// Which meeting.
    room: Room,
) -> impl IntoView {
    let duties = Memo::new(move |_| room.pack.with(|pack| pack.duties.clone()));
    let items = move || {
        let item = |duty: PackDuty| {
            let gaps = duty.clone();
            let folded = gaps.areas > 0;
            view! {
                <li>
                    {if folded {
                        view! {
                            <details>
                                <summary><DutyLine duty /></summary>
                                <GapList duty=gaps />
                            </details>
                        }.into_any()
                    } else {
                        view! { <DutyLine duty /> }.into_any()
                    }}
                </li>
            }
        };
        duties.get().into_iter().map(item).collect_view()
    };
    view! {
        <Show when=move || duties.with(|duties| !duties.is_empty())>
            <section class="page-part" data-testid="meeting-duties">
                <h3 class="part-title">{say!("meetings-page-duties")}</h3>
                <ul class="spots">{items}</ul>
            </section>
        </Show>
    }
}

/// The index beside the figures; nothing where the county has none.
pub fn index_tile(index: PackIndex) -> impl IntoView {
    let then = index.before.map(|before| {
        let moved = match index.total.cmp(&before) {
            std::cmp::Ordering::Less => format!("−{}", points(before - index.total)),
            std::cmp::Ordering::Equal => t("meetings-same", &[]),
            std::cmp::Ordering::Greater => format!("+{}", points(index.total - before)),
        };
        t(
            "meetings-then",
            &[("count", &points(before)), ("change", &moved)],
        )
    });
    let then = then.unwrap_or_else(|| t("meetings-before-unknown", &[]));
    let worse = index.before.is_some_and(|before| index.total < before);
    view! {
        <li class="meeting-figure" class:meeting-figure-worse=worse data-testid="meeting-index"
            data-total=index.total.to_string() data-before=index.before.map(|before| before.to_string())>
            <span class="meeting-figure-name">{t("record-index", &[])}</span>
            <strong class="figures">{points(index.total)}</strong>
            <span class="meeting-then">
                {t("meetings-index-before", &[])} " " <span class="figures">{then}</span>
            </span>
        </li>
    }
}
