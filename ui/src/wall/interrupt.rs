//! The alarm scene: what has just come in as an emergency, or has just run out of time, over
//! everything else for half a minute. Its sound comes from the program, not from the page.

use leptos::prelude::*;
use onemap_protocol::desk::{Alarm, AlarmKind, WallView};

use crate::parts::exact;
use crate::remote::Remote;
use crate::state::Desk;
use crate::text::t;

/// Most alarms at once; the figure says how many there are.
const SHOWN: usize = 3;

/// What interrupts, if anything does.
#[component]
pub fn Interrupt(view: Remote<WallView>) -> impl IntoView {
    let desk = Desk::here();
    let alarms = Memo::new(move |_| view.with(|view| view.alarms.clone()).unwrap_or_default());
    let one = move |alarm: Alarm| {
        let key = match alarm.kind {
            AlarmKind::Emergency => "wall-alarm-emergency",
            AlarmKind::Overdue => "wall-alarm-overdue",
        };
        let (grid, lead) = (alarm.row.grid.clone(), alarm.row.lead.clone());
        let whose = lead.map_or_else(|| t("wall-nobody", &[]), |lead| desk.department_name(&lead));
        view! {
            <li class="wall-alarm" data-testid="wall-alarm" data-case=alarm.row.id.to_string()>
                <span class="wall-alarm-kind">{t(key, &[])}</span>
                <strong class="wall-alarm-title">{alarm.row.title.clone()}</strong>
                <span class="wall-alarm-more">
                    {desk.place(&grid)} " · " {whose} " · " {exact(alarm.at)}
                </span>
            </li>
        }
    };
    move || {
        let all = alarms.get();
        (!all.is_empty()).then(|| {
            let more = all.len().saturating_sub(SHOWN);
            view! {
                <section class="wall-interrupt" role="alert" data-testid="wall-interrupt">
                    <ul>{all.into_iter().take(SHOWN).map(one).collect_view()}</ul>
                    {(more > 0).then(|| view! {
                        <p class="wall-alarm-rest">{t("wall-alarm-rest", &[("count", &more.to_string())])}</p>
                    })}
                </section>
            }
        })
    }
}
