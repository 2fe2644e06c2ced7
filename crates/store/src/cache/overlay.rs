//! The overlay: pending orders decided again, in sequence, on the confirmed state.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use onemap_domain::case::{Case, CaseId};
use onemap_domain::command::Command;
use onemap_domain::event::Recorded;
use onemap_domain::record::{Record, RecordCommand, RecordEntry, RecordId};
use onemap_domain::{Context, apply, apply_record, decide, decide_record};
use onemap_protocol::command::Answer;
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

use super::records::{write_entries, write_records};
use super::rows::{COLUMNS, CaseColumns, FROM_JSON};
use super::{Cache, FILE};
use crate::StoreError;
use crate::outbox::{Order, OrderState};

impl Cache {
    /// Makes the overlay anew. `context` gives what deciding needs beside the order: its `now` and
    /// `actor` are replaced by the order's own. An order that the domain refuses here shows no
    /// effect; the central will say so too. Returns the orders whose effect is confirmed already.
    pub async fn overlay(
        &self,
        orders: &[Order],
        context: &Context<'_>,
    ) -> Result<Vec<Uuid>, StoreError> {
        let mut confirmed = Vec::new();
        let mut cases: BTreeMap<CaseId, Option<Case>> = BTreeMap::new();
        let mut changed: BTreeMap<CaseId, Vec<Recorded>> = BTreeMap::new();
        let mut records = PendingRecords::default();
        for order in orders {
            if let Command::Keep { keep } = &order.envelope.command {
                if self.keep(order, keep, context, &mut records).await? {
                    confirmed.push(order.envelope.id);
                }
                continue;
            }
            let here = order.subject.case();
            let second = order.envelope.command.other();
            for id in std::iter::once(here).chain(second) {
                if let Slot::Vacant(slot) = cases.entry(id) {
                    slot.insert(self.confirmed(id).await?);
                }
            }
            let known = |id: CaseId| cases.get(&id).and_then(Option::as_ref);
            if is_in(known(here).map(|case| case.revision), order) {
                confirmed.push(order.envelope.id);
                continue;
            }
            let context = Context {
                now: order.envelope.issued_at,
                actor: &order.author.actor,
                scope: &order.author.scope,
                number: None,
                ..*context
            };
            let other = second.and_then(known);
            let command = &order.envelope.command;
            let Ok(decision) = decide(known(here), other, command, &context) else {
                continue;
            };
            let first = decision.here.into_iter().map(|event| (here, event));
            let there = decision.there.into_iter();
            let there = second
                .into_iter()
                .flat_map(|id| there.clone().map(move |event| (id, event)))
                .collect::<Vec<_>>();
            for (case, event) in first.chain(there) {
                let slot = cases.entry(case).or_default();
                let recorded = Recorded {
                    case,
                    revision: slot.as_ref().map_or(0, |case| case.revision) + 1,
                    at: order.envelope.issued_at,
                    actor: order.author.actor.clone(),
                    command: order.envelope.id,
                    event,
                };
                *slot = apply(slot.take(), &recorded);
                changed.entry(case).or_default().push(recorded);
            }
        }
        let shown = changed.keys().filter_map(|id| cases.get(id)?.as_ref());
        self.write_overlay(shown, changed.values().flatten(), &records)
            .await?;
        Ok(confirmed)
    }

    async fn write_overlay(
        &self,
        cases: impl Iterator<Item = &Case>,
        events: impl Iterator<Item = &Recorded>,
        records: &PendingRecords,
    ) -> Result<(), StoreError> {
        let fail = StoreError::database(FILE);
        let cases = CaseColumns::batch(cases)?;
        let events: Vec<&Recorded> = events.collect();
        let events = serde_json::to_string(&events).map_err(StoreError::contents(FILE))?;
        let mut transaction = self
            .pool
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(&fail)?;
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
        records.write(&mut transaction).await?;
        transaction.commit().await.map_err(&fail)
    }

    /// Decides an order on a record again; `true` when its effect is confirmed already.
    async fn keep(
        &self,
        order: &Order,
        command: &RecordCommand,
        context: &Context<'_>,
        records: &mut PendingRecords,
    ) -> Result<bool, StoreError> {
        let id = order.subject.record();
        if let Slot::Vacant(slot) = records.states.entry(id) {
            slot.insert(self.confirmed_record(id).await?);
        }
        let slot = records.states.entry(id).or_default();
        if is_in(slot.as_ref().map(|record| record.revision), order) {
            return Ok(true);
        }
        let context = Context {
            now: order.envelope.issued_at,
            actor: &order.author.actor,
            scope: &order.author.scope,
            number: None,
            ..*context
        };
        for event in decide_record(slot.as_ref(), command, &context).unwrap_or_default() {
            let entry = RecordEntry {
                record: id,
                revision: slot.as_ref().map_or(0, |record| record.revision) + 1,
                at: order.envelope.issued_at,
                actor: order.author.actor.clone(),
                command: order.envelope.id,
                event,
            };
            *slot = apply_record(slot.take(), &entry);
            records.entries.push(entry);
        }
        Ok(false)
    }
}

/// Records as pending orders leave them.
#[derive(Default)]
struct PendingRecords {
    states: BTreeMap<RecordId, Option<Record>>,
    entries: Vec<RecordEntry>,
}

impl PendingRecords {
    async fn write(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let changed: BTreeSet<RecordId> = self.entries.iter().map(|entry| entry.record).collect();
        let states = changed
            .iter()
            .filter_map(|id| self.states.get(id)?.as_ref());
        let states: Vec<&Record> = states.collect();
        write_records(connection, "record_overlay", &states).await?;
        write_entries(connection, "record_overlay_entries", &self.entries).await
    }
}

/// Whether the confirmed state, of this revision, already has the order's effect.
fn is_in(confirmed: Option<u64>, order: &Order) -> bool {
    match (&order.state, order.answer.as_ref().map(Answer::settled)) {
        (OrderState::Delivered, Some(Answer::Applied { revision, .. })) => {
            confirmed.is_some_and(|confirmed| confirmed >= *revision)
        }
        (OrderState::Waiting, _) => false,
        _ => true,
    }
}
