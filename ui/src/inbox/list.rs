//! The list itself: as long as it likes, with no more than sixty rows alive.

use leptos::leptos_dom::helpers::window_event_listener;
use leptos::prelude::*;
use onemap_domain::lane::Lane;
use onemap_protocol::desk::{CaseFilter, CaseRow, Cases};
use onemap_protocol::problem::{Problem, ProblemCode};

use super::pages::{PAGE, Pages};
use super::row::Row;
use crate::backend;
use crate::parts::{Button, Empty, Failure, Loading};
use crate::say;
use crate::state::{Desk, Selection};
use crate::text::{sentence, t};

/// Rows kept alive beyond the edges of what is in sight.
const BEYOND: u32 = 8;
/// Most rows alive.
const ALIVE: u32 = 60;

/// What the list is scrolled to, pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sight {
    top: f64,
    height: f64,
    row: f64,
}

impl Sight {
    fn rows(self, total: u32) -> std::ops::Range<u32> {
        if self.row <= 0.0 {
            return 0..0;
        }
        let first = ((self.top / self.row) as u32)
            .saturating_sub(BEYOND)
            .min(total);
        let many = (self.height / self.row).ceil() as u32 + 2 * BEYOND;
        first..(first + many.min(ALIVE)).min(total)
    }
}

/// The list.
#[component]
pub fn List(filter: Memo<CaseFilter>) -> impl IntoView {
    let desk = Desk::here();
    let pages = RwSignal::new(Pages::default());
    let problem = RwSignal::new(None::<Problem>);
    let scroller = NodeRef::<leptos::html::Div>::new();
    let probe = NodeRef::<leptos::html::Div>::new();
    let sight = RwSignal::new(Sight::default());

    let look = move || {
        let (Some(scroller), Some(probe)) = (scroller.get_untracked(), probe.get_untracked())
        else {
            return;
        };
        let seen = Sight {
            top: f64::from(scroller.scroll_top()),
            height: f64::from(scroller.client_height()),
            row: f64::from(probe.offset_height()),
        };
        if sight.get_untracked() != seen {
            sight.set(seen);
        }
    };
    Effect::new(move |_| {
        if scroller.get().is_some() && probe.get().is_some() {
            request_animation_frame(look);
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| look());
    on_cleanup(move || resized.remove());
    // The outbox hides the list, and a hidden list has no height to look at.
    Effect::new(move |_| {
        desk.mode.track();
        request_animation_frame(look);
    });

    let rows = Memo::new(move |_| {
        sight
            .get()
            .rows(pages.with(|pages| pages.total().unwrap_or(0)))
    });
    let fetch = keep_fetched(filter, rows, pages, problem, scroller);
    Effect::new(move |_| desk.list_ids.set(pages.with(Pages::known)));
    Effect::new(move |_| desk.many.list.set((filter.get(), pages.with(Pages::total))));
    Effect::new(move |_| meet_chosen(desk, pages));
    Effect::new(move |_| {
        let Selection::Case(case) = desk.selection.get() else {
            return;
        };
        let place = pages.with_untracked(|pages| pages.place(case));
        if let (Some(place), Some(scroller)) = (place, scroller.get_untracked()) {
            bring_into_sight(&scroller, sight.get_untracked(), place);
            look();
        }
    });

    let total = Memo::new(move |_| pages.with(Pages::total));
    let height = move || {
        format!(
            "{}px",
            f64::from(total.get().unwrap_or(0)) * sight.get().row
        )
    };
    let retry = Callback::new(move |()| {
        problem.set(None);
        fetch.run(());
    });
    let one = move |index: u32| {
        let row = Memo::new(move |_| pages.with(|pages| pages.row(index).cloned()));
        let top = Signal::derive(move || f64::from(index) * sight.get().row);
        view! { <Row row top /> }
    };
    view! {
        <div class="list" node_ref=scroller on:scroll=move |_| look() data-testid="case-list"
            data-total=move || total.get().map(|total| total.to_string())
            role="listbox" aria-multiselectable="true" aria-label=say!("cases")>
            <div class="case-row case-row-probe" node_ref=probe aria-hidden="true" />
            <Instead total problem filter retry />
            <div class="list-whole" style:height=height>
                <For each=move || rows.get() key=|index| *index children=one />
            </div>
        </div>
    }
}

/// The rows of chosen cases that stand here anyway need not be asked for.
fn meet_chosen(desk: Desk, pages: RwSignal<Pages>) {
    let many = desk.many;
    let met: Vec<CaseRow> = many.chosen.with(|chosen| {
        if chosen.is_empty() {
            return Vec::new();
        }
        many.known.with_untracked(|known| {
            let is_news =
                |row: &&CaseRow| chosen.has(row.id) && known.rows.get(&row.id) != Some(row);
            pages.with(|pages| pages.rows().filter(is_news).cloned().collect())
        })
    });
    if !met.is_empty() {
        many.known.update(|known| known.meet(met));
    }
}

/// Fetches whenever other rows come into sight or what is known grows old; what it gives back
/// fetches at once what is missing.
fn keep_fetched(
    filter: Memo<CaseFilter>,
    rows: Memo<std::ops::Range<u32>>,
    pages: RwSignal<Pages>,
    problem: RwSignal<Option<Problem>>,
    scroller: NodeRef<leptos::html::Div>,
) -> Callback<()> {
    let desk = Desk::here();
    let fetch = Callback::new(move |()| {
        let (filter, rows) = (filter.get_untracked(), rows.get_untracked());
        fetch(&filter, &rows, pages, problem, desk);
    });
    Effect::new(move |before: Option<CaseFilter>| {
        let now = filter.get();
        desk.cases.track();
        let other = before.as_ref() != Some(&now);
        pages.update(if other {
            Pages::forget
        } else {
            Pages::grow_old
        });
        if other && let Some(scroller) = scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
        problem.set(None);
        fetch.run(());
        now
    });
    Effect::new(move |_| {
        rows.track();
        fetch.run(());
    });
    fetch
}

/// What stands above the rows, or instead of them.
#[component]
fn Instead(
    total: Memo<Option<u32>>,
    problem: RwSignal<Option<Problem>>,
    filter: Memo<CaseFilter>,
    retry: Callback<()>,
) -> impl IntoView {
    move || match (total.get(), problem.get()) {
        (None, Some(problem)) => view! { <Failure problem on_retry=retry /> }.into_any(),
        (None, None) => view! { <Loading what=say!("what-cases") /> }.into_any(),
        (Some(_), Some(problem)) => view! {
            <div class="stale" role="alert">
                <span>{t("stale", &[("why", &sentence(&problem))])}</span>
                <button type="button" class="link" on:click=move |_| retry.run(())>
                    {say!("retry")}
                </button>
            </div>
        }
        .into_any(),
        (Some(0), None) => view! { <Nothing filter /> }.into_any(),
        (Some(_), None) => ().into_any(),
    }
}

/// Asks for what is in sight and not known, or old.
fn fetch(
    filter: &CaseFilter,
    rows: &std::ops::Range<u32>,
    pages: RwSignal<Pages>,
    problem: RwSignal<Option<Problem>>,
    desk: Desk,
) {
    let mut wanted = Vec::new();
    // Not told to anybody: only who is asked changes, and nothing on the screen.
    pages.update_untracked(|pages| wanted = pages.wanted(rows.clone()));
    let generation = pages.with_untracked(Pages::generation);
    for page in wanted {
        let ask = Cases {
            filter: filter.clone(),
            offset: page * PAGE,
            limit: PAGE,
        };
        wasm_bindgen_futures::spawn_local(async move {
            let answer = backend::ask(ask).await;
            match answer {
                Ok(answer) => {
                    pages.try_update(|pages| pages.take(generation, page, answer));
                }
                Err(found) => {
                    let mut wanted = false;
                    pages.try_update_untracked(|pages| wanted = pages.fail(generation, page));
                    if wanted && found.is(ProblemCode::SignInNeeded) {
                        desk.session_ended();
                    } else if wanted {
                        problem.try_set(Some(found));
                    }
                }
            }
        });
    }
}

fn bring_into_sight(scroller: &web_sys::HtmlDivElement, sight: Sight, place: u32) {
    let top = f64::from(place) * sight.row;
    let now = f64::from(scroller.scroll_top());
    let lowest = top + sight.row - sight.height;
    if top < now {
        scroller.set_scroll_top(top as i32);
    } else if lowest > now {
        scroller.set_scroll_top(lowest.ceil() as i32);
    }
}

#[component]
fn Nothing(filter: Memo<CaseFilter>) -> impl IntoView {
    let desk = Desk::here();
    let narrowed = move || {
        filter.with(|f| {
            let cut = f.flag.is_some() || f.category.is_some();
            cut || f.area.is_some() || !f.text.is_empty()
        })
    };
    let says = move || {
        let key = match filter.with(|filter| filter.lane) {
            _ if narrowed() => "list-empty-narrowed",
            Some(Lane::Done) => "list-empty-done",
            Some(_) => "list-empty-lane",
            None => "list-empty",
        };
        t(key, &[])
    };
    let next = move || {
        t(
            if narrowed() {
                "list-empty-narrowed-next"
            } else {
                "list-empty-next"
            },
            &[],
        )
    };
    let area = move || desk.area_filter.with(Option::is_some);
    view! {
        <Empty sentence=says next>
            <Show when=area>
                <Button on_press=move |()| desk.area_filter.set(None)>{say!("whole-area")}</Button>
            </Show>
        </Empty>
    }
}
