//! What a console shows, held against what is.

use onemap_protocol::desk::Link;

use super::Console;
use crate::simulation::central::Database;
use crate::simulation::checker::{Broken, Checker};

impl Console {
    /// What the screen says of the line is so. `now` is the true time.
    pub fn check_shown(&self, now: i64, checker: &mut Checker) {
        const LIMIT: i64 = 60_000;
        let (link, synchronised_at) = self.shown;
        let silent = now - self.heard;
        let pulled = self.outbox.read().line_pulled;
        let stale = Broken::Stale {
            silent: silent / 1000,
        };
        match link {
            Link::Online if silent > LIMIT => checker.found(stale),
            Link::Pulled { .. } | Link::Idle | Link::SignInNeeded => {}
            // How long nothing was heard cannot be told by a clock that was set meanwhile.
            _ if self.clock_set >= self.heard || now - self.clock_set < LIMIT => {}
            _ => {
                let age = synchronised_at
                    .map(|at| self.clock(now).as_millisecond() - at.as_millisecond());
                if age.is_some_and(|age| age + LIMIT < silent) {
                    checker.found(stale);
                }
            }
        }
        if pulled && self.machine.is_some() && !matches!(link, Link::Pulled { .. }) {
            checker.found(Broken::NotPulled);
        }
    }

    /// All is quiet: it has what the central has within its scope, and nothing of its own.
    pub fn check_same(&self, central: &Database, checker: &mut Checker) {
        let not_online = Broken::NotOnline {
            device: self.device,
            link: self.shown.0,
        };
        let (Some(signed_in), Some(cache)) = (&self.signed_in, self.cache()) else {
            return checker.found(not_online);
        };
        if !matches!(self.shown.0, Link::Online) {
            checker.found(not_online);
        }
        if let Some(event) = self.pending.events.first() {
            checker.found(Broken::StillPending(event.command));
        }
        let there = central.covered(&signed_in.user);
        for id in cache.cases.keys().chain(there.keys()) {
            let same = cache.cases.get(id) == there.get(id).copied();
            let here = cache.lines.get(id).into_iter().flatten();
            let line = here.map(|(_, command)| *command);
            if !same || !line.eq(central.line(*id)) {
                return checker.found(Broken::Differs(*id));
            }
        }
    }
}
