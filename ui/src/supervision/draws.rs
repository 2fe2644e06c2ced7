//! 四不两直抽样: the draws, one of them with its sample, and the form of a new one.
//!
//! Who will be checked is told to nobody before: only those who keep draws read them.

use std::sync::Arc;

use jiff::tz::Offset;
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::record::{Draw, Matter, RecordId, RecordKind};
use onemap_protocol::desk::{RecordRow, Records};
use onemap_protocol::problem::Problem;

use super::Hand;
use super::draw_form::DrawForm;
use super::drawn::Drawn;
use crate::parts::{Button, Empty, Hue, Look, Shown, Tag, count};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{sentence, t};

/// A draw as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which.
    pub id: RecordId,
    /// How many events have made it.
    pub revision: u64,
    /// When it was recorded, `11-21 09:30`.
    pub at: String,
    /// What was drawn from what, and what was found.
    pub draw: Draw,
    /// The central has not recorded the last of it.
    pub pending: bool,
}

impl Entry {
    fn of(row: &RecordRow) -> Option<Entry> {
        let Matter::Draw(draw) = &row.record.matter else {
            return None;
        };
        let at = Offset::constant(8).to_datetime(row.record.begun_at);
        Some(Entry {
            id: row.record.id,
            revision: row.record.revision,
            at: at.strftime("%m-%d %H:%M").to_string(),
            draw: draw.clone(),
            pending: row.pending,
        })
    }

    /// Whether the central has drawn: only it can, or one could draw until one likes it.
    pub fn is_drawn(&self) -> bool {
        self.draw.is_drawn()
    }

    /// How many passed, failed, and are left.
    pub fn results(&self) -> [usize; 3] {
        let findings = self.draw.findings.values();
        let passed = findings.filter(|finding| finding.passed).count();
        let found = self.draw.findings.len();
        let size = self.draw.lot.size as usize;
        [passed, found - passed, size.saturating_sub(found)]
    }
}

/// The tab; it says why where there is none.
#[component]
pub fn DrawsTab(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let without = Memo::new(move |_| {
        desk.names.with(|names| {
            names
                .as_deref()
                .is_some_and(|names| names.profile.without_inspections)
        })
    });
    let refusal = Memo::new(move |_| {
        let role = desk.role()?;
        let keeps = RecordKind::Draw.keepers().contains(&role);
        (!keeps).then(|| sentence(&Problem::from(&Refusal::RecordNotYours { role })))
    });
    move || {
        if without.get() {
            return view! {
                <div data-testid="draws-without">
                    <Empty sentence=say!("draws-without") next=say!("draws-without-next") />
                </div>
            }
            .into_any();
        }
        match refusal.get() {
            Some(why) => view! {
                <div data-testid="draws-refused">
                    <Empty sentence=Signal::stored(why) next=say!("draws-refused-next") />
                </div>
            }
            .into_any(),
            None => view! { <Draws hand /> }.into_any(),
        }
    }
}

#[component]
fn Draws(hand: Hand) -> impl IntoView {
    let desk = Desk::here();
    let records = remote(move || {
        desk.cases.track();
        Some(Records {
            kind: RecordKind::Draw,
        })
    });
    let chosen = RwSignal::new(None::<RecordId>);
    let begun = RwSignal::new(false);
    view! {
        <div class="draws-head">
            <p class="page-about">{say!("draws-about")}</p>
            <Button look=Look::Primary testid="draw-new"
                on_press=move |()| begun.set(true)>{say!("draw-new")}</Button>
        </div>
        <Shown remote=records what=say!("what-draws")
            view=move |rows| view! { <Both rows chosen begun hand /> } />
    }
}

#[component]
fn Both(
    rows: Signal<Arc<Vec<RecordRow>>>,
    chosen: RwSignal<Option<RecordId>>,
    begun: RwSignal<bool>,
    hand: Hand,
) -> impl IntoView {
    let entries =
        Memo::new(move |_| rows.with(|rows| rows.iter().filter_map(Entry::of).collect::<Vec<_>>()));
    // The newest is open until another is chosen.
    let open = Memo::new(move |_| {
        let chosen = chosen.get();
        entries.with(|entries| {
            let found = entries.iter().find(|entry| Some(entry.id) == chosen);
            found.or_else(|| entries.first()).map(|entry| entry.id)
        })
    });
    let recorded = Callback::new(move |record: Option<RecordId>| {
        begun.set(false);
        if record.is_some() {
            chosen.set(record);
        }
    });
    let side = move || {
        if begun.get() {
            return view! { <DrawForm on_close=recorded /> }.into_any();
        }
        match open.get() {
            Some(id) => {
                let entry = Memo::new(move |before: Option<&Option<Entry>>| {
                    let now = entries
                        .with(|entries| entries.iter().find(|entry| entry.id == id).cloned());
                    now.or_else(|| before.cloned().flatten())
                });
                view! { <Drawn entry hand /> }.into_any()
            }
            None => view! { <Empty sentence=say!("draws-empty") next=say!("draws-empty-next") /> }
                .into_any(),
        }
    };
    view! {
        <div class="draws">
            <ul class="draws-list" aria-label=say!("supervision-tab-draws")>
                <For each=move || entries.get() key=|entry| format!("{entry:?}")
                    children=move |entry| view! { <Line entry open chosen begun /> } />
            </ul>
            <div class="draws-side">{side}</div>
        </div>
    }
}

#[component]
fn Line(
    entry: Entry,
    open: Memo<Option<RecordId>>,
    chosen: RwSignal<Option<RecordId>>,
    begun: RwSignal<bool>,
) -> impl IntoView {
    let id = entry.id;
    let is_open = Memo::new(move |_| open.get() == Some(id) && !begun.get());
    let [passed, failed, left] = entry.results();
    let figures = move || {
        t(
            "draw-results",
            &[
                ("passed", &count(passed as u64)),
                ("failed", &count(failed as u64)),
                ("left", &count(left as u64)),
            ],
        )
    };
    let of = {
        let (size, whole) = (entry.draw.lot.size, entry.draw.lot.cases.len());
        move || {
            let (size, whole) = (count(size), count(whole as u64));
            t("draw-of", &[("size", &size), ("whole", &whole)])
        }
    };
    let press = move |_| {
        begun.set(false);
        chosen.set(Some(id));
    };
    let key = if entry.is_drawn() {
        "pending"
    } else {
        "draw-undrawn"
    };
    let waits = entry.pending.then(|| {
        view! { <Tag hue=Hue::Pending title=say!("pending-hint")>{move || t(key, &[])}</Tag> }
    });
    view! {
        <li>
            <button type="button" class="draw-line" class:draw-line-open=is_open
                aria-pressed=move || is_open.get().to_string()
                data-testid="draw-line" data-record=id.to_string()
                data-pending=entry.pending.to_string() on:click=press>
                <strong class="clip">{entry.draw.lot.title.clone()}</strong>
                {waits}
                <span class="part-note figures">{entry.at.clone()} " · " {of}</span>
                <span class="figures">{figures}</span>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;
    use onemap_domain::area::AreaCode;
    use onemap_domain::case::CaseId;
    use onemap_domain::record::{Finding, Lot};
    use uuid::Uuid;

    use super::*;

    fn entry(is_drawn: bool, passed: &[bool]) -> Entry {
        let ids: Vec<CaseId> = (0..4).map(|n| CaseId(Uuid::from_u128(n))).collect();
        let finding = |passed: &bool| Finding {
            passed: *passed,
            note: String::new(),
            by: String::new(),
            at: Timestamp::UNIX_EPOCH,
        };
        let findings: BTreeMap<_, _> = ids
            .iter()
            .copied()
            .zip(passed.iter().map(finding))
            .collect();
        Entry {
            id: RecordId(Uuid::nil()),
            revision: 1,
            at: String::new(),
            draw: Draw {
                lot: Lot {
                    title: String::new(),
                    area: AreaCode::parse("520381").unwrap(),
                    population: String::new(),
                    cases: ids.iter().copied().collect(),
                    size: 4,
                    seed: 1,
                },
                drawn: if is_drawn { ids } else { Vec::new() },
                share: None,
                findings,
            },
            pending: !is_drawn,
        }
    }

    #[test]
    fn there_is_no_sample_before_the_central_has_drawn_and_all_of_it_is_left() {
        assert!(!entry(false, &[]).is_drawn());
        assert_eq!(entry(false, &[]).results(), [0, 0, 4]);
        assert!(entry(true, &[]).is_drawn());
    }

    #[test]
    fn passed_failed_and_left_are_the_whole_sample() {
        assert_eq!(entry(true, &[]).results(), [0, 0, 4]);
        assert_eq!(entry(true, &[true, false, true]).results(), [2, 1, 1]);
    }
}
