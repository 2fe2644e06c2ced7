//! A standard that areas reach item by item (十无网格; mission.md, S3).

use serde::{Deserialize, Serialize};

use super::{Label, Profile, duties::usual_recorders};
use crate::area::Level;
use crate::people::Role;

/// A standard: the members of a list of the county, each to be shown by dated evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StandardRule {
    /// The code of one of the profile's lists; its size is the number of items.
    pub list: String,
    /// Which areas reach it, each of this level: the denominator.
    pub level: Level,
    /// Of grids, only the base ones count.
    #[serde(default)]
    pub base_grids_only: bool,
    /// Where it is set, or that it is a convention.
    pub basis: String,
    /// Who may write evidence.
    #[serde(default = "usual_recorders")]
    pub by: Vec<Role>,
    /// What takes an item away again.
    #[serde(default)]
    pub revoked_by: Vec<Revocation>,
}

/// Cases that take an item away: one reported on the day of its evidence or later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Which item, from 1; every item when absent.
    #[serde(default)]
    pub item: Option<u16>,
    /// Cases of these categories.
    pub categories: Vec<String>,
}

impl Profile {
    /// The standard with the number of its items; `None` where the profile has none.
    pub fn items_of_standard(&self) -> Option<(&StandardRule, u16)> {
        let rule = self.standard.as_ref()?;
        let list = self.lists.iter().find(|list| list.code == rule.list)?;
        Some((rule, list.size))
    }

    /// What the county calls its standard.
    pub fn standard_name(&self) -> Option<&Label> {
        let rule = self.standard.as_ref()?;
        let list = self.lists.iter().find(|list| list.code == rule.list)?;
        Some(&list.name)
    }

    /// What the county calls an item of its standard, counted from 1; `None` where it has not
    /// filled the name in.
    pub fn standard_item(&self, item: u16) -> Option<&Label> {
        let rule = self.standard.as_ref()?;
        let list = self.lists.iter().find(|list| list.code == rule.list)?;
        let member = list.members.get(usize::from(item.checked_sub(1)?))?;
        Some(&member.name)
    }
}
