//! The form of a new draw: from what, how many, by which seed. The sample is not shown here; the
//! central draws it when it records the draw.

use std::sync::Arc;

use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::record::draw::{Command, POPULATION_LIMIT};
use onemap_domain::record::{Lot, RecordCommand, RecordId};
use onemap_protocol::desk::{Found, KeepRecord, Population};
use onemap_protocol::problem::Problem;
use web_sys::KeyboardEvent;

use super::filters::{areas, categories};
use crate::parts::{Button, Look, Segment, Select, TextField, Whole, count};
use crate::remote::{Deed, Remote, remote};
use crate::say;
use crate::state::Desk;
use crate::text::{sentence, t, word};
use crate::toasts::{Toast, Tone};

/// The fields of the form, by their names on the wire.
const FIELDS: [&str; 6] = ["title", "area", "category", "days", "size", "seed"];
/// The largest seed: the wire carries numbers exactly up to 2⁵³.
const LARGEST_SEED: u64 = (1 << 53) - 1;
/// Seeds are drawn below this, so that one can be read aloud.
const SPOKEN_SEED: f64 = 1e9;
/// Days that the form begins with, and the most it takes.
const DAYS: u32 = 7;
const MOST_DAYS: u32 = 366;
/// The size that the form begins with.
const SIZE: u32 = 5;

/// From which cases is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// Closed in the last days.
    Closed,
    /// All that are open.
    Open,
    /// All open ones of a category.
    Category,
}

impl From {
    const ALL: [From; 3] = [From::Closed, From::Open, From::Category];

    const fn name(self) -> &'static str {
        match self {
            From::Closed => "closed",
            From::Open => "open",
            From::Category => "category",
        }
    }
}

/// What is being filled in.
#[derive(Clone, Copy)]
struct Draft {
    title: RwSignal<String>,
    area: RwSignal<String>,
    from: RwSignal<From>,
    days: RwSignal<String>,
    category: RwSignal<String>,
    size: RwSignal<String>,
    seed: RwSignal<String>,
}

impl Draft {
    fn new(desk: Desk) -> Draft {
        let own = desk.user.with_untracked(|user| {
            let area = user.as_ref().map(|user| user.scope.area.to_string());
            area.unwrap_or_default()
        });
        Draft {
            title: RwSignal::new(String::new()),
            area: RwSignal::new(own),
            from: RwSignal::new(From::Closed),
            days: RwSignal::new(DAYS.to_string()),
            category: RwSignal::new(String::new()),
            size: RwSignal::new(SIZE.to_string()),
            seed: RwSignal::new(random_seed()),
        }
    }

    /// Reads every field, so that a change of any is told.
    fn track(self) {
        for text in [
            self.title,
            self.area,
            self.days,
            self.category,
            self.size,
            self.seed,
        ] {
            text.track();
        }
        self.from.track();
    }

    /// The population that is asked for; `None` while the form does not say. Tracked.
    fn population(self) -> Option<Population> {
        let area = self.area.with(|code| AreaCode::parse(code).ok())?;
        let from = self.from.get();
        let category = self.category.get();
        Some(Population {
            area: Some(area),
            category: match from {
                From::Category if category.is_empty() => return None,
                From::Category => Some(category),
                From::Closed | From::Open => None,
            },
            closed_days: match from {
                From::Closed => Some(days(&self.days.get())?),
                From::Open | From::Category => None,
            },
        })
    }

    /// How the population was chosen, in words that stay with the draw.
    fn told(self, desk: Desk, found: usize) -> String {
        let area = self.area.get();
        let area = AreaCode::parse(&area).map_or(area, |code| desk.area_name(&code));
        let found = count(found as u64);
        let category = desk.category(&self.category.get());
        let key = match self.from.get() {
            From::Closed => "draw-told-closed",
            From::Open => "draw-told-open",
            From::Category => "draw-told-category",
        };
        t(
            key,
            &[
                ("area", &area),
                ("days", &self.days.get()),
                ("category", &category),
                ("count", &found),
            ],
        )
    }

    /// What is to be drawn, or the first field that cannot be read.
    fn lot(self, desk: Desk, found: &Found) -> Result<Lot, Problem> {
        let title = self.title.get();
        if title.trim().is_empty() {
            return Err(Problem::bad_field("title"));
        }
        let size: u32 = read(&self.size.get(), "size")?;
        if size == 0 || size as usize > found.cases.len() {
            return Err(Problem::bad_field("size"));
        }
        let seed: u64 = read(&self.seed.get(), "seed")?;
        if seed > LARGEST_SEED {
            return Err(Problem::bad_field("seed"));
        }
        Ok(Lot {
            title,
            area: self
                .area
                .with(|code| AreaCode::parse(code).map_err(|_| Problem::bad_field("area")))?,
            population: self.told(desk, found.cases.len()),
            cases: found.cases.iter().copied().collect(),
            size,
            seed,
        })
    }
}

fn read<T: std::str::FromStr>(text: &str, field: &str) -> Result<T, Problem> {
    text.trim().parse().map_err(|_| Problem::bad_field(field))
}

fn days(text: &str) -> Option<u32> {
    let days = text.trim().parse().ok()?;
    (1..=MOST_DAYS).contains(&days).then_some(days)
}

/// A seed that nobody chose.
fn random_seed() -> String {
    ((js_sys::Math::random() * SPOKEN_SEED) as u64).to_string()
}

/// The form.
#[component]
pub fn DrawForm(
    /// Closes it; with the record when the draw is in the outbox.
    on_close: Callback<Option<RecordId>>,
) -> impl IntoView {
    let desk = Desk::here();
    let draft = Draft::new(desk);
    let deed = Deed::new();
    let problem = Signal::derive(move || deed.problem());
    let population = remote(move || {
        desk.cases.track();
        draft.population()
    });
    // What was wrong is said until somebody changes something.
    Effect::new(move |_| {
        draft.track();
        deed.forget();
    });
    let send = Callback::new(move |()| untrack(|| give(draft, population, deed, desk, on_close)));
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" => on_close.run(None),
            "Enter" if event.ctrl_key() || event.meta_key() => send.run(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let reason = Signal::derive(move || why_not(population));
    let words = move || {
        t(
            if deed.busy() {
                "case-form-sending"
            } else {
                "draw-send"
            },
            &[],
        )
    };
    view! {
        <section class="draw-form" data-testid="draw-form" aria-label=say!("draw-new") on:keydown=on_key>
            <h3 class="form-head">{say!("draw-new")}</h3>
            <Whole problem fields=&FIELDS testid="draw-problem" />
            <Fields draft population problem />
            <HowMany population />
            <p class="part-note draw-explained">{say!("draw-explained")}</p>
            <div class="form-foot">
                <Button look=Look::Primary on_press=send reason busy=Signal::derive(move || deed.busy())
                    hint="Ctrl ⏎" testid="draw-send">{words}</Button>
                <Button on_press=Callback::new(move |()| on_close.run(None)) hint="Esc"
                    testid="draw-back">{say!("case-form-back")}</Button>
            </div>
        </section>
    }
}

#[component]
fn Fields(
    draft: Draft,
    population: Remote<Found>,
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let desk = Desk::here();
    let most = Signal::derive(move || {
        let most = population.with(|found| found.cases.len()).unwrap_or(0);
        if most == 0 {
            return String::new();
        }
        t("draw-size-most", &[("count", &count(most as u64))])
    });
    let choices = Signal::derive(move || {
        desk.language.track();
        From::ALL
            .map(|from| (from, word("draw-from", from.name())))
            .to_vec()
    });
    let closed = move || draft.from.get() == From::Closed;
    let of_category = move || draft.from.get() == From::Category;
    view! {
        <TextField name="title" value=draft.title problem required=true focused=true limit=100
            testid="draw-title" />
        <Select name="area" value=draft.area choices=Signal::derive(move || areas(desk)) problem
            required=true testid="draw-area" />
        <div class="draw-from">
            <span class="field-label">{say!("draw-from")}</span>
            <Segment choices chosen=draft.from label=say!("draw-from")
                on_choose=move |from| draft.from.set(from) />
        </div>
        <Show when=closed>
            <TextField name="days" value=draft.days problem kind="number" required=true
                testid="draw-days" />
        </Show>
        <Show when=of_category>
            <Select name="category" value=draft.category problem required=true
                choices=Signal::derive(move || categories(desk)) testid="draw-category" />
        </Show>
        <div class="draw-pair">
            <TextField name="size" value=draft.size problem hint=most kind="number" required=true
                testid="draw-size" />
            <div class="draw-seed">
                <TextField name="seed" value=draft.seed problem required=true testid="draw-seed" />
                <button type="button" class="link" data-testid="draw-again"
                    on:click=move |_| draft.seed.set(random_seed())>{say!("draw-other-seed")}</button>
            </div>
        </div>
    }
}

/// How many cases the population has now.
#[component]
fn HowMany(population: Remote<Found>) -> impl IntoView {
    let words = move || {
        if let Some(problem) = population.problem() {
            return view! { <p class="part-failed" role="alert">{sentence(&problem)}</p> }
                .into_any();
        }
        match population.get() {
            Some(found) => {
                let told = t("draw-population", &[("count", &count(found.total))]);
                view! {
                    <p class="draw-population figures" role="status" data-testid="draw-population"
                        data-count=found.total.to_string()>{told}</p>
                }
                .into_any()
            }
            None => view! {
                <p class="part-note" role="status">{t("draw-population-unknown", &[])}</p>
            }
            .into_any(),
        }
    };
    view! { {words} }
}

/// Why nothing can be drawn, as a sentence; tracked. What is there while another population is on its
/// way is still the one before.
fn why_not(population: Remote<Found>) -> Option<String> {
    let Some(found) = population.get().filter(|_| !population.loading()) else {
        return Some(t("draw-population-unknown", &[]));
    };
    if found.cases.is_empty() {
        return Some(t("draw-population-empty", &[]));
    }
    let whole = found.cases.len() == found.total as usize;
    (!whole).then(|| {
        t(
            "draw-population-large",
            &[("limit", &count(POPULATION_LIMIT as u64))],
        )
    })
}

/// Records the draw from the population that is on the screen.
fn give(
    draft: Draft,
    population: Remote<Found>,
    deed: Deed,
    desk: Desk,
    on_close: Callback<Option<RecordId>>,
) {
    let Some(found): Option<Arc<Found>> = population.get() else {
        return;
    };
    // The keyboard sends too, and must not record what the button would not.
    if why_not(population).is_some() {
        return;
    }
    let lot = match draft.lot(desk, &found) {
        Ok(lot) => lot,
        Err(problem) => return deed.fail(problem),
    };
    let keep = KeepRecord {
        record: None,
        revision: 0,
        keep: RecordCommand::Draw(Command::Draw(lot)),
    };
    deed.perform(keep, move |submitted| {
        let command = untrack(|| t("draw-draw", &[]));
        let words = [("command", command.as_str())];
        desk.toast(Toast::new(Tone::Good, "case-submitted", &words));
        on_close.try_run(Some(submitted.record));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_a_number_within_a_year() {
        assert_eq!(days(" 7 "), Some(7));
        assert_eq!([days("0"), days("367"), days("x")], [None; 3]);
    }

    #[test]
    fn what_cannot_be_read_names_its_field() {
        let problem = read::<u64>("12a", "seed").unwrap_err();
        assert_eq!(problem.params["field"], "seed");
        assert_eq!(read::<u32>(" 5 ", "size"), Ok(5));
    }
}
