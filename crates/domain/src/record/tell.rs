//! What of a record its reader is told.

use super::{Matter, Record, RecordEntry, RecordEvent, RecordKind, index, meeting, roster};
use crate::area::AreaCode;
use crate::index::Snapshot;
use crate::pack::Pack;
use crate::people::{Role, Scope};

impl Record {
    /// What of it a reader is told: whoever may not read decisions gets a pack without them and
    /// without the cases it names; the wall reads figures and names, and no number to call; and an
    /// index is told of the reader's towns only, with the county's own figures beside them.
    pub fn tell(&mut self, log: &mut [RecordEntry], scope: &Scope) {
        tell_matter(&mut self.matter, scope);
        for entry in log {
            match &mut entry.event {
                RecordEvent::Meeting(meeting::Event::Frozen { pack }) => tell_pack(pack, scope),
                RecordEvent::Index(index::Event::Frozen { snapshot }) => {
                    tell_index(snapshot, scope);
                }
                RecordEvent::Roster(roster::Event::Put { turns, .. }) => tell_turns(turns, scope),
                _ => {}
            }
        }
    }
}

fn tell_matter(matter: &mut Matter, scope: &Scope) {
    match matter {
        Matter::Meeting(meeting) => tell_pack(&mut meeting.pack, scope),
        Matter::Index(snapshot) => tell_index(snapshot, scope),
        Matter::Roster(roster) => tell_turns(&mut roster.turns, scope),
        _ => {}
    }
}

fn tell_pack(pack: &mut Pack, scope: &Scope) {
    if RecordKind::Decision.readers().contains(&scope.role) {
        return;
    }
    pack.decisions.clear();
    pack.owed.clear();
    for listed in &mut pack.listed {
        listed.cases.clear();
    }
}

fn tell_index(snapshot: &mut Snapshot, scope: &Scope) {
    let own = |area: &AreaCode| scope.area.covers(area) || area.covers(&scope.area);
    snapshot.towns.retain(|town| own(&town.area));
    if scope.role == Role::Wall {
        snapshot.forget_grounds();
    }
}

fn tell_turns(turns: &mut [roster::Turn], scope: &Scope) {
    if scope.role == Role::Wall {
        for officer in turns.iter_mut().flat_map(|turn| &mut turn.officers) {
            officer.phone.clear();
        }
    }
}
