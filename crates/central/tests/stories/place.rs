//! The database of a stage: a file of its own, or one of this process's PostgreSQL. Which, the
//! environment says: `ONEMAP_TEST_DATABASE=postgres`, or nothing.

use std::path::PathBuf;
use std::sync::OnceLock;

use onemap_testkit::postgres::Cluster;
use sqlx::{PgPool, SqlitePool};
use tempfile::TempDir;
use uuid::Uuid;

/// Whether the stories are told on PostgreSQL.
pub fn on_postgres() -> bool {
    match std::env::var("ONEMAP_TEST_DATABASE").as_deref() {
        Ok("postgres") => true,
        Err(_) | Ok("sqlite" | "") => false,
        Ok(other) => panic!("ONEMAP_TEST_DATABASE={other} is neither sqlite nor postgres"),
    }
}

/// The one server of this process. It is never dropped: its watchdog ends it when the process ends.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::start().unwrap())
}

/// Where a database is, as long as this is there.
pub enum Place {
    File(TempDir),
    Database { name: String, address: String },
}

impl Place {
    /// Empty, of the kind that the environment asks for.
    pub fn new() -> Place {
        if on_postgres() {
            Place::in_postgres()
        } else {
            Place::File(TempDir::new().unwrap())
        }
    }

    /// Empty, on this process's PostgreSQL.
    pub fn in_postgres() -> Place {
        let name = format!("county_{}", Uuid::now_v7().simple());
        cluster().create(&name).unwrap();
        let address = cluster().address(&name);
        Place::Database { name, address }
    }

    pub fn address(&self) -> String {
        match self {
            Place::File(_) => format!("sqlite:{}", self.file().display()),
            Place::Database { address, .. } => address.clone(),
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> PathBuf {
        match self {
            Place::File(folder) => folder.path().join("central.sqlite"),
            Place::Database { name, .. } => panic!("{name} is no file"),
        }
    }

    /// Changes the database behind the central's back: `?` is the given identity. How many rows.
    pub async fn altered(&self, statement: &str, id: Uuid) -> u64 {
        let times = statement.matches('?').count();
        match self {
            Place::File(_) => {
                let pool = SqlitePool::connect(&self.address()).await.unwrap();
                let mut query = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned()));
                for _ in 0..times {
                    query = query.bind(id.as_bytes().to_vec());
                }
                let done = query.execute(&pool).await.unwrap();
                pool.close().await;
                done.rows_affected()
            }
            Place::Database { address, .. } => {
                let pool = PgPool::connect(address).await.unwrap();
                let statement = statement.replace('?', "$1");
                let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
                if times > 0 {
                    query = query.bind(id);
                }
                let done = query.execute(&pool).await.unwrap();
                pool.close().await;
                done.rows_affected()
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Place::Database { name, .. } = self {
            // A database too many is no reason to fail: all of them go with the server.
            let _ = cluster().remove(name);
        }
    }
}
