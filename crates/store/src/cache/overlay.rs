//! The overlay: pending orders decided again, in sequence, on the confirmed state. Deciding is
//! pure ([`pending`]), so that a simulation runs it without a file.

use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::record::{Record, RecordEntry, RecordId};
use onemap_domain::{Context, apply, apply_record, decide, decide_record};
use onemap_protocol::command::Answer;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::records::{write_entries, write_records};
use super::rows::{COLUMNS, CaseColumns, FROM_JSON};
use super::{Cache, FILE, Position};
use crate::outbox::{Order, OrderState};
use crate::{StoreError, pool};

/// What a cache has confirmed of the cases and records that some orders are about.
#[derive(Clone, Debug, Default)]
pub struct Confirmed {
    /// How far the cache is.
    pub position: Option<Position>,
    /// The cases that are there.
    pub cases: BTreeMap<CaseId, Case>,
    /// The records that are there.
    pub records: BTreeMap<RecordId, Record>,
}

/// What pending orders come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pending {
    /// The cases that they change, as they leave them.
    pub cases: BTreeMap<CaseId, Case>,
    /// What happens to those.
    pub events: Vec<Recorded>,
    /// The records that they change, as they leave them.
    pub records: BTreeMap<RecordId, Record>,
    /// What happens to those.
    pub entries: Vec<RecordEntry>,
    /// The orders whose effect is confirmed already.
    pub confirmed: Vec<Uuid>,
}

/// Decides orders again. `context` gives what deciding needs beside the order: its `now` and
/// `actor` are replaced by the order's own. An order that the domain refuses here shows no effect;
/// the central will say so too.
pub fn pending(orders: &[Order], confirmed: Confirmed, context: &Context<'_>) -> Pending {
    let Confirmed {
        position,
        mut cases,
        mut records,
    } = confirmed;
    let mut pending = Pending::default();
    let (mut cases_changed, mut records_changed) = (BTreeSet::new(), BTreeSet::new());
    for order in orders {
        let context = Context {
            now: order.envelope.issued_at,
            actor: &order.author.actor,
            scope: &order.author.scope,
            number: None,
            ..*context
        };
        let command = &order.envelope.command;
        if let Command::Keep { keep } = command {
            let id = order.subject.record();
            let known = records.get(&id);
            if is_in(position, known.map(|record| record.revision), order) {
                pending.confirmed.push(order.envelope.id);
                continue;
            }
            for event in decide_record(known, keep, &context).unwrap_or_default() {
                let state = records.remove(&id);
                let entry = RecordEntry {
                    record: id,
                    revision: state.as_ref().map_or(0, |record| record.revision) + 1,
                    at: order.envelope.issued_at,
                    actor: order.author.actor.clone(),
                    command: order.envelope.id,
                    event,
                };
                records.extend(apply_record(state, &entry).map(|state| (id, state)));
                records_changed.insert(id);
                pending.entries.push(entry);
            }
            continue;
        }
        let here = order.subject.case();
        let second = command.other();
        let known = cases.get(&here);
        if is_in(position, known.map(|case| case.revision), order) {
            pending.confirmed.push(order.envelope.id);
            continue;
        }
        let other = second.and_then(|id| cases.get(&id));
        let Ok(decision) = decide(known, other, command, &context) else {
            continue;
        };
        let first = decision.here.into_iter().map(|event| (here, event));
        let there = decision.there.into_iter();
        let there = there.filter_map(|event| Some((second?, event)));
        for (id, event) in first.chain(there) {
            let state = cases.remove(&id);
            let recorded = Recorded {
                case: id,
                revision: state.as_ref().map_or(0, |case| case.revision) + 1,
                at: order.envelope.issued_at,
                actor: order.author.actor.clone(),
                command: order.envelope.id,
                event,
            };
            cases.extend(apply(state, &recorded).map(|state| (id, state)));
            cases_changed.insert(id);
            pending.events.push(recorded);
        }
    }
    cases.retain(|id, _| cases_changed.contains(id));
    records.retain(|id, _| records_changed.contains(id));
    Pending {
        cases,
        records,
        ..pending
    }
}

impl Cache {
    /// Makes the overlay anew. Returns the orders whose effect is confirmed already.
    pub async fn overlay(
        &self,
        orders: &[Order],
        context: &Context<'_>,
    ) -> Result<Vec<Uuid>, StoreError> {
        let mut confirmed = Confirmed {
            position: self.position().await?,
            ..Confirmed::default()
        };
        let (mut cases, mut records) = (BTreeSet::new(), BTreeSet::new());
        for order in orders {
            if matches!(order.envelope.command, Command::Keep { .. }) {
                records.insert(order.subject.record());
            } else {
                cases.insert(order.subject.case());
                cases.extend(order.envelope.command.other());
            }
        }
        for id in cases {
            let known = self.confirmed(id).await?;
            confirmed.cases.extend(known.map(|known| (id, known)));
        }
        for id in records {
            let known = self.confirmed_record(id).await?;
            confirmed.records.extend(known.map(|known| (id, known)));
        }
        let pending = pending(orders, confirmed, context);
        self.write_overlay(&pending).await?;
        Ok(pending.confirmed)
    }

    async fn write_overlay(&self, pending: &Pending) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let cases = CaseColumns::batch(pending.cases.values())?;
        let events = serde_json::to_string(&pending.events).map_err(StoreError::contents(FILE))?;
        let mut transaction = pool::begin(&self.pool, FILE).await?;
        for sql in [
            "DELETE FROM overlay",
            "DELETE FROM overlay_events",
            "DELETE FROM record_overlay",
            "DELETE FROM record_overlay_entries",
        ] {
            sqlx::query(sql)
                .execute(&mut *transaction)
                .await
                .map_err(&fail)?;
        }
        sqlx::query(AssertSqlSafe(format!(
            "INSERT INTO overlay ({COLUMNS}) {FROM_JSON}"
        )))
        .bind(cases)
        .execute(&mut *transaction)
        .await
        .map_err(&fail)?;
        sqlx::query(
            "INSERT INTO overlay_events (case_id, revision, body)
             SELECT value ->> 'case', value ->> 'revision', value FROM json_each(?)",
        )
        .bind(events)
        .execute(&mut *transaction)
        .await
        .map_err(&fail)?;
        let records: Vec<&Record> = pending.records.values().collect();
        write_records(&mut transaction, "record_overlay", &records).await?;
        write_entries(&mut transaction, "record_overlay_entries", &pending.entries).await?;
        transaction.commit().await.map_err(&fail)
    }
}

/// Whether the cache, as far as it is, already has the order's effect. What the case's revision
/// says is only asked where the central's place is not known: a case can leave the scope.
fn is_in(position: Option<Position>, revision: Option<u64>, order: &Order) -> bool {
    if order.state == OrderState::Waiting {
        return false;
    }
    match (order.answer.as_ref().map(Answer::settled), order.durable) {
        (Some(Answer::Applied { .. }), Some(durable)) => position.is_some_and(|position| {
            position.history == durable.history && position.cursor >= durable.cursor
        }),
        (
            Some(Answer::Applied {
                revision: after, ..
            }),
            None,
        ) => revision.is_some_and(|revision| revision >= *after),
        _ => true,
    }
}
