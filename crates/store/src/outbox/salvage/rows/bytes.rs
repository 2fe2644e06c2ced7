//! Of a damaged outbox, the bytes of attachments: each piece by itself, and what of them is missing.

use onemap_domain::command::Command;
use onemap_protocol::command::Envelope;
use sqlx::sqlite::SqliteConnection;

use super::{Columns, Found, Value, columns, digest_of};
use crate::outbox::attachments;

impl Found {
    pub(super) fn take_attachment(&mut self, row: Columns) {
        let known = matches!(
            row.get("state").and_then(Value::text),
            Some("waiting" | "whole" | "set_aside" | "damaged")
        );
        let numbers = ["size", "held"];
        let whole = known
            && numbers
                .iter()
                .all(|name| matches!(row.get(*name), Some(Value::Number(_))))
            && matches!(row.get("sha256"), Some(Value::Text(_)));
        let order = row.get("order_id").and_then(Value::text).map(str::to_owned);
        if let Some(order) = order.filter(|_| whole) {
            self.attachments.entry(order).or_insert(row);
        }
    }

    /// Pieces one after the other from both ends: a page that cannot be read hides only its own.
    pub(super) async fn read_pieces(&mut self, connection: &mut SqliteConnection) {
        use futures_util::StreamExt as _;
        for sql in [
            "SELECT order_id, start, bytes, digest FROM pieces ORDER BY rowid",
            "SELECT order_id, start, bytes, digest FROM pieces ORDER BY rowid DESC",
        ] {
            let mut rows = sqlx::query(sql).fetch(&mut *connection);
            while let Some(Ok(row)) = rows.next().await {
                self.take_piece(columns(&row));
            }
        }
    }

    fn take_piece(&mut self, row: Columns) {
        let order = row.get("order_id").and_then(Value::text).map(str::to_owned);
        let (Some(order), Some(Value::Number(start))) = (order, row.get("start")) else {
            return;
        };
        let (Some(Value::Bytes(bytes)), Some(digest)) = (row.get("bytes"), digest_of(&row)) else {
            return;
        };
        if attachments::is_as_written(bytes, digest) {
            self.pieces.entry((order, *start)).or_insert(row);
        }
    }

    /// One row for every order that lists an attachment. Where bytes are missing that the central
    /// does not have, it says so: they are damaged, for a person to see.
    pub(super) fn saved_attachments(&mut self) -> Vec<Columns> {
        let mut saved = Vec::new();
        for (id, (_, order)) in &self.orders {
            let envelope = order.get("envelope").and_then(Value::text);
            let envelope = envelope.and_then(|text| serde_json::from_str::<Envelope>(text).ok());
            let Some(Command::Attach { attachment }) = envelope.map(|envelope| envelope.command)
            else {
                continue;
            };
            let id = id.to_string();
            let pieces = self.pieces.range((id.clone(), 0)..=(id.clone(), i64::MAX));
            let there: usize = pieces
                .map(|(_, piece)| match piece.get("bytes") {
                    Some(Value::Bytes(bytes)) => bytes.len(),
                    _ => 0,
                })
                .sum();
            let mut row = self.attachments.remove(&id).unwrap_or_else(|| {
                let size = Value::Number(attachment.size as i64);
                let sha256 = Value::Text(attachment.sha256.0.clone());
                Columns::from([
                    ("order_id".to_owned(), Value::Text(id)),
                    ("sha256".to_owned(), sha256),
                    ("size".to_owned(), size),
                    ("held".to_owned(), Value::Number(0)),
                    ("state".to_owned(), Value::Text("waiting".to_owned())),
                ])
            });
            let whole = row.get("state").and_then(Value::text) == Some("whole");
            if there as u64 != attachment.size && !whole {
                let code = Value::Text("attachment_altered".to_owned());
                row.insert("state".to_owned(), Value::Text("damaged".to_owned()));
                row.insert("last_failure".to_owned(), code);
            }
            saved.push(row);
        }
        saved
    }
}
