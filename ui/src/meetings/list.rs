//! The meetings of a rhythm, the newest first: the day, when the pack was frozen, its figures in
//! short, how far the meeting is.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::pack::{Days, FigureKind, Pack};
use onemap_domain::record::RecordId;
use onemap_protocol::desk::MeetingRow;

use super::spoken;
use crate::parts::day_of;
use crate::parts::{Hue, Tag, count, exact};
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// The figures that a line of the list has room for.
const SHORT: [FigureKind; 3] = [
    FigureKind::Reported,
    FigureKind::Closed,
    FigureKind::Overdue,
];

/// The clock of a moment: 08:00.
pub fn clock(at: jiff::Timestamp) -> String {
    let whole = exact(at);
    // 2026-11-21 09:41:22
    whole.get(11..16).unwrap_or_default().to_owned()
}

/// The days that a pack looks back on: 11月20日, or 11月13日至11月19日.
pub fn days(days: Days) -> String {
    let day = |on: jiff::civil::Date| {
        let (month, day) = (on.month().to_string(), on.day().to_string());
        t("meetings-date", &[("month", &month), ("day", &day)])
    };
    if days.from == days.to {
        day(days.from)
    } else {
        t(
            "meetings-span",
            &[("from", &day(days.from)), ("to", &day(days.to))],
        )
    }
}

/// What a meeting is called: 每日晨会 今天 11月21日 周六; with its days where they are more than one day,
/// week or month: 每日晨会 今天 11月23日 周一 (11月20日至11月22日).
pub fn title(pack: &Pack, today: Date) -> String {
    let on = spoken(day_of(pack.at), today);
    let title = format!("{} {on}", word("rhythm", pack.rhythm.name()));
    if !pack.rhythm.is_long(pack.days) {
        return title;
    }
    let days = days(pack.days);
    t("meetings-title-days", &[("title", &title), ("days", &days)])
}

/// The list.
#[component]
pub fn List(
    /// What the console sent.
    rows: Signal<Arc<Vec<MeetingRow>>>,
    /// The one that is looked at.
    chosen: Memo<Option<RecordId>>,
    /// Looks at another.
    on_choose: Callback<RecordId>,
) -> impl IntoView {
    let lines = move || {
        let rows = rows.get();
        let line = |row: &MeetingRow| view! { <Row row=row.clone() chosen on_choose /> };
        rows.iter().map(line).collect_view()
    };
    view! { <ul class="meetings-list" aria-label=say!("meetings-list")>{lines}</ul> }
}

#[component]
fn Row(
    row: MeetingRow,
    chosen: Memo<Option<RecordId>>,
    on_choose: Callback<RecordId>,
) -> impl IntoView {
    let desk = Desk::here();
    let id = row.id;
    let on = day_of(row.at);
    let at = row.at;
    let state = match (row.opened, row.closed) {
        (_, true) => "over",
        (true, false) => "open",
        (false, false) => "ahead",
    };
    // A meeting of an earlier day that nobody held asks for nothing any more.
    let is_today = Memo::new(move |_| on == day_of(desk.now.get()));
    let tag = move || {
        let hue = match state {
            "open" => Hue::Accent,
            "ahead" if is_today.get() => Hue::Warning,
            _ => Hue::Plain,
        };
        view! { <Tag hue>{word("meetings-state", state)}</Tag> }
    };
    let is_chosen = Memo::new(move |_| chosen.get() == Some(id));
    let node = NodeRef::<leptos::html::Li>::new();
    Effect::new(move |_| {
        if let (true, Some(node)) = (is_chosen.get(), node.get()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            node.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let looks_back = days(row.days);
    let figures = SHORT
        .into_iter()
        .filter_map(|kind| {
            let figure = row.figures.iter().find(|figure| figure.kind == kind)?;
            Some(view! {
                <span>{word("figure", kind.name())} " " <b class="figures">{count(figure.count)}</b></span>
            })
        })
        .collect_view();
    view! {
        <li node_ref=node class="meeting-row" class:meeting-row-chosen=is_chosen
            data-testid="meeting-row" data-meeting=id.to_string() data-state=state
            data-pending=row.pending.to_string() on:click=move |_| on_choose.run(id)>
            <span class="meeting-row-top">
                <button type="button" class="link meeting-row-day"
                    aria-pressed=move || is_chosen.get().to_string()>
                    {move || spoken(on, day_of(desk.now.get()))}
                </button>
                {tag}
            </span>
            <span class="meeting-row-figures">{figures}</span>
            <span class="part-note figures" title=exact(at)>
                {t("meetings-row-about", &[("days", &looks_back), ("time", &clock(at))])}
                " "
                {row.pending.then(|| view! {
                    <Tag hue=Hue::Pending title=say!("pending-hint")>{t("pending", &[])}</Tag>
                })}
            </span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_pack_says_which_days_it_looks_back_on_and_when_it_was_frozen() {
        let day = date(2026, 11, 20);
        assert_eq!(days(Days::new(day, day)), "11月20日");
        let week = Days::new(date(2026, 11, 9), date(2026, 11, 15));
        assert_eq!(days(week), "11月9日至11月15日");
        assert_eq!(clock("2026-11-21T08:00:03+08:00".parse().unwrap()), "08:00");
    }
}
