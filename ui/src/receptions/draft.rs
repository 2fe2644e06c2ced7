//! What is filled in on a reception, and the command that it makes.
//!
//! Deliberately absent: the rules. What cannot be read as a day, a time or a count is said here;
//! everything else the console refuses.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use leptos::prelude::*;
use onemap_domain::area::AreaCode;
use onemap_domain::case::CaseId;
use onemap_domain::people::UserId;
use onemap_domain::record::ReceptionMode;
use onemap_domain::record::reception::{Held, Plan};
use onemap_protocol::problem::Problem;

/// A plan as it is typed.
#[derive(Clone, Copy)]
pub struct PlanDraft {
    /// Login name of the leader.
    pub leader: RwSignal<String>,
    /// The name that is published.
    pub name: RwSignal<String>,
    /// The mode's stable name.
    pub mode: RwSignal<String>,
    /// The area's code.
    pub area: RwSignal<String>,
    /// `2026-11-21`
    pub on: RwSignal<String>,
    /// `09:00`
    pub from: RwSignal<String>,
    /// `11:00`
    pub to: RwSignal<String>,
    /// Where.
    pub place: RwSignal<String>,
}

/// When a reception usually is: the morning's office hours.
const USUAL: (&str, &str) = ("09:00", "11:00");

impl PlanDraft {
    /// A new one on this day, for this area.
    pub fn new(today: Date, area: Option<&AreaCode>, mode: Option<ReceptionMode>) -> PlanDraft {
        let text = |text: &str| RwSignal::new(text.to_owned());
        PlanDraft {
            leader: text(""),
            name: text(""),
            mode: text(mode.map_or("", ReceptionMode::name)),
            area: text(area.map_or("", AreaCode::as_str)),
            on: RwSignal::new(today.to_string()),
            from: text(USUAL.0),
            to: text(USUAL.1),
            place: text(""),
        }
    }

    /// As it was planned.
    pub fn of(plan: &Plan) -> PlanDraft {
        let clock = |time: Time| RwSignal::new(time.strftime("%H:%M").to_string());
        PlanDraft {
            leader: RwSignal::new(plan.leader.0.clone()),
            name: RwSignal::new(plan.name.clone()),
            mode: RwSignal::new(plan.mode.name().to_owned()),
            area: RwSignal::new(plan.area.to_string()),
            on: RwSignal::new(plan.on.to_string()),
            from: clock(plan.from),
            to: clock(plan.to),
            place: RwSignal::new(plan.place.clone()),
        }
    }

    /// What it says, or the first field that cannot be read.
    pub fn plan(self) -> Result<Plan, Problem> {
        let mode = self.mode.get_untracked();
        let mode = ReceptionMode::ALL
            .into_iter()
            .find(|known| known.name() == mode);
        Ok(Plan {
            leader: UserId(self.leader.get_untracked().trim().to_owned()),
            name: self.name.get_untracked(),
            mode: mode.ok_or_else(|| Problem::bad_field("mode"))?,
            area: self.area.with_untracked(|code| {
                AreaCode::parse(code).map_err(|_| Problem::bad_field("area"))
            })?,
            on: read(self.on, "on")?,
            from: read::<Time>(self.from, "from")?,
            to: read::<Time>(self.to, "to")?,
            place: self.place.get_untracked(),
        })
    }
}

/// A case that was heard, as the form shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Which.
    pub id: CaseId,
    /// Its number, or its title while it has none.
    pub name: String,
}

/// What came of a reception, as it is typed.
#[derive(Clone, Copy)]
pub struct HeldDraft {
    /// How many parties came.
    pub parties: RwSignal<String>,
    /// In words.
    pub note: RwSignal<String>,
    /// The cases, each once, in the order of choosing.
    pub cases: RwSignal<Vec<Heard>>,
}

impl HeldDraft {
    /// Nothing yet.
    pub fn new() -> HeldDraft {
        HeldDraft {
            parties: RwSignal::new(String::new()),
            note: RwSignal::new(String::new()),
            cases: RwSignal::new(Vec::new()),
        }
    }

    /// Adds a case, once.
    pub fn hear(self, case: Heard) {
        self.cases.update(|cases| {
            if !cases.iter().any(|known| known.id == case.id) {
                cases.push(case);
            }
        });
    }

    /// Takes a case out again.
    pub fn drop(self, id: CaseId) {
        self.cases
            .update(|cases| cases.retain(|case| case.id != id));
    }

    /// What it says, or the first field that cannot be read.
    pub fn held(self) -> Result<Held, Problem> {
        let cases: BTreeSet<CaseId> = self
            .cases
            .with_untracked(|cases| cases.iter().map(|case| case.id).collect());
        Ok(Held {
            parties: read(self.parties, "parties")?,
            cases,
            note: self.note.get_untracked(),
        })
    }
}

fn read<T: std::str::FromStr>(text: RwSignal<String>, field: &str) -> Result<T, Problem> {
    let read = text.with_untracked(|text| text.trim().parse().ok());
    read.ok_or_else(|| Problem::bad_field(field))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn typed() -> PlanDraft {
        let area: AreaCode = AreaCode::parse("360730").unwrap();
        let draft = PlanDraft::new(date(2026, 11, 21), Some(&area), Some(ReceptionMode::Video));
        draft.leader.set(" chenhong ".to_owned());
        draft
    }

    #[test]
    fn what_a_form_shows_of_a_plan_is_that_plan() {
        let owner = Owner::new();
        owner.with(|| {
            let plan = typed().plan().unwrap();
            assert_eq!(plan.leader.0, "chenhong");
            assert_eq!(plan.from, Time::constant(9, 0, 0, 0));
            assert_eq!(PlanDraft::of(&plan).plan().unwrap(), plan);
        });
    }

    #[test]
    fn a_day_a_time_or_a_count_that_cannot_be_read_is_named() {
        let owner = Owner::new();
        owner.with(|| {
            let named = |problem: Problem| problem.params["field"].clone();
            let draft = typed();
            draft.on.set(String::new());
            assert_eq!(named(draft.plan().unwrap_err()), "on");
            let draft = typed();
            draft.to.set("25:00".to_owned());
            assert_eq!(named(draft.plan().unwrap_err()), "to");
            let draft = HeldDraft::new();
            assert_eq!(named(draft.held().unwrap_err()), "parties");
        });
    }

    #[test]
    fn a_case_is_heard_once_and_can_be_taken_out_again() {
        let owner = Owner::new();
        owner.with(|| {
            let draft = HeldDraft::new();
            draft.parties.set("2".to_owned());
            let id = CaseId(Uuid::from_u128(7));
            let name = "7".to_owned();
            for _ in 0..2 {
                draft.hear(Heard {
                    id,
                    name: name.clone(),
                });
            }
            assert_eq!(draft.held().unwrap().cases.len(), 1);
            draft.drop(id);
            assert!(draft.held().unwrap().cases.is_empty());
        });
    }
}
