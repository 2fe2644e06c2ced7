//! Reading a damaged outbox row by row, and choosing what is whole.

mod bytes;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use onemap_domain::people::User;
use onemap_protocol::command::{Answer, Envelope};
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteRow, SqliteTypeInfo,
};
use sqlx::{AssertSqlSafe, Column, Connection, Row, Sqlite, TypeInfo, ValueRef};
use uuid::Uuid;

use super::Columns;
use crate::outbox::digest;

/// No order takes less of the file, bytes: its envelope, its author and its digest alone are more.
/// Orders are never deleted, so a place beyond what the file can hold is damage.
const LEAST: u64 = 400;
/// The columns of an order that every version has.
const STATES: [&str; 4] = ["waiting", "set_aside", "delivered", "settled"];

/// How far an order can be trusted, and how much is known of what became of it.
type Rank = (Trust, Option<usize>);

/// Whether an order is what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// Nobody can tell: it has no digest.
    Unknown,
    /// Its digest is of another, or is itself another.
    Altered,
    /// It is.
    AsWritten,
}

/// A value as SQLite has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

type Bound<'q> = Query<'q, Sqlite, SqliteArguments>;

impl Value {
    pub(super) fn bind<'q>(&'q self, query: Bound<'q>) -> Bound<'q> {
        match self {
            Value::Null => query.bind(None::<i64>),
            Value::Number(number) => query.bind(number),
            Value::Text(text) => query.bind(text.as_str()),
            Value::Bytes(bytes) => query.bind(bytes.as_slice()),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What all ways of reading have given.
#[derive(Default)]
pub(super) struct Found {
    orders: BTreeMap<Uuid, (Rank, Columns)>,
    seen: BTreeSet<i64>,
    /// The last place that an order of this file can have.
    most: i64,
    /// How far the sequence went, where that could be read.
    last: Option<i64>,
    sign_ins: BTreeMap<String, Columns>,
    salvages: BTreeMap<i64, Columns>,
    attachments: BTreeMap<String, Columns>,
    /// By the order and by where they begin; only what is as it was written.
    pieces: BTreeMap<(String, i64), Columns>,
    devices: BTreeMap<Uuid, usize>,
    named: Option<Uuid>,
    history: Option<Uuid>,
    line_pulled: bool,
}

/// What is written into the new file.
pub(super) struct Saved {
    pub(super) orders: Vec<Columns>,
    pub(super) unreadable: Option<u32>,
    pub(super) line_pulled: bool,
    /// The history that batches name.
    pub(super) history: Option<Uuid>,
    sign_ins: Vec<Columns>,
    salvages: Vec<Columns>,
    attachments: Vec<Columns>,
    pieces: Vec<Columns>,
}

/// Rows for one table.
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) rows: &'a [Columns],
}

impl Saved {
    pub(super) fn tables(&self) -> [Table<'_>; 5] {
        [
            ("orders", &self.orders),
            ("sign_ins", &self.sign_ins),
            ("salvages", &self.salvages),
            ("attachments", &self.attachments),
            ("pieces", &self.pieces),
        ]
        .map(|(name, rows)| Table { name, rows })
    }
}

impl Found {
    /// Reads a file; what cannot be read is passed over.
    pub(super) async fn read(&mut self, file: &Path) {
        self.most = (bytes(file) / LEAST) as i64;
        // Not read-only: a log beside the copy has to be read, too.
        let options = SqliteConnectOptions::new().filename(file);
        let mut connection = match SqliteConnection::connect_with(&options).await {
            Ok(connection) => connection,
            Err(error) => {
                tracing::info!(%error, ?file, "the damaged outbox cannot be read this way");
                return;
            }
        };
        self.read_device(&mut connection).await;
        for row in all(&mut connection, "SELECT * FROM sign_ins").await {
            self.take_sign_in(row);
        }
        for row in all(&mut connection, "SELECT * FROM salvages").await {
            if let Some(Value::Number(at)) = row.get("at") {
                self.salvages.entry(*at).or_insert(row);
            }
        }
        for row in all(&mut connection, "SELECT * FROM attachments").await {
            self.take_attachment(row);
        }
        self.read_pieces(&mut connection).await;
        self.read_orders(&mut connection).await;
        // Nothing was written that closing could lose.
        let _ = connection.close().await;
    }

    async fn read_device(&mut self, connection: &mut SqliteConnection) {
        for row in all(connection, "SELECT * FROM device").await {
            if let Some(id) = uuid(&row, "id") {
                self.named.get_or_insert(id);
            }
            if let Some(history) = uuid(&row, "history_id") {
                self.history.get_or_insert(history);
            }
            self.line_pulled |= row.get("line_pulled") == Some(&Value::Number(1));
        }
    }

    async fn read_orders(&mut self, connection: &mut SqliteConnection) {
        let mut said = 0;
        for sql in [
            "SELECT seq FROM sqlite_sequence WHERE name = 'orders'",
            "SELECT max(seq) FROM orders",
        ] {
            let number: Result<Option<i64>, sqlx::Error> = sqlx::query_scalar(sql)
                .fetch_optional(&mut *connection)
                .await;
            if let Ok(Some(number)) = number {
                said = said.max(number);
            }
        }
        let mut last = 0;
        for row in all(connection, "SELECT * FROM orders ORDER BY seq").await {
            last = last.max(self.take_order(row).unwrap_or(0));
        }
        for row in all(connection, "SELECT * FROM orders ORDER BY seq DESC").await {
            last = last.max(self.take_order(row).unwrap_or(0));
        }
        // How far the sequence went, unless that number is damaged itself.
        if (1..=self.most).contains(&said) {
            self.last = self.last.max(Some(said));
            last = last.max(said);
        }
        // One by one: a page that cannot be read hides only its own.
        for seq in 1..=last {
            if self.seen.contains(&seq) {
                continue;
            }
            let row = sqlx::query("SELECT * FROM orders WHERE seq = ?")
                .bind(seq)
                .fetch_optional(&mut *connection)
                .await;
            match row {
                Ok(Some(row)) => drop(self.take_order(columns(&row))),
                Ok(None) => {}
                Err(error) if is_hopeless(&error) => return,
                Err(_) => self.last = self.last.max(Some(seq)),
            }
        }
    }

    fn take_sign_in(&mut self, row: Columns) {
        let user = row.get("user").and_then(Value::text);
        let is_user = user.is_some_and(|user| serde_json::from_str::<User>(user).is_ok());
        let login = row.get("login").and_then(Value::text).map(str::to_owned);
        if let Some(login) = login.filter(|_| is_user) {
            self.sign_ins.entry(login).or_insert(row);
        }
    }

    /// Keeps an order that is whole; gives back its place.
    fn take_order(&mut self, mut row: Columns) -> Option<i64> {
        // The column's name in the first version.
        if let Some(subject) = row.remove("case_id") {
            row.insert("subject_id".to_owned(), subject);
        }
        let Some(Value::Number(seq)) = row.get("seq") else {
            return None;
        };
        let seq = *seq;
        let (id, device, trust) = whole(&mut row)?;
        let is_place = (1..=self.most).contains(&seq);
        if is_place {
            self.seen.insert(seq);
        }
        if trust != Trust::Altered {
            *self.devices.entry(device).or_default() += 1;
        }
        // Where two ways differ, the one that knows more of what became of it.
        let further = |row: &Columns| {
            let state = row.get("state").and_then(Value::text);
            STATES.iter().position(|known| Some(*known) == state)
        };
        let rank = (trust, further(&row));
        let known = self.orders.get(&id).map(|(known, _)| *known);
        if known.is_none_or(|known| known < rank) {
            self.orders.insert(id, (rank, row));
        }
        is_place.then_some(seq)
    }

    /// The device: what its orders say of it, since there are more of them; else its own row.
    pub(super) fn device(&self) -> Option<Uuid> {
        let most = self.devices.iter().max_by_key(|(_, orders)| **orders);
        most.map(|(device, _)| *device).or(self.named)
    }

    pub(super) fn saved(mut self) -> Saved {
        let attachments = self.saved_attachments();
        let orders = self.orders.into_values();
        let mut orders: Vec<Columns> = orders.map(|(_, row)| row).collect();
        // A place that none can have is damage itself: such an order comes behind all others.
        let place = |row: &Columns| match row.get("seq") {
            Some(Value::Number(seq)) if (1..=self.most).contains(seq) => *seq,
            _ => i64::MAX,
        };
        orders.sort_by_key(place);
        // Two of one place: the sequence is only of use while it is one.
        let mut before = 0;
        for row in &mut orders {
            let seq = Some(place(row)).filter(|seq| *seq > before && *seq < i64::MAX);
            let seq = seq.unwrap_or(before + 1);
            row.insert("seq".to_owned(), Value::Number(seq));
            before = seq;
        }
        // Orders are never deleted, so the sequence says how many there were.
        let last = self.last.map(|last| last.max(before));
        // Without a name nobody would notice that the central has another history.
        let answered = || orders.iter().rev().find_map(|row| uuid(row, "history_id"));
        let history = self.history.or_else(answered);
        let unreadable = last.map(|last| (last as u32).saturating_sub(orders.len() as u32));
        Saved {
            orders,
            unreadable,
            line_pulled: self.line_pulled,
            history,
            sign_ins: self.sign_ins.into_values().collect(),
            salvages: self.salvages.into_values().collect(),
            attachments,
            pieces: self.pieces.into_values().collect(),
        }
    }
}

/// The size of a file with its log.
fn bytes(file: &Path) -> u64 {
    let length = |file: &Path| std::fs::metadata(file).map_or(0, |there| there.len());
    length(file) + length(&super::with(file, "-wal"))
}

fn uuid(row: &Columns, name: &str) -> Option<Uuid> {
    let text = row.get(name).and_then(Value::text);
    text.and_then(|text| Uuid::parse_str(text).ok())
}

fn digest_of(row: &Columns) -> Option<&[u8]> {
    match row.get("digest") {
        Some(Value::Bytes(digest)) => Some(digest),
        _ => None,
    }
}

/// The order of a row: its id, its device, and how far it can be trusted. What is not needed to send
/// it is mended. One that is not what its digest says is never sent unseen: it is set aside, for a
/// person to read.
fn whole(row: &mut Columns) -> Option<(Uuid, Uuid, Trust)> {
    let text = |name: &str| row.get(name).and_then(Value::text);
    let (envelope, author) = (text("envelope")?, text("author")?);
    let trust = match digest_of(row) {
        None => Trust::Unknown,
        kept if digest::fits(kept, envelope, author) => Trust::AsWritten,
        Some(_) => Trust::Altered,
    };
    let digest = digest::of(envelope, author);
    let envelope: Envelope = serde_json::from_str(envelope).ok()?;
    serde_json::from_str::<User>(author).ok()?;
    let subject = envelope.subjects.first()?.id;
    let is_settled = text("state") == Some("settled");
    let answer = text("answer").and_then(|answer| serde_json::from_str::<Answer>(answer).ok());
    let state = match (&answer, text("state")) {
        (_, Some("settled")) => "settled",
        (Some(answer), Some("delivered" | "set_aside")) => match answer.settled() {
            Answer::Applied { .. } => "delivered",
            _ => "set_aside",
        },
        _ if trust == Trust::Altered => "set_aside",
        // The central says again what it said, and nothing happens twice.
        _ => "waiting",
    };
    let mended = [
        ("id", Value::Text(envelope.id.to_string())),
        ("subject_id", Value::Text(subject.to_string())),
        (
            "issued_at",
            Value::Number(envelope.issued_at.as_millisecond()),
        ),
        ("state", Value::Text(state.to_owned())),
    ];
    let is_reset = text("state") != Some(state);
    let found = (envelope.id, envelope.device, trust);
    for (name, value) in mended {
        row.insert(name.to_owned(), value);
    }
    if answer.is_none() {
        row.insert("answer".to_owned(), Value::Null);
    }
    let numbers = ["tries", "confirmed", "lapsed"];
    for name in numbers {
        if !matches!(row.get(name), Some(Value::Number(_))) || is_reset {
            row.insert(name.to_owned(), Value::Number(0));
        }
    }
    for name in ["answered_at", "settled_at", "sent_at", "durable_cursor"] {
        if !matches!(row.get(name), Some(Value::Number(_)) | None) {
            row.insert(name.to_owned(), Value::Null);
        }
    }
    let texts = [
        "last_failure",
        "settlement",
        "reason",
        "settled_by",
        "replaced_by",
        "history_id",
    ];
    for name in texts {
        if !matches!(row.get(name), Some(Value::Text(_)) | None) {
            row.insert(name.to_owned(), Value::Null);
        }
    }
    let by = row.get("settled_by").and_then(Value::text);
    if by.is_some_and(|by| serde_json::from_str::<User>(by).is_err()) {
        row.insert("settled_by".to_owned(), Value::Null);
    }
    if is_settled && !matches!(row.get("settlement"), Some(Value::Text(_))) {
        row.insert("settlement".to_owned(), Value::Text("drop".to_owned()));
    }
    row.retain(|name, _| COLUMNS.contains(&name.as_str()));
    if trust == Trust::Altered {
        row.insert(
            "digest".to_owned(),
            Value::Bytes(digest.as_bytes().to_vec()),
        );
        row.insert(
            "last_failure".to_owned(),
            Value::Text("unverified".to_owned()),
        );
    }
    Some(found)
}

/// What a file of this version has of an order.
const COLUMNS: [&str; 23] = [
    "seq",
    "id",
    "subject_id",
    "envelope",
    "author",
    "issued_at",
    "state",
    "tries",
    "last_failure",
    "answer",
    "answered_at",
    "confirmed",
    "settlement",
    "reason",
    "settled_by",
    "settled_at",
    "replaced_by",
    "sent_at",
    "digest",
    "history_id",
    "durable_cursor",
    "lapsed",
    "case_id",
];

/// The rows of a query up to the first that cannot be read.
async fn all(connection: &mut SqliteConnection, sql: &'static str) -> Vec<Columns> {
    use futures_util::StreamExt as _;
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(connection);
    let mut read = Vec::new();
    while let Some(Ok(row)) = rows.next().await {
        read.push(columns(&row));
    }
    read
}

fn columns(row: &SqliteRow) -> Columns {
    let value = |index: usize| {
        let kind = row.try_get_raw(index).ok().and_then(|raw| {
            let kind: SqliteTypeInfo = raw.type_info().into_owned();
            (!raw.is_null()).then(|| kind.name().to_owned())
        });
        match kind.as_deref() {
            Some("INTEGER") => row.try_get(index).map(Value::Number),
            Some("TEXT") => row.try_get(index).map(Value::Text),
            Some("BLOB") => row.try_get(index).map(Value::Bytes),
            _ => Ok(Value::Null),
        }
    };
    let columns = row.columns().iter().enumerate();
    let columns = columns.filter_map(|(index, column)| {
        let value = value(index).ok()?;
        Some((column.name().to_owned(), value))
    });
    columns.collect()
}

/// Whether no other row of this file can be read either.
fn is_hopeless(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    // No such table; no database at all.
    matches!(code.as_deref(), Some("1" | "26"))
}
