//! The standard that areas reach item by item (十无网格), on the screens.

use onemap_domain::area::AreaCode;
use onemap_domain::case::{CaseId, CaseNumber};
use onemap_domain::indicator::Rate;
use onemap_domain::record::standard::Line;
use onemap_domain::standard::ItemState;
use serde::{Deserialize, Serialize};

/// Who reaches the standard in an area, and how its items stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskStandard {
    /// Which area: the reader's whole area when absent.
    pub area: Option<AreaCode>,
    /// Only the areas that do not reach it.
    pub behind: bool,
}

/// The answer to [`AskStandard`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardView {
    /// The area.
    pub area: AreaCode,
    /// How many items there are.
    pub items: u16,
    /// Areas that reach it, of those that can.
    pub rate: Rate,
    /// The same by the areas one level down, which sum to `rate`. Empty where the area itself can
    /// reach it.
    pub below: Vec<(AreaCode, Rate)>,
    /// The first [`super::SHEET_ROWS`] areas, in the order of their codes.
    pub rows: Vec<StandardRow>,
    /// How many areas the rows are the first of.
    pub total: u32,
    /// The cases that revoke something in `rows`.
    pub cases: Vec<RevokingCase>,
    /// The reader does not see every case, so that more may be revoked than is shown.
    pub partial: bool,
}

/// An area's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardRow {
    /// Which area.
    pub area: AreaCode,
    /// Item by item, the first first.
    pub items: Vec<ItemState>,
    /// Its evidence, struck lines too, as they were written.
    pub lines: Vec<Line>,
    /// It shows the effect of an order that the central has not confirmed.
    pub pending: bool,
}

/// A case that revokes something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokingCase {
    /// Which.
    pub id: CaseId,
    /// Its number, once it has one.
    pub number: Option<CaseNumber>,
    /// What it is about.
    pub title: String,
}

/// How far an area reaches the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardFigure {
    /// How many items hold.
    pub held: u32,
    /// Of how many.
    pub of: u32,
}
