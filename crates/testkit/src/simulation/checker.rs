//! The checker: it sees every order that is given and every effect that is committed, and says
//! which promise of reliability.md was broken. It knows the history, not the faults.
//!
//! Deliberately absent: the code under test. What must hold is said here in other words than those
//! of the sync.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use onemap_domain::Refusal;
use onemap_domain::case::CaseId;
use onemap_domain::command::{CommandKind, ConflictClass};
use onemap_domain::event::Recorded;
use onemap_protocol::command::{Answer, Envelope};
use onemap_protocol::desk::Link;
use onemap_store::outbox::{Order, OrderState};
use uuid::Uuid;

use super::files::Outbox;

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// 1: an acknowledged order is not on the disk any more.
    Lost(Uuid),
    /// 1, 7: an order was acknowledged and answered as carried out, and the log does not have it.
    LostAtCentral(Uuid),
    /// 2: a command has two effects.
    Doubled(Uuid),
    /// 2: an effect of a command that nobody gave.
    Unknown(Uuid),
    /// 2: an order that is set aside, or was dropped, has an effect.
    SetAsideButApplied(Uuid),
    /// 3: a later order of the same device took effect before an earlier one, on one case.
    OutOfOrder(Uuid, CaseId),
    /// 3: an order waits though nothing stands in its way.
    Stuck(Uuid),
    /// 3: an order was settled, and no person did it.
    Silent(Uuid),
    /// 3: an order was set aside as one that can never be accepted, and it is not.
    Wronged(Uuid),
    /// 4: an edit was carried out on another state than its author saw.
    Overwritten(Uuid),
    /// 5: the picture says that it is whole, and it is older than it says.
    Stale {
        /// How long nothing was heard, seconds.
        silent: i64,
    },
    /// 5: a console whose line somebody pulled shows another state of the line.
    NotPulled,
    /// All is quiet, and a console does not have the central's state.
    Differs(CaseId),
    /// All is quiet, and a console still shows something as pending.
    StillPending(Uuid),
    /// All is quiet, and a console is not on line.
    NotOnline {
        /// Which.
        device: Uuid,
        /// What it shows.
        link: Link,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Broken {
    /// What the story of it is about.
    pub fn subject(&self) -> Option<Uuid> {
        match self {
            Broken::Lost(id)
            | Broken::LostAtCentral(id)
            | Broken::Doubled(id)
            | Broken::Unknown(id)
            | Broken::SetAsideButApplied(id)
            | Broken::OutOfOrder(id, _)
            | Broken::Stuck(id)
            | Broken::Silent(id)
            | Broken::Wronged(id)
            | Broken::Overwritten(id)
            | Broken::StillPending(id) => Some(*id),
            Broken::Differs(case) => Some(case.0),
            Broken::NotOnline { device, .. } => Some(*device),
            Broken::Stale { .. } | Broken::NotPulled => None,
        }
    }
}

/// An order as its author gave it.
#[derive(Clone, Debug)]
struct Given {
    device: Uuid,
    sequence: u64,
    kind: CommandKind,
    /// The commands that had made the state its author saw.
    seen: Vec<Uuid>,
    acknowledged: bool,
    poison: bool,
    dealt_with: bool,
}

/// The checker.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    given: BTreeMap<Uuid, Given>,
    by_device: BTreeMap<Uuid, Vec<Uuid>>,
    applied: BTreeSet<Uuid>,
    last: BTreeMap<(Uuid, CaseId), u64>,
    /// The first promise that was broken.
    pub broken: Option<Broken>,
}

impl Checker {
    /// Keeps the first that was broken.
    pub fn found(&mut self, broken: Broken) {
        self.broken.get_or_insert(broken);
    }

    /// An order is about to be given.
    pub fn offered(&mut self, envelope: &Envelope, seen: Vec<Uuid>) {
        let of_device = self.by_device.entry(envelope.device).or_default();
        of_device.push(envelope.id);
        let given = Given {
            device: envelope.device,
            sequence: of_device.len() as u64,
            kind: envelope.command.kind(),
            seen,
            acknowledged: false,
            poison: false,
            dealt_with: false,
        };
        self.given.insert(envelope.id, given);
    }

    /// Its author was told that it was given.
    pub fn acknowledged(&mut self, order: Uuid) {
        if let Some(given) = self.given.get_mut(&order) {
            given.acknowledged = true;
        }
    }

    /// It is one that the central can never accept.
    pub fn poisoned(&mut self, order: Uuid) {
        if let Some(given) = self.given.get_mut(&order) {
            given.poison = true;
        }
    }

    /// Whether it is one.
    pub fn is_poison(&self, order: Uuid) -> bool {
        self.given.get(&order).is_some_and(|given| given.poison)
    }

    /// A person has dealt with an order that was set aside.
    pub fn dealt_with(&mut self, order: Uuid) {
        if let Some(given) = self.given.get_mut(&order) {
            given.dealt_with = true;
        }
    }

    /// How many orders were acknowledged.
    pub fn orders(&self) -> u64 {
        let acknowledged = self.given.values().filter(|given| given.acknowledged);
        acknowledged.count() as u64
    }

    /// Something was committed. `before` are the commands that had made the state of the
    /// command's case until then.
    pub fn committed(&mut self, envelope: &Envelope, events: &[Recorded], before: &[Uuid]) {
        let Some(given) = self.given.get(&envelope.id) else {
            return self.found(Broken::Unknown(envelope.id));
        };
        let edits = given.kind.conflict_class() == ConflictClass::NeedsRevision;
        if edits && given.seen != before {
            return self.found(Broken::Overwritten(envelope.id));
        }
        if !self.applied.insert(envelope.id) {
            return self.found(Broken::Doubled(envelope.id));
        }
        let (device, sequence) = (given.device, given.sequence);
        let cases: BTreeSet<CaseId> = events.iter().map(|event| event.case).collect();
        for case in cases {
            let last = self.last.entry((device, case)).or_default();
            if *last > sequence {
                return self.found(Broken::OutOfOrder(envelope.id, case));
            }
            *last = sequence;
        }
    }

    /// The log is this one now: a backup was restored, or what was not durable was lost.
    pub fn rewound<'a>(&mut self, log: impl Iterator<Item = &'a Recorded>) {
        self.applied.clear();
        self.last.clear();
        for recorded in log {
            self.applied.insert(recorded.command);
            if let Some(given) = self.given.get(&recorded.command) {
                let key = (given.device, recorded.case);
                let last = self.last.entry(key).or_default();
                *last = given.sequence.max(*last);
            }
        }
    }

    /// A device was started again, or all is quiet: every acknowledged order is in its outbox.
    pub fn on_disk(&mut self, device: Uuid, outbox: &Outbox) {
        let there: BTreeMap<Uuid, &Order> = outbox
            .orders
            .iter()
            .map(|order| (order.envelope.id, order))
            .collect();
        for id in self.by_device.get(&device).into_iter().flatten() {
            let Some(given) = self.given.get(id) else {
                continue;
            };
            let broken = match there.get(id) {
                None if given.acknowledged => Broken::Lost(*id),
                Some(order) if order.state == OrderState::Settled && !given.dealt_with => {
                    Broken::Silent(*id)
                }
                Some(order) if order.state == OrderState::SetAside && !given.poison => {
                    match &order.answer {
                        Some(Answer::Refused(Refusal::FieldUnknown { field, .. }))
                            if field == "command" =>
                        {
                            Broken::Wronged(*id)
                        }
                        _ => continue,
                    }
                }
                _ => continue,
            };
            self.broken.get_or_insert(broken);
        }
    }

    /// All is quiet: each order of a device ended, and as its outbox says.
    pub fn ended(&mut self, device: Uuid, outbox: &Outbox) {
        self.on_disk(device, outbox);
        for order in &outbox.orders {
            let id = order.envelope.id;
            let applied = self.applied.contains(&id);
            match order.state {
                OrderState::Waiting => self.found(Broken::Stuck(id)),
                OrderState::Delivered if !applied => self.found(Broken::LostAtCentral(id)),
                OrderState::SetAside | OrderState::Settled if applied => {
                    self.found(Broken::SetAsideButApplied(id));
                }
                _ => {}
            }
        }
    }
}
