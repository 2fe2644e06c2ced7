//! The mistakes of what is looked for around a case: rings that do not grow, lists that are not there.

use super::meaning::Reading;
use super::mistake::MistakeKind;
use super::tree::{field, row};

impl Reading<'_> {
    pub(super) fn surroundings(&mut self) {
        let profile = self.profile;
        let Some(rule) = &profile.surroundings else {
            return;
        };
        let mut before = (0, 0);
        for (at, ring) in rule.rings.iter().enumerate() {
            let path = row("surroundings.rings", at);
            let most = i64::from(u32::MAX);
            if ring.minutes <= before.0 {
                let least = i64::from(before.0) + 1;
                let most = i64::from(u16::MAX);
                self.tell(
                    &field(&path, "minutes"),
                    MistakeKind::OutOfRange { least, most },
                );
            }
            if ring.metres <= before.1 {
                let least = i64::from(before.1) + 1;
                self.tell(
                    &field(&path, "metres"),
                    MistakeKind::OutOfRange { least, most },
                );
            }
            before = (ring.minutes, ring.metres);
        }
        for (at, station) in rule.stations.iter().enumerate() {
            let path = row("surroundings.stations", at);
            let mut earlier = rule.stations.iter().take(at);
            if let Some(first) = earlier.position(|one| one.kind == station.kind) {
                let first = field(&row("surroundings.stations", first), "kind");
                let (value, first) = (station.kind.name().to_owned(), self.places.line(&first));
                self.tell(
                    &field(&path, "kind"),
                    MistakeKind::DuplicateCode { value, first },
                );
            }
            self.known_one(&field(&path, "list"), &station.list, "lists");
        }
    }
}
