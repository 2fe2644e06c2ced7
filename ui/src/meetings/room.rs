//! A meeting as its page knows it: the pack, how far the meeting is, what it decided, and which
//! form is open.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use onemap_domain::Refusal;
use onemap_domain::case::CaseId;
use onemap_domain::department::DepartmentCode;
use onemap_domain::pack::{Pack, PackCase};
use onemap_domain::record::meeting::{Closed, Command, Meeting, Opened};
use onemap_domain::record::{Decision, Matter, RecordCommand, RecordId, RecordKind};
use onemap_protocol::desk::{CaseRow, KeepRecord, RecordRow, RecordView};
use onemap_protocol::problem::Problem;

use crate::parts::day_of;
use crate::remote::{Deed, Remote};
use crate::state::Desk;
use crate::text::{sentence, t};

/// How far a meeting is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 未开
    Ahead,
    /// 进行中
    Open(Opened),
    /// 已结束
    Over(Closed),
}

impl Standing {
    /// How far this one is.
    pub fn of(meeting: &Meeting) -> Standing {
        match (&meeting.closed, &meeting.opened) {
            (Some(closed), _) => Standing::Over(closed.clone()),
            (None, Some(opened)) => Standing::Open(opened.clone()),
            (None, None) => Standing::Ahead,
        }
    }

    /// The stable name in the locale files and for tests.
    pub const fn name(&self) -> &'static str {
        match self {
            Standing::Ahead => "ahead",
            Standing::Open(_) => "open",
            Standing::Over(_) => "over",
        }
    }
}

/// A decision as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which record.
    pub id: RecordId,
    /// The revision on the screen.
    pub revision: u64,
    /// What it holds.
    pub decision: Decision,
    /// It shows what the central has not confirmed.
    pub pending: bool,
}

/// The decisions among the records.
pub fn held(rows: &[RecordRow]) -> Vec<Held> {
    let one = |row: &RecordRow| match &row.record.matter {
        Matter::Decision(decision) => Some(Held {
            id: row.record.id,
            revision: row.record.revision,
            decision: decision.clone(),
            pending: row.pending,
        }),
        _ => None,
    };
    rows.iter().filter_map(one).collect()
}

/// A case that something can be decided about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which.
    pub id: CaseId,
    /// Its number, or its title while it has none.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Who led it when it was listed.
    pub lead: Option<DepartmentCode>,
    /// It is past its deadline.
    pub late: bool,
}

impl Chosen {
    /// A case of a pack.
    pub fn of_pack(case: &PackCase, desk: Desk) -> Chosen {
        let now = desk.now.get_untracked();
        Chosen {
            id: case.id,
            name: name_of(case),
            title: case.title.clone(),
            lead: case.lead.clone(),
            late: case.due_at.is_some_and(|due| due < now),
        }
    }

    /// A case that was found.
    pub fn of_row(row: &CaseRow, desk: Desk) -> Chosen {
        let now = desk.now.get_untracked();
        let number = row.number.as_ref().map(|number| number.0.clone());
        Chosen {
            id: row.id,
            name: number.unwrap_or_else(|| t("no-number", &[])),
            title: row.title.clone(),
            lead: row.lead.clone(),
            late: row.due_at.is_some_and(|due| due < now),
        }
    }
}

/// A case of a pack by its number.
pub fn name_of(case: &PackCase) -> String {
    let number = case.number.as_ref().map(|number| number.0.clone());
    number.unwrap_or_else(|| t("no-number", &[]))
}

/// Which form is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// 议定: about this case, or about none.
    Decide(Option<Chosen>),
    /// 反馈落实情况
    Report(Box<Held>),
    /// 撤销
    Drop(Box<Held>),
    /// 结束会议
    Close,
}

/// A meeting that is looked at.
#[derive(Clone, Copy)]
pub struct Room {
    /// The desk.
    pub desk: Desk,
    /// Which meeting.
    pub id: Memo<RecordId>,
    /// The revision on the screen.
    pub revision: Memo<u64>,
    /// It shows what the central has not confirmed.
    pub pending: Memo<bool>,
    /// What was frozen for it.
    pub pack: Memo<Arc<Pack>>,
    /// How far it is.
    pub standing: Memo<Standing>,
    /// Every decision that can be read, the newest first.
    pub decisions: Memo<Vec<Held>>,
    /// Where they come from.
    pub source: Remote<Vec<RecordRow>>,
    /// Today in the county.
    pub today: Memo<Date>,
    /// The form that is open.
    pub form: RwSignal<Option<Form>>,
    /// The opening of the meeting.
    pub opening: Deed,
}

impl Room {
    /// Goes to a meeting; `None` where the record is not one. Only for the bodies of components.
    pub fn enter(
        desk: Desk,
        view: Signal<Arc<RecordView>>,
        source: Remote<Vec<RecordRow>>,
    ) -> Option<Room> {
        let of = |view: &RecordView| match &view.row.record.matter {
            Matter::Meeting(meeting) => Some(meeting.clone()),
            _ => None,
        };
        let first = view.with_untracked(|view| of(view))?;
        let last = StoredValue::new(first);
        let meeting = Memo::new(move |_| {
            if let Some(now) = view.with(|view| of(view)) {
                last.set_value(now);
            }
            last.get_value()
        });
        let form = RwSignal::new(None);
        let id = Memo::new(move |_| view.with(|view| view.row.record.id));
        // A form of one meeting says nothing about the next.
        Effect::new(move |before: Option<RecordId>| {
            let now = id.get();
            if before.is_some_and(|before| before != now) {
                form.set(None);
            }
            now
        });
        Some(Room {
            desk,
            id,
            revision: Memo::new(move |_| view.with(|view| view.row.record.revision)),
            pending: Memo::new(move |_| view.with(|view| view.row.pending)),
            pack: Memo::new(move |_| meeting.with(|meeting| Arc::new((*meeting.pack).clone()))),
            standing: Memo::new(move |_| meeting.with(Standing::of)),
            decisions: Memo::new(move |_| source.with(|rows| held(rows)).unwrap_or_default()),
            source,
            today: Memo::new(move |_| day_of(desk.now.get())),
            form,
            opening: Deed::new(),
        })
    }

    /// Why whoever is signed in may not keep this meeting, as a sentence; tracked.
    pub fn refusal(self) -> Option<String> {
        let role = self.desk.role()?;
        let keeps = RecordKind::Meeting.keepers().contains(&role);
        (!keeps).then(|| sentence(&Problem::from(&Refusal::RecordNotYours { role })))
    }

    /// Why nothing can be decided here now; tracked.
    pub fn no_decision(self) -> Option<String> {
        self.refusal().or_else(|| {
            self.standing.with(|standing| match standing {
                Standing::Open(_) => None,
                Standing::Ahead => Some(t("refusal-meeting-not-open", &[])),
                Standing::Over(_) => Some(t("meetings-is-over", &[])),
            })
        })
    }

    /// Opens the meeting unless it is open, and presents it.
    pub fn present(self) {
        let desk = self.desk;
        let id = self.id.get_untracked();
        let show = move || {
            // The page may be gone, or show another meeting, when the answer comes.
            let here = self.form.try_set(None).is_none();
            if here && self.id.try_get_untracked() == Some(id) {
                desk.presenting.set(true);
            }
        };
        let opens = untrack(|| self.refusal().is_none() && self.standing.get() == Standing::Ahead);
        if !opens {
            return show();
        }
        let keep = KeepRecord {
            record: Some(id),
            revision: self.revision.get_untracked(),
            keep: RecordCommand::Meeting(Command::Open {}),
        };
        self.opening.perform(keep, move |_| show());
    }

    /// A decision as it is now; tracked.
    pub fn now(self, id: RecordId) -> Option<Held> {
        self.decisions
            .with(|all| all.iter().find(|one| one.id == id).cloned())
    }

    /// What this meeting decided, the first one first; tracked.
    pub fn decided(self) -> Vec<Held> {
        let id = self.id.get();
        self.decisions.with(|all| {
            let own = all
                .iter()
                .filter(|one| one.decision.resolution.meeting == Some(id));
            own.rev().cloned().collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meeting() -> Meeting {
        let pack = serde_json::json!({
            "version": 2, "rhythm": "daily", "area": "520381",
            "days": { "from": "2026-11-17", "to": "2026-11-17" },
            "at": "2026-11-18T00:00:00Z",
            "figures": [], "rates": [], "listed": [], "hot_spots": [],
        });
        Meeting {
            pack: Box::new(serde_json::from_value(pack).unwrap()),
            opened: None,
            closed: None,
        }
    }

    #[test]
    fn a_meeting_is_ahead_then_open_then_over() {
        let mut meeting = meeting();
        assert_eq!(Standing::of(&meeting), Standing::Ahead);
        let at = "2026-11-18T00:30:00Z".parse().unwrap();
        meeting.opened = Some(Opened {
            by: "陈宏".to_owned(),
            at,
        });
        assert_eq!(Standing::of(&meeting).name(), "open");
        meeting.closed = Some(Closed {
            attendees: vec!["陈宏".to_owned()],
            note: String::new(),
            at,
        });
        assert_eq!(Standing::of(&meeting).name(), "over");
    }
}
