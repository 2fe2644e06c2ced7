//! The peers: the rows that a command leaves behind, put into tables with the same indexes by a plain INSERT
//! each, in one transaction. Nothing is read, decided, chained or numbered, no lock keeps an order, nobody is
//! signed in, and there is no HTTP.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use onemap_central::postgres::PostgresRepository;
use onemap_central::repository::Repository as _;
use onemap_central::sqlite::SqliteRepository;
use onemap_testkit::postgres::Cluster;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, PgPool, Row as _, SqlitePool};

use super::crowd::Run;
use crate::failure::Failure;

/// What is of each row's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    /// Its place in the feed.
    Place,
    /// An identity.
    Identity,
    /// A case's number.
    Number,
}

/// A table that a report writes to.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    own: &'static [(&'static str, Own)],
    /// Which of its rows belongs to the newest case.
    newest: &'static str,
}

const CASES: Table = Table {
    name: "cases",
    columns: &[
        "id",
        "number",
        "revision",
        "stage",
        "is_open",
        "is_carried",
        "grid",
        "lead",
        "category",
        "reported_at",
        "due_at",
        "returned",
        "words",
        "compartment",
        "whistle_by",
        "is_provisional",
        "state",
    ],
    own: &[("id", Own::Identity), ("number", Own::Number)],
    newest: "id = (SELECT subject_id FROM events ORDER BY cursor DESC LIMIT 1)",
};

const ANSWERS: Table = Table {
    name: "commands",
    columns: &["device", "id", "answered_at", "answer"],
    own: &[("id", Own::Identity)],
    newest: "answered_at = (SELECT max(answered_at) FROM commands)",
};

/// A report makes more than one event.
const EVENTS_OF_NEWEST: &str =
    "subject_id = (SELECT subject_id FROM events ORDER BY cursor DESC LIMIT 1) ORDER BY cursor";

const ON_POSTGRES: [Table; 3] = [
    Table {
        name: "events",
        columns: &[
            "cursor",
            "subject_id",
            "about",
            "revision",
            "command",
            "recorded",
            "digest",
        ],
        own: &[
            ("cursor", Own::Place),
            ("subject_id", Own::Identity),
            ("command", Own::Identity),
        ],
        newest: EVENTS_OF_NEWEST,
    },
    CASES,
    ANSWERS,
];

const ON_SQLITE: [Table; 3] = [
    Table {
        name: "events",
        columns: &[
            "cursor",
            "subject_id",
            "about",
            "revision",
            "recorded",
            "digest",
        ],
        own: &[("cursor", Own::Place), ("subject_id", Own::Identity)],
        newest: EVENTS_OF_NEWEST,
    },
    CASES,
    ANSWERS,
];

/// The long texts of a row, whose lengths must be the same on both sides.
const TEXTS: [(&str, &str); 3] = [
    ("events", "recorded"),
    ("cases", "state"),
    ("commands", "answer"),
];

/// The small county has fewer rows in each table than this, and fewer bytes.
const OWN_ROWS: i64 = 64;
const OWN_BYTES: i64 = 100_000;

/// A value of the copied row.
enum Value {
    /// Is sent with every row.
    Text(String),
    /// Stands in the statement.
    Literal(String),
}

/// The peer on PostgreSQL: `pgbench`.
pub struct Pgbench<'a> {
    cluster: &'a Cluster,
    script: std::path::PathBuf,
    variables: Vec<(String, String)>,
    pool: PgPool,
    /// Of one command.
    events: usize,
    runs: usize,
}

const PEER: &str = "peer";

impl<'a> Pgbench<'a> {
    /// With the rows of the newest case of `ours`, and tables made by the same migrations.
    pub async fn beside(cluster: &'a Cluster, ours: &PgPool) -> Result<Pgbench<'a>, Failure> {
        cluster.create(PEER).map_err(Failure::Peer)?;
        let address = cluster.address(PEER);
        PostgresRepository::open(&address).await?.close().await;
        let pool = PgPool::connect(&address).await?;
        sqlx::query("CREATE SEQUENCE peer").execute(&pool).await?;
        let identity = "lpad(to_hex(currval('peer')), 32, '0')::uuid";
        let (mut script, mut variables) = ("BEGIN;\n".to_owned(), Vec::new());
        let mut events = 0;
        for table in ON_POSTGRES {
            let texts: Vec<String> = table
                .columns
                .iter()
                .map(|column| format!("{column}::text"))
                .collect();
            let copied = format!(
                "SELECT {} FROM {} WHERE {}",
                texts.join(", "),
                table.name,
                table.newest
            );
            let copied = sqlx::query(AssertSqlSafe(copied)).fetch_all(ours).await?;
            let mut rows = Vec::new();
            for (place, row) in copied.iter().enumerate() {
                let mut values = Vec::new();
                for (nth, column) in table.columns.iter().enumerate() {
                    let value: Option<String> = row.try_get(nth)?;
                    let variable = format!("{}_{column}_{place}", table.name);
                    let own = table.own.iter().find(|(name, _)| name == column);
                    values.push(match (own.map(|(_, own)| *own), value) {
                        (Some(Own::Place), _) if place == 0 => {
                            format!("nextval('peer') * {}", copied.len())
                        }
                        (Some(Own::Place), _) => {
                            format!("currval('peer') * {} + {place}", copied.len())
                        }
                        (Some(Own::Identity), _) => identity.to_owned(),
                        (Some(Own::Number), _) => {
                            "'520381-20260615-' || lpad(currval('peer')::text, 9, '0')".to_owned()
                        }
                        (None, None) => "NULL".to_owned(),
                        (None, Some(value)) => {
                            let said = format!(":{variable}");
                            variables.push((variable, value));
                            said
                        }
                    });
                }
                rows.push(format!("({})", values.join(", ")));
            }
            if table.name == "events" {
                events = rows.len();
            }
            // Writing to a String cannot fail.
            let _ = writeln!(
                script,
                "INSERT INTO {} ({}) VALUES {};",
                table.name,
                table.columns.join(", "),
                rows.join(", ")
            );
        }
        script += "COMMIT;\n";
        let file = cluster.folder().join("peer.sql");
        std::fs::write(&file, script).map_err(Failure::file(&file))?;
        Ok(Pgbench {
            cluster,
            script: file,
            variables,
            pool,
            events,
            runs: 0,
        })
    }

    /// The server that both ask.
    pub async fn greeting(&self) -> Result<String, Failure> {
        let version: String = sqlx::query_scalar("SHOW server_version")
            .fetch_one(&self.pool)
            .await?;
        Ok(format!("pgbench on PostgreSQL {version}"))
    }

    /// `clients` put `each` rows of each table.
    pub fn run(&mut self, clients: usize, each: usize) -> Result<Run, Failure> {
        self.runs += 1;
        let name = format!("run{}", self.runs);
        let log = self.cluster.folder().join(&name);
        let mut pgbench = self.cluster.program("pgbench");
        pgbench.args(["--no-vacuum", "--protocol=prepared", "--log"]);
        pgbench.arg(format!("--log-prefix={}", log.display()));
        pgbench.arg(format!("--client={clients}"));
        pgbench.arg(format!("--jobs={}", clients.min(2)));
        pgbench.arg(format!("--transactions={each}"));
        for (variable, value) in &self.variables {
            pgbench.arg("-D").arg(format!("{variable}={value}"));
        }
        pgbench.arg("-f").arg(&self.script).arg(PEER);
        let output = pgbench.output().map_err(Failure::Peer)?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let rate = said.lines().find_map(|line| {
            let rest = line.strip_prefix("tps = ")?;
            rest.split(' ').next()?.parse::<f64>().ok()
        });
        let (true, Some(rate)) = (output.status.success(), rate) else {
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(Failure::Unexpected(said + &complaint));
        };
        let times = logged(self.cluster.folder(), &name)?;
        let took = Duration::from_secs_f64(times.len() as f64 / rate);
        Ok(Run { took, times })
    }

    /// Whether it has put what ours has: as many rows, and as many letters in each.
    pub async fn is_equal(&self, ours: &PgPool, rows: usize) -> Result<(), Failure> {
        for (table, column) in TEXTS {
            let sizes =
                format!("SELECT count(*), sum(octet_length({column}))::bigint FROM {table}");
            let peers = sqlx::query_as(AssertSqlSafe(sizes.clone()));
            let peers = peers.fetch_one(&self.pool).await?;
            let ours = sqlx::query_as(AssertSqlSafe(sizes)).fetch_one(ours).await?;
            are_same(table, ours, peers, rows * of(table, self.events))?;
        }
        Ok(())
    }
}

/// Rows of a table for each command.
fn of(table: &str, events: usize) -> usize {
    if table == "events" { events } else { 1 }
}

/// As many rows as were given, and as many bytes but for the zeros that moments are written without. The small
/// county's own rows are there beside ours.
fn are_same(table: &str, ours: (i64, i64), peers: (i64, i64), rows: usize) -> Result<(), Failure> {
    let bytes = (ours.1 - peers.1).abs();
    if peers.0 == rows as i64
        && (0..OWN_ROWS).contains(&(ours.0 - peers.0))
        && bytes < peers.1 / 50 + OWN_BYTES
    {
        return Ok(());
    }
    Err(Failure::Unexpected(format!(
        "{table}: {ours:?} rows and bytes of ours and {peers:?} of the peer's, where {rows} rows were put"
    )))
}

/// How long each transaction took: the third column of the logs, microseconds.
fn logged(folder: &Path, name: &str) -> Result<Vec<Duration>, Failure> {
    let mut times = Vec::new();
    for file in std::fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = file.map_err(Failure::file(folder))?.path();
        let is_its = path
            .file_name()
            .is_some_and(|file| file.to_string_lossy().starts_with(&format!("{name}.")));
        if is_its {
            let log = std::fs::read_to_string(&path).map_err(Failure::file(&path))?;
            let micros = log
                .lines()
                .filter_map(|line| line.split(' ').nth(2)?.parse().ok());
            times.extend(micros.map(Duration::from_micros));
        }
    }
    Ok(times)
}

/// The peer on SQLite: sqlx on one connection, as the central's writer has it, with `synchronous = FULL`.
pub struct PlainSqlite {
    pool: SqlitePool,
    statements: Arc<Vec<(String, Vec<Bound>)>>,
    /// Of one command.
    events: usize,
    place: Arc<AtomicI64>,
}

/// What a `?` of a statement stands for.
enum Bound {
    Text(String),
    Own(Own),
    /// Of so many rows the nth.
    Place(usize, usize),
}

impl PlainSqlite {
    /// With the rows of the newest case of `ours`, in a file beside it.
    pub async fn beside(file: &Path, ours: &SqlitePool) -> Result<PlainSqlite, Failure> {
        let address = format!("sqlite:{}", file.display());
        SqliteRepository::open(&address).await?.close().await;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_mins(1))
            .connect_with(options)
            .await?;
        let (mut statements, mut events) = (Vec::new(), 0);
        for table in ON_SQLITE {
            let quoted: Vec<String> = table
                .columns
                .iter()
                .map(|column| format!("quote({column})"))
                .collect();
            let copied = format!(
                "SELECT {} FROM {} WHERE {}",
                quoted.join(", "),
                table.name,
                table.newest
            );
            let copied = sqlx::query(AssertSqlSafe(copied)).fetch_all(ours).await?;
            let (mut bound, mut rows) = (Vec::new(), Vec::new());
            for (place, row) in copied.iter().enumerate() {
                let mut values = Vec::new();
                for (nth, column) in table.columns.iter().enumerate() {
                    let own = table.own.iter().find(|(name, _)| name == column);
                    let value = match own {
                        Some((_, Own::Place)) => Bound::Place(copied.len(), place),
                        Some((_, own)) => Bound::Own(*own),
                        None => match value(row.try_get(nth)?) {
                            Value::Text(text) => Bound::Text(text),
                            Value::Literal(literal) => {
                                values.push(literal);
                                continue;
                            }
                        },
                    };
                    bound.push(value);
                    values.push("?".to_owned());
                }
                rows.push(format!("({})", values.join(", ")));
            }
            if table.name == "events" {
                events = rows.len();
            }
            let statement = format!(
                "INSERT INTO {} ({}) VALUES {}",
                table.name,
                table.columns.join(", "),
                rows.join(", ")
            );
            statements.push((statement, bound));
        }
        Ok(PlainSqlite {
            pool,
            statements: Arc::new(statements),
            events,
            place: Arc::default(),
        })
    }

    /// `clients` put `each` rows of each table.
    pub async fn run(&self, clients: usize, each: usize) -> Result<Run, Failure> {
        let began = Instant::now();
        let tasks: Vec<_> = (0..clients)
            .map(|_| {
                let (pool, place) = (self.pool.clone(), self.place.clone());
                let statements = self.statements.clone();
                tokio::spawn(async move {
                    let mut times = Vec::with_capacity(each);
                    for _ in 0..each {
                        let began = Instant::now();
                        put(
                            &pool,
                            &statements,
                            place.fetch_add(1, Ordering::Relaxed) + 1,
                        )
                        .await?;
                        times.push(began.elapsed());
                    }
                    Ok::<_, Failure>(times)
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            let done = task.await.map_err(|error| Failure::Peer(error.into()))?;
            times.extend(done?);
        }
        Ok(Run {
            took: began.elapsed(),
            times,
        })
    }

    /// Whether it has put what ours has.
    pub async fn is_equal(&self, ours: &SqlitePool, rows: usize) -> Result<(), Failure> {
        for (table, column) in TEXTS {
            let sizes = format!("SELECT count(*), sum(length({column})) FROM {table}");
            let peers = sqlx::query_as(AssertSqlSafe(sizes.clone()));
            let peers = peers.fetch_one(&self.pool).await?;
            let ours = sqlx::query_as(AssertSqlSafe(sizes)).fetch_one(ours).await?;
            are_same(table, ours, peers, rows * of(table, self.events))?;
        }
        Ok(())
    }
}

async fn put(
    pool: &SqlitePool,
    statements: &[(String, Vec<Bound>)],
    place: i64,
) -> Result<(), Failure> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    for (statement, bound) in statements {
        let mut query = sqlx::query(AssertSqlSafe(statement.as_str()));
        for value in bound {
            query = match value {
                Bound::Text(text) => query.bind(text.as_str()),
                Bound::Place(rows, nth) => query.bind(place * *rows as i64 + *nth as i64),
                Bound::Own(Own::Identity | Own::Place) => {
                    query.bind(i128::from(place).to_be_bytes().to_vec())
                }
                Bound::Own(Own::Number) => query.bind(format!("520381-20260615-{place:09}")),
            };
        }
        query.execute(&mut *transaction).await?;
    }
    Ok(transaction.commit().await?)
}

/// A value as SQLite quotes it.
fn value(quoted: String) -> Value {
    let text = quoted
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    match text {
        Some(text) => Value::Text(text.replace("''", "'")),
        None => Value::Literal(quoted),
    }
}
