//! The selection of many cases, as the list, the map and the panel share it.

use leptos::prelude::*;
use onemap_domain::area::Position;
use onemap_domain::case::CaseId;
use onemap_domain::command::CommandKind;
use onemap_protocol::desk::{CaseFilter, CaseIds, CaseRow, Found, Lasso, MANY_LIMIT};

use super::chosen::{Chosen, between};
use super::known::Known;
use super::run::Run;
use crate::backend;
use crate::state::Desk;
use crate::toasts::{Toast, Tone};

/// What the panel shows of a selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// What is in it, and what can be done.
    #[default]
    Overview,
    /// The form of a command.
    Form(CommandKind),
    /// What the command will do.
    Review(CommandKind),
    /// What it did.
    Outcome,
}

/// The selection of many cases.
#[derive(Clone, Copy)]
pub struct Many {
    /// Which.
    pub chosen: RwSignal<Chosen>,
    /// What is known of them.
    pub known: RwSignal<Known>,
    /// Changes when what is known is to be read again.
    pub again: RwSignal<u32>,
    /// The rings that were drawn to choose them.
    pub rings: RwSignal<Vec<Vec<Position>>>,
    /// A ring is being drawn on the map.
    pub drawing: RwSignal<bool>,
    /// Something else was opened; it stands in the panel's place until one comes back.
    pub aside: RwSignal<bool>,
    /// What the panel shows.
    pub face: RwSignal<Face>,
    /// What was done with many cases last.
    pub run: RwSignal<Option<Run>>,
    /// What the list shows now, and how many that are once known.
    pub list: RwSignal<(CaseFilter, Option<u32>)>,
}

impl Default for Many {
    fn default() -> Many {
        Many {
            chosen: RwSignal::default(),
            known: RwSignal::default(),
            again: RwSignal::new(0),
            rings: RwSignal::default(),
            drawing: RwSignal::new(false),
            aside: RwSignal::new(false),
            face: RwSignal::default(),
            run: RwSignal::new(None),
            list: RwSignal::default(),
        }
    }
}

impl Many {
    /// Whether there are at least two; tracked.
    pub fn is_many(self) -> bool {
        self.chosen.with(Chosen::is_many)
    }

    /// Whether commands are being given now; tracked.
    pub fn is_sending(self) -> bool {
        self.run
            .with(|run| run.as_ref().is_some_and(Run::is_under_way))
    }

    /// Chooses a case, or gives it up.
    pub fn toggle(self, desk: Desk, case: CaseId) {
        self.change(desk, |chosen| usize::from(!chosen.toggle(case)));
    }

    /// The same with its row at hand, so that the map knows at once where it is.
    pub fn toggle_row(self, desk: Desk, row: CaseRow) {
        let case = row.id;
        self.known.update(|known| known.meet([row]));
        self.toggle(desk, case);
    }

    /// Chooses the cases of the list from the last chosen one to this one.
    pub fn extend_to(self, desk: Desk, case: CaseId) {
        let anchor = self.chosen.with_untracked(Chosen::anchor);
        let anchor = anchor.or_else(|| desk.selected_case()).unwrap_or(case);
        let range = desk
            .list_ids
            .with_untracked(|list| between(list, anchor, case).map(<[CaseId]>::to_vec));
        if let Some(range) = range {
            self.add(desk, range, Some(case));
            return;
        }
        // A part of the list between the two has not been read.
        let filter = self.list.with_untracked(|(filter, _)| filter.clone());
        find(desk, CaseIds { filter }, move |found| {
            let range = between(&found.cases, anchor, case);
            let range = range.map_or_else(|| vec![case], <[CaseId]>::to_vec);
            self.add(desk, range, Some(case));
        });
    }

    /// Chooses every case of the list.
    pub fn choose_list(self, desk: Desk) {
        let filter = self.list.with_untracked(|(filter, _)| filter.clone());
        find(desk, CaseIds { filter }, move |found| {
            self.take(desk, found);
        });
    }

    /// Chooses the open cases within a ring that was drawn.
    pub fn choose_within(self, desk: Desk, ring: Vec<Position>) {
        self.drawing.set(false);
        self.rings.update(|rings| rings.push(ring.clone()));
        let drop_ring = {
            let ring = ring.clone();
            move || {
                self.rings
                    .update(|rings| rings.retain(|other| *other != ring));
            }
        };
        wasm_bindgen_futures::spawn_local(async move {
            match backend::ask(Lasso { ring }).await {
                Ok(found) if found.cases.is_empty() => {
                    drop_ring();
                    desk.toast(Toast::new(Tone::Good, "bulk-lasso-empty", &[]));
                }
                Ok(found) => self.take(desk, found),
                Err(problem) => {
                    drop_ring();
                    desk.report(&problem);
                }
            }
        });
    }

    /// Drops the selection with everything that belongs to it. What is being given is stopped
    /// first, not dropped.
    pub fn clear(self) {
        if untrack(|| self.is_sending()) {
            return;
        }
        self.forget();
    }

    /// Drops everything at once: somebody else sits here now.
    pub fn forget(self) {
        self.chosen.set(Chosen::default());
        self.rings.set(Vec::new());
        self.drawing.set(false);
        self.aside.set(false);
        self.face.set(Face::Overview);
        self.run.set(None);
    }

    /// One step back; whether there was one to take.
    pub fn step_back(self) -> bool {
        if self.drawing.get_untracked() {
            self.drawing.set(false);
        } else if self.chosen.with_untracked(Chosen::is_empty) {
            return false;
        } else if untrack(|| self.is_many()) && self.aside.get_untracked() {
            self.aside.set(false);
        } else {
            match self.face.get_untracked() {
                Face::Review(kind) => self.face.set(Face::Form(kind)),
                Face::Outcome if untrack(|| self.is_sending()) => {}
                Face::Form(_) | Face::Outcome => self.face.set(Face::Overview),
                Face::Overview => self.clear(),
            }
        }
        true
    }

    fn add(self, desk: Desk, cases: Vec<CaseId>, anchor: Option<CaseId>) {
        self.change(desk, |chosen| {
            let left_out = chosen.add(cases);
            if let Some(anchor) = anchor {
                chosen.put_anchor(anchor);
            }
            left_out
        });
    }

    fn take(self, desk: Desk, found: Found) {
        let beyond = (found.total as usize).saturating_sub(found.cases.len());
        self.change(desk, |chosen| chosen.add(found.cases) + beyond);
    }

    /// Changes what is chosen, unless commands are being given to it; says how many found no room.
    fn change(self, desk: Desk, change: impl FnOnce(&mut Chosen) -> usize) {
        if untrack(|| self.is_sending()) {
            desk.toast(Toast::new(Tone::Bad, "bulk-busy", &[]));
            return;
        }
        let mut left_out = 0;
        self.chosen.update(|chosen| left_out = change(chosen));
        self.chosen
            .with_untracked(|chosen| self.known.update(|known| known.keep(chosen)));
        self.aside.set(false);
        // What was filled in was for other cases; it stays, but is looked at again.
        if let Face::Review(kind) = self.face.get_untracked() {
            self.face.set(Face::Form(kind));
        }
        if self.face.get_untracked() == Face::Outcome {
            self.face.set(Face::Overview);
        }
        if left_out > 0 {
            let (limit, left_out) = (MANY_LIMIT.to_string(), left_out.to_string());
            let figures = [("limit", limit.as_str()), ("count", left_out.as_str())];
            desk.toast(Toast::new(Tone::Bad, "bulk-limit", &figures));
        }
    }
}

/// Asks for cases; what went wrong is reported.
fn find(desk: Desk, ask: CaseIds, done: impl FnOnce(Found) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        match backend::ask(ask).await {
            Ok(found) => done(found),
            Err(problem) => desk.report(&problem),
        }
    });
}
