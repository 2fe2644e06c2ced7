//! `counties`: where one PostgreSQL stops, and what a partition and a lock for each county change.
//!
//! A simulation by `pgbench` with the transaction that a central's commands come to: take the lock, put an
//! event, a state and an answer, set the head, commit. Once all writers take one lock and write one set of
//! tables, as now; once there is a list partition for each county, and a lock and a head for each. A central in
//! front of it has its own costs, which are not in here.

use std::fmt::Write as _;

use onemap_testkit::postgres::Cluster;
use sqlx::{AssertSqlSafe, Executor as _, PgPool};

use crate::failure::Failure;

/// How many write at the same moment, each in a county of its own.
const WRITERS: [usize; 6] = [1, 2, 4, 8, 16, 32];
/// Counties.
const COUNTIES: usize = 32;
/// Runs of each side; the first is dropped.
const RUNS: usize = 6;
/// Seconds of a run.
const SECONDS: u32 = 2;

/// How the tables lie.
#[derive(Clone, Copy)]
enum Laid {
    Together,
    Apart,
}

const BOTH: [(Laid, &str); 2] = [(Laid::Together, "together"), (Laid::Apart, "apart")];

/// Measures, and returns the last line.
pub async fn measure() -> Result<String, Failure> {
    let cluster = Cluster::durable().map_err(Failure::Peer)?;
    for (laid, name) in BOTH {
        cluster.create(name).map_err(Failure::Peer)?;
        let pool = PgPool::connect(&cluster.address(name)).await?;
        pool.execute(sqlx::raw_sql(AssertSqlSafe(tables(laid))))
            .await?;
        pool.close().await;
        let file = cluster.folder().join(format!("{name}.sql"));
        std::fs::write(&file, script(laid)).map_err(Failure::file(&file))?;
    }
    let mut last = String::new();
    for writers in WRITERS {
        let mut rates = [Vec::new(), Vec::new()];
        for _ in 0..RUNS {
            for (rates, (_, name)) in rates.iter_mut().zip(BOTH) {
                rates.push(run(&cluster, name, writers)?);
            }
        }
        let [together, apart] = rates.map(|rates| middle(&rates));
        last = format!(
            "counties ratio={:.2} ours={apart:.0}/s with a lock for each, peer={together:.0}/s with one, n={writers} writers",
            apart / together
        );
        println!("{last}");
    }
    Ok(last)
}

fn middle(rates: &[f64]) -> f64 {
    let mut rates = rates.get(1..).unwrap_or_default().to_vec();
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// The columns that a command writes, and their indexes, with the county before them.
const TABLES: [(&str, &str, &str); 4] = [
    ("head", "cursor bigint NOT NULL", "PRIMARY KEY (county)"),
    (
        "events",
        "cursor bigint NOT NULL, subject_id uuid NOT NULL, about text NOT NULL, \
         revision bigint NOT NULL, command uuid NOT NULL, recorded text NOT NULL, digest bytea",
        "PRIMARY KEY (county, cursor), UNIQUE (county, subject_id, revision)",
    ),
    (
        "cases",
        "id uuid NOT NULL, number text NOT NULL, revision bigint NOT NULL, grid text COLLATE \"C\", \
         lead text, is_carried boolean, due_at bigint, reported_at bigint, words text, state text",
        "PRIMARY KEY (county, id), UNIQUE (county, number)",
    ),
    (
        "commands",
        "device uuid NOT NULL, id uuid NOT NULL, answered_at bigint NOT NULL, answer text NOT NULL",
        "PRIMARY KEY (county, device, id)",
    ),
];

fn tables(laid: Laid) -> String {
    let mut sql = "CREATE SEQUENCE n;".to_owned();
    for (name, columns, keys) in TABLES {
        let by = match laid {
            Laid::Together => "",
            Laid::Apart => " PARTITION BY LIST (county)",
        };
        // Writing to a String cannot fail.
        let _ = write!(
            sql,
            "CREATE TABLE {name} (county int NOT NULL, {columns}, {keys}){by};"
        );
        if matches!(laid, Laid::Apart) {
            for county in 0..COUNTIES {
                let _ = write!(
                    sql,
                    "CREATE TABLE {name}_{county} PARTITION OF {name} FOR VALUES IN ({county});"
                );
            }
        }
    }
    for index in [
        "reported_at DESC, id DESC",
        "grid",
        "lead, is_carried, due_at",
    ] {
        let _ = write!(sql, "CREATE INDEX ON cases (county, {index});");
    }
    let heads = match laid {
        Laid::Together => 1,
        Laid::Apart => COUNTIES,
    };
    let _ = write!(
        sql,
        "INSERT INTO head (county, cursor) SELECT n, 0 FROM generate_series(0, {heads} - 1) AS n;"
    );
    sql
}

/// The transaction. What is written is as long as a report's event (1.1 kB) and state (1.4 kB).
fn script(laid: Laid) -> String {
    let county = match laid {
        Laid::Together => "0",
        Laid::Apart => ":client_id",
    };
    let identity = "lpad(to_hex(currval('n')), 32, '0')::uuid";
    format!(
        "BEGIN;\n\
         SELECT pg_advisory_xact_lock(731086971, {county});\n\
         INSERT INTO events (county, cursor, subject_id, about, revision, command, recorded, digest) \
         VALUES (:client_id, nextval('n'), {identity}, 'case', 1, {identity}, repeat('e', 1100), \
         sha256('n'));\n\
         INSERT INTO cases (county, id, number, revision, grid, lead, is_carried, due_at, reported_at, \
         words, state) VALUES (:client_id, {identity}, currval('n')::text, 1, '520381001001001', 'zhujian', \
         true, 1, currval('n'), repeat('w', 100), repeat('s', 1400));\n\
         INSERT INTO commands (county, device, id, answered_at, answer) VALUES (:client_id, {identity}, \
         {identity}, 1, repeat('a', 70));\n\
         UPDATE head SET cursor = cursor + 1 WHERE county = {county};\n\
         COMMIT;\n"
    )
}

fn run(cluster: &Cluster, name: &str, writers: usize) -> Result<f64, Failure> {
    let mut pgbench = cluster.program("pgbench");
    pgbench.args(["--no-vacuum", "--protocol=prepared"]);
    pgbench.arg(format!("--client={writers}"));
    pgbench.arg(format!("--jobs={}", writers.min(2)));
    pgbench.arg(format!("--time={SECONDS}"));
    pgbench
        .arg("-f")
        .arg(cluster.folder().join(format!("{name}.sql")));
    let output = pgbench.arg(name).output().map_err(Failure::Peer)?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = said.lines().find_map(|line| {
        let rest = line.strip_prefix("tps = ")?;
        rest.split(' ').next()?.parse().ok()
    });
    rate.ok_or_else(|| Failure::Unexpected(said + &String::from_utf8_lossy(&output.stderr)))
}
