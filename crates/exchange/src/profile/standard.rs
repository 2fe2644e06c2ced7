//! The mistakes of the standard: its list, its denominator, and what takes its items away.

use onemap_domain::area::Level;

use super::meaning::Reading;
use super::mistake::MistakeKind;
use super::tree::{field, is_within, row};

impl Reading<'_> {
    pub(super) fn standard(&mut self) {
        let profile = self.profile;
        let Some(rule) = &profile.standard else {
            return;
        };
        let is_listed = self.known_one("standard.list", &rule.list, "lists");
        if rule.base_grids_only && rule.level != Level::Grid && self.is_whole("standard.level") {
            let other = "level = \"grid\"";
            let kind = MistakeKind::Needs { other };
            self.tell("standard.base_grids_only", kind);
        }
        let place = profile.lists.iter().position(|list| list.code == rule.list);
        let size = place
            .filter(|at| is_listed && self.is_whole(&field(&row("lists", *at), "size")))
            .and_then(|at| Some(profile.lists.get(at)?.size));
        for (at, revocation) in rule.revoked_by.iter().enumerate() {
            let path = row("standard.revoked_by", at);
            if let (Some(item), Some(size)) = (revocation.item, size)
                && item > size
            {
                let (least, most) = (1, i64::from(size));
                let kind = MistakeKind::OutOfRange { least, most };
                self.tell(&field(&path, "item"), kind);
            }
            let categories = field(&path, "categories");
            self.known(&categories, &revocation.categories, "categories");
        }
    }

    /// Whether a field could be read.
    fn is_whole(&self, path: &str) -> bool {
        !self
            .places
            .is_spoilt(|spoilt| is_within(path, spoilt) || is_within(spoilt, path))
    }
}
