//! Standards that areas reach item by item (十无网格): which items hold, and who has reached it
//! (mission.md, S3).
//!
//! An item holds when its newest evidence stands and no case of a linked category was reported in
//! the area on the evidence's day or later. A case that was makes it revoked, until there is
//! evidence of a later day. An area reaches the standard when every item holds. All of this is
//! counted anew from evidence and cases whenever somebody asks, so that it cannot drift.
//!
//! Deliberately absent: what the items are called, and the evidence itself, which is the area's
//! sheet ([`crate::record::standard`]). Which cases the reader may know of, the caller decides: what
//! is not handed in revokes nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::{AreaCode, GridKind, Level};
use crate::case::CaseId;
use crate::indicator::{Rate, Standing};
use crate::profile::StandardRule;
use crate::record::standard::Sheet;

impl StandardRule {
    /// Whether an area can reach it, and so is in the denominator.
    pub fn is_for(&self, area: &AreaCode) -> bool {
        let base = || area.grid_kind() == Some(GridKind::Base);
        area.level() == self.level && (!self.base_grids_only || self.level != Level::Grid || base())
    }

    /// Whether a case of a category takes an item away.
    pub fn is_revoked_by(&self, item: u16, category: &str) -> bool {
        self.revoked_by.iter().any(|row| {
            row.item.is_none_or(|own| own == item) && row.categories.iter().any(|c| c == category)
        })
    }
}

/// How an item stands. On the wire: `{"state": "held", …}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ItemState {
    /// Nothing shows that it holds.
    Missing,
    /// It holds.
    Held {
        /// Since the day of its newest evidence.
        since: Date,
    },
    /// It held, and a case took it away.
    Revoked {
        /// The day of its newest evidence.
        since: Date,
        /// The first such case.
        by: CaseId,
        /// The day on which that was reported.
        on: Date,
    },
}

impl ItemState {
    /// The stable name, in classes, test ids and locale files.
    pub const fn name(self) -> &'static str {
        match self {
            ItemState::Missing => "missing",
            ItemState::Held { .. } => "held",
            ItemState::Revoked { .. } => "revoked",
        }
    }
}

/// The cases of linked categories by area, the first reported first.
#[derive(Clone, Debug, Default)]
pub struct Happened<'a> {
    cases: BTreeMap<AreaCode, Vec<(Date, CaseId, &'a str)>>,
}

impl<'a> Happened<'a> {
    /// Of the cases that are handed in, those that can take an item away. A case that was declined
    /// takes nothing away; one that was voided or merged has no standing.
    pub fn of(
        rule: &StandardRule,
        cases: impl IntoIterator<Item = (CaseId, &'a Standing)>,
    ) -> Happened<'a> {
        let mut happened = Happened::default();
        let linked = |category: &str| {
            let mut all = rule.revoked_by.iter().flat_map(|row| &row.categories);
            all.any(|one| one == category)
        };
        for (id, case) in cases {
            if case.declined_on.is_some() || !linked(&case.category) {
                continue;
            }
            if let Some(area) = case.grid.at(rule.level) {
                let own = happened.cases.entry(area).or_default();
                own.push((case.reported_on, id, case.category.as_str()));
            }
        }
        for own in happened.cases.values_mut() {
            own.sort_unstable();
        }
        happened
    }

    /// The first case in an area that takes an item away whose evidence is of a day.
    fn first(
        &self,
        rule: &StandardRule,
        area: &AreaCode,
        item: u16,
        since: Date,
    ) -> Option<(Date, CaseId)> {
        let own = self.cases.get(area).map_or(&[][..], Vec::as_slice);
        let later = own.get(own.partition_point(|(on, ..)| *on < since)..)?;
        let mut later = later.iter();
        let (on, id, _) = later.find(|(_, _, category)| rule.is_revoked_by(item, category))?;
        Some((*on, *id))
    }
}

/// How the items of an area stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Which area.
    pub area: AreaCode,
    /// Item by item, the first first.
    pub items: Vec<ItemState>,
}

impl Reach {
    /// How the items of an area stand by its evidence and the cases.
    pub fn of(
        rule: &StandardRule,
        items: u16,
        area: &AreaCode,
        sheet: Option<&Sheet>,
        happened: &Happened,
    ) -> Reach {
        let state = |item: u16| {
            let Some(line) = sheet.and_then(|sheet| sheet.newest(item)) else {
                return ItemState::Missing;
            };
            let since = line.on;
            match happened.first(rule, area, item, since) {
                Some((on, by)) => ItemState::Revoked { since, by, on },
                None => ItemState::Held { since },
            }
        };
        Reach {
            area: area.clone(),
            items: (1..=items).map(state).collect(),
        }
    }

    /// How many items hold.
    pub fn held(&self) -> u32 {
        let held = |item: &&ItemState| matches!(item, ItemState::Held { .. });
        self.items.iter().filter(held).count() as u32
    }

    /// Whether every item holds.
    pub fn is_whole(&self) -> bool {
        self.held() as usize == self.items.len() && !self.items.is_empty()
    }
}

/// Areas that reach the standard, of those that can.
pub fn rate<'a>(areas: impl IntoIterator<Item = &'a Reach>) -> Rate {
    let mut rate = Rate::default();
    for reach in areas {
        rate.numerator += u64::from(reach.is_whole());
        rate.denominator += 1;
    }
    rate
}
