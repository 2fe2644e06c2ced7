//! Decisions: what was decided, who answers for it until when, and what came of it.

use jiff::Timestamp;
use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::case::CaseId;
use onemap_domain::clock::Lamp;
use onemap_domain::pack::{Owed, OwedCase};
use onemap_domain::record::decision::Report;
use onemap_domain::record::{Decision, DecisionOutcome, RecordKind};
use onemap_protocol::desk::{CaseCard, Records};

use super::report::ReportForm;
use super::room::{Form, Held, Room, held, name_of};
use super::spoken;
use crate::parts::day_of;
use crate::parts::{Ago, Button, Empty, Hue, LampMark, Shown, Tag};
use crate::remote::remote;
use crate::say;
use crate::state::Desk;
use crate::text::{t, word};

/// How a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owes {
    /// 未落实
    Owed,
    /// 逾期未落实
    Late,
    /// 已落实
    Done,
    /// 已撤销
    Dropped,
}

impl Owes {
    /// How it stands on this day.
    pub fn of(decision: &Decision, today: Date) -> Owes {
        match decision.outcome {
            Some(DecisionOutcome::Done) => Owes::Done,
            Some(DecisionOutcome::Dropped) => Owes::Dropped,
            None if decision.is_overdue(today) => Owes::Late,
            None => Owes::Owed,
        }
    }

    /// The stable name in the locale files and for tests.
    pub const fn name(self) -> &'static str {
        match self {
            Owes::Owed => "owed",
            Owes::Late => "late",
            Owes::Done => "done",
            Owes::Dropped => "dropped",
        }
    }

    /// Whether something is still owed.
    pub const fn is_open(self) -> bool {
        matches!(self, Owes::Owed | Owes::Late)
    }
}

/// A decision that a pack brought, as it was frozen and as it is now.
#[component]
pub fn OwedItem(
    /// The meeting.
    room: Room,
    /// Which.
    owed: Owed,
) -> impl IntoView {
    let id = owed.id;
    let frozen = Held {
        id,
        revision: 0,
        decision: owed.decision.clone(),
        pending: false,
    };
    // While the decisions are on their way, what the pack says is shown.
    let known = Memo::new(move |_| room.now(id).is_some());
    let held = Memo::new(move |_| room.now(id).unwrap_or_else(|| frozen.clone()));
    let on_form = Callback::new(move |form| room.form.set(Some(form)));
    let refusal = Signal::derive(move || room.refusal());
    view! {
        <Item desk=room.desk today=room.today held known testid="meeting-owed" then=owed.case
            since=room.pack.with_untracked(|pack| pack.at) refusal on_form />
    }
}

/// A decision of this meeting.
#[component]
pub fn DecidedItem(
    /// The meeting.
    room: Room,
    /// Which, as it was when the list was drawn.
    first: Held,
) -> impl IntoView {
    let id = first.id;
    let held = Memo::new(move |_| room.now(id).unwrap_or_else(|| first.clone()));
    let known = Memo::new(|_| true);
    let on_form = Callback::new(move |form| room.form.set(Some(form)));
    let refusal = Signal::derive(move || room.refusal());
    view! {
        <Item desk=room.desk today=room.today held known testid="meeting-decision" refusal on_form />
    }
}

/// A decision with everything about it.
#[component]
fn Item(
    desk: Desk,
    today: Memo<Date>,
    held: Memo<Held>,
    /// It can be reported on: its newest state is known.
    known: Memo<bool>,
    testid: &'static str,
    /// Its case as it stood when the pack was frozen.
    #[prop(optional_no_strip)]
    then: Option<OwedCase>,
    /// When that was; later reports are told apart.
    #[prop(optional)]
    since: Option<Timestamp>,
    refusal: Signal<Option<String>>,
    on_form: Callback<Form>,
) -> impl IntoView {
    let first = held.get_untracked();
    let resolution = first.decision.resolution.clone();
    let id = first.id;
    let becomes = resolution.becomes;
    let state = Memo::new(move |_| held.with(|held| Owes::of(&held.decision, today.get())));
    let reports = Memo::new(move |_| held.with(|held| held.decision.reports.clone()));
    let pending = Memo::new(move |_| held.with(|held| held.pending));
    let report = Callback::new(move |()| {
        on_form.run(Form::Report(Box::new(held.get_untracked())));
    });
    let drop_it = Callback::new(move |()| {
        on_form.run(Form::Drop(Box::new(held.get_untracked())));
    });
    let stage_then = then.as_ref().map(|then| then.stage.name());
    let about = match (then, resolution.case) {
        (Some(then), _) => view! { <ThenCase desk then /> }.into_any(),
        (None, Some(case)) if since.is_none() => view! { <NowCase id=case /> }.into_any(),
        _ => ().into_any(),
    };
    let department = resolution.department.clone();
    let who = move || {
        let unit = department
            .as_ref()
            .map(|code| desk.department_short(code))
            .unwrap_or_default();
        format!("{unit} {}", resolution.person).trim().to_owned()
    };
    let by = resolution.by;
    let line = move |report: &Report| {
        let later = since.is_some_and(|since| report.at > since);
        let at = report.at;
        view! {
            <li data-testid="meeting-report" data-later=later.to_string()>
                <strong>{report.by.clone()}</strong> " " {report.text.clone()} " "
                <span class="part-note"><Ago at=at /></span> " "
                {later.then(|| view! { <Tag>{t("meetings-later", &[])}</Tag> })}
            </li>
        }
    };
    let lines = move || reports.with(|reports| reports.iter().map(line).collect_view());
    let nothing_said =
        move || state.get().is_open() && reports.with(Vec::is_empty) && since.is_some();
    view! {
        <div class="decision" data-testid=testid data-record=id.to_string()
            data-becomes=becomes.name() data-stage=stage_then
            data-state=move || state.get().name()
            data-reports=move || reports.with(Vec::len).to_string()
            data-pending=move || pending.get().to_string()>
            <p class="decision-top">
                <Tag hue=Hue::Accent>{move || word("decision-becomes", becomes.name())}</Tag>
                <span class="decision-text">{resolution.text.clone()}</span>
                <StateMark state />
                {move || pending.get().then(|| view! {
                    <Tag hue=Hue::Pending title=say!("pending-hint")>{t("pending", &[])}</Tag>
                })}
            </p>
            <p class="decision-who">
                <span>{who}</span>
                <span class="figures" class:decision-late=move || state.get() == Owes::Late>
                    {move || t("meetings-by", &[("day", &spoken(by, today.get()))])}
                </span>
                {about}
            </p>
            <ul class="decision-reports">{lines}</ul>
            <Show when=nothing_said><p class="part-note">{say!("meetings-no-report")}</p></Show>
            <Show when=move || state.get().is_open() && known.get()>
                <p class="decision-deeds">
                    <Button on_press=report reason=refusal testid="decision-report">
                        {say!("decision-report")}
                    </Button>
                    <Show when=move || desk.role().is_some_and(|role| RecordKind::Meeting.keepers().contains(&role))>
                        <button type="button" class="link" data-testid="decision-drop"
                            on:click=move |_| drop_it.run(())>{say!("decision-drop")}</button>
                    </Show>
                </p>
            </Show>
        </div>
    }
}

/// How it stands, told by a shape before its colour.
#[component]
fn StateMark(state: Memo<Owes>) -> impl IntoView {
    move || {
        let words = word("meetings-owes", state.get().name());
        match state.get() {
            Owes::Late => view! {
                <span class="decision-state decision-late"><LampMark lamp=Some(Lamp::Red) />{words}</span>
            }
            .into_any(),
            Owes::Done => view! {
                <span class="decision-state decision-done"><span aria-hidden="true">"✓"</span>{words}</span>
            }
            .into_any(),
            Owes::Owed | Owes::Dropped => view! { <Tag>{words}</Tag> }.into_any(),
        }
    }
}

/// The case as it stood when the pack was frozen; a press opens it.
#[component]
fn ThenCase(desk: Desk, then: OwedCase) -> impl IntoView {
    let id = then.about.id;
    let stage = then.stage;
    view! {
        <span class="decision-case">
            <button type="button" class="link clip" on:click=move |_| desk.select_case(id)>
                <span class="figures">{name_of(&then.about)}</span> " " {then.about.title.clone()}
            </button>
            <Tag title=say!("meetings-then-hint")>
                {move || t("meetings-then-stage", &[("stage", &word("stage", stage.name()))])}
            </Tag>
        </span>
    }
}

/// The case as it stands; a press opens it.
#[component]
fn NowCase(id: CaseId) -> impl IntoView {
    let desk = Desk::here();
    let card = remote(move || {
        desk.cases.track();
        Some(CaseCard { id })
    });
    let known = Memo::new(move |_| {
        card.with(|view| {
            let case = &view.case;
            let number = case.number.as_ref().map(|number| number.0.clone());
            (number, case.facts.title.clone(), case.stage)
        })
    });
    move || {
        known.get().map(|(number, title, stage)| {
            let number = number.unwrap_or_else(|| t("no-number", &[]));
            view! {
                <span class="decision-case" data-testid="meeting-now-case" data-stage=stage.name()>
                    <button type="button" class="link clip" on:click=move |_| desk.select_case(id)>
                        <span class="figures">{number}</span> " " {title}
                    </button>
                    <Tag>{word("stage", stage.name())}</Tag>
                </span>
            }
        })
    }
}

/// The decisions that a department answers for, those that are owed first.
#[component]
pub fn OwnDecisions() -> impl IntoView {
    let desk = Desk::here();
    let today = Memo::new(move |_| day_of(desk.now.get()));
    let rows = remote(move || {
        desk.cases.track();
        Some(Records {
            kind: RecordKind::Decision,
        })
    });
    let form = RwSignal::new(None::<Form>);
    let on_form = Callback::new(move |one| form.set(Some(one)));
    let on_close = Callback::new(move |()| {
        form.try_set(None);
    });
    let refusal = Signal::derive(|| None);
    let open = move || match form.get() {
        Some(Form::Report(held)) => Some(view! { <ReportForm held=*held drops=false on_close /> }),
        _ => None,
    };
    view! {
        <div class="page meetings-own">
            <p class="page-about">{say!("meetings-own-about")}</p>
            {open}
            <Shown remote=rows what=say!("what-decisions") view=move |rows| {
                let all = Memo::new(move |_| {
                    let mut all = rows.with(|rows| held(rows));
                    all.sort_by_key(|one| one.decision.outcome.is_some());
                    all
                });
                let ids = Memo::new(move |_| all.with(|all| all.iter().map(|one| one.id).collect::<Vec<_>>()));
                let item = move |id| {
                    let first = all.with_untracked(|all| all.iter().find(|one| one.id == id).cloned())?;
                    let held = Memo::new(move |_| {
                        let now = all.with(|all| all.iter().find(|one| one.id == id).cloned());
                        now.unwrap_or_else(|| first.clone())
                    });
                    let known = Memo::new(|_| true);
                    Some(view! {
                        <li><Item desk today held known testid="meeting-decision" refusal on_form /></li>
                    })
                };
                view! {
                    <Show when=move || ids.with(|ids| !ids.is_empty())
                        fallback=|| view! { <Empty sentence=say!("meetings-own-none") next=say!("meetings-own-none-next") /> }>
                        <ul class="decisions">{move || ids.get().into_iter().map(item).collect_view()}</ul>
                    </Show>
                }
            } />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_decision_is_owed_then_late_until_somebody_says_it_is_done() {
        let mut decision: Decision = serde_json::from_value(serde_json::json!({
            "resolution": {
                "area": "520381", "text": "清淤", "becomes": "note",
                "person": "王敏", "by": "2026-11-20",
            },
            "decided_at": "2026-11-17T00:30:00Z",
        }))
        .unwrap();
        assert_eq!(Owes::of(&decision, date(2026, 11, 20)), Owes::Owed);
        assert_eq!(Owes::of(&decision, date(2026, 11, 21)), Owes::Late);
        decision.outcome = Some(DecisionOutcome::Done);
        let done = Owes::of(&decision, date(2026, 11, 21));
        assert_eq!((done, done.is_open()), (Owes::Done, false));
    }
}
