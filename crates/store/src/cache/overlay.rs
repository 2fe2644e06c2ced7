//! The overlay: pending orders decided again, in sequence, on the confirmed state.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use onemap_domain::case::{Case, CaseId};
use onemap_domain::event::Recorded;
use onemap_domain::{Context, apply, decide};
use onemap_protocol::command::Answer;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

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
        for order in orders {
            let second = order.envelope.command.other();
            for id in std::iter::once(order.case).chain(second) {
                if let Slot::Vacant(slot) = cases.entry(id) {
                    slot.insert(self.confirmed(id).await?);
                }
            }
            let known = |id: CaseId| cases.get(&id).and_then(Option::as_ref);
            if is_in(known(order.case), order) {
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
            let Ok(decision) = decide(known(order.case), other, command, &context) else {
                continue;
            };
            let here = decision.here.into_iter().map(|event| (order.case, event));
            let there = decision.there.into_iter();
            let there = second
                .into_iter()
                .flat_map(|id| there.clone().map(move |event| (id, event)))
                .collect::<Vec<_>>();
            for (case, event) in here.chain(there) {
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
        self.write_overlay(shown, changed.values().flatten())
            .await?;
        Ok(confirmed)
    }

    async fn write_overlay(
        &self,
        cases: impl Iterator<Item = &Case>,
        events: impl Iterator<Item = &Recorded>,
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
        for sql in ["DELETE FROM overlay", "DELETE FROM overlay_events"] {
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
        transaction.commit().await.map_err(&fail)
    }
}

/// Whether the confirmed state already has the order's effect.
fn is_in(confirmed: Option<&Case>, order: &Order) -> bool {
    match (&order.state, order.answer.as_ref().map(Answer::settled)) {
        (OrderState::Delivered, Some(Answer::Applied { revision, .. })) => {
            confirmed.is_some_and(|case| case.revision >= *revision)
        }
        (OrderState::Waiting, _) => false,
        _ => true,
    }
}
