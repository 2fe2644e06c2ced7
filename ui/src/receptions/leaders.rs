//! The leaders: when each last received people, and who has not for too long.

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::clock::Lamp;

use super::calendar::Leader;
use super::spoken;
use crate::parts::LampMark;
use crate::say;
use crate::text::t;

/// The leaders that the calendar knows, those who are late first.
#[component]
pub fn Leaders(
    /// Who.
    leaders: Memo<Vec<Leader>>,
    /// Within how many days each receives people again.
    every: Memo<u16>,
    /// Today in the county.
    today: Memo<Date>,
) -> impl IntoView {
    let leader = move |leader: Leader| {
        let late = leader.late;
        let today = today.get();
        let days = leader.days.to_string();
        let last = match leader.last {
            Some(on) if on == today => t("receptions-last-today", &[]),
            Some(on) => t(
                "receptions-last",
                &[("day", &spoken(on, today)), ("days", &days)],
            ),
            None => t("receptions-never", &[]),
        };
        let next = leader.next.map_or_else(
            || t("receptions-no-next", &[]),
            |on| t("receptions-next", &[("day", &spoken(on, today))]),
        );
        view! {
            <li class="reception-leader" class:reception-late=late data-testid="reception-leader"
                data-leader=leader.user.0 data-late=late.to_string()>
                <strong class="clip">{leader.name}</strong>
                {late.then(|| view! {
                    <span class="reception-missed">
                        <LampMark lamp=Some(Lamp::Red) />
                        {t("receptions-late", &[("days", &every.get().to_string())])}
                    </span>
                })}
                <span class="figures">{last}</span>
                <span class="part-note figures">{next}</span>
            </li>
        }
    };
    let all = move || leaders.get().into_iter().map(leader).collect_view();
    view! {
        <Show when=move || leaders.with(|leaders| !leaders.is_empty())>
            <ul class="reception-leaders" aria-label=say!("receptions-leaders")>{all}</ul>
        </Show>
    }
}
