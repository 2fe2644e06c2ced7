//! A meeting as it is read at the desk: what was owed and what came of it, the figures, the cases
//! to speak of, hot spots, what was decided, and the end.

use leptos::prelude::*;
use onemap_domain::pack::{Listed, Subject};
use onemap_domain::record::RecordId;
use onemap_protocol::desk::PaperForm;

use super::behind::BehindList;
use super::decisions::{DecidedItem, OwedItem};
use super::duties::DutyPart;
use super::figures::{Figures, RateList};
use super::form::FormHere;
use super::list::{clock, days, title};
use super::papers::{KeepMeetingPaper, MeetingPaper};
use super::room::{Chosen, Form, Room, Standing};
use super::spots::{Spot, SpotRule, periods};
use super::subject::CaseLine;
use super::tables;
use crate::parts::{Ago, Button, CopyOrKeep, Hue, Look, Tag, count, exact};
use crate::say;
use crate::text::{sentence, t, word};

/// A subject with no more cases than this is unfolded from the first.
const OPEN: u64 = 5;

/// The meeting.
#[component]
pub fn Overview(
    /// Which.
    room: Room,
) -> impl IntoView {
    view! {
        <div class="meeting-pack" data-testid="meeting-pack"
            data-meeting=move || room.id.get().to_string()
            data-state=move || room.standing.with(Standing::name)
            data-pending=move || room.pending.get().to_string()>
            <Head room />
            <FormHere room />
            <OwedPart room />
            <FiguresPart room />
            <Subjects room />
            <Spots room />
            <DutyPart room />
            <DecidedPart room />
            <EndPart room />
        </div>
    }
}

/// The figures and the rates, each a table that can be taken along.
#[component]
fn FiguresPart(room: Room) -> impl IntoView {
    let figures = Signal::derive(move || room.pack.with(|pack| tables::of_figures(pack)));
    let rates = Signal::derive(move || room.pack.with(|pack| tables::of_rates(pack)));
    let has_rates = Memo::new(move |_| room.pack.with(|pack| !pack.rates.is_empty()));
    let opened = RwSignal::new(None);
    view! {
        <section class="page-part">
            <div class="part-out">
                <h3 class="part-title">{say!("meetings-page-figures")}</h3>
                <CopyOrKeep name="meeting-figures" table=figures />
            </div>
            <Figures room opened />
            <Show when=move || has_rates.get()>
                <div class="part-out">
                    <h3 class="part-title">{say!("meetings-rates")}</h3>
                    <CopyOrKeep name="meeting-rates" table=rates />
                </div>
            </Show>
            <RateList room opened />
            <BehindList room opened />
        </section>
    }
}

/// Which meeting, how far it is, and what can be done.
#[component]
fn Head(room: Room) -> impl IntoView {
    let refusal = Signal::derive(move || room.refusal());
    let no_decision = Signal::derive(move || room.no_decision());
    let begins =
        Memo::new(move |_| room.standing.get() == Standing::Ahead && room.refusal().is_none());
    let title = move || room.pack.with(|pack| title(pack, room.today.get()));
    let about = move || {
        room.pack.with(|pack| {
            let (days, at) = (days(pack.days), clock(pack.at));
            t("meetings-frozen", &[("days", &days), ("time", &at)])
        })
    };
    let frozen = move || room.pack.with(|pack| exact(pack.at));
    let state = move || {
        let standing = room.standing.get();
        let name = word("meetings-state", standing.name());
        match standing {
            Standing::Ahead => view! { <Tag hue=Hue::Warning>{name}</Tag> }.into_any(),
            Standing::Open(opened) => view! {
                <Tag hue=Hue::Accent>{name}</Tag>
                <span class="part-note">{opened.by} " " <Ago at=opened.at /></span>
            }
            .into_any(),
            Standing::Over(closed) => view! {
                <Tag>{name}</Tag>
                <span class="part-note"><Ago at=closed.at /></span>
            }
            .into_any(),
        }
    };
    let present = Callback::new(move |()| room.present());
    let decide = Callback::new(move |()| room.form.set(Some(Form::Decide(None))));
    let close = Callback::new(move |()| room.form.set(Some(Form::Close)));
    let problem = move || {
        room.opening.problem().map(|problem| {
            let code = problem.code.clone();
            view! {
                <p class="form-problem" role="alert" data-testid="meeting-open-problem" data-code=code>
                    {sentence(&problem)}
                </p>
            }
        })
    };
    view! {
        <header class="meeting-head">
            <div class="meeting-title">
                <h2>{title}</h2>
                {state}
                <Show when=move || room.pending.get()>
                    <Tag hue=Hue::Pending title=say!("pending-hint")>{say!("pending")}</Tag>
                </Show>
            </div>
            <p class="meeting-frozen" title=frozen>
                <svg class="meeting-lock" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 7V5a4 4 0 0 1 8 0v2M3 7h10v7H3z" /></svg>
                {about}
            </p>
            <div class="meeting-deeds">
                <Button look=Look::Primary on_press=present hint="P" testid="meeting-present"
                    busy=Signal::derive(move || room.opening.busy())>
                    {move || t(if begins.get() { "meetings-begin" } else { "meetings-present" }, &[])}
                </Button>
                <Button on_press=decide reason=no_decision hint="D" testid="meeting-decide">
                    {say!("decision-decide")}
                </Button>
                <Show when=move || room.standing.with(|standing| matches!(standing, Standing::Open(_)))>
                    <Button on_press=close reason=refusal testid="meeting-close">{say!("meeting-close")}</Button>
                </Show>
            </div>
            {problem}
            {move || refusal.get().map(|why| view! {
                <p class="field-line" data-testid="meeting-refusal">{why}</p>
            })}
        </header>
    }
}

/// What earlier meetings decided.
#[component]
fn OwedPart(room: Room) -> impl IntoView {
    let owed = Memo::new(move |_| room.pack.with(|pack| pack.owed.clone()));
    let items = move || {
        let item = |owed| view! { <li><OwedItem room owed /></li> };
        owed.get().into_iter().map(item).collect_view()
    };
    view! {
        <section class="page-part" data-testid="meeting-owed-part">
            <h3 class="part-title">{say!("meetings-page-owed")}</h3>
            <Show when=move || owed.with(|owed| !owed.is_empty())
                fallback=|| view! { <p class="part-empty">{say!("meetings-no-owed")}</p> }>
                <Source room />
                <ul class="decisions">{items}</ul>
            </Show>
        </section>
    }
}

/// Why the newest of the decisions cannot be read.
#[component]
fn Source(room: Room) -> impl IntoView {
    move || {
        room.source.problem().map(|problem| {
            view! {
                <div class="stale" role="alert">
                    <span>{t("stale", &[("why", &sentence(&problem))])}</span>
                    <button type="button" class="link" on:click=move |_| room.source.retry()>{t("retry", &[])}</button>
                </div>
            }
        })
    }
}

/// The cases to speak of, by subject.
#[component]
fn Subjects(room: Room) -> impl IntoView {
    let listed = Memo::new(move |_| room.pack.with(|pack| pack.listed.clone()));
    let parts = move || {
        let parts = listed.get().into_iter();
        parts
            .map(|listed| view! { <SubjectPart room listed /> })
            .collect_view()
    };
    view! {
        <section class="page-part">
            <h3 class="part-title">{say!("meetings-subjects")}</h3>
            <div class="meeting-subjects">{parts}</div>
        </section>
    }
}

#[component]
fn SubjectPart(room: Room, listed: Listed) -> impl IntoView {
    let desk = room.desk;
    let subject: Subject = listed.subject;
    let shown = listed.cases.len() as u64;
    let first = (shown < listed.total).then(|| {
        view! { <p class="part-note">{t("meetings-first", &[("count", &count(shown))])}</p> }
    });
    let line = |case: onemap_domain::pack::PackCase| {
        let id = case.id;
        let chosen = Chosen::of_pack(&case, desk);
        let decide = move |_| room.form.set(Some(Form::Decide(Some(chosen.clone()))));
        view! {
            <li class="subject-case">
                <button type="button" class="subject-open" on:click=move |_| desk.select_case(id)>
                    <CaseLine room case />
                </button>
                <Show when=move || room.no_decision().is_none()>
                    <button type="button" class="link" data-testid="meeting-decide-on" on:click=decide.clone()>
                        {say!("decision-decide")}
                    </button>
                </Show>
            </li>
        }
    };
    view! {
        <details class="meeting-subject" data-testid="meeting-subject" data-subject=subject.name()
            data-total=listed.total.to_string() class:meeting-subject-none=listed.total == 0
            open=(1..=OPEN).contains(&listed.total)>
            <summary>
                {word("subject", subject.name())} " " <b class="figures">{count(listed.total)}</b>
            </summary>
            {first}
            <ul class="subject-cases">{listed.cases.into_iter().map(line).collect_view()}</ul>
        </details>
    }
}

/// Hot spots, each with its sum.
#[component]
fn Spots(room: Room) -> impl IntoView {
    let spots = Memo::new(move |_| {
        room.pack
            .with(|pack| (periods(pack), pack.hot_spots.clone()))
    });
    let items = move || {
        let (periods, spots) = spots.get();
        let item = |spot| view! { <li><Spot spot periods /></li> };
        spots.into_iter().map(item).collect_view()
    };
    let desk = room.desk;
    let table = Signal::derive(move || room.pack.with(|pack| tables::of_spots(desk, pack)));
    let has_spots = move || spots.with(|(_, spots)| !spots.is_empty());
    view! {
        <section class="page-part" data-testid="meeting-spots">
            <div class="part-out">
                <h3 class="part-title">{say!("meetings-page-hot-spots")}</h3>
                <Show when=has_spots><CopyOrKeep name="meeting-spots" table /></Show>
            </div>
            <SpotRule rounds_up=Signal::derive(move || room.pack.with(|pack| pack.rounds_limits_up())) />
            <Show when=has_spots
                fallback=|| view! { <p class="part-empty">{say!("meetings-no-spots")}</p> }>
                <ul class="spots">{items}</ul>
            </Show>
        </section>
    }
}

/// What this meeting decided.
#[component]
pub fn DecidedPart(
    /// Which meeting.
    room: Room,
) -> impl IntoView {
    let ids: Memo<Vec<RecordId>> = Memo::new(move |_| {
        let decided = room.decided().into_iter();
        decided.map(|one| one.id).collect()
    });
    let item = move |id: RecordId| {
        let first = untrack(|| room.now(id))?;
        Some(view! { <li><DecidedItem room first /></li> })
    };
    view! {
        <section class="page-part" data-testid="meeting-decided"
            data-count=move || ids.with(Vec::len).to_string()>
            <h3 class="part-title">{say!("meetings-page-decided")}</h3>
            <Source room />
            <Show when=move || ids.with(|ids| !ids.is_empty())
                fallback=|| view! { <p class="part-empty">{say!("meetings-none-decided")}</p> }>
                <ul class="decisions">{move || ids.get().into_iter().map(item).collect_view()}</ul>
            </Show>
        </section>
    }
}

/// Who was there, and the papers.
#[component]
pub fn EndPart(
    /// Which meeting.
    room: Room,
) -> impl IntoView {
    let end = Memo::new(move |_| {
        let closed = room.standing.with(|standing| match standing {
            Standing::Over(closed) => Some(closed.clone()),
            Standing::Ahead | Standing::Open(_) => None,
        });
        (room.id.get(), closed)
    });
    move || {
        let (id, closed) = end.get();
        closed.map(|closed| {
            let here = closed.attendees.join(&t("list-separator", &[]));
            let number = count(closed.attendees.len() as u64);
            view! {
                <section class="page-part" data-testid="meeting-end"
                    data-attendees=closed.attendees.len().to_string()>
                    <h3 class="part-title">{say!("meetings-end")}</h3>
                    <p>{t("meetings-attendees", &[("count", &number), ("names", &here)])}</p>
                    {(!closed.note.is_empty()).then(|| view! { <p class="meeting-note">{closed.note.clone()}</p> })}
                    <div class="meeting-papers">
                        <KeepMeetingPaper paper=MeetingPaper::Minutes(id, PaperForm::Pdf) />
                        <KeepMeetingPaper paper=MeetingPaper::Minutes(id, PaperForm::Word) />
                        <KeepMeetingPaper paper=MeetingPaper::Ledger />
                    </div>
                </section>
            }
        })
    }
}
